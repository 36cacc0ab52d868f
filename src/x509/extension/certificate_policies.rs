//! certificatePolicies

use super::Extension;
use crate::x509::decode::{Reader, Value};
use crate::x509::general_name::check_ia5;
use crate::x509::{AttributeValue, Error, Oid, Result, Tag, encode, oid};

/// `CertificatePolicies` as defined in [RFC 5280 Section 4.2.1.4].
///
/// [RFC 5280 Section 4.2.1.4]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CertificatePolicies(pub Vec<PolicyInformation>);

/// `PolicyInformation` as defined in [RFC 5280 Section 4.2.1.4].
///
/// [RFC 5280 Section 4.2.1.4]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyInformation {
    /// `policyIdentifier`
    pub policy_identifier: Oid,
    /// `policyQualifiers`; written when not empty
    pub policy_qualifiers: Vec<PolicyQualifier>,
}

/// `PolicyQualifierInfo` as defined in [RFC 5280 Section 4.2.1.4].
///
/// [RFC 5280 Section 4.2.1.4]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PolicyQualifier {
    /// `CPSuri`: where the certification practice statement is
    Cps(String),
    /// `UserNotice`
    UserNotice {
        /// `noticeRef`
        notice_ref: Option<NoticeReference>,
        /// `explicitText`, a DisplayText; written as UTF8String
        explicit_text: Option<String>,
    },
    /// A qualifier that RFC 5280 does not define
    Other {
        /// `policyQualifierId`
        id: Oid,
        /// The DER of `qualifier`
        qualifier: Vec<u8>,
    },
}

/// `NoticeReference` as defined in [RFC 5280 Section 4.2.1.4].
///
/// [RFC 5280 Section 4.2.1.4]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoticeReference {
    /// `organization`, a DisplayText; written as UTF8String
    pub organization: String,
    /// `noticeNumbers`
    pub notice_numbers: Vec<u32>,
}

impl CertificatePolicies {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_CERTIFICATE_POLICIES;

    /// As an extension.
    ///
    /// # Errors
    /// [`Error::Character`] where a CPS address is not ASCII; [`Error::Invalid`] where the value of another
    /// qualifier is not one DER value.
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        let policies: Vec<Vec<u8>> = self.0.iter().map(PolicyInformation::to_der).collect::<Result<_>>()?;
        Ok(Extension { oid: Self::OID, critical, value: encode::sequence_of(policies) })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `CertificatePolicies`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let policies = Value::only(der, Tag::SEQUENCE, "CertificatePolicies")?;
        policies.each_at_least_one(PolicyInformation::from_value).map(CertificatePolicies)
    }
}

impl PolicyInformation {
    fn to_der(&self) -> Result<Vec<u8>> {
        let qualifiers: Vec<Vec<u8>> =
            self.policy_qualifiers.iter().map(PolicyQualifier::to_der).collect::<Result<_>>()?;
        let qualifiers = if qualifiers.is_empty() { Vec::new() } else { encode::sequence_of(qualifiers) };
        Ok(encode::sequence(&[&encode::oid(&self.policy_identifier), &qualifiers]))
    }

    fn from_value(value: Value<'_>) -> Result<Self> {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("PolicyInformation");
        let policy_identifier = fields.oid("policyIdentifier")?;
        let qualifiers = fields.optional(Tag::SEQUENCE, "policyQualifiers")?;
        fields.finish("")?;
        let qualifiers = qualifiers.map(|value| value.each_at_least_one(PolicyQualifier::from_value)).transpose()?;
        Ok(PolicyInformation { policy_identifier, policy_qualifiers: qualifiers.unwrap_or_default() })
    }
}

impl PolicyQualifier {
    fn to_der(&self) -> Result<Vec<u8>> {
        let (id, qualifier) = match self {
            PolicyQualifier::Cps(uri) => {
                check_ia5(uri)?;
                (oid::ID_QT_CPS, encode::value(Tag::IA5_STRING, &[uri.as_bytes()]))
            }
            PolicyQualifier::UserNotice { notice_ref, explicit_text } => {
                let reference = notice_ref.as_ref().map(NoticeReference::to_der).unwrap_or_default();
                let text = explicit_text.as_deref().map(display_text).unwrap_or_default();
                (oid::ID_QT_UNOTICE, encode::sequence(&[&reference, &text]))
            }
            PolicyQualifier::Other { id, qualifier } => {
                (*id, Value::only_any(qualifier, "PolicyQualifierInfo")?.der.to_vec())
            }
        };
        Ok(encode::sequence(&[&encode::oid(&id), &qualifier]))
    }

