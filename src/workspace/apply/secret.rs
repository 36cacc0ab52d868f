//! How events about access keys and buckets change the state, with the secrets that they hold.

use std::collections::HashMap;
use std::sync::Arc;

use super::ApplyError;
use crate::workspace::{AccessKey, Bucket, BucketKind, SecretId, Workspace};

impl Workspace {
    pub(super) fn add_bucket(&mut self, bucket: &Bucket) {
        self.supersede(self.bucket(&bucket.name).and_then(Bucket::secret));
        self.buckets.insert_mut(bucket.name.clone(), Arc::new(bucket.clone()));
    }

    pub(super) fn remove_bucket(&mut self, name: &str) -> Result<(), ApplyError> {
        let gone = self.bucket(name).ok_or_else(|| ApplyError::UnknownBucket { name: name.to_owned() })?;
        self.supersede(gone.secret());
        self.buckets.remove_mut(name);
        Ok(())
    }

    pub(super) fn add_access_key(&mut self, key: AccessKey) {
        self.supersede(self.access_key(&key.id).map(|before| before.secret));
        self.access_keys.insert_mut(key.id.clone(), Arc::new(key));
    }

    pub(super) fn remove_access_key(&mut self, id: &str) -> Result<(), ApplyError> {
        let gone = self.access_key(id).ok_or_else(|| ApplyError::UnknownAccessKey { id: id.to_owned() })?;
        self.supersede(Some(gone.secret));
        self.access_keys.remove_mut(id);
        Ok(())
    }

    /// Puts the secrets that are sealed to a new identity in the place of those before: each exactly once.
    pub(super) fn reseal_others(&mut self, secrets: &[(SecretId, SecretId)]) -> Result<(), ApplyError> {
        let keys: Vec<_> = self.access_keys().cloned().collect();
        let buckets: Vec<_> = self.buckets().filter(|bucket| bucket.secret().is_some()).cloned().collect();
        let held = keys.len() + buckets.len();
        let differ = ApplyError::OtherSecretsDiffer { held, secrets: secrets.len() };
        let distinct = secrets.iter().all(|(old, new)| old != new);
        let replaced: HashMap<SecretId, SecretId> = secrets.iter().copied().collect();
        if secrets.len() != held || replaced.len() != held || !distinct {
            return Err(differ);
        }
        let sealed = |old: SecretId| replaced.get(&old).copied().ok_or(differ.clone());
        for key in keys {
            let secret = sealed(key.secret)?;
            self.access_keys.insert_mut(key.id.clone(), Arc::new(AccessKey { secret, ..key.as_ref().clone() }));
        }
        for mut bucket in buckets {
            if let BucketKind::S3(store) = &mut bucket.kind {
                store.secret = sealed(store.secret)?;
            }
            self.buckets.insert_mut(bucket.name.clone(), Arc::new(bucket));
        }
        for (old, _) in secrets {
            self.supersede(Some(*old));
        }
        Ok(())
    }

    fn supersede(&mut self, secret: Option<SecretId>) {
        if let Some(secret) = secret {
            self.superseded.insert_mut(secret);
        }
    }
}
