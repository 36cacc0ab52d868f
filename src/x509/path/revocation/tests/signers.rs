//! CRLs that another than the issuer of the certificate signed: the same CA with another key.

use super::super::super::samples::{NOW, Party, World, failures};
use super::super::super::{Inputs, Material, Path, path, validate};
use crate::x509::extension::KeyUsage;
use crate::x509::{Certificate, CertificateList, TbsCertificate};

/// A CA that signs certificates with one key and CRLs with another.
struct Keys {
    world: World,
    signer: Party,
    middle: Certificate,
    leaf: Certificate,
}

const GOOD: &str = "Not revoked, by the CRL of 31 Dec 2025";

impl Keys {
    fn new() -> Self {
        let world = World::new();
        let signer = Party { name: world.middle.name.clone(), ..Party::new("") };
        let middle = world.root.certify_ca(&world.middle, |tbs| tbs.serial_number = vec![9]);
        let leaf = world.middle.certify(&world.leaf, |_| ());
        Self { world, signer, middle, leaf }
    }

    /// The certificate of the other key.
    fn signing(&self, by: &Party, edit: impl FnOnce(&mut TbsCertificate)) -> Certificate {
        by.certify(&self.signer, |tbs| {
            tbs.serial_number = vec![8];
            tbs.extensions = vec![KeyUsage::CRL_SIGN.to_extension(true)];
            edit(tbs);
        })
    }

    fn path(&self, signing: Certificate, crls: &[CertificateList]) -> Path {
        path(&self.leaf, &[self.middle.clone(), signing], &[self.world.root()], NOW, crls)
    }
}

#[test]
fn another_key_of_the_issuer() {
    let keys = Keys::new();
    let signing = || keys.signing(&keys.world.root, |_| ());
    let found = keys.path(signing(), &[keys.signer.revoke(&[], |_| ())]);
    assert_eq!((found.trusted, &found.steps[0].notes[0][..]), (true, GOOD));
    assert!(!keys.path(signing(), &[keys.signer.revoke(&[7], |_| ())]).trusted);
    // The other way round: the key that signs CRLs is the certified one, and signed the one for certificates.
    let renewed = keys.world.middle.certify_ca(&keys.signer, |_| ());
    let leaf = keys.signer.certify(&keys.world.leaf, |_| ());
    let crls = [keys.world.middle.revoke(&[3], |_| ())];
    let found = path(&leaf, &[keys.middle.clone(), renewed], &[keys.world.root()], NOW, &crls);
    assert_eq!((found.steps.len(), &found.steps[0].notes[0][..], &found.steps[1].notes[0][..]), (4, GOOD, GOOD));
}

#[test]
fn the_other_key_needs_a_valid_path_to_the_same_root() {
    let keys = Keys::new();
    let root = &keys.world.root;
    let note = |signing: Certificate, more: &[CertificateList]| {
        let crls = [more, &[keys.signer.revoke(&[7], |_| ())]].concat();
        let found = keys.path(signing, &crls);
        assert!(found.trusted, "{:?}", failures(&found));
        found.steps[0].notes[0].trim_start_matches("Revocation unknown: the CRL of 31 Dec 2025 ").to_owned()
    };
    let others = "is not signed by \"Middle\": the signature does not match: not made by this key over this data";
    assert_eq!(note(keys.signing(root, |tbs| tbs.validity.not_after = NOW - 1), &[]), others);
    assert_eq!(
        note(keys.signing(root, |tbs| tbs.extensions = vec![KeyUsage::DIGITAL_SIGNATURE.to_extension(true)]), &[]),
        others
    );
    assert_eq!(note(keys.signing(root, |_| ()), &[root.revoke(&[8], |_| ())]), others);
    // Below a root that is trusted as well, but is not the one of the path.
    let other = Party::new("Other root");
    let signing = keys.signing(&other, |_| ());
    let roots = [keys.world.root(), other.certify_ca(&other, |_| ())];
    let crls = [keys.signer.revoke(&[7], |_| ())];
    assert!(path(&keys.leaf, &[keys.middle.clone(), signing], &roots, NOW, &crls).trusted);
}

/// A CA cannot have one of its own say that it is not revoked.
#[test]
fn who_is_certified_below_does_not_vouch_for_those_above() {
    let world = World::new();
    let impostor = Party { name: world.root.name.clone(), ..Party::new("") };
    let middle = world.root.certify_ca(&world.middle, |tbs| tbs.serial_number = vec![9]);
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let signing = world.middle.certify(&impostor, |tbs| {
        tbs.serial_number = vec![8];
        tbs.extensions = vec![KeyUsage::CRL_SIGN.to_extension(true)];
    });
    let crls = [impostor.revoke(&[], |_| ()), world.middle.revoke(&[], |_| ())];
    let found = path(&leaf, &[middle, signing], &[world.root()], NOW, &crls);
    assert_eq!(found.steps[0].notes, [GOOD]);
    assert!(
        found.steps[1].notes[0].starts_with("Revocation unknown: the CRL of 31 Dec 2025 is not signed by \"Root\"")
    );
}

/// More certificates of one name and CRLs of it than are worth a try.
#[test]
fn so_many_signers_are_tried() {
    let world = World::new();
    let parties: Vec<Party> = (0..40).map(|_| Party { name: world.middle.name.clone(), ..Party::new("") }).collect();
    let mut pool: Vec<Certificate> = parties.iter().map(|party| world.root.certify_ca(party, |_| ())).collect();
    pool.push(world.root.certify_ca(&world.middle, |_| ()));
    let crls: Vec<CertificateList> = parties.iter().map(|party| party.revoke(&[3], |_| ())).collect();
    let (leaf, roots) = (world.middle.certify(&world.leaf, |_| ()), [world.root()]);
    let material = Material { pool: &pool, roots: &roots, crls: &crls, ..Material::default() };
    let found = validate(&leaf, &material, &Inputs::default(), NOW);
    assert!(found.trusted && found.notes.is_empty(), "{:?}", failures(&found));
    assert_eq!(found.steps[0].notes, [GOOD]);
}
