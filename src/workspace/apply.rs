//! How events change the state. Pure: the same record on the same state gives the same state.

use std::sync::Arc;

use super::certificate::Issued;
use super::state::{ACTIVITY_LIMIT, TOKEN_LIFETIME_MILLISECONDS};
use super::{
    Activity, Annotation, Authority, AuthorityId, CertificateAuthorityStatus, CertificateError, CertificateFacts,
    Change, CreatedAuthority, Der, Event, Head, IdempotentOutcome, Identity, InstalledCertificate, Record, Revocation,
    SecretId, Serial, Settings, Sha256Digest, Span, Timestamp, Workspace, WorkspaceId,
};

/// Why a record does not fit the state it is to change. In a file that is damage; in a draft it is
/// a mistake of the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what the members mean")]
pub enum ApplyError {
    /// Record numbers have no gap.
    #[error("expected record {expected}, found record {found}")]
    Sequence { expected: u64, found: u64 },
    /// Time never goes back.
    #[error("expected a time not before {last}, found {found}")]
    TimeWentBack { last: Timestamp, found: Timestamp },
    /// The first event of a workspace, and only that, is its creation.
    #[error("expected WorkspaceCreated as the first event of the first record and nowhere else")]
    WorkspaceCreatedMisplaced,
    /// The secrets of a record are those its events name.
    #[error("expected exactly the {named} secrets that the events name, found {found}")]
    SecretsDiffer { named: usize, found: usize },
    /// A secret is sealed afresh each time, so its name never comes again.
    #[error("expected a new secret, found {id} again")]
    SecretAgain { id: SecretId },
    #[error("expected an authority of this workspace, found {authority}")]
    UnknownAuthority { authority: AuthorityId },
    #[error("expected a new authority, found {authority}, which exists")]
    AuthorityExists { authority: AuthorityId },
    #[error("expected a certificate that {authority} issued, found the serial number {serial}")]
    UnknownCertificate { authority: AuthorityId, serial: Serial },
    #[error("expected a serial number new to {authority}, found {serial} again")]
    SerialAgain { authority: AuthorityId, serial: Serial },
    #[error("expected a certificate not yet revoked, found {serial} of {authority}")]
    RevokedAgain { authority: AuthorityId, serial: Serial },
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error("expected a bucket of this workspace, found {name:?}")]
    UnknownBucket { name: String },
    #[error("expected a CRL number above {last}, found {found}")]
    CrlNumber { last: u64, found: u64 },
    #[error("expected a status that can be stored, found {found}, which follows from the clock")]
    StatusIsComputed { found: CertificateAuthorityStatus },
    #[error("expected a new key for each of the {authorities} authorities, found {keys}")]
    KeysDiffer { authorities: usize, keys: usize },
    #[error("the workspace has reached the most authorities, templates or certificates it can number")]
    TooMany,
}

impl Workspace {
    /// A workspace before its first record; `header` is the hash of the first line of its file.
    pub fn new(id: WorkspaceId, created: Timestamp, header: Sha256Digest) -> Self {
        Self {
            id,
            created,
            head: Head { seq: 0, hash: header, at: created },
            settings: Arc::new(Settings::default()),
            buckets: Default::default(),
            authorities: Default::default(),
            certificates: Default::default(),
            tokens: Default::default(),
            token_times: Default::default(),
            activity: Default::default(),
            secrets: Default::default(),
            superseded: Default::default(),
            identities: Default::default(),
            read_only: None,
            file: None,
        }
    }

    /// The state after `record`, if it fits this one.
    pub fn apply(&self, record: &Record) -> Result<Self, ApplyError> {
        self.check_place(record)?;
        let mut next = self.clone();
        for (id, span) in &record.secrets {
            if next.secrets.contains_key(id) {
                return Err(ApplyError::SecretAgain { id: *id });
            }
            next.secrets.insert_mut(*id, *span);
        }
        let mut bodies = record.bodies.iter().copied();
        let mut changes = Vec::new();
        for (position, event) in record.events.iter().enumerate() {
            let first = record.seq == 1 && position == 0;
            if matches!(event, Event::WorkspaceCreated { .. }) != first {
                return Err(ApplyError::WorkspaceCreatedMisplaced);
            }
            let issued = next.apply_event(event, record, &mut bodies)?;
            changes.extend(Change::of(event, issued));
        }
        next.forget_tokens(record.at);
        next.remember(record, changes);
        next.head = Head { seq: record.seq, hash: record.hash, at: record.at };
        Ok(next)
    }

