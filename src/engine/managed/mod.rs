//! Managed certificates: the certificate manager makes their keys, keeps them sealed, and renews the certificates
//! before they end.
//!
//! It acts as the principal `acm.amazonaws.com` for the account that owns the authority, and only as far as a permission
//! lets it. AWS says which actions ACM needs (User Guide, "Assign permissions to renew certificates"): `IssueCertificate`
//! and `GetCertificate` for a certificate, and `ListPermissions` too for one that is renewed. Here the last is asked for
//! when the certificate is requested, so that no renewal is promised that will be refused.

mod due;
mod export;
mod forget;
mod issue;
mod preview;
mod renew;

pub(super) use due::due_times;
pub use due::{ManagedRenewal, erases_a_key, is_renewal_due, renews_at};
pub use forget::Forgotten;
pub use renew::Renewed;

use super::access;
use super::api::{ActionType, Asn1Subject, GeneralName, KeyAlgorithm};
use super::error::{Error, Refusal, Violation};
use super::issuance::Requested;
use super::template::Template;
use super::{Action, CERTIFICATE_MANAGER, Caller, Engine, find, key, subject_key};
use crate::keystore::{Signer as _, SoftwareKey};
use crate::workspace::{
    Actor, Authority, CertificateAuthorityArn, ManagedCertificate, ManagedCertificateId, RenewalPlan, Workspace,
};
use issue::New;
use std::sync::Arc;

/// Private certificates of ACM are of this template: for servers and for clients.
fn template() -> &'static Template {
    Template::default_template()
}

/// A certificate that the certificate manager is to request and keep.
#[derive(Debug, Clone, PartialEq)]
pub struct ManagedCertificateRequest {
    /// Who signs it.
    pub authority: CertificateAuthorityArn,
    /// Algorithm of its key.
    pub key_algorithm: KeyAlgorithm,
    /// Its subject.
    pub subject: Asn1Subject,
    /// Its subject alternative names.
    pub names: Vec<GeneralName>,
    /// How long it is valid, in days.
    pub validity_days: u32,
    /// How many days before its end it is renewed; 0: never by itself.
    pub renew_days_before: u32,
}

impl ManagedCertificateRequest {
    fn renewal(&self) -> RenewalPlan {
        RenewalPlan {
            key_algorithm: self.key_algorithm,
            validity_days: self.validity_days,
            renew_days_before: self.renew_days_before,
        }
    }

    /// What the reference has no member for.
    fn check(&self) -> Result<(), Error> {
        if self.renew_days_before < self.validity_days || self.renew_days_before == 0 {
            return Ok(());
        }
        let rule = format!("Member must have value less than or equal to {}", self.validity_days.saturating_sub(1));
        let value = Some(self.renew_days_before.to_string());
        Err(Error::Validation(vec![Violation::new("renewDaysBefore", value, rule)]))
    }
}

/// The actions that the certificate manager needs for a certificate, renewed or not.
fn needed(renews: bool) -> impl Iterator<Item = Action> {
    let renewal = renews.then_some(Action::ListPermissions);
    [Action::IssueCertificate, Action::GetCertificate].into_iter().chain(renewal)
}

/// The actions that the certificate manager may not perform on an authority, of those it needs for a certificate there
/// that is renewed, or for one that is not. Granted to it, in one permission, they let it request the certificate.
pub fn lacking_permissions(authority: &Authority, renews: bool) -> Vec<ActionType> {
    let account = &authority.arn.account;
    let granted = authority.permissions.iter().find(|granted| granted.is_of(CERTIFICATE_MANAGER, account));
    let lacks = |action: &ActionType| !granted.is_some_and(|granted| granted.actions.contains(action));
    needed(renews).filter_map(|action| action.name().parse().ok()).filter(lacks).collect()
}

/// Refuses what the certificate manager may not do.
fn check_permitted(
    authority: &Authority,
    manager: &Caller,
    actions: impl IntoIterator<Item = Action>,
) -> Result<(), Error> {
    actions.into_iter().try_for_each(|action| access::check(authority, manager, &action.into()))
}

