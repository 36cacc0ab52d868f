//! What a certificate will say: template, CSR and authority put together, before anything is
//! signed. Issuing signs a plan; the preview shows one.

use super::api::{CertificateAuthorityType, KeyAlgorithm, SigningAlgorithm};
use super::error::{Error, Refusal, Violation};
use super::template::{Template, TemplateKind};
use super::validity::{self, SHORT_LIVED};
use super::{address, api, key, stored};
use crate::workspace::{Authority, CertificateAuthorityUsageMode, Der, Settings, Timestamp};
use crate::x509::extension::{
    AuthorityInfoAccess, AuthorityKeyIdentifier, CrlDistributionPoints, ExtendedKeyUsage, SubjectKeyIdentifier,
};
use crate::x509::{Certificate, CertificationRequest, Extension, Name, PublicKey, TbsCertificate, Validity, oid};

/// Who decided a value of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The person or program that asks.
    You,
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

/// A value of the CSR that the certificate will not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The extension of the CSR.
    pub extension: Extension,
    /// Why it is dropped, as a sentence.
    pub rule: &'static str,
}

/// A certificate that could be signed as it stands.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What will be signed. The serial number is empty until it is drawn.
    pub tbs: TbsCertificate,
    /// Who decided each extension, in the order of `tbs.extensions`.
    pub sources: Vec<Source>,
    /// What the CSR asks for in vain.
    pub dropped: Vec<Dropped>,
    /// The template that rules.
    pub template: &'static Template,
    /// Whether it points to a CRL, which must then be there.
    pub refers_to_crl: bool,
}

/// The authority that signs, as far as a certificate shows it.
pub struct Issuer {
    /// Algorithm of its key.
    pub key_algorithm: KeyAlgorithm,
    /// Whether it may issue for longer than a week.
    pub usage_mode: CertificateAuthorityUsageMode,
    /// Its certificate; absent when it signs its first own one.
    pub certificate: Option<Certificate>,
    /// What stands above that, issuer first and root last.
    pub chain: Vec<Der>,
    /// Where its CRL will be found.
    pub crl_address: Option<String>,
    /// Where it will be asked about revocation.
    pub ocsp_address: Option<String>,
}

impl Issuer {
    /// An authority of the workspace.
    pub(super) fn of(authority: &Authority, settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            key_algorithm: authority.key_algorithm,
            usage_mode: authority.usage_mode,
            certificate: stored::own_certificate(authority)?,
            chain: authority.installed.as_ref().map_or(Vec::new(), |installed| installed.chain.clone()),
            crl_address: address::crl_address(authority, settings),
            ocsp_address: address::ocsp_address(authority, settings),
        })
    }

    /// A root that is about to sign itself.
    pub(super) fn new_root(key_algorithm: KeyAlgorithm) -> Self {
        Self {
            key_algorithm,
            usage_mode: CertificateAuthorityUsageMode::GeneralPurpose,
            certificate: None,
            chain: Vec::new(),
            crl_address: None,
            ocsp_address: None,
        }
    }

    /// How many authorities may follow it on a path: what its own path length allows, and what is left of that of each
    /// certificate above, whichever is least; absent when none sets a limit. Self-issued certificates do not count
    /// (RFC 5280 section 4.2.1.9).
    fn path_len(&self) -> Result<Option<u32>, Error> {
        let Some(own) = &self.certificate else { return Ok(None) };
        let chain = stored::certificates(&self.chain)?;
        let mut below = 0;
        let mut limit: Option<u32> = None;
        for certificate in std::iter::once(own).chain(&chain) {
            let constraint = certificate.basic_constraints().and_then(|found| found.path_len_constraint);
            if let Some(left) = constraint.map(|constraint| constraint.saturating_sub(below)) {
                limit = Some(limit.map_or(left, |limit| limit.min(left)));
            }
            below += u32::from(!certificate.is_self_issued());
        }
        Ok(limit)
    }
}

/// What is asked for: a CSR whose signature was verified, or what a new authority will ask.
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
    fn names(&self) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == oid::ID_CE_SUBJECT_ALT_NAME)
    }
}

