//! The context menu of the selected rows.

use super::{CertificatesPage, arn_of};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Icon, MenuItem, menu_separator_ui};
use crate::ui::words;
use egui::Ui;

impl CertificatesPage {
    pub(super) fn menu_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
        let count = self.selection.len();
        let one = if count == 1 { self.selection.rows().next() } else { None };
        let one = one.and_then(|number| context.workspace.certificates().row(number as usize));
        if one.is_some() && ui.add(MenuItem::new("Inspect").icon(Icon::FileBadge).shortcut("Enter")).clicked() {
            self.show_cursor(context, commands);
        }
        let save = MenuItem::new("Save…").icon(Icon::Download).shortcut("Ctrl S");
        if ui.add(save).clicked() {
            commands.push(Command::SaveCertificates(self.selected(context)));
        }
        menu_separator_ui(ui);
        let copy = if one.is_some() { "Copy row".to_owned() } else { format!("Copy {}", words::counted(count, "row")) };
        if ui.add(MenuItem::new(&copy).icon(Icon::Copy).shortcut("Ctrl C")).clicked() {
            ui.copy_text(self.copied(context));
        }
        if let Some(row) = &one {
            if ui.add(MenuItem::new("Copy serial number").icon(Icon::Hash)).clicked() {
                ui.copy_text(row.serial.to_string());
            }
            if let Some(arn) = arn_of(context, row) {
                if ui.add(MenuItem::new("Copy ARN").icon(Icon::Link)).clicked() {
                    ui.copy_text(arn.to_string());
                }
                let note = MenuItem::new("Name and note…").icon(Icon::Tag).blocked(context.blocked());
                if ui.add(note).clicked() {
                    commands.push(Command::AnnotateCertificate(arn));
                }
            }
        }
        menu_separator_ui(ui);
        let blocked = self.revoke_blocked(context);
        let revoke = MenuItem::new("Revoke…").icon(Icon::Ban).shortcut("Del").danger().blocked(blocked);
        if ui.add(revoke).clicked() {
            commands.push(Command::Revoke(self.revocable(context)));
        }
    }
}
