//! The `canopy` program: the one place where the parts are joined.

#[cfg(feature = "window")]
#[path = "main/desktop.rs"]
mod desktop;
#[cfg(feature = "window")]
#[path = "main/dialog.rs"]
mod dialog;
#[cfg(feature = "window")]
#[path = "main/endpoint.rs"]
mod endpoint;
#[cfg_attr(not(feature = "window"), expect(dead_code, reason = "some folders are those of the window alone"))]
#[path = "main/folders.rs"]
mod folders;
#[path = "main/person.rs"]
mod person;
#[cfg(feature = "window")]
#[path = "main/remembering.rs"]
mod remembering;
#[cfg(feature = "window")]
#[path = "main/window.rs"]
mod window;

use canopy::cli::{Arguments, Surroundings};
use clap::Parser as _;
use folders::Folders;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let folders = Folders::find();
    match arguments.command {
        Some(command) => command.run(&Surroundings { user: person::user(), state_folder: folders.state }),
        None => show_window(folders, arguments.workspace),
    }
}

#[cfg(feature = "window")]
fn show_window(folders: Folders, workspace: Option<PathBuf>) -> ExitCode {
    window::forget_passphrase();
    window::show(folders, workspace)
}

#[cfg(not(feature = "window"))]
fn show_window(_: Folders, _: Option<PathBuf>) -> ExitCode {
    use std::io::Write as _;
    let words = "canopy: this program was built without its window; `canopy --help` says what it can do.";
    // Where standard error is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{words}");
    ExitCode::FAILURE
}
