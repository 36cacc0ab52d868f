//! A desktop in memory: what was asked of it can be looked at, and its dialogs answer at once.

use canopy::engine::environment::Clock;
use canopy::engine::{Environment, Options};
use canopy::files::{self, Privacy};
use canopy::publish::FolderBuckets;
use canopy::ui::app::Remembered;
use canopy::ui::host::{FileDialog, FileDialogAnswer, Files, Host, WriteCopy};
use canopy::workspace::Timestamp;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{
    Arc, Mutex, MutexGuard,
    mpsc::{self, Receiver},
};

/// What the window has asked of the desktop, and what the desktop will answer.
#[derive(Default)]
pub struct Desk {
    pub dialogs: Vec<FileDialog>,
    pub answers: VecDeque<FileDialogAnswer>,
    pub clipboard: Option<String>,
    pub remembered: Remembered,
    pub to_open: Option<PathBuf>,
    pub has_quit: bool,
    /// Where the clock stands still, if it does.
    pub now: Option<Timestamp>,
    /// While this is locked, saving waits.
    pub saves: Arc<Mutex<()>>,
}

/// The fake host; clones share one desk.
#[derive(Clone)]
pub struct FakeHost {
    desk: Arc<Mutex<Desk>>,
    folder: Arc<tempfile::TempDir>,
}

impl FakeHost {
    pub fn new() -> Self {
        Self { desk: Arc::default(), folder: Arc::new(tempfile::tempdir().unwrap()) }
    }

    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The next file dialog chooses this.
    pub fn will_choose(&self, path: impl Into<PathBuf>) {
        self.desk().answers.push_back(FileDialogAnswer::Chosen(path.into()));
    }
}

impl Host for FakeHost {
    fn show_dialog(&mut self, dialog: FileDialog) -> Receiver<FileDialogAnswer> {
        let (sender, receiver) = mpsc::channel();
        let mut desk = self.desk();
        desk.dialogs.push(dialog);
        sender.send(desk.answers.pop_front().unwrap_or(FileDialogAnswer::Cancelled)).unwrap();
        receiver
    }

    fn files(&self) -> Arc<dyn Files> {
        Arc::new(Disk { saves: self.desk().saves.clone() })
    }

    fn clipboard(&mut self) -> Result<String, String> {
        self.desk().clipboard.clone().ok_or_else(|| "There is no text on the clipboard.".into())
    }

    fn copy(&mut self, text: String, _: bool) -> Result<(), String> {
        self.desk().clipboard = Some(text);
        Ok(())
    }

    fn remembered(&self) -> Remembered {
        self.desk().remembered.clone()
    }

    fn remember(&mut self, remembered: &Remembered) {
        self.desk().remembered = remembered.clone();
    }

    fn environment(&self, workspace: &Path) -> Environment {
        let system = Environment::system(Arc::new(FolderBuckets::beside(workspace)));
        match self.desk().now {
            Some(now) => Environment { clock: Arc::new(Still(now)), ..system },
            None => system,
        }
    }

    fn options(&self) -> Options {
        Options { state_folder: Some(self.folder().join("state")), work_factor: 4, ..Options::default() }
    }

    fn workspace_to_open(&self) -> Option<PathBuf> {
        self.desk().to_open.clone()
    }

    fn workspaces_folder(&self) -> PathBuf {
        self.folder().join("Canopy")
    }

    fn home(&self) -> Option<PathBuf> {
        Some(self.folder().to_owned())
    }

    fn user(&self) -> String {
        "tester".into()
    }

    fn quit(&mut self) {
        self.desk().has_quit = true;
    }
}

/// A clock that stands still.
pub struct Still(pub Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

struct Disk {
    saves: Arc<Mutex<()>>,
}

impl Files for Disk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, String> {
        files::read_bounded(path, limit).map_err(|error| error.to_string())
    }

    fn save(&self, path: &Path, bytes: &[u8], private: bool) -> Result<(), String> {
        let _gate = self.saves.lock().unwrap();
        let privacy = if private { Privacy::Private } else { Privacy::Published };
        files::save(path, bytes, privacy).map_err(|error| error.to_string())
    }

    fn copy(&self, from: &Path, to: &Path, write: &mut WriteCopy<'_>) -> Result<(), String> {
        files::copy(from, to, Privacy::Private, write).map_err(|error| error.to_string())
    }

    fn write(&self, path: &Path, write: &mut WriteCopy<'_>) -> Result<(), String> {
        files::save_with(path, Privacy::Published, write).map_err(|error| error.to_string())
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn create_folder(&self, path: &Path) -> Result<(), String> {
        std::fs::create_dir_all(path).map_err(|error| error.to_string())
    }
}
