//! What about an authority needs a person.

use canopy::ui::attention::Attention;
use canopy::workspace::{CertificateAuthorityStatus, Event, Timestamp, Workspace};

use super::desk::SAMPLE;
use super::trouble::{after, id, troubled};

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

fn of(workspace: &Workspace, name: &str, now: Timestamp) -> Vec<Attention> {
    Attention::of(workspace.authority(id(workspace, name)).unwrap(), now)
}

const SERVERS: &str = "Servers Issuing CA";

#[test]
fn a_healthy_authority_needs_nobody() {
    assert_eq!(of(&SAMPLE.snapshot(), SERVERS, SAMPLE.now()), []);
    assert_eq!(of(&SAMPLE.snapshot(), "Devices CA", SAMPLE.now()), [Attention::Pending]);
}

#[test]
fn a_crl_that_was_asked_for_may_take_its_time_but_not_for_ever() {
    let sample = SAMPLE.snapshot();
    let workspace = after(&sample, vec![Event::CrlRequested { authority: id(&sample, SERVERS), partition: None }]);
    let at = workspace.head().at;
    assert_eq!(of(&workspace, SERVERS, at.plus_milliseconds(14 * MINUTE)), []);
    let waits = [Attention::CrlWaits { since: 16 * 60 }];
    assert_eq!(of(&workspace, SERVERS, at.plus_milliseconds(16 * MINUTE)), waits);
}

#[test]
fn an_overdue_crl_outweighs_why_there_is_no_newer_one() {
    let late = SAMPLE.now().plus_milliseconds(8 * DAY);
    let found = of(&troubled(), SERVERS, late);
    assert!(matches!(found[..], [Attention::CrlLate { .. }, Attention::CrlFailed { attempts: 2, .. }]), "{found:?}");
    let missing = of(&troubled(), "Devices CA", SAMPLE.now());
    assert_eq!(missing, [Attention::CrlMissing]);
}

#[test]
fn an_end_is_told_thirty_days_ahead() {
    let workspace = SAMPLE.snapshot();
    let end = workspace.authority(id(&workspace, SERVERS)).unwrap().installed.as_ref().unwrap().not_after;
    let at = |days: i64| of(&workspace, SERVERS, end.plus_milliseconds(-days * DAY));
    assert!(!at(31).contains(&Attention::ExpiresSoon { days: 31 }));
    assert!(at(30).contains(&Attention::ExpiresSoon { days: 30 }));
    assert_eq!(at(-2), [Attention::Expired { days: 2 }], "nobody needs a CRL of it any more");
}

#[test]
fn a_deleted_authority_needs_nobody() {
    let sample = SAMPLE.snapshot();
    let deleted = Event::AuthorityUpdated {
        authority: id(&sample, SERVERS),
        status: Some(CertificateAuthorityStatus::Deleted),
        revocation_configuration: None,
    };
    let workspace = after(&sample, vec![deleted]);
    assert_eq!(of(&workspace, SERVERS, SAMPLE.now().plus_milliseconds(30 * DAY)), []);
}
