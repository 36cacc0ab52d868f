//! The history of a workspace: pages of the records of its file, filtered.

use crate::desk::{Desk, id, options, passphrase, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::{Engine, HistoryFilter, HistoryKind, HistoryPage};
use canopy::workspace::{Actor, Change, Timestamp};
use serde_json::json;

fn page(engine: &Engine, filter: &HistoryFilter) -> HistoryPage {
    engine.history(None, filter, usize::MAX).unwrap()
}

fn found(desk: &Desk, filter: HistoryFilter) -> Vec<u64> {
    let page = page(&desk.engine, &filter);
    assert_eq!(page.next, None);
    page.entries.iter().map(|entry| entry.activity.seq).collect()
}

/// 1 the workspace, 2 a root, 3 a bucket, 4 a certificate, 5 its revocation, 6 and 7 the CRL, 8 another root by somebody
/// else.
fn desk() -> (Desk, String, String) {
    let desk = Desk::new();
    let root = desk.root_from(root_with_crl());
    desk.later(3600);
    desk.engine.add_bucket(&desk.caller, canopy::engine::NewBucket::folder("second", "second")).unwrap();
    desk.later(3600);
    let arn = desk.issue(&root, "shop.example");
    let serial = arn.rsplit('/').next().unwrap().to_owned();
    let revoke = json!({
        "CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"
    });
    desk.call::<RevokeCertificateRequest>(revoke).unwrap();
    let mut upkeep = desk.caller.clone();
    upkeep.actor = Actor::Upkeep;
    desk.engine.sign_crl(&upkeep, id(&root)).unwrap();
    desk.later(3600);
    let mut grace = desk.caller.clone();
    grace.actor = Actor::Api { access_key: "AKIAGRACE".into() };
    let other = crate::desk::authority_request("ROOT", "Other", "EC_prime256v1", "SHA256WITHECDSA");
    let other = canopy::engine::CreateRoot {
        request: serde_json::from_value(other).unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
    };
    let other = desk.engine.create_and_activate_root(&grace, other).unwrap().to_string();
    (desk, root, other)
}

#[test]
fn all_of_it_the_newest_first() {
    let (desk, ..) = desk();
    let page = page(&desk.engine, &HistoryFilter::default());
    let numbers: Vec<u64> = page.entries.iter().map(|entry| entry.activity.seq).collect();
    assert_eq!(numbers, [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(page.scanned, 8);
    let recent = desk.engine.snapshot().recent_activity();
    let told: Vec<_> = page.entries.iter().map(|entry| &entry.activity).collect();
    assert_eq!(told, recent.iter().map(AsRef::as_ref).collect::<Vec<_>>());
}

#[test]
fn filters_are_told_apart() {
    let (desk, root, other) = desk();
    let all = HistoryFilter::default;
    let kinds = |kinds: &[HistoryKind]| HistoryFilter { kinds: kinds.to_vec(), ..all() };
    assert_eq!(found(&desk, HistoryFilter { authority: Some(id(&root)), ..all() }), [7, 6, 5, 4, 2]);
    assert_eq!(found(&desk, HistoryFilter { authority: Some(id(&other)), ..all() }), [8]);
    let serial = desk.engine.snapshot().certificates().row(1).unwrap().serial;
    assert_eq!(found(&desk, HistoryFilter { serial: Some(serial), ..all() }), [5, 4]);
    assert_eq!(found(&desk, kinds(&[HistoryKind::Certificates])), [8, 4, 2]);
    assert_eq!(found(&desk, kinds(&[HistoryKind::Revocation])), [7, 6, 5]);
    assert_eq!(found(&desk, kinds(&[HistoryKind::KeyUse])), [8, 6, 4, 2]);
    assert_eq!(found(&desk, kinds(&[HistoryKind::Workspace])), [3, 1]);
    assert_eq!(found(&desk, kinds(&[HistoryKind::Workspace, HistoryKind::Authorities])), [8, 3, 2, 1]);
    assert!(found(&desk, kinds(&[HistoryKind::Access, HistoryKind::Reports])).is_empty());
    let actor = |actor: &str| HistoryFilter { actor: actor.into(), ..all() };
    assert_eq!(found(&desk, actor("akiagrace")), [8]);
    assert_eq!(found(&desk, actor("upkeep")), [7, 6]);
    assert_eq!(found(&desk, actor(" TEST ")), [5, 4, 3, 2, 1]);
    let at = |hours: i64| Some(Timestamp::from_seconds(crate::desk::NOON + hours * 3600));
    assert_eq!(found(&desk, HistoryFilter { from: at(1), until: at(3), ..all() }), [7, 6, 5, 4, 3]);
    assert_eq!(found(&desk, HistoryFilter { from: at(3), ..all() }), [8]);
    assert_eq!(found(&desk, HistoryFilter { until: at(1), ..all() }), [2, 1]);
    let text = |text: &str| HistoryFilter { text: text.into(), ..all() };
    assert_eq!(found(&desk, text("SHOP.")), [5, 4]);
    assert_eq!(found(&desk, text(&serial.to_string()[20..])), [5, 4]);
    assert_eq!(found(&desk, text("second")), [3]);
    assert_eq!(found(&desk, text("revoked")), [5]);
    assert_eq!(found(&desk, text("other")), [8]);
    assert!(found(&desk, text("nobody")).is_empty());
    assert_eq!(found(&desk, HistoryFilter { after: 5, ..all() }), [8, 7, 6]);
}

#[test]
fn reading_stops_where_nothing_older_can_be_wanted() {
    let (desk, ..) = desk();
    let from = Timestamp::from_seconds(crate::desk::NOON + 3 * 3600);
    let page = page(&desk.engine, &HistoryFilter { from: Some(from), ..HistoryFilter::default() });
    assert_eq!((page.entries.len(), page.scanned, page.next), (1, 2, None));
}

#[test]
fn pages_go_on_where_the_last_one_ended_though_the_file_grows() {
    let (desk, root, _) = desk();
    let filter = HistoryFilter::default();
    let mut next = None;
    let mut numbers = Vec::new();
    loop {
        let page = desk.engine.history(next, &filter, 3).unwrap();
        assert!(page.entries.len() <= 3);
        numbers.extend(page.entries.iter().map(|entry| entry.activity.seq));
        desk.issue(&root, "more.example");
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(numbers, [8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn a_call_reads_some_thousand_records_and_no_more() {
    let desk = Desk::new();
    let root = desk.root();
    for number in 0..2_100 {
        desk.engine.annotate_authority(&desk.caller, id(&root), &format!("name {number}"), "").unwrap();
    }
    let filter = HistoryFilter { kinds: vec![HistoryKind::Workspace], ..HistoryFilter::default() };
    let first = desk.engine.history(None, &filter, 10).unwrap();
    assert_eq!((first.entries.len(), first.scanned), (0, 2_000));
    let rest = desk.engine.history(first.next, &filter, 10).unwrap();
    assert_eq!((rest.entries.len(), rest.scanned, rest.next), (1, 102, None));
}

#[test]
fn it_is_read_locked_and_beside_another_window_that_writes() {
    let (desk, root, _) = desk();
    desk.engine.lock();
    assert_eq!(found(&desk, HistoryFilter::default()).len(), 8);
    let (reader, _) = Engine::open(&desk.path(), desk.environment(), &options()).unwrap();
    assert!(matches!(reader.access(), canopy::engine::Access::ReadOnly(_)));
    assert_eq!(page(&reader, &HistoryFilter::default()).entries.len(), 8);
    desk.engine.unlock(&passphrase()).unwrap();
    desk.issue(&root, "later.example");
    assert!(reader.follow().unwrap());
    let newer = page(&reader, &HistoryFilter { after: 8, ..HistoryFilter::default() });
    assert_eq!(newer.entries.len(), 1);
    assert!(matches!(newer.entries[0].activity.changes[..], [Change::CertificateIssued { .. }, ..]));
}

#[test]
fn a_record_is_shown_as_it_stands_without_its_secrets() {
    let (desk, ..) = desk();
    let newest = page(&desk.engine, &HistoryFilter::default()).entries.remove(0);
    let text = desk.engine.record_text(&newest).unwrap();
    assert!(text.starts_with("(seq:8,at:\"2026-11-23T15:00:00.000Z\",actor:Api(access_key:\"AKIAGRACE\")"), "{text}");
    assert!(text.contains("AuthorityCreated(") && !text.contains("secrets:"));
    assert!(text.ends_with(")") && text.contains(&format!("prev:\"{}\"", newest.prev)));
}
