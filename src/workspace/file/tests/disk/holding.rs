//! Who may write, and who may read: one process at a time, the owner alone, and no other file in its place.

use std::path::{Path, PathBuf};

use super::*;

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
