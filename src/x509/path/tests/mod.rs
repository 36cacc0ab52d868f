//! Paths that are right but for one thing, and pools that want to keep the search busy.

mod bounds;
mod inputs;
mod policy;
mod shards;

use core::time::Duration;

use super::samples::{NOW, Party, World, constraints, dns, failures, name, replace};
use super::*;
use crate::x509::extension::{ExtendedKeyUsage, KeyUsage, NameConstraints, SubjectAltName};
use crate::x509::{Error, Extension, Name, Oid, oid};

#[test]
fn a_sound_path() {
    let found = World::new().path(|_| (), |_| ());
    assert_eq!(failures(&found), [""; 0]);
    assert!(found.trusted && found.notes.is_empty());
    let subjects: Vec<String> = found.steps.iter().map(|step| step.certificate.subject().to_string()).collect();
    assert_eq!(subjects, ["CN=Leaf", "CN=Middle", "CN=Root"]);
    assert_eq!(found.steps.iter().map(|step| step.is_root).collect::<Vec<_>>(), [false, false, true]);
    let root = World::new().root();
    assert!(path(&root, &[], std::slice::from_ref(&root), NOW, &[]).trusted);
}

#[test]
fn one_flaw_each() {
    let world = World::new();
    let found = world.path(|_| (), |tbs| tbs.validity.not_after = NOW - 60);
    assert_eq!(failures(&found), ["0 6.1.3 (a)(2): It expired 1 minute ago"]);
    let found = world.path(|tbs| tbs.validity.not_before = NOW + 60, |_| ());
    assert_eq!(failures(&found), ["1 6.1.3 (a)(2): Not valid yet: it starts in 1 minute"]);
    let found = world.path(|tbs| replace(tbs, constraints(false, None)), |_| ());
    assert_eq!(failures(&found), ["1 6.1.4 (k): It is no CA: expected basicConstraints with cA, found none"]);
    let found = world.path(|tbs| replace(tbs, KeyUsage::CRL_SIGN.to_extension(true)), |_| ());
    assert_eq!(failures(&found), ["1 6.1.4 (n): Its key usage lacks keyCertSign, so it must not sign certificates"]);
    let unknown = Extension { oid: Oid::new_unwrap("1.2.3"), critical: true, value: vec![5, 0] };
    let found = world.path(|_| (), |tbs| tbs.extensions.push(unknown.clone()));
    assert_eq!(failures(&found), ["0 6.1.5 (f): The critical extension 1.2.3 is not one that path validation knows"]);
    let tolerated = Extension { critical: false, ..unknown };
    assert!(world.path(|tbs| tbs.extensions.push(tolerated), |_| ()).trusted);
    let empty = NameConstraints::default().to_extension(true).unwrap();
    let found = world.path(|tbs| tbs.extensions.push(empty), |_| ());
    assert_eq!(
        failures(&found),
        ["1 6.1.4 (o): Its name constraints are empty: expected a permitted or an excluded subtree"]
    );
}

/// RFC 5280 sections 4.1.2.4 and 4.1.2.6
#[test]
fn a_ca_without_a_name() {
    let world = World::new();
    let nameless = Party { name: Name::default(), ..Party::new("") };
    let middle = world.root.certify_ca(&nameless, |_| ());
    let leaf = nameless.certify(&world.leaf, |_| ());
    let found = path(&leaf, std::slice::from_ref(&middle), &[world.root()], NOW, &[]);
    assert_eq!(
        failures(&found),
        [
            "0 4.1.2.6: No CA is named as its issuer: expected an issuer, found an empty one",
            "1 4.1.2.6: A CA without a name: expected a subject, found an empty one"
        ]
    );
    assert!(!path(&middle, &[], &[world.root()], NOW, &[]).trusted);
    let leaf = world.root.certify(&nameless, |_| ());
    assert!(path(&leaf, &[], &[world.root()], NOW, &[]).trusted, "what is no CA may go without a subject");
}

/// RFC 5280 section 6.1.4 (k)
#[test]
fn only_a_root_may_be_older_than_version_3() {
    let world = World::new();
    let first_version = |signer: &Party, subject: &Party| signer.certify_version_1(subject);
    let middle = first_version(&world.root, &world.middle);
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let found = path(&leaf, std::slice::from_ref(&middle), &[world.root()], NOW, &[]);
    assert_eq!(
        failures(&found),
        ["1 6.1.4 (k): It is no CA: expected version 3 with basicConstraints, found version 1"]
    );
    assert!(path(&leaf, &[], &[middle], NOW, &[]).trusted);
    assert!(
        path(&world.root.certify(&world.leaf, |_| ()), &[], &[first_version(&world.root, &world.root)], NOW, &[])
            .trusted
    );
}

/// An anchor is a name and a key (RFC 5280 section 6.1.1 (d)).
#[test]
fn a_root_that_was_issued_again() {
    let world = World::new();
    let old = world.root.certify_ca(&world.root, |tbs| tbs.serial_number = vec![1]);
    let new = world.root.certify_ca(&world.root, |tbs| tbs.serial_number = vec![2]);
    let found = path(&old, &[], std::slice::from_ref(&new), NOW, &[]);
    assert_eq!((failures(&found), found.steps.len()), (Vec::new(), 2));
    let leaf = world.root.certify(&world.leaf, |_| ());
    let found = path(&leaf, &[old], &[new], NOW, &[]);
    assert!(found.trusted && found.steps.len() == 2 && found.steps[1].is_root);
}

