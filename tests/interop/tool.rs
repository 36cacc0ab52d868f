//! Programs outside this project, as the tests start them.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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

impl Tool {
    /// The program of this name, if the search path has it. Tells when it has not, and panics when it must.
    pub fn find(name: &str) -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found = std::env::split_paths(&path)
            .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file());
        if found.is_none() {
            let required = std::env::var("CANOPY_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
            assert!(!required, "{name} is not on PATH, and CANOPY_REQUIRE_TOOLS asks for it");
            println!("skipped: needs {name}");
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
