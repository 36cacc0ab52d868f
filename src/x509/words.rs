//! X.509 in words that people use: one place for labels and values, wherever they are shown.

use super::extension::{
    AccessDescription, AuthorityKeyIdentifier, CrlReason, DistributionPoint, DistributionPointName, ExtendedKeyUsage,
    GeneralSubtree, KeyUsage, ParsedExtension, PolicyInformation, PolicyQualifier, ReasonFlags,
};
use super::{Attribute, Extension, GeneralName, Oid, oid};

/// An attribute type, such as `Common name`; the dotted identifier where there is no word.
pub fn attribute(attribute: &Oid) -> String {
    let word = match *attribute {
        oid::ID_AT_COMMON_NAME => "Common name",
        oid::ID_AT_ORGANIZATION_NAME => "Organization",
        oid::ID_AT_ORGANIZATIONAL_UNIT_NAME => "Unit",
        oid::ID_AT_COUNTRY_NAME => "Country",
        oid::ID_AT_STATE_OR_PROVINCE_NAME => "State",
        oid::ID_AT_LOCALITY_NAME => "Locality",
        oid::ID_AT_SERIAL_NUMBER => "Serial number",
        oid::ID_AT_DN_QUALIFIER => "Qualifier",
        oid::ID_AT_TITLE => "Title",
        oid::ID_AT_SURNAME => "Surname",
        oid::ID_AT_GIVEN_NAME => "Given name",
        oid::ID_AT_INITIALS => "Initials",
        oid::ID_AT_PSEUDONYM => "Pseudonym",
        oid::ID_AT_GENERATION_QUALIFIER => "Generation",
        oid::ID_EMAIL_ADDRESS => "E-mail",
        oid::ID_DOMAIN_COMPONENT => "Domain component",
        oid::ID_USER_ID => "User ID",
        oid::ID_AT_STREET_ADDRESS => "Street",
        oid::ID_AT_POSTAL_CODE => "Postal code",
        oid::ID_AT_DESCRIPTION => "Description",
        oid::ID_AT_BUSINESS_CATEGORY => "Category",
        oid::ID_AT_NAME => "Name",
        oid::ID_AT_ORGANIZATION_IDENTIFIER => "Organization ID",
        oid::ID_PDA_DATE_OF_BIRTH => "Date of birth",
        oid::ID_PDA_PLACE_OF_BIRTH => "Place of birth",
        oid::ID_PDA_GENDER => "Gender",
        oid::ID_PDA_COUNTRY_OF_CITIZENSHIP => "Citizenship",
        oid::ID_PDA_COUNTRY_OF_RESIDENCE => "Residence",
        _ => return oid::name(attribute).map_or_else(|| attribute.to_string(), str::to_owned),
    };
    word.to_owned()
}

/// An extension, such as `Key usage`; the dotted identifier where there is no word.
pub fn extension(extension: &Oid) -> String {
    let word = match *extension {
        oid::ID_CE_SUBJECT_ALT_NAME => "Names",
        oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES => "Attributes",
        oid::ID_CE_KEY_USAGE => "Key usage",
        oid::ID_CE_EXT_KEY_USAGE => "Extended usage",
        oid::ID_CE_BASIC_CONSTRAINTS => "Basic constraints",
        oid::ID_CE_SUBJECT_KEY_IDENTIFIER => "Subject key",
        oid::ID_CE_AUTHORITY_KEY_IDENTIFIER => "Authority key",
        oid::ID_CE_CRL_DISTRIBUTION_POINTS => "CRL distribution",
        oid::ID_PE_AUTHORITY_INFO_ACCESS => "Authority access",
        oid::ID_PE_SUBJECT_INFO_ACCESS => "Subject access",
        oid::ID_CE_CERTIFICATE_POLICIES => "Policies",
        oid::ID_CE_NAME_CONSTRAINTS => "Name constraints",
        _ => return oid::name(extension).map_or_else(|| extension.to_string(), str::to_owned),
    };
    word.to_owned()
}

