//! The sections at the foot of Home: what waits, CRL health, recent activity.

use super::activity::Line;
use crate::ui::ask::Select;
use crate::ui::attention::Attention;
use crate::ui::authority::menu::crl_blocked;
use crate::ui::command::{AuthorityPage, Command, Commands, ManagedAct};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Label, Status, paint, section_heading_ui};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::ui::{lists, managed};
use crate::workspace::{Authority, CertificateAuthorityStatus, Timestamp, Workspace};
use egui::{Align, Layout, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// How many are listed: the tree has the rest.
const LISTED: usize = 8;

fn quiet_ui(ui: &mut Ui, words: &str) {
    let color = ui.tokens().text2;
    ui.add_space(6.0);
    ui.add(Label::new(words, Type::Body).color(color).wrap());
}

/// What needs a person, each with its next act.
pub(super) fn waiting_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    waiting: &[(Arc<Authority>, Attention)],
    renewals: &[managed::Row],
    commands: &mut Commands,
) {
    section_heading_ui(ui, "Waiting for you", |_| {});
    ui.add_space(4.0);
    if waiting.is_empty() && renewals.is_empty() {
        return quiet_ui(ui, "Nothing. All authorities are healthy.");
    }
    for (authority, attention) in waiting.iter().take(LISTED) {
        waiting_row_ui(ui, context, authority, attention, commands);
    }
    for row in renewals.iter().take(LISTED) {
        renewal_row_ui(ui, context, row, commands);
    }
}

/// A managed certificate that was not renewed.
fn renewal_row_ui(ui: &mut Ui, context: PageContext<'_>, kept: &managed::Row, commands: &mut Commands) {
    let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::click());
    let layout = Layout::right_to_left(Align::Center);
    let mut end = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt(row.id));
    let button = Button::secondary("Renew now").compact().blocked(context.blocked());
    if end.add(button).clicked() {
        commands.push(Command::Managed(ManagedAct::Renew(kept.id)));
    }
    let right = end.min_rect().left() - 12.0;
    let (status, standing) = &kept.standing;
    let sentence = match words::days_until(kept.not_after, context.now) {
        left @ 0.. => format!("{standing}, {} left", words::days(left)),
        _ => standing.clone(),
    };
    named_row_ui(ui, row, right, *status, &kept.name, &sentence).then(|| {
        commands.push(Command::Select(Select::Managed(kept.id)));
    });
}

/// A mark, a name and a sentence below it, which lead somewhere. Returns whether they were pressed.
fn named_row_ui(ui: &Ui, row: Response, right: f32, status: Status, name: &str, sentence: &str) -> bool {
    let (rect, t, painter) = (row.rect, ui.tokens(), ui.painter());
    let (left, y) = (rect.left() + 20.0, rect.center().y);
    status.paint(painter, pos2(rect.left() + 6.0, y - 9.0), t);
    let color = if row.hovered() { t.accent } else { t.text };
    let line = paint::line(painter, name, Type::Name, color, right - left);
    let mut elided = line.elided;
    paint::galley(painter, pos2(left, y - 9.0), line);
    let line = paint::line(painter, sentence, Type::Small, t.text2, right - left);
    elided |= line.elided;
    paint::galley(painter, pos2(left, y + 9.0), line);
    let whole = format!("{name}: {sentence}");
    lead_ui(ui, &row, &whole);
    let clicked = row.clicked();
    if elided {
        row.on_hover_text(whole);
    }
    clicked
}

fn waiting_row_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    attention: &Attention,
    commands: &mut Commands,
) {
    let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::click());
    let layout = Layout::right_to_left(Align::Center);
    let mut end = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt(row.id));
    let id = authority.id();
    let (words, blocked, command) = match attention {
        Attention::Pending => ("Install certificate…", context.blocked(), Some(Command::Install(id))),
        Attention::CrlFailed { .. } => ("Try again", crl_blocked(context, authority), Some(Command::SignCrl(id))),
        Attention::CrlLate { .. } | Attention::CrlMissing | Attention::CrlWaits { .. } => {
            ("Publish CRL now", crl_blocked(context, authority), Some(Command::SignCrl(id)))
        }
        Attention::RestorableUntilSoon { .. } => ("Restore…", context.blocked(), Some(Command::RestoreAuthority(id))),
        Attention::ExpiresSoon { .. } | Attention::Expired { .. } | Attention::Failed => ("", None, None),
    };
    if let Some(command) = command
        && end.add(Button::secondary(words).compact().blocked(blocked)).clicked()
    {
        commands.push(command);
    }
    let right = end.min_rect().left().min(rect.right()) - 12.0;
    let name = authority_name(authority);
    if named_row_ui(ui, row, right, attention.mark().0, &name, &attention.sentence()) {
        commands.push(Command::Select(Select::Authority(authority.arn.clone())));
        if attention.is_about_crl() {
            commands.push(Command::Show(AuthorityPage::Revocation));
        }
    }
}

/// A row that leads somewhere.
fn lead_ui(ui: &Ui, row: &Response, words: &str) {
    if row.has_focus() {
        paint::focus_ring(ui.painter(), row.rect.expand2(vec2(6.0, 0.0)), 6, ui.tokens());
    }
    row.widget_info(|| WidgetInfo::labeled(Role::ListItem, ui.is_enabled(), words));
}

