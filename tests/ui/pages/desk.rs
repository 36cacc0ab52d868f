//! The sample workspace, and a window with the tree and the pages that does only what changes where
//! one looks. Every command is written down.

use canopy::engine::{Access, ClockDoubt, Destruction, Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::ask::Select;
use canopy::ui::authority::AuthorityView;
use canopy::ui::command::{AuthorityPage, Command, Commands};
use canopy::ui::context::PageContext;
use canopy::ui::hierarchy::Hierarchy;
use canopy::ui::home::HomePage;
use canopy::ui::host::EndpointState;
use canopy::ui::sample;
use canopy::ui::search::authority_name;
use canopy::ui::theme::{Theme, UiTokens as _};
use canopy::workspace::{Authority, AuthorityId, CertificateArn, Timestamp, Workspace};
use egui::{CentralPanel, Frame, Key, Modifiers, Panel, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use std::sync::{Arc, LazyLock};

use crate::harness;
use crate::host::Still;

/// 2026-11-23T12:00:00Z: what is seen does not depend on when the tests run.
const NOON: Timestamp = Timestamp::from_seconds(1_795_435_200);

/// The sample, built once.
pub static SAMPLE: LazyLock<Arc<Engine>> = LazyLock::new(|| sample().1);

/// A sample of its own, in a folder that lasts as long as the test.
pub fn sample() -> (tempfile::TempDir, Arc<Engine>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.ron");
    let system = Environment::system(Arc::new(FolderBuckets::beside(&path)));
    let environment = Environment { clock: Arc::new(Still(NOON)), ..system };
    let options = Options { work_factor: 4, ..Options::default() };
    let engine = sample::build(&path, &environment, &options, "tester").unwrap();
    (folder, engine)
}

/// What the window looks at, and what it asked for.
pub struct Desk {
    pub workspace: Arc<Workspace>,
    /// Who reads the file behind it; the audit pages need one.
    pub engine: Option<Arc<Engine>>,
    pub endpoint: EndpointState,
    pub access: Access,
    pub now: Timestamp,
    pub date_doubt: Option<ClockDoubt>,
    pub destructions: Vec<(AuthorityId, Destruction)>,
    pub authority: Option<AuthorityId>,
    pub page: AuthorityPage,
    pub certificate: Option<CertificateArn>,
    pub search: String,
    pub tree_width: f32,
    pub hierarchy: Hierarchy,
    pub view: AuthorityView,
    pub home: HomePage,
    pub asked: Commands,
    /// How many frames were drawn.
    pub frames: usize,
}

impl Desk {
    pub fn new(workspace: Arc<Workspace>, now: Timestamp) -> Self {
        Self {
            workspace,
            engine: None,
            endpoint: EndpointState::Off,
            access: Access::Unlocked,
            now,
            date_doubt: None,
            destructions: Vec::new(),
            authority: None,
            page: AuthorityPage::Overview,
            certificate: None,
            search: String::new(),
            tree_width: 240.0,
            hierarchy: Hierarchy::default(),
            view: AuthorityView::default(),
            home: HomePage::default(),
            asked: Commands::new(),
            frames: 0,
        }
    }

    pub fn sample() -> Self {
        Self::new(SAMPLE.snapshot(), SAMPLE.now())
    }

    /// The authority of this name.
    pub fn named(&self, name: &str) -> Arc<Authority> {
        self.workspace.authorities().find(|authority| authority_name(authority) == name).unwrap().clone()
    }

    pub fn at(mut self, name: &str, page: AuthorityPage) -> Self {
        self.authority = Some(self.named(name).id());
        self.page = page;
        self
    }

    /// The certificates that commands would act on.
    pub fn selected(&self) -> Vec<CertificateArn> {
        self.view.selected(PageContext {
            workspace: &self.workspace,
            access: &self.access,
            now: self.now,
            date_doubt: self.date_doubt,
            destructions: &self.destructions,
            certificate: self.certificate.as_ref(),
            engine: self.engine.as_ref(),
            endpoint: &self.endpoint,
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        self.frames += 1;
        let mut commands = Commands::new();
        let (workspace, access, certificate) = (self.workspace.clone(), self.access.clone(), self.certificate.clone());
        let engine = self.engine.clone();
        let (destructions, endpoint) = (self.destructions.clone(), self.endpoint.clone());
        let context = PageContext {
            workspace: &workspace,
            access: &access,
            now: self.now,
            certificate: certificate.as_ref(),
            engine: engine.as_ref(),
            date_doubt: self.date_doubt,
            destructions: &destructions,
            endpoint: &endpoint,
        };
        let (chrome, fill) = (ui.tokens().chrome, ui.tokens().page);
        let tree = Panel::left("tree").exact_size(self.tree_width).show_separator_line(false);
        tree.frame(Frame::new().fill(chrome)).show(ui, |ui| {
            let search = self.search.clone();
            let place = (self.authority, self.authority.is_none());
            self.hierarchy.ui(ui, context, place, &search, &mut commands);
        });
        CentralPanel::default().frame(Frame::new().fill(fill)).show(ui, |ui| match self.authority {
            Some(id) => self.view.ui(ui, context, id, self.page, &mut commands),
            None => self.home.ui(ui, context, &mut commands),
        });
        for command in &commands {
            match command {
                Command::Home => (self.authority, self.certificate) = (None, None),
                Command::Show(page) => self.page = *page,
                Command::Deselect => self.certificate = None,
                Command::Select(Select::Authority(arn)) => {
                    (self.authority, self.certificate) = (Some(arn.id), None);
                }
                Command::Select(Select::Certificate(arn)) => {
                    self.authority = Some(arn.authority.id);
                    if self.page == AuthorityPage::Overview {
                        self.page = AuthorityPage::Certificates;
                    }
                    self.certificate = Some(arn.clone());
                }
                _ => {}
            }
            ui.ctx().request_repaint();
        }
        self.asked.extend(commands);
    }
}

pub type Window = Harness<'static, Desk>;

pub fn window(desk: Desk) -> Window {
    sized(desk, [1280.0, 760.0], Theme::Dark)
}

pub fn sized(desk: Desk, size: [f32; 2], theme: Theme) -> Window {
    // The sample has a name in a script that only the fonts of a desktop have.
    let builder = harness::builder(size, theme);
    let mut window = builder.build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    window.run();
    window
}

/// What a person does, by role and label.
pub trait Person {
    fn press(&mut self, role: Role, label: &str);
    fn press_with(&mut self, modifiers: Modifiers, role: Role, label: &str);
    fn type_key(&mut self, modifiers: Modifiers, key: Key);
    fn sees(&self, role: Role, label: &str) -> bool;
    /// Takes what was asked for since the last time.
    fn asked(&mut self) -> Commands;
}

impl Person for Window {
    #[track_caller]
    fn press(&mut self, role: Role, label: &str) {
        self.get_by_role_and_label(role, label).click();
        self.run();
    }

    #[track_caller]
    fn press_with(&mut self, modifiers: Modifiers, role: Role, label: &str) {
        self.get_by_role_and_label(role, label).click_modifiers(modifiers);
        self.run();
    }

    fn type_key(&mut self, modifiers: Modifiers, key: Key) {
        self.key_press_modifiers(modifiers, key);
        self.run();
    }

    fn sees(&self, role: Role, label: &str) -> bool {
        self.query_all_by_role_and_label(role, label).next().is_some()
    }

    fn asked(&mut self) -> Commands {
        std::mem::take(&mut self.state_mut().asked)
    }
}
