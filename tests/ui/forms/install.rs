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

#[test]
fn who_signs_and_how_far_is_chosen() {
    let desk = Desk::new();
    desk.root();
    let request = authority_request("ROOT", "Other root", "EC_prime256v1", "SHA256WITHECDSA");
    let root = canopy::engine::CreateRoot {
        request: serde_json::from_value(request).unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 9})).unwrap(),
    };
    let other = desk.engine.create_and_activate_root(&desk.caller, root).unwrap();
    let arn = pending(&desk, "SUBORDINATE");
    let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
    bench.choose_if_other("Parent", "Other root");
    let words = canopy::engine::Template::subordinate(1).unwrap().words;
    bench.choose("May sign", words);
    bench.click(Role::RadioButton, "5 years");
    bench.settle();
    bench.click(Role::Button, "API request");
    let sent: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(sent["CertificateAuthorityArn"], other.to_string());
    assert_eq!(sent["TemplateArn"], "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen1/V1");
    assert_eq!(sent["Validity"], json!({"Value": 5, "Type": "YEARS"}));
    bench.click(Role::Button, "Sign and activate subordinate CA");
    bench.assert_done("Pending CA is active");
    assert_eq!(desk.engine.snapshot().authority(arn.id).unwrap().parent, Some(other.id));
}

#[test]
fn what_came_back_is_pasted_and_reaches_the_request() {
    let elsewhere = Desk::new();
    let root = elsewhere.root();
    let desk = Desk::new();
    desk.root();
    let arn = pending(&desk, "SUBORDINATE");
    let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
    bench.click(Role::RadioButton, "Elsewhere");
    bench.click(Role::Button, "API request");
    assert!(bench.has("Choose or paste the signed certificate"));
    bench.click(Role::Button, "Copy CSR");
    let csr = bench.state().copied.take().unwrap();
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
    let (own, above) = (elsewhere.certificate(&signed).to_pem(), elsewhere.authority_certificate(&root).to_pem());
    bench.focus(Role::MultilineTextInput, "Certificate in PEM");
    bench.paste(&own);
    bench.focus(Role::MultilineTextInput, "Chain in PEM");
    bench.paste(&above);
    let sent: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    let expected = json!({
        "CertificateAuthorityArn": arn.to_string(),
        "Certificate": super::desk::base64(&own),
        "CertificateChain": super::desk::base64(&above)
    });
    assert_eq!(sent, expected);
    let command = bench.copied("Copy Command");
    assert!(command.contains("\naws acm-pca import-certificate-authority-certificate "), "{command}");
    bench.click(Role::Button, "Install certificate");
    bench.assert_done("Pending CA is active");
}

#[test]
fn every_field_of_revocation_reaches_the_request() {
    let desk = Desk::new();
    let root: CertificateAuthorityArn = desk.root().parse().unwrap();
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), root.id).unwrap());
    bench.click(Role::CheckBox, "Sign and publish a CRL");
    bench.replace("Valid for days", "9");
    bench.type_into("Folder in it", "pki/crl");
    bench.type_into("Own host name", "crl.example.com");
    bench.choose("Kind of CRL", "One list of all certificates");
    bench.choose("Who may read it", "Its owner alone");
    bench.click(Role::CheckBox, "Answer OCSP requests");
    bench.type_into("OCSP address", "ocsp.example.com");
    bench.click(Role::Button, "API request");
    let sent: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    let expected = json!({
        "CertificateAuthorityArn": root.to_string(),
        "RevocationConfiguration": {
            "CrlConfiguration": {
                "Enabled": true,
                "ExpirationInDays": 9,
                "CustomCname": "crl.example.com",
                "S3BucketName": "published",
                "S3ObjectAcl": "BUCKET_OWNER_FULL_CONTROL",
                "CrlType": "COMPLETE",
                "CustomPath": "pki/crl"
            },
            "OcspConfiguration": {"Enabled": true, "OcspCustomCname": "ocsp.example.com"}
        }
    });
    assert_eq!(sent, expected);
    bench.click(Role::Button, "Save changes");
    bench.assert_done("Root is updated");
    // What is stored comes back, and another change keeps it.
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), root.id).unwrap());
    bench.replace("Valid for days", "8");
    bench.click(Role::Button, "Save changes");
    bench.assert_done("Root is updated");
    let workspace = desk.engine.snapshot();
    let crl = workspace.authority(root.id).unwrap().revocation_configuration.crl_configuration.clone().unwrap();
    assert_eq!(crl.crl_type, Some(canopy::workspace::CrlType::Complete));
    assert_eq!(crl.expiration_in_days, Some(8));
}

#[test]
fn a_limit_is_told_as_it_is_broken_and_not_after() {
    let desk = Desk::new();
    let root: CertificateAuthorityArn = desk.root().parse().unwrap();
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), root.id).unwrap());
    bench.click(Role::CheckBox, "Sign and publish a CRL");
    bench.replace("Valid for days", "5001");
    assert!(bench.has("At most 5000"));
    bench.replace("Valid for days", "5000");
    assert!(!bench.has("At most 5000"));
    bench.type_into("Own host name", "http://crl.example.com");
    assert!(bench.has("Expected a name without a protocol"));
}

#[test]
fn the_publication_address_is_asked_where_it_is_missed() {
    let desk = Desk::new();
    let root: CertificateAuthorityArn = desk.root().parse().unwrap();
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), root.id).unwrap());
    bench.click(Role::CheckBox, "Sign and publish a CRL");
    bench.type_into("Publication address", "http://pki.example.com");
    assert!(bench.has("Expected an address without a protocol"));
    bench.replace("Publication address", "pki.example.com");
    assert!(!bench.has("Expected an address without a protocol"));
    bench.click(Role::Button, "Save changes");
    bench.assert_done("Root is updated");
    let workspace = desk.engine.snapshot();
    assert_eq!(workspace.settings().publication_address.as_deref(), Some("pki.example.com"));
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), root.id).unwrap());
    bench.click(Role::CheckBox, "Enabled");
    assert!(!bench.has("Publication address"), "it is asked once");
}
