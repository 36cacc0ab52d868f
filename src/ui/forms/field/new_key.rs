//! The draft of a key that is made here, and of what its CSR will say.

use super::{NameKind, NameRow, NamesDraft, SubjectDraft};
use crate::engine::api::{GeneralName, KeyAlgorithm};
use crate::engine::name;

/// How a key made here is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Key, certificate and chain in one file.
    Pkcs12,
    /// The key as PKCS#8 in PEM, then the certificate and its chain.
    Pem,
}

/// A key to be made, and what its CSR will say.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyDraft {
    /// Algorithm and size of the key.
    pub algorithm: KeyAlgorithm,
    /// The subject of its CSR.
    pub subject: SubjectDraft,
    /// Alternative names of its CSR.
    pub names: NamesDraft,
    /// How it is saved.
    pub container: Container,
}

impl Default for KeyDraft {
    fn default() -> Self {
        Self {
            algorithm: KeyAlgorithm::EcPrime256v1,
            subject: SubjectDraft::default(),
            names: NamesDraft::default(),
            container: Container::Pkcs12,
        }
    }
}

impl KeyDraft {
    /// The common name, when it could be a host and is not among the names.
    pub fn offered_name(&self) -> Option<String> {
        let name = self.subject.called()?;
        let there = self.names.rows.iter().any(|row| row.value.trim() == name);
        (!there && looks_like_host(name)).then(|| name.to_owned())
    }

    /// Adds a host to the names.
    pub fn add_host(&mut self, host: &str) {
        self.names.rows.retain(|row| !row.is_empty());
        self.names.rows.push(host_row(host));
    }
}

/// A host as a row of names.
pub fn host_row(host: &str) -> NameRow {
    NameRow::new(if is_address(host) { NameKind::Ip } else { NameKind::Dns }, host)
}

/// Whether the engine takes it for an IP address.
fn is_address(text: &str) -> bool {
    let address = GeneralName { ip_address: Some(text.to_owned()), ..GeneralName::default() };
    name::to_general_name(&address, "").is_ok()
}

/// Whether a common name could be that of a host: `api.example.com`, `10.0.0.1`.
pub fn looks_like_host(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'*' || c == b'_')
    };
    is_address(name) || (name.contains('.') && name.len() <= 253 && name.split('.').all(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_name_that_could_be_a_host_is_offered_once() {
        let mut key = KeyDraft::default();
        key.subject.rows[0].value = "api.example.com".into();
        let offered = key.offered_name().unwrap();
        key.add_host(&offered);
        assert_eq!(key.names.rows[0].kind, NameKind::Dns);
        assert_eq!(key.offered_name(), None);
        key.add_host("10.0.0.1");
        assert_eq!(key.names.rows[1].kind, NameKind::Ip);
    }

    #[test]
    fn people_are_no_hosts() {
        assert!(looks_like_host("*.example.com") && looks_like_host("::1"));
        assert!(!looks_like_host("Anna Acme") && !looks_like_host("Acme Inc.") && !looks_like_host("localhost"));
    }
}
