//! Groups of fields that several forms show.

mod csr_extensions;
mod names;
mod preview;
mod revocation;
mod row;
mod subject;
mod tags;
mod validity;

pub(super) use csr_extensions::csr_extensions_ui;
pub(super) use names::names_ui;
pub(super) use preview::{Previewer, no_preview_ui, preview_ui};
pub(super) use revocation::{REVOCATION, revocation_ui};
pub(super) use row::{combo_row_ui, field_row, hint_ui};
pub(super) use subject::subject_ui;
pub(super) use tags::tags_ui;
pub(super) use validity::validity_ui;
