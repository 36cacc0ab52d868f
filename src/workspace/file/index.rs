//! The index: the state of a workspace in a form that is quick to read, in a file beside it.
//! Losing it costs time, nothing else; a broken one is not used.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::chain::Chain;
use super::mac::MacKey;
use super::own;
use super::replay::Position;
use crate::workspace::certificate::Columns;
use crate::workspace::{
    AccessKey, Activity, Authority, Bucket, Head, IdempotentOutcome, Identity, ManagedCertificate, SecretId, Settings,
    Sha256Digest, Span, Storage, Timestamp, Workspace, WorkspaceId,
};

/// The beginning of every index file; another number for every other form. What a version computes
/// from the records is its own, so no other believes its index.
const MAGIC: &[u8] = concat!("canopy workspace index 5 of ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// How many records may follow the ones in the index before it is written anew.
pub(super) const INTERVAL: u64 = 10_000;

#[derive(Serialize, Deserialize)]
struct Index {
    id: WorkspaceId,
    head: Head,
    last_line: u64,
    end: u64,
    columns: Columns,
    /// RON of [`Rest`]: members that are left out when absent have no place in postcard.
    rest: String,
}

/// What is small: everything but the certificates.
#[derive(Serialize, Deserialize)]
struct Rest {
    settings: Settings,
    buckets: Vec<Bucket>,
    access_keys: Vec<Arc<AccessKey>>,
    authorities: Vec<Arc<Authority>>,
    removed: Vec<Arc<Authority>>,
    managed: Vec<Arc<ManagedCertificate>>,
    tokens: Vec<(Sha256Digest, IdempotentOutcome)>,
    activity: Vec<Arc<Activity>>,
    secrets: Vec<(SecretId, Span)>,
    superseded: Vec<SecretId>,
    identities: Vec<Identity>,
    #[serde(default)]
    leap: Option<Timestamp>,
}

impl Rest {
    fn of(state: &Workspace) -> Self {
        Self {
            settings: state.settings().clone(),
            buckets: state.buckets().cloned().collect(),
            access_keys: state.access_keys().cloned().collect(),
            authorities: state.authorities().cloned().collect(),
            removed: state.removed_authorities().cloned().collect(),
            managed: state.managed_certificates().cloned().collect(),
            tokens: state.tokens.iter().map(|(key, outcome)| (*key, outcome.clone())).collect(),
            activity: state.activity.iter().cloned().collect(),
            secrets: state.secrets.iter().map(|(id, span)| (*id, *span)).collect(),
            superseded: state.superseded.iter().copied().collect(),
            identities: state.identities.to_vec(),
            leap: state.leap,
        }
    }

    fn put_into(self, state: &mut Workspace) {
        state.set_settings(self.settings);
        state.buckets = self.buckets.into_iter().map(|bucket| (bucket.name.clone(), Arc::new(bucket))).collect();
        state.access_keys = self.access_keys.into_iter().map(|key| (key.id.clone(), key)).collect();
        state.authorities = self.authorities.into_iter().map(|authority| (authority.id(), authority)).collect();
        state.removed = self.removed.into_iter().map(|authority| (authority.id(), authority)).collect();
        state.managed = self.managed.into_iter().map(|kept| (kept.id, kept)).collect();
        let mut times: Vec<_> = self.tokens.iter().map(|(key, outcome)| (outcome.at, *key)).collect();
        times.sort_unstable();
        state.token_times = times.into_iter().collect();
        state.tokens = self.tokens.into_iter().collect();
        state.activity = self.activity.into_iter().collect();
        state.secrets = self.secrets.into_iter().collect();
        state.superseded = self.superseded.into_iter().collect();
        state.identities = Arc::new(self.identities);
        state.leap = self.leap;
    }
}

/// By what an index is known to come from a holder of the passphrase, once there is one to ask.
pub(super) struct Seal {
    digest: Sha256Digest,
    code: [u8; 32],
}

impl Seal {
    /// Whether a holder of `key` has written the index.
    pub(super) fn verifies(&self, key: &MacKey) -> bool {
        key.verifies(&sealed(self.digest), &self.code)
    }
}

/// What the authentication code of an index is over: no record begins like it.
fn sealed(digest: Sha256Digest) -> Vec<u8> {
    [MAGIC, digest.as_bytes()].concat()
}

/// Writes the index of a position to `path`, whole or not at all.
pub(super) fn write(path: &Path, position: &Position, key: &MacKey) -> io::Result<()> {
    let Position { state, last_line, end } = position;
    let rest = ron::to_string(&Rest::of(state)).map_err(io::Error::other)?;
    let columns = Columns::from(state.certificates());
    let index = Index { id: state.id(), head: state.head(), last_line: *last_line, end: *end, columns, rest };
    let payload = postcard::to_stdvec(&index).map_err(io::Error::other)?;
    let digest = Sha256Digest::of(&payload);
    let mut file = own::unfinished(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(MAGIC)?;
    file.write_all(digest.as_bytes())?;
    file.write_all(&key.code(&sealed(digest)))?;
    file.write_all(&payload)?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// Reads the index at `path`, if it is whole and its newest record is in the file where it says.
/// `start` is the position before the first record. Who wrote it, its seal must show.
pub(super) fn read(path: &Path, file: &Arc<dyn Storage>, start: &Position) -> Option<(Position, Seal)> {
    let (payload, seal) = payload(path, file.len().ok()?)?;
    let index: Index = postcard::from_bytes(&payload).ok()?;
    if index.id != start.state.id() || index.end < index.last_line || index.head.seq == 0 {
        return None;
    }
    let rest: Rest = ron::from_str(&index.rest).ok()?;
    let mut state = start.state.clone();
    state.certificates = index.columns.certificates()?;
    state.head = index.head;
    rest.put_into(&mut state);
    let position = Position { state, last_line: index.last_line, end: index.end };
    Chain::newest_line(file.as_ref(), &position).ok()?;
    Some((position, seal))
}

/// The bytes behind the digest and the code, if the digest is right. An index is smaller than what
/// it stands for.
fn payload(path: &Path, file_len: u64) -> Option<(Vec<u8>, Seal)> {
    let limit = file_len.saturating_mul(2).saturating_add(1 << 20);
    // Before it is opened: opening a pipe that nobody writes to never returns.
    if !path.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() <= limit) {
        return None;
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    let rest = bytes.strip_prefix(MAGIC)?;
    let (digest, rest) = rest.split_first_chunk::<32>()?;
    let (code, payload) = rest.split_first_chunk::<32>()?;
    let found = Sha256Digest::of(payload);
    (found.as_bytes() == digest).then(|| (payload.to_vec(), Seal { digest: found, code: *code }))
}
