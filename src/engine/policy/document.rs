//! What a resource policy says, after it was read and accepted.

use super::super::action::Action;
use super::super::template::Template;

/// A resource policy of an authority: what [`check`](super::check) has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDocument {
    /// The `Id` of the document, a label.
    pub id: Option<String>,
    /// The partition of the authority (`aws`, `aws-cn`, `aws-us-gov`), which principals and templates share.
    pub partition: String,
    /// The statements, in the order of the text. Each allows; what none allows is denied.
    pub statements: Vec<Statement>,
}

/// One statement of a policy. Its resource is the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The `Sid`, a label that need not be unique.
    pub sid: Option<String>,
    /// Who is allowed: any of these.
    pub principals: Vec<Principal>,
    /// What is allowed.
    pub actions: Vec<Action>,
    /// With which templates certificates may be issued (`acm-pca:TemplateArn`): at least one when the action is
    /// `IssueCertificate`, else none.
    pub templates: Vec<&'static Template>,
    /// Of which of these the principal has to be a member; empty: of none.
    pub members_of: Vec<Membership>,
    /// Accounts whose principals the statement does not speak of (`aws:PrincipalAccount`, `StringNotEquals`).
    pub except_accounts: Vec<String>,
}

/// Who a statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// Every identity of an account: its 12 digits, or `arn:aws:iam::<account>:root`.
    Account(String),
    /// One user or role: its IAM ARN.
    Identity(String),
    /// Everyone (`*`), which a membership narrows.
    Anyone,
}

/// A part of AWS Organizations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// An organization by its ID (`aws:PrincipalOrgID`), such as `o-a1b2c3d4e5`.
    Organization(String),
    /// An organizational unit by its path (`aws:PrincipalOrgPaths`), such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*`;
    /// with `*` at the end the units below it too.
    Unit(String),
}

/// The actions that a policy grants to read, always together.
pub const READ_ACTIONS: &[Action] = &[
    Action::DescribeCertificateAuthority,
    Action::GetCertificate,
    Action::GetCertificateAuthorityCertificate,
    Action::ListPermissions,
    Action::ListTags,
];

/// All that a policy can grant.
pub(super) fn grantable() -> impl Iterator<Item = Action> {
    READ_ACTIONS.iter().copied().chain([Action::IssueCertificate, Action::RevokeCertificate])
}

/// An action as a policy names it.
pub(super) fn policy_name(action: Action) -> String {
    format!("acm-pca:{}", action.name())
}

impl Statement {
    /// Whether it allows to read.
    pub fn reads(&self) -> bool {
        READ_ACTIONS.iter().all(|action| self.actions.contains(action))
    }

    /// Whether it allows to revoke.
    pub fn revokes(&self) -> bool {
        self.actions.contains(&Action::RevokeCertificate)
    }
}
