//! How long a certificate holds.

use super::row::words_ui;
use crate::ui::forms::field::{Ends, ValidityDraft, date_and_time};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Field, Label, LabelPlace, Segmented, group_heading_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::Timestamp;
use egui::Ui;

/// Shows the lengths to choose from, and when that ends; `aside` says what speaks for it.
pub(in crate::ui::forms) fn validity_ui(
    ui: &mut Ui,
    draft: &mut ValidityDraft,
    now: Timestamp,
    limit: Option<i64>,
    aside: &str,
    problems: &Problems,
) {
    group_heading_ui(ui, "Validity", |_| {});
    let before = draft.ends(now, limit).ok().map(|ends| ends.not_after);
    let segments = draft.segments();
    let mut chosen = draft.chosen;
    if Segmented::new("Validity", &segments).show(ui, &mut chosen).changed() {
        draft.chosen = chosen;
        if draft.is_typed() {
            draft.begin_typing(before);
        }
    }
    let ends = draft.ends(now, limit);
    let sent = problems.at("validity").cloned();
    if draft.is_typed() {
        let typed = ends.as_ref().err().cloned();
        let problem = typed.or(sent);
        Field::new("Until")
            .place(LabelPlace::Hidden)
            .hint("2027-02-21, 2027-02-21 13:03 or 18 months")
            .width(320.0)
            .problem(problem.as_ref().map(shown))
            .show(ui, &mut draft.until);
        words_ui(ui, "A date in UTC, a length in days, months or years, or @ and seconds since 1970.");
    } else if let Some(problem) = sent.as_ref().or(ends.as_ref().err()) {
        crate::ui::kit::problem_ui(ui, shown(problem));
    }
    if let Ok(ends) = ends {
        let sent = format!("sent as {}", ends.validity.r#type);
        end_ui(ui, ends, if draft.is_typed() { &sent } else { aside });
    }
}

fn end_ui(ui: &mut Ui, ends: Ends, aside: &str) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        end_words_ui(ui, ends, aside);
    });
}

fn end_words_ui(ui: &mut Ui, ends: Ends, aside: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        ui.add(Label::new(&format!("Until {}", date_and_time(ends.not_after)), Type::Small).height(20.0));
        let aside = if ends.clamped { "shortened to the end of the authority" } else { aside };
        let color = ui.tokens().text2;
        ui.add(Label::new(aside, Type::Small).color(color).height(20.0));
    });
}
