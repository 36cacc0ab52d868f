//! Carrying out the commands of a frame, one call each.

use super::App;
use super::dialog::Open;
use super::remembered::ZOOMS;
use crate::engine::Engine;
use crate::ui::ask::{Ask, Done, Select, Work};
use crate::ui::command::{AuthorityPage, Command, SelectedAct, WorkspacePage};
use crate::ui::forms::full_chain;
use crate::ui::inspector::Inspector;
use crate::ui::palette::Palette;
use crate::ui::theme::{self, Theme};
use crate::workspace::CertificateArn;
use egui::Context;

impl App {
    pub(super) fn apply(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::OpenWorkspace => self.choose_workspace(),
            Command::OpenRecent(path) => self.leave_then(ctx, |app, ctx| app.open_workspace(ctx, path)),
            Command::TrySample => self.leave_then(ctx, Self::try_sample),
            Command::CloseWorkspace => self.close_workspace(ctx),
            Command::Lock => self.lock(ctx, "Locked"),
            Command::SaveCopy => self.save_copy(),
            Command::VerifyFile => self.verify_file(ctx),
            Command::Quit => self.quit(ctx),

            Command::Home => self.show_workspace(WorkspacePage::Home),
            Command::Audit => self.show_workspace(WorkspacePage::Audit),
            Command::Select(select) => self.select(ctx, select),
            Command::Show(page) => self.show_page(page),
            Command::Deselect => self.deselect(),
            Command::Find => ctx.memory_mut(|memory| memory.request_focus(super::top_bar::search_id())),
            Command::Palette => self.palette = Some(Palette::default()),

            Command::Managed(act) => self.managed(ctx, act),
            Command::Endpoint(act) => self.endpoint(ctx, act),

            Command::InspectAuthority(id) => self.inspect_authority(ctx, id),
            Command::InspectFile => self.inspect_file(),
            Command::InspectClipboard => self.inspect_clipboard(ctx),
            Command::InspectCsr(id) => self.inspect_csr(ctx, id),
            Command::InspectCrl(id) => self.inspect_crl(ctx, id, move |engine| engine.published_crl(id)),
            Command::InspectList(id, list) => self.inspect_crl(ctx, id, move |engine| engine.published_list(id, list)),

            Command::SignCrl(id) => self.sign_crl(ctx, id),
            Command::SaveCrl(id) => self.save_crl(ctx, id, move |engine| engine.published_crl(id)),
            Command::SaveList(id, list) => self.save_crl(ctx, id, move |engine| engine.published_list(id, list)),
            Command::SaveAuditReport(authority, report) => self.save_audit_report(authority, report),
            Command::SaveFullChain(arn) => self.download_chain(ctx, arn),
            Command::SaveAuthorityCsr(id) => self.save_csr(ctx, id),
            Command::EnableAuthority(id) => self.set_enabled(ctx, id, true),
            Command::DisableAuthority(id) => self.set_enabled(ctx, id, false),
            Command::ConfirmDate => self.confirm_date(ctx),
            Command::Ask(ask) => self.do_ask(ctx, ask),
            Command::Selected(act) => self.act_on_selected(ctx, act),

            Command::Theme(choice) => self.set_theme(ctx, choice),
            Command::StrongerLines(on) => {
                self.remembered.stronger_lines = on;
                theme::set_stronger_lines(ctx, on);
            }
            Command::Zoom(step) => self.zoom(ctx, step),
            Command::About => self.dialog = Some(Open::About),
            Command::Shortcuts => self.dialog = Some(Open::Shortcuts),

            form => self.open_form(ctx, form),
        }
    }

    fn act_on_selected(&mut self, ctx: &Context, act: SelectedAct) {
        let mut certificates = self.selected_certificates();
        let command = match act {
            SelectedAct::Save => Command::SaveCertificates(certificates),
            SelectedAct::Revoke => Command::Revoke(certificates),
            SelectedAct::Annotate => match certificates.pop() {
                Some(one) => Command::AnnotateCertificate(one),
                None => return,
            },
        };
        self.open_form(ctx, command);
    }

    /// Shows a page of the workspace, and no authority's.
    pub(super) fn show_workspace(&mut self, page: WorkspacePage) {
        self.deselect();
        if let Some(session) = &mut self.session {
            session.refresh();
            session.authority = None;
            session.workspace_page = page;
        }
    }

    fn select(&mut self, ctx: &Context, select: Select) {
        let Some(session) = &mut self.session else { return };
        session.refresh();
        session.workspace_page = WorkspacePage::Home;
        match select {
            Select::Authority(arn) => {
                let other = session.authority != Some(arn.id);
                session.authority = Some(arn.id);
                // What takes the whole page gives way to the page that was asked for.
                if other || self.inspector.as_ref().is_some_and(Inspector::is_full) {
                    self.deselect();
                }
            }
            Select::Certificate(arn) => {
                session.authority = Some(arn.authority.id);
                let is_revoked = session.row(&arn).is_some_and(|row| row.revocation.is_some());
                session.page = match session.page {
                    // The list of revoked certificates stays while what was selected stands in it.
                    AuthorityPage::Revocation if is_revoked => AuthorityPage::Revocation,
                    _ => AuthorityPage::Certificates,
                };
                self.inspect_certificate(ctx, &arn);
            }
            Select::Managed(id) => {
                self.show_workspace(WorkspacePage::Managed);
                self.pages.managed.select(id);
            }
        }
    }

    fn show_page(&mut self, page: AuthorityPage) {
        if let Some(session) = &mut self.session {
            session.page = page;
        }
        if self.inspector.as_ref().is_some_and(Inspector::is_full) {
            self.deselect();
        }
    }

    /// What no form waits for.
    fn do_ask(&mut self, ctx: &Context, ask: Ask) {
        match ask {
            Ask::Run(work) => self.run(ctx, None, work),
            Ask::Save(file) => self.save_and_tell(ctx, file),
            Ask::SaveAuditReport(id, report) => self.save_audit_report(id, report),
            Ask::Copy(text) => self.copy(ctx, text),
            Ask::CopySecret(text) => self.copy_secret(ctx, &text),
            Ask::Endpoint(options) => self.set_endpoint(ctx, options),
            // A form's own: without it there is nobody to answer.
            Ask::Close
            | Ask::Leave
            | Ask::CreateWorkspace { .. }
            | Ask::Open { .. }
            | Ask::Read { .. }
            | Ask::Folder { .. } => {}
        }
    }

    /// Saves a certificate with the chain above it.
    pub(super) fn download_chain(&mut self, ctx: &Context, arn: CertificateArn) {
        let run =
            Box::new(move |engine: &Engine| Ok(Done { save: Some(full_chain(engine, &arn)?), ..Done::default() }));
        self.run(ctx, None, Work { sentence: "Reading the chain".into(), run });
    }

    fn set_theme(&mut self, ctx: &Context, choice: Theme) {
        self.remembered.theme = choice;
        theme::show(ctx, choice);
    }

    fn zoom(&mut self, ctx: &Context, step: i8) {
        let zoom = match step {
            0 => 1.0,
            step => self.remembered.zoom + 0.1 * f32::from(step),
        };
        self.remembered.zoom = ((zoom * 10.0).round() / 10.0).clamp(*ZOOMS.start(), *ZOOMS.end());
        ctx.set_zoom_factor(self.remembered.zoom);
        self.status.say(ctx, format!("Zoom {:.0} %", self.remembered.zoom * 100.0));
    }
}
