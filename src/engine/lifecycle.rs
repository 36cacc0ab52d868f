//! The engine itself: a workspace that is created, opened, unlocked, locked and closed.

use super::commit::{Waiting, unpoisoned};
use super::environment::Environment;
use super::error::{Error, Refusal};
use super::settings;
use super::turn::Turns;
use crate::keystore::{self, Identity, Signer, SoftwareKey};
use crate::workspace::{
    self, Actor, Authority, AuthorityId, Bucket, BucketKind, Draft, Event, Header, Log, MacKey, OpenOptions,
    SealedSecret, SecretId, SetAside, Settings, Timestamp, Verified, Workspace, WorkspaceId,
};
use crate::x509::Certificate;
use secrecy::SecretString;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use zeroize::Zeroizing;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account that acts, 12 digits.
    pub account: String,
    /// The region that is asked.
    pub region: String,
    /// Who the record will name.
    pub actor: Actor,
}

impl Caller {
    /// The person at the window, acting as the account of the workspace's settings.
    pub fn window(settings: &Settings, user: &str) -> Self {
        Self {
            account: settings.account.clone(),
            region: settings.region.clone(),
            actor: Actor::Window { user: user.into() },
        }
    }

    /// The same person, acting as the account that owns an authority.
    pub fn owner_of(mut self, authority: &Authority) -> Self {
        self.account.clone_from(&authority.arn.account);
        self.region.clone_from(&authority.arn.region);
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
}

impl Default for Options {
    fn default() -> Self {
        Self { state_folder: None, work_factor: keystore::WORK_FACTOR }
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
    options: Options,
    path: PathBuf,
    pub(super) log: Mutex<Log>,
    pub(super) waiting: Mutex<Vec<Waiting>>,
    published: RwLock<Arc<Workspace>>,
    keys: RwLock<Option<Unlocked>>,
    pub(super) crl_turns: Turns,
}

/// What the passphrase gives.
struct Unlocked {
    identity: Arc<Identity>,
    /// Keys that have signed since the unlock, ready to sign again.
    signers: HashMap<SecretId, Arc<SoftwareKey>>,
}

impl Unlocked {
    fn new(identity: Identity) -> Self {
        Self { identity: Arc::new(identity), signers: HashMap::new() }
    }
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
    /// `InvalidArgsException` for settings that are none; [`Error::Storage`] when the file exists already or cannot be
    /// written.
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
        let mut id = [0; 16];
        environment.randomness.fill(&mut id);
        let at = environment.clock.now();
        let bucket = Bucket { name: FIRST_BUCKET.into(), kind: BucketKind::Folder { path: FIRST_BUCKET.into() } };
        let first = Draft {
            at,
            actor,
            events: vec![Event::WorkspaceCreated { settings, identity: wrapped.id() }, Event::BucketAdded { bucket }],
            secrets: vec![wrapped],
        };
        let header = Header::new(WorkspaceId::from_random(id), at);
        let log = Log::create(path, &header, first, MacKey::new(identity.mac_key()), &open_options(options))?;
        Ok(Self::with(log, environment, options, Some(Unlocked::new(identity))))
    }

    /// Opens a workspace file, locked.
    ///
    /// # Errors
    /// [`Error::Storage`] when it cannot be read or is none. One that is damaged, open elsewhere or older than what was
    /// seen before opens read-only, and [`access`](Self::access) says why.
    pub fn open(path: &Path, environment: Environment, options: &Options) -> Result<(Arc<Self>, OpenReport), Error> {
        let opened = Log::open(path, &open_options(options))?;
        let report = OpenReport { set_aside: opened.report.set_aside, from_index: opened.report.from_index };
        Ok((Self::with(opened.log, environment, options, None), report))
    }

    fn with(log: Log, environment: Environment, options: &Options, keys: Option<Unlocked>) -> Arc<Self> {
        Arc::new(Self {
            environment,
            options: options.clone(),
            path: log.path().to_owned(),
            published: RwLock::new(Arc::new(log.workspace().clone())),
            log: Mutex::new(log),
            waiting: Mutex::default(),
            keys: RwLock::new(keys),
            crl_turns: Turns::default(),
        })
    }

    /// Takes the passphrase, after which keys sign and records are written. Takes a second, as it must.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`]; [`Error::Storage`] when the newest record was not written by this workspace.
    pub fn unlock(&self, passphrase: &SecretString) -> Result<(), Error> {
        let identity = self.unwrap_identity(passphrase)?;
        let mut log = unpoisoned(&self.log);
        if log.workspace().read_only().is_none() {
            log.unlock(MacKey::new(identity.mac_key()))?;
            // What a crash kept from being erased is erased now; if that fails too, the next unlock tries again.
            let _ = log.secrets_to_erase().and_then(|secrets| log.erase(&secrets));
        }
        drop(log);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(Unlocked::new(identity));
        Ok(())
    }

    fn unwrap_identity(&self, passphrase: &SecretString) -> Result<Identity, Error> {
        let workspace = self.snapshot();
        let in_force = workspace.identities().last().ok_or_else(no_identity)?;
        let wrapped = workspace.secret(in_force.secret)?;
        Ok(Identity::unwrap(&wrapped, passphrase)?)
    }

