//! Managed certificates: their page, and what is done about them without a form.

use super::App;
use crate::engine::Engine;
use crate::ui::ask::{Done, Offer, Work};
use crate::ui::command::{Command, ManagedAct, WorkspacePage};
use crate::ui::managed::name_of;
use crate::workspace::ManagedCertificateId;
use egui::Context;

impl App {
    pub(super) fn managed(&mut self, ctx: &Context, act: ManagedAct) {
        match act {
            ManagedAct::Show => self.show_workspace(WorkspacePage::Managed),
            ManagedAct::Renew(id) => self.renew_managed(ctx, id),
            form @ (ManagedAct::Request(_) | ManagedAct::Export(_) | ManagedAct::Grant(_) | ManagedAct::Forget(_)) => {
                self.open_form(ctx, Command::Managed(form));
            }
        }
    }

    fn renew_managed(&mut self, ctx: &Context, id: ManagedCertificateId) {
        let Some(session) = &self.session else { return };
        let Some(kept) = session.snapshot.managed_certificate(id) else { return };
        let Some(authority) = session.snapshot.authority(kept.authority) else { return };
        let caller = session.caller(&self.host.user()).owner_of(authority);
        let name = name_of(&session.snapshot, kept);
        let sentence = format!("Renewing {name}");
        let run = Box::new(move |engine: &Engine| {
            let renewed = engine.renew_managed(&caller, id)?;
            let mut done = Done::said(format!("Renewed {name}"));
            done.offer = Some(Offer::ExportManaged(id));
            if let Some(why) = renewed.not_erased {
                done.add_trouble(format!("The key of an earlier certificate is not erased yet: {why}"));
            }
            Ok(done)
        });
        self.run(ctx, None, Work { sentence, run });
    }
}
