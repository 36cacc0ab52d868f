//! `canopy serve` as it is started: it ends in order, and what it has answered outlives its being killed.

mod called;
mod client;
mod served;

use canopy::engine::Access;
use client::{Client, Refused};
use serde_json::json;
use served::{Served, Workspace};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many answers are waited for before it is killed.
const ANSWERS: usize = 120;

/// So many clients call at a time.
const CLIENTS: usize = 4;

#[test]
fn what_was_answered_before_it_was_killed_is_there() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace, &[]);
    let (issued, revoked) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let answers = AtomicUsize::new(0);
    let hammer = || {
        let mut client = Client::new(&served.url);
        // It ends when the process is gone, and not before.
        for number in 0.. {
            let Some(certificate) = answered(issue(&mut client, &workspace)) else { return };
            issued.lock().unwrap().push(certificate.clone());
            answers.fetch_add(1, Ordering::SeqCst);
            if number % 2 == 1 {
                continue;
            }
            let Some(()) = answered(revoke(&mut client, &workspace, &certificate)) else { return };
            revoked.lock().unwrap().push(certificate);
            answers.fetch_add(1, Ordering::SeqCst);
        }
    };
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(hammer)).collect();
        while answers.load(Ordering::SeqCst) < ANSWERS {
            assert!(!clients.iter().any(|client| client.is_finished()), "a call was not answered");
            std::thread::yield_now();
        }
        served.kill();
    });
    let (issued, revoked) = (issued.into_inner().unwrap(), revoked.into_inner().unwrap());
    assert!(issued.len() + revoked.len() >= ANSWERS && !revoked.is_empty());
    let engine = workspace.open();
    assert_eq!(engine.access(), Access::Unlocked, "nobody holds it any more");
    assert!(engine.verify().unwrap().authenticated);
    let status = |arn: &str| {
        let arn: canopy::workspace::CertificateArn = arn.parse().unwrap();
        let row = engine.snapshot().certificates().get(arn.authority.id, arn.serial).map(|row| row.revocation);
        row.unwrap_or_else(|| panic!("{arn} was answered and is not there"))
    };
    for arn in &issued {
        status(arn);
    }
    for arn in &revoked {
        assert!(status(arn).is_some(), "{arn} was answered to be revoked, and is not");
    }
    engine.close();
    let again = Served::start(&workspace, &[]);
    let certificate = issue(&mut Client::new(&again.url), &workspace).unwrap();
    revoke(&mut Client::new(&again.url), &workspace, &certificate).unwrap();
    assert_eq!(again.end(), Some(0));
}

#[test]
fn told_to_end_it_answers_what_is_under_way_and_gives_the_file_up() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace, &[]);
    let held = workspace.look();
    assert_eq!(held.holder().unwrap().endpoint.as_deref(), Some(served.url.as_str()));
    drop(held);
    let mut client = Client::new(&served.url);
    let before = issue(&mut client, &workspace).unwrap();
    // One whose request is here in part when the signal comes.
    let rest = client.begin("IssueCertificate", &workspace.issue_request(), &workspace);
    served.terminate();
    served.until("Ending");
    while Client::connects(&served.url) {
        std::thread::yield_now();
    }
    let answer = client.finish(rest).unwrap();
    let under_way = answer["CertificateArn"].as_str().unwrap().to_owned();
    assert_eq!(served.ended(), Some(0));
    let engine = workspace.open();
    assert_eq!(engine.access(), Access::Unlocked);
    for arn in [before, under_way] {
        engine.certificate(&arn.parse().unwrap()).unwrap();
    }
    // The CRL was due all the while.
    assert!(engine.due().is_empty());
    engine.close();
    let names = workspace.names();
    assert!(names.iter().all(|name| !name.contains("torn")), "{names:?}");
    assert_eq!(std::fs::read(workspace.path.with_extension("ron.lock")).unwrap(), b"");
}

#[test]
fn told_twice_it_ends_at_once() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace, &[]);
    let mut client = Client::new(&served.url);
    let answered = issue(&mut client, &workspace).unwrap();
    // Whose rest never comes.
    client.begin("IssueCertificate", &workspace.issue_request(), &workspace);
    served.terminate();
    served.until("Ending");
    served.terminate();
    assert_eq!(served.ended(), Some(128 + 15));
    let engine = workspace.open();
    assert_eq!(engine.access(), Access::Unlocked);
    engine.certificate(&answered.parse().unwrap()).unwrap();
}

