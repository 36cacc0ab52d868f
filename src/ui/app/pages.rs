//! The tree and the pages: what of the session they are given.

use super::session::Session;
use super::{App, Remembered};
use crate::ui::audit::AuditPage;
use crate::ui::authority::AuthorityView;
use crate::ui::availability::Blocked;
use crate::ui::command::WorkspacePage;
use crate::ui::context::PageContext;
use crate::ui::endpoint::{EndpointPage, Served};
use crate::ui::hierarchy::Hierarchy;
use crate::ui::home::{HomePage, Recent};
use crate::ui::host::EndpointState;
use crate::ui::managed::ManagedPage;
use crate::workspace::CertificateArn;
use egui::Ui;
use std::path::PathBuf;

/// The pages of a session, with what they remember while they are not shown.
pub(super) struct Pages {
    hierarchy: Hierarchy,
    home: HomePage,
    authority: AuthorityView,
    audit: AuditPage,
    pub(super) managed: ManagedPage,
    endpoint: EndpointPage,
}

impl Pages {
    /// As the last window left them.
    pub fn new(remembered: &Remembered) -> Self {
        Self {
            hierarchy: Hierarchy::folded(remembered.folded.clone(), remembered.folded_external.clone()),
            home: HomePage::default(),
            authority: AuthorityView::like(remembered.table.clone()),
            audit: AuditPage::default(),
            managed: ManagedPage::default(),
            endpoint: EndpointPage::default(),
        }
    }
}

impl Session {
    /// What every page is given to show.
    pub(super) fn context<'a>(&'a self, endpoint: &'a EndpointState) -> PageContext<'a> {
        PageContext {
            workspace: &self.snapshot,
            access: &self.access,
            now: self.now,
            date_doubt: self.date_doubt,
            destructions: &self.destructions,
            certificate: self.certificate.as_ref(),
            engine: Some(&self.engine),
            endpoint,
        }
    }
}

impl App {
    pub(super) fn tree_ui(&mut self, ui: &mut Ui) {
        let Some(session) = &self.session else { return };
        let context = session.context(&self.serving.state);
        let pages = &mut self.pages.hierarchy;
        let at_home = session.authority.is_none() && session.workspace_page == WorkspacePage::Home;
        pages.ui(ui, context, (session.authority, at_home), &self.search.query, &mut self.commands);
        self.remembered.folded = pages.folds();
        self.remembered.folded_external = pages.external_folds();
    }

    pub(super) fn page_ui(&mut self, ui: &mut Ui) {
        let Some(session) = &self.session else { return };
        let (context, pages) = (session.context(&self.serving.state), &mut self.pages);
        match session.authority {
            Some(id) => {
                pages.authority.ui(ui, context, id, session.page, &mut self.commands);
                self.remembered.table.clone_from(pages.authority.look());
            }
            None if session.workspace_page == WorkspacePage::Audit => {
                pages.audit.workspace_ui(ui, context, &mut self.commands);
            }
            None if session.workspace_page == WorkspacePage::Managed => {
                pages.managed.ui(ui, context, &mut self.commands)
            }
            None if session.workspace_page == WorkspacePage::Endpoint => {
                let options = self.remembered.endpoint(session.snapshot.id());
                let served = Served { options: &options, calls: &self.serving.calls };
                pages.endpoint.ui(ui, context, served, &mut self.commands);
            }
            None => pages.home.ui(ui, context, &mut self.commands),
        }
    }

    pub(super) fn first_run_ui(&mut self, ui: &mut Ui) {
        let recent = self.recent();
        self.first_run.ui(ui, &recent, &mut self.commands);
    }

    /// The workspaces that were open before, the last first.
    pub(super) fn recent(&self) -> Vec<Recent> {
        let recent = |path: &PathBuf| Recent { path: path.clone(), shown: self.shown_path(path) };
        self.remembered.recent.iter().map(recent).collect()
    }

    /// How many certificates commands act on, and why none of them can be revoked.
    pub(super) fn selection(&self) -> (usize, Blocked) {
        let Some(session) = &self.session else { return (0, None) };
        let in_table = match session.authority {
            Some(_) => self.pages.authority.selection(session.context(&self.serving.state)),
            None => (0, None),
        };
        match &session.certificate {
            Some(arn) if in_table.0 == 0 => (1, session.revoke_blocked(arn)),
            _ => in_table,
        }
    }

    /// The certificates that are selected in the table, else the one in the inspector.
    pub(super) fn selected_certificates(&self) -> Vec<CertificateArn> {
        let Some(session) = &self.session else { return Vec::new() };
        let in_table = match session.authority {
            Some(_) => self.pages.authority.selected(session.context(&self.serving.state)),
            None => Vec::new(),
        };
        if in_table.is_empty() { session.certificate.iter().cloned().collect() } else { in_table }
    }
}
