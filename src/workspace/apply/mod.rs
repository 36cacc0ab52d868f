//! How events change the state. Pure: the same record on the same state gives the same state.

mod access;
mod authority;
mod crl;
mod error;
mod managed;
mod secret;

use std::sync::Arc;

pub use error::ApplyError;

use self::authority::{installed, storable};
use self::crl::shard;
use super::authority::apply_audit_report;
use super::certificate::Issued;
use super::state::{ACTIVITY_LIMIT, LEAP_MILLISECONDS, TOKEN_LIFETIME_MILLISECONDS};
use super::{
    AccessKey, Activity, Annotation, AuthorityId, CertificateAuthorityStatus, CertificateFacts, Change, CrlPartition,
    CrlPartitionId, CrlState, Der, Event, GrantedPermission, Head, IdempotentOutcome, Identity, Record, Revocation,
    SecretId, Serial, Sha256Digest, Span, Timestamp, Workspace, WorkspaceId,
};

impl Workspace {
    /// A workspace before its first record; `header` is the hash of the first line of its file.
    pub fn new(id: WorkspaceId, created: Timestamp, header: Sha256Digest) -> Self {
        Self {
            id,
            created,
            head: Head { seq: 0, hash: header, at: created },
            settings: Arc::default(),
            in_force: Arc::default(),
            advertised: None,
            buckets: Default::default(),
            access_keys: Default::default(),
            authorities: Default::default(),
            removed: Default::default(),
            managed: Default::default(),
            certificates: Default::default(),
            tokens: Default::default(),
            token_times: Default::default(),
            activity: Default::default(),
            secrets: Default::default(),
            superseded: Default::default(),
            identities: Default::default(),
            leap: None,
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
        next.note_leap(record);
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

    /// A record long after the one before may be dated by a wrong clock; so may all that follow.
    fn note_leap(&mut self, record: &Record) {
        let leapt = record.seq > 1 && record.at.milliseconds() - self.head.at.milliseconds() > LEAP_MILLISECONDS;
        if leapt && self.leap.is_none() {
            self.leap = Some(self.head.at);
        }
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
                self.set_settings(settings.clone());
                let identity = Identity { secret: *identity, since: record.seq, earlier_mac_keys: None };
                self.identities = Arc::new(vec![identity]);
            }
            Event::IdentityReplaced { identity, earlier_mac_keys, keys, managed_keys, other_secrets } => {
                let identity =
                    Identity { secret: *identity, since: record.seq, earlier_mac_keys: Some(*earlier_mac_keys) };
                self.reseal_managed(managed_keys)?;
                self.reseal_others(other_secrets)?;
                self.replace_identity(identity, keys)?;
            }
            Event::DateConfirmed => self.leap = None,
            Event::SettingsChanged { settings } => self.set_settings(settings.clone()),
            Event::BucketAdded { bucket } => self.add_bucket(bucket),
            Event::BucketRemoved { name } => self.remove_bucket(name)?,
            Event::AccessKeyAdded { id, name, account, secret } => {
                let (id, name, account) = (id.clone(), name.clone(), account.clone());
                self.add_access_key(AccessKey { id, name, account, secret: *secret, created_at: at });
            }
            Event::AccessKeyRemoved { id } => self.remove_access_key(id)?,
            Event::OcspResponsesSigned { authority, count, .. } => {
                self.change_authority(*authority, |authority| authority.count_key_uses(*count, at))?;
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
            Event::CertificateIssued { authority, certificate, template, partition, requested_by } => {
                let body = bodies.next().unwrap_or(Span { offset: 0, len: 0 });
                let requested_by = requested_by.as_deref();
                let issued = Issuing { authority: *authority, template, partition: *partition, requested_by, at, body };
                return self.issue(&issued, certificate).map(Some);
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
            Event::CrlRequested { authority, partition }
            | Event::CrlSigned { authority, partition, .. }
            | Event::CrlPublished { authority, partition, .. }
            | Event::CrlFailed { authority, partition, .. } => self.apply_crl(*authority, *partition, event, at)?,
            Event::CrlPartitionOpened { authority, partition, bucket, key, address } => {
                let (bucket, key, address) = (bucket.clone(), key.clone(), address.clone());
                let crl = CrlState::default();
                let opened = CrlPartition { id: *partition, bucket, key, address, certificates: 0, crl };
                self.open_crl_partition(*authority, opened)?;
            }
            Event::AuthorityDeleted { authority, restorable_until } => {
                self.require_deleted(*authority, false)?;
                self.change_authority(*authority, |authority| authority.delete(*restorable_until, at))?;
            }
            Event::AuthorityRestored { authority, status } => {
                storable(*status)?;
                self.require_deleted(*authority, true)?;
                self.change_authority(*authority, |authority| authority.restore(*status, at))?;
            }
            Event::RestorationPeriodEnded { authority } => {
                self.require_deleted(*authority, true)?;
                self.change_authority(*authority, |authority| authority.restoration_ended_at = Some(at))?;
            }
            Event::AuthorityRemoved { authority } => {
                let gone = self.known_authority(*authority)?.clone();
                self.superseded.insert_mut(gone.key);
                self.authorities.remove_mut(authority);
                self.removed.insert_mut(*authority, gone);
            }
            Event::AuthorityTagged { authority, tags } => {
                self.change_authority(*authority, |authority| authority.tags.clone_from(tags))?;
            }
            Event::PolicyChanged { authority, policy } => {
                self.change_authority(*authority, |authority| authority.policy = policy.as_deref().map(Arc::from))?;
            }
            Event::PermissionGranted { authority, principal, source_account, actions } => {
                let (principal, source_account) = (principal.clone(), source_account.clone());
                let granted = GrantedPermission { principal, source_account, actions: actions.clone(), created_at: at };
                self.grant(*authority, granted)?;
            }
            Event::PermissionWithdrawn { authority, principal, source_account } => {
                self.withdraw(*authority, principal, source_account)?;
            }
            Event::AuditReportRequested { authority, .. }
            | Event::AuditReportWritten { authority, .. }
            | Event::AuditReportFailed { authority, .. } => {
                let mut changed = self.known_authority(*authority)?.as_ref().clone();
                apply_audit_report(Arc::make_mut(&mut changed.audit_reports), event, at)?;
                self.authorities.insert_mut(*authority, Arc::new(changed));
            }
            Event::ManagedCertificateIssued { managed, authority, serial, key, renewal } => {
                self.certificate_number(*authority, *serial)?;
                self.keep_managed(*managed, *authority, *serial, *key, renewal, at);
            }
            Event::ManagedRenewalFailed { managed, reason, .. } => self.note_renewal_failure(*managed, reason, at)?,
            Event::ManagedCertificateForgotten { managed, .. } => self.forget_managed(*managed)?,
            Event::ManagedKeyExported { managed, serial, .. } => self.check_managed_version(*managed, *serial)?,
        }
        Ok(None)
    }

    fn issue(&mut self, issuing: &Issuing<'_>, certificate: &Der) -> Result<Serial, ApplyError> {
        let Issuing { authority, template, partition, requested_by, at, body } = *issuing;
        let facts = CertificateFacts::read(certificate.as_bytes())?;
        let serial = facts.serial()?;
        let mut issuer = self.known_authority(authority)?.as_ref().clone();
        issuer.count_key_use(at);
        if let Some(partition) = partition {
            shard(&mut issuer, partition)?.certificates += 1;
        }
        if self.certificates.find(authority, serial).is_some() {
            return Err(ApplyError::SerialAgain { authority, serial });
        }
        self.authorities.insert_mut(authority, Arc::new(issuer));
        let issued =
            Issued { authority, serial, facts: &facts, template, partition, requested_by, issued_at: at, body };
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

/// A `CertificateIssued`, but for the certificate.
struct Issuing<'a> {
    authority: AuthorityId,
    template: &'a str,
    partition: Option<CrlPartitionId>,
    requested_by: Option<&'a str>,
    at: Timestamp,
    body: Span,
}
