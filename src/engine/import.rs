//! Whether a certificate and a chain are right for an authority: every check of
//! `ImportCertificateAuthorityCertificate`, in the order in which the service is taken to make
//! them. Which exception belongs to which check is our reading where the reference leaves it open.

use super::api::CertificateAuthorityType;
use super::error::{Error, Refusal, sentence};
use super::stored;
use crate::workspace::{Authority, Timestamp};
use crate::x509::{self, Certificate, Extension, Oid, oid, pem};

/// Certificates a chain may have: five levels are the service's limit, and a few more do no harm.
const LONGEST_CHAIN: usize = 16;

/// Extensions that may be critical in an installed certificate (API reference, newest list).
const MAY_BE_CRITICAL: &[Oid] = &[
    oid::ID_CE_AUTHORITY_KEY_IDENTIFIER,
    oid::ID_CE_BASIC_CONSTRAINTS,
    oid::ID_CE_CERTIFICATE_POLICIES,
    oid::ID_CE_EXT_KEY_USAGE,
    oid::ID_CE_INHIBIT_ANY_POLICY,
    oid::ID_CE_ISSUER_ALT_NAME,
    oid::ID_CE_KEY_USAGE,
    oid::ID_CE_NAME_CONSTRAINTS,
    oid::ID_CE_POLICY_MAPPINGS,
    oid::ID_CE_SUBJECT_ALT_NAME,
    oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES,
    oid::ID_CE_SUBJECT_KEY_IDENTIFIER,
    oid::ID_PE_SUBJECT_INFO_ACCESS,
];

/// A certificate to install and the chain above it, issuer first.
pub(super) struct Import {
    pub(super) certificate: Certificate,
    pub(super) chain: Vec<Certificate>,
}

fn malformed(member: &str, message: impl Into<String>) -> Error {
    Error::MalformedCertificate(Refusal::new(message).at(member))
}

fn mismatch(member: &str, message: impl Into<String>) -> Error {
    Error::CertificateMismatch(Refusal::new(message).at(member))
}

impl Import {
    /// Reads both members: exactly one certificate, and any number for the chain.
    ///
    /// # Errors
    /// `MalformedCertificateException`.
    pub(super) fn read(certificate: &[u8], chain: &[u8]) -> Result<Self, Error> {
        let mut certificates = self::certificates(certificate, "certificate")?;
        let found = certificates.len();
        let (Some(certificate), 1) = (certificates.pop(), found) else {
            let message = format!("Expected exactly one certificate in PEM, found {found}.");
            return Err(malformed("certificate", message));
        };
        let blank = chain.iter().all(u8::is_ascii_whitespace);
        let chain = if blank { Vec::new() } else { self::certificates(chain, "certificateChain")? };
        if chain.len() > LONGEST_CHAIN {
            let message = format!("Expected at most {LONGEST_CHAIN} certificates in the chain, found {}.", chain.len());
            return Err(malformed("certificateChain", message));
        }
        Ok(Self { certificate, chain })
    }

    /// Checks it against the authority that it is for.
    ///
    /// # Errors
    /// `CertificateMismatchException`, `MalformedCertificateException`, `InvalidRequestException`.
    pub(super) fn check(&self, authority: &Authority, now: Timestamp) -> Result<(), Error> {
        self.check_key(authority)?;
        self.check_constraints()?;
        self.check_type(authority)?;
        self.check_chain()?;
        self.check_path_lengths()?;
        self.check_critical()?;
        self.check_validity(now)
    }

    fn check_key(&self, authority: &Authority) -> Result<(), Error> {
        let own = stored::authority_key(authority)?;
        if *self.certificate.public_key() == own {
            return Ok(());
        }
        let message = format!(
            "Expected a certificate for the authority's own key ({own}), found one for another \
             ({}).",
            self.certificate.public_key()
        );
        let error = Refusal::new(message).at("certificate");
        Err(Error::CertificateMismatch(error.hint("Have the authority's CSR signed, and install what comes back")))
    }

