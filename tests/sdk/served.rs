//! A workspace of its own that `canopy serve` serves on loopback, with the access keys of two accounts.

use aws_sdk_acmpca::Client;
use aws_sdk_acmpca::config::retry::RetryConfig;
use aws_sdk_acmpca::config::{BehaviorVersion, Builder, Credentials, Region};
use canopy::engine::{Caller, Engine, Environment, NewAccessKey, Options};
use canopy::keystore::Identity;
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Draft, Event, Log, MacKey, OpenOptions, Settings};
use secrecy::SecretString;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The account that the authorities belong to.
pub const ACCOUNT: &str = "111122223333";

/// The account of somebody else.
pub const OTHER: &str = "444455556666";

/// Where the clients say that the endpoint is.
pub const REGION: &str = "eu-central-1";

/// The bucket that every new workspace has, a folder beside its file.
pub const BUCKET: &str = canopy::engine::FIRST_BUCKET;

const PASSPHRASE: &str = "correct horse battery staple";

/// The IDs of the access keys, and their secrets.
const KEYS: [(&str, &str, &str); 2] =
    [(ACCOUNT, "AKCPOWNER", "secret/of+the=owner"), (OTHER, "AKCPOTHER", "secret/of+the=other")];

/// Runs a test to its end, all of them on one runtime.
pub fn run<F: Future>(test: F) -> F::Output {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    RUNTIME.block_on(test)
}

/// The workspace and the process that serves it, which ends with this.
pub struct Served {
    folder: TempDir,
    process: Child,
    /// Kept open: nobody writes to a closed pipe.
    _said: BufReader<ChildStdout>,
    url: String,
}

impl Served {
    /// With these further arguments.
    pub fn with(arguments: &[&str]) -> Self {
        Self::prepared(arguments, |_, _| Vec::new())
    }

    /// After the owner has prepared the workspace, and with a record that no action can make, if it has events.
    pub fn prepared(arguments: &[&str], prepare: impl FnOnce(&Engine, &Caller) -> Vec<Event>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("served.ron");
        create(&path, prepare);
        let mut program = Command::new(env!("CARGO_BIN_EXE_canopy"));
        program.arg("serve").arg(&path).args(["--listen", "127.0.0.1:0"]).args(arguments);
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            program.env_remove(name);
        }
        program.env("HOME", folder.path()).env("CANOPY_PASSPHRASE", PASSPHRASE);
        let words = folder.path().join("words");
        program.stdin(Stdio::null()).stderr(File::create(&words).unwrap());
        let mut process = program.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ");
        let url = url.unwrap_or_else(|| panic!("{line}{}", std::fs::read_to_string(&words).unwrap()));
        Self { url: url.to_owned(), folder, process, _said: said }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("served.ron")
    }

    /// The folder of the bucket.
    pub fn bucket(&self) -> PathBuf {
        self.folder.path().join(BUCKET)
    }

    /// The file as it is now.
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.path()).unwrap()
    }

    /// A client as people configure it: an address, a region and an access key. It tries once.
    pub fn config(&self, id: &str, secret: &str) -> Builder {
        aws_sdk_acmpca::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .endpoint_url(&self.url)
            .credentials_provider(Credentials::new(id, secret, None, None, "test"))
            .retry_config(RetryConfig::disabled())
    }

    /// The configuration of an account's client.
    pub fn config_of(&self, account: &str) -> Builder {
        let (_, id, secret) = KEYS.into_iter().find(|(owner, ..)| *owner == account).unwrap();
        self.config(id, secret)
    }

    /// The client of an account.
    pub fn client_of(&self, account: &str) -> Client {
        Client::from_conf(self.config_of(account).build())
    }

    /// Ends the process as a service manager does, and waits for it: it must end by itself, content.
    pub fn end(mut self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Both fail for one that has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A new workspace, closed again.
fn create(path: &Path, prepare: impl FnOnce(&Engine, &Caller) -> Vec<Event>) {
    let settings = Settings { account: ACCOUNT.into(), region: REGION.into(), ..Settings::default() };
    let caller = Caller::window(&settings, "test");
    let environment = Environment::system(Arc::new(FolderBuckets::beside(path)));
    let options = Options { work_factor: 1, ..Options::default() };
    let passphrase = SecretString::from(PASSPHRASE);
    let engine = Engine::create(path, &passphrase, settings, environment, &options, caller.actor.clone()).unwrap();
    for (account, id, secret) in KEYS {
        let (id, secret) = (Some(id.into()), Some(SecretString::from(secret)));
        let key = NewAccessKey { id, secret, name: String::new(), account: account.into() };
        engine.add_access_key(&caller, key).unwrap();
    }
    let events = prepare(&engine, &caller);
    let identity = {
        let workspace = engine.snapshot();
        let wrapped = workspace.secret(workspace.identities()[0].secret).unwrap();
        Identity::unwrap(&wrapped, &passphrase).unwrap()
    };
    engine.close();
    if events.is_empty() {
        return;
    }
    let mut log = Log::open(path, &OpenOptions::default()).unwrap().log;
    log.unlock(MacKey::new(identity.mac_key())).unwrap();
    let draft = Draft { at: log.workspace().head().at, actor: Actor::Upkeep, events, secrets: Vec::new() };
    log.write(|transaction| transaction.push(draft).map(drop)).unwrap();
}
