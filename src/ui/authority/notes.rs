//! What needs a person about an authority, each as a note with the act that sets it right.

use super::menu::{crl_blocked, update_blocked};
use crate::ui::attention::Attention;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Note};
use crate::ui::words;
use crate::workspace::{Authority, CertificateAuthorityType};
use egui::Ui;

/// The notes about what `wanted` lets through, the most urgent first, with space below each.
pub(super) fn notes_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    commands: &mut Commands,
    wanted: impl Fn(&Attention) -> bool,
) {
    for attention in Attention::of(authority, context.now).iter().filter(|attention| wanted(attention)) {
        let (title, explanation) = (attention.sentence(), explanation(attention));
        let note = match attention {
            Attention::Pending => Note::quiet(&explanation),
            _ => Note::warn(&explanation),
        };
        note.title(&title).show_with(ui, |ui| {
            ui.add_space(4.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                acts_ui(ui, context, authority, attention, commands);
            });
        });
        ui.add_space(12.0);
    }
}

fn explanation(attention: &Attention) -> String {
    match attention {
        Attention::CrlFailed { reason, attempts } => {
            let tried = if *attempts > 1 { format!(" Tried {attempts} times.") } else { String::new() };
            format!("{reason}{tried} Clients still have the CRL before it.")
        }
        Attention::CrlLate { .. } => {
            "Clients that insist on a fresh CRL refuse every certificate of this authority until there is one.".into()
        }
        Attention::CrlMissing => "Clients that insist on a CRL refuse its certificates until there is one.".into(),
        Attention::CrlWaits { .. } => "What was revoked last is not told to clients yet.".into(),
        Attention::RestorableUntilSoon { .. } => "After that nobody can bring it back, and its key is erased.".into(),
        Attention::Failed => "Create another one in its place.".into(),
        Attention::Expired { .. } => {
            "It issues nothing any more, and clients trust nothing that it has issued.".into()
        }
        Attention::ExpiresSoon { .. } => {
            "Nothing that it issues can outlive it. Create its successor while both are trusted.".into()
        }
        Attention::Pending => {
            "Sign its CSR with an authority of this workspace, or have it signed elsewhere and bring the certificate here."
                .into()
        }
    }
}

fn acts_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    attention: &Attention,
    commands: &mut Commands,
) {
    let id = authority.id();
    let mut act = |ui: &mut Ui, words: &str, blocked: Option<&str>, command: Command| {
        if ui.add(Button::link(words).blocked(blocked)).clicked() {
            commands.push(command);
        }
    };
    let blocked = context.blocked();
    match attention {
        Attention::CrlFailed { .. } => {
            act(ui, "Try again", crl_blocked(context, authority), Command::SignCrl(id));
            act(ui, "Change…", update_blocked(context, authority), Command::UpdateAuthority(id));
        }
        Attention::CrlLate { .. } | Attention::CrlMissing | Attention::CrlWaits { .. } => {
            act(ui, "Publish CRL now", crl_blocked(context, authority), Command::SignCrl(id));
        }
        Attention::RestorableUntilSoon { .. } => act(ui, "Restore…", blocked, Command::RestoreAuthority(id)),
        Attention::Pending => {
            act(ui, "Install certificate…", blocked, Command::Install(id));
            act(ui, "Save CSR…", None, Command::SaveAuthorityCsr(id));
        }
        Attention::Failed | Attention::Expired { .. } | Attention::ExpiresSoon { .. } => {
            match authority.authority_type {
                CertificateAuthorityType::Root => act(ui, "New root CA…", blocked, Command::NewRoot),
                CertificateAuthorityType::Subordinate => {
                    act(ui, "New subordinate CA…", blocked, Command::NewSubordinate(authority.parent));
                }
            }
        }
    }
}

/// How long a published CRL is still good: `6 days left`.
pub(super) fn left(until: crate::workspace::Timestamp, now: crate::workspace::Timestamp) -> String {
    format!("{} left", words::span(until.seconds() - now.seconds()))
}