#[test]
fn an_issuer_that_cannot_be_read_is_told() {
    let world = World::new();
    let middle = world.root.certify_ca(&world.middle, |_| ());
    let mut broken = middle.der().to_vec();
    let version = broken.windows(5).position(|octets| octets == [0xa0, 3, 2, 1, 2]).unwrap() + 4;
    broken[version] = 9;
    let problem = Certificate::from_der(&broken).unwrap_err();
    let unreadable = [Unreadable::new(&broken, problem)];
    assert!(unreadable[0].issuer.as_ref().unwrap().matches(&world.root.name));
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let roots = [world.root()];
    let material = Material { roots: &roots, unreadable: &unreadable, ..Material::default() };
    assert_eq!(
        failures(&find(&leaf, &material, NOW)),
        [
            "0 6.1: Its issuer is missing: expected a certificate of \"Middle\", found one from \"Root\" that cannot be read: \
          TBSCertificate, version: expected version 1, 2 or 3, found 10"
        ]
    );
    let nameless = [Unreadable::new(&[0x30, 0], Error::InvalidSignature)];
    let material = Material { roots: &roots, unreadable: &nameless, ..Material::default() };
    let found = failures(&find(&leaf, &material, NOW));
    assert!(found[0].ends_with("found none but one that cannot be read at all"), "{found:?}");
}

#[test]
fn a_revocation_that_is_known_without_a_crl() {
    let world = World::new();
    let middle = [world.root.certify_ca(&world.middle, |_| ())];
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let roots = [world.root()];
    let revoked = |certificate: &Certificate| (certificate == &leaf).then(|| "Revoked in the workspace".to_owned());
    let material = Material { pool: &middle, roots: &roots, revoked: Some(&revoked), ..Material::default() };
    assert_eq!(failures(&find(&leaf, &material, NOW)), ["0 6.1.3 (a)(3): Revoked in the workspace"]);
    assert!(find(&middle[0], &material, NOW).trusted);
    let alone = find(&leaf, &Material { pool: &[], ..material }, NOW);
    assert_eq!(failures(&alone).len(), 2, "it is told where the issuer is missing, too");
}

#[test]
fn path_length() {
    let world = World::new();
    let (lower, leaf) = (Party::new("Lower"), Party::new("Leaf"));
    let middle = |length| world.root.certify_ca(&world.middle, |tbs| replace(tbs, constraints(true, Some(length))));
    let lower_ca = world.middle.certify_ca(&lower, |_| ());
    let target = lower.certify(&leaf, |_| ());
    let of = |length| failures(&path(&target, &[middle(length), lower_ca.clone()], &[world.root()], NOW, &[]));
    assert_eq!(of(1), [""; 0]);
    assert_eq!(of(0), ["1 6.1.4 (l): One CA too many: the path length that \"Middle\" allows is used up"]);
    // A certificate that renews itself does not count.
    let renewed = Party { name: world.middle.name.clone(), ..Party::new("") };
    let pool = [middle(0), world.middle.certify_ca(&renewed, |_| ())];
    assert!(path(&renewed.certify(&leaf, |_| ()), &pool, &[world.root()], NOW, &[]).trusted);
}

#[test]
fn missing_and_untrusted_issuers() {
    let world = World::new();
    let middle = world.root.certify_ca(&world.middle, |_| ());
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let found = path(&leaf, &[], &[world.root()], NOW, &[]);
    assert_eq!(failures(&found), ["0 6.1: Its issuer is missing: expected a certificate of \"Middle\", found none"]);
    let found = path(&leaf, &[middle.clone(), world.root()], &[], NOW, &[]);
    assert_eq!(failures(&found), ["2 6.1: It signed itself and is not among the trusted roots"]);
    assert_eq!(found.steps.len(), 3);
    // Another root of the same name did not sign it.
    let found = path(&leaf, &[middle], &[World::new().root()], NOW, &[]);
    assert_eq!(
        failures(&found),
        ["1 6.1.3 (a)(1): Not signed by \"Root\": the signature does not match: not made by this key over this data"]
    );
}

#[test]
fn the_best_of_several_paths() {
    let world = World::new();
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let other = Party::new("Other root");
    let other_root = other.certify_ca(&other, |_| ());
    let expired = other.certify_ca(&world.middle, |tbs| tbs.validity.not_after = NOW - 1);
    let sound = world.root.certify_ca(&world.middle, |_| ());
    let same_name = Party { name: world.middle.name.clone(), ..Party::new("") };
    let decoy = world.root.certify_ca(&same_name, |_| ());
    for pool in [[expired.clone(), sound.clone(), decoy.clone()], [decoy, sound, expired]] {
        let found = path(&leaf, &pool, &[other_root.clone(), world.root()], NOW, &[]);
        assert!(found.trusted);
        assert!(found.steps[2].certificate.subject().matches(&world.root.name));
    }
}

