//! Name constraints: names that rustls-webpki finds outside are refused, and plain ones get the verdict of OpenSSL.

use super::{Chain, Dice, NOW, Party};
use crate::tool::Tool;
use ::webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};
use canopy::x509::GeneralName;
use canopy::x509::extension::{NameConstraints, SubjectAltName};
use rustls_pki_types::{CertificateDer, UnixTime};
use std::time::Duration;

/// A root, a CA that is constrained and a leaf, each with its key.
struct Parties([Party; 3]);

impl Parties {
    fn new() -> Self {
        Self(["Root", "Middle", "Leaf"].map(Party::new))
    }

    fn chain(&self, permitted: Option<&GeneralName>, excluded: Option<&GeneralName>, name: &GeneralName) -> Chain {
        let [root, middle, leaf] = &self.0;
        let trees = |base: Option<&GeneralName>| base.cloned().map(Into::into).into_iter().collect();
        let constraints = NameConstraints { permitted_subtrees: trees(permitted), excluded_subtrees: trees(excluded) };
        let names = SubjectAltName(vec![name.clone()]).to_extension(false).unwrap();
        Chain {
            root: root.certify_ca(root, &[]),
            pool: vec![root.certify_ca(middle, &[constraints.to_extension(true).unwrap()])],
            leaf: middle.certify_server(leaf, &[names]),
        }
    }
}

impl Chain {
    /// Whether webpki finds a name that a constraint does not allow.
    fn violates_constraints(&self) -> bool {
        let root = CertificateDer::from(self.root.der());
        let anchors = [anchor_from_trusted_cert(&root).unwrap()];
        let pool: Vec<_> = self.pool.iter().map(|certificate| CertificateDer::from(certificate.der())).collect();
        let leaf = CertificateDer::from(self.leaf.der());
        let leaf = EndEntityCert::try_from(&leaf).unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW.unsigned_abs()));
        let usage = KeyUsage::server_auth();
        let found = leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &pool, now, usage, None, None);
        matches!(found, Err(Error::NameConstraintViolation))
    }
}

fn label(dice: &mut Dice) -> String {
    let all = ["a", "b", "example", "A", "*", "a*", "", "a-b", "%61", "."];
    let common = if dice.below(3) == 0 { all.len() } else { 3 };
    all[dice.below(common)].to_owned()
}

/// A name, often a strange one.
fn host(dice: &mut Dice) -> String {
    (0..=dice.below(3)).map(|_| label(dice)).collect::<Vec<_>>().join(".")
}

#[test]
fn dns_names_that_webpki_finds_outside_are_refused() {
    let (parties, mut dice) = (Parties::new(), Dice(2));
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..1_500 {
        let (base, name) = (GeneralName::DnsName(host(&mut dice)), GeneralName::DnsName(host(&mut dice)));
        let (permitted, excluded) = if dice.below(2) == 0 { (Some(&base), None) } else { (None, Some(&base)) };
        let chain = parties.chain(permitted, excluded, &name);
        let (ours, violated) = (chain.ours(), chain.violates_constraints());
        assert!(!violated || !ours.is_empty(), "{name} with {permitted:?} permitted, {excluded:?} excluded");
        accepted += usize::from(ours.is_empty());
        refused += usize::from(violated);
    }
    assert!(accepted > 150 && refused > 150, "{accepted} accepted, {refused} refused by webpki");
}

fn mail(text: &str) -> GeneralName {
    GeneralName::Rfc822Name(text.into())
}

fn dns(text: &str) -> GeneralName {
    GeneralName::DnsName(text.into())
}

fn uri(text: &str) -> GeneralName {
    GeneralName::UniformResourceIdentifier(text.into())
}

/// A base, a name, and whether the name lies in the base.
fn plain() -> Vec<(GeneralName, GeneralName, bool)> {
    vec![
        (dns("example.com"), dns("example.com"), true),
        (dns("example.com"), dns("A.Example.COM"), true),
        (dns("example.com"), dns("badexample.com"), false),
        (dns(""), dns("example.com"), true),
        (mail("a@example.com"), mail("a@EXAMPLE.com"), true),
        (mail("a@example.com"), mail("b@example.com"), false),
        (mail("example.com"), mail("a@example.com"), true),
        (mail("example.com"), mail("a@b.example.com"), false),
        (mail(".example.com"), mail("a@b.example.com"), true),
        (uri("example.com"), uri("https://example.com/x"), true),
        (uri("example.com"), uri("https://a.example.com/"), false),
        (uri(".example.com"), uri("https://a.example.com:8443?x"), true),
    ]
}

#[test]
fn plain_names_get_the_verdict_that_openssl_gives() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let parties = Parties::new();
    for (base, name, inside) in plain() {
        for (permitted, excluded, expected) in [(Some(&base), None, inside), (None, Some(&base), !inside)] {
            let chain = parties.chain(permitted, excluded, &name);
            let (ours, (theirs, why)) = (chain.ours(), chain.openssl(&openssl, &[]));
            let case = format!("{name}, permitted {permitted:?}, excluded {excluded:?}");
            assert_eq!((ours.is_empty(), theirs), (expected, expected), "{case}: {ours:?}, OpenSSL: {why}");
        }
    }
}
