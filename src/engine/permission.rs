//! Permissions: what the certificate manager may do with an authority.

use super::action::{Action, Perform, Request};
use super::api::*;
use super::commit::Changes;
use super::error::{Error, Refusal, Violation};
use super::page::Paging;
use super::{Caller, Engine, constraint, find, policy};
use crate::workspace::{Authority, CertificateAuthorityArn, Event, GrantedPermission, Timestamp};

/// The one service that permissions are for (API reference, `CreatePermission`).
pub const CERTIFICATE_MANAGER: &str = "acm.amazonaws.com";

/// Permissions of one authority. The reference has a `LimitExceededException` and no number: this one is ours.
const QUOTA: usize = 100;

/// Permissions of a page at most.
const PAGE: usize = 1000;

impl Perform for CreatePermissionRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        check(&self)?;
        let (workspace, now) = (engine.writable()?, engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, now)?;
        require_live(&authority, now)?;
        let id = authority.id();
        let source_account = self.source_account.unwrap_or_else(|| caller.account.clone());
        engine.commit(caller, move |workspace, now| {
            let authority = Engine::own_authority(workspace, id)?;
            require_live(&authority, now)?;
            if authority.permissions.iter().any(|granted| granted.is_of(&self.principal, &source_account)) {
                let message = format!("{} has a permission for the account {source_account} already.", self.principal);
                let hint = "To change it, withdraw it first and grant it again";
                return Err(Error::PermissionAlreadyExists(Refusal::new(message).at("principal").hint(hint)));
            }
            if authority.permissions.len() >= QUOTA {
                let message = format!("The certificate authority has {QUOTA} permissions, its limit.");
                return Err(Error::LimitExceeded(
                    Refusal::new(message).hint("Withdraw one that is not needed any more"),
                ));
            }
            let (principal, actions) = (self.principal, self.actions);
            let granted = Event::PermissionGranted { authority: id, principal, source_account, actions };
            Ok((Changes::of([granted]), Empty {}))
        })
    }
}

/// The limits of the reference, and what it says in words: one principal, and each action once. It has no exception for
/// these that is modelled, so they are told as the framework would.
fn check(request: &CreatePermissionRequest) -> Result<(), Error> {
    let mut violations = constraint::violations(request);
    if violations.is_empty() && request.principal != CERTIFICATE_MANAGER {
        let rule = format!("Member must satisfy enum value set: [{CERTIFICATE_MANAGER}]");
        violations.push(Violation::new("principal", Some(request.principal.clone()), rule));
    }
    let actions = &request.actions;
    if let Some(at) = (1..actions.len()).find(|at| actions[..*at].contains(&actions[*at])) {
        let member = format!("actions.{}.member", at + 1);
        violations.push(Violation::new(member, Some(actions[at].to_string()), "Member must be unique in the list"));
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Validation(violations)) }
}

impl Engine {
    /// Grants the certificate manager more actions on an authority, for the account that owns it. The API knows no change
    /// of a permission: one that is there is withdrawn and granted again, both in one record.
    ///
    /// # Errors
    /// Those of `CreatePermission`, but that a permission is there already is none.
    pub fn extend_permission(
        &self,
        caller: &Caller,
        authority: &CertificateAuthorityArn,
        actions: &[ActionType],
    ) -> Result<(), Error> {
        let (workspace, now) = (self.writable()?, self.now());
        let found = find::authority(&workspace, caller, Action::CreatePermission, &authority.to_string(), now)?;
        require_live(&found, now)?;
        let (id, source_account, more) = (found.id(), found.arn.account.clone(), actions.to_vec());
        self.commit(caller, move |workspace, now| {
            let authority = Self::own_authority(workspace, id)?;
            require_live(&authority, now)?;
            let principal = CERTIFICATE_MANAGER.to_owned();
            let before = authority.permissions.iter().find(|granted| granted.is_of(&principal, &source_account));
            let mut actions = before.map(|granted| granted.actions.clone()).unwrap_or_default();
            let held = actions.len();
            actions.extend(more.into_iter().filter(|action| !actions.contains(action)).collect::<Vec<_>>());
            if actions.len() == held {
                return Ok((Changes::none(), ()));
            }
            let withdrawn = before.map(|_| Event::PermissionWithdrawn {
                authority: id,
                principal: principal.clone(),
                source_account: source_account.clone(),
            });
            let granted = Event::PermissionGranted { authority: id, principal, source_account, actions };
            Ok((Changes::of(withdrawn.into_iter().chain([granted])), ()))
        })
    }
}

impl Perform for DeletePermissionRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.writable()?, engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, now)?;
        require_live(&authority, now)?;
        let id = authority.id();
        let source_account = self.source_account.unwrap_or_else(|| caller.account.clone());
        engine.commit(caller, move |workspace, now| {
            let authority = Engine::own_authority(workspace, id)?;
            require_live(&authority, now)?;
            let principal = self.principal;
            if !authority.permissions.iter().any(|granted| granted.is_of(&principal, &source_account)) {
                let message = format!("{principal} has no permission for the account {source_account}.");
                return Err(find::not_found(message));
            }
            let withdrawn = Event::PermissionWithdrawn { authority: id, principal, source_account };
            Ok((Changes::of([withdrawn]), Empty {}))
        })
    }
}

impl Perform for ListPermissionsRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<ListPermissionsResponse, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.snapshot(), engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, now)?;
        require_live(&authority, now)?;
        let paging = Paging {
            max_results: self.max_results,
            next_token: self.next_token.as_deref(),
            most: PAGE,
            list: format!("permissions of {}", authority.id()),
        };
        let key = |granted: &GrantedPermission| {
            (granted.created_at.milliseconds(), granted.principal.clone(), granted.source_account.clone())
        };
        let mut granted = authority.permissions.to_vec();
        granted.sort_by_key(key);
        let (page, next_token) = paging.page(granted, key)?;
        let permissions = page.into_iter().map(|granted| told(&authority, granted)).collect();
        Ok(ListPermissionsResponse { next_token, permissions })
    }
}

fn told(authority: &Authority, granted: GrantedPermission) -> Permission {
    let GrantedPermission { principal, source_account, actions, created_at } = granted;
    Permission {
        certificate_authority_arn: Some(authority.arn.to_string()),
        created_at: Some(created_at.into()),
        policy: Some(policy::permission_policy(&authority.arn, &principal, &source_account, &actions)),
        principal: Some(principal),
        source_account: Some(source_account),
        actions: Some(actions),
    }
}

fn require_live(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    find::require_live(authority, now, "The certificate authority is not in a valid state for permissions.")
}
