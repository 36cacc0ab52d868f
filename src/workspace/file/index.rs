//! The index: the state of a workspace in a form that is quick to read, in a file beside it.
//! Losing it costs time, nothing else; a broken one is not used.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::chain::Chain;
use super::replay::Position;
use crate::workspace::certificate::Columns;
use crate::workspace::{
    Activity, Authority, Bucket, Head, IdempotentOutcome, Identity, SecretId, Settings, Sha256Digest, Span, Storage,
    Workspace, WorkspaceId,
};

/// The beginning of every index file; another number for every other form.
const MAGIC: &[u8] = b"canopy workspace index 2\n";

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
    authorities: Vec<Arc<Authority>>,
    tokens: Vec<(Sha256Digest, IdempotentOutcome)>,
    activity: Vec<Arc<Activity>>,
    secrets: Vec<(SecretId, Span)>,
    superseded: Vec<SecretId>,
    identities: Vec<Identity>,
}

impl Rest {
    fn of(state: &Workspace) -> Self {
        Self {
            settings: state.settings().clone(),
            buckets: state.buckets().cloned().collect(),
            authorities: state.authorities().cloned().collect(),
            tokens: state.tokens.iter().map(|(key, outcome)| (*key, outcome.clone())).collect(),
            activity: state.activity.iter().cloned().collect(),
            secrets: state.secrets.iter().map(|(id, span)| (*id, *span)).collect(),
            superseded: state.superseded.iter().copied().collect(),
            identities: state.identities.to_vec(),
        }
    }

    fn put_into(self, state: &mut Workspace) {
        state.settings = Arc::new(self.settings);
        state.buckets = self.buckets.into_iter().map(|bucket| (bucket.name.clone(), Arc::new(bucket))).collect();
        state.authorities = self.authorities.into_iter().map(|authority| (authority.id(), authority)).collect();
        state.tokens = self.tokens.into_iter().collect();
        state.activity = self.activity.into_iter().collect();
        state.secrets = self.secrets.into_iter().collect();
        state.superseded = self.superseded.into_iter().collect();
        state.identities = Arc::new(self.identities);
    }
}

/// Writes the index of a position to `path`, whole or not at all.
pub(super) fn write(path: &Path, position: &Position) -> io::Result<()> {
    let Position { state, last_line, end } = position;
    let rest = ron::to_string(&Rest::of(state)).map_err(io::Error::other)?;
    let columns = Columns::from(state.certificates());
    let index = Index { id: state.id(), head: state.head(), last_line: *last_line, end: *end, columns, rest };
    let payload = postcard::to_stdvec(&index).map_err(io::Error::other)?;
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(MAGIC)?;
    file.write_all(Sha256Digest::of(&payload).as_bytes())?;
    file.write_all(&payload)?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// Reads the index at `path`, if it is whole and its newest record is in the file where it says.
/// `start` is the position before the first record.
pub(super) fn read(path: &Path, file: &Arc<dyn Storage>, start: &Position) -> Option<Position> {
    let index: Index = postcard::from_bytes(&payload(path, file.len().ok()?)?).ok()?;
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
    Some(position)
}

/// The bytes behind the digest, if that is right. An index is smaller than what it stands for.
fn payload(path: &Path, file_len: u64) -> Option<Vec<u8>> {
    let file = std::fs::File::open(path).ok()?;
    let limit = file_len.saturating_mul(2).saturating_add(1 << 20);
    if file.metadata().ok()?.len() > limit {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).ok()?;
    let rest = bytes.strip_prefix(MAGIC)?;
    let (digest, payload) = rest.split_first_chunk::<32>()?;
    (Sha256Digest::of(payload).as_bytes() == digest).then(|| payload.to_vec())
}
