//! What can be done with the authority, and what that does.

use super::{lifecycle, section};
use crate::ui::authority::menu::{subordinate_blocked, update_blocked};
use crate::ui::availability::Blocked;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::{Authority, CertificateAuthorityStatus};
use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use std::borrow::Cow;

/// Where what it does stands, from the left.
const DETAIL: f32 = 174.0;
/// Below this width two acts do not fit beside each other.
const TWO: f32 = 300.0;
const ROW: f32 = 30.0;
/// Between two acts in a row, whose hovered fills reach beyond them.
const GAP: f32 = 20.0;

/// An act: a row, or half of one.
pub(super) struct Act {
    pub icon: Icon,
    pub words: &'static str,
    pub detail: Cow<'static, str>,
    pub danger: bool,
    pub blocked: Blocked,
    pub command: Command,
}

/// The acts in pairs, and the turns of its life, which say what they do, below.
pub(super) fn acts_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    section(ui, "Acts", |_| {});
    let columns = if ui.available_width() >= TWO { 2 } else { 1 };
    let width = (ui.available_width() / columns as f32).floor();
    let mut row = Rect::NOTHING;
    for (index, act) in acts(context, authority).into_iter().enumerate() {
        if index % columns == 0 {
            row = row_ui(ui);
        }
        let left = row.left() + width * (index % columns) as f32;
        let gap = if columns == 1 { 0.0 } else { GAP };
        let rect = Rect::from_min_size(pos2(left, row.top()), vec2(width - gap, ROW));
        if act_ui(ui, rect, &act, columns == 1) {
            commands.push(act.command);
        }
    }
    for act in lifecycle::acts(context, authority) {
        let rect = row_ui(ui);
        if act_ui(ui, rect, &act, true) {
            commands.push(act.command);
        }
    }
}

fn row_ui(ui: &mut Ui) -> Rect {
    ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover()).0
}

fn acts(context: PageContext<'_>, authority: &Authority) -> Vec<Act> {
    let id = authority.id();
    let status = authority.status(context.now);
    let deleted = status == CertificateAuthorityStatus::Deleted;
    let mut acts = Vec::new();
    let mut act = |icon, words, detail: &'static str, blocked, command| {
        acts.push(Act { icon, words, detail: Cow::Borrowed(detail), danger: false, blocked, command });
    };
    if status == CertificateAuthorityStatus::PendingCertificate {
        let install = Command::Install(id);
        act(Icon::Download, "Install certificate…", "Sign here, or bring it", context.blocked(), install);
    } else if !deleted {
        let below = Command::NewSubordinate(Some(id));
        let blocked = subordinate_blocked(context, authority);
        act(Icon::CornerDownRight, "Subordinate…", "A CA below this one", blocked, below);
    }
    // The API answers no CSR of a deleted authority.
    if !deleted {
        let change = update_blocked(context, authority);
        act(Icon::Settings, "Change…", "Status and revocation", change, Command::UpdateAuthority(id));
    }
    if authority.installed.is_some() {
        act(Icon::FileBadge, "Inspect certificate", "Its own", None, Command::InspectAuthority(id));
        let save = Command::SaveAuthorityCertificate(id);
        act(Icon::Download, "Save certificate…", "With its chain", None, save);
    }
    if !deleted {
        act(Icon::FileText, "Save CSR…", "For another CA to sign", None, Command::SaveAuthorityCsr(id));
    }
    acts
}

/// Icon, act, and what it does where there is room for it; in red when it is dangerous.
/// Returns whether it was pressed.
fn act_ui(ui: &mut Ui, rect: Rect, act: &Act, detailed: bool) -> bool {
    let sense = if act.blocked.is_some() { Sense::focusable_noninteractive() } else { Sense::click() };
    let response = ui.interact(rect, ui.scope_id().with(("act", act.words)), sense);
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    if response.hovered() && act.blocked.is_none() {
        paint::fill(painter, rect.expand2(vec2(8.0, 0.0)), 6, t.hover);
    }
    let quiet = if act.blocked.is_some() { t.text3 } else { t.text2 };
    let (color, mark) = match (act.blocked.is_some(), act.danger) {
        (true, _) => (t.text3, t.text3),
        (false, true) => (t.danger, t.danger),
        (false, false) => (t.text, quiet),
    };
    act.icon.paint(painter, pos2(rect.left() + 8.0, y), 16.0, mark);
    paint::words(painter, pos2(rect.left() + 26.0, y), act.words, Type::Name, color);
    // Half a sentence would say less than none.
    let left = rect.left() + DETAIL;
    let line = paint::line(painter, &act.detail, Type::Small, quiet, rect.right() - left);
    let told = detailed && !line.elided;
    if told {
        paint::galley(painter, pos2(left, y), line);
    }
    if response.has_focus() {
        paint::focus_ring(painter, rect.expand2(vec2(8.0, 0.0)), 6, t);
    }
    let enabled = ui.is_enabled() && act.blocked.is_none();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, act.words));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(&*act.detail));
    let clicked = response.clicked();
    match act.blocked {
        Some(reason) => drop(response.on_hover_text(reason)),
        None if !told => drop(response.on_hover_text(&*act.detail)),
        None => {}
    }
    clicked
}
