//! Who may do what with an authority: its owner everything, a service what a permission grants, another account what
//! the resource policy allows.

use super::error::{Error, Refusal};
use super::template::Template;
use super::{Action, Caller, policy};
use crate::workspace::Authority;

/// What a caller wants to do with an authority.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The action.
    pub action: Action,
    /// The template of a certificate to be issued, by its ARN; absent for the default one and for other actions.
    pub template_arn: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    /// To have a certificate signed with a template, or with the default one.
    pub(super) fn issuing(template_arn: Option<&'a str>) -> Self {
        Self { action: Action::IssueCertificate, template_arn }
    }
}

impl From<Action> for Wanted<'_> {
    fn from(action: Action) -> Self {
        Self { action, template_arn: None }
    }
}

/// Refuses a service what it can have no permission for: it owns nothing.
///
/// # Errors
/// `AccessDeniedException`
pub(super) fn check_owner(caller: &Caller, action: Action) -> Result<(), Error> {
    let Some(service) = &caller.service else { return Ok(()) };
    let message = format!("{service} is not permitted to perform acm-pca:{}, and no permission has it.", action.name());
    Err(Error::AccessDenied(Refusal::new(message).hint("Act as the account itself")))
}

/// Refuses what the caller may not do.
///
/// # Errors
/// `AccessDeniedException` with what would allow it.
pub(super) fn check(authority: &Authority, caller: &Caller, wanted: &Wanted<'_>) -> Result<(), Error> {
    match &caller.service {
        Some(service) => check_permission(authority, caller, service, wanted.action),
        None if authority.arn.account == caller.account => Ok(()),
        None => check_policy(authority, caller, wanted),
    }
}

/// A service acts for the account of the caller, whoever owns the authority.
fn check_permission(authority: &Authority, caller: &Caller, service: &str, action: Action) -> Result<(), Error> {
    let granted = authority.permissions.iter().find(|granted| granted.is_of(service, &caller.account));
    if granted.is_some_and(|granted| granted.actions.iter().any(|permitted| permitted.as_str() == action.name())) {
        return Ok(());
    }
    let message = format!(
        "{service}, acting for the account {}, is not permitted to perform acm-pca:{} on {}.",
        caller.account,
        action.name(),
        authority.arn
    );
    Err(Error::AccessDenied(Refusal::new(message).hint(format!("Grant {service} a permission that has this action"))))
}

fn check_policy(authority: &Authority, caller: &Caller, wanted: &Wanted<'_>) -> Result<(), Error> {
    let default = Template::default_template().arn(&authority.arn.partition);
    let access = policy::Access {
        account: &caller.account,
        principal_arn: None,
        organization: None,
        action: wanted.action,
        template_arn: Some(wanted.template_arn.unwrap_or(&default)),
    };
    // A policy was checked when it was attached. One that cannot be read any more allows nothing.
    let document = authority.policy.as_deref().and_then(|policy| policy::read(policy, &authority.arn).ok());
    if document.is_some_and(|document| document.allows(&access)) {
        return Ok(());
    }
    let message = format!(
        "The account {} is not authorized to perform acm-pca:{} on {}, which belongs to the account {}.",
        caller.account,
        wanted.action.name(),
        authority.arn,
        authority.arn.account
    );
    Err(Error::AccessDenied(Refusal::new(message).hint("Have its owner attach a resource policy that allows it")))
}
