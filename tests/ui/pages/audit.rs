//! The Audit page: the records of the file, and the reports of an authority.

use canopy::engine::api::CreateCertificateAuthorityAuditReportRequest;
use canopy::engine::{Caller, Engine};
use canopy::ui::ask::{Ask, Select};
use canopy::ui::command::{AuthorityPage, Command};
use canopy::ui::theme::Theme;
use canopy::workspace::{AuditReportId, AuthorityId, CertificateAuthorityArn};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::desk::{Desk, Person as _, SAMPLE, Window, sample, sized, window};
use crate::host::FakeHost;

const SERVERS: &str = "Servers Issuing CA";
const DAY: i64 = 24 * 60 * 60 * 1000;

fn on(engine: &Arc<Engine>) -> Desk {
    let mut desk = Desk::new(engine.snapshot(), engine.now()).at(SERVERS, AuthorityPage::Audit);
    desk.engine = Some(engine.clone());
    desk
}

fn audit() -> Window {
    let mut window = window(on(&SAMPLE));
    read(&mut window);
    window
}

fn rows(window: &Window) -> Vec<String> {
    let mut rows: Vec<(f32, String)> = window
        .query_all_by_role(Role::Row)
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let words = |label: String| label.split_once(": ").map_or(label.clone(), |(_, words)| words.to_owned());
    rows.into_iter().map(|(_, label)| words(label)).collect()
}

/// Frames until `found`; the records are read off the drawing thread.
#[track_caller]
fn wait(window: &mut Window, what: &str, found: impl Fn(&Window) -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !found(window) {
        assert!(Instant::now() < end, "waited in vain for {what}, found {:?}", rows(window));
        std::thread::sleep(Duration::from_millis(2));
        window.step();
    }
    window.run();
}

#[track_caller]
fn read(window: &mut Window) {
    wait(window, "a record", |window| !rows(window).is_empty());
}

#[track_caller]
fn wait_for(window: &mut Window, what: &str, all: impl Fn(&[String]) -> bool) {
    wait(window, what, |window| all(&rows(window)));
}

fn id(engine: &Engine, name: &str) -> AuthorityId {
    Desk::new(engine.snapshot(), engine.now()).named(name).id()
}

fn caller(engine: &Engine) -> Caller {
    Caller::window(engine.snapshot().settings(), "tester")
}

fn ask_for_report(engine: &Engine, arn: &CertificateAuthorityArn) -> AuditReportId {
    let request = CreateCertificateAuthorityAuditReportRequest {
        certificate_authority_arn: arn.to_string(),
        s3_bucket_name: "published".into(),
        audit_report_response_format: canopy::engine::api::AuditReportResponseFormat::Csv,
    };
    engine.call(&caller(engine), request).unwrap().audit_report_id.unwrap().parse().unwrap()
}

#[test]
fn the_records_of_the_authority_are_listed_and_told() {
    let mut window = audit();
    let all = rows(&window);
    assert!(all.iter().any(|row| row == "Issued api.robotics.example"), "{all:?}");
    assert!(!all.iter().any(|row| row.contains("Robotics Root G1")), "{all:?}");
    let label = window.query_all_by_role(Role::Row).map(|row| row.accesskit_node().label().unwrap());
    let label = label.into_iter().find(|label| label.ends_with(": Issued api.robotics.example")).unwrap();
    window.press(Role::Row, &label);
    wait(&mut window, "the text", |window| {
        !window.get_by_role_and_label(Role::Button, "Copy as RON").accesskit_node().is_disabled()
    });
    for words in ["tester at the window", "Yes"] {
        assert!(window.sees(Role::Label, words), "{words}");
    }
    window.asked();
    window.press(Role::Button, "Copy as RON");
    let asked = window.asked();
    let [Command::Ask(Ask::Copy(text))] = &asked[..] else { panic!("{asked:?}") };
    assert!(text.starts_with("(seq:") && text.contains("CertificateIssued(") && !text.contains("secrets:"));
    window.press(Role::Button, "Open certificate");
    let asked = window.asked();
    assert!(matches!(
        &asked[..],
        [Command::Show(AuthorityPage::Certificates), Command::Select(Select::Certificate(_))]
    ));
}

