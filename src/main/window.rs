//! The window around [`App`]: its size and icon, and why there is none.

use crate::desktop::Desktop;
use crate::folders::Folders;
#[cfg(unix)]
use canopy::cli::PASSPHRASE_VARIABLE;
use canopy::ui::App;
use eframe::{CreationContext, NativeOptions};
use egui::ViewportBuilder;
use std::io::Write as _;
use std::path::PathBuf;
#[cfg(unix)]
use std::process::Command;
use std::process::ExitCode;

/// Starts the program anew, in the place of itself, without the passphrase that its environment has: the window asks for
/// one, and links and dialogs are opened by other programs, which would see it.
#[cfg(unix)]
pub fn forget_passphrase() {
    use std::os::unix::process::CommandExt as _;
    if std::env::var_os(PASSPHRASE_VARIABLE).is_none() {
        return;
    }
    let mut arguments = std::env::args_os();
    if let (Ok(program), Some(name)) = (std::env::current_exe(), arguments.next()) {
        // It comes back only where it could not be started; then the window opens all the same.
        let _ = Command::new(program).arg0(name).args(arguments).env_remove(PASSPHRASE_VARIABLE).exec();
    }
}

/// Here no program can take the place of another.
#[cfg(not(unix))]
pub fn forget_passphrase() {}

/// Shows the window until it is closed, with the workspace file that was named.
pub fn show(folders: Folders, workspace: Option<PathBuf>) -> ExitCode {
    let options = options(&folders);
    let create = move |context: &CreationContext<'_>| {
        let desktop = Desktop::new(context.egui_ctx.clone(), folders, workspace);
        let app = App::new(Box::new(desktop), &context.egui_ctx);
        Ok(Box::new(Window(app)) as Box<dyn eframe::App>)
    };
    match eframe::run_native("Canopy", options, Box::new(create)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "canopy: {}", why_no_window(&error));
            ExitCode::FAILURE
        }
    }
}

/// What is missing for a window, and what to do.
fn why_no_window(error: &eframe::Error) -> String {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let unix = cfg!(all(unix, not(target_os = "macos")));
    if unix && !set("WAYLAND_DISPLAY") && !set("WAYLAND_SOCKET") && !set("DISPLAY") {
        return "there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set.\n\
                Start it from a desktop session, or with `ssh -X` from one."
            .into();
    }
    match error {
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => format!(
            "the window could not be drawn: {error}\n\
             It needs OpenGL 2.1 or OpenGL ES 3. On Debian: apt install libgl1-mesa-dri libegl1"
        ),
        _ => {
            // The parts before are the libraries' own: their names and lines.
            let words = error.to_string();
            let reason = words.rsplit(": ").next().unwrap_or(&words);
            format!("no window could be opened: {reason}.\nIs the display server running, and open to this user?")
        }
    }
}

fn options(folders: &Folders) -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_app_id("canopy")
        .with_title("Canopy")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([880.0, 560.0]);
    let viewport = match eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")) {
        Ok(icon) => viewport.with_icon(icon),
        Err(_) => viewport,
    };
    NativeOptions {
        viewport,
        centered: true,
        persistence_path: Some(folders.state.join("place.ron")),
        ..NativeOptions::default()
    }
}

/// The window as eframe wants it.
struct Window(App);

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.0.logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.0.ui(ui);
    }

    /// Canopy remembers what it wants itself; eframe keeps the place of the window.
    fn persist_egui_memory(&self) -> bool {
        false
    }
}
