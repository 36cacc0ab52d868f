//! New authorities.

use super::bench::{Bench, forms_desk};
use super::desk::Desk;
use canopy::ui::forms;
use canopy::workspace::{CertificateAuthorityStatus, CertificateAuthorityType, KeyAlgorithm};
use egui::accesskit::Role;

fn new_root(desk: &Desk) -> Bench {
    Bench::new(&desk.engine, forms::new_root(forms_desk(desk)))
}

#[test]
fn a_root_takes_a_name_and_one_press() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    assert!(bench.is_focused("Common name"), "the name has the keyboard");
    bench.type_text("Acme Root");
    bench.wait_for("Common name: Acme Root");
    bench.click(Role::Button, "Create and activate root CA");
    bench.assert_done("Acme Root is active");
    // Opening the form is the other click of the budget of three.
    assert_eq!(bench.clicks, 1);
    let workspace = desk.engine.snapshot();
    let root = workspace.authorities().next().unwrap();
    assert_eq!(root.status(desk.engine.now()), CertificateAuthorityStatus::Active);
    assert_eq!(root.key_algorithm, KeyAlgorithm::EcSecp384r1);
    assert_eq!(root.crl.published.len(), 1, "its first CRL is published");
}

#[test]
fn enter_in_the_name_creates_too() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.enter();
    bench.assert_done("Acme Root is active");
}

#[test]
fn nothing_is_sent_without_a_name() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    let blame = "Give the authority a name";
    assert!(!bench.has_exactly(blame), "an empty form is not blamed");
    bench.command_enter();
    assert!(bench.has_exactly(blame));
    assert!(!bench.state().closed && bench.state().error.is_none());
    assert_eq!(desk.engine.snapshot().authorities().count(), 0);
}

#[test]
fn what_the_engine_refuses_stands_at_its_field() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Add attribute");
    bench.choose("Attribute 2", "Country");
    bench.type_into("Country", "Deutschland");
    bench.wait_for("Two letters, such as DE, ValidationException");
    bench.click(Role::Button, "Create and activate root CA");
    assert_eq!(bench.state().error.as_ref().unwrap().code(), "ValidationException");
    assert!(!bench.state().closed);
}

#[test]
fn what_was_refused_is_not_left_behind_a_fold() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Revocation");
    bench.type_into("Valid for days", "x");
    bench.press(Role::Button, "Revocation");
    assert!(!bench.has("A number of days"));
    bench.command_enter();
    assert!(bench.has("A number of days") && !bench.state().closed);
}

#[test]
fn every_choice_of_the_reference_reaches_the_engine() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.choose("Key", "RSA 2048");
    bench.choose("Signs with", "RSA with SHA-512");
    bench.click(Role::RadioButton, "30 years");
    bench.click(Role::Button, "Tags");
    bench.click(Role::Button, "Add tag");
    bench.type_into("Key of tag 1", "team");
    bench.type_into("Value of tag 1", "pki");
    bench.click(Role::Button, "Tags");
    bench.press(Role::Button, "Use, extensions, key storage");
    bench.choose("Used for", "Certificates of 7 days at most");
    bench.choose("Storage standard", "FIPS 140-2 level 2");
    bench.click(Role::CheckBox, "Certificate sign");
    bench.command_enter();
    bench.assert_done("Acme Root is active");
    let workspace = desk.engine.snapshot();
    let root = workspace.authorities().next().unwrap();
    assert_eq!(root.key_algorithm.as_str(), "RSA_2048");
    assert_eq!(root.signing_algorithm.as_str(), "SHA512WITHRSA");
    assert_eq!(root.tags[0].key, "team");
    assert_eq!(root.usage_mode.as_str(), "SHORT_LIVED_CERTIFICATE");
    assert_eq!(root.key_storage_security_standard.as_str(), "FIPS_140_2_LEVEL_2_OR_HIGHER");
}

