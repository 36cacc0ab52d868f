//! The workspace itself: creating, unlocking, settings, buckets, notes.

use super::bench::{Bench, forms_desk};
use super::desk::Desk;
use super::store::{self, Store};
use canopy::engine::Access;
use canopy::engine::api::*;
use canopy::ui::forms;
use canopy::workspace::CertificateAuthorityArn;
use egui::accesskit::Role;
use serde_json::json;

#[test]
fn a_new_workspace_takes_a_name_and_a_passphrase() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::new_workspace("~/Canopy"));
    assert!(bench.is_focused("Name"));
    bench.type_text("Acme");
    bench.type_secret("Passphrase", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.enter();
    let (path, passphrase, settings) = bench.state().created.take().unwrap();
    assert_eq!((path.as_str(), passphrase.as_str()), ("~/Canopy/Acme.ron", "correct horse"));
    assert_eq!((settings.name.as_deref(), settings.account.as_str()), (Some("Acme"), "000000000000"));
}

#[test]
fn passphrases_that_differ_are_told() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::new_workspace("~/Canopy"));
    bench.type_secret("Passphrase", "correct horse");
    bench.type_secret("Passphrase again", "correct house");
    bench.click(Role::Button, "Create workspace");
    assert!(bench.has("Give the workspace a name") && bench.has("The two passphrases differ"));
    assert!(bench.state().created.is_none());
}

#[test]
fn the_passphrase_unlocks_and_a_wrong_one_is_told() {
    let desk = Desk::new();
    desk.engine.lock();
    let mut bench = Bench::new(&desk.engine, forms::unlock(forms_desk(&desk), "~/pki/test.ron"));
    bench.type_text("wrong");
    bench.enter();
    assert!(bench.has("The passphrase does not open this workspace"));
    bench.state().error = None;
    bench.settle();
    bench.type_text("correct horse battery staple");
    bench.enter();
    bench.assert_done("Unlocked test");
    assert_eq!(desk.engine.access(), Access::Unlocked);
}

#[test]
fn what_waits_for_the_passphrase_is_listed_with_reports_and_keys() {
    let desk = Desk::new();
    let (doomed, root) = (desk.root(), desk.root());
    let ask = |status: &str| json!({"CertificateAuthorityArn": doomed, "Status": status});
    desk.call::<UpdateCertificateAuthorityRequest>(ask("DISABLED")).unwrap();
    let delete = json!({"CertificateAuthorityArn": doomed, "PermanentDeletionTimeInDays": 7});
    desk.call::<DeleteCertificateAuthorityRequest>(delete).unwrap();
    const DAY: i64 = 24 * 60 * 60;
    desk.later(6 * DAY);
    let report =
        json!({"CertificateAuthorityArn": root, "S3BucketName": "published", "AuditReportResponseFormat": "JSON"});
    desk.call::<CreateCertificateAuthorityAuditReportRequest>(report).unwrap();
    let row = |what: &str| format!("Root, {what}");
    let unlock = || Bench::new(&desk.engine, forms::unlock(forms_desk(&desk), "~/pki/test.ron"));
    desk.engine.lock();
    assert!(unlock().has(&row("audit report to be written")) && !unlock().has("key to be erased"));
    desk.later(DAY + 1);
    let home =
        || canopy::ui::home::needs_unlocking(&desk.engine.snapshot(), &desk.engine.destructions(), desk.engine.now());
    assert!(unlock().has(&row("key to be erased")));
    assert_eq!(home(), ["1 audit report to be written", "1 key to be erased"]);
    desk.later(10 * DAY);
    assert!(unlock().has(&row("key to be erased, if the date is right")));
}

#[test]
fn a_changed_passphrase_is_the_one_that_holds() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::change_passphrase(forms_desk(&desk)));
    bench.type_secret("Passphrase now", "correct horse battery staple");
    bench.type_secret("New passphrase", "another horse");
    bench.type_secret("New passphrase again", "another horse");
    bench.click(Role::Button, "Change passphrase");
    bench.assert_done("The passphrase is changed");
    desk.engine.lock();
    assert!(desk.engine.unlock(&super::desk::passphrase()).is_err());
    desk.engine.unlock(&secrecy::SecretString::from("another horse")).unwrap();
}

