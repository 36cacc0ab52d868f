//! Creating a workspace.

use super::App;
use crate::engine::{Engine, Error};
use crate::ui::ask::Answer;
use crate::workspace::{Actor, Settings};
use egui::Context;
use secrecy::SecretString;

impl App {
    /// Creates a workspace where the form says and opens it; the form `number` hears when it fails.
    pub(super) fn create_workspace(
        &mut self,
        ctx: &Context,
        number: u64,
        path: &str,
        passphrase: &str,
        settings: Settings,
    ) {
        let path = self.typed_path(path);
        let (environment, options) = (self.host.environment(&path), self.host.options());
        let (files, actor) = (self.host.files(), Actor::Window { user: self.host.user() });
        let passphrase = SecretString::from(passphrase);
        let sentence = format!("Creating {}", self.shown_path(&path));
        let work = move || {
            if let Some(folder) = path.parent() {
                files.create_folder(folder).map_err(Error::Storage)?;
            }
            Engine::create(&path, &passphrase, settings, environment, &options, actor)
        };
        self.jobs.start(ctx, sentence, true, work, move |app, ctx, created| match created {
            Ok(engine) => {
                app.enter(ctx, engine);
                let name = app.session.as_ref().map(super::Session::name).unwrap_or_default();
                app.toasts.done(ctx, format!("Created {name}"));
            }
            Err(error) if app.is_open(number) => app.answer(ctx, number, Answer::Finished(Err(error))),
            Err(error) => app.refused(ctx, "The workspace was not created", &error),
        });
    }
}
