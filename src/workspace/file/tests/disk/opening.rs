//! Opened again: what is read back, and what a torn, damaged or foreign file becomes.

use super::*;

#[test]
fn what_was_written_is_there_when_it_is_opened_again() {
    let folder = Folder::new();
    let log = folder.log(3);
    let head = log.workspace().head();
    drop(log);
    let mut opened = folder.open();
    assert_eq!(opened.report, crate::workspace::Report::default());
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
