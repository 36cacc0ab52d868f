//! The program as it is started, and what the README says of it.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod call;
mod certificates;
mod desk;
mod endpoint;
mod file;
mod help;
mod keys_and_buckets;
mod new;
mod readme;
#[cfg(unix)]
mod script;
#[cfg(unix)]
mod serve;
#[path = "../engine/s3/store.rs"]
#[expect(dead_code, reason = "the tests of the engine ask more of it")]
mod store;

use std::process::Command;

/// What the program says on standard error, started from an empty home folder with `DISPLAY` as given and without
/// Wayland. It must end by itself, as failed.
#[cfg(all(unix, not(target_os = "macos")))]
fn said_with_display(display: Option<&str>) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_canopy"));
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        program.env_remove(name);
    }
    for folder in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        program.env_remove(folder);
    }
    let output = program.envs(display.map(|display| ("DISPLAY", display))).env("HOME", home.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_it_says_so_and_ends() {
    let said = said_with_display(None);
    assert!(said.contains("canopy: there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set"), "{said}");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn with_a_display_that_nobody_serves_it_says_so_and_ends() {
    let said = said_with_display(Some(":65000"));
    assert!(said.contains("canopy: no window could be opened"), "{said}");
}

#[test]
fn its_version_is_that_of_the_package() {
    let output = Command::new(env!("CARGO_BIN_EXE_canopy")).arg("--version").output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), concat!("canopy ", env!("CARGO_PKG_VERSION")));
}

/// The window starts other programs, for links and dialogs; none of them may find the passphrase in its environment.
#[cfg(target_os = "linux")]
#[test]
fn the_window_has_no_passphrase_in_its_environment() {
    use std::time::{Duration, Instant};
    // An X server that never answers: the window waits for it.
    let (display, _server) = (10..60)
        .find_map(|display| Some((display, std::net::TcpListener::bind(("127.0.0.1", 6000 + display)).ok()?)))
        .unwrap();
    let desk = desk::Desk::new();
    let mut window = desk.command(env!("CARGO_BIN_EXE_canopy"));
    let mut window = window.arg("named.ron").env("DISPLAY", format!("127.0.0.1:{display}")).spawn().unwrap();
    let proc = |name: &str| std::fs::read(format!("/proc/{}/{name}", window.id())).unwrap();
    let has = |text: &[u8], part: &str| text.windows(part.len()).any(|found| found == part.as_bytes());
    // While one program takes the place of another, it has no environment.
    let has_none = |environment: &[u8]| has(environment, "DISPLAY=127.0.0.1:") && !has(environment, desk::PASSPHRASE);
    let begun = Instant::now();
    while !has_none(&proc("environ")) && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let (environment, arguments) = (proc("environ"), proc("cmdline"));
    window.kill().unwrap();
    window.wait().unwrap();
    assert!(has_none(&environment), "{}", String::from_utf8_lossy(&environment));
    assert!(has(&arguments, "named.ron"));
}
