//! The bytes around a node of the ASN.1 tree: its tag and length in one colour, its content in another.

use crate::ui::kit::{Label, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use crate::x509::asn1::{Node, Tree};
use egui::{Align, Color32, Layout, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// Height of a row of bytes.
const ROW: f32 = 18.0;

/// The bytes of the tree, scrolled to those of `node` when that changes; `columns` in a row.
pub(super) fn hex_ui(ui: &mut Ui, tree: &Tree, node: usize, columns: usize) {
    let Some(found) = tree.nodes().get(node) else { return };
    let t = ui.tokens();
    paint::hairline(ui.painter(), ui.max_rect().x_range(), ui.cursor().top(), t.line);
    heading_ui(ui, found, t);
    let rows = tree.bytes().len().div_ceil(columns);
    let (scroll, seen) = (ui.scope_id().with("hex"), ui.scope_id().with("hex node"));
    let mut area = ScrollArea::vertical().id_salt(scroll).auto_shrink([false, false]);
    if ui.data(|data| data.get_temp(seen)) != Some(node) {
        ui.data_mut(|data| data.insert_temp(seen, node));
        let first = (found.range.start / columns).saturating_sub(1);
        area = area.vertical_scroll_offset(first as f32 * ROW);
    }
    area.show_rows(ui, ROW, rows, |ui, shown| {
        for row in shown {
            row_ui(ui, tree.bytes(), found, row * columns, columns, t);
        }
    });
}

fn heading_ui(ui: &mut Ui, node: &Node, t: &Tokens) {
    let last = node.range.end.saturating_sub(1);
    let words = format!("Bytes {:04x} to {last:04x}", node.range.start);
    let size = vec2(ui.available_width(), 36.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(16.0);
        ui.add(Label::new(&words, Type::SmallSemi).height(36.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(16.0);
            for (words, color) in [("value", t.selected), ("tag and length", t.info_soft)] {
                ui.add(Label::new(words, Type::Small).color(t.text2).height(36.0));
                let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
                paint::fill(ui.painter(), rect, 2, color);
            }
        });
    });
}

fn row_ui(ui: &mut Ui, bytes: &[u8], node: &Node, start: usize, columns: usize, t: &Tokens) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let end = (start + columns).min(bytes.len());
    let row = &bytes[start..end];
    let text = |byte: &u8| if byte.is_ascii_graphic() { char::from(*byte) } else { '·' };
    response.widget_info(|| {
        let hex: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        WidgetInfo::labeled(Role::Label, true, format!("{start:04x}: {}", hex.join(" ")))
    });
    let (painter, y) = (ui.painter(), rect.center().y);
    let left = rect.left() + 16.0;
    paint::words(painter, pos2(left, y), &format!("{start:04x}"), Type::MonoSmall, t.text3);
    let wide = 20.0;
    let ascii = left + 48.0 + columns as f32 * wide + 12.0;
    for (index, byte) in row.iter().enumerate() {
        let at = start + index;
        let cell = pos2(left + 48.0 + index as f32 * wide, y);
        let sign = pos2(ascii + index as f32 * 7.0, y);
        let fill = fill_of(node, at, t);
        let ground = |x: f32, width: f32| Rect::from_min_size(pos2(x, rect.top()), vec2(width, ROW));
        paint::fill(painter, ground(cell.x - 3.0, wide), 0, fill);
        let color = if fill == Color32::TRANSPARENT { t.text2 } else { t.text };
        paint::words(painter, cell, &format!("{byte:02x}"), Type::MonoSmall, color);
        if sign.x + 7.0 < rect.right() {
            paint::fill(painter, ground(sign.x, 7.0), 0, fill);
            paint::words(painter, sign, text(byte).encode_utf8(&mut [0; 4]), Type::MonoSmall, color);
        }
    }
}

fn fill_of(node: &Node, at: usize, t: &Tokens) -> Color32 {
    if node.header.contains(&at) {
        t.info_soft
    } else if node.range.contains(&at) {
        t.selected
    } else {
        Color32::TRANSPARENT
    }
}
