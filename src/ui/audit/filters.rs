//! The row above the table: what is looked for, of which kinds, in which time, by whom.

use super::{AuditPage, export};
use crate::engine::HistoryKind;
use crate::ui::ask::{Ask, SaveFile};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Chip, Icon, IconButton, MenuItem, SearchField, menu_button, staying_menu_button};
use crate::ui::page;
use crate::ui::search::authority_name;
use crate::workspace::Authority;
use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, vec2};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// The word of a kind.
const fn kind_words(kind: HistoryKind) -> &'static str {
    match kind {
        HistoryKind::Certificates => "Certificates",
        HistoryKind::Revocation => "Revocation",
        HistoryKind::Authorities => "Authorities",
        HistoryKind::Access => "Access",
        HistoryKind::Reports => "Reports",
        HistoryKind::KeyUse => "Key use",
        HistoryKind::Workspace => "Workspace",
    }
}

impl AuditPage {
    pub(super) fn filters_ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        authority: Option<&Authority>,
        commands: &mut Commands,
    ) {
        let row = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 40.0));
        ui.allocate_rect(row, Sense::hover());
        let row = row.shrink2(vec2(page::padding(ui), 0.0));
        let mut left = ui.new_child(UiBuilder::new().max_rect(row).layout(Layout::left_to_right(Align::Center)));
        left.spacing_mut().item_spacing.x = 6.0;
        let (field, _) = left.allocate_exact_size(vec2(112.0, 28.0), Sense::hover());
        let mut field = left.new_child(UiBuilder::new().max_rect(field));
        SearchField::filter("Filter").show(&mut field, &mut self.filter.text);
        left.add_space(6.0);
        if left.add(Chip::new("Key use", self.filter.kinds.contains(&HistoryKind::KeyUse))).clicked() {
            self.toggle_kind(HistoryKind::KeyUse);
        }
        self.kind_ui(&mut left, authority.is_some());
        self.span.ui(&mut left, &mut self.filter, context.now);
        self.actor_ui(&mut left);
        if authority.is_none() {
            self.authority_ui(&mut left, context);
        }
        if let Some((_, name)) = &self.certificate {
            let words = format!("{name} ×");
            if left.add(Chip::new(&words, true)).on_hover_text("Show other certificates too").clicked() {
                (self.certificate, self.filter.serial) = (None, None);
            }
        }
        page::end_ui(ui, row, "audit table", |ui| {
            let save = IconButton::new(Icon::Download, "Save rows as CSV…");
            let nothing = self.reader.rows().is_empty().then_some("There is no row to save");
            if ui.add(save.blocked(nothing)).clicked() {
                let name = authority.map_or_else(|| "Workspace".to_owned(), authority_name);
                commands.push(Command::Ask(Ask::Save(SaveFile {
                    name: format!("{name} audit.csv"),
                    path: None,
                    bytes: Zeroizing::new(export::csv(self.reader.rows()).into_bytes()),
                    private: false,
                })));
            }
        });
    }

    fn toggle_kind(&mut self, kind: HistoryKind) {
        let kinds = &mut self.filter.kinds;
        match kinds.iter().position(|known| *known == kind) {
            Some(place) => drop(kinds.remove(place)),
            None => kinds.push(kind),
        }
    }

    fn kind_ui(&mut self, ui: &mut Ui, of_authority: bool) {
        let words = match &self.filter.kinds[..] {
            [] | [HistoryKind::KeyUse] => "Kind".to_owned(),
            [only] => kind_words(*only).to_owned(),
            several => format!("{} kinds", several.len()),
        };
        staying_menu_button(ui, Chip::new(&words, words != "Kind").chevron(), |ui| {
            if ui.add(MenuItem::new("All kinds").checked(self.filter.kinds.is_empty())).clicked() {
                self.filter.kinds.clear();
            }
            let shown = |kind: &HistoryKind| !(of_authority && *kind == HistoryKind::Workspace);
            for kind in HistoryKind::EVERY.into_iter().filter(shown) {
                let on = self.filter.kinds.contains(&kind);
                if ui.add(MenuItem::new(kind_words(kind)).checked(on).stays()).clicked() {
                    self.toggle_kind(kind);
                }
            }
        });
    }

    /// By whom: those who stand in the rows that were read.
    fn actor_ui(&mut self, ui: &mut Ui) {
        let on = !self.filter.actor.is_empty();
        let chosen = self.filter.actor.clone();
        menu_button(ui, Chip::new(if on { &chosen } else { "Actor" }, on).chevron(), |ui| {
            if ui.add(MenuItem::new("Anybody").checked(!on)).clicked() {
                self.filter.actor.clear();
            }
            let names = self.reader.rows().iter().take(5_000).map(|row| filter_name(&row.record.activity.actor));
            let names: BTreeSet<&str> = names.chain(on.then_some(chosen.as_str())).collect();
            let mut picked = None;
            for name in names.into_iter().take(20) {
                if ui.add(MenuItem::new(name).checked(name == chosen)).clicked() {
                    picked = Some(name.to_owned());
                }
            }
            if let Some(name) = picked {
                self.filter.actor = name;
            }
        });
    }

    fn authority_ui(&mut self, ui: &mut Ui, context: PageContext<'_>) {
        let chosen = self.filter.authority;
        let known = chosen.and_then(|id| context.workspace.authority_ever(id));
        let words = known.map_or_else(|| "Authority".to_owned(), |authority| authority_name(authority));
        menu_button(ui, Chip::new(&words, chosen.is_some()).chevron(), |ui| {
            egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                if ui.add(MenuItem::new("All authorities").checked(chosen.is_none())).clicked() {
                    self.filter.authority = None;
                }
                let workspace = context.workspace;
                let mut all: Vec<_> = workspace.authorities().chain(workspace.removed_authorities()).collect();
                all.sort_by_cached_key(|authority| authority_name(authority).to_lowercase());
                for authority in all {
                    let on = chosen == Some(authority.id());
                    if ui.add(MenuItem::new(&authority_name(authority)).checked(on)).clicked() {
                        self.filter.authority = Some(authority.id());
                    }
                }
            });
        });
    }
}

/// By which text the records of somebody are found.
fn filter_name(actor: &crate::workspace::Actor) -> &str {
    use crate::workspace::Actor;
    match actor {
        Actor::Window { user } | Actor::CommandLine { user } => user,
        Actor::Api { access_key } => access_key,
        Actor::Service { principal, .. } => principal,
        Actor::Upkeep => "Upkeep",
    }
}
