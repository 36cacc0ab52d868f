//! What is to be done by itself: when it comes due, that it is done as the work of nobody, and who hears of it.

use crate::desk::{Desk, crl_on, id, options, passphrase, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::environment::{BucketError, Buckets, Object, Target, WriteObject};
use canopy::engine::{CrlOutcome, Destruction, Due, DueOutcome, Engine, Environment, Error, Upkeeper};
use canopy::workspace::{Actor, Timestamp};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

const DAY: i64 = 24 * 60 * 60;

fn revoke(desk: &Desk, authority: &str, certificate: &str) {
    let serial = certificate.rsplit('/').next().unwrap();
    let request = json!({
        "CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED",
    });
    desk.call::<RevokeCertificateRequest>(request).unwrap();
}

/// A root whose CRL is published.
fn root_with_list(desk: &Desk) -> String {
    let root = desk.root_from(root_with_crl());
    assert_eq!(desk.engine.due(), [Due::Crls(id(&root))], "whoever looks for its list is to find one");
    desk.engine.perform_due(&Due::Crls(id(&root))).unwrap();
    root
}

/// Moves the clock to a moment.
fn go_to(desk: &Desk, at: Timestamp) {
    desk.later(at.seconds() - desk.engine.now().seconds());
}

#[test]
fn a_crl_comes_due_at_half_of_its_time_and_after_a_revocation() {
    let desk = Desk::new();
    assert_eq!((desk.engine.due(), desk.engine.next_due()), (Vec::new(), None), "there is nothing to look after");
    let root = root_with_list(&desk);
    let half = desk.engine.next_due().unwrap();
    assert_eq!(half.seconds() - desk.engine.now().seconds(), 7 * DAY / 2);
    assert!(desk.engine.due().is_empty());
    go_to(&desk, half);
    assert_eq!(desk.engine.due(), [Due::Crls(id(&root))]);
    assert!(desk.engine.next_due().unwrap() <= desk.engine.now());
    let done = desk.engine.perform_due(&Due::Crls(id(&root))).unwrap();
    assert!(matches!(done, DueOutcome::Crls(CrlOutcome::Published { entries: 0, .. })), "{done:?}");
    assert_eq!(desk.engine.snapshot().recent_activity().first().unwrap().actor, Actor::Upkeep);
    assert!(desk.engine.due().is_empty() && desk.engine.next_due().unwrap() > half);
    let leaf = desk.issue(&root, "a.example");
    assert!(desk.engine.due().is_empty());
    revoke(&desk, &root, &leaf);
    assert_eq!(desk.engine.due(), [Due::Crls(id(&root))]);
    desk.engine.lock();
    assert_eq!((desk.engine.due(), desk.engine.next_due()), (Vec::new(), None), "it waits for the passphrase");
    desk.engine.unlock(&passphrase()).unwrap();
    let done = desk.engine.perform_due(&Due::Crls(id(&root))).unwrap();
    assert!(matches!(done, DueOutcome::Crls(CrlOutcome::Published { entries: 1, .. })), "{done:?}");
    let before = desk.bytes();
    desk.engine.perform_due(&Due::Crls(id(&root))).unwrap();
    assert!(desk.bytes() == before, "what is not due any more is not done again");
}

#[test]
fn a_crl_that_could_not_be_published_comes_due_a_quarter_of_an_hour_later() {
    let desk = Desk::new();
    let root = root_with_list(&desk);
    let leaf = desk.issue(&root, "a.example");
    let crls = desk.folder.path().join("published").join("crl");
    std::fs::remove_dir_all(&crls).unwrap();
    std::fs::write(&crls, b"in the way").unwrap();
    revoke(&desk, &root, &leaf);
    let [due] = desk.engine.due()[..] else { panic!("{:?}", desk.engine.due()) };
    let failed = desk.engine.perform_due(&due).unwrap();
    assert!(matches!(failed, DueOutcome::Crls(CrlOutcome::Failed { .. })), "{failed:?}");
    assert!(desk.engine.due().is_empty());
    let next = desk.engine.next_due().unwrap();
    assert_eq!(next.seconds() - desk.engine.now().seconds(), 15 * 60);
    std::fs::remove_file(&crls).unwrap();
    go_to(&desk, next);
    assert_eq!(desk.engine.due(), [due]);
    let done = desk.engine.perform_due(&due).unwrap();
    assert!(matches!(done, DueOutcome::Crls(CrlOutcome::Published { entries: 1, .. })), "{done:?}");
}

#[test]
fn an_authority_comes_to_its_end_in_two_steps() {
    let desk = Desk::new();
    let root = desk.root();
    desk.set_status(&root, "DISABLED");
    let delete = json!({"CertificateAuthorityArn": root, "PermanentDeletionTimeInDays": 7});
    desk.call::<DeleteCertificateAuthorityRequest>(delete).unwrap();
    let gone = desk.engine.next_due().unwrap();
    assert_eq!(gone.milliseconds() - desk.engine.now().milliseconds(), 7 * DAY * 1000 + 1);
    desk.later(7 * DAY);
    assert!(desk.engine.due().is_empty(), "the last moment is still in time");
    desk.later(1);
    assert_eq!(desk.engine.due(), [], "the clock has leapt, as far as anybody can tell");
    assert_eq!(desk.engine.next_due(), None);
    desk.engine.confirm_date(&desk.caller).unwrap();
    assert_eq!(desk.engine.due(), [Due::RestorationPeriods]);
    desk.engine.perform_due(&Due::RestorationPeriods).unwrap();
    assert!(matches!(desk.engine.destructions()[..], [(_, Destruction::Kept { until })]
        if desk.engine.next_due() == Some(until)));
    go_to(&desk, desk.engine.next_due().unwrap());
    desk.engine.perform_due(&Due::RestorationPeriods).unwrap();
    assert!(desk.engine.snapshot().authority(id(&root)).is_none());
    assert_eq!(desk.engine.next_due(), None);
}

#[test]
fn every_new_state_is_heard_until_nobody_listens() {
    let desk = Desk::new();
    let heard = Arc::new(AtomicUsize::new(0));
    let counted = heard.clone();
    let subscription = desk.engine.subscribe(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let root = desk.root();
    let after = heard.load(Ordering::SeqCst);
    assert!(after > 0);
    desk.engine.lock();
    desk.engine.unlock(&passphrase()).unwrap();
    let unlocked = heard.load(Ordering::SeqCst);
    assert!(unlocked > after);
    drop(subscription);
    desk.issue(&root, "a.example");
    assert_eq!(heard.load(Ordering::SeqCst), unlocked);
}

#[test]
fn the_upkeeper_wakes_for_a_revocation_and_for_the_passphrase() {
    let desk = Desk::new();
    let root = root_with_list(&desk);
    let leaves: Vec<String> = (0..2).map(|number| desk.issue(&root, &format!("{number}.example"))).collect();
    let (tell, told) = mpsc::channel();
    let tell = Mutex::new(tell);
    let upkeeper = Upkeeper::start(&desk.engine, move |due, outcome| {
        tell.lock().unwrap().send((*due, outcome.clone())).unwrap();
    });
    let upkeeper = upkeeper.unwrap();
    let published = |entries: u64| {
        let (due, outcome) = told.recv_timeout(Duration::from_secs(60)).unwrap();
        assert_eq!(due, Due::Crls(id(&root)));
        let Ok(DueOutcome::Crls(CrlOutcome::Published { entries: found, .. })) = outcome else { panic!("{outcome:?}") };
        assert_eq!(found, entries);
    };
    revoke(&desk, &root, &leaves[0]);
    published(1);
    revoke(&desk, &root, &leaves[1]);
    published(2);
    let report =
        json!({"CertificateAuthorityArn": root, "S3BucketName": "published", "AuditReportResponseFormat": "CSV"});
    desk.call::<CreateCertificateAuthorityAuditReportRequest>(report).unwrap();
    let (due, outcome) = told.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(matches!(due, Due::AuditReport(..)) && matches!(outcome, Ok(DueOutcome::AuditReport(_))), "{outcome:?}");
    desk.engine.lock();
    desk.later(4 * DAY);
    desk.engine.unlock(&passphrase()).unwrap();
    published(2);
    upkeeper.stop();
    assert!(told.try_recv().is_err() && desk.engine.due().is_empty());
}

/// A place for CRLs with a defect that shows once.
#[derive(Default)]
struct BreaksOnce(AtomicUsize);

impl Buckets for BreaksOnce {
    fn check(&self, _: Target<'_>, _: S3ObjectAcl) -> Result<(), BucketError> {
        unreachable!()
    }

    fn put(&self, _: Target<'_>, key: &str, _: S3ObjectAcl, _: &[u8]) -> Result<String, BucketError> {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) > 0, "on purpose");
        Ok(key.into())
    }

    fn put_written(
        &self,
        _: Target<'_>,
        _: &str,
        _: S3ObjectAcl,
        _: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        unreachable!()
    }

    fn get(&self, _: Target<'_>, _: &str) -> Result<Vec<u8>, BucketError> {
        unreachable!()
    }

    fn open(&self, _: Target<'_>, _: &str) -> Result<Object, BucketError> {
        unreachable!()
    }
}

#[test]
fn a_defect_in_one_thing_does_not_end_the_others() {
    let desk = Desk::new();
    let roots = [desk.root_from(root_with_crl()), desk.root_from(root_with_crl())];
    desk.engine.close();
    let environment = Environment { buckets: Arc::new(BreaksOnce::default()), ..desk.environment() };
    let (engine, _) = Engine::open(&desk.path(), environment, &options()).unwrap();
    engine.unlock(&passphrase()).unwrap();
    let (tell, told) = mpsc::channel();
    let tell = Mutex::new(tell);
    let upkeeper = Upkeeper::start(&engine, move |_, outcome| tell.lock().unwrap().send(outcome.clone()).unwrap());
    let next = || told.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(matches!(next(), Err(Error::Internal(_))));
    assert!(matches!(next(), Ok(DueOutcome::Crls(CrlOutcome::Published { .. }))));
    upkeeper.unwrap().stop();
    assert!(told.try_recv().is_err() && engine.due().is_empty(), "it rests");
    desk.later(15 * 60);
    let [Due::Crls(due)] = engine.due()[..] else { panic!("{:?}", engine.due()) };
    assert!(roots.iter().any(|root| id(root) == due));
}

#[test]
fn turning_the_crl_on_is_enough_to_have_it_published() {
    let desk = Desk::new();
    let root = desk.root();
    assert_eq!(desk.engine.next_due(), None);
    let on = json!({"CertificateAuthorityArn": root, "RevocationConfiguration": crl_on()});
    desk.call::<UpdateCertificateAuthorityRequest>(on).unwrap();
    assert_eq!(desk.engine.due(), [Due::Crls(id(&root))]);
}
