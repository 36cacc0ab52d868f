//! Keys of each kind: what they sign, and in which forms they come.

use super::*;
use crate::x509::{Hash, PublicKeyAlgorithm, signature};
use ::ml_dsa::{KeyInit as _, MlDsaParams, SigningKey};

const HASHES: [Hash; 3] = [Hash::Sha256, Hash::Sha384, Hash::Sha512];

fn algorithms(kind: KeyKind) -> Vec<SignatureAlgorithm> {
    match kind {
        KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => {
            let pkcs1 = HASHES.into_iter().map(SignatureAlgorithm::RsaPkcs1);
            pkcs1.chain(HASHES.into_iter().map(SignatureAlgorithm::RsaPss)).collect()
        }
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => HASHES.into_iter().map(SignatureAlgorithm::Ecdsa).collect(),
        KeyKind::MlDsa44 => vec![SignatureAlgorithm::MlDsa(MlDsa::Set44)],
        KeyKind::MlDsa65 => vec![SignatureAlgorithm::MlDsa(MlDsa::Set65)],
        KeyKind::MlDsa87 => vec![SignatureAlgorithm::MlDsa(MlDsa::Set87)],
    }
}

/// What a key of that kind must not sign with.
fn others(kind: KeyKind) -> Vec<SignatureAlgorithm> {
    let kinds = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::MlDsa44, KeyKind::MlDsa65, KeyKind::MlDsa87];
    let own = algorithms(kind);
    kinds.into_iter().flat_map(algorithms).filter(|algorithm| !own.contains(algorithm)).collect()
}

/// The key does what its kind says, also after it was written and read.
fn check(kind: KeyKind, expected: PublicKeyAlgorithm) {
    let made = SoftwareKey::generate(kind).unwrap();
    assert_eq!(made.public_key().algorithm(), expected);
    let key = SoftwareKey::from_pkcs8(&made.to_pkcs8()).unwrap();
    assert_eq!(key.public_key(), made.public_key());
    for algorithm in algorithms(kind) {
        let signed = key.sign(algorithm, b"a message").unwrap();
        let verify = |message: &[u8], signed: &[u8]| {
            signature::verify(made.public_key(), &algorithm.identifier(), message, signed)
        };
        verify(b"a message", &signed).unwrap_or_else(|error| panic!("{algorithm}: {error}"));
        assert!(verify(b"another", &signed).is_err(), "{algorithm}");
        let mut changed = signed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(verify(b"a message", &changed).is_err(), "{algorithm}");
        assert!(verify(b"a message", &key.sign(algorithm, b"").unwrap()).is_err(), "{algorithm}");
    }
    for algorithm in others(kind) {
        let error = key.sign(algorithm, b"a message").unwrap_err();
        let text = format!("a key of type {} cannot sign with {algorithm}", key.public_key());
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn rsa_2048_signs_with_each_of_its_algorithms() {
    check(KeyKind::Rsa2048, PublicKeyAlgorithm::Rsa { bits: 2048 });
}

#[test]
fn rsa_3072_signs_with_each_of_its_algorithms() {
    check(KeyKind::Rsa3072, PublicKeyAlgorithm::Rsa { bits: 3072 });
}

#[test]
fn rsa_4096_signs_with_each_of_its_algorithms() {
    check(KeyKind::Rsa4096, PublicKeyAlgorithm::Rsa { bits: 4096 });
}

#[test]
fn p256_signs_with_each_of_its_algorithms() {
    check(KeyKind::P256, PublicKeyAlgorithm::Ec(Curve::P256));
}

#[test]
fn p384_signs_with_each_of_its_algorithms() {
    check(KeyKind::P384, PublicKeyAlgorithm::Ec(Curve::P384));
}

#[test]
fn p521_signs_with_each_of_its_algorithms() {
    check(KeyKind::P521, PublicKeyAlgorithm::Ec(Curve::P521));
}

#[test]
fn ml_dsa_signs_with_its_own_parameter_set_alone() {
    check(KeyKind::MlDsa44, PublicKeyAlgorithm::MlDsa(MlDsa::Set44));
    check(KeyKind::MlDsa65, PublicKeyAlgorithm::MlDsa(MlDsa::Set65));
    check(KeyKind::MlDsa87, PublicKeyAlgorithm::MlDsa(MlDsa::Set87));
}

/// A DER value of up to 65,535 octets.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let length: &[u8] = match content.len() {
        ..0x80 => &length[1..],
        0x80..0x100 => &[0x81, length[1]],
        _ => &[0x82, length[0], length[1]],
    };
    [&[tag], length, &content].concat()
}

const SEQUENCE: u8 = 0x30;
const OCTET_STRING: u8 = 4;

