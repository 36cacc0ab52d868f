//! `canopy call`.

use crate::desk::{Desk, PASSPHRASE, Said};
use canopy::cli::PASSPHRASE_VARIABLE;
use canopy::workspace::Actor;
use secrecy::SecretString;
use serde_json::{Value, json};

const ROOT: &str = r#"{"CertificateAuthorityType": "ROOT", "CertificateAuthorityConfiguration": {
    "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Root"}}}"#;

fn call(desk: &Desk, arguments: &[&str]) -> Said {
    desk.canopy(&[&["call", "pki.ron"], arguments].concat())
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The code of a refusal, which is one line of JSON and nothing else.
#[track_caller]
fn code(said: Said) -> String {
    let refusal = said.refused();
    assert_eq!(refusal.lines().count(), 1, "{refusal}");
    let refusal = json_of(&refusal);
    let members: Vec<&String> = refusal.as_object().unwrap().keys().collect();
    assert_eq!(members, ["__type", "message"]);
    refusal["__type"].as_str().unwrap().to_owned()
}

#[test]
fn an_answer_is_json_and_one_member_of_it_is_text() {
    let desk = Desk::with_workspace();
    let created = call(&desk, &["CreateCertificateAuthority", ROOT]).done();
    let arn = json_of(&created)["CertificateAuthorityArn"].as_str().unwrap().to_owned();
    assert!(created.ends_with("}\n") && created.lines().count() == 3, "{created}");
    let request = json!({"CertificateAuthorityArn": arn}).to_string();
    let got = |member: &str| call(&desk, &["DescribeCertificateAuthority", &request, "--get", member]);
    assert_eq!(got("CertificateAuthority.Status").done(), "PENDING_CERTIFICATE\n");
    assert_eq!(json_of(&got("CertificateAuthority").done())["Arn"], arn);
    assert!(got("CertificateAuthority.Colour").refused().contains("its answer has no CertificateAuthority.Colour"));
    let csr = call(&desk, &["GetCertificateAuthorityCsr", &request, "--get", "Csr"]).done();
    assert!(csr.starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"), "{csr}");
    assert!(csr.ends_with("-----END CERTIFICATE REQUEST-----\n"), "{csr}");
    let tagged = json!({"CertificateAuthorityArn": arn, "Tags": [{"Key": "a"}]}).to_string();
    assert_eq!(call(&desk, &["TagCertificateAuthority", &tagged]).done(), "", "it answers nothing");
    let last = desk.open("pki.ron").snapshot().recent_activity();
    assert!(matches!(&last[0].actor, Actor::CommandLine { user } if !user.is_empty()), "{:?}", last[0]);
}

#[test]
fn a_request_comes_from_a_file_or_standard_input_too() {
    let desk = Desk::with_workspace();
    desk.write("root.json", ROOT);
    call(&desk, &["CreateCertificateAuthority", "@root.json"]).done();
    let piped = ["call", "pki.ron", "CreateCertificateAuthority", "-"];
    desk.canopy_with(&piped, ROOT.as_bytes(), |command| command).done();
    let listed = json_of(&call(&desk, &["ListCertificateAuthorities"]).done());
    assert_eq!(listed["CertificateAuthorities"].as_array().unwrap().len(), 2);
    assert!(call(&desk, &["CreateCertificateAuthority", "@absent"]).refused().contains("absent could not be read"));
    call(&desk, &["CreateCertificateAuthority", "@"]).misused();
    let long = vec![b' '; (4 << 20) + 1];
    assert!(desk.canopy_with(&piped, &long, |command| command).refused().contains("too long"));
}

#[test]
fn what_is_refused_is_told_in_json_and_leaves_the_file_as_it_was() {
    let desk = Desk::with_workspace();
    let arn = call(&desk, &["CreateCertificateAuthority", ROOT, "--get", "CertificateAuthorityArn"]).done();
    let arn = arn.trim();
    let before = desk.read("pki.ron");
    let of = |value: Value| value.to_string();
    let absent = "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/11111111-1111-4111-8111-111111111111";
    for (action, request, expected) in [
        ("CreateCertificateAuthority", "{".to_owned(), "SerializationException"),
        ("CreateCertificateAuthority", "{}".to_owned(), "ValidationException"),
        ("DeleteCertificateAuthority", of(json!({"CertificateAuthorityArn": "arn"})), "ValidationException"),
        ("DeleteCertificateAuthority", of(json!({"CertificateAuthorityArn": absent})), "ResourceNotFoundException"),
        ("RestoreCertificateAuthority", of(json!({"CertificateAuthorityArn": arn})), "InvalidStateException"),
        ("GetCertificateAuthorityCertificate", of(json!({"CertificateAuthorityArn": arn})), "InvalidStateException"),
    ] {
        assert_eq!(code(call(&desk, &[action, &request])), expected, "{action} {request}");
    }
    let request = of(json!({"CertificateAuthorityArn": arn}));
    let elsewhere = ["DescribeCertificateAuthority", &request, "--account", "222222222222"];
    assert_eq!(code(call(&desk, &elsewhere)), "AccessDeniedException");
    call(&desk, &["ListCertificateAuthorities", "--account", "2"]).misused();
    call(&desk, &["ListCertificateAuthorities", "--region", "US EAST"]).misused();
    fn wrong(command: &mut std::process::Command) -> &mut std::process::Command {
        command.env(PASSPHRASE_VARIABLE, "something else")
    }
    let said = desk.canopy_with(&["call", "pki.ron", "CreateCertificateAuthority", ROOT], b"", wrong);
    assert!(said.refused().contains("The passphrase does not open this workspace. Check Caps Lock"));
    assert!(desk.canopy(&["call", "absent.ron", "ListCertificateAuthorities"]).refused().contains("absent.ron"));
    assert_eq!(desk.read("pki.ron"), before);
}

#[test]
fn an_account_and_a_region_can_be_acted_as() {
    let desk = Desk::with_workspace();
    let acting = ["--account", "123456789012", "--region", "eu-central-1"];
    let member = ["--get", "CertificateAuthorityArn"];
    let arn = call(&desk, &[&["CreateCertificateAuthority", ROOT][..], &acting, &member].concat()).done();
    assert!(arn.starts_with("arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/"), "{arn}");
    let list = |acting: &[&str]| {
        let listed = call(&desk, &[&["ListCertificateAuthorities"], acting].concat()).done();
        json_of(&listed)["CertificateAuthorities"].as_array().unwrap().len()
    };
    assert_eq!((list(&acting), list(&[])), (1, 0));
}

/// While another process has the file open for writing, as a window does.
#[test]
fn a_file_that_is_open_elsewhere_is_read_but_not_changed() {
    let desk = Desk::new();
    let engine = desk.workspace("pki.ron");
    let before = desk.read("pki.ron");
    let list = ["call", "pki.ron", "ListCertificateAuthorities"];
    desk.canopy_with(&list, b"", |command| command.env_remove(PASSPHRASE_VARIABLE)).done();
    let refusal = call(&desk, &["CreateCertificateAuthority", ROOT]).refused();
    let holder = format!("another Canopy (process {}) has it open, and runs no endpoint", std::process::id());
    assert!(refusal.contains(&holder), "{refusal}");
    assert_eq!(desk.read("pki.ron"), before);
    engine.close();
    call(&desk, &["CreateCertificateAuthority", ROOT]).done();
}

#[test]
fn calls_wait_for_each_other() {
    let desk = Desk::with_workspace();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| call(&desk, &["CreateCertificateAuthority", ROOT]).done());
        }
    });
    assert_eq!(desk.open("pki.ron").snapshot().authorities().count(), 3);
}

