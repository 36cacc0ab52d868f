//! Which certificate is meant.

use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use crate::x509::decode::Value;
use crate::x509::{AlgorithmIdentifier, Name, Oid, PublicKey, Result, Tag, encode, oid};

/// The digests that certificates are asked about with: SHA-1 by RFC 5019, SHA-256 by RFC 9654. Nothing is proven by
/// either, they only tell issuers apart, so that what is known of SHA-1 does no harm here.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CertIdHash {
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
}

impl CertIdHash {
    /// Both.
    pub const ALL: [CertIdHash; 2] = [CertIdHash::Sha1, CertIdHash::Sha256];

    /// The object identifier of the digest.
    pub fn oid(self) -> Oid {
        match self {
            CertIdHash::Sha1 => oid::ID_SHA1,
            CertIdHash::Sha256 => oid::ID_SHA256,
        }
    }

    /// The digest of these octets.
    pub fn digest(self, octets: &[u8]) -> Vec<u8> {
        match self {
            CertIdHash::Sha1 => Sha1::digest(octets).to_vec(),
            CertIdHash::Sha256 => Sha256::digest(octets).to_vec(),
        }
    }
}

/// `CertID` as defined in [RFC 6960 Section 4.1.1], kept as it came: an answer repeats it octet for octet.
///
/// [RFC 6960 Section 4.1.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.1.1
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct CertId {
    der: Vec<u8>,
    hash_algorithm: Oid,
    issuer_name_hash: Vec<u8>,
    issuer_key_hash: Vec<u8>,
    serial_number: Vec<u8>,
}

impl CertId {
    /// The certificate that the holder of this name and key has issued with a serial number, unsigned big-endian.
    pub fn new(hash: CertIdHash, issuer: &Name, issuer_key: &PublicKey, serial_number: &[u8]) -> CertId {
        let mut id = CertId {
            der: Vec::new(),
            hash_algorithm: hash.oid(),
            issuer_name_hash: hash.digest(issuer.der()),
            issuer_key_hash: hash.digest(issuer_key.key_bits()),
            serial_number: serial_number.iter().copied().skip_while(|octet| *octet == 0).collect(),
        };
        // RFC 5019 section 2.1.1 has no word on parameters; NULL is what clients write for SHA-1 (RFC 3370 section 2.1).
        id.der = id.written(&encode::value(Tag::NULL, &[]));
        id
    }

    /// The DER with these parameters of the digest.
    fn written(&self, parameters: &[u8]) -> Vec<u8> {
        encode::sequence(&[
            &encode::sequence(&[&encode::oid(&self.hash_algorithm), parameters]),
            &encode::octet_string(&self.issuer_name_hash),
            &encode::octet_string(&self.issuer_key_hash),
            &encode::unsigned(Tag::INTEGER, &self.serial_number),
        ])
    }

    /// Whether it is written as clients write it: with NULL or no parameters of the digest, and no zeros before the
    /// number. One certificate can be asked about in two ways so, and in endless other ways.
    pub fn is_usual(&self) -> bool {
        [&encode::value(Tag::NULL, &[])[..], &[]].iter().any(|parameters| self.written(parameters) == self.der)
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<CertId> {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("CertID");
        let algorithm = AlgorithmIdentifier::from_value(&fields.read(Tag::SEQUENCE, "hashAlgorithm")?)?;
        let issuer_name_hash = fields.read(Tag::OCTET_STRING, "issuerNameHash")?.content.to_vec();
        let issuer_key_hash = fields.read(Tag::OCTET_STRING, "issuerKeyHash")?.content.to_vec();
        let serial_number = fields.read(Tag::INTEGER, "serialNumber")?.serial_number()?;
        fields.finish("")?;
        let hash_algorithm = algorithm.oid();
        // Zero is a number too, and `new` writes it without octets.
        let serial_number = if serial_number == [0] { Vec::new() } else { serial_number };
        Ok(CertId { der: value.der.to_vec(), hash_algorithm, issuer_name_hash, issuer_key_hash, serial_number })
    }

    /// The DER, as it was read or built.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The digest, when it is one of those that are answered.
    pub fn hash(&self) -> Option<CertIdHash> {
        CertIdHash::ALL.into_iter().find(|hash| hash.oid() == self.hash_algorithm)
    }

    /// `hashAlgorithm`, without its parameters.
    pub fn hash_algorithm(&self) -> Oid {
        self.hash_algorithm
    }

    /// `issuerNameHash`: the digest of the DER of the issuer's name.
    pub fn issuer_name_hash(&self) -> &[u8] {
        &self.issuer_name_hash
    }

    /// `issuerKeyHash`: the digest of the issuer's [key](PublicKey::key_bits).
    pub fn issuer_key_hash(&self) -> &[u8] {
        &self.issuer_key_hash
    }

    /// `serialNumber`, unsigned big-endian without leading zeros; no octets for 0. A negative one keeps its two's
    /// complement behind a zero, so that it is no other number.
    pub fn serial_number(&self) -> &[u8] {
        &self.serial_number
    }
}
