//! The table of certificates.

use canopy::engine::Access;
use canopy::ui::ask::{Ask, Select};
use canopy::ui::authority::{Column, Filter, Kind, Listing, Query, Sorting};
use canopy::ui::command::{AuthorityPage, Command};
use canopy::workspace::CertificateArn;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::desk::{Desk, Person as _, SAMPLE, Window, window};

const SERVERS: &str = "Servers Issuing CA";

fn servers() -> Desk {
    Desk::sample().at(SERVERS, AuthorityPage::Certificates)
}

fn listing(filter: Filter) -> (Listing, Vec<String>) {
    let workspace = SAMPLE.snapshot();
    let query = Query {
        certificates: workspace.certificates().clone(),
        authority: Desk::sample().named(SERVERS).id(),
        filter,
        now: SAMPLE.now(),
    };
    let listing = Listing::default().next(&query);
    let name = |number: &u32| {
        workspace.certificates().row(*number as usize).unwrap().common_name.split('.').next().unwrap().to_owned()
    };
    let names = listing.rows.iter().map(name).collect();
    (listing, names)
}

fn names(filter: Filter) -> Vec<String> {
    listing(filter).1
}

/// The names of the rows in sight, from top to bottom.
fn rows(window: &Window) -> Vec<String> {
    let mut rows: Vec<(f32, String)> = window
        .query_all_by_role(Role::Row)
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

fn selected(window: &Window) -> Vec<String> {
    let rows = window.query_all_by_role(Role::Row);
    let rows = rows.filter(|row| row.accesskit_node().is_selected() == Some(true));
    rows.filter_map(|row| row.accesskit_node().label()).collect()
}

fn row(name: &str) -> String {
    format!("certificate {name}.robotics.example")
}

#[test]
fn quick_filters_count_and_choose() {
    let (all, names_of_all) = listing(Filter::default());
    let total = names_of_all.len();
    let [every, valid, expiring, expired, revoked] = all.counts;
    assert_eq!(every, total);
    assert_eq!((expired, revoked), (1, 2));
    assert_eq!(valid + expired + revoked, every);
    assert!((1..valid).contains(&expiring));
    for (kind, count) in Kind::EVERY.into_iter().zip(all.counts) {
        assert_eq!(names(Filter { kind, ..Filter::default() }).len(), count, "{kind:?}");
    }
}

#[test]
fn the_text_is_looked_for_in_names_serials_and_templates() {
    let text = |text: &str| names(Filter { text: text.into(), ..Filter::default() });
    assert_eq!(text("PAY"), ["payments"]);
    assert_eq!(text("checkout"), ["payments"], "an alternative name");
    assert_eq!(text("10.20.0.9"), ["vault-1"]);
    assert_eq!(text("ΠΎΛΗ"), ["Πύλη Αθηνών"]);
    let workspace = SAMPLE.snapshot();
    let payments =
        workspace.certificates().rows(0..usize::MAX).find(|row| row.common_name.starts_with("payments")).unwrap();
    assert_eq!(text(&payments.serial.to_string()[4..16]), ["payments"]);
    assert!(text("mutual").contains(&"vault-1".to_owned()), "the word of a template");
}

#[test]
fn every_column_sorts_in_both_directions() {
    for column in Column::EVERY {
        let sorted = |descending| names(Filter { sorting: Sorting { column, descending }, ..Filter::default() });
        let (up, mut down) = (sorted(false), sorted(true));
        down.reverse();
        assert_eq!(up, down, "{column:?}");
    }
    let by = |column, descending| names(Filter { sorting: Sorting { column, descending }, ..Filter::default() });
    assert_eq!(by(Column::Expires, false)[0], "mail-old");
    assert_eq!(by(Column::Issued, true)[0], "status");
    assert_eq!(by(Column::Status, false)[0], "payments", "what needs a person comes first");
    assert_eq!(by(Column::Name, false)[0], "api");
}

#[test]
fn a_click_shows_the_certificate_and_keys_extend_the_selection() {
    let mut window = window(servers());
    window.press(Role::ColumnHeader, "Name");
    window.press(Role::Row, &row("api"));
    let asked = window.asked();
    let [Command::Select(Select::Certificate(_))] = &asked[..] else { panic!("{asked:?}") };
    window.press_with(Modifiers::COMMAND, Role::Row, &row("grafana"));
    assert_eq!(selected(&window), [row("api"), row("grafana")]);
    window.press_with(Modifiers::SHIFT, Role::Row, &row("kafka-01"));
    assert_eq!(selected(&window), [row("grafana"), row("kafka-01")]);
    window.type_key(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(selected(&window).len(), 3);
    window.type_key(Modifiers::NONE, Key::Home);
    assert_eq!(selected(&window), [row("api")]);
    window.type_key(Modifiers::COMMAND, Key::A);
    assert_eq!(selected(&window).len(), rows(&window).len());
    window.type_key(Modifiers::NONE, Key::Escape);
    assert!(selected(&window).is_empty());
}

#[test]
fn the_head_sorts_and_turns() {
    let mut window = window(servers());
    window.press(Role::ColumnHeader, "Name");
    assert_eq!(rows(&window)[0], row("api"));
    window.press(Role::ColumnHeader, "Name");
    assert_eq!(rows(&window).last(), Some(&row("api")));
}

#[test]
fn several_are_revoked_and_saved_at_once_and_the_filter_stays() {
    let mut window = window(servers());
    let expiring = window
        .query_all_by_role(Role::Button)
        .find_map(|button| button.accesskit_node().label().filter(|label| label.starts_with("Expiring")));
    window.press(Role::Button, &expiring.unwrap());
    let shown = rows(&window);
    window.press(Role::Row, &shown[0]);
    window.type_key(Modifiers::COMMAND, Key::A);
    window.asked();
    assert!(window.sees(Role::Label, &format!("{} selected", shown.len())));
    window.press(Role::Button, "Save…");
    window.press(Role::Button, "Revoke…");
    let asked = window.asked();
    let [Command::SaveCertificates(saved), Command::Revoke(revoked)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((saved.len(), revoked.len()), (shown.len(), shown.len()));
    assert_eq!(window.state().selected().len(), shown.len());
    // A newer state comes, as after any act: the filter and its rows stay.
    window.state_mut().now = window.state().now.plus_milliseconds(61_000);
    window.run();
    assert_eq!(rows(&window), shown);
}

#[test]
fn what_is_revoked_already_is_not_revoked_again() {
    let mut window = window(servers());
    window.press(Role::Button, "Revoked 2");
    let shown = rows(&window);
    window.press(Role::Row, &shown[0]);
    window.type_key(Modifiers::COMMAND, Key::A);
    window.asked();
    window.press(Role::Button, "Revoke…");
    window.type_key(Modifiers::NONE, Key::Delete);
    assert!(window.asked().is_empty());
}

#[test]
fn nothing_is_revoked_while_locked() {
    let mut desk = servers();
    desk.access = Access::Locked;
    let mut window = window(desk);
    window.press(Role::Row, &row("api"));
    window.asked();
    window.type_key(Modifiers::NONE, Key::Delete);
    assert!(window.asked().is_empty());
}

#[test]
fn a_filter_lets_go_of_the_rows_it_hides() {
    let mut window = window(servers());
    window.press(Role::Row, &row("api"));
    window.press_with(Modifiers::COMMAND, Role::Row, &row("legacy-vpn"));
    window.state_mut().certificate = None;
    window.press(Role::Button, "Revoked 2");
    assert_eq!(selected(&window), [row("legacy-vpn")]);
    window.press(Role::Button, "Revoked 2");
    assert_eq!(selected(&window), [row("legacy-vpn")]);
}

#[test]
fn the_selected_rows_are_copied() {
    let mut window = window(servers());
    window.press(Role::Row, &row("payments"));
    window.press_with(Modifiers::COMMAND, Role::Row, &row("api"));
    window.event(egui::Event::Copy);
    window.step();
    let copied = window.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    let lines: Vec<&str> = copied.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("payments.robotics.example\tpay.robotics.example checkout.robotics.example\tValid\t"));
    assert!(lines[1].contains("\tEndEntityServerAuthCertificate/V1\t"));
}

#[test]
fn the_table_is_saved_as_it_is_shown() {
    let mut window = window(servers());
    window.press(Role::Button, "Revoked 2");
    window.press(Role::Button, "Save table as CSV…");
    let asked = window.asked();
    let [Command::Ask(Ask::Save(file))] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(file.name, "Servers Issuing CA certificates.csv");
    let text = std::str::from_utf8(&file.bytes).unwrap();
    assert_eq!(text.lines().count(), 3);
    assert!(text.contains("\"legacy-vpn.robotics.example\"") && text.contains("\"Superseded\""));
}

#[test]
fn what_the_inspector_shows_is_selected_and_brought_into_sight() {
    let mut window = window(servers());
    let mail = SAMPLE.snapshot();
    let mail = mail.certificates().rows(0..usize::MAX).find(|row| row.common_name.starts_with("mail-old")).unwrap();
    let arn: CertificateArn = window.state().named(SERVERS).arn.certificate(mail.serial);
    window.state_mut().certificate = Some(arn);
    window.run();
    assert_eq!(selected(&window), [row("mail-old")]);
}

#[test]
fn columns_are_chosen() {
    let mut window = window(servers());
    assert!(window.sees(Role::ColumnHeader, "Template"));
    window.press(Role::Button, "Choose columns");
    window.press(Role::MenuItemCheckBox, "Template");
    assert!(!window.sees(Role::ColumnHeader, "Template"));
}

#[test]
fn an_idle_table_asks_for_no_frame() {
    let mut window = window(servers());
    window.press(Role::Row, &row("api"));
    let before = window.state().frames;
    window.run();
    assert!(window.state().frames - before <= 2, "{} frames", window.state().frames - before);
}

#[test]
fn a_filter_that_fits_nothing_offers_to_be_cleared() {
    let mut window = window(servers());
    window.get_by_role_and_label(Role::TextInput, "Filter").click();
    window.run();
    window.event(egui::Event::Text("no such name".into()));
    window.run();
    assert!(rows(&window).is_empty());
    window.press(Role::Button, "Clear the filter");
    assert!(!rows(&window).is_empty());
}
