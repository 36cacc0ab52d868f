//! The head of the inspector: name, standing and acts.

use super::{Inspector, Known, Origin};
use crate::ui::ask::{Ask, SaveFile};
use crate::ui::command::{Command, Commands};
use crate::ui::kit::{Badge, Button, Icon, IconButton, Label, MenuItem, Status, menu_button, menu_separator_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::Timestamp;
use crate::x509::inspect::Item;
use egui::{Align, Layout, Ui, vec2};
use zeroize::Zeroizing;

impl Inspector {
    /// Copy PEM, the width, and close.
    pub(super) fn icons_ui(&mut self, ui: &mut Ui, commands: &mut Commands) {
        ui.spacing_mut().item_spacing.x = 0.0;
        let pem = self.view.pem.as_str();
        if !pem.is_empty() && ui.add(IconButton::new(Icon::Copy, "Copy PEM")).clicked() {
            commands.push(Command::Ask(Ask::Copy(pem.to_owned())));
        }
        let (icon, name) = match self.full {
            true => (Icon::Minimize2, "Show beside the page"),
            false => (Icon::Maximize2, "Show at full width"),
        };
        // What came from outside has no page that it could stand beside.
        let blocked = matches!(self.origin, Origin::Opened(_)).then_some("Opened from outside the workspace");
        if blocked.is_none() && ui.add(IconButton::new(icon, name)).clicked() {
            self.full = !self.full;
        }
        if ui.add(IconButton::new(Icon::X, "Close inspector")).clicked() {
            commands.push(Command::Deselect);
        }
    }

    /// The badge and what it is.
    pub(super) fn standing_ui(&self, ui: &mut Ui, known: &Known) {
        ui.horizontal(|ui| {
            ui.set_height(20.0);
            self.badge_ui(ui, known);
            let color = ui.tokens().text2;
            ui.add(Label::new(&self.view.kind, Type::Small).color(color).height(20.0));
        });
    }

    /// How it stands, if that is known.
    pub(super) fn badge_ui(&self, ui: &mut Ui, known: &Known) {
        if let Some((status, words)) = self.standing(known) {
            ui.add(Badge(status, &words));
        }
    }

    fn standing(&self, known: &Known) -> Option<(Status, String)> {
        known.standing.clone().or_else(|| {
            let validity = matches!(self.item(), Item::Certificate(_)).then(|| self.item().validity())??;
            let at = Timestamp::from_seconds;
            let standing = words::validity_standing(at(validity.not_before), at(validity.not_after), at(self.now));
            // Whether its issuer has revoked it is not known.
            standing.or_else(|| Some((Status::Active, "Within its validity".to_owned())))
        })
    }

    /// Save and revoke, 28 high.
    pub(super) fn acts_ui(&mut self, ui: &mut Ui, known: &Known, commands: &mut Commands) {
        if !self.item().der().is_empty() {
            let button = Button::secondary("Save").icon(Icon::Download).chevron().compact();
            let (_, chosen) = menu_button(ui, button, |ui| self.save_menu_ui(ui));
            commands.extend(chosen.flatten());
        }
        if let Some(command) = self.revoke_command() {
            let revoke = Button::danger_text("Revoke…").compact().blocked(known.not_revocable);
            if ui.add(revoke).clicked() {
                commands.push(command);
            }
        }
        if let (Item::Request(document), Origin::Opened(name)) = (self.item(), &self.origin)
            && ui.add(Button::primary("Issue certificate…").icon(Icon::Plus).compact()).clicked()
        {
            let (path, csr) = (name.clone(), document.der().to_vec());
            commands.push(Command::IssueRequest { authority: None, path, csr });
        }
    }

    fn save_menu_ui(&mut self, ui: &mut Ui) -> Option<Command> {
        let mut chosen = None;
        let waits = self.text(&ui.ctx().clone()).is_none().then(|| self.no_text());
        match &self.origin {
            Origin::Certificate(arn) => {
                if ui.add(MenuItem::new("Full chain…").icon(Icon::Layers)).clicked() {
                    chosen = Some(Command::SaveFullChain(arn.clone()));
                }
                if ui.add(MenuItem::new("Choose what…").icon(Icon::List)).clicked() {
                    chosen = Some(Command::SaveCertificates(vec![arn.clone()]));
                }
                menu_separator_ui(ui);
            }
            Origin::Authority(id) => {
                if ui.add(MenuItem::new("Certificate and chain…").icon(Icon::Layers)).clicked() {
                    chosen = Some(Command::SaveAuthorityCertificate(*id));
                }
                menu_separator_ui(ui);
            }
            Origin::Opened(_) => {}
        }
        if ui.add(MenuItem::new("PEM…").icon(Icon::FileText)).clicked() {
            chosen = Some(self.save(self.extensions()[0], self.view.pem.as_str().into()));
        }
        if ui.add(MenuItem::new("DER…").icon(Icon::FileBadge)).clicked() {
            chosen = Some(self.save(self.extensions()[1], self.item().der().to_vec()));
        }
        if ui.add(MenuItem::new("Text…").icon(Icon::ScrollText).blocked(waits)).clicked() {
            let text = self.view.text.as_ref().map(|text| text.as_str().into()).unwrap_or_default();
            chosen = Some(self.save("txt", text));
        }
        chosen
    }

    /// What PEM and DER of it are usually called.
    fn extensions(&self) -> [&'static str; 2] {
        match self.item() {
            Item::Request(_) => ["csr", "der"],
            Item::Crl(_) => ["crl.pem", "crl"],
            Item::OcspRequest(_) => ["pem", "orq"],
            Item::OcspResponse(_) => ["pem", "ors"],
            _ => ["pem", "der"],
        }
    }

    fn save(&self, extension: &'static str, bytes: Vec<u8>) -> Command {
        let name = format!("{}.{extension}", self.view.title);
        Command::Ask(Ask::Save(SaveFile { name, path: None, bytes: Zeroizing::new(bytes), private: false }))
    }

    /// Where a file holds several, one is chosen here.
    pub(super) fn item_choice_ui(&mut self, ui: &mut Ui) {
        if self.items.len() < 2 {
            return;
        }
        let words = match (&self.coming, self.lost) {
            (Some((index, _)), _) => format!("Reading {}…", index + 1),
            (None, Some(index)) => format!("{} is unreadable", index + 1),
            (None, None) => format!("{} of {}", self.shown + 1, self.items.len()),
        };
        let mut step = 0_isize;
        ui.allocate_ui_with_layout(vec2(140.0, 28.0), Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if ui.add(IconButton::new(Icon::ChevronLeft, "Previous in this file")).clicked() {
                step = -1;
            }
            let color = ui.tokens().text2;
            ui.add(Label::new(&words, Type::Small).color(color).height(28.0));
            if ui.add(IconButton::new(Icon::ChevronRight, "Next in this file")).clicked() {
                step = 1;
            }
        });
        if step != 0 {
            let from = self.coming.as_ref().map(|(index, _)| *index).or(self.lost).unwrap_or(self.shown);
            let next = (from + self.items.len()).wrapping_add_signed(step) % self.items.len();
            self.show_item(&ui.ctx().clone(), next);
        }
    }
}
