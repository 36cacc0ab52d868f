//! subjectKeyIdentifier and authorityKeyIdentifier

use super::Extension;
use super::alternative_name::names_from_value;
use crate::x509::decode::{Reader, Value};
use crate::x509::{GeneralName, Oid, Result, Tag, encode, oid};

/// `SubjectKeyIdentifier` as defined in [RFC 5280 Section 4.2.1.2].
///
/// [RFC 5280 Section 4.2.1.2]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubjectKeyIdentifier(pub Vec<u8>);

impl SubjectKeyIdentifier {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_SUBJECT_KEY_IDENTIFIER;

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        Extension { oid: Self::OID, critical, value: encode::octet_string(&self.0) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `SubjectKeyIdentifier`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let value = Value::only(der, Tag::OCTET_STRING, "SubjectKeyIdentifier")?;
        Ok(SubjectKeyIdentifier(value.content.to_vec()))
    }
}

/// `AuthorityKeyIdentifier` as defined in [RFC 5280 Section 4.2.1.1].
///
/// [RFC 5280 Section 4.2.1.1]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AuthorityKeyIdentifier {
    /// `keyIdentifier`: the subjectKeyIdentifier of the issuer
    pub key_identifier: Option<Vec<u8>>,
    /// `authorityCertIssuer`; read, never written
    pub authority_cert_issuer: Option<Vec<GeneralName>>,
    /// `authorityCertSerialNumber`, in the form of [`Certificate::serial_number`](crate::x509::Certificate::serial_number);
    /// read, never written
    pub authority_cert_serial_number: Option<Vec<u8>>,
}

impl AuthorityKeyIdentifier {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_AUTHORITY_KEY_IDENTIFIER;

    /// With `keyIdentifier` alone.
    pub fn new(key_identifier: impl Into<Vec<u8>>) -> Self {
        AuthorityKeyIdentifier { key_identifier: Some(key_identifier.into()), ..Self::default() }
    }

    /// As an extension that holds `keyIdentifier`. Issuer and serial number are left out: RFC 5280 asks for the
    /// identifier, and the other two tie a certificate to one certificate of its issuer.
    pub fn to_extension(&self, critical: bool) -> Extension {
        let identifier = self.key_identifier.as_ref();
        let identifier = identifier.map(|octets| encode::value(Tag::context(0), &[octets])).unwrap_or_default();
        Extension { oid: Self::OID, critical, value: encode::sequence(&[&identifier]) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not an `AuthorityKeyIdentifier`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let mut fields = Reader::sequence(der, "AuthorityKeyIdentifier")?;
        let key_identifier = fields.optional(Tag::context(0), "keyIdentifier")?;
        let issuer = fields.optional(Tag::context_constructed(1), "authorityCertIssuer")?;
        let serial = fields.optional(Tag::context(2), "authorityCertSerialNumber")?;
        fields.finish("")?;
        Ok(AuthorityKeyIdentifier {
            key_identifier: key_identifier.map(|value| value.content.to_vec()),
            authority_cert_issuer: issuer.map(|value| names_from_value(&value)).transpose()?,
            authority_cert_serial_number: serial.map(|value| value.serial_number()).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_fields_are_read() {
        let der = b"\x30\x0e\x80\x02\xab\xcd\xa1\x03\x82\x01a\x82\x03\x00\x80\x01";
        let identifier = AuthorityKeyIdentifier::from_value(der).unwrap();
        assert_eq!(identifier.key_identifier.as_deref(), Some(&[0xab, 0xcd][..]));
        assert_eq!(identifier.authority_cert_issuer, Some(vec![GeneralName::DnsName("a".into())]));
        assert_eq!(identifier.authority_cert_serial_number.as_deref(), Some(&[0x80, 1][..]));
        assert_eq!(identifier.to_extension(false).value, b"\x30\x04\x80\x02\xab\xcd");
        assert_eq!(AuthorityKeyIdentifier::from_value(b"\x30\x00").unwrap(), AuthorityKeyIdentifier::default());
        assert_eq!(SubjectKeyIdentifier(vec![1, 2]).to_extension(false).value, b"\x04\x02\x01\x02");
    }
}