/// Whether the values of an extension are digits or addresses rather than words.
pub fn is_mono(extension: &Oid) -> bool {
    !matches!(
        *extension,
        oid::ID_CE_SUBJECT_ALT_NAME
            | oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES
            | oid::ID_CE_KEY_USAGE
            | oid::ID_CE_EXT_KEY_USAGE
            | oid::ID_CE_BASIC_CONSTRAINTS
    )
}

/// The bits of a key usage in words (RFC 5280 section 4.2.1.3).
pub fn key_usage(usage: KeyUsage) -> Vec<&'static str> {
    let bits = [
        (KeyUsage::DIGITAL_SIGNATURE, "digital signature"),
        (KeyUsage::NON_REPUDIATION, "non-repudiation"),
        (KeyUsage::KEY_ENCIPHERMENT, "key encipherment"),
        (KeyUsage::DATA_ENCIPHERMENT, "data encipherment"),
        (KeyUsage::KEY_AGREEMENT, "key agreement"),
        (KeyUsage::KEY_CERT_SIGN, "certificate signing"),
        (KeyUsage::CRL_SIGN, "CRL signing"),
        (KeyUsage::ENCIPHER_ONLY, "encipher only"),
        (KeyUsage::DECIPHER_ONLY, "decipher only"),
    ];
    bits.into_iter().filter(|(bit, _)| usage.contains(*bit)).map(|(_, word)| word).collect()
}

/// A purpose of the extended key usage in words; the dotted identifier where there is no word.
pub fn purpose(purpose: &Oid) -> String {
    let word = match *purpose {
        oid::ID_KP_SERVER_AUTH => "TLS server",
        oid::ID_KP_CLIENT_AUTH => "TLS client",
        oid::ID_KP_CODE_SIGNING => "Code signing",
        oid::ID_KP_EMAIL_PROTECTION => "E-mail",
        oid::ID_KP_TIME_STAMPING => "Time stamping",
        oid::ID_KP_OCSP_SIGNING => "OCSP signing",
        oid::ID_KP_SMART_CARD_LOGIN => "Smart card login",
        oid::ID_KP_DOCUMENT_SIGNING => "Document signing",
        oid::ID_KP_CERTIFICATE_TRANSPARENCY => "Certificate transparency",
        oid::ANY_EXTENDED_KEY_USAGE => "Any purpose",
        _ => return oid::name(purpose).map_or_else(|| purpose.to_string(), str::to_owned),
    };
    word.to_owned()
}

/// The value of an extension in words, one entry a line; hex where it cannot be read.
pub fn values(extension: &Extension) -> Vec<String> {
    let Ok(parsed) = extension.parse() else { return vec![hex(&extension.value)] };
    match parsed {
        ParsedExtension::SubjectAltName(names) => names.0.iter().map(general_name).collect(),
        ParsedExtension::KeyUsage(usage) => vec![capital(&key_usage(usage).join(", "))],
        ParsedExtension::ExtendedKeyUsage(ExtendedKeyUsage(purposes)) => {
            vec![purposes.iter().map(purpose).collect::<Vec<_>>().join(", ")]
        }
        ParsedExtension::BasicConstraints(constraints) => {
            vec![match (constraints.ca, constraints.path_len_constraint) {
                (false, _) => "Not an authority".into(),
                (true, None) => "Authority, any path length".into(),
                (true, Some(0)) => "Authority, signs no authorities".into(),
                (true, Some(length)) => format!("Authority, path length {length}"),
            }]
        }
        ParsedExtension::SubjectKeyIdentifier(identifier) => vec![hex(&identifier.0)],
        ParsedExtension::AuthorityKeyIdentifier(identifier) => authority_key(&identifier),
        ParsedExtension::CrlDistributionPoints(points) => points.0.iter().flat_map(distribution_point).collect(),
        ParsedExtension::AuthorityInfoAccess(access) => access.0.iter().map(access_description).collect(),
        ParsedExtension::SubjectDirectoryAttributes(attributes) => {
            let line = |found: &Attribute| format!("{}: {}", attribute(&found.oid), found.texts().join(", "));
            attributes.0.iter().map(line).collect()
        }
        ParsedExtension::SubjectInfoAccess(access) => access.0.iter().map(access_description).collect(),
        ParsedExtension::CertificatePolicies(policies) => policies.0.iter().flat_map(policy).collect(),
        ParsedExtension::NameConstraints(constraints) => {
            let line = |kind: &str, tree: &GeneralSubtree| format!("{kind} {}", general_name(&tree.base));
            let permitted = constraints.permitted_subtrees.iter().map(|tree| line("Permitted", tree));
            permitted.chain(constraints.excluded_subtrees.iter().map(|tree| line("Excluded", tree))).collect()
        }
        _ => vec![hex(&extension.value)],
    }
}

