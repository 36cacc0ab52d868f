//! A desktop in memory: what was asked of it can be looked at, and its dialogs answer at once.

use canopy::engine::environment::Clock;
use canopy::engine::{Engine, Environment, Options};
use canopy::files::{self, Privacy};
use canopy::publish::FolderBuckets;
use canopy::ui::app::Remembered;
use canopy::ui::host::{
    Endpoint, EndpointOptions, EndpointState, FileDialog, FileDialogAnswer, Files, Host, LiveCall, LiveCalls,
    LiveCounts, RunningEndpoint, Wake, WriteCopy,
};
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
    pub endpoint: Arc<FakeEndpoint>,
    folder: Arc<tempfile::TempDir>,
}

impl FakeHost {
    pub fn new() -> Self {
        Self { desk: Arc::default(), endpoint: Arc::default(), folder: Arc::new(tempfile::tempdir().unwrap()) }
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

    fn endpoint(&self) -> Arc<dyn Endpoint> {
        self.endpoint.clone()
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

/// An endpoint in memory: it answers at once, and the test calls it.
#[derive(Default)]
pub struct FakeEndpoint {
    seen: Mutex<Seen>,
    wake: Mutex<Option<Wake>>,
}

/// What the window has asked of the endpoint, and what the endpoint tells.
#[derive(Default)]
pub struct Seen {
    pub state: EndpointState,
    /// How it was started, the last time last.
    pub started: Vec<EndpointOptions>,
    pub engine: Option<Arc<Engine>>,
    /// Starting it fails with this sentence.
    pub fails: Option<String>,
    /// Starting it waits until the test says how it ends.
    pub slow: bool,
    pub calls: LiveCalls,
    /// How often it was asked for its calls.
    pub asked: usize,
    pub now: Option<Timestamp>,
}

impl FakeEndpoint {
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    /// Changes what it tells, and says that it has changed.
    pub fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen());
        if let Some(wake) = &*self.wake.lock().unwrap() {
            wake();
        }
    }

    /// A call comes, or is known better.
    pub fn call(&self, call: LiveCall) {
        self.change(|seen| {
            let calls = &mut seen.calls;
            calls.generation += 1;
            match calls.calls.iter().position(|known| known.id == call.id) {
                Some(place) => calls.calls[place] = Arc::new(call),
                None => calls.calls.insert(0, Arc::new(call)),
            }
            let count = |of: fn(&LiveCall) -> bool| calls.calls.iter().filter(|call| of(call)).count() as u64;
            calls.counts = LiveCounts {
                today: count(|_| true),
                refused: count(LiveCall::is_refused),
                slow: count(LiveCall::is_slow),
            };
        });
    }

    pub fn running_at(address: &str, since: Timestamp) -> EndpointState {
        EndpointState::Running(RunningEndpoint { address: address.into(), tls: false, publish: None, since })
    }
}

impl Endpoint for FakeEndpoint {
    fn start(&self, engine: Arc<Engine>, options: EndpointOptions) {
        self.change(|seen| {
            let since = seen.now.unwrap_or_else(|| engine.now());
            seen.state = match (&seen.fails, seen.slow) {
                (Some(why), _) => EndpointState::Failed(why.clone()),
                (None, true) => EndpointState::Starting,
                (None, false) => Self::running_at(&options.listen, since),
            };
            seen.started.push(options);
            seen.engine = Some(engine);
        });
    }

    fn stop(&self) {
        if self.seen().state.is_on() {
            self.change(|seen| (seen.state, seen.engine) = (EndpointState::Off, None));
        }
    }

    fn wait(&self) {}

    fn state(&self) -> EndpointState {
        self.seen().state.clone()
    }

    fn generation(&self) -> u64 {
        self.seen().calls.generation
    }

    fn calls(&self) -> LiveCalls {
        let mut seen = self.seen();
        seen.asked += 1;
        seen.calls.clone()
    }

    fn on_change(&self, wake: Wake) {
        *self.wake.lock().unwrap() = Some(wake);
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
