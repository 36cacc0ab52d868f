//! The path from the root to the authority, and what it has issued.

use super::facts::Step;
use crate::ui::ask::Select;
use crate::ui::command::{AuthorityPage, Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Icon, Label, paint, section_heading_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::Authority;
use egui::{Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 48.0;
const GAP: f32 = 8.0;

/// The chain; a step of this workspace leads to its page.
pub(super) fn chain_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    path: &[Step],
    counts: Option<[usize; 5]>,
    commands: &mut Commands,
) {
    section_heading_ui(ui, "Chain", |_| {});
    ui.add_space(8.0);
    if path.is_empty() {
        let color = ui.tokens().text2;
        let words = "It has no chain before its certificate is installed.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
        ui.add_space(24.0);
        return;
    }
    for step in path {
        let own = step.authority == Some(authority.id());
        let icon = match (step.authority, step.root) {
            (None, _) => Icon::Globe,
            (_, true) => Icon::ShieldCheck,
            (_, false) => Icon::Stamp,
        };
        let row = Row { icon, name: &step.name, detail: &step.detail, own, last: false };
        let response = row.show(ui, step.authority.is_some() && !own);
        if let Some(found) = step.authority.and_then(|id| context.workspace.authority(id))
            && response.clicked()
        {
            commands.push(Command::Select(Select::Authority(found.arn.clone())));
        }
    }
    let issued = context.workspace.certificates().counts(authority.id());
    let name = words::counted(issued.issued, "certificate");
    let detail = issued_words(counts, issued.revoked);
    let row = Row { icon: Icon::FileBadge, name: &name, detail: &detail, own: false, last: true };
    if row.show(ui, true).clicked() {
        commands.push(Command::Show(AuthorityPage::Certificates));
    }
    if let Some(counts) = counts.filter(|counts| counts[0] > 0) {
        shares_ui(ui, counts);
    }
    ui.add_space(24.0);
}

/// `1,196 valid (19 expire soon), 57 revoked`; only what there is.
/// What expires soon is among what is valid, as in the filters of the list.
fn issued_words(counts: Option<[usize; 5]>, revoked: usize) -> String {
    let Some([all, valid, expiring, expired, _]) = counts else {
        return format!("{} revoked", words::count(revoked));
    };
    if all == 0 {
        return "Nothing issued yet".to_owned();
    }
    let soon = if expiring == 1 { "expires soon" } else { "expire soon" };
    let valid_words = match expiring {
        0 => "valid".to_owned(),
        _ => format!("valid ({} {soon})", words::count(expiring)),
    };
    [(valid, valid_words.as_str()), (revoked, "revoked"), (expired, "expired")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", words::count(count)))
        .collect::<Vec<_>>()
        .join(", ")
}

struct Row<'a> {
    icon: Icon,
    name: &'a str,
    detail: &'a str,
    own: bool,
    last: bool,
}

impl Row<'_> {
    fn show(&self, ui: &mut Ui, leads: bool) -> Response {
        let sense = if leads { Sense::click() } else { Sense::hover() };
        let height = if self.last { ROW } else { ROW + GAP };
        let (full, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
        let rect = Rect::from_min_size(full.min, vec2(full.width(), ROW));
        let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
        if self.own {
            paint::fill(painter, rect, 8, t.selected);
        } else if leads && response.hovered() {
            paint::fill(painter, rect, 8, t.hover);
        }
        let disc = pos2(rect.left() + 24.0, y);
        let (fill, color) = if self.own { (t.accent_fill, t.on_accent) } else { (t.hover, t.text2) };
        let fill = if leads && response.hovered() { t.pressed } else { fill };
        painter.circle_filled(disc, 16.0, fill);
        self.icon.paint(painter, disc, 16.0, color);
        if !self.last {
            paint::vertical_hairline(painter, disc.x - 0.5, egui::Rangef::new(y + 18.0, full.bottom() + 6.0), t.border);
        }
        let left = rect.left() + 52.0;
        let room = rect.right() - 12.0 - left;
        let line = |words: &str, kind, color: Color32| paint::line(painter, words, kind, color, room);
        let (name, detail) = (line(self.name, Type::NameSemi, t.text), line(self.detail, Type::Small, t.text2));
        let elided = name.elided || detail.elided;
        paint::galley(painter, pos2(left, y - 9.0), name);
        paint::galley(painter, pos2(left, y + 9.0), detail);
        if response.has_focus() {
            paint::focus_ring(painter, rect, 8, t);
        }
        let role = if leads { Role::Button } else { Role::ListItem };
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), self.name));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(self.detail));
        if elided { response.on_hover_text(format!("{}\n{}", self.name, self.detail)) } else { response }
    }
}

/// A bar of what is valid, expires soon, is revoked, has expired. The words above it say it.
fn shares_ui(ui: &mut Ui, [all, valid, expiring, expired, revoked]: [usize; 5]) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 12.0), Sense::hover());
    let t = ui.tokens();
    let bar =
        Rect::from_min_max(pos2(rect.left() + 52.0, rect.top() + 3.0), pos2(rect.right() - 12.0, rect.top() + 9.0));
    let healthy = valid.saturating_sub(expiring);
    let shares = [(healthy, t.ok), (expiring, t.warn_mark), (revoked, t.danger_mark), (expired, t.border_strong)];
    let parts = shares.iter().filter(|(count, _)| *count > 0).count();
    let room = (bar.width() - 2.0 * parts.saturating_sub(1) as f32 - 3.0 * parts as f32).max(0.0);
    let mut x = bar.left();
    for (count, color) in shares.into_iter().filter(|(count, _)| *count > 0) {
        let width = 3.0 + room * count as f32 / all.max(1) as f32;
        paint::fill(ui.painter(), Rect::from_x_y_ranges(x..=x + width, bar.y_range()), 3, color);
        x += width + 2.0;
    }
}

#[cfg(test)]
mod tests {
    use super::issued_words;

    #[test]
    fn only_what_there_is_is_told() {
        assert_eq!(
            issued_words(Some([1284, 1196, 19, 31, 57]), 57),
            "1,196 valid (19 expire soon), 57 revoked, 31 expired"
        );
        assert_eq!(issued_words(Some([1, 1, 1, 0, 0]), 0), "1 valid (1 expires soon)");
        assert_eq!(issued_words(Some([0; 5]), 0), "Nothing issued yet");
        assert_eq!(issued_words(None, 7), "7 revoked");
    }
}
