//! Deleting and restoring authorities, and what becomes of their keys.

use crate::desk::{Desk, NO_AUTHORITY, id, missing, options, passphrase, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::{Destruction, Engine, Error};
use canopy::workspace::{CertificateAuthorityStatus, Timestamp};
use serde_json::{Value, json};

const DAY: i64 = 24 * 60 * 60;

fn about(arn: &str) -> Value {
    json!({"CertificateAuthorityArn": arn})
}

fn delete(arn: &str, days: i64) -> Value {
    json!({"CertificateAuthorityArn": arn, "PermanentDeletionTimeInDays": days})
}

/// A disabled root that has issued a certificate.
fn disabled(desk: &Desk) -> String {
    let arn = desk.root_from(root_with_crl());
    desk.issue(&arn, "a.example");
    desk.set_status(&arn, "DISABLED");
    arn
}

/// Something happens every day, so that the clock is never doubted.
fn days_pass(desk: &Desk, days: i64) {
    for day in 0..days {
        desk.later(DAY);
        let settings = desk.engine.snapshot().settings().clone();
        let settings = canopy::workspace::Settings { auto_lock_minutes: 15 + day as u32 % 2, ..settings };
        desk.engine.change_settings(&desk.caller, settings).unwrap();
    }
}

fn end(desk: &Desk) {
    desk.engine.end_restoration_periods(&desk.caller).unwrap();
}

#[test]
fn a_deleted_authority_says_until_when_and_comes_back_as_it_was() {
    let desk = Desk::new();
    let arn = disabled(&desk);
    let (waiting, _) = desk.pending("SUBORDINATE");
    for (arn, days, status) in [
        (&arn, Some(7), CertificateAuthorityStatus::Disabled),
        (&waiting, None, CertificateAuthorityStatus::PendingCertificate),
    ] {
        let request = days.map_or_else(|| about(arn), |days| delete(arn, days));
        desk.call::<DeleteCertificateAuthorityRequest>(request).unwrap();
        let described = desk.describe(arn);
        assert_eq!(described.status, Some(CertificateAuthorityStatus::Deleted));
        let until = Timestamp::from_seconds(crate::desk::NOON + days.unwrap_or(30) * DAY);
        assert_eq!(described.restorable_until, Some(until.into()));
        assert_eq!(described.last_state_change_at, Some(desk.engine.now().into()));
        let listed = desk.call::<ListCertificateAuthoritiesRequest>(json!({})).unwrap().certificate_authorities;
        assert!(listed.iter().any(|listed| listed.arn.as_ref() == Some(arn) && listed.restorable_until.is_some()));
        desk.refused::<DeleteCertificateAuthorityRequest>(about(arn), "InvalidStateException");
        desk.call::<RestoreCertificateAuthorityRequest>(about(arn)).unwrap();
        let described = desk.describe(arn);
        assert_eq!((described.status, described.restorable_until), (Some(status), None));
        let error = desk.refused::<RestoreCertificateAuthorityRequest>(about(arn), "InvalidStateException");
        assert!(error.message().starts_with("The certificate authority is not in a valid state for restoration."));
    }
    desk.set_status(&arn, "ACTIVE");
    desk.issue(&arn, "after.example");
}

#[test]
fn each_refusal_has_its_name() {
    let desk = Desk::new();
    let arn = desk.root();
    let error = desk.refused::<DeleteCertificateAuthorityRequest>(about(&arn), "InvalidStateException");
    assert!(error.message().starts_with("The certificate authority is not in a valid state for deletion."), "{error}");
    for (arn, code) in [(NO_AUTHORITY.to_owned(), "InvalidArnException"), (missing(&arn), "ResourceNotFoundException")]
    {
        desk.refused::<DeleteCertificateAuthorityRequest>(about(&arn), code);
        desk.refused::<RestoreCertificateAuthorityRequest>(about(&arn), code);
    }
    for days in [i64::from(i32::MIN), -7, 0, 6, 31, i64::from(i32::MAX)] {
        let error = desk.refused::<DeleteCertificateAuthorityRequest>(delete(&arn, days), "ValidationException");
        assert_eq!(error.members(), ["permanentDeletionTimeInDays"]);
    }
    let stranger = desk.caller_of("111122223333");
    for refused in [
        desk.call_as::<DeleteCertificateAuthorityRequest>(&stranger, about(&arn)).map(drop),
        desk.call_as::<RestoreCertificateAuthorityRequest>(&stranger, about(&arn)).map(drop),
    ] {
        assert_eq!(refused.unwrap_err().code(), "AccessDeniedException");
    }
}

#[test]
fn an_expired_authority_is_deleted_and_never_comes_back_active() {
    let desk = Desk::new();
    let arn = desk.root();
    desk.later(21 * 366 * DAY);
    desk.call::<DeleteCertificateAuthorityRequest>(delete(&arn, 7)).unwrap();
    desk.call::<RestoreCertificateAuthorityRequest>(about(&arn)).unwrap();
    assert_eq!(desk.describe(&arn).status, Some(CertificateAuthorityStatus::Expired));
    let stored = desk.engine.snapshot().authority(id(&arn)).unwrap().stored_status;
    assert_eq!(stored, CertificateAuthorityStatus::Disabled);
}

#[test]
fn a_change_meanwhile_decides() {
    let desk = Desk::new();
    let arn = disabled(&desk);
    let request = json!({"CertificateAuthorityArn": arn, "Status": "ACTIVE"});
    let activate = serde_json::from_value::<UpdateCertificateAuthorityRequest>(request).unwrap();
    desk.meanwhile(move |engine, caller| {
        engine.call(caller, activate).unwrap();
    });
    let error = desk.call::<DeleteCertificateAuthorityRequest>(about(&arn)).unwrap_err();
    assert_eq!(error.code(), "InvalidStateException");
    assert_eq!(desk.describe(&arn).status, Some(CertificateAuthorityStatus::Active));
}

#[test]
fn the_key_is_destroyed_after_two_looks_a_day_apart_and_the_record_stays() {
    let desk = Desk::new();
    let arn = disabled(&desk);
    let (authority, key) = (id(&arn), desk.engine.snapshot().authority(id(&arn)).unwrap().key);
    desk.call::<DeleteCertificateAuthorityRequest>(delete(&arn, 7)).unwrap();
    days_pass(&desk, 7);
    end(&desk);
    assert!(desk.engine.destructions().is_empty(), "the last moment is still in time");
    assert_eq!(desk.describe(&arn).status, Some(CertificateAuthorityStatus::Deleted));
    desk.later(1);
    for refused in [
        desk.call::<DescribeCertificateAuthorityRequest>(about(&arn)).map(drop),
        desk.call::<RestoreCertificateAuthorityRequest>(about(&arn)).map(drop),
        desk.call::<GetCertificateAuthorityCsrRequest>(about(&arn)).map(drop),
    ] {
        assert_eq!(refused.unwrap_err().code(), "ResourceNotFoundException");
    }
    let listed = desk.call::<ListCertificateAuthoritiesRequest>(json!({})).unwrap();
    assert!(listed.certificate_authorities.is_empty());
    assert_eq!(desk.engine.destructions(), [(authority, Destruction::Due)]);
    end(&desk);
    let until = desk.engine.now().plus_milliseconds(DAY * 1000);
    assert_eq!(desk.engine.destructions(), [(authority, Destruction::Kept { until })]);
    let before = desk.bytes();
    desk.later(DAY - 1);
    end(&desk);
    assert!(desk.bytes() == before, "not before a day has passed");
    assert!(desk.engine.snapshot().secret(key).is_ok());
    desk.later(1);
    end(&desk);
    let workspace = desk.engine.snapshot();
    assert!(matches!(workspace.secret(key), Err(canopy::workspace::Error::SecretErased { .. })));
    assert!(workspace.authority(authority).is_none() && desk.engine.destructions().is_empty());
    assert_eq!(workspace.removed_authority(authority).unwrap().arn.to_string(), arn);
    assert_eq!(workspace.certificates().counts(authority).issued, 2, "what it issued stays on record");
    desk.engine.verify().unwrap();

    let (engine, _) = Engine::open(&desk.path(), desk.environment(), &options()).unwrap();
    drop(engine);
    desk.engine.change_passphrase(&desk.caller, &passphrase(), &"another passphrase".into()).unwrap();
    desk.root();
}

#[test]
fn a_doubtful_clock_destroys_nothing_until_a_person_confirms_it() {
    let desk = Desk::new();
    let arn = disabled(&desk);
    let authority = id(&arn);
    desk.call::<DeleteCertificateAuthorityRequest>(delete(&arn, 7)).unwrap();
    desk.later(30 * DAY);
    let before = desk.bytes();
    end(&desk);
    assert!(desk.bytes() == before, "nothing happened for a month");
    assert_eq!(desk.engine.destructions(), [(authority, Destruction::Doubtful)]);
    desk.engine.annotate_authority(&desk.caller, authority, "Old", "").unwrap();
    let desk = desk.with_record(Vec::new());
    end(&desk);
    assert_eq!(
        desk.engine.destructions(),
        [(authority, Destruction::Doubtful)],
        "a record of the same clock proves nothing"
    );
    desk.engine.confirm_date(&desk.caller).unwrap();
    assert_eq!(desk.engine.date_doubt(), None);
    end(&desk);
    assert!(matches!(desk.engine.destructions()[..], [(_, Destruction::Kept { .. })]), "and then a day to think");
    desk.later(-20 * DAY);
    let before = desk.bytes();
    assert_eq!(desk.engine.confirm_date(&desk.caller).unwrap_err().code(), "InvalidRequestException");
    end(&desk);
    assert!(desk.bytes() == before, "a clock that is behind ends nothing");
    desk.later(21 * DAY);
    let before = desk.bytes();
    desk.engine.confirm_date(&desk.caller).unwrap();
    assert!(desk.bytes() == before, "nothing is in doubt");
    end(&desk);
    assert!(desk.engine.snapshot().authority(authority).is_none());
}

#[test]
fn a_locked_workspace_destroys_nothing() {
    let desk = Desk::new();
    let arn = disabled(&desk);
    desk.call::<DeleteCertificateAuthorityRequest>(delete(&arn, 7)).unwrap();
    days_pass(&desk, 8);
    desk.engine.lock();
    let before = desk.bytes();
    assert_eq!(desk.engine.end_restoration_periods(&desk.caller), Err(Error::Locked));
    desk.refused::<DeleteCertificateAuthorityRequest>(about(&arn), "ServiceUnavailable");
    assert!(desk.bytes() == before);
}

#[test]
fn what_never_came_to_be_is_gone_at_once_with_its_key() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let (authority, key) = (id(&arn), desk.engine.snapshot().authority(id(&arn)).unwrap().key);
    let failed = canopy::workspace::Event::AuthorityUpdated {
        authority,
        status: Some(CertificateAuthorityStatus::Failed),
        revocation_configuration: None,
    };
    let desk = desk.with_record(vec![failed]);
    desk.call::<DeleteCertificateAuthorityRequest>(about(&arn)).unwrap();
    assert!(desk.engine.snapshot().authority(authority).is_none());
    assert!(matches!(desk.engine.snapshot().secret(key), Err(canopy::workspace::Error::SecretErased { .. })));
    desk.refused::<DescribeCertificateAuthorityRequest>(about(&arn), "ResourceNotFoundException");
}

#[test]
fn a_deleted_authority_counts_until_it_cannot_be_restored() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    desk.call::<DeleteCertificateAuthorityRequest>(delete(&arn, 7)).unwrap();
    for _ in 1..200 {
        desk.pending("SUBORDINATE");
    }
    let request = crate::desk::authority_request("ROOT", "One more", "EC_prime256v1", "SHA256WITHECDSA");
    desk.refused::<CreateCertificateAuthorityRequest>(request.clone(), "LimitExceededException");
    desk.later(7 * DAY + 1);
    desk.call::<CreateCertificateAuthorityRequest>(request).unwrap();
}
