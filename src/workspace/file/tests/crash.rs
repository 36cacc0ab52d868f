//! What a crash at any moment leaves: every acknowledged record, and a file that opens.

use std::collections::HashMap;

use super::*;
use crate::workspace::Sha256Digest;
use crate::workspace::file::replay::{Position, Tail};
use crate::workspace::file::secrets::lost;
use crate::workspace::testing::{Failing, Operation};

/// What was acknowledged when so many operations were done.
struct Acknowledged {
    operations: usize,
    position: Position,
}

/// A run, as the disk saw it.
struct Run {
    operations: Vec<Operation>,
    acknowledged: Vec<Acknowledged>,
    hashes: HashMap<u64, Sha256Digest>,
}

impl Run {
    /// What was acknowledged when so many operations were done.
    fn acknowledged(&self, operations: usize) -> Option<&Acknowledged> {
        self.acknowledged.iter().rfind(|acknowledged| acknowledged.operations <= operations)
    }
}

/// 50 actions: issuances, revocations, notes and new authorities, now and then three in one write, and
/// in the middle another passphrase, after which what the old one opened is erased.
fn run() -> Run {
    let storage = Arc::new(RecordingStorage::default());
    let mut chain = Chain::create(storage.clone(), &header(), creation(), key(1)).unwrap();
    let creation = chain.position.state.head();
    let mut run = Run { operations: Vec::new(), acknowledged: Vec::new(), hashes: HashMap::new() };
    run.hashes.insert(creation.seq, creation.hash);
    for action in 0..50_u8 {
        let before = storage.operations().len();
        let replaces = action == 24;
        let drafts = match action {
            0 => vec![authority(1)],
            24 => vec![replacement()],
            _ if action % 10 == 1 => vec![issuance(1, action)],
            _ if action % 10 == 2 => vec![revocation(1, action - 1)],
            _ if action % 10 == 5 => vec![note("first of three"), note("second of three"), note("third of three")],
            _ if action % 25 == 7 && action < 24 => vec![authority(action)],
            _ => vec![note(&format!("action {action}"))],
        };
        let under = if replaces { key(2) } else { chain.key.clone().unwrap() };
        let mut transaction = chain.begin().unwrap();
        for draft in drafts {
            let head = transaction.push_under(draft, &under).unwrap().head();
            run.hashes.insert(head.seq, head.hash);
        }
        transaction.commit().unwrap();
        chain.key = Some(under);
        let done = storage.operations().split_off(before);
        assert!(matches!(&done[..], [Operation::Write { .. }, Operation::Sync]), "one write, then its sync: {done:?}");
        let operations = before + done.len();
        run.acknowledged.push(Acknowledged { operations, position: chain.position.clone() });
        if replaces {
            let secrets = chain.secrets_to_erase().unwrap();
            chain.erase(&secrets).unwrap();
            let erasure = storage.operations().split_off(operations);
            let (last, writes) = erasure.split_last().unwrap();
            assert_eq!(*last, Operation::Sync);
            assert_eq!(writes.len(), 3, "the identity and two keys");
            assert!(chain.secrets_to_erase().unwrap().is_empty());
        }
    }
    run.operations = storage.operations();
    run
}

/// Another identity for the two authorities that there are by then.
fn replacement() -> Draft {
    let (identity, macs, one, other) = (secret(101), secret(102), secret(51), secret(52));
    let event = Event::IdentityReplaced {
        identity: identity.id(),
        earlier_mac_keys: macs.id(),
        keys: vec![(authority_id(1), one.id()), (authority_id(7), other.id())],
        managed_keys: Vec::new(),
        other_secrets: Vec::new(),
    };
    draft(vec![event], vec![identity, macs, one, other])
}

/// What may be on the disk after a crash while bytes in the middle of the file are overwritten.
fn overwritten(synced: &[u8], offset: usize, write: &[u8]) -> Vec<Vec<u8>> {
    let cuts = (0..=write.len()).step_by(50).map(|cut| (0, cut));
    let ends = (0..write.len()).step_by(50).map(|cut| (cut, write.len()));
    let parts = cuts.chain(ends).map(|(from, to)| {
        let mut file = synced.to_vec();
        file[offset + from..offset + to].copy_from_slice(&write[from..to]);
        file
    });
    parts.collect()
}

/// The number and the hash of every record that is read from the start of a file.
fn records(file: &[u8]) -> Vec<(u64, Sha256Digest)> {
    let storage: Arc<dyn Storage> = Arc::new(RecordingStorage::holding(file.to_vec()));
    let start = Chain::start(&storage).unwrap();
    let mut records = Vec::new();
    let replayed = replay(storage.as_ref(), start, u64::MAX, |line, _| {
        records.push((line.record.seq, line.record.hash));
        Ok(())
    });
    let replayed = replayed.unwrap();
    assert!(matches!(replayed.tail, Tail::Closed | Tail::Torn), "{:?}", replayed.tail);
    assert_eq!(lost(&replayed.position.state), None);
    records
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
    let run = run();
    let mut synced = Vec::new();
    let mut files = 0;
    for (index, operation) in run.operations.iter().enumerate() {
        if let (Some(last), Operation::Write { offset, bytes }) = (run.acknowledged(index), operation) {
            let offset = usize::try_from(*offset).unwrap();
            // What is erased lies before the records that are read here.
            let erases = offset + bytes.len() < synced.len();
            for file in if erases { Vec::new() } else { torn(&synced, offset, bytes) } {
                check(file, &last.position, &run.hashes, files % 16 == 0);
                files += 1;
            }
        }
        // Each write is followed by its sync, so what is done is synced, or the crash came before.
        operation.apply(&mut synced);
    }
    assert!(files > 20_000, "{files}");
    let whole = read(synced).unwrap();
    assert_eq!(whole.position.state.head(), run.acknowledged.last().unwrap().position.state.head());
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
    let chain = Chain::at(storage.clone(), replayed.position, Some(key(1)));
    chain.close_file().unwrap();
    let again = Chain::replay(&storage, acknowledged.clone()).unwrap();
    assert_eq!((again.tail, again.position.state.head()), (Tail::Closed, head));
}

#[test]
fn each_prefix_of_the_run_reads_from_the_first_byte() {
    let run = run();
    let mut synced = Vec::new();
    let mut prefixes = 0;
    for (index, operation) in run.operations.iter().enumerate() {
        if let (Some(last), Operation::Write { offset, bytes }) = (run.acknowledged(index), operation) {
            let offset = usize::try_from(*offset).unwrap();
            let files = match offset + bytes.len() < synced.len() {
                true => overwritten(&synced, offset, bytes),
                // Without what was not synced, with a part of it, with zeros in its place, and with all of it.
                false => {
                    let half = offset + bytes.len() / 2;
                    let mut whole = synced.clone();
                    operation.apply(&mut whole);
                    let zeros = [&whole[..half], &vec![0; whole.len() - half]].concat();
                    vec![synced.clone(), whole[..half].to_vec(), zeros, whole]
                }
            };
            for file in files {
                let records = records(&file);
                let acknowledged = last.position.state.head().seq;
                assert!(records.len() as u64 >= acknowledged, "{} of {acknowledged} records", records.len());
                for (number, (seq, hash)) in records.iter().enumerate() {
                    assert_eq!(*seq, number as u64 + 1);
                    assert_eq!(run.hashes.get(seq), Some(hash), "record {seq}");
                }
                prefixes += 1;
            }
        }
        operation.apply(&mut synced);
    }
    assert!(prefixes > 200, "{prefixes}");
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
