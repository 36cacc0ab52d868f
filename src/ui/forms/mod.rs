//! The forms: one for each act that needs more than a click.
//!
//! A form is a dialog with a draft: what a person has half typed. It never touches a disk and never waits: it pushes
//! [`Ask`]s and is handed [`Answer`]s. Turning a draft into a request of the engine is a function without a window,
//! and problems come back with the path of the member that they belong to.

mod access_key;
mod annotate;
mod audit_report;
mod authority;
mod buckets;
mod delete;
mod endpoint;
mod field;
mod go_on;
mod install;
mod issue;
mod managed;
mod parts;
mod passphrase;
mod permission;
mod policy;
mod problem;
mod read;
mod report;
mod restore;
mod revoke;
mod save;
mod settings;
mod submission;
mod tag;
mod untag;
mod update;
mod waiting;
mod workspace;

pub(super) use field::parse_time;
pub(super) use permission::{action_words, missing_to_renew};
pub use problem::{FieldProblem, Problems};
pub(super) use save::full_chain;

use super::ask::{Answer, Ask};
use super::host::EndpointOptions;
use crate::engine::{Action, Caller, Engine};
use crate::workspace::{
    AuditReportId, Authority, AuthorityId, CertificateArn, CertificateAuthorityStatus, CertificateAuthorityType,
    ManagedCertificateId, Timestamp, Workspace,
};
use egui::Context;
use std::path::PathBuf;
use std::sync::Arc;

/// A dialog with a draft.
pub trait Form {
    /// Shows it, and pushes what it wants of the window.
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>);

    /// Takes what it was told.
    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>);

    /// Whether closing it would lose something.
    fn is_touched(&self) -> bool;

    /// What is asked before it is lost.
    fn loss(&self) -> Loss {
        Loss::TYPED
    }

    /// Whether it works something out for what was typed last, such as its preview.
    fn is_working(&self) -> bool {
        false
    }
}

/// The question that is asked before a form is closed and something is lost with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The question.
    pub title: &'static str,
    /// What would be lost, in a sentence or two.
    pub words: &'static str,
    /// The button that loses nothing.
    pub keep: &'static str,
    /// The button that loses it.
    pub discard: &'static str,
}

impl Loss {
    /// What was typed.
    pub const TYPED: Self = Self {
        title: "Discard what you have typed?",
        words: "The form is closed and what you have typed into it is gone.",
        keep: "Keep typing",
        discard: "Discard form",
    };
    /// A private key that lies nowhere else.
    pub const KEY: Self = Self {
        title: "Lose the private key?",
        words: "The certificate is issued, but its private key was not saved. Once the form is closed nobody can get it \
                back, and the certificate is of no use.",
        keep: "Keep the key",
        discard: "Lose the key",
    };
}

/// What a form works on.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The open workspace.
    pub engine: Arc<Engine>,
    /// Name of the person in the records.
    pub user: String,
}

impl Desk {
    fn workspace(&self) -> Arc<Workspace> {
        self.engine.snapshot()
    }

    fn now(&self) -> Timestamp {
        self.engine.now()
    }

    /// The person, as the account of the workspace.
    fn caller(&self) -> Caller {
        Caller::window(self.workspace().settings(), &self.user)
    }

    /// The person, as the account of an authority.
    fn owner_of(&self, authority: &Authority) -> Caller {
        self.caller().owner_of(authority)
    }

    fn authority(&self, id: AuthorityId) -> Option<Arc<Authority>> {
        self.workspace().authority(id).cloned()
    }

    /// Authorities that can sign now, those that sign end entities first: the ones below others.
    fn active(&self) -> Vec<Arc<Authority>> {
        let now = self.now();
        let workspace = self.workspace();
        let active = |authority: &&Arc<Authority>| authority.status(now) == CertificateAuthorityStatus::Active;
        let mut found: Vec<_> = workspace.authorities().filter(active).cloned().collect();
        // By what it is and not by where it stands: one that was signed outside has no parent here either.
        let is_root = |authority: &Authority| authority.authority_type == CertificateAuthorityType::Root;
        found.sort_by_cached_key(|authority| (is_root(authority), super::search::authority_name(authority)));
        found
    }
}

