//! The row above the table: text filter, quick filters, saving the table, and its columns.

use super::listing::{Column, Kind, Listing};
use super::{CertificatesPage, export};
use crate::ui::ask::{Ask, SaveFile};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Chip, Icon, IconButton, MenuItem, SearchField, menu_button};
use crate::ui::page;
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::Authority;
use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, vec2};
use zeroize::Zeroizing;

impl CertificatesPage {
    pub(super) fn filter_row_ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        authority: &Authority,
        listing: &Listing,
        commands: &mut Commands,
    ) {
        let row = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 40.0));
        ui.allocate_rect(row, Sense::hover());
        let row = row.shrink2(vec2(page::padding(ui), 0.0));
        self.filters_ui(ui, row, listing);
        page::end_ui(ui, row, "table", |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let save = IconButton::new(Icon::Download, "Save table as CSV…");
            let nothing = listing.rows.is_empty().then_some("There is no row to save");
            if ui.add(save.blocked(nothing)).clicked() {
                commands.push(Command::Ask(Ask::Save(table_file(context, authority, listing))));
            }
            self.columns_menu_ui(ui, row.width() + 2.0 * page::padding(ui));
        });
    }

    fn filters_ui(&mut self, ui: &mut Ui, row: Rect, listing: &Listing) {
        let mut ui = ui.new_child(UiBuilder::new().max_rect(row).layout(Layout::left_to_right(Align::Center)));
        ui.spacing_mut().item_spacing.x = 12.0;
        let (field, _) = ui.allocate_exact_size(vec2(140.0, 28.0), Sense::hover());
        let mut field = ui.new_child(UiBuilder::new().max_rect(field));
        SearchField::filter("Filter").show(&mut field, &mut self.filter.text);
        ui.spacing_mut().item_spacing.x = 6.0;
        for (kind, count) in Kind::EVERY.into_iter().zip(listing.counts) {
            let on = self.filter.kind == kind;
            let count = words::count(count);
            if ui.add(Chip::new(kind.word(), on).count(&count)).clicked() {
                self.filter.kind = if on { Kind::All } else { kind };
            }
        }
    }

    fn columns_menu_ui(&mut self, ui: &mut Ui, width: f32) {
        menu_button(ui, IconButton::new(Icon::Columns3, "Choose columns"), |ui| {
            for column in Column::EVERY.into_iter().filter(|column| *column != Column::Name) {
                let shown = self.columns.is_shown(column, width);
                if ui.add(MenuItem::new(column.word()).checked(shown)).clicked() {
                    self.columns.choose(column, !shown);
                }
            }
        });
    }
}

/// The rows as they are shown, as a file.
fn table_file(context: PageContext<'_>, authority: &Authority, listing: &Listing) -> SaveFile {
    let certificates = context.workspace.certificates();
    let rows = listing.rows.iter().filter_map(|number| certificates.row(*number as usize));
    let text = export::csv(rows, context.now);
    SaveFile {
        name: format!("{} certificates.csv", authority_name(authority)),
        path: None,
        bytes: Zeroizing::new(text.into_bytes()),
        private: false,
    }
}
