//! The permissions of services.

use super::heading_ui;
use crate::ui::authority::menu::access_blocked;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::forms::{action_words, missing_to_renew};
use crate::ui::kit::{ActionTag, Button, Label, Status, paint};
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, GrantedPermission};
use crate::x509::inspect::display;
use egui::{Align, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Height of a row with tags.
const ROW: f32 = 32.0;

const COLUMNS: [&str; 4] = ["Principal", "Account", "Actions", "Granted"];

/// Shows the section.
pub(super) fn permissions_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    heading_ui(ui, "Permissions", "which service may act with this authority", |ui| {
        let grant = Button::secondary("Grant permission…").blocked(access_blocked(context, authority));
        if ui.add(grant).clicked() {
            commands.push(Command::GrantPermission(authority.id()));
        }
    });
    if authority.permissions.is_empty() {
        ui.add_space(12.0);
        let color = ui.tokens().text2;
        let words = "No service may act with this authority. The certificate manager needs a permission to renew the certificates of this account by itself.";
        ui.add(Label::new(words, Type::Body).color(color).wrap());
        ui.add_space(12.0);
        return;
    }
    head_ui(ui);
    for granted in authority.permissions.iter() {
        row_ui(ui, context, authority, granted, commands);
    }
}

fn head_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let t = ui.tokens();
    for (name, cell) in cells(rect) {
        let response = ui.interact(cell, ui.auto_id_with(("head", name)), Sense::hover());
        paint::words(ui.painter(), cell.left_center(), name, Type::Caption, t.text2);
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, name));
    }
    paint::hairline(ui.painter(), rect.x_range(), rect.bottom(), t.line);
}

fn row_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    granted: &GrantedPermission,
    commands: &mut Commands,
) {
    let GrantedPermission { principal, source_account, actions, created_at } = granted;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let t = ui.tokens();
    let named = display::safe(principal);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("permission {named} {source_account}")));
    let cell = |ui: &mut Ui, place: Rect| {
        let layout = Layout::left_to_right(Align::Center);
        ui.new_child(UiBuilder::new().id_salt((source_account, place.left() as i32)).max_rect(place).layout(layout))
    };
    let places: Vec<Rect> = cells(rect).map(|(_, cell)| cell).collect();
    cell(ui, places[0]).add(Label::new(&named, Type::NameSemi).height(ROW));
    let own = *source_account == authority.arn.account;
    let account = if own { format!("{source_account}, this one") } else { source_account.clone() };
    cell(ui, places[1]).add(Label::new(&account, Type::Small).color(t.text2).height(ROW));
    let mut tags = cell(ui, places[2]);
    tags.spacing_mut().item_spacing.x = 6.0;
    for action in actions {
        tags.add(ActionTag(action_words(*action)));
    }
    if let Some(missing) = missing_to_renew(actions, action_words) {
        tags.add_space(6.0);
        let (mark, _) = tags.allocate_exact_size(vec2(12.0, 18.0), Sense::hover());
        Status::Attention.paint(tags.painter(), mark.center(), t);
        let words = format!("Cannot renew without {missing}");
        tags.add(Label::new(&words, Type::SmallMedium).color(t.warn).height(ROW));
    }
    let button = Rect::from_min_max(pos2(rect.right() - 76.0, rect.top()), rect.max);
    let granted_at = places[3].with_max_x(button.left() - 4.0);
    cell(ui, granted_at).add(Label::new(&words::minute(*created_at), Type::Small).color(t.text2).height(ROW));
    let withdraw = Button::danger_text("Withdraw…").blocked(access_blocked(context, authority));
    let name = format!("Withdraw permission for {source_account}");
    if ui.place(button, withdraw).accessible_name(name).clicked() {
        let of = Some((principal.clone(), source_account.clone()));
        commands.push(Command::WithdrawPermission(authority.id(), of));
    }
    paint::hairline(ui.painter(), rect.x_range(), rect.bottom(), t.line);
}

/// The cells of a row: in a narrow window the actions give way, whose words show whole on hover.
fn cells(row: Rect) -> impl Iterator<Item = (&'static str, Rect)> {
    let width = row.width();
    let scale = width / 992.0;
    let begin = match width {
        900.0.. => [0.0, 176.0 * scale, 352.0 * scale, 752.0 * scale, width],
        _ => [0.0, 148.0, 304.0, (width - 206.0).max(400.0), width],
    };
    COLUMNS.into_iter().enumerate().map(move |(index, name)| {
        let x = egui::Rangef::new(row.left() + begin[index], row.left() + begin[index + 1] - 8.0);
        (name, Rect::from_x_y_ranges(x, row.y_range()))
    })
}
