//! CRLs that tell, and CRLs that cannot.

mod delta;
mod indirect;
mod signers;

use super::super::path;
use super::super::samples::{NOW, Party, World, failures, name, replace};
use crate::x509::extension::{
    CrlDistributionPoints, DeltaCrlIndicator, DistributionPoint, DistributionPointName, IssuingDistributionPoint,
    KeyUsage, ReasonFlags,
};
use crate::x509::{CertificateList, Extension, GeneralName, Name};

#[test]
fn crls() {
    let world = World::new();
    let (of_root, of_middle) = (world.root.revoke(&[], |_| ()), world.middle.revoke(&[3, 4], |_| ()));
    let found = world.with_crls(&[of_root.clone(), of_middle.clone()]);
    assert!(found.trusted);
    assert_eq!(found.steps[0].notes, ["Not revoked, by the CRL of 31 Dec 2025"]);
    assert_eq!(found.steps[1].notes, ["Not revoked, by the CRL of 31 Dec 2025"]);

    let revoked = world.with_crls(&[of_middle.clone(), world.middle.revoke(&[7], |_| ())]);
    assert_eq!(
        failures(&revoked),
        ["0 6.1.3 (a)(3): Revoked on 31 Dec 2025 (key compromise), by the CRL of 31 Dec 2025"]
    );
    assert_eq!(revoked.steps[1].notes, ["Revocation unknown: no CRL of its issuer is at hand"]);
    let revoked = world.with_crls(&[world.root.revoke(&[9], |tbs| tbs.next_update = Some(NOW - 1))]);
    assert_eq!(failures(&revoked).len(), 1, "a revocation does not lapse with its CRL");
}

#[test]
fn crls_that_cannot_tell() {
    let world = World::new();
    let note = |crl: CertificateList| {
        let found = world.with_crls(&[crl]);
        assert!(found.trusted);
        found.steps[0].notes[0].trim_start_matches("Revocation unknown: the CRL of 31 Dec 2025 ").to_owned()
    };
    let point = |edit: fn(&mut IssuingDistributionPoint)| {
        let mut point = IssuingDistributionPoint::default();
        edit(&mut point);
        note(world.middle.revoke(&[], |tbs| tbs.extensions.push(point.to_extension(true).unwrap())))
    };
    let full =
        |uri: &str| Some(DistributionPointName::FullName(vec![GeneralName::UniformResourceIdentifier(uri.into())]));
    let published = |uri: &str| {
        let point = IssuingDistributionPoint { distribution_point: full(uri), ..Default::default() };
        note(world.middle.revoke(&[], |tbs| tbs.extensions.push(point.to_extension(true).unwrap())))
    };
    assert_eq!(published("http://a/1.crl"), "Not revoked, by the CRL of 31 Dec 2025");
    assert_eq!(published("http://a/2.crl"), "is not the one that the certificate points to");
    assert_eq!(point(|point| point.only_contains_ca_certs = true), "is for CA certificates only");
    assert_eq!(point(|point| point.only_contains_attribute_certs = true), "is for attribute certificates only");
    assert_eq!(point(|point| point.only_contains_user_certs = true), "Not revoked, by the CRL of 31 Dec 2025");
    assert_eq!(point(|point| point.indirect_crl = true), "Not revoked, by the CRL of 31 Dec 2025");
    assert_eq!(
        note(world.middle.revoke(&[], |tbs| tbs.next_update = Some(NOW - 60))),
        "is out of date: the next was due 1 minute ago"
    );
    assert_eq!(note(world.middle.revoke(&[], |tbs| tbs.next_update = None)), "does not say until when it holds");
    let delta = Extension { oid: DeltaCrlIndicator::OID, critical: true, value: vec![2, 1, 1] };
    assert_eq!(note(world.middle.revoke(&[7], |tbs| tbs.extensions.push(delta))), "is a delta CRL");
    let stranger = Party { name: world.middle.name.clone(), ..Party::new("") };
    let forged = note(stranger.revoke(&[7], |_| ()));
    assert!(forged.starts_with("is not signed by \"Middle\": the signature does not match"), "{forged}");
}