/// A policy, and below it what is said of it.
fn policy(policy: &PolicyInformation) -> Vec<String> {
    let qualifier = |qualifier: &PolicyQualifier| match qualifier {
        PolicyQualifier::Cps(uri) => format!("CPS  {uri}"),
        PolicyQualifier::UserNotice { explicit_text, .. } => {
            format!("Notice  {}", explicit_text.as_deref().unwrap_or("without a text"))
        }
        PolicyQualifier::Other { id, qualifier } => format!("{}  {}", oid::describe(id), hex(qualifier)),
    };
    std::iter::once(oid::describe(&policy.policy_identifier))
        .chain(policy.policy_qualifiers.iter().map(qualifier))
        .collect()
}

/// The identifier of the issuer's key, and its certificate where that is named.
fn authority_key(identifier: &AuthorityKeyIdentifier) -> Vec<String> {
    let key = identifier.key_identifier.as_deref().map(hex);
    let issuer = identifier.authority_cert_issuer.iter().flatten().map(|name| format!("Issued by {}", name.value()));
    let serial = identifier.authority_cert_serial_number.as_deref().map(|serial| format!("Serial {}", hex(serial)));
    let lines: Vec<String> = key.into_iter().chain(issuer).chain(serial).collect();
    if lines.is_empty() { vec!["None".to_owned()] } else { lines }
}

/// The addresses of a point; the bare names where they are none, and who signs the CRL where another does.
fn distribution_point(point: &DistributionPoint) -> Vec<String> {
    let mut lines = match &point.distribution_point {
        None => Vec::new(),
        Some(DistributionPointName::FullName(names)) => names.iter().map(GeneralName::value).collect(),
        Some(DistributionPointName::NameRelativeToCrlIssuer(content)) => {
            vec![format!("Relative to the CRL issuer: {}", hex(content))]
        }
    };
    lines.extend(point.crl_issuer.iter().map(|name| format!("CRL issuer {}", name.value())));
    lines
}

/// A place with what is found there, such as `OCSP  http://ocsp.example.com`.
fn access_description(access: &AccessDescription) -> String {
    format!("{}  {}", access_method(&access.access_method), access.access_location.value())
}

/// What is found at the place of an access description (RFC 5280 section 4.2.2); the name or the dotted identifier where
/// there is no word.
pub fn access_method(method: &Oid) -> String {
    let word = match *method {
        oid::ID_AD_OCSP => "OCSP",
        oid::ID_AD_CA_ISSUERS => "Issuer certificate",
        oid::ID_AD_CA_REPOSITORY => "CA repository",
        oid::ID_AD_TIME_STAMPING => "Time stamping",
        _ => return oid::describe(method),
    };
    word.to_owned()
}

/// A general name with its kind, such as `DNS  api.example.com`.
pub fn general_name(name: &GeneralName) -> String {
    format!("{}  {}", name.kind(), name.value())
}

/// A day as people write it, such as `23 Nov 2026`, from seconds since 1970.
pub fn date(seconds: i64) -> String {
    super::time::date_words(seconds)
}

