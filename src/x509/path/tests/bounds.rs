//! Pools that want to keep the search busy, and paths that need much and are right.

use super::super::budget::MAX_COMPARISONS;
use super::super::samples::{NOW, Party, World, dns, failures, name};
use super::super::*;
use crate::x509::extension::{CertificatePolicies, NameConstraints, PolicyInformation, SubjectAltName};
use crate::x509::{Extension, Oid};

fn large(oid: &str) -> Extension {
    Extension { oid: Oid::new_unwrap(oid), critical: false, value: vec![0; 900_000] }
}

/// Each CA of five certifies each other, in certificates of a megabyte.
#[test]
fn octets() {
    let parties: Vec<Party> = (0..5).map(|number| Party::new(&format!("CA {number}"))).collect();
    let pairs = parties.iter().flat_map(|signer| parties.iter().map(move |subject| (signer, subject)));
    let pool: Vec<Certificate> =
        pairs.map(|(signer, subject)| signer.certify_ca(subject, |tbs| tbs.extensions.push(large("1.2.3")))).collect();
    let leaf = parties[0].certify(&Party::new("Leaf"), |_| ());
    let found = path(&leaf, &pool, &[World::new().root()], NOW, &[]);
    assert!(!found.trusted && found.steps.len() > 1);
    assert_eq!(
        found.notes,
        ["The search ended at a limit: 1000 certificates, 10000 signatures, 64 MiB or 5000000 comparisons"]
    );
}

#[test]
fn large_certificates_make_a_path_all_the_same() {
    let world = World::new();
    let found = world.path(|tbs| tbs.extensions.push(large("1.2.3")), |tbs| tbs.extensions.push(large("1.2.4")));
    assert_eq!(failures(&found), [""; 0]);
}

fn constraints(count: usize) -> Extension {
    let trees = (0..count).map(|number| dns(&format!("x{number}.example")).into()).collect();
    NameConstraints { excluded_subtrees: trees, ..NameConstraints::default() }.to_extension(true).unwrap()
}

fn names(count: usize) -> Extension {
    SubjectAltName((0..count).map(|number| dns(&format!("{number}.example.org"))).collect())
        .to_extension(false)
        .unwrap()
}

/// Many paths that need many comparisons each: what one needs is not taken from another.
#[test]
fn comparisons_are_counted_for_each_path() {
    let world = World::new();
    let others: Vec<Certificate> = (0..20_u8)
        .map(|number| {
            world.root.certify_ca(&world.middle, |tbs| {
                tbs.serial_number = vec![1, number];
                tbs.validity.not_after = NOW - 1;
                tbs.extensions.push(constraints(100));
            })
        })
        .collect();
    let good = world.root.certify_ca(&world.middle, |tbs| {
        tbs.validity.not_after = NOW;
        tbs.extensions.push(constraints(300));
    });
    let leaf = world.middle.certify(&world.leaf, |tbs| tbs.extensions.push(names(1_000)));
    let pool: Vec<Certificate> = others.into_iter().chain([good]).collect();
    assert_eq!(failures(&path(&leaf, &pool, &[world.root()], NOW, &[])), [""; 0]);
}

#[test]
fn too_many_comparisons_are_told_with_their_number() {
    let world = World::new();
    let found = world.path(|tbs| tbs.extensions.push(constraints(1_000)), |tbs| tbs.extensions.push(names(600)));
    let found = failures(&found);
    let expected = format!(
        "0 6.1: Too many names, name constraints and policies: expected at most {MAX_COMPARISONS} comparisons, found "
    );
    assert!(found.len() == 1 && found[0].starts_with(&expected), "{found:?}");
}

/// Policies of a megabyte in certificates that all lead to each other.
#[test]
fn policies_are_work_too() {
    let parties: Vec<Party> = (0..5).map(|number| Party::new(&format!("CA {number}"))).collect();
    let policy = |number: u32| PolicyInformation {
        policy_identifier: Oid::new_unwrap(&format!("1.2.9.{number}")),
        policy_qualifiers: Vec::new(),
    };
    let policies = CertificatePolicies((0..16_000).map(policy).collect()).to_extension(false).unwrap();
    let pairs = parties.iter().flat_map(|signer| parties.iter().map(move |subject| (signer, subject)));
    let pool: Vec<Certificate> = pairs
        .map(|(signer, subject)| signer.certify_ca(subject, |tbs| tbs.extensions.push(policies.clone())))
        .collect();
    let leaf = parties[0].certify(&Party::new("Leaf"), |_| ());
    let found = path(&leaf, &pool, &[World::new().root()], NOW, &[]);
    assert!(!found.trusted && found.notes.len() == 1, "{:?}", found.notes);
}

/// Keys of one name that all certify each other, and CRLs of that name by each: who may have signed which is asked again
/// and again.
#[test]
fn crls_are_work_too() {
    let (world, name) = (World::new(), name("CA"));
    let parties: Vec<Party> = (0..12).map(|_| Party { name: name.clone(), ..Party::new("") }).collect();
    let pairs = parties.iter().flat_map(|signer| parties.iter().map(move |subject| (signer, subject)));
    let mut pool: Vec<Certificate> = pairs.map(|(signer, subject)| signer.certify_ca(subject, |_| ())).collect();
    pool.push(world.root.certify_ca(&parties[11], |tbs| tbs.validity.not_after = NOW - 1));
    let crls: Vec<CertificateList> =
        (0..120).map(|number| parties[number % 12].revoke(&[number as u8 + 8], |_| ())).collect();
    let leaf = parties[0].certify(&world.leaf, |_| ());
    let found = path(&leaf, &pool, &[world.root()], NOW, &crls);
    assert!(!found.trusted && found.notes.len() == 1, "{:?}", found.notes);
}
