//! CRLs of somebody whom the issuer names: `cRLIssuer` and indirect CRLs.

use super::super::super::samples::{NOW, Party, World, failures};
use super::super::super::{Inputs, Material, validate};
use crate::x509::extension::{CrlDistributionPoints, DistributionPoint, IssuingDistributionPoint, KeyUsage};
use crate::x509::{Certificate, CertificateList, Extension, GeneralName, Name};

/// A distribution point that says no more than whose CRLs tell.
fn told_by(name: &Name) -> Extension {
    let crl_issuer = vec![GeneralName::DirectoryName(name.clone())];
    let point = DistributionPoint { crl_issuer, ..DistributionPoint::default() };
    CrlDistributionPoints(vec![point]).to_extension(false).unwrap()
}

fn list(by: &Party, serials: &[u8], indirect_crl: bool) -> CertificateList {
    let point = IssuingDistributionPoint { indirect_crl, ..IssuingDistributionPoint::default() };
    by.revoke(serials, |tbs| tbs.extensions.push(point.to_extension(true).unwrap()))
}

/// A certificate for signing CRLs.
fn signing(by: &Party, subject: &Party, serial: u8, told_by: Extension) -> Certificate {
    by.certify(subject, |tbs| {
        tbs.serial_number = vec![serial];
        tbs.extensions = vec![KeyUsage::CRL_SIGN.to_extension(true), told_by];
    })
}

fn judged(leaf: &Certificate, pool: &[Certificate], roots: &[Certificate], crls: &[CertificateList]) -> Vec<String> {
    let inputs = Inputs { require_revocation: true, ..Inputs::default() };
    failures(&validate(leaf, &Material { pool, roots, crls, ..Material::default() }, &inputs, NOW))
}

#[test]
fn the_one_whom_the_issuer_names() {
    let (world, lists, stranger) = (World::new(), Party::new("Lists"), Party::new("Stranger"));
    let leaf = world.middle.certify(&world.leaf, |tbs| tbs.extensions.push(told_by(&lists.name)));
    let pool = [
        world.root.certify_ca(&world.middle, |tbs| tbs.serial_number = vec![9]),
        signing(&world.root, &lists, 8, told_by(&world.root.name)),
        signing(&world.root, &stranger, 6, told_by(&world.root.name)),
    ];
    let of = |crl: CertificateList| judged(&leaf, &pool, &[world.root()], &[crl, list(&world.root, &[], true)]);
    assert_eq!(of(list(&lists, &[], true)), [""; 0]);
    // An entry that names no issuer is of the issuer of the CRL, who has serial numbers of his own.
    assert_eq!(of(list(&lists, &[7], true)), [""; 0]);
    assert_eq!(
        of(list(&lists, &[], false)),
        ["0 6.3.3: Revocation unknown: the CRL of 31 Dec 2025 does not say that it is for the certificates of others"]
    );
    assert_eq!(of(list(&stranger, &[], true)), ["0 6.3.3: Revocation unknown: no CRL of its issuer is at hand"]);
}

/// Each tells of the one before, the last of itself.
#[test]
fn those_who_tell_are_asked_about_in_turn() {
    let world = World::new();
    let judged = |count: usize| {
        let parties: Vec<Party> = (0..count).map(|number| Party::new(&format!("Lists {number}"))).collect();
        let next = |number: usize| told_by(&parties[(number + 1).min(count - 1)].name);
        let pool: Vec<Certificate> = parties
            .iter()
            .enumerate()
            .map(|(number, party)| signing(&world.root, party, number as u8 + 20, next(number)))
            .collect();
        let crls: Vec<CertificateList> = parties.iter().map(|party| list(party, &[], true)).collect();
        let leaf = world.root.certify(&world.leaf, |tbs| tbs.extensions.push(told_by(&parties[0].name)));
        judged(&leaf, &pool, &[world.root()], &crls)
    };
    assert_eq!(judged(1), [""; 0]);
    assert_eq!(judged(3), [""; 0]);
    assert_eq!(
        judged(5),
        [
            "0 6.3.3: Revocation unknown: the CRL of 31 Dec 2025 is signed by \"Lists 0\", from which no valid path leads to the same root"
        ]
    );
}

/// Two who tell of each other tell nothing.
#[test]
fn a_circle_tells_nothing() {
    let (world, one, other) = (World::new(), Party::new("One"), Party::new("Other"));
    let pool =
        [signing(&world.root, &one, 20, told_by(&other.name)), signing(&world.root, &other, 21, told_by(&one.name))];
    let crls = [list(&one, &[], true), list(&other, &[], true)];
    let leaf = world.root.certify(&world.leaf, |tbs| tbs.extensions.push(told_by(&one.name)));
    assert_eq!(judged(&leaf, &pool, &[world.root()], &crls).len(), 1);
    // One who has a word of the root breaks it.
    let pool = [pool[0].clone(), signing(&world.root, &other, 21, told_by(&world.root.name))];
    let crls = [&crls[..], &[list(&world.root, &[], true)]].concat();
    assert_eq!(judged(&leaf, &pool, &[world.root()], &crls), [""; 0]);
}
