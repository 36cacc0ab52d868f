//! Which names a CA may certify, RFC 5280 section 4.2.1.10. What cannot be decided is refused.

use std::net::IpAddr;

use super::Failure;
use super::search::Budget;
use crate::x509::extension::{GeneralSubtree, NameConstraints};
use crate::x509::inspect::display;
use crate::x509::{Certificate, GeneralName, IpAddress, oid};

const PERMITTED: &str = "RFC 5280 section 6.1.3 (b)";
const EXCLUDED: &str = "RFC 5280 section 6.1.3 (c)";

/// The names of `certificate` that one of `constraints` does not allow.
pub fn check(certificate: &Certificate, constraints: &[NameConstraints], budget: &mut Budget) -> Vec<Failure> {
    let mut failures = Vec::new();
    if constraints.is_empty() {
        return failures;
    }
    for name in names(certificate) {
        for each in constraints {
            let count = each.permitted_subtrees.len() + each.excluded_subtrees.len();
            if !Budget::spend(&mut budget.comparisons, count) {
                let words = "Too many names and name constraints to compare".to_owned();
                failures.push(Failure { rule: PERMITTED, words });
                return failures;
            }
            failures.extend(judge(&name, each));
        }
    }
    failures.truncate(20);
    failures
}

/// The subject, the mail addresses in it, and the alternative names.
fn names(certificate: &Certificate) -> Vec<GeneralName> {
    let subject = certificate.subject();
    let mut names = certificate.alternative_names();
    let mail = subject.attributes().filter(|attribute| attribute.oid == oid::ID_EMAIL_ADDRESS);
    names.extend(mail.map(|attribute| GeneralName::Rfc822Name(attribute.value.text().unwrap_or_default())));
    if !subject.is_empty() {
        names.push(GeneralName::DirectoryName(subject.clone()));
    }
    names
}

fn judge(name: &GeneralName, constraints: &NameConstraints) -> Option<Failure> {
    let shown = || format!("{} \"{}\"", name.kind(), display::safe(&name.value()));
    let failure = |rule, words| Some(Failure { rule, words });
    let of_kind = |tree: &&GeneralSubtree| std::mem::discriminant(&tree.base) == std::mem::discriminant(name);
    for tree in constraints.excluded_subtrees.iter().filter(of_kind) {
        match within(name, tree, true) {
            Ok(false) => {}
            Ok(true) => return failure(EXCLUDED, format!("{} is excluded by a CA above", shown())),
            Err(why) => {
                return failure(
                    EXCLUDED,
                    format!("{} cannot be held against the constraints of a CA above: {why}", shown()),
                );
            }
        }
    }
    let mut permitted = constraints.permitted_subtrees.iter().filter(of_kind).peekable();
    permitted.peek()?;
    let mut problem = None;
    for tree in permitted {
        match within(name, tree, false) {
            Ok(true) => return None,
            Ok(false) => {}
            Err(why) => problem = Some(why),
        }
    }
    match problem {
        Some(why) => {
            failure(PERMITTED, format!("{} cannot be held against the constraints of a CA above: {why}", shown()))
        }
        None => failure(PERMITTED, format!("{} is not among the names that a CA above may certify", shown())),
    }
}

/// Whether `name` lies in `tree`, which is of its kind. For an `excluded` tree: whether any part of it does.
fn within(name: &GeneralName, tree: &GeneralSubtree, excluded: bool) -> Result<bool, &'static str> {
    if tree.minimum != 0 || tree.maximum.is_some() {
        return Err("minimum and maximum are not supported");
    }
    match (name, &tree.base) {
        (GeneralName::DnsName(name), GeneralName::DnsName(base)) => Ok(dns(name, base, excluded)),
        (GeneralName::Rfc822Name(name), GeneralName::Rfc822Name(base)) => mailbox(name, base),
        (GeneralName::UniformResourceIdentifier(name), GeneralName::UniformResourceIdentifier(base)) => {
            uri_host(name).map(|host| host_in(host, base)).ok_or("the URI has no host name")
        }
        (GeneralName::DirectoryName(name), GeneralName::DirectoryName(base)) => Ok(name.is_in_subtree(base)),
        (GeneralName::IpAddress(name), GeneralName::IpAddress(base)) => address(name, base),
        _ => Err("names of this kind are not supported"),
    }
}

