//! The sample with everything wrong that can be: built from events, as a file would have them.

use canopy::ui::search::authority_name;
use canopy::workspace::{Actor, AuthorityId, CertificateAuthorityStatus, Event, Record, Sha256Digest, Span, Workspace};
use rcgen::{CertificateParams, DnType, IsCa, Issuer, KeyPair};

use super::desk::SAMPLE;

/// The state after these events, in a record of their own.
pub fn after(workspace: &Workspace, events: Vec<Event>) -> Workspace {
    let head = workspace.head();
    let issued = events.iter().filter(|event| matches!(event, Event::CertificateIssued { .. })).count();
    let nowhere = Span { offset: 0, len: 0 };
    let secrets = events.iter().flat_map(Event::secrets).map(|secret| (secret, nowhere)).collect();
    let record = Record {
        seq: head.seq + 1,
        at: head.at,
        actor: Actor::Window { user: "tester".into() },
        events,
        bodies: vec![nowhere; issued],
        secrets,
        hash: Sha256Digest::of(&head.seq.to_be_bytes()),
    };
    workspace.apply(&record).unwrap()
}

pub fn id(workspace: &Workspace, name: &str) -> AuthorityId {
    workspace.authorities().find(|authority| authority_name(authority) == name).unwrap().id()
}

/// A certificate for an authority from a root outside, and that root.
fn from_outside() -> (Vec<u8>, Vec<u8>) {
    let authority = |name: &str| {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2060, 1, 1);
        params
    };
    let (root_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let root = authority("Contoso Root R3").self_signed(&root_key).unwrap();
    let issuer = Issuer::new(authority("Contoso Root R3"), root_key);
    let certificate = authority("Devices CA").signed_by(&key, &issuer).unwrap();
    (certificate.der().to_vec(), root.der().to_vec())
}

/// One CRL failed, one authority is disabled, one comes from outside, and one is deleted.
pub fn troubled() -> Workspace {
    let workspace = SAMPLE.snapshot();
    let (servers, people) = (id(&workspace, "Servers Issuing CA"), id(&workspace, "People Issuing CA"));
    let devices = id(&workspace, "Devices CA");
    let (certificate, root) = from_outside();
    let reason = "The bucket 'published' could not be written to: no space left on device.".to_owned();
    let updated =
        |authority, status| Event::AuthorityUpdated { authority, status: Some(status), revocation_configuration: None };
    let note = Event::AuthorityAnnotated {
        authority: servers,
        name: Some("Servers Issuing CA".into()),
        note: Some("Ask Mara before you revoke anything\u{202e} here".into()),
    };
    let failed = Event::CrlFailed { authority: servers, reason, partition: None };
    let installed = Event::AuthorityCertificateInstalled {
        authority: devices,
        certificate: certificate.into(),
        chain: vec![root.into()],
        parent: None,
        status: CertificateAuthorityStatus::Active,
    };
    let disabled = updated(people, CertificateAuthorityStatus::Disabled);
    after(&workspace, vec![note, failed.clone(), failed, installed, disabled])
}
