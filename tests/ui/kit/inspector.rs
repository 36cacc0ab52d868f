//! The inspector by keyboard, and with what is very long.

use canopy::ui::command::Commands;
use canopy::ui::inspector::{Inspector, Known, Origin};
use canopy::ui::kit::Status;
use canopy::ui::theme::{Theme, UiTokens as _};
use canopy::workspace::{Revocation, RevocationReason, Timestamp};
use egui::{Key, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::harness::{builder, snapshot, with_state};

const NOW: i64 = 1_795_435_200;

/// A certificate that stays the same, for pictures.
const GATEWAY: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIICQTCCAeegAwIBAgIUIwoeNZFkE5RX1zxxrl385Lrp48cwCgYIKoZIzj0EAwIw\n\
QDELMAkGA1UEBhMCREUxEjAQBgNVBAoMCUFjbWUgR21iSDEdMBsGA1UEAwwUZ2F0\n\
ZXdheS5hY21lLmV4YW1wbGUwHhcNMjYxMTI2MTQyMTE4WhcNMjcwMjEyMTQyMTE4\n\
WjBAMQswCQYDVQQGEwJERTESMBAGA1UECgwJQWNtZSBHbWJIMR0wGwYDVQQDDBRn\n\
YXRld2F5LmFjbWUuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCX9\n\
sxCP6xCsUdncnodNh4wvdl9/YyOaMimD/xASo8IJTbbhAgBCWjkZtW7Cc8e+IaXI\n\
GJ2kJyuQNghndRr8v3Sjgb4wgbswHQYDVR0OBBYEFAqyPbJ9/XpdK+w22OF1Y6ZO\n\
2YpGMB8GA1UdIwQYMBaAFAqyPbJ9/XpdK+w22OF1Y6ZO2YpGMA8GA1UdEwEB/wQF\n\
MAMBAf8wOQYDVR0RBDIwMIIUZ2F0ZXdheS5hY21lLmV4YW1wbGWCEmxvZ2luLmFj\n\
bWUuZXhhbXBsZYcECgAAATAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0lBBYwFAYIKwYB\n\
BQUHAwEGCCsGAQUFBwMCMAoGCCqGSM49BAMCA0gAMEUCIQDmMrHEln6bKUehPd3u\n\
hzxESBEpkeDzGPCEvXUjZrLawQIgX3y7ZjCsRgh/htESsPpDQz2y+DOOBkCNnXQR\n\
fPYtTF4=\n\
-----END CERTIFICATE-----\n\
";

fn certificate(names: usize) -> Vec<u8> {
    let names: Vec<String> = (0..names).map(|number| format!("n{number}.example.com")).collect();
    let mut parameters = rcgen::CertificateParams::new(names).unwrap();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "many.example.com");
    parameters.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().der().to_vec()
}

fn side(bytes: &[u8], known: Known) -> Harness<'static, Inspector> {
    let inspector = Inspector::read(Origin::Opened("a.pem".into()), bytes, NOW).unwrap();
    let mut harness = with_state(inspector, move |ui, inspector| {
        ui.set_max_width(320.0);
        inspector.side_ui(ui, &known, &mut Commands::default());
    });
    harness.run();
    harness
}

/// The row that has the keyboard.
fn focused(harness: &Harness<'_, Inspector>) -> String {
    let nodes = harness.query_all_by_role(Role::TreeItem).map(|node| node.accesskit_node());
    nodes.filter(|node| node.is_focused()).filter_map(|node| node.label()).next().unwrap_or_default()
}

fn press(harness: &mut Harness<'_, Inspector>, key: Key) {
    harness.key_press(key);
    harness.run_steps(4);
}

#[test]
fn the_arrows_walk_through_the_asn1_tree_and_out_of_what_is_seen() {
    let mut harness = side(&certificate(400), Known::default());
    harness.get_by_label("ASN.1").click();
    harness.run();
    harness.get_by_role_and_label(Role::TreeItem, "Certificate").focus();
    harness.run_steps(3);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(focused(&harness), "tbsCertificate");
    press(&mut harness, Key::ArrowDown);
    assert_eq!(focused(&harness), "version");
    press(&mut harness, Key::ArrowLeft);
    assert_eq!(focused(&harness), "tbsCertificate", "to the one that holds it");
    press(&mut harness, Key::ArrowLeft);
    assert_eq!(focused(&harness), "tbsCertificate", "which is folded now");
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::ArrowRight);
    assert_eq!(focused(&harness), "version", "and into it again");
    press(&mut harness, Key::End);
    let last = focused(&harness);
    assert!(!last.is_empty() && last != "version");
    press(&mut harness, Key::ArrowDown);
    assert_eq!(focused(&harness), last, "there is nothing below");
    press(&mut harness, Key::Home);
    assert_eq!(focused(&harness), "Certificate");
}

#[test]
fn of_thousands_of_names_some_are_shown_until_all_are_asked_for() {
    let mut harness = side(&certificate(1_500), Known::default());
    assert!(harness.query_by_label("n49.example.com").is_some());
    assert!(harness.query_by_label("n50.example.com").is_none());
    harness.get_by_role_and_label(Role::Button, "Show all 1,500").click_accesskit();
    harness.run();
    assert!(harness.query_by_label("Show all 1,500").is_none());
    let drawn = harness.query_all_by_label_contains(".example.com").count();
    assert!(drawn < 300, "{drawn} names are drawn, of which few are in sight");
}

#[test]
fn each_fact_of_validity_is_said_once() {
    let harness = side(&certificate(1), Known::default());
    assert!(harness.query_by_label("Not after").is_some());
    assert!(harness.query_by_label("Now").is_none() && harness.query_by_label("Valid").is_none());
}

#[test]
fn a_revoked_certificate_says_when_and_why() {
    let revocation = Revocation { at: Timestamp::from_seconds(NOW), reason: RevocationReason::KeyCompromise };
    let harness = side(&certificate(1), Known { revocation: Some(revocation), ..Known::default() });
    assert!(harness.query_by_role_and_label(Role::Heading, "Status").is_some());
    assert!(harness.query_by_label("Key compromise").is_some());
    assert!(harness.query_all_by_label_contains("23 Nov 2026, 12:00:00 UTC").next().is_some());
}

#[test]
fn tab_goes_through_the_head_from_left_to_right() {
    let mut harness = side(&certificate(1), Known::default());
    harness.get_by_role_and_label(Role::Button, "Copy PEM").focus();
    harness.run_steps(2);
    for name in ["Close inspector", "Save"] {
        press(&mut harness, Key::Tab);
        assert!(harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_focused(), "{name}");
    }
}

/// Below a page, as a narrow window has it.
#[test]
fn below_a_page() {
    for (shown, name) in [(Theme::Dark, "inspector-below-dark"), (Theme::Light, "inspector-below-light")] {
        let inspector = Inspector::read(Origin::Opened("a.pem".into()), GATEWAY.as_bytes(), NOW + 40 * 86_400).unwrap();
        let revocation =
            Revocation { at: Timestamp::from_seconds(NOW + 20 * 86_400), reason: RevocationReason::KeyCompromise };
        let known = Known {
            standing: Some((Status::Revoked, "Revoked · key compromise".into())),
            revocation: Some(revocation),
            ..Known::default()
        };
        let frame = move |ui: &mut egui::Ui, inspector: &mut Inspector| {
            let chrome = ui.tokens().chrome;
            ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, chrome);
            inspector.bottom_ui(ui, &known, &mut Commands::default());
        };
        let mut harness = builder([1000.0, 360.0], shown).build_ui_state(frame, inspector);
        harness.run();
        snapshot(&mut harness, name);
    }
}
