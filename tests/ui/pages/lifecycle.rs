//! Deleted authorities, tags, and the acts of an authority's life.

use canopy::engine::{Access, ClockDoubt, Destruction};
use canopy::ui::attention::Attention;
use canopy::ui::command::{AuthorityPage, Command};
use canopy::ui::hierarchy::{Mark, Tree};
use canopy::ui::home::{Expirations, lines};
use canopy::ui::search;
use canopy::workspace::{CertificateAuthorityStatus, Event, Tag, Workspace};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::collections::HashSet;
use std::sync::Arc;

use super::desk::{Desk, Person as _, SAMPLE, Window, window};
use super::trouble::{after, id};

const DAY: i64 = 24 * 60 * 60 * 1000;
const POLICY: &str = "Robotics Policy CA";
const SERVERS: &str = "Servers Issuing CA";

fn in_status(name: &str, status: CertificateAuthorityStatus) -> Workspace {
    let sample = SAMPLE.snapshot();
    let authority = id(&sample, name);
    after(&sample, vec![Event::AuthorityUpdated { authority, status: Some(status), revocation_configuration: None }])
}

/// One that was deleted, and can be restored for so many days from noon.
pub fn deleted(name: &str, days: i64) -> Workspace {
    let disabled = in_status(name, CertificateAuthorityStatus::Disabled);
    let restorable_until = SAMPLE.now().plus_milliseconds(days * DAY);
    after(&disabled, vec![Event::AuthorityDeleted { authority: id(&disabled, name), restorable_until }])
}

/// One that is gone, with its key.
fn removed(name: &str) -> Workspace {
    let deleted = deleted(name, 7);
    after(&deleted, vec![Event::AuthorityRemoved { authority: id(&deleted, name) }])
}

/// An authority with these tags.
pub fn tagged(tags: Vec<Tag>) -> Workspace {
    let sample = SAMPLE.snapshot();
    after(&sample, vec![Event::AuthorityTagged { authority: id(&sample, SERVERS), tags }])
}

pub fn tag(key: &str, value: Option<&str>) -> Tag {
    Tag { key: key.into(), value: value.map(str::to_owned) }
}

fn at(workspace: Workspace, name: &str, page: AuthorityPage) -> Window {
    window(Desk::new(Arc::new(workspace), SAMPLE.now()).at(name, page))
}

/// What assistive technology is told about a row of the tree beyond its name.
fn mark(window: &Window, name: &str) -> String {
    let node = window.get_by_role_and_label(Role::TreeItem, name).accesskit_node();
    node.data().description().unwrap_or_default().to_owned()
}

fn tree(workspace: &Workspace, days: i64) -> Tree {
    Tree::of(workspace, SAMPLE.now().plus_milliseconds(days * DAY), &HashSet::new(), "")
}

#[test]
fn deleted_ones_stand_apart_with_the_days_that_are_left() {
    let workspace = deleted(SERVERS, 23);
    // The pilot of the sample stands there too.
    let row = |days| tree(&workspace, days).deleted.into_iter().find(|row| row.name == SERVERS).map(|row| row.mark);
    assert_eq!(row(0), Some(Mark::DaysLeft(23)));
    assert_eq!(row(22), Some(Mark::DaysLeft(1)));
    assert_eq!(row(24), Some(Mark::KeyLeft));
    let window = at(workspace, SERVERS, AuthorityPage::Overview);
    assert_eq!(mark(&window, SERVERS), "23 days left");
    assert!(window.sees(Role::Label, "Deleted. It can be restored until 16 Dec 2026"));
}

#[test]
fn past_its_days_the_tree_says_when_the_key_is_erased() {
    let workspace = Arc::new(deleted(SERVERS, 7));
    let now = SAMPLE.now().plus_milliseconds(8 * DAY);
    let fates = [
        (
            Destruction::Kept { until: now.plus_milliseconds(DAY) },
            "erased 2 Dec",
            "Its key is erased from this file after",
        ),
        (Destruction::Due, "erased soon", "Its key is about to be erased"),
        (Destruction::Doubtful, "waits", "Its key is kept for now"),
    ];
    for (fate, words, note) in fates {
        let mut desk = Desk::new(workspace.clone(), now).at(SERVERS, AuthorityPage::Overview);
        desk.destructions = vec![(desk.authority.unwrap(), fate)];
        let window = window(desk);
        assert_eq!(mark(&window, SERVERS), words);
        assert!(window.query_all_by_label_contains(note).next().is_some(), "{note}");
        let restore = window.query_all_by_role_and_label(Role::Button, "Restore…");
        assert!(restore.into_iter().all(|button| button.accesskit_node().is_disabled()), "it is too late");
    }
}

