//! What a person has asked for: pages, forms, menus and the palette push commands while the window is drawn, and
//! the window carries them out when the frame is done. Nothing else changes what is shown or what is stored.

use super::ask::{Ask, Select};
use super::theme::Theme;
use crate::engine::Action;
use crate::workspace::{AuditReportId, AuthorityId, CertificateArn, CrlPartitionId, ManagedCertificateId};
use std::path::PathBuf;

/// One wish of the person.
#[derive(Debug)]
pub enum Command {
    // Workspace
    /// Ask for a name, a place and a passphrase, and create a workspace there.
    NewWorkspace,
    /// Ask for a workspace file and open it.
    OpenWorkspace,
    /// Open the workspace at this path.
    OpenRecent(PathBuf),
    /// Create the sample workspace and open it.
    TrySample,
    /// Go back to the first screen.
    CloseWorkspace,
    /// Ask for the passphrase.
    Unlock,
    /// Ask for the passphrase, and write an older or another copy of the workspace from now on.
    GoOn,
    /// Forget the keys until the passphrase is given again.
    Lock,
    /// Ask for the old and a new passphrase.
    ChangePassphrase,
    /// Name, account, region, publication address, auto-lock.
    Settings,
    /// The buckets of the workspace.
    Buckets,
    /// Save a copy of the workspace file.
    SaveCopy,
    /// Verify the chain of records and their seals from the first to the last.
    VerifyFile,
    /// Close the window.
    Quit,

    // Where to look
    /// The Home page.
    Home,
    /// The audit of the whole workspace.
    Audit,
    /// An authority's page, or a certificate on it.
    Select(Select),
    /// A page of the selected authority.
    Show(AuthorityPage),
    /// Select nothing on the page, which closes the inspector.
    Deselect,
    /// Put the cursor into the search field.
    Find,
    /// Open the command palette.
    Palette,

    // Forms
    /// Create and activate a root CA.
    NewRoot,
    /// Create and install a subordinate CA, below this one when there is one.
    NewSubordinate(Option<AuthorityId>),
    /// Issue a certificate from this authority, or from the nearest one that can.
    Issue(Option<AuthorityId>),
    /// Issue from a certificate signing request in PEM or DER form, such as one that was dropped.
    IssueRequest {
        /// The authority, or the nearest one that can.
        authority: Option<AuthorityId>,
        /// Where it came from, for the form to show.
        path: String,
        /// PEM or DER.
        csr: Vec<u8>,
    },
    /// Sign or import the certificate of a pending authority.
    Install(AuthorityId),
    /// Change the revocation configuration of an authority, or turn it on or off.
    UpdateAuthority(AuthorityId),
    /// Grant the certificate manager a permission.
    GrantPermission(AuthorityId),
    /// Withdraw a permission: of this service and this account when they are given.
    WithdrawPermission(AuthorityId, Option<(String, String)>),
    /// Attach a resource policy, or edit the one there is.
    PutPolicy(AuthorityId),
    /// Remove the resource policy.
    DeletePolicy(AuthorityId),
    /// Ask for a report of all that an authority has issued.
    WriteAuditReport(AuthorityId),
    /// Show a report as it was written.
    OpenAuditReport(AuthorityId, AuditReportId),
    /// Revoke certificates, with a reason.
    Revoke(Vec<CertificateArn>),
    /// Save certificates as PEM, DER, chain or full chain.
    SaveCertificates(Vec<CertificateArn>),
    /// Do the one or the other with the certificates that are selected when the command is carried out.
    Selected(SelectedAct),
    /// Save a certificate with the chain above it, in PEM.
    SaveFullChain(CertificateArn),
    /// Save an authority's certificate, with or without the chain above it.
    SaveAuthorityCertificate(AuthorityId),
    /// Save an authority's certificate signing request.
    SaveAuthorityCsr(AuthorityId),
    /// Delete an authority, which can be restored for some days.
    DeleteAuthority(AuthorityId),
    /// Restore a deleted authority.
    RestoreAuthority(AuthorityId),
    /// Give tags to an authority; the form begins with the tag of a key, to change its value.
    TagAuthority(AuthorityId, Option<String>),
    /// Remove tags of an authority; the form begins with the tag of a key.
    UntagAuthority(AuthorityId, Option<String>),
    /// Ask the API by an action that reads, for what is selected.
    AskApi(Action),
    /// A friendly name and a note for an authority.
    AnnotateAuthority(AuthorityId),
    /// A note for a certificate.
    AnnotateCertificate(CertificateArn),

