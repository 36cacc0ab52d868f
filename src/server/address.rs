//! Host and port, as people write them.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// A host and a port: `127.0.0.1:8560`, `[::1]:8560`, `pki.example.com:80`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// A name or an IP address, in lower case, an IPv6 address without its brackets.
    pub host: String,
    /// The port; to listen on, 0 picks a free one.
    pub port: u16,
}

/// Text that is no host and port.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a host and a port such as 127.0.0.1:8560, found '{found}'")]
pub struct AddressError {
    /// What stood there instead.
    pub found: String,
}

impl Address {
    /// The host as an IP address, if it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || AddressError { found: text.chars().take(200).collect() };
        let (host, port) = text.rsplit_once(':').ok_or_else(refused)?;
        let port = Some(port).filter(|port| port.bytes().all(|digit| digit.is_ascii_digit()));
        let port = port.and_then(|port| port.parse().ok()).ok_or_else(refused)?;
        let host = host.to_ascii_lowercase();
        let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let is_host = match bracketed {
            Some(host) => host.parse::<std::net::Ipv6Addr>().is_ok(),
            None => {
                let allowed = |octet: u8| octet.is_ascii_alphanumeric() || b"-._".contains(&octet);
                (1..=253).contains(&host.len()) && host.bytes().all(allowed)
            }
        };
        match is_host {
            true => Ok(Self { host: bracketed.unwrap_or(&host).to_owned(), port }),
            false => Err(refused()),
        }
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self { host: address.ip().to_string(), port: address.port() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_they_are_written() {
        for text in ["127.0.0.1:8560", "[::1]:0", "pki.example.com:80", "localhost:65535"] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
        assert_eq!("LOCALHOST:1".parse::<Address>().unwrap().host, "localhost");
        for bad in ["", "localhost", "localhost:", "localhost:65536", ":80", "::1:80", "[::1:80", "a b:80", "a:+80"] {
            assert!(bad.parse::<Address>().is_err(), "{bad}");
        }
    }
}
