//! A policy as a form has it: who shares the authority, and what each may do besides reading.

use super::super::action::Action;
use super::super::template::Template;
use super::VERSION;
use super::condition::{ACCOUNT, ANY_EQUALS, ANY_LIKE, EQUALS, NOT_EQUALS, ORGANIZATION, TEMPLATE, UNIT};
use super::document::{Membership, PolicyDocument, Principal, READ_ACTIONS, Statement, policy_name};
use crate::workspace::CertificateAuthorityArn;
use serde_json::{Map, Value, json};

/// More shares than this are no matter for a form.
const SHARES: usize = 200;

/// What a form can say of a policy. Its values need not be valid: they are written as they are, and
/// [`check`](super::check) says on which line what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyModel {
    /// The `Id` of the document, which is kept.
    pub id: Option<String>,
    /// Who shares the authority.
    pub shares: Vec<Share>,
}

/// Someone who may read, and issue or revoke as said here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Who it is.
    pub who: Who,
    /// Accounts that are left out.
    pub except_accounts: Vec<String>,
    /// The templates of the certificates that may be issued; none: no certificates.
    pub templates: Vec<&'static Template>,
    /// Whether certificates may be revoked.
    pub revokes: bool,
}

/// Who shares an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// An account: 12 digits.
    Account(String),
    /// A user or role: its IAM ARN.
    Identity(String),
    /// Everyone in an organization: its ID.
    Organization(String),
    /// Everyone in an organizational unit: its path.
    Unit(String),
}

impl PolicyModel {
    /// The policy as a form has it; nothing when the form could not say all of it, or when there are more than 200
    /// shares. The labels of statements (`Sid`) and their order are not kept.
    pub fn of(document: &PolicyDocument) -> Option<Self> {
        let mut shares: Vec<Share> = Vec::new();
        let mut readers: Vec<bool> = Vec::new();
        for statement in &document.statements {
            let mut except_accounts = statement.except_accounts.clone();
            except_accounts.sort_unstable();
            except_accounts.dedup();
            for who in who(statement)? {
                let same = |share: &Share| share.who == who && share.except_accounts == except_accounts;
                let at = shares.iter().position(same).unwrap_or_else(|| {
                    let except_accounts = except_accounts.clone();
                    shares.push(Share { who, except_accounts, templates: Vec::new(), revokes: false });
                    readers.push(false);
                    shares.len() - 1
                });
                if shares.len() > SHARES {
                    return None;
                }
                readers[at] |= statement.reads();
                shares[at].revokes |= statement.revokes();
                let templates = &mut shares[at].templates;
                let new = statement.templates.iter().filter(|template| !templates.contains(template)).copied();
                let new: Vec<_> = new.collect();
                templates.extend(new);
            }
        }
        let whole = shares.iter().zip(&readers).all(|(share, reads)| *reads && share.acts());
        whole.then(|| Self { id: document.id.clone(), shares })
    }

    /// The policy in JSON, laid out as the guide prints it: for each share a statement to read, one for each template,
    /// and one to revoke, numbered from 1.
    pub fn to_json(&self, authority: &CertificateAuthorityArn) -> String {
        let mut policy = Map::new();
        policy.insert("Version".into(), VERSION.into());
        if let Some(id) = &self.id {
            policy.insert("Id".into(), id.as_str().into());
        }
        let statements = self.shares.iter().flat_map(|share| share.statements(authority));
        let numbered = statements.enumerate().map(|(index, statement)| {
            let label = ("Sid".to_owned(), Value::from((index + 1).to_string()));
            Value::Object([label].into_iter().chain(statement).collect())
        });
        policy.insert("Statement".into(), numbered.collect());
        format!("{:#}", Value::Object(policy))
    }

    /// For each statement of [`to_json`](Self::to_json) the index of the share it belongs to.
    pub fn share_of_statements(&self) -> Vec<usize> {
        let count = |share: &Share| 1 + share.templates.len() + usize::from(share.revokes);
        self.shares.iter().enumerate().flat_map(|(index, share)| vec![index; count(share)]).collect()
    }
}

impl Share {
    /// A share of someone who may issue with one template.
    pub fn issuing(who: Who, template: &'static Template) -> Self {
        Self { who, except_accounts: Vec::new(), templates: vec![template], revokes: false }
    }

    /// Whether there is anything that may be done besides reading. A share without it is refused.
    pub fn acts(&self) -> bool {
        !self.templates.is_empty() || self.revokes
    }

    fn statements(&self, authority: &CertificateAuthorityArn) -> Vec<Map<String, Value>> {
        let mut statements = vec![self.statement(authority, READ_ACTIONS, None)];
        let issue =
            |template: &&'static Template| self.statement(authority, &[Action::IssueCertificate], Some(template));
        statements.extend(self.templates.iter().map(issue));
        if self.revokes {
            statements.push(self.statement(authority, &[Action::RevokeCertificate], None));
        }
        statements
    }

    fn statement(
        &self,
        authority: &CertificateAuthorityArn,
        actions: &[Action],
        template: Option<&Template>,
    ) -> Map<String, Value> {
        let mut equals = Map::new();
        let mut condition = Map::new();
        let principal = match &self.who {
            Who::Account(principal) | Who::Identity(principal) => json!({ "AWS": principal }),
            Who::Organization(id) => {
                equals.insert(ORGANIZATION.into(), id.as_str().into());
                json!("*")
            }
            Who::Unit(path) => {
                let operator = if path.contains('*') { ANY_LIKE } else { ANY_EQUALS };
                condition.insert(operator.into(), json!({ UNIT: [path] }));
                json!("*")
            }
        };
        if let Some(template) = template {
            equals.insert(TEMPLATE.into(), template.arn(&authority.partition).into());
        }
        if !equals.is_empty() {
            condition.insert(EQUALS.into(), Value::Object(equals));
        }
        match self.except_accounts.as_slice() {
            [] => {}
            [one] => drop(condition.insert(NOT_EQUALS.into(), json!({ ACCOUNT: one }))),
            several => drop(condition.insert(NOT_EQUALS.into(), json!({ ACCOUNT: several }))),
        }
        let actions: Vec<String> = actions.iter().map(|action| policy_name(*action)).collect();
        let mut statement = Map::new();
        statement.insert("Effect".into(), "Allow".into());
        statement.insert("Principal".into(), principal);
        statement.insert("Action".into(), actions.into());
        statement.insert("Resource".into(), authority.to_string().into());
        if !condition.is_empty() {
            statement.insert("Condition".into(), Value::Object(condition));
        }
        statement
    }
}

/// Who a statement speaks of as a form has them; nothing for a named principal who must also be a member.
fn who(statement: &Statement) -> Option<Vec<Who>> {
    let Statement { principals, members_of, .. } = statement;
    if principals.len().max(members_of.len()) > SHARES {
        return None;
    }
    if principals.as_slice() == [Principal::Anyone] {
        let who = |membership: &Membership| match membership {
            Membership::Organization(id) => Who::Organization(id.clone()),
            Membership::Unit(path) => Who::Unit(path.clone()),
        };
        return Some(members_of.iter().map(who).collect());
    }
    if !members_of.is_empty() {
        return None;
    }
    let who = |principal: &Principal| match principal {
        Principal::Account(account) => Some(Who::Account(account.clone())),
        Principal::Identity(arn) => Some(Who::Identity(arn.clone())),
        Principal::Anyone => None,
    };
    principals.iter().map(who).collect()
}
