//! A workspace with a root, and `canopy serve` on it.

use canopy::engine::{Caller, CreateRoot, Engine, Environment, NewAccessKey, Options, SecretAccessKey};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Settings};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery staple";
const ACCOUNT: &str = "123456789012";

/// A workspace with an active root that publishes a CRL, closed.
pub struct Workspace {
    folder: TempDir,
    pub path: PathBuf,
    pub root: String,
    /// The access key that calls are signed with.
    pub access_key: SecretAccessKey,
    csr: String,
}

impl Workspace {
    pub fn new() -> Self {
        Self::made(true)
    }

    /// Its access key was removed.
    pub fn without_key() -> Self {
        Self::made(false)
    }

    fn made(keeps_key: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pki.ron");
        let settings = Settings { account: ACCOUNT.into(), ..Settings::default() };
        let caller = Caller::window(&settings, "test");
        let actor = Actor::Window { user: "test".into() };
        let passphrase = SecretString::from(PASSPHRASE);
        let engine = Engine::create(&path, &passphrase, settings, environment(&path), &options(), actor).unwrap();
        let request = json!({
            "CertificateAuthorityType": "ROOT",
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Root"}
            },
            "RevocationConfiguration": {
                "CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}
            }
        });
        let root = CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 10})).unwrap(),
        };
        let root = engine.create_and_activate_root(&caller, root).unwrap().to_string();
        let new = NewAccessKey { id: None, secret: None, name: String::new(), account: ACCOUNT.into() };
        let access_key = engine.add_access_key(&caller, new).unwrap();
        if !keeps_key {
            engine.remove_access_key(&caller, &access_key.id).unwrap();
        }
        engine.close();
        Self { folder, path, root, access_key, csr: csr() }
    }

    /// Opened here, with its passphrase.
    pub fn open(&self) -> Arc<Engine> {
        let engine = self.look();
        engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
        engine
    }

    /// Opened here, to be looked at.
    pub fn look(&self) -> Arc<Engine> {
        Engine::open(&self.path, environment(&self.path), &options()).unwrap().0
    }

    /// A request for a certificate, another one each time it is made.
    pub fn issue_request(&self) -> Value {
        json!({
            "CertificateAuthorityArn": self.root, "Csr": self.csr, "SigningAlgorithm": "SHA256WITHECDSA",
            "Validity": {"Type": "DAYS", "Value": 30}
        })
    }

    /// The files beside it.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_canopy"));
        command.arg("serve").arg(&self.path);
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env("CANOPY_PASSPHRASE", PASSPHRASE).env("HOME", self.folder.path().join("home"));
        for folder in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(folder);
        }
        command
    }
}

fn environment(path: &Path) -> Environment {
    Environment::system(Arc::new(FolderBuckets::beside(path)))
}

/// Passphrases cost nothing to try.
fn options() -> Options {
    Options { work_factor: 1, ..Options::default() }
}

/// A CSR as requests carry it: PEM in base64.
fn csr() -> String {
    use base64ct::{Base64, Encoding as _};
    let parameters = rcgen::CertificateParams::new(vec!["server.example".into()]).unwrap();
    let request = parameters.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap();
    Base64::encode_string(request.pem().unwrap().as_bytes())
}

/// `canopy serve`, which answers.
pub struct Served {
    child: Mutex<Child>,
    pub url: String,
    said: Mutex<mpsc::Receiver<String>>,
}

impl Served {
    pub fn start(workspace: &Workspace, arguments: &[&str]) -> Self {
        let mut child = workspace.command(arguments).spawn().unwrap();
        let (tell, said) = mpsc::channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(url) = line.trim_end().strip_prefix("listening on ").map(str::to_owned) else {
            let said: Vec<String> = said.iter().collect();
            panic!("it printed {line:?} and said {said:?}");
        };
        Self { child: Mutex::new(child), url, said: Mutex::new(said) }
    }

    /// The exit code and the words of one that does not start.
    pub fn refused(workspace: &Workspace, arguments: &[&str]) -> (Option<i32>, String) {
        let output = workspace.command(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.stdout.is_empty() && !said.contains("panicked"), "{said}");
        (output.status.code(), said)
    }

    /// Waits until it has said such a line on standard error, and gives it.
    pub fn until(&self, words: &str) -> String {
        let said = self.said.lock().unwrap();
        loop {
            let line = said.recv_timeout(Duration::from_secs(60)).unwrap();
            if line.contains(words) {
                return line;
            }
        }
    }

    /// SIGKILL.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// SIGTERM.
    pub fn terminate(&self) {
        let id = self.child.lock().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// The exit code, once it has ended.
    pub fn ended(&self) -> Option<i32> {
        self.child.lock().unwrap().wait().unwrap().code()
    }

    /// Has it end in order, and gives the exit code.
    pub fn end(&self) -> Option<i32> {
        self.terminate();
        self.ended()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}
