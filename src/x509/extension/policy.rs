//! policyMappings, policyConstraints and inhibitAnyPolicy

use super::Extension;
use crate::x509::decode::{Reader, Value};
use crate::x509::{Oid, Result, Tag, encode, oid};

/// One pair of `PolicyMappings`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PolicyMapping {
    /// `issuerDomainPolicy`
    pub issuer_domain_policy: Oid,
    /// `subjectDomainPolicy`
    pub subject_domain_policy: Oid,
}

/// `PolicyMappings` as defined in [RFC 5280 Section 4.2.1.5].
///
/// [RFC 5280 Section 4.2.1.5]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.5
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PolicyMappings(pub Vec<PolicyMapping>);

impl PolicyMappings {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_POLICY_MAPPINGS;

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        let pair = |pair: &PolicyMapping| {
            encode::sequence(&[&encode::oid(&pair.issuer_domain_policy), &encode::oid(&pair.subject_domain_policy)])
        };
        Extension { oid: Self::OID, critical, value: encode::sequence_of(self.0.iter().map(pair)) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `PolicyMappings`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let pairs = Value::only(der, Tag::SEQUENCE, "PolicyMappings")?.each_at_least_one(|value| {
            let mut fields = value.expect(Tag::SEQUENCE)?.values("PolicyMappings");
            let issuer_domain_policy = fields.oid("issuerDomainPolicy")?;
            let subject_domain_policy = fields.oid("subjectDomainPolicy")?;
            fields.finish("")?;
            Ok(PolicyMapping { issuer_domain_policy, subject_domain_policy })
        })?;
        Ok(PolicyMappings(pairs))
    }
}

/// `PolicyConstraints` as defined in [RFC 5280 Section 4.2.1.11].
///
/// [RFC 5280 Section 4.2.1.11]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.11
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PolicyConstraints {
    /// `requireExplicitPolicy`: after how many certificates a policy is required
    pub require_explicit_policy: Option<u32>,
    /// `inhibitPolicyMapping`: after how many certificates mappings end
    pub inhibit_policy_mapping: Option<u32>,
}

impl PolicyConstraints {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_POLICY_CONSTRAINTS;

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        let field = |number: u8, skip: Option<u32>| {
            skip.map(|skip| encode::unsigned(Tag::context(number), &skip.to_be_bytes())).unwrap_or_default()
        };
        let fields = [field(0, self.require_explicit_policy), field(1, self.inhibit_policy_mapping)];
        Extension { oid: Self::OID, critical, value: encode::sequence_of(fields) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `PolicyConstraints`, or an empty one.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let value = Value::only(der, Tag::SEQUENCE, "PolicyConstraints")?;
        let mut fields: Reader<'_> = value.values("PolicyConstraints");
        let explicit = fields.optional(Tag::context(0), "requireExplicitPolicy")?;
        let mapping = fields.optional(Tag::context(1), "inhibitPolicyMapping")?;
        fields.finish("")?;
        if explicit.is_none() && mapping.is_none() {
            return Err(value.invalid("at least one of its two fields", "none"));
        }
        Ok(PolicyConstraints {
            require_explicit_policy: explicit.map(|skip| skip.count()).transpose()?,
            inhibit_policy_mapping: mapping.map(|skip| skip.count()).transpose()?,
        })
    }
}

/// `InhibitAnyPolicy` as defined in [RFC 5280 Section 4.2.1.14]: after how many certificates anyPolicy ends.
///
/// [RFC 5280 Section 4.2.1.14]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.14
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InhibitAnyPolicy(pub u32);

impl InhibitAnyPolicy {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_INHIBIT_ANY_POLICY;

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        Extension { oid: Self::OID, critical, value: encode::integer(u64::from(self.0)) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not an `InhibitAnyPolicy`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        Value::only(der, Tag::INTEGER, "InhibitAnyPolicy")?.count().map(InhibitAnyPolicy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn come_back() {
        let constraints = PolicyConstraints { require_explicit_policy: Some(0), inhibit_policy_mapping: Some(300) };
        let value = constraints.to_extension(true).value;
        assert_eq!(value, b"\x30\x07\x80\x01\x00\x81\x02\x01\x2c");
        assert_eq!(PolicyConstraints::from_value(&value).unwrap(), constraints);
        assert!(PolicyConstraints::from_value(b"\x30\x00").is_err());

        let mappings = PolicyMappings(vec![PolicyMapping {
            issuer_domain_policy: Oid::new_unwrap("1.2.3"),
            subject_domain_policy: Oid::new_unwrap("1.2.4"),
        }]);
        assert_eq!(PolicyMappings::from_value(&mappings.to_extension(true).value).unwrap(), mappings);
        assert_eq!(InhibitAnyPolicy::from_value(&InhibitAnyPolicy(128).to_extension(true).value).unwrap().0, 128);
        assert!(InhibitAnyPolicy::from_value(b"\x02\x05\x01\x00\x00\x00\x00").is_err());
    }
}
