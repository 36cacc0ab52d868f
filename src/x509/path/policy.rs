//! Certificate policies: RFC 5280 section 6.1 as RFC 9618 changed it, for a user who accepts any policy.
//!
//! Of the `valid_policy_graph` only the nodes of the last depth are kept. Nodes above can be pruned but never come
//! back, so whether the graph is NULL shows at its last depth, and what a certificate may have is decided by the depth
//! before. The work is what the certificates have in policies and mappings, not their product.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::{Failure, Rule};
use crate::x509::Oid;
use crate::x509::oid::ID_ANY_POLICY;

/// The nodes of one depth: each `valid_policy` with its `expected_policy_set`, which is the policy itself (`None`) until
/// it is mapped.
type Nodes = BTreeMap<Oid, Option<BTreeSet<Oid>>>;

/// The state of RFC 5280 section 6.1.2 (a), (d), (e) and (f).
pub struct Policies {
    /// `valid_policy_graph`, its last depth; `None` is NULL.
    graph: Option<Nodes>,
    /// `explicit_policy`
    explicit_policy: usize,
    /// Who asked for a policy, as it is shown.
    required_by: String,
    /// `policy_mapping`
    policy_mapping: usize,
    /// `inhibit_anyPolicy`
    inhibit_any_policy: usize,
    /// Where and why the graph became NULL.
    lost: String,
    failed: bool,
}

impl Policies {
    /// For a path of `length` certificates without its root.
    pub fn new(length: usize) -> Policies {
        Policies {
            graph: Some(BTreeMap::from([(ID_ANY_POLICY, None)])),
            explicit_policy: length + 1,
            required_by: String::new(),
            policy_mapping: length + 1,
            inhibit_any_policy: length + 1,
            lost: String::new(),
            failed: false,
        }
    }

    /// Section 6.1.3 (d) to (f), for a certificate that is called `name`.
    pub fn certificate(&mut self, facts: &Facts, name: &str, is_target: bool) -> Option<Failure> {
        self.descend(facts, name, is_target);
        self.verdict(Rule::Policy)
    }

    /// Section 6.1.4 (a), (b) and (h) to (j), for one that others stand below.
    pub fn authority(&mut self, facts: &Facts, name: &str) -> Option<Failure> {
        let maps_any = facts
            .policy_mappings
            .iter()
            .any(|pair| [pair.issuer_domain_policy, pair.subject_domain_policy].contains(&ID_ANY_POLICY));
        self.map(facts, name);
        if !facts.self_issued {
            for count in [&mut self.explicit_policy, &mut self.policy_mapping, &mut self.inhibit_any_policy] {
                *count = count.saturating_sub(1);
            }
        }
        self.constrain(facts, name);
        maps_any.then(|| Failure::new(Rule::PolicyMapping, "It maps anyPolicy to or from another policy"))
    }

    /// Section 6.1.4 (i) and (j): what a CA, a trusted root among them, demands of those below.
    pub fn constrain(&mut self, facts: &Facts, name: &str) {
        let lower = |count: &mut usize, skip: Option<u32>| {
            let skip = skip.and_then(|skip| usize::try_from(skip).ok()).filter(|skip| skip < count);
            skip.map(|skip| *count = skip).is_some()
        };
        if lower(&mut self.explicit_policy, facts.policy_constraints.require_explicit_policy) {
            name.clone_into(&mut self.required_by);
        }
        lower(&mut self.policy_mapping, facts.policy_constraints.inhibit_policy_mapping);
        lower(&mut self.inhibit_any_policy, facts.inhibit_any_policy);
    }

    /// Section 6.1.5 (a), (b) and (g), for the target.
    pub fn wrap_up(&mut self, facts: &Facts, name: &str) -> Option<Failure> {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if facts.policy_constraints.require_explicit_policy == Some(0) {
            self.explicit_policy = 0;
            if self.required_by.is_empty() {
                name.clone_into(&mut self.required_by);
            }
        }
        self.verdict(Rule::PolicyOfTarget)
    }

    /// That a policy is required and none is valid, once.
    fn verdict(&mut self, rule: Rule) -> Option<Failure> {
        if self.failed || self.explicit_policy > 0 || self.graph.is_some() {
            return None;
        }
        self.failed = true;
        Some(Failure::new(rule, format!("{} requires a certificate policy: {}", self.required_by, self.lost)))
    }

    /// Section 6.1.3 (d) and (e): the nodes of the next depth.
    fn descend(&mut self, facts: &Facts, name: &str, is_target: bool) {
        let Some(above) = self.graph.take() else { return };
        let expected = expected(&above);
        let Some(policies) = &facts.policies else {
            self.lost = format!("expected {} in {name}, found none", list(&expected));
            return;
        };
        let any_above = above.contains_key(&ID_ANY_POLICY);
        let mut nodes = Nodes::new();
        for policy in policies.iter().filter(|policy| **policy != ID_ANY_POLICY) {
            if any_above || expected.contains(policy) {
                nodes.insert(*policy, None);
            }
        }
        let any_counts = self.inhibit_any_policy > 0 || (!is_target && facts.self_issued);
        if policies.contains(&ID_ANY_POLICY) && any_counts {
            for policy in &expected {
                nodes.entry(*policy).or_insert(None);
            }
        }
        let inhibited = if any_counts { "" } else { ", and anyPolicy no longer counts" };
        self.keep(nodes, || {
            let found = policies.iter().copied().collect();
            format!("expected {} in {name}, found {}{inhibited}", list(&expected), list(&found))
        });
    }

    /// Section 6.1.4 (b)
    fn map(&mut self, facts: &Facts, name: &str) {
        let Some(mut nodes) = self.graph.take() else { return };
        let mut mapped: BTreeMap<Oid, BTreeSet<Oid>> = BTreeMap::new();
        for pair in &facts.policy_mappings {
            mapped.entry(pair.issuer_domain_policy).or_default().insert(pair.subject_domain_policy);
        }
        for (policy, to) in mapped {
            if self.policy_mapping == 0 {
                nodes.remove(&policy);
            } else if nodes.contains_key(&policy) || nodes.contains_key(&ID_ANY_POLICY) {
                nodes.insert(policy, Some(to));
            }
        }
        self.keep(nodes, || format!("{name} maps all that were valid, and a CA above inhibits mapping"));
    }

    fn keep(&mut self, nodes: Nodes, lost: impl FnOnce() -> String) {
        match nodes.is_empty() {
            true => self.lost = lost(),
            false => self.graph = Some(nodes),
        }
    }
}

/// All that the certificate below may have of these nodes.
fn expected(nodes: &Nodes) -> BTreeSet<Oid> {
    let mut all = BTreeSet::new();
    for (policy, mapped) in nodes {
        match mapped {
            Some(mapped) => all.extend(mapped),
            None => {
                all.insert(*policy);
            }
        }
    }
    all
}

/// A few policies as a person reads them.
fn list(policies: &BTreeSet<Oid>) -> String {
    if policies.contains(&ID_ANY_POLICY) && policies.len() == 1 {
        return "anyPolicy".to_owned();
    }
    let few: Vec<String> = policies.iter().take(4).map(Oid::to_string).collect();
    let more = policies.len().saturating_sub(few.len());
    match more {
        0 => few.join(" or "),
        _ => format!("{} or one of {more} more", few.join(", ")),
    }
}
