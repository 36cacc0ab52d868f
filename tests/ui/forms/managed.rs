//! The certificate manager's forms: requesting, granting what it lacks, exporting and forgetting.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::engine::api::*;
use canopy::engine::{CERTIFICATE_MANAGER, ManagedCertificateRequest, lacking_permissions};
use canopy::ui::forms;
use canopy::workspace::ManagedCertificateId;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::json;

pub const ALL: [&str; 3] = ["IssueCertificate", "GetCertificate", "ListPermissions"];

/// A workspace with an issuing authority, and that.
pub fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    (desk, issuing)
}

pub fn grant(desk: &Desk, authority: &str, actions: &[&str]) {
    let request = json!({
        "CertificateAuthorityArn": authority, "Principal": CERTIFICATE_MANAGER, "Actions": actions,
    });
    desk.call::<CreatePermissionRequest>(request).unwrap();
}

/// A managed certificate of the authority.
pub fn requested(desk: &Desk, authority: &str, name: &str) -> ManagedCertificateId {
    let request = ManagedCertificateRequest {
        authority: authority.parse().unwrap(),
        key_algorithm: KeyAlgorithm::EcPrime256v1,
        subject: Asn1Subject { common_name: Some(name.into()), ..Asn1Subject::default() },
        names: vec![GeneralName { dns_name: Some(name.into()), ..GeneralName::default() }],
        validity_days: 90,
        renew_days_before: 30,
    };
    desk.engine.request_managed_certificate(&desk.caller, &request).unwrap()
}

fn request(desk: &Desk) -> Bench {
    Bench::new(&desk.engine, forms::request_managed(forms_desk(desk), None).unwrap())
}

const BUTTON: &str = "Request 90-day certificate from Issuing CA";
const GRANT: &str = "Grant IssueCertificate, GetCertificate and ListPermissions";

#[track_caller]
fn is_disabled(bench: &Bench, label: &str) -> bool {
    bench.harness.get_by_role_and_label(Role::Button, label).accesskit_node().is_disabled()
}

#[test]
fn the_permission_is_granted_where_it_is_missed() {
    let (desk, issuing) = desk();
    let mut bench = request(&desk);
    assert!(bench.is_focused("Common name"));
    bench.type_text("shop.example.com");
    bench.click(Role::Button, "Add shop.example.com as a name");
    // What would be signed is shown all the same.
    bench.wait_for("Common name: shop.example.com");
    assert!(bench.has("acm.amazonaws.com may not use Issuing CA yet") && bench.has_exactly("AccessDeniedException"));
    assert!(is_disabled(&bench, BUTTON));
    bench.command_enter();
    assert_eq!(desk.engine.snapshot().managed_certificates().count(), 0);
    bench.click(Role::Button, "Grant permission…");
    assert!(bench.has("for the account 000000000000, until the permission is withdrawn"));
    bench.click(Role::Button, "Not now");
    assert!(!bench.has(GRANT));
    bench.click(Role::Button, "Grant permission…");
    bench.click(Role::Button, GRANT);
    bench.settle();
    assert!(!bench.state().closed && bench.state().sentence == "acm.amazonaws.com may use Issuing CA");
    assert!(!bench.has("may not use Issuing CA yet"));
    bench.click(Role::Button, BUTTON);
    bench.assert_done("Requested shop.example.com");
    let workspace = desk.engine.snapshot();
    let kept = workspace.managed_certificates().next().unwrap().clone();
    let row = workspace.certificates().get(id(&issuing), kept.current.serial).unwrap();
    assert_eq!((row.common_name, row.requested_by), ("shop.example.com", Some(CERTIFICATE_MANAGER)));
    assert_eq!((kept.renewal.validity_days, kept.renewal.renew_days_before), (90, 30));
}

#[test]
fn a_permission_with_too_few_actions_is_granted_again_with_all() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &["ListPermissions"]);
    let mut bench = request(&desk);
    bench.type_text("shop.example.com");
    bench.click(Role::Button, "Grant permission…");
    bench.click(Role::Button, "Grant IssueCertificate and GetCertificate");
    bench.settle();
    let workspace = desk.engine.snapshot();
    let authority = workspace.authority(id(&issuing)).unwrap();
    assert_eq!(authority.permissions.len(), 1);
    assert!(lacking_permissions(authority, true).is_empty());
}

