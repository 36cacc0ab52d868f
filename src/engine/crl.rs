//! The CRL job of an authority (RFC 5280 section 5): sign what is revoked, write it into the
//! bucket, and record both. A failure is recorded too, so that nothing is forgotten.

use super::address::crl_key;
use super::commit::Changes;
use super::error::{Error, Refusal};
use super::find;
use super::issuance::key_identifier;
use super::validity::BACKDATE;
use super::{Caller, Engine, key, stored};
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityStatus, CrlConfiguration, CrlJob, Event, PublishedCrl, Sha256Digest,
    Timestamp, Workspace,
};
use crate::x509::extension::{AuthorityKeyIdentifier, CrlNumber, CrlReason};
use crate::x509::{CertificateList, RevokedCertificate, TbsCertList};
use std::sync::Arc;

/// How long a job that failed rests before it is due again (User Guide, "Planning a CRL"), in seconds.
const RETRY: i64 = 15 * 60;

/// What has become of a CRL job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrlOutcome {
    /// The authority publishes no CRL.
    Off,
    /// Signed and in its bucket.
    Published {
        /// Name of the bucket.
        bucket: String,
        /// Where it lies, as a person would look for it.
        location: String,
        /// Its number.
        number: u64,
        /// How many certificates it lists.
        entries: u64,
        /// When clients will want the next one.
        next_update: Timestamp,
    },
    /// Not published. The revocation holds; the job can be tried again.
    Failed {
        /// Why, in a sentence.
        reason: String,
    },
}

/// A CRL that was signed and is not yet published.
struct Signed {
    list: CertificateList,
    number: u64,
    this_update: Timestamp,
    next_update: Timestamp,
    entries: u64,
}

impl Engine {
    /// Signs the CRL of an authority and publishes it. One job per authority runs at a time; who
    /// asks while one runs waits for the next, which then covers all who waited.
    ///
    /// # Errors
    /// When nothing could be recorded: the workspace is locked, or the disk refuses. A CRL that
    /// could not be signed or published is no error but [`CrlOutcome::Failed`].
    pub fn sign_crl(&self, caller: &Caller, id: AuthorityId) -> Result<CrlOutcome, Error> {
        let turn = self.crl_turns.of(id);
        let _running = turn.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let workspace = self.writable()?;
        let authority = Self::own_authority(&workspace, id)?;
        let Some(configuration) = authority.enabled_crl().cloned() else { return Ok(CrlOutcome::Off) };
        let signed = match self.signed_crl(&workspace, &authority, &configuration) {
            Ok(signed) => signed,
            Err(error) => return self.crl_failed(caller, id, error.message()),
        };
        let event = signed.event(id);
        let listed = workspace.certificates().counts(id).revoked;
        let signer = authority.clone();
        self.commit(caller, move |workspace, _| {
            let mut changes = Changes::of([event]);
            let authority = Self::own_authority(workspace, id)?;
            // What was revoked while this one was signed is not in it, and still waits for the next.
            let revoked = workspace.certificates().counts(id).revoked;
            if revoked != listed || authority.installed != signer.installed {
                changes.events.push(Event::CrlRequested { authority: id, partition: None });
            }
            Ok((changes, ()))
        })?;
        self.publish_crl(caller, &workspace, &authority, &configuration, signed)
    }

    fn signed_crl(
        &self,
        workspace: &Workspace,
        authority: &Authority,
        configuration: &CrlConfiguration,
    ) -> Result<Signed, Error> {
        use CertificateAuthorityStatus::{Active, Disabled};
        let now = self.now();
        let message = "The certificate authority is not in a valid state for signing a CRL.";
        find::require_status(authority, now, &[Active, Disabled], message)?;
        let issuer = stored::own_certificate(authority)?
            .ok_or_else(|| Error::Internal("an active authority has no certificate".into()))?;
        let days = i64::from(configuration.expiration_in_days.unwrap_or(7));
        let number = number(authority, now);
        let this_update = now.seconds() - BACKDATE;
        let next_update = now.seconds() + days * 24 * 60 * 60;
        let revoked = revoked(workspace, authority);
        let entries = revoked.len() as u64;
        let tbs = TbsCertList {
            signature: key::signature_algorithm(authority.signing_algorithm, authority.key_algorithm)?,
            issuer: issuer.subject().clone(),
            this_update,
            next_update: Some(next_update),
            revoked,
            extensions: vec![
                AuthorityKeyIdentifier::new(key_identifier(&issuer)).to_extension(false),
                CrlNumber::from(number).to_extension(false),
            ],
        };
        let der = tbs.to_der()?;
        let signature = self.signer(authority)?.sign(tbs.signature, &der)?;
        Ok(Signed {
            list: CertificateList::assemble(&der, tbs.signature, &signature)?,
            number,
            this_update: Timestamp::from_seconds(this_update),
            next_update: Timestamp::from_seconds(next_update),
            entries,
        })
    }

    fn publish_crl(
        &self,
        caller: &Caller,
        workspace: &Workspace,
        authority: &Arc<Authority>,
        configuration: &CrlConfiguration,
        signed: Signed,
    ) -> Result<CrlOutcome, Error> {
        let name = configuration.s3_bucket_name.clone().unwrap_or_default();
        let key = crl_key(authority);
        let Some(bucket) = workspace.bucket(&name) else {
            let reason = format!("The workspace has no bucket '{name}' any more.");
            return self.crl_failed(caller, authority.id(), reason);
        };
        let location = match self.environment.buckets.put(bucket, &key, signed.list.der()) {
            Ok(location) => location.to_string(),
            Err(error) => return self.crl_failed(caller, authority.id(), error.to_string()),
        };
        let published = Event::CrlPublished {
            authority: authority.id(),
            number: signed.number,
            bucket: name.clone(),
            key,
            partition: None,
        };
        self.commit(caller, move |_, _| Ok((Changes::of([published]), ())))?;
        let Signed { number, entries, next_update, .. } = signed;
        Ok(CrlOutcome::Published { bucket: name, location, number, entries, next_update })
    }

