//! Managed certificates in the whole window: from the missing permission to the exported key.

use canopy::engine::api::{Asn1Subject, CreatePermissionRequest, DeletePermissionRequest, KeyAlgorithm};
use canopy::engine::{CERTIFICATE_MANAGER, Caller, ManagedCertificateRequest};
use canopy::ui::sample::PASSPHRASE;
use canopy::ui::search::authority_name;
use canopy::ui::theme::Theme;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{host::FakeHost, window::Window};

use super::pictures::picture;
use super::workspace::sample;

const SIZES: [(&str, [f32; 2]); 2] = [("wide", [1280.0, 800.0]), ("narrow", [1000.0, 700.0])];
const THEMES: [(&str, Theme); 2] = [("dark", Theme::Dark), ("light", Theme::Light)];

/// Requests a certificate of the form's own authority, and grants the permission where it is missing.
fn request(window: &mut Window, name: &str) {
    window.wait_for(Role::Heading, "Request managed certificate");
    window.type_text(name);
    window.click(Role::Button, &format!("Add {name} as a name"));
    if window.has(Role::Button, "Grant permission…") {
        window.click(Role::Button, "Grant permission…");
        window.click(Role::Button, "Grant IssueCertificate, GetCertificate and ListPermissions");
        window.wait("the permission", |harness| !crate::window::has(harness, Role::Button, "Not now"));
    }
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.settle();
    let row = format!("managed certificate {name}");
    window.wait_for(Role::Row, &row);
}

#[test]
fn from_home_to_a_key_in_a_file() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Managed certificates");
    assert!(window.has(Role::Heading, "Managed certificates"));
    window.click(Role::Button, "Request certificate…");
    request(&mut window, "shop.robotics.example");
    // The one that was requested is selected, and told in full.
    let row = window.harness.get_by_role_and_label(Role::Row, "managed certificate shop.robotics.example");
    let told = row.accesskit_node().data().description().unwrap_or_default().to_owned();
    assert!(told.starts_with("Active, ends ") && told.contains("renews in "), "{told}");
    assert!(window.has(Role::Heading, "Keys that are kept"));
    window.click(Role::Button, "Renew now");
    window.wait_for(Role::Status, "Renewed shop.robotics.example");
    let path = window.host.folder().join("shop.p12");
    window.host.will_choose(path.clone());
    window.harness.get_all_by_role_and_label(Role::Button, "Export…").next().unwrap().click();
    window.settle();
    for field in ["Passphrase of the file", "Passphrase again"] {
        window.focus(Role::PasswordInput, field);
        window.type_text("correct horse");
    }
    window.click(Role::Button, "Export certificate and key…");
    window.wait("the file", |_| path.exists());
    let bytes = std::fs::read(&path).unwrap();
    assert!(p12_keystore::Pkcs12Archive::from_pkcs12(&bytes, "correct horse").is_ok());
    window.click(Role::TreeItem, "Home");
    assert!(window.has(Role::Heading, "Recent activity"));
    let said = "Handed out the key of shop.robotics.example by acm.amazonaws.com, as PKCS#12";
    let lines = window.harness.query_all_by_role(Role::ListItem);
    let lines: Vec<String> = lines.filter_map(|line| line.accesskit_node().label()).collect();
    assert!(lines.iter().any(|line| line.starts_with(said)), "{lines:#?}");
}

#[test]
fn what_is_forgotten_leaves_the_list() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Certificate");
    window.click(Role::MenuItem, "Request managed certificate…");
    request(&mut window, "shop.robotics.example");
    window.click(Role::Button, "Forget…");
    window.click(Role::Button, "Forget and erase keys");
    let row = "managed certificate shop.robotics.example";
    window.wait("the end of it", |harness| !crate::window::has(harness, Role::Row, row));
}

