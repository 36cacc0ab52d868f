//! The uses of keys that answers are, on record.

use super::*;
use crate::desk::passphrase;
use canopy::workspace::{Authority, Event};
use std::sync::Arc;

fn stored(desk: &Desk, authority: &str) -> Arc<Authority> {
    desk.engine.snapshot().authority(id(authority)).unwrap().clone()
}

/// What was recorded of OCSP, oldest first.
fn recorded(desk: &Desk) -> Vec<(String, i64, u64)> {
    let text = String::from_utf8(desk.bytes()).unwrap();
    text.lines()
        .flat_map(|line| line.split("OcspResponsesSigned(").skip(1))
        .map(|event| {
            let event: Event =
                ron::from_str(&format!("OcspResponsesSigned({}", &event[..=event.find(')').unwrap()])).unwrap();
            let Event::OcspResponsesSigned { authority, since, count } = event else { panic!("{event:?}") };
            (authority.to_string(), since.seconds(), count)
        })
        .collect()
}

#[test]
fn the_uses_of_a_key_are_recorded_by_the_hour() {
    let desk = Desk::new();
    let [one, other] = ["One", "Other"].map(|name| desk.root_from(answering(name, "EC_prime256v1", "SHA256WITHECDSA")));
    let (uses, head) = (stored(&desk, &one).key_uses, desk.engine.snapshot().head().seq);
    assert!(!desk.engine.ocsp_use_due());
    for number in 1..=3 {
        ask(&desk.engine, &about(&desk, &one, &[&[number]]));
        ask(&desk.engine, &about(&desk, &one, &[&[number]]));
    }
    desk.later(HOUR / 2);
    ask(&desk.engine, &about(&desk, &other, &[&[1]]));
    desk.later(HOUR / 2 - 1);
    assert!(!desk.engine.ocsp_use_due());
    assert_eq!(desk.engine.snapshot().head().seq, head, "nothing is written for an answer");
    desk.later(1);
    assert_eq!((desk.engine.due(), desk.engine.next_due()), (vec![Due::OcspUse], Some(desk.engine.now())));
    desk.engine.perform_due(&Due::OcspUse).unwrap();
    assert!(!desk.engine.ocsp_use_due() && desk.engine.next_due().is_none());
    assert_eq!(desk.engine.snapshot().head().seq, head + 1, "one record for all");
    let mut expected = vec![(id(&one).to_string(), NOON, 3), (id(&other).to_string(), NOON + HOUR / 2, 1)];
    let mut found = recorded(&desk);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    let now = stored(&desk, &one);
    assert_eq!((now.key_uses, now.last_key_use.seconds()), (uses + 3, NOON + HOUR));
    desk.engine.record_ocsp_use().unwrap();
    assert_eq!(desk.engine.snapshot().head().seq, head + 1, "nothing is left to tell");
}

#[test]
fn no_use_of_a_key_is_lost_when_the_workspace_is_locked_or_closed() {
    let desk = Desk::new();
    let root = root(&desk);
    ask(&desk.engine, &about(&desk, &root, &[&[1]]));
    desk.engine.lock();
    assert_eq!(recorded(&desk).len(), 1);
    assert!(!desk.engine.ocsp_use_due());
    desk.engine.lock();
    assert_eq!(recorded(&desk).len(), 1);
    desk.engine.unlock(&passphrase()).unwrap();
    ask(&desk.engine, &about(&desk, &root, &[&[2]]));
    ask(&desk.engine, &about(&desk, &root, &[&[3]]));
    desk.engine.close();
    assert_eq!(recorded(&desk)[1].2, 2);
    refused(&ask(&desk.engine, &about(&desk, &root, &[&[4]])), OcspResponseStatus::TryLater);
    assert!(ask(&desk.engine, &about(&desk, &root, &[&[3]])).from_cache);
    let desk = desk.with_record(Vec::new());
    assert_eq!(desk.engine.verify().map(drop), Ok(()));
}
