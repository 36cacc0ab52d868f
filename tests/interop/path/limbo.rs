//! The cases of x509-limbo, which are no part of this repository.

use canopy::x509::inspect::{self, Severity};
use canopy::x509::path::{self, Inputs, Material, Purpose};
use canopy::x509::{Certificate, CertificateList, Error, GeneralName};
use serde_json::Value;
use std::io::Write as _;

/// What a TLS program asks of the peer.
fn inputs(case: &Value) -> Result<Inputs, String> {
    let purpose = if case["validation_kind"] == "CLIENT" { Purpose::Client } else { Purpose::Server };
    let name = &case["expected_peer_name"];
    let host = match name["value"].as_str().filter(|_| name["kind"] == "DNS" || name["kind"] == "IP") {
        Some(host) => Some(host.parse().map_err(|problem: Error| problem.to_string())?),
        None => None,
    };
    Ok(Inputs { purpose, host, ..Inputs::default() })
}

/// Whether the certificate is for the mailbox that the case asks for, if it does.
fn is_for_mailbox(leaf: &Certificate, case: &Value) -> bool {
    let name = &case["expected_peer_name"];
    let wanted = name["value"].as_str().filter(|_| name["kind"] == "RFC822");
    wanted.is_none_or(|wanted| leaf.alternative_names().contains(&GeneralName::Rfc822Name(wanted.to_owned())))
}

fn texts<'a>(case: &'a Value, member: &str) -> impl Iterator<Item = &'a [u8]> {
    case[member].as_array().into_iter().flatten().filter_map(|text| text.as_str()).map(str::as_bytes)
}

fn certificates(case: &Value, member: &str) -> Vec<Certificate> {
    texts(case, member).filter_map(|pem| Certificate::from_pem_or_der(pem).ok()).collect()
}

/// Whether we accept the case, and why not.
fn judge(case: &Value) -> Result<(), String> {
    let peer = case["peer_certificate"].as_str().unwrap();
    let leaf = Certificate::from_pem_or_der(peer.as_bytes()).map_err(|problem| problem.to_string())?;
    let time = case["validation_time"].as_str();
    let at = time.map_or(super::NOW, |time| time.parse::<jiff::Timestamp>().unwrap().as_second());
    let crls: Vec<_> = texts(case, "crls").filter_map(|pem| CertificateList::from_pem_or_der(pem).ok()).collect();
    let (pool, roots) = (certificates(case, "untrusted_intermediates"), certificates(case, "trusted_certs"));
    let material = Material { pool: &pool, roots: &roots, crls: &crls, ..Material::default() };
    let found = path::validate(&leaf, &material, &inputs(case)?, at);
    let failures = found.steps.iter().flat_map(|step| &step.failures);
    let failures: Vec<String> =
        failures.map(|failure| format!("{}: {}", failure.rule.section(), failure.words)).collect();
    // A program that gives CRLs wants to know.
    let unknown = found.steps[0].notes.iter().find(|note| note.starts_with("Revocation unknown"));
    match (found.trusted, unknown, is_for_mailbox(&leaf, case)) {
        (true, None, true) => Ok(()),
        (true, Some(note), _) => Err(note.clone()),
        (true, None, false) => Err("name of the peer".to_owned()),
        (false, ..) => Err(failures.join("; ")),
    }
}

/// Whether the inspector tells of a rule of RFC 5280 that one of the documents breaks.
fn is_found(case: &Value) -> bool {
    let documents = ["trusted_certs", "untrusted_intermediates", "crls"].map(|member| texts(case, member));
    let mut documents = documents.into_iter().flatten().chain(case["peer_certificate"].as_str().map(str::as_bytes));
    documents.any(|document| {
        let items = inspect::read(document).unwrap();
        items.iter().flat_map(|item| inspect::findings(item, super::NOW)).any(|found| found.severity == Severity::Error)
    })
}

/// Prints each case that we judge otherwise. None may be one that we refuse. What we accept breaks what RFC 5280 asks of
/// those who issue, which the inspector tells, or is no matter of the path.
#[test]
#[ignore = "needs a limbo.json of x509-limbo, whose path is in CANOPY_LIMBO"]
fn what_limbo_accepts_is_accepted() {
    let file = std::env::var("CANOPY_LIMBO").expect("CANOPY_LIMBO");
    let content: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let cases = content["testcases"].as_array().or(content.as_array()).unwrap();
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for case in cases {
        let (expected, found) = (case["expected_result"] == "SUCCESS", judge(case));
        match found {
            found if expected == found.is_ok() => {}
            Ok(()) if is_found(case) => accepted.push(format!("{}, and the inspector tells why not", case["id"])),
            Ok(()) => accepted.push(case["id"].to_string()),
            Err(why) => refused.push(format!("{}: {why}", case["id"])),
        }
    }
    let agreed = cases.len() - accepted.len() - refused.len();
    let report = format!("{agreed} of {}; accepted:\n{}\n", cases.len(), accepted.join("\n"));
    std::io::stderr().write_all(report.as_bytes()).unwrap();
    assert_eq!(refused, [""; 0]);
}
