//! "Try the sample".

use super::App;
use crate::ui::sample;
use egui::Context;
use std::path::PathBuf;

impl App {
    /// Builds the sample in a folder of its own and opens it.
    pub(super) fn try_sample(&mut self, ctx: &Context) {
        let files = self.host.files();
        let folder = free_folder(&self.host.workspaces_folder(), |path| files.exists(path));
        let path = folder.join("sample.ron");
        let (environment, options) = (self.host.environment(&path), self.host.options());
        let user = self.host.user();
        let work = move || {
            files.create_folder(&folder)?;
            sample::build(&path, &environment, &options, &user).map_err(|error| error.message())
        };
        self.jobs.start(ctx, "Building the sample workspace", true, work, |app, ctx, built| match built {
            Ok(engine) => {
                app.enter(ctx, engine);
                let words = format!("Opened the sample, passphrase “{}”", sample::PASSPHRASE);
                app.toasts.done(ctx, words.clone());
                app.status.done(ctx, words);
            }
            Err(why) => app.problem(ctx, "The sample was not built", why),
        });
    }
}

/// The first of "Sample", "Sample 2", … that is not there yet.
fn free_folder(folder: &std::path::Path, exists: impl Fn(&std::path::Path) -> bool) -> PathBuf {
    let name = |number: u32| match number {
        1 => folder.join("Sample"),
        number => folder.join(format!("Sample {number}")),
    };
    (1..).map(name).find(|path| !exists(path)).unwrap_or_else(|| folder.join("Sample"))
}
