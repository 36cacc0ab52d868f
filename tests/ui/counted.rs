//! A window that counts what a person does in it.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::{Path, PathBuf};

use crate::host::FakeHost;
use crate::window::{self, Window};

/// A window with the sample, in which every act is counted. The window itself is out of reach, so nothing is done
/// uncounted.
///
/// A click, a drop, giving a field the keyboard, a shortcut, opening a combo and choosing in it count one each; typing
/// counts nothing, and neither does choosing a file in the desktop's own dialog.
pub struct Counted {
    window: Window,
    acts: usize,
}

impl Counted {
    /// The sample, open and unlocked on its Home page; what `prepare` then does is not counted.
    pub fn after(prepare: impl FnOnce(&mut Window)) -> Self {
        let mut window = Window::new(FakeHost::new());
        crate::shell::workspace::sample(&mut window);
        prepare(&mut window);
        Self { window, acts: 0 }
    }

    /// How many acts there were so far.
    pub fn acts(&self) -> usize {
        self.acts
    }

    /// A folder for files that are chosen, dropped or saved.
    pub fn folder(&self) -> &Path {
        self.window.host.folder()
    }

    /// The next file dialog chooses this.
    pub fn will_choose(&self, path: &Path) {
        self.window.host.will_choose(path);
    }

    #[track_caller]
    pub fn click(&mut self, role: Role, label: &str) {
        self.acts += 1;
        self.window.click(role, label);
    }

    /// Clicks what has a name that begins with this: what follows names the authority.
    #[track_caller]
    pub fn click_beginning(&mut self, role: Role, words: &str) {
        let mut names = self.window.harness.query_all_by_role(role).filter_map(|node| node.accesskit_node().label());
        let name =
            names.find(|name| name.starts_with(words)).unwrap_or_else(|| panic!("no {role:?} begins with {words}"));
        drop(names);
        self.click(role, &name);
    }

    /// Opens a combo and chooses in it: two acts.
    #[track_caller]
    pub fn choose(&mut self, combo: &str, value: &str) {
        self.click(Role::ComboBox, combo);
        self.click(Role::ListBoxOption, value);
    }

    #[track_caller]
    pub fn focus(&mut self, role: Role, label: &str) {
        self.acts += 1;
        self.window.focus(role, label);
    }

    pub fn shortcut(&mut self, modifiers: Modifiers, key: Key) {
        self.acts += 1;
        self.window.harness.key_press_modifiers(modifiers, key);
        self.window.settle();
    }

    pub fn drop_file(&mut self, path: PathBuf) {
        self.acts += 1;
        self.window.drop_file(path);
    }

    /// Types into whatever has the keyboard, which counts nothing.
    pub fn type_text(&mut self, text: &str) {
        self.window.type_text(text);
    }

    #[track_caller]
    pub fn wait_for(&mut self, role: Role, label: &str) {
        self.window.wait_for(role, label);
    }

    #[track_caller]
    pub fn wait_for_file(&mut self, path: &Path) {
        self.window.wait("the file", |_| path.exists());
    }

    /// Waits until the status line or a toast begins with this.
    #[track_caller]
    pub fn wait_for_status(&mut self, words: &str) {
        self.window.wait(words, |harness| window::statuses(harness).iter().any(|said| said.starts_with(words)));
    }
}

#[test]
fn every_act_is_counted_and_typing_is_not() {
    let mut counted = Counted::after(|window| window.click(Role::TreeItem, "Servers Issuing CA"));
    assert_eq!(counted.acts(), 0);
    counted.shortcut(Modifiers::COMMAND, Key::R);
    assert_eq!(counted.acts(), 1);
    counted.focus(Role::TextInput, "Common name");
    assert_eq!(counted.acts(), 2);
    counted.type_text("A Root");
    assert_eq!(counted.acts(), 2);
    counted.choose("Key", "RSA 2048");
    assert_eq!(counted.acts(), 4);
    counted.click(Role::Button, "Cancel");
    assert_eq!(counted.acts(), 5);
    let path = counted.folder().join("any.csr");
    counted.drop_file(path);
    assert_eq!(counted.acts(), 6);
}