#[test]
fn settings_are_saved_and_wrong_ones_stand_at_their_field() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::settings(forms_desk(&desk)));
    bench.type_into("Publication address", "http://pki.example.com");
    bench.click(Role::Button, "Save settings");
    assert!(bench.has("Expected an address without a protocol"));
    bench.state().error = None;
    bench.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    bench.type_into("Publication address", "");
    bench.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    bench.harness.run_steps(2);
    bench.type_text("pki.example.com");
    bench.click(Role::Button, "Save settings");
    bench.assert_done("Saved the settings");
    let workspace = desk.engine.snapshot();
    assert_eq!(workspace.settings().publication_address.as_deref(), Some("pki.example.com"));
}

#[test]
fn buckets_come_and_go() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::buckets(forms_desk(&desk), None));
    bench.type_into("Name", "acme-public");
    bench.click(Role::Button, "Add bucket");
    assert!(bench.state().error.is_none() && desk.engine.snapshot().bucket("acme-public").is_some());
    bench.click(Role::Button, "Remove acme-public");
    assert!(desk.engine.snapshot().bucket("acme-public").is_none());
    bench.type_into("Name", "Not A Bucket");
    bench.click(Role::Button, "Add bucket");
    assert!(bench.has("Expected a bucket name"));
}

#[test]
fn a_bucket_of_a_store_is_tried_and_its_secret_comes_back_when_it_is_refused() {
    let (desk, store) = (Desk::new(), Store::start());
    let mut bench = Bench::new(&desk.engine, forms::buckets(forms_desk(&desk), None));
    bench.type_into("Name", "crls");
    bench.click(Role::RadioButton, "S3-compatible store");
    bench.type_into("Endpoint", store.endpoint.strip_prefix("http://").unwrap());
    assert!(bench.has("Expected an address that begins with https:// or http://"));
    bench.replace("Endpoint", &store.endpoint);
    bench.replace("Region", store::REGION);
    bench.click(Role::Button, "Add bucket");
    assert!(bench.has("The ID that the store knows you by"));
    bench.type_into("Access key ID", store::ACCESS_KEY);
    bench.click(Role::Button, "Add bucket");
    assert!(bench.has("is missing"));
    bench.state().error = None;
    bench.type_secret("Secret access key", &store::SECRET[1..]);
    assert!(!bench.has("is missing"));
    bench.click(Role::Button, "Add bucket");
    assert!(bench.has("the secret is not that of the access key"));
    bench.state().error = None;
    assert!(desk.engine.snapshot().bucket("crls").is_none());
    // Its first character was forgotten; the others are still there.
    bench.focus(Role::PasswordInput, "Secret access key");
    bench.harness.key_press(egui::Key::Home);
    bench.harness.run_steps(2);
    bench.type_text(&store::SECRET[..1]);
    bench.click(Role::Button, "Add bucket");
    assert!(bench.state().error.is_none());
    assert!(desk.engine.snapshot().bucket("crls").is_some() && bench.has(&format!("{}/crls", store.endpoint)));
    let sealed = || desk.engine.snapshot().bucket("crls").unwrap().secret().unwrap();
    let before = sealed();
    bench.click(Role::Button, "Change crls");
    assert!(bench.has("the one that is sealed in the workspace stays"));
    bench.replace("Endpoint", &Store::start().endpoint);
    bench.click(Role::Button, "Change bucket");
    assert!(bench.state().error.is_none());
    assert_ne!(sealed(), before, "sealed anew, and the same");
}

