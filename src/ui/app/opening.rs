//! Which form a command opens.

use super::App;
use super::dialog::{self, Question};
use crate::ui::command::{Command, EndpointAct, ManagedAct};
use crate::ui::forms::{self, Desk, Form};
use egui::Context;

impl App {
    /// Opens the form of a command. Something typed into one that stands open already is asked about first.
    pub(super) fn open_form(&mut self, ctx: &Context, command: Command) {
        if matches!(command, Command::Unlock) && self.has_form() {
            return self.form_of(command).into_iter().for_each(|form| self.show_unlock(form));
        }
        if let Some(loss) = self.forms.loss() {
            let question = Question::discard(loss, move |app, ctx| {
                app.forms.close_all();
                app.open_form(ctx, command);
            });
            self.dialog = Some(dialog::Open::Question(question));
            return;
        }
        match self.form_of(command) {
            Some(form) => self.show_form(form),
            None => self.status.failed(ctx, "There is nothing here that this can be done with"),
        }
    }

    fn form_of(&self, command: Command) -> Option<Box<dyn Form>> {
        if let Command::NewWorkspace = command {
            return Some(forms::new_workspace(&self.shown_path(&self.host.workspaces_folder())));
        }
        let session = self.session.as_ref()?;
        let desk = Desk { engine: session.engine.clone(), user: self.host.user() };
        match command {
            Command::NewRoot => Some(forms::new_root(desk)),
            Command::NewSubordinate(parent) => Some(forms::new_subordinate(desk, parent.or(session.authority))),
            Command::Issue(authority) => forms::issue(desk, authority.or(session.authority), None),
            Command::IssueRequest { authority, path, csr } => {
                forms::issue(desk, authority.or(session.authority), Some((path, csr)))
            }
            Command::Install(id) => forms::install(desk, id),
            Command::UpdateAuthority(id) => forms::update(desk, id),
            Command::GrantPermission(id) => forms::create_permission(desk, id),
            Command::WithdrawPermission(id, of) => forms::delete_permission(desk, id, of),
            Command::PutPolicy(id) => forms::put_policy(desk, id),
            Command::DeletePolicy(id) => forms::delete_policy(desk, id),
            Command::WriteAuditReport(id) => forms::write_audit_report(desk, id),
            Command::OpenAuditReport(id, report) => forms::open_audit_report(desk, id, report),
            Command::Revoke(certificates) => forms::revoke(desk, &certificates),
            Command::SaveCertificates(certificates) => forms::save_certificates(desk, &certificates),
            Command::SaveAuthorityCertificate(id) => forms::save_authority(desk, id),
            Command::DeleteAuthority(id) => forms::delete(desk, id),
            Command::RestoreAuthority(id) => forms::restore(desk, id),
            Command::TagAuthority(id, key) => forms::tag(desk, id, key.as_deref()),
            Command::UntagAuthority(id, key) => forms::untag(desk, id, key.as_deref()),
            Command::AskApi(action) => {
                forms::read(desk, action, session.authority, self.selected_certificates().first())
            }
            Command::AnnotateAuthority(id) => forms::annotate_authority(desk, id),
            Command::AnnotateCertificate(arn) => forms::annotate_certificate(desk, arn),
            Command::Managed(ManagedAct::Request(authority)) => forms::request_managed(desk, authority),
            Command::Managed(ManagedAct::Export(id)) => forms::export_managed(desk, id),
            Command::Managed(ManagedAct::Grant(id)) => forms::grant_manager(desk, id),
            Command::Managed(ManagedAct::Forget(id)) => forms::forget_managed(desk, id),
            Command::Endpoint(EndpointAct::Configure) => {
                Some(forms::endpoint(desk, self.endpoint_options(), self.serving.state.is_on()))
            }
            Command::Endpoint(EndpointAct::NewKey) => Some(forms::new_access_key(desk)),
            Command::Endpoint(EndpointAct::RemoveKey(id)) => forms::remove_access_key(desk, &id),
            Command::ChangePassphrase => Some(forms::change_passphrase(desk)),
            Command::Settings => Some(forms::settings(desk)),
            Command::Buckets => Some(forms::buckets(desk, self.host.home())),
            Command::GoOn => forms::go_on(desk),
            Command::Unlock => Some(forms::unlock(desk, &self.shown_path(session.engine.path()))),
            // No forms: listed, so that a new command is put where it belongs.
            Command::NewWorkspace
            | Command::OpenWorkspace
            | Command::OpenRecent(_)
            | Command::TrySample
            | Command::CloseWorkspace
            | Command::Lock
            | Command::SaveCopy
            | Command::VerifyFile
            | Command::Quit
            | Command::Home
            | Command::Audit
            | Command::Select(_)
            | Command::Show(_)
            | Command::Deselect
            | Command::Find
            | Command::Palette
            | Command::Selected(_)
            | Command::Managed(ManagedAct::Show | ManagedAct::Renew(_))
            | Command::Endpoint(EndpointAct::Show | EndpointAct::Start | EndpointAct::Stop)
            | Command::SaveFullChain(_)
            | Command::SaveAuthorityCsr(_)
            | Command::InspectAuthority(_)
            | Command::InspectFile
            | Command::InspectClipboard
            | Command::InspectCsr(_)
            | Command::InspectCrl(_)
            | Command::InspectList(..)
            | Command::SignCrl(_)
            | Command::SaveCrl(_)
            | Command::SaveList(..)
            | Command::SaveAuditReport(..)
            | Command::EnableAuthority(_)
            | Command::DisableAuthority(_)
            | Command::ConfirmDate
            | Command::Ask(_)
            | Command::Theme(_)
            | Command::StrongerLines(_)
            | Command::Zoom(_)
            | Command::About
            | Command::Shortcuts => None,
        }
    }
}
