//! What the commands of this frame would act on.

use super::App;
use crate::ui::availability;
use crate::ui::lists;
use crate::ui::palette::{SelectedAuthority, Situation};
use crate::ui::search::authority_name;
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
        situation.endpoint_on = self.serving.state.is_on();
        situation.is_another_copy = session.snapshot.read_only().is_some_and(|reason| reason.is_another_copy());
        (situation.certificates, situation.revoke_blocked) = self.selection();
        let active = CertificateAuthorityStatus::Active;
        situation.can_issue = session.snapshot.authorities().any(|authority| authority.status(session.now) == active);
        situation.authority = session.selected().map(|authority| SelectedAuthority {
            id: authority.id(),
            name: authority_name(authority),
            status: authority.status(session.now),
            crl_blocked: availability::crl(authority, session.now),
            crl_published: lists::is_published(authority),
            has_permission: !authority.permissions.is_empty(),
            has_policy: authority.policy.is_some(),
            report_blocked: availability::report(authority, session.now),
            restore_blocked: availability::restore(authority, session.now),
            tagged: !authority.tags.is_empty(),
            installed: authority.installed.is_some(),
            page: session.page,
        });
        situation
    }
}