#[test]
fn every_field_reaches_the_certificate() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &ALL);
    let mut bench = request(&desk);
    bench.type_text("Anna Acme");
    bench.choose("New key", "EC P-384");
    bench.press(Role::Button, "Add name");
    bench.choose_if_other("Kind of name 1", "E-mail");
    bench.type_into("E-mail", "anna@example.com");
    bench.replace("Valid for", "45");
    bench.replace("Renewed before", "45");
    bench.settle();
    assert!(bench.has("At most 44"));
    bench.replace("Renewed before", "10");
    bench.settle();
    bench.click(Role::Button, "Request 45-day certificate from Issuing CA");
    bench.assert_done("Requested Anna Acme");
    let workspace = desk.engine.snapshot();
    let kept = workspace.managed_certificates().next().unwrap().clone();
    assert_eq!(kept.renewal.key_algorithm, KeyAlgorithm::EcSecp384r1);
    assert_eq!((kept.renewal.validity_days, kept.renewal.renew_days_before), (45, 10));
    let row = workspace.certificates().get(id(&issuing), kept.current.serial).unwrap();
    assert!(row.alternative_names.contains("anna@example.com"), "{}", row.alternative_names);
}

#[test]
fn what_is_never_renewed_needs_two_actions() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &ALL[..2]);
    let mut bench = request(&desk);
    bench.type_text("shop.example.com");
    assert!(bench.has("lacks the permission for ListPermissions there"));
    bench.press(Role::CheckBox, "Renew it by itself");
    bench.settle();
    assert!(!bench.has("lacks the permission"));
    bench.command_enter();
    bench.assert_done("Requested shop.example.com");
    assert_eq!(desk.engine.snapshot().managed_certificates().next().unwrap().renewal.renew_days_before, 0);
}

#[test]
fn numbers_of_days_are_checked_as_they_are_typed() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &ALL);
    let mut bench = request(&desk);
    bench.type_text("shop.example.com");
    bench.replace("Valid for", "soon");
    assert!(bench.has("A number of days, such as 90"));
    bench.replace("Valid for", "9000");
    bench.settle();
    assert!(bench.has("ValidationException"), "the authority ends before");
    bench.command_enter();
    assert!(!bench.state().closed);
    assert_eq!(desk.engine.snapshot().managed_certificates().count(), 0);
}

#[test]
fn nobody_can_request_from_an_empty_workspace() {
    assert!(forms::request_managed(forms_desk(&Desk::new()), None).is_none());
}

fn export(desk: &Desk, id: ManagedCertificateId) -> Bench {
    Bench::new(&desk.engine, forms::export_managed(forms_desk(desk), id).unwrap())
}

const EXPORT: &str = "Export certificate and key…";

#[test]
fn a_key_is_exported_under_a_passphrase_typed_twice() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &ALL);
    let id = requested(&desk, &issuing, "shop.example.com");
    let mut bench = export(&desk, id);
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct house");
    bench.click(Role::Button, EXPORT);
    assert!(bench.has("The two passphrases differ") && bench.state().saved.is_empty());
    let mut bench = export(&desk, id);
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.click(Role::Button, EXPORT);
    assert!(bench.state().closed);
    let file = &bench.state().saved[0];
    assert_eq!((file.name.as_str(), file.private), ("shop.example.com.p12", true));
    assert!(p12_keystore::Pkcs12Archive::from_pkcs12(&file.bytes, "correct horse").is_ok());
    // The line that says so is there.
    let line = &desk.engine.snapshot().recent_activity()[0].changes[0];
    assert!(matches!(line, canopy::workspace::Change::ManagedKeyExported { .. }), "{line:?}");
}

