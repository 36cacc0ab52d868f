//! The Certificates page: what an authority has issued.

mod bar;
mod columns;
mod empty;
mod export;
mod filter_row;
mod grid;
mod keyboard;
mod listing;
mod menu;
mod rows;
mod selection;

pub use listing::{Column, Filter, Kind, Listing, Query, Sorting};

use crate::ui::command::Commands;
use crate::ui::context::PageContext;
use crate::ui::derived::{AT_ONCE, Derived};
use crate::ui::kit::hairline_ui;
use crate::workspace::{Authority, CertificateArn, CertificateRow};
pub use columns::Columns;
use egui::{Rect, Ui, UiBuilder, vec2};
use selection::Selection;
use std::sync::Arc;

/// How a person wants every table of certificates: kept from one authority to the next, and from one window to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TableLook {
    columns: Columns,
    sorting: Sorting,
}

/// What a listing depends on: the state, the minute, and the filter.
type Key = (u64, i64, Filter);

/// The Certificates page of one authority, with what it remembers.
#[derive(Default)]
pub(super) struct CertificatesPage {
    filter: Filter,
    columns: Columns,
    selection: Selection,
    listing: Derived<Key, Arc<Listing>>,
    /// The listing that the selection was last held against.
    seen: Arc<Listing>,
    /// The certificate that was in the inspector in the frame before.
    inspected: Option<CertificateArn>,
    /// A row of the workspace to bring into sight.
    reveal: Option<u32>,
    /// The row that the context menu was asked for on.
    menu: Option<u32>,
    /// The keyboard moved last, so where it is should be seen.
    by_keyboard: bool,
}

impl CertificatesPage {
    /// Shows the page below the tabs, in the `look` of all tables, which may be changed on it.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        authority: &Authority,
        look: &mut TableLook,
        commands: &mut Commands,
    ) {
        self.columns.clone_from(&look.columns);
        self.filter.sorting = look.sorting;
        self.page_ui(ui, context, authority, commands);
        look.columns.clone_from(&self.columns);
        look.sorting = self.filter.sorting;
    }

    fn page_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
        let listing = self.listing(ui, context, authority);
        self.follow_inspector(context, &listing);
        if context.workspace.certificates().counts(authority.id()).issued == 0 {
            return empty::nothing_issued_ui(ui, context, authority, commands);
        }
        self.filter_row_ui(ui, context, authority, &listing, commands);
        hairline_ui(ui);
        let bar = if self.selection.len() > 1 { 49.0 } else { 0.0 };
        let room = ui.available_rect_before_wrap();
        let place = Rect::from_min_size(room.min, room.size() - vec2(0.0, bar));
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            if listing.rows.is_empty() {
                self.nothing_found_ui(ui);
            } else {
                self.table_ui(ui, context, &listing, commands);
            }
        });
        if bar > 0.0 {
            let place = Rect::from_min_max(egui::pos2(room.left(), place.bottom()), room.max);
            ui.scope_builder(UiBuilder::new().max_rect(place), |ui| self.selection_bar_ui(ui, context, commands));
        }
    }

    /// The selected certificates, in the order of issuance.
    pub(super) fn selected(&self, context: PageContext<'_>) -> Vec<CertificateArn> {
        self.selection.rows().filter_map(|number| arn(context, number)).collect()
    }

    pub(super) fn selected_count(&self) -> usize {
        self.selection.len()
    }

    fn selected_rows<'a>(&'a self, context: PageContext<'a>) -> impl Iterator<Item = CertificateRow<'a>> {
        let certificates = context.workspace.certificates();
        self.selection.rows().filter_map(|number| certificates.row(number as usize))
    }

    fn listing(&mut self, ui: &Ui, context: PageContext<'_>, authority: &Authority) -> Arc<Listing> {
        let minute = context.now.seconds().div_euclid(60);
        let key = (context.workspace.head().seq, minute, self.filter.clone());
        let before = self.listing.value().cloned().unwrap_or_default();
        let query = Query {
            certificates: context.workspace.certificates().clone(),
            authority: authority.id(),
            filter: self.filter.clone(),
            now: context.now,
        };
        let long = before.cost(&query) > AT_ONCE;
        let listing = self.listing.get(ui.ctx(), key, long, move || Arc::new(before.next(&query)));
        listing.cloned().unwrap_or_default()
    }

    /// Follows what the inspector shows, and lets go of rows that a filter or an act took out of sight:
    /// nothing is ever revoked that cannot be seen.
    fn follow_inspector(&mut self, context: PageContext<'_>, listing: &Arc<Listing>) {
        let shown = |arn: &CertificateArn| {
            let number = context.workspace.certificates().find(arn.authority.id, arn.serial)?;
            u32::try_from(number).ok()
        };
        let inspected = context.certificate.and_then(shown);
        if !Arc::ptr_eq(&self.seen, listing) {
            self.selection.keep(&listing.rows, inspected);
            self.seen = listing.clone();
        }
        if self.inspected.as_ref() == context.certificate {
            return;
        }
        self.inspected = context.certificate.cloned();
        if let Some(number) = inspected.filter(|number| !self.selection.has(*number)) {
            self.selection.only(number);
            self.reveal = Some(number);
        }
    }
}

fn arn(context: PageContext<'_>, number: u32) -> Option<CertificateArn> {
    arn_of(context, &context.workspace.certificates().row(number as usize)?)
}

fn arn_of(context: PageContext<'_>, row: &CertificateRow<'_>) -> Option<CertificateArn> {
    Some(context.workspace.authority(row.authority)?.arn.certificate(row.serial))
}
