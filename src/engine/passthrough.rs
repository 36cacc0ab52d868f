//! `ApiPassthrough`, as X.509 has it: the name and the extensions that a request gives itself.

use super::api::{self, ApiPassthrough, CustomExtension, ExtendedKeyUsageType, PolicyQualifierInfo};
use super::csr::to_key_usage;
use super::error::{Error, Refusal, sentence};
use super::name;
use crate::x509::extension::{
    CertificatePolicies, ExtendedKeyUsage, ParsedExtension, PolicyInformation, PolicyQualifier, SubjectAltName,
};
use crate::x509::{Extension, Name, Oid, oid};
use base64ct::{Base64, Encoding as _};

/// What a request gives beside its CSR.
#[derive(Debug, Default)]
pub(super) struct Passthrough {
    /// The whole subject.
    pub(super) subject: Option<Name>,
    /// Each extension once, in the order of the reference.
    pub(super) extensions: Vec<Extension>,
}

impl Passthrough {
    /// Reads what a template that takes it will use.
    ///
    /// # Errors
    /// `InvalidArgsException`, naming the member: a name, purpose, policy or extension that is none, or an extension
    /// that is given twice.
    pub(super) fn read(given: &ApiPassthrough) -> Result<Self, Error> {
        let mut found = Self::default();
        for part in parts(given) {
            found.take(part?)?;
        }
        Ok(found)
    }

    /// Reads as much as can be read of what a template ignores, where nothing is an error, and what is wrong with the
    /// rest.
    pub(super) fn read_ignored(given: &ApiPassthrough) -> (Self, Vec<Error>) {
        let mut found = Self::default();
        let errors = parts(given).into_iter().filter_map(|part| part.and_then(|part| found.take(part)).err()).collect();
        (found, errors)
    }

    /// The extension of this identifier.
    pub(super) fn extension(&self, oid: Oid) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == oid)
    }

    fn take(&mut self, part: Part) -> Result<(), Error> {
        match part {
            Part::Subject(subject) => self.subject = Some(subject),
            Part::Extension(extension, member) => {
                // Two of one kind make no certificate (RFC 5280 section 4.2). The reference names no exception for it.
                if self.extension(extension.oid).is_some() {
                    let message = format!("The extension {} is given twice.", oid::describe(&extension.oid));
                    let refusal = Refusal::new(message).at(member).hint("Give each extension once");
                    return Err(Error::InvalidArgs(refusal));
                }
                self.extensions.push(extension);
            }
        }
        Ok(())
    }
}

/// A part of `ApiPassthrough`, an extension with the member that gives it.
enum Part {
    Subject(Name),
    Extension(Extension, String),
}

/// All that is given. Like elsewhere, a subject without any attribute and a key usage without any bit give nothing.
fn parts(given: &ApiPassthrough) -> Vec<Result<Part, Error>> {
    let mut parts = Vec::new();
    if let Some(subject) = &given.subject {
        match name::to_name(subject, "apiPassthrough.subject") {
            Ok(subject) if subject.is_empty() => {}
            subject => parts.push(subject.map(Part::Subject)),
        }
    }
    let Some(extensions) = &given.extensions else { return parts };
    let api::Extensions {
        certificate_policies,
        extended_key_usage,
        key_usage,
        subject_alternative_names,
        custom_extensions,
    } = extensions;
    let mut add = |member: &str, extension: Result<Extension, Error>| {
        parts.push(extension.map(|extension| Part::Extension(extension, member.to_owned())));
    };
    if let Some(found) = certificate_policies {
        add(POLICIES, policies(found));
    }
    if let Some(found) = extended_key_usage {
        add(PURPOSES, purposes(found));
    }
    // The API has no flag for these four: RFC 5280 wants a key usage critical and the others not.
    if let Some(usage) = key_usage.map(to_key_usage).filter(|usage| !usage.is_empty()) {
        add("apiPassthrough.extensions.keyUsage", Ok(usage.to_extension(true)));
    }
    if let Some(found) = subject_alternative_names {
        add(NAMES, alternative_names(found));
    }
    for (index, found) in custom_extensions.iter().flatten().enumerate() {
        let member = item(CUSTOM, index);
        add(&format!("{member}.objectIdentifier"), custom(found, &member));
    }
    parts
}