/// All that decides about a certificate.
pub struct Issuance<'a> {
    /// Who signs.
    pub issuer: &'a Issuer,
    /// What is asked for.
    pub requested: &'a Requested,
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
        self.check_names()?;
        if self.template.kind == TemplateKind::Subordinate {
            self.check_path_len()?;
        }
        let validity = self.validity()?;
        let planned = self.extensions()?;
        let dropped = self.dropped(&planned);
        let refers_to_crl = planned.iter().any(|(extension, _)| extension.oid == oid::ID_CE_CRL_DISTRIBUTION_POINTS);
        let (extensions, sources) = planned.into_iter().unzip();
        let tbs = TbsCertificate {
            serial_number: Vec::new(),
            signature,
            issuer: self.issuer_name(),
            validity,
            subject: self.requested.subject.clone(),
            subject_public_key_info: self.requested.public_key.clone(),
            extensions,
        };
        Ok(Plan { tbs, sources, dropped, template: self.template, refers_to_crl })
    }

    /// A certificate needs a subject or alternative names, which only the CSR can bring.
    fn check_names(&self) -> Result<(), Error> {
        if self.requested.subject.is_empty() && self.requested.names().is_none() {
            let refusal =
                Refusal::new("Expected a CSR with a subject or subject alternative names, found one with neither.");
            return Err(Error::MalformedCsr(refusal.at("csr")));
        }
        Ok(())
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

    fn issuer_name(&self) -> Name {
        match &self.issuer.certificate {
            Some(issuer) if self.template.kind != TemplateKind::Root => issuer.subject().clone(),
            _ => self.requested.subject.clone(),
        }
    }

    /// The extensions in the order in which the service writes them, and who decided each.
    fn extensions(&self) -> Result<Vec<(Extension, Source)>, Error> {
        let template = self.template;
        let mut extensions = Vec::new();
        if let Some(mut names) = self.requested.names().cloned() {
            // RFC 5280 section 4.2.1.6: with an empty subject the names must be critical. Whether the service sets
            // that itself or copies the CSR's word is not documented: this is our decision.
            names.critical |= self.requested.subject.is_empty();
            extensions.push((names, Source::Csr));
        }
        let constraints = template.basic_constraints().to_extension(template.is_authority());
        extensions.push((constraints, Source::Template));
        if let (true, Some(issuer)) = (template.kind != TemplateKind::Root, &self.issuer.certificate) {
            let extension = AuthorityKeyIdentifier::new(key_identifier(issuer)).to_extension(false);
            extensions.push((extension, Source::Authority));
        }
        let identifier = self.requested.public_key.key_identifier().to_vec();
        extensions.push((SubjectKeyIdentifier(identifier).to_extension(false), Source::Canopy));
        extensions.push((template.key_usage.to_extension(true), Source::Template));
        if !template.extended_key_usage.is_empty() {
            let purposes = ExtendedKeyUsage(template.extended_key_usage.to_vec());
            let extension = purposes.to_extension(template.extended_key_usage_critical);
            extensions.push((extension, Source::Template));
        }
        if template.kind != TemplateKind::Root {
            extensions.extend(self.addresses()?);
        }
        Ok(extensions)
    }

    /// Where revocation is told, as the authority is configured.
    fn addresses(&self) -> Result<Vec<(Extension, Source)>, Error> {
        let mut found = Vec::new();
        if let Some(address) = &self.issuer.crl_address {
            found.push((CrlDistributionPoints::of_uri(address).to_extension(false)?, Source::Authority));
        }
        if let Some(address) = &self.issuer.ocsp_address {
            found.push((AuthorityInfoAccess::of_ocsp(address).to_extension(false)?, Source::Authority));
        }
        Ok(found)
    }

    /// Everything that is asked for and not given, with the rule that drops it. What the template
    /// says anyway is not dropped.
    fn dropped(&self, planned: &[(Extension, Source)]) -> Vec<Dropped> {
        let rule = |extension: &Extension| match extension.oid {
            oid::ID_CE_BASIC_CONSTRAINTS | oid::ID_CE_KEY_USAGE | oid::ID_CE_EXT_KEY_USAGE => {
                "The template decides this"
            }
            oid::ID_CE_SUBJECT_KEY_IDENTIFIER | oid::ID_CE_AUTHORITY_KEY_IDENTIFIER => {
                "Computed from the keys themselves"
            }
            oid::ID_CE_CRL_DISTRIBUTION_POINTS | oid::ID_PE_AUTHORITY_INFO_ACCESS => "The authority decides this",
            _ => "The template takes only the subject and its names from a CSR",
        };
        let asked = self.requested.extensions.iter();
        asked
            .filter(|extension| extension.oid != oid::ID_CE_SUBJECT_ALT_NAME)
            .filter(|extension| !planned.iter().any(|(planned, _)| planned == *extension))
            .map(|extension| Dropped { extension: extension.clone(), rule: rule(extension) })
            .collect()
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
