//! The desktop as the window's host.

use crate::dialog;
use crate::endpoint::Beside;
use crate::folders::Folders;
use crate::person;
use crate::remembering::Writer;
use arboard::Clipboard;
use canopy::engine::{Environment, Options};
use canopy::files::{self, Privacy};
use canopy::publish::WorkspaceBuckets;
use canopy::ui::app::Remembered;
use canopy::ui::host::{Endpoint, FileDialog, FileDialogAnswer, Files, Host, WriteCopy};
use egui::{Context, ViewportCommand};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc::Receiver};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a secret stays on the clipboard.
const SECRET_STAYS: Duration = Duration::from_secs(30);

/// Greatest file of what is remembered: ours has a few hundred bytes.
const REMEMBERED_LIMIT: u64 = 1 << 20;

/// The desktop around the window.
pub struct Desktop {
    ctx: Context,
    folders: Folders,
    named: Option<PathBuf>,
    // Opened when it is first needed: without a display there is none.
    clipboard: Option<Clipboard>,
    writer: Writer,
    endpoint: Arc<Beside>,
}

impl Desktop {
    /// `named` is the workspace that the program was started with.
    pub fn new(ctx: Context, folders: Folders, named: Option<PathBuf>) -> Self {
        let writer = Writer::new(remembered_path(&folders));
        Self { ctx, folders, named, clipboard: None, writer, endpoint: Arc::new(Beside::new()) }
    }

    fn clipboard_of_desktop(&mut self) -> Result<&mut Clipboard, String> {
        let clipboard = match self.clipboard.take() {
            Some(clipboard) => clipboard,
            None => Clipboard::new().map_err(|error| format!("The clipboard cannot be reached: {error}."))?,
        };
        Ok(self.clipboard.insert(clipboard))
    }
}

fn remembered_path(folders: &Folders) -> PathBuf {
    folders.state.join("window.ron")
}

impl Host for Desktop {
    fn show_dialog(&mut self, wanted: FileDialog) -> Receiver<FileDialogAnswer> {
        dialog::show(&self.ctx, wanted)
    }

    fn files(&self) -> Arc<dyn Files> {
        Arc::new(Disk)
    }

    fn clipboard(&mut self) -> Result<String, String> {
        match self.clipboard_of_desktop()?.get_text() {
            Ok(text) => Ok(text),
            Err(arboard::Error::ContentNotAvailable) => Err("There is no text on the clipboard.".into()),
            Err(error) => Err(format!("The clipboard cannot be read: {error}.")),
        }
    }

    fn copy(&mut self, text: String, secret: bool) -> Result<(), String> {
        let clipboard = self.clipboard_of_desktop()?;
        if !secret {
            return clipboard.set_text(text).map_err(refused);
        }
        let text = Zeroizing::new(text);
        keep_out_of_history(clipboard.set()).text(text.as_str()).map_err(refused)?;
        let forget = move || {
            std::thread::sleep(SECRET_STAYS);
            clear_if_still(&text);
        };
        // Without the thread the secret stays until something else is copied.
        let _ = std::thread::Builder::new().name("clear clipboard".into()).spawn(forget);
        Ok(())
    }

    fn remembered(&self) -> Remembered {
        // What cannot be read is as if nothing were remembered: it is never worth not starting.
        files::read_bounded(&remembered_path(&self.folders), REMEMBERED_LIMIT)
            .ok()
            .and_then(|bytes| ron::de::from_bytes(&bytes).ok())
            .unwrap_or_default()
    }

    fn remember(&mut self, remembered: &Remembered) {
        if let Ok(text) = ron::ser::to_string_pretty(remembered, ron::ser::PrettyConfig::default()) {
            self.writer.write(text);
        }
    }

    fn environment(&self, workspace: &Path) -> Environment {
        Environment::system(Arc::new(WorkspaceBuckets::beside(workspace)))
    }

    fn endpoint(&self) -> Arc<dyn Endpoint> {
        self.endpoint.clone()
    }

    fn options(&self) -> Options {
        Options { state_folder: Some(self.folders.state.clone()), ..Options::default() }
    }

    fn workspace_to_open(&self) -> Option<PathBuf> {
        self.named.clone()
    }

    fn workspaces_folder(&self) -> PathBuf {
        self.folders.workspaces.clone()
    }

    fn home(&self) -> Option<PathBuf> {
        self.folders.home.clone()
    }

    fn user(&self) -> String {
        person::user()
    }

    fn quit(&mut self) {
        self.ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}

fn refused(error: arboard::Error) -> String {
    format!("The clipboard took nothing: {error}.")
}

#[cfg(all(unix, not(target_os = "macos")))]
fn keep_out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn keep_out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn keep_out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtWindows::exclude_from_history(set)
}

fn clear_if_still(secret: &str) {
    let Ok(mut clipboard) = Clipboard::new() else { return };
    let still = clipboard.get_text().map(Zeroizing::new).is_ok_and(|text| text.as_str() == secret);
    if still {
        // What refuses to be cleared cannot be cleared; the person can still copy something else.
        let _ = clipboard.clear();
    }
}

/// The disk of this computer.
struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, String> {
        files::read_bounded(path, limit).map_err(|error| error.to_string())
    }

    fn save(&self, path: &Path, bytes: &[u8], private: bool) -> Result<(), String> {
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
        std::fs::create_dir_all(path).map_err(|error| format!("{} could not be made: {error}.", path.display()))
    }
}
