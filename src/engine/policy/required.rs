//! The statements that a policy must have: who may issue or revoke may read, and the other way around.

use super::super::action::Action;
use super::document::{Membership, Statement};
use super::json::Node;
use super::problem::Fault;
use std::collections::HashMap;
use std::ops::Range;

/// What the statements together give to one principal, and which of them is the first.
struct Given {
    first: usize,
    reads: bool,
    acts: bool,
}

/// The statements that are missing, each at the principal who lacks it.
pub(super) fn missing(statements: &[Statement], places: &[Range<usize>], document: &Node) -> Vec<Fault> {
    if statements.is_empty() {
        let fault = Fault::at(document.mark(), "A policy without a statement grants nothing.".to_owned());
        return vec![fault.path("Statement").hint("Remove the policy instead of attaching an empty one")];
    }
    let mut faults = Vec::new();
    for Given { first, reads, acts } in given(statements) {
        let (message, hint) = match (reads, acts) {
            (true, true) => continue,
            (true, false) => (
                "Who may read must also be allowed to issue or to revoke.",
                "Add a statement for the same principal with acm-pca:IssueCertificate and a template",
            ),
            (false, _) => (
                "Who may issue or revoke must also be allowed to read.",
                "Add a statement for the same principal with the five actions that read",
            ),
        };
        let path = format!("Statement[{first}].Principal");
        faults.push(Fault::at(places[first].clone(), message.to_owned()).path(&path).hint(hint));
    }
    faults
}

/// One entry per principal and condition on its organization, in the order of the text.
fn given(statements: &[Statement]) -> Vec<Given> {
    // A condition counts as a whole: a statement with many principals and many organizations would be as many entries
    // as their product.
    let mut conditions: HashMap<Vec<&Membership>, usize> = HashMap::new();
    let mut found = HashMap::new();
    let mut all: Vec<Given> = Vec::new();
    for (first, statement) in statements.iter().enumerate() {
        let mut members_of: Vec<&Membership> = statement.members_of.iter().collect();
        members_of.sort_unstable();
        members_of.dedup();
        let next = conditions.len();
        let condition = *conditions.entry(members_of).or_insert(next);
        for principal in &statement.principals {
            let at = *found.entry((principal, condition)).or_insert(all.len());
            if at == all.len() {
                all.push(Given { first, reads: false, acts: false });
            }
            all[at].reads |= statement.reads();
            all[at].acts |= statement.revokes() || statement.actions.contains(&Action::IssueCertificate);
        }
    }
    all
}
