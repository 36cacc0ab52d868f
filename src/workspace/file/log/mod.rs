//! A workspace file that is open: the chain of records with its lock, its index and its memory.

mod copying;
mod indexing;
mod trust;

pub use copying::Copying;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use super::chain::{Chain, Transaction};
use super::header::Header;
use super::holder::Holder;
use super::lock::{Lock, LockError};
use super::mac::MacKey;
use super::replay::{Replayed, Tail, reading, replay};
use super::secrets::lost;
use super::seen::Seen;
use super::{beside, index, own, set_aside};
use crate::workspace::{Draft, Error, Head, ReadOnly, SecretId, Sha256Digest, Storage, Workspace, WorkspaceId};

/// How a workspace file is opened.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// The folder of the user where the newest record seen of each workspace is remembered. Without
    /// it an older copy is not noticed.
    pub state_folder: Option<PathBuf>,
}

/// A workspace file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The open file.
    pub log: Log,
    /// What was found.
    pub report: Report,
}

/// What was found when a workspace file was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What followed the newest record and was set aside: a write that power loss cut off.
    pub set_aside: Option<SetAside>,
    /// Whether the state came from an index, so that the chain is still to be verified.
    pub from_index: bool,
}

/// The remains of a write that was never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where they are kept now.
    pub path: PathBuf,
    /// How many bytes.
    pub bytes: u64,
}

/// A workspace file that is open, locked until [`unlock`](Self::unlock) or read-only for good.
///
/// Dropping it closes the file and writes the index.
pub struct Log {
    path: PathBuf,
    chain: Chain,
    lock: Option<Lock>,
    seen: Option<Seen>,
    /// What stood behind the newest record when the file was opened.
    tail: Tail,
    /// By what the index that was opened from is known to be ours, until that is checked.
    seal: Option<index::Seal>,
    /// The newest record of the index file.
    indexed: u64,
    index_writer: Option<JoinHandle<()>>,
    /// How long the file was when it was last [followed](Self::follow).
    followed: u64,
}

