//! Certificate policies: each of many chains gets the verdict that OpenSSL gives.

use super::{Chain, Dice, Party};
use crate::tool::Tool;
use canopy::x509::extension::{
    CertificatePolicies, InhibitAnyPolicy, PolicyConstraints, PolicyInformation, PolicyMapping, PolicyMappings,
};
use canopy::x509::path::Inputs;
use canopy::x509::{Certificate, Extension, Oid};

const POLICIES: [&str; 4] = ["2.5.29.32.0", "1.2.3", "1.2.4", "1.2.5"];

fn oid(number: usize) -> Oid {
    Oid::new_unwrap(POLICIES[number])
}

/// Some policies, and for a CA some mappings and constraints.
fn extensions(dice: &mut Dice, is_ca: bool) -> Vec<Extension> {
    let mut extensions = Vec::new();
    let chosen: Vec<usize> = (0..POLICIES.len()).filter(|_| dice.below(5) < 2).collect();
    if !chosen.is_empty() {
        let of = |number: &usize| PolicyInformation { policy_identifier: oid(*number), policy_qualifiers: Vec::new() };
        extensions.push(CertificatePolicies(chosen.iter().map(of).collect()).to_extension(false).unwrap());
    }
    if is_ca && dice.below(3) == 0 {
        let mut pair = || PolicyMapping {
            issuer_domain_policy: oid(1 + dice.below(3)),
            subject_domain_policy: oid(1 + dice.below(3)),
        };
        extensions.push(PolicyMappings(vec![pair(), pair()]).to_extension(true));
    }
    let mut skip = |often: usize| (dice.below(10) < often).then(|| dice.below(3) as u32);
    let constraints = PolicyConstraints { require_explicit_policy: skip(4), inhibit_policy_mapping: skip(2) };
    if constraints != PolicyConstraints::default() {
        extensions.push(constraints.to_extension(true));
    }
    if let Some(skip) = skip(2).filter(|_| is_ca) {
        extensions.push(InhibitAnyPolicy(skip).to_extension(true));
    }
    extensions
}

/// The extensions that matter here, the upper CA first.
fn described(chain: &Chain) -> String {
    let ours = |extension: &&Extension| {
        [CertificatePolicies::OID, PolicyMappings::OID, PolicyConstraints::OID, InhibitAnyPolicy::OID]
            .contains(&extension.oid)
    };
    let of = |certificate: &Certificate| {
        let parsed: Vec<_> = certificate.extensions().iter().filter(ours).map(|found| found.parse().unwrap()).collect();
        format!("self-issued {}: {parsed:?}\n", certificate.is_self_issued())
    };
    chain.pool.iter().chain([&chain.leaf]).map(of).collect()
}

/// What a user asks, with the options of OpenSSL that say the same. Half of all users take any policy.
fn asked(dice: &mut Dice) -> (Inputs, Vec<&'static str>) {
    let (mut inputs, mut options) = (Inputs::default(), vec!["-policy", POLICIES[0]]);
    if dice.below(2) == 0 {
        return (inputs, options);
    }
    if dice.below(2) == 0 {
        let accepted = [1, 1 + dice.below(3)];
        inputs.user_initial_policy_set = accepted.map(oid).into();
        options = accepted.into_iter().flat_map(|number| ["-policy", POLICIES[number]]).collect();
    }
    let flags = [
        (&mut inputs.initial_explicit_policy, "-explicit_policy"),
        (&mut inputs.initial_policy_mapping_inhibit, "-inhibit_map"),
    ];
    for (flag, option) in flags {
        *flag = dice.below(3) == 0;
        options.extend(flag.then_some(option));
    }
    (inputs, options)
}

/// One in some thousands of such chains would not: OpenSSL maps a policy from an anyPolicy that is inhibited. So no user
/// asks for initial-any-policy-inhibit here.
#[test]
fn verdicts_are_those_of_openssl() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let [root, upper, lower, leaf] = ["Root", "Upper", "Lower", "Leaf"].map(Party::new);
    let renewed = Party { name: upper.name.clone(), ..Party::new("") };
    let root_certificate = root.certify_ca(&root, &[]);
    let mut dice = Dice(1);
    let mut accepted = 0;
    const CHAINS: usize = 200;
    for number in 0..CHAINS {
        // One in four has a CA that renewed itself.
        let below = if dice.below(4) == 0 { &renewed } else { &lower };
        let pool = vec![
            root.certify_ca(&upper, &extensions(&mut dice, true)),
            upper.certify_ca(below, &extensions(&mut dice, true)),
        ];
        let target = below.certify_server(&leaf, &extensions(&mut dice, false));
        let chain = Chain { leaf: target, pool, root: root_certificate.clone() };
        let (inputs, options) = asked(&mut dice);
        let (ours, (theirs, why)) = (chain.ours_for(&inputs), chain.openssl(&openssl, &options));
        let chain = described(&chain);
        assert_eq!(ours.is_empty(), theirs, "{number}: {ours:?}, OpenSSL: {why}, {options:?}, {chain}");
        accepted += usize::from(theirs);
    }
    assert!((CHAINS / 4..CHAINS * 3 / 4).contains(&accepted), "{accepted} of {CHAINS} are accepted");
}
