//! What path validation needs of a certificate, read once for all paths.

use super::budget::Budget;
use super::check::shown;
use super::name_constraints::{Constraints, Subject};
use crate::x509::extension::{
    BasicConstraints, DistributionPoint, KeyUsage, ParsedExtension, PolicyConstraints, PolicyMapping,
};
use crate::x509::{Certificate, Oid, oid};

/// The extensions of a certificate that path validation acts on.
pub struct Facts {
    /// The subject as it is shown in sentences.
    pub name: String,
    pub self_issued: bool,
    pub basic_constraints: Option<BasicConstraints>,
    pub key_usage: Option<KeyUsage>,
    pub extended_key_usage: Option<Vec<Oid>>,
    /// The names that constraints apply to.
    pub subject: Subject,
    pub constraints: Option<Constraints>,
    /// The identifiers of `certificatePolicies`; `None` when there are none.
    pub policies: Option<Vec<Oid>>,
    pub policy_mappings: Vec<PolicyMapping>,
    pub policy_constraints: PolicyConstraints,
    pub inhibit_any_policy: Option<u32>,
    pub subject_key: Option<Vec<u8>>,
    pub authority_key: Option<Vec<u8>>,
    /// Where CRLs are published that cover it.
    pub crl_points: Vec<DistributionPoint>,
    /// Critical extensions that are not known and extensions that cannot be read, in sentences.
    pub flaws: Vec<String>,
}

impl Facts {
    pub fn of(certificate: &Certificate, budget: &mut Budget) -> Facts {
        Budget::spend(&mut budget.octets, certificate.der().len());
        let mut facts = Facts {
            name: shown(certificate.subject()),
            self_issued: budget.same_name(certificate.issuer(), certificate.subject()),
            basic_constraints: None,
            key_usage: None,
            extended_key_usage: None,
            subject: Subject::default(),
            constraints: None,
            policies: None,
            policy_mappings: Vec::new(),
            policy_constraints: PolicyConstraints::default(),
            inhibit_any_policy: None,
            subject_key: None,
            authority_key: None,
            crl_points: Vec::new(),
            flaws: Vec::new(),
        };
        let mut names = Vec::new();
        for extension in certificate.extensions() {
            match extension.parse() {
                Ok(ParsedExtension::SubjectAltName(found)) => names = found.0,
                Ok(parsed) => {
                    if !facts.take(parsed) && extension.critical {
                        let name = oid::describe(&extension.oid);
                        facts
                            .flaws
                            .push(format!("The critical extension {name} is not one that path validation knows"));
                    }
                }
                Err(problem) => facts.flaws.push(format!("An extension cannot be read: {problem}")),
            }
        }
        facts.subject = Subject::of(certificate.subject(), names);
        facts
    }

    /// Keeps what path validation acts on; whether it does, or has nothing to act on.
    fn take(&mut self, parsed: ParsedExtension) -> bool {
        use ParsedExtension::*;
        match parsed {
            BasicConstraints(found) => self.basic_constraints = Some(found),
            KeyUsage(found) => self.key_usage = Some(found),
            NameConstraints(found) if found.permitted_subtrees.is_empty() && found.excluded_subtrees.is_empty() => {
                self.flaws
                    .push("Its name constraints are empty: expected a permitted or an excluded subtree".to_owned());
            }
            NameConstraints(found) => self.constraints = Some(Constraints::from(found)),
            CertificatePolicies(found) => {
                self.policies = Some(found.0.into_iter().map(|policy| policy.policy_identifier).collect());
            }
            PolicyMappings(found) => self.policy_mappings = found.0,
            PolicyConstraints(found) => self.policy_constraints = found,
            InhibitAnyPolicy(found) => self.inhibit_any_policy = Some(found.0),
            SubjectKeyIdentifier(found) => self.subject_key = Some(found.0),
            AuthorityKeyIdentifier(found) => self.authority_key = found.key_identifier,
            CrlDistributionPoints(found) => self.crl_points = found.0,
            ExtendedKeyUsage(found) => self.extended_key_usage = Some(found.0),
            SubjectAltName(_) | IssuerAltName(_) => {}
            SubjectDirectoryAttributes(_)
            | FreshestCrl(_)
            | AuthorityInfoAccess(_)
            | SubjectInfoAccess(_)
            | CrlNumber(_)
            | DeltaCrlIndicator(_)
            | IssuingDistributionPoint(_)
            | CrlReason(_)
            | InvalidityDate(_)
            | CertificateIssuer(_)
            | Unknown(_) => return false,
        }
        true
    }

    /// Whether basic constraints call it a CA.
    pub fn is_ca(&self) -> bool {
        self.basic_constraints.as_ref().is_some_and(|constraints| constraints.ca)
    }

    /// How many comparisons the policies and mappings cost, which go through ordered sets.
    pub fn policy_cost(&self) -> usize {
        8 * (self.policies.as_ref().map_or(0, Vec::len) + self.policy_mappings.len())
    }
}