impl Log {
    /// Creates a workspace file with its first record. The file appears as a whole or not at all,
    /// and never in the place of another.
    pub fn create(
        path: &Path,
        header: &Header,
        first: Draft,
        key: MacKey,
        options: &OpenOptions,
    ) -> Result<Self, Error> {
        let creating = |source| Error::Io { doing: "create the workspace file", source };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().map_err(creating)?;
        let path = path
            .file_name()
            .map(|name| folder.join(name))
            .ok_or_else(|| creating(std::io::ErrorKind::InvalidFilename.into()))?;
        if path.symlink_metadata().is_ok() {
            return Err(Error::Exists { path });
        }
        let temporary = own::unfinished(&folder).map_err(creating)?;
        let file: Arc<dyn Storage> = Arc::new(temporary.as_file().try_clone().map_err(creating)?);
        let chain = Chain::create(file, header, first, key)?;
        let lock = match Lock::take(&path, || temporary.as_file().try_clone()) {
            Ok(lock) => lock,
            Err(LockError::Held { pid }) => return Err(Error::ReadOnly { reason: Arc::new(ReadOnly::HeldBy { pid }) }),
            Err(LockError::Io(source)) => return Err(creating(source)),
        };
        temporary.persist_noclobber(&path).map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Error::Exists { path: path.clone() },
            _ => creating(error.error),
        })?;
        if let Err(error) = own::sync_folder_of(&path) {
            // Who hears that it was not created must not find it there when trying again.
            let _ = std::fs::remove_file(&path);
            return Err(creating(error));
        }
        let seen = Self::open_seen(chain.position.state.id(), options).map(|(seen, _)| seen);
        let mut log = Self::with(path, chain, Some(lock), seen);
        log.after_commit();
        Ok(log)
    }

    fn with(path: PathBuf, chain: Chain, lock: Option<Lock>, seen: Option<Seen>) -> Self {
        Self { path, chain, lock, seen, tail: Tail::Closed, seal: None, indexed: 0, index_writer: None, followed: 0 }
    }

    /// Opens a workspace file: locked, or read-only if it is open elsewhere, damaged, or behind what
    /// was seen before. What a lost write left at its end is set aside.
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Opened, Error> {
        Self::open_as(path, options, Self::open_for_writing)
    }

    /// Opens a workspace file to be looked at, read-only for good, whoever else has it open: nothing is locked, written
    /// or set aside.
    pub fn look(path: &Path, options: &OpenOptions) -> Result<Self, Error> {
        Self::open_as(path, options, |_| Err(ReadOnly::LookedAt)).map(|opened| opened.log)
    }

    fn open_as(
        path: &Path,
        options: &OpenOptions,
        writing: impl FnOnce(&Path) -> Result<(Lock, Arc<dyn Storage>), ReadOnly>,
    ) -> Result<Opened, Error> {
        let path = path.canonicalize().map_err(reading)?;
        if !path.metadata().map_err(reading)?.is_file() {
            return Err(Error::NotAWorkspace { found: "a folder, or something else that is no file".into() });
        }
        let mut file: Arc<dyn Storage> = Arc::new(File::open(&path).map_err(reading)?);
        Chain::start(&file)?;
        let (lock, mut obstacle) = match writing(&path) {
            Ok((lock, writable)) => {
                file = writable;
                (Some(lock), None)
            }
            Err(obstacle) => (None, Some(obstacle)),
        };
        let start = Chain::start(&file)?;
        let (indexed, seal) = index::read(&beside(&path, "index"), &file, &start).unzip();
        let mut report = Report { set_aside: None, from_index: indexed.is_some() };
        let newest_indexed = indexed.as_ref().map_or(0, |position| position.state.head().seq);
        let (seen, last) = Self::open_seen(start.state.id(), options).unzip();
        let position = indexed.unwrap_or(start);
        let mut passed = position.state.head();
        let replayed = replay(file.as_ref(), position, u64::MAX, |line, _| {
            if last.flatten().is_some_and(|(seq, _)| seq == line.record.seq) {
                passed = line.head();
            }
            Ok(())
        })?;
        obstacle = damage(&replayed).or(obstacle);
        let mut chain = Chain::at(file, replayed.position, None);
        let head = chain.position.state.head();
        let another = || last.flatten().and_then(|last| another_copy(head, passed, last));
        obstacle = match obstacle {
            None | Some(ReadOnly::LookedAt) => another().or(obstacle),
            found => found,
        };
        chain.position.state.read_only = obstacle.map(Arc::new);
        let mut log = Self::with(path, chain, lock, seen);
        (log.tail, log.seal, log.indexed) = (replayed.tail, seal, newest_indexed);
        report.set_aside = log.settle();
        Ok(Opened { log, report })
    }

    fn open_for_writing(path: &Path) -> Result<(Lock, Arc<dyn Storage>), ReadOnly> {
        let not_writable = |error: io::Error| ReadOnly::NotWritable { reason: error.to_string() };
        let open = || File::options().read(true).write(true).open(path);
        let lock = Lock::take(path, open).map_err(|error| match error {
            LockError::Held { pid } => ReadOnly::HeldBy { pid },
            LockError::Io(error) => not_writable(error),
        })?;
        let file = lock.file().map_err(not_writable)?;
        Ok((lock, Arc::new(file)))
    }

    /// Sets aside what a lost write left at the end, and ends the file behind its newest record.
    /// Where that cannot be done, the workspace can still be looked at.
    fn settle(&mut self) -> Option<SetAside> {
        let chain = &self.chain;
        let closed = self.tail == Tail::Closed;
        let settled = closed && chain.file.len().is_ok_and(|length| length == chain.length());
        if settled || self.workspace().read_only().is_some() {
            return None;
        }
        let aside = match closed {
            true => Ok(None),
            false => set_aside::set_aside(&self.path, chain.file.as_ref(), chain.position.end),
        };
        let aside = aside.and_then(|aside| {
            chain.close_file().inspect_err(|_| {
                // It is all still in the file.
                let _ = aside.as_ref().map(|aside| std::fs::remove_file(&aside.path));
            })?;
            Ok(aside)
        });
        match aside {
            Ok(aside) => {
                self.tail = Tail::Closed;
                aside
            }
            Err(error) => {
                self.chain.set_read_only(ReadOnly::NotWritable { reason: error.to_string() });
                None
            }
        }
    }

    /// Opens the memory of a workspace, and gives the newest record that it holds. A folder that
    /// cannot be used costs only the warning.
    fn open_seen(id: WorkspaceId, options: &OpenOptions) -> Option<(Seen, Option<(u64, Sha256Digest)>)> {
        Seen::open(options.state_folder.as_deref()?, id).ok()
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The newest state.
    pub fn workspace(&self) -> &Workspace {
        &self.chain.position.state
    }

    pub(super) fn position(&self) -> &super::replay::Position {
        &self.chain.position
    }

    pub(super) fn storage(&self) -> &Arc<dyn Storage> {
        &self.chain.file
    }

    /// Takes the key of the identity in force, and with it writes from now on. The newest record is
    /// authenticated at once, and so is the index if the state came from one; the other records are
    /// for [`verification`](Self::verification).
    pub fn unlock(&mut self, key: MacKey) -> Result<(), Error> {
        self.authenticate(&key)?;
        self.chain.key = Some(key);
        if self.workspace().read_only().is_none() {
            self.remember();
        }
        Ok(())
    }

    /// Forgets the key: nothing is written until the next unlock, except that an index that is due
    /// is finished.
    pub fn lock(&mut self) {
        self.start_last_index();
        self.chain.key = None;
    }

    /// Puts another address in the place of the settings' publication address, while this process runs.
    pub fn advertise(&mut self, address: Option<std::sync::Arc<str>>) {
        self.chain.position.state.advertise(address);
    }

    /// Says beside the file where the endpoint of this process is, so that others can go through it.
    pub fn announce(&self, endpoint: Option<&str>) -> Result<(), Error> {
        let Some(lock) = &self.lock else { return self.chain.check_writable() };
        lock.announce(endpoint).map_err(|source| Error::Io { doing: "write the lock file", source })
    }

    /// Who holds the file, where another process does.
    pub fn holder(&self) -> Option<Holder> {
        self.workspace().read_only().is_some_and(|reason| reason.is_held()).then(|| Holder::of(&self.path))
    }

    /// Gives the file up at once, whoever still holds this: the index is finished, the key forgotten, and another may
    /// write it. What is left here can be looked at.
    pub fn close(&mut self) {
        self.write_last_index();
        self.chain.key = None;
        self.chain.set_read_only(ReadOnly::Closed);
        self.lock = None;
    }

    /// The file must be the one that was opened, and nobody else may have written it: a folder that
    /// is kept in step with another computer, or a person, can have put another in its place.
    fn check_file(&mut self) -> Result<(), Error> {
        self.chain.check_writable()?;
        let Some(lock) = &self.lock else { return Ok(()) };
        let expected = self.chain.length();
        let found = match (lock.is_of(&self.path), self.chain.file.len()) {
            (Ok(true), Ok(length)) if length == expected => return Ok(()),
            (Ok(true), Ok(length)) => format!("expected {expected} bytes, found {length}"),
            (Ok(false), _) => "another file stands in its place".into(),
            (Err(error), _) if error.kind() == io::ErrorKind::NotFound => "it was moved or removed".into(),
            (Err(error), _) | (_, Err(error)) => error.to_string(),
        };
        self.chain.set_read_only(ReadOnly::Replaced { found });
        self.chain.check_writable()
    }

    /// Appends the records that `decide` pushes, all in one write with one sync. `decide` sees the
    /// newest state and, after each push, the one that its records make. If it fails, or the write
    /// does, nothing has happened.
    pub fn write<T, E: From<Error>>(
        &mut self,
        decide: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.check_file()?;
        let mut transaction = self.chain.begin()?;
        let decided = decide(&mut transaction)?;
        transaction.commit()?;
        self.after_commit();
        Ok(decided)
    }

    /// Appends the record that replaces the identity, and writes under the key of the new one from
    /// then on. The secrets that it makes superfluous are still to be
    /// [erased](Self::secrets_to_erase).
    pub fn replace_identity(&mut self, draft: Draft, key: MacKey) -> Result<(), Error> {
        let push = |transaction: &mut Transaction<'_>| transaction.push_under(draft, &key).map(|_| ());
        self.write(push)?;
        self.chain.key = Some(key);
        // Its seal is that of the old identity.
        self.forget_index();
        Ok(())
    }

    /// The secrets that a new identity has made superfluous and that are still there: after a
    /// crash, or because no one has erased them yet.
    pub fn secrets_to_erase(&mut self) -> Result<Vec<SecretId>, Error> {
        self.chain.secrets_to_erase()
    }

    /// Overwrites superfluous secrets in the file, synced. Copies of the file, backups and worn
    /// cells of an SSD are out of reach.
    pub fn erase(&mut self, secrets: &[SecretId]) -> Result<(), Error> {
        self.check_file()?;
        self.chain.erase(secrets)
    }

    fn after_commit(&mut self) {
        self.remember();
        self.start_due_index();
    }

    fn remember(&self) {
        if let Some(seen) = &self.seen {
            // Without it an older copy of the file is not noticed; the records are safe.
            let _ = seen.remember(self.workspace().head());
        }
    }
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").field("path", &self.path).field("workspace", self.workspace()).finish_non_exhaustive()
    }
}

/// The damage that forbids writing, if there is any.
fn damage(replayed: &Replayed) -> Option<ReadOnly> {
    match &replayed.tail {
        Tail::Damaged { line, reason } => Some(ReadOnly::Damaged { line: *line, reason: reason.clone() }),
        Tail::Closed | Tail::Torn => lost(&replayed.position.state),
    }
}

/// Whether a file that ends with `head` is older than, or has gone another way than, what was seen
/// before. `passed` is its record of that number, if it was read.
fn another_copy(head: Head, passed: Head, (seq, hash): (u64, Sha256Digest)) -> Option<ReadOnly> {
    if seq > head.seq {
        return Some(ReadOnly::Behind { seen: seq, found: head.seq, at: head.at });
    }
    (passed.seq == seq && passed.hash != hash).then_some(ReadOnly::Diverged { seq })
}
