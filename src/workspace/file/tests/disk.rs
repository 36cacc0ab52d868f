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
        log.append(vec![authority(1)]).unwrap();
        for number in 0..notes {
            log.append(vec![note(&format!("note {number}"))]).unwrap();
        }
        log
    }

    fn open(&self) -> crate::workspace::Opened {
        Log::open(&self.path(), &self.options()).unwrap()
    }
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
    assert!(matches!(opened.log.append(vec![note("x")]), Err(Error::Locked)));
    assert!(matches!(opened.log.unlock(key(2)), Err(Error::Forged { seq: 5 })));
    opened.log.unlock(key(1)).unwrap();
    opened.log.append(vec![note("x")]).unwrap();
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
    assert!(second.append(vec![note("x")]).is_err());
    assert!(!second.follow().unwrap());
    first.append(vec![note("news")]).unwrap();
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
    assert!(matches!(log.append(vec![note("x")]), Err(Error::ReadOnly { .. })));
    drop(log);
    assert!(std::fs::read(folder.path()).unwrap() == bytes);
}

#[test]
fn an_older_copy_is_noticed() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    let older = std::fs::read(folder.path()).unwrap();
    log.append(vec![note("newer")]).unwrap();
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
    };
    let secrets = vec![identity, macs, sealed];
    assert!(log.append(vec![draft(vec![event.clone()], secrets.clone())]).is_err());
    log.replace_identity(draft(vec![event], secrets), key(2)).unwrap();
    let old = log.secrets_to_erase().unwrap();
    assert_eq!(old.len(), 2, "the identity and the key of the authority");
    let in_use = log.workspace().identities().last().unwrap().secret;
    assert!(matches!(log.erase(&[in_use]), Err(Error::SecretInUse { .. })));
    log.erase(&old).unwrap();
    assert!(log.secrets_to_erase().unwrap().is_empty());
    assert!(matches!(log.workspace().secret(old[0]), Err(Error::SecretErased { .. })));
    log.append(vec![note("under the new one")]).unwrap();
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
