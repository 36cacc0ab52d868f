//! What a certificate will say: template, request, CSR and authority put together, before anything is signed. Issuing
//! signs a plan; the preview shows one.

mod dropped;
mod extensions;
mod issuer;
mod requested;

pub(super) use dropped::{Dropped, Lost};
pub(super) use issuer::Issuer;
pub(super) use requested::Requested;

use super::api::{self, ApiPassthrough, CertificateAuthorityType, SigningAlgorithm};
use super::error::{Error, Refusal, Violation};
use super::passthrough::Passthrough;
use super::template::{Template, TemplateKind};
use super::validity::{self, SHORT_LIVED};
use super::{key, stored};
use crate::workspace::{Authority, CertificateAuthorityUsageMode, Timestamp};
use crate::x509::{Certificate, Name, TbsCertificate, Validity, oid};

/// Who decided a value of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The person or program that asks, outside `ApiPassthrough`.
    You,
    /// `ApiPassthrough` of the request.
    Api,
    /// The certificate signing request.
    Csr,
    /// The certificate template.
    Template,
    /// The configuration of the authority that signs.
    Authority,
    /// Canopy itself: serial numbers, key identifiers.
    Canopy,
    /// Nobody: a default took its place.
    Default,
}

/// A certificate that could be signed as it stands.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What will be signed. The serial number is empty until it is drawn.
    pub tbs: TbsCertificate,
    /// Who decided the subject.
    pub subject_source: Source,
    /// Who decided each extension, in the order of `tbs.extensions`.
    pub sources: Vec<Source>,
    /// What the request and the CSR ask for in vain.
    pub dropped: Vec<Dropped>,
    /// The template that rules.
    pub template: &'static Template,
    /// Whether it points to the authority's own CRL, which must then be there.
    pub refers_to_crl: bool,
}

/// All that decides about a certificate.
pub struct Issuance<'a> {
    /// Who signs.
    pub issuer: &'a Issuer,
    /// What is asked for.
    pub requested: &'a Requested,
    /// What the request gives beside it.
    pub passthrough: Option<&'a ApiPassthrough>,
    /// The template.
    pub template: &'static Template,
    /// How it is signed.
    pub signing_algorithm: SigningAlgorithm,
    /// When it ends.
    pub validity: &'a api::Validity,
    /// When it starts, if somebody says so.
    pub validity_not_before: Option<&'a api::Validity>,
    /// The time of issuance.
    pub issued_at: Timestamp,
}

