//! The parameters of RSASSA-PSS.

use std::fmt;

use super::Hash;
use crate::x509::decode::{Reader, Value};
use crate::x509::{Error, Oid, Result, Tag, encode, oid};

/// `RSASSA-PSS-params` as defined in [RFC 4055 Section 3.1].
///
/// [RFC 4055 Section 3.1]: https://www.rfc-editor.org/rfc/rfc4055#section-3.1
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::x509) struct PssParameters {
    hash: Oid,
    /// The hash of MGF1.
    mask_hash: Oid,
    pub(super) salt_length: u32,
}

impl PssParameters {
    pub(super) const DEFAULT: PssParameters =
        PssParameters { hash: oid::ID_SHA1, mask_hash: oid::ID_SHA1, salt_length: 20 };

    /// MGF1 with the same hash and a salt as long as the digest.
    pub(super) fn of(hash: Hash) -> PssParameters {
        PssParameters { hash: hash.oid(), mask_hash: hash.oid(), salt_length: hash.length() as u32 }
    }

    pub(super) fn from_der(der: &[u8]) -> Result<PssParameters> {
        let mut fields = Reader::sequence(der, "RSASSA-PSS-params")?;
        let hash = match fields.optional(Tag::context_constructed(0), "hashAlgorithm")? {
            Some(value) => hash_oid(&value.inner(Tag::SEQUENCE)?)?,
            None => Self::DEFAULT.hash,
        };
        let mask_hash = match fields.optional(Tag::context_constructed(1), "maskGenAlgorithm")? {
            Some(value) => mgf1_hash(&value.inner(Tag::SEQUENCE)?)?,
            None => Self::DEFAULT.mask_hash,
        };
        let salt_length = match fields.optional(Tag::context_constructed(2), "saltLength")? {
            Some(value) => value.inner(Tag::INTEGER)?.count()?,
            None => Self::DEFAULT.salt_length,
        };
        if let Some(value) = fields.optional(Tag::context_constructed(3), "trailerField")? {
            let trailer = value.inner(Tag::INTEGER)?;
            if trailer.count()? != 1 {
                return Err(trailer.invalid("1", trailer.count()?.to_string()));
            }
        }
        fields.finish("")?;
        Ok(PssParameters { hash, mask_hash, salt_length })
    }

    pub(super) fn to_der(self) -> Vec<u8> {
        let algorithm = |hash: &Oid| encode::sequence(&[&encode::oid(hash), &encode::value(Tag::NULL, &[])]);
        let mask = encode::sequence(&[&encode::oid(&oid::ID_MGF1), &algorithm(&self.mask_hash)]);
        encode::sequence(&[
            &encode::explicit(0, &algorithm(&self.hash)),
            &encode::explicit(1, &mask),
            &encode::explicit(2, &encode::integer(u64::from(self.salt_length))),
        ])
    }

    /// Whether a key with these parameters may make a signature with `used` ones (RFC 4055 section 3.3): the same
    /// hashes, and a salt that is not shorter.
    pub(super) fn allow(self, used: PssParameters) -> bool {
        (self.hash, self.mask_hash) == (used.hash, used.mask_hash) && used.salt_length >= self.salt_length
    }

    /// The hash, when it is SHA-2 and that of MGF1 is the same.
    pub(super) fn supported_hash(self) -> Result<Hash> {
        Hash::from_oid(&self.hash)
            .filter(|_| self.hash == self.mask_hash)
            .ok_or_else(|| Error::UnsupportedSignatureAlgorithm { found: self.to_string() })
    }
}

fn hash_oid(value: &Value<'_>) -> Result<Oid> {
    let mut fields = value.values("RSASSA-PSS-params");
    let oid = fields.oid("hashAlgorithm")?;
    fields.optional(Tag::NULL, "hashAlgorithm")?;
    fields.finish("hashAlgorithm")?;
    Ok(oid)
}

fn mgf1_hash(value: &Value<'_>) -> Result<Oid> {
    let mut fields = value.values("RSASSA-PSS-params");
    let mask = fields.read(Tag::OBJECT_IDENTIFIER, "maskGenAlgorithm")?;
    if mask.oid()? != oid::ID_MGF1 {
        return Err(mask.invalid("MGF1", oid::describe(&mask.oid()?)));
    }
    let hash = hash_oid(&fields.read(Tag::SEQUENCE, "maskGenAlgorithm")?)?;
    fields.finish("maskGenAlgorithm")?;
    Ok(hash)
}

impl fmt::Display for PssParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |oid: &Oid| match (*oid, Hash::from_oid(oid)) {
            (_, Some(hash)) => hash.to_string(),
            (oid::ID_SHA1, _) => "SHA-1".to_owned(),
            (oid::ID_SHA224, _) => "SHA-224".to_owned(),
            (other, _) => oid::describe(&other),
        };
        write!(f, "RSA-PSS with {}", name(&self.hash))?;
        match self.mask_hash == self.hash {
            true => Ok(()),
            false => write!(f, " and MGF1 with {}", name(&self.mask_hash)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_and_full_form() {
        assert_eq!(PssParameters::from_der(b"\x30\x00").unwrap(), PssParameters::DEFAULT);
        let sha256 = PssParameters::of(Hash::Sha256);
        assert_eq!(PssParameters::from_der(&sha256.to_der()).unwrap(), sha256);
        assert_eq!(sha256.supported_hash(), Ok(Hash::Sha256));
        let mixed = PssParameters { mask_hash: oid::ID_SHA1, ..sha256 };
        assert_eq!(PssParameters::from_der(&mixed.to_der()).unwrap(), mixed);
        assert!(mixed.supported_hash().unwrap_err().to_string().ends_with("RSA-PSS with SHA-256 and MGF1 with SHA-1"));
    }

    #[test]
    fn another_trailer_is_refused() {
        let message = PssParameters::from_der(b"\x30\x05\xa3\x03\x02\x01\x02").unwrap_err().to_string();
        assert_eq!(message, "RSASSA-PSS-params, trailerField: expected 1, found 2");
    }
}
