//! The permission that the certificate manager lacks: what it is, and granting it.

use crate::engine::api::ActionType;
use crate::engine::{CERTIFICATE_MANAGER, Caller, Engine, Error};
use crate::ui::ask::Done;
use crate::ui::kit::{Button, Label, Note};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::{Authority, CertificateAuthorityArn};
use egui::Ui;

/// `IssueCertificate, GetCertificate and ListPermissions`.
pub(super) fn listed(actions: &[ActionType]) -> String {
    match actions {
        [] => String::new(),
        [one] => one.to_string(),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ActionType::to_string).collect();
            format!("{} and {last}", first.join(", "))
        }
    }
}

/// What the permission lets the certificate manager do.
pub(super) fn means(authority: &Authority) -> String {
    format!(
        "It may then issue certificates of {} and fetch them, for the account {}, until the permission is withdrawn.",
        authority_name(authority),
        authority.arn.account
    )
}

/// Says that a permission is missing, and offers to grant it. `confirming` remembers that a person has asked to; the
/// answer is whether to grant it now.
pub(super) fn missing_ui(ui: &mut Ui, authority: &Authority, lacking: &[ActionType], confirming: &mut bool) -> bool {
    let name = authority_name(authority);
    let title = format!("{CERTIFICATE_MANAGER} may not use {name} yet");
    let words = format!(
        "The certificate manager lacks the permission for {} there, so the request would be refused.",
        listed(lacking)
    );
    let mut granted = false;
    Note::warn(&words).title(&title).show_with(ui, |ui| {
        let color = ui.tokens().text3;
        ui.add(Label::new("AccessDeniedException", Type::MonoSmall).color(color).height(20.0));
        ui.add_space(4.0);
        if !*confirming {
            *confirming = ui.add(Button::secondary("Grant permission…").compact()).clicked();
            return;
        }
        ui.add(Label::new(&means(authority), Type::Small).wrap());
        ui.add_space(6.0);
        // Below each other where there is no room for both.
        ui.horizontal_wrapped(|ui| {
            let room = ui.available_width() - 24.0;
            let words = format!("Grant {}", listed(lacking));
            granted = ui.add(Button::secondary(&words).widest(room).compact()).clicked();
            if ui.add(Button::ghost("Not now").compact()).clicked() {
                *confirming = false;
            }
        });
    });
    granted
}

/// Grants the actions.
pub(super) fn grant(
    engine: &Engine,
    caller: &Caller,
    arn: &CertificateAuthorityArn,
    lacking: &[ActionType],
) -> Result<Done, Error> {
    engine.extend_permission(caller, arn, lacking)?;
    let workspace = engine.snapshot();
    let name = workspace.authority_by_arn(arn).map(|authority| authority_name(authority)).unwrap_or_default();
    Ok(Done::said(format!("{CERTIFICATE_MANAGER} may use {name}")))
}