#[test]
fn filters_thin_the_records_out() {
    let mut window = audit();
    window.press(Role::Button, "Kind");
    window.press(Role::MenuItemCheckBox, "Revocation");
    wait_for(&mut window, "revocations", |rows| {
        !rows.is_empty() && !rows.iter().any(|row| row == "Issued api.robotics.example")
    });
    // The menu stays open: there may be several.
    window.press(Role::MenuItemCheckBox, "Certificates");
    wait_for(&mut window, "certificates too", |rows| {
        ["Issued api.robotics.example", "Signed"].iter().all(|wanted| rows.iter().any(|row| row.starts_with(wanted)))
    });
    assert!(window.sees(Role::Button, "2 kinds"));
    window.press(Role::MenuItemCheckBox, "Revocation");
    wait_for(&mut window, "certificates alone", |rows| !rows.iter().any(|row| row.starts_with("Signed")));
    window.press(Role::MenuItemCheckBox, "All kinds");
    wait_for(&mut window, "all", |rows| rows.iter().any(|row| row.starts_with("Signed")));
    window.press(Role::Button, "Key use");
    wait_for(&mut window, "key use", |rows| {
        rows.iter().all(|row| {
            row.starts_with("Issued")
                || row.starts_with("Signed")
                || row.starts_with("Created")
                || row.starts_with("Installed")
        })
    });
    window.press(Role::Button, "Key use");
    window.get_by_role_and_label(Role::TextInput, "Filter").focus();
    window.run();
    window.event(egui::Event::Text("API.robotics".into()));
    wait_for(&mut window, "one", |rows| rows == ["Issued api.robotics.example"]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text("nobody knows this".into()));
    wait(&mut window, "none", |window| window.sees(Role::Label, "No record fits. Take a filter away to see more."));
}

#[test]
fn records_are_looked_for_between_two_moments() {
    let mut window = audit();
    let all = rows(&window);
    window.press(Role::Button, "Time");
    let type_into = |window: &mut Window, field: &str, text: &str| {
        window.get_by_role_and_label(Role::TextInput, field).focus();
        window.run();
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.event(egui::Event::Text(text.into()));
        window.run();
    };
    type_into(&mut window, "From", "2026-02-30");
    let wrong = "A date such as 2027-02-21 or 2027-02-21 13:03, in UTC, not '2026-02-30'";
    assert!(window.sees(Role::Label, wrong));
    assert!(rows(&window) == all && window.sees(Role::Button, "Time"), "what cannot be read changes nothing");
    type_into(&mut window, "From", "1990-01-01");
    type_into(&mut window, "Before", "1991-01-01");
    wait(&mut window, "none", |window| window.sees(Role::Label, "No record fits. Take a filter away to see more."));
    assert!(window.sees(Role::Button, "1 Jan 1990 to 1 Jan 1991"));
    window.press(Role::MenuItemCheckBox, "Any time");
    wait_for(&mut window, "all", |rows| rows == all);
}

#[test]
fn the_arrows_go_through_the_records_and_only_one_certificate_can_be_kept() {
    let mut window = audit();
    let label = window.query_all_by_role(Role::Row).map(|row| row.accesskit_node().label().unwrap());
    let label = label.into_iter().find(|label| label.ends_with(": Issued api.robotics.example")).unwrap();
    window.press(Role::Row, &label);
    window.type_key(Modifiers::NONE, Key::ArrowDown);
    let selected: Vec<String> = window
        .query_all_by_role(Role::Row)
        .filter(|row| row.accesskit_node().is_selected() == Some(true))
        .map(|row| row.accesskit_node().label().unwrap())
        .collect();
    assert!(selected.len() == 1 && selected[0] != label, "{selected:?}");
    window.type_key(Modifiers::NONE, Key::ArrowUp);
    window.press(Role::Button, "Only this");
    wait_for(&mut window, "its records", |rows| rows == ["Issued api.robotics.example"]);
    window.press(Role::Button, "api.robotics.example ×");
    wait_for(&mut window, "all", |rows| rows.len() > 1);
}

