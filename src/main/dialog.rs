//! File dialogs of the desktop, each on a thread of its own.

use canopy::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use egui::Context;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};

/// Shows a dialog. The window is repainted when it is answered.
pub fn show(ctx: &Context, wanted: FileDialog) -> Receiver<FileDialogAnswer> {
    let (sender, answer) = mpsc::channel();
    let ctx = ctx.clone();
    let body = move || {
        // Nobody waits any more when the window has closed meanwhile.
        let _ = sender.send(ask(wanted));
        ctx.request_repaint();
    };
    // A thread that cannot start drops the sender, which reads as Cancel.
    let _ = std::thread::Builder::new().name("file dialog".into()).spawn(body);
    answer
}

fn ask(wanted: FileDialog) -> FileDialogAnswer {
    if !is_available() {
        let words = "This desktop offers no file dialogs (neither a desktop portal nor zenity was found), \
                     so the path is typed here.";
        return FileDialogAnswer::Unavailable(words.into());
    }
    let mut dialog = rfd::FileDialog::new().set_title(&wanted.title);
    if let Some(folder) = wanted.folder.as_deref().and_then(nearest) {
        dialog = dialog.set_directory(folder);
    }
    if !wanted.extensions.is_empty() {
        dialog = dialog.add_filter(wanted.extensions.join(", "), &wanted.extensions).add_filter("All files", &["*"]);
    }
    let chosen = match wanted.kind {
        FileDialogKind::Open => dialog.pick_file(),
        FileDialogKind::Save(name) => dialog.set_file_name(name).save_file(),
        FileDialogKind::Folder => dialog.pick_folder(),
    };
    chosen.map_or(FileDialogAnswer::Cancelled, FileDialogAnswer::Chosen)
}

/// The folder, or the nearest above it that is there.
fn nearest(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.is_dir())
}

/// On Linux a dialog comes from the desktop portal or from zenity; without both, asking looks the same
/// as a dialog that was cancelled.
#[cfg(all(unix, not(target_os = "macos")))]
fn is_available() -> bool {
    let on_path = |program: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    };
    on_path("zenity") || has_portal()
}

/// A session bus, and a portal that it would start.
#[cfg(all(unix, not(target_os = "macos")))]
fn has_portal() -> bool {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let bus = variable("DBUS_SESSION_BUS_ADDRESS").is_some()
        || variable("XDG_RUNTIME_DIR").is_some_and(|folder| folder.join("bus").exists());
    let data = std::env::var("XDG_DATA_DIRS").unwrap_or_else(|_| "/usr/local/share:/usr/share".into());
    let service = "dbus-1/services/org.freedesktop.portal.Desktop.service";
    bus && std::env::split_paths(&data).any(|folder| folder.join(service).is_file())
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn is_available() -> bool {
    true
}