/// Managed certificates of a workspace: a change of passphrase seals all their keys again, two each, in one record, which
/// has room for so many of RSA 4096.
const QUOTA: usize = 500;

/// The limit on managed certificates.
fn check_quota(workspace: &Workspace) -> Result<(), Error> {
    if workspace.managed_certificates().count() < QUOTA {
        return Ok(());
    }
    let message = format!("The certificate manager keeps {QUOTA} certificates, its limit.");
    Err(Error::LimitExceeded(Refusal::new(message).hint("Forget one that is not needed any more")))
}

/// The certificate manager, told to by `caller`: it acts for the account that owns the authority, since that is whom it
/// acts for when it renews by itself.
///
/// # Errors
/// `AccessDeniedException` when the caller acts for another account.
fn manager(caller: &Caller, authority: &Authority) -> Result<Caller, Error> {
    if caller.account != authority.arn.account {
        let message = format!(
            "The account {} has no managed certificates of {}, which belongs to the account {}.",
            caller.account, authority.arn, authority.arn.account
        );
        let hint = "Act as the account that owns the authority: renewals act for it";
        return Err(Error::AccessDenied(Refusal::new(message).hint(hint)));
    }
    let user = match &caller.actor {
        Actor::Window { user } | Actor::CommandLine { user } => Some(user.clone()),
        Actor::Service { user, .. } => user.clone(),
        Actor::Api { .. } | Actor::Upkeep => None,
    };
    Ok(Caller {
        account: authority.arn.account.clone(),
        region: authority.arn.region.clone(),
        partition: authority.arn.partition.clone(),
        service: Some(CERTIFICATE_MANAGER.into()),
        actor: Actor::Service { principal: CERTIFICATE_MANAGER.into(), user },
    })
}

/// The managed certificate of an identifier.
fn known(workspace: &Workspace, id: ManagedCertificateId) -> Result<Arc<ManagedCertificate>, Error> {
    let missing = || find::not_found(format!("There is no managed certificate {id}."));
    workspace.managed_certificate(id).cloned().ok_or_else(missing)
}

impl Engine {
    /// Has the certificate manager make a key, request a certificate for it from an authority, and keep both: one record.
    ///
    /// # Errors
    /// `AccessDeniedException` when it has no permission, or the caller acts for another account than the authority's;
    /// `ValidationException`, `InvalidStateException` and the others of `IssueCertificate`. Nothing has changed then.
    pub fn request_managed_certificate(
        &self,
        caller: &Caller,
        request: &ManagedCertificateRequest,
    ) -> Result<ManagedCertificateId, Error> {
        request.check()?;
        check_quota(&*self.writable()?)?;
        let (authority, manager) = self.asked(&*self.writable()?, caller, request)?;
        let renewal = request.renewal();
        check_permitted(&authority, &manager, needed(renewal.renew_days_before > 0))?;
        let (subject, extensions) = subject_key::asked_for(&request.subject, &request.names)?;
        let key = SoftwareKey::generate(key::key_kind(request.key_algorithm)?)?;
        let requested = Requested { subject, public_key: key.public_key().clone(), extensions };
        let id = ManagedCertificateId::from_random(self.environment.draw());
        let new = New { id, authority: authority.id(), key, requested, renewal, replaces: None };
        self.issue_to_manager(&manager, &new)?;
        Ok(id)
    }

    /// The authority that is asked, in its own region, and the certificate manager as it would act there.
    fn asked(
        &self,
        workspace: &Workspace,
        caller: &Caller,
        request: &ManagedCertificateRequest,
    ) -> Result<(Arc<Authority>, Caller), Error> {
        let (arn, now) = (request.authority.to_string(), self.now());
        let authority = workspace.authority_by_arn(&request.authority).filter(|found| !found.is_past_restoration(now));
        let authority = authority.cloned().ok_or_else(|| find::gone(&arn, &request.authority.region))?;
        let manager = manager(caller, &authority)?;
        Ok((authority, manager))
    }
}
