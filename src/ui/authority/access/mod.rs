//! The Access page: which service may act with the authority, and which accounts may use it.

mod permissions;
mod policy;

use crate::ui::command::Commands;
use crate::ui::context::PageContext;
use crate::ui::kit::{Label, paint};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::Authority;
use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, pos2, vec2};
use policy::PolicySection;

/// The Access page.
#[derive(Default)]
pub(super) struct AccessPage {
    policy: PolicySection,
}

impl AccessPage {
    /// Shows the page below the tabs.
    pub(super) fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
        page::body_ui(ui, "access", |ui| {
            permissions::permissions_ui(ui, context, authority, commands);
            ui.add_space(28.0);
            self.policy.ui(ui, context, authority, commands);
        });
    }
}

/// The heading of a section with buttons at its right end, over a hairline; `aside` gives way to them.
fn heading_ui(ui: &mut Ui, words: &str, aside: &str, buttons: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 39.0), Sense::hover());
    let t = ui.tokens();
    paint::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, t.line);
    let row = rect.with_max_y(rect.top() + 28.0);
    let end = page::end_ui(ui, row, words, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        buttons(ui);
    });
    let place = Rect::from_min_max(row.min, pos2(end - 12.0, row.bottom()));
    let layout = Layout::left_to_right(Align::Center);
    let mut left = ui.new_child(UiBuilder::new().id_salt(words).max_rect(place).layout(layout));
    left.spacing_mut().item_spacing.x = 12.0;
    left.add(Label::new(words, Type::Heading).height(28.0).heading());
    left.add(Label::new(aside, Type::Small).color(t.text2).height(28.0));
}
