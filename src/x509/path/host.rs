//! Whether a certificate is for a host: RFC 9525, whose reference identifiers are DNS names and IP addresses here.
//!
//! Only the subjectAltName counts. A wildcard is the whole left-most label of a name and stands for one label.

use std::net::IpAddr;
use std::str::FromStr;

use super::check::shortened;
use super::{Failure, Rule};
use crate::x509::{Error, GeneralName, IpAddress, Place};

/// How many names of a certificate are told.
const TOLD: usize = 3;

/// A reference identifier of [RFC 9525 Section 6.1]: whom a client wants to talk to.
///
/// [RFC 9525 Section 6.1]: https://www.rfc-editor.org/rfc/rfc9525#section-6.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Host {
    /// DNS-ID: a domain name in letters, digits, hyphens and periods
    Name(String),
    /// IP-ID
    Address(IpAddr),
}

impl FromStr for Host {
    type Err = Error;

    /// `example.com`, `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`.
    ///
    /// # Errors
    /// What is neither, such as a name that is not in its ASCII form (RFC 5890 section 2.3.2.1) or has a wildcard.
    fn from_str(text: &str) -> Result<Host, Error> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse() {
            return Ok(Host::Address(address));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        // What looks like an address is none that programs agree on, such as 127.1.
        let numeric = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|digit| digit.is_ascii_digit()));
        match !numeric && name.len() <= 253 && name.split('.').all(is_label) {
            true => Ok(Host::Name(name.to_ascii_lowercase())),
            false => Err(Error::Invalid {
                place: Place { structure: "Host", field: "" },
                expected: "a host name, those of other scripts in their xn-- form, or an IP address",
                found: shortened(text),
            }),
        }
    }
}

/// A label of a host name (RFC 1123 section 2.1), and the underscore that many have.
fn is_label(label: &str) -> bool {
    let allowed = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_';
    (1..=63).contains(&label.len()) && label.bytes().all(allowed) && !label.starts_with('-') && !label.ends_with('-')
}

impl Host {
    /// Why none of the subject alternative names is for this host.
    pub(super) fn check(&self, names: &[GeneralName]) -> Option<Failure> {
        let found = match self {
            Host::Name(name) => {
                names.iter().any(|presented| matches!(presented, GeneralName::DnsName(of) if is_for(of, name)))
            }
            Host::Address(address) => names.contains(&GeneralName::IpAddress(IpAddress::Address(*address))),
        };
        (!found).then(|| self.failure(names))
    }

    fn failure(&self, names: &[GeneralName]) -> Failure {
        let (rule, wanted, kind) = match self {
            Host::Name(name) => (Rule::HostName, name.clone(), "host name"),
            Host::Address(address) => (Rule::HostAddress, address.to_string(), "IP address"),
        };
        let of_kind = |name: &&GeneralName| match self {
            Host::Name(_) => matches!(name, GeneralName::DnsName(_)),
            Host::Address(_) => matches!(name, GeneralName::IpAddress(_)),
        };
        let all = || names.iter().filter(of_kind);
        let few: Vec<String> = all().take(TOLD).map(|name| format!("\"{}\"", shortened(&name.value()))).collect();
        let found = match all().count().saturating_sub(TOLD) {
            0 if few.is_empty() => format!("no {kind} in its subjectAltName"),
            0 => few.join(", "),
            more => format!("{} and {more} more", few.join(", ")),
        };
        Failure::new(rule, format!("It is for another host: expected \"{}\", found {found}", shortened(&wanted)))
    }
}

/// Whether a presented name, perhaps with a wildcard, is `name`.
fn is_for(presented: &str, name: &str) -> bool {
    match presented.strip_prefix("*.") {
        None => presented.eq_ignore_ascii_case(name),
        Some(parent) => {
            name.split_once('.').is_some_and(|(_, above)| !parent.contains('*') && above.eq_ignore_ascii_case(parent))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Host {
        text.parse().unwrap()
    }

    fn dns(names: &[&str]) -> Vec<GeneralName> {
        names.iter().map(|name| GeneralName::DnsName((*name).to_owned())).collect()
    }

    #[test]
    fn names_and_addresses_are_told_apart() {
        assert_eq!(host("Example.COM."), Host::Name("example.com".into()));
        assert_eq!(host("localhost"), Host::Name("localhost".into()));
        assert_eq!(host("192.0.2.1"), Host::Address([192, 0, 2, 1].into()));
        assert_eq!(host("[2001:db8::1]"), host("2001:DB8:0::1"));
        let long = format!("{}.example", "a".repeat(64));
        for wrong in ["", ".", "a..b", "*.example.com", "a b", "bücher.example", "127.1", "-a.b", "a:443", "[a]", &long]
        {
            assert!(wrong.parse::<Host>().is_err(), "{wrong}");
        }
    }

    /// RFC 9525 section 6.3
    #[test]
    fn a_wildcard_is_one_label_on_the_left() {
        for (presented, name, matches) in [
            ("example.com", "example.com", true),
            ("EXAMPLE.com", "example.com", true),
            ("example.com", "a.example.com", false),
            ("a.example.com", "example.com", false),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "xn--bcher-kva.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("a*.example.com", "ab.example.com", false),
            ("a.*.com", "a.example.com", false),
            ("*.*.com", "a.example.com", false),
            ("*", "localhost", false),
            ("*.", "localhost", false),
        ] {
            assert_eq!(host(name).check(&dns(&[presented])).is_none(), matches, "{presented} for {name}");
        }
    }

    /// RFC 9525 section 6.4
    #[test]
    fn an_address_is_no_name() {
        let address = |text: &str| GeneralName::IpAddress(IpAddress::Address(text.parse().unwrap()));
        assert_eq!(host("192.0.2.1").check(&[address("192.0.2.1")]), None);
        assert_eq!(host("2001:db8::1").check(&[address("192.0.2.1"), address("2001:db8::1")]), None);
        let failure = host("192.0.2.1").check(&dns(&["192.0.2.1", "*.0.2.1"])).unwrap();
        assert_eq!(
            (failure.rule, &failure.words[..]),
            (
                Rule::HostAddress,
                "It is for another host: expected \"192.0.2.1\", found no IP address in its subjectAltName"
            )
        );
        // RFC 9525 section 6.4: the octets are compared, and those of IPv6 are others.
        assert!(host("192.0.2.1").check(&[address("::ffff:192.0.2.1")]).is_some());
    }

    #[test]
    fn a_few_of_the_names_are_told() {
        let failure = host("x.example").check(&dns(&["a", "b", "c", "d", "e"])).unwrap();
        assert_eq!(failure.rule, Rule::HostName);
        assert!(failure.words.ends_with("found \"a\", \"b\", \"c\" and 2 more"), "{}", failure.words);
    }
}
