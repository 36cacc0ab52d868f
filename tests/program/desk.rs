//! The program with a home folder of its own, and workspaces that cost little to unlock.

use canopy::cli::PASSPHRASE_VARIABLE;
use canopy::engine::{Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Settings};
use secrecy::SecretString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// What opens the workspaces of these tests; the program must never say it.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// A folder that the program is started in, which is also its home.
pub struct Desk(TempDir);

/// What the program said, and with what it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// What it printed, having done what it was asked.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// What it said on standard error, having refused and printed nothing.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!((self.code, &self.out[..]), (Some(1), ""), "{self:?}");
        self.err
    }

    /// The same for arguments that are none.
    #[track_caller]
    pub fn misused(self) -> String {
        assert_eq!((self.code, &self.out[..]), (Some(2), ""), "{self:?}");
        self.err
    }
}

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The same, with the workspace `pki.ron`.
    pub fn with_workspace() -> Self {
        let desk = Self::new();
        desk.workspace("pki.ron");
        desk
    }

    /// Makes an empty workspace.
    pub fn workspace(&self, name: &str) -> Arc<Engine> {
        let path = self.path(name);
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        let options = Options { work_factor: 1, ..Options::default() };
        let actor = Actor::CommandLine { user: "test".into() };
        let passphrase = SecretString::from(PASSPHRASE);
        Engine::create(&path, &passphrase, Settings::default(), environment, &options, actor).unwrap()
    }

    /// Opens a workspace in this process, locked.
    pub fn open(&self, name: &str) -> Arc<Engine> {
        let path = self.path(name);
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        Engine::open(&path, environment, &Options::default()).unwrap().0
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        name.to_owned()
    }

    /// The program, or another one that starts it, with the passphrase in its environment.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).env("HOME", self.0.path()).env(PASSPHRASE_VARIABLE, PASSPHRASE);
        let of_others = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "DISPLAY"];
        for name in of_others.into_iter().chain(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "WAYLAND_DISPLAY"]) {
            command.env_remove(name);
        }
        command
    }

    /// What the program says to these arguments.
    pub fn canopy(&self, arguments: &[&str]) -> Said {
        self.canopy_with(arguments, b"", |command| command)
    }

    /// The same with something to read on standard input, and started in another way.
    pub fn canopy_with(
        &self,
        arguments: &[&str],
        input: &[u8],
        change: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Said {
        let mut command = self.command(env!("CARGO_BIN_EXE_canopy"));
        command.args(arguments);
        change(&mut command);
        said(&mut command, input)
    }
}

/// Runs a program to its end. Whatever it says, it keeps the passphrase to itself.
pub fn said(command: &mut Command, input: &[u8]) -> Said {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // It may end without having read all of it.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    });
    let text = |octets| String::from_utf8(octets).unwrap();
    let said = Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
    assert!(!said.err.contains("panicked"), "{said:?}");
    assert!(!said.out.contains(PASSPHRASE) && !said.err.contains(PASSPHRASE), "{said:?}");
    said
}

/// Whether a program is on this machine. Tells when it is not, and stops the test when it must be.
pub fn has(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let required = std::env::var("CANOPY_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
    assert!(found || !required, "{name} is not on PATH, and CANOPY_REQUIRE_TOOLS asks for it");
    if !found {
        writeln!(std::io::stderr().lock(), "skipped: needs {name}").unwrap();
    }
    found
}
