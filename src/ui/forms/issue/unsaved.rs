//! A key that was made here and lies nowhere yet: the form does not close before it is saved.

use crate::ui::ask::{Ask, SaveFile};
use crate::ui::kit::{Button, Dialog, Label, Note, Problem, problem_ui};
use crate::ui::theme::Type;
use egui::Context;
use zeroize::Zeroizing;

/// The file of a key that has yet to be saved.
pub(super) struct Unsaved {
    name: String,
    bytes: Zeroizing<Vec<u8>>,
    problem: Option<String>,
}

impl Unsaved {
    /// Keeps what is in the file until it is known to be saved.
    pub(super) fn new(file: SaveFile) -> (Self, SaveFile) {
        (Self { name: file.name.clone(), bytes: file.bytes.clone(), problem: None }, file)
    }

    fn file(&self) -> SaveFile {
        SaveFile { name: self.name.clone(), path: None, bytes: self.bytes.clone(), private: true }
    }

    pub(super) fn saved(&mut self, saved: Result<String, String>, asks: &mut Vec<Ask>) {
        match saved {
            Ok(_) => asks.push(Ask::Close),
            Err(why) => self.problem = Some(why),
        }
    }

    pub(super) fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let response = Dialog::small("Save the new key").show(ctx, |parts| {
            parts.body(|ui| {
                ui.spacing_mut().item_spacing.y = 12.0;
                ui.add(Label::new("The certificate is issued.", Type::Body).wrap());
                let words = "The key is in no other place than this window. Once it is closed nobody can get it back.";
                Note::warn(words).title("Its key is not saved yet").show(ui);
                if let Some(problem) = &self.problem {
                    problem_ui(ui, Problem::new(problem));
                }
            });
            parts.acts(|ui| {
                let discard = ui.add(Button::secondary("Lose the key…")).clicked();
                (discard, ui.add(Button::primary("Save key…").return_sign()).clicked())
            })
        });
        let (discard, save) = response.inner;
        if discard || response.closed || response.escaped {
            asks.push(Ask::Leave);
        } else if save || response.confirmed {
            self.problem = None;
            asks.push(Ask::Save(self.file()));
        }
    }
}
