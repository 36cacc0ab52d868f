//! What the commands of this frame would act on.

use super::App;
use crate::ui::palette::{SelectedAuthority, Situation};
use crate::ui::search::{Hit, authority_name, find};
use crate::workspace::CertificateAuthorityStatus;

impl App {
    pub(super) fn situation(&self) -> Situation {
        let mut situation = Situation {
            theme: self.remembered.theme,
            stronger_lines: self.remembered.stronger_lines,
            ..Situation::default()
        };
        let Some(session) = &self.session else { return situation };
        situation.access = Some(session.access.clone());
        situation.certificates = self.selected_certificates();
        let revoked = |arn| session.row(arn).is_some_and(|row| row.revocation.is_some());
        situation.revoked = situation.certificates.iter().filter(|arn| revoked(arn)).count();
        let active = CertificateAuthorityStatus::Active;
        situation.can_issue = session.snapshot.authorities().any(|authority| authority.status(session.now) == active);
        situation.authority = session.selected().map(|authority| SelectedAuthority {
            id: authority.id(),
            name: authority_name(authority),
            status: authority.status(session.now),
            crl_on: authority.revocation_configuration.crl_configuration.as_ref().is_some_and(|crl| crl.enabled),
            crl_published: !authority.crl.published.is_empty(),
            installed: authority.installed.is_some(),
            page: session.page,
        });
        situation
    }

    /// Authorities and certificates for what was typed.
    pub(super) fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let Some(session) = &self.session else { return Vec::new() };
        find(&session.snapshot, session.now, query, limit)
    }
}
