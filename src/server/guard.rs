//! Whom the API talks to at all: programs, not pages in a browser that happens to run on the same computer.
//!
//! A page of another site can make a browser send requests here, and can give its own name this computer's address. The
//! first bears an `Origin`; the second has a `Host` that is none of this endpoint's. CRLs and OCSP are for anybody, by
//! whatever name certificates have for them, and are not guarded.

use super::Address;
use super::connection::Reached;
use axum::http::{HeaderMap, Uri};
use std::net::IpAddr;

/// The names by which the API may be called.
#[derive(Debug, Clone)]
pub struct Guard {
    /// As it was told to listen.
    pub listen: Address,
    /// As clients are told to call it.
    pub advertise: Option<Address>,
}

/// Names of the computer itself, wherever they are asked from.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The ports that a URL leaves out.
const DEFAULT_PORTS: [u16; 2] = [80, 443];

impl Guard {
    /// Refuses what a browser has sent for a page of another site, as a sentence.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn check(&self, uri: &Uri, headers: &HeaderMap, reached: &Reached) -> Result<(), String> {
        if headers.contains_key("origin") {
            return Err("Requests with an Origin header, as browsers send them, are refused.".into());
        }
        let mut hosts = headers.get_all("host").iter();
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host.to_str().ok(),
            _ => None,
        };
        // A whole URI as the target says it again, and goes before the header (RFC 9112 section 3.2.2).
        let host = uri.authority().map_or(host, |target| host.filter(|host| *host == target.as_str()));
        match host.is_some_and(|host| self.allows(host, reached)) {
            true => Ok(()),
            false => {
                let also = self.advertise.as_ref().map(|address| format!(" or {address}")).unwrap_or_default();
                let here = Address::from(reached.local);
                let found =
                    host.unwrap_or("none, several or another one in the target").chars().take(100).collect::<String>();
                Err(format!(
                    "Expected the Host {here}{also}, found {found}. To have clients call this endpoint by another name, \
                     advertise that name."
                ))
            }
        }
    }

    fn allows(&self, host: &str, reached: &Reached) -> bool {
        let with_default = |port: u16| format!("{host}:{port}").parse::<Address>().ok();
        let asked: Vec<Address> = match host.parse::<Address>() {
            Ok(address) => vec![address],
            Err(_) => DEFAULT_PORTS.iter().filter_map(|port| with_default(*port)).collect(),
        };
        asked.iter().any(|asked| {
            self.is_advertised(asked) || asked.port == reached.local.port() && self.is_here(asked, reached)
        })
    }

    fn is_advertised(&self, asked: &Address) -> bool {
        self.advertise.as_ref() == Some(asked)
    }

    fn is_here(&self, asked: &Address, reached: &Reached) -> bool {
        let local = reached.local.ip().to_canonical();
        let is_local = asked.ip().is_some_and(|ip| IpAddr::to_canonical(&ip) == local);
        let is_loopback = local.is_loopback() && LOOPBACK.contains(&asked.host.as_str());
        // A wildcard is no name that anybody calls.
        let is_wildcard = self.listen.ip().is_some_and(|ip| ip.is_unspecified());
        is_local || is_loopback || !is_wildcard && asked.host == self.listen.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn check(listen: &str, advertise: Option<&str>, local: &str, headers: &[(&str, &str)]) -> Result<(), String> {
        let parse = |text: &str| text.parse::<Address>().unwrap();
        let guard = Guard { listen: parse(listen), advertise: advertise.map(parse) };
        let reached = Reached { local: local.parse().unwrap(), encrypted: false };
        let header = |(name, value): &(&str, &str)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        let mut map = HeaderMap::new();
        headers.iter().map(header).for_each(|(name, value)| {
            map.append(name, value);
        });
        guard.check(&Uri::from_static("/"), &map, &reached)
    }

    #[track_caller]
    fn hosts(listen: &str, advertise: Option<&str>, local: &str, allowed: &[&str], refused: &[&str]) {
        for host in allowed {
            assert_eq!(check(listen, advertise, local, &[("host", host)]), Ok(()));
        }
        for host in refused {
            assert!(check(listen, advertise, local, &[("host", host)]).is_err(), "{host}");
        }
    }

    #[test]
    fn on_loopback_it_is_called_by_the_names_of_loopback() {
        let allowed = ["127.0.0.1:8560", "localhost:8560", "LocalHost:8560", "[::1]:8560"];
        let refused =
            ["", "evil.example:8560", "127.0.0.1", "127.0.0.1:80", "localhost", "127.0.0.1:8560.evil.example"];
        hosts("127.0.0.1:8560", None, "127.0.0.1:8560", &allowed, &refused);
        hosts("127.0.0.1:0", None, "127.0.0.1:8560", &allowed, &refused);
        hosts(
            "localhost:80",
            None,
            "[::1]:80",
            &["localhost", "[::1]", "localhost:80"],
            &["evil.example", "localhost:443"],
        );
    }

    #[test]
    fn on_a_wildcard_it_is_called_by_the_address_that_was_reached_or_advertised() {
        let allowed = ["192.0.2.7:8560", "pki.example.com", "pki.example.com:443"];
        let refused = ["0.0.0.0:8560", "localhost:8560", "127.0.0.1:8560", "pki.example.com:8560", "192.0.2.8:8560"];
        hosts("0.0.0.0:8560", Some("pki.example.com:443"), "192.0.2.7:8560", &allowed, &refused);
        hosts(
            "[::]:8560",
            None,
            "[::ffff:192.0.2.7]:8560",
            &["192.0.2.7:8560"],
            &["[::]:8560", "pki.example.com:8560"],
        );
    }

    #[test]
    fn a_name_that_it_listens_on_is_its_own() {
        hosts("pki.lan:8560", None, "192.0.2.7:8560", &["pki.lan:8560", "192.0.2.7:8560"], &["lan:8560", "pki.lan"]);
    }

    #[test]
    fn pages_of_a_browser_are_refused() {
        let good = ("host", "127.0.0.1:8560");
        for origin in ["http://evil.example", "null", "http://127.0.0.1:8560"] {
            let refused = check("127.0.0.1:8560", None, "127.0.0.1:8560", &[good, ("origin", origin)]).unwrap_err();
            assert!(refused.contains("Origin"), "{refused}");
        }
        assert!(check("127.0.0.1:8560", None, "127.0.0.1:8560", &[good, good]).is_err());
        assert!(check("127.0.0.1:8560", None, "127.0.0.1:8560", &[]).is_err());
    }
}
