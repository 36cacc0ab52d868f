//! What a crash at any moment leaves: every acknowledged record, and a file that opens.

use std::collections::HashMap;

use super::*;
use crate::workspace::Sha256Digest;
use crate::workspace::file::replay::{Position, Tail};
use crate::workspace::testing::{Failing, Operation};

/// What was acknowledged when so many operations were done.
struct Acknowledged {
    operations: usize,
    position: Position,
}

/// 50 actions: issuances, revocations, notes and new authorities, now and then three in one write.
fn run() -> (Vec<Operation>, Vec<Acknowledged>, HashMap<u64, Sha256Digest>) {
    let storage = Arc::new(RecordingStorage::default());
    let mut chain = Chain::create(storage.clone(), &header(), creation(), key(1)).unwrap();
    let mut hashes = HashMap::new();
    let mut acknowledged = Vec::new();
    for action in 0..50_u8 {
        let drafts = match action {
            0 => vec![authority(1)],
            _ if action % 10 == 1 => vec![issuance(1, action)],
            _ if action % 10 == 2 => vec![revocation(1, action - 1)],
            _ if action % 10 == 5 => vec![note("first of three"), note("second of three"), note("third of three")],
            _ if action % 25 == 7 => vec![authority(action)],
            _ => vec![note(&format!("action {action}"))],
        };
        let mut transaction = chain.begin().unwrap();
        for draft in drafts {
            let head = transaction.push(draft).unwrap().head();
            hashes.insert(head.seq, head.hash);
        }
        transaction.commit().unwrap();
        acknowledged.push(Acknowledged { operations: storage.operations().len(), position: chain.position.clone() });
    }
    (storage.operations(), acknowledged, hashes)
}

/// What may be on the disk after a crash in the middle of `write`, onto `synced`.
fn torn(synced: &[u8], offset: usize, write: &[u8]) -> Vec<Vec<u8>> {
    let whole = Operation::Write { offset: offset as u64, bytes: write.to_vec() };
    let mut written = synced.to_vec();
    whole.apply(&mut written);
    let mut files = vec![synced.to_vec(), written.clone()];
    for cut in 0..write.len() {
        // The file grew no further than the cut …
        let mut short = synced.to_vec();
        Operation::Write { offset: offset as u64, bytes: write[..cut].to_vec() }.apply(&mut short);
        files.push(short);
        // … or it has its full length, and zeros from there on.
        let mut zeros = written.clone();
        zeros[offset + cut..].fill(0);
        files.push(zeros);
    }
    // Sectors reach the disk in any order: each may be missing alone, and each may be there alone.
    for sector in (0..write.len()).step_by(512) {
        let place = offset + sector..offset + write.len().min(sector + 512);
        let mut hole = written.clone();
        hole[place.clone()].fill(0);
        files.push(hole);
        let mut alone = written.clone();
        alone[offset..].fill(0);
        alone[place.clone()].copy_from_slice(&written[place]);
        files.push(alone);
    }
    // So may each record of a write of several.
    for line in 0..write.iter().filter(|byte| **byte == b'\n').count() {
        let mut start = 0;
        for (number, text) in write.split_inclusive(|byte| *byte == b'\n').enumerate() {
            if number == line {
                let mut hole = written.clone();
                hole[offset + start..offset + start + text.len() - 1].fill(0);
                files.push(hole);
            }
            start += text.len();
        }
    }
    files
}

#[test]
fn every_acknowledged_record_survives_a_crash_at_any_byte() {
    let (operations, acknowledged, hashes) = run();
    let mut synced = Vec::new();
    let mut files = 0;
    for (index, operation) in operations.iter().enumerate() {
        let last = acknowledged.iter().rfind(|acknowledged| acknowledged.operations <= index);
        if let (Some(last), Operation::Write { offset, bytes }) = (last, operation) {
            for file in torn(&synced, usize::try_from(*offset).unwrap(), bytes) {
                check(file, &last.position, &hashes, files % 16 == 0);
                files += 1;
            }
        }
        // Each write is followed by its sync, so what is done is synced, or the crash came before.
        operation.apply(&mut synced);
    }
    assert!(files > 20_000, "{files}");
    let whole = read(synced).unwrap();
    assert_eq!(whole.position.state.head(), acknowledged.last().unwrap().position.state.head());
}

