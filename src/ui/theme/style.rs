//! egui's style from the tokens.

use std::collections::BTreeMap;

use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, ThemePreference,
    Visuals, style::WidgetVisuals, vec2,
};

use super::{Tokens, Type, fonts, tokens::stronger_lines_id};

/// Which theme to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Theme {
    /// Always dark.
    Dark,
    /// Always light.
    Light,
    /// What the desktop says.
    #[default]
    System,
}

/// Gives egui our fonts and both styles, and shows `theme`.
pub fn apply(ctx: &Context, theme: Theme) {
    ctx.set_fonts(fonts::definitions());
    set_styles(ctx);
    show(ctx, theme);
}

/// Shows another theme.
pub fn show(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::Dark => ThemePreference::Dark,
        Theme::Light => ThemePreference::Light,
        Theme::System => ThemePreference::System,
    });
}

/// The "Stronger lines" switch: control edges at 3:1 instead of 1.5:1.
pub fn set_stronger_lines(ctx: &Context, on: bool) {
    ctx.data_mut(|data| data.insert_temp(stronger_lines_id(), on));
    set_styles(ctx);
}

/// Whether "Stronger lines" is on.
pub fn stronger_lines(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(stronger_lines_id())).unwrap_or(false)
}

fn set_styles(ctx: &Context) {
    for (theme, dark) in [(egui::Theme::Dark, true), (egui::Theme::Light, false)] {
        let tokens = Tokens::of(ctx, dark);
        ctx.style_mut_of(theme, |style| set_style(style, tokens));
    }
}

fn set_style(style: &mut Style, tokens: &Tokens) {
    style.text_styles = text_styles();
    style.visuals = visuals(tokens);
    style.spacing.item_spacing = vec2(8.0, 4.0);
    style.spacing.button_padding = vec2(12.0, 7.0);
    style.spacing.interact_size.y = 28.0;
    style.spacing.indent = 16.0;
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.tooltip_width = 360.0;
    style.spacing.scroll.bar_width = 8.0;
    style.spacing.scroll.floating_width = 3.0;
    style.spacing.scroll.fade.strength = 0.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.animation_time = 0.08;
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, Type::Small.font()),
        (TextStyle::Body, Type::Body.font()),
        (TextStyle::Button, Type::Name.font()),
        (TextStyle::Heading, Type::Heading.font()),
        (TextStyle::Monospace, FontId::new(12.0, FontFamily::Monospace)),
    ]
    .into()
}

fn visuals(tokens: &Tokens) -> Visuals {
    let mut visuals = if tokens.dark { Visuals::dark() } else { Visuals::light() };
    visuals.panel_fill = tokens.page;
    visuals.window_fill = tokens.modal();
    visuals.extreme_bg_color = tokens.sunken;
    visuals.text_edit_bg_color = Some(tokens.sunken);
    visuals.code_bg_color = tokens.sunken;
    visuals.faint_bg_color = tokens.hover;
    visuals.hyperlink_color = tokens.accent;
    visuals.warn_fg_color = tokens.warn;
    visuals.error_fg_color = tokens.danger;
    visuals.weak_text_color = Some(tokens.text2);
    visuals.selection.bg_fill = tokens.selected;
    visuals.selection.stroke = Stroke::new(1.0, tokens.accent);
    visuals.text_cursor.stroke = Stroke::new(1.0, tokens.text);
    // A field that blinks repaints an idle window for ever.
    visuals.text_cursor.blink = false;
    visuals.window_stroke = Stroke::new(1.0, tokens.border);
    visuals.window_corner_radius = CornerRadius::same(12);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_shadow = shadow(tokens);
    visuals.popup_shadow = shadow(tokens);
    visuals.widgets.noninteractive = widget(tokens.page, tokens.line, tokens.text);
    visuals.widgets.inactive = widget(tokens.control(), tokens.border, tokens.text);
    visuals.widgets.hovered = widget(tokens.hover, tokens.border, tokens.text);
    visuals.widgets.active = widget(tokens.pressed, tokens.border, tokens.text);
    visuals.widgets.open = widget(tokens.pressed, tokens.border, tokens.text);
    visuals
}

/// Only modals, menus and toasts have a shadow; panels have none.
fn shadow(tokens: &Tokens) -> Shadow {
    Shadow { offset: [0, 12], blur: 48, spread: 0, color: tokens.shadow }
}

fn widget(fill: Color32, edge: Color32, text: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(6),
        fg_stroke: Stroke::new(1.0, text),
        // Anything else makes a control grow under the pointer.
        expansion: 0.0,
    }
}
