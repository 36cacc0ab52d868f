//! Why a certificate is revoked, in plain words.

use crate::engine::api::RevocationReason;
use crate::ui::kit::Radio;
use egui::Ui;

/// A reason, its words, and when it is the right one.
pub(super) type Reason = (RevocationReason, &'static str, &'static str);

/// Reasons for the certificates of everyone.
pub(super) const REASONS: &[Reason] = &[
    (RevocationReason::Superseded, "Superseded", "A newer certificate replaces it"),
    (RevocationReason::KeyCompromise, "Key compromise", "Someone else may have the private key"),
    (RevocationReason::CessationOfOperation, "No longer used", "The server or service is gone"),
    (RevocationReason::AffiliationChanged, "Affiliation changed", "The name or organization no longer applies"),
    (RevocationReason::PrivilegeWithdrawn, "Privilege withdrawn", "The holder lost the right to use it"),
    (RevocationReason::Unspecified, "Unspecified", "Say nothing about the reason"),
];

/// Reasons for the certificates of authorities.
pub(super) const FOR_AUTHORITIES: &[Reason] = &[
    (
        RevocationReason::CertificateAuthorityCompromise,
        "CA compromise",
        "Someone else may have the key of the authority",
    ),
    (RevocationReason::AACompromise, "AA compromise", "The attribute authority it names is not to be trusted"),
];

/// Shows a reason to choose.
pub(super) fn reason_ui(ui: &mut Ui, (reason, words, explanation): &Reason, chosen: &mut Option<RevocationReason>) {
    if ui.add(Radio::new(*chosen == Some(*reason), words).explanation(explanation)).clicked() {
        *chosen = Some(*reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_of_the_api_is_offered_once() {
        let offered: Vec<_> = REASONS.iter().chain(FOR_AUTHORITIES).map(|(reason, ..)| *reason).collect();
        assert_eq!(offered.len(), RevocationReason::ALL.len());
        assert!(RevocationReason::ALL.iter().all(|reason| offered.contains(reason)));
    }
}