#[test]
fn the_one_before_is_exported_as_pem() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &ALL);
    let id = requested(&desk, &issuing, "shop.example.com");
    let first = desk.engine.snapshot().managed_certificate(id).unwrap().current.serial;
    desk.engine.renew_managed(&desk.caller, id).unwrap();
    let mut bench = export(&desk, id);
    bench.press(Role::ComboBox, "Certificate");
    bench.harness.get_by_label_contains("The one before, until").click_accesskit();
    bench.harness.run_steps(4);
    bench.click(Role::RadioButton, "PEM, .pem");
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.click(Role::Button, EXPORT);
    let text = String::from_utf8(bench.state().saved[0].bytes.to_vec()).unwrap();
    let blocks = canopy::x509::pem::decode(text.as_bytes()).unwrap();
    assert_eq!(blocks.len(), 4, "certificate, issuing CA, root and key");
    let certificate = canopy::x509::Certificate::from_der(&blocks[0].der).unwrap();
    assert_eq!(certificate.serial_number(), first.as_bytes());
}

#[test]
fn a_withdrawn_permission_is_told_and_granted_again() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &ALL);
    let managed = requested(&desk, &issuing, "shop.example.com");
    let withdraw = json!({"CertificateAuthorityArn": issuing, "Principal": CERTIFICATE_MANAGER});
    desk.call::<DeletePermissionRequest>(withdraw).unwrap();
    let mut bench = export(&desk, managed);
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.click(Role::Button, EXPORT);
    assert!(bench.has("is not permitted to perform acm-pca:GetCertificate") && bench.has("AccessDeniedException"));
    assert!(bench.state().saved.is_empty() && !bench.state().closed);
    let mut bench = Bench::new(&desk.engine, forms::grant_manager(forms_desk(&desk), id(&issuing)).unwrap());
    bench.click(Role::Button, GRANT);
    bench.assert_done("acm.amazonaws.com may use Issuing CA");
    assert!(forms::grant_manager(forms_desk(&desk), id(&issuing)).is_none());
    desk.engine.renew_managed(&desk.caller, managed).unwrap();
}

#[test]
fn forgetting_takes_the_danger_button() {
    let (desk, issuing) = desk();
    grant(&desk, &issuing, &ALL);
    let id = requested(&desk, &issuing, "shop.example.com");
    let mut bench = Bench::new(&desk.engine, forms::forget_managed(forms_desk(&desk), id).unwrap());
    assert!(bench.has("Its private key is erased"));
    // Enter alone leaves: what it falls on is the way out.
    bench.enter();
    assert!(desk.engine.snapshot().managed_certificate(id).is_some());
    let mut bench = Bench::new(&desk.engine, forms::forget_managed(forms_desk(&desk), id).unwrap());
    bench.click(Role::Button, "Forget and erase keys");
    bench.assert_done("Erased the keys of shop.example.com");
    assert!(desk.engine.snapshot().managed_certificate(id).is_none());
}

#[test]
fn in_both_themes() {
    let (desk, issuing) = desk();
    super::pictures::in_both(
        "managed-missing",
        &desk,
        || forms::request_managed(forms_desk(&desk), None).unwrap(),
        |bench| {
            bench.type_text("shop.acme.example");
            bench.click(Role::Button, "Add shop.acme.example as a name");
            bench.click(Role::Button, "Grant permission…");
            bench.wait_for("Common name: shop.acme.example");
        },
    );
    grant(&desk, &issuing, &ALL);
    super::pictures::in_both(
        "managed",
        &desk,
        || forms::request_managed(forms_desk(&desk), None).unwrap(),
        |bench| {
            bench.type_text("shop.acme.example");
            bench.click(Role::Button, "Add shop.acme.example as a name");
            bench.wait_for("Common name: shop.acme.example");
        },
    );
    let id = requested(&desk, &issuing, "shop.acme.example");
    desk.engine.renew_managed(&desk.caller, id).unwrap();
    super::pictures::in_both("managed-export", &desk, || forms::export_managed(forms_desk(&desk), id).unwrap(), |_| {});
    super::pictures::in_both("managed-forget", &desk, || forms::forget_managed(forms_desk(&desk), id).unwrap(), |_| {});
}
