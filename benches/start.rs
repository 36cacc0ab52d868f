//! From starting the program to its first frame: `tests/window/desktop.sh cargo bench --bench start`, or without
//! `desktop.sh` on an X11 desktop.
//!
//! Measured from outside, as a person would with a stopwatch: a new process each time, until the middle of its window is
//! painted. The file cache is warm after the first. The table is for reading; nothing here passes or fails.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that prints tables, for developers"
)]

#[cfg(target_os = "linux")]
fn main() {
    // `cargo test --all-targets` starts benches too, without this.
    if std::env::args().any(|argument| argument == "--bench") {
        x11::measure();
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("skipped: the first frame is looked for on an X11 display");
}

#[cfg(target_os = "linux")]
mod x11 {
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};
    use x11rb::connection::Connection as _;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, ImageFormat, MapState, Window};
    use x11rb::rust_connection::RustConnection;

    const STARTS: usize = 10;
    const LIMIT: Duration = Duration::from_secs(60);

    pub(super) fn measure() {
        let Ok((display, screen)) = x11rb::connect(None) else {
            eprintln!("skipped: there is no X11 display");
            return;
        };
        let root = display.setup().roots[screen].root;
        let mut all: Vec<Times> = (0..STARTS).map(|_| Times::of_one_start(&display, root)).collect();
        let first = all[0];
        all.sort_unstable_by_key(|times| times.painted);
        let (middle, worst) = (all[STARTS / 2], all[STARTS - 1]);
        println!("| starts | window there, ms | first frame, ms |");
        println!("|---|---|---|");
        for (what, times) in [("the first", first), ("median of 10", middle), ("slowest", worst)] {
            println!("| {what} | {} | {} |", times.mapped.as_millis(), times.painted.as_millis());
        }
    }

    /// Since the process was started.
    #[derive(Clone, Copy)]
    struct Times {
        mapped: Duration,
        painted: Duration,
    }

    impl Times {
        fn of_one_start(display: &RustConnection, root: Window) -> Self {
            let home = tempfile::tempdir().unwrap();
            let start = Instant::now();
            let program = Running::start(home.path());
            let id = program.0.id();
            let mut mapped = None;
            loop {
                assert!(start.elapsed() < LIMIT, "no frame was drawn");
                if let Some(window) = window_of(display, root, id) {
                    let mapped = *mapped.get_or_insert_with(|| start.elapsed());
                    if is_painted(display, window) {
                        return Self { mapped, painted: start.elapsed() };
                    }
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// The program, which ends with this.
    struct Running(Child);

    impl Running {
        fn start(home: &std::path::Path) -> Self {
            let mut program = Command::new(env!("CARGO_BIN_EXE_canopy"));
            for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "WAYLAND_DISPLAY"] {
                program.env_remove(name);
            }
            Self(program.env("HOME", home).stderr(Stdio::null()).spawn().unwrap())
        }
    }

    impl Drop for Running {
        fn drop(&mut self) {
            self.0.kill().unwrap();
            self.0.wait().unwrap();
        }
    }

    /// The window of that process that is on the screen. A window manager puts it into another.
    fn window_of(display: &RustConnection, above: Window, process: u32) -> Option<Window> {
        let children = display.query_tree(above).ok()?.reply().ok()?.children;
        children.into_iter().find_map(|window| {
            if process_of(display, window) == Some(process) && is_shown(display, window) {
                return Some(window);
            }
            window_of(display, window, process)
        })
    }

    fn process_of(display: &RustConnection, window: Window) -> Option<u32> {
        let name = display.intern_atom(false, b"_NET_WM_PID").ok()?.reply().ok()?.atom;
        let property = display.get_property(false, window, name, AtomEnum::CARDINAL, 0, 1).ok()?.reply().ok()?;
        property.value32()?.next()
    }

    fn is_shown(display: &RustConnection, window: Window) -> bool {
        let attributes = display.get_window_attributes(window).ok().and_then(|cookie| cookie.reply().ok());
        attributes.is_some_and(|attributes| attributes.map_state == MapState::VIEWABLE)
    }

    /// Whether the middle of the window is no longer all of one colour: before the first frame it is.
    fn is_painted(display: &RustConnection, window: Window) -> bool {
        let Some(size) = display.get_geometry(window).ok().and_then(|cookie| cookie.reply().ok()) else {
            return false;
        };
        let (width, height) = (size.width / 2, size.height / 2);
        let (x, y) = (size.width / 4, size.height / 4);
        let image =
            display.get_image(ImageFormat::Z_PIXMAP, window, x.cast_signed(), y.cast_signed(), width, height, !0);
        let Some(image) = image.ok().and_then(|cookie| cookie.reply().ok()) else { return false };
        let mut pixels = image.data.chunks_exact(4);
        let first = pixels.next();
        pixels.any(|pixel| Some(pixel) != first)
    }
}
