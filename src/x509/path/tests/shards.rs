//! Shards of a partitioned CRL (RFC 5280 sections 5.2.5 and 6.3.3): one covers the certificates that point to it, and no
//! others.

use super::super::samples::{NOW, World, dns};
use super::*;
use crate::x509::extension::{
    CrlDistributionPoints, DistributionPoint, DistributionPointName, IssuingDistributionPoint, ReasonFlags,
};
use crate::x509::{CertificateList, Extension, GeneralName};

const HERE: &str = "http://a/crl/1.crl";
const THERE: &str = "http://a/crl/2.crl";

fn uri(address: &str) -> GeneralName {
    GeneralName::UniformResourceIdentifier(address.into())
}

fn full(names: &[GeneralName]) -> IssuingDistributionPoint {
    let distribution_point = Some(DistributionPointName::FullName(names.to_vec()));
    IssuingDistributionPoint { distribution_point, ..Default::default() }
}

/// A list of the intermediate with this scope.
fn shard(world: &World, serials: &[u8], point: &IssuingDistributionPoint) -> CertificateList {
    world.middle.revoke(serials, |tbs| tbs.extensions.push(point.to_extension(true).unwrap()))
}

/// What is noted of the leaf, which has serial number 7 and these distribution points.
fn note(world: &World, points: Option<Extension>, crls: &[CertificateList]) -> String {
    let leaf = world.middle.certify(&world.leaf, |tbs| tbs.extensions.extend(points));
    let middle = world.root.certify_ca(&world.middle, |_| ());
    let found = path(&leaf, &[middle], &[world.root()], NOW, crls);
    let failed = found.steps[0].failures.iter().map(|failure| failure.words.clone());
    failed.chain(found.steps[0].notes.clone()).next().unwrap()
}

fn to(address: &str) -> Option<Extension> {
    Some(CrlDistributionPoints::of_uri(address).to_extension(false).unwrap())
}

const GOOD: &str = "Not revoked, by the CRL of 31 Dec 2025";
const OTHER: &str = "Revocation unknown: the CRL of 31 Dec 2025 is not the one that the certificate points to";

#[test]
fn a_shard_tells_of_those_that_point_to_it() {
    let world = World::new();
    let (here, there) = (full(&[uri(HERE)]), full(&[uri(THERE)]));
    assert_eq!(note(&world, to(HERE), &[shard(&world, &[], &here)]), GOOD);
    let revoked = note(&world, to(HERE), &[shard(&world, &[], &there), shard(&world, &[7], &here)]);
    assert!(revoked.starts_with("Revoked on 31 Dec 2025"), "{revoked}");
    for order in [[&here, &there], [&there, &here]] {
        assert_eq!(note(&world, to(HERE), &order.map(|point| shard(&world, &[3], point))), GOOD);
    }
    assert_eq!(note(&world, to(HERE), &[shard(&world, &[], &there)]), OTHER);
    let unnamed = full(&[uri("urn:uuid:5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a")]);
    assert_eq!(note(&world, to(HERE), &[shard(&world, &[], &unnamed)]), OTHER);
}

#[test]
fn a_certificate_that_points_nowhere_is_in_no_shard_that_one_knows() {
    let world = World::new();
    assert_eq!(note(&world, None, &[shard(&world, &[], &full(&[uri(HERE)]))]), OTHER);
    let nameless = note(&world, None, &[shard(&world, &[], &full(&[]))]);
    assert!(nameless.starts_with("Revocation unknown: the CRL of 31 Dec 2025 cannot be read"), "{nameless}");
    assert_eq!(note(&world, None, &[world.middle.revoke(&[], |_| ())]), GOOD, "a list without a scope has them all");
}

#[test]
fn what_only_looks_like_the_same_point_is_another() {
    let world = World::new();
    let others = [
        uri("http://a/crl/1.crl/"),
        uri("HTTP://a/crl/1.crl"),
        uri("http://a/crl/1.crl?"),
        uri("http://a/crl/1.crl\0"),
        dns(HERE),
    ];
    for other in others {
        assert_eq!(
            note(&world, to(HERE), &[shard(&world, &[], &full(std::slice::from_ref(&other)))]),
            OTHER,
            "{other:?}"
        );
    }
    let relative = DistributionPointName::NameRelativeToCrlIssuer(HERE.as_bytes().to_vec());
    let relative = IssuingDistributionPoint { distribution_point: Some(relative), ..Default::default() };
    assert_eq!(note(&world, to(HERE), &[shard(&world, &[], &relative)]), OTHER);
    // One of several names is enough, on either side.
    assert_eq!(note(&world, to(HERE), &[shard(&world, &[], &full(&[uri(THERE), uri(HERE)]))]), GOOD);
    let several = CrlDistributionPoints(vec![uri(THERE).into(), uri(HERE).into()]).to_extension(false).unwrap();
    assert_eq!(note(&world, Some(several), &[shard(&world, &[], &full(&[uri(HERE)]))]), GOOD);
    // A point for some reasons only does not lead to all that was revoked.
    let some = DistributionPoint { reasons: Some(ReasonFlags(2)), ..DistributionPoint::from(uri(HERE)) };
    let some = CrlDistributionPoints(vec![some]).to_extension(false).unwrap();
    let partial = "Revocation unknown: the CRL of 31 Dec 2025 is for some reasons only";
    assert_eq!(note(&world, Some(some), &[shard(&world, &[], &full(&[uri(HERE)]))]), partial);
}

#[test]
fn the_other_limits_of_a_shard_hold_as_well() {
    let world = World::new();
    let limited = |edit: fn(&mut IssuingDistributionPoint), serials: &[u8]| {
        let mut point = full(&[uri(HERE)]);
        edit(&mut point);
        note(&world, to(HERE), &[shard(&world, serials, &point)])
    };
    let unknown = |why: &str| format!("Revocation unknown: the CRL of 31 Dec 2025 {why}");
    assert_eq!(limited(|point| point.only_contains_user_certs = true, &[]), GOOD);
    assert_eq!(limited(|point| point.only_contains_ca_certs = true, &[]), unknown("is for CA certificates only"));
    assert_eq!(
        limited(|point| point.only_some_reasons = Some(ReasonFlags(2)), &[]),
        unknown("is for some reasons only")
    );
    let attributes = unknown("is for attribute certificates only");
    assert_eq!(limited(|point| point.only_contains_attribute_certs = true, &[]), attributes);
    // Attribute certificates have serial numbers of their own.
    assert_eq!(limited(|point| point.only_contains_attribute_certs = true, &[7]), attributes);
}

#[test]
fn a_scope_that_cannot_be_read_is_no_scope() {
    let world = World::new();
    let broken = Extension { oid: IssuingDistributionPoint::OID, critical: true, value: vec![0x30, 2, 0xa0, 0] };
    let crl = world.middle.revoke(&[], |tbs| tbs.extensions.push(broken));
    let found = note(&world, to(HERE), &[crl]);
    assert!(found.starts_with("Revocation unknown: the CRL of 31 Dec 2025 cannot be read"), "{found}");
}
