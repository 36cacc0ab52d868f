//! The three ways to the form of an action: a button of a page, a menu, and the palette.

use super::fill;
use super::place::Place;
use canopy::engine::Action;
use canopy::ui::palette::table::{Menu, TABLE};
use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::collections::BTreeSet;

use crate::window::Window;

/// The ways to a form.
struct Ways {
    action: Action,
    /// What the heading of the form says.
    title: &'static str,
    /// Selects what is acted on.
    select: fn(&mut Window),
    /// The page or the menu of the page that has the button, and the button.
    button: fn(&mut Window),
    menu: (Menu, &'static str),
    palette: &'static str,
}

macro_rules! ways {
    ($($test:ident $action:ident $title:literal: $select:ident, $button:expr, $menu:ident $entry:literal, $palette:literal;)*) => {
        /// A row for each action.
        static WAYS: &[Ways] = &[$(Ways {
            action: Action::$action,
            title: $title,
            select: fill::$select,
            button: $button,
            menu: (Menu::$menu, $entry),
            palette: $palette,
        },)*];

        $(#[test]
        fn $test() {
            check(Action::$action);
        })*
    };
}

ways! {
    an_authority_is_created CreateCertificateAuthority "New root CA": nothing,
        |window| window.click(Role::Button, "New root CA…"),
        Authority "New root CA…", "New root CA…";
    an_audit_report_is_written CreateCertificateAuthorityAuditReport "Audit report of Issuing CA": issuing,
        |window| on_page(window, "Audit", "Write audit report…"),
        Authority "Write audit report…", "Write audit report…";
    a_permission_is_granted CreatePermission "Grant permission for Issuing CA": issuing,
        |window| on_page(window, "Access", "Grant permission…"),
        Authority "Grant permission…", "Grant permission…";
    an_authority_is_deleted DeleteCertificateAuthority "Delete Pending": pending,
        |window| of_authority(window, "Delete…"),
        Authority "Delete CA…", "Delete CA…";
    a_permission_is_withdrawn DeletePermission "Withdraw permission for Root": root,
        |window| on_page(window, "Access", "Withdraw permission for 111122223333"),
        Authority "Withdraw permission…", "Withdraw permission…";
    a_policy_is_removed DeletePolicy "Remove the policy of Root": root,
        |window| on_page(window, "Access", "Remove policy…"),
        Authority "Remove resource policy…", "Remove resource policy…";
    an_authority_is_described DescribeCertificateAuthority "Ask the API": issuing,
        |window| ask(window, Action::DescribeCertificateAuthority),
        View "Ask the API…", "Ask the API: describe an authority…";
    an_audit_report_is_described DescribeCertificateAuthorityAuditReport "Ask the API": root,
        |window| ask(window, Action::DescribeCertificateAuthorityAuditReport),
        View "Ask the API…", "Ask the API: how far an audit report is…";
    a_certificate_is_fetched GetCertificate "Ask the API": issuing,
        |window| ask(window, Action::GetCertificate),
        View "Ask the API…", "Ask the API: fetch a certificate…";
    the_certificate_of_an_authority_is_fetched GetCertificateAuthorityCertificate "Ask the API": issuing,
        |window| ask(window, Action::GetCertificateAuthorityCertificate),
        View "Ask the API…", "Ask the API: fetch the certificate of an authority…";
    the_csr_of_an_authority_is_fetched GetCertificateAuthorityCsr "Ask the API": pending,
        |window| ask(window, Action::GetCertificateAuthorityCsr),
        View "Ask the API…", "Ask the API: fetch the CSR of an authority…";
    a_policy_is_fetched GetPolicy "Ask the API": root,
        |window| ask(window, Action::GetPolicy),
        View "Ask the API…", "Ask the API: fetch the resource policy…";
    a_certificate_is_installed ImportCertificateAuthorityCertificate "Install certificate of Pending": pending,
        |window| first(window, "Install certificate…"),
        Authority "Install certificate…", "Install certificate…";
    a_certificate_is_issued IssueCertificate "Issue certificate": issuing,
        |window| window.click(Role::Button, "Issue certificate…"),
        Certificate "Issue certificate…", "Issue certificate…";
    authorities_are_listed ListCertificateAuthorities "Ask the API": issuing,
        |window| ask(window, Action::ListCertificateAuthorities),
        View "Ask the API…", "Ask the API: list authorities…";
    permissions_are_listed ListPermissions "Ask the API": root,
        |window| ask(window, Action::ListPermissions),
        View "Ask the API…", "Ask the API: list permissions…";
    tags_are_listed ListTags "Ask the API": issuing,
        |window| ask(window, Action::ListTags),
        View "Ask the API…", "Ask the API: list tags…";
    a_policy_is_attached PutPolicy "Resource policy of Issuing CA": issuing,
        |window| on_page(window, "Access", "Attach policy…"),
        Authority "Edit resource policy…", "Edit resource policy…";
    an_authority_is_restored RestoreCertificateAuthority "Restore Old CA": deleted,
        |window| first(window, "Restore…"),
        Authority "Restore CA…", "Restore CA…";
    a_certificate_is_revoked RevokeCertificate "Revoke api.example.com": certificate,
        |window| first(window, "Revoke…"),
        Certificate "Revoke certificate…", "Revoke certificate…";
    an_authority_is_tagged TagCertificateAuthority "Tag Issuing CA": issuing,
        |window| on_page(window, "Tags", "Add tags…"),
        Authority "Add tags…", "Add tags…";
    tags_are_removed UntagCertificateAuthority "Remove tags of Issuing CA": issuing,
        |window| on_page(window, "Tags", "Remove tags…"),
        Authority "Remove tags…", "Remove tags…";
    an_authority_is_updated UpdateCertificateAuthority "Configure Issuing CA": issuing,
        |window| on_page(window, "Revocation", "Change…"),
        Authority "Change status and revocation…", "Change status and revocation…";
}

#[test]
fn every_action_has_its_ways() {
    let ways: BTreeSet<Action> = WAYS.iter().map(|ways| ways.action).collect();
    assert_eq!((ways, WAYS.len()), (Action::ALL.iter().copied().collect(), Action::ALL.len()));
}

fn on_page(window: &mut Window, tab: &str, button: &str) {
    window.click(Role::Tab, tab);
    window.click(Role::Button, button);
}

/// The button stands in the header and where there is nothing else to see.
fn first(window: &mut Window, button: &str) {
    window.harness.get_all_by_role_and_label(Role::Button, button).next().unwrap().click();
    window.settle();
}

/// The menu of an authority, in the header of its page.
fn of_authority(window: &mut Window, item: &str) {
    window.click(Role::Button, "More acts");
    window.click(Role::MenuItem, item);
}

fn ask(window: &mut Window, action: Action) {
    of_authority(window, "Ask the API…");
    window.choose("Action", action.words());
}

/// Each way leads to the same form, and the table of commands names the action.
#[track_caller]
fn check(action: Action) {
    let ways = WAYS.iter().find(|ways| ways.action == action).unwrap();
    let mut place = Place::new();
    let window = &mut place.window;
    (ways.select)(window);
    let palette = TABLE.iter().find(|entry| entry.name == ways.palette).unwrap();
    assert_eq!(palette.action, Some(action));
    window.command(action.name(), ways.palette);
    assert_open(window, ways, "the palette");
    let (menu, name) = ways.menu;
    let entry = menu.entries().find(|entry| entry.name == name).expect("an entry of the menu");
    let reads = ways.title == "Ask the API";
    assert_eq!(entry.action, (!reads).then_some(action));
    window.click(Role::Button, menu.name());
    window.click(Role::MenuItem, name);
    if reads {
        window.choose("Action", action.words());
    }
    assert_open(window, ways, "the menu");
    (ways.button)(window);
    assert_open(window, ways, "the button");
}

/// The form is open; it is closed again.
#[track_caller]
fn assert_open(window: &mut Window, ways: &Ways, by: &str) {
    assert!(window.has_form(), "{by} opens no form");
    assert!(window.has(Role::Heading, ways.title), "{by} opens another form: {:?}", window.headings());
    if ways.title == "Ask the API" {
        let combo = window.harness.get_by_role_and_label(Role::ComboBox, "Action").accesskit_node().value();
        assert_eq!(combo.as_deref(), Some(ways.action.words()), "{by}");
    }
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(!window.has_form(), "{by}: nothing was typed that could be lost");
}

#[test]
fn in_the_lowest_window_a_long_menu_is_scrolled() {
    // As low as the window can be made.
    let mut window = Window::sized(crate::host::FakeHost::new(), [880.0, 560.0], canopy::ui::theme::Theme::Dark);
    crate::shell::workspace::sample(&mut window);
    window.click(Role::TreeItem, "Devices CA");
    window.click(Role::Button, "Authority");
    let bottom = |window: &Window| window.harness.get_by_role_and_label(Role::MenuItem, "Delete CA…").rect().bottom();
    assert!(bottom(&window) > 560.0, "it is out of sight");
    // By the keyboard: the rows that it reaches come into sight.
    for _ in 0..40 {
        window.harness.key_press(Key::ArrowDown);
        window.settle();
        let node = window.harness.get_by_role_and_label(Role::MenuItem, "Delete CA…").accesskit_node();
        if node.is_focused() {
            break;
        }
    }
    window.settle();
    assert!(bottom(&window) <= 560.0, "{}", bottom(&window));
    window.click(Role::MenuItem, "Delete CA…");
    assert!(window.has_form() && window.has(Role::Heading, "Delete Devices CA"));
}