#[test]
fn what_is_newer_than_the_reference_is_marked_where_it_is_chosen() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.choose("Key", "RSA 3072 · newer than the 2024 reference");
    bench.choose("Signs with", "RSA-PSS with SHA-384 · newer than the 2024 reference");
    assert!(bench.has("RSA-PSS is understood by OpenSSL"));
    bench.press(Role::ComboBox, "Signs with");
    picture(&mut bench, "algorithms-pss");
    bench.press(Role::ListBoxOption, "RSA with SHA-512");
    assert!(bench.has("Understood by everything"));
    bench.choose("Key", "ML-DSA-65 · newer than the 2024 reference");
    assert!(bench.has("Holds against quantum computers"));
    bench.press(Role::ComboBox, "Key");
    assert!(bench.has_exactly("RSA 4096") && !bench.has("SM2"));
    picture(&mut bench, "algorithms-list");
    bench.press(Role::ListBoxOption, "ML-DSA-87 · newer than the 2024 reference");
    bench.press(Role::Button, "Use, extensions, key storage");
    bench.press(Role::ComboBox, "Storage standard");
    assert!(bench.has_exactly("FIPS 140-2 level 2") && !bench.has("CCPC"));
    bench.press(Role::ListBoxOption, "FIPS 140-2 level 2");
    bench.command_enter();
    bench.assert_done("Acme Root is active");
    let workspace = desk.engine.snapshot();
    let root = workspace.authorities().next().unwrap();
    assert_eq!((root.key_algorithm.as_str(), root.signing_algorithm.as_str()), ("ML_DSA_87", "ML_DSA_87"));
}

fn picture(bench: &mut Bench, name: &str) {
    if let Some(folder) = std::env::var_os("CANOPY_PICTURES") {
        bench.harness.render().unwrap().save(std::path::Path::new(&folder).join(format!("{name}.png"))).unwrap();
    }
}

#[test]
fn a_root_can_wait_for_its_certificate() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.click(Role::CheckBox, "Sign its own certificate and activate it now");
    bench.click(Role::Button, "Create root CA, pending");
    bench.assert_done("Created Acme Root; it waits for its certificate");
    let workspace = desk.engine.snapshot();
    let root = workspace.authorities().next().unwrap();
    assert_eq!(root.stored_status, CertificateAuthorityStatus::PendingCertificate);
}

#[test]
fn a_subordinate_takes_a_name_and_one_press() {
    let desk = Desk::new();
    desk.root();
    let mut bench = Bench::new(&desk.engine, forms::new_subordinate(forms_desk(&desk), None));
    assert!(bench.is_focused("Common name"));
    bench.type_text("Issuing CA");
    bench.wait_for("Issuer: ");
    bench.click(Role::Button, "Create and activate subordinate CA");
    bench.assert_done("Issuing CA is active");
    assert_eq!(bench.clicks, 1);
    let workspace = desk.engine.snapshot();
    let created = workspace.authorities().find(|a| a.authority_type == CertificateAuthorityType::Subordinate).unwrap();
    assert!(created.parent.is_some());
    assert_eq!(created.key_algorithm, KeyAlgorithm::EcPrime256v1);
}

#[test]
fn a_subordinate_of_somebody_else_waits_with_its_csr() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::new_subordinate(forms_desk(&desk), None));
    bench.type_text("Partner CA");
    bench.click(Role::Button, "Create CA and its CSR");
    bench.assert_done("Created Partner CA; it waits for its certificate");
}

#[test]
fn closing_asks_only_when_something_was_typed() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.click(Role::Button, "Cancel");
    assert!(bench.state().closed);
    let mut bench = new_root(&desk);
    bench.type_text("Acme");
    bench.click(Role::Button, "Close");
    assert!(bench.state().asked_to_leave && !bench.state().closed);
}

#[test]
fn the_request_of_the_api_can_be_seen() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.click(Role::Button, "API request");
    assert!(bench.has("Copy API request"));
    bench.click(Role::Button, "Preview");
    bench.wait_for("Common name: Acme Root");
}

