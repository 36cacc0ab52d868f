//! keyUsage

use std::ops::BitOr;

use super::Extension;
use crate::x509::decode::Value;
use crate::x509::{Oid, Result, Tag, encode, oid};

/// `KeyUsage` as defined in [RFC 5280 Section 4.2.1.3]: a set of nine bits.
///
/// [RFC 5280 Section 4.2.1.3]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_KEY_USAGE;

    /// digitalSignature (0)
    pub const DIGITAL_SIGNATURE: KeyUsage = KeyUsage(1);
    /// nonRepudiation (1), renamed contentCommitment
    pub const NON_REPUDIATION: KeyUsage = KeyUsage(1 << 1);
    /// keyEncipherment (2)
    pub const KEY_ENCIPHERMENT: KeyUsage = KeyUsage(1 << 2);
    /// dataEncipherment (3)
    pub const DATA_ENCIPHERMENT: KeyUsage = KeyUsage(1 << 3);
    /// keyAgreement (4)
    pub const KEY_AGREEMENT: KeyUsage = KeyUsage(1 << 4);
    /// keyCertSign (5)
    pub const KEY_CERT_SIGN: KeyUsage = KeyUsage(1 << 5);
    /// cRLSign (6)
    pub const CRL_SIGN: KeyUsage = KeyUsage(1 << 6);
    /// encipherOnly (7)
    pub const ENCIPHER_ONLY: KeyUsage = KeyUsage(1 << 7);
    /// decipherOnly (8)
    pub const DECIPHER_ONLY: KeyUsage = KeyUsage(1 << 8);

    /// The bits that a key which can only sign must not have (RFC 9881 section 5).
    pub const NOT_FOR_SIGNING: KeyUsage = Self::KEY_ENCIPHERMENT
        .union(Self::DATA_ENCIPHERMENT)
        .union(Self::KEY_AGREEMENT)
        .union(Self::ENCIPHER_ONLY)
        .union(Self::DECIPHER_ONLY);

    /// All bits with their names, in the order of the RFC.
    pub const ALL: [(KeyUsage, &'static str); 9] = [
        (Self::DIGITAL_SIGNATURE, "digitalSignature"),
        (Self::NON_REPUDIATION, "nonRepudiation"),
        (Self::KEY_ENCIPHERMENT, "keyEncipherment"),
        (Self::DATA_ENCIPHERMENT, "dataEncipherment"),
        (Self::KEY_AGREEMENT, "keyAgreement"),
        (Self::KEY_CERT_SIGN, "keyCertSign"),
        (Self::CRL_SIGN, "cRLSign"),
        (Self::ENCIPHER_ONLY, "encipherOnly"),
        (Self::DECIPHER_ONLY, "decipherOnly"),
    ];

    /// The bits of both; like `|`, and usable in constants.
    pub const fn union(self, usage: KeyUsage) -> KeyUsage {
        KeyUsage(self.0 | usage.0)
    }

    /// The bits that both have.
    pub const fn intersection(self, usage: KeyUsage) -> KeyUsage {
        KeyUsage(self.0 & usage.0)
    }

    /// Whether all bits of `usage` are set.
    pub fn contains(self, usage: KeyUsage) -> bool {
        self.0 & usage.0 == usage.0
    }

    /// Whether no bit is set, which RFC 5280 forbids in a certificate.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the bits that are set, in the order of the RFC.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().filter(move |(usage, _)| self.contains(*usage)).map(|(_, name)| name)
    }

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        Extension { oid: Self::OID, critical, value: encode::named_bits(Tag::BIT_STRING, self.0) }
    }

    /// From the value of the extension. Trailing zero bits are accepted: AWS Private CA writes all nine.
    ///
    /// # Errors
    /// What is not a `KeyUsage`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        Ok(KeyUsage(Value::only(der, Tag::BIT_STRING, "KeyUsage")?.named_bits()? & 0x1ff))
    }
}

impl BitOr for KeyUsage {
    type Output = KeyUsage;

    fn bitor(self, other: KeyUsage) -> KeyUsage {
        KeyUsage(self.0 | other.0)
    }
}

impl FromIterator<KeyUsage> for KeyUsage {
    fn from_iter<I: IntoIterator<Item = KeyUsage>>(usages: I) -> Self {
        usages.into_iter().fold(KeyUsage::default(), BitOr::bitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minimal_bits() {
        let ca = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN;
        assert_eq!(ca.to_extension(true).value, b"\x03\x02\x01\x86");
        assert_eq!(KeyUsage::DECIPHER_ONLY.to_extension(true).value, b"\x03\x03\x07\x00\x80");
        assert_eq!(KeyUsage::default().to_extension(true).value, b"\x03\x01\x00");
        assert_eq!(KeyUsage::from_value(b"\x03\x03\x07\x86\x00").unwrap(), ca);
        assert_eq!(ca.names().collect::<Vec<_>>(), ["digitalSignature", "keyCertSign", "cRLSign"]);
    }

    #[test]
    fn each_set_comes_back() {
        for bits in 0..0x200 {
            let usage = KeyUsage(bits);
            assert_eq!(KeyUsage::from_value(&usage.to_extension(true).value).unwrap(), usage);
        }
        assert_eq!(KeyUsage::from_value(b"\x03\x02\x07\x84").unwrap(), KeyUsage::DIGITAL_SIGNATURE);
        assert_eq!(KeyUsage::from_value(b"\x03\x03\x07\x04\xff").unwrap().names().count(), 2);
        assert!(KeyUsage::from_value(b"\x03\x01\x05").is_err());
        assert!(KeyUsage::from_value(b"\x03\x02\x08\x00").is_err());
        assert!(KeyUsage::from_value(b"\x03\x00").is_err());
    }
}
