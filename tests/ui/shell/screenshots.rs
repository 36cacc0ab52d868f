//! The pictures of the README: the sample as it was on a day in November 2026, kept in a file, since keys and signatures
//! differ from run to run.

use canopy::engine::{Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::App;
use canopy::ui::host::LiveCounts;
use canopy::ui::sample;
use canopy::ui::theme::Theme;
use canopy::workspace::Timestamp;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::PathBuf;
use std::sync::Arc;

use crate::harness::{WINDOW, snapshot};
use crate::host::{self, FakeHost};
use crate::window::Window;

use super::live;

/// 2026-11-23T12:00:00Z
const NOON: Timestamp = Timestamp::from_seconds(1_795_435_200);

fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/sample-2026-11-access.ron")
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

/// A window with the kept sample, before its passphrase is given.
fn locked(size: [f32; 2], theme: Theme) -> Window {
    let host = FakeHost::new();
    let path = host.folder().join("example-robotics.ron");
    std::fs::copy(kept(), &path).unwrap();
    host.desk().now = Some(NOON);
    host.desk().to_open = Some(path);
    let mut window = Window::sized(host, size, theme);
    window.wait_for(Role::PasswordInput, "Passphrase");
    window
}

/// A window with the kept sample, unlocked.
fn window(size: [f32; 2], theme: Theme) -> Window {
    let mut window = locked(size, theme);
    window.type_text(sample::PASSPHRASE);
    window.harness.key_press(egui::Key::Enter);
    window.wait_for(Role::Button, "Unlocked");
    window.wait("the form to close", |harness| !crate::window::has(harness, Role::PasswordInput, "Passphrase"));
    window.click(Role::Button, "Dismiss");
    window
}

const THEMES: [(Theme, &str); 2] = [(Theme::Dark, "dark"), (Theme::Light, "light")];

fn in_both_sized(size: [f32; 2], name: &str, mut show: impl FnMut(&mut Window)) {
    for (theme, suffix) in THEMES {
        let mut window = window(size, theme);
        show(&mut window);
        // Nothing looks pointed at where the last click was.
        window.harness.event(egui::Event::PointerGone);
        window.settle();
        snapshot(&mut window.harness, &format!("{name}-{suffix}"));
    }
}

fn in_both(name: &str, show: impl FnMut(&mut Window)) {
    in_both_sized(WINDOW, name, show);
}

/// The certificates of the authority that most pictures are about.
fn show_certificates(window: &mut Window) {
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Tab, "Certificates");
}

#[test]
fn first_run() {
    for (theme, suffix) in THEMES {
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
        show_certificates(window);
        window.click(Role::Row, "certificate sso.robotics.example");
    });
}

#[test]
fn the_inspector_as_large_as_the_window() {
    in_both("inspector", |window| {
        show_certificates(window);
        window.click(Role::Row, "certificate sso.robotics.example");
        window.click(Role::Button, "Show at full width");
        window.click(Role::Button, "Bytes of Names");
    });
}

#[test]
fn revocation() {
    in_both("revocation", |window| {
        window.click(Role::TreeItem, "Servers Issuing CA");
        window.click(Role::Tab, "Revocation");
    });
}

/// The smallest window: the inspector lies below the page.
#[test]
fn certificates_where_there_is_little_room() {
    in_both_sized([1000.0, 700.0], "narrow", |window| {
        show_certificates(window);
        window.click(Role::Row, "certificate sso.robotics.example");
    });
}

#[test]
fn creating_a_root() {
    in_both("new-root", |window| {
        window.click(Role::Button, "New root CA…");
        window.type_text("Robotics Root G2");
        window.wait_for(Role::Label, "Common name: Robotics Root G2");
    });
}

/// With a CSR that asks for more than the template gives.
#[test]
fn issuing_from_a_request() {
    in_both("issue", |window| {
        show_certificates(window);
        window.click(Role::Button, "Issue certificate…");
        let request = window.host.folder().join("web-frontend.csr");
        std::fs::write(&request, include_str!("../data/web-frontend.csr")).unwrap();
        window.drop_file(request);
        window.wait_for(Role::Label, "Common name: api.robotics.example");
    });
}

