//! Workspace files on a real disk: opened, locked, cut short, and opened again.

use std::path::{Path, PathBuf};

use super::*;
use crate::workspace::{Log, OpenOptions, ReadOnly};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("w.canopy")
    }

    fn options(&self) -> OpenOptions {
        OpenOptions { state_folder: Some(self.0.path().join("state")) }
    }

    /// A workspace with one authority and `notes` more records.
    fn log(&self, notes: usize) -> Log {
        let mut log = Log::create(&self.path(), &header(), creation(), key(1), &self.options()).unwrap();
        record(&mut log, vec![authority(1)]).unwrap();
        for number in 0..notes {
            record(&mut log, vec![note(&format!("note {number}"))]).unwrap();
        }
        log
    }

    fn open(&self) -> crate::workspace::Opened {
        Log::open(&self.path(), &self.options()).unwrap()
    }
}

/// Appends records, all in one write.
fn record(log: &mut Log, drafts: Vec<Draft>) -> Result<(), Error> {
    log.write(|transaction| drafts.into_iter().try_for_each(|draft| transaction.push(draft).map(drop)))
}

fn why(log: &Log) -> ReadOnly {
    log.workspace().read_only().unwrap().as_ref().clone()
}

#[test]
fn what_was_written_is_there_when_it_is_opened_again() {
    let folder = Folder::new();
    let log = folder.log(3);
    let head = log.workspace().head();
    drop(log);
    let mut opened = folder.open();
    assert_eq!(opened.report, super::super::Report::default());
    assert_eq!(opened.log.workspace().head(), head);
    assert!(matches!(record(&mut opened.log, vec![note("x")]), Err(Error::Locked)));
    assert!(matches!(opened.log.unlock(key(2)), Err(Error::Forged { seq: 5 })));
    opened.log.unlock(key(1)).unwrap();
    record(&mut opened.log, vec![note("x")]).unwrap();
    assert_eq!(opened.log.verification().run(&[key(1)]).unwrap().records, 6);
    assert!(matches!(opened.log.verification().run(&[key(2)]), Err(Error::Forged { seq: 1 })));
}

#[test]
fn nothing_that_exists_is_overwritten() {
    let folder = Folder::new();
    std::fs::write(folder.path(), b"precious").unwrap();
    let created = Log::create(&folder.path(), &header(), creation(), key(1), &folder.options());
    assert!(matches!(created, Err(Error::Exists { .. })));
    assert_eq!(std::fs::read(folder.path()).unwrap(), b"precious");
}

#[test]
fn only_one_may_write_and_the_other_follows() {
    let folder = Folder::new();
    let mut first = folder.log(0);
    let mut second = folder.open().log;
    assert!(matches!(why(&second), ReadOnly::HeldBy { pid: Some(_) }), "{:?}", why(&second));
    assert!(record(&mut second, vec![note("x")]).is_err());
    assert!(!second.follow().unwrap());
    record(&mut first, vec![note("news")]).unwrap();
    assert!(second.follow().unwrap());
    assert_eq!(second.workspace().head(), first.workspace().head());
    // Seen in the middle of a write, it is looked at again although its length is the same then.
    let whole = std::fs::read(folder.path()).unwrap();
    let write = |bytes: &[u8]| std::fs::write(folder.path(), bytes).unwrap();
    record(&mut first, vec![note("more news")]).unwrap();
    let grown = std::fs::read(folder.path()).unwrap();
    write(&[&whole[..whole.len() - 3], &vec![0; grown.len() - whole.len() + 3]].concat());
    assert!(!second.follow().unwrap());
    write(&grown);
    assert!(second.follow().unwrap());
    assert_eq!(second.workspace().head(), first.workspace().head());
    drop((first, second));
    assert!(folder.open().log.workspace().read_only().is_none());
}

#[test]
fn what_power_loss_left_is_set_aside() {
    let folder = Folder::new();
    drop(folder.log(1));
    let good = std::fs::read(folder.path()).unwrap();
    let torn = b"(seq:4,at:\"2026-";
    let end = good.len() - b"])\n".len();
    std::fs::write(folder.path(), [&good[..end], torn].concat()).unwrap();
    let opened = folder.open();
    let aside = opened.report.set_aside.unwrap();
    assert_eq!(std::fs::read(&aside.path).unwrap(), torn);
    assert_eq!(aside.bytes, torn.len() as u64);
    assert_eq!(std::fs::read(folder.path()).unwrap(), good);
    drop(opened.log);
    assert_eq!(folder.open().report.set_aside, None);
}

