//! The state of a workspace at one moment: what every reader looks at.

use std::fmt;
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use rpds::{QueueSync, RedBlackTreeMapSync, RedBlackTreeSetSync};

use super::storage::{Storage, read_exact_at};
use super::{
    AccessKey, Activity, Authority, AuthorityId, Bucket, CertificateAuthorityArn, CertificateFacts, CertificateRow,
    Certificates, Error, ManagedCertificate, ManagedCertificateId, ReadOnly, SecretId, Settings, Sha256Digest, Span,
    Timestamp, WorkspaceId,
};

/// How long an idempotency token is remembered: five minutes, as the API has it.
pub(super) const TOKEN_LIFETIME_MILLISECONDS: i64 = 5 * 60 * 1000;

/// How long after the record before a record may come without its date being doubted: 7 days.
pub(super) const LEAP_MILLISECONDS: i64 = 7 * 24 * 60 * 60 * 1000;

/// How many records [`Workspace::recent_activity`] goes back.
pub(super) const ACTIVITY_LIMIT: usize = 200;

/// The state of a workspace after some record. It never changes, a clone costs nothing, and it
/// stays readable while newer states come.
#[derive(Clone)]
pub struct Workspace {
    pub(super) id: WorkspaceId,
    pub(super) created: Timestamp,
    pub(super) head: Head,
    pub(super) settings: Arc<Settings>,
    /// The settings, with the address that is advertised while this process runs in the place of theirs.
    pub(super) in_force: Arc<Settings>,
    pub(super) advertised: Option<Arc<str>>,
    pub(super) buckets: RedBlackTreeMapSync<String, Arc<Bucket>>,
    pub(super) access_keys: RedBlackTreeMapSync<String, Arc<AccessKey>>,
    pub(super) authorities: RedBlackTreeMapSync<AuthorityId, Arc<Authority>>,
    /// Those that are gone for good, as they last were.
    pub(super) removed: RedBlackTreeMapSync<AuthorityId, Arc<Authority>>,
    pub(super) managed: RedBlackTreeMapSync<ManagedCertificateId, Arc<ManagedCertificate>>,
    pub(super) certificates: Certificates,
    pub(super) tokens: RedBlackTreeMapSync<Sha256Digest, IdempotentOutcome>,
    /// The tokens in the order they were used, so that those that are past are found first.
    pub(super) token_times: QueueSync<(Timestamp, Sha256Digest)>,
    pub(super) activity: QueueSync<Arc<Activity>>,
    pub(super) secrets: RedBlackTreeMapSync<SecretId, Span>,
    pub(super) superseded: RedBlackTreeSetSync<SecretId>,
    pub(super) identities: Arc<Vec<Identity>>,
    /// When the last record was made whose date nobody has doubted, if a later one has leapt from it.
    pub(super) leap: Option<Timestamp>,
    pub(super) read_only: Option<Arc<ReadOnly>>,
    pub(super) file: Option<Arc<dyn Storage>>,
}

/// The newest record of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// Its number; 0 before the first.
    pub seq: u64,
    /// SHA-256 over its line up to its MAC.
    pub hash: Sha256Digest,
    /// When it happened.
    pub at: Timestamp,
}

/// What was answered to a request with an idempotency token.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IdempotentOutcome {
    /// When.
    pub at: Timestamp,
    /// The ARN that was answered.
    pub arn: String,
}

/// An identity of the workspace: what its keys are sealed to, and its records authenticated by.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Identity {
    /// The identity, wrapped by the passphrase of its time.
    pub secret: SecretId,
    /// Number of the first record that is authenticated under it.
    pub since: u64,
    /// The authentication keys of all identities before it, sealed to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier_mac_keys: Option<SecretId>,
}

impl Workspace {
    /// The identifier in the first line of the file.
    pub fn id(&self) -> WorkspaceId {
        self.id
    }

    /// When the workspace was created.
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// The newest record.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The settings as they hold just now: their publication address is the one that this process advertises, if it
    /// advertises one. That is no part of the record.
    pub fn settings_in_force(&self) -> &Settings {
        &self.in_force
    }

    pub(super) fn set_settings(&mut self, settings: Settings) {
        self.settings = Arc::new(settings);
        self.advertise(self.advertised.clone());
    }

    /// Puts another address in the place of the publication address, while this process runs.
    pub(super) fn advertise(&mut self, address: Option<Arc<str>>) {
        self.in_force = match &address {
            Some(address) => {
                let publication_address = Some(address.to_string());
                Arc::new(Settings { publication_address, ..self.settings.as_ref().clone() })
            }
            None => self.settings.clone(),
        };
        self.advertised = address;
    }

    /// The bucket of this name.
    pub fn bucket(&self, name: &str) -> Option<&Bucket> {
        self.buckets.get(name).map(Arc::as_ref)
    }

    /// All buckets, by name.
    pub fn buckets(&self) -> impl Iterator<Item = &Bucket> {
        self.buckets.values().map(Arc::as_ref)
    }

    /// The access key with this ID.
    pub fn access_key(&self, id: &str) -> Option<&Arc<AccessKey>> {
        self.access_keys.get(id)
    }

    /// The access keys, by ID.
    pub fn access_keys(&self) -> impl Iterator<Item = &Arc<AccessKey>> {
        self.access_keys.values()
    }

