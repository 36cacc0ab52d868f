//! Where the request for a certificate comes from, and what a CSR says.

use crate::engine::api::GeneralName;
use crate::engine::{self, name};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_csr_is_said_at_its_member() {
        let error = read(b"-----BEGIN NONSENSE-----").unwrap_err();
        assert_eq!((error.code(), error.members()), ("MalformedCSRException", vec!["csr"]));
    }
}
