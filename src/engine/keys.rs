//! The passphrase, and the keys that it opens.

use super::Caller;
use super::commit::{SealedKey, passphrase_changed, unpoisoned};
use super::error::Error;
use super::lifecycle::Engine;
use super::stored;
use crate::keystore::{Identity, Signer, SoftwareKey};
use crate::workspace::{Authority, Bucket, Draft, Event, Log, MacKey, SealedSecret, SecretId, SetAside, Workspace};
use secrecy::SecretString;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// A passphrase of fewer characters is tried in hours, whatever one attempt costs: no new one is shorter.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// A new passphrase of a workspace of fewer characters is asked about twice.
pub const COMFORTABLE_PASSPHRASE: usize = 12;

/// What the passphrase gives.
pub(super) struct Unlocked {
    pub(super) identity: Arc<Identity>,
    /// The name of that identity in the workspace.
    pub(super) secret: SecretId,
    /// Keys that have signed since the unlock, ready to sign again.
    signers: HashMap<SecretId, Arc<SoftwareKey>>,
    /// Secrets of access keys and buckets that were opened since the unlock.
    secrets: HashMap<SecretId, Arc<SecretString>>,
}

impl Unlocked {
    pub(super) fn new(identity: Identity, secret: SecretId) -> Self {
        Self { identity: Arc::new(identity), secret, signers: HashMap::new(), secrets: HashMap::new() }
    }

    /// It must still be the identity in force.
    fn check(&self, workspace: &Workspace) -> Result<(), Error> {
        match in_force(workspace)? == self.secret {
            true => Ok(()),
            false => Err(passphrase_changed()),
        }
    }

    fn mac_key(&self) -> MacKey {
        MacKey::new(self.identity.mac_key())
    }
}

/// The name of the identity in force.
pub(super) fn in_force(workspace: &Workspace) -> Result<SecretId, Error> {
    let no_identity = || Error::Unreadable("the file has no identity, so nothing in it can be unlocked".into());
    workspace.identities().last().map(|identity| identity.secret).ok_or_else(no_identity)
}

/// What a change of passphrase has left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassphraseChange {
    /// Why what the old passphrase opens is still in the file, if so. The next unlock tries to erase it again.
    pub not_erased: Option<String>,
}

impl Engine {
    /// Takes the passphrase, after which keys sign and records are written. Takes a second, as it must.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`]; [`Error::Unreadable`] when the newest record was not written by this workspace;
    /// `ConcurrentModificationException` when the passphrase was changed meanwhile; [`Error::ReadOnly`] when the
    /// workspace was [closed](Self::close) meanwhile.
    pub fn unlock(&self, passphrase: &SecretString) -> Result<(), Error> {
        let unlocked = self.try_passphrase(passphrase)?;
        let mut log = unpoisoned(&self.log);
        unlocked.check(log.workspace())?;
        if let Some(reason) = log.workspace().read_only().filter(|reason| reason.is_closed()) {
            return Err(Error::ReadOnly(reason.to_string()));
        }
        if log.workspace().read_only().is_none() {
            let opened = log.unlock(unlocked.mac_key());
            // What a crash kept from being erased is erased now; if that fails too, the next unlock tries again.
            let _ = log.secrets_to_erase().and_then(|secrets| log.erase(&secrets));
            self.publish(log.workspace().clone());
            opened?;
        }
        *unpoisoned(&self.keys) = Some(unlocked);
        self.subscribers.tell();
        Ok(())
    }

    /// Goes on from this copy of a workspace, unlocked, although this computer has seen a later copy or another one.
    /// Whatever that had and this has not is lost here. Every record is verified first. Gives what was set aside.
    ///
    /// # Errors
    /// As for [`unlock`](Self::unlock) and [`verify`](Self::verify); [`Error::ReadOnly`] when the workspace is open
    /// read-only for another reason.
    pub fn go_on_from_this_copy(&self, passphrase: &SecretString) -> Result<Option<SetAside>, Error> {
        let unlocked = self.try_passphrase(passphrase)?;
        let verification = unpoisoned(&self.log).verification();
        verification.run(&mac_keys(&self.snapshot(), &unlocked.identity)?)?;
        let mut log = unpoisoned(&self.log);
        unlocked.check(log.workspace())?;
        let aside = log.go_on(unlocked.mac_key());
        self.publish(log.workspace().clone());
        let aside = aside?;
        *unpoisoned(&self.keys) = Some(unlocked);
        self.subscribers.tell();
        Ok(aside)
    }

    fn try_passphrase(&self, passphrase: &SecretString) -> Result<Unlocked, Error> {
        let workspace = self.snapshot();
        let secret = in_force(&workspace)?;
        let wrapped = workspace.secret(secret)?;
        Ok(Unlocked::new(Identity::unwrap(&wrapped, passphrase)?, secret))
    }

    /// Forgets the passphrase and all keys, which are wiped from memory. How often they have signed OCSP responses is
    /// recorded first, where the file can be written.
    pub fn lock(&self) {
        let mut log = self.forget_keys();
        self.write_ocsp_use(&mut log);
        log.lock();
    }

