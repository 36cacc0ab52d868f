//! The inspector at full width: rows left, bytes right.

use super::row::{End, ends_ui};
use super::{Inspector, Known};
use crate::ui::command::Commands;
use crate::ui::kit::{Density, Label, Segmented, paint};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Align, Frame, Layout, Margin, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

/// From here on the bytes stand beside the rows.
const BESIDE: f32 = 820.0;

impl Inspector {
    /// Takes the whole page.
    pub fn full_ui(&mut self, ui: &mut Ui, known: &Known, commands: &mut Commands) {
        self.collect();
        let page = ui.max_rect();
        let divide = if page.width() >= BESIDE { page.left() + (page.width() * 0.48).round() } else { page.center().x };
        let left = page.with_max_x(divide);
        let right = page.with_min_x(divide + 1.0);
        paint::vertical_hairline(ui.painter(), divide, page.y_range(), ui.tokens().line);
        self.rows_side_ui(&mut child(ui, left, "rows"), known, commands);
        let fill = ui.tokens().chrome;
        paint::fill(ui.painter(), right, 0, fill);
        self.bytes_side_ui(&mut child(ui, right, "bytes"), commands);
    }

    fn rows_side_ui(&mut self, ui: &mut Ui, known: &Known, commands: &mut Commands) {
        let margin = Margin { left: 24, right: 24, top: 10, bottom: 8 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.add(Label::new(self.title(known), Type::Title).height(32.0).heading());
            self.standing_ui(ui, known);
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                self.acts_ui(ui, known, commands);
                self.item_choice_ui(ui);
            });
        });
        let scroll = ScrollArea::vertical().id_salt("full details").auto_shrink([false, false]);
        scroll.show(ui, |ui| {
            let margin = Margin::symmetric(24, 0);
            Frame::new().inner_margin(margin).show(ui, |ui| self.details_ui(ui, known, Density::Full));
        });
    }

    fn bytes_side_ui(&mut self, ui: &mut Ui, commands: &mut Commands) {
        ends_ui(ui, 48.0, "bytes head", &mut |ui, end| match end {
            End::Left => {
                ui.add_space(16.0);
                Segmented::new("Bytes as", &["ASN.1", "Text", "PEM"]).compact().show(ui, &mut self.raw);
            }
            End::Right => {
                self.icons_ui(ui, commands);
                ui.add_space(8.0);
            }
        });
        let margin = Margin::symmetric(16, 0);
        match self.raw {
            0 => self.tree_ui(ui, 16),
            1 => drop(Frame::new().inner_margin(margin).show(ui, |ui| self.text_ui(ui))),
            _ => drop(Frame::new().inner_margin(margin).show(ui, |ui| self.pem_ui(ui))),
        }
    }

    /// Below a page: sections side by side, so that most are seen without scrolling.
    pub(super) fn three_columns_ui(&mut self, ui: &mut Ui, known: &Known) {
        let place = ui.available_rect_before_wrap();
        let width = (place.width() - 2.0 * 24.0) / 3.0;
        let mut bottom = place.top();
        for column in 0..3_u8 {
            let left = place.left() + f32::from(column) * (width + 24.0);
            let rect = Rect::from_min_size(pos2(left.round(), place.top()), vec2(width, f32::INFINITY));
            let mut ui = child(ui, rect, ("column", column));
            self.column_ui(&mut ui, known, usize::from(column));
            bottom = bottom.max(ui.min_rect().bottom());
        }
        ui.allocate_rect(place.with_max_y(bottom), egui::Sense::hover());
        for column in 1..3_u8 {
            let x = place.left() + f32::from(column) * (width + 24.0) - 12.0;
            let y = egui::Rangef::new(place.top(), bottom);
            paint::vertical_hairline(ui.painter(), x.round(), y, ui.tokens().line);
        }
    }
}

fn child(ui: &mut Ui, rect: Rect, salt: impl std::hash::Hash + std::fmt::Debug) -> Ui {
    ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect).layout(Layout::top_down(Align::Min)))
}
