//! The CSR of an authority (RFC 2986): made once with its key, and read back for its description.

use super::api::{self, AccessDescription, AccessMethodType, CsrExtensions};
use super::error::{Error, Refusal};
use super::name;
use crate::keystore::Signer;
use crate::x509::extension::{self, BasicConstraints, ParsedExtension, SubjectInfoAccess};
use crate::x509::{CertificationRequest, CertificationRequestInfo, Extension, Name, SignatureAlgorithm, oid};

/// The signed CSR of an authority: basic constraints first, then what the configuration asks for.
pub(super) fn of_authority(
    subject: &Name,
    asked: &CsrExtensions,
    signer: &dyn Signer,
    algorithm: SignatureAlgorithm,
) -> Result<CertificationRequest, Error> {
    let constraints = BasicConstraints { ca: true, path_len_constraint: None };
    let mut all = vec![constraints.to_extension(true)];
    all.extend(extensions(asked)?);
    sign(subject.clone(), all, signer, algorithm)
}

/// Signs a CSR with the key that it is about.
pub(super) fn sign(
    subject: Name,
    extensions: Vec<Extension>,
    signer: &dyn Signer,
    algorithm: SignatureAlgorithm,
) -> Result<CertificationRequest, Error> {
    let info = CertificationRequestInfo { subject, subject_public_key_info: signer.public_key().clone(), extensions };
    let info = info.to_der();
    let signature = signer.sign(algorithm, &info)?;
    Ok(CertificationRequest::assemble(&info, algorithm, &signature)?)
}

/// The extensions that `CsrExtensions` asks for.
///
/// # Errors
/// [`Error::InvalidArgs`] when an access method or location is not exactly one.
pub(super) fn extensions(asked: &CsrExtensions) -> Result<Vec<Extension>, Error> {
    let mut extensions = Vec::new();
    if let Some(usage) = asked.key_usage.map(to_key_usage).filter(|usage| !usage.is_empty()) {
        extensions.push(usage.to_extension(true));
    }
    // An empty list asks for nothing: RFC 5280 section 4.2.2.2 wants at least one description.
    if let Some(descriptions) = asked.subject_information_access.as_ref().filter(|found| !found.is_empty()) {
        let descriptions = descriptions
            .iter()
            .enumerate()
            .map(|(index, description)| access_description(description, index + 1))
            .collect::<Result<Vec<_>, _>>()?;
        extensions.push(SubjectInfoAccess(descriptions).to_extension(false)?);
    }
    Ok(extensions)
}

fn access_description(description: &AccessDescription, number: usize) -> Result<extension::AccessDescription, Error> {
    let member = format!("certificateAuthorityConfiguration.csrExtensions.subjectInformationAccess.{number}.member");
    let method = &description.access_method;
    let access_method = match (method.access_method_type, &method.custom_object_identifier) {
        (Some(AccessMethodType::CaRepository), None) => oid::ID_AD_CA_REPOSITORY,
        (Some(AccessMethodType::ResourcePkiManifest), None) => oid::ID_AD_RPKI_MANIFEST,
        (Some(AccessMethodType::ResourcePkiNotify), None) => oid::ID_AD_RPKI_NOTIFY,
        (None, Some(identifier)) => name::object_identifier(identifier, &format!("{member}.accessMethod"))?,
        _ => {
            let refusal = Refusal::new("Expected exactly one of AccessMethodType and CustomObjectIdentifier.");
            return Err(Error::InvalidArgs(refusal.at(format!("{member}.accessMethod"))));
        }
    };
    let location = format!("{member}.accessLocation");
    let access_location = name::to_general_name(&description.access_location, &location)?;
    Ok(extension::AccessDescription { access_method, access_location })
}

/// The key usage of RFC 5280 out of the API's nine switches.
pub(super) fn to_key_usage(usage: api::KeyUsage) -> extension::KeyUsage {
    use extension::KeyUsage as Bit;
    let switches = [
        (usage.digital_signature, Bit::DIGITAL_SIGNATURE),
        (usage.non_repudiation, Bit::NON_REPUDIATION),
        (usage.key_encipherment, Bit::KEY_ENCIPHERMENT),
        (usage.data_encipherment, Bit::DATA_ENCIPHERMENT),
        (usage.key_agreement, Bit::KEY_AGREEMENT),
        (usage.key_cert_sign, Bit::KEY_CERT_SIGN),
        (usage.crl_sign, Bit::CRL_SIGN),
        (usage.encipher_only, Bit::ENCIPHER_ONLY),
        (usage.decipher_only, Bit::DECIPHER_ONLY),
    ];
    let on = switches.into_iter().filter(|(on, _)| *on).map(|(_, bit)| bit);
    on.fold(Bit::default(), Bit::union)
}

fn from_key_usage(usage: extension::KeyUsage) -> api::KeyUsage {
    use extension::KeyUsage as Bit;
    api::KeyUsage {
        digital_signature: usage.contains(Bit::DIGITAL_SIGNATURE),
        non_repudiation: usage.contains(Bit::NON_REPUDIATION),
        key_encipherment: usage.contains(Bit::KEY_ENCIPHERMENT),
        data_encipherment: usage.contains(Bit::DATA_ENCIPHERMENT),
        key_agreement: usage.contains(Bit::KEY_AGREEMENT),
        key_cert_sign: usage.contains(Bit::KEY_CERT_SIGN),
        crl_sign: usage.contains(Bit::CRL_SIGN),
        encipher_only: usage.contains(Bit::ENCIPHER_ONLY),
        decipher_only: usage.contains(Bit::DECIPHER_ONLY),
    }
}

/// The `CsrExtensions` that a stored CSR was made with; absent when there were none.
pub(super) fn asked_for(csr: &CertificationRequest) -> Option<CsrExtensions> {
    let mut asked = CsrExtensions::default();
    for extension in csr.extensions() {
        match extension.parse() {
            Ok(ParsedExtension::KeyUsage(usage)) => asked.key_usage = Some(from_key_usage(usage)),
            Ok(ParsedExtension::SubjectInfoAccess(SubjectInfoAccess(descriptions))) => {
                asked.subject_information_access = Some(descriptions.iter().map(described).collect());
            }
            _ => {}
        }
    }
    (asked != CsrExtensions::default()).then_some(asked)
}

fn described(description: &extension::AccessDescription) -> AccessDescription {
    let method = match description.access_method {
        oid::ID_AD_CA_REPOSITORY => Ok(AccessMethodType::CaRepository),
        oid::ID_AD_RPKI_MANIFEST => Ok(AccessMethodType::ResourcePkiManifest),
        oid::ID_AD_RPKI_NOTIFY => Ok(AccessMethodType::ResourcePkiNotify),
        other => Err(other.to_string()),
    };
    AccessDescription {
        access_method: api::AccessMethod {
            access_method_type: method.as_ref().ok().copied(),
            custom_object_identifier: method.err(),
        },
        access_location: name::from_general_name(&description.access_location),
    }
}