#[test]
fn its_certificate_says_who_requested_it() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Button, "Certificate");
    window.click(Role::MenuItem, "Request managed certificate…");
    request(&mut window, "shop.robotics.example");
    window.click(Role::Button, "Show");
    window.wait_for(Role::Button, "Close inspector");
    let row = window.harness.get_by_role_and_label(Role::Row, "certificate shop.robotics.example");
    let told = row.accesskit_node().data().description().unwrap_or_default().to_owned();
    assert!(told.ends_with("requested by acm.amazonaws.com"), "{told}");
    assert!(crate::window::labels(&window.harness).iter().any(|label| label.contains("acm.amazonaws.com")));
}

#[test]
fn the_page_is_drawn_in_both_themes_and_sizes() {
    for (theme_name, theme) in THEMES {
        for (size_name, size) in SIZES {
            let at = |what: &str| format!("managed-{what}-{size_name}-{theme_name}");
            let mut window = Window::sized(FakeHost::new(), size, theme);
            sample(&mut window);
            window.click(Role::Button, "Managed certificates");
            picture(&mut window, &at("empty"));
            window.click(Role::Button, "Request certificate…");
            window.type_text("shop.robotics.example");
            window.click(Role::Button, "Grant permission…");
            picture(&mut window, &at("form"));
            window.harness.key_press(Key::Escape);
            window.settle();
            window.click(Role::Button, "Discard form");
            window.click(Role::Button, "Request certificate…");
            request(&mut window, "shop.robotics.example");
            window.click(Role::Button, "Request certificate…");
            request(&mut window, "api.shop.robotics.example");
            window.harness.event(egui::Event::PointerGone);
            window.settle();
            picture(&mut window, &at("page"));
            window.click(Role::Button, "Show");
            window.wait_for(Role::Button, "Close inspector");
            picture(&mut window, &at("inspected"));
        }
    }
}

/// A desktop on which two months have passed since the sample had a managed certificate, with the permission for it or
/// without.
fn two_months_later(permitted: bool) -> FakeHost {
    let host = FakeHost::new();
    sample(&mut Window::new(host.clone()));
    let engine = super::workspace::engine(&host);
    let workspace = engine.snapshot();
    let issuing = workspace.authorities().find(|found| authority_name(found) == "Servers Issuing CA").unwrap();
    let caller = Caller::window(workspace.settings(), "tester").owner_of(issuing);
    let permission = serde_json::json!({
        "CertificateAuthorityArn": issuing.arn.to_string(), "Principal": CERTIFICATE_MANAGER,
        "Actions": ["IssueCertificate", "GetCertificate", "ListPermissions"],
    });
    let granted = serde_json::from_value::<CreatePermissionRequest>(permission.clone()).unwrap();
    engine.call(&caller, granted).unwrap();
    let request = ManagedCertificateRequest {
        authority: issuing.arn.clone(),
        key_algorithm: KeyAlgorithm::EcPrime256v1,
        subject: Asn1Subject { common_name: Some("shop.robotics.example".into()), ..Asn1Subject::default() },
        names: Vec::new(),
        validity_days: 90,
        renew_days_before: 30,
    };
    engine.request_managed_certificate(&caller, &request).unwrap();
    // Those of the sample would come due, too.
    for kept in workspace.managed_certificates() {
        engine.forget_managed(&caller, kept.id).unwrap();
    }
    if !permitted {
        let withdrawn = serde_json::from_value::<DeletePermissionRequest>(permission).unwrap();
        engine.call(&caller, withdrawn).unwrap();
    }
    // Half a day off the full ones: what is left is 29 days whichever second it was asked for in.
    host.desk().now = Some(engine.now().plus_milliseconds((60 * 24 + 12) * 60 * 60 * 1000));
    engine.close();
    host
}

fn unlock(window: &mut Window) {
    window.wait_for(Role::PasswordInput, "Passphrase");
    window.type_text(PASSPHRASE);
    window.harness.key_press(Key::Enter);
    window.wait_for(Role::Button, "Unlocked");
}