const POLICIES: &str = "apiPassthrough.extensions.certificatePolicies";
const PURPOSES: &str = "apiPassthrough.extensions.extendedKeyUsage";
const NAMES: &str = "apiPassthrough.extensions.subjectAlternativeNames";
const CUSTOM: &str = "apiPassthrough.extensions.customExtensions";

fn item(list: &str, index: usize) -> String {
    format!("{list}.{}.member", index + 1)
}

fn invalid(member: &str, error: &crate::x509::Error) -> Error {
    Error::InvalidArgs(Refusal::new(sentence(&error.to_string())).at(member))
}

/// The subject alternative names. Unlike those of a CSR they are not copied but written, so each must name somebody.
pub(super) fn alternative_names(given: &[api::GeneralName]) -> Result<Extension, Error> {
    let mut names = Vec::with_capacity(given.len());
    for (index, general_name) in given.iter().enumerate() {
        let member = item(NAMES, index);
        let name = name::to_general_name(general_name, &member)?;
        name.check_identity().map_err(|error| invalid(&member, &error))?;
        names.push(name);
    }
    SubjectAltName(names).to_extension(false).map_err(|error| invalid(NAMES, &error))
}

fn policies(given: &[api::PolicyInformation]) -> Result<Extension, Error> {
    let mut policies: Vec<PolicyInformation> = Vec::with_capacity(given.len());
    for (index, information) in given.iter().enumerate() {
        let member = item(POLICIES, index);
        let policy_identifier =
            name::object_identifier(&information.cert_policy_id, &format!("{member}.certPolicyId"))?;
        // RFC 5280 section 4.2.1.4.
        if policies.iter().any(|policy| policy.policy_identifier == policy_identifier) {
            let refusal = Refusal::new(format!("The policy {policy_identifier} is given twice."));
            let hint = "Give all its qualifiers with the first";
            return Err(Error::InvalidArgs(refusal.at(format!("{member}.certPolicyId")).hint(hint)));
        }
        let qualifier = |found: &PolicyQualifierInfo| match found.policy_qualifier_id {
            api::PolicyQualifierId::Cps => PolicyQualifier::Cps(found.qualifier.cps_uri.clone()),
        };
        let policy_qualifiers = information.policy_qualifiers.iter().flatten().map(qualifier).collect();
        policies.push(PolicyInformation { policy_identifier, policy_qualifiers });
    }
    CertificatePolicies(policies).to_extension(false).map_err(|error| invalid(POLICIES, &error))
}

fn purposes(given: &[api::ExtendedKeyUsage]) -> Result<Extension, Error> {
    let purpose = |(index, usage): (usize, &api::ExtendedKeyUsage)| {
        let member = item(PURPOSES, index);
        match (usage.extended_key_usage_type, &usage.extended_key_usage_object_identifier) {
            (Some(known), None) => Ok(purpose(known)),
            (None, Some(identifier)) => {
                name::object_identifier(identifier, &format!("{member}.extendedKeyUsageObjectIdentifier"))
            }
            _ => {
                let message =
                    "Expected exactly one of ExtendedKeyUsageType and ExtendedKeyUsageObjectIdentifier.".to_owned();
                Err(Error::InvalidArgs(Refusal::new(message).at(member)))
            }
        }
    };
    let purposes = given.iter().enumerate().map(purpose).collect::<Result<_, _>>()?;
    Ok(ExtendedKeyUsage(purposes).to_extension(false))
}

