//! Extensions of CRLs and of their entries.

use super::Extension;
use super::alternative_name::{names_from_value, names_to_der};
use crate::x509::decode::Value;
use crate::x509::{GeneralName, Oid, Result, Tag, encode, oid, time};

/// `CRLNumber` as defined in [RFC 5280 Section 5.2.3]: unsigned big-endian, at most 20 octets.
///
/// [RFC 5280 Section 5.2.3]: https://www.rfc-editor.org/rfc/rfc5280#section-5.2.3
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CrlNumber(pub Vec<u8>);

/// `BaseCRLNumber` of a delta CRL indicator as defined in [RFC 5280 Section 5.2.4].
///
/// [RFC 5280 Section 5.2.4]: https://www.rfc-editor.org/rfc/rfc5280#section-5.2.4
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeltaCrlIndicator(pub Vec<u8>);

impl From<u64> for CrlNumber {
    fn from(number: u64) -> Self {
        CrlNumber(number.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect())
    }
}

impl CrlNumber {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_CRL_NUMBER;

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        Extension { oid: Self::OID, critical, value: encode::unsigned(Tag::INTEGER, &self.0) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `CRLNumber`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        number(der, "CRLNumber").map(CrlNumber)
    }
}

impl DeltaCrlIndicator {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_DELTA_CRL_INDICATOR;

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `BaseCRLNumber`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        number(der, "BaseCRLNumber").map(DeltaCrlIndicator)
    }
}

fn number(der: &[u8], structure: &'static str) -> Result<Vec<u8>> {
    let value = Value::only(der, Tag::INTEGER, structure)?;
    let octets = value.unsigned_octets()?;
    match octets.len() <= 20 {
        true => Ok(octets.to_vec()),
        false => Err(value.invalid("a number from 0 of at most 20 octets", format!("{} octets", value.content.len()))),
    }
}

/// `CRLReason` as defined in [RFC 5280 Section 5.3.1].
///
/// [RFC 5280 Section 5.3.1]: https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[repr(u8)]
pub enum CrlReason {
    /// unspecified (0); in a CRL written as no reason at all
    Unspecified = 0,
    /// keyCompromise (1)
    KeyCompromise = 1,
    /// cACompromise (2)
    CaCompromise = 2,
    /// affiliationChanged (3)
    AffiliationChanged = 3,
    /// superseded (4)
    Superseded = 4,
    /// cessationOfOperation (5)
    CessationOfOperation = 5,
    /// certificateHold (6)
    CertificateHold = 6,
    /// removeFromCRL (8)
    RemoveFromCrl = 8,
    /// privilegeWithdrawn (9)
    PrivilegeWithdrawn = 9,
    /// aACompromise (10)
    AaCompromise = 10,
}

impl CrlReason {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_CRL_REASONS;

    /// All reasons with their names in the RFC.
    pub const ALL: [(CrlReason, &'static str); 10] = [
        (CrlReason::Unspecified, "unspecified"),
        (CrlReason::KeyCompromise, "keyCompromise"),
        (CrlReason::CaCompromise, "cACompromise"),
        (CrlReason::AffiliationChanged, "affiliationChanged"),
        (CrlReason::Superseded, "superseded"),
        (CrlReason::CessationOfOperation, "cessationOfOperation"),
        (CrlReason::CertificateHold, "certificateHold"),
        (CrlReason::RemoveFromCrl, "removeFromCRL"),
        (CrlReason::PrivilegeWithdrawn, "privilegeWithdrawn"),
        (CrlReason::AaCompromise, "aACompromise"),
    ];

    /// The number of the reason.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The reason of a number; 7 is not used.
    pub fn from_code(code: u8) -> Option<CrlReason> {
        Self::ALL.into_iter().find(|(reason, _)| reason.code() == code).map(|(reason, _)| reason)
    }

    /// The name of the reason in the RFC.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(reason, _)| *reason == self).map_or("", |(_, name)| name)
    }

    /// As an extension of a CRL entry.
    pub fn to_extension(&self, critical: bool) -> Extension {
        Extension { oid: Self::OID, critical, value: encode::value(Tag::ENUMERATED, &[&[self.code()]]) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `CRLReason`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let value = Value::only(der, Tag::ENUMERATED, "CRLReason")?;
        let code = value.unsigned()?;
        let reason = u8::try_from(code).ok().and_then(CrlReason::from_code);
        reason.ok_or_else(|| value.invalid("a reason from 0 to 10 but 7", code.to_string()))
    }
}

/// `InvalidityDate` as defined in [RFC 5280 Section 5.3.2], in seconds from 1970.
///
/// [RFC 5280 Section 5.3.2]: https://www.rfc-editor.org/rfc/rfc5280#section-5.3.2
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidityDate(pub i64);

impl InvalidityDate {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_INVALIDITY_DATE;

    /// As an extension of a CRL entry.
    ///
    /// # Errors
    /// [`TimeOutOfRange`](crate::x509::Error::TimeOutOfRange)
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: time::to_generalized_der(self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not an `InvalidityDate`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let value = Value::only(der, Tag::GENERALIZED_TIME, "InvalidityDate")?;
        time::generalized_time(&value).map(InvalidityDate)
    }
}

/// `CertificateIssuer` as defined in [RFC 5280 Section 5.3.3]: whose certificates follow in an indirect CRL.
///
/// [RFC 5280 Section 5.3.3]: https://www.rfc-editor.org/rfc/rfc5280#section-5.3.3
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertificateIssuer(pub Vec<GeneralName>);

impl CertificateIssuer {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_CERTIFICATE_ISSUER;

    /// As an extension of a CRL entry.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: names_to_der(Tag::SEQUENCE, &self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `CertificateIssuer`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        names_from_value(&Value::only(der, Tag::SEQUENCE, "CertificateIssuer")?).map(CertificateIssuer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let extension = CrlNumber::from(1_519_676_905_984).to_extension(false);
        assert_eq!(extension.value, b"\x02\x06\x01\x61\xd3\xcd\x5a\x00");
        assert_eq!(CrlNumber::from_value(&extension.value).unwrap(), CrlNumber::from(1_519_676_905_984));
        assert_eq!(CrlNumber::from(0).to_extension(false).value, b"\x02\x01\x00");
        assert!(CrlNumber::from_value(b"\x02\x01\xff").is_err());
        assert!(CrlNumber::from_value(&[&b"\x02\x15\x01"[..], &[0; 20]].concat()).is_err());
        assert!(DeltaCrlIndicator::from_value(b"\x02\x01\x07").is_ok());
    }

    #[test]
    fn reasons() {
        for (reason, name) in CrlReason::ALL {
            assert_eq!(CrlReason::from_value(&reason.to_extension(false).value).unwrap(), reason);
            assert_eq!(reason.name(), name);
        }
        assert_eq!(
            CrlReason::from_value(b"\x0a\x01\x07").unwrap_err().to_string(),
            "CRLReason: expected a reason from 0 to 10 but 7, found 7"
        );
    }

    #[test]
    fn invalidity_date() {
        let extension = InvalidityDate(0).to_extension(false).unwrap();
        assert_eq!(extension.value, b"\x18\x0f19700101000000Z");
        assert_eq!(InvalidityDate::from_value(&extension.value).unwrap(), InvalidityDate(0));
    }
}
