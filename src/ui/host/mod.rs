//! What the window needs of the program around it: dialogs, files, the clipboard, and what is
//! remembered from one start to the next.

mod endpoint;

pub use endpoint::{
    Endpoint, EndpointOptions, EndpointState, LiveAsked, LiveCall, LiveCaller, LiveCalls, LiveCounts, LiveResult,
    Protection, RunningEndpoint, SLOW, USUAL_ADDRESS, Wake, host_and_port, is_loopback, is_unspecified,
};

use super::app::Remembered;
use crate::engine::{Environment, Options};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc::Receiver};

/// The program around the window. `main` implements it with the desktop; tests with memory.
pub trait Host {
    /// Shows a dialog of the desktop. Its answer arrives later, after which the window is repainted.
    fn show_dialog(&mut self, dialog: FileDialog) -> Receiver<FileDialogAnswer>;

    /// Reads and saves files, on the thread of a job.
    fn files(&self) -> Arc<dyn Files>;

    /// The text on the clipboard.
    ///
    /// # Errors
    /// Why it cannot be read, or that it holds no text, as a sentence.
    fn clipboard(&mut self) -> Result<String, String>;

    /// Puts text on the clipboard. A secret is kept out of clipboard histories where the desktop
    /// can, and is taken off after 30 seconds if it is still there.
    ///
    /// # Errors
    /// Why it cannot be written, as a sentence.
    fn copy(&mut self, text: String, secret: bool) -> Result<(), String>;

    /// What the last window wrote down.
    fn remembered(&self) -> Remembered;

    /// Writes down what the next window starts from.
    fn remember(&mut self, remembered: &Remembered);

    /// The clock, the randomness and the buckets for the workspace file at a path.
    fn environment(&self, workspace: &Path) -> Environment;

    /// The endpoint beside this window: the same one each time.
    fn endpoint(&self) -> Arc<dyn Endpoint>;

    /// How workspaces are created and opened.
    fn options(&self) -> Options;

    /// The workspace that the program was started with.
    fn workspace_to_open(&self) -> Option<PathBuf>;

    /// Where new workspaces are proposed to lie.
    fn workspaces_folder(&self) -> PathBuf;

    /// The folder that paths are shown relative to, as `~`.
    fn home(&self) -> Option<PathBuf>;

    /// The name of the person, as the records of a workspace will have it.
    fn user(&self) -> String;

    /// Ends the program.
    fn quit(&mut self);
}

/// What writes the content of a file.
pub type WriteCopy<'a> = dyn FnMut(&mut dyn io::Write) -> io::Result<()> + 'a;

/// Files, from any thread.
pub trait Files: Send + Sync {
    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// Why not, as a sentence.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, String>;

    /// Saves a file, in place of an older one, as a whole or not at all.
    ///
    /// # Errors
    /// Why not, as a sentence.
    fn save(&self, path: &Path, bytes: &[u8], private: bool) -> Result<(), String>;

    /// Saves under `to` a copy of the file `from`, of any length, as `write` writes it: in place of an
    /// older one, as a whole or not at all. Only its owner may read the copy.
    ///
    /// # Errors
    /// Why not, as a sentence; also when `to` is `from` itself by another name.
    fn copy(&self, from: &Path, to: &Path, write: &mut WriteCopy<'_>) -> Result<(), String>;

    /// Saves a file of any length, which everybody may read, as `write` writes it: in place of an older one, as a whole or
    /// not at all.
    ///
    /// # Errors
    /// Why not, as a sentence.
    fn write(&self, path: &Path, write: &mut WriteCopy<'_>) -> Result<(), String>;

    /// Whether something lies at the path.
    fn exists(&self, path: &Path) -> bool;

    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// Why not, as a sentence.
    fn create_folder(&self, path: &Path) -> Result<(), String>;
}

/// A file dialog of the desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDialog {
    /// What is chosen.
    pub kind: FileDialogKind,
    /// Its title: "Open workspace".
    pub title: String,
    /// The only extensions it offers, each without its dot; all when empty.
    pub extensions: Vec<&'static str>,
    /// Where it starts; where the desktop likes when there is none.
    pub folder: Option<PathBuf>,
}

/// What a file dialog chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileDialogKind {
    /// A file to read.
    Open,
    /// A place to save to, with this name to begin with.
    Save(String),
    /// A folder.
    Folder,
}

/// What became of a file dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileDialogAnswer {
    /// This was chosen.
    Chosen(PathBuf),
    /// The person closed it.
    Cancelled,
    /// The desktop has no file dialogs. The window asks for a path instead, and says this sentence.
    Unavailable(String),
}
