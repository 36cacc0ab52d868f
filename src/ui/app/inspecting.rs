//! What the inspector is given to show.

use super::App;
use super::authority_acts::ReadCrl;
use super::known::why_revoked;
use crate::engine::Engine;
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

/// The job that reads it.
pub(super) const READING: &str = "Reading the certificate";

/// The certificate of the workspace that is being read for the inspector.
#[derive(Default)]
pub(super) struct Reading {
    running: bool,
    /// What was asked for last.
    wanted: Option<Origin>,
}

impl App {
    /// Shows a certificate of the workspace.
    pub(super) fn inspect_certificate(&mut self, ctx: &Context, arn: &CertificateArn) {
        let Some(session) = &mut self.session else { return };
        session.certificate = Some(arn.clone());
        self.inspect_own(ctx, Origin::Certificate(arn.clone()));
    }

    /// Shows an authority's own certificate.
    pub(super) fn inspect_authority(&mut self, ctx: &Context, id: AuthorityId) {
        self.inspect_own(ctx, Origin::Authority(id));
    }

    /// Shows an authority's certificate signing request.
    pub(super) fn inspect_csr(&mut self, ctx: &Context, id: AuthorityId) {
        let found = self.session.as_ref().and_then(|session| session.snapshot.authority(id));
        let Some((name, csr)) = found.map(|found| (authority_name(found), found.csr.as_bytes().to_vec())) else {
            return;
        };
        self.inspect_bytes(ctx, format!("CSR of {name}"), csr, Csr::Inspect);
    }

    /// Shows a CRL of an authority as `read` finds it published.
    pub(super) fn inspect_crl(&mut self, ctx: &Context, id: AuthorityId, read: impl ReadCrl) {
        let Some(session) = &self.session else { return };
        let Some(name) = session.snapshot.authority(id).map(|found| authority_name(found)) else { return };
        let (engine, sentence) = (session.engine.clone(), format!("Reading the CRL of {name}"));
        let work = move || read(&engine);
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
            let FileDialogAnswer::Chosen(path) = answer else { return };
            app.read_file(ctx, path, |app, ctx, path, read| app.look_at(ctx, path, read, Csr::Inspect));
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
        self.deselect();
        self.inspector = Some(inspector);
    }

    /// Shows a certificate of the workspace. What was shown stays until it is read; of those that are asked for
    /// meanwhile, as by an arrow key that is held down, only the last is read.
    fn inspect_own(&mut self, ctx: &Context, origin: Origin) {
        let Some(session) = &self.session else { return };
        self.reading.wanted = Some(origin.clone());
        if std::mem::replace(&mut self.reading.running, true) {
            return;
        }
        let (engine, snapshot, now) = (session.engine.clone(), session.snapshot.clone(), session.now.seconds());
        let asked = origin.clone();
        let work = move || read_own(&engine, &snapshot, asked, now);
        self.jobs.start_quiet(ctx, READING, work, move |app, ctx, read| {
            app.reading.running = false;
            match app.reading.wanted.take() {
                Some(wanted) if wanted == origin => app.show_own(ctx, read),
                Some(another) => app.inspect_own(ctx, another),
                None => {}
            }
        });
    }

    fn show_own(&mut self, ctx: &Context, read: Result<Inspector, String>) {
        match read {
            Ok(inspector) => self.inspector = Some(inspector.like(self.inspector.as_ref())),
            Err(why) => self.problem(ctx, "There is nothing to inspect", why),
        }
    }

    /// What is shown of the workspace is read again when something was revoked: the verdicts on its path may be others.
    pub(super) fn follow_revocations(&mut self, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        let revoked = session.revoked();
        if std::mem::replace(&mut session.revoked_seen, revoked) == revoked {
            return;
        }
        let origin = self.inspector.as_ref().map(|inspector| inspector.origin().clone());
        if let Some(origin @ (Origin::Certificate(_) | Origin::Authority(_))) = origin {
            self.inspect_own(ctx, origin);
        }
    }

    /// Closes the inspector.
    pub(super) fn deselect(&mut self) {
        self.inspector = None;
        self.reading.wanted = None;
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

/// Reads a certificate of the workspace and verifies its path.
fn read_own(engine: &Engine, workspace: &Workspace, origin: Origin, now: i64) -> Result<Inspector, String> {
    const GONE: &str = "It is not in the workspace any more.";
    let (id, der) = match &origin {
        Origin::Certificate(arn) => {
            let certificates = workspace.certificates();
            let number = certificates.find(arn.authority.id, arn.serial).ok_or(GONE)?;
            let row = certificates.row(number).ok_or(GONE)?;
            (arn.authority.id, workspace.certificate_body(&row).map_err(|error| error.to_string())?)
        }
        Origin::Authority(id) => {
            let installed = workspace.authority(*id).and_then(|authority| authority.installed.as_ref()).ok_or(GONE)?;
            (*id, installed.certificate.as_bytes().to_vec())
        }
        Origin::Opened(_) => return Err(GONE.into()),
    };
    let above = engine.chain(id).unwrap_or_default();
    let roots: Vec<Certificate> = above.last().cloned().into_iter().collect();
    let inspector = Inspector::read(origin, &der, now)?;
    Ok(inspector.with_paths(&above, &roots, &|certificate| why_revoked(workspace, certificate)))
}
