//! Who may do what by a policy: denied unless a statement allows it.

use super::super::action::Action;
use super::super::template::Template;
use super::document::{Membership, PolicyDocument, Principal, Statement};

/// What is asked of a policy.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    /// The account of the caller, 12 digits.
    pub account: &'a str,
    /// The IAM ARN of the caller's user or role, when it is one.
    pub principal_arn: Option<&'a str>,
    /// The ID of the organization that the caller's account belongs to.
    ///
    /// No caller of this version has one, so a statement for an organization grants nobody yet; one for an
    /// organizational unit never does.
    pub organization: Option<&'a str>,
    /// What the caller wants to do.
    pub action: Action,
    /// With which template, when the action is `IssueCertificate`: of a request that names none, that of the default.
    pub template_arn: Option<&'a str>,
}

impl PolicyDocument {
    /// Whether a statement allows what is asked.
    ///
    /// The templates are those of the policy's `acm-pca:TemplateArn` conditions, whatever they are: the guide's older
    /// text allows callers of other accounts six templates only, its newest one any that the policy names.
    pub fn allows(&self, access: &Access<'_>) -> bool {
        self.statements.iter().any(|statement| statement.allows(access, &self.partition))
    }
}

impl Statement {
    fn allows(&self, access: &Access<'_>, partition: &str) -> bool {
        let Self { actions, principals, templates, members_of, except_accounts, .. } = self;
        actions.contains(&access.action)
            && principals.iter().any(|principal| principal.is(access))
            && (members_of.is_empty() || members_of.iter().any(|membership| membership.includes(access)))
            && !except_accounts.iter().any(|account| account == access.account)
            && (access.action != Action::IssueCertificate || names_template(templates, access, partition))
    }
}

fn names_template(templates: &[&'static Template], access: &Access<'_>, partition: &str) -> bool {
    let asked = access.template_arn.and_then(|arn| Template::from_arn(arn, partition).ok());
    asked.is_some_and(|asked| templates.iter().any(|template| template.name == asked.name))
}

impl Principal {
    fn is(&self, access: &Access<'_>) -> bool {
        match self {
            Self::Account(account) => account == access.account,
            Self::Identity(arn) => access.principal_arn == Some(arn),
            Self::Anyone => true,
        }
    }
}

impl Membership {
    fn includes(&self, access: &Access<'_>) -> bool {
        match self {
            Self::Organization(id) => access.organization == Some(id),
            Self::Unit(_) => false,
        }
    }
}
