//! The inspector beside the page, or below it where the window is narrow.

use super::row::{End, ends_ui};
use super::{Inspector, Known};
use crate::ui::command::Commands;
use crate::ui::kit::{Density, Label, Tab, hairline_ui, paint, tabs_ui};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Frame, Margin, ScrollArea, Ui};

const TABS: [Tab<'static>; 4] = [Tab::new("Details"), Tab::new("PEM"), Tab::new("Text"), Tab::new("ASN.1")];

/// What the tabs take of the head below a page.
const TABS_WIDTH: f32 = 216.0;

impl Inspector {
    /// In a panel of its own at the right.
    pub fn side_ui(&mut self, ui: &mut Ui, known: &Known, commands: &mut Commands) {
        self.collect();
        let margin = Margin { left: 16, right: 16, top: 10, bottom: 0 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            self.title_row_ui(ui, known, commands);
            self.standing_ui(ui, known);
            ui.add_space(6.0);
            ui.horizontal(|ui| self.acts_ui(ui, known, commands));
            self.item_choice_ui(ui);
            self.tabs_ui(ui);
        });
        self.tab_ui(ui, known);
    }

    /// Across the page, below it.
    pub fn bottom_ui(&mut self, ui: &mut Ui, known: &Known, commands: &mut Commands) {
        self.collect();
        ends_ui(ui, 52.0, "head", &mut |ui, end| match end {
            End::Left => {
                ui.add_space(16.0);
                let room = (ui.available_width() - TABS_WIDTH - 120.0).max(80.0);
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    ui.add(Label::new(self.title(known), Type::Heading).height(24.0).heading());
                });
                self.badge_ui(ui, known);
                ui.add_space(8.0);
                tabs_ui(ui, "Inspector", &TABS, &mut self.tab);
            }
            End::Right => {
                ui.spacing_mut().item_spacing.x = 8.0;
                self.item_choice_ui(ui);
                self.acts_ui(ui, known, commands);
                self.icons_ui(ui, commands);
                ui.add_space(8.0);
            }
        });
        hairline_ui(ui);
        self.tab_ui(ui, known);
    }

    fn title_row_ui(&mut self, ui: &mut Ui, known: &Known, commands: &mut Commands) {
        ends_ui(ui, 28.0, "title", &mut |ui, end| match end {
            End::Left => drop(ui.add(Label::new(self.title(known), Type::Heading).height(28.0).heading())),
            End::Right => self.icons_ui(ui, commands),
        });
    }

    fn tabs_ui(&mut self, ui: &mut Ui) {
        tabs_ui(ui, "Inspector", &TABS, &mut self.tab);
        let (t, rect) = (ui.tokens(), ui.min_rect());
        paint::hairline(ui.painter(), rect.x_range().expand(16.0), rect.bottom() - 1.0, t.line);
    }

    fn tab_ui(&mut self, ui: &mut Ui, known: &Known) {
        let margin = Margin { left: 16, right: 16, top: 8, bottom: 0 };
        match self.tab {
            0 => {
                let scroll = ScrollArea::vertical().id_salt("details").auto_shrink([false, false]);
                scroll.show(ui, |ui| {
                    Frame::new().inner_margin(margin).show(ui, |ui| self.columns_ui(ui, known));
                });
            }
            1 => drop(Frame::new().inner_margin(margin).show(ui, |ui| self.pem_ui(ui))),
            2 => drop(Frame::new().inner_margin(margin).show(ui, |ui| self.text_ui(ui))),
            _ => self.tree_ui(ui, 8),
        }
    }

    /// One column where it is narrow, three where it is wide.
    fn columns_ui(&mut self, ui: &mut Ui, known: &Known) {
        if ui.available_width() < 600.0 {
            self.details_ui(ui, known, Density::Inspector);
        } else {
            self.three_columns_ui(ui, known);
        }
    }
}