/// The file opens, nothing acknowledged is missing, and what may be there beyond is what was
/// being written.
fn check(file: Vec<u8>, acknowledged: &Position, hashes: &HashMap<u64, Sha256Digest>, write_on: bool) {
    let storage: Arc<dyn Storage> = Arc::new(RecordingStorage::holding(file));
    // What lies before is the same bytes every time; the other tests read it from the start.
    let replayed = Chain::replay(&storage, acknowledged.clone()).unwrap();
    assert!(matches!(replayed.tail, Tail::Closed | Tail::Torn), "{:?}", replayed.tail);
    let head = replayed.position.state.head();
    assert!(head.seq >= acknowledged.state.head().seq);
    assert_eq!(hashes.get(&head.seq), Some(&head.hash));
    // Setting the rest aside is the same code whatever it was, so one file of sixteen is enough.
    if !write_on {
        return;
    }
    let chain = Chain { file: storage.clone(), position: replayed.position, key: Some(key(1)) };
    chain.close_file().unwrap();
    let again = Chain::replay(&storage, acknowledged.clone()).unwrap();
    assert_eq!((again.tail, again.position.state.head()), (Tail::Closed, head));
}

#[test]
fn each_prefix_of_the_run_without_what_was_not_synced_reads_from_the_start() {
    let (operations, acknowledged, _) = run();
    let mut synced = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        operation.apply(&mut synced);
        let Some(last) = acknowledged.iter().rfind(|acknowledged| acknowledged.operations <= index + 1) else {
            continue;
        };
        if index % 7 == 0 || index + 1 == operations.len() {
            let replayed = read(synced.clone()).unwrap();
            assert!(replayed.position.state.head().seq >= last.position.state.head().seq);
        }
    }
}

#[test]
fn a_crash_in_the_middle_of_setting_aside_loses_nothing() {
    let (_, mut chain) = chain();
    let position = chain.position.clone();
    append(&mut chain, vec![note("one"), note("two"), note("three")]).unwrap();
    // Power is lost while the three are written: the first is missing, the others are there.
    let length = usize::try_from(chain.file.len().unwrap()).unwrap();
    let mut torn = crate::workspace::storage::read_exact_at(chain.file.as_ref(), 0, length).unwrap();
    let end = usize::try_from(position.end).unwrap();
    torn[end..end + 50].fill(0);
    // And again after the last line was written, before the rest was cut off.
    torn[end..end + 3].copy_from_slice(b"])\n");
    let replayed = read(torn).unwrap();
    assert_eq!(replayed.tail, Tail::Torn);
    assert_eq!(replayed.position.state.head(), position.state.head());
}

#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let (storage, mut chain) = chain();
    let before = storage.bytes();
    storage.fail(Failing::Full);
    let error = append(&mut chain, vec![note("too much")]).unwrap_err();
    assert!(matches!(error, Error::Io { doing: "write the workspace file", .. }), "{error}");
    assert_eq!(storage.bytes(), before);
    storage.fail(Failing::Nothing);
    append(&mut chain, vec![note("now there is room")]).unwrap();
    assert!(read(storage.bytes()).unwrap().position.state.same_record_as(&chain.position.state));
}

#[test]
fn a_failed_sync_is_taken_back_and_never_tried_again() {
    let (storage, mut chain) = chain();
    let before = storage.bytes();
    let operations = storage.operations().len();
    storage.fail(Failing::OneSync);
    assert!(matches!(append(&mut chain, vec![note("lost")]), Err(Error::Io { .. })));
    assert_eq!(storage.bytes(), before);
    let after = storage.operations().split_off(operations);
    assert!(
        matches!(&after[..], [Operation::Write { .. }, Operation::Write { .. }, Operation::SetLen(_), Operation::Sync]),
        "written, taken back, cut, synced: {after:?}"
    );
    append(&mut chain, vec![note("kept")]).unwrap();
    assert_eq!(read(storage.bytes()).unwrap().position.state.head(), chain.position.state.head());
}

#[test]
fn when_taking_back_fails_too_nothing_is_written_any_more() {
    let (storage, mut chain) = chain();
    storage.fail(Failing::Everything);
    let error = append(&mut chain, vec![note("unknown")]).unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown { .. }) && error.to_string().contains("Reopen"), "{error}");
    storage.fail(Failing::Nothing);
    assert!(matches!(append(&mut chain, vec![note("refused")]), Err(Error::ReadOnly { .. })));
    read(storage.bytes()).unwrap();
}