    fn check_constraints(&self) -> Result<(), Error> {
        let critical =
            self.certificate.extension(&oid::ID_CE_BASIC_CONSTRAINTS).is_some_and(|extension| extension.critical);
        let authority = self.certificate.basic_constraints().is_some_and(|found| found.ca);
        if critical && authority {
            return Ok(());
        }
        let message = "Expected critical basic constraints that say CA:TRUE (RFC 5280 section \
                       4.2.1.9), found a certificate without them.";
        Err(malformed("certificate", message))
    }

    fn check_type(&self, authority: &Authority) -> Result<(), Error> {
        let refuse = |member: &str, message: &str| Err(Error::InvalidRequest(Refusal::new(message).at(member)));
        let self_signed = is_self_signed(&self.certificate);
        match authority.authority_type {
            CertificateAuthorityType::Root if !self_signed => {
                refuse("certificate", "Expected a self-signed certificate for a root authority.")
            }
            CertificateAuthorityType::Root if !self.chain.is_empty() => {
                refuse("certificateChain", "A root authority has no chain above it.")
            }
            CertificateAuthorityType::Subordinate if self_signed => {
                refuse("certificate", "Expected a certificate signed by another authority, found a self-signed one.")
            }
            CertificateAuthorityType::Subordinate if self.chain.is_empty() => {
                refuse("certificateChain", "Expected the chain above the subordinate authority, up to its root.")
            }
            _ => Ok(()),
        }
    }

    /// Each certificate of the chain signs the one before, and the last one itself.
    fn check_chain(&self) -> Result<(), Error> {
        let mut below = &self.certificate;
        for (index, issuer) in self.chain.iter().enumerate() {
            let number = index + 1;
            if issuer.der() == self.certificate.der() {
                let message = "The chain must not contain the authority's own certificate.";
                return Err(mismatch("certificateChain", message));
            }
            // A root signs itself, and two that have certified each other go on for ever.
            if self.chain[..index].contains(issuer) {
                let message = format!("Certificate {number} of the chain ({}) is there twice.", issuer.subject());
                return Err(mismatch("certificateChain", message));
            }
            check_signed(below, issuer, number)?;
            if !issuer.basic_constraints().is_some_and(|found| found.ca) {
                let message = format!("Certificate {number} of the chain ({}) is no authority.", issuer.subject());
                return Err(mismatch("certificateChain", message));
            }
            check_inside(below, issuer)?;
            below = issuer;
        }
        if is_self_signed(below) {
            return Ok(());
        }
        let message =
            format!("Expected a chain up to a self-signed root, found one that ends with {}.", below.subject());
        Err(mismatch("certificateChain", message))
    }

    /// An issuer with a path length of n has at most n authorities between it and the leaf, and this one may not
    /// promise more than that leaves it. Self-issued certificates do not count (RFC 5280 section 4.2.1.9).
    fn check_path_lengths(&self) -> Result<(), Error> {
        let own = path_len(&self.certificate);
        // The certificate being installed is an authority, so it counts itself.
        let mut authorities = 1;
        for issuer in &self.chain {
            let Some(limit) = path_len(issuer) else {
                authorities += u32::from(!issuer.is_self_issued());
                continue;
            };
            let subject = issuer.subject();
            let Some(left) = limit.checked_sub(authorities) else {
                let message = format!(
                    "{subject} allows {limit} authorities below it (RFC 5280 section 4.2.1.9), and this one would be \
                     number {authorities}."
                );
                return Err(mismatch("certificateChain", message));
            };
            if let Some(own) = own.filter(|own| *own > left) {
                let message = format!(
                    "The certificate has a path length of {own}, and the one of {subject} leaves {left} (RFC 5280 \
                     section 4.2.1.9)."
                );
                return Err(mismatch("certificate", message));
            }
            authorities += u32::from(!issuer.is_self_issued());
        }
        Ok(())
    }

