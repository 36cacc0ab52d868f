//! The path from a certificate to its root, with a verdict for each step.

use super::details::hairline;
use crate::ui::kit::{Icon, Label, group_heading_ui, paint};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::inspect::{Item, display};
use crate::x509::{Certificate, path};
use egui::{Role, Sense, Ui, WidgetInfo, vec2};

/// Of how many certificates of a file the paths are looked for.
pub(super) const MOST: usize = 16;

/// A certificate of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    name: String,
    /// Why it does not hold; `None` when it does.
    failure: Option<String>,
}

/// The certificate in an item that keeps to RFC 5280.
pub(super) fn certificate(item: &Item) -> Option<&Certificate> {
    match item {
        Item::Certificate(document) => document.strict().ok(),
        _ => None,
    }
}

/// The best path, root first. Where there is no root to reach there is nothing to say.
pub(super) fn find(target: &Certificate, pool: &[Certificate], roots: &[Certificate], now: i64) -> Vec<Step> {
    if roots.is_empty() {
        return Vec::new();
    }
    let found = path::path(target, pool, roots, now, &[]);
    let mut steps: Vec<Step> = found.steps.iter().map(step).collect();
    let reached = found.steps.last().is_some_and(|step| step.is_root);
    if let Some(top) = steps.last_mut().filter(|_| !reached) {
        top.failure.get_or_insert_with(|| "No root of this workspace stands above it.".into());
    }
    steps.reverse();
    steps
}

fn step(step: &path::Step) -> Step {
    let subject = step.certificate.subject();
    let name = subject.common_name().unwrap_or_else(|| subject.to_string());
    let failure = step.failures.first().map(|failure| failure.words.clone());
    Step { name: display::safe(&name).into_owned(), failure }
}

/// The path to the root, root first.
pub(super) fn path_ui(ui: &mut Ui, path: &[Step]) {
    if path.is_empty() {
        return;
    }
    hairline(ui);
    let valid = path.iter().all(|step| step.failure.is_none());
    group_heading_ui(ui, "Path to root", |ui| {
        let t = ui.tokens();
        let (words, color) = if valid { ("Valid", t.text2) } else { ("Not valid", t.danger) };
        ui.add(Label::new(words, Type::Small).color(color));
    });
    for (index, step) in path.iter().enumerate() {
        step_ui(ui, step, index > 0, index + 1 == path.len());
    }
}

fn step_ui(ui: &mut Ui, step: &Step, joined: bool, last: bool) {
    let t = ui.tokens();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let center = rect.left_center() + vec2(8.0, 0.0);
    if joined {
        let y = egui::Rangef::new(center.y - 17.0, center.y - 7.0);
        paint::vertical_hairline(ui.painter(), center.x, y, t.border);
    }
    let (icon, color) = match step.failure {
        None => (Icon::CircleCheck, t.ok),
        Some(_) => (Icon::CircleX, t.danger_mark),
    };
    icon.paint(ui.painter(), center, 14.0, color);
    let words = match &step.failure {
        None => step.name.clone(),
        Some(reason) => format!("{}: {reason}", step.name),
    };
    let color = if last { t.text } else { t.text2 };
    let line = paint::line(ui.painter(), &words, Type::Body, color, rect.width() - 24.0);
    let elided = line.elided;
    paint::galley(ui.painter(), rect.left_center() + vec2(24.0, 0.0), line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    if elided {
        response.on_hover_text(words);
    }
}