#[test]
fn damage_is_never_overwritten() {
    let folder = Folder::new();
    drop(folder.log(3));
    let mut bytes = std::fs::read(folder.path()).unwrap();
    let place = bytes.windows(6).position(|window| window == b"note 0").unwrap();
    bytes[place] = b'N';
    std::fs::write(folder.path(), &bytes).unwrap();
    let mut log = folder.open().log;
    assert!(matches!(why(&log), ReadOnly::Damaged { line: 5, .. }), "{:?}", why(&log));
    assert!(matches!(record(&mut log, vec![note("x")]), Err(Error::ReadOnly { .. })));
    drop(log);
    assert!(std::fs::read(folder.path()).unwrap() == bytes);
}

#[test]
fn an_older_copy_is_noticed() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    let older = std::fs::read(folder.path()).unwrap();
    record(&mut log, vec![note("newer")]).unwrap();
    drop(log);
    std::fs::write(folder.path(), older).unwrap();
    assert!(matches!(why(&folder.open().log), ReadOnly::Behind { seen: 3, found: 2, .. }));
    let elsewhere = OpenOptions { state_folder: None };
    assert!(Log::open(&folder.path(), &elsewhere).unwrap().log.workspace().read_only().is_none());
}

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

#[test]
fn files_of_other_kinds_are_named() {
    let folder = Folder::new();
    let open = || Log::open(&folder.path(), &folder.options()).map(drop).unwrap_err();
    assert!(matches!(open(), Error::Io { .. }), "{}", open());
    for (bytes, found) in
        [(&b""[..], "an empty file"), (b"\x89PNG\r\n", "a picture"), (b"-----BEGIN CERTIFICATE-----\n", "PEM")]
    {
        std::fs::write(folder.path(), bytes).unwrap();
        assert!(open().to_string().contains(found), "{}", open());
    }
    // 100 MB of zeros, of which the disk has none.
    std::fs::File::create(folder.path()).unwrap().set_len(100_000_000).unwrap();
    assert!(open().to_string().contains("100000000 bytes that begin with zeros"), "{}", open());
    std::fs::remove_file(folder.path()).unwrap();
    std::fs::create_dir(folder.path()).unwrap();
    assert!(open().to_string().contains("folder"), "{}", open());
}

#[test]
fn a_new_identity_leaves_nothing_of_the_old_one() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    let (identity, macs, sealed) = (secret(50), secret(51), secret(52));
    let event = Event::IdentityReplaced {
        identity: identity.id(),
        earlier_mac_keys: macs.id(),
        keys: vec![(authority_id(1), sealed.id())],
        managed_keys: Vec::new(),
    };
    let secrets = vec![identity, macs, sealed];
    assert!(record(&mut log, vec![draft(vec![event.clone()], secrets.clone())]).is_err());
    log.replace_identity(draft(vec![event], secrets), key(2)).unwrap();
    let old = log.secrets_to_erase().unwrap();
    assert_eq!(old.len(), 2, "the identity and the key of the authority");
    let in_use = log.workspace().identities().last().unwrap().secret;
    assert!(matches!(log.erase(&[in_use]), Err(Error::SecretInUse { .. })));
    log.erase(&old).unwrap();
    assert!(log.secrets_to_erase().unwrap().is_empty());
    assert!(matches!(log.workspace().secret(old[0]), Err(Error::SecretErased { .. })));
    record(&mut log, vec![note("under the new one")]).unwrap();
    assert!(log.verification().run(&[key(1), key(2)]).unwrap().authenticated);
    drop(log);
    let mut opened = folder.open();
    assert!(opened.log.workspace().read_only().is_none());
    assert!(matches!(opened.log.unlock(key(1)), Err(Error::Forged { .. })));
    opened.log.unlock(key(2)).unwrap();
}

