//! The tree.

use canopy::ui::ask::Select;
use canopy::ui::command::{AuthorityPage, Command};
use canopy::ui::hierarchy::{Mark, Node, Tree};
use canopy::ui::kit::Status;
use canopy::workspace::{AuthorityId, CertificateAuthorityStatus, CreatedAuthority, Event, SecretId};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::collections::HashSet;

use super::desk::{Desk, Person as _, SAMPLE, window};
use super::trouble::{after, id, troubled};

fn tree(folded: &HashSet<Node>, search: &str) -> Tree {
    Tree::of(&SAMPLE.snapshot(), SAMPLE.now(), folded, search)
}

fn names(tree: &Tree) -> Vec<(String, u8)> {
    tree.groups.iter().flat_map(|group| &group.rows).map(|row| (row.name.clone(), row.depth)).collect()
}

#[test]
fn subordinates_stand_below_their_issuer_by_name() {
    let tree = tree(&HashSet::new(), "");
    let expected = [
        ("Devices CA", 0),
        ("Robotics Root G1", 0),
        ("Robotics Policy CA", 1),
        ("People Issuing CA", 2),
        ("Servers Issuing CA", 2),
        ("Workloads Issuing CA", 2),
    ];
    assert_eq!(names(&tree), expected.map(|(name, depth)| (name.to_owned(), depth)));
    assert_eq!(tree.groups[0].rows[0].mark, Mark::Status(Status::Pending, "Pending".into()));
    assert_eq!(tree.groups[0].rows[1].mark, Mark::Nothing, "a healthy authority says nothing");
    assert_eq!(tree.attention, 1);
}

#[test]
fn a_search_keeps_what_stands_above_and_unfolds_it() {
    let root = Desk::sample().named("Robotics Root G1").id();
    let folded = HashSet::from([Node::Authority(root)]);
    assert_eq!(names(&tree(&folded, "")).len(), 2);
    let found = names(&tree(&folded, "servers"));
    let expected = [("Robotics Root G1", 0), ("Robotics Policy CA", 1), ("Servers Issuing CA", 2)];
    assert_eq!(found, expected.map(|(name, depth)| (name.to_owned(), depth)));
    assert!(tree(&folded, "nothing like it").groups.is_empty());
}

#[test]
fn what_is_deleted_stands_apart_and_what_was_below_it_at_the_top() {
    let sample = SAMPLE.snapshot();
    let root = id(&sample, "Robotics Root G1");
    let deleted = Event::AuthorityUpdated {
        authority: root,
        status: Some(CertificateAuthorityStatus::Deleted),
        revocation_configuration: None,
    };
    let tree = Tree::of(&after(&sample, vec![deleted]), SAMPLE.now(), &HashSet::new(), "");
    assert_eq!(
        tree.deleted.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["ML-DSA Pilot", "Robotics Root G1"]
    );
    assert!(names(&tree).contains(&("Robotics Policy CA".to_owned(), 0)));
}

#[test]
fn what_was_signed_outside_stands_below_its_root() {
    let tree = Tree::of(&troubled(), SAMPLE.now(), &HashSet::new(), "");
    let rows = names(&tree);
    let at = rows.iter().position(|row| *row == ("Contoso Root R3".to_owned(), 0)).unwrap();
    assert_eq!(rows[at + 1], ("Devices CA".to_owned(), 1));
    let marks: Vec<&Mark> = tree.groups[0].rows.iter().map(|row| &row.mark).collect();
    assert!(marks.contains(&&Mark::Status(Status::Attention, "CRL failed".into())));
    assert!(marks.contains(&&Mark::Status(Status::Disabled, "Disabled".into())));
}

