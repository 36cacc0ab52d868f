//! Certificate policies in chains of a root, two CAs and a leaf.

use super::super::samples::{NOW, Party, failures};
use super::super::*;
use crate::x509::extension::{
    CertificatePolicies, InhibitAnyPolicy, PolicyConstraints, PolicyInformation, PolicyMapping, PolicyMappings,
};
use crate::x509::{Extension, Oid};

const ANY: &str = "2.5.29.32.0";
const ONE: &str = "1.2.3";
const TWO: &str = "1.2.4";
const THREE: &str = "1.2.5";

fn policies(identifiers: &[&str]) -> Extension {
    let of = |id: &&str| PolicyInformation { policy_identifier: Oid::new_unwrap(id), policy_qualifiers: Vec::new() };
    CertificatePolicies(identifiers.iter().map(of).collect()).to_extension(false).unwrap()
}

fn maps(pairs: &[(&str, &str)]) -> Extension {
    let of = |(from, to): &(&str, &str)| PolicyMapping {
        issuer_domain_policy: Oid::new_unwrap(from),
        subject_domain_policy: Oid::new_unwrap(to),
    };
    PolicyMappings(pairs.iter().map(of).collect()).to_extension(true)
}

fn explicit(skip: u32) -> Extension {
    PolicyConstraints { require_explicit_policy: Some(skip), inhibit_policy_mapping: None }.to_extension(true)
}

fn no_mapping(skip: u32) -> Extension {
    PolicyConstraints { require_explicit_policy: Some(0), inhibit_policy_mapping: Some(skip) }.to_extension(true)
}

fn no_any(skip: u32) -> Extension {
    InhibitAnyPolicy(skip).to_extension(true)
}

/// Failures of a path whose certificates have these extensions, the root first.
fn judged(extensions: [&[Extension]; 4]) -> Vec<String> {
    let parties = ["Root", "Upper", "Lower", "Leaf"].map(Party::new);
    let [root, upper, lower, leaf] = &parties;
    let [of_root, of_upper, of_lower, of_leaf] = extensions;
    let root_certificate = root.certify_ca(root, |tbs| tbs.extensions.extend_from_slice(of_root));
    let pool = [
        root.certify_ca(upper, |tbs| tbs.extensions.extend_from_slice(of_upper)),
        upper.certify_ca(lower, |tbs| tbs.extensions.extend_from_slice(of_lower)),
    ];
    let target = lower.certify(leaf, |tbs| tbs.extensions.extend_from_slice(of_leaf));
    failures(&path(&target, &pool, &[root_certificate], NOW, &[]))
}

fn accepted(extensions: [&[Extension]; 4]) {
    assert_eq!(judged(extensions), [""; 0]);
}

fn refused(extensions: [&[Extension]; 4], expected: &str) {
    assert_eq!(judged(extensions), [expected]);
}

#[test]
fn without_a_demand_policies_do_not_matter() {
    accepted([&[], &[policies(&[ONE])], &[policies(&[TWO])], &[]]);
    accepted([&[policies(&[ONE])], &[], &[], &[policies(&[TWO])]]);
}

#[test]
fn a_required_policy() {
    accepted([&[], &[policies(&[ONE]), explicit(0)], &[policies(&[ONE, TWO])], &[policies(&[ONE])]]);
    refused(
        [&[], &[policies(&[ONE]), explicit(0)], &[policies(&[ONE])], &[]],
        "0 6.1.3 (f): \"Upper\" requires a certificate policy: expected 1.2.3 in \"Leaf\", found none",
    );
    refused(
        [&[], &[policies(&[ONE]), explicit(0)], &[policies(&[TWO])], &[policies(&[ONE])]],
        "1 6.1.3 (f): \"Upper\" requires a certificate policy: expected 1.2.3 in \"Lower\", found 1.2.4",
    );
    // The one that requires it has none itself.
    refused(
        [&[], &[explicit(0)], &[policies(&[ONE])], &[policies(&[ONE])]],
        "1 6.1.3 (f): \"Upper\" requires a certificate policy: expected anyPolicy in \"Upper\", found none",
    );
}

#[test]
fn certificates_are_counted_before_a_policy_is_required() {
    for (skip, required) in [(0, true), (1, true), (2, true), (3, false)] {
        let found = judged([&[], &[policies(&[ONE]), explicit(skip)], &[policies(&[ONE])], &[]]);
        assert_eq!(!found.is_empty(), required, "{skip}: {found:?}");
    }
    refused(
        [&[], &[policies(&[ONE]), explicit(2)], &[policies(&[ONE])], &[]],
        "0 6.1.5 (g): \"Upper\" requires a certificate policy: expected 1.2.3 in \"Leaf\", found none",
    );
    // The target may ask for itself, and a root for those below.
    refused(
        [&[], &[], &[], &[policies(&[ONE]), explicit(0)]],
        "0 6.1.5 (g): \"Leaf\" requires a certificate policy: expected anyPolicy in \"Upper\", found none",
    );
    refused(
        [&[explicit(0)], &[], &[], &[]],
        "2 6.1.3 (f): \"Root\" requires a certificate policy: expected anyPolicy in \"Upper\", found none",
    );
    accepted([&[explicit(0)], &[policies(&[ONE])], &[policies(&[ONE])], &[policies(&[ONE])]]);
}

