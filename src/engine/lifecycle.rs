//! The engine itself: a workspace that is created, opened, unlocked, locked and closed.

use super::commit::{Waiting, unpoisoned};
use super::crl;
use super::environment::Environment;
use super::error::Error;
use super::keys::Unlocked;
use super::ocsp::Responder;
use super::settings;
use super::subscription::Subscribers;
use super::turn::Turns;
use super::upkeep::Resting;
use crate::keystore::{self, Identity};
use crate::workspace::{
    self, Actor, Authority, AuthorityId, Bucket, BucketKind, Draft, Event, Header, Log, MacKey, OpenOptions,
    SealedSecret, SetAside, Settings, Timestamp, Workspace, WorkspaceId,
};
use crate::x509::Certificate;
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account that acts, 12 digits.
    pub account: String,
    /// The region that is asked.
    pub region: String,
    /// The partition of that region, which the ARNs of new authorities carry.
    pub partition: String,
    /// The service that acts for the account, by its name in permissions; absent when the account itself does.
    pub service: Option<String>,
    /// Who the record will name.
    pub actor: Actor,
}

impl Caller {
    /// The person at the window, acting as the account of the workspace's settings.
    pub fn window(settings: &Settings, user: &str) -> Self {
        Self {
            account: settings.account.clone(),
            region: settings.region.clone(),
            partition: settings.partition.clone(),
            service: None,
            actor: Actor::Window { user: user.into() },
        }
    }

    /// The same person, acting as the account that owns an authority.
    pub fn owner_of(mut self, authority: &Authority) -> Self {
        self.account.clone_from(&authority.arn.account);
        self.region.clone_from(&authority.arn.region);
        self.partition.clone_from(&authority.arn.partition);
        self
    }
}

/// How a workspace is created and opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the user where the newest record seen of each workspace is remembered; without it an older copy
    /// of the file is not noticed.
    pub state_folder: Option<PathBuf>,
    /// log2 of the work that a passphrase costs to try ([`keystore::WORK_FACTOR`]).
    pub work_factor: u8,
    /// How many certificates a shard of a partitioned CRL takes, 1 at least: one that is opened or filled from now on.
    /// [`SHARD`](super::SHARD) unless something else is said.
    pub shard_size: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { state_folder: None, work_factor: keystore::WORK_FACTOR, shard_size: crl::SHARD }
    }
}

/// What a workspace allows just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    Unlocked,
    /// Looking; writing after the passphrase.
    Locked,
    /// Looking only, for the reason given.
    ReadOnly(String),
}

/// What was found when a workspace was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// The remains of a write that power loss cut off, which nobody had been told was done.
    pub set_aside: Option<SetAside>,
    /// The state came from the index, so [`Engine::verify`] has yet to read the records themselves.
    pub from_index: bool,
}

/// A workspace with everything a client may do to it. Shared by all threads; nothing waits for key generation or
/// signing but who asked for it.
pub struct Engine {
    pub(super) environment: Environment,
    pub(super) options: Options,
    path: PathBuf,
    pub(super) log: Mutex<Log>,
    pub(super) waiting: Mutex<Vec<Waiting>>,
    published: RwLock<Arc<Workspace>>,
    pub(super) keys: Mutex<Option<Unlocked>>,
    /// Held for reading while the file is copied, for writing by who erases what a copy may need. Taken before `log`.
    pub(super) erasing: RwLock<()>,
    pub(super) crl_turns: Turns,
    pub(super) report_turns: Turns,
    pub(super) resting: Resting,
    pub(super) subscribers: Subscribers,
    pub(super) ocsp: Responder,
    pub(super) served_crls: crl::ServedCrls,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("path", &self.path).field("access", &self.access()).finish_non_exhaustive()
    }
}

/// The name of the bucket that a new workspace has.
pub const FIRST_BUCKET: &str = "published";

impl Engine {
    /// Creates a workspace file, with a folder bucket beside it, and leaves it unlocked.
    ///
    /// # Errors
    /// `InvalidArgsException` for settings that are none, and when the file exists already; [`Error::Storage`] when it
    /// cannot be written.
    pub fn create(
        path: &Path,
        passphrase: &SecretString,
        settings: Settings,
        environment: Environment,
        options: &Options,
        actor: Actor,
    ) -> Result<Arc<Self>, Error> {
        settings::check(&settings)?;
        let identity = Identity::generate();
        let wrapped = SealedSecret::new(identity.wrap(passphrase, options.work_factor)?);
        let id = WorkspaceId::from_random(environment.draw());
        let at = environment.clock.now();
        let bucket = Bucket { name: FIRST_BUCKET.into(), kind: BucketKind::Folder { path: FIRST_BUCKET.into() } };
        let unlocked = Unlocked::new(identity, wrapped.id());
        let key = MacKey::new(unlocked.identity.mac_key());
        let first = Draft {
            at,
            actor,
            events: vec![Event::WorkspaceCreated { settings, identity: wrapped.id() }, Event::BucketAdded { bucket }],
            secrets: vec![wrapped],
        };
        let header = Header::new(id, at);
        let log = Log::create(path, &header, first, key, &open_options(options))?;
        Ok(Self::with(log, environment, options, Some(unlocked)))
    }