/// Asks for a name, a place and a passphrase; `folder` is where new workspaces are proposed to lie, as typed.
pub fn new_workspace(folder: &str) -> Box<dyn Form> {
    Box::new(workspace::NewWorkspace::new(folder))
}

/// Asks for the passphrase; `place` is where the file lies, as a person reads it.
pub fn unlock(desk: Desk, place: &str) -> Box<dyn Form> {
    Box::new(passphrase::Unlock::new(desk, place))
}

/// Goes on from an older or another copy of the workspace than was seen before; `None` when it is none.
pub fn go_on(desk: Desk) -> Option<Box<dyn Form>> {
    Some(Box::new(go_on::GoOn::new(&desk)?))
}

/// Another passphrase.
pub fn change_passphrase(desk: Desk) -> Box<dyn Form> {
    Box::new(passphrase::ChangePassphrase::new(desk))
}

/// Creates and activates a root CA.
pub fn new_root(desk: Desk) -> Box<dyn Form> {
    Box::new(authority::NewAuthority::root(desk))
}

/// Creates a subordinate CA, below `parent` when it can sign authorities.
pub fn new_subordinate(desk: Desk, parent: Option<AuthorityId>) -> Box<dyn Form> {
    Box::new(authority::NewAuthority::subordinate(desk, parent))
}

/// Issues a certificate from `authority`, or from the nearest that can; `request` is the name and the content of a CSR
/// that is there already. `None` when no authority can.
pub fn issue(desk: Desk, authority: Option<AuthorityId>, request: Option<(String, Vec<u8>)>) -> Option<Box<dyn Form>> {
    Some(Box::new(issue::Issue::new(desk, authority, request)?))
}

/// Revokes certificates; `None` when none of them can be.
pub fn revoke(desk: Desk, certificates: &[CertificateArn]) -> Option<Box<dyn Form>> {
    Some(Box::new(revoke::Revoke::new(desk, certificates)?))
}

/// Saves certificates with or without what stands above them.
pub fn save_certificates(desk: Desk, certificates: &[CertificateArn]) -> Option<Box<dyn Form>> {
    Some(Box::new(save::Save::certificates(desk, certificates)?))
}

/// Saves the certificate of an authority.
pub fn save_authority(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(save::Save::authority(desk, authority)?))
}

/// Has the certificate manager request a certificate from `authority`, or from the nearest that can; `None` when no
/// authority can.
pub fn request_managed(desk: Desk, authority: Option<AuthorityId>) -> Option<Box<dyn Form>> {
    Some(Box::new(managed::Request::new(desk, authority)?))
}

/// Saves a managed certificate with its key.
pub fn export_managed(desk: Desk, id: ManagedCertificateId) -> Option<Box<dyn Form>> {
    Some(Box::new(managed::Export::new(desk, id)?))
}

/// Erases the keys of a managed certificate.
pub fn forget_managed(desk: Desk, id: ManagedCertificateId) -> Option<Box<dyn Form>> {
    Some(Box::new(managed::Forget::new(desk, id)?))
}

/// Grants the certificate manager what it lacks on an authority; `None` when that is nothing.
pub fn grant_manager(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(managed::Grant::new(desk, authority)?))
}

/// Gives a pending authority its certificate; `None` when it waits for none.
pub fn install(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(install::Install::new(desk, authority)?))
}

/// Enables, disables or reconfigures an authority; `None` when it is neither active nor disabled.
pub fn update(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(update::Update::new(desk, authority)?))
}

/// Asks for an audit report of an authority; `None` when it is neither active nor disabled.
pub fn write_audit_report(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(audit_report::WriteReport::new(desk, authority)?))
}

