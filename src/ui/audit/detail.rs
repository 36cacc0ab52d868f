//! The selected record: what it changed, who caused it, and where it stands in the chain.

use super::AuditPage;
use super::reader::Row;
use crate::ui::ask::{Ask, Select};
use crate::ui::background::{Arrival, Later};
use crate::ui::command::{AuthorityPage, Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Density, KeyValue, Label, section_heading_with_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::told::{Teller, actor_words};
use crate::ui::words;
use egui::{Align, Layout, Ui, vec2};

/// Width of the names of what is told.
const KEYS: f32 = 68.0;

/// How many changes of a record are told; the text of the record has all.
const CHANGES: usize = 12;

/// The text of the selected record, once it is read.
#[derive(Default)]
pub(super) struct Detail {
    of: Option<u64>,
    reading: Option<Later<Result<String, crate::engine::Error>>>,
    text: Option<String>,
}

impl Detail {
    fn read(&mut self, ui: &Ui, context: PageContext<'_>, row: &Row) {
        if self.of != Some(row.seq()) {
            *self = Self { of: Some(row.seq()), ..Self::default() };
            if let Some(engine) = context.engine.cloned() {
                let record = row.record.clone();
                self.reading = Later::start(ui.ctx(), "canopy record", move || engine.record_text(&record));
            }
        }
        let Some(reading) = self.reading.take() else { return };
        match reading.take() {
            Arrival::Waiting => self.reading = Some(reading),
            Arrival::Ready(text) => self.text = text.ok(),
            Arrival::Lost => {}
        }
    }
}

impl AuditPage {
    pub(super) fn detail_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
        let selected = self.selected.and_then(|seq| self.reader.rows().get(self.reader.find(seq)?)).cloned();
        let Some(row) = selected else {
            let color = ui.tokens().text2;
            ui.add(Label::new("Select a record to see it whole", Type::Small).color(color).height(28.0));
            return;
        };
        self.detail.read(ui, context, &row);
        let seq = words::count(usize::try_from(row.seq()).unwrap_or(usize::MAX));
        section_heading_with_ui(ui, "Record", &seq, |_| {});
        ui.add_space(4.0);
        let line = |ui: &mut Ui, key: &str, value: &str, mono: bool| {
            let shown = KeyValue::new(key, value).density(Density::Inspector).key_width(KEYS);
            if mono {
                shown.mono().show(ui)
            } else {
                shown.no_copy().wrap().show(ui)
            };
        };
        let teller = Teller(context.workspace);
        let changes = &row.record.activity.changes;
        for (number, change) in changes.iter().take(CHANGES).enumerate() {
            let told = teller.any_change(change);
            line(ui, if number == 0 { "What" } else { "" }, &told.sentence(), false);
        }
        if changes.len() > CHANGES {
            line(ui, "", &format!("and {} more", words::count(changes.len() - CHANGES)), false);
        }
        line(ui, "Time", &format!("{} UTC", words::minute(row.at())), false);
        line(ui, "Actor", &actor_words(&row.record.activity.actor), false);
        line(ui, "Key used", if row.key_used { "Yes" } else { "No" }, false);
        line(ui, "Hash", &row.record.hash.to_string(), true);
        line(ui, "Previous", &row.record.prev.to_string(), true);
        ui.add_space(6.0);
        self.links_ui(ui, &row, commands);
    }

    fn links_ui(&mut self, ui: &mut Ui, row: &Row, commands: &mut Commands) {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let leads = row.select.as_ref().map(|select| {
                let select_it = Command::Select(select.clone());
                match select {
                    Select::Certificate(_) => {
                        ("Open certificate", vec![Command::Show(AuthorityPage::Certificates), select_it])
                    }
                    Select::Authority(_) => ("Open authority", vec![select_it, Command::Show(AuthorityPage::Overview)]),
                    Select::Managed(_) => ("Open managed certificate", vec![select_it]),
                }
            });
            if let Some((words, there)) = leads
                && ui.add(Button::link(words)).clicked()
            {
                commands.extend(there);
            }
            if let Some(Select::Certificate(arn)) = &row.select {
                let only = self.certificate.as_ref().map(|(known, _)| known) == Some(arn);
                if !only && ui.add(Button::link("Only this")).on_hover_text("Only its records").clicked() {
                    self.certificate = Some((arn.clone(), row.object.clone()));
                    self.filter.serial = Some(arn.serial);
                }
            }
            let waiting = self.detail.text.is_none().then_some("It is still read");
            if ui.add(Button::link("Copy as RON").blocked(waiting)).clicked()
                && let Some(text) = &self.detail.text
            {
                commands.push(Command::Ask(Ask::Copy(text.clone())));
            }
        });
    }
}
