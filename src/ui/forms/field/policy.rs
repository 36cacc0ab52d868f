//! The draft of certificate policies (RFC 5280 section 4.2.1.4).

use super::{numbered, some};
use crate::engine::api::{PolicyInformation, PolicyQualifierId, PolicyQualifierInfo, Qualifier};

/// A row of `CertificatePolicies`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyRow {
    /// Object identifier of the policy.
    pub object_identifier: String,
    /// Addresses of certification practice statements.
    pub statements: Vec<String>,
}

impl PolicyRow {
    /// Whether nothing was typed into it.
    pub fn is_empty(&self) -> bool {
        self.object_identifier.trim().is_empty() && self.statements.iter().all(|uri| is_blank(uri))
    }

    /// The policy as typed. Empty addresses are left out.
    pub fn to_api(&self) -> PolicyInformation {
        let qualifier = |uri: &String| {
            some(uri).map(|cps_uri| PolicyQualifierInfo {
                policy_qualifier_id: PolicyQualifierId::Cps,
                qualifier: Qualifier { cps_uri },
            })
        };
        let qualifiers: Vec<_> = self.statements.iter().filter_map(qualifier).collect();
        PolicyInformation {
            cert_policy_id: self.object_identifier.trim().to_owned(),
            policy_qualifiers: (!qualifiers.is_empty()).then_some(qualifiers),
        }
    }

    /// Path of an address's member below the policy, as `ValidationException` names it.
    pub fn statement_member(&self, index: usize) -> String {
        format!("policyQualifiers.{}", numbered(&self.statements, index, |uri| is_blank(uri)))
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_addresses_are_left_out_and_do_not_count() {
        let row = PolicyRow {
            object_identifier: " 1.2.3 ".into(),
            statements: vec!["".into(), "https://pki.example.com/cps".into()],
        };
        let policy = row.to_api();
        assert_eq!(policy.cert_policy_id, "1.2.3");
        let qualifiers = policy.policy_qualifiers.unwrap();
        assert_eq!(qualifiers[0].qualifier.cps_uri, "https://pki.example.com/cps");
        assert_eq!(row.statement_member(1), "policyQualifiers.1.member");
        let bare = PolicyRow { object_identifier: "1.2.3".into(), ..PolicyRow::default() };
        assert_eq!(bare.to_api().policy_qualifiers, None);
        assert!(PolicyRow { statements: vec![" ".into()], ..PolicyRow::default() }.is_empty());
    }
}