/// The authorities that publish a CRL, those in trouble first.
pub(super) fn with_crl(workspace: &Workspace, now: Timestamp) -> Vec<Arc<Authority>> {
    let signs = |authority: &&Arc<Authority>| {
        let status = authority.status(now);
        authority.enabled_crl().is_some()
            && matches!(status, CertificateAuthorityStatus::Active | CertificateAuthorityStatus::Disabled)
    };
    let mut authorities: Vec<_> = workspace.authorities().filter(signs).cloned().collect();
    authorities.sort_by_cached_key(|authority| {
        let trouble = Attention::of(authority, now).iter().any(Attention::is_about_crl);
        (!trouble, lists::next_update(authority), authority_name(authority).to_lowercase())
    });
    authorities
}

/// The CRL of every authority that publishes one.
pub(super) fn crl_health_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authorities: &[Arc<Authority>],
    commands: &mut Commands,
) {
    section_heading_ui(ui, "CRL health", |_| {});
    ui.add_space(4.0);
    if authorities.is_empty() {
        return quiet_ui(ui, "No authority publishes a CRL.");
    }
    head_ui(ui);
    for authority in authorities.iter().take(LISTED) {
        crl_row_ui(ui, context, authority, commands);
    }
    if authorities.len() > LISTED {
        quiet_ui(ui, &format!("and {} more", words::count(authorities.len() - LISTED)));
    }
}

/// Where the numbers end, from the right edge.
const NUMBERS: f32 = 104.0;

fn head_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    paint::words(painter, pos2(rect.left() + 20.0, y), "Authority", Type::Caption, t.text2);
    paint::words_right(painter, pos2(rect.right() - NUMBERS, y), "Entries", Type::Caption, t.text2);
    paint::words_right(painter, rect.right_center(), "Next update", Type::Caption, t.text2);
}

fn crl_row_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    let trouble = Attention::of(authority, context.now).into_iter().find(Attention::is_about_crl);
    let left = lists::next_update(authority).map(|next| next.seconds() - context.now.seconds());
    let (status, next) = match (&trouble, left) {
        (Some(Attention::CrlLate { by }), _) => (Status::Attention, format!("{} ago", words::span(*by))),
        (Some(trouble), _) => (Status::Attention, trouble.mark().1),
        (None, Some(left)) => (Status::Active, format!("in {}", words::span(left))),
        (None, None) => (Status::Pending, "soon".to_owned()),
    };
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    status.paint(painter, pos2(rect.left() + 6.0, y), t);
    let next_color = if trouble.is_some() { (Type::SmallMedium, t.warn) } else { (Type::Small, t.text2) };
    paint::words_right(painter, rect.right_center(), &next, next_color.0, next_color.1);
    let entries = words::count(lists::entries(authority));
    let entries = paint::words_right(painter, pos2(rect.right() - NUMBERS, y), &entries, Type::Small, t.text2);
    let name = authority_name(authority);
    let color = if row.hovered() { t.accent } else { t.text };
    let room = entries.left() - 12.0 - rect.left() - 20.0;
    let line = paint::line(painter, &name, Type::Body, color, room);
    let elided = line.elided;
    paint::galley(painter, pos2(rect.left() + 20.0, y), line);
    lead_ui(ui, &row, &format!("CRL of {name}, next update {next}"));
    let row = if elided { row.on_hover_text(&name) } else { row };
    if row.clicked() {
        commands.push(Command::Select(Select::Authority(authority.arn.clone())));
        commands.push(Command::Show(AuthorityPage::Revocation));
    }
}

/// What happened lately.
pub(super) fn activity_ui(ui: &mut Ui, context: PageContext<'_>, lines: &[Line], commands: &mut Commands) {
    section_heading_ui(ui, "Recent activity", |ui| {
        if ui.add(Button::link("All records")).clicked() {
            commands.push(Command::Audit);
        }
    });
    ui.add_space(4.0);
    for line in lines {
        let sense = if line.select.is_some() { Sense::click() } else { Sense::hover() };
        let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), sense);
        let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
        let ago = words::ago(line.at, context.now);
        let right = paint::words_right(painter, rect.right_center(), &ago, Type::Small, t.text2).left() - 12.0;
        let color = if row.hovered() && line.select.is_some() { t.accent } else { t.text };
        let words = paint::line(painter, &line.words, Type::Body, color, right - rect.left());
        let end = paint::galley(painter, rect.left_center(), words).right() + 8.0;
        // The aside gives way first; a stump of it says nothing.
        if right - end > 48.0 {
            let aside = paint::line(painter, &line.aside, Type::Small, t.text2, right - end);
            paint::galley(painter, pos2(end, y), aside);
        }
        let whole = format!("{} {}", line.words, line.aside);
        lead_ui(ui, &row, &format!("{}, {ago}", whole.trim()));
        if let Some(select) = line.select.as_ref().filter(|_| row.clicked()) {
            super::lead_to(select, commands);
        }
        row.on_hover_text(format!("{}\n{} UTC", whole.trim(), words::minute(line.at)));
    }
}