#[test]
fn what_is_shown_is_saved_and_no_cell_is_a_formula() {
    let (_folder, engine) = sample();
    let servers = id(&engine, SERVERS);
    engine.annotate_authority(&caller(&engine), servers, "=cmd()", "").unwrap();
    let mut desk = Desk::new(engine.snapshot(), engine.now());
    (desk.authority, desk.page, desk.engine) = (Some(servers), AuthorityPage::Audit, Some(engine.clone()));
    let mut window = window(desk);
    read(&mut window);
    window.asked();
    window.press(Role::Button, "Save rows as CSV…");
    let asked = window.asked();
    let [Command::Ask(Ask::Save(file))] = &asked[..] else { panic!("{asked:?}") };
    let text = std::str::from_utf8(&file.bytes).unwrap();
    assert!(text.starts_with("Record,Time,What,About,Detail,Actor,From\r\n"), "{text}");
    assert!(text.contains("\"Noted something on\",\"'=cmd()\",\"\",\"tester\",\"Window\"\r\n"), "{text}");
}

#[test]
fn what_comes_new_stands_first_and_then_nothing_is_drawn_any_more() {
    let (_folder, engine) = sample();
    let mut window = window(on(&engine));
    read(&mut window);
    let before = rows(&window);
    engine.annotate_authority(&caller(&engine), id(&engine, SERVERS), "", "a note").unwrap();
    window.state_mut().workspace = engine.snapshot();
    wait_for(&mut window, "the new one", |rows| rows[0].starts_with("Noted something on"));
    assert_eq!(rows(&window)[1..], before[..rows(&window).len() - 1]);
    window.run();
    let frames = window.state().frames;
    std::thread::sleep(Duration::from_millis(600));
    window.run();
    assert!(window.state().frames <= frames + 1, "idle means no repaints");
}

#[test]
fn of_many_records_pages_are_read_as_they_are_scrolled_to() {
    let (_folder, engine) = sample();
    let (servers, caller) = (id(&engine, SERVERS), caller(&engine));
    std::thread::scope(|scope| {
        for thread in 0..25 {
            let (engine, caller) = (&engine, &caller);
            scope.spawn(move || {
                for number in 0..20 {
                    engine.annotate_authority(caller, servers, SERVERS, &format!("{thread} {number}")).unwrap();
                }
            });
        }
    });
    let mut window = window(on(&engine));
    read(&mut window);
    assert!(rows(&window).len() < 60, "only rows in sight are drawn");
    let top = window.query_all_by_role(Role::Row).next().unwrap().accesskit_node().label().unwrap();
    window.press(Role::Row, &top);
    let oldest = |window: &Window| rows(window).last().cloned().unwrap_or_default();
    let end = Instant::now() + Duration::from_secs(60);
    while oldest(&window).starts_with("Noted") {
        assert!(Instant::now() < end, "{}", oldest(&window));
        window.key_press_modifiers(Modifiers::NONE, Key::End);
        window.step();
        std::thread::sleep(Duration::from_millis(5));
        window.step();
    }
    assert!(rows(&window).len() < 60);
}

