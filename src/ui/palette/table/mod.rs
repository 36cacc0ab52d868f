//! The one table of commands: the menus, the palette, the keyboard and the list of shortcuts are
//! read from it.

mod authority;
mod certificate;
mod help;
mod view;
mod workspace;

use super::situation::{Reason, Situation};
use crate::engine::Action;
use crate::ui::command::Command;
use crate::ui::kit::Icon;
use egui::KeyboardShortcut;

/// A command by name.
#[derive(Clone, Copy)]
pub struct Entry {
    /// What it does, as menus write it; `…` when more is asked.
    pub name: &'static str,
    /// Other words that people look for it by.
    pub also: &'static str,
    /// The action of the API behind it.
    pub action: Option<Action>,
    /// Its icon in the palette.
    pub icon: Icon,
    /// Its shortcut.
    pub shortcut: Option<KeyboardShortcut>,
    /// Where it stands.
    pub menu: Menu,
    /// The group within the menu; a line divides groups.
    pub group: u8,
    /// It leads to a dialog of danger.
    pub danger: bool,
    /// It stands in no menu: another entry of the menu leads there.
    pub palette_only: bool,
    /// Whether it is on, for what is on or off.
    pub checked: Option<fn(&Situation) -> bool>,
    /// Whether its menu shows it, for what is of use in one state only: the palette says why it cannot act otherwise.
    pub apt: Option<fn(&Situation) -> bool>,
    /// The command for what is selected, or why it cannot act.
    pub command: fn(&Situation) -> Result<Command, Reason>,
}

/// The menus of the top bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Files, lock, settings.
    Workspace,
    /// The selected authority, and new ones.
    Authority,
    /// The selected certificates, and new ones.
    Certificate,
    /// What is shown, and how.
    View,
    /// About this program.
    Help,
}

impl Menu {
    /// All menus, from left to right.
    pub const ALL: [Self; 5] = [Self::Workspace, Self::Authority, Self::Certificate, Self::View, Self::Help];

    /// Its word in the top bar.
    pub fn name(self) -> &'static str {
        match self {
            Self::Workspace => "Workspace",
            Self::Authority => "Authority",
            Self::Certificate => "Certificate",
            Self::View => "View",
            Self::Help => "Help",
        }
    }

    /// Its commands, in order.
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        TABLE.iter().filter(move |entry| entry.menu == self && !entry.palette_only)
    }
}

const fn entry(
    (menu, group): (Menu, u8),
    name: &'static str,
    icon: Icon,
    shortcut: Option<KeyboardShortcut>,
    command: fn(&Situation) -> Result<Command, Reason>,
) -> Entry {
    Entry {
        name,
        also: "",
        action: None,
        icon,
        shortcut,
        menu,
        group,
        danger: false,
        palette_only: false,
        checked: None,
        apt: None,
        command,
    }
}

impl Entry {
    const fn also(mut self, also: &'static str) -> Self {
        self.also = also;
        self
    }

    const fn action(mut self, action: Action) -> Self {
        self.action = Some(action);
        self
    }

    const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    const fn palette_only(mut self) -> Self {
        self.palette_only = true;
        self
    }

    const fn where_apt(mut self, apt: fn(&Situation) -> bool) -> Self {
        self.apt = Some(apt);
        self
    }

    const fn checked(mut self, checked: fn(&Situation) -> bool) -> Self {
        self.checked = Some(checked);
        self
    }
}

/// The commands of each menu, from left to right.
const MENUS: [&[Entry]; 5] =
    [workspace::ENTRIES, authority::ENTRIES, certificate::ENTRIES, view::ENTRIES, help::ENTRIES];

/// All commands, in the order of the menus.
pub static TABLE: &[Entry] = &joined::<{ count() }>();

const fn count() -> usize {
    let (mut count, mut menu) = (0, 0);
    while menu < MENUS.len() {
        count += MENUS[menu].len();
        menu += 1;
    }
    count
}

const fn joined<const COUNT: usize>() -> [Entry; COUNT] {
    let mut all = [MENUS[0][0]; COUNT];
    let (mut next, mut menu) = (0, 0);
    while menu < MENUS.len() {
        let mut at = 0;
        while at < MENUS[menu].len() {
            all[next] = MENUS[menu][at];
            next += 1;
            at += 1;
        }
        menu += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::palette::shortcut;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_is_in_the_table() {
        let listed: BTreeSet<Action> = TABLE.iter().filter_map(|entry| entry.action).collect();
        let missing: Vec<&Action> = Action::ALL.iter().filter(|action| !listed.contains(action)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn names_and_shortcuts_are_used_once() {
        let names: BTreeSet<&str> = TABLE.iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), TABLE.len());
        let all: Vec<String> = TABLE.iter().filter_map(|e| e.shortcut.as_ref().map(shortcut::words)).collect();
        let shortcuts: BTreeSet<&String> = all.iter().collect();
        assert_eq!(shortcuts.len(), all.len());
    }

    #[test]
    fn without_a_workspace_only_what_needs_none_can_act() {
        let nothing = Situation::default();
        let can: Vec<&str> =
            TABLE.iter().filter(|entry| (entry.command)(&nothing).is_ok()).map(|entry| entry.name).collect();
        assert!(can.contains(&"New workspace…") && can.contains(&"Inspect file…") && can.contains(&"Zoom in"));
        assert!(!can.iter().any(|name| name.contains("CA") || name.contains("CRL") || name.contains("Lock")));
        assert!((TABLE[0].command)(&nothing).is_ok());
    }

    #[test]
    fn groups_of_a_menu_stand_together() {
        for menu in Menu::ALL {
            let groups: Vec<u8> = menu.entries().map(|entry| entry.group).collect();
            assert!(groups.is_sorted(), "{}", menu.name());
            assert!(!groups.is_empty());
        }
    }
}
