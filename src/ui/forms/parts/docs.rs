//! What shows when the pointer rests on a field: the documentation of its member.

use documented::DocumentedFields;

/// The documentation of a member of a request, as JSON names it.
pub(in crate::ui::forms) fn docs<T: DocumentedFields>(member: &str) -> &'static str {
    let docs = T::get_field_docs(member);
    debug_assert!(docs.is_ok(), "there is no member {member}");
    docs.unwrap_or_default()
}