#[test]
fn names_and_notes_are_kept() {
    let desk = Desk::new();
    let root: CertificateAuthorityArn = desk.root().parse().unwrap();
    let form = forms::annotate_authority(forms_desk(&desk), root.id).unwrap();
    let mut bench = Bench::new(&desk.engine, form);
    bench.type_text("Our root");
    bench.click(Role::Button, "Save name and note");
    bench.assert_done("Saved the name and the note");
    assert_eq!(desk.engine.snapshot().authority(root.id).unwrap().name.as_deref(), Some("Our root"));
    let certificate = desk.issue(&root.to_string(), "api.example.com").parse().unwrap();
    let form = forms::annotate_certificate(forms_desk(&desk), certificate).unwrap();
    let mut bench = Bench::new(&desk.engine, form);
    bench.type_text("Front end");
    bench.click(Role::Button, "Save name and note");
    bench.assert_done("Saved the name and the note");
}

#[test]
fn every_field_of_a_new_workspace_reaches_its_settings() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::new_workspace("~/Canopy"));
    bench.type_text("Acme");
    bench.replace("Folder", "~/pki");
    bench.click(Role::Button, "Account and region");
    bench.replace("Account", "12");
    assert!(bench.has("Expected an account of 12 digits"));
    bench.replace("Account", "111122223333");
    assert!(!bench.has("Expected an account of 12 digits"));
    bench.replace("Region", "eu-central-1");
    bench.type_secret("Passphrase", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.command_enter();
    let (path, _, settings) = bench.state().created.take().unwrap();
    assert_eq!(path, "~/pki/Acme.ron");
    assert_eq!((settings.account.as_str(), settings.region.as_str()), ("111122223333", "eu-central-1"));
}

#[test]
fn a_passphrase_is_blamed_while_it_is_typed_only_when_it_cannot_become_right() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::new_workspace("~/Canopy"));
    bench.type_secret("Passphrase", "correct horse");
    bench.type_secret("Passphrase again", "correct h");
    assert!(!bench.has("The two passphrases differ"));
    bench.type_text("X");
    assert!(bench.has("The two passphrases differ"));
}

#[test]
fn every_field_of_the_settings_is_saved() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::settings(forms_desk(&desk)));
    bench.replace("Name", "Acme");
    bench.replace("Lock after minutes", "soon");
    assert!(bench.has("Minutes, up to 1440"));
    bench.replace("Lock after minutes", "30");
    assert!(!bench.has("Minutes, up to 1440"));
    bench.click(Role::Button, "Account and region");
    bench.replace("Account", "111122223333");
    bench.replace("Region", "eu-central-1");
    bench.replace("Partition", "aws-cn");
    bench.click(Role::Button, "Save settings");
    bench.assert_done("Saved the settings");
    let workspace = desk.engine.snapshot();
    let settings = workspace.settings();
    assert_eq!(settings.name.as_deref(), Some("Acme"));
    assert_eq!(settings.auto_lock_minutes, 30);
    assert_eq!(
        [&settings.account, &settings.region, &settings.partition].map(String::as_str),
        ["111122223333", "eu-central-1", "aws-cn"]
    );
}

#[test]
fn a_name_that_is_too_long_is_told_as_it_is_typed() {
    let desk = Desk::new();
    let root: CertificateAuthorityArn = desk.root().parse().unwrap();
    let mut bench = Bench::new(&desk.engine, forms::annotate_authority(forms_desk(&desk), root.id).unwrap());
    bench.type_text(&"n".repeat(129));
    assert!(bench.has("Expected at most 128 characters, found 129"));
    bench.replace("Name", "short");
    assert!(!bench.has("Expected at most 128 characters"));
}

#[test]
fn a_wrong_passphrase_is_told_at_its_field_and_forgotten() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::change_passphrase(forms_desk(&desk)));
    bench.type_secret("Passphrase now", "not the one");
    bench.type_secret("New passphrase", "another horse");
    bench.type_secret("New passphrase again", "another horsf");
    assert!(bench.has("The two passphrases differ"));
    bench.harness.key_press(egui::Key::Backspace);
    bench.harness.run_steps(2);
    bench.type_text("e");
    assert!(!bench.has("The two passphrases differ"));
    bench.click(Role::Button, "Change passphrase");
    assert!(bench.has("The passphrase does not open this workspace"));
    bench.type_secret("Passphrase now", "correct horse battery staple");
    assert!(!bench.has("The passphrase does not open this workspace"));
}
