//! What the inspector is given to show.

use super::App;
use super::known::why_revoked;
use crate::ui::command::Command;
use crate::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use crate::ui::inspector::{Inspector, Origin};
use crate::ui::search::authority_name;
use crate::workspace::{AuthorityId, CertificateArn, Der, Workspace};
use crate::x509::Certificate;
use crate::x509::inspect::Item;
use egui::Context;
use std::path::PathBuf;

/// What becomes of a certificate signing request that comes from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Csr {
    /// It opens the form that issues from it, when the workspace can.
    Issue,
    /// It is looked at.
    Inspect,
}

impl App {
    /// Shows a certificate of the workspace.
    pub(super) fn inspect_certificate(&mut self, ctx: &Context, arn: &CertificateArn) {
        let Some(session) = &mut self.session else { return };
        session.certificate = Some(arn.clone());
        let Some(row) = session.row(arn) else { return };
        match session.snapshot.certificate_body(&row) {
            Ok(der) => self.inspect_own(ctx, Origin::Certificate(arn.clone()), &der),
            Err(error) => self.problem(ctx, "The certificate was not read", error.to_string()),
        }
    }

    /// Shows an authority's own certificate.
    pub(super) fn inspect_authority(&mut self, ctx: &Context, id: AuthorityId) {
        let Some(session) = &self.session else { return };
        let installed = session.snapshot.authority(id).and_then(|authority| authority.installed.as_ref());
        if let Some(installed) = installed {
            let der = installed.certificate.as_bytes().to_vec();
            self.inspect_own(ctx, Origin::Authority(id), &der);
        }
    }

    /// Shows an authority's certificate signing request.
    pub(super) fn inspect_csr(&mut self, ctx: &Context, id: AuthorityId) {
        let found = self.session.as_ref().and_then(|session| session.snapshot.authority(id));
        let Some((name, csr)) = found.map(|found| (authority_name(found), found.csr.as_bytes().to_vec())) else {
            return;
        };
        self.inspect_bytes(ctx, format!("CSR of {name}"), csr, Csr::Inspect);
    }

    /// Shows an authority's CRL as it was published.
    pub(super) fn inspect_crl(&mut self, ctx: &Context, id: AuthorityId) {
        let Some(session) = &self.session else { return };
        let Some(name) = session.snapshot.authority(id).map(|found| authority_name(found)) else { return };
        let (engine, sentence) = (session.engine.clone(), format!("Reading the CRL of {name}"));
        let work = move || engine.published_crl(id);
        self.jobs.start(ctx, sentence, false, work, move |app, ctx, read| match read {
            Ok(Some(list)) => app.inspect_bytes(ctx, format!("CRL of {name}"), list.der().to_vec(), Csr::Inspect),
            Ok(None) => app.problem(ctx, "There is nothing to inspect", "This authority has not published a CRL yet."),
            Err(error) => app.refused(ctx, "The CRL was not read", &error),
        });
    }

    /// Asks for a file and shows what is in it.
    pub(super) fn inspect_file(&mut self) {
        let wanted = FileDialog {
            kind: FileDialogKind::Open,
            title: "Inspect file".into(),
            extensions: Vec::new(),
            folder: None,
        };
        self.choose(wanted, |app, ctx, answer| {
            let FileDialogAnswer::Chosen(paths) = answer else { return };
            for path in paths.into_iter().take(1) {
                app.read_file(ctx, path, |app, ctx, path, read| app.look_at(ctx, path, read, Csr::Inspect));
            }
        });
    }

    /// Shows what the clipboard holds.
    pub(super) fn inspect_clipboard(&mut self, ctx: &Context) {
        match self.host.clipboard() {
            Ok(text) => self.inspect_bytes(ctx, "Clipboard".into(), text.into_bytes(), Csr::Inspect),
            Err(why) => self.problem(ctx, "Nothing to inspect on the clipboard", why),
        }
    }

