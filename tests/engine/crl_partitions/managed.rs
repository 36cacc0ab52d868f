//! Certificates of the certificate manager: they belong to shards as any other.

use super::*;
use canopy::engine::{CERTIFICATE_MANAGER, ManagedCertificateRequest};

const DAY: i64 = 24 * 60 * 60;

/// A root with a partitioned CRL that the certificate manager may use.
fn granted(desk: &Desk) -> (String, ManagedCertificateRequest) {
    let root = root(desk);
    let actions = ["IssueCertificate", "GetCertificate", "ListPermissions"];
    let grant = json!({"CertificateAuthorityArn": root, "Principal": CERTIFICATE_MANAGER, "Actions": actions});
    desk.call::<CreatePermissionRequest>(grant).unwrap();
    let request = ManagedCertificateRequest {
        authority: root.parse().unwrap(),
        key_algorithm: KeyAlgorithm::EcPrime256v1,
        subject: Asn1Subject { common_name: Some("shop.example".into()), ..Asn1Subject::default() },
        names: vec![canopy::engine::api::GeneralName { dns_name: Some("shop.example".into()), ..Default::default() }],
        validity_days: 90,
        renew_days_before: 30,
    };
    (root, request)
}

/// The addresses that a preview says the certificate will name.
fn previewed(desk: &Desk, request: &ManagedCertificateRequest) -> Vec<String> {
    let preview = desk.engine.preview_managed(&desk.caller, request).unwrap();
    preview.rows.into_iter().map(|row| row.value).filter(|value| value.contains(ADDRESS)).collect()
}

#[test]
fn a_managed_certificate_and_its_renewal_belong_to_the_shards_they_point_to() {
    let desk = desk();
    let (root, request) = granted(&desk);
    let before = desk.bytes();
    let new = format!("http://{ADDRESS}/published/crl/{}/(new shard).crl", id(&root));
    assert_eq!(previewed(&desk, &request), std::slice::from_ref(&new));
    assert!(desk.bytes() == before);
    let managed = desk.engine.request_managed_certificate(&desk.caller, &request).unwrap();
    let arn = || {
        let kept = desk.engine.snapshot().managed_certificate(managed).unwrap().clone();
        format!("{root}/certificate/{}", kept.current.serial)
    };
    let first = arn();
    let opened = shards(&desk, &root);
    assert_eq!(opened.len(), 1);
    assert_eq!(shard_of(&desk, &root, &first), Some(opened[0].id));
    assert_eq!(points(&desk.certificate(&first)), [opened[0].address.clone()]);
    assert_eq!(previewed(&desk, &request), [opened[0].address.clone()], "the one that is open");

    // The shard is filled: the renewal opens the next.
    desk.issue(&root, "other.example");
    assert_eq!(previewed(&desk, &request), [new]);
    desk.later(61 * DAY);
    desk.engine.renew_managed(&desk.caller, managed).unwrap();
    let second = arn();
    assert_ne!(second, first);
    let shards = shards(&desk, &root);
    assert_eq!(shards.len(), 2);
    assert_eq!(shard_of(&desk, &root, &second), Some(shards[1].id));
    assert_eq!(points(&desk.certificate(&second)), [shards[1].address.clone()]);

    sign(&desk, &root);
    let outcome = revoke(&desk, &root, &second);
    assert!(matches!(outcome, CrlOutcome::Published { lists: 1, entries: 1, .. }), "{outcome:?}");
    assert_eq!(serials(&list(&desk, &root, Some(shards[1].id))), [serial(&desk, &second)]);
    assert!(serials(&list(&desk, &root, Some(shards[0].id))).is_empty());
    assert_eq!(desk.engine.published_list(id(&root), None).unwrap(), None, "no complete list");
}