/// `OneAsymmetricKey` with a private key of RFC 9881 section 6.
fn one_asymmetric_key(set: MlDsa, private_key: &[u8]) -> Vec<u8> {
    let algorithm = der(SEQUENCE, &[&set.oid().to_der()]);
    der(SEQUENCE, &[&[2, 1, 0], &algorithm, &der(OCTET_STRING, &[private_key])])
}

/// The three forms of the key of one seed are one key. The seed is that of RFC 9881 appendix C, and `called` the SHA-1 of
/// the public key that stands there.
fn each_form<P: MlDsaParams>(set: MlDsa, called: &str) {
    let seed: [u8; 32] = std::array::from_fn(|index| index as u8);
    let other = SigningKey::<P>::new(&seed.into());
    #[allow(deprecated, reason = "the form that it warns of is what must be read here")]
    let expanded = other.expanded_key().to_expanded();
    let both = der(SEQUENCE, &[&der(OCTET_STRING, &[&seed]), &der(OCTET_STRING, &[&expanded])]);
    let seed_alone = [&[0x80, 32][..], &seed].concat();
    for private_key in [&seed_alone, &der(OCTET_STRING, &[&expanded]), &both] {
        let pkcs8 = one_asymmetric_key(set, private_key);
        let key = SoftwareKey::from_pkcs8(&pkcs8).unwrap();
        let identifier: String = key.public_key().key_identifier().iter().map(|octet| format!("{octet:02x}")).collect();
        assert_eq!(identifier, called, "{set}");
        assert_eq!(key.public_key().key_bits(), &other.as_ref().encode()[..], "{set}");
        assert_eq!(key.to_pkcs8().as_slice(), pkcs8, "{set}");
        let algorithm = SignatureAlgorithm::MlDsa(set);
        let signed = key.sign(algorithm, b"a message").unwrap();
        assert_eq!(signature::verify(key.public_key(), &algorithm.identifier(), b"a message", &signed), Ok(()));
    }
    // A seed of another key than the expanded one.
    let differing = der(SEQUENCE, &[&der(OCTET_STRING, &[&[7; 32]]), &der(OCTET_STRING, &[&expanded])]);
    let another_set = MlDsa::ALL.into_iter().find(|other| *other != set).unwrap();
    for wrong in [
        one_asymmetric_key(set, &differing),
        one_asymmetric_key(set, &[&[0x80, 31][..], &seed[1..]].concat()),
        one_asymmetric_key(set, &der(OCTET_STRING, &[&seed])),
        one_asymmetric_key(another_set, &der(OCTET_STRING, &[&expanded])),
    ] {
        let error = SoftwareKey::from_pkcs8(&wrong).unwrap_err();
        assert!(matches!(&error, Error::NotAKey(_)), "{set}: {error}");
    }
}

#[test]
fn ml_dsa_is_read_as_seed_expanded_and_both() {
    each_form::<::ml_dsa::MlDsa44>(MlDsa::Set44, "77dde8530eaafeb9cb470eebf336861a1d6b61ee");
    each_form::<::ml_dsa::MlDsa65>(MlDsa::Set65, "ef48cd51a3e32b02fd676589f261b512ae3abcb8");
    each_form::<::ml_dsa::MlDsa87>(MlDsa::Set87, "b3676f57f387aa7672d463bac997e9048ff3521b");
}

/// As OpenSSL 3.5 and RFC 9881 appendix C write it.
#[test]
fn ml_dsa_is_written_as_its_seed() {
    for (kind, set) in
        [(KeyKind::MlDsa44, MlDsa::Set44), (KeyKind::MlDsa65, MlDsa::Set65), (KeyKind::MlDsa87, MlDsa::Set87)]
    {
        let pkcs8 = SoftwareKey::generate(kind).unwrap().to_pkcs8();
        let seed = &pkcs8[pkcs8.len() - 32..];
        assert_eq!(pkcs8.as_slice(), one_asymmetric_key(set, &[&[0x80, 32], seed].concat()));
    }
}

#[test]
fn debug_shows_the_public_key_alone() {
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    assert_eq!(format!("{key:?}"), format!("SoftwareKey({})", key.public_key()));
}

#[test]
fn what_is_no_key_is_refused() {
    let pkcs8 = SoftwareKey::generate(KeyKind::P256).unwrap().to_pkcs8();
    let ed25519 = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap().serialize_der();
    let halves = (0..pkcs8.len()).map(|length| pkcs8[..length].to_vec());
    for hostile in halves.chain([ed25519, vec![0x30; 100], vec![0xff; 100]]) {
        let error = SoftwareKey::from_pkcs8(&hostile).unwrap_err();
        assert!(matches!(&error, Error::NotAKey(_)), "{error}");
    }
}
