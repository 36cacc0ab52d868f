//! Revoking and saving.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id, root_with_crl};
use canopy::engine::api::RevokeCertificateRequest;
use canopy::ui::forms;
use canopy::workspace::{CertificateArn, CertificateStatus, RevocationReason};
use canopy::x509::Certificate;
use egui::accesskit::Role;

fn issued(desk: &Desk) -> CertificateArn {
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    desk.issue(&issuing, "api.example.com").parse().unwrap()
}

fn status(desk: &Desk, arn: &CertificateArn) -> CertificateStatus {
    let workspace = desk.engine.snapshot();
    let table = workspace.certificates();
    table.row(table.find(arn.authority.id, arn.serial).unwrap()).unwrap().status(desk.engine.now())
}

#[test]
fn a_certificate_is_revoked_with_a_reason() {
    let desk = Desk::new();
    let arn = issued(&desk);
    let mut bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), std::slice::from_ref(&arn)).unwrap());
    assert!(bench.has("Revoke api.example.com"));
    bench.click(Role::Button, "Revoke certificate");
    assert!(!bench.state().closed, "a reason comes first");
    bench.clicks = 0;
    bench.click(Role::RadioButton, "Key compromise");
    bench.click(Role::Button, "Revoke certificate");
    bench.assert_done("Revoked api.example.com");
    assert!(bench.clicks <= 3);
    let CertificateStatus::Revoked(revocation) = status(&desk, &arn) else { panic!("not revoked") };
    assert_eq!(revocation.reason, RevocationReason::KeyCompromise);
    assert!(forms::revoke(forms_desk(&desk), &[arn]).is_none(), "it is revoked for good");
}

#[test]
fn several_are_revoked_at_once() {
    let desk = Desk::new();
    let first = issued(&desk);
    let second: CertificateArn = desk.issue(&first.authority.to_string(), "b.example.com").parse().unwrap();
    let both = [first, second];
    let mut bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), &both).unwrap());
    bench.click(Role::RadioButton, "Superseded");
    bench.click(Role::Button, "Revoke 2 certificates");
    bench.assert_done("Revoked 2 certificates");
    assert!(both.iter().all(|arn| matches!(status(&desk, arn), CertificateStatus::Revoked(_))));
}

#[test]
fn what_was_refused_is_not_counted_as_revoked() {
    let desk = Desk::new();
    let first = issued(&desk);
    let second: CertificateArn = desk.issue(&first.authority.to_string(), "b.example.com").parse().unwrap();
    let both = [first.clone(), second];
    let mut bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), &both).unwrap());
    bench.click(Role::RadioButton, "Superseded");
    // Somebody else is quicker with one of them.
    let request = RevokeCertificateRequest {
        certificate_authority_arn: first.authority.to_string(),
        certificate_serial: first.serial.to_string(),
        revocation_reason: RevocationReason::KeyCompromise,
    };
    desk.engine.call(&desk.caller, request).unwrap();
    bench.click(Role::Button, "Revoke 2 certificates");
    bench.harness.run_steps(3);
    assert_eq!(bench.state().sentence, "Revoked 1 of 2 certificates");
    let trouble = bench.state().trouble.clone().unwrap();
    assert!(trouble.starts_with("1 of 2 were refused: The certificate was revoked"), "{trouble}");
}

#[test]
fn an_authority_that_publishes_nothing_is_named() {
    let desk = Desk::new();
    let silent = issued(&desk);
    let told = desk.root_from(root_with_crl());
    desk.engine.sign_crl(&desk.caller, id(&told)).unwrap();
    let told: CertificateArn = desk.issue(&told, "b.example.com").parse().unwrap();
    let bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), &[silent, told]).unwrap());
    assert!(bench.has("Issuing CA publishes no CRL: nobody learns of the revocation"));
    assert!(bench.has("The CRL of Root is signed") && !bench.has("Root publishes no CRL"));
    assert!(bench.has("trust it for up to 7 days") && !bench.has("unless they use OCSP"));
}

#[test]
fn a_request_is_shown_for_each_certificate() {
    let desk = Desk::new();
    let first = issued(&desk);
    let second: CertificateArn = desk.issue(&first.authority.to_string(), "b.example.com").parse().unwrap();
    let both = [first, second];
    let mut bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), &both).unwrap());
    bench.click(Role::Button, "API request");
    assert!(bench.has("Choose a reason first"), "there is no request without a reason");
    bench.click(Role::RadioButton, "Superseded");
    assert!(bench.has("One request for each of 2 certificates."));
    let requests = bench.copied("Copy API request");
    let requests = serde_json::Deserializer::from_str(&requests).into_iter::<serde_json::Value>();
    let serials: Vec<_> = requests.map(|request| request.unwrap()["CertificateSerial"].clone()).collect();
    assert_eq!(serials, both.each_ref().map(|arn| serde_json::Value::from(arn.serial.to_string())));
    assert_eq!(bench.copied("Copy Command").matches("aws acm-pca revoke-certificate ").count(), 2);
}

#[test]
fn a_certificate_is_saved_with_its_chain_by_one_press() {
    let desk = Desk::new();
    let arn = issued(&desk);
    let form = forms::save_certificates(forms_desk(&desk), std::slice::from_ref(&arn)).unwrap();
    let mut bench = Bench::new(&desk.engine, form);
    bench.click(Role::Button, "Save…");
    assert!(bench.state().closed);
    let file = &bench.state().saved[0];
    assert_eq!(file.name, "api.example.com-fullchain.pem");
    assert_eq!(String::from_utf8_lossy(&file.bytes).matches("BEGIN CERTIFICATE").count(), 3);
}

#[test]
fn a_certificate_is_saved_in_binary() {
    let desk = Desk::new();
    let arn = issued(&desk);
    let form = forms::save_certificates(forms_desk(&desk), std::slice::from_ref(&arn)).unwrap();
    let mut bench = Bench::new(&desk.engine, form);
    bench.click(Role::RadioButton, "Certificate, DER");
    bench.click(Role::Button, "Save…");
    let saved = Certificate::from_der(&bench.state().saved[0].bytes).unwrap();
    assert_eq!(saved.der(), desk.certificate(&arn.to_string()).der());
}

#[test]
fn the_certificate_of_a_root_has_no_chain() {
    let desk = Desk::new();
    let root: canopy::workspace::CertificateAuthorityArn = desk.root().parse().unwrap();
    let form = forms::save_authority(forms_desk(&desk), root.id).unwrap();
    let mut bench = Bench::new(&desk.engine, form);
    assert!(!bench.has("Full chain, PEM"));
    bench.click(Role::Button, "Save…");
    assert_eq!(bench.state().saved[0].name, "Root.pem");
}
