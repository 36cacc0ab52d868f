//! JSON in three shades.

use super::format;
use crate::ui::theme::Tokens;
use egui::{Color32, text::LayoutJob};

/// The text with its keys, values and punctuation told apart; lines never wrap.
pub(super) fn json_job(text: &str, t: &Tokens) -> LayoutJob {
    let mut job = LayoutJob::default();
    json_parts(text).into_iter().for_each(|(part, kind)| job.append(part, 0.0, format(kind.color(t))));
    job.wrap.max_width = f32::INFINITY;
    job
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Key,
    Value,
    Punctuation,
}

impl Part {
    fn color(self, t: &Tokens) -> Color32 {
        match self {
            Self::Key => t.text2,
            Self::Value => t.text,
            Self::Punctuation => t.text3,
        }
    }
}

/// Splits JSON for colouring; whatever is not JSON comes through whole.
fn json_parts(text: &str) -> Vec<(&str, Part)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after, kind) = if rest.starts_with('"') {
            let (string, after) = rest.split_at(string_end(rest));
            let key = after.trim_start().starts_with(':');
            (string, after, if key { Part::Key } else { Part::Value })
        } else {
            let marks = |c: char| "{}[],:".contains(c) || c.is_whitespace();
            let mark = rest.starts_with(marks);
            let end = rest.find(|c: char| c == '"' || marks(c) != mark).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            (part, after, if mark { Part::Punctuation } else { Part::Value })
        };
        parts.push((part, kind));
        rest = after;
    }
    parts
}

/// Byte length of the string literal that `text` starts with, up to the end where it is not closed.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return index + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_split_and_nothing_is_lost() {
        for text in [r#"{ "Key \" ä": "v", "N": 12, "A": [true] }"#, "\"open", "", "aws acm-pca"] {
            let joined: String = json_parts(text).iter().map(|(part, _)| *part).collect();
            assert_eq!(joined, text);
        }
        let parts = json_parts(r#"{"Tag":"x"}"#);
        assert!(parts.contains(&("\"Tag\"", Part::Key)));
        assert!(parts.contains(&("\"x\"", Part::Value)));
        assert!(parts.contains(&(":", Part::Punctuation)));
    }
}