    /// Forgets the passphrase and all keys, which are wiped from memory.
    pub fn lock(&self) {
        unpoisoned(&self.log).lock();
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What the workspace allows just now.
    pub fn access(&self) -> Access {
        if let Some(reason) = self.snapshot().read_only() {
            return Access::ReadOnly(reason.to_string());
        }
        match self.keys.read().unwrap_or_else(PoisonError::into_inner).is_some() {
            true => Access::Unlocked,
            false => Access::Locked,
        }
    }

    /// The newest state. It never changes; a later call gives a later one.
    pub fn snapshot(&self) -> Arc<Workspace> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
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
    }

    fn identity(&self) -> Result<Arc<Identity>, Error> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.as_ref().map(|unlocked| unlocked.identity.clone()).ok_or(Error::Locked)
    }

    /// A private key as it rests on the disk.
    pub(super) fn seal(&self, key: &SoftwareKey) -> Result<SealedSecret, Error> {
        Ok(SealedSecret::new(self.identity()?.seal(&key.to_pkcs8())?))
    }

    /// The key of an authority, ready to sign.
    pub(super) fn signer(&self, authority: &Authority) -> Result<Arc<dyn Signer>, Error> {
        let known = {
            let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
            keys.as_ref().ok_or(Error::Locked)?.signers.get(&authority.key).cloned()
        };
        if let Some(signer) = known {
            return Ok(signer);
        }
        let sealed = self.snapshot().secret(authority.key)?;
        let pkcs8 = self.identity()?.open(&sealed)?;
        let signer = Arc::new(SoftwareKey::from_pkcs8(&pkcs8)?);
        if *signer.public_key() != super::issuance::authority_key(authority)? {
            return Err(Error::Internal(format!("the stored key of {} is another one", authority.arn)));
        }
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(unlocked) = keys.as_mut() {
            unlocked.signers.insert(authority.key, signer.clone());
        }
        Ok(signer)
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

    /// Gives the workspace another passphrase: a new identity, every key sealed to it, and what the old passphrase
    /// opened erased from the file. Copies of the file still open with the old one.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`] when `old` is not the passphrase; [`Error::Storage`] when the disk refuses, and then
    /// the old passphrase still holds.
    pub fn change_passphrase(&self, caller: &Caller, old: &SecretString, new: &SecretString) -> Result<(), Error> {
        self.writable()?;
        let current = self.unwrap_identity(old)?;
        let identity = Identity::generate();
        let wrapped = SealedSecret::new(identity.wrap(new, self.options.work_factor)?);
        let mut log = unpoisoned(&self.log);
        let workspace = log.workspace().clone();
        let earlier = self.mac_keys(&workspace, &current)?;
        let earlier: Zeroizing<Vec<u8>> = Zeroizing::new(earlier.iter().flat_map(|key| key.iter().copied()).collect());
        let earlier = SealedSecret::new(identity.seal(&earlier)?);
        let mut keys = Vec::new();
        let mut secrets = vec![wrapped.clone(), earlier.clone()];
        for authority in workspace.authorities() {
            let pkcs8 = current.open(&workspace.secret(authority.key)?)?;
            let sealed = SealedSecret::new(identity.seal(&pkcs8)?);
            keys.push((authority.id(), sealed.id()));
            secrets.push(sealed);
        }
        let event = Event::IdentityReplaced { identity: wrapped.id(), earlier_mac_keys: earlier.id(), keys };
        let draft = Draft { at: self.now(), actor: caller.actor.clone(), events: vec![event], secrets };
        let workspace = log.replace_identity(draft, MacKey::new(identity.mac_key()))?;
        self.publish(workspace);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(Unlocked::new(identity));
        let secrets = log.secrets_to_erase()?;
        Ok(log.erase(&secrets)?)
    }

    /// The authentication keys of all identities, oldest first.
    fn mac_keys(&self, workspace: &Workspace, identity: &Identity) -> Result<Vec<Zeroizing<[u8; 32]>>, Error> {
        let mut keys = Vec::new();
        if let Some(earlier) = workspace.identities().last().and_then(|identity| identity.earlier_mac_keys) {
            let opened = identity.open(&workspace.secret(earlier)?)?;
            let (chunks, _) = opened.as_chunks::<32>();
            keys.extend(chunks.iter().map(|key| Zeroizing::new(*key)));
        }
        keys.push(identity.mac_key());
        Ok(keys)
    }

    /// Reads the whole file again: the chain of all records and, when unlocked, that each was written by a holder of
    /// the passphrase of its time. Other work goes on meanwhile.
    ///
    /// # Errors
    /// [`Error::Storage`] with the line and what is wrong with it.
    pub fn verify(&self) -> Result<Verified, Error> {
        let verification = unpoisoned(&self.log).verification();
        let keys = match self.identity() {
            Ok(identity) => self.mac_keys(&self.snapshot(), &identity)?,
            Err(_) => Vec::new(),
        };
        let keys: Vec<MacKey> = keys.into_iter().map(MacKey::new).collect();
        Ok(verification.run(&keys)?)
    }

    /// Reads what another process has written meanwhile into a workspace that is open read-only here. True if there
    /// was something.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub fn follow(&self) -> Result<bool, Error> {
        let mut log = unpoisoned(&self.log);
        let news = log.follow()?;
        if news {
            self.publish(log.workspace().clone());
        }
        Ok(news)
    }
}

fn open_options(options: &Options) -> OpenOptions {
    OpenOptions { state_folder: options.state_folder.clone() }
}

fn no_identity() -> Error {
    Error::Storage(Refusal::new("the file has no identity, so nothing in it can be unlocked").message)
}
