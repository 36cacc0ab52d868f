//! Tests of the workspace file as a whole: what is read back, and what a disk may do to it.

mod crash;
mod disk;
mod hostile;
mod lifecycle;
mod records;

use std::sync::Arc;

use zeroize::Zeroizing;

use super::chain::Chain;
use super::replay::{Replayed, replay};
use super::{Header, MacKey};
use crate::workspace::testing::{RecordingStorage, certificate};
use crate::workspace::{
    Actor, AuthorityId, CertificateAuthorityType, CertificateAuthorityUsageMode, CreatedAuthority, Der, Draft, Error,
    Event, KeyAlgorithm, KeyStorageSecurityStandard, RevocationConfiguration, RevocationReason, SealedSecret, Serial,
    Settings, SigningAlgorithm, Storage, Timestamp, WorkspaceId,
};

pub(super) const NOON: Timestamp = Timestamp::from_seconds(1_772_366_400);

pub(super) fn key(number: u8) -> MacKey {
    MacKey::new(Zeroizing::new([number; 32]))
}

pub(super) fn header() -> Header {
    Header::new(WorkspaceId::from_random([1; 16]), NOON)
}

pub(super) fn draft(events: Vec<Event>, secrets: Vec<SealedSecret>) -> Draft {
    Draft { at: NOON, actor: Actor::Window { user: "ada \"λ\"\n".into() }, events, secrets }
}

/// A secret of as many bytes as a sealed P-256 key has.
pub(super) fn secret(number: u8) -> SealedSecret {
    SealedSecret::new(vec![number; 350])
}

pub(super) fn creation() -> Draft {
    let identity = secret(100);
    draft(vec![Event::WorkspaceCreated { settings: Settings::default(), identity: identity.id() }], vec![identity])
}

pub(super) fn authority_id(number: u8) -> AuthorityId {
    AuthorityId::from_random([number; 16])
}

pub(super) fn authority(number: u8) -> Draft {
    let key = secret(number);
    let settings = Settings::default();
    let created = CreatedAuthority {
        arn: crate::workspace::CertificateAuthorityArn {
            partition: settings.partition,
            region: settings.region,
            account: settings.account,
            id: authority_id(number),
        },
        authority_type: CertificateAuthorityType::Root,
        key_algorithm: KeyAlgorithm::EcPrime256v1,
        signing_algorithm: SigningAlgorithm::Sha256WithEcdsa,
        subject: Der::from(vec![0x30, 0]),
        csr: Der::from(vec![0x30, 0]),
        key: key.id(),
        revocation_configuration: RevocationConfiguration::default(),
        usage_mode: CertificateAuthorityUsageMode::GeneralPurpose,
        key_storage_security_standard: KeyStorageSecurityStandard::Fips140_2Level3OrHigher,
        tags: Vec::new(),
        name: Some("Root".into()),
    };
    draft(vec![Event::AuthorityCreated(Box::new(created))], vec![key])
}

pub(super) fn serial(number: u8) -> Serial {
    Serial::new([number; 16])
}

pub(super) fn issuance(authority: u8, number: u8) -> Draft {
    let certificate = certificate([number; 16], &format!("host{number}.example.com")).into();
    let template = "EndEntityCertificate/V1".into();
    let (authority, partition, requested_by) = (authority_id(authority), None, None);
    draft(vec![Event::CertificateIssued { authority, certificate, template, partition, requested_by }], Vec::new())
}

pub(super) fn revocation(authority: u8, number: u8) -> Draft {
    let reason = RevocationReason::KeyCompromise;
    let event = Event::CertificateRevoked { authority: authority_id(authority), serial: serial(number), reason };
    draft(vec![event, Event::CrlRequested { authority: authority_id(authority), partition: None }], Vec::new())
}

pub(super) fn note(text: &str) -> Draft {
    let event = Event::AuthorityAnnotated { authority: authority_id(1), name: Some(text.into()), note: None };
    draft(vec![event], Vec::new())
}

/// A workspace with one authority, in memory.
pub(super) fn chain() -> (Arc<RecordingStorage>, Chain) {
    let storage = Arc::new(RecordingStorage::default());
    let mut chain = Chain::create(storage.clone(), &header(), creation(), key(1)).unwrap();
    append(&mut chain, vec![authority(1)]).unwrap();
    (storage, chain)
}

pub(super) fn append(chain: &mut Chain, drafts: Vec<Draft>) -> Result<(), Error> {
    let mut transaction = chain.begin()?;
    for draft in drafts {
        transaction.push(draft)?;
    }
    transaction.commit().map(|_| ())
}

/// Reads a whole file.
pub(super) fn read(bytes: Vec<u8>) -> Result<Replayed, Error> {
    let storage: Arc<dyn Storage> = Arc::new(RecordingStorage::holding(bytes));
    let start = Chain::start(&storage)?;
    replay(storage.as_ref(), start, u64::MAX, |_, _| Ok(()))
}