#[test]
fn what_is_due_is_renewed_by_itself_once_unlocked() {
    let mut window = Window::new(two_months_later(true));
    window.wait_for(Role::PasswordInput, "Passphrase");
    assert!(window.has(Role::ListItem, "shop.robotics.example, certificate to be renewed"));
    window.click(Role::Button, "Look around, read-only");
    let waits = crate::window::labels(&window.harness);
    assert!(waits.iter().any(|label| label.contains("1 renewal due")), "{waits:?}");
    picture(&mut window, "managed-locked-home");
    window.click(Role::Button, "Managed certificates");
    assert!(crate::window::labels(&window.harness).iter().any(|label| label.contains("1 renewal waits for unlocking")));
    picture(&mut window, "managed-locked-page");
    window.click(Role::Button, "Locked");
    unlock(&mut window);
    window.wait("the renewal", |harness| {
        let row = harness.query_by_role_and_label(Role::Row, "managed certificate shop.robotics.example");
        row.is_some_and(|row| {
            let node = row.accesskit_node();
            node.data().description().is_some_and(|told| told.starts_with("Active") && told.ends_with("in 60 days"))
        })
    });
}

#[test]
fn a_renewal_that_is_refused_waits_on_home_for_a_person() {
    let mut window = Window::new(two_months_later(false));
    unlock(&mut window);
    let waits = "shop.robotics.example: Renewal failed, 29 days left";
    window.wait("the refusal", |harness| {
        let rows = harness.query_all_by_role(Role::ListItem).filter_map(|row| row.accesskit_node().label());
        rows.into_iter().any(|label| label.starts_with(waits))
    });
    picture(&mut window, "managed-failed-home");
    let rows = window.harness.query_all_by_role(Role::ListItem);
    let row = rows.into_iter().find(|row| row.accesskit_node().label().is_some_and(|label| label.starts_with(waits)));
    row.unwrap().click();
    window.settle();
    assert!(window.has(Role::Label, "acm.amazonaws.com lacks a permission"));
    picture(&mut window, "managed-failed-page");
    window.click(Role::Button, "Grant permission…");
    window.click(Role::Button, "Grant IssueCertificate, GetCertificate and ListPermissions");
    window.wait("the permission", |harness| {
        !crate::window::has(harness, Role::Label, "acm.amazonaws.com lacks a permission")
    });
    window.click(Role::Button, "Renew now");
    window.wait("the renewal", |harness| {
        !crate::window::labels(harness).iter().any(|label| label.starts_with("The last renewal failed"))
    });
}

#[test]
fn the_list_is_sorted_walked_through_and_copied() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Managed certificates");
    for name in ["b.robotics.example", "a.robotics.example"] {
        window.click(Role::Button, "Request certificate…");
        request(&mut window, name);
    }
    let shown = |window: &Window, name: &str| window.has(Role::Heading, name);
    window.click(Role::ColumnHeader, "Name");
    window.click(Role::Row, "managed certificate a.robotics.example");
    assert!(shown(&window, "a.robotics.example"));
    window.harness.key_press(Key::ArrowDown);
    window.settle();
    assert!(shown(&window, "b.robotics.example"));
    window.click(Role::ColumnHeader, "Name");
    window.click(Role::Row, "managed certificate b.robotics.example");
    window.harness.key_press(Key::End);
    window.settle();
    assert!(shown(&window, "a.robotics.example"), "the other way round");
    window.harness.event(egui::Event::Copy);
    window.harness.step();
    let commands = window.harness.output().platform_output.commands.clone();
    let copied = commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.starts_with("a.robotics.example\t") && copied.ends_with("\tActive"), "{copied}");
    window.harness.get_by_role_and_label(Role::Row, "managed certificate b.robotics.example").click_secondary();
    window.settle();
    window.click(Role::MenuItem, "Forget…");
    assert!(window.has(Role::Heading, "Forget b.robotics.example"));
}

#[test]
fn pages_outside_the_tree_leave_home_unmarked() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    let is_marked = |window: &Window| {
        let home = window.harness.get_by_role_and_label(Role::TreeItem, "Home");
        home.accesskit_node().is_selected() == Some(true)
    };
    assert!(is_marked(&window));
    window.click(Role::Button, "Managed certificates");
    assert!(!is_marked(&window));
    window.click(Role::Button, "View");
    window.click(Role::MenuItem, "Audit of the workspace");
    assert!(!is_marked(&window));
    window.click(Role::TreeItem, "Home");
    assert!(is_marked(&window));
}
