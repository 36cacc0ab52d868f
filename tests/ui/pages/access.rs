//! The Access page.

use canopy::engine::api::{CreatePermissionRequest, PutPolicyRequest};
use canopy::engine::policy::{PolicyModel, Share, Who};
use canopy::engine::{Access, CERTIFICATE_MANAGER, Caller, Template};
use canopy::ui::command::{AuthorityPage, Command};
use canopy::workspace::{ActionType, Workspace};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use std::sync::{Arc, LazyLock};

use super::desk::{Desk, Person as _, SAMPLE, sample, window};

const SERVERS: &str = "Servers Issuing CA";
const OTHER: &str = "111122223333";

/// The sample, with an authority that is shared.
static SHARED: LazyLock<Arc<Workspace>> = LazyLock::new(|| {
    let (_folder, engine) = sample();
    let authority = Desk::new(engine.snapshot(), engine.now()).named(SERVERS);
    let caller = Caller::window(engine.snapshot().settings(), "tester").owner_of(&authority);
    let arn = authority.arn.to_string();
    let grant = |source_account: Option<&str>, actions: &[ActionType]| {
        let request = CreatePermissionRequest {
            certificate_authority_arn: arn.clone(),
            principal: CERTIFICATE_MANAGER.into(),
            source_account: source_account.map(str::to_owned),
            actions: actions.to_vec(),
        };
        engine.call(&caller, request).unwrap();
    };
    grant(None, ActionType::ALL);
    grant(Some(OTHER), &ActionType::ALL[..2]);
    let mut account = Share::issuing(Who::Account(OTHER.into()), Template::default_template());
    account.revokes = true;
    let organization = Share::issuing(Who::Organization("o-a1b2c3d4e5".into()), Template::default_template());
    let policy = PolicyModel { id: None, shares: vec![account, organization] }.to_json(&authority.arn);
    engine.call(&caller, PutPolicyRequest { resource_arn: arn.clone(), policy }).unwrap();
    engine.snapshot()
});

/// A desk at the shared authority.
pub(super) fn shared() -> Desk {
    Desk::new(SHARED.clone(), SAMPLE.now()).at(SERVERS, AuthorityPage::Access)
}

#[test]
fn permissions_and_the_policy_are_told() {
    let window = window(shared());
    let own = &window.state().named(SERVERS).arn.account;
    for row in [format!("permission acm.amazonaws.com {own}"), format!("permission acm.amazonaws.com {OTHER}")] {
        assert!(window.sees(Role::Row, &row), "{row}");
    }
    for words in [
        format!("{own}, this one").as_str(),
        "Cannot renew without List permissions",
        "Account 111122223333",
        "Organization o-a1b2c3d4e5",
        "Grants nobody yet: no caller here belongs to an organization",
    ] {
        assert!(window.sees(Role::Label, words), "{words}");
    }
    assert_eq!(window.query_all_by_role_and_label(Role::Label, "List permissions").count(), 1);
    assert_eq!(window.query_all_by_role_and_label(Role::Label, "Revoke").count(), 1);
}

#[test]
fn the_acts_of_the_page() {
    let mut window = window(shared());
    for label in ["Grant permission…", "Withdraw permission for 111122223333", "Edit policy…", "Remove policy…"] {
        window.press(Role::Button, label);
    }
    let asked = window.asked();
    let [
        Command::GrantPermission(_),
        Command::WithdrawPermission(_, Some((principal, account))),
        Command::PutPolicy(_),
        Command::DeletePolicy(_),
    ] = &asked[..]
    else {
        panic!("{asked:?}")
    };
    assert_eq!((principal.as_str(), account.as_str()), (CERTIFICATE_MANAGER, OTHER));
}

#[test]
fn without_any_it_says_what_there_could_be() {
    let mut window = window(Desk::sample().at(SERVERS, AuthorityPage::Access));
    assert!(window.query_by_label_contains("No service may act with this authority.").is_some());
    assert!(window.query_by_label_contains("No other account may use this authority.").is_some());
    assert!(!window.sees(Role::Button, "Remove policy…"));
    window.press(Role::Button, "Attach policy…");
    assert!(matches!(window.asked()[..], [Command::PutPolicy(_)]));
}

#[test]
fn while_locked_nothing_is_granted_or_removed() {
    let mut desk = shared();
    desk.access = Access::Locked;
    let mut window = window(desk);
    for label in ["Grant permission…", "Withdraw permission for 111122223333", "Edit policy…", "Remove policy…"] {
        window.press(Role::Button, label);
    }
    assert!(window.asked().is_empty());
}

#[test]
fn an_authority_that_waits_for_its_certificate_can_be_shared() {
    let mut window = window(Desk::sample().at("Devices CA", AuthorityPage::Access));
    window.press(Role::Button, "Attach policy…");
    window.press(Role::Button, "Grant permission…");
    assert!(matches!(window.asked()[..], [Command::PutPolicy(_), Command::GrantPermission(_)]));
}
