//! The tree of authorities at the left.

mod keyboard;
mod tree;

pub use tree::{Group, Mark, Node, Row, Tree};

use super::ask::Select;
use super::authority::menu::authority_menu_ui;
use super::command::{Command, Commands};
use super::context::PageContext;
use super::derived::Derived;
use super::kit::{Icon, IconButton, Label, TreeRow, context_menu, hairline_ui, paint, tree_caption_ui};
use super::theme::{Type, UiTokens as _};
use crate::engine::Destruction;
use crate::workspace::AuthorityId;
use egui::{Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use keyboard::Shown;
use std::collections::HashSet;

/// Below this width marks lose their words, and so do shortcuts.
const NARROW: f32 = 220.0;
/// Height of the two rows at the foot.
const FOOT: f32 = 72.0;

/// The tree, with what is folded in it.
#[derive(Default)]
pub struct Hierarchy {
    folded: HashSet<Node>,
    folds: u64,
    tree: Derived<Key, Tree>,
}

/// What a tree depends on: the state, the minute, what is folded, and the search.
type Key = (u64, i64, u64, String);

impl Hierarchy {
    /// A tree with these authorities and these roots outside folded, as the last window left it.
    pub fn folded(
        authorities: impl IntoIterator<Item = AuthorityId>,
        external: impl IntoIterator<Item = String>,
    ) -> Self {
        let authorities = authorities.into_iter().map(Node::Authority);
        Self { folded: authorities.chain(external.into_iter().map(Node::External)).collect(), ..Self::default() }
    }

    /// The roots outside that are folded, in a lasting order, for the next window.
    pub fn external_folds(&self) -> Vec<String> {
        let external = |node: &Node| if let Node::External(name) = node { Some(name.clone()) } else { None };
        let mut names: Vec<String> = self.folded.iter().filter_map(external).collect();
        names.sort_unstable();
        names
    }

    /// The authorities that are folded, in a lasting order, for the next window.
    pub fn folds(&self) -> Vec<AuthorityId> {
        let mut ids: Vec<AuthorityId> = self
            .folded
            .iter()
            .filter_map(|node| if let Node::Authority(id) = node { Some(*id) } else { None })
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Shows the tree as high as there is room. `selected` is the authority whose page is shown, `at_home` tells
    /// whether Home is: some pages of the workspace stand outside the tree; `search` is what stands in the search field.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        (selected, at_home): (Option<AuthorityId>, bool),
        search: &str,
        commands: &mut Commands,
    ) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let tree = self.tree(ui, context, search);
        let list = ui.available_height() - FOOT;
        ScrollArea::vertical().auto_shrink(false).max_height(list).show(ui, |ui| {
            self.list_ui(ui, context, &tree, (selected, at_home), search, commands);
        });
        foot_ui(ui, context, selected, commands);
    }

    fn tree(&mut self, ui: &Ui, context: PageContext<'_>, search: &str) -> Tree {
        let minute = context.now.seconds().div_euclid(60);
        let key = (context.workspace.head().seq, minute, self.folds, search.to_owned());
        let (workspace, folded) = (context.workspace.clone(), self.folded.clone());
        let (now, search) = (context.now, search.to_owned());
        // At most some hundred authorities: never long.
        let compute = move || Tree::of(&workspace, now, &folded, &search);
        self.tree.get(ui.ctx(), key, false, compute).cloned().unwrap_or_default()
    }

    fn list_ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        tree: &Tree,
        (selected, at_home): (Option<AuthorityId>, bool),
        search: &str,
        commands: &mut Commands,
    ) {
        ui.add_space(8.0);
        let mut shown = vec![home_ui(ui, tree.attention, at_home, commands)];
        for (index, group) in tree.groups.iter().enumerate() {
            tree_caption_ui(ui, &group.caption, |ui| {
                if index == 0 && tree.nested {
                    self.fold_all_ui(ui, tree);
                }
            });
            for row in &group.rows {
                shown.push(self.row_ui(ui, context, row, selected, commands));
            }
        }
        if tree.groups.is_empty() && !search.trim().is_empty() {
            quiet_ui(ui, "No authority has this in its name, note or tags");
        } else if tree.groups.is_empty() && tree.deleted.is_empty() {
            tree_caption_ui(ui, "Authorities", |_| {});
            quiet_ui(ui, "None yet");
        }
        if !tree.deleted.is_empty() {
            let t = ui.tokens();
            tree_caption_ui(ui, "Deleted", |ui| {
                ui.add_space(5.0);
                ui.add(Label::new(&tree.deleted.len().to_string(), Type::CaptionRegular).color(t.text2));
            });
            for row in &tree.deleted {
                shown.push(self.row_ui(ui, context, row, selected, commands));
            }
        }
        ui.add_space(8.0);
        keyboard::move_focus(ui, &shown);
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        row: &Row,
        selected: Option<AuthorityId>,
        commands: &mut Commands,
    ) -> Shown {
        let narrow = ui.available_width() < NARROW;
        let authority = match &row.node {
            Node::Authority(id) => context.workspace.authority(*id),
            Node::External(_) => None,
        };
        let mut tree_row = TreeRow::new(row.icon, &row.name).depth(row.depth).muted(row.muted);
        tree_row = tree_row.selected(authority.is_some() && authority.map(|found| found.id()) == selected);
        if let Some(open) = row.open {
            tree_row = tree_row.open(open);
        }
        let left = match row.mark {
            Mark::DaysLeft(days) => days_left(days, narrow),
            Mark::KeyLeft => key_left(authority.and_then(|authority| context.destruction(authority.id()))),
            _ => String::new(),
        };
        tree_row = match &row.mark {
            Mark::Nothing => tree_row,
            Mark::Words(_) if narrow => tree_row,
            Mark::Words(words) => tree_row.words(words),
            Mark::DaysLeft(_) | Mark::KeyLeft => tree_row.words(&left),
            Mark::Status(status, words) => tree_row.status(*status, words),
        };
        let response = ui.push_id(&row.node, |ui| tree_row.show(ui)).inner;
        if response.toggled || (response.row.clicked() && authority.is_none()) {
            self.toggle(&row.node);
        } else if let Some(authority) = authority {
            if response.row.clicked() {
                commands.push(Command::Select(Select::Authority(authority.arn.clone())));
            }
            context_menu(&response.row, |ui| authority_menu_ui(ui, context, authority, commands));
        }
        Shown { response: response.row, depth: row.depth, open: row.open }
    }

    fn toggle(&mut self, node: &Node) {
        if !self.folded.remove(node) {
            self.folded.insert(node.clone());
        }
        self.folds += 1;
    }

    fn fold_all_ui(&mut self, ui: &mut Ui, tree: &Tree) {
        let rows = || tree.groups.iter().flat_map(|group| &group.rows);
        let any_open = rows().any(|row| row.open == Some(true));
        let (icon, name) = match any_open {
            true => (Icon::ChevronsDownUp, "Fold all"),
            false => (Icon::ChevronsUpDown, "Unfold all"),
        };
        if ui.add(IconButton::new(icon, name).small()).clicked() {
            match any_open {
                true => self.folded.extend(rows().filter(|row| row.open.is_some()).map(|row| row.node.clone())),
                false => self.folded.clear(),
            }
            self.folds += 1;
        }
    }
}

