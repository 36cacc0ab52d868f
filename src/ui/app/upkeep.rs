//! What is due is done while the window is open and unlocked, and recorded as the work of nobody.

use super::App;
use super::authority_acts::crl_done;
use crate::engine::{AuditReportOutcome, Caller, Destruction, Engine, Error, ManagedRenewal};
use crate::ui::ask::{Done, Offer};
use crate::ui::managed::name_of;
use crate::ui::search::authority_name;
use crate::workspace::{Actor, AuditReportId, AuthorityId, ManagedCertificateId};
use egui::Context;
use std::sync::Arc;

impl App {
    /// Starts all that is due: CRLs, audit reports, renewals, and the ends of deleted authorities.
    pub(super) fn keep_up(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let engine = session.engine.clone();
        for id in engine.crls_due() {
            self.sign_due_crls(ctx, id);
        }
        for (id, report) in engine.audit_reports_due() {
            self.finish_audit_report(ctx, id, report);
        }
        for id in engine.managed_due() {
            self.renew_managed_due(ctx, id);
        }
        if engine.destructions().iter().any(|(_, state)| *state == Destruction::Due) {
            self.end_restoration_periods(ctx);
        }
    }

    /// Records that the date is right, and does what waited for that.
    pub(super) fn confirm_date(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let (engine, caller) = (session.engine.clone(), session.caller(&self.host.user()));
        let work = move || engine.confirm_date(&caller);
        self.jobs.start(ctx, "Confirming the date", false, work, |app, ctx, confirmed| match confirmed {
            Ok(()) => {
                app.refresh(ctx);
                app.keep_up(ctx);
            }
            Err(error) => app.refused(ctx, "The date was not confirmed", &error),
        });
    }

    /// The engine, who acts, and the name of an authority that something is due for.
    fn upkeep_of(&self, id: AuthorityId) -> Option<(Arc<Engine>, Caller, String)> {
        let (session, authority) = self.authority(id)?;
        let caller = Caller { actor: Actor::Upkeep, ..session.caller("").owner_of(&authority) };
        Some((session.engine.clone(), caller, authority_name(&authority)))
    }

    fn sign_due_crls(&mut self, ctx: &Context, id: AuthorityId) {
        let Some((engine, caller, name)) = self.upkeep_of(id) else { return };
        let sentence = format!("Signing the CRL of {name}");
        let work = move || engine.sign_due_crls(&caller, id);
        self.jobs.start(ctx, sentence, true, work, move |app, ctx, signed| match signed {
            Ok(outcome) => app.tell(ctx, &crl_done(outcome, &name, id)),
            Err(Error::Locked) => {}
            Err(error) => app.refused(ctx, "The CRL was not signed", &error),
        });
    }

    /// Writes a report that an earlier window has left unwritten.
    pub(super) fn finish_audit_report(&mut self, ctx: &Context, id: AuthorityId, report: AuditReportId) {
        let Some((engine, caller, name)) = self.upkeep_of(id) else { return };
        let sentence = format!("Writing the audit report of {name}");
        let work = move || engine.write_audit_report(&caller, id, report);
        self.jobs.start(ctx, sentence, true, work, move |app, ctx, written| match written {
            Ok(AuditReportOutcome::Settled) | Err(Error::Locked) => {}
            Ok(outcome) => app.tell(ctx, &Done::of_report(&name, outcome)),
            Err(error) => app.refused(ctx, "The audit report was not written", &error),
        });
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

    fn end_restoration_periods(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let (engine, caller) = (session.engine.clone(), Caller { actor: Actor::Upkeep, ..session.caller("") });
        let work = move || engine.end_restoration_periods(&caller);
        self.jobs.start(ctx, "Looking after deleted authorities", true, work, |app, ctx, ended| {
            if let Err(error) = ended {
                app.status.failed(ctx, format!("A key could not be erased: {}", error.message()));
            }
            app.refresh(ctx);
        });
    }
}
