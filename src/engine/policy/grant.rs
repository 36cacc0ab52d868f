//! What a policy grants in plain words: who, and what they may do.

use super::super::template::Template;
use super::document::{Membership, PolicyDocument, Principal, Statement};

/// What the statements about the same principals grant together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who, such as `Account 555555555555` or `Organization o-a1b2c3d4e5, except account 111122223333`.
    pub who: String,
    /// Whether they may read.
    pub reads: bool,
    /// The templates of the certificates that they may have issued.
    pub templates: Vec<&'static Template>,
    /// Whether they may revoke.
    pub revokes: bool,
    /// Why nobody is of that kind in this version, which knows accounts alone; absent when an account is.
    pub nobody_yet: Option<&'static str>,
}

impl Grant {
    /// What they may do, such as `May read, issue (Server certificate), revoke`.
    pub fn words(&self) -> String {
        let mut may = Vec::new();
        if self.reads {
            may.push("read".to_owned());
        }
        if !self.templates.is_empty() {
            let names: Vec<String> = self.templates.iter().map(|template| template.title()).collect();
            may.push(format!("issue ({})", names.join("; ")));
        }
        if self.revokes {
            may.push("revoke".to_owned());
        }
        let nobody = self.nobody_yet.map(|why| format!("; nobody yet, as {why}")).unwrap_or_default();
        format!("May {}{nobody}", may.join(", "))
    }
}

/// The grants of a policy, in the order of its text.
pub fn grants(document: &PolicyDocument) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    for statement in &document.statements {
        let who = who(statement);
        let at = grants.iter().position(|grant| grant.who == who).unwrap_or_else(|| {
            let nobody_yet = nobody_yet(statement);
            grants.push(Grant { who, reads: false, templates: Vec::new(), revokes: false, nobody_yet });
            grants.len() - 1
        });
        let grant = &mut grants[at];
        grant.reads |= statement.reads();
        grant.revokes |= statement.revokes();
        for template in &statement.templates {
            if !grant.templates.contains(template) {
                grant.templates.push(template);
            }
        }
    }
    grants
}

/// A caller is an account here, without a user, a role or an organization.
fn nobody_yet(statement: &Statement) -> Option<&'static str> {
    let mut principals = statement.principals.iter();
    match statement.members_of.is_empty() {
        false => Some("no caller here belongs to an organization"),
        true if principals.all(|principal| matches!(principal, Principal::Identity(_))) => {
            Some("no caller here is a user or a role")
        }
        true => None,
    }
}

fn who(statement: &Statement) -> String {
    let named = statement.principals.iter().filter(|principal| **principal != Principal::Anyone).map(principal);
    let named: Vec<String> = named.collect();
    let member: Vec<String> = statement.members_of.iter().map(membership).collect();
    let mut who = match (named.is_empty(), member.is_empty()) {
        (false, true) => named.join(", "),
        (true, _) => member.join(", "),
        (false, false) => format!("{} within {}", named.join(", "), member.join(", ")),
    };
    match statement.except_accounts.as_slice() {
        [] => {}
        [one] => who += &format!(", except account {one}"),
        several => who += &format!(", except accounts {}", several.join(", ")),
    }
    crate::x509::words::capital(&who)
}

fn principal(principal: &Principal) -> String {
    match principal {
        Principal::Account(account) => format!("account {account}"),
        Principal::Identity(arn) => {
            let mut parts = arn.splitn(6, ':').skip(4);
            let (account, resource) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let (kind, name) = resource.split_once('/').unwrap_or(("identity", resource));
            format!("{kind} {name} of account {account}")
        }
        Principal::Anyone => "everyone".to_owned(),
    }
}

fn membership(membership: &Membership) -> String {
    match membership {
        Membership::Organization(id) => format!("organization {id}"),
        Membership::Unit(path) => format!("organizational unit {path}"),
    }
}