fn days_left(days: i64, narrow: bool) -> String {
    if narrow { format!("{days} d") } else { format!("{} left", super::words::days(days)) }
}

/// When the key of an authority is erased that cannot be restored any more.
fn key_left(destruction: Option<Destruction>) -> String {
    match destruction {
        Some(Destruction::Kept { until }) => format!("erased {}", super::words::day_of_year(until)),
        Some(Destruction::Doubtful) => "waits".to_owned(),
        Some(Destruction::Due) | None => "erased soon".to_owned(),
    }
}

fn home_ui(ui: &mut Ui, attention: usize, selected: bool, commands: &mut Commands) -> Shown {
    let count = attention.to_string();
    let mut row = TreeRow::new(Icon::House, "Home").selected(selected);
    if attention > 0 {
        row = row.words(&count);
    }
    let response = ui.push_id("home", |ui| row.show(ui)).inner.row;
    if response.clicked() {
        commands.push(Command::Home);
    }
    Shown { response, depth: 0, open: None }
}

fn quiet_ui(ui: &mut Ui, words: &str) {
    let t = ui.tokens();
    ui.horizontal(|ui| {
        ui.add_space(16.0);
        ui.add(Label::new(words, Type::Small).color(t.text3).height(28.0));
    });
}

/// The two rows at the foot.
fn foot_ui(ui: &mut Ui, context: PageContext<'_>, selected: Option<AuthorityId>, commands: &mut Commands) {
    let line = ui.available_rect_before_wrap().shrink2(vec2(8.0, 0.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(line), hairline_ui);
    ui.add_space(3.0);
    let blocked = context.blocked();
    if foot_row_ui(ui, Icon::Plus, "New root CA…", "Ctrl R", blocked).clicked() {
        commands.push(Command::NewRoot);
    }
    if foot_row_ui(ui, Icon::CornerDownRight, "New subordinate CA…", "Ctrl U", blocked).clicked() {
        commands.push(Command::NewSubordinate(selected));
    }
}

fn foot_row_ui(ui: &mut Ui, icon: Icon, name: &str, shortcut: &str, blocked: Option<&str>) -> Response {
    let size = vec2(ui.available_width(), 28.0);
    let sense = if blocked.is_some() { Sense::focusable_noninteractive() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let inset = rect.shrink2(vec2(8.0, 0.0));
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    if response.hovered() && blocked.is_none() {
        paint::fill(painter, inset, 6, t.hover);
    }
    let color = if blocked.is_some() { t.text3 } else { t.text2 };
    icon.paint(painter, pos2(rect.left() + 25.0, y), 16.0, color);
    let end = paint::words(painter, pos2(rect.left() + 40.0, y), name, Type::Body, color).right();
    let room = inset.right() - 9.0 - paint::width(painter, shortcut, Type::CaptionRegular);
    if rect.width() >= NARROW && room > end + 8.0 {
        paint::words_right(painter, pos2(inset.right() - 9.0, y), shortcut, Type::CaptionRegular, t.text3);
    }
    if response.has_focus() {
        paint::focus_ring(painter, inset, 6, t);
    }
    let enabled = ui.is_enabled() && blocked.is_none();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(shortcut));
    match blocked {
        Some(reason) => response.on_hover_text(reason),
        None => response,
    }
}
