//! The drafts of what a key and a certificate may be used for: `KeyUsage` and `ExtendedKeyUsage`.

use super::some;
use crate::engine::api::{ExtendedKeyUsage, ExtendedKeyUsageType, KeyUsage};

/// A bit of `KeyUsage`: its words and its place.
pub type UsageBit = (&'static str, fn(&mut KeyUsage) -> &mut bool);

/// The bits of `KeyUsage` in the order of RFC 5280 section 4.2.1.3.
pub const USAGE_BITS: &[UsageBit] = &[
    ("Digital signature", |usage| &mut usage.digital_signature),
    ("Non-repudiation", |usage| &mut usage.non_repudiation),
    ("Key encipherment", |usage| &mut usage.key_encipherment),
    ("Data encipherment", |usage| &mut usage.data_encipherment),
    ("Key agreement", |usage| &mut usage.key_agreement),
    ("Certificate sign", |usage| &mut usage.key_cert_sign),
    ("CRL sign", |usage| &mut usage.crl_sign),
    ("Encipher only", |usage| &mut usage.encipher_only),
    ("Decipher only", |usage| &mut usage.decipher_only),
];

/// The bits that are on, in words.
pub fn usage_words(usage: &KeyUsage) -> Vec<&'static str> {
    let mut usage = *usage;
    USAGE_BITS.iter().filter(|(_, bit)| *bit(&mut usage)).map(|(words, _)| *words).collect()
}

/// A row of `ExtendedKeyUsage`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurposeRow {
    /// A purpose the API has a name for; nothing for one by object identifier.
    pub known: Option<ExtendedKeyUsageType>,
    /// The object identifier of any other purpose.
    pub object_identifier: String,
}

impl PurposeRow {
    /// A purpose that the API has a name for.
    pub fn known(purpose: ExtendedKeyUsageType) -> Self {
        Self { known: Some(purpose), ..Self::default() }
    }

    /// Whether nothing was chosen or typed.
    pub fn is_empty(&self) -> bool {
        self.known.is_none() && self.object_identifier.trim().is_empty()
    }

    /// The purpose as chosen.
    pub fn to_api(&self) -> ExtendedKeyUsage {
        ExtendedKeyUsage {
            extended_key_usage_type: self.known,
            extended_key_usage_object_identifier: match self.known {
                Some(_) => None,
                None => some(&self.object_identifier),
            },
        }
    }
}

/// As people call a purpose.
pub fn purpose_words(purpose: ExtendedKeyUsageType) -> &'static str {
    use ExtendedKeyUsageType::*;
    match purpose {
        ServerAuth => "TLS server",
        ClientAuth => "TLS client",
        CodeSigning => "Code signing",
        EmailProtection => "E-mail",
        TimeStamping => "Time stamping",
        OcspSigning => "OCSP signing",
        SmartCardLogin => "Smart card login",
        DocumentSigning => "Document signing",
        CertificateTransparency => "Certificate transparency",
    }
}

/// The purpose that a new row begins with: the first that no row has.
pub fn next_purpose(rows: &[PurposeRow]) -> PurposeRow {
    let is_free = |purpose: &&ExtendedKeyUsageType| !rows.iter().any(|row| row.known == Some(**purpose));
    let free = ExtendedKeyUsageType::ALL.iter().find(is_free);
    free.map_or_else(PurposeRow::default, |purpose| PurposeRow::known(*purpose))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_has_a_place_of_its_own() {
        for (index, (words, bit)) in USAGE_BITS.iter().enumerate() {
            let mut usage = KeyUsage::default();
            *bit(&mut usage) = true;
            assert_eq!(usage_words(&usage), [*words], "{index}");
        }
    }

    #[test]
    fn a_purpose_is_a_type_or_an_object_identifier() {
        let mut row = PurposeRow::known(ExtendedKeyUsageType::CodeSigning);
        row.object_identifier = "1.2.3".into();
        assert_eq!(row.to_api().extended_key_usage_object_identifier, None);
        row.known = None;
        assert_eq!(row.to_api().extended_key_usage_object_identifier.as_deref(), Some("1.2.3"));
        assert!(PurposeRow::default().is_empty());
    }

    #[test]
    fn a_new_row_repeats_no_purpose() {
        let mut rows = Vec::new();
        for _ in ExtendedKeyUsageType::ALL {
            rows.push(next_purpose(&rows));
        }
        assert!(rows.iter().all(|row| row.known.is_some()));
        assert_eq!(next_purpose(&rows), PurposeRow::default());
    }
}
