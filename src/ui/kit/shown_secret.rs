//! A secret that was made here, shown once.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Button, Icon, IconButton, Label, paint};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::words::small;

/// Distance of the dots, and of the characters: that of the font.
const PITCH: f32 = 7.25;

/// A secret as dots, with an eye to show it and a button that copies it. Each character is painted by itself: no layout
/// that egui keeps holds the secret, and neither does its accessibility tree.
#[must_use = "call `show`"]
pub struct ShownSecret<'a> {
    label: &'a str,
    secret: &'a SecretString,
}

impl<'a> ShownSecret<'a> {
    /// With its label above it.
    pub fn new(label: &'a str, secret: &'a SecretString) -> Self {
        Self { label, secret }
    }

    /// Shows it; `clicked()` of the response asks to copy it.
    pub fn show(self, ui: &mut Ui, shown: &mut bool) -> Response {
        ui.vertical(|ui| {
            ui.add(Label::new(self.label, Type::SmallSemi).height(20.0));
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let copy = Button::secondary("Copy").icon(Icon::Copy);
                let width = (ui.available_width() - copy.width(ui.painter()) - 8.0).max(80.0);
                self.box_ui(ui, width, shown);
                let name = format!("Copy {}", small(self.label));
                ui.add(copy).accessible_name(name)
            })
            .inner
        })
        .inner
    }

    fn box_ui(&self, ui: &mut Ui, width: f32, shown: &mut bool) {
        let (rect, response) = ui.allocate_exact_size(vec2(width, 32.0), Sense::hover());
        let t = ui.tokens();
        paint::fill(ui.painter(), rect, 6, t.sunken);
        paint::edge(ui.painter(), rect, 6, t.border);
        let inside = rect.shrink2(vec2(10.0, 1.0)).with_max_x(rect.right() - 36.0);
        let painter = ui.painter_at(inside);
        for (index, character) in self.secret.expose_secret().chars().enumerate() {
            let center = pos2(inside.left() + PITCH * (index as f32 + 0.5), inside.center().y);
            if center.x > inside.right() {
                break;
            }
            if *shown {
                let mut one = [0; 4];
                paint::words_center(&painter, center, character.encode_utf8(&mut one), Type::Mono, t.text);
            } else {
                painter.circle_filled(center, 2.25, t.text);
            }
        }
        let what = if *shown { "shown" } else { "hidden" };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}, {what}", self.label)));
        let (icon, name) = if *shown { (Icon::EyeOff, "Hide characters") } else { (Icon::Eye, "Show characters") };
        let place = Rect::from_center_size(rect.right_center() - vec2(18.0, 0.0), vec2(24.0, 24.0));
        if ui.place(place, IconButton::new(icon, name).side(24.0)).clicked() {
            *shown = !*shown;
        }
    }
}
