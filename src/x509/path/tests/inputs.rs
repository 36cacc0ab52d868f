//! What the user asks: policies, a purpose, a host, and that revocation is known.

use super::super::samples::{NOW, World, failures};
use super::*;
use crate::x509::GeneralName;
use crate::x509::extension::{CertificatePolicies, PolicyInformation, PolicyMapping, PolicyMappings};

const ONE: Oid = Oid::new_unwrap("1.2.3");
const TWO: Oid = Oid::new_unwrap("1.2.4");

/// The path of a chain with these extensions of the intermediate and the leaf.
fn judged(inputs: &Inputs, middle: &[Extension], leaf: &[Extension]) -> Path {
    let world = World::new();
    let pool = [world.root.certify_ca(&world.middle, |tbs| tbs.extensions.extend_from_slice(middle))];
    let leaf = world.middle.certify(&world.leaf, |tbs| tbs.extensions = leaf.to_vec());
    let roots = [world.root()];
    validate(&leaf, &Material { pool: &pool, roots: &roots, ..Material::default() }, inputs, NOW)
}

fn policies(identifiers: &[Oid]) -> Extension {
    let of = |policy_identifier: &Oid| PolicyInformation {
        policy_identifier: *policy_identifier,
        policy_qualifiers: Vec::new(),
    };
    CertificatePolicies(identifiers.iter().map(of).collect()).to_extension(false).unwrap()
}

fn accepting(policies: &[Oid]) -> Inputs {
    let user_initial_policy_set = policies.iter().copied().collect();
    Inputs { user_initial_policy_set, initial_explicit_policy: true, ..Inputs::default() }
}

#[test]
fn a_policy_that_the_user_accepts() {
    let both = [policies(&[ONE, TWO])];
    let found = judged(&accepting(&[TWO]), &both, &both);
    assert!(found.trusted && found.policies == [TWO].into(), "{:?}", found.policies);
    let found = judged(&accepting(&[]), &both, &[policies(&[ONE])]);
    assert!(found.trusted && found.policies == [ONE].into(), "{:?}", found.policies);
    let found = judged(&accepting(&[TWO]), &both, &[policies(&[ONE])]);
    assert!(found.policies.is_empty());
    assert_eq!(
        failures(&found),
        [
            "0 6.1.5 (g): The user requires a certificate policy: expected 1.2.4 to be valid for all certificates, found 1.2.3"
        ]
    );
    // What is asked without insisting is told and no failure.
    let found = judged(&Inputs { initial_explicit_policy: false, ..accepting(&[TWO]) }, &both, &[policies(&[ONE])]);
    assert!(found.trusted && found.policies.is_empty());
    assert_eq!(
        failures(&judged(&accepting(&[]), &[], &[])),
        ["1 6.1.3 (f): The user requires a certificate policy: expected anyPolicy in \"Middle\", found none"]
    );
}

/// The user accepts policies in the words of the root, and the set tells them so (RFC 9618 section 5.4).
#[test]
fn a_mapped_policy_keeps_the_name_that_it_had_above() {
    let pair = PolicyMapping { issuer_domain_policy: ONE, subject_domain_policy: TWO };
    let middle = [policies(&[ONE]), PolicyMappings(vec![pair]).to_extension(true)];
    let leaf = [policies(&[TWO])];
    assert_eq!(judged(&accepting(&[ONE]), &middle, &leaf).policies, [ONE].into());
    assert!(!judged(&accepting(&[TWO]), &middle, &leaf).trusted);
    assert!(!judged(&Inputs { initial_policy_mapping_inhibit: true, ..accepting(&[ONE]) }, &middle, &leaf).trusted);
}

#[test]
fn any_policy_stands_for_what_the_user_accepts() {
    let any = [policies(&[oid::ID_ANY_POLICY])];
    assert_eq!(judged(&accepting(&[ONE, TWO]), &any, &any).policies, [ONE, TWO].into());
    assert_eq!(judged(&accepting(&[]), &any, &any).policies, [oid::ID_ANY_POLICY].into());
    assert_eq!(judged(&accepting(&[ONE]), &any, &[policies(&[ONE, TWO])]).policies, [ONE].into());
    let inhibited = Inputs { initial_any_policy_inhibit: true, ..accepting(&[ONE]) };
    assert!(!judged(&inhibited, &any, &any).trusted);
}

