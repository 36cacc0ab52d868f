//! The draft of tags.

use super::{numbered, some};
use crate::engine::api::Tag;

/// The draft of `Tags`: rows of key and value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagsDraft {
    /// Key and value as typed.
    pub rows: Vec<(String, String)>,
}

impl TagsDraft {
    /// The tags as typed; nothing when there are none. Empty rows are left out.
    pub fn to_api(&self) -> Option<Vec<Tag>> {
        let tag = |(key, value): &(String, String)| Tag { key: key.trim().into(), value: some(value) };
        let tags: Vec<Tag> = self.rows.iter().filter(|row| is_filled(row)).map(tag).collect();
        (!tags.is_empty()).then_some(tags)
    }

    /// Path of a row's member, as `ValidationException` names it.
    pub fn member(&self, index: usize) -> String {
        format!("tags.{}", numbered(&self.rows, index, |row| !is_filled(row)))
    }

    /// In few words, for the folded row.
    pub fn summary(&self) -> String {
        let tags = self.to_api().unwrap_or_default();
        if tags.is_empty() {
            return "None".into();
        }
        let words = tags.iter().map(|tag| match &tag.value {
            Some(value) => format!("{} = {value}", tag.key),
            None => tag.key.clone(),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

fn is_filled((key, value): &(String, String)) -> bool {
    !key.trim().is_empty() || !value.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_rows_are_left_out() {
        let mut draft = TagsDraft::default();
        assert_eq!((draft.to_api(), draft.summary().as_str()), (None, "None"));
        draft.rows = vec![("".into(), "".into()), ("team".into(), "".into()), ("env".into(), "prod".into())];
        assert_eq!(draft.summary(), "team, env = prod");
        assert_eq!(draft.member(2), "tags.2.member");
        assert_eq!(draft.to_api().unwrap()[0].value, None);
    }
}