    fn check_critical(&self) -> Result<(), Error> {
        check_critical(&self.certificate, "certificate")?;
        self.chain.iter().try_for_each(|above| check_critical(above, "certificateChain"))
    }

    fn check_validity(&self, now: Timestamp) -> Result<(), Error> {
        let end = self.certificate.validity().not_after;
        if now.seconds() <= end {
            return Ok(());
        }
        let message =
            format!("Expected a certificate that is valid, found one that ended {}.", Timestamp::from_seconds(end));
        Err(malformed("certificate", message))
    }
}

fn path_len(certificate: &Certificate) -> Option<u32> {
    certificate.basic_constraints().and_then(|found| found.path_len_constraint)
}

/// Nothing may be critical that the service does not enforce (API reference, "Enforcement of Critical Constraints").
fn check_critical(certificate: &Certificate, member: &str) -> Result<(), Error> {
    let refused = |extension: &&Extension| extension.critical && !MAY_BE_CRITICAL.contains(&extension.oid);
    let Some(extension) = certificate.extensions().iter().find(refused) else { return Ok(()) };
    let name = oid::name(&extension.oid).map_or(extension.oid.to_string(), str::to_owned);
    let message = format!(
        "The extension {name} of {} must not be critical in an authority's certificate.",
        certificate.subject()
    );
    Err(malformed(member, message))
}

/// Reads all PEM certificates of a member, at least one.
fn certificates(bytes: &[u8], member: &str) -> Result<Vec<Certificate>, Error> {
    let unreadable = |error: x509::Error| malformed(member, sentence(&error.to_string()));
    let blocks = pem::decode(bytes).map_err(unreadable)?;
    if blocks.is_empty() {
        // A SEQUENCE, which all that is DER here begins with.
        let (found, hint) = match bytes.first() {
            Some(0x30) => ("DER", "Convert it to PEM"),
            _ => ("no PEM block", "Give the text from BEGIN CERTIFICATE to END CERTIFICATE"),
        };
        let refusal = Refusal::new(format!("Expected a certificate in PEM, found {found}."));
        return Err(Error::MalformedCertificate(refusal.at(member).hint(hint)));
    }
    blocks
        .into_iter()
        .map(|block| match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                Certificate::from_der(&block.der).map_err(unreadable)
            }
            other => Err(malformed(member, format!("Expected a certificate in PEM, found a block of {other}."))),
        })
        .collect()
}

fn is_self_signed(certificate: &Certificate) -> bool {
    certificate.is_self_issued() && certificate.verify_signature(certificate.public_key()).is_ok()
}

/// The issuer of the chain's number signed what stands below it.
fn check_signed(below: &Certificate, issuer: &Certificate, number: usize) -> Result<(), Error> {
    let signed = match below.issuer().matches(issuer.subject()) {
        true => below.verify_signature(issuer.public_key()),
        false => Err(x509::Error::InvalidSignature),
    };
    let (subject, below) = (issuer.subject(), below.subject());
    let message = match signed {
        Ok(()) => return Ok(()),
        Err(x509::Error::InvalidSignature) => format!(
            "Certificate {number} of the chain ({subject}) did not sign the one before it ({below}). Expected the \
             issuer first and the root last."
        ),
        Err(error) => {
            format!("The signature of {subject} on {below} cannot be verified: {error}.")
        }
    };
    Err(mismatch("certificateChain", message))
}

/// A certificate must not live longer than what signed it.
fn check_inside(below: &Certificate, issuer: &Certificate) -> Result<(), Error> {
    let (below_end, issuer_end) = (below.validity().not_after, issuer.validity().not_after);
    if below_end <= issuer_end {
        return Ok(());
    }
    let message = format!(
        "{} ends {}, after its issuer {}, which ends {}.",
        below.subject(),
        Timestamp::from_seconds(below_end),
        issuer.subject(),
        Timestamp::from_seconds(issuer_end)
    );
    Err(mismatch("certificate", message))
}