    /// The authority with this identifier.
    pub fn authority(&self, id: AuthorityId) -> Option<&Arc<Authority>> {
        self.authorities.get(&id)
    }

    /// The authority with this ARN: partition, region and account must agree as well.
    pub fn authority_by_arn(&self, arn: &CertificateAuthorityArn) -> Option<&Arc<Authority>> {
        self.authority(arn.id).filter(|authority| authority.arn == *arn)
    }

    /// All authorities, by identifier.
    pub fn authorities(&self) -> impl Iterator<Item = &Arc<Authority>> {
        self.authorities.values()
    }

    /// An authority that is gone for good, as it last was: its certificates are still on record.
    pub fn removed_authority(&self, id: AuthorityId) -> Option<&Arc<Authority>> {
        self.removed.get(&id)
    }

    /// An authority that ever was: as it is, or as it last was when it is gone for good.
    pub fn authority_ever(&self, id: AuthorityId) -> Option<&Arc<Authority>> {
        self.authority(id).or_else(|| self.removed_authority(id))
    }

    /// The authorities that are gone for good, by identifier.
    pub fn removed_authorities(&self) -> impl Iterator<Item = &Arc<Authority>> {
        self.removed.values()
    }

    /// The managed certificate with this identifier.
    pub fn managed_certificate(&self, id: ManagedCertificateId) -> Option<&Arc<ManagedCertificate>> {
        self.managed.get(&id)
    }

    /// The managed certificates, by identifier.
    pub fn managed_certificates(&self) -> impl Iterator<Item = &Arc<ManagedCertificate>> {
        self.managed.values()
    }

    /// The certificates that were issued.
    pub fn certificates(&self) -> &Certificates {
        &self.certificates
    }

    /// What was answered to this token, if that is less than five minutes ago.
    pub fn idempotent_outcome(&self, key: Sha256Digest, now: Timestamp) -> Option<&IdempotentOutcome> {
        let recent = |outcome: &&IdempotentOutcome| now <= outcome.at.plus_milliseconds(TOKEN_LIFETIME_MILLISECONDS);
        self.tokens.get(&key).filter(recent)
    }

    /// The last 200 records that a person may want to see, newest first.
    pub fn recent_activity(&self) -> Vec<Arc<Activity>> {
        let mut activity: Vec<_> = self.activity.iter().cloned().collect();
        activity.reverse();
        activity
    }

    /// The identities, oldest first; the last is the one in force.
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// When the last record was made before the dates leapt by more than a week, which no person has confirmed since.
    pub fn unconfirmed_leap(&self) -> Option<Timestamp> {
        self.leap
    }

    /// Why nothing can be written, if so.
    pub fn read_only(&self) -> Option<&Arc<ReadOnly>> {
        self.read_only.as_ref()
    }

    /// The certificate of a row, as DER, read from the file.
    pub fn certificate_body(&self, row: &CertificateRow<'_>) -> Result<Vec<u8>, Error> {
        let der = self.read_base64(row.body)?;
        let facts = CertificateFacts::read(&der)
            .map_err(|source| Error::CertificateUnreadable { serial: row.serial, source })?;
        if facts.serial() != Ok(row.serial) {
            return Err(Error::CertificateMismatch { serial: row.serial });
        }
        Ok(der)
    }

    /// A sealed secret, read from the file and checked against its name.
    pub fn secret(&self, id: SecretId) -> Result<Vec<u8>, Error> {
        let span = self.secrets.get(&id).ok_or(Error::SecretMissing { id })?;
        let sealed = self.read_base64(*span)?;
        if SecretId::of(&sealed) == id {
            return Ok(sealed);
        }
        Err(if sealed.iter().all(|byte| *byte == 0) { Error::SecretErased { id } } else { Error::SecretDamaged { id } })
    }

    fn read_base64(&self, span: Span) -> Result<Vec<u8>, Error> {
        let file = self.file.as_ref().ok_or(Error::NoFile)?;
        let text = read_exact_at(file.as_ref(), span.offset, span.len as usize)
            .map_err(|source| Error::Io { doing: "read from the workspace file", source })?;
        let text = std::str::from_utf8(&text).map_err(|_| Error::NotBase64 { offset: span.offset })?;
        Base64::decode_vec(text).map_err(|_| Error::NotBase64 { offset: span.offset })
    }

    /// This state with nothing of where it came from: equal if what is recorded is equal.
    pub(super) fn same_record_as(&self, other: &Self) -> bool {
        self.id == other.id
            && self.created == other.created
            && self.head == other.head
            && self.settings == other.settings
            && self.buckets == other.buckets
            && self.access_keys == other.access_keys
            && self.authorities == other.authorities
            && self.removed == other.removed
            && self.managed == other.managed
            && self.certificates == other.certificates
            && self.tokens == other.tokens
            && self.activity.iter().eq(other.activity.iter())
            && self.secrets == other.secrets
            && self.superseded.iter().eq(other.superseded.iter())
            && self.identities == other.identities
            && self.leap == other.leap
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace")
            .field("id", &self.id)
            .field("head", &self.head)
            .field("authorities", &self.authorities.size())
            .field("certificates", &self.certificates.len())
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}
