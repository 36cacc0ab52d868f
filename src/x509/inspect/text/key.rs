//! Public keys as text.

use super::{Text, algorithm, identifier};
use crate::x509::asn1::Element;
use crate::x509::{Curve, PublicKey, PublicKeyAlgorithm};

/// A SubjectPublicKeyInfo.
pub fn public_key(text: &mut Text, depth: usize, element: &Element<'_>) {
    let name = element.child(0).map(|found| algorithm(&found)).unwrap_or_default();
    text.line(depth, format!("Public Key Algorithm: {name}"));
    let Some(bits) = element.child(1) else { return };
    match PublicKey::from_der(element.der()).map(|key| key.algorithm()) {
        Ok(PublicKeyAlgorithm::Rsa { bits: length }) => rsa(text, depth + 1, length, &bits),
        Ok(PublicKeyAlgorithm::Ec(curve)) => ec(text, depth + 1, curve, &bits),
        Ok(PublicKeyAlgorithm::MlDsa(set)) => {
            text.line(depth + 1, format!("{set} Public-Key:"));
            text.line(depth + 1, "pub:");
            text.octets(depth + 2, bits.bits(), 15);
        }
        _ => {
            text.line(depth + 1, "pub:");
            text.octets(depth + 2, bits.bits(), 15);
            let parameters = element.child(0).and_then(|found| found.child(1)).filter(|parameters| parameters.is(6));
            if let Some(parameters) = parameters {
                text.line(depth + 1, format!("ASN1 OID: {}", identifier(&parameters)));
            }
        }
    }
}

fn rsa(text: &mut Text, depth: usize, length: u32, bits: &Element<'_>) {
    text.line(depth, format!("Public-Key: ({length} bit)"));
    let Some(numbers) = bits.wrapped_bits() else { return };
    if let Some(modulus) = numbers.child(0) {
        text.line(depth, "Modulus:");
        text.octets(depth + 1, modulus.content(), 15);
    }
    if let Some(exponent) = numbers.child(1).and_then(|exponent| exponent.unsigned()) {
        text.line(depth, format!("Exponent: {exponent} (0x{exponent:x})"));
    }
}

fn ec(text: &mut Text, depth: usize, curve: Curve, bits: &Element<'_>) {
    let (length, asn1_name) = match curve {
        Curve::P256 => (256, "prime256v1"),
        Curve::P384 => (384, "secp384r1"),
        Curve::P521 => (521, "secp521r1"),
    };
    text.line(depth, format!("Public-Key: ({length} bit)"));
    text.line(depth, "pub:");
    text.octets(depth + 1, bits.bits(), 15);
    text.line(depth, format!("ASN1 OID: {asn1_name}"));
    text.line(depth, format!("NIST CURVE: {curve}"));
}