    /// Looks at a file that was read.
    pub(super) fn look_at(&mut self, ctx: &Context, path: PathBuf, read: Result<Vec<u8>, String>, csr: Csr) {
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(why) => return self.problem(ctx, "The file was not opened", why),
        };
        self.inspect_bytes(ctx, self.shown_path(&path), bytes, csr);
    }

    /// Looks at bytes from outside. They may be many and hostile, so they are read in the background.
    pub(super) fn inspect_bytes(&mut self, ctx: &Context, name: String, bytes: Vec<u8>, csr: Csr) {
        let (now, workspace) = (self.time(), self.session.as_ref().map(|session| session.snapshot.clone()));
        let sentence = format!("Inspecting {name}");
        let work = move || {
            let read = Inspector::read(Origin::Opened(name.clone()), &bytes, now).map(|inspector| match &workspace {
                Some(workspace) => {
                    let (authorities, roots) = certificates(workspace);
                    inspector.with_paths(&authorities, &roots, &|certificate| why_revoked(workspace, certificate))
                }
                None => inspector,
            });
            (read, name, bytes)
        };
        self.jobs.start(ctx, sentence, false, work, move |app, ctx, (read, name, bytes)| match read {
            Ok(inspector) => app.show_opened(inspector, name, bytes, csr),
            Err(why) => app.problem(ctx, "There is nothing to inspect", why),
        });
    }

    fn show_opened(&mut self, inspector: Inspector, path: String, bytes: Vec<u8>, csr: Csr) {
        let situation = self.situation();
        let can_issue = situation.can_issue && situation.unlocked().is_ok();
        if csr == Csr::Issue && can_issue && matches!(inspector.item(), Item::Request(_)) {
            self.commands.push(Command::IssueRequest { authority: None, path, csr: bytes });
            return;
        }
        if let Some(session) = &mut self.session {
            session.certificate = None;
        }
        self.inspector = Some(inspector);
    }

    /// Shows a certificate of the workspace.
    fn inspect_own(&mut self, ctx: &Context, origin: Origin, der: &[u8]) {
        let Some(session) = &self.session else { return };
        let id = match &origin {
            Origin::Certificate(arn) => arn.authority.id,
            Origin::Authority(id) => *id,
            Origin::Opened(_) => return,
        };
        // Its own path is three certificates long, not worth a job.
        let above = session.engine.chain(id).unwrap_or_default();
        let roots = above.last().cloned().into_iter().collect::<Vec<_>>();
        match Inspector::read(origin, der, session.now.seconds()) {
            Ok(inspector) => {
                let revoked = |certificate: &Certificate| why_revoked(&session.snapshot, certificate);
                let inspector = inspector.with_paths(&above, &roots, &revoked);
                self.inspector = Some(inspector.like(self.inspector.as_ref()));
            }
            Err(why) => self.problem(ctx, "There is nothing to inspect", why),
        }
    }

    /// Closes the inspector.
    pub(super) fn deselect(&mut self) {
        self.inspector = None;
        if let Some(session) = &mut self.session {
            session.certificate = None;
        }
    }

    /// Now, in seconds since 1970.
    pub(super) fn time(&self) -> i64 {
        match &self.session {
            Some(session) => session.now.seconds(),
            None => self.host.environment(&PathBuf::new()).clock.now().seconds(),
        }
    }
}

/// The certificates of all authorities, and those of them that are roots.
fn certificates(workspace: &Workspace) -> (Vec<Certificate>, Vec<Certificate>) {
    let read = |der: &Der| Certificate::from_der(der.as_bytes()).ok();
    let installed = || workspace.authorities().filter_map(|authority| authority.installed.as_ref());
    let authorities = installed().filter_map(|installed| read(&installed.certificate)).collect();
    // A root signs itself, so nothing stands above it; else the root is the last of what does.
    let roots = installed().filter_map(|installed| read(installed.chain.last().unwrap_or(&installed.certificate)));
    (authorities, roots.collect())
}
