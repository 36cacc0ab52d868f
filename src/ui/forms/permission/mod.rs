//! What a service may do with an authority: granted and withdrawn.

mod grant;
mod withdraw;

pub(super) use grant::Grant;
pub(super) use withdraw::Withdraw;

use crate::engine::api::ActionType;

/// An action in the words of the window.
pub(in crate::ui) fn action_words(action: ActionType) -> &'static str {
    match action {
        ActionType::IssueCertificate => "Issue",
        ActionType::GetCertificate => "Get",
        ActionType::ListPermissions => "List permissions",
    }
}

/// The actions that are missing for the certificate manager to renew by itself, in the words in which the place that
/// tells it shows them; nothing when it can.
pub(in crate::ui) fn missing_to_renew(
    actions: &[ActionType],
    words: impl Fn(ActionType) -> &'static str,
) -> Option<String> {
    let missing = ActionType::ALL.iter().filter(|action| !actions.contains(action));
    let missing: Vec<&str> = missing.map(|action| words(*action)).collect();
    (!missing.is_empty()).then(|| missing.join(" and "))
}
