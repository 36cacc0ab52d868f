//! What certificates, requests and CRLs have in common: something, an algorithm, and a signature over it.

use super::decode::{Reader, Value};
use super::{AlgorithmIdentifier, Error, PublicKey, Result, SignatureAlgorithm, Tag, encode, signature};
use std::ops::Range;
use std::sync::Arc;

/// `SIGNED{…}` of RFC 5280 appendix A.1, with the bytes as they came: a signature is over bytes, not over meaning.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    der: Arc<[u8]>,
    /// Where the signed part stands in `der`, with its identifier and length octets.
    tbs: Range<usize>,
    algorithm: AlgorithmIdentifier,
    /// Where the octets of the signature stand in `der`.
    signature: Range<usize>,
}

impl Signed {
    /// Takes a structure of at most `limit` octets apart.
    pub(super) fn read(der: &[u8], structure: &'static str, limit: usize) -> Result<Signed> {
        if der.len() > limit {
            return Err(Error::TooLong { structure, limit, found: der.len() });
        }
        let mut fields = Reader::sequence(der, structure)?;
        let header = der.len() - fields.rest().len();
        let tbs = fields.read(Tag::SEQUENCE, "the signed part")?.der.len();
        let algorithm = fields.read(Tag::SEQUENCE, "signatureAlgorithm")?;
        let signature = fields.read(Tag::BIT_STRING, "signature")?.whole_octets()?.len();
        fields.finish("")?;
        Ok(Signed {
            der: der.into(),
            tbs: header..header + tbs,
            algorithm: AlgorithmIdentifier::from_value(&algorithm)?,
            signature: der.len() - signature..der.len(),
        })
    }

    /// The DER of a signed part with its signature.
    pub(super) fn assemble(tbs: &[u8], algorithm: SignatureAlgorithm, signature: &[u8]) -> Vec<u8> {
        encode::sequence(&[tbs, algorithm.identifier().der(), &encode::bit_string(signature)])
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn tbs(&self) -> &[u8] {
        &self.der[self.tbs.clone()]
    }

    /// The fields of the signed part.
    pub(super) fn fields(&self, structure: &'static str) -> Result<Reader<'_>> {
        Ok(Value::only(self.tbs(), Tag::SEQUENCE, structure)?.values(structure))
    }

    /// The algorithm beside the signature.
    pub(super) fn algorithm(&self) -> &AlgorithmIdentifier {
        &self.algorithm
    }

    pub(super) fn signature(&self) -> &[u8] {
        &self.der[self.signature.clone()]
    }

    /// Whether `key` made the signature. `inside` is the algorithm that the signed part names, where it names one: it
    /// must be the one beside the signature, or the signature could be moved to a weaker one.
    pub(super) fn verify(&self, key: &PublicKey, inside: Option<&AlgorithmIdentifier>) -> Result<()> {
        if let Some(inside) = inside.filter(|inside| **inside != self.algorithm) {
            return Err(Error::SignatureAlgorithmsDiffer {
                signed: inside.to_string(),
                outer: self.algorithm.to_string(),
            });
        }
        signature::verify(key, &self.algorithm, self.tbs(), self.signature())
    }
}

impl PartialEq for Signed {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Signed {}

impl std::hash::Hash for Signed {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.der.hash(state);
    }
}
