//! Settings to copy: what each tool is told to call the endpoint with a key.

use super::Served;
use super::calls::key_name;
use super::snippets::{Client, Tool};
use crate::ui::context::PageContext;
use crate::ui::host::{host_and_port, is_loopback, is_unspecified};
use crate::ui::kit::{
    Button, CodeBox, CodeText, CopyButton, Label, MenuItem, Status, Tab, hairline_ui, menu_button, paint, tabs_ui,
};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::{AccessKey, Authority, CertificateAuthorityStatus, CertificateAuthorityType};
use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, pos2, vec2};
use std::sync::Arc;

/// Which tool and which key are chosen.
#[derive(Default)]
pub(super) struct SettingsToCopy {
    tool: usize,
    key: Option<String>,
    /// What the box shows, and for whom.
    text: Option<(Client, Tool, CodeText)>,
}

impl SettingsToCopy {
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        served: Served<'_>,
        _: &mut crate::ui::command::Commands,
    ) {
        let key = self.key(context);
        // Beside four tabs there is room for the name of a key only in a wide window.
        let wide = ui.available_width() >= 400.0;
        let row = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 28.0));
        ui.add(Label::new("Settings to copy", Type::Heading).height(28.0).heading());
        if !wide {
            page::end_ui(ui, row, "key of the settings", |ui| self.key_ui(ui, context, key.as_deref()));
        }
        ui.add_space(-7.0);
        let top = ui.cursor().min;
        let tabs = Tool::ALL.map(|tool| Tab::new(tool.name()));
        tabs_ui(ui, "Tools", &tabs, &mut self.tool);
        let row = Rect::from_min_size(top, vec2(ui.available_width(), 36.0));
        if wide {
            page::end_ui(ui, row, "key of the settings", |ui| self.key_ui(ui, context, key.as_deref()));
        }
        ui.add_space(-1.0);
        hairline_ui(ui);
        ui.add_space(12.0);
        let tool = Tool::ALL[self.tool.min(Tool::ALL.len() - 1)];
        let client = client(context, served, key.as_deref());
        let text = self.text(&client, tool);
        CodeBox::new("Settings", text).settings().height(166.0).show(ui);
        ui.add_space(8.0);
        then_ui(ui, tool, &client);
        if tool == Tool::CertManager && is_loopback(client.url.split_once("://").map_or("", |(_, address)| address)) {
            let (t, top) = (ui.tokens(), ui.cursor().min);
            Status::Attention.paint(ui.painter(), pos2(top.x + 5.0, top.y + 9.0), t);
            let words = "A cluster does not reach this address: listen on one that it does";
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(16.0);
                ui.add(Label::new(words, Type::Small).color(t.warn).wrap());
            });
        }
    }

    /// The key that was chosen, else the first.
    fn key(&self, context: PageContext<'_>) -> Option<Arc<AccessKey>> {
        let workspace = context.workspace;
        let chosen = self.key.as_deref().and_then(|id| workspace.access_key(id));
        chosen.or_else(|| workspace.access_keys().next()).cloned()
    }

    fn key_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, key: Option<&AccessKey>) {
        let Some(key) = key else { return };
        let words = format!("Key {}", key_name(key));
        menu_button(ui, Button::quiet(&words).widest(112.0), |ui| {
            for other in context.workspace.access_keys() {
                let on = other.id == key.id;
                if ui.add(MenuItem::new(&key_name(other)).checked(on)).clicked() {
                    self.key = Some(other.id.clone());
                }
            }
        });
    }

    fn text(&mut self, client: &Client, tool: Tool) -> &CodeText {
        let known = self.text.take().filter(|(of, with, _)| of == client && *with == tool);
        let made = || (client.clone(), tool, CodeText::new(tool.settings(client)));
        &self.text.insert(known.unwrap_or_else(made)).2
    }
}

/// What to run then.
fn then_ui(ui: &mut Ui, tool: Tool, client: &Client) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let t = ui.tokens();
    let left = paint::words(ui.painter(), rect.left_center(), "Then", Type::Small, t.text2).right() + 8.0;
    let command = tool.then(client);
    let mut end =
        ui.new_child(UiBuilder::new().id_salt("then").max_rect(rect).layout(Layout::right_to_left(Align::Center)));
    end.add(CopyButton::new("Copy command", &command));
    let place = Rect::from_min_max(pos2(left, rect.top()), pos2(end.min_rect().left() - 2.0, rect.bottom()));
    ui.new_child(UiBuilder::new().max_rect(place)).add(Label::new(&command, Type::MonoSmall).height(26.0));
}

fn client(context: PageContext<'_>, served: Served<'_>, key: Option<&AccessKey>) -> Client {
    let authority = authority(context, key);
    let settings = context.workspace.settings();
    Client {
        url: url_to_fill_in(served.url(context.endpoint)),
        region: authority.map_or_else(|| settings.region.clone(), |authority| authority.arn.region.clone()),
        key: key.map_or_else(|| "(the ID of a new access key)".to_owned(), |key| key.id.clone()),
        authority: authority.map_or_else(|| "(the ARN of an authority)".to_owned(), |found| found.arn.to_string()),
    }
}

/// The URL as another computer has to be told it: where the endpoint listens everywhere, a person puts in the name.
fn url_to_fill_in(url: String) -> String {
    let Some((scheme, address)) = url.split_once("://").filter(|(_, address)| is_unspecified(address)) else {
        return url;
    };
    format!("{scheme}://(name of this computer):{}", host_and_port(address).1.unwrap_or_default())
}

/// An authority to issue from: an active one of the key's account, a subordinate rather than a root.
fn authority<'a>(context: PageContext<'a>, key: Option<&AccessKey>) -> Option<&'a Arc<Authority>> {
    let account = key.map_or(&context.workspace.settings().account, |key| &key.account);
    let fits = |authority: &&Arc<Authority>| {
        authority.arn.account == *account && authority.status(context.now) == CertificateAuthorityStatus::Active
    };
    let root = |authority: &Authority| authority.authority_type == CertificateAuthorityType::Root;
    context.workspace.authorities().filter(fits).min_by_key(|authority| (root(authority), authority.created_at))
}
