//! The groups of fields that forms share: a draft of text and choices, and how it becomes the
//! member of a request.

mod attribute;
mod csr_extensions;
mod custom_extension;
mod name;
mod new_key;
mod passthrough;
mod policy;
mod revocation;
mod subject;
mod tags;
mod usage;
mod validity;

pub use attribute::AttributeKind;
pub use csr_extensions::{AccessRow, CsrExtensionsDraft};
pub use custom_extension::{Decoded, ExtensionRow, Notation};
pub use name::{NameKind, NameRow, NamesDraft};
pub use new_key::{Container, KeyDraft, host_row, looks_like_host};
pub use passthrough::PassthroughDraft;
pub use policy::PolicyRow;
pub use revocation::RevocationDraft;
pub use subject::{SubjectDraft, SubjectRow};
pub use tags::TagsDraft;
pub use usage::{PurposeRow, USAGE_BITS, next_purpose, purpose_words, usage_words};
pub use validity::{AUTHORITY, END_ENTITY, Ends, ValidityDraft, date_and_time, parse_time};

/// A text as a member: nothing when nothing was typed.
fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The number of a row in the list that is sent, as `ValidationException` writes it: empty rows are left out of the list
/// and do not count. They are 0, which no problem is of.
fn numbered<T>(rows: &[T], index: usize, is_empty: impl Fn(&T) -> bool) -> String {
    let filled = rows[..=index].iter().filter(|row| !is_empty(row)).count();
    format!("{}.member", if is_empty(&rows[index]) { 0 } else { filled })
}