    fn check_place(&self, record: &Record) -> Result<(), ApplyError> {
        let expected = self.head.seq + 1;
        if record.seq != expected {
            return Err(ApplyError::Sequence { expected, found: record.seq });
        }
        if record.at < self.head.at {
            return Err(ApplyError::TimeWentBack { last: self.head.at, found: record.at });
        }
        if record.seq == 1 && record.events.is_empty() {
            return Err(ApplyError::WorkspaceCreatedMisplaced);
        }
        let mut named: Vec<SecretId> = record.events.iter().flat_map(Event::secrets).collect();
        let mut found: Vec<SecretId> = record.secrets.iter().map(|(id, _)| *id).collect();
        named.sort_unstable();
        found.sort_unstable();
        if named != found {
            return Err(ApplyError::SecretsDiffer { named: named.len(), found: found.len() });
        }
        Ok(())
    }

    /// Gives the serial number of the certificate, if it was one that was issued.
    fn apply_event(
        &mut self,
        event: &Event,
        record: &Record,
        bodies: &mut impl Iterator<Item = Span>,
    ) -> Result<Option<Serial>, ApplyError> {
        let at = record.at;
        match event {
            Event::WorkspaceCreated { settings, identity } => {
                self.settings = Arc::new(settings.clone());
                let identity = Identity { secret: *identity, since: record.seq, earlier_mac_keys: None };
                self.identities = Arc::new(vec![identity]);
            }
            Event::IdentityReplaced { identity, earlier_mac_keys, keys } => {
                let identity =
                    Identity { secret: *identity, since: record.seq, earlier_mac_keys: Some(*earlier_mac_keys) };
                self.replace_identity(identity, keys)?;
            }
            Event::SettingsChanged { settings } => self.settings = Arc::new(settings.clone()),
            Event::BucketAdded { bucket } => self.buckets.insert_mut(bucket.name.clone(), Arc::new(bucket.clone())),
            Event::BucketRemoved { name } => {
                if !self.buckets.remove_mut(name) {
                    return Err(ApplyError::UnknownBucket { name: name.clone() });
                }
            }
            Event::AuthorityCreated(created) => self.create_authority(created, at)?,
            Event::AuthorityCertificateInstalled { authority, certificate, chain, parent, status } => {
                let installed = installed(certificate, chain, at)?;
                storable(*status)?;
                self.change_authority(*authority, |authority| {
                    let before = authority.status(at);
                    authority.installed = Some(installed);
                    authority.parent = *parent;
                    authority.set_status(*status, at);
                    // Expired is never stored, so leaving it is no change of what is stored.
                    if before == CertificateAuthorityStatus::Expired {
                        authority.last_state_change_at = at;
                    }
                })?;
            }
            Event::AuthorityUpdated { authority, status, revocation_configuration } => {
                status.map_or(Ok(()), storable)?;
                self.change_authority(*authority, |authority| {
                    if let Some(status) = status {
                        authority.set_status(*status, at);
                    }
                    if let Some(configuration) = revocation_configuration {
                        authority.revocation_configuration = configuration.clone();
                    }
                })?;
            }
            Event::CertificateIssued { authority, certificate, template } => {
                let body = bodies.next().unwrap_or(Span { offset: 0, len: 0 });
                return self.issue(*authority, certificate, template, at, body).map(Some);
            }
            Event::CertificateRevoked { authority, serial, reason } => {
                let number = self.certificate_number(*authority, *serial)?;
                if !self.certificates.revoke(number, Revocation { at, reason: *reason }) {
                    return Err(ApplyError::RevokedAgain { authority: *authority, serial: *serial });
                }
            }
            Event::IdempotencyTokenUsed { key, outcome } => {
                self.tokens.insert_mut(*key, IdempotentOutcome { at, arn: outcome.clone() });
                self.token_times.enqueue_mut((at, *key));
            }
            Event::AuthorityAnnotated { authority, name, note } => self.change_authority(*authority, |authority| {
                authority.name.clone_from(name);
                authority.note.clone_from(note);
            })?,
            Event::CertificateAnnotated { authority, serial, name, note } => {
                let number = self.certificate_number(*authority, *serial)?;
                self.certificates.annotate(number, Annotation { name: name.clone(), note: note.clone() });
            }
            Event::CrlRequested { authority }
            | Event::CrlSigned { authority, .. }
            | Event::CrlPublished { authority, .. }
            | Event::CrlFailed { authority, .. } => self.apply_crl(*authority, event, at)?,
        }
        Ok(None)
    }

