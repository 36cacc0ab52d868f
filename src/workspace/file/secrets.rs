//! The sealed secrets of a file: whether those in use are whole, and erasing those that no event
//! needs any more.

use super::chain::{Chain, writing};
use super::line::{LINE_LIMIT, is_erased};
use super::replay::reading;
use crate::workspace::storage::read_exact_at;
use crate::workspace::{Error, ReadOnly, SecretId, Workspace};

impl Chain {
    /// Overwrites secrets with zeros, and syncs. Only those may go that no event needs any more.
    pub(super) fn erase(&mut self, secrets: &[SecretId]) -> Result<(), Error> {
        self.check_writable()?;
        for id in secrets {
            let (offset, len) = self.erasable(*id)?;
            self.file.write_at(&vec![b'A'; len], offset).map_err(writing)?;
        }
        self.file.sync().map_err(writing)?;
        self.erased.extend(secrets);
        Ok(())
    }

    /// Where a secret lies that may be erased. What stands around it must be what stands around that
    /// secret and no other: the place may come from an index.
    fn erasable(&self, id: SecretId) -> Result<(u64, usize), Error> {
        let state = &self.position.state;
        let span = *state.secrets.get(&id).ok_or(Error::SecretMissing { id })?;
        if !state.superseded.contains(&id) {
            return Err(Error::SecretInUse { id });
        }
        let (before, len) = (format!("(\"{id}\",\""), span.len as usize);
        let elsewhere = Error::SecretElsewhere { id };
        let Some(start) = span.offset.checked_sub(before.len() as u64).filter(|_| len <= LINE_LIMIT) else {
            return Err(elsewhere);
        };
        let text = read_exact_at(self.file.as_ref(), start, before.len() + len + 1).map_err(reading)?;
        let inside = text.strip_prefix(before.as_bytes()).and_then(|rest| rest.strip_suffix(b"\""));
        match inside {
            Some(inside) if !inside.contains(&b'"') => Ok((span.offset, len)),
            _ => Err(elsewhere),
        }
    }

    /// The secrets that no event needs any more and that are still there, whole or in part. One that was seen erased is
    /// not read again.
    pub(super) fn secrets_to_erase(&mut self) -> Result<Vec<SecretId>, Error> {
        let state = &self.position.state;
        let mut left = Vec::new();
        for id in state.superseded.iter().filter(|id| !self.erased.contains(*id)) {
            let Some(span) = state.secrets.get(id) else { continue };
            let text = read_exact_at(self.file.as_ref(), span.offset, span.len as usize).map_err(reading)?;
            if !is_erased(&text) {
                left.push(*id);
            }
        }
        let erased = state.superseded.iter().filter(|id| !left.contains(*id));
        self.erased = erased.copied().collect();
        Ok(left)
    }
}

/// The first secret in use that is damaged or erased. A superfluous one may be erased in part, where
/// power was lost in between; it is erased again.
pub(super) fn lost(state: &Workspace) -> Option<ReadOnly> {
    let mut in_use = state.secrets.keys().filter(|id| !state.superseded.contains(*id));
    in_use.find_map(|id| {
        let how = match state.secret(*id) {
            Ok(_) => return None,
            Err(Error::SecretErased { .. }) => "erased",
            Err(_) => "damaged",
        };
        Some(ReadOnly::SecretLost { what: what(state, *id), how })
    })
}

/// What a secret is for.
fn what(state: &Workspace, id: SecretId) -> String {
    if let Some(authority) = state.authorities().find(|authority| authority.key == id) {
        let name = authority.name.clone().unwrap_or_else(|| authority.id().to_string());
        return format!("the sealed key of {name}");
    }
    let mut managed = state.managed_certificates();
    if let Some(kept) = managed.find(|kept| kept.versions().any(|version| version.key == id)) {
        return format!("the sealed key of the managed certificate {}", kept.id);
    }
    if let Some(key) = state.access_keys().find(|key| key.secret == id) {
        return format!("the secret of the access key {}", key.id);
    }
    if let Some(bucket) = state.buckets().find(|bucket| bucket.secret() == Some(id)) {
        return format!("what the bucket {} is written with", bucket.name);
    }
    match state.identities().last() {
        Some(identity) if identity.secret == id => "what the passphrase opens".into(),
        Some(identity) if identity.earlier_mac_keys == Some(id) => {
            "what the records under earlier passphrases are verified with".into()
        }
        _ => format!("the secret {id}"),
    }
}
