//! Public keys as certificates carry them.

use std::fmt;
use std::hash::{Hash as StdHash, Hasher};

use sha1::{Digest, Sha1};

use super::decode::{Reader, Value};
use super::{Oid, Result, Tag, oid};

/// `SubjectPublicKeyInfo` as defined in [RFC 5280 Section 4.1.2.7], kept as it came.
///
/// [RFC 5280 Section 4.1.2.7]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7
#[derive(Clone, Debug)]
pub struct PublicKey {
    der: Vec<u8>,
    algorithm_oid: Oid,
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
    /// A key from the DER of its SubjectPublicKeyInfo. The numbers in it are checked when it verifies something.
    ///
    /// # Errors
    /// What is not a SubjectPublicKeyInfo, or says RSA and holds no modulus.
    pub fn from_der(der: &[u8]) -> Result<PublicKey> {
        PublicKey::from_value(&Value::only(der, Tag::SEQUENCE, "SubjectPublicKeyInfo")?)
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<PublicKey> {
        let mut fields = value.values("SubjectPublicKeyInfo");
        let mut algorithm = fields.read(Tag::SEQUENCE, "algorithm")?.values("SubjectPublicKeyInfo");
        let key = fields.read(Tag::BIT_STRING, "subjectPublicKey")?.whole_octets()?;
        fields.finish("")?;
        let algorithm_oid = algorithm.oid("algorithm")?;
        Ok(PublicKey {
            der: value.der.to_vec(),
            algorithm_oid,
            algorithm: recognise(algorithm_oid, &mut algorithm, key)?,
            key_length: key.len(),
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
        self.algorithm_oid
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

fn recognise(algorithm: Oid, parameters: &mut Reader<'_>, key: &[u8]) -> Result<PublicKeyAlgorithm> {
    match algorithm {
        oid::RSA_ENCRYPTION | oid::ID_RSASSA_PSS => Ok(PublicKeyAlgorithm::Rsa { bits: modulus_bits(key)? }),
        oid::ID_EC_PUBLIC_KEY => {
            let named = parameters.optional(Tag::OBJECT_IDENTIFIER, "parameters")?;
            let curve = named.map(|value| value.oid()).transpose()?.and_then(Curve::from_oid);
            Ok(curve.map_or(PublicKeyAlgorithm::Other(algorithm), PublicKeyAlgorithm::Ec))
        }
        oid::ID_ED25519 => Ok(PublicKeyAlgorithm::Ed25519),
        other => Ok(PublicKeyAlgorithm::Other(other)),
    }
}

fn modulus_bits(key: &[u8]) -> Result<u32> {
    let modulus = Reader::sequence(key, "RSAPublicKey")?.read(Tag::INTEGER, "modulus")?;
    let octets = modulus.unsigned_octets()?;
    let leading = octets.first().map_or(0, |octet| octet.leading_zeros());
    u32::try_from(octets.len() * 8)
        .map(|bits| bits - leading)
        .map_err(|_| modulus.invalid("a modulus", format!("{} octets", octets.len())))
}

impl Curve {
    fn from_oid(oid: Oid) -> Option<Curve> {
        [Curve::P256, Curve::P384, Curve::P521].into_iter().find(|curve| curve.oid() == oid)
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

/// `EC P-256`, `RSA 2048`, `Ed25519`, or the name of the algorithm.
impl fmt::Display for PublicKeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublicKeyAlgorithm::Rsa { bits } => write!(f, "RSA {bits}"),
            PublicKeyAlgorithm::Ec(curve) => write!(f, "EC {curve}"),
            PublicKeyAlgorithm::Ed25519 => f.write_str("Ed25519"),
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