    fn apply_crl(&mut self, id: AuthorityId, event: &Event, at: Timestamp) -> Result<(), ApplyError> {
        let mut authority = self.known_authority(id)?.as_ref().clone();
        authority.crl.apply(event, at)?;
        if matches!(event, Event::CrlSigned { .. }) {
            authority.count_key_use(at);
        }
        self.authorities.insert_mut(id, Arc::new(authority));
        Ok(())
    }

    fn create_authority(&mut self, created: &CreatedAuthority, at: Timestamp) -> Result<(), ApplyError> {
        let id = created.arn.id;
        if self.authorities.contains_key(&id) {
            return Err(ApplyError::AuthorityExists { authority: id });
        }
        self.authorities.insert_mut(id, Arc::new(Authority::created(created, at)));
        Ok(())
    }

    fn issue(
        &mut self,
        authority: AuthorityId,
        certificate: &Der,
        template: &str,
        at: Timestamp,
        body: Span,
    ) -> Result<Serial, ApplyError> {
        let facts = CertificateFacts::read(certificate.as_bytes())?;
        let serial = facts.serial()?;
        self.change_authority(authority, |authority| authority.count_key_use(at))?;
        if self.certificates.find(authority, serial).is_some() {
            return Err(ApplyError::SerialAgain { authority, serial });
        }
        let issued = Issued { authority, serial, facts: &facts, template, issued_at: at, body };
        self.certificates.issue(&issued).map_err(|_| ApplyError::TooMany)?;
        Ok(serial)
    }

    fn replace_identity(&mut self, identity: Identity, keys: &[(AuthorityId, SecretId)]) -> Result<(), ApplyError> {
        let authorities = self.authorities.size();
        let differ = ApplyError::KeysDiffer { authorities, keys: keys.len() };
        if keys.len() != authorities {
            return Err(differ);
        }
        for (id, key) in keys {
            let earlier = self.known_authority(*id)?.key;
            if self.superseded.contains(&earlier) || earlier == *key {
                return Err(differ);
            }
            self.superseded.insert_mut(earlier);
            self.change_authority(*id, |authority| authority.key = *key)?;
        }
        if let Some(earlier) = self.identities.last() {
            for secret in [Some(earlier.secret), earlier.earlier_mac_keys].into_iter().flatten() {
                self.superseded.insert_mut(secret);
            }
        }
        Arc::make_mut(&mut self.identities).push(identity);
        Ok(())
    }

    fn known_authority(&self, authority: AuthorityId) -> Result<&Arc<Authority>, ApplyError> {
        self.authorities.get(&authority).ok_or(ApplyError::UnknownAuthority { authority })
    }

    fn change_authority(&mut self, id: AuthorityId, change: impl FnOnce(&mut Authority)) -> Result<(), ApplyError> {
        let mut authority = self.known_authority(id)?.as_ref().clone();
        change(&mut authority);
        self.authorities.insert_mut(id, Arc::new(authority));
        Ok(())
    }

    fn certificate_number(&self, authority: AuthorityId, serial: Serial) -> Result<usize, ApplyError> {
        self.certificates.find(authority, serial).ok_or(ApplyError::UnknownCertificate { authority, serial })
    }

    fn forget_tokens(&mut self, now: Timestamp) {
        let oldest = now.plus_milliseconds(-TOKEN_LIFETIME_MILLISECONDS);
        while let Some((at, key)) = self.token_times.peek().copied().filter(|(at, _)| *at < oldest) {
            self.token_times.dequeue_mut();
            // One that was used again since lives on.
            if self.tokens.get(&key).is_some_and(|outcome| outcome.at == at) {
                self.tokens.remove_mut(&key);
            }
        }
    }

    fn remember(&mut self, record: &Record, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let Record { seq, at, actor, .. } = record;
        self.activity.enqueue_mut(Arc::new(Activity { seq: *seq, at: *at, actor: actor.clone(), changes }));
        if self.activity.len() > ACTIVITY_LIMIT {
            self.activity.dequeue_mut();
        }
    }
}

fn installed(certificate: &Der, chain: &[Der], at: Timestamp) -> Result<InstalledCertificate, ApplyError> {
    let facts = CertificateFacts::read(certificate.as_bytes())?;
    Ok(InstalledCertificate {
        certificate: certificate.clone(),
        chain: chain.to_vec(),
        serial_number: facts.serial_number.into(),
        not_before: facts.not_before,
        not_after: facts.not_after,
        installed_at: at,
    })
}

fn storable(status: CertificateAuthorityStatus) -> Result<(), ApplyError> {
    if status == CertificateAuthorityStatus::Expired {
        return Err(ApplyError::StatusIsComputed { found: status });
    }
    Ok(())
}
