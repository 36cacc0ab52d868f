//! Groups of fields that several forms show.

mod csr_extensions;
mod docs;
mod general_name;
mod names;
mod preview;
mod request;
mod revocation;
mod row;
mod subject;
mod tags;
mod validity;

pub(super) use csr_extensions::csr_extensions_ui;
pub(super) use docs::docs;
pub(super) use names::names_ui;
pub(super) use preview::{Previewer, mark_default, no_preview_ui, preview_ui};
pub(super) use request::{ApiRequest, request_toggle_ui};
pub(super) use revocation::{ADDRESS, REVOCATION, revocation_ui};
pub(super) use row::{combo_row_ui, field_row, hint_ui, remove_ui};
pub(super) use subject::subject_ui;
pub(super) use tags::tags_ui;
pub(super) use validity::validity_ui;
