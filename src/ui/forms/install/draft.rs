//! How a pending authority gets its certificate, and what is asked of the engine for it.

use crate::engine::api::{Blob, ImportCertificateAuthorityCertificateRequest, IssueCertificateRequest, Validity};
use crate::engine::{Caller, Engine, Error, Template};
use crate::ui::ask::{Done, Offer, Select};
use crate::ui::forms::authority::{Parent, sign_first_crl};
use crate::ui::forms::field::{AUTHORITY, ValidityDraft};
use crate::ui::forms::problem::FieldProblem;
use crate::workspace::{Authority, CertificateAuthorityArn, CertificateAuthorityType, Timestamp};
use crate::x509::{Certificate, CertificationRequest, PublicKey, pem};

/// What a person has chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// It is signed here and now; else its certificate is brought.
    pub here: bool,
    /// Who signs it; a root signs itself.
    pub parent: Option<CertificateAuthorityArn>,
    pub path_len: u8,
    pub validity: ValidityDraft,
    /// The certificate in PEM.
    pub certificate: String,
    /// The certificates above it in PEM.
    pub chain: String,
}

/// What is asked of the engine.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// A root signs itself.
    Root(Validity),
    /// An authority of the workspace signs.
    Sign(CertificateAuthorityArn, &'static Template, Validity),
    /// Somebody else has signed.
    Import(ImportCertificateAuthorityCertificateRequest),
}

impl Draft {
    pub fn new(authority: &Authority, parents: &[Parent]) -> Self {
        let root = authority.authority_type == CertificateAuthorityType::Root;
        let parent = parents.first().map(|parent| parent.arn.clone());
        Self {
            here: root || parent.is_some(),
            parent: parent.filter(|_| !root),
            path_len: 0,
            validity: ValidityDraft::new(AUTHORITY, if root { 2 } else { 1 }),
            certificate: String::new(),
            chain: String::new(),
        }
    }

    /// What is asked, for now and the end of who signs.
    ///
    /// # Errors
    /// What is missing.
    pub fn wanted(&self, authority: &Authority, now: Timestamp, limit: Option<i64>) -> Result<Wanted, FieldProblem> {
        if !self.here {
            if self.certificate.trim().is_empty() {
                return Err(FieldProblem::new("certificate", "Choose or paste the signed certificate"));
            }
            let chain = self.chain.trim();
            return Ok(Wanted::Import(ImportCertificateAuthorityCertificateRequest {
                certificate_authority_arn: authority.arn.to_string(),
                certificate: Blob::from(self.certificate.clone()),
                certificate_chain: (!chain.is_empty()).then(|| Blob::from(self.chain.clone())),
            }));
        }
        let validity = self.validity.ends(now, limit)?.validity;
        if authority.authority_type == CertificateAuthorityType::Root {
            return Ok(Wanted::Root(validity));
        }
        match (&self.parent, Template::subordinate(self.path_len)) {
            (Some(parent), Some(template)) => Ok(Wanted::Sign(parent.clone(), template, validity)),
            _ => Err(FieldProblem::new("parent", "Choose who signs it")),
        }
    }
}

impl Wanted {
    /// What would be signed, as a request to preview it; nothing where somebody else has signed.
    pub fn preview(
        &self,
        authority: &Authority,
        signing: impl Fn(&CertificateAuthorityArn) -> Option<crate::engine::api::SigningAlgorithm>,
    ) -> Option<IssueCertificateRequest> {
        let (issuer, template, validity) = match self {
            Self::Root(validity) => (&authority.arn, Template::root(), *validity),
            Self::Sign(parent, template, validity) => (parent, *template, *validity),
            Self::Import(_) => return None,
        };
        Some(IssueCertificateRequest {
            api_passthrough: None,
            certificate_authority_arn: issuer.to_string(),
            csr: Blob::from(pem::encode("CERTIFICATE REQUEST", authority.csr.as_bytes())),
            signing_algorithm: signing(issuer)?,
            template_arn: Some(template.arn(&issuer.partition)),
            validity,
            validity_not_before: None,
            idempotency_token: None,
        })
    }

    /// Does it, and publishes the first CRL: clients that fetch it find an empty list and no error.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn run(
        self,
        engine: &Engine,
        caller: &Caller,
        arn: CertificateAuthorityArn,
        name: &str,
    ) -> Result<Done, Error> {
        match self {
            Self::Root(validity) => engine.activate_root(caller, &arn, &validity)?,
            Self::Sign(parent, template, validity) => {
                engine.install_subordinate(caller, &arn, &parent, template, &validity)?;
            }
            Self::Import(request) => drop(engine.call(caller, request)?),
        }
        let mut done = Done {
            sentence: format!("{name} is active"),
            select: Some(Select::Authority(arn.clone())),
            offer: Some(Offer::UseAuthority(arn.clone())),
            ..Done::default()
        };
        sign_first_crl(engine, caller, &arn, name, &mut done);
        Ok(done)
    }
}

/// The certificates of a file: the one of the authority, and the rest in the order of the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub own: Option<String>,
    pub others: String,
}

/// Reads PEM with any number of certificates, or DER with one, and tells the certificate of `key` apart.
///
/// # Errors
/// Why it is no certificate, as a sentence.
pub(super) fn read(bytes: &[u8], key: &PublicKey) -> Result<Found, String> {
    let wanted = |label: &str| label.contains("CERTIFICATE") && !label.contains("REQUEST");
    let blocks = pem::decode_only(bytes, wanted).map_err(|error| error.to_string())?;
    let certificates: Vec<Certificate> = match blocks.is_empty() {
        true => vec![Certificate::from_pem_or_der(bytes).map_err(|error| error.to_string())?],
        false => blocks
            .iter()
            .map(|block| Certificate::from_der(&block.der).map_err(|error| error.to_string()))
            .collect::<Result<_, _>>()?,
    };
    if certificates.is_empty() {
        return Err("Expected a certificate in PEM or DER, found none".into());
    }
    let mut found = Found::default();
    for certificate in certificates {
        if found.own.is_none() && certificate.public_key() == key {
            found.own = Some(certificate.to_pem());
        } else {
            found.others.push_str(&certificate.to_pem());
        }
    }
    Ok(found)
}

/// The key that an authority waits to have certified.
pub(super) fn key_of(authority: &Authority) -> Option<PublicKey> {
    CertificationRequest::from_der(authority.csr.as_bytes()).ok().map(|csr| csr.public_key().clone())
}
