//! Public keys as certificates carry them.

use std::fmt;
use std::hash::{Hash as StdHash, Hasher};

use sha1::{Digest, Sha1};

use super::decode::{Reader, Value, hex};
use super::error::Place;
use super::{AlgorithmIdentifier, Error, MlDsa, Oid, Result, Tag, oid};

/// `SubjectPublicKeyInfo` as defined in [RFC 5280 Section 4.1.2.7], kept as it came.
///
/// [RFC 5280 Section 4.1.2.7]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7
#[derive(Clone, Debug)]
pub struct PublicKey {
    der: Vec<u8>,
    identifier: AlgorithmIdentifier,
    algorithm: PublicKeyAlgorithm,
    /// Length of `subjectPublicKey`, which stands at the end of the DER.
    key_length: usize,
}

/// What kind of key it is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PublicKeyAlgorithm {
    /// RSA (RFC 8017)
    Rsa {
        /// Length of the modulus
        bits: u32,
    },
    /// ECDSA on a curve of NIST (RFC 5480)
    Ec(Curve),
    /// RFC 8410
    Ed25519,
    /// RFC 9881
    MlDsa(MlDsa),
    /// Anything else
    Other(Oid),
}

/// The elliptic curves of RFC 5480 that Canopy signs and verifies with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Curve {
    /// secp256r1, prime256v1
    P256,
    /// secp384r1
    P384,
    /// secp521r1
    P521,
}

impl PublicKey {
    /// A key from the DER of its SubjectPublicKeyInfo. Its form is checked here; its numbers, such as whether a point is
    /// on its curve, when it verifies something.
    ///
    /// # Errors
    /// What is not a SubjectPublicKeyInfo, or says RSA, EC, Ed25519 or ML-DSA and is not in the form of such a key.
    pub fn from_der(der: &[u8]) -> Result<PublicKey> {
        PublicKey::from_value(&Value::only(der, Tag::SEQUENCE, "SubjectPublicKeyInfo")?)
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<PublicKey> {
        let mut fields = value.values("SubjectPublicKeyInfo");
        let algorithm = AlgorithmIdentifier::from_value(&fields.read(Tag::SEQUENCE, "algorithm")?)?;
        let key = fields.read(Tag::BIT_STRING, "subjectPublicKey")?;
        fields.finish("")?;
        Ok(PublicKey {
            der: value.der.to_vec(),
            algorithm: recognise(&algorithm, &key)?,
            key_length: key.whole_octets()?.len(),
            identifier: algorithm,
        })
    }

    /// The DER of the SubjectPublicKeyInfo, as it was read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The kind of the key.
    pub fn algorithm(&self) -> PublicKeyAlgorithm {
        self.algorithm
    }

    /// The object identifier of the algorithm, which tells an RSA key for PSS only from one for all uses.
    pub fn algorithm_oid(&self) -> Oid {
        self.identifier.oid()
    }

    /// `algorithm`, with the parameters that restrict the use of an RSA key for PSS (RFC 4055 section 3.1).
    pub fn algorithm_identifier(&self) -> &AlgorithmIdentifier {
        &self.identifier
    }

    /// The content octets of `subjectPublicKey`, without the octet for unused bits: an RSAPublicKey, a point.
    pub fn key_bits(&self) -> &[u8] {
        &self.der[self.der.len() - self.key_length..]
    }

    /// SHA-1 of [`key_bits`](Self::key_bits): method 1 of [RFC 5280 Section 4.2.1.2].
    ///
    /// [RFC 5280 Section 4.2.1.2]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2
    pub fn key_identifier(&self) -> [u8; 20] {
        Sha1::digest(self.key_bits()).into()
    }
}

fn recognise(identifier: &AlgorithmIdentifier, key: &Value<'_>) -> Result<PublicKeyAlgorithm> {
    let parameters = identifier.parameters();
    match identifier.oid() {
        oid::RSA_ENCRYPTION => {
            // RFC 3279 section 2.3.1: NULL is written. Its absence is met in the world.
            expect_parameters(parameters.is_none_or(|found| found == [5, 0]), "NULL as parameters of RSA", parameters)?;
            Ok(PublicKeyAlgorithm::Rsa { bits: modulus_bits(key.whole_octets()?)? })
        }
        oid::ID_RSASSA_PSS => {
            identifier.pss_parameters()?;
            Ok(PublicKeyAlgorithm::Rsa { bits: modulus_bits(key.whole_octets()?)? })
        }
        oid::ID_EC_PUBLIC_KEY => match parameters.and_then(Curve::from_parameters) {
            Some(curve) => check_point(curve, key).map(|()| PublicKeyAlgorithm::Ec(curve)),
            None => Ok(PublicKeyAlgorithm::Other(oid::ID_EC_PUBLIC_KEY)),
        },
        oid::ID_ED25519 => {
            expect_parameters(parameters.is_none(), "no parameters (RFC 8410)", parameters)?;
            match key.whole_octets()?.len() {
                32 => Ok(PublicKeyAlgorithm::Ed25519),
                found => Err(key.invalid("an Ed25519 key of 32 octets", format!("{found} octets"))),
            }
        }
        other => match MlDsa::from_oid(&other) {
            Some(set) => {
                expect_parameters(parameters.is_none(), "no parameters (RFC 9881)", parameters)?;
                match key.whole_octets()?.len() {
                    length if length == set.public_key_length() => Ok(PublicKeyAlgorithm::MlDsa(set)),
                    found => {
                        let found = format!("{found} octets for {set}, whose keys have {}", set.public_key_length());
                        Err(key.invalid("a key as long as its parameter set", found))
                    }
                }
            }
            None => Ok(PublicKeyAlgorithm::Other(other)),
        },
    }
}

fn expect_parameters(right: bool, expected: &'static str, found: Option<&[u8]>) -> Result<()> {
    let place = Place { structure: "SubjectPublicKeyInfo", field: "parameters" };
    match right {
        true => Ok(()),
        false => Err(Error::Invalid { place, expected, found: hex(found.unwrap_or_default()) }),
    }
}

/// The form of an ECPoint (RFC 5480 section 2.2): uncompressed, or compressed to one coordinate.
fn check_point(curve: Curve, key: &Value<'_>) -> Result<()> {
    let length = curve.field_length();
    match key.whole_octets()? {
        [4, coordinates @ ..] if coordinates.len() == 2 * length => Ok(()),
        [2 | 3, coordinate @ ..] if coordinate.len() == length => Ok(()),
        found => {
            let found =
                format!("{} octets on {curve} that begin with {}", found.len(), hex(&found[..found.len().min(1)]));
            Err(key.invalid("a point: 04 with two coordinates, or 02 or 03 with one", found))
        }
    }
}

/// The length of the modulus of an RSAPublicKey, which has nothing but two numbers.
fn modulus_bits(key: &[u8]) -> Result<u32> {
    let mut fields = Reader::sequence(key, "RSAPublicKey")?;
    let modulus = fields.read(Tag::INTEGER, "modulus")?;
    fields.read(Tag::INTEGER, "publicExponent")?.unsigned_octets()?;
    fields.finish("")?;
    let octets = modulus.unsigned_octets()?;
    let leading = octets.first().map_or(0, |octet| octet.leading_zeros());
    u32::try_from(octets.len() * 8)
        .map(|bits| bits - leading)
        .map_err(|_| modulus.invalid("a modulus", format!("{} octets", octets.len())))
}

impl Curve {
    /// The curve that the parameters of an ecPublicKey name; `None` for another curve and for one in numbers.
    fn from_parameters(der: &[u8]) -> Option<Curve> {
        let named = Value::only(der, Tag::OBJECT_IDENTIFIER, "ECParameters").ok()?.oid().ok()?;
        [Curve::P256, Curve::P384, Curve::P521].into_iter().find(|curve| curve.oid() == named)
    }