#[test]
fn an_append_reads_and_writes_as_much_however_long_the_file_is() {
    let (storage, mut chain) = chain();
    let cost = |chain: &mut Chain, number: u8| {
        let before = storage.operations().len();
        append(chain, vec![issuance(1, number)]).unwrap();
        let written = storage.operations().split_off(before);
        let bytes: usize = written
            .iter()
            .map(|operation| match operation {
                crate::workspace::testing::Operation::Write { bytes, .. } => bytes.len(),
                _ => 0,
            })
            .sum();
        (written.len(), bytes)
    };
    let (operations, bytes) = cost(&mut chain, 1);
    for number in 0..1_000 {
        append(&mut chain, vec![note(&format!("{number:4}"))]).unwrap();
    }
    let (later_operations, later_bytes) = cost(&mut chain, 2);
    assert_eq!(later_operations, operations);
    assert!(later_bytes.abs_diff(bytes) < 32, "{bytes} and {later_bytes} bytes");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_what_belongs_to_a_workspace() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    drop(folder.log(300));
    let mut text = std::fs::OpenOptions::new().append(true).open(folder.path()).unwrap();
    std::io::Write::write_all(&mut text, b"torn").unwrap();
    drop(folder.open());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files: Vec<PathBuf> = std::fs::read_dir(folder.0.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let files: Vec<&PathBuf> = files.iter().filter(|path| path.is_file()).collect();
    assert_eq!(files.len(), 4, "the workspace, its lock, its index, and what was set aside: {files:?}");
    for file in files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_was_replaced_or_written_by_others_is_written_no_more() {
    let replaced = |change: &dyn Fn(&Path)| {
        let folder = Folder::new();
        let mut log = folder.log(1);
        change(&folder.path());
        let before = std::fs::read(folder.path()).ok();
        assert!(matches!(record(&mut log, vec![note("lost")]), Err(Error::ReadOnly { .. })));
        let ReadOnly::Replaced { found } = why(&log) else { panic!("{:?}", why(&log)) };
        assert!(log.erase(&[]).is_err());
        drop(log);
        assert!(std::fs::read(folder.path()).ok() == before, "nothing was written");
        found
    };
    let found = replaced(&|path| {
        let copy = path.with_extension("copy");
        std::fs::copy(path, &copy).unwrap();
        std::fs::rename(&copy, path).unwrap();
    });
    assert!(found.contains("another file"), "{found}");
    let found = replaced(&|path| std::fs::rename(path, path.with_extension("moved")).unwrap());
    assert!(found.contains("moved or removed"), "{found}");
    let found = replaced(&|path| {
        let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
        std::io::Write::write_all(&mut file, b"more").unwrap();
    });
    assert!(found.contains("bytes, found"), "{found}");
}

#[cfg(unix)]
#[test]
fn a_second_name_of_the_file_gives_no_second_writer() {
    let folder = Folder::new();
    let log = folder.log(0);
    let other = folder.0.path().join("other.canopy");
    std::fs::hard_link(folder.path(), &other).unwrap();
    let second = Log::open(&other, &folder.options()).unwrap().log;
    assert_eq!(why(&second), ReadOnly::HeldBy { pid: None });
    drop(log);
}

#[test]
fn a_closed_file_has_its_index_and_can_be_written_by_another() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    record(&mut log, (0..260).map(|number| note(&format!("note {number}"))).collect()).unwrap();
    log.close();
    let mut opened = folder.open();
    assert!(opened.report.from_index);
    opened.log.unlock(key(1)).unwrap();
    record(&mut opened.log, vec![note("by another")]).unwrap();
    assert_eq!(why(&log), ReadOnly::Closed);
    assert!(matches!(record(&mut log, vec![note("late")]), Err(Error::ReadOnly { .. })));
}

#[test]
fn a_copy_is_the_file_up_to_its_newest_record() {
    let folder = Folder::new();
    let mut log = folder.log(2);
    let mut copy = Vec::new();
    log.copying().write_to(&mut copy).unwrap();
    assert!(copy == std::fs::read(folder.path()).unwrap());
    record(&mut log, vec![note("later")]).unwrap();
    let whole = std::fs::read(folder.path()).unwrap();
    drop(log);
    // What stands behind the newest record is not in a copy; damage and all behind it is.
    std::fs::write(folder.path(), [&whole[..whole.len() - 3], b"(seq:6"].concat()).unwrap();
    let writer = folder.open().log;
    copy.clear();
    writer.copying().write_to(&mut copy).unwrap();
    assert!(copy == whole);
    drop(writer);
    let mut damaged = whole.clone();
    let place = damaged.windows(6).position(|window| window == b"note 0").unwrap();
    damaged[place] = b'N';
    std::fs::write(folder.path(), &damaged).unwrap();
    copy.clear();
    folder.open().log.copying().write_to(&mut copy).unwrap();
    assert!(copy == damaged);
    assert!(folder.open().log.copying().write_to(&mut Refusing).is_err());
}

struct Refusing;

impl std::io::Write for Refusing {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
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

#[test]
fn only_an_unlocked_or_written_workspace_is_remembered() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    let older = std::fs::read(folder.path()).unwrap();
    record(&mut log, vec![note("newer")]).unwrap();
    drop(log);
    let newer = std::fs::read(folder.path()).unwrap();
    let seen = std::fs::read_dir(folder.0.path().join("state")).unwrap().next().unwrap().unwrap().path();
    let remembered = || std::fs::read_to_string(&seen).unwrap();
    std::fs::write(folder.path(), &older).unwrap();
    std::fs::remove_file(&seen).unwrap();
    drop(folder.open());
    assert_eq!(remembered(), "", "anybody can make a file with this identifier");
    folder.open().log.unlock(key(1)).unwrap();
    assert!(remembered().starts_with("00000000000000000002 "));
    std::fs::write(folder.path(), &newer).unwrap();
    folder.open().log.unlock(key(1)).unwrap();
    assert!(remembered().starts_with("00000000000000000003 "));
}

#[test]
fn a_person_may_go_on_from_an_older_copy() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    let older = std::fs::read(folder.path()).unwrap();
    record(&mut log, vec![note("newer")]).unwrap();
    drop(log);
    std::fs::write(folder.path(), [&older[..older.len() - 3], b"(torn"].concat()).unwrap();
    let mut opened = folder.open();
    assert_eq!(opened.report.set_aside, None, "nothing is written to a copy in doubt");
    let log = &mut opened.log;
    assert!(why(log).is_another_copy());
    assert!(matches!(log.go_on(key(2)), Err(Error::Forged { .. })));
    assert!(why(log).is_another_copy());
    let aside = log.go_on(key(1)).unwrap().unwrap();
    assert_eq!(std::fs::read(aside.path).unwrap(), b"(torn");
    record(log, vec![note("another way")]).unwrap();
    drop(opened);
    assert!(folder.open().log.workspace().read_only().is_none());
    let held = folder.open();
    let mut second = folder.open().log;
    assert!(matches!(second.go_on(key(1)), Err(Error::ReadOnly { .. })));
    drop(held);
}