#[test]
fn without_an_access_key_it_says_how_to_make_one_and_refuses_calls() {
    let workspace = Workspace::without_key();
    let served = Served::start(&workspace, &[]);
    served.until("There is no access key");
    let refused = issue(&mut Client::new(&served.url), &workspace).unwrap_err();
    assert!(matches!(&refused, Refused::Error(code) if code == "UnrecognizedClientException"), "{refused:?}");
    assert_eq!(served.end(), Some(0));
}

#[test]
fn certificates_name_where_crls_are_unless_that_is_nowhere() {
    let workspace = Workspace::new();
    let issued = |arguments: &[&str], words: &str| {
        let served = Served::start(&workspace, arguments);
        let arn = issue(&mut Client::new(&served.url), &workspace).unwrap();
        let said = served.until(words);
        assert_eq!(served.end(), Some(0));
        let certificate = workspace.look().certificate(&arn.parse().unwrap()).unwrap();
        (String::from_utf8_lossy(certificate.der()).into_owned(), said, served.url.clone())
    };
    let address = |said: &str| said.split(' ').find(|word| word.starts_with("127.0.0.1:")).unwrap().to_owned();
    let (certificate, said, url) = issued(&[], "Certificates name");
    assert_eq!(format!("http://{}", address(&said)), url);
    assert!(certificate.contains(&format!("{url}/published/crl/")), "{said}");
    let (certificate, said, url) = issued(&["--publish", "127.0.0.1:0"], "Certificates name");
    let published = format!("http://{}", address(&said));
    assert!(published != url && certificate.contains(&format!("{published}/published/crl/")), "{said}");
    let (certificate, ..) =
        issued(&["--advertise", "pki.example:80", "--publish", "127.0.0.1:0"], "too, without the API");
    assert!(certificate.contains("http://pki.example:80/published/crl/"));
    let (certificate, _, url) = issued(&["--listen", "0.0.0.0:0", "--insecure-http"], "Certificates name no address");
    assert!(url.starts_with("http://127.0.0.1:") && !certificate.contains("http://"), "{url}");
}

#[test]
fn relying_parties_have_an_address_without_the_api() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace, &["--publish", "127.0.0.1:0"]);
    let said = served.until("too, without the API");
    let address = said.split(' ').find(|word| word.starts_with("http://")).unwrap();
    let crl = format!("{address}/published/crl/{}.crl", workspace.root.rsplit('/').next().unwrap());
    // Upkeep publishes it a moment after the start.
    while Client::status("GET", &crl) != "200" {
        std::thread::yield_now();
    }
    assert_eq!(Client::status("GET", &crl.replace(address, &served.url)), "200");
    let refused = issue(&mut Client::new(address), &workspace);
    assert!(matches!(&refused, Err(Refused::Error(status)) if status.contains(" 415 ")), "{refused:?}");
    assert_eq!(Client::status("POST", &format!("{}/", served.url)), "400", "the API asks for more");
    assert_eq!(served.end(), Some(0));
}

#[test]
fn who_has_it_open_is_named() {
    let workspace = Workspace::new();
    let engine = workspace.open();
    let (code, said) = Served::refused(&workspace, &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains(&format!("another Canopy (process {}) has it open", std::process::id())), "{said}");
    engine.close();
    let (code, said) = Served::refused(&workspace, &["--listen", "nowhere"]);
    assert_eq!(code, Some(2), "{said}");
    let (code, said) = Served::refused(&workspace, &["--tls", "Nobody"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("There is no authority 'Nobody'"), "{said}");
    let (code, said) = Served::refused(&workspace, &["--listen", "0.0.0.0:0"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("without TLS"), "{said}");
}

/// What was answered, if anything; nothing is refused.
fn answered<T>(answer: Result<T, Refused>) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(Refused::Broken) => None,
        Err(Refused::Error(code)) => panic!("{code}"),
    }
}

fn issue(client: &mut Client, workspace: &Workspace) -> Result<String, Refused> {
    let answer = client.call("IssueCertificate", &workspace.issue_request(), workspace)?;
    Ok(answer["CertificateArn"].as_str().unwrap().to_owned())
}

fn revoke(client: &mut Client, workspace: &Workspace, certificate: &str) -> Result<(), Refused> {
    let serial = certificate.rsplit('/').next().unwrap();
    let request = json!({
        "CertificateAuthorityArn": workspace.root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED",
    });
    client.call("RevokeCertificate", &request, workspace).map(drop)
}
