//! An access key that was made: its secret, this once.

use crate::engine::SecretAccessKey;
use crate::ui::ask::Ask;
use crate::ui::kit::{Button, Dialog, Icon, KeyValue, Note, ShownSecret};
use egui::Context;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// The key, and whether its secret is seen.
#[derive(Debug)]
pub(super) struct Made {
    key: SecretAccessKey,
    name: String,
    account: String,
    shown: bool,
}

impl Made {
    pub(super) fn new(key: SecretAccessKey, name: String, account: String) -> Self {
        Self { key, name, account, shown: false }
    }

    pub(super) fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let title = match self.name.trim() {
            "" => "Access key".to_owned(),
            name => format!("Access key {}", crate::x509::inspect::display::safe(name)),
        };
        let response = Dialog::small(&title).subtitle("Made and sealed in the workspace file").show(ctx, |parts| {
            parts.body(|ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                KeyValue::new("Key ID", &self.key.id).key_width(92.0).mono().show(ui);
                KeyValue::new("Account", &self.account).key_width(92.0).no_copy().show(ui);
                ui.add_space(6.0);
                if ShownSecret::new("Secret access key", &self.key.secret).show(ui, &mut self.shown).clicked() {
                    asks.push(Ask::CopySecret(self.key.secret.clone()));
                }
                ui.add_space(8.0);
                Note::warn("Copy it now. Whoever loses it makes another key.")
                    .title("This secret is never shown again")
                    .show(ui);
            });
            let words = "Copy as credentials";
            if parts.aside(|ui| ui.add(Button::ghost(words).icon(Icon::FileText))).clicked() {
                asks.push(Ask::CopySecret(self.credentials()));
            }
            parts.acts(|ui| ui.add(Button::primary("Hide secret")).clicked())
        });
        // Enter may have been meant for the form before.
        if response.inner || response.closed || response.escaped {
            asks.push(Ask::Close);
        }
    }

    /// What goes into `~/.aws/credentials`.
    fn credentials(&self) -> SecretString {
        let SecretAccessKey { id, secret } = &self.key;
        let secret = secret.expose_secret();
        // Enough room at once: a string that grows leaves its old bytes behind.
        let mut text = Zeroizing::new(String::with_capacity(96 + id.len() + secret.len()));
        for part in ["[canopy]\naws_access_key_id = ", id, "\naws_secret_access_key = ", secret, "\n"] {
            text.push_str(part);
        }
        SecretString::from(text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_what_the_tools_read() {
        let key = SecretAccessKey { id: "AKCP1".into(), secret: "hush".into() };
        let made = Made::new(key, "CI".into(), "000000000000".into());
        let expected = "[canopy]\naws_access_key_id = AKCP1\naws_secret_access_key = hush\n";
        assert_eq!(made.credentials().expose_secret(), expected);
    }
}
