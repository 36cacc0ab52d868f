//! What a toast offers next.

use super::App;
use crate::ui::ask::{Done, Offer};
use crate::ui::command::{Command, ManagedAct};
use crate::workspace::{CertificateArn, CertificateAuthorityType};
use egui::Context;

/// The next act of a toast.
pub(super) enum Act {
    /// A command.
    Command(Command),
    /// Save the certificate with the chain above it.
    DownloadChain(CertificateArn),
}

impl App {
    /// Tells what was done, selects it and offers the next act.
    pub(super) fn tell(&mut self, ctx: &Context, done: &Done) {
        if let Some(select) = &done.select {
            self.commands.push(Command::Select(select.clone()));
        }
        // Over a form that goes on a toast would hide its buttons: the status line is enough.
        if self.forms.waits_below() {
            return self.status.done(ctx, &done.sentence);
        }
        let act = done.offer.clone().and_then(|offer| self.act_of(offer));
        match (&done.trouble, act) {
            (Some(trouble), act) => {
                self.toasts.trouble(ctx, &done.sentence, trouble, act);
                self.status.failed(ctx, trouble);
            }
            (None, _) if done.sentence.is_empty() => {}
            (None, act) => {
                match act {
                    Some((words, act)) => self.toasts.done_then(ctx, &done.sentence, words, act),
                    None => self.toasts.done(ctx, &done.sentence),
                }
                self.status.done(ctx, &done.sentence);
            }
        }
    }

    fn act_of(&self, offer: Offer) -> Option<(&'static str, Act)> {
        Some(match offer {
            Offer::DownloadChain(arn) => ("Download chain", Act::DownloadChain(arn)),
            Offer::RetryCrl(id) => ("Try again", Act::Command(Command::SignCrl(id))),
            Offer::ExportManaged(id) => ("Export…", Act::Command(Command::Managed(ManagedAct::Export(id)))),
            Offer::UseAuthority(arn) => {
                let session = self.session.as_ref()?;
                let workspace = session.engine.snapshot();
                let authority = workspace.authority_by_arn(&arn)?;
                match authority.authority_type {
                    CertificateAuthorityType::Root => {
                        ("New subordinate CA…", Act::Command(Command::NewSubordinate(Some(arn.id))))
                    }
                    CertificateAuthorityType::Subordinate => {
                        ("Issue certificate…", Act::Command(Command::Issue(Some(arn.id))))
                    }
                }
            }
        })
    }

    pub(super) fn take_act(&mut self, ctx: &Context, act: Act) {
        match act {
            Act::Command(command) => self.commands.push(command),
            Act::DownloadChain(arn) => self.download_chain(ctx, arn),
        }
    }
}
