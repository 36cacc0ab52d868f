//! Installing certificates and configuring authorities.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, authority_request};
use canopy::engine::api::{
    CreateCertificateAuthorityRequest, GetCertificateAuthorityCsrRequest, IssueCertificateRequest,
};
use canopy::ui::forms;
use canopy::workspace::{CertificateAuthorityArn, CertificateAuthorityStatus};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use serde_json::json;

fn pending(desk: &Desk, kind: &str) -> CertificateAuthorityArn {
    let request = authority_request(kind, "Pending CA", "EC_prime256v1", "SHA256WITHECDSA");
    desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn.parse().unwrap()
}

fn status(desk: &Desk, arn: &CertificateAuthorityArn) -> CertificateAuthorityStatus {
    desk.engine.snapshot().authority(arn.id).unwrap().status(desk.engine.now())
}

#[test]
fn a_parent_of_the_workspace_signs() {
    let desk = Desk::new();
    desk.root();
    let arn = pending(&desk, "SUBORDINATE");
    let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
    bench.wait_for("Issuer: ");
    bench.click(Role::Button, "Sign and activate subordinate CA");
    bench.assert_done("Pending CA is active");
    assert_eq!(status(&desk, &arn), CertificateAuthorityStatus::Active);
    assert!(forms::install(forms_desk(&desk), arn.id).is_none());
}

#[test]
fn a_root_signs_itself() {
    let desk = Desk::new();
    let arn = pending(&desk, "ROOT");
    let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
    bench.click(Role::Button, "Sign and activate root CA");
    bench.assert_done("Pending CA is active");
}

#[test]
fn a_certificate_from_elsewhere_comes_back_in_one_file() {
    // Another workspace is the other company.
    let elsewhere = Desk::new();
    let root = elsewhere.root();
    let desk = Desk::new();
    let arn = pending(&desk, "SUBORDINATE");
    let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
    bench.click(Role::Button, "Save CSR…");
    let csr = String::from_utf8(bench.state().saved[0].bytes.to_vec()).unwrap();
    let own = GetCertificateAuthorityCsrRequest { certificate_authority_arn: arn.to_string() };
    assert_eq!(csr, desk.engine.call(&desk.caller, own).unwrap().csr);
    let signed = elsewhere
        .call::<IssueCertificateRequest>(json!({
            "CertificateAuthorityArn": root,
            "Csr": super::desk::base64(&csr),
            "SigningAlgorithm": "SHA256WITHECDSA",
            "TemplateArn": "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1",
            "Validity": {"Type": "YEARS", "Value": 3}
        }))
        .unwrap()
        .certificate_arn;
    let bundle = elsewhere.authority_certificate(&root).to_pem() + &elsewhere.certificate(&signed).to_pem();
    bench.state().files.push_back(("bundle.pem".into(), bundle.into_bytes()));
    bench.harness.get_all_by_role_and_label(Role::Button, "Choose file…").next().unwrap().click();
    bench.harness.run_steps(3);
    bench.click(Role::Button, "Install certificate");
    bench.assert_done("Pending CA is active");
}

#[test]
fn the_certificate_of_another_key_is_refused_at_once() {
    let desk = Desk::new();
    let arn = pending(&desk, "SUBORDINATE");
    let other = Desk::new();
    let root = other.root();
    let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
    bench.state().files.push_back(("other.pem".into(), other.authority_certificate(&root).to_pem().into_bytes()));
    bench.harness.get_all_by_role_and_label(Role::Button, "Choose file…").next().unwrap().click();
    bench.harness.run_steps(3);
    let said = bench.description(Role::Group, "Drop the certificate here");
    assert_eq!(said, "other.pem has another key than Pending CA: it is not its certificate");
}

#[test]
fn an_authority_is_disabled_and_its_crl_turned_on() {
    let desk = Desk::new();
    let root: CertificateAuthorityArn = desk.root().parse().unwrap();
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), root.id).unwrap());
    bench.click(Role::CheckBox, "Enabled");
    bench.click(Role::CheckBox, "Sign and publish a CRL");
    bench.click(Role::Button, "Save changes");
    bench.assert_done("Root is disabled");
    assert_eq!(status(&desk, &root), CertificateAuthorityStatus::Disabled);
    let workspace = desk.engine.snapshot();
    assert_eq!(workspace.authority(root.id).unwrap().crl.published.len(), 1);
}
