//! Names inside and outside of constraints, and names that want to be both.

use super::super::samples::{World, dns as dns_name, failures, name};
use super::host::{dns, mailbox, uri, uri_host};
use super::*;
use crate::x509::extension::SubjectAltName;
use crate::x509::{AttributeTypeAndValue, AttributeValue, IpAddress};

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
        ("a_b.example.com", "example.com", true, true),
    ] {
        let found = (dns(name, base, false), dns(name, base, true));
        assert_eq!(found, (Ok(permitted), Ok(excluded)), "{name} in {base}");
    }
}

/// They are refused whether the constraint permits or excludes.
#[test]
fn dns_names_that_could_be_read_in_more_than_one_way() {
    for (name, base) in [
        ("f*.example.com", "foo.example.com"),
        ("f*.example.com", "example.com"),
        ("*", "com"),
        ("*", ""),
        ("*.", "com"),
        ("a.*.example.com", "a.b.example.com"),
        ("*.*.example.com", "example.com"),
        ("a*", ""),
        ("", "example.com"),
        (".example.com", "example.com"),
        ("a.example.com\0", "example.com"),
        ("a example.com", "example.com"),
        ("example.org", "."),
        ("example.org", ".."),
        ("a.example.com", "*.example.com"),
    ] {
        assert!(dns(name, base, false).is_err(), "{name} permitted by {base}");
        assert!(dns(name, base, true).is_err(), "{name} excluded by {base}");
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
        ("a@example.com.", "example.com", true),
        ("a@example.com", "", true),
        ("\"a@b\"@example.com", "example.com", true),
    ] {
        assert_eq!(mailbox(name, base), Ok(expected), "{name} in {base}");
    }
    for (name, base) in [
        ("example.com", "example.com"),
        ("@example.com", "example.com"),
        ("a@", "example.com"),
        ("a@b@example.com", "example.com"),
        ("a@%65vil.example", "evil.example"),
        ("a@*.example", "evil.example"),
        ("a@[10.0.0.1]", "example.com"),
        ("a@example.com", "."),
        ("a@example.com", "@example.com"),
    ] {
        assert!(mailbox(name, base).is_err(), "{name} in {base}");
    }
}

#[test]
fn hosts_of_addresses() {
    assert_eq!(uri_host("https://user@example.com:8443/x"), Ok("example.com"));
    assert_eq!(uri_host("https://example.com.?x@evil.org"), Ok("example.com"));
    assert_eq!(uri_host("spiffe://trust.domain"), Ok("trust.domain"));
    for none in [
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://0x7f.1/",
        "urn:uuid:1",
        "file:///x",
        "https://",
        "urn:x://ok.example/",
        "ldap:evil.example?a://ok.example/",
        "://ok.example/",
        "https://%65vil.example/",
        "https://*.example/",
        "https://evil.example\\@ok.example/",
        "https://e\tvil.example/",
        "https://ok.example:80:80/",
        "https://.ok.example/",
    ] {
        assert!(uri_host(none).is_err(), "{none}");
    }
}

#[test]
fn uris() {
    assert_eq!(uri("https://a.example/", "a.example", false), Ok(true));
    assert_eq!(uri("https://b.a.example/", "a.example", true), Ok(false));
    assert_eq!(uri("https://b.a.example/", ".a.example", true), Ok(true));
    // An empty base excludes all and permits nothing, whatever the URI is.
    for any in ["https://a.example/", "urn:uuid:1"] {
        assert_eq!((uri(any, "", true), uri(any, "", false)), (Ok(true), Ok(false)));
    }
    assert!(uri("https://a.example/", "a.example/x", false).is_err());
}

#[test]
fn address_ranges() {
    let subnet = |address: [u8; 4], mask: [u8; 4]| IpAddress::Subnet { address: address.into(), mask: mask.into() };
    let name = IpAddress::Address([10, 1, 2, 3].into());
    assert_eq!(address::within(&name, &subnet([10, 0, 0, 0], [255, 0, 0, 0])), Ok(true));
    assert_eq!(address::within(&name, &subnet([10, 0, 0, 0], [255, 255, 0, 0])), Ok(false));
    assert!(address::within(&name, &subnet([10, 0, 0, 0], [255, 0, 255, 0])).is_err());
    assert!(address::within(&name, &IpAddress::Octets(vec![1])).is_err());
    assert!(address::within(&IpAddress::Octets(vec![1]), &subnet([0; 4], [0; 4])).is_err());
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
        ["0 6.1.3 (b): Directory \"CN=Leaf\" is not among the names that \"Middle\" permits: \"CN=Other\""]
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
        ["0 6.1.3 (b): E-mail \"a@example.org\" is not among the names that \"Middle\" permits: \"example.com\""]
    );
}

/// RFC 9598 section 6
#[test]
fn mail_addresses_of_any_script_obey_those_for_mail() {
    let mail = |text: &str| GeneralName::other_name_utf8(SMTP_UTF8_MAILBOX, text);
    let constraint = |base: &str| GeneralName::Rfc822Name(base.into());
    let judged = |name: GeneralName, permitted: Option<&str>, excluded: Option<&str>| {
        let trees = |base: Option<&str>| base.map(|base| constraint(base).into()).into_iter().collect();
        let found = NameConstraints { permitted_subtrees: trees(permitted), excluded_subtrees: trees(excluded) };
        judge(&name, &found, "\"CA\"").map(|failure| failure.rule)
    };
    assert_eq!(judged(mail("grün@example.com"), Some("example.com"), None), None);
    assert_eq!(judged(mail("grün@example.org"), Some("example.com"), None), Some(Rule::PermittedNames));
    assert_eq!(judged(mail("grün@example.com"), None, Some("example.com")), Some(Rule::ExcludedNames));
    assert_eq!(judged(mail("a@grün.example"), None, Some("example.com")), Some(Rule::ExcludedNames));
    let no_text = GeneralName::OtherName { type_id: SMTP_UTF8_MAILBOX, value: vec![5, 0] };
    assert_eq!(judged(no_text, None, Some("example.com")), Some(Rule::ExcludedNames));
    let other = GeneralName::other_name_utf8(Oid::new_unwrap("1.2.3"), "a@example.com");
    assert_eq!(judged(other, None, Some("example.com")), None);
}

#[test]
fn the_failure_tells_who_and_what() {
    let trees = |names: &[&str]| names.iter().map(|name| dns_name(name).into()).collect();
    let constraints = |permitted: &[&str], excluded: &[&str]| NameConstraints {
        permitted_subtrees: trees(permitted),
        excluded_subtrees: trees(excluded),
    };
    let words =
        |name: &str, constraints: NameConstraints| judge(&dns_name(name), &constraints, "\"CA\"").unwrap().words;
    assert_eq!(
        words("a.example", constraints(&["b.example", "c.example", "d.example", "e.example"], &[])),
        "DNS \"a.example\" is not among the names that \"CA\" permits: \"b.example\", \"c.example\", \"d.example\" and 1 more"
    );
    assert_eq!(
        words("x.a.example", constraints(&[], &["a.example"])),
        "DNS \"x.a.example\" is excluded by \"CA\": \"a.example\""
    );
    assert_eq!(
        words("f*.example", constraints(&[], &["a.example"])),
        "DNS \"f*.example\" cannot be held against the name constraints of \"CA\": a wildcard must be the whole of the first label"
    );
}