    /// Opens a workspace file, locked.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it cannot be read or is none. One that is damaged, open elsewhere or older than what was
    /// seen before opens read-only, and [`access`](Self::access) says why.
    pub fn open(path: &Path, environment: Environment, options: &Options) -> Result<(Arc<Self>, OpenReport), Error> {
        let opened = Log::open(path, &open_options(options))?;
        let report = OpenReport { set_aside: opened.report.set_aside, from_index: opened.report.from_index };
        Ok((Self::with(opened.log, environment, options, None), report))
    }

    /// Opens a workspace file to be looked at, read-only for good, whoever else has it open: nothing is locked, written or
    /// set aside. [`access`](Self::access) says when it is damaged or older than what was seen before.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it cannot be read or is none.
    pub fn look(path: &Path, environment: Environment, options: &Options) -> Result<Arc<Self>, Error> {
        let log = Log::look(path, &open_options(options))?;
        Ok(Self::with(log, environment, options, None))
    }

    fn with(log: Log, environment: Environment, options: &Options, keys: Option<Unlocked>) -> Arc<Self> {
        Arc::new(Self {
            environment,
            options: options.clone(),
            path: log.path().to_owned(),
            published: RwLock::new(Arc::new(log.workspace().clone())),
            log: Mutex::new(log),
            waiting: Mutex::default(),
            keys: Mutex::new(keys),
            erasing: RwLock::default(),
            crl_turns: Turns::default(),
            report_turns: Turns::default(),
            resting: Resting::default(),
            subscribers: Subscribers::default(),
            ocsp: Responder::default(),
            served_crls: crl::ServedCrls::default(),
        })
    }

    /// What the workspace allows just now.
    pub fn access(&self) -> Access {
        if let Some(reason) = self.snapshot().read_only() {
            return Access::ReadOnly(reason.to_string());
        }
        match unpoisoned(&self.keys).is_some() {
            true => Access::Unlocked,
            false => Access::Locked,
        }
    }

    /// The clock, the randomness and the buckets that it works with.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The newest state. It never changes; a later call gives a later one.
    pub fn snapshot(&self) -> Arc<Workspace> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts another address (a host with an optional port) in the place of the settings' publication address while this
    /// process runs: certificates that are issued from now on carry it. With nothing, the settings hold again.
    ///
    /// # Errors
    /// `InvalidArgsException` when it is no such address, or one of AWS.
    pub fn advertise(&self, address: Option<&str>) -> Result<(), Error> {
        address.map_or(Ok(()), settings::check_publication_address)?;
        let mut log = unpoisoned(&self.log);
        log.advertise(address.map(Arc::from));
        self.publish(log.workspace().clone());
        Ok(())
    }

    /// The time, never before that of the newest record.
    pub fn now(&self) -> Timestamp {
        self.environment.clock.now().max(self.snapshot().head().at)
    }

    /// Where the workspace file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Performs an action of the API.
    ///
    /// # Errors
    /// The exceptions that the reference lists for the action, and those of a workspace on a disk. Nothing has changed
    /// then, except where [`Error::OutcomeUnknown`] says so.
    pub fn call<R: super::Perform>(&self, caller: &Caller, request: R) -> Result<R::Response, Error> {
        request.perform(self, caller)
    }

    /// The newest state, if it can be changed.
    pub(super) fn writable(&self) -> Result<Arc<Workspace>, Error> {
        match self.access() {
            Access::Unlocked => Ok(self.snapshot()),
            Access::Locked => Err(Error::Locked),
            Access::ReadOnly(reason) => Err(Error::ReadOnly(reason)),
        }
    }

    pub(super) fn publish(&self, workspace: Workspace) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(workspace);
        self.subscribers.tell();
    }

    /// What stands above the certificates of an authority: its own certificate, then its chain up to the root. Empty
    /// while it waits for its certificate.
    ///
    /// # Errors
    /// `ResourceNotFoundException`
    pub fn chain(&self, id: AuthorityId) -> Result<Vec<Certificate>, Error> {
        let authority = Self::own_authority(&self.snapshot(), id)?;
        let chain = super::certificate::chain(&authority);
        let read = |der: &workspace::Der| Certificate::from_der(der.as_bytes()).map_err(Error::from);
        chain.iter().map(read).collect()
    }
}

fn open_options(options: &Options) -> OpenOptions {
    OpenOptions { state_folder: options.state_folder.clone() }
}
