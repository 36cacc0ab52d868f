//! Rules for names.

use super::Findings;
use crate::x509::asn1::Element;
use crate::x509::inspect::structure::{ExtensionField, find};
use crate::x509::inspect::{display, name};
use crate::x509::{GeneralName, IpAddress, Oid, oid};

/// The upper bounds of attributes, RFC 5280 appendix A.1.
const UPPER_BOUNDS: &[(Oid, usize)] = &[
    (oid::ID_AT_COMMON_NAME, 64),
    (oid::ID_AT_ORGANIZATION_NAME, 64),
    (oid::ID_AT_ORGANIZATIONAL_UNIT_NAME, 64),
    (oid::ID_AT_LOCALITY_NAME, 128),
    (oid::ID_AT_STATE_OR_PROVINCE_NAME, 128),
    (oid::ID_AT_SERIAL_NUMBER, 64),
    (oid::ID_AT_TITLE, 64),
    (oid::ID_EMAIL_ADDRESS, 255),
];

/// The attributes of a distinguished name.
pub fn distinguished(element: &Element<'_>, found: &mut Findings) {
    for attribute in name::attributes(element).take(1_000) {
        let text = name::text(&attribute.value);
        let kind = attribute.kind.oid();
        if display::is_deceptive(&text) {
            deceptive(&attribute.value, &text, found);
        }
        if kind == Some(oid::ID_AT_COUNTRY_NAME)
            && (text.len() != 2 || !text.bytes().all(|octet| octet.is_ascii_alphabetic()))
        {
            found.warning(
                "RFC 5280 appendix A.1",
                &attribute.value,
                format!("Country: expected two letters, found \"{}\"", display::safe(&text)),
            );
        }
        let bound = UPPER_BOUNDS.iter().find(|(id, _)| kind == Some(*id));
        if let Some((id, bound)) = bound.filter(|(_, bound)| text.chars().count() > *bound) {
            let label = crate::x509::words::attribute(id);
            found.warning(
                "RFC 5280 appendix A.1",
                &attribute.value,
                format!("{label}: expected at most {bound} characters, found {}", text.chars().count()),
            );
        }
    }
}

fn deceptive(at: &Element<'_>, text: &str, found: &mut Findings) {
    let words =
        format!("Holds characters that cannot be seen and may make it look like another name: {}", display::safe(text));
    found.warning("Unicode Technical Report 36", at, words);
}

/// The names of subjectAltName.
pub fn alternative(extensions: &[ExtensionField<'_>], found: &mut Findings) {
    let Some(field) = find(extensions, oid::ID_CE_SUBJECT_ALT_NAME) else { return };
    for element in field.inner().into_iter().flat_map(|names| names.children()).take(10_000) {
        match GeneralName::from_der(element.der()) {
            Ok(GeneralName::DnsName(name)) => dns_name(&element, &name, found),
            Ok(GeneralName::IpAddress(address)) if !matches!(address, IpAddress::Address(_)) => {
                let count = element.content().len();
                found.error("4.2.1.6", &element, format!("IP address: expected 4 or 16 octets, found {count}"));
            }
            Ok(name @ (GeneralName::EdiPartyName(_) | GeneralName::X400Address(_))) => {
                if let Err(problem) = name.check_identity() {
                    found.error("4.2.1.6", &element, problem.to_string());
                }
            }
            Ok(GeneralName::Rfc822Name(name)) if !is_mailbox(&name) => {
                found.error(
                    "4.2.1.6",
                    &element,
                    format!("E-mail: expected a mailbox such as a@example.com, found \"{}\"", display::safe(&name)),
                );
            }
            Ok(GeneralName::UniformResourceIdentifier(uri)) if !uri.contains(':') => {
                found.error(
                    "4.2.1.6",
                    &element,
                    format!("URI: expected one with a scheme, found \"{}\"", display::safe(&uri)),
                );
            }
            _ => {}
        }
    }
}

fn is_mailbox(name: &str) -> bool {
    name.rsplit_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty()) && !name.contains('<')
}

/// The preferred name syntax of RFC 1034 section 3.5, with a wildcard as its first label.
fn dns_name(at: &Element<'_>, name: &str, found: &mut Findings) {
    let host = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| {
        let characters = label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_');
        (1..=63).contains(&label.len()) && characters && !label.starts_with('-') && !label.ends_with('-')
    };
    if host.len() > 253 || !host.split('.').all(is_label) {
        found.error("4.2.1.6", at, format!("DNS name: expected a host name, found \"{}\"", display::safe(name)));
    } else if host.contains('_') {
        found.warning("4.2.1.6", at, format!("DNS name: host names have no underscore, found \"{name}\""));
    }
}