    /// Anything about managed certificates.
    Managed(ManagedAct),

    /// Anything about the endpoint.
    Endpoint(EndpointAct),

    // Inspector
    /// Show an authority's own certificate in the inspector.
    InspectAuthority(AuthorityId),
    /// Ask for a file and show what is in it.
    InspectFile,
    /// Show what the clipboard holds.
    InspectClipboard,
    /// Show an authority's certificate signing request.
    InspectCsr(AuthorityId),
    /// Show an authority's published CRL, or the newest shard of it.
    InspectCrl(AuthorityId),
    /// Show one published list of an authority: of a shard, or the complete one.
    InspectList(AuthorityId, Option<CrlPartitionId>),

    // Acts
    /// Sign and publish an authority's CRL now, also after a failure.
    SignCrl(AuthorityId),
    /// Save an authority's published CRL, or the newest shard of it.
    SaveCrl(AuthorityId),
    /// Save one published list of an authority: of a shard, or the complete one.
    SaveList(AuthorityId, Option<CrlPartitionId>),
    /// Save an audit report as it was written.
    SaveAuditReport(AuthorityId, AuditReportId),
    /// Let a disabled authority issue again.
    EnableAuthority(AuthorityId),
    /// Have an active authority issue nothing any more, until it is enabled again.
    DisableAuthority(AuthorityId),
    /// The date is right although it seems doubtful: do what waits for it.
    ConfirmDate,
    /// Anything that has no name of its own: run work, save a file, copy text.
    Ask(Ask),

    // View
    /// Light, dark, or as the system has it.
    Theme(Theme),
    /// Draw the edges of controls stronger, or as usual.
    StrongerLines(bool),
    /// Change the zoom: 1 is larger, -1 smaller, 0 back to 100 %.
    Zoom(i8),
    /// Say what this program is.
    About,
    /// List all shortcuts.
    Shortcuts,
}

/// What can be done with the selected certificates: which they are is looked up when it is done, for there may be many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectedAct {
    /// As [`Command::SaveCertificates`].
    Save,
    /// As [`Command::Revoke`].
    Revoke,
    /// As [`Command::AnnotateCertificate`].
    Annotate,
}

/// What can be done about managed certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManagedAct {
    /// The page that lists them.
    Show,
    /// Ask for a new one, of this authority when there is one.
    Request(Option<AuthorityId>),
    /// Save one with its key.
    Export(ManagedCertificateId),
    /// Renew one now.
    Renew(ManagedCertificateId),
    /// Grant the certificate manager what it lacks on an authority.
    Grant(AuthorityId),
    /// Erase its keys, and renew it no more.
    Forget(ManagedCertificateId),
}

/// What can be done about the endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointAct {
    /// The page about it.
    Show,
    /// Have it answer.
    Start,
    /// Have it answer no more.
    Stop,
    /// Ask where it listens and what it says of itself.
    Configure,
    /// Make an access key.
    NewKey,
    /// Take no requests any more that are signed with the access key of this ID.
    RemoveKey(String),
}

/// The pages of an authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AuthorityPage {
    /// What it is and what needs attention.
    #[default]
    Overview,
    /// What it has issued.
    Certificates,
    /// Its revocation configuration, CRL and revoked certificates.
    Revocation,
    /// Which services and accounts may use it.
    Access,
    /// Its tags.
    Tags,
    /// What has happened to it, and its audit reports.
    Audit,
}

/// The pages of the workspace, where no authority is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkspacePage {
    /// What needs attention, and what has happened lately.
    #[default]
    Home,
    /// The records of the whole file.
    Audit,
    /// What the certificate manager keeps.
    Managed,
    /// The endpoint, and who calls it.
    Endpoint,
}

/// The commands of a frame, in order.
pub type Commands = Vec<Command>;
