//! Extensions as text: those that most certificates have as OpenSSL writes them, the others as the window shows them.

use super::{MAX_OCTETS, Text, colons};
use crate::x509::extension::{
    DistributionPointName, GeneralSubtree, KeyUsage, ParsedExtension, PolicyInformation, PolicyQualifier,
};
use crate::x509::inspect::extension::rows;
use crate::x509::inspect::structure::ExtensionField;
use crate::x509::{GeneralName, Oid, oid, words};

pub fn write(text: &mut Text, depth: usize, field: &ExtensionField<'_>) {
    let critical = if field.critical { "critical" } else { "" };
    text.line(depth, format!("{}: {critical}", title(field)).trim_end());
    match customary(field) {
        Some(lines) => lines.iter().for_each(|line| text.line(depth + 1, line)),
        None => rows(field).iter().for_each(|row| text.line(depth + 1, format!("{}: {}", row.label, row.value))),
    }
}

fn title(field: &ExtensionField<'_>) -> String {
    let known = match field.oid() {
        Some(oid::ID_CE_SUBJECT_KEY_IDENTIFIER) => "X509v3 Subject Key Identifier",
        Some(oid::ID_CE_KEY_USAGE) => "X509v3 Key Usage",
        Some(oid::ID_CE_SUBJECT_ALT_NAME) => "X509v3 Subject Alternative Name",
        Some(oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES) => "X509v3 Subject Directory Attributes",
        Some(oid::ID_CE_ISSUER_ALT_NAME) => "X509v3 Issuer Alternative Name",
        Some(oid::ID_CE_BASIC_CONSTRAINTS) => "X509v3 Basic Constraints",
        Some(oid::ID_CE_CRL_NUMBER) => "X509v3 CRL Number",
        Some(oid::ID_CE_CRL_REASONS) => "X509v3 CRL Reason Code",
        Some(oid::ID_CE_INVALIDITY_DATE) => "Invalidity Date",
        Some(oid::ID_CE_DELTA_CRL_INDICATOR) => "X509v3 Delta CRL Indicator",
        Some(oid::ID_CE_ISSUING_DISTRIBUTION_POINT) => "X509v3 Issuing Distribution Point",
        Some(oid::ID_CE_CERTIFICATE_ISSUER) => "X509v3 Certificate Issuer",
        Some(oid::ID_CE_NAME_CONSTRAINTS) => "X509v3 Name Constraints",
        Some(oid::ID_CE_CRL_DISTRIBUTION_POINTS) => "X509v3 CRL Distribution Points",
        Some(oid::ID_CE_CERTIFICATE_POLICIES) => "X509v3 Certificate Policies",
        Some(oid::ID_CE_POLICY_MAPPINGS) => "X509v3 Policy Mappings",
        Some(oid::ID_CE_AUTHORITY_KEY_IDENTIFIER) => "X509v3 Authority Key Identifier",
        Some(oid::ID_CE_POLICY_CONSTRAINTS) => "X509v3 Policy Constraints",
        Some(oid::ID_CE_EXT_KEY_USAGE) => "X509v3 Extended Key Usage",
        Some(oid::ID_CE_FRESHEST_CRL) => "X509v3 Freshest CRL",
        Some(oid::ID_CE_INHIBIT_ANY_POLICY) => "X509v3 Inhibit Any Policy",
        Some(oid::ID_PE_AUTHORITY_INFO_ACCESS) => "Authority Information Access",
        Some(oid::ID_PE_SUBJECT_INFO_ACCESS) => "Subject Information Access",
        Some(oid::ID_PE_TLS_FEATURE) => "TLS Feature",
        Some(other) => return oid::name(&other).map_or_else(|| other.to_string(), str::to_owned),
        None => return field.id.dotted(),
    };
    known.to_owned()
}