/// A moment as people write it, such as `23 Nov 2026, 13:03:00 UTC`, from seconds since 1970.
pub fn moment(seconds: i64) -> String {
    let second = seconds.rem_euclid(86_400);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{}, {hour:02}:{minute:02}:{:02} UTC", date(seconds), second % 60)
}

/// How far off `then` is, in its largest unit: `in 12 days`, `3 hours ago`, `now`.
pub fn distance(then: i64, now: i64) -> String {
    let seconds = then.abs_diff(now);
    let count = match seconds {
        0..60 => return "now".to_owned(),
        60..3_600 => counted(seconds / 60, "minute"),
        3_600..172_800 => counted(seconds / 3_600, "hour"),
        _ => counted(seconds / 86_400, "day"),
    };
    if then < now { format!("{count} ago") } else { format!("in {count}") }
}

/// `1 byte`, `2 bytes`.
pub fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// Why a certificate was revoked (RFC 5280 section 5.3.1).
pub fn reason(reason: CrlReason) -> &'static str {
    match reason {
        CrlReason::Unspecified => "Unspecified",
        CrlReason::KeyCompromise => "Key compromise",
        CrlReason::CaCompromise => "CA compromise",
        CrlReason::AffiliationChanged => "Affiliation changed",
        CrlReason::Superseded => "Superseded",
        CrlReason::CessationOfOperation => "Cessation of operation",
        CrlReason::CertificateHold => "On hold",
        CrlReason::RemoveFromCrl => "Removed from the CRL",
        CrlReason::PrivilegeWithdrawn => "Privilege withdrawn",
        CrlReason::AaCompromise => "Attribute authority compromise",
    }
}

/// The reasons that a CRL covers (RFC 5280 section 4.2.1.13), whose bits 1 to 6 are reasons 1 to 6, 7 is 9 and 8 is 10.
pub fn reasons(flags: ReasonFlags) -> Vec<&'static str> {
    let of_bit = |bit: u8| CrlReason::from_code(if bit > 6 { bit + 2 } else { bit });
    (1..=8).filter(|bit| flags.0 >> bit & 1 == 1).filter_map(of_bit).map(reason).collect()
}

/// An unsigned big-endian number in decimal; above 2¹²⁸ in hexadecimal.
pub fn number(octets: &[u8]) -> String {
    if octets.len() > 16 { format!("0x{}", hex(octets)) } else { decimal(octets) }
}

