//! How events about managed certificates change the state.

use std::collections::HashMap;
use std::sync::Arc;

use super::ApplyError;
use crate::workspace::{
    AuthorityId, ManagedCertificate, ManagedCertificateId, ManagedVersion, RenewalFailure, RenewalPlan, SecretId,
    Serial, Timestamp, Workspace,
};

impl Workspace {
    /// Keeps a new managed certificate, or the renewal of one. The key of the one before the last is needed no more.
    pub(super) fn keep_managed(
        &mut self,
        id: ManagedCertificateId,
        authority: AuthorityId,
        serial: Serial,
        key: SecretId,
        renewal: &RenewalPlan,
        at: Timestamp,
    ) {
        let current = ManagedVersion { serial, key, issued_at: at };
        let before = self.managed.get(&id).cloned();
        if let Some(previous) = before.as_ref().and_then(|before| before.previous) {
            self.superseded.insert_mut(previous.key);
        }
        let kept = ManagedCertificate {
            id,
            authority,
            created_at: before.as_ref().map_or(at, |before| before.created_at),
            renewal: renewal.clone(),
            current,
            previous: before.map(|before| before.current),
            failure: None,
        };
        self.managed.insert_mut(id, Arc::new(kept));
    }

    pub(super) fn note_renewal_failure(
        &mut self,
        id: ManagedCertificateId,
        reason: &str,
        at: Timestamp,
    ) -> Result<(), ApplyError> {
        let mut kept = self.known_managed(id)?.as_ref().clone();
        kept.failure = Some(RenewalFailure { at, reason: reason.to_owned() });
        self.managed.insert_mut(id, Arc::new(kept));
        Ok(())
    }

    pub(super) fn forget_managed(&mut self, id: ManagedCertificateId) -> Result<(), ApplyError> {
        let kept = self.known_managed(id)?.clone();
        for version in kept.versions() {
            self.superseded.insert_mut(version.key);
        }
        self.managed.remove_mut(&id);
        Ok(())
    }

    /// A key that was handed out is one that is kept.
    pub(super) fn check_managed_version(&self, id: ManagedCertificateId, serial: Serial) -> Result<(), ApplyError> {
        match self.known_managed(id)?.version(serial) {
            Some(_) => Ok(()),
            None => Err(ApplyError::UnknownManagedVersion { managed: id, serial }),
        }
    }

    /// Puts the keys that are sealed to a new identity in the place of those before: each exactly once.
    pub(super) fn reseal_managed(&mut self, keys: &[(SecretId, SecretId)]) -> Result<(), ApplyError> {
        let kept: Vec<_> = self.managed.values().cloned().collect();
        let held = kept.iter().flat_map(|kept| kept.versions()).count();
        let differ = ApplyError::ManagedKeysDiffer { managed: held, keys: keys.len() };
        let distinct = keys.iter().all(|(old, new)| old != new);
        let replaced: HashMap<SecretId, SecretId> = keys.iter().copied().collect();
        if keys.len() != held || replaced.len() != held || !distinct {
            return Err(differ);
        }
        let sealed = |version: ManagedVersion| {
            let key = replaced.get(&version.key).copied();
            key.map(|key| ManagedVersion { key, ..version }).ok_or(differ.clone())
        };
        for kept in kept {
            let mut resealed = kept.as_ref().clone();
            resealed.current = sealed(kept.current)?;
            resealed.previous = kept.previous.map(sealed).transpose()?;
            self.managed.insert_mut(kept.id, Arc::new(resealed));
        }
        for (old, _) in keys {
            self.superseded.insert_mut(*old);
        }
        Ok(())
    }

    fn known_managed(&self, managed: ManagedCertificateId) -> Result<&Arc<ManagedCertificate>, ApplyError> {
        self.managed.get(&managed).ok_or(ApplyError::UnknownManagedCertificate { managed })
    }
}
