//! Access keys: made, shown once, and removed.

mod made;
mod new;
mod remove;

pub(super) use new::NewKey;
pub(super) use remove::RemoveKey;