    /// Closes the file for good, so that it can be opened again although this engine is still held, as by a
    /// verification that runs: the keys are forgotten, the index is written, and whoever comes late finds the workspace
    /// read-only.
    pub fn close(&self) {
        let mut log = self.forget_keys();
        self.write_ocsp_use(&mut log);
        log.close();
        self.publish(log.workspace().clone());
    }

    /// Forgets all keys but that of the file, which is the caller's to forget.
    fn forget_keys(&self) -> MutexGuard<'_, Log> {
        // At once, however long the file is busy.
        *unpoisoned(&self.keys) = None;
        let log = unpoisoned(&self.log);
        // Whoever had the file may have brought new ones.
        *unpoisoned(&self.keys) = None;
        log
    }

    /// A private key as it rests on the disk.
    pub(super) fn seal(&self, key: &SoftwareKey) -> Result<SealedKey, Error> {
        self.seal_secret(&key.to_pkcs8())
    }

    /// A secret as it rests on the disk.
    pub(super) fn seal_secret(&self, secret: &[u8]) -> Result<SealedKey, Error> {
        let (identity, name) = self.identity()?;
        Ok(SealedKey { secret: SealedSecret::new(identity.seal(secret)?), identity: name })
    }

    /// The secret of an access key or of a bucket, which is text.
    pub(super) fn open_secret(&self, id: SecretId) -> Result<Arc<SecretString>, Error> {
        let known = {
            let keys = unpoisoned(&self.keys);
            keys.as_ref().ok_or(Error::Locked)?.secrets.get(&id).cloned()
        };
        if let Some(secret) = known {
            return Ok(secret);
        }
        let (identity, name) = self.identity()?;
        let sealed = self.snapshot().secret(id).map_err(Error::from);
        let opened = match sealed.and_then(|sealed| Ok(identity.open(&sealed)?)) {
            Ok(opened) => opened,
            Err(_) if in_force(&self.snapshot()) != Ok(name) => return Err(passphrase_changed()),
            Err(error) => return Err(error),
        };
        let text = std::str::from_utf8(&opened);
        let text = text.map_err(|_| Error::Unreadable(format!("the secret {id} is no text")))?;
        let secret = Arc::new(SecretString::from(text));
        if let Some(unlocked) = unpoisoned(&self.keys).as_mut().filter(|unlocked| unlocked.secret == name) {
            unlocked.secrets.insert(id, secret.clone());
        }
        Ok(secret)
    }

    /// The identity that was unlocked, and its name.
    pub(super) fn identity(&self) -> Result<(Arc<Identity>, SecretId), Error> {
        let keys = unpoisoned(&self.keys);
        keys.as_ref().map(|unlocked| (unlocked.identity.clone(), unlocked.secret)).ok_or(Error::Locked)
    }

    /// The key of an authority, ready to sign.
    pub(super) fn signer(&self, authority: &Authority) -> Result<Arc<dyn Signer>, Error> {
        let known = {
            let keys = unpoisoned(&self.keys);
            keys.as_ref().ok_or(Error::Locked)?.signers.get(&authority.key).cloned()
        };
        if let Some(signer) = known {
            return Ok(signer);
        }
        let (identity, name) = self.identity()?;
        let sealed = self.snapshot().secret(authority.key).map_err(Error::from);
        let pkcs8 = match sealed.and_then(|sealed| Ok(identity.open(&sealed)?)) {
            Ok(pkcs8) => pkcs8,
            Err(_) if self.has_changed(name, authority) => return Err(passphrase_changed()),
            Err(error) => return Err(error),
        };
        let signer = Arc::new(SoftwareKey::from_pkcs8(&pkcs8)?);
        if *signer.public_key() != stored::authority_key(authority)? {
            return Err(Error::Internal(format!("the stored key of {} is another one", authority.arn)));
        }
        if let Some(unlocked) = unpoisoned(&self.keys).as_mut() {
            unlocked.signers.insert(authority.key, signer.clone());
        }
        Ok(signer)
    }

    /// Forgets the keys that signed for authorities which are gone.
    pub(super) fn forget_superseded(&self, workspace: &Workspace) {
        if let Some(unlocked) = unpoisoned(&self.keys).as_mut() {
            unlocked.signers.retain(|key, _| workspace.authorities().any(|authority| authority.key == *key));
            let of_buckets = workspace.buckets().filter_map(Bucket::secret);
            let used: HashSet<SecretId> = workspace.access_keys().map(|key| key.secret).chain(of_buckets).collect();
            unlocked.secrets.retain(|secret, _| used.contains(secret));
        }
    }

    /// Whether a new passphrase has taken the place of an identity, or of the sealed key of an authority.
    fn has_changed(&self, identity: SecretId, authority: &Authority) -> bool {
        let newest = self.snapshot();
        in_force(&newest) != Ok(identity)
            || newest.authority(authority.id()).is_some_and(|newest| newest.key != authority.key)
    }

    /// Gives the workspace another passphrase: a new identity, every key sealed to it, and what the old passphrase
    /// opened erased from the file. Copies of the file still open with the old one.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`] when `old` is not the passphrase; [`Error::Storage`] when the disk refuses, and then
    /// the old passphrase still holds. When only the erasing fails, the new one holds, and the answer says so.
    pub fn change_passphrase(
        &self,
        caller: &Caller,
        old: &SecretString,
        new: &SecretString,
    ) -> Result<PassphraseChange, Error> {
        self.writable()?;
        let current = self.try_passphrase(old)?;
        let identity = Identity::generate();
        let wrapped = SealedSecret::new(identity.wrap(new, self.options.work_factor)?);
        let unlocked = Unlocked::new(identity, wrapped.id());
        let _erasing = self.erasing.write().unwrap_or_else(PoisonError::into_inner);
        let mut log = unpoisoned(&self.log);
        current.check(log.workspace())?;
        let draft = self.replacement(caller, log.workspace(), &current.identity, &unlocked.identity, wrapped)?;
        let replaced = log.replace_identity(draft, unlocked.mac_key());
        self.publish(log.workspace().clone());
        replaced?;
        *unpoisoned(&self.keys) = Some(unlocked);
        let erased = log.secrets_to_erase().and_then(|secrets| log.erase(&secrets));
        self.publish(log.workspace().clone());
        Ok(PassphraseChange { not_erased: erased.err().map(|error| error.to_string()) })
    }

    /// The record that puts `next` in the place of `current`.
    fn replacement(
        &self,
        caller: &Caller,
        workspace: &Workspace,
        current: &Identity,
        next: &Identity,
        wrapped: SealedSecret,
    ) -> Result<Draft, Error> {
        let earlier = mac_key_bytes(workspace, current)?;
        let earlier = SealedSecret::new(next.seal(&earlier)?);
        let (identity, earlier_mac_keys) = (wrapped.id(), earlier.id());
        let mut keys = Vec::new();
        let (mut managed_keys, mut other_secrets) = (Vec::new(), Vec::new());
        let mut secrets = vec![wrapped, earlier];
        let reseal = |key: SecretId| -> Result<SealedSecret, Error> {
            let pkcs8 = current.open(&workspace.secret(key)?)?;
            Ok(SealedSecret::new(next.seal(&pkcs8)?))
        };
        for authority in workspace.authorities() {
            let sealed = reseal(authority.key)?;
            keys.push((authority.id(), sealed.id()));
            secrets.push(sealed);
        }
        for version in workspace.managed_certificates().flat_map(|kept| kept.versions()) {
            let sealed = reseal(version.key)?;
            managed_keys.push((version.key, sealed.id()));
            secrets.push(sealed);
        }
        let of_buckets = workspace.buckets().filter_map(Bucket::secret);
        for secret in workspace.access_keys().map(|key| key.secret).chain(of_buckets) {
            let sealed = reseal(secret)?;
            other_secrets.push((secret, sealed.id()));
            secrets.push(sealed);
        }
        let event = Event::IdentityReplaced { identity, earlier_mac_keys, keys, managed_keys, other_secrets };
        Ok(Draft { at: self.now(), actor: caller.actor.clone(), events: vec![event], secrets })
    }
}