    fn from_value(value: Value<'_>) -> Result<Self> {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("PolicyQualifierInfo");
        let id = fields.oid("policyQualifierId")?;
        let qualifier = fields.any("qualifier")?;
        fields.finish("")?;
        match id {
            oid::ID_QT_CPS => Ok(PolicyQualifier::Cps(qualifier.expect(Tag::IA5_STRING)?.ia5()?)),
            oid::ID_QT_UNOTICE => user_notice(qualifier.expect(Tag::SEQUENCE)?.values("UserNotice")),
            _ => Ok(PolicyQualifier::Other { id, qualifier: qualifier.der.to_vec() }),
        }
    }
}

impl NoticeReference {
    fn to_der(&self) -> Vec<u8> {
        let numbers = self.notice_numbers.iter().map(|number| encode::integer(u64::from(*number)));
        encode::sequence(&[&display_text(&self.organization), &encode::sequence_of(numbers)])
    }

    fn from_value(value: Value<'_>) -> Result<Self> {
        let mut fields = value.values("NoticeReference");
        let organization = text(fields.any("organization")?)?;
        let numbers = fields.read(Tag::SEQUENCE, "noticeNumbers")?;
        fields.finish("")?;
        let notice_numbers = numbers.each(|number| number.expect(Tag::INTEGER)?.count())?;
        Ok(NoticeReference { organization, notice_numbers })
    }
}

fn user_notice(mut fields: Reader<'_>) -> Result<PolicyQualifier> {
    let notice_ref = fields.optional(Tag::SEQUENCE, "noticeRef")?.map(NoticeReference::from_value).transpose()?;
    let explicit_text = match fields.is_empty() {
        true => None,
        false => Some(text(fields.any("explicitText")?)?),
    };
    fields.finish("")?;
    Ok(PolicyQualifier::UserNotice { notice_ref, explicit_text })
}

fn display_text(text: &str) -> Vec<u8> {
    encode::value(Tag::UTF8_STRING, &[text.as_bytes()])
}

/// `DisplayText`: any of the string types.
fn text(value: Value<'_>) -> Result<String> {
    let string = AttributeValue::from_der(value.der)?;
    let error = || -> Error { value.invalid("a DisplayText", string.tag().to_string()) };
    string.text().ok_or_else(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualifiers_come_back() {
        let notice_ref = Some(NoticeReference { organization: "Org".into(), notice_numbers: vec![1, 300] });
        let policies = CertificatePolicies(vec![
            PolicyInformation { policy_identifier: oid::ID_ANY_POLICY, policy_qualifiers: vec![] },
            PolicyInformation {
                policy_identifier: Oid::new_unwrap("1.2.3"),
                policy_qualifiers: vec![
                    PolicyQualifier::Cps("http://x/cps".into()),
                    PolicyQualifier::UserNotice { notice_ref, explicit_text: Some("Grün".into()) },
                    PolicyQualifier::UserNotice { notice_ref: None, explicit_text: None },
                    PolicyQualifier::Other { id: Oid::new_unwrap("1.2.9"), qualifier: vec![5, 0] },
                ],
            },
        ]);
        let value = policies.to_extension(false).unwrap().value;
        assert_eq!(CertificatePolicies::from_value(&value).unwrap(), policies);
    }

    #[test]
    fn broken_ones_are_refused() {
        let cps = PolicyQualifier::Cps("http://ü/".into());
        assert!(cps.to_der().is_err());
        let other = PolicyQualifier::Other { id: oid::ID_ANY_POLICY, qualifier: vec![5] };
        assert!(other.to_der().is_err());
        assert!(CertificatePolicies::from_value(b"\x30\x00").is_err());
        assert!(CertificatePolicies::from_value(b"\x30\x02\x30\x00").is_err());
    }
}
