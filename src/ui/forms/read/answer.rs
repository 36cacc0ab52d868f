//! What the API has answered.

use crate::ui::kit::{Button, CodeBox, CodeText, Icon, Label, group_heading_ui};
use crate::ui::theme::{Type, UiTokens as _};
use egui::Ui;
use serde_json::Value;

/// The members of answers that are texts of their own, and what they are called.
const TEXTS: [(&str, &str); 4] = [
    ("Certificate", "Certificate"),
    ("CertificateChain", "Chain"),
    ("Csr", "Certificate signing request"),
    ("Policy", "Policy"),
];

/// An answer, ready to be shown.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    json: CodeText,
    /// PEM and policies, which JSON writes in one line.
    texts: Vec<(&'static str, CodeText)>,
    /// Where the next page starts.
    pub(super) next_token: Option<String>,
}

impl Answered {
    /// Reads an answer.
    pub(super) fn new(answer: &Value) -> Self {
        let text = |(member, name)| Some((name, CodeText::new(readable(answer.get(member)?.as_str()?))));
        Self {
            json: CodeText::new(serde_json::to_string_pretty(answer).unwrap_or_default()),
            texts: TEXTS.into_iter().filter_map(text).collect(),
            next_token: answer.get("NextToken").and_then(Value::as_str).map(str::to_owned),
        }
    }

    /// Shows the answer; returns whether the next page is asked for. `stale` says that the fields have changed since.
    pub(super) fn ui(&self, ui: &mut Ui, stale: bool, blocked: Option<&str>) -> bool {
        ui.spacing_mut().item_spacing.y = 4.0;
        let color = ui.tokens().text2;
        if stale {
            ui.add(Label::new("The fields have changed since this was answered", Type::Small).color(color).wrap());
        }
        let mut next = false;
        group_heading_ui(ui, "JSON", |ui| {
            if self.next_token.is_some() {
                next = ui.add(Button::link("Next page").icon(Icon::ChevronRight).blocked(blocked)).clicked();
            }
        });
        let height = if self.texts.is_empty() { 520.0 } else { 200.0 };
        CodeBox::new("Answer", &self.json).json().height(height).show(ui);
        for (name, text) in &self.texts {
            ui.add_space(8.0);
            group_heading_ui(ui, name, |_| {});
            let shown = CodeBox::new(name, text).height(240.0);
            if *name == "Policy" {
                shown.json().show(ui)
            } else {
                shown.show(ui)
            };
        }
        next
    }
}

/// A policy with a line for each member; PEM as it is.
fn readable(text: &str) -> String {
    let json = serde_json::from_str::<Value>(text).ok().filter(Value::is_object);
    json.and_then(|json| serde_json::to_string_pretty(&json).ok()).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pem_and_policies_can_be_read() {
        let answer =
            serde_json::json!({"Certificate": "-----BEGIN\nMII\n", "Policy": "{\"Version\":1}", "NextToken": "t"});
        let answered = Answered::new(&answer);
        let texts: Vec<(&str, &str)> = answered.texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(texts, [("Certificate", "-----BEGIN\nMII\n"), ("Policy", "{\n  \"Version\": 1\n}")]);
        assert_eq!(answered.next_token.as_deref(), Some("t"));
        assert_eq!(
            serde_json::from_str::<Value>(answered.json.as_str()).unwrap(),
            answer,
            "the JSON is the whole answer"
        );
    }
}