/// A CA that renews itself does not count, and its anyPolicy does.
#[test]
fn self_issued_certificates() {
    let (root, upper, leaf) = (Party::new("Root"), Party::new("Upper"), Party::new("Leaf"));
    let renewed = Party { name: upper.name.clone(), ..Party::new("") };
    let judged = |of_upper: &[Extension], of_renewed: &[Extension], of_leaf: &[Extension]| {
        let pool = [
            root.certify_ca(&upper, |tbs| tbs.extensions.extend_from_slice(of_upper)),
            upper.certify_ca(&renewed, |tbs| tbs.extensions.extend_from_slice(of_renewed)),
        ];
        let target = renewed.certify(&leaf, |tbs| tbs.extensions.extend_from_slice(of_leaf));
        failures(&path(&target, &pool, &[root.certify_ca(&root, |_| ())], NOW, &[])).len()
    };
    let one = || policies(&[ONE]);
    assert_eq!(judged(&[one(), explicit(2)], &[one()], &[]), 0);
    assert_eq!(judged(&[one(), explicit(1)], &[one()], &[]), 1);
    assert_eq!(judged(&[one(), explicit(0), no_any(0)], &[policies(&[ANY])], &[one()]), 0);
    assert_eq!(judged(&[one(), explicit(0), no_any(0)], &[policies(&[ANY])], &[policies(&[ANY])]), 1);
}

#[test]
fn any_policy_stands_for_all_until_it_is_inhibited() {
    let any = || policies(&[ANY]);
    accepted([&[], &[any(), explicit(0)], &[any()], &[policies(&[ONE])]]);
    accepted([&[], &[policies(&[ONE]), explicit(0)], &[any()], &[policies(&[ONE])]]);
    accepted([&[], &[policies(&[ONE]), explicit(0)], &[any()], &[any()]]);
    refused(
        [&[], &[policies(&[ONE]), explicit(0)], &[any()], &[policies(&[TWO])]],
        "0 6.1.3 (f): \"Upper\" requires a certificate policy: expected 1.2.3 in \"Leaf\", found 1.2.4",
    );
    accepted([&[], &[any(), explicit(0), no_any(1)], &[any()], &[policies(&[ONE])]]);
    refused(
        [&[], &[any(), explicit(0), no_any(0)], &[any()], &[policies(&[ONE])]],
        "1 6.1.3 (f): \"Upper\" requires a certificate policy: expected anyPolicy in \"Lower\", found anyPolicy, and anyPolicy no longer counts",
    );
}

#[test]
fn mappings() {
    let upper = || [policies(&[ONE]), explicit(0), maps(&[(ONE, TWO), (ONE, THREE)])];
    accepted([&[], &upper(), &[policies(&[TWO])], &[policies(&[TWO])]]);
    accepted([&[], &upper(), &[policies(&[THREE])], &[policies(&[THREE])]]);
    accepted([&[], &upper(), &[policies(&[ANY])], &[policies(&[THREE])]]);
    refused(
        [&[], &upper(), &[policies(&[ONE])], &[policies(&[ONE])]],
        "1 6.1.3 (f): \"Upper\" requires a certificate policy: expected 1.2.4 or 1.2.5 in \"Lower\", found 1.2.3",
    );
    // One that anyPolicy stands for is mapped too.
    let any = [policies(&[ANY]), explicit(0), maps(&[(ONE, TWO)])];
    accepted([&[], &any, &[policies(&[TWO])], &[policies(&[TWO])]]);
    // A second mapping goes on from the first.
    let lower = [policies(&[TWO]), maps(&[(TWO, THREE)])];
    accepted([&[], &upper(), &lower, &[policies(&[THREE])]]);
}

#[test]
fn inhibited_mappings() {
    let lower = [policies(&[ONE]), maps(&[(ONE, TWO)])];
    accepted([&[], &[policies(&[ONE]), no_mapping(1)], &lower, &[policies(&[TWO])]]);
    refused(
        [&[], &[policies(&[ONE]), no_mapping(0)], &lower, &[policies(&[TWO])]],
        "0 6.1.3 (f): \"Upper\" requires a certificate policy: \"Lower\" maps all that were valid, and a CA above inhibits mapping",
    );
    let both = [policies(&[ONE, THREE]), no_mapping(0)];
    let lower = [policies(&[ONE, THREE]), maps(&[(ONE, TWO)])];
    accepted([&[], &both, &lower, &[policies(&[THREE])]]);
}

#[test]
fn any_policy_must_not_be_mapped() {
    for pair in [(ANY, ONE), (ONE, ANY)] {
        refused(
            [&[], &[policies(&[ONE]), maps(&[pair])], &[], &[]],
            "2 6.1.4 (a): It maps anyPolicy to or from another policy",
        );
    }
}

/// Policies that all map to each other make no more work than there are.
#[test]
fn a_graph_that_wants_to_grow() {
    let many: Vec<String> = (0..40).map(|number| format!("1.2.9.{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let pairs: Vec<(&str, &str)> = many.iter().flat_map(|from| many.iter().map(move |to| (*from, *to))).collect();
    let all = [policies(&many), maps(&pairs)];
    let first = [policies(&many), maps(&pairs), explicit(0)];
    accepted([&[], &first, &all, &[policies(&many[..1])]]);
}