/// Shows an audit report as its bucket has it; `None` when there is none that was written.
pub fn open_audit_report(desk: Desk, authority: AuthorityId, report: AuditReportId) -> Option<Box<dyn Form>> {
    Some(Box::new(report::ShowReport::new(desk, authority, report)?))
}

/// Deletes an authority; `None` when it is deleted already.
pub fn delete(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(delete::Delete::new(desk, authority)?))
}

/// Restores a deleted authority; `None` when it cannot be.
pub fn restore(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(restore::Restore::new(desk, authority)?))
}

/// Gives tags to an authority, that of `key` to begin with; `None` when it can have none.
pub fn tag(desk: Desk, authority: AuthorityId, key: Option<&str>) -> Option<Box<dyn Form>> {
    Some(Box::new(tag::TagForm::new(desk, authority, key)?))
}

/// Removes tags of an authority, that of `key` to begin with; `None` when there are none that can be removed.
pub fn untag(desk: Desk, authority: AuthorityId, key: Option<&str>) -> Option<Box<dyn Form>> {
    Some(Box::new(untag::UntagForm::new(desk, authority, key)?))
}

/// Asks the API by an action that reads, filled in for an authority and a certificate; `None` for an action that changes
/// something.
pub fn read(
    desk: Desk,
    action: Action,
    authority: Option<AuthorityId>,
    certificate: Option<&CertificateArn>,
) -> Option<Box<dyn Form>> {
    Some(Box::new(read::Read::new(desk, action, authority, certificate)?))
}

/// A name and a note for an authority.
pub fn annotate_authority(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(annotate::Annotate::authority(desk, authority)?))
}

/// A name and a note for a certificate.
pub fn annotate_certificate(desk: Desk, certificate: CertificateArn) -> Option<Box<dyn Form>> {
    Some(Box::new(annotate::Annotate::certificate(desk, certificate)?))
}

/// Name, account, region, publication address and auto-lock of the workspace.
pub fn settings(desk: Desk) -> Box<dyn Form> {
    Box::new(settings::SettingsForm::new(desk))
}

/// The buckets of the workspace; `home` is the folder that `~` stands for.
pub fn buckets(desk: Desk, home: Option<PathBuf>) -> Box<dyn Form> {
    Box::new(buckets::Buckets::new(desk, home))
}

/// Where the endpoint listens and what it says of itself; `running` tells whether it is started again for that.
pub fn endpoint(desk: Desk, options: EndpointOptions, running: bool) -> Box<dyn Form> {
    Box::new(endpoint::EndpointForm::new(&desk, &options, running))
}

/// Makes an access key, and shows its secret once.
pub fn new_access_key(desk: Desk) -> Box<dyn Form> {
    Box::new(access_key::NewKey::new(desk))
}

/// Removes an access key; `None` when there is none of this ID.
pub fn remove_access_key(desk: Desk, id: &str) -> Option<Box<dyn Form>> {
    Some(Box::new(access_key::RemoveKey::new(desk, id)?))
}

/// Attaches a resource policy to an authority, or replaces the one it has.
pub fn put_policy(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(policy::Policy::new(desk, authority)?))
}

/// Removes the resource policy of an authority; `None` when it has none.
pub fn delete_policy(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(policy::RemovePolicy::new(desk, authority)?))
}

/// Grants the certificate manager a permission.
pub fn create_permission(desk: Desk, authority: AuthorityId) -> Option<Box<dyn Form>> {
    Some(Box::new(permission::Grant::new(desk, authority)?))
}

/// Withdraws a permission; `of` is the service and the account of the one that is chosen first. `None` when there is
/// none.
pub fn delete_permission(desk: Desk, authority: AuthorityId, of: Option<(String, String)>) -> Option<Box<dyn Form>> {
    Some(Box::new(permission::Withdraw::new(desk, authority, of)?))
}