#[test]
fn what_an_authority_left_behind_stays_when_it_is_removed() {
    let workspace = removed(POLICY);
    let tree = tree(&workspace, 0);
    let rows: Vec<(&str, u8)> = tree.groups[0].rows.iter().map(|row| (row.name.as_str(), row.depth)).collect();
    assert!(rows.contains(&(SERVERS, 0)) && rows.contains(&("People Issuing CA", 0)), "{rows:?}");
    assert!(!rows.iter().any(|(name, _)| *name == POLICY) && !tree.deleted.iter().any(|row| row.name == POLICY));
    let told = lines(&workspace, 1);
    assert_eq!(told[0].words, format!("Erased the key of {POLICY}"), "its last name is known");
    for page in [AuthorityPage::Overview, AuthorityPage::Certificates, AuthorityPage::Revocation, AuthorityPage::Tags] {
        let window = at(workspace.clone(), SERVERS, page);
        assert!(window.sees(Role::Heading, SERVERS));
    }
    let home = window(Desk::new(Arc::new(workspace), SAMPLE.now()));
    assert!(home.sees(Role::Heading, "Home"));
}

#[test]
fn certificates_of_a_removed_authority_lead_nowhere() {
    let workspace = removed(SERVERS);
    let found = Expirations::of(&workspace, SAMPLE.now());
    assert!(!found.rows.iter().any(|row| row.name == "payments.robotics.example"), "{:?}", found.rows);
    let never = std::sync::atomic::AtomicBool::new(false);
    assert!(search::find(&workspace, SAMPLE.now(), "payments", 5, &never).is_empty());
}

#[test]
fn an_authority_is_disabled_and_enabled_by_one_press() {
    let mut active = window(Desk::sample().at(SERVERS, AuthorityPage::Overview));
    let servers = active.state().authority.unwrap();
    active.press(Role::Button, "Disable");
    assert!(matches!(active.asked()[..], [Command::DisableAuthority(found)] if found == servers));
    active.press(Role::Button, "Delete…");
    assert!(matches!(active.asked()[..], [Command::DeleteAuthority(found)] if found == servers));
    assert!(!active.sees(Role::Button, "Enable") && !active.sees(Role::Button, "Restore…"));
    let mut disabled = at(in_status(SERVERS, CertificateAuthorityStatus::Disabled), SERVERS, AuthorityPage::Overview);
    disabled.press(Role::Button, "Enable");
    assert!(matches!(disabled.asked()[..], [Command::EnableAuthority(found)] if found == servers));
    let mut desk = Desk::sample().at(SERVERS, AuthorityPage::Overview);
    desk.access = Access::Locked;
    let mut locked = window(desk);
    locked.press(Role::Button, "Delete…");
    assert!(locked.asked().is_empty());
}

#[test]
fn a_deleted_authority_only_comes_back() {
    let mut window = at(deleted(SERVERS, 23), SERVERS, AuthorityPage::Overview);
    assert!(window.sees(Role::Status, "Deleted, 23 days left"));
    for gone in ["Issue certificate…", "Delete…", "Change…", "Save CSR…", "Subordinate…"] {
        assert!(!window.sees(Role::Button, gone), "{gone}");
    }
    window.query_all_by_role_and_label(Role::Button, "Restore…").next().unwrap().click();
    window.run();
    let servers = window.state().authority.unwrap();
    assert!(matches!(window.asked()[..], [Command::RestoreAuthority(found)] if found == servers));
    window.get_by_role_and_label(Role::TreeItem, SERVERS).click_secondary();
    window.run();
    window.press(Role::MenuItem, "Restore…");
    assert!(matches!(window.asked()[..], [Command::RestoreAuthority(found)] if found == servers));
}

#[test]
fn the_last_days_are_told_on_home() {
    let workspace = deleted(SERVERS, 23);
    let of = |days: i64| {
        let now = SAMPLE.now().plus_milliseconds(days * DAY);
        Attention::of(workspace.authority(id(&workspace, SERVERS)).unwrap(), now)
    };
    assert_eq!(of(16), [], "there is time");
    assert_eq!(of(17), [Attention::RestorableUntilSoon { days: 6 }]);
    assert_eq!(of(21)[0].sentence(), "Can be restored for 2 more days");
    assert_eq!(of(24), [], "nothing can be done any more");
    let mut window = window(Desk::new(Arc::new(workspace.clone()), SAMPLE.now().plus_milliseconds(21 * DAY)));
    assert!(window.sees(Role::ListItem, "Servers Issuing CA: Can be restored for 2 more days"));
    window.query_all_by_role_and_label(Role::Button, "Restore…").next().unwrap().click();
    window.run();
    assert!(matches!(window.asked()[..], [Command::RestoreAuthority(_)]));
}

