//! The ASN.1 tree, whose chosen node marks its bytes in the hex view below.

use super::Inspector;
use crate::ui::kit::{Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use crate::x509::asn1::Tree;
use egui::{
    Color32, EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};
use std::collections::BTreeSet;
use std::ops::Range;

/// Height of a row.
const ROW: f32 = 20.0;

/// The tree of an item, and which of its nodes are open and chosen.
pub(super) struct TreeView {
    pub tree: Tree,
    open: BTreeSet<usize>,
    pub chosen: Option<usize>,
    visible: Vec<usize>,
    /// The node that the keyboard goes to in the next frame, in which its row must be in sight.
    reveal: Option<usize>,
    /// How far the rows were scrolled in the last frame.
    offset: f32,
}

impl TreeView {
    /// The first levels are open.
    pub(super) fn new(tree: Tree) -> Self {
        let open = (0..tree.nodes().len()).filter(|node| tree.nodes()[*node].depth < 2).collect();
        let mut view = Self { tree, open, chosen: None, visible: Vec::new(), reveal: None, offset: 0.0 };
        view.collect();
        view
    }

    fn collect(&mut self) {
        self.visible.clear();
        if self.tree.nodes().is_empty() {
            return;
        }
        let mut waiting = vec![0];
        while let Some(node) = waiting.pop() {
            self.visible.push(node);
            if self.open.contains(&node) {
                let inside: Vec<usize> = self.tree.children(node).collect();
                waiting.extend(inside.into_iter().rev());
            }
        }
    }

    /// The bytes of the chosen node.
    pub(super) fn chosen_range(&self) -> Option<&Range<usize>> {
        self.chosen.map(|node| &self.tree.nodes()[node].range)
    }

    /// Chooses the node of these bytes, opens what holds it, and brings it in sight.
    pub(super) fn choose(&mut self, range: &Range<usize>) {
        let Some(node) = self.tree.node_of(range) else { return };
        self.chosen = Some(node);
        let mut holder = self.tree.nodes()[node].parent;
        while let Some(open) = holder {
            self.open.insert(open);
            holder = self.tree.nodes()[open].parent;
        }
        self.collect();
        self.reveal = Some(node);
    }

    fn toggle(&mut self, node: usize) {
        if !self.open.remove(&node) {
            self.open.insert(node);
        }
        self.collect();
    }

    /// What the keyboard asks of the row at `index`, which has it.
    fn key(&mut self, ui: &Ui, index: usize) {
        let Some(&node) = self.visible.get(index) else { return };
        let (open, inside) = (self.open.contains(&node), self.tree.has_children(node));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.visible.len() - 1;
        let target = if pressed(Key::ArrowDown) {
            (index + 1).min(last)
        } else if pressed(Key::ArrowUp) {
            index.saturating_sub(1)
        } else if pressed(Key::Home) {
            0
        } else if pressed(Key::End) {
            last
        } else if pressed(Key::ArrowLeft) {
            match open && inside {
                true => return self.toggle(node),
                false => self.above(index),
            }
        } else if pressed(Key::ArrowRight) {
            match !open && inside {
                true => return self.toggle(node),
                false => index + usize::from(inside),
            }
        } else {
            return;
        };
        self.reveal = self.visible.get(target).copied().filter(|_| target != index);
    }

    /// Where the node stands that holds the one at `index`.
    fn above(&self, index: usize) -> usize {
        let depth = |index: usize| self.tree.nodes()[self.visible[index]].depth;
        (0..index).rev().find(|above| depth(*above) < depth(index)).unwrap_or(index)
    }

    /// Where the rows must be scrolled to for the row that the keyboard goes to; nothing where it is in sight.
    fn scroll_to_revealed(&self, height: f32) -> Option<f32> {
        let index = self.visible.iter().position(|node| Some(*node) == self.reveal)?;
        let top = index as f32 * ROW;
        if top < self.offset {
            return Some(top);
        }
        (top + ROW > self.offset + height).then_some(top + ROW - height)
    }
}

/// The row of a node, wherever it is scrolled to.
fn row_id(ui: &Ui, node: usize) -> Id {
    ui.scope_id().with(("asn1 node", node))
}

impl Inspector {
    /// The tree, and the bytes of the chosen node below it.
    pub(super) fn tree_ui(&mut self, ui: &mut Ui, columns: usize) {
        let view = &mut self.view.tree;
        if view.tree.nodes().is_empty() {
            return nothing_ui(ui);
        }
        let bytes = view.chosen.map_or(0.0, |_| (ui.available_height() * 0.42).round());
        let height = ui.available_height() - bytes;
        let mut pressed = None;
        let mut scroll = ScrollArea::vertical().id_salt("asn1").max_height(height).min_scrolled_height(height);
        if let Some(offset) = view.scroll_to_revealed(height) {
            scroll = scroll.vertical_scroll_offset(offset);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = scroll.auto_shrink([false, false]).show_rows(ui, ROW, view.visible.len(), |ui, rows| {
            for index in rows {
                let Some(&node) = view.visible.get(index) else { break };
                let (row, toggled) = node_ui(ui, view, node);
                if row.clicked() {
                    pressed = Some(node);
                }
                if view.reveal == Some(node) {
                    view.reveal = None;
                    row.request_focus();
                } else if toggled {
                    view.toggle(node);
                } else if row.has_focus() {
                    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
                    ui.memory_mut(|memory| memory.set_focus_lock_filter(row.id, arrows));
                    view.key(ui, index);
                }
            }
        });
        view.offset = shown.state.clamped_offset().y;
        if view.reveal.is_some() {
            ui.request_repaint();
        }
        if pressed.is_some() {
            view.chosen = pressed;
        }
        if let Some(chosen) = view.chosen {
            super::hex::hex_ui(ui, &view.tree, chosen, columns);
        }
    }
}

fn nothing_ui(ui: &mut Ui) {
    let t = ui.tokens();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::hover());
    let words = "No bytes to show";
    paint::words(ui.painter(), rect.left_center() + vec2(16.0, 0.0), words, Type::Small, t.text2);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

/// A row; also whether its chevron was pressed.
fn node_ui(ui: &mut Ui, view: &TreeView, node: usize) -> (Response, bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let row = ui.interact(rect, row_id(ui, node), Sense::click());
    let found = &view.tree.nodes()[node];
    let inside = view.tree.has_children(node);
    let x = rect.left() + 16.0 + 16.0 * found.depth.min(12) as f32;
    let chevron = pos2(x + 6.0, rect.center().y);
    let place = Rect::from_center_size(chevron, vec2(18.0, ROW));
    let toggled = inside && ui.interact(place, row.id.with("chevron"), Sense::CLICK).clicked();
    let name = found.name.map_or_else(|| view.tree.type_name(node), str::to_owned);
    if ui.is_rect_visible(rect) {
        let t = ui.tokens();
        let chosen = view.chosen == Some(node);
        let fill = match (chosen, row.hovered()) {
            (true, _) => t.selected,
            (false, true) => t.hover,
            (false, false) => Color32::TRANSPARENT,
        };
        paint::fill(ui.painter(), rect, 0, fill);
        if inside {
            let open = view.open.contains(&node);
            let icon = if open { Icon::ChevronDown } else { Icon::ChevronRight };
            icon.paint(ui.painter(), chevron - vec2(0.0, 1.0), 12.0, t.text2);
        }
        paint_words(ui, rect, x + 16.0, view, node, &name, t);
        if row.has_focus() {
            paint::edge_of(ui.painter(), rect, 0, egui::Stroke::new(1.5, t.accent));
        }
    }
    row.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, view.chosen == Some(node), &name));
    (row, toggled)
}

fn paint_words(ui: &Ui, rect: Rect, left: f32, view: &TreeView, node: usize, name: &str, t: &Tokens) {
    let (painter, y) = (ui.painter(), rect.center().y);
    let found = &view.tree.nodes()[node];
    let offset = format!("{:04x}", found.range.start);
    let right = pos2(rect.right() - 16.0, y);
    let mut edge = paint::words_right(painter, right, &offset, Type::MonoSmall, t.text3).left() - 10.0;
    let type_name = view.tree.type_name(node);
    if found.name.is_some() && rect.width() > 400.0 {
        edge = paint::words_right(painter, pos2(edge, y), &type_name, Type::MonoSmall, t.text2).left() - 10.0;
    }
    let line = paint::line(painter, name, Type::Small, t.text, edge - left);
    let end = paint::galley(painter, pos2(left, y), line).right() + 8.0;
    let preview = view.tree.preview(node);
    if !preview.is_empty() && end + 16.0 < edge {
        let line = paint::line(painter, &preview, Type::MonoSmall, t.text2, edge - end);
        paint::galley(painter, pos2(end, y), line);
    }
}
