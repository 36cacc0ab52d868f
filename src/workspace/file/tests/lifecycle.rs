//! What becomes of an authority after its creation, as records: deletion, access, reports, shards, managed certificates.

use super::*;
use crate::workspace::{
    ActionType, ApplyError, AuditReportId, AuditReportProgress, AuditReportResponseFormat, CertificateAuthorityStatus,
    CrlPartitionId, KeyFileForm, ManagedCertificateId, RenewalPlan, Sha256Digest, Tag, Workspace,
};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Appends events as one record, and checks that the file says the same as the state.
fn happen(chain: &mut Chain, events: Vec<Event>, secrets: Vec<SealedSecret>) -> Result<Workspace, Error> {
    append(chain, vec![draft(events, secrets)])?;
    Ok(chain.position.state.clone())
}

fn refused(chain: &mut Chain, event: Event) -> ApplyError {
    match happen(chain, vec![event], Vec::new()) {
        Err(Error::Refused(reason)) => reason,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

fn replayed(storage: &RecordingStorage) -> Workspace {
    read(storage.bytes()).unwrap().position.state
}

#[test]
fn a_deletion_is_undone_or_leaves_a_key_to_erase() {
    let (storage, mut chain) = chain();
    let authority = authority_id(1);
    let restorable_until = NOON.plus_milliseconds(7 * DAY);
    assert_eq!(refused(&mut chain, Event::RestorationPeriodEnded { authority }), ApplyError::NotDeleted { authority });
    let deleted = Event::AuthorityDeleted { authority, restorable_until };
    let state = happen(&mut chain, vec![deleted.clone()], Vec::new()).unwrap();
    let found = state.authority(authority).unwrap();
    assert_eq!(found.stored_status, CertificateAuthorityStatus::Deleted);
    assert_eq!(found.status_before_deletion, Some(CertificateAuthorityStatus::PendingCertificate));
    assert!(!found.is_past_restoration(restorable_until));
    assert!(found.is_past_restoration(restorable_until.plus_milliseconds(1)));
    assert_eq!(refused(&mut chain, deleted.clone()), ApplyError::DeletedAgain { authority });
    let status = CertificateAuthorityStatus::PendingCertificate;
    let state = happen(&mut chain, vec![Event::AuthorityRestored { authority, status }], Vec::new()).unwrap();
    let found = state.authority(authority).unwrap();
    assert_eq!((found.stored_status, found.restorable_until), (status, None));
    let events = vec![deleted, Event::RestorationPeriodEnded { authority }];
    let state = happen(&mut chain, events, Vec::new()).unwrap();
    assert_eq!(state.authority(authority).unwrap().restoration_ended_at, Some(NOON));
    assert!(chain.secrets_to_erase().unwrap().is_empty(), "seen once");
    let state = happen(&mut chain, vec![Event::AuthorityRemoved { authority }], Vec::new()).unwrap();
    assert!(state.authority(authority).is_none());
    assert_eq!(state.removed_authority(authority).unwrap().id(), authority);
    let key = secret(1).id();
    assert_eq!(chain.secrets_to_erase().unwrap(), [key]);
    chain.erase(&[key]).unwrap();
    assert!(matches!(chain.position.state.secret(key), Err(Error::SecretErased { .. })));
    assert!(replayed(&storage).same_record_as(&chain.position.state));
    assert!(matches!(refused(&mut chain, Event::AuthorityRemoved { authority }), ApplyError::UnknownAuthority { .. }));
}

#[test]
fn tags_policies_and_permissions_come_back() {
    let (storage, mut chain) = chain();
    let authority = authority_id(1);
    let tags = vec![Tag { key: "team".into(), value: None }];
    let policy = Some("{\n \"Version\": \"2012-10-17\"}".to_owned());
    let (principal, source_account) = ("acm.amazonaws.com".to_owned(), "111122223333".to_owned());
    let actions = vec![ActionType::IssueCertificate, ActionType::GetCertificate];
    let granted = Event::PermissionGranted {
        authority,
        principal: principal.clone(),
        source_account: source_account.clone(),
        actions: actions.clone(),
    };
    let events = vec![
        Event::AuthorityTagged { authority, tags: tags.clone() },
        Event::PolicyChanged { authority, policy: policy.clone() },
        granted.clone(),
    ];
    let state = happen(&mut chain, events, Vec::new()).unwrap();
    let found = state.authority(authority).unwrap();
    assert_eq!((&found.tags, found.policy.as_deref()), (&tags, policy.as_deref()));
    assert_eq!(found.permissions.len(), 1);
    assert_eq!((&found.permissions[0].actions, found.permissions[0].created_at), (&actions, NOON));
    assert_eq!(refused(&mut chain, granted), ApplyError::Permission { authority });
    let withdrawn = Event::PermissionWithdrawn { authority, principal, source_account };
    let events = vec![withdrawn.clone(), Event::PolicyChanged { authority, policy: None }];
    let state = happen(&mut chain, events, Vec::new()).unwrap();
    let found = state.authority(authority).unwrap();
    assert!(found.permissions.is_empty() && found.policy.is_none());
    assert_eq!(refused(&mut chain, withdrawn), ApplyError::Permission { authority });
    assert!(replayed(&storage).same_record_as(&chain.position.state));
}

#[test]
fn a_report_is_asked_for_once_and_ends_once() {
    let (storage, mut chain) = chain();
    let (authority, report) = (authority_id(1), AuditReportId::from_random([3; 16]));
    let requested = Event::AuditReportRequested {
        authority,
        report,
        format: AuditReportResponseFormat::Csv,
        bucket: "audits".into(),
        key: format!("audit-report/{authority}/{report}.csv"),
    };
    let written = Event::AuditReportWritten { authority, report, certificates: 2, sha256: Sha256Digest::of(b"x") };
    assert_eq!(refused(&mut chain, written.clone()), ApplyError::AuditReport { report });
    happen(&mut chain, vec![requested.clone()], Vec::new()).unwrap();
    assert_eq!(refused(&mut chain, requested), ApplyError::AuditReport { report });
    let state = happen(&mut chain, vec![written.clone()], Vec::new()).unwrap();
    let found = &state.authority(authority).unwrap().audit_reports[0];
    assert!(matches!(found.progress, AuditReportProgress::Written { certificates: 2, .. }));
    assert_eq!(refused(&mut chain, written), ApplyError::AuditReport { report });
    assert!(replayed(&storage).same_record_as(&chain.position.state));
}

#[test]
fn a_certificate_belongs_to_its_shard() {
    let (storage, mut chain) = chain();
    let (authority, partition) = (authority_id(1), CrlPartitionId::from_random([4; 16]));
    let opened = Event::CrlPartitionOpened {
        authority,
        partition,
        bucket: "crls".into(),
        key: "crl/x/y.crl".into(),
        address: "http://crl.example/crl/x/y.crl".into(),
    };
    let issued = Event::CertificateIssued {
        authority,
        certificate: certificate([9; 16], "a.example").into(),
        template: "EndEntityCertificate/V1".into(),
        partition: Some(partition),
        requested_by: Some("acm.amazonaws.com".into()),
    };
    assert_eq!(refused(&mut chain, issued.clone()), ApplyError::CrlPartition { authority, partition });
    let events = vec![opened.clone(), issued, Event::CrlRequested { authority, partition: Some(partition) }];
    let state = happen(&mut chain, events, Vec::new()).unwrap();
    assert_eq!(refused(&mut chain, opened), ApplyError::CrlPartition { authority, partition });
    let shard = state.authority(authority).unwrap().crl_partition(partition).unwrap().clone();
    assert_eq!(shard.certificates, 1);
    assert!(shard.crl.job.is_some() && state.authority(authority).unwrap().crl.job.is_none());
    let row = state.certificates().get(authority, serial(9)).unwrap();
    assert_eq!((row.partition, row.requested_by), (Some(partition), Some("acm.amazonaws.com")));
    assert!(replayed(&storage).same_record_as(&chain.position.state));
}

#[test]
fn a_managed_certificate_keeps_two_keys_and_a_new_passphrase_seals_both_anew() {
    let (storage, mut chain) = chain();
    let (authority, managed) = (authority_id(1), ManagedCertificateId::from_random([6; 16]));
    let renewal = RenewalPlan { key_algorithm: KeyAlgorithm::EcPrime256v1, validity_days: 90, renew_days_before: 30 };
    let kept = |number: u8| Event::ManagedCertificateIssued {
        managed,
        authority,
        serial: serial(number),
        key: secret(number).id(),
        renewal: renewal.clone(),
    };
    for number in [11, 12, 13] {
        append(&mut chain, vec![issuance(1, number)]).unwrap();
        happen(&mut chain, vec![kept(number)], vec![secret(number)]).unwrap();
    }
    let found = chain.position.state.managed_certificate(managed).unwrap().clone();
    assert_eq!((found.current.key, found.previous.unwrap().key), (secret(13).id(), secret(12).id()));
    assert_eq!(chain.secrets_to_erase().unwrap(), [secret(11).id()]);
    let reason = "no permission".to_owned();
    happen(
        &mut chain,
        vec![Event::ManagedRenewalFailed { managed, authority, serial: serial(13), reason }],
        Vec::new(),
    )
    .unwrap();

    let secrets = [101, 102, 51, 62, 63].map(secret);
    let [identity, macs, sealed, previous, current] = [0, 1, 2, 3, 4].map(|at: usize| secrets[at].id());
    let form = KeyFileForm::Pkcs12;
    let exported = |number| Event::ManagedKeyExported { managed, authority, serial: serial(number), form };
    happen(&mut chain, vec![exported(12), exported(13)], Vec::new()).unwrap();
    let gone = ApplyError::UnknownManagedVersion { managed, serial: serial(11) };
    assert_eq!(refused(&mut chain, exported(11)), gone);

    let mut replaced = |managed_keys| {
        let keys = vec![(authority, sealed)];
        let event =
            Event::IdentityReplaced { identity, earlier_mac_keys: macs, keys, managed_keys, other_secrets: vec![] };
        let mut transaction = chain.begin().unwrap();
        transaction.push_under(draft(vec![event], secrets.to_vec()), &key(2))?;
        transaction.commit().map(drop)
    };
    let twice = vec![(secret(12).id(), previous), (secret(12).id(), current)];
    assert!(matches!(replaced(twice), Err(Error::Refused(ApplyError::ManagedKeysDiffer { managed: 2, keys: 2 }))));
    replaced(vec![(secret(12).id(), previous), (secret(13).id(), current)]).unwrap();
    chain.key = Some(key(2));
    let found = chain.position.state.managed_certificate(managed).unwrap().clone();
    assert_eq!((found.current.key, found.previous.unwrap().key), (current, previous));
    let state = happen(
        &mut chain,
        vec![Event::ManagedCertificateForgotten { managed, authority, serial: serial(13) }],
        Vec::new(),
    )
    .unwrap();
    assert!(state.managed_certificate(managed).is_none());
    let to_erase = chain.secrets_to_erase().unwrap();
    assert!(to_erase.contains(&current) && to_erase.contains(&previous));
    assert!(replayed(&storage).same_record_as(&chain.position.state));
}

#[test]
fn a_leap_of_the_dates_is_remembered_until_a_person_confirms_it() {
    let (storage, mut chain) = chain();
    let mut note_at = |days: i64, events: Vec<Event>| {
        let at = NOON.plus_milliseconds(days * DAY);
        append(&mut chain, vec![Draft { at, ..draft(events, Vec::new()) }]).unwrap();
        chain.position.state.clone()
    };
    assert_eq!(note_at(7, Vec::new()).unconfirmed_leap(), None, "a week is none");
    let before = NOON.plus_milliseconds(7 * DAY);
    assert_eq!(note_at(15, Vec::new()).unconfirmed_leap(), Some(before));
    assert_eq!(note_at(40, Vec::new()).unconfirmed_leap(), Some(before), "the first counts");
    assert_eq!(note_at(40, vec![Event::DateConfirmed]).unconfirmed_leap(), None);
    assert_eq!(note_at(90, vec![Event::DateConfirmed]).unconfirmed_leap(), None, "the very record that leaps confirms");
    assert!(note_at(200, Vec::new()).unconfirmed_leap().is_some());
    assert!(replayed(&storage).same_record_as(&chain.position.state));
}