    fn crl_failed(&self, caller: &Caller, authority: AuthorityId, reason: String) -> Result<CrlOutcome, Error> {
        let failed = Event::CrlFailed { authority, reason: reason.clone(), partition: None };
        self.commit(caller, move |_, _| Ok((Changes::of([failed]), ())))?;
        Ok(CrlOutcome::Failed { reason })
    }

    /// Authorities whose CRL is to be signed: asked for, interrupted, failed a quarter of an hour ago, past half of
    /// its time, when the service signs the next one (User Guide, "Planning a CRL"), or not yet in the bucket that is
    /// configured. The service writes the first one only after a certificate that refers to it; here clients that look
    /// for it earlier find an empty list and no error.
    pub fn crls_due(&self) -> Vec<AuthorityId> {
        use CertificateAuthorityStatus::{Active, Disabled};
        let now = self.now();
        let due = |authority: &&Arc<Authority>| {
            authority.enabled_crl().is_some()
                && [Active, Disabled].contains(&authority.status(now))
                && match &authority.crl.job {
                    Some(CrlJob::Failed { at, .. }) => now.seconds() >= at.seconds() + RETRY,
                    _ => is_unfinished(authority) || is_past_half(authority, now) || published(authority).is_none(),
                }
        };
        self.snapshot().authorities().filter(due).map(|authority| authority.id()).collect()
    }

    /// The CRL of an authority as its bucket has it; absent before the first.
    ///
    /// # Errors
    /// [`Error::RequestFailed`] when the bucket cannot be read or holds something else.
    pub fn published_crl(&self, id: AuthorityId) -> Result<Option<CertificateList>, Error> {
        let workspace = self.snapshot();
        let authority = Self::own_authority(&workspace, id)?;
        let Some(published) = authority.crl.published.last() else { return Ok(None) };
        let Some(bucket) = workspace.bucket(&published.bucket) else { return Ok(None) };
        let failed = |reason: String| Error::RequestFailed(Refusal::new(reason));
        let bytes = self.environment.buckets.get(bucket, &published.key).map_err(|error| failed(error.to_string()))?;
        CertificateList::from_der(&bytes).map(Some).map_err(|error| failed(error.to_string()))
    }
}

impl Signed {
    fn event(&self, authority: AuthorityId) -> Event {
        Event::CrlSigned {
            authority,
            number: self.number,
            this_update: self.this_update,
            next_update: self.next_update,
            entries: self.entries,
            sha256: Sha256Digest::of(self.list.der()),
            partition: None,
        }
    }
}

fn is_unfinished(authority: &Authority) -> bool {
    let unfinished =
        |job: &CrlJob| matches!(job, CrlJob::Requested { .. } | CrlJob::Signed { .. } | CrlJob::Failed { .. });
    authority.crl.job.as_ref().is_some_and(unfinished)
}

/// Counted from when it was signed, which is later than its thisUpdate.
fn is_past_half(authority: &Authority, now: Timestamp) -> bool {
    let times = authority.crl.this_update.zip(authority.crl.next_update);
    times.is_some_and(|(this, next)| 2 * now.seconds() >= this.seconds() + BACKDATE + next.seconds())
}

/// The CRL that lies where certificates will point from now on.
fn published(authority: &Authority) -> Option<&PublishedCrl> {
    let bucket = authority.enabled_crl()?.s3_bucket_name.as_deref()?;
    let key = crl_key(authority);
    authority.crl.published.iter().find(|published| published.bucket == bucket && published.key == key)
}

/// The request for the CRL that a certificate points to, unless it lies there or a job is to write it.
pub(super) fn first_request(authority: &Authority) -> Option<Event> {
    let wanted = authority.enabled_crl().is_some() && published(authority).is_none() && !is_unfinished(authority);
    wanted.then(|| Event::CrlRequested { authority: authority.id(), partition: None })
}

/// The number of the next CRL: the time in milliseconds, and always above the last one.
fn number(authority: &Authority, now: Timestamp) -> u64 {
    (authority.crl.number + 1).max(now.milliseconds().max(0).unsigned_abs())
}

/// What the CRL lists: every revoked certificate until it has expired, and then once more. Only a list that clients
/// could fetch counts as that one more.
fn revoked(workspace: &Workspace, authority: &Authority) -> Vec<RevokedCertificate> {
    // The number of a CRL is when it was signed, in milliseconds.
    let last = published(authority).and_then(|published| i64::try_from(published.number / 1000).ok());
    workspace
        .certificates()
        .revoked_by(authority.id())
        .filter(|(row, _)| last.is_none_or(|last| row.not_after.seconds() >= last))
        .map(|(row, revocation)| RevokedCertificate {
            serial_number: row.serial.as_bytes().to_vec(),
            revocation_date: revocation.at.seconds(),
            reason: CrlReason::from_code(revocation.reason.code()).filter(|reason| *reason != CrlReason::Unspecified),
        })
        .collect()
}
