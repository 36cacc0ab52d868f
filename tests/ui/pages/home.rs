//! The Home page.

use canopy::engine::Access;
use canopy::ui::ask::Select;
use canopy::ui::command::{AuthorityPage, Command};
use canopy::ui::home::{Expirations, lines, needs_unlocking, waiting};
use canopy::ui::theme::Theme;
use canopy::workspace::{Sha256Digest, Timestamp, Workspace, WorkspaceId};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::Arc;

use super::desk::{Desk, Person as _, SAMPLE, sized, window};
use super::trouble::troubled;

const DAY: i64 = 24 * 60 * 60 * 1000;

pub fn empty() -> Workspace {
    let at: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
    Workspace::new(WorkspaceId::from_random([7; 16]), at, Sha256Digest::of(b"header"))
}

#[test]
fn the_soonest_end_comes_first_and_what_is_dead_does_not_come() {
    let found = Expirations::of(&SAMPLE.snapshot(), SAMPLE.now());
    let names: Vec<&str> = found.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names[..3], ["payments.robotics.example", "grafana.robotics.example", "vault-1.robotics.example"]);
    assert!(found.rows.is_sorted_by_key(|row| row.days));
    assert_eq!((found.rows.len(), found.soon), (10, 5));
    assert!(found.ahead > 10);
    assert!(!names.contains(&"laptop-0412") && !names.contains(&"mail-old.robotics.example"));
}

#[test]
fn the_most_urgent_waits_first() {
    let workspace = troubled();
    let late = SAMPLE.now().plus_milliseconds(9 * DAY);
    let sentences: Vec<String> = waiting(&workspace, late).iter().map(|(_, attention)| attention.sentence()).collect();
    assert_eq!(sentences[0], "CRL overdue by 2 days");
    assert!(sentences.contains(&"The last CRL was not published".to_owned()));
}

#[test]
fn locked_it_says_what_waits() {
    let (workspace, now) = (SAMPLE.snapshot(), SAMPLE.now());
    assert_eq!(needs_unlocking(&workspace, &[], now), ["1 authority without a certificate"]);
    let soon = now.plus_milliseconds(7 * DAY - 3 * 60 * 60 * 1000 - 60_000);
    assert_eq!(needs_unlocking(&workspace, &[], soon)[0], "5 CRLs due in 3 hours");
    let late = now.plus_milliseconds(8 * DAY);
    assert_eq!(needs_unlocking(&workspace, &[], late)[0], "5 CRLs overdue");
    let mut desk = Desk::new(workspace, soon);
    desk.access = Access::Locked;
    let mut window = window(desk);
    assert!(window.sees(Role::Label, "The workspace is locked"));
    assert!(window.sees(Role::Label, "Waits for unlocking: 5 CRLs due in 3 hours, 1 authority without a certificate."));
    window.press(Role::Button, "Unlock…");
    assert!(matches!(window.asked()[..], [Command::Unlock]));
    let issue = window.get_by_role_and_label(Role::Button, "Issue certificate…");
    assert!(issue.accesskit_node().is_disabled());
}

#[test]
fn activity_is_told_by_names_newest_first() {
    let told: Vec<String> =
        lines(&SAMPLE.snapshot(), 40).into_iter().map(|line| format!("{} {}", line.words, line.aside)).collect();
    assert_eq!(told[0], "Published the CRL of Workloads Issuing CA to bucket published");
    assert!(!told.iter().any(|line| line.starts_with("Signed the CRL")), "its publishing says it");
    let expected = [
        "Created Devices CA ",
        "Revoked laptop-0412 key compromise",
        "Issued api.robotics.example from Servers Issuing CA",
    ];
    for line in expected {
        assert!(told.iter().any(|told| told == line), "{line:?} in {told:#?}");
    }
}

#[test]
fn rows_lead_to_what_they_name() {
    let mut window = window(Desk::sample());
    let payments = window
        .query_all_by_role(Role::ListItem)
        .find(|row| row.accesskit_node().label().is_some_and(|label| label.starts_with("payments.robotics.example")));
    payments.unwrap().click();
    window.run();
    let asked = window.asked();
    let [Command::Select(Select::Certificate(_)), Command::Show(AuthorityPage::Certificates)] = asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(window.state().page, AuthorityPage::Certificates);
    window.press(Role::TreeItem, "Home");
    window.asked();
    window.press(Role::Button, "Install certificate…");
    assert!(matches!(window.asked()[..], [Command::Install(_)]));
    let crl = window
        .query_all_by_role(Role::ListItem)
        .find(|row| row.accesskit_node().label().is_some_and(|label| label.starts_with("CRL of Servers Issuing CA")));
    crl.unwrap().click();
    window.run();
    let asked = window.asked();
    assert!(matches!(asked[..], [Command::Select(_), Command::Show(AuthorityPage::Revocation)]), "{asked:?}");
}

#[test]
fn an_empty_workspace_has_one_obvious_act() {
    let workspace = empty();
    let now = workspace.head().at;
    let mut window = sized(Desk::new(Arc::new(workspace), now), [1000.0, 640.0], Theme::Light);
    window.press(Role::Button, "Create root CA…");
    assert!(matches!(window.asked()[..], [Command::NewRoot]));
    assert!(!window.sees(Role::Button, "Issue certificate…"));
}
