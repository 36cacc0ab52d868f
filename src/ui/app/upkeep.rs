//! What is due is done while the window is open and unlocked, and recorded as the work of nobody.

use super::App;
use super::authority_acts::crl_done;
use crate::engine::{Access, AuditReportOutcome, CrlOutcome, Due, DueOutcome, Error, ManagedRenewal};
use crate::ui::ask::{Done, Offer};
use crate::ui::managed::name_of;
use crate::ui::search::authority_name;
use crate::workspace::{AuthorityId, ManagedCertificateId, Timestamp, Workspace};
use egui::Context;
use std::collections::HashSet;
use std::sync::Arc;

/// After how many seconds what is due is looked for at the latest: a clock that was set is noticed by then.
const LONGEST: f32 = 15.0 * 60.0;

/// What is done by itself in the open workspace.
#[derive(Debug, Default)]
pub(super) struct Upkeep {
    /// The newest record when what is due was last looked for; absent when it is to be looked for at once.
    looked: Option<u64>,
    /// When something comes due next, if nothing is recorded until then.
    next: Option<Timestamp>,
    /// What is being done.
    performing: HashSet<Due>,
}

impl App {
    /// Starts what is due, after each record and when it comes due, and has the window drawn again for the next.
    pub(super) fn keep_up(&mut self, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        if session.access != Access::Unlocked {
            session.upkeep.looked = None;
            return;
        }
        let unfinished = self.jobs.unfinished_count();
        // What a person has asked for may do by itself what is due, as a revocation signs its CRL.
        if unfinished > session.upkeep.performing.len() {
            return;
        }
        let (engine, head, now) = (session.engine.clone(), session.snapshot.head().seq, session.now);
        let comes_due = session.upkeep.next.is_some_and(|next| now >= next) && unfinished == 0;
        if session.upkeep.looked != Some(head) || comes_due {
            let due = engine.due();
            session.upkeep.looked = Some(head);
            session.upkeep.next = engine.next_due();
            let new: Vec<Due> = due.into_iter().filter(|due| session.upkeep.performing.insert(*due)).collect();
            new.into_iter().for_each(|due| self.perform(ctx, due));
        }
        let Some(session) = &self.session else { return };
        let left = session.upkeep.next.map(|next| next.milliseconds().saturating_sub(now.milliseconds()));
        // What is being done draws the window again when it has ended.
        if let Some(left) = left.filter(|left| *left > 0) {
            ctx.request_repaint_after_secs((left as f32 / 1000.0).min(LONGEST));
        }
    }

    /// Records that the date is right. What waited for that is due then.
    pub(super) fn confirm_date(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let (engine, caller) = (session.engine.clone(), session.caller(&self.host.user()));
        let work = move || engine.confirm_date(&caller);
        self.jobs.start(ctx, "Confirming the date", false, work, |app, ctx, confirmed| match confirmed {
            Ok(()) => app.refresh(ctx),
            Err(error) => app.refused(ctx, "The date was not confirmed", &error),
        });
    }

    fn perform(&mut self, ctx: &Context, due: Due) {
        let Some(session) = &self.session else { return };
        let (engine, name) = (session.engine.clone(), name_of_due(&session.snapshot, due));
        let sentence = match due {
            Due::Crls(_) => format!("Signing the CRL of {name}"),
            Due::Renewal(_) => format!("Renewing {name}"),
            Due::RestorationPeriods => "Looking after deleted authorities".to_owned(),
            Due::OcspUse => "Recording the use of keys for OCSP".to_owned(),
            Due::AuditReport(..) => format!("Writing the audit report of {name}"),
        };
        let performing = Arc::downgrade(&engine);
        let work = move || engine.perform_due(&due);
        self.jobs.start(ctx, sentence, true, work, move |app, ctx, outcome| {
            if let Some(session) = &mut app.session
                && performing.ptr_eq(&Arc::downgrade(&session.engine))
            {
                session.upkeep.performing.remove(&due);
                session.upkeep.looked = None;
            }
            match outcome {
                Ok(outcome) => app.performed(ctx, due, &name, outcome),
                Err(Error::Locked) => {}
                Err(error) => app.not_performed(ctx, due, &name, &error),
            }
        });
    }

    fn performed(&mut self, ctx: &Context, due: Due, name: &str, outcome: DueOutcome) {
        match (due, outcome) {
            (Due::Crls(id), DueOutcome::Crls(outcome)) => self.crl_kept_up(ctx, id, name, outcome),
            (Due::Renewal(id), DueOutcome::Renewal(outcome)) => self.renewed_by_itself(ctx, id, name, outcome),
            (_, DueOutcome::AuditReport(outcome)) if outcome != AuditReportOutcome::Settled => {
                self.tell(ctx, &Done::of_report(name, outcome));
            }
            _ => {}
        }
    }

    fn not_performed(&mut self, ctx: &Context, due: Due, name: &str, error: &Error) {
        match due {
            Due::Crls(_) => self.refused(ctx, "The CRL was not signed", error),
            Due::Renewal(_) => self.status.failed(ctx, format!("{name} was not renewed: {}", error.message())),
            Due::RestorationPeriods => {
                self.status.failed(ctx, format!("A key could not be erased: {}", error.message()));
            }
            Due::OcspUse => self.status.failed(ctx, format!("The use of keys was not recorded: {}", error.message())),
            Due::AuditReport(..) => self.refused(ctx, "The audit report was not written", error),
        }
    }

    /// One CRL follows the other while programs revoke: where they go well, the status line is enough.
    fn crl_kept_up(&mut self, ctx: &Context, id: AuthorityId, name: &str, outcome: CrlOutcome) {
        let failed = matches!(outcome, CrlOutcome::Failed { .. });
        let done = crl_done(outcome, name, id);
        match failed {
            true => self.tell(ctx, &done),
            false => self.status.done(ctx, done.sentence),
        }
    }

    /// What is refused is on record and told; what could not be tried is tried again later.
    fn renewed_by_itself(&mut self, ctx: &Context, id: ManagedCertificateId, name: &str, outcome: ManagedRenewal) {
        let done = match outcome {
            ManagedRenewal::Renewed(_) => Done {
                sentence: format!("Renewed {name} before its end"),
                offer: Some(Offer::ExportManaged(id)),
                ..Done::default()
            },
            ManagedRenewal::Failed { reason } => {
                let mut done = Done::said(format!("{name} was not renewed"));
                done.add_trouble(reason);
                done
            }
        };
        self.tell(ctx, &done);
    }
}

/// The name of what something is due for; empty when it has none, or is gone.
fn name_of_due(workspace: &Workspace, due: Due) -> String {
    match due {
        Due::Crls(id) | Due::AuditReport(id, _) => workspace.authority(id).map(|found| authority_name(found)),
        Due::Renewal(id) => workspace.managed_certificate(id).map(|kept| name_of(workspace, kept)),
        Due::RestorationPeriods | Due::OcspUse => None,
    }
    .unwrap_or_default()
}