#[test]
fn an_audit_report_is_written_before_the_call_ends() {
    let desk = Desk::new();
    let arn = root(&desk);
    let request =
        json!({"CertificateAuthorityArn": arn, "S3BucketName": "published", "AuditReportResponseFormat": "JSON"});
    let action = "CreateCertificateAuthorityAuditReport";
    let key = call(&desk, &[action, &request.to_string(), "--get", "S3Key"]).done();
    let report: Value = serde_json::from_slice(&desk.read(&format!("published/{}", key.trim()))).unwrap();
    assert_eq!(report.as_array().unwrap().len(), 1);
}

#[test]
fn a_list_that_cannot_be_published_is_told_but_the_revocation_is_done() {
    let desk = Desk::new();
    let arn = root(&desk);
    let request = json!({
        "CertificateAuthorityArn": arn,
        "RevocationConfiguration": {
            "CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}
        },
    });
    // Where the folder of the lists should be there is a file.
    std::fs::create_dir_all(desk.path("published")).unwrap();
    desk.write("published/crl", "in the way");
    let said = call(&desk, &["UpdateCertificateAuthority", &request.to_string()]);
    assert!(said.err.contains("The action is done, but the CRL is not published"), "{said:?}");
    assert_eq!(said.done(), "");
    let engine = desk.open("pki.ron");
    assert!(engine.snapshot().authorities().all(|authority| authority.enabled_crl().is_some()));
}

/// A root that is active, made in this process.
fn root(desk: &Desk) -> String {
    use canopy::engine::{Caller, CreateRoot, api::Validity};
    let engine = desk.workspace("pki.ron");
    let caller = Caller::window(engine.snapshot().settings(), "test");
    let request = serde_json::from_str(ROOT).unwrap();
    let validity: Validity = serde_json::from_value(json!({"Type": "DAYS", "Value": 3650})).unwrap();
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    engine.create_and_activate_root(&caller, CreateRoot { request, validity }).unwrap().to_string()
}