#[test]
fn a_purpose_holds_for_the_whole_path() {
    let usage = |purposes: &[Oid]| [ExtendedKeyUsage(purposes.to_vec()).to_extension(false)];
    let (server, client) = (usage(&[oid::ID_KP_SERVER_AUTH]), usage(&[oid::ID_KP_CLIENT_AUTH]));
    let any = usage(&[oid::ANY_EXTENDED_KEY_USAGE]);
    let asked = |purpose: Purpose, middle: &[Extension], leaf: &[Extension]| {
        failures(&judged(&Inputs { purpose, ..Inputs::default() }, middle, leaf))
    };
    for (middle, leaf) in [(&[][..], &server[..]), (&server, &server), (&any, &server), (&server, &any), (&[], &[])] {
        assert_eq!(asked(Purpose::Server, middle, leaf), [""; 0]);
    }
    let other =
        "It is for other purposes: expected clientAuth (1.3.6.1.5.5.7.3.2), found serverAuth (1.3.6.1.5.5.7.3.1)";
    assert_eq!(asked(Purpose::Client, &[], &server), [format!("0 4.2.1.12: {other}")]);
    assert_eq!(asked(Purpose::Client, &server, &client), [format!("1 4.2.1.12: {other}")]);
    assert_eq!(asked(Purpose::Any, &server, &client), [""; 0]);
}

#[test]
fn a_host() {
    let names = SubjectAltName(vec![
        dns("*.example.com"),
        GeneralName::IpAddress(std::net::IpAddr::from([192, 0, 2, 1]).into()),
    ]);
    let names = [names.to_extension(false).unwrap()];
    let asked = |host: &str, leaf: &[Extension]| {
        failures(&judged(&Inputs { host: Some(host.parse().unwrap()), ..Inputs::default() }, &[], leaf))
    };
    assert_eq!(asked("a.example.com", &names), [""; 0]);
    assert_eq!(asked("192.0.2.1", &names), [""; 0]);
    assert_eq!(
        asked("example.com", &names),
        ["0 RFC 9525 section 6.3: It is for another host: expected \"example.com\", found \"*.example.com\""]
    );
    assert_eq!(
        asked("192.0.2.2", &names),
        ["0 RFC 9525 section 6.4: It is for another host: expected \"192.0.2.2\", found \"192.0.2.1\""]
    );
    // The subject is no name of a host.
    assert_eq!(
        asked("Leaf", &[]),
        ["0 RFC 9525 section 6.3: It is for another host: expected \"leaf\", found no host name in its subjectAltName"]
    );
}

#[test]
fn revocation_that_must_be_known() {
    let world = World::new();
    let pool = [world.root.certify_ca(&world.middle, |tbs| tbs.serial_number = vec![9])];
    let leaf = world.middle.certify(&world.leaf, |_| ());
    let roots = [world.root()];
    let inputs = Inputs { require_revocation: true, ..Inputs::default() };
    let asked = |crls: &[CertificateList]| {
        failures(&validate(&leaf, &Material { pool: &pool, roots: &roots, crls, ..Material::default() }, &inputs, NOW))
    };
    let none = "6.3.3: Revocation unknown: expected a CRL, found none";
    assert_eq!(asked(&[]), [format!("0 {none}"), format!("1 {none}")]);
    let of_middle = world.middle.revoke(&[], |_| ());
    assert_eq!(
        asked(std::slice::from_ref(&of_middle)),
        ["1 6.3.3: Revocation unknown: no CRL of its issuer is at hand"]
    );
    assert_eq!(asked(&[of_middle, world.root.revoke(&[], |_| ())]), [""; 0]);
    let alone = Material { roots: &roots, ..Material::default() };
    assert!(validate(&roots[0], &alone, &inputs, NOW).trusted, "a root is trusted as it is");
}
