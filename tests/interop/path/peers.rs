//! Whom a certificate is for: hosts and purposes get the verdict that rustls-webpki and OpenSSL give.

use super::{Chain, Dice, NOW, Party};
use crate::tool::{Tool, at_once};
use ::webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use canopy::x509::extension::{ExtendedKeyUsage, SubjectAltName};
use canopy::x509::path::{Host, Inputs, Purpose};
use canopy::x509::{Certificate, Extension, GeneralName, Oid, oid};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use std::time::Duration;

impl Chain {
    fn is_for(&self, inputs: &Inputs) -> bool {
        self.ours_for(inputs).is_empty()
    }

    fn webpki_is_for(&self, usage: KeyUsage) -> bool {
        let root = CertificateDer::from(self.root.der());
        let anchors = [anchor_from_trusted_cert(&root).unwrap()];
        let pool: Vec<_> = self.pool.iter().map(|certificate| CertificateDer::from(certificate.der())).collect();
        let leaf = CertificateDer::from(self.leaf.der());
        let leaf = EndEntityCert::try_from(&leaf).unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW.unsigned_abs()));
        leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &pool, now, usage, None, None).is_ok()
    }
}

/// A root, a CA and a leaf with these extensions of the last two.
fn chain(parties: &[Party; 3], middle: &[Extension], leaf: &[Extension]) -> Chain {
    let [root, ca, host] = parties;
    Chain {
        root: root.certify_ca(root, &[]),
        pool: vec![root.certify_ca(ca, middle)],
        leaf: ca.certify(host, leaf.to_vec()),
    }
}

fn parties() -> [Party; 3] {
    ["Root", "Middle", "Leaf"].map(Party::new)
}

fn named(names: Vec<GeneralName>) -> Extension {
    SubjectAltName(names).to_extension(false).unwrap()
}

fn webpki_names(leaf: &Certificate, host: &str) -> bool {
    let leaf = CertificateDer::from(leaf.der());
    let leaf = EndEntityCert::try_from(&leaf).unwrap();
    ServerName::try_from(host).is_ok_and(|name| leaf.verify_is_valid_for_subject_name(&name).is_ok())
}

/// A name, often a strange one.
fn name(dice: &mut Dice, labels: &[&str]) -> String {
    (0..=dice.below(3)).map(|_| labels[dice.below(labels.len())]).collect::<Vec<_>>().join(".")
}

/// But for a wildcard above a single label, such as `*.internal`: RFC 9525 section 6.3 has no such limit.
#[test]
fn hosts_are_those_of_webpki() {
    let (parties, mut dice) = (parties(), Dice(3));
    let mut accepted = 0;
    const PAIRS: usize = 1_500;
    for _ in 0..PAIRS {
        let wanted = name(&mut dice, &["a", "a", "A", "b", "x--b", "_", "1"]);
        let presented = match (dice.below(4), wanted.split_once('.')) {
            (0, _) => wanted.to_uppercase(),
            (1, Some((_, parent))) => format!("*.{parent}"),
            _ => name(&mut dice, &["*", "a", "A", "b", "a*", "x--b", "_", "1"]),
        };
        let chain = chain(&parties, &[], &[named(vec![GeneralName::DnsName(presented.clone())])]);
        let ours =
            wanted.parse::<Host>().is_ok_and(|host| chain.is_for(&Inputs { host: Some(host), ..Inputs::default() }));
        let above_one = presented.strip_prefix("*.").is_some_and(|parent| !parent.contains('.'));
        assert_eq!(ours && !above_one, webpki_names(&chain.leaf, &wanted), "{wanted}, for {presented}");
        accepted += usize::from(ours);
    }
    assert!((50..PAIRS / 2).contains(&accepted), "{accepted}");
}

#[test]
fn hosts_are_those_of_openssl() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let address = |text: &str| GeneralName::IpAddress(text.parse::<std::net::IpAddr>().unwrap().into());
    let dns = |text: &str| GeneralName::DnsName(text.to_owned());
    let cases = [
        (dns("example.com"), "example.com", true),
        (dns("EXAMPLE.com"), "example.COM", true),
        (dns("*.example.com"), "a.example.com", true),
        (dns("*.example.com"), "a.b.example.com", false),
        (dns("*.example.com"), "example.com", false),
        (dns("a.*.com"), "a.example.com", false),
        (dns("192.0.2.1"), "192.0.2.1", false),
        (address("192.0.2.1"), "192.0.2.1", true),
        (address("2001:db8::1"), "2001:DB8:0::1", true),
        (address("::ffff:192.0.2.1"), "192.0.2.1", false),
    ];
    let parties = parties();
    let verdicts = at_once(&cases, |(presented, wanted, _)| {
        let chain = chain(&parties, &[], &[named(vec![presented.clone()])]);
        let host: Host = wanted.parse().unwrap();
        let option = if matches!(host, Host::Name(_)) { "-verify_hostname" } else { "-verify_ip" };
        (chain.is_for(&Inputs { host: Some(host), ..Inputs::default() }), chain.openssl(&openssl, &[option, wanted]))
    });
    for ((presented, wanted, expected), (ours, (theirs, why))) in cases.iter().zip(verdicts) {
        assert_eq!((ours, theirs), (*expected, *expected), "{wanted}, for {presented}: {why}");
    }
}

/// Each combination of purposes. What is for any purpose is for servers by RFC 5280, which neither of the two takes so.
#[test]
fn purposes_are_those_of_webpki_and_openssl() {
    let openssl = Tool::find("openssl");
    let sets: [&[Oid]; 5] = [
        &[],
        &[oid::ID_KP_SERVER_AUTH],
        &[oid::ID_KP_CLIENT_AUTH],
        &[oid::ID_KP_CODE_SIGNING, oid::ID_KP_SERVER_AUTH],
        &[oid::ID_KP_EMAIL_PROTECTION],
    ];
    let usage = |purposes: &&[Oid]| match purposes {
        [] => Vec::new(),
        purposes => vec![ExtendedKeyUsage(purposes.to_vec()).to_extension(false)],
    };
    let parties = parties();
    let pairs: Vec<_> = sets.iter().flat_map(|middle| sets.iter().map(move |leaf| (middle, leaf))).collect();
    at_once(&pairs, |(middle, leaf)| {
        let chain = chain(&parties, &usage(middle), &usage(leaf));
        for (purpose, theirs, option) in [
            (Purpose::Server, KeyUsage::server_auth(), "sslserver"),
            (Purpose::Client, KeyUsage::client_auth(), "sslclient"),
        ] {
            let ours = chain.is_for(&Inputs { purpose, ..Inputs::default() });
            assert_eq!(ours, chain.webpki_is_for(theirs), "webpki, {purpose:?}: {middle:?}, {leaf:?}");
            if let Some(openssl) = &openssl {
                let (theirs, why) = chain.openssl(openssl, &["-purpose", option]);
                assert_eq!(ours, theirs, "OpenSSL, {purpose:?}: {middle:?}, {leaf:?}, {why}");
            }
        }
    });
}
