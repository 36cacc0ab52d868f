//! The whole window in a harness, driven by role and label as a person drives it.

use canopy::ui::{App, theme::Theme};
use egui::{DroppedFile, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::{harness, host::FakeHost};

/// A window on a fake desktop.
pub struct Window {
    pub host: FakeHost,
    pub harness: Harness<'static, Option<App>>,
}

impl Window {
    /// 1280 × 800, in the dark.
    pub fn new(host: FakeHost) -> Self {
        Self::sized(host, [1280.0, 800.0], Theme::Dark)
    }

    pub fn sized(host: FakeHost, size: [f32; 2], shown: Theme) -> Self {
        host.desk().remembered.theme = match shown {
            Theme::Light => canopy::ui::theme::Theme::Light,
            _ => canopy::ui::theme::Theme::Dark,
        };
        let app_host = host.clone();
        // Made in the first frame, on the context that it will be drawn in.
        let frame = move |ui: &mut egui::Ui, app: &mut Option<App>| {
            let ctx = ui.ctx().clone();
            let app = app.get_or_insert_with(|| App::new(Box::new(app_host.clone()), &ctx));
            app.logic(&ctx);
            // Without the margin of the harness, as the program has it.
            let whole = egui::UiBuilder::new().max_rect(ctx.content_rect());
            app.ui(&mut ui.new_child(whole));
        };
        let harness = harness::builder(size, shown).build_ui_state(frame, None);
        let mut window = Self { host, harness };
        window.settle();
        window
    }

    /// Frames until nothing asks for another, and nothing is on its way that is there in a moment.
    pub fn settle(&mut self) {
        self.harness.run_ok();
        while self.harness.state().as_ref().is_some_and(App::is_quietly_busy) {
            std::thread::sleep(Duration::from_millis(1));
            self.harness.run_ok();
        }
    }

    /// Frames until `found` is true; work in the background goes on meanwhile.
    #[track_caller]
    pub fn wait(&mut self, what: &str, mut found: impl FnMut(&Harness<'static, Option<App>>) -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !found(&self.harness) {
            assert!(Instant::now() < end, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
        self.settle();
    }

    #[track_caller]
    pub fn wait_for(&mut self, role: Role, label: &str) {
        self.wait(label, |harness| harness.query_all_by_role_and_label(role, label).next().is_some());
    }

    #[track_caller]
    pub fn click(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.settle();
    }

    /// Lets go of a file over the window.
    pub fn drop_file(&mut self, path: PathBuf) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    }

    /// Gives something the keyboard.
    #[track_caller]
    pub fn focus(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).focus();
        self.settle();
    }

    pub fn has(&self, role: Role, label: &str) -> bool {
        self.harness.query_all_by_role_and_label(role, label).next().is_some()
    }

    /// Types into whatever has the keyboard.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads by itself, with a limit".into())
    }
}

/// Whether something of this role and label is there.
pub fn has(harness: &Harness<'static, Option<App>>, role: Role, label: &str) -> bool {
    harness.query_all_by_role_and_label(role, label).next().is_some()
}

/// What status line, toasts and badges say.
pub fn statuses(harness: &Harness<'static, Option<App>>) -> Vec<String> {
    let nodes = harness.query_all_by_role(Role::Status);
    nodes.filter_map(|node| node.accesskit_node().label()).collect()
}

/// What labels say.
pub fn labels(harness: &Harness<'static, Option<App>>) -> Vec<String> {
    // A label says its words as its value.
    let nodes = harness.query_all_by_role(Role::Label).map(|node| node.accesskit_node());
    nodes.filter_map(|node| node.value().or_else(|| node.label())).collect()
}
