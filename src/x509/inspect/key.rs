//! Public keys and signatures as rows.

use sha2::{Digest, Sha256};

use super::item::Document;
use super::section::{Row, Section};
use crate::x509::asn1::Element;
use crate::x509::{AlgorithmIdentifier, PublicKey, PublicKeyAlgorithm, oid};

pub fn public_key_sections(document: &Document<PublicKey>) -> Vec<Section> {
    let Ok(element) = Element::read(document.der()) else { return Vec::new() };
    let digest = Row::hex("SHA-256", &Sha256::digest(document.der()));
    let sections = [Section::of("Public key", rows(&element), None), Section::of("Fingerprints", vec![digest], None)];
    sections.into_iter().flatten().collect()
}

/// The rows of a SubjectPublicKeyInfo.
pub fn rows(element: &Element<'_>) -> Vec<Row> {
    match PublicKey::from_der(element.der()) {
        Ok(key) => {
            let mut rows = vec![Row::new("Public key", name(&key, element)).at(element)];
            rows.extend(numbers(&key, element));
            rows
        }
        Err(problem) => vec![Row::hex("Public key", element.der()).note(problem.to_string()).at(element)],
    }
}

/// `EC P-256`; the curve in numbers where it is none that Canopy works with.
pub fn name(key: &PublicKey, element: &Element<'_>) -> String {
    let curve = || element.child(0)?.child(1).filter(|parameters| parameters.is(6));
    match (key.algorithm(), curve()) {
        (PublicKeyAlgorithm::Other(oid::ID_EC_PUBLIC_KEY), Some(curve)) => {
            format!("EC on the curve {}", curve.dotted())
        }
        (PublicKeyAlgorithm::Rsa { .. }, _) if key.algorithm_oid() == oid::ID_RSASSA_PSS => {
            format!("{key}, for PSS only")
        }
        _ => key.to_string(),
    }
}

fn numbers(key: &PublicKey, element: &Element<'_>) -> Vec<Row> {
    let Some(bits) = element.child(1) else { return Vec::new() };
    let rsa = bits.wrapped_bits().filter(|_| matches!(key.algorithm(), PublicKeyAlgorithm::Rsa { .. }));
    match rsa.and_then(|rsa| Some((rsa.child(0)?, rsa.child(1)?))) {
        Some((modulus, exponent)) => {
            vec![Row::hex("Modulus", unsigned(&modulus)).at(&modulus), exponent_row(&exponent).at(&exponent)]
        }
        None => {
            let point = matches!(key.algorithm(), PublicKeyAlgorithm::Ec(_));
            vec![Row::hex(if point { "Point" } else { "Key" }, key.key_bits()).at(&bits)]
        }
    }
}

fn exponent_row(exponent: &Element<'_>) -> Row {
    match exponent.unsigned() {
        Some(number) => Row::mono("Exponent", number.to_string()),
        None => Row::hex("Exponent", exponent.content()),
    }
}

/// The octets of an INTEGER without the zero that only keeps it positive.
pub fn unsigned<'a>(element: &Element<'a>) -> &'a [u8] {
    match element.content() {
        [0, rest @ ..] if !rest.is_empty() => rest,
        content => content,
    }
}

/// An AlgorithmIdentifier of a signature in words, such as `ECDSA with SHA-384`.
pub fn signature_algorithm(algorithm: &Element<'_>) -> String {
    match AlgorithmIdentifier::from_der(algorithm.der()) {
        Ok(known) => known.to_string(),
        Err(_) => algorithm.child(0).map_or_else(|| "Unreadable".to_owned(), |id| id.dotted()),
    }
}

/// The algorithm and the octets of a signature. `inside` is the algorithm that the signed part names.
pub fn signature_rows(inside: Option<&Element<'_>>, algorithm: &Element<'_>, value: &Element<'_>) -> Vec<Row> {
    let mut row = Row::new("Signature", signature_algorithm(algorithm)).at(algorithm);
    if let Some(inside) = inside.filter(|inside| inside.der() != algorithm.der()) {
        row = row.note(format!("the signed part says {}", signature_algorithm(inside)));
    }
    vec![row, Row::hex("Signature value", value.bits()).at(value)]
}

#[cfg(test)]
mod tests {
    use crate::x509::inspect::{findings, read};
    use crate::x509::{MlDsa, encode};

    #[test]
    fn a_key_of_ml_dsa_is_shown_without_a_finding() {
        for set in MlDsa::ALL {
            let algorithm = encode::sequence(&[&encode::oid(&set.oid())]);
            let bits = vec![7; set.public_key_length()];
            let item = read(&encode::sequence(&[&algorithm, &encode::bit_string(&bits)])).unwrap().remove(0);
            assert_eq!(item.title(), set.to_string());
            assert_eq!(findings(&item, 0), []);
            let sections = item.sections(0);
            let rows: Vec<(&str, &str)> =
                sections[0].rows.iter().map(|row| (row.label.as_str(), row.value.as_str())).collect();
            assert_eq!(rows[0], ("Public key", set.to_string().as_str()));
            assert!(rows[1].0 == "Key" && rows[1].1.starts_with("07"), "{rows:?}");
            let text = item.text();
            let expected = format!(
                "Public Key Algorithm: {set}\n    {set} Public-Key:\n    pub:\n        07:07:07:07:07:07:07:07:07:07:\
                 07:07:07:07:07:\n"
            );
            assert!(text.contains(&expected), "{text}");
        }
    }
}