/// A name lies in `example.com` when it is that or ends with `.example.com`.
fn dns(name: &str, base: &str, excluded: bool) -> bool {
    let (name, base) = (name.trim_end_matches('.'), base.trim_end_matches('.'));
    let below =
        |name: &str, base: &str| base.is_empty() || name.eq_ignore_ascii_case(base) || ends_with_labels(name, base);
    match base.strip_prefix('.') {
        Some(parent) if !excluded => ends_with_labels(name, parent),
        // More is excluded than the letter of an unusual constraint says, not less.
        parent => {
            let base = parent.unwrap_or(base);
            let covers = |domain: &str| excluded && below(base, domain);
            below(name, base) || name.strip_prefix("*.").is_some_and(covers)
        }
    }
}

/// Whether `name` is one or more labels and then `.base`.
fn ends_with_labels(name: &str, base: &str) -> bool {
    let Some(start) = name.len().checked_sub(base.len() + 1) else { return false };
    start > 0 && name.as_bytes()[start] == b'.' && name.as_bytes()[start + 1..].eq_ignore_ascii_case(base.as_bytes())
}

/// `a@example.com` is one mailbox, `example.com` a host, `.example.com` all hosts below.
fn mailbox(name: &str, base: &str) -> Result<bool, &'static str> {
    let (local, host) = name.rsplit_once('@').ok_or("it is not a mailbox")?;
    Ok(match base.rsplit_once('@') {
        Some((base_local, base_host)) => local == base_local && host.eq_ignore_ascii_case(base_host),
        None => base.is_empty() || host_in(host, base),
    })
}

/// `example.com` is one host, `.example.com` all hosts below.
fn host_in(host: &str, base: &str) -> bool {
    match base.strip_prefix('.') {
        Some(domain) => ends_with_labels(host, domain),
        None => host.eq_ignore_ascii_case(base),
    }
}

/// The host name in a URI; none when there is an address or nothing in its place.
fn uri_host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next().filter(|_| !host.starts_with('['))?;
    let host = host.trim_end_matches('.');
    (!host.is_empty() && host.parse::<IpAddr>().is_err()).then_some(host)
}

