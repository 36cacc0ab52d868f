//! Copies: one that is made, and an older or another one in the place of the file.

use super::*;

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