    /// Octets of a coordinate.
    fn field_length(self) -> usize {
        match self {
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }

    /// The object identifier of the curve (RFC 5480 section 2.1.1.1).
    pub fn oid(self) -> Oid {
        match self {
            Curve::P256 => oid::SECP256R1,
            Curve::P384 => oid::SECP384R1,
            Curve::P521 => oid::SECP521R1,
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for PublicKey {}

impl StdHash for PublicKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.der.hash(state);
    }
}

/// `EC P-256`, `RSA 2048`, `Ed25519`, `ML-DSA-65`, or the name of the algorithm.
impl fmt::Display for PublicKeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublicKeyAlgorithm::Rsa { bits } => write!(f, "RSA {bits}"),
            PublicKeyAlgorithm::Ec(curve) => write!(f, "EC {curve}"),
            PublicKeyAlgorithm::Ed25519 => f.write_str("Ed25519"),
            PublicKeyAlgorithm::MlDsa(set) => set.fmt(f),
            PublicKeyAlgorithm::Other(other) => f.write_str(&oid::describe(other)),
        }
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Curve::P256 => "P-256",
            Curve::P384 => "P-384",
            Curve::P521 => "P-521",
        })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.algorithm.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::encode;

    /// A SubjectPublicKeyInfo of these parts.
    fn key(algorithm: Oid, parameters: &[u8], octets: &[u8]) -> Result<PublicKey> {
        let algorithm = encode::sequence(&[&encode::oid(&algorithm), parameters]);
        PublicKey::from_der(&encode::sequence(&[&algorithm, &encode::bit_string(octets)]))
    }

    fn ec(octets: &[u8]) -> Result<PublicKey> {
        key(oid::ID_EC_PUBLIC_KEY, &encode::oid(&oid::SECP256R1), octets)
    }

    fn rsa(numbers: &[&[u8]]) -> Result<PublicKey> {
        key(oid::RSA_ENCRYPTION, &[5, 0], &encode::sequence(numbers))
    }

    #[test]
    fn the_identifier_is_the_sha_1_of_the_bits() {
        // RFC 5280 section 4.2.1.2, method 1: the BIT STRING without tag, length and number of unused bits.
        let key = ec(&[&[4][..], &[7; 64]].concat()).unwrap();
        let expected = [
            0x4c, 0x8b, 0x8f, 0x90, 0xe0, 0xe5, 0x0d, 0x00, 0x87, 0x22, 0xd9, 0x03, 0x47, 0x55, 0xe7, 0xe9, 0xd1, 0x61,
            0x01, 0x21,
        ];
        assert_eq!(key.key_identifier(), expected);
    }

    #[test]
    fn points_have_the_length_of_their_curve() {
        assert_eq!(ec(&[&[4][..], &[7; 64]].concat()).unwrap().algorithm(), PublicKeyAlgorithm::Ec(Curve::P256));
        assert!(ec(&[&[2][..], &[7; 32]].concat()).is_ok() && ec(&[&[3][..], &[7; 32]].concat()).is_ok());
        let whole = ec(&[&[4][..], &[7; 64]].concat()).unwrap();
        let wrong =
            [whole.der().to_vec(), [&[4][..], &[7; 65]].concat(), [&[4][..], &[7; 32]].concat(), vec![0], vec![]];
        for octets in wrong {
            assert!(ec(&octets).is_err(), "{octets:02x?}");
        }
        assert_eq!(
            ec(&[6; 65]).unwrap_err().to_string(),
            "SubjectPublicKeyInfo, subjectPublicKey: expected a point: 04 with two coordinates, or 02 or 03 with one, \
             found 65 octets on P-256 that begin with 06"
        );
    }

    #[test]
    fn keys_of_edwards_curves_are_32_octets() {
        assert_eq!(key(oid::ID_ED25519, &[], &[7; 32]).unwrap().algorithm(), PublicKeyAlgorithm::Ed25519);
        assert!(key(oid::ID_ED25519, &[5, 0], &[7; 32]).is_err());
        assert!(key(oid::ID_ED25519, &[], &[7; 33]).is_err());
        let whole = key(oid::ID_ED25519, &[], &[7; 32]).unwrap();
        assert!(key(oid::ID_ED25519, &[], whole.der()).is_err());
    }

    #[test]
    fn keys_of_ml_dsa_are_as_long_as_their_parameter_set() {
        for (set, length) in [(MlDsa::Set44, 1312), (MlDsa::Set65, 1952), (MlDsa::Set87, 2592)] {
            let whole = key(set.oid(), &[], &vec![7; length]).unwrap();
            assert_eq!(whole.algorithm(), PublicKeyAlgorithm::MlDsa(set));
            assert_eq!(whole.to_string(), set.to_string());
            assert!(key(set.oid(), &[5, 0], &vec![7; length]).is_err());
            assert!(key(set.oid(), &[], whole.der()).is_err());
            let found = key(set.oid(), &[], &vec![7; length + 1]).unwrap_err().to_string();
            let end = format!("found {} octets for {set}, whose keys have {length}", length + 1);
            assert!(found.ends_with(&end), "{found}");
        }
    }

    #[test]
    fn nothing_stands_beside_the_parts() {
        let curve = encode::oid(&oid::SECP256R1);
        let two = [curve.clone(), vec![5, 0]].concat();
        assert!(key(oid::ID_EC_PUBLIC_KEY, &two, &[&[4][..], &[7; 64]].concat()).is_err());
        let (modulus, exponent) = (encode::unsigned(Tag::INTEGER, &[0xff; 256]), encode::integer(65_537));
        assert_eq!(rsa(&[&modulus, &exponent]).unwrap().algorithm(), PublicKeyAlgorithm::Rsa { bits: 2048 });
        assert!(rsa(&[&modulus]).is_err());
        assert!(rsa(&[&modulus, &exponent, &exponent]).is_err());
        assert!(rsa(&[&[2, 1, 0x80], &exponent]).is_err());
        let numbers = encode::sequence(&[&modulus, &exponent]);
        assert!(key(oid::RSA_ENCRYPTION, &[4, 0], &numbers).is_err());
        assert!(key(oid::RSA_ENCRYPTION, &[], &numbers).is_ok());
        assert!(key(oid::RSA_ENCRYPTION, &[5, 0], &[numbers, vec![0]].concat()).is_err());
    }

    #[test]
    fn another_curve_is_another_key() {
        let secp256k1 = encode::oid(&Oid::new_unwrap("1.3.132.0.10"));
        let found = key(oid::ID_EC_PUBLIC_KEY, &secp256k1, &[1]).unwrap().algorithm();
        assert_eq!(found, PublicKeyAlgorithm::Other(oid::ID_EC_PUBLIC_KEY));
    }
}
