//! What is asked for.

use crate::x509::{CertificationRequest, Extension, Name, Oid, PublicKey};

/// What is asked for: a CSR whose signature was verified, or what a new authority will ask.
#[derive(Clone)]
pub struct Requested {
    /// Who the certificate is about.
    pub subject: Name,
    /// The key it is about.
    pub public_key: PublicKey,
    /// The extensions that are asked for.
    pub extensions: Vec<Extension>,
}

impl From<&CertificationRequest> for Requested {
    fn from(csr: &CertificationRequest) -> Self {
        Self {
            subject: csr.subject().clone(),
            public_key: csr.public_key().clone(),
            extensions: csr.extensions().to_vec(),
        }
    }
}

impl Requested {
    /// The extension of this identifier that is asked for.
    pub(super) fn extension(&self, oid: Oid) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == oid)
    }
}