impl Issuance<'_> {
    /// Checks what the reference demands of a certificate and puts it together.
    ///
    /// # Errors
    /// The exceptions of `IssueCertificate`: `InvalidArgsException`, `MalformedCSRException`,
    /// `ValidationException`.
    pub fn plan(&self) -> Result<Plan, Error> {
        let signature = key::signature_algorithm(self.signing_algorithm, self.issuer.key_algorithm)?;
        let given = self.given()?;
        let (subject, subject_source) = match &given.subject {
            Some(subject) => (subject, Source::Api),
            None => (&self.requested.subject, Source::Csr),
        };
        self.check_names(subject, &given)?;
        if self.template.kind == TemplateKind::Subordinate {
            self.check_path_len()?;
        }
        let validity = self.validity()?;
        let planned = self.extensions(subject, &given)?;
        let dropped = self.dropped(subject, &given, &planned);
        let refers_to_crl = planned.iter().any(|(extension, source)| {
            extension.oid == oid::ID_CE_CRL_DISTRIBUTION_POINTS && *source == Source::Authority
        });
        let (extensions, sources) = planned.into_iter().unzip();
        let tbs = TbsCertificate {
            serial_number: Vec::new(),
            signature,
            issuer: self.issuer_name(subject),
            validity,
            subject: subject.clone(),
            subject_public_key_info: self.requested.public_key.clone(),
            extensions,
        };
        Ok(Plan { tbs, subject_source, sources, dropped, template: self.template, refers_to_crl })
    }

    /// What the request gives, if the template takes it: otherwise it is ignored, and never an error.
    fn given(&self) -> Result<Passthrough, Error> {
        match self.passthrough {
            Some(given) if self.template.variety.takes_api() => Passthrough::read(given),
            _ => Ok(Passthrough::default()),
        }
    }

    /// A certificate needs a subject or alternative names, from the CSR or from what the template takes of the request.
    fn check_names(&self, subject: &Name, given: &Passthrough) -> Result<(), Error> {
        let names = oid::ID_CE_SUBJECT_ALT_NAME;
        if !subject.is_empty() || given.extension(names).or(self.requested.extension(names)).is_some() {
            return Ok(());
        }
        let refusal =
            Refusal::new("Expected a CSR with a subject or subject alternative names, found one with neither.");
        let refusal = match self.template.variety.takes_api() {
            true => refusal.hint("Or give one of them in ApiPassthrough"),
            false => refusal,
        };
        Err(Error::MalformedCsr(refusal.at("csr")))
    }

    /// The path lengths of the authority and of what stands above it must leave room for the one below.
    fn check_path_len(&self) -> Result<(), Error> {
        let Some(limit) = self.issuer.path_len()? else { return Ok(()) };
        let asked = self.template.path_len_constraint.map(u32::from);
        if asked.is_some_and(|asked| asked < limit) {
            return Ok(());
        }
        let name = self.template.name;
        let message = match limit {
            0 => format!("{name} is for an authority, and a path length of 0 allows none below this one."),
            _ => format!(
                "{name} has a path length of {}, expected less than {limit}: so many authorities may follow this one.",
                asked.map_or("any number".into(), |asked| asked.to_string())
            ),
        };
        let hint = "The path length is that of the authority's own certificate, or what those above it leave";
        Err(Error::InvalidArgs(Refusal::new(message).at("templateArn").hint(hint)))
    }

    fn validity(&self) -> Result<Validity, Error> {
        let not_after = validity::not_after(self.validity, self.issued_at)?;
        let not_before = validity::not_before(self.validity_not_before, self.issued_at, not_after)?;
        if self.template.kind != TemplateKind::Root {
            self.check_end(not_after)?;
        }
        Ok(Validity { not_before, not_after })
    }

    /// No certificate outlives its issuer, and a short-lived one not a week.
    fn check_end(&self, not_after: i64) -> Result<(), Error> {
        let refused = |constraint: String| {
            let value = Some(self.validity.value.to_string());
            Err(Error::Validation(vec![Violation::new("validity.value", value, constraint)]))
        };
        let issuer_end = self.issuer.certificate.as_ref().map(|issuer| issuer.validity().not_after);
        if let Some(end) = issuer_end.filter(|end| not_after > *end) {
            return refused(format!(
                "Member must end no later than the certificate authority, which ends {}",
                Timestamp::from_seconds(end)
            ));
        }
        let short = self.issuer.usage_mode == CertificateAuthorityUsageMode::ShortLivedCertificate;
        if short && not_after - self.issued_at.seconds() > SHORT_LIVED {
            return refused(
                "Member must end within 7 days: the authority is of usage mode \
                 SHORT_LIVED_CERTIFICATE"
                    .into(),
            );
        }
        Ok(())
    }

    fn issuer_name(&self, subject: &Name) -> Name {
        match &self.issuer.certificate {
            Some(issuer) if self.template.kind != TemplateKind::Root => issuer.subject().clone(),
            _ => subject.clone(),
        }
    }
}

/// A root template signs nothing but the root's own key.
///
/// # Errors
/// `InvalidArgsException`: our reading, the reference names no exception for it.
pub(super) fn check_own_csr(authority: &Authority, requested: &Requested, template: &Template) -> Result<(), Error> {
    let own = authority.authority_type == CertificateAuthorityType::Root
        && requested.public_key == stored::authority_key(authority)?;
    if own {
        return Ok(());
    }
    let refusal = Refusal::new(format!(
        "{} signs only the CSR of the root authority itself, found the CSR of another key.",
        template.name
    ));
    Err(Error::InvalidArgs(
        refusal.at("templateArn").hint("Choose a template for an authority below, or an end entity"),
    ))
}

/// What certificates and CRLs of an issuer call its key: its own subject key identifier, or the
/// hash of its key when it has none.
pub(super) fn key_identifier(issuer: &Certificate) -> Vec<u8> {
    issuer.subject_key_identifier().unwrap_or_else(|| issuer.public_key().key_identifier().to_vec())
}
