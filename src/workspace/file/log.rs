//! A workspace file that is open: the chain of records with its lock, its index and its memory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use super::chain::{Chain, Transaction, writing};
use super::header::Header;
use super::lock::{Lock, LockError};
use super::mac::MacKey;
use super::replay::{Position, Tail, reading};
use super::seen::Seen;
use super::verify::Verification;
use super::{beside, index, set_aside};
use crate::workspace::{Draft, Error, ReadOnly, SecretId, Sha256Digest, Storage, Workspace};

/// Below this many records reading them all is as quick as reading an index, which would only be
/// one more file in a person's folder.
const WORTH_AN_INDEX: u64 = 256;

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
    /// The newest record of the index file.
    indexed: u64,
    index_writer: Option<JoinHandle<()>>,
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
        // Readable and writable by its owner alone, as every temporary file.
        let temporary = tempfile::NamedTempFile::new_in(&folder).map_err(creating)?;
        let file: Arc<dyn Storage> = Arc::new(temporary.as_file().try_clone().map_err(creating)?);
        let mut chain = Chain::create(file, header, first, key)?;
        let lock = match Lock::take(&path) {
            Ok(lock) => lock,
            Err(LockError::Held { pid }) => return Err(Error::ReadOnly { reason: Arc::new(ReadOnly::HeldBy { pid }) }),
            Err(LockError::Io(source)) => return Err(creating(source)),
        };
        let persisted = temporary.persist_noclobber(&path).map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Exists { path: path.clone() },
            _ => creating(error.error),
        });
        persisted?;
        sync_folder(&folder).map_err(creating)?;
        let seen = Self::open_seen(&mut chain.position, options);
        let mut log = Self { path, chain, lock: Some(lock), seen, indexed: 0, index_writer: None };
        log.after_commit();
        Ok(log)
    }

    /// Opens a workspace file: locked, or read-only if it is open elsewhere, damaged, or behind what
    /// was seen before. What a lost write left at its end is set aside.
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Opened, Error> {
        let path = path.canonicalize().map_err(reading)?;
        if !path.metadata().map_err(reading)?.is_file() {
            return Err(Error::NotAWorkspace { found: "a folder, or something else that is no file".into() });
        }
        let mut file: Arc<dyn Storage> = Arc::new(File::open(&path).map_err(reading)?);
        Chain::start(&file)?;
        let (lock, mut obstacle) = match Self::open_for_writing(&path) {
            Ok((lock, writable)) => {
                file = Arc::new(writable);
                (Some(lock), None)
            }
            Err(obstacle) => (None, Some(obstacle)),
        };
        let start = Chain::start(&file)?;
        let from_index = index::read(&beside(&path, "index"), &file, &start);
        let mut report = Report { set_aside: None, from_index: from_index.is_some() };
        let indexed = from_index.as_ref().map_or(0, |position| position.state.head().seq);
        let replayed = Chain::replay(&file, from_index.unwrap_or(start))?;
        let mut chain = Chain { file, position: replayed.position, key: None };
        obstacle = damage(&replayed.tail, &replayed.damaged_secrets, &chain.position).or(obstacle);
        chain.position.state.read_only = obstacle.map(Arc::new);
        let seen = Self::open_seen(&mut chain.position, options);
        if replayed.tail == Tail::Torn && chain.position.state.read_only().is_none() {
            report.set_aside = set_aside::set_aside(&path, chain.file.as_ref(), chain.position.end)?;
            chain.close_file().map_err(writing)?;
        }
        let log = Self { path, chain, lock, seen, indexed, index_writer: None };
        if log.workspace().read_only().is_none() {
            log.remember();
        }
        Ok(Opened { log, report })
    }

    fn open_for_writing(path: &Path) -> Result<(Lock, File), ReadOnly> {
        let not_writable = |error: std::io::Error| ReadOnly::NotWritable { reason: error.to_string() };
        let lock = Lock::take(path).map_err(|error| match error {
            LockError::Held { pid } => ReadOnly::HeldBy { pid },
            LockError::Io(error) => not_writable(error),
        })?;
        let file = File::options().read(true).write(true).open(path).map_err(not_writable)?;
        Ok((lock, file))
    }

    /// Opens the memory of the workspace, and marks the state read-only if it is older than that.
    /// A folder that cannot be used costs only the warning.
    fn open_seen(position: &mut Position, options: &OpenOptions) -> Option<Seen> {
        let folder = options.state_folder.as_deref()?;
        let (seen, last) = Seen::open(folder, position.state.id()).ok()?;
        if position.state.read_only().is_none()
            && let Some(last) = last
        {
            position.state.read_only = behind(position, last).map(Arc::new);
        }
        Some(seen)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The newest state.
    pub fn workspace(&self) -> &Workspace {
        &self.chain.position.state
    }

    /// Whether the key to write is missing.
    pub fn is_locked(&self) -> bool {
        self.chain.key.is_none()
    }

    /// Takes the key of the identity in force, and with it writes from now on. The newest record is
    /// authenticated at once; the others are for [`verification`](Self::verification).
    pub fn unlock(&mut self, key: MacKey) -> Result<(), Error> {
        let (line, text) = Chain::newest_line(self.chain.file.as_ref(), &self.chain.position)?;
        if !key.verifies(&text[..line.authenticated], &line.mac) {
            return Err(Error::Forged { seq: line.record.seq });
        }
        self.chain.key = Some(key);
        Ok(())
    }

    /// Forgets the key: nothing is written until the next unlock.
    pub fn lock(&mut self) {
        self.chain.key = None;
    }

    /// Appends the records that `decide` pushes, all in one write with one sync. `decide` sees the
    /// newest state and, after each push, the one that its records make. If it fails, or the write
    /// does, nothing has happened.
    pub fn write<T, E: From<Error>>(
        &mut self,
        decide: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<(T, Workspace), E> {
        let mut transaction = self.chain.begin()?;
        let decided = decide(&mut transaction)?;
        let state = transaction.commit()?;
        self.after_commit();
        Ok((decided, state))
    }

    /// Appends records, all in one write with one sync.
    pub fn append(&mut self, drafts: Vec<Draft>) -> Result<Workspace, Error> {
        let push_all = |transaction: &mut Transaction<'_>| {
            drafts.into_iter().try_for_each(|draft| transaction.push(draft).map(|_| ()))
        };
        self.write(push_all).map(|((), state)| state)
    }

    /// Appends the record that replaces the identity, and writes under the key of the new one from
    /// then on. The secrets that it makes superfluous are still to be
    /// [erased](Self::secrets_to_erase).
    pub fn replace_identity(&mut self, draft: Draft, key: MacKey) -> Result<Workspace, Error> {
        let push = |transaction: &mut Transaction<'_>| transaction.push_under(draft, &key).map(|_| ());
        let ((), state) = self.write(push)?;
        self.chain.key = Some(key);
        Ok(state)
    }

    /// The secrets that a new identity has made superfluous and that are still there: after a
    /// crash, or because no one has erased them yet.
    pub fn secrets_to_erase(&self) -> Result<Vec<SecretId>, Error> {
        self.chain.secrets_to_erase()
    }

    /// Overwrites superfluous secrets in the file, synced. Copies of the file, backups and worn
    /// cells of an SSD are out of reach.
    pub fn erase(&self, secrets: &[SecretId]) -> Result<(), Error> {
        self.chain.erase(secrets)
    }

    /// A verification of every record there is now, to be run on any thread.
    pub fn verification(&self) -> Verification {
        Verification {
            file: self.chain.file.clone(),
            expected: self.chain.position.clone(),
            index: self.lock.is_some().then(|| beside(&self.path, "index")),
        }
    }

    /// Reads what another process has appended since; true if there was something. For a workspace
    /// that is read-only because that process has it open.
    pub fn follow(&mut self) -> Result<bool, Error> {
        let before = self.workspace().head();
        let start = match Chain::newest_line(self.chain.file.as_ref(), &self.chain.position) {
            Ok(_) => self.chain.position.clone(),
            // The record was taken back, because its sync failed, and something else is there now.
            Err(_) => {
                let mut start = Chain::start(&self.chain.file)?;
                start.state.read_only = self.workspace().read_only.clone();
                start
            }
        };
        self.chain.position = Chain::replay(&self.chain.file, start)?.position;
        Ok(self.workspace().head() != before)
    }

    fn after_commit(&mut self) {
        self.remember();
        let due = self.workspace().head().seq >= self.indexed + index::INTERVAL;
        if due && self.index_writer.as_ref().is_none_or(JoinHandle::is_finished) {
            self.indexed = self.workspace().head().seq;
            let (path, position) = (beside(&self.path, "index"), self.chain.position.clone());
            // Without the index the next opening is slower; that is all.
            self.index_writer = Some(std::thread::spawn(move || drop(index::write(&path, &position))));
        }
    }

    fn remember(&self) {
        if let Some(seen) = &self.seen {
            // Without it an older copy of the file is not noticed; the records are safe.
            let _ = seen.remember(self.workspace().head());
        }
    }

    fn write_last_index(&mut self) {
        if let Some(writer) = self.index_writer.take() {
            let _ = writer.join();
        }
        let seq = self.workspace().head().seq;
        if self.workspace().read_only().is_none() && seq >= WORTH_AN_INDEX && seq != self.indexed {
            let _ = index::write(&beside(&self.path, "index"), &self.chain.position);
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.write_last_index();
    }
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").field("path", &self.path).field("workspace", self.workspace()).finish_non_exhaustive()
    }
}

/// The damage that forbids writing, if there is any.
fn damage(tail: &Tail, secrets: &[(u64, SecretId)], position: &Position) -> Option<ReadOnly> {
    if let Tail::Damaged { line, reason } = tail {
        return Some(ReadOnly::Damaged { line: *line, reason: reason.clone() });
    }
    // A superfluous secret may be erased in part: power was lost in between. It is erased again.
    let lost = secrets.iter().find(|(_, id)| !position.state.superseded.contains(id));
    lost.map(|(line, id)| ReadOnly::Damaged {
        line: *line,
        reason: format!("the secret {id} is neither whole nor erased"),
    })
}

/// Whether a state is older than, or another than, one seen before.
fn behind(position: &Position, (seq, hash): (u64, Sha256Digest)) -> Option<ReadOnly> {
    let head = position.state.head();
    if seq > head.seq {
        return Some(ReadOnly::Behind { seen: seq, found: head.seq, at: head.at });
    }
    (seq == head.seq && hash != head.hash).then_some(ReadOnly::Diverged { seq })
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
