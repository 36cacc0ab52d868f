//! Rules for keys, signatures, times and damage, which all kinds share.

use super::Findings;
use crate::x509::asn1::Element;
use crate::x509::inspect::item::Document;
use crate::x509::inspect::key;
use crate::x509::{AlgorithmIdentifier, Error, PublicKey, PublicKeyAlgorithm, oid, signature};

/// What a strict reader says, but for what has a rule of its own.
pub fn damage<T>(document: &Document<T>, rule: &str, found: &mut Findings) {
    let has_own_rule = |problem: &&Error| matches!(problem, Error::DuplicateExtension(_) | Error::Version { .. });
    let problem = document.strict().err().filter(|problem| !has_own_rule(problem));
    if let (Some(problem), Ok(element)) = (problem, Element::read(document.der())) {
        found.error(rule, &element, format!("Strict software cannot read it: {problem}"));
    }
}

pub fn public_key(element: &Element<'_>, found: &mut Findings) {
    let key = match PublicKey::from_der(element.der()) {
        Ok(key) => key,
        Err(problem) => return found.error("4.1.2.7", element, format!("The public key cannot be read: {problem}")),
    };
    if let Err(problem) = signature::check_key(&key) {
        found.error("4.1.2.7", element, format!("The public key is none: {problem}"));
    }
    match key.algorithm() {
        PublicKeyAlgorithm::Rsa { bits } => rsa(element, bits, found),
        PublicKeyAlgorithm::Ec(_) | PublicKeyAlgorithm::Ed25519 | PublicKeyAlgorithm::MlDsa(_) => {}
        PublicKeyAlgorithm::Other(_) => found.note(
            "4.1.2.7",
            element,
            format!(
                "Canopy does not verify with this key: expected RSA, P-256, P-384, P-521, Ed25519 or ML-DSA, found {}",
                key::name(&key, element)
            ),
        ),
    }
}

fn rsa(element: &Element<'_>, bits: u32, found: &mut Findings) {
    if bits < 2048 {
        found.warning(
            "NIST SP 800-131A section 3",
            element,
            format!("The RSA key is weak: expected at least 2048 bits, found {bits}"),
        );
    }
    let exponent = element.child(1).and_then(|bits| bits.wrapped_bits()).and_then(|key| key.child(1));
    if let Some(exponent) =
        exponent.filter(|exponent| exponent.unsigned().is_some_and(|number| number < 3 || number % 2 == 0))
    {
        found.error("RFC 8017 section 3.1", &exponent, "The RSA exponent is not an odd number from 3");
    }
}

/// The algorithm beside the signature, and the one `inside` the signed part. `rule` says that they are the same.
/// `own_signature`: the signer is the subject.
pub fn signature(
    inside: Option<&Element<'_>>,
    algorithm: &Element<'_>,
    rule: &str,
    own_signature: bool,
    found: &mut Findings,
) {
    if let Some(inside) = inside.filter(|inside| inside.der() != algorithm.der()) {
        found.error(
            rule,
            algorithm,
            format!(
                "The two signature algorithms differ: {} in the signed part, {} beside the signature",
                key::signature_algorithm(inside),
                key::signature_algorithm(algorithm)
            ),
        );
    }
    let Ok(identifier) = AlgorithmIdentifier::from_der(algorithm.der()) else { return };
    match algorithm.child(0).and_then(|id| id.oid()) {
        Some(oid::MD5_WITH_RSA_ENCRYPTION) => {
            found.error("RFC 6151 section 2", algorithm, "Signed with MD5, which can be forged")
        }
        Some(oid::SHA1_WITH_RSA_ENCRYPTION | oid::ECDSA_WITH_SHA1) => {
            let words = "Signed with SHA-1, which is broken";
            // Who trusts a root does not do so for its own signature.
            match own_signature {
                true => found.note("RFC 6194 section 3", algorithm, words),
                false => found.warning("RFC 6194 section 3", algorithm, words),
            }
        }
        _ if identifier.signature_algorithm().is_err() => {
            found.note("4.1.1.2", algorithm, format!("Canopy does not verify this signature algorithm: {identifier}"));
        }
        _ => {}
    }
}

/// UTCTime to 2049, GeneralizedTime from 2050, both with seconds and in UTC.
pub fn time(label: &str, time: &Element<'_>, rule: &str, found: &mut Findings) {
    let Some(epoch) = time.time() else {
        return found.error(
            rule,
            time,
            format!(
                "{label} is no time: found \"{}\"",
                super::super::display::safe(&String::from_utf8_lossy(time.content()))
            ),
        );
    };
    const YEAR_2050: i64 = 2_524_608_000;
    let (utc, expected) = if time.is(23) { (true, 13) } else { (false, 15) };
    if time.content().len() != expected || !time.content().ends_with(b"Z") {
        let form = if utc { "YYMMDDHHMMSSZ" } else { "YYYYMMDDHHMMSSZ" };
        found.error(
            rule,
            time,
            format!("{label}: expected the form {form}, found {}", String::from_utf8_lossy(time.content())),
        );
    }
    if !utc && epoch < YEAR_2050 {
        found.error(rule, time, format!("{label}: expected a UTCTime for a date before 2050, found a GeneralizedTime"));
    }
}
