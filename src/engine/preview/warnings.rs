//! What a certificate may say, and likely should not.

use crate::engine::api::CertificateAuthorityType;
use crate::engine::issuance::Plan;
use crate::engine::template::TemplateKind;
use crate::workspace::Authority;
use crate::x509::extension::{ExtendedKeyUsage, KeyUsage};
use crate::x509::oid;

/// A sentence for each thing that is allowed, and likely not meant. `only_signs`: the key is one of ML-DSA.
pub(super) fn of(plan: &Plan, authority: &Authority, only_signs: bool) -> Vec<String> {
    let mut warnings = match plan.template.kind {
        TemplateKind::EndEntity => of_end_entity(plan, authority),
        TemplateKind::Root | TemplateKind::Subordinate => of_authority(plan),
    };
    warnings.extend(of_usage(plan).filter(|_| only_signs));
    warnings
}

/// What a key that only signs must not be for (RFC 9881 section 5).
fn of_usage(plan: &Plan) -> Option<String> {
    let usage = value(plan, oid::ID_CE_KEY_USAGE, KeyUsage::from_value)?;
    let wrong: Vec<&str> = usage.intersection(KeyUsage::NOT_FOR_SIGNING).names().collect();
    let words = wrong.join(", ");
    (!wrong.is_empty())
        .then(|| format!("It sets {words}, which a key of ML-DSA must not have (RFC 9881): strict software refuses it"))
}

fn of_end_entity(plan: &Plan, authority: &Authority) -> Vec<String> {
    let mut warnings = Vec::new();
    if authority.authority_type == CertificateAuthorityType::Root {
        warnings.push("A root should sign authorities only: create an issuing CA below it".into());
    }
    let purposes = value(plan, oid::ID_CE_EXT_KEY_USAGE, ExtendedKeyUsage::from_value);
    let is_server = purposes.as_ref().is_some_and(|purposes| purposes.0.contains(&oid::ID_KP_SERVER_AUTH));
    if is_server && !plan.tbs.extensions.iter().any(|found| found.oid == oid::ID_CE_SUBJECT_ALT_NAME) {
        let warning = "No host is named: TLS clients look into the subject alternative names and not at the common \
                       name";
        warnings.push(warning.into());
    }
    if purposes.is_none() {
        warnings.push("No extended usage is given: the certificate serves any purpose".into());
    }
    // RFC 5280 section 4.2.1.9: that bit goes with an authority.
    if value(plan, oid::ID_CE_KEY_USAGE, KeyUsage::from_value)
        .is_some_and(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN))
    {
        warnings.push(
            "The key usage lets it sign certificates, which this template does not: readers may refuse it".into(),
        );
    }
    warnings
}

/// An authority with a blank template has the key usage that somebody asked for, or none, which allows everything.
fn of_authority(plan: &Plan) -> Vec<String> {
    let Some(usage) = value(plan, oid::ID_CE_KEY_USAGE, KeyUsage::from_value) else { return Vec::new() };
    [(KeyUsage::KEY_CERT_SIGN, "certificates"), (KeyUsage::CRL_SIGN, "CRLs")]
        .into_iter()
        .filter(|(bit, _)| !usage.contains(*bit))
        .map(|(_, signed)| format!("The key usage does not let it sign {signed}"))
        .collect()
}

/// The extension of this identifier, if it is there and can be read.
fn value<T>(plan: &Plan, oid: crate::x509::Oid, read: fn(&[u8]) -> crate::x509::Result<T>) -> Option<T> {
    let extension = plan.tbs.extensions.iter().find(|found| found.oid == oid)?;
    read(&extension.value).ok()
}
