//! Groups of fields that several forms show.

mod csr_extensions;
mod custom_extensions;
mod docs;
mod general_name;
mod key_usage;
mod list;
mod names;
mod new_key;
mod passthrough;
mod policies;
mod preview;
mod purposes;
mod request;
mod revocation;
mod row;
mod subject;
mod tags;
mod validity;

pub(super) use csr_extensions::csr_extensions_ui;
pub(super) use docs::docs;
pub(super) use names::names_ui;
pub(super) use new_key::{NAMES, SUBJECT, new_key_ui};
pub(super) use passthrough::{PASSTHROUGH, PassthroughFolds, Taking, passthrough_ui};
pub(super) use preview::{Previewer, mark_default, no_preview_ui, preview_ui};
pub(super) use request::{ApiRequest, request_toggle_ui};
pub(super) use revocation::{ADDRESS, REVOCATION, revocation_ui};
pub(super) use row::{LABEL, combo_row_ui, field_row, hint_ui, problem_at_ui, remove_ui, words_ui};
pub(super) use subject::subject_ui;
pub(super) use tags::tags_ui;
pub(super) use validity::validity_ui;