/// The authentication keys of all identities, oldest first, 32 bytes each.
fn mac_key_bytes(workspace: &Workspace, identity: &Identity) -> Result<Zeroizing<Vec<u8>>, Error> {
    // As long as it becomes, so that it never moves and leaves a copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(32 * workspace.identities().len()));
    if let Some(earlier) = workspace.identities().last().and_then(|identity| identity.earlier_mac_keys) {
        let opened = identity.open(&workspace.secret(earlier)?)?;
        if opened.len() + 32 != bytes.capacity() {
            return Err(Error::Unreadable("the authentication keys of earlier passphrases are incomplete".into()));
        }
        bytes.extend_from_slice(&opened);
    }
    bytes.extend_from_slice(identity.mac_key().as_slice());
    Ok(bytes)
}

/// The authentication keys of all identities, oldest first.
pub(super) fn mac_keys(workspace: &Workspace, identity: &Identity) -> Result<Vec<MacKey>, Error> {
    let bytes = mac_key_bytes(workspace, identity)?;
    let (keys, _) = bytes.as_chunks::<32>();
    Ok(keys.iter().map(|key| MacKey::new(Zeroizing::new(*key))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Access, Environment, Options};
    use crate::publish::FolderBuckets;
    use crate::workspace::{Actor, Settings};

    #[test]
    fn the_keys_are_forgotten_while_the_file_is_busy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.canopy");
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        let options = Options { work_factor: 1, ..Options::default() };
        let (passphrase, settings) = (SecretString::from("passphrase"), Settings::default());
        let engine = Engine::create(&path, &passphrase, settings, environment, &options, Actor::Upkeep).unwrap();
        let log = unpoisoned(&engine.log);
        std::thread::scope(|scope| {
            let locking = scope.spawn(|| engine.lock());
            while engine.access() != Access::Locked {
                std::thread::yield_now();
            }
            assert!(!locking.is_finished());
            drop(log);
        });
        assert_eq!(engine.access(), Access::Locked);
    }
}
