//! The request that each form shows for programs: its JSON is that of the API, and its command, run by a shell, hands
//! the CLI the same request.

use super::bench::{Bench, copied, forms_desk};
use super::desk::{Desk, authority_request, base64, csr};
use canopy::engine::Request;
use canopy::engine::api::{
    CreateCertificateAuthorityRequest, ImportCertificateAuthorityCertificateRequest, IssueCertificateRequest,
    RevokeCertificateRequest, UpdateCertificateAuthorityRequest,
};
use canopy::ui::forms;
use canopy::workspace::{CertificateArn, CertificateAuthorityArn};
use egui::accesskit::Role;
use egui_kittest::Harness;
use regex::Regex;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;

/// The requests that a form shows now, after both ways of writing them were found to say the same.
#[track_caller]
pub fn shown<R: Request>(bench: &mut Bench) -> Vec<Value> {
    shown_in::<R, _>(&mut bench.harness)
}

/// The same in any window.
#[track_caller]
pub fn shown_in<R: Request, S>(harness: &mut Harness<'_, S>) -> Vec<Value> {
    let requests = copied(harness, "Copy API request");
    let requests: Vec<Value> =
        serde_json::Deserializer::from_str(&requests).into_iter().collect::<Result<_, _>>().unwrap();
    for request in &requests {
        let read: R = serde_json::from_value(request.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), *request);
    }
    let commands = run(&copied(harness, "Copy Command"));
    assert_eq!(commands.len(), requests.len());
    for ((action, sent), request) in commands.iter().zip(&requests) {
        assert_eq!(action, &option(R::ACTION.name()));
        assert_eq!(sent, request);
    }
    requests
}

/// What a shell hands to `aws`: the action and the request of each call. Every file of the command is written to an empty
/// folder and read from there.
fn run(command: &str) -> Vec<(String, Value)> {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("aws() {{ for word do printf '%s\\0' \"$word\"; done; printf 'end\\0'; }}\n{command}");
    let output = Command::new("sh").arg("-c").arg(&script).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = output.split_terminator('\0').collect();
    words.split(|word| *word == "end").filter(|call| !call.is_empty()).map(|call| read(call, folder.path())).collect()
}

/// The request of a call, as the CLI reads its options.
fn read(words: &[&str], folder: &Path) -> (String, Value) {
    assert_eq!((words[0], words.len() % 2), ("acm-pca", 0), "{words:?}");
    let mut request = Map::new();
    let mut given = Map::new();
    for pair in words[2..].chunks(2) {
        let (name, value) = (pair[0].strip_prefix("--").unwrap(), pair[1]);
        match name {
            "region" => assert_eq!(value, "us-east-1"),
            "cli-input-json" => given = serde_json::from_str(value).unwrap(),
            _ => drop(request.insert(name.to_owned(), member(name, value, folder))),
        }
    }
    given.into_iter().for_each(|(name, value)| drop(request.insert(option(&name), value)));
    let named = MEMBERS.iter().filter_map(|name| Some(((*name).to_owned(), request.remove(&option(name))?)));
    let named: Map<String, Value> = named.collect();
    assert!(request.is_empty(), "no member has the options {request:?}");
    (words[1].to_owned(), named.into())
}

/// The value of an option: the CLI knows from its model which members are numbers, and that a policy is a text.
fn member(name: &str, value: &str, folder: &Path) -> Value {
    if let Some(file) = value.strip_prefix("fileb://") {
        return base64(std::fs::read(folder.join(file)).unwrap()).into();
    }
    assert!(!value.starts_with("file://") && !value.starts_with('-'), "{value}");
    match name {
        "max-results" | "permanent-deletion-time-in-days" => value.parse::<i32>().unwrap().into(),
        "policy" => value.into(),
        _ if value.starts_with(['{', '[']) => serde_json::from_str(value).unwrap(),
        _ => value.into(),
    }
}

/// Members of the requests that forms send.
const MEMBERS: &[&str] = &[
    "Actions",
    "ApiPassthrough",
    "AuditReportId",
    "AuditReportResponseFormat",
    "Certificate",
    "CertificateArn",
    "CertificateAuthorityArn",
    "CertificateAuthorityConfiguration",
    "CertificateAuthorityType",
    "CertificateChain",
    "CertificateSerial",
    "Csr",
    "IdempotencyToken",
    "KeyStorageSecurityStandard",
    "MaxResults",
    "NextToken",
    "PermanentDeletionTimeInDays",
    "Policy",
    "Principal",
    "ResourceArn",
    "ResourceOwner",
    "RevocationConfiguration",
    "RevocationReason",
    "S3BucketName",
    "SigningAlgorithm",
    "SourceAccount",
    "Status",
    "Tags",
    "TemplateArn",
    "UsageMode",
    "Validity",
    "ValidityNotBefore",
];

