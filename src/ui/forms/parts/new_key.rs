//! A key that is made here, and what its certificate will be about.

use super::{combo_row_ui, names_ui, subject_ui};
use crate::engine::api::KeyAlgorithm;
use crate::engine::key;
use crate::ui::forms::field::KeyDraft;
use crate::ui::forms::problem::Problems;
use crate::ui::kit::{Button, Choice, Icon};
use egui::Ui;

/// Path of the subject and of the names of a key made here, as the engine tells it.
pub(in crate::ui::forms) const SUBJECT: &str = "apiPassthrough.subject";
pub(in crate::ui::forms) const NAMES: &str = "apiPassthrough.extensions.subjectAlternativeNames";

/// Shows the algorithm, the subject and the names; `focus` puts the cursor into the first row of the subject.
pub(in crate::ui::forms) fn new_key_ui(ui: &mut Ui, draft: &mut KeyDraft, focus: bool, problems: &Problems) {
    let offered: Vec<(KeyAlgorithm, String)> = key::offered_keys().map(|key| (key, key::choice_words(key))).collect();
    let keys: Vec<Choice<'_, KeyAlgorithm>> =
        offered.iter().map(|(key, words)| Choice::new(*key, words, key.as_str())).collect();
    combo_row_ui(ui, "New key", &keys, &mut draft.algorithm);
    ui.add_space(8.0);
    subject_ui(ui, "Subject", &mut draft.subject, SUBJECT, problems, focus, "");
    ui.add_space(8.0);
    names_ui(ui, &mut draft.names, NAMES, problems);
    if let Some(host) = draft.offered_name() {
        let words = format!("Add {host} as a name");
        if ui.add(Button::link(&words).icon(Icon::Plus)).clicked() {
            draft.add_host(&host);
        }
    }
}