fn address(name: &IpAddress, base: &IpAddress) -> Result<bool, &'static str> {
    let IpAddress::Address(name) = name else { return Err("it is not an address of 4 or 16 octets") };
    let IpAddress::Subnet { address, mask } = base else { return Err("the constraint is not an address with a mask") };
    Ok(match (name, address, mask) {
        (IpAddr::V4(name), IpAddr::V4(address), IpAddr::V4(mask)) => {
            (name.to_bits() ^ address.to_bits()) & mask.to_bits() == 0
        }
        (IpAddr::V6(name), IpAddr::V6(address), IpAddr::V6(mask)) => {
            (name.to_bits() ^ address.to_bits()) & mask.to_bits() == 0
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{World, dns as dns_name, failures, name};
    use super::*;
    use crate::x509::extension::SubjectAltName;
    use crate::x509::{AttributeTypeAndValue, AttributeValue, Name, Oid};

    #[test]
    fn dns_names() {
        for (name, base, permitted, excluded) in [
            ("example.com", "example.com", true, true),
            ("a.EXAMPLE.com", "example.com", true, true),
            ("badexample.com", "example.com", false, false),
            ("example.com", "a.example.com", false, false),
            ("*.example.com", "a.example.com", false, true),
            ("*.example.com", "example.com", true, true),
            ("*.com", "example.com", false, true),
            ("example.com", ".example.com", false, true),
            ("a.example.com", ".example.com", true, true),
            ("anything", "", true, true),
            ("example.com.", "example.com", true, true),
            ("", "example.com", false, false),
        ] {
            assert_eq!((dns(name, base, false), dns(name, base, true)), (permitted, excluded), "{name} in {base}");
        }
    }

    #[test]
    fn mailboxes() {
        for (name, base, expected) in [
            ("a@example.com", "a@EXAMPLE.com", true),
            ("A@example.com", "a@example.com", false),
            ("a@example.com", "example.com", true),
            ("a@b.example.com", "example.com", false),
            ("a@b.example.com", ".example.com", true),
            ("a@example.com", ".example.com", false),
        ] {
            assert_eq!(mailbox(name, base), Ok(expected), "{name} in {base}");
        }
        assert!(mailbox("example.com", "example.com").is_err());
    }

    #[test]
    fn hosts_of_addresses() {
        assert_eq!(uri_host("https://user@example.com:8443/x"), Some("example.com"));
        assert_eq!(uri_host("https://example.com?x@evil.org"), Some("example.com"));
        assert_eq!(uri_host("spiffe://trust.domain"), Some("trust.domain"));
        for none in ["https://[::1]/", "https://10.0.0.1/", "urn:uuid:1", "file:///x", "https://"] {
            assert_eq!(uri_host(none), None, "{none}");
        }
    }

    #[test]
    fn address_ranges() {
        let subnet = |address: [u8; 4], mask: [u8; 4]| IpAddress::Subnet { address: address.into(), mask: mask.into() };
        let name = IpAddress::Address([10, 1, 2, 3].into());
        assert_eq!(address(&name, &subnet([10, 0, 0, 0], [255, 0, 0, 0])), Ok(true));
        assert_eq!(address(&name, &subnet([10, 0, 0, 0], [255, 255, 0, 0])), Ok(false));
        assert!(address(&name, &IpAddress::Octets(vec![1])).is_err());
        assert!(address(&IpAddress::Octets(vec![1]), &subnet([0; 4], [0; 4])).is_err());
    }

    #[test]
    fn names_that_a_ca_may_certify() {
        let world = World::new();
        let found = |permitted: Option<GeneralName>, excluded: Option<GeneralName>, names: Vec<GeneralName>| {
            let subtrees = |base: Option<GeneralName>| base.into_iter().map(Into::into).collect();
            let constraints =
                NameConstraints { permitted_subtrees: subtrees(permitted), excluded_subtrees: subtrees(excluded) };
            let constraints = constraints.to_extension(true).unwrap();
            let names = SubjectAltName(names).to_extension(false).unwrap();
            failures(&world.path(|tbs| tbs.extensions.push(constraints), |tbs| tbs.extensions.push(names)))
        };
        let subnet =
            GeneralName::IpAddress(IpAddress::Subnet { address: [10, 0, 0, 0].into(), mask: [255, 0, 0, 0].into() });
        let ip = |octets: [u8; 4]| GeneralName::IpAddress(IpAddress::Address(octets.into()));
        let uri = |text: &str| GeneralName::UniformResourceIdentifier(text.into());
        let mail = |text: &str| GeneralName::Rfc822Name(text.into());
        let directory = |text| GeneralName::DirectoryName(name(text));
        for (base, inside, outside) in [
            (dns_name("example.com"), dns_name("a.example.com"), dns_name("example.org")),
            (subnet, ip([10, 9, 9, 9]), ip([11, 0, 0, 1])),
            (uri(".example.com"), uri("https://a.example.com/"), uri("https://example.org/")),
            (mail("example.com"), mail("a@example.com"), mail("a@example.org")),
        ] {
            assert_eq!(found(Some(base.clone()), None, vec![inside.clone()]), [""; 0]);
            assert_eq!(found(None, Some(base.clone()), vec![outside.clone()]), [""; 0]);
            let not_permitted = found(Some(base.clone()), None, vec![inside.clone(), outside]);
            assert!(not_permitted.len() == 1 && not_permitted[0].starts_with("0 6.1.3 (b): "), "{not_permitted:?}");
            let excluded = found(None, Some(base), vec![inside]);
            assert!(excluded.len() == 1 && excluded[0].starts_with("0 6.1.3 (c): "), "{excluded:?}");
        }
        assert_eq!(found(Some(directory("leaf")), None, vec![dns_name("a")]), [""; 0]);
        assert_eq!(
            found(Some(directory("Other")), None, vec![dns_name("a")]),
            ["0 6.1.3 (b): Directory \"CN=Leaf\" is not among the names that a CA above may certify"]
        );
        // What has no rule is refused as soon as a CA constrains it.
        let id = || GeneralName::RegisteredId(Oid::new_unwrap("1.2.3"));
        assert_eq!(found(Some(id()), None, vec![id()]).len(), 1);
        assert_eq!(found(None, Some(id()), vec![id()]).len(), 1);
        assert_eq!(found(Some(id()), None, vec![dns_name("a")]), [""; 0]);
    }

    #[test]
    fn mail_addresses_in_the_subject_count_too() {
        let world = World::new();
        let permitted = GeneralName::Rfc822Name("example.com".into());
        let constraints = NameConstraints { permitted_subtrees: vec![permitted.into()], ..Default::default() };
        let value = AttributeValue::ia5("a@example.org").unwrap();
        let subject = Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_EMAIL_ADDRESS, value }]]).unwrap();
        let constraints = constraints.to_extension(true).unwrap();
        let found = world.path(|tbs| tbs.extensions.push(constraints), |tbs| tbs.subject = subject);
        assert_eq!(
            failures(&found),
            ["0 6.1.3 (b): E-mail \"a@example.org\" is not among the names that a CA above may certify"]
        );
    }
}