#[test]
fn reports_are_asked_for_saved_and_tried_again() {
    let (folder, engine) = sample();
    let desk = on(&engine);
    let arn = desk.named(SERVERS).arn.clone();
    let mut window = window(desk);
    window.press(Role::Button, "Write audit report…");
    assert!(matches!(window.asked()[..], [Command::WriteAuditReport(of)] if of == arn.id));
    assert!(window.sees(Role::Label, "one per 30 minutes"));

    let report = ask_for_report(&engine, &arn);
    window.state_mut().workspace = engine.snapshot();
    window.run();
    assert!(window.sees(Role::ListItem, "Report CSV, being written"));
    std::fs::remove_dir_all(folder.path().join("published")).unwrap();
    std::fs::write(folder.path().join("published"), b"").unwrap();
    engine.write_audit_report(&caller(&engine), arn.id, report).unwrap();
    window.state_mut().workspace = engine.snapshot();
    window.run();
    let failed = window.query_all_by_role(Role::ListItem).filter_map(|item| item.accesskit_node().label());
    assert!(
        failed.into_iter().any(|label| label.starts_with("Report CSV: The bucket 'published' could not be written"))
    );
    window.press(Role::Button, "Try again…");
    assert!(matches!(window.asked()[..], [Command::WriteAuditReport(_)]));

    std::fs::remove_file(folder.path().join("published")).unwrap();
    let report = ask_for_report(&engine, &arn);
    engine.write_audit_report(&caller(&engine), arn.id, report).unwrap();
    window.state_mut().workspace = engine.snapshot();
    window.run();
    window.press(Role::Button, "Save…");
    assert!(matches!(window.asked()[..], [Command::SaveAuditReport(_, of)] if of == report));
    window.press(Role::Button, "Open");
    assert!(matches!(window.asked()[..], [Command::OpenAuditReport(_, of)] if of == report));
    assert!(window.sees(Role::Label, "again from 12:30 UTC"));
    assert!(window.get_by_role_and_label(Role::Button, "Write audit report…").accesskit_node().is_disabled());
    window.state_mut().now = engine.now().plus_milliseconds(DAY / 48);
    window.run();
    assert!(!window.get_by_role_and_label(Role::Button, "Write audit report…").accesskit_node().is_disabled());
}

#[test]
fn the_audit_of_the_workspace_is_in_the_menu_and_leads_on() {
    let mut window = crate::window::Window::new(FakeHost::new());
    crate::shell::workspace::sample(&mut window);
    window.click(Role::Button, "View");
    window.click(Role::MenuItem, "Audit of the workspace");
    window.wait("records", |harness| harness.query_all_by_role(Role::Row).next().is_some());
    assert!(window.has(Role::Heading, "Audit of the workspace"));
    if let Some(folder) = std::env::var_os("CANOPY_PICTURES") {
        let path = std::path::Path::new(&folder).join("audit-workspace.png");
        window.harness.render().unwrap().save(path).unwrap();
    }
    window.click(Role::Button, "Kind");
    window.click(Role::MenuItemCheckBox, "Workspace");
    window.wait("the first record", |harness| {
        let row = harness.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label());
        row.into_iter().any(|label| label == "record 1: Created this workspace")
    });
    window.click(Role::TreeItem, SERVERS);
    assert!(window.has(Role::Tab, "Audit"));
}

fn keep(window: &mut Window, name: &str) {
    let Some(folder) = std::env::var_os("CANOPY_PICTURES") else { return };
    let path = std::path::Path::new(&folder).join(format!("{name}.png"));
    window.render().unwrap().save(path).unwrap();
}

/// Pictures, written only where `CANOPY_PICTURES` names a folder.
#[test]
fn the_page_is_drawn_in_both_themes_and_sizes() {
    let (_folder, engine) = sample();
    let arn = Desk::new(engine.snapshot(), engine.now()).named(SERVERS).arn.clone();
    let report = ask_for_report(&engine, &arn);
    engine.write_audit_report(&caller(&engine), arn.id, report).unwrap();
    for (theme_name, theme) in [("dark", Theme::Dark), ("light", Theme::Light)] {
        for (size_name, size) in [("wide", [1280.0, 732.0]), ("narrow", [1000.0, 632.0])] {
            let mut desk = on(&engine);
            if size_name == "narrow" {
                desk.tree_width = 208.0;
            }
            let mut window = sized(desk, size, theme);
            read(&mut window);
            let labels = window.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label());
            let label = labels.into_iter().find(|label| label.contains("Issued")).unwrap();
            window.press(Role::Row, &label);
            window.event(egui::Event::PointerGone);
            window.run();
            keep(&mut window, &format!("audit-{size_name}-{theme_name}"));
            window.press(Role::Button, "Kind");
            keep(&mut window, &format!("audit-kinds-{size_name}-{theme_name}"));
            window.type_key(Modifiers::NONE, Key::Escape);
            window.press(Role::Button, "Time");
            keep(&mut window, &format!("audit-time-{size_name}-{theme_name}"));
        }
    }
}