#[test]
fn accounts_and_regions_are_told_apart_where_there_are_several() {
    let sample = SAMPLE.snapshot();
    let root = sample.authority(id(&sample, "Robotics Root G1")).unwrap();
    let mut arn = root.arn.clone();
    (arn.id, arn.region) = (AuthorityId::from_random([9; 16]), "eu-west-1".into());
    let created = CreatedAuthority {
        arn,
        authority_type: root.authority_type,
        key_algorithm: root.key_algorithm,
        signing_algorithm: root.signing_algorithm,
        subject: root.subject.clone(),
        csr: root.csr.clone(),
        key: SecretId::of(b"another"),
        revocation_configuration: Default::default(),
        usage_mode: root.usage_mode,
        key_storage_security_standard: root.key_storage_security_standard,
        tags: Vec::new(),
        name: Some("Lab Root".into()),
    };
    let workspace = after(&sample, vec![Event::AuthorityCreated(Box::new(created))]);
    let tree = Tree::of(&workspace, SAMPLE.now(), &HashSet::new(), "");
    let captions: Vec<&str> = tree.groups.iter().map(|group| group.caption.as_str()).collect();
    assert_eq!(captions, ["000000000000 · eu-west-1", "000000000000 · us-east-1"]);
}

#[test]
fn a_click_selects_and_the_chevron_folds() {
    let mut window = window(Desk::sample());
    window.press(Role::TreeItem, "Servers Issuing CA");
    let asked = window.asked();
    assert!(matches!(&asked[..], [Command::Select(Select::Authority(_))]), "{asked:?}");
    assert!(window.sees(Role::Heading, "Servers Issuing CA"));
    window.press(Role::TreeItem, "Home");
    assert!(matches!(window.asked()[..], [Command::Home]));
}

#[test]
fn the_keyboard_goes_through_the_tree() {
    let mut window = window(Desk::sample());
    let focused = |window: &super::desk::Window| {
        let mut items = window.query_all_by_role(Role::TreeItem);
        items.find(|item| item.is_focused()).and_then(|item| item.accesskit_node().label()).unwrap_or_default()
    };
    window.get_by_role_and_label(Role::TreeItem, "Home").focus();
    window.run();
    let steps = [
        (Key::End, "ML-DSA Pilot"),
        (Key::ArrowUp, "Workloads Issuing CA"),
        (Key::ArrowLeft, "Robotics Policy CA"),
        (Key::ArrowRight, "People Issuing CA"),
        (Key::ArrowUp, "Robotics Policy CA"),
        (Key::Home, "Home"),
        (Key::ArrowDown, "Devices CA"),
    ];
    for (key, expected) in steps {
        window.type_key(Modifiers::NONE, key);
        assert_eq!(focused(&window), expected, "after {key:?}");
    }
    window.type_key(Modifiers::NONE, Key::Enter);
    assert!(matches!(&window.asked()[..], [Command::Select(Select::Authority(_))]));
    window.get_by_role_and_label(Role::TreeItem, "Robotics Root G1").focus();
    window.run();
    window.type_key(Modifiers::NONE, Key::ArrowLeft);
    assert!(!window.sees(Role::TreeItem, "People Issuing CA"));
    assert_eq!(window.state().hierarchy.folds().len(), 1);
    window.type_key(Modifiers::NONE, Key::ArrowRight);
    assert!(window.sees(Role::TreeItem, "People Issuing CA"));
}

#[test]
fn new_authorities_start_at_the_foot() {
    let mut window = window(Desk::sample().at("Robotics Root G1", AuthorityPage::Overview));
    window.press(Role::Button, "New root CA…");
    window.press(Role::Button, "New subordinate CA…");
    let root = window.state().named("Robotics Root G1").id();
    let asked = window.asked();
    assert!(matches!(&asked[..], [Command::NewRoot, Command::NewSubordinate(Some(id))] if *id == root), "{asked:?}");
}

#[test]
fn what_signs_is_blocked_while_locked() {
    let mut desk = Desk::sample();
    desk.access = canopy::engine::Access::Locked;
    let mut window = window(desk);
    window.press(Role::Button, "New root CA…");
    assert!(window.asked().is_empty());
}

#[test]
fn a_pending_authority_offers_its_acts_in_the_context_menu() {
    let mut window = window(Desk::sample());
    window.get_by_role_and_label(Role::TreeItem, "Devices CA").click_secondary();
    window.run();
    window.press(Role::MenuItem, "Install certificate…");
    let id = window.state().named("Devices CA").id();
    assert!(matches!(&window.asked()[..], [Command::Install(found)] if *found == id));
}
