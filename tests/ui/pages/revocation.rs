//! The Revocation page.

use canopy::ui::ask::Select;
use canopy::ui::command::{AuthorityPage, Command};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::Arc;

use super::desk::{Desk, Person as _, SAMPLE, window};
use super::trouble::troubled;

const DAY: i64 = 24 * 60 * 60 * 1000;

fn servers() -> Desk {
    Desk::sample().at("Servers Issuing CA", AuthorityPage::Revocation)
}

fn rows(window: &super::desk::Window) -> Vec<String> {
    let mut rows: Vec<(f32, String)> = window
        .query_all_by_role(Role::Row)
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn the_acts_of_the_crl() {
    let mut window = window(servers());
    for label in ["Publish CRL now", "Save CRL…", "Change…"] {
        window.press(Role::Button, label);
    }
    let asked = window.asked();
    assert!(matches!(asked[..], [Command::SignCrl(_), Command::SaveCrl(_), Command::UpdateAuthority(_)]), "{asked:?}");
}

#[test]
fn the_crl_and_its_configuration_are_told() {
    let window = window(servers());
    for words in ["Complete, valid 7 days", "Public read", "None set", "2 revoked certificates"] {
        assert!(window.sees(Role::Label, words), "{words}");
    }
    let number = window.state().named("Servers Issuing CA").crl.number.to_string();
    assert!(window.sees(Role::Label, &number));
    assert!(window.sees(Role::ListItem, "Bucket published, Written just now"));
}

#[test]
fn revoked_certificates_are_listed_filtered_and_sorted() {
    let mut window = window(servers());
    let (build, vpn) = ("certificate build-07.robotics.example", "certificate legacy-vpn.robotics.example");
    window.press(Role::ColumnHeader, "Name");
    assert_eq!(rows(&window), [build, vpn]);
    window.press(Role::ColumnHeader, "Name");
    assert_eq!(rows(&window), [vpn, build]);
    window.press(Role::Button, "Superseded 1");
    assert_eq!(rows(&window), [vpn]);
    window.press(Role::Row, vpn);
    let asked = window.asked();
    assert!(matches!(asked[..], [Command::Select(Select::Certificate(_))]), "{asked:?}");
    assert_eq!(rows(&window), [vpn], "the filter stays");
}

#[test]
fn a_failure_stands_first_and_can_be_tried_again() {
    let desk = Desk::new(Arc::new(troubled()), SAMPLE.now()).at("Servers Issuing CA", AuthorityPage::Revocation);
    let mut window = window(desk);
    assert!(window.sees(Role::Label, "Not published"));
    window.press(Role::Button, "Try again");
    assert!(matches!(window.asked()[..], [Command::SignCrl(_)]));
}

#[test]
fn an_overdue_crl_says_for_how_long() {
    let mut desk = servers();
    desk.now = desk.now.plus_milliseconds(9 * DAY);
    let window = window(desk);
    assert!(window.sees(Role::Label, "Overdue by 2 days"));
    let tab = window.get_by_role_and_label(Role::Tab, "Revocation");
    assert_eq!(tab.accesskit_node().description().as_deref(), Some("Needs attention"));
}

#[test]
fn before_the_first_crl_it_says_when_there_will_be_one() {
    let window = window(Desk::sample().at("Devices CA", AuthorityPage::Revocation));
    assert!(window.sees(Role::Label, "The first CRL is signed once its certificate is installed."));
    assert!(window.sees(Role::Label, "This authority has revoked nothing."));
}

#[test]
fn the_arrows_go_through_the_revoked_certificates() {
    let mut window = window(servers());
    window.press(Role::Row, "certificate build-07.robotics.example");
    window.asked();
    window.type_key(Modifiers::NONE, Key::ArrowDown);
    let asked = window.asked();
    let [Command::Select(Select::Certificate(arn))] = &asked[..] else { panic!("{asked:?}") };
    let workspace = window.state().workspace.clone();
    let certificates = workspace.certificates();
    let row = certificates.row(certificates.find(arn.authority.id, arn.serial).unwrap()).unwrap();
    assert_eq!(row.common_name, "legacy-vpn.robotics.example");
    window.event(egui::Event::Copy);
    window.step();
    let copied = window.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.unwrap().split('\t').next(), Some("legacy-vpn.robotics.example"));
}