/// Section 6.3.3 (b) and (d): such a point does not lead to all that the issuer revoked.
#[test]
fn points_for_some_reasons_or_of_another_issuer() {
    let world = World::new();
    let uri = || GeneralName::UniformResourceIdentifier("http://a/1.crl".into());
    let note = |edit: fn(&mut DistributionPoint)| {
        let published = Some(DistributionPointName::FullName(vec![uri()]));
        let issuing = IssuingDistributionPoint { distribution_point: published, ..Default::default() };
        let crl = world.middle.revoke(&[], |tbs| tbs.extensions.push(issuing.to_extension(true).unwrap()));
        let mut point = DistributionPoint::from(uri());
        edit(&mut point);
        let leaf = world.middle.certify(&world.leaf, |tbs| {
            tbs.extensions.push(CrlDistributionPoints(vec![point]).to_extension(false).unwrap());
        });
        let middle = world.root.certify_ca(&world.middle, |_| ());
        path(&leaf, &[middle], &[world.root()], NOW, &[crl]).steps[0].notes[0].clone()
    };
    assert_eq!(note(|_| ()), "Not revoked, by the CRL of 31 Dec 2025");
    let unknown = |why: &str| format!("Revocation unknown: the CRL of 31 Dec 2025 {why}");
    assert_eq!(note(|point| point.reasons = Some(ReasonFlags(2))), unknown("is for some reasons only"));
    let other = note(|point| point.crl_issuer = vec![GeneralName::DnsName("other".into())]);
    assert_eq!(other, unknown("is not the one that the certificate points to"));
}

#[test]
fn a_crl_needs_the_key_usage() {
    let world = World::new();
    let middle = world.root.certify_ca(&world.middle, |tbs| replace(tbs, KeyUsage::KEY_CERT_SIGN.to_extension(true)));
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let found = path(&leaf, &[middle], &[world.root()], NOW, &[world.middle.revoke(&[7], |_| ())]);
    assert!(found.trusted);
    assert!(
        found.steps[0].notes[0].ends_with("the key usage of \"Middle\" lacks cRLSign"),
        "{:?}",
        found.steps[0].notes
    );
}

/// Section 6.3.3 (d), (e) and (l): what several CRLs cover together.
#[test]
fn crls_of_some_reasons_make_a_whole() {
    let world = World::new();
    let some = |reasons: u16, serials: &[u8]| {
        let point = IssuingDistributionPoint { only_some_reasons: Some(ReasonFlags(reasons)), ..Default::default() };
        world.middle.revoke(serials, |tbs| tbs.extensions.push(point.to_extension(true).unwrap()))
    };
    let compromises = 0b0000_0110;
    let others = 0b1_1111_1000;
    let note = |crls: &[CertificateList]| world.with_crls(crls).steps[0].notes[0].clone();
    assert_eq!(note(&[some(compromises, &[]), some(others, &[])]), "Not revoked, by the CRL of 31 Dec 2025");
    let partial = "Revocation unknown: the CRL of 31 Dec 2025 is for some reasons only";
    assert_eq!(note(&[some(compromises, &[]), some(others ^ 0b1000, &[])]), partial);
    assert_eq!(note(&[some(compromises, &[]), some(compromises, &[])]), partial);
    assert_eq!(failures(&world.with_crls(&[some(others, &[]), some(compromises, &[7])])).len(), 1);
}

/// Section 6.3.3 (b)(2)(i): a name relative to the issuer of the CRL is the same as the whole of it.
#[test]
fn a_point_that_is_relative_to_the_issuer() {
    let world = World::new();
    let rdn = |text: &str| name(text).rdns().to_vec();
    let whole = |text: &str| {
        let name = Name::from_rdns([rdn("Middle"), rdn(text)].concat()).unwrap();
        DistributionPointName::FullName(vec![GeneralName::DirectoryName(name)])
    };
    // The content of the only SET of a name.
    let relative = |text: &str| DistributionPointName::NameRelativeToCrlIssuer(name(text).der()[4..].to_vec());
    let note = |wanted: DistributionPointName, published: DistributionPointName| {
        let point = DistributionPoint { distribution_point: Some(wanted), ..Default::default() };
        let leaf = world.middle.certify(&world.leaf, |tbs| {
            tbs.extensions.push(CrlDistributionPoints(vec![point]).to_extension(false).unwrap());
        });
        let point = IssuingDistributionPoint { distribution_point: Some(published), ..Default::default() };
        let crl = world.middle.revoke(&[], |tbs| tbs.extensions.push(point.to_extension(true).unwrap()));
        let middle = world.root.certify_ca(&world.middle, |_| ());
        path(&leaf, &[middle], &[world.root()], NOW, &[crl]).steps[0].notes[0].clone()
    };
    let good = "Not revoked, by the CRL of 31 Dec 2025";
    assert_eq!(note(relative("One"), relative("ONE")), good);
    assert_eq!(note(relative("One"), whole("One")), good);
    assert_eq!(note(whole("One"), relative("One")), good);
    assert_ne!(note(relative("One"), whole("Two")), good);
}
