//! The Overview page.

use canopy::engine::Access;
use canopy::ui::ask::Select;
use canopy::ui::command::{AuthorityPage, Command};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::Arc;

use super::desk::{Desk, Person as _, SAMPLE, window};
use super::trouble::troubled;

fn servers() -> Desk {
    Desk::sample().at("Servers Issuing CA", AuthorityPage::Overview)
}

#[test]
fn it_tells_what_the_authority_is() {
    let window = window(servers());
    for words in [
        "Servers Issuing CA, Example Robotics, DE",
        "Subordinate, signs end-entity certificates only",
        "EC P-256, signs ECDSA with SHA-256",
        "Software, sealed with age",
        "FIPS 140-2 level 3 or higher",
    ] {
        assert!(window.sees(Role::Label, words), "{words}");
    }
    assert!(window.sees(Role::Status, "Active"));
    let arn = window.state().named("Servers Issuing CA").arn.to_string();
    assert!(window.sees(Role::Label, &arn));
    assert!(window.sees(Role::Button, "Copy ARN"));
}

#[test]
fn the_chain_leads_to_the_root_and_to_the_certificates() {
    let mut window = window(servers());
    window.press(Role::Button, "18 certificates");
    assert!(matches!(window.asked()[..], [Command::Show(AuthorityPage::Certificates)]));
    window.press(Role::Tab, "Overview");
    window.asked();
    window.press(Role::Button, "Robotics Root G1");
    let asked = window.asked();
    let [Command::Select(Select::Authority(arn))] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(arn.id, window.state().named("Robotics Root G1").id());
}

#[test]
fn the_primary_act_issues_or_installs() {
    let mut issuing = window(servers());
    issuing.press(Role::Button, "Issue certificate…");
    let id = issuing.state().authority;
    assert!(matches!(issuing.asked()[..], [Command::Issue(found)] if found == id));
    let mut pending = window(Desk::sample().at("Devices CA", AuthorityPage::Certificates));
    let primary = pending.query_all_by_role_and_label(Role::Button, "Install certificate…").next().unwrap();
    primary.click();
    pending.run();
    assert!(matches!(pending.asked()[..], [Command::Install(_)]));
}

#[test]
fn what_needs_attention_stands_first_with_its_act() {
    let mut desk = Desk::new(Arc::new(troubled()), SAMPLE.now());
    desk = desk.at("Servers Issuing CA", AuthorityPage::Overview);
    let mut window = window(desk);
    assert!(window.sees(Role::Label, "The last CRL was not published"));
    let words = "The bucket 'published' could not be written to: no space left on device. Tried 2 times. Clients \
                 still have the CRL before it.";
    assert!(window.sees(Role::Label, words));
    window.press(Role::Button, "Try again");
    assert!(matches!(window.asked()[..], [Command::SignCrl(_)]));
    assert!(window.sees(Role::Label, "Ask Mara before you revoke anything\\u{202E} here"), "a note that lies is shown");
}

#[test]
fn an_authority_from_outside_shows_its_external_root() {
    let desk = Desk::new(Arc::new(troubled()), SAMPLE.now()).at("Devices CA", AuthorityPage::Overview);
    let window = window(desk);
    assert!(window.sees(Role::ListItem, "Contoso Root R3"));
    assert!(window.sees(Role::TreeItem, "Contoso Root R3"));
}

#[test]
fn a_name_and_a_note_are_one_act_away() {
    let mut window = window(servers());
    window.press(Role::Button, "Name and note…");
    assert!(matches!(window.asked()[..], [Command::AnnotateAuthority(_)]));
}

#[test]
fn the_menu_holds_every_act_and_blocks_what_cannot_be() {
    let mut desk = servers();
    desk.access = Access::Locked;
    let mut window = window(desk);
    window.press(Role::Button, "More acts");
    for (label, can) in [
        ("Issue certificate…", false),
        ("New subordinate CA…", false),
        ("Publish CRL now", false),
        ("Save CRL…", true),
        ("Inspect certificate", true),
        ("Copy ARN", true),
    ] {
        let item = window.get_by_role_and_label(Role::MenuItem, label);
        assert_eq!(item.accesskit_node().is_disabled(), !can, "{label}");
    }
}