/// An unsigned big-endian number of any length in decimal.
pub fn decimal(octets: &[u8]) -> String {
    let mut digits = vec![0_u8];
    for octet in octets {
        let mut carry = u32::from(*octet);
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            *digit = (value % 10) as u8;
            carry = value / 10;
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

/// Octets as upper-case hexadecimal digits.
pub fn hex(octets: &[u8]) -> String {
    hexadecimal(octets, b"0123456789ABCDEF")
}

/// Octets as lower-case hexadecimal digits.
pub fn lower_hex(octets: &[u8]) -> String {
    hexadecimal(octets, b"0123456789abcdef")
}

fn hexadecimal(octets: &[u8], digits: &[u8; 16]) -> String {
    let halves = octets.iter().flat_map(|octet| [octet >> 4, octet & 15]);
    let mut text = String::with_capacity(2 * octets.len());
    text.extend(halves.map(|half| char::from(digits[usize::from(half)])));
    text
}

/// `text` with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + characters.as_str()
}

/// `text` with its first letter in lower case, as inside a sentence; one that begins with an abbreviation stays.
pub fn small(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next();
    if characters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.into_iter().flat_map(char::to_lowercase).chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::extension::{AuthorityInfoAccess, CrlDistributionPoints};

    #[test]
    fn abbreviations_stay_as_they_are() {
        for (text, inside) in [("Serial number", "serial number"), ("API address", "API address"), ("Key ID", "key ID")]
        {
            assert_eq!(small(text), inside);
        }
        assert_eq!((small("").as_str(), small("A").as_str()), ("", "a"));
    }

    #[test]
    fn moments_and_distances() {
        assert_eq!(moment(86_400 + 3_723), "2 Jan 1970, 01:02:03 UTC");
        assert_eq!(moment(-1), "31 Dec 1969, 23:59:59 UTC");
        assert_eq!(distance(0, 0), "now");
        assert_eq!(distance(0, 60), "1 minute ago");
        assert_eq!(distance(172_799, 0), "in 47 hours");
        assert_eq!(distance(172_800, 0), "in 2 days");
        assert!(distance(i64::MAX, i64::MIN).starts_with("in 213503982334601 days"));
    }

    #[test]
    fn reasons_of_flags_skip_the_unused_number() {
        assert_eq!(
            reasons(ReasonFlags(0b1_1000_0011)),
            ["Key compromise", "Privilege withdrawn", "Attribute authority compromise"]
        );
    }

    #[test]
    fn numbers() {
        assert_eq!((hex(&[0x0a, 0xff]), lower_hex(&[0x0a, 0xff])), ("0AFF".into(), "0aff".into()));
        assert_eq!(decimal(&[]), "0");
        assert_eq!(decimal(&[&[1][..], &[0; 17]].concat()), "87112285931760246646623899502532662132736");
        assert_eq!(number(&[0x0a, 0xff]), "2815");
        assert_eq!(number(&[]), "0");
        assert_eq!(number(&[0xff; 16]), u128::MAX.to_string());
        assert_eq!(number(&[0xff; 17]), format!("0x{}", "FF".repeat(17)));
    }

    #[test]
    fn each_access_has_its_method() {
        let access = AuthorityInfoAccess(vec![
            AccessDescription {
                access_method: oid::ID_AD_CA_ISSUERS,
                access_location: GeneralName::UniformResourceIdentifier("http://x/ca.cer".into()),
            },
            AccessDescription {
                access_method: Oid::new_unwrap("1.2.3"),
                access_location: GeneralName::DnsName("x".into()),
            },
        ]);
        let extension = access.to_extension(false).unwrap();
        assert_eq!(super::extension(&extension.oid), "Authority access");
        assert_eq!(values(&extension), ["Issuer certificate  http://x/ca.cer", "1.2.3  x"]);
    }

    #[test]
    fn an_authority_key_identifier_says_all_it_has() {
        let of = |value: &[u8]| {
            values(&Extension { oid: oid::ID_CE_AUTHORITY_KEY_IDENTIFIER, critical: false, value: value.to_vec() })
        };
        assert_eq!(of(b"\x30\x04\x80\x02\xab\xcd"), ["ABCD"]);
        assert_eq!(of(b"\x30\x08\xa1\x03\x82\x01a\x82\x01\x05"), ["Issued by a", "Serial 05"]);
        assert_eq!(of(b"\x30\x00"), ["None"]);
    }

    #[test]
    fn policies_and_constrained_names_are_told_one_by_one() {
        let of = |oid, value: &[u8]| values(&Extension { oid, critical: false, value: value.to_vec() });
        let policies = b"\x30\x1c\x30\x04\x06\x02\x2a\x03\x30\x14\x06\x02\x2a\x04\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\
                         \x05\x05\x07\x02\x01\x16\x00";
        assert_eq!(of(oid::ID_CE_CERTIFICATE_POLICIES, policies), ["1.2.3", "1.2.4", "CPS  "]);
        let names = b"\x30\x0e\xa0\x05\x30\x03\x82\x01a\xa1\x05\x30\x03\x82\x01b";
        assert_eq!(of(oid::ID_CE_NAME_CONSTRAINTS, names), ["Permitted DNS  a", "Excluded DNS  b"]);
    }

    #[test]
    fn a_distribution_point_without_an_address_is_not_empty() {
        let point = DistributionPoint { crl_issuer: vec![GeneralName::DnsName("x".into())], ..Default::default() };
        let value = CrlDistributionPoints(vec![point]).to_extension(false).unwrap();
        assert_eq!(values(&value), ["CRL issuer x"]);
    }
}