#[test]
fn revoking_a_certificate() {
    in_both("revoke", |window| {
        show_certificates(window);
        window.click(Role::Row, "certificate sso.robotics.example");
        window.click(Role::Button, "Revoke…");
        window.click(Role::RadioButton, "Key compromise");
    });
}

#[test]
fn the_palette() {
    in_both("palette", |window| {
        show_certificates(window);
        window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
        window.settle();
        window.type_text("iss");
    });
}

#[test]
fn unlocking() {
    for (theme, suffix) in THEMES {
        let mut window = locked(WINDOW, theme);
        window.type_text("correct horse");
        window.settle();
        snapshot(&mut window.harness, &format!("unlock-{suffix}"));
    }
}

/// The smallest window that everything must fit.
const SMALL: [f32; 2] = [1000.0, 700.0];

/// In both themes, and in the smallest window.
fn everywhere(name: &str, mut show: impl FnMut(&mut Window)) {
    in_both(name, &mut show);
    in_both_sized(SMALL, &format!("{name}-narrow"), &mut show);
}

/// The authority that is shared, at one of its pages.
fn show_shared(window: &mut Window, page: &str) {
    window.click(Role::TreeItem, "Workloads Issuing CA");
    window.click(Role::Tab, page);
}

#[test]
fn access() {
    everywhere("access", |window| show_shared(window, "Access"));
}

#[test]
fn tags() {
    everywhere("tags", |window| show_shared(window, "Tags"));
}

#[test]
fn the_audit_of_an_authority() {
    everywhere("audit", |window| {
        show_shared(window, "Audit");
        let row = |harness: &Harness<'static, Option<App>>| {
            let rows = harness.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label());
            rows.into_iter().find(|label| label.contains("Wrote an audit report"))
        };
        window.wait("the records", |harness| row(harness).is_some());
        let report = row(&window.harness).unwrap();
        window.click(Role::Row, &report);
    });
}

/// A second account is written with a digit too few: it is told beside its field and in the document.
#[test]
fn editing_a_policy() {
    everywhere("policy", |window| {
        show_shared(window, "Access");
        window.click(Role::Button, "Edit policy…");
        window.click(Role::Button, "Add principal");
        window.focus(Role::TextInput, "Principal 2");
        window.type_text("44445555666");
    });
}

#[test]
fn managed_certificates() {
    everywhere("managed", |window| {
        window.click(Role::Button, "Managed certificates");
        window.click(Role::Row, "managed certificate orders.svc.robotics.example");
    });
}

#[test]
fn deleting_an_authority() {
    in_both("delete", |window| {
        window.click(Role::TreeItem, "People Issuing CA");
        window.click(Role::Button, "Delete…");
    });
}

#[test]
fn a_deleted_authority() {
    in_both("deleted", |window| window.click(Role::TreeItem, "ML-DSA Pilot"));
}

#[test]
fn a_crl_in_parts() {
    in_both("shards", |window| show_shared(window, "Revocation"));
}

/// The longest menu in the smallest window.
#[test]
fn the_menu_of_authorities() {
    in_both_sized(SMALL, "menu-narrow", |window| {
        window.click(Role::TreeItem, "Workloads Issuing CA");
        window.click(Role::Button, "Authority");
    });
}

/// An endpoint that has been called all morning.
fn served(window: &mut Window) {
    let endpoint = window.host.endpoint.clone();
    endpoint.seen().now = Some(Timestamp::from_seconds(NOON.seconds() - 47 * 60));
    window.click(Role::Button, "Endpoint off");
    window.click(Role::Button, "Start");
    let engine = endpoint.seen().engine.clone().unwrap();
    live::add_keys(&engine);
    live::answer_ocsp(&engine, &live::authority(&engine.snapshot(), "Servers Issuing CA"));
    for call in live::calls(&engine.snapshot(), NOON) {
        endpoint.call(call);
    }
    endpoint.change(|seen| {
        seen.calls.generation += 1;
        seen.calls.counts = LiveCounts { today: 1_207, refused: 2, slow: 1 };
    });
    window.wait("the calls", |harness| crate::window::has(harness, Role::Row, "call 1207: IssueCertificate by CI"));
}

#[test]
fn the_endpoint_with_live_calls() {
    everywhere("endpoint", served);
}