/// The purpose that the API has a name for.
fn purpose(known: ExtendedKeyUsageType) -> Oid {
    match known {
        ExtendedKeyUsageType::ServerAuth => oid::ID_KP_SERVER_AUTH,
        ExtendedKeyUsageType::ClientAuth => oid::ID_KP_CLIENT_AUTH,
        ExtendedKeyUsageType::CodeSigning => oid::ID_KP_CODE_SIGNING,
        ExtendedKeyUsageType::EmailProtection => oid::ID_KP_EMAIL_PROTECTION,
        ExtendedKeyUsageType::TimeStamping => oid::ID_KP_TIME_STAMPING,
        ExtendedKeyUsageType::OcspSigning => oid::ID_KP_OCSP_SIGNING,
        ExtendedKeyUsageType::SmartCardLogin => oid::ID_KP_SMART_CARD_LOGIN,
        ExtendedKeyUsageType::DocumentSigning => oid::ID_KP_DOCUMENT_SIGNING,
        ExtendedKeyUsageType::CertificateTransparency => oid::ID_KP_CERTIFICATE_TRANSPARENCY,
    }
}

/// An extension by its identifier. Of one that RFC 5280 defines the value must be of its type, or whoever reads the
/// certificate would refuse it; any other is taken as it is, as the service does.
fn custom(given: &CustomExtension, member: &str) -> Result<Extension, Error> {
    let oid = name::object_identifier(&given.object_identifier, &format!("{member}.objectIdentifier"))?;
    let member = format!("{member}.value");
    let value = Base64::decode_vec(&given.value).map_err(|_| {
        let refusal = Refusal::new("Expected the value of the extension in base64, found what is not.");
        Error::InvalidArgs(refusal.at(&member))
    })?;
    let extension = Extension { oid, critical: given.critical.unwrap_or(false), value };
    let checked = match extension.parse() {
        Ok(ParsedExtension::SubjectAltName(names)) => names.check_identities(),
        parsed => parsed.map(drop),
    };
    checked.map_err(|error| invalid(&member, &error))?;
    Ok(extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::GeneralName;
    use serde_json::{Value, json};

    fn read(extensions: Value) -> Result<Passthrough, Error> {
        let given = serde_json::from_value(json!({ "Extensions": extensions })).unwrap();
        Passthrough::read(&given)
    }

    #[track_caller]
    fn refused(extensions: Value, member: &str) -> String {
        let error = read(extensions).unwrap_err();
        assert_eq!(error.code(), "InvalidArgsException", "{error}");
        assert_eq!(error.members(), [format!("apiPassthrough.extensions.{member}")]);
        error.message()
    }

    #[test]
    fn all_eight_kinds_of_names_are_written() {
        let names = json!([
            {"OtherName": {"TypeId": "1.3.6.1.4.1.311.20.2.3", "Value": "grün@example.com"}},
            {"Rfc822Name": "a@example.com"},
            {"DnsName": "*.example.com"},
            {"DirectoryName": {"CommonName": "x"}},
            {"EdiPartyName": {"PartyName": "p", "NameAssigner": "n"}},
            {"UniformResourceIdentifier": "spiffe://example.com/a"},
            {"IpAddress": "2001:db8::1"},
            {"IpAddress": "192.0.2.1"},
            {"RegisteredId": "1.2.3"}
        ]);
        let found = read(json!({ "SubjectAlternativeNames": names })).unwrap();
        let [extension] = &found.extensions[..] else { panic!("{found:?}") };
        assert_eq!((extension.oid, extension.critical), (oid::ID_CE_SUBJECT_ALT_NAME, false));
        let written = SubjectAltName::from_value(&extension.value).unwrap().0;
        assert_eq!(written.len(), 9);
        let upn = GeneralName::other_name_utf8(Oid::new("1.3.6.1.4.1.311.20.2.3").unwrap(), "grün@example.com");
        assert_eq!(written[0], upn);
        assert_eq!(written[4], GeneralName::edi_party_name(Some("n"), "p"));
        assert_eq!((written[6].value().as_str(), written[7].value().as_str()), ("2001:db8::1", "192.0.2.1"));
    }

    #[test]
    fn every_purpose_of_the_reference_has_its_identifier() {
        let of = |known: &str| {
            let found = read(json!({"ExtendedKeyUsage": [{"ExtendedKeyUsageType": known}]})).unwrap();
            ExtendedKeyUsage::from_value(&found.extensions[0].value).unwrap().0[0].to_string()
        };
        for (known, identifier) in [
            ("SERVER_AUTH", "1.3.6.1.5.5.7.3.1"),
            ("CLIENT_AUTH", "1.3.6.1.5.5.7.3.2"),
            ("CODE_SIGNING", "1.3.6.1.5.5.7.3.3"),
            ("EMAIL_PROTECTION", "1.3.6.1.5.5.7.3.4"),
            ("TIME_STAMPING", "1.3.6.1.5.5.7.3.8"),
            ("OCSP_SIGNING", "1.3.6.1.5.5.7.3.9"),
            ("SMART_CARD_LOGIN", "1.3.6.1.4.1.311.20.2.2"),
            ("DOCUMENT_SIGNING", "1.3.6.1.4.1.311.10.3.12"),
            ("CERTIFICATE_TRANSPARENCY", "1.3.6.1.4.1.11129.2.4.4"),
        ] {
            assert_eq!(of(known), identifier);
        }
    }

    #[test]
    fn what_is_none_is_told_at_its_member() {
        let both = json!({"ExtendedKeyUsageType": "SERVER_AUTH", "ExtendedKeyUsageObjectIdentifier": "1.2.3"});
        refused(json!({"ExtendedKeyUsage": [{}]}), "extendedKeyUsage.1.member");
        refused(
            json!({"ExtendedKeyUsage": [{"ExtendedKeyUsageType": "SERVER_AUTH"}, both]}),
            "extendedKeyUsage.2.member",
        );
        refused(json!({"SubjectAlternativeNames": [{"DnsName": ""}]}), "subjectAlternativeNames.1.member");
        refused(json!({"SubjectAlternativeNames": [{"IpAddress": "1.2.3"}]}), "subjectAlternativeNames.1.member");
        let twice = json!([{"CertPolicyId": "1.2.3"}, {"CertPolicyId": "1.2.3"}]);
        refused(json!({ "CertificatePolicies": twice }), "certificatePolicies.2.member.certPolicyId");
        let cps = json!([{"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": "http://ü.example"}}]);
        let policy = json!([{"CertPolicyId": "1.2.3", "PolicyQualifiers": cps}]);
        refused(json!({ "CertificatePolicies": policy }), "certificatePolicies");
        let custom = |oid: &str, value: &str| json!({"CustomExtensions": [{"ObjectIdentifier": oid, "Value": value}]});
        refused(custom("2.5.29.17", "MAA="), "customExtensions.1.member.value");
        refused(custom("1.2.3", "MAB="), "customExtensions.1.member.value");
        assert!(read(custom("1.2.3", "MAA=")).is_ok());
    }

    #[test]
    fn an_extension_is_given_once() {
        let one = json!({"ObjectIdentifier": "1.2.3", "Value": "BQA="});
        let message = refused(json!({"CustomExtensions": [one, one]}), "customExtensions.2.member.objectIdentifier");
        assert!(message.contains("1.2.3"), "{message}");
        let usage = json!({"ObjectIdentifier": "2.5.29.15", "Value": "AwIFoA=="});
        let again = json!({"KeyUsage": {"DigitalSignature": true}, "CustomExtensions": [usage]});
        refused(again, "customExtensions.1.member.objectIdentifier");
        let alone = read(json!({"KeyUsage": {}, "CustomExtensions": [usage]})).unwrap();
        assert_eq!(alone.extensions.len(), 1, "no bit is no key usage");
    }

    #[test]
    fn what_is_ignored_is_read_as_far_as_it_can_be() {
        let given = json!({
            "Subject": {"CommonName": "x", "CustomAttributes": [{"ObjectIdentifier": "2.5.4.3", "Value": "y"}]},
            "Extensions": {"KeyUsage": {"CRLSign": true}}
        });
        let given = serde_json::from_value(given).unwrap();
        assert_eq!(Passthrough::read(&given).unwrap_err().members(), ["apiPassthrough.subject.customAttributes"]);
        let (found, errors) = Passthrough::read_ignored(&given);
        assert_eq!((found.subject, found.extensions.len(), errors.len()), (None, 1, 1));
        let empty = serde_json::from_value(json!({"Subject": {"CommonName": ""}})).unwrap();
        assert_eq!(Passthrough::read(&empty).unwrap().subject, None);
    }
}
