//! Programs outside this project, as the tests start them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// A program that is on this machine.
pub struct Tool(PathBuf);

/// What a program said.
#[derive(Debug)]
pub struct Output {
    pub success: bool,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Output {
    /// What it printed, as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Stops the test when the program did not do what it was asked.
    #[track_caller]
    pub fn expect(self, doing: &str) -> Self {
        assert!(self.success, "{doing}: {}{}", self.text(), self.stderr);
        self
    }
}

/// The file of a program in the folders of a search path. Panics when it is required and not there.
fn find_in(path: &OsStr, name: &str, required: bool) -> Option<PathBuf> {
    let found = std::env::split_paths(path)
        .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file());
    assert!(found.is_some() || !required, "{name} is not on PATH, and CANOPY_REQUIRE_TOOLS asks for it");
    found
}

/// One line for each program that is not there, however many tests ask for it. It goes past `println!`, which is shown
/// of tests that fail only.
fn tell_once(name: &str) {
    static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    if TOLD.lock().unwrap().insert(name.to_owned()) {
        writeln!(std::io::stderr().lock(), "skipped: needs {name}").unwrap();
    }
}

impl Tool {
    /// The program of this name, if the search path has it. Tells when it has not, and panics when it must.
    pub fn find(name: &str) -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let required = std::env::var("CANOPY_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
        let found = find_in(&path, name, required);
        if found.is_none() {
            tell_once(name);
        }
        found.map(Self)
    }

    /// Runs it where the tests run, with something to read, until it ends.
    pub fn pipe<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>, input: &[u8]) -> Output {
        self.start(Command::new(&self.0).args(arguments), input)
    }

    /// Runs it in a folder, with something to read, until it ends.
    pub fn run_with(&self, folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
        self.start(Command::new(&self.0).args(arguments).current_dir(folder), input)
    }

    fn start(&self, command: &mut Command, input: &[u8]) -> Output {
        let mut child = command
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // A program may end without having read all of it.
            scope.spawn(move || drop(stdin.write_all(input)));
            child.wait_with_output().unwrap()
        });
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Output { success: output.status.success(), stdout: output.stdout, stderr }
    }

    /// Runs it with nothing to read.
    pub fn run(&self, folder: &Path, arguments: &[&str]) -> Output {
        self.run_with(folder, arguments, b"")
    }
}

/// Does something with each of them, all at once: what programs take to start is waited for together.
pub fn at_once<'a, T: Sync, R: Send>(items: &'a [T], act: impl Fn(&'a T) -> R + Sync) -> Vec<R> {
    let act = &act;
    std::thread::scope(|scope| {
        let started: Vec<_> = items.iter().map(|item| scope.spawn(move || act(item))).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// A folder with a file that could be a program.
fn folder_with(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(format!("{name}{}", std::env::consts::EXE_SUFFIX)), "").unwrap();
    folder
}

#[test]
fn a_program_on_the_search_path_is_found() {
    let (empty, full) = (tempfile::tempdir().unwrap(), folder_with("there"));
    let path = std::env::join_paths([empty.path(), full.path()]).unwrap();
    for required in [false, true] {
        assert_eq!(find_in(&path, "there", required).as_deref().and_then(Path::parent), Some(full.path()));
    }
}

#[test]
fn a_program_that_is_absent_is_not_found() {
    let folder = folder_with("there");
    std::fs::create_dir(folder.path().join("a-folder")).unwrap();
    for name in ["absent", "a-folder"] {
        assert_eq!(find_in(folder.path().as_os_str(), name, false), None);
    }
    assert_eq!(find_in(OsStr::new(""), "there", false), None);
}

#[test]
#[should_panic(expected = "absent is not on PATH, and CANOPY_REQUIRE_TOOLS asks for it")]
fn a_program_that_is_required_must_be_there() {
    find_in(folder_with("there").path().as_os_str(), "absent", true);
}

/// These tests again, where no program can be found.
fn without_programs(required: bool) -> Output {
    let mut tests = Command::new(std::env::current_exe().unwrap());
    tests.args(["keystore::openssl_opens_the_encrypted_pem", "keystore::openssl_sees_pbes2"]).env("PATH", "");
    match required {
        true => tests.env("CANOPY_REQUIRE_TOOLS", "1"),
        false => tests.env_remove("CANOPY_REQUIRE_TOOLS"),
    };
    let output = tests.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    Output { success: output.status.success(), stdout: output.stdout, stderr }
}

#[test]
fn what_is_skipped_is_told_in_one_line() {
    let output = without_programs(false);
    assert!(output.success && output.text().contains("2 passed"), "{}", output.text());
    assert_eq!(output.stderr.lines().filter(|line| *line == "skipped: needs openssl").count(), 1, "{}", output.stderr);
}

#[test]
fn nothing_is_skipped_where_programs_are_required() {
    let output = without_programs(true);
    assert!(!output.success && output.text().contains("2 failed"), "{}", output.text());
    assert!(!output.stderr.contains("skipped"), "{}", output.stderr);
}
