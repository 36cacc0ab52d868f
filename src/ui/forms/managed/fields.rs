//! The left side: what it is about, who signs it, and how long it holds and is renewed.

use super::permission::missing_ui;
use super::request::Request;
use crate::engine::CERTIFICATE_MANAGER;
use crate::ui::ask::Ask;
use crate::ui::forms::parts::{NAMES, SUBJECT, combo_row_ui, field_row, hint_ui, new_key_ui};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Checkbox, Choice, Label, group_heading_ui, problem_ui};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::CertificateAuthorityArn;
use crate::x509::words;
use egui::Ui;

/// Members that have a field of their own; other problems are shown at the end.
const MEMBERS: &[&str] = &["validity", "renewDaysBefore", SUBJECT, NAMES];

impl Request {
    pub(super) fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        group_heading_ui(ui, "Certificate", |_| {});
        let focus = self.opening.takes_focus(ui.ctx());
        new_key_ui(ui, &mut self.draft.key, focus, problems);
        ui.add_space(12.0);
        self.authority_ui(ui, asks);
        ui.add_space(12.0);
        self.validity_ui(ui, problems);
        ui.add_space(12.0);
        if let Some(problem) = problems.beside(MEMBERS) {
            problem_ui(ui, shown(problem));
        }
        let words = format!(
            "{CERTIFICATE_MANAGER} makes the key and keeps it in the workspace, sealed as those of the authorities. \
             It is for servers and for clients."
        );
        let color = ui.tokens().text2;
        ui.add(Label::new(&words, Type::Small).color(color).wrap());
    }

    fn authority_ui(&mut self, ui: &mut Ui, asks: &mut Vec<Ask>) {
        group_heading_ui(ui, "Signed by", |_| {});
        let names: Vec<(CertificateAuthorityArn, String)> =
            self.issuers.iter().map(|issuer| (issuer.arn.clone(), authority_name(issuer))).collect();
        let choices: Vec<Choice<'_, CertificateAuthorityArn>> =
            names.iter().map(|(arn, name)| Choice::plain(arn.clone(), name)).collect();
        if combo_row_ui(ui, "Authority", &choices, &mut self.draft.authority).changed() {
            self.confirming = false;
        }
        let lacking = self.lacking();
        if let Some(authority) = self.authority().filter(|_| !lacking.is_empty()) {
            ui.add_space(8.0);
            if missing_ui(ui, &authority, &lacking, &mut self.confirming) {
                self.grant(asks);
            }
        }
    }

    fn validity_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        group_heading_ui(ui, "Validity and renewal", |_| {});
        let days = field_row("Valid for").hint("Days").width(96.0).problem(problems.at("validity").map(shown));
        days.show(ui, &mut self.draft.days);
        let end = self.authority().and_then(|authority| Some(authority.installed.as_ref()?.not_after.seconds()));
        let aside = end.map(|end| format!(", the authority itself ends {}", words::date(end))).unwrap_or_default();
        hint_ui(ui, &format!("Days{aside}"));
        ui.add(Checkbox::new(&mut self.draft.renews, "Renew it by itself").aside("else only when you say so"));
        if self.draft.renews {
            let problem = problems.at("renewDaysBefore").map(shown);
            let before = field_row("Renewed before").hint("Days").width(96.0).problem(problem);
            before.show(ui, &mut self.draft.before);
            hint_ui(ui, "Days before its end, while Canopy runs and the workspace is unlocked");
        }
    }
}
