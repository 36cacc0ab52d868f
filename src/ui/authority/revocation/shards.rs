//! The shards of a CRL that is partitioned, or was: a row each, the newest first.

use crate::engine::{CrlList, SHARD, crl_lists, open_shard};
use crate::ui::attention::late;
use crate::ui::authority::notes::left;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Label, MenuItem, Status, context_menu, group_heading_ui, hairline_ui, paint, table::ROW_HEIGHT};
use crate::ui::lists::is_partitioned;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, CrlJob, CrlPartitionId};
use egui::{Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Where the numbers end, from the right edge.
const NUMBERS: f32 = 112.0;

/// What a row says of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    shard: Option<CrlPartitionId>,
    status: Status,
    name: String,
    aside: String,
    entries: String,
    next: String,
    /// Where it lies, what it is called, its number: for a closer look.
    more: String,
    published: bool,
}

/// The rows: the shards, and at the end the complete list that goes on for certificates from before.
pub(super) fn rows(context: PageContext<'_>, authority: &Authority) -> Vec<Row> {
    let open = open_shard(authority, context.workspace.settings_in_force()).filter(|open| open.certificates < SHARD);
    let open = open.filter(|_| is_partitioned(authority)).map(|open| open.id);
    let lists = crl_lists(authority);
    let shown = |list: &&CrlList<'_>| list.shard.is_some() || is_partitioned(authority);
    lists.iter().rev().filter(shown).map(|list| row(context, list, open)).collect()
}

fn row(context: PageContext<'_>, list: &CrlList<'_>, open: Option<CrlPartitionId>) -> Row {
    let (name, aside) = match list.shard {
        None => ("Complete list".to_owned(), "for certificates from before".to_owned()),
        Some(shard) => {
            let certificates = usize::try_from(shard.certificates).unwrap_or(usize::MAX);
            let aside = words::counted(certificates, "certificate");
            let aside = if open == Some(shard.id) { format!("{aside}, open") } else { aside };
            (shard.id.to_string().chars().take(8).collect(), aside)
        }
    };
    let failed = matches!(list.state.job, Some(CrlJob::Failed { .. }));
    let (status, next) = match (late(list, context.now), list.state.next_update) {
        (Some(by), _) => (Status::Attention, format!("{} ago", words::span(by))),
        (None, Some(next)) if failed => (Status::Attention, left(next, context.now)),
        (None, Some(next)) => (Status::Active, left(next, context.now)),
        (None, None) if failed => (Status::Attention, "Not published".to_owned()),
        (None, None) => (Status::Pending, "None yet".to_owned()),
    };
    let mut more = vec![format!("{}/{}", list.bucket, list.key)];
    more.extend(list.shard.map(|shard| shard.address.clone()));
    if let Some(published) = list.published() {
        more.push(format!("Number {}, written {} UTC", published.number, words::minute(published.at)));
    }
    if let Some(CrlJob::Failed { reason, .. }) = &list.state.job {
        more.push(reason.clone());
    }
    Row {
        shard: list.partition(),
        status,
        name,
        aside,
        entries: words::counted(usize::try_from(list.state.entries).unwrap_or(usize::MAX), "entry"),
        next,
        more: crate::x509::inspect::display::safe(&more.join("\n")).into_owned(),
        published: !list.state.published.is_empty(),
    }
}

/// Shows them below a heading with their number; nothing where there are none and never were.
pub(super) fn shards_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    let rows = rows(context, authority);
    if rows.is_empty() && !is_partitioned(authority) {
        return;
    }
    ui.add_space(12.0);
    let count = authority.crl_partitions.len();
    group_heading_ui(ui, &words::counted(count, "shard"), |_| {});
    hairline_ui(ui);
    if count == 0 {
        let words = "The first shard is opened by the next certificate.";
        ui.add(Label::new(words, Type::Small).color(ui.tokens().text2).wrap());
    }
    for row in &rows {
        row_ui(ui, authority, row, commands);
        hairline_ui(ui);
    }
}

fn row_ui(ui: &mut Ui, authority: &Authority, row: &Row, commands: &mut Commands) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    // There can be hundreds.
    if !ui.is_rect_visible(rect) {
        return;
    }
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    row.status.paint(painter, pos2(rect.left() + 6.0, y), t);
    let warns = row.status == Status::Attention;
    let color = if warns { t.warn } else { t.text2 };
    paint::words_right(painter, rect.right_center(), &row.next, Type::Small, color);
    let entries = paint::words_right(painter, pos2(rect.right() - NUMBERS, y), &row.entries, Type::Small, t.text2);
    let kind = if row.shard.is_some() { Type::Mono } else { Type::Body };
    let color = if response.hovered() && row.published { t.accent } else { t.text };
    let end = paint::words(painter, pos2(rect.left() + 20.0, y), &row.name, kind, color).right() + 12.0;
    let aside = paint::line(painter, &row.aside, Type::Small, t.text2, entries.left() - 12.0 - end);
    paint::galley(painter, pos2(end, y), aside);
    if response.has_focus() {
        paint::focus_ring(ui.painter(), rect.expand2(vec2(6.0, 0.0)), 6, t);
    }
    let words = format!("{}, {}, {}, {}", row.name, row.aside, row.entries, row.next);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
    let id = authority.id();
    if response.clicked() && row.published {
        commands.push(Command::InspectList(id, row.shard));
    }
    context_menu(&response, |ui| {
        let none = (!row.published).then_some("No CRL was published yet");
        if ui.add(MenuItem::new("Inspect CRL").blocked(none)).clicked() {
            commands.push(Command::InspectList(id, row.shard));
        }
        if ui.add(MenuItem::new("Save CRL…").blocked(none)).clicked() {
            commands.push(Command::SaveList(id, row.shard));
        }
        if ui.add(MenuItem::new("Copy place")).clicked() {
            ui.copy_text(row.more.clone());
        }
    });
    response.on_hover_text(&row.more);
}
