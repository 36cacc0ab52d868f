//! The groups of fields that forms share: a draft of text and choices, and how it becomes the
//! member of a request.

mod attribute;
mod csr_extensions;
mod name;
mod revocation;
mod subject;
mod tags;
mod validity;

pub use attribute::AttributeKind;
pub use csr_extensions::{AccessRow, CsrExtensionsDraft, USAGE_BITS};
pub use name::{NameKind, NameRow, NamesDraft};
pub use revocation::RevocationDraft;
pub use subject::{SubjectDraft, SubjectRow};
pub use tags::TagsDraft;
pub use validity::{AUTHORITY, END_ENTITY, Ends, ValidityDraft, date_and_time, parse_time};

/// A text as a member: nothing when nothing was typed.
fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
