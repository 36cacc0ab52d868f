//! What lists show of a certificate, read without the rest of it.

use super::decode::{Reader, Value};
use super::{AttributeValue, GeneralName, Name, Result, Tag, Validity, oid, time};

/// Some fields of a certificate, where they lie in its DER. Cheap: a workspace reads one of each certificate it holds
/// when it is opened. What is not asked for is not looked at, so this says nothing about whether the rest is sound.
#[derive(Clone, Copy, Debug)]
pub struct Outline<'a> {
    /// Content octets of `serialNumber`, an INTEGER
    pub serial_number: &'a [u8],
    /// `validity`
    pub validity: Validity,
    /// `subject`
    subject: Value<'a>,
    /// Content octets of `extensions`
    extensions: &'a [u8],
}

impl<'a> Outline<'a> {
    /// Finds the fields in the DER of a certificate.
    ///
    /// # Errors
    /// What does not have the shape of a certificate, or has something behind it.
    pub fn read(der: &'a [u8]) -> Result<Outline<'a>> {
        let mut signed = Reader::sequence(der, "Certificate")?;
        let mut fields = signed.read(Tag::SEQUENCE, "tbsCertificate")?.values("TBSCertificate");
        signed.read(Tag::SEQUENCE, "signatureAlgorithm")?;
        signed.read(Tag::BIT_STRING, "signatureValue")?;
        signed.finish("")?;
        fields.optional(Tag::context_constructed(0), "version")?;
        let serial_number = fields.read(Tag::INTEGER, "serialNumber")?.content;
        fields.read(Tag::SEQUENCE, "signature")?;
        fields.read(Tag::SEQUENCE, "issuer")?;
        let mut ends = fields.read(Tag::SEQUENCE, "validity")?.values("Validity");
        let not_before = time::from_value(&ends.any("notBefore")?)?;
        let not_after = time::from_value(&ends.any("notAfter")?)?;
        let subject = fields.read(Tag::SEQUENCE, "subject")?;
        fields.read(Tag::SEQUENCE, "subjectPublicKeyInfo")?;
        fields.optional(Tag::context(1), "issuerUniqueID")?;
        fields.optional(Tag::context(2), "subjectUniqueID")?;
        let extensions = match fields.optional(Tag::context_constructed(3), "extensions")? {
            Some(value) => value.inner(Tag::SEQUENCE)?.content,
            None => &[],
        };
        Ok(Outline { serial_number, validity: Validity { not_before, not_after }, subject, extensions })
    }

    /// The whole of `subject`.
    ///
    /// # Errors
    /// What is not a `Name`.
    pub fn subject(&self) -> Result<Name> {
        Name::from_value(&self.subject)
    }

    /// The text of the most specific commonName of `subject`.
    pub fn common_name(&self) -> Option<String> {
        let attributes = values(self.subject.content).flat_map(|rdn| values(rdn.content));
        let common_names = attributes.filter_map(|attribute| {
            let mut fields = attribute.values("AttributeTypeAndValue");
            let named = fields.read(Tag::OBJECT_IDENTIFIER, "type").ok()?.content == oid::ID_AT_COMMON_NAME.as_bytes();
            fields.any("value").ok().filter(|_| named)
        });
        AttributeValue::from_der(common_names.last()?.der).ok()?.text()
    }

    /// The names of `subjectAltName` that can be read.
    pub fn alternative_names(&self) -> impl Iterator<Item = GeneralName> + use<'a> {
        let wanted = |extension: Value<'a>| {
            let mut fields = extension.values("Extension");
            let id = fields.read(Tag::OBJECT_IDENTIFIER, "extnID").ok()?.content;
            fields.optional(Tag::BOOLEAN, "critical").ok()?;
            let value = fields.read(Tag::OCTET_STRING, "extnValue").ok()?.content;
            Some(value).filter(|_| id == oid::ID_CE_SUBJECT_ALT_NAME.as_bytes())
        };
        let value = values(self.extensions).find_map(wanted);
        let names = value.and_then(|value| Value::only(value, Tag::SEQUENCE, "SubjectAltName").ok());
        let names = names.into_iter().flat_map(|names| values(names.content));
        names.filter_map(|name| GeneralName::from_der(name.der).ok())
    }
}

/// The values in `content` up to the first that cannot be read.
fn values(content: &[u8]) -> impl Iterator<Item = Value<'_>> {
    let mut reader = Reader::new(content, "");
    std::iter::from_fn(move || if reader.is_empty() { None } else { reader.any("").ok() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::extension::SubjectAltName;
    use crate::x509::{
        AttributeTypeAndValue, Certificate, Extension, Hash, PublicKey, SignatureAlgorithm, TbsCertificate,
    };

    fn certificate(names: &[u8]) -> Certificate {
        let key = rcgen::KeyPair::generate().unwrap();
        let common_name =
            |text: &str| vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value: AttributeValue::utf8(text) }];
        let tbs = TbsCertificate {
            serial_number: vec![0x80, 1],
            signature: SignatureAlgorithm::Ecdsa(Hash::Sha256),
            issuer: Name::default(),
            validity: Validity { not_before: 1_000, not_after: 2_000 },
            subject: Name::from_rdns(vec![common_name("first"), common_name("last")]).unwrap(),
            subject_public_key_info: PublicKey::from_der(&rcgen::PublicKeyData::subject_public_key_info(&key)).unwrap(),
            extensions: vec![Extension { oid: SubjectAltName::OID, critical: true, value: names.to_vec() }],
        };
        Certificate::assemble(&tbs.to_der().unwrap(), tbs.signature, &[1]).unwrap()
    }

    #[test]
    fn says_the_same_as_the_whole_certificate() {
        let names = SubjectAltName(vec![GeneralName::DnsName("a".into()), GeneralName::Rfc822Name("b@c".into())]);
        let whole = certificate(&names.to_extension(true).unwrap().value);
        let outline = Outline::read(whole.der()).unwrap();
        assert_eq!(outline.serial_number, [0, 0x80, 1]);
        assert_eq!(outline.validity, whole.validity());
        assert_eq!(outline.subject().as_ref(), Ok(whole.subject()));
        assert_eq!(outline.common_name(), whole.subject().common_name());
        assert_eq!(outline.alternative_names().collect::<Vec<_>>(), whole.alternative_names());
    }

    #[test]
    fn names_that_cannot_be_read_are_left_out() {
        let found = |names: &[u8]| Outline::read(certificate(names).der()).unwrap().alternative_names().count();
        assert_eq!(found(b"\x30\x06\x82\x01\xff\x82\x01a"), 1);
        assert_eq!(found(b"\x05\x00"), 0);
        assert_eq!(found(b"\x30\x03\x82\x09a"), 0);
    }

    #[test]
    fn a_part_of_a_certificate_has_none() {
        let der = certificate(b"\x30\x03\x82\x01a").der().to_vec();
        for length in 0..der.len() {
            assert!(Outline::read(&der[..length]).is_err(), "{length}");
        }
        assert!(Outline::read(&[&der[..], &[0]].concat()).is_err());
    }
}