/// The lines that OpenSSL writes; `None` where it is not imitated or the value cannot be read.
fn customary(field: &ExtensionField<'_>) -> Option<Vec<String>> {
    Some(match field.parse(field.oid()?).ok()? {
        ParsedExtension::BasicConstraints(constraints) => {
            let ca = if constraints.ca { "CA:TRUE" } else { "CA:FALSE" };
            let length = constraints.path_len_constraint.map(|length| format!(", pathlen:{length}"));
            vec![format!("{ca}{}", length.unwrap_or_default())]
        }
        ParsedExtension::KeyUsage(usage) => vec![key_usage(usage)],
        ParsedExtension::ExtendedKeyUsage(usage) => vec![usage.0.iter().map(purpose).collect::<Vec<_>>().join(", ")],
        ParsedExtension::SubjectAltName(names) => vec![general_names(&names.0)],
        ParsedExtension::IssuerAltName(names) => vec![general_names(&names.0)],
        ParsedExtension::CrlNumber(number) => vec![words::number(&number.0)],
        ParsedExtension::SubjectKeyIdentifier(identifier) => vec![key_identifier(&identifier.0)],
        ParsedExtension::AuthorityKeyIdentifier(identifier) if identifier.authority_cert_issuer.is_none() => {
            vec![key_identifier(&identifier.key_identifier.unwrap_or_default())]
        }
        ParsedExtension::CrlDistributionPoints(points) => {
            let full = |point: &_| match point {
                Some(DistributionPointName::FullName(names)) => names.clone(),
                _ => Vec::new(),
            };
            let simple = points.0.iter().all(|point| point.reasons.is_none() && point.crl_issuer.is_empty());
            let names: Vec<GeneralName> = points.0.iter().flat_map(|point| full(&point.distribution_point)).collect();
            (simple && names.len() >= points.0.len()).then(|| full_names(&names))?
        }
        ParsedExtension::NameConstraints(constraints) => {
            let permitted = subtrees("Permitted:", &constraints.permitted_subtrees);
            [permitted, subtrees("Excluded:", &constraints.excluded_subtrees)].concat()
        }
        ParsedExtension::CertificatePolicies(policies) => policies.0.iter().flat_map(policy).collect(),
        ParsedExtension::AuthorityInfoAccess(access) => {
            let line = |method: Oid, location: &GeneralName| format!("{} - {location}", access_method(method));
            access.0.iter().map(|found| line(found.access_method, &found.access_location)).collect()
        }
        _ => return None,
    })
}

/// A key identifier on one line, however long somebody made it.
fn key_identifier(octets: &[u8]) -> String {
    match octets.split_at_checked(MAX_OCTETS) {
        Some((first, more)) if !more.is_empty() => {
            format!("{} and {} more", colons(first), words::counted(more.len() as u64, "byte"))
        }
        _ => colons(octets),
    }
}

fn full_names(names: &[GeneralName]) -> Vec<String> {
    names.iter().flat_map(|name| ["Full Name:".to_owned(), format!("  {name}")]).collect()
}

fn general_names(names: &[GeneralName]) -> String {
    let shown = |name: &GeneralName| match name {
        GeneralName::IpAddress(address) => format!("IP Address:{address}"),
        other => other.to_string(),
    };
    names.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn subtrees(title: &str, trees: &[GeneralSubtree]) -> Vec<String> {
    let title = (!trees.is_empty()).then(|| title.to_owned());
    title.into_iter().chain(trees.iter().map(|tree| format!("  {}", tree.base))).collect()
}

fn policy(policy: &PolicyInformation) -> Vec<String> {
    let mut lines = match policy.policy_identifier {
        oid::ID_ANY_POLICY => vec!["Policy: X509v3 Any Policy".to_owned()],
        other => vec![format!("Policy: {other}")],
    };
    for qualifier in &policy.policy_qualifiers {
        match qualifier {
            PolicyQualifier::Cps(uri) => lines.push(format!("  CPS: {uri}")),
            PolicyQualifier::UserNotice { notice_ref, explicit_text } => {
                lines.push("  User Notice:".to_owned());
                if let Some(reference) = notice_ref {
                    let numbers: Vec<String> = reference.notice_numbers.iter().map(ToString::to_string).collect();
                    lines.push(format!("    Organization: {}", reference.organization));
                    lines.push(format!("    Numbers: {}", numbers.join(", ")));
                }
                lines.extend(explicit_text.as_ref().map(|text| format!("    Explicit Text: {text}")));
            }
            PolicyQualifier::Other { id, .. } => lines.push(format!("  Unknown Qualifier: {id}")),
        }
    }
    lines
}

fn access_method(method: Oid) -> String {
    match method {
        oid::ID_AD_OCSP => "OCSP".to_owned(),
        oid::ID_AD_CA_ISSUERS => "CA Issuers".to_owned(),
        other => oid::describe(&other),
    }
}

fn key_usage(usage: KeyUsage) -> String {
    const NAMES: [&str; 9] = [
        "Digital Signature",
        "Non Repudiation",
        "Key Encipherment",
        "Data Encipherment",
        "Key Agreement",
        "Certificate Sign",
        "CRL Sign",
        "Encipher Only",
        "Decipher Only",
    ];
    let set = KeyUsage::ALL.iter().zip(NAMES).filter(|((bit, _), _)| usage.contains(*bit));
    set.map(|(_, name)| name).collect::<Vec<_>>().join(", ")
}

fn purpose(id: &Oid) -> String {
    let known = match *id {
        oid::ID_KP_SERVER_AUTH => "TLS Web Server Authentication",
        oid::ID_KP_CLIENT_AUTH => "TLS Web Client Authentication",
        oid::ID_KP_CODE_SIGNING => "Code Signing",
        oid::ID_KP_EMAIL_PROTECTION => "E-mail Protection",
        oid::ID_KP_TIME_STAMPING => "Time Stamping",
        oid::ID_KP_OCSP_SIGNING => "OCSP Signing",
        oid::ANY_EXTENDED_KEY_USAGE => "Any Extended Key Usage",
        _ => return oid::name(id).map_or_else(|| id.to_string(), str::to_owned),
    };
    known.to_owned()
}
