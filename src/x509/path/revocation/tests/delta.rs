//! Delta CRLs beside complete ones, RFC 5280 sections 5.2.4 and 6.3.3.

use super::super::super::samples::{DAY, NOW, Party, World, failures};
use crate::x509::extension::{CrlNumber, CrlReason, DeltaCrlIndicator, IssuingDistributionPoint};
use crate::x509::{CertificateList, Extension, RevokedCertificate, Tag, TbsCertList, encode};

fn entry(serial: u8, reason: CrlReason) -> RevokedCertificate {
    RevokedCertificate { serial_number: vec![serial], revocation_date: NOW - DAY, reason: Some(reason) }
}

fn complete(
    world: &World,
    number: u64,
    revoked: &[RevokedCertificate],
    edit: impl FnOnce(&mut TbsCertList),
) -> CertificateList {
    world.middle.revoke(&[], |tbs| {
        tbs.revoked = revoked.to_vec();
        tbs.extensions.push(CrlNumber::from(number).to_extension(false));
        edit(tbs);
    })
}

/// What has changed since the complete CRL of the number `base`.
fn delta(
    world: &World,
    base: u64,
    number: u64,
    revoked: &[RevokedCertificate],
    edit: impl FnOnce(&mut TbsCertList),
) -> CertificateList {
    complete(world, number, revoked, |tbs| {
        tbs.this_update = NOW;
        let value = encode::unsigned(Tag::INTEGER, &CrlNumber::from(base).0);
        tbs.extensions.push(Extension { oid: DeltaCrlIndicator::OID, critical: true, value });
        edit(tbs);
    })
}

/// What is found of the leaf, which has serial number 7.
fn said(world: &World, crls: &[CertificateList]) -> String {
    let found = world.with_crls(crls);
    let failed = failures(&found).into_iter().map(|failure| failure.replace("0 6.1.3 (a)(3): ", ""));
    failed.chain(found.steps[0].notes.clone()).next().unwrap()
}

const BOTH: &str = "Not revoked, by the CRL of 31 Dec 2025 and the delta CRL of 1 Jan 2026";
const ALONE: &str = "Not revoked, by the CRL of 31 Dec 2025";

#[test]
fn what_has_changed_since_the_complete_crl() {
    let world = World::new();
    let hold = [entry(7, CrlReason::CertificateHold)];
    let compromise = [entry(7, CrlReason::KeyCompromise)];
    let removed = [entry(7, CrlReason::RemoveFromCrl)];
    let of = |before: &[RevokedCertificate], since: &[RevokedCertificate]| {
        said(&world, &[delta(&world, 5, 6, since, |_| ()), complete(&world, 5, before, |_| ())])
    };
    assert_eq!(of(&[], &[]), BOTH);
    assert_eq!(of(&hold, &removed), BOTH);
    assert_eq!(of(&[], &compromise), "Revoked on 31 Dec 2025 (key compromise), by the delta CRL of 1 Jan 2026");
    assert_eq!(of(&hold, &compromise), "Revoked on 31 Dec 2025 (key compromise), by the delta CRL of 1 Jan 2026");
    assert_eq!(of(&hold, &[]), "Revoked on 31 Dec 2025 (on hold), by the CRL of 31 Dec 2025");
}

#[test]
fn a_delta_crl_makes_an_old_complete_one_current() {
    let world = World::new();
    let old = complete(&world, 5, &[], |tbs| tbs.next_update = Some(NOW - 1));
    assert_eq!(said(&world, &[old.clone(), delta(&world, 4, 6, &[], |_| ())]), BOTH);
    let late = delta(&world, 4, 6, &[], |tbs| tbs.next_update = Some(NOW - 1));
    let unknown = "Revocation unknown: the CRL of 31 Dec 2025 is out of date: the next was due now";
    assert_eq!(said(&world, &[old.clone(), late]), unknown);
    // It says nothing of what changed between the two.
    assert_eq!(said(&world, &[old, delta(&world, 6, 7, &[], |_| ())]), unknown);
}

#[test]
fn what_does_not_go_on_from_a_complete_crl_is_left_out() {
    let world = World::new();
    let compromise = [entry(7, CrlReason::KeyCompromise)];
    let of = |delta: CertificateList| said(&world, &[complete(&world, 5, &[], |_| ()), delta]);
    assert_eq!(of(delta(&world, 6, 7, &compromise, |_| ())), ALONE);
    assert_eq!(of(delta(&world, 4, 5, &compromise, |_| ())), ALONE, "it is not newer");
    let scope = IssuingDistributionPoint { only_contains_user_certs: true, ..Default::default() };
    let scoped = delta(&world, 5, 6, &compromise, |tbs| tbs.extensions.push(scope.to_extension(true).unwrap()));
    assert_eq!(of(scoped), ALONE);
    let stranger = World { middle: Party { name: world.middle.name.clone(), ..Party::new("") }, ..World::new() };
    assert_eq!(of(delta(&stranger, 5, 6, &compromise, |_| ())), ALONE);
    // Of several the newest counts.
    let crls = [
        complete(&world, 5, &[], |_| ()),
        delta(&world, 5, 300, &[entry(7, CrlReason::RemoveFromCrl)], |_| ()),
        delta(&world, 5, 7, &compromise, |_| ()),
    ];
    assert_eq!(said(&world, &crls), BOTH);
}