#[test]
fn circles_end() {
    let parties: Vec<Party> = (0..12).map(|number| Party::new(&format!("CA {number}"))).collect();
    let pairs = parties.iter().flat_map(|signer| parties.iter().map(move |subject| (signer, subject)));
    let pool: Vec<Certificate> = pairs.map(|(signer, subject)| signer.certify_ca(subject, |_| ())).collect();
    let leaf = parties[0].certify(&Party::new("Leaf"), |_| ());
    let found = path(&leaf, &pool, &[World::new().root()], NOW, &[]);
    assert!(!found.trusted && found.steps.len() <= MAX_LENGTH);
    assert_eq!(
        found.notes,
        ["The search ended at a limit: 1000 certificates, 10000 signatures, 64 MiB or 5000000 comparisons"]
    );
}

/// What was signed is what was read: no octet of the chain can be another.
#[test]
fn a_changed_octet_breaks_the_path() {
    let world = World::new();
    let middle = world.root.certify_ca(&world.middle, |_| ());
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let roots = [world.root()];
    let trusted =
        |leaf: &Certificate, middle: &Certificate| path(leaf, std::slice::from_ref(middle), &roots, NOW, &[]).trusted;
    assert!(trusted(&leaf, &middle));
    let changed = |certificate: &Certificate| {
        let der = certificate.der().to_vec();
        (0..der.len()).filter_map(move |at| {
            let mut der = der.clone();
            der[at] ^= 1;
            Certificate::from_der(&der).ok()
        })
    };
    let leaves: Vec<Certificate> = changed(&leaf).collect();
    let middles: Vec<Certificate> = changed(&middle).collect();
    assert!(leaves.len() > 150 && middles.len() > 150, "most changes are read");
    assert!(!leaves.iter().any(|leaf| trusted(leaf, &middle)));
    assert!(!middles.iter().any(|middle| trusted(&leaf, middle)));
}

/// Each combination of flaws gets the verdict that webpki gives.
#[test]
fn verdicts_are_those_of_webpki() {
    let world = World::new();
    let lower = Party::new("Lower");
    let stranger = Party { name: lower.name.clone(), ..Party::new("") };
    let permitted = NameConstraints { permitted_subtrees: vec![dns("example.com").into()], ..Default::default() };
    let unknown = Extension { oid: Oid::new_unwrap("1.2.3"), critical: true, value: vec![5, 0] };
    for flaws in 0..1_u32 << 7 {
        let has = |bit: u32| flaws >> bit & 1 == 1;
        let middle = world.root.certify_ca(&world.middle, |tbs| {
            replace(tbs, constraints(true, has(0).then_some(0)));
            tbs.extensions.push(permitted.to_extension(true).unwrap());
        });
        let lower_ca = world.middle.certify_ca(&lower, |tbs| {
            replace(tbs, constraints(!has(1), None));
            tbs.validity.not_after = if has(2) { NOW - 1 } else { NOW + 1 };
        });
        let signer = if has(3) { &stranger } else { &lower };
        let leaf = signer.certify(&world.leaf, |tbs| {
            let host = if has(4) { "example.org" } else { "a.example.com" };
            tbs.extensions = vec![
                SubjectAltName(vec![dns(host)]).to_extension(false).unwrap(),
                ExtendedKeyUsage(vec![oid::ID_KP_SERVER_AUTH]).to_extension(false),
            ];
            if has(5) {
                tbs.extensions.push(unknown.clone());
            }
            tbs.validity.not_before = if has(6) { NOW + 1 } else { NOW - 1 };
        });
        let found = path(&leaf, &[lower_ca.clone(), middle.clone()], &[world.root()], NOW, &[]);
        assert_eq!(
            found.trusted,
            webpki_trusts(&leaf, &[lower_ca, middle], &world.root()),
            "{flaws:07b} {:?}",
            failures(&found)
        );
        assert_eq!(found.trusted, flaws == 0);
    }
}

fn webpki_trusts(leaf: &Certificate, pool: &[Certificate], root: &Certificate) -> bool {
    let root = root.der().into();
    let anchor = webpki::anchor_from_trusted_cert(&root).unwrap();
    let pool: Vec<_> = pool.iter().map(|certificate| certificate.der().into()).collect();
    let target = leaf.der().into();
    let Ok(target) = webpki::EndEntityCert::try_from(&target) else { return false };
    let now = rustls_pki_types::UnixTime::since_unix_epoch(Duration::from_secs(NOW as u64));
    let usage = webpki::KeyUsage::server_auth();
    target.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &[anchor], &pool, now, usage, None, None).is_ok()
}

#[test]
fn a_name_that_hides_something_is_shown_escaped() {
    let world = World::new();
    let leaf = Party { name: name("a\u{202e}b"), ..Party::new("") }.certify(&world.leaf, |_| ());
    let found = failures(&path(&leaf, &[], &[], NOW, &[]));
    assert!(found[0].contains("\"a\\u{202E}b\""), "{found:?}");
}
