//! The open workspace, and where in it the window is.

use super::following::Follower;
use super::upkeep::Upkeep;
use crate::engine::{Access, Caller, ClockDoubt, Destruction, Engine, Subscription};
use crate::ui::availability::{self, Blocked};
use crate::ui::command::{AuthorityPage, WorkspacePage};
use crate::workspace::{Authority, AuthorityId, CertificateArn, CertificateRow, Timestamp, Workspace};
use crate::x509::inspect::display;
use std::sync::Arc;

/// The open workspace, and where in it the window is.
pub(super) struct Session {
    /// The engine that holds it.
    pub engine: Arc<Engine>,
    /// The state that this frame shows.
    pub snapshot: Arc<Workspace>,
    /// What it allows, in this frame.
    pub access: Access,
    /// The time of this frame.
    pub now: Timestamp,
    /// Why that may be wrong.
    pub clock_doubt: Option<ClockDoubt>,
    /// Why nothing is destroyed by schedule.
    pub date_doubt: Option<ClockDoubt>,
    /// What becomes of the keys of deleted authorities that cannot be restored any more.
    pub destructions: Vec<(AuthorityId, Destruction)>,
    /// Whose page is shown; one of the workspace when none is.
    pub authority: Option<AuthorityId>,
    /// What is shown where no authority's page is.
    pub workspace_page: WorkspacePage,
    /// Which of its pages.
    pub page: AuthorityPage,
    /// The certificate in the inspector.
    pub certificate: Option<CertificateArn>,
    /// How many certificates were revoked when the inspector was last read.
    pub revoked_seen: usize,
    /// When the person last did something, in seconds of the window's time.
    pub last_input: f64,
    /// What is done by itself.
    pub upkeep: Upkeep,
    /// Draws the window again when anybody has changed something.
    pub heard: Option<Subscription>,
    /// Reads what another process writes, where one does.
    pub follower: Option<Follower>,
}

impl Session {
    pub fn new(engine: Arc<Engine>, input_time: f64) -> Self {
        Self {
            snapshot: engine.snapshot(),
            access: engine.access(),
            now: engine.now(),
            clock_doubt: engine.clock_doubt(),
            date_doubt: engine.date_doubt(),
            destructions: engine.destructions(),
            engine,
            authority: None,
            workspace_page: WorkspacePage::default(),
            page: AuthorityPage::default(),
            certificate: None,
            revoked_seen: 0,
            last_input: input_time,
            upkeep: Upkeep::default(),
            heard: None,
            follower: None,
        }
    }

    /// Takes the newest state for the next frame.
    pub fn refresh(&mut self) {
        self.snapshot = self.engine.snapshot();
        self.access = self.engine.access();
        self.now = self.engine.now();
        self.clock_doubt = self.engine.clock_doubt();
        self.date_doubt = self.engine.date_doubt();
        self.destructions = self.engine.destructions();
        let there = |id: &AuthorityId| self.snapshot.authority(*id).is_some();
        self.authority = self.authority.filter(there);
    }

    /// Whether this page of the workspace is shown.
    pub fn is_at(&self, page: WorkspacePage) -> bool {
        self.authority.is_none() && self.workspace_page == page
    }

    /// How many certificates are revoked.
    pub fn revoked(&self) -> usize {
        let certificates = self.snapshot.certificates();
        self.snapshot.authorities().map(|authority| certificates.counts(authority.id()).revoked).sum()
    }

    /// The selected authority.
    pub fn selected(&self) -> Option<&Arc<Authority>> {
        self.snapshot.authority(self.authority?)
    }

    /// Who acts: the person, as the account of the selected authority.
    pub fn caller(&self, user: &str) -> Caller {
        let caller = Caller::window(self.snapshot.settings(), user);
        match self.selected() {
            Some(authority) => caller.owner_of(authority),
            None => caller,
        }
    }

    /// The row of a certificate.
    pub fn row(&self, arn: &CertificateArn) -> Option<CertificateRow<'_>> {
        self.snapshot.certificates().get(arn.authority.id, arn.serial)
    }

    /// Why a certificate cannot be revoked, whoever holds the keys.
    pub fn revoke_blocked(&self, arn: &CertificateArn) -> Blocked {
        let row = self.row(arn)?;
        match self.snapshot.authority(row.authority) {
            Some(issuer) => availability::revoke(&row, issuer, self.now),
            None => Some("The authority that issued it is gone"),
        }
    }

    /// The name of the workspace, safe to show: a person's own for it, else that of its file.
    pub fn name(&self) -> String {
        let file = || self.engine.path().file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let name = self.snapshot.settings().name.clone().or_else(file).unwrap_or_else(|| "Workspace".into());
        display::safe(&name).into_owned()
    }
}
