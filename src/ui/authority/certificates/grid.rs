//! The table: rows in sight only, pressed, sorted and asked for their menu.

use super::listing::{Column, Listing, Sorting};
use super::rows::{self, Done, Rows};
use super::selection::Extend;
use super::{CertificatesPage, arn};
use crate::ui::ask::Select;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{context_menu, table};
use crate::ui::page;
use egui::{Response, Role, Sense, Ui, WidgetInfo};

impl CertificatesPage {
    pub(super) fn table_ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        listing: &Listing,
        commands: &mut Commands,
    ) {
        let rect = ui.available_rect_before_wrap();
        let id = ui.scope_id().with("certificates");
        let focus = ui.interact(rect, id, Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Certificates"));
        if focus.has_focus() {
            self.take_keys(ui, context, listing, id, rect.height(), commands);
        }
        let padding = page::padding(ui);
        let columns = self.columns.layout(rect.width(), padding);
        let widths: Vec<_> = columns
            .iter()
            .map(|(column, width)| {
                let id = egui::Id::unique(("certificate column", column.word()));
                egui_table::Column::new(*width).range(*width..=*width).resizable(false).id(id)
            })
            .collect();
        let mut rows = Rows {
            context,
            shown: &listing.rows,
            columns: &columns,
            padding,
            sorting: self.filter.sorting,
            selection: &self.selection,
            cursor_shown: focus.has_focus() && self.by_keyboard,
            done: Done::default(),
        };
        let mut shown = egui_table::Table::new()
            .id_salt("certificates table")
            .num_rows(listing.rows.len() as u64)
            .columns(widths)
            .num_sticky_cols(0)
            .headers([egui_table::HeaderRow::new(table::ROW_HEIGHT)]);
        let reveal = self.reveal.take().and_then(|row| listing.rows.iter().position(|shown| *shown == row));
        if let Some(position) = reveal {
            shown = shown.scroll_to_row(position as u64, None);
        }
        shown.show(ui, &mut rows);
        let done = rows.done;
        if let Some(column) = done.sort {
            self.sort_by(column);
        }
        if let Some((position, response)) = done.row {
            ui.memory_mut(|memory| memory.request_focus(id));
            self.row_pressed(ui, context, &listing.rows, position, &response, commands);
        }
        self.row_menu_ui(ui, context, commands);
    }

    fn sort_by(&mut self, column: Column) {
        let sorting = &mut self.filter.sorting;
        *sorting = match sorting.column == column {
            true => Sorting { column, descending: !sorting.descending },
            // Dates start with the latest, days and words with the first.
            false => Sorting { column, descending: column == Column::Issued },
        };
    }

    fn row_pressed(
        &mut self,
        ui: &Ui,
        context: PageContext<'_>,
        shown: &[u32],
        position: usize,
        response: &Response,
        commands: &mut Commands,
    ) {
        self.by_keyboard = false;
        let Some(&number) = shown.get(position) else { return };
        let modifiers = ui.input(|input| input.modifiers);
        if response.secondary_clicked() {
            self.menu = Some(number);
            // The menu is about all that is selected, when it is asked for on a part of that.
            if self.selection.has(number) {
                return;
            }
        }
        if response.clicked() || response.secondary_clicked() {
            let extend = match (modifiers.shift, modifiers.command) {
                (true, _) => Extend::Range,
                (false, true) => Extend::Toggle,
                (false, false) => Extend::No,
            };
            self.selection.pick(shown, position, extend);
            self.show_cursor(context, commands);
        }
    }

    /// Shows the row under the cursor in the inspector.
    pub(super) fn show_cursor(&mut self, context: PageContext<'_>, commands: &mut Commands) {
        let cursor = self.selection.cursor().filter(|row| self.selection.has(*row));
        if let Some(arn) = cursor.and_then(|number| arn(context, number)) {
            self.inspected = Some(arn.clone());
            commands.push(Command::Select(Select::Certificate(arn)));
        }
    }

    fn row_menu_ui(&mut self, ui: &Ui, context: PageContext<'_>, commands: &mut Commands) {
        let Some(row) = self.menu else { return };
        let id = rows::row_id(row as usize);
        let Some(response) = ui.ctx().read_response(id) else { return };
        context_menu(&response, |ui| self.menu_ui(ui, context, commands));
    }
}
