//! What a person does with a form in the window, by role and label.

use crate::window::{Window, has};
use canopy::engine::Request;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::Value;

impl Window {
    /// Presses what may be scrolled out of sight, as assistive technology does.
    #[track_caller]
    pub fn press(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click_accesskit();
        self.settle();
    }

    /// Types in place of what stands in a field.
    #[track_caller]
    pub fn fill(&mut self, label: &str, text: &str) {
        self.fill_in(Role::TextInput, label, text);
    }

    /// The same in a field of several lines.
    #[track_caller]
    pub fn fill_lines(&mut self, label: &str, text: &str) {
        self.fill_in(Role::MultilineTextInput, label, text);
    }

    #[track_caller]
    fn fill_in(&mut self, role: Role, label: &str, text: &str) {
        self.focus(role, label);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.settle();
        self.harness.event(egui::Event::Paste(text.to_owned()));
        self.settle();
    }

    /// Chooses a value, which may be the one that stands there.
    #[track_caller]
    pub fn choose(&mut self, combo: &str, value: &str) {
        let node = self.harness.get_by_role_and_label(Role::ComboBox, combo).accesskit_node();
        if node.value().as_deref() != Some(value) {
            self.press(Role::ComboBox, combo);
            self.press(Role::ListBoxOption, value);
        }
    }

    pub fn has_form(&self) -> bool {
        self.harness.state().as_ref().is_some_and(canopy::ui::App::has_form)
    }

    /// Opens what the palette finds by the name of an action.
    #[track_caller]
    pub fn command(&mut self, typed: &str, entry: &str) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        self.settle();
        self.type_text(typed);
        self.click(Role::ListBoxOption, entry);
        assert!(self.has_form(), "{entry} opens no form");
    }

    /// The one request that the form shows for programs.
    #[track_caller]
    pub fn request<R: Request>(&mut self) -> Value {
        self.press(Role::Button, "API request");
        self.wait("the request", |harness| has(harness, Role::Button, "Copy API request"));
        let mut requests = crate::forms::request::shown_in::<R, _>(&mut self.harness);
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }

    /// The name of the first button that begins with these words and leads to no other form.
    #[track_caller]
    pub fn button(&self, words: &str) -> String {
        let buttons = self.harness.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
        let mut found = buttons.filter(|name| name.starts_with(words) && !name.ends_with('…'));
        found.next().unwrap_or_else(|| panic!("no button begins with {words}"))
    }

    /// What the headings say.
    pub fn headings(&self) -> Vec<String> {
        let nodes = self.harness.query_all_by_role(Role::Heading).map(|node| node.accesskit_node());
        nodes.filter_map(|node| node.label().or_else(|| node.value())).collect()
    }
}

/// What stands in a field.
#[track_caller]
pub fn value(window: &Window, label: &str) -> String {
    window.harness.get_by_role_and_label(Role::TextInput, label).accesskit_node().value().unwrap_or_default()
}
