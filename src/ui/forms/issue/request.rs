//! What a certificate is issued from: a CSR that somebody has, or a key that is made here.

use crate::engine::api::{GeneralName, KeyAlgorithm};
use crate::engine::{self, name};
use crate::ui::forms::field::{NameKind, NameRow, NamesDraft, SubjectDraft};
use crate::x509::extension::SubjectAltName;
use crate::x509::{CertificationRequest, inspect::display, oid};

/// Where the request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A file that was chosen or dropped.
    File,
    /// Text that was pasted.
    Paste,
    /// A key made here.
    NewKey,
}

impl Origin {
    pub const ALL: [Self; 3] = [Self::File, Self::Paste, Self::NewKey];
    pub const WORDS: [&'static str; 3] = ["CSR file", "Paste", "New key here"];

    pub fn index(self) -> usize {
        Self::ALL.iter().position(|origin| *origin == self).unwrap_or_default()
    }
}

/// What a CSR says, for the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// Its common name, safe to show.
    pub common_name: Option<String>,
    /// Its public key in words.
    pub key: String,
    /// Its alternative names.
    pub names: Vec<GeneralName>,
    /// It has been read and its signature holds.
    pub pem: String,
}

impl Facts {
    /// Whether a name is one that TLS servers are found by.
    pub fn names_a_host(&self) -> bool {
        self.names.iter().any(|name| name.dns_name.is_some() || name.ip_address.is_some())
    }
}

/// Reads a CSR in PEM or DER and verifies its signature.
pub(super) fn read(bytes: &[u8]) -> Result<Facts, engine::Error> {
    let csr = engine::read_csr(bytes)?;
    Ok(Facts {
        common_name: csr.subject().common_name().map(|name| display::safe(&name).into_owned()),
        key: csr.public_key().to_string(),
        names: alternative_names(&csr),
        pem: csr.to_pem(),
    })
}

fn alternative_names(csr: &CertificationRequest) -> Vec<GeneralName> {
    let extension = csr.extension(&oid::ID_CE_SUBJECT_ALT_NAME);
    let names = extension.and_then(|extension| SubjectAltName::from_value(extension.value.as_ref()).ok());
    names.map(|names| names.0.iter().map(name::from_general_name).collect()).unwrap_or_default()
}

/// How a key made here is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::forms) enum Container {
    /// Key, certificate and chain in one file.
    Pkcs12,
    /// The key as PKCS#8 in PEM, then the certificate and its chain.
    Pem,
}

/// A key to be made, and what its CSR will say.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui::forms) struct KeyDraft {
    pub algorithm: KeyAlgorithm,
    pub subject: SubjectDraft,
    pub names: NamesDraft,
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
pub(super) fn host_row(host: &str) -> NameRow {
    NameRow::new(if is_address(host) { NameKind::Ip } else { NameKind::Dns }, host)
}

/// Whether the engine takes it for an IP address.
fn is_address(text: &str) -> bool {
    let address = GeneralName { ip_address: Some(text.to_owned()), ..GeneralName::default() };
    name::to_general_name(&address, "").is_ok()
}

/// Whether a common name could be that of a host: `api.example.com`, `10.0.0.1`.
pub(super) fn looks_like_host(name: &str) -> bool {
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

    #[test]
    fn what_is_no_csr_is_said_at_its_member() {
        let error = read(b"-----BEGIN NONSENSE-----").unwrap_err();
        assert_eq!((error.code(), error.members()), ("MalformedCSRException", vec!["csr"]));
    }
}
