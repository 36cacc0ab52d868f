//! Where the endpoint is found, and what certificates say of that.

use super::Served;
use crate::engine::Access;
use crate::ui::command::{Command, Commands, EndpointAct};
use crate::ui::context::PageContext;
use crate::ui::host::{EndpointState, is_loopback, is_unspecified};
use crate::ui::kit::{
    Button, CopyButton, Icon, IconButton, KeyValue, MenuItem, Status, menu_button, menu_separator_ui, paint,
    section_heading_ui,
};
use crate::ui::lists;
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, CertificateAuthorityStatus};
use egui::{Align, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Below this width of the column the hints after the addresses give way.
const WIDE: f32 = 480.0;

/// Width of the keys.
fn keys(ui: &Ui) -> f32 {
    if ui.available_width() < WIDE { 96.0 } else { 112.0 }
}

pub(super) fn addresses_ui(ui: &mut Ui, context: PageContext<'_>, served: Served<'_>, commands: &mut Commands) {
    section_heading_ui(ui, "Addresses", |ui| {
        let read_only = match context.access {
            Access::ReadOnly(_) => Some("The workspace is open for reading only"),
            Access::Locked | Access::Unlocked => None,
        };
        if ui.add(Button::link("Edit…").blocked(read_only)).clicked() {
            commands.push(Command::Endpoint(EndpointAct::Configure));
        }
    });
    ui.add_space(4.0);
    let (url, relying) = (served.url(context.endpoint), served.relying_url(context.endpoint));
    row_ui(ui, "API", &url, reach(context.endpoint, &url));
    row_ui(ui, "OCSP", &format!("{relying}/ocsp"), &answered_for(context));
    crls_ui(ui, context, &relying);
    in_certificates_ui(ui, context, served, commands);
}

/// From where an address is reached, in a few words.
fn reach(state: &EndpointState, url: &str) -> &'static str {
    let address = url.split_once("://").map_or(url, |(_, address)| address);
    match (state.is_on(), is_loopback(address)) {
        (false, _) => "once it is started",
        (true, true) => "this computer only",
        (true, false) if is_unspecified(address) => "every network",
        (true, false) => "the network",
    }
}

/// For how many authorities OCSP is answered.
fn answered_for(context: PageContext<'_>) -> String {
    use CertificateAuthorityStatus::{Active, Disabled};
    let answers = |authority: &&Arc<Authority>| {
        authority.ocsp_enabled() && [Active, Disabled].contains(&authority.status(context.now))
    };
    match context.workspace.authorities().filter(answers).count() {
        0 => "off for all authorities".to_owned(),
        count => words::counted(count, "authority"),
    }
}

fn row_ui(ui: &mut Ui, key: &str, value: &str, hint: &str) {
    let wide = ui.available_width() >= WIDE;
    let called = format!("{key} address");
    let row = KeyValue::new(key, value).key_width(keys(ui)).mono().called(&called);
    if wide { row.hint(hint) } else { row }.show(ui);
}

/// The addresses of the CRLs: what they have in common, and in a menu that of each authority.
fn crls_ui(ui: &mut Ui, context: PageContext<'_>, relying: &str) {
    let mut with: Vec<&Arc<Authority>> =
        context.workspace.authorities().filter(|authority| lists::is_published(authority)).collect();
    with.sort_by_cached_key(|authority| authority_name(authority).to_lowercase());
    let pattern = format!("{relying}/crl/<CA-ID>.crl");
    let wide = ui.available_width() >= WIDE;
    let hint = words::counted(with.len(), "authority");
    let row = KeyValue::new("CRLs", &pattern).key_width(keys(ui)).mono().no_copy();
    let row = if wide { row.hint(&hint) } else { row };
    row.show_with(ui, |ui| {
        menu_button(ui, IconButton::new(Icon::Copy, "Copy CRL address").small(), |ui| {
            for authority in &with {
                if ui.add(MenuItem::new(&authority_name(authority))).clicked() {
                    ui.copy_text(format!("{relying}/crl/{}.crl", authority.id()));
                }
            }
            if !with.is_empty() {
                menu_separator_ui(ui);
            }
            if ui.add(MenuItem::new("Any authority, by its ID")).clicked() {
                ui.copy_text(pattern.clone());
            }
        });
    });
}

/// The publication address: what certificates name, and whether others reach it.
fn in_certificates_ui(ui: &mut Ui, context: PageContext<'_>, served: Served<'_>, commands: &mut Commands) {
    let address = context.workspace.settings_in_force().publication_address.as_deref();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let (t, y, left) = (ui.tokens(), rect.center().y, rect.left() + keys(ui));
    paint::words(ui.painter(), pos2(rect.left(), y), "In certificates", Type::Body, t.text2);
    let mut end = ui.new_child(
        UiBuilder::new().max_rect(rect).id_salt("in certificates").layout(Layout::right_to_left(Align::Center)),
    );
    let link = if address.is_some() { "Change…" } else { "Set…" };
    // What is advertised is no setting.
    let advertised = context.endpoint.is_on() && served.options.advertise.is_some();
    match address {
        Some(address) if advertised || !is_loopback(address) => {
            end.add(CopyButton::new("Copy address in certificates", address));
        }
        _ => {
            if end.add(Button::link(link).blocked(context.blocked())).clicked() {
                commands.push(Command::Settings);
            }
        }
    }
    let right = end.min_rect().left() - 8.0;
    let warning = match address {
        None => Some("None yet, new ones carry no CRL address"),
        Some(address) if is_loopback(address) => Some("Reaches only this computer"),
        Some(_) => None,
    };
    let mut x = left;
    if let Some(address) = address {
        let kept = warning.map_or(0.0, |words| paint::width(ui.painter(), words, Type::Small) + 28.0);
        let line = paint::line(ui.painter(), address, Type::Mono, t.text, (right - x - kept).max(48.0));
        x = paint::galley(ui.painter(), pos2(x, y), line).right() + 12.0;
        if warning.is_none() && advertised && rect.width() >= WIDE {
            paint::words(ui.painter(), pos2(x, y), "while the endpoint runs", Type::CaptionRegular, t.text2);
        }
    }
    if let Some(words) = warning {
        Status::Attention.paint(ui.painter(), pos2(x + 5.0, y), t);
        let line = paint::line(ui.painter(), words, Type::Small, t.warn, right - x - 16.0);
        let elided = line.elided;
        let place = paint::galley(ui.painter(), pos2(x + 16.0, y), line);
        if elided {
            let whole = Rect::from_min_max(pos2(left, rect.top()), pos2(place.right(), rect.bottom()));
            ui.interact(whole, ui.auto_id_with("in certificates"), Sense::hover()).on_hover_text(words);
        }
    }
    let told = [address, warning].into_iter().flatten().collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("In certificates: {told}")));
}