#[test]
fn the_publication_address_is_saved_before_the_authority_is_made() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Revocation");
    bench.type_into("Publication address", "pki.example.com");
    bench.wait_for("The publication address is saved in the settings, pki.example.com");
    bench.command_enter();
    bench.assert_done("Acme Root is active");
    let workspace = desk.engine.snapshot();
    assert_eq!(workspace.settings().publication_address.as_deref(), Some("pki.example.com"));
}

#[test]
fn what_is_refused_changes_no_setting() {
    let desk = Desk::new();
    let before = std::fs::read(desk.engine.path()).unwrap();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Add attribute");
    bench.choose("Attribute 2", "Country");
    bench.type_into("Country", "Deutschland");
    bench.press(Role::Button, "Revocation");
    bench.type_into("Publication address", "pki.example.com");
    bench.command_enter();
    assert!(bench.state().error.is_some());
    assert_eq!(std::fs::read(desk.engine.path()).unwrap(), before);
}

#[test]
fn services_of_the_csr_reach_the_request() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Use, extensions, key storage");
    bench.type_into("Idempotency token", "t-1");
    bench.press(Role::Button, "Add service");
    bench.type_into("Place 1", "https://pki.example.com/repository");
    bench.press(Role::Button, "Add service");
    bench.choose("Service 2", "Other");
    bench.type_into("Object identifier of service 2", "1.2.3.4");
    bench.choose("Kind of place 2", "Directory name");
    bench.type_into("Common name of place 2", "Repository");
    bench.click(Role::Button, "API request");
    let sent: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    let expected = serde_json::json!({"SubjectInformationAccess": [
        {
            "AccessMethod": {"AccessMethodType": "CA_REPOSITORY"},
            "AccessLocation": {"UniformResourceIdentifier": "https://pki.example.com/repository"}
        },
        {
            "AccessMethod": {"CustomObjectIdentifier": "1.2.3.4"},
            "AccessLocation": {"DirectoryName": {"CommonName": "Repository"}}
        }
    ]});
    assert_eq!(sent["CertificateAuthorityConfiguration"]["CsrExtensions"], expected);
    assert_eq!(sent["IdempotencyToken"], "t-1");
    bench.command_enter();
    bench.assert_done("Acme Root is active");
}

#[test]
fn a_wrong_object_identifier_is_told_at_its_field() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Use, extensions, key storage");
    bench.press(Role::Button, "Add service");
    bench.choose("Service 1", "Other");
    bench.type_into("Object identifier of service 1", "one.two");
    bench.type_into("Place 1", "https://pki.example.com");
    let expected = "An object identifier in dotted form, such as 2.5.4.3";
    bench.wait("the problem", |bench| bench.description(Role::TextInput, "Object identifier of service 1") == expected);
    assert_ne!(bench.description(Role::TextInput, "Place 1"), expected);
}

#[test]
fn account_and_region_stand_in_the_arn() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Account and region");
    bench.replace("Account", "12");
    assert!(bench.has("Twelve digits"));
    bench.replace("Account", "111122223333");
    assert!(!bench.has("Twelve digits"));
    bench.replace("Region", "eu-central-1");
    bench.command_enter();
    bench.assert_done("Acme Root is active");
    let arn = desk.engine.snapshot().authorities().next().unwrap().arn.to_string();
    assert!(arn.starts_with("arn:aws:acm-pca:eu-central-1:111122223333:"), "{arn}");
}

#[test]
fn a_custom_attribute_is_sent_by_its_object_identifier() {
    let desk = Desk::new();
    let mut bench = new_root(&desk);
    bench.type_text("Acme Root");
    bench.press(Role::Button, "Add attribute");
    bench.choose("Attribute 2", "Custom");
    bench.type_into("Object identifier 2", "1.2.3.4");
    bench.type_into("Value 2", "printer");
    bench.click(Role::Button, "API request");
    let sent: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    let custom = &sent["CertificateAuthorityConfiguration"]["Subject"]["CustomAttributes"][1];
    assert_eq!(*custom, serde_json::json!({"ObjectIdentifier": "1.2.3.4", "Value": "printer"}));
}