#[test]
fn a_copy_that_has_gone_another_way_is_noticed_however_far_it_went() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    let common = std::fs::read(folder.path()).unwrap();
    record(&mut log, vec![note("one way")]).unwrap();
    drop(log);
    for notes in [1, 2, 300] {
        std::fs::write(folder.path(), &common).unwrap();
        // On another computer, which has not seen this one.
        let mut other = Log::open(&folder.path(), &OpenOptions { state_folder: None }).unwrap().log;
        other.unlock(key(1)).unwrap();
        for number in 0..notes {
            record(&mut other, vec![note(&format!("another way {number}"))]).unwrap();
        }
        drop(other);
        let _ = std::fs::remove_file(folder.0.path().join("w.canopy.index"));
        assert_eq!(why(&folder.open().log), ReadOnly::Diverged { seq: 3 }, "{notes}");
    }
    folder.open().log.go_on(key(1)).unwrap();
    assert!(folder.open().log.workspace().read_only().is_none());
}

#[test]
fn a_sealed_key_that_is_damaged_or_erased_while_in_use_is_told() {
    let folder = Folder::new();
    // Read from the first record on, and from an index.
    for notes in [1, 300] {
        let _ = std::fs::remove_file(folder.path());
        let _ = std::fs::remove_dir_all(folder.0.path().join("state"));
        let log = folder.log(notes);
        let span = *log.workspace().secrets.get(&secret(1).id()).unwrap();
        drop(log);
        let whole = std::fs::read(folder.path()).unwrap();
        let place = usize::try_from(span.offset).unwrap()..usize::try_from(span.offset).unwrap() + span.len as usize;
        for (byte, how) in [(b'B', "damaged"), (b'A', "erased")] {
            let mut changed = whole.clone();
            changed[place.clone()].fill(byte);
            std::fs::write(folder.path(), &changed).unwrap();
            let opened = folder.open();
            assert_eq!(opened.report.from_index, notes == 300);
            let words = why(&opened.log).to_string();
            assert!(words.contains("the sealed key of note") && words.contains(how), "{words}");
            let error = opened.log.verification().run(&[key(1)]).unwrap_err();
            assert!(matches!(error, Error::SecretLost { .. }), "{error}");
        }
    }
}

#[test]
fn a_closing_line_without_its_end_is_completed() {
    let folder = Folder::new();
    drop(folder.log(1));
    let whole = std::fs::read(folder.path()).unwrap();
    std::fs::write(folder.path(), &whole[..whole.len() - 1]).unwrap();
    let mut opened = folder.open();
    assert_eq!(opened.report.set_aside, None);
    opened.log.unlock(key(1)).unwrap();
    record(&mut opened.log, vec![note("x")]).unwrap();
}
