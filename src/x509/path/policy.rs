//! Certificate policies: RFC 5280 section 6.1 as RFC 9618 changed it.
//!
//! The `valid_policy_graph` is kept as the nodes of each depth, without its edges: those lead from a policy to each
//! node below that it expects. Nodes are not pruned, since whether the graph is NULL shows at its last depth and what
//! a certificate may have is decided by the depth before; at the end a walk from the last depth up meets those nodes
//! only that pruning would have left. The work is what the certificates have in policies and mappings, not their
//! product.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::inputs::Inputs;
use super::{Failure, Rule};
use crate::x509::Oid;
use crate::x509::oid::ID_ANY_POLICY;

/// The nodes of one depth: each `valid_policy` with its `expected_policy_set`, which is the policy itself (`None`) until
/// it is mapped.
type Nodes = BTreeMap<Oid, Option<BTreeSet<Oid>>>;

/// The state of RFC 5280 section 6.1.2 (a), (d), (e) and (f).
pub struct Policies<'a> {
    inputs: &'a Inputs,
    /// `valid_policy_graph`, from depth 0 on; NULL when empty.
    graph: Vec<Nodes>,
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

impl<'a> Policies<'a> {
    /// For a path of `length` certificates without its root.
    pub fn new(length: usize, inputs: &'a Inputs) -> Policies<'a> {
        let count = |inhibited: bool| if inhibited { 0 } else { length + 1 };
        let required_by = if inputs.initial_explicit_policy { "The user" } else { "" };
        Policies {
            inputs,
            graph: vec![BTreeMap::from([(ID_ANY_POLICY, None)])],
            explicit_policy: count(inputs.initial_explicit_policy),
            required_by: required_by.to_owned(),
            policy_mapping: count(inputs.initial_policy_mapping_inhibit),
            inhibit_any_policy: count(inputs.initial_any_policy_inhibit),
            lost: String::new(),
            failed: false,
        }
    }

    /// Section 6.1.3 (d) to (f), for a certificate that is called `name`.
    pub fn certificate(&mut self, facts: &Facts, name: &str, is_target: bool) -> Option<Failure> {
        self.descend(facts, name, is_target);
        let lost = self.graph.is_empty().then(|| self.lost.clone());
        self.verdict(Rule::Policy, lost)
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
        let lost = match (self.graph.is_empty(), self.user_constrained().is_empty()) {
            (true, _) => Some(self.lost.clone()),
            (false, true) => {
                let accepted = list(&self.inputs.user_initial_policy_set);
                let valid = list(&self.authority_constrained());
                Some(format!("expected {accepted} to be valid for all certificates, found {valid}"))
            }
            (false, false) => None,
        };
        self.verdict(Rule::PolicyOfTarget, lost)
    }

    /// That a policy is required and none is valid, once.
    fn verdict(&mut self, rule: Rule, lost: Option<String>) -> Option<Failure> {
        if self.failed || self.explicit_policy > 0 {
            return None;
        }
        let lost = lost?;
        self.failed = true;
        Some(Failure::new(rule, format!("{} requires a certificate policy: {lost}", self.required_by)))
    }

    /// `user_constrained_policy_set`, section 6.1.5 (g)(5) and (6): the policies that all certificates are valid for and
    /// the user accepts, in the words of the root.
    pub fn user_constrained(&self) -> BTreeSet<Oid> {
        let valid = self.authority_constrained();
        let accepted = &self.inputs.user_initial_policy_set;
        if accepted.is_empty() || accepted.contains(&ID_ANY_POLICY) {
            return valid;
        }
        match valid.contains(&ID_ANY_POLICY) {
            true => accepted.clone(),
            false => accepted.intersection(&valid).copied().collect(),
        }
    }

    /// `authority_constrained_policy_set`, section 6.1.5 (g)(1) to (4): the policies whose only parent is anyPolicy, of
    /// the nodes that lead to the last depth.
    fn authority_constrained(&self) -> BTreeSet<Oid> {
        let mut found = BTreeSet::new();
        let Some((last, above)) = self.graph.split_last() else { return found };
        let mut alive: BTreeSet<Oid> = last.keys().copied().collect();
        found.extend(alive.get(&ID_ANY_POLICY));
        for nodes in above.iter().rev() {
            let (mut parents, mut expected) = (BTreeSet::new(), BTreeSet::new());
            for (policy, mapped) in nodes.iter().filter(|(policy, _)| **policy != ID_ANY_POLICY) {
                let children: Vec<Oid> = match mapped {
                    Some(mapped) => mapped.intersection(&alive).copied().collect(),
                    None => alive.get(policy).copied().into_iter().collect(),
                };
                if !children.is_empty() {
                    parents.insert(*policy);
                    expected.extend(children);
                }
            }
            let of_any: Vec<Oid> = alive.difference(&expected).copied().collect();
            if !of_any.is_empty() {
                parents.insert(ID_ANY_POLICY);
            }
            found.extend(of_any.into_iter().filter(|policy| *policy != ID_ANY_POLICY));
            alive = parents;
        }
        found
    }

    /// Section 6.1.3 (d) and (e): the nodes of the next depth.
    fn descend(&mut self, facts: &Facts, name: &str, is_target: bool) {
        let Some(above) = self.graph.last() else { return };
        let expected = expected(above);
        let Some(policies) = &facts.policies else {
            self.graph.clear();
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
        self.graph.push(nodes);
        self.keep(|| {
            let found = policies.iter().copied().collect();
            format!("expected {} in {name}, found {}{inhibited}", list(&expected), list(&found))
        });
    }

    /// Section 6.1.4 (b)
    fn map(&mut self, facts: &Facts, name: &str) {
        let Some(nodes) = self.graph.last_mut() else { return };
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
        self.keep(|| format!("{name} maps all that were valid, and a CA above inhibits mapping"));
    }

    /// A graph whose last depth has no nodes is NULL.
    fn keep(&mut self, lost: impl FnOnce() -> String) {
        if self.graph.last().is_some_and(Nodes::is_empty) {
            self.graph.clear();
            self.lost = lost();
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
