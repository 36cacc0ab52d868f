//! A line of the palette, painted.

use super::list::{Line, Target};
use super::{Fit, shortcut};
use crate::ui::kit::{Icon, Keycap, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use egui::{Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, text::LayoutJob, vec2};

/// The caption over a group.
pub fn caption_ui(ui: &mut Ui, words: &str, line_above: bool) {
    let t = ui.tokens();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    if line_above {
        paint::hairline(ui.painter(), rect.x_range(), rect.top(), t.line);
    }
    let left = rect.left_center() + vec2(16.0, 1.0);
    paint::words(ui.painter(), left, words, Type::Caption, t.text2);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

/// A line, 36 high. The keyboard stays in the field; the chosen line is painted as selected.
pub fn line_ui(ui: &mut Ui, line: &Line<'_>, chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::CLICK);
    let look = Look::of(line);
    if ui.is_rect_visible(rect) {
        let t = ui.tokens();
        let fill = match (chosen, response.hovered()) {
            (true, _) => t.selected,
            (false, true) => t.hover,
            (false, false) => Color32::TRANSPARENT,
        };
        paint::fill(ui.painter(), rect.shrink2(vec2(8.0, 0.0)), 8, fill);
        paint_line(ui, rect, line, &look, chosen, t);
    }
    let enabled = look.blocked.is_none();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, chosen, look.name));
    response
}

struct Look<'a> {
    icon: Icon,
    name: &'a str,
    detail: &'a str,
    detail_type: Type,
    blocked: Option<&'a str>,
}

impl<'a> Look<'a> {
    fn of(line: &Line<'a>) -> Self {
        match line.target {
            Target::Entry { entry, blocked } => Self {
                icon: entry.icon,
                name: entry.name,
                detail: entry.action.map_or("", |action| action.name()),
                detail_type: Type::MonoSmall,
                blocked,
            },
            Target::Hit(hit) => {
                Self { icon: hit.icon, name: &hit.name, detail: &hit.detail, detail_type: Type::Small, blocked: None }
            }
        }
    }
}

fn paint_line(ui: &Ui, rect: Rect, line: &Line<'_>, look: &Look<'_>, chosen: bool, t: &Tokens) {
    let (painter, y) = (ui.painter(), rect.center().y);
    let (icon, name) = match (look.blocked, chosen) {
        (Some(_), _) => (t.text3, t.text3),
        (None, true) => (t.accent, t.text),
        (None, false) => (t.text2, t.text),
    };
    look.icon.paint(painter, pos2(rect.left() + 24.0, y), 16.0, icon);
    let right = paint_right(ui, rect, line, look, t);
    let hit = if look.blocked.is_some() { t.text2 } else { t.accent };
    let left = pos2(rect.left() + 44.0, y);
    let job = marked(look.name, &line.name, [(Type::Name, name), (Type::NameSemi, hit)]);
    let end = paint::galley(painter, left, one_line(ui, job, right - left.x)).right();
    let left = pos2(end + 12.0, y);
    if look.detail.is_empty() || left.x > right {
        return;
    }
    let nowhere = Fit { score: 0, places: Vec::new() };
    let fit = line.action.as_ref().unwrap_or(&nowhere);
    let kind = look.detail_type;
    let quiet = if look.blocked.is_some() { t.text3 } else { t.text2 };
    let job = marked(look.detail, fit, [(kind, quiet), (kind, t.text)]);
    paint::galley(painter, left, one_line(ui, job, right - left.x));
}

/// Paints the shortcut or the reason; returns where what stands left of it must end.
fn paint_right(ui: &Ui, rect: Rect, line: &Line<'_>, look: &Look<'_>, t: &Tokens) -> f32 {
    let mut right = pos2(rect.right() - 24.0, rect.center().y);
    if let Some(reason) = look.blocked {
        return paint::words_right(ui.painter(), right, reason, Type::Small, t.text2).left() - 16.0;
    }
    if let Target::Entry { entry, .. } = line.target
        && let Some(shortcut) = &entry.shortcut
    {
        for key in shortcut::keys(shortcut).into_iter().rev() {
            right.x = Keycap(key).paint(ui.painter(), right, t).left() - 4.0;
        }
    }
    right.x - 12.0
}

/// `words` with the characters that fit in the second look. Neighbours of one look are laid out
/// together, so that they keep their kerning.
fn marked(words: &str, fit: &Fit, looks: [(Type, Color32); 2]) -> LayoutJob {
    let mut job = LayoutJob::default();
    let hit = |place: usize| fit.places.binary_search(&place).is_ok();
    let mut start = 0;
    let mut chars = words.char_indices().enumerate().peekable();
    while let Some((place, (at, c))) = chars.next() {
        let end = at + c.len_utf8();
        if chars.peek().is_none_or(|(next, _)| hit(*next) != hit(place)) {
            let (kind, color) = looks[usize::from(hit(place))];
            job.append(&words[start..end], 0.0, kind.format(color));
            start = end;
        }
    }
    job
}

fn one_line(ui: &Ui, mut job: LayoutJob, width: f32) -> std::sync::Arc<egui::Galley> {
    job.wrap.max_width = width.max(0.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    job.wrap.overflow_character = Some('…');
    ui.painter().layout_job(job)
}