#[test]
fn home_asks_for_the_date_before_a_key_is_erased() {
    let now = SAMPLE.now().plus_milliseconds(40 * DAY);
    let doubtful = |doubt| {
        let mut desk = Desk::new(Arc::new(deleted(SERVERS, 7)), now);
        desk.destructions = vec![(desk.named(SERVERS).id(), Destruction::Doubtful)];
        desk.date_doubt = Some(doubt);
        window(desk)
    };
    let mut ahead = doubtful(ClockDoubt::Ahead { now, last: SAMPLE.now() });
    let asks = "The clock is doubtful, and 1 deletion and 1 renewal wait: is the date right?";
    assert!(ahead.sees(Role::Label, asks));
    ahead.press(Role::Button, "It is 2 Jan 2027: go on");
    assert!(matches!(ahead.asked()[..], [Command::ConfirmDate]));
    let behind = doubtful(ClockDoubt::Behind { now: SAMPLE.now(), last: now });
    assert!(behind.query_all_by_label_contains("Set the clock of this computer first").next().is_some());
    assert!(behind.query_all_by_label_contains("go on").next().is_none(), "there is nothing to confirm");
}

#[test]
fn tags_stand_on_a_page_of_their_own() {
    let workspace = tagged(vec![tag("team", Some("pki")), tag("env", Some("prod")), tag("zone", None)]);
    let mut window = at(workspace, SERVERS, AuthorityPage::Overview);
    window.press(Role::Tab, "Tags");
    window.asked();
    assert!(window.sees(Role::Label, "3 of 50"));
    for row in ["tag env, prod", "tag team, pki", "tag zone, No value"] {
        assert!(window.sees(Role::Row, row), "{row}");
    }
    let servers = window.state().authority.unwrap();
    window.press(Role::Button, "Change tag env");
    let asked = window.asked();
    assert!(matches!(&asked[..], [Command::TagAuthority(found, Some(key))] if *found == servers && key == "env"));
    window.press(Role::Button, "Remove tag team");
    let asked = window.asked();
    assert!(matches!(&asked[..], [Command::UntagAuthority(found, Some(key))] if *found == servers && key == "team"));
    let found = Tree::of(&window.state().workspace, SAMPLE.now(), &HashSet::new(), "prod");
    assert!(found.groups[0].rows.iter().any(|row| row.name == SERVERS), "it is found by its tags");
    window.press(Role::Button, "Add tags…");
    window.press(Role::Button, "Remove tags…");
    let asked = window.asked();
    assert!(matches!(&asked[..], [Command::TagAuthority(_, None), Command::UntagAuthority(_, None)]), "{asked:?}");
}

#[test]
fn there_is_room_for_fifty_tags() {
    let many = (0..50).map(|number| tag(&format!("k{number}"), Some("v"))).collect();
    let full = at(tagged(many), SERVERS, AuthorityPage::Tags);
    assert!(full.get_by_role_and_label(Role::Button, "Add tags…").accesskit_node().is_disabled());
    let mut none = at(SAMPLE.snapshot().as_ref().clone(), SERVERS, AuthorityPage::Tags);
    none.press(Role::Button, "Add tags…");
    assert!(matches!(none.asked()[..], [Command::TagAuthority(_, None)]));
    let mut gone = at(deleted(SERVERS, 23), SERVERS, AuthorityPage::Tags);
    gone.press(Role::Button, "Add tags…");
    assert!(gone.asked().is_empty(), "nothing of a deleted one is changed");
}

/// Its last CRL still lies where it was published, and no other follows.
#[test]
fn the_crl_of_a_deleted_authority_is_not_called_fresh() {
    for page in [AuthorityPage::Overview, AuthorityPage::Revocation] {
        let window = at(deleted(SERVERS, 23), SERVERS, page);
        let says = |words: &str| window.query_all_by_label_contains(words).next().is_some();
        assert!(!says("Fresh") && !says("is fresh"), "{page:?}");
        assert!(says("7 days left"), "{page:?}");
    }
}

#[test]
fn locked_home_says_that_a_key_is_to_be_erased() {
    let workspace = deleted(SERVERS, 7);
    let id = workspace.authorities().next().unwrap().id();
    let tells = |destruction: Destruction| {
        let waiting = canopy::ui::home::needs_unlocking(&workspace, &[(id, destruction)], SAMPLE.now());
        waiting.contains(&"1 key to be erased".to_owned())
    };
    assert!(tells(Destruction::Due) && tells(Destruction::Doubtful));
    assert!(!tells(Destruction::Kept { until: SAMPLE.now() }));
}
