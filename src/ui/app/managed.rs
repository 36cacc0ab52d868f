//! Managed certificates: their page, and what is done about them without a form.

use super::App;
use crate::engine::{Engine, ManagedRenewal};
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
            ManagedAct::RenewDue(id) => self.renew_managed_due(ctx, id),
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

    /// Renews by itself. What is refused is on record and told; what could not be tried is tried again later.
    fn renew_managed_due(&mut self, ctx: &Context, id: ManagedCertificateId) {
        let Some(session) = &self.session else { return };
        let Some(kept) = session.snapshot.managed_certificate(id) else { return };
        let (engine, name) = (session.engine.clone(), name_of(&session.snapshot, kept));
        let sentence = format!("Renewing {name}");
        let work = move || engine.renew_managed_due(id);
        self.jobs.start(ctx, sentence, true, work, move |app, ctx, renewed| match renewed {
            Ok(ManagedRenewal::Renewed(_)) => {
                let done = Done {
                    sentence: format!("Renewed {name} before its end"),
                    offer: Some(Offer::ExportManaged(id)),
                    ..Done::default()
                };
                app.tell(ctx, &done);
            }
            Ok(ManagedRenewal::Failed { reason }) => {
                let mut done = Done::said(format!("{name} was not renewed"));
                done.add_trouble(reason);
                app.tell(ctx, &done);
            }
            Err(error) => app.status.failed(ctx, format!("{name} was not renewed: {}", error.message())),
        });
    }
}
