//! The index beside the file: what it saves, and what it cannot be made to say.

use super::*;

#[test]
fn an_index_saves_reading_and_a_broken_one_does_no_harm() {
    let folder = Folder::new();
    let log = folder.log(300);
    let head = log.workspace().head();
    drop(log);
    let index = folder.0.path().join("w.canopy.index");
    let opened = folder.open();
    assert!(opened.report.from_index);
    assert_eq!(opened.log.workspace().head(), head);
    assert_eq!(opened.log.verification().run(&[key(1)]).unwrap().records, head.seq);
    drop(opened);
    let mut bytes = std::fs::read(&index).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&index, bytes).unwrap();
    let opened = folder.open();
    assert!(!opened.report.from_index);
    assert_eq!(opened.log.workspace().head(), head);
}

/// The index of another workspace with the same records, which another key has sealed.
fn foreign_index(folder: &Folder) {
    let index = folder.0.path().join("w.canopy.index");
    let options = OpenOptions { state_folder: None };
    let opened = Log::open(&folder.path(), &options).unwrap();
    let position = opened.log.position().clone();
    crate::workspace::file::index::write(&index, &position, &key(9)).unwrap();
}

#[test]
fn an_index_that_another_key_has_sealed_is_not_believed() {
    let folder = Folder::new();
    drop(folder.log(300));
    foreign_index(&folder);
    let mut opened = folder.open();
    assert!(opened.report.from_index, "who wrote it shows only with the key");
    opened.log.unlock(key(1)).unwrap();
    assert!(!folder.0.path().join("w.canopy.index").exists());
    record(&mut opened.log, vec![note("it agreed with the records")]).unwrap();
}

#[test]
fn an_index_that_says_something_else_than_the_records_makes_read_only() {
    let folder = Folder::new();
    drop(folder.log(300));
    let index = folder.0.path().join("w.canopy.index");
    let opened = folder.open();
    let mut position = opened.log.position().clone();
    drop(opened);
    position.state.superseded.insert_mut(secret(1).id());
    crate::workspace::file::index::write(&index, &position, &key(9)).unwrap();
    let mut log = folder.open().log;
    assert!(matches!(log.unlock(key(1)), Err(Error::ReadOnly { .. })));
    assert!(matches!(why(&log), ReadOnly::Unsound { .. }), "{:?}", why(&log));
    drop(log);
    assert!(!index.exists());
    // One that its own key has sealed is believed until the records are read again.
    crate::workspace::file::index::write(&index, &position, &key(1)).unwrap();
    let mut log = folder.open().log;
    log.unlock(key(1)).unwrap();
    let error = log.verification().run(&[key(1)]).unwrap_err();
    assert!(matches!(error, Error::IndexDisagrees), "{error}");
    log.distrust(&error);
    assert!(record(&mut log, vec![note("x")]).is_err());
    drop(log);
    assert!(!index.exists(), "and none is written for it");
}

#[test]
fn an_index_is_finished_when_the_key_goes_and_is_that_of_the_identity_in_force() {
    let folder = Folder::new();
    let index = folder.0.path().join("w.canopy.index");
    let mut log = folder.log(300);
    log.lock();
    drop(log);
    assert!(index.exists());
    let mut log = folder.open().log;
    log.unlock(key(1)).unwrap();
    let (identity, macs, sealed) = (secret(50), secret(51), secret(52));
    let keys = vec![(authority_id(1), sealed.id())];
    let event = Event::IdentityReplaced {
        identity: identity.id(),
        earlier_mac_keys: macs.id(),
        keys,
        managed_keys: Vec::new(),
        other_secrets: Vec::new(),
    };
    log.replace_identity(draft(vec![event], vec![identity, macs, sealed]), key(2)).unwrap();
    assert!(!index.exists());
    drop(log);
    let mut opened = folder.open();
    assert!(opened.report.from_index);
    opened.log.unlock(key(2)).unwrap();
    assert!(index.exists(), "its seal is the right one");
}

#[test]
fn a_place_in_an_index_erases_nothing_else() {
    let (storage, mut chain) = chain();
    let before = storage.bytes();
    let id = secret(1).id();
    let span = *chain.position.state.secrets.get(&id).unwrap();
    chain.position.state.superseded.insert_mut(id);
    for (offset, len) in [(span.offset + 1, span.len), (span.offset - 1, span.len), (span.offset, span.len - 1), (3, 9)]
    {
        chain.position.state.secrets.insert_mut(id, crate::workspace::Span { offset, len });
        assert!(matches!(chain.erase(&[id]), Err(Error::SecretElsewhere { .. })), "{offset} {len}");
        assert!(storage.bytes() == before);
    }
    chain.position.state.secrets.insert_mut(id, span);
    chain.erase(&[id]).unwrap();
}