/// A name as botocore turns it into an option.
fn option(name: &str) -> String {
    let words = Regex::new("(.)([A-Z][a-z]+)").unwrap().replace_all(name, "$1-$2").into_owned();
    Regex::new("([a-z0-9])([A-Z])").unwrap().replace_all(&words, "$1-$2").to_lowercase()
}

fn desk() -> (Desk, CertificateAuthorityArn) {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root).parse().unwrap();
    (desk, issuing)
}

fn pending(desk: &Desk) -> CertificateAuthorityArn {
    let request = authority_request("SUBORDINATE", "Pending CA", "EC_prime256v1", "SHA256WITHECDSA");
    desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn.parse().unwrap()
}

#[test]
fn a_new_authority() {
    let desk = Desk::new();
    let mut bench = Bench::new(&desk.engine, forms::new_root(forms_desk(&desk)));
    bench.type_text(r#"Anna's "CA" $HOME `id` \ %s"#);
    bench.press(Role::Button, "Use, extensions, key storage");
    bench.press(Role::CheckBox, "CRL sign");
    bench.press(Role::Button, "Add service");
    bench.type_into("Place 1", "https://pki.example.com/");
    bench.press(Role::Button, "API request");
    let requests = shown::<CreateCertificateAuthorityRequest>(&mut bench);
    let configuration = &requests[0]["CertificateAuthorityConfiguration"];
    assert_eq!(configuration["Subject"]["CommonName"], r#"Anna's "CA" $HOME `id` \ %s"#);
    assert_eq!(configuration["CsrExtensions"]["KeyUsage"]["CRLSign"], true);
}

#[test]
fn a_certificate() {
    let (desk, _) = desk();
    let request = Some(("web.csr".into(), csr("api.example.com").into_bytes()));
    let mut bench = Bench::new(&desk.engine, forms::issue(forms_desk(&desk), None, request).unwrap());
    bench.press(Role::Button, "Start time, signature, token");
    bench.type_into("Valid from", "2026-11-23 11:30");
    bench.type_into("Idempotency token", "it's\u{a0}1 ?*");
    bench.click(Role::Button, "API request");
    let requests = shown::<IssueCertificateRequest>(&mut bench);
    assert_eq!(requests[0]["IdempotencyToken"], "it's\u{a0}1 ?*");
    for token in ["-x", "file:///etc/passwd"] {
        bench.replace("Idempotency token", token);
        let requests = shown::<IssueCertificateRequest>(&mut bench);
        assert_eq!(requests[0]["IdempotencyToken"], token);
    }
}

#[test]
fn a_revocation_of_several() {
    let (desk, issuing) = desk();
    let arns = ["a", "b"].map(|name| desk.issue(&issuing.to_string(), name).parse::<CertificateArn>().unwrap());
    let mut bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), &arns).unwrap());
    bench.click(Role::RadioButton, "Superseded");
    bench.click(Role::Button, "API request");
    let requests = shown::<RevokeCertificateRequest>(&mut bench);
    assert_eq!(requests.len(), 2);
}

#[test]
fn an_authority_that_is_installed() {
    let (desk, _) = desk();
    let arn = pending(&desk);
    let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
    bench.click(Role::Button, "API request");
    let requests = shown::<IssueCertificateRequest>(&mut bench);
    assert_eq!(requests[0]["Csr"], base64(desk.csr_of(&arn.to_string())));

    // Another workspace is the other company.
    let elsewhere = Desk::new();
    let root = elsewhere.root();
    let template = "SubordinateCACertificate_PathLen0/V1";
    let own = elsewhere.certify(&root, &desk.csr_of(&arn.to_string()), template, 365);
    let above = elsewhere.authority_certificate(&root).to_pem();
    bench.click(Role::RadioButton, "Elsewhere");
    bench.focus(Role::MultilineTextInput, "Certificate in PEM");
    bench.paste(&own);
    bench.focus(Role::MultilineTextInput, "Chain in PEM");
    bench.paste(&above);
    let requests = shown::<ImportCertificateAuthorityCertificateRequest>(&mut bench);
    assert_eq!(requests[0]["Certificate"], base64(&own));
    assert_eq!(requests[0]["CertificateChain"], base64(&above));
}

#[test]
fn an_authority_that_is_configured() {
    let (desk, issuing) = desk();
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), issuing.id).unwrap());
    bench.click(Role::CheckBox, "Sign and publish a CRL");
    bench.type_into("Folder in it", "pki/crl's");
    bench.click(Role::Button, "API request");
    let requests = shown::<UpdateCertificateAuthorityRequest>(&mut bench);
    let crl = &requests[0]["RevocationConfiguration"]["CrlConfiguration"];
    assert_eq!((&crl["Enabled"], &crl["CustomPath"]), (&json!(true), &json!("pki/crl's")));
}
