//! The pictures of the README: the sample as it was on a day in November 2026, kept in a file, since keys and signatures
//! differ from run to run.

use canopy::engine::{Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::sample;
use canopy::ui::theme::Theme;
use canopy::workspace::Timestamp;
use egui::accesskit::Role;
use std::path::PathBuf;
use std::sync::Arc;

use crate::harness::{WINDOW, snapshot};
use crate::host::{self, FakeHost};
use crate::window::Window;

/// 2026-11-23T12:00:00Z
const NOON: Timestamp = Timestamp::from_seconds(1_795_435_200);

fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/sample-2026-11-tiers.ron")
}

/// Writes the kept file anew. The pictures must be written anew then, too.
#[test]
#[ignore = "run once, when the sample has changed for good"]
fn write_the_kept_sample() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.ron");
    let system = Environment::system(Arc::new(FolderBuckets::beside(&path)));
    let environment = Environment { clock: Arc::new(host::Still(NOON)), ..system };
    let options = Options { work_factor: 4, ..Options::default() };
    drop(sample::build(&path, &environment, &options, "ada").unwrap());
    std::fs::copy(path, kept()).unwrap();
}

/// A window with the kept sample, unlocked.
fn window(theme: Theme) -> Window {
    let host = FakeHost::new();
    let path = host.folder().join("example-robotics.ron");
    std::fs::copy(kept(), &path).unwrap();
    host.desk().now = Some(NOON);
    host.desk().to_open = Some(path);
    let mut window = Window::sized(host, WINDOW, theme);
    window.wait_for(Role::PasswordInput, "Passphrase");
    window.type_text(sample::PASSPHRASE);
    window.harness.key_press(egui::Key::Enter);
    window.wait_for(Role::Button, "Unlocked");
    window.wait("the form to close", |harness| !crate::window::has(harness, Role::PasswordInput, "Passphrase"));
    window.click(Role::Button, "Dismiss");
    window
}

fn in_both(name: &str, mut show: impl FnMut(&mut Window)) {
    for (theme, suffix) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut window = window(theme);
        show(&mut window);
        window.settle();
        snapshot(&mut window.harness, &format!("{name}-{suffix}"));
    }
}

#[test]
fn first_run() {
    for (theme, suffix) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut window = Window::sized(FakeHost::new(), WINDOW, theme);
        snapshot(&mut window.harness, &format!("first-run-{suffix}"));
    }
}

#[test]
fn home() {
    in_both("home", |_| {});
}

#[test]
fn an_authority_in_the_hierarchy() {
    in_both("overview", |window| window.click(Role::TreeItem, "Servers Issuing CA"));
}

#[test]
fn certificates_and_the_inspector() {
    in_both("main", |window| {
        window.click(Role::TreeItem, "Servers Issuing CA");
        window.click(Role::Tab, "Certificates");
        window.click(Role::Row, "certificate sso.robotics.example");
    });
}

#[test]
fn the_inspector_as_large_as_the_window() {
    in_both("inspector", |window| {
        window.click(Role::TreeItem, "Servers Issuing CA");
        window.click(Role::Tab, "Certificates");
        window.click(Role::Row, "certificate sso.robotics.example");
        window.click(Role::Button, "Show at full width");
    });
}

#[test]
fn revocation() {
    in_both("revocation", |window| {
        window.click(Role::TreeItem, "Servers Issuing CA");
        window.click(Role::Tab, "Revocation");
    });
}
