//! The order of operations (User Guide, "Order of operations"): who decides each extension.
//!
//! The template comes first, then what the request gives and what the CSR asks for, each only in the varieties that
//! take it, and the authority's configuration says where revocation is told. A value that another has decided is
//! [`Dropped`](super::Dropped).

use super::{Issuance, Requested, Source, key_identifier};
use crate::engine::error::{Error, Refusal};
use crate::engine::passthrough::Passthrough;
use crate::engine::template::TemplateKind;
use crate::x509::extension::{
    AuthorityInfoAccess, AuthorityKeyIdentifier, CrlDistributionPoints, ExtendedKeyUsage, MAX_EXTENSIONS,
    SubjectKeyIdentifier,
};
use crate::x509::{Extension, Name, Oid, oid};

/// An extension, and who decided it.
pub(super) type Planned = (Extension, Source);

/// Extensions that somebody before the CSR may decide, in the order in which the service writes them.
const KNOWN: [Oid; 8] = [
    oid::ID_CE_SUBJECT_ALT_NAME,
    oid::ID_CE_BASIC_CONSTRAINTS,
    oid::ID_CE_AUTHORITY_KEY_IDENTIFIER,
    oid::ID_CE_SUBJECT_KEY_IDENTIFIER,
    oid::ID_CE_KEY_USAGE,
    oid::ID_CE_EXT_KEY_USAGE,
    oid::ID_CE_CRL_DISTRIBUTION_POINTS,
    oid::ID_PE_AUTHORITY_INFO_ACCESS,
];

impl Issuance<'_> {
    /// All extensions of the certificate: the known ones, then whatever else is passed through, the request's first.
    pub(super) fn extensions(&self, subject: &Name, given: &Passthrough) -> Result<Vec<Planned>, Error> {
        let mut planned = Vec::with_capacity(KNOWN.len());
        for oid in KNOWN {
            planned.extend(self.known(oid, subject, given)?);
        }
        let is_new =
            |planned: &[Planned], oid| !KNOWN.contains(&oid) && planned.iter().all(|(known, _)| known.oid != oid);
        for (extension, source) in self.passed(given) {
            if is_new(&planned, extension.oid) {
                planned.push((extension.clone(), source));
            }
        }
        if planned.len() > MAX_EXTENSIONS {
            let message = format!("Expected at most {MAX_EXTENSIONS} extensions in all, found {}.", planned.len());
            return Err(Error::MalformedCsr(Refusal::new(message).at("csr")));
        }
        Ok(planned)
    }

    fn known(&self, oid: Oid, subject: &Name, given: &Passthrough) -> Result<Option<Planned>, Error> {
        let template = self.template;
        let is_root = template.kind == TemplateKind::Root;
        let by_template = |extension| Some((extension, Source::Template));
        let passed = || self.passed_of(oid, given);
        Ok(match oid {
            oid::ID_CE_SUBJECT_ALT_NAME => self.names(subject, given),
            oid::ID_CE_BASIC_CONSTRAINTS => {
                by_template(template.basic_constraints().to_extension(template.critical_basic_constraints))
            }
            // A root names no other key, unless the request does so itself.
            oid::ID_CE_AUTHORITY_KEY_IDENTIFIER if is_root => passed(),
            oid::ID_CE_AUTHORITY_KEY_IDENTIFIER => self.issuer.certificate.as_ref().map(|issuer| {
                (AuthorityKeyIdentifier::new(key_identifier(issuer)).to_extension(false), Source::Authority)
            }),
            oid::ID_CE_SUBJECT_KEY_IDENTIFIER => {
                let identifier = self.requested.public_key.key_identifier().to_vec();
                Some((SubjectKeyIdentifier(identifier).to_extension(false), Source::Canopy))
            }
            oid::ID_CE_KEY_USAGE => match template.key_usage {
                Some(usage) => by_template(usage.to_extension(true)),
                None => passed(),
            },
            oid::ID_CE_EXT_KEY_USAGE => match template.extended_key_usage {
                // A template for authorities that is not blank has no purposes, and leaves them open.
                [] => passed(),
                purposes => {
                    let purposes = ExtendedKeyUsage(purposes.to_vec());
                    by_template(purposes.to_extension(template.extended_key_usage_critical))
                }
            },
            // Nobody asks a root, which stands in no list but its own, whether it is revoked.
            _ if is_root => None,
            // An authority that revokes but tells nobody where (the extension is omitted, or it has no address) decides
            // nothing. The guide's table names the request for some templates only; the reference (OmitExtension) for
            // all that take it, and so it is here.
            oid::ID_CE_CRL_DISTRIBUTION_POINTS => match &self.issuer.crl_address {
                Some(address) => Some((CrlDistributionPoints::of_uri(address).to_extension(false)?, Source::Authority)),
                None => passed(),
            },
            // With OCSP on, what is passed through "will not work": the authority's takes its place, if it has one.
            oid::ID_PE_AUTHORITY_INFO_ACCESS => match &self.issuer.ocsp_address {
                Some(address) => Some((AuthorityInfoAccess::of_ocsp(address).to_extension(false)?, Source::Authority)),
                None => passed(),
            },
            _ => passed(),
        })
    }

    /// The alternative names: every template has them from the CSR, where the request gives none.
    fn names(&self, subject: &Name, given: &Passthrough) -> Option<Planned> {
        let names = oid::ID_CE_SUBJECT_ALT_NAME;
        let of_request = given.extension(names).map(|found| (found, Source::Api));
        let (found, source) = of_request.or(self.requested.extension(names).map(|found| (found, Source::Csr)))?;
        let mut names = found.clone();
        // RFC 5280 section 4.2.1.6: with an empty subject the names must be critical. Whether the service sets
        // that itself or copies the CSR's word is not documented: this is our decision.
        names.critical |= subject.is_empty();
        Some((names, source))
    }

    /// What is passed through under this identifier, the request's before the CSR's.
    fn passed_of(&self, oid: Oid, given: &Passthrough) -> Option<Planned> {
        let found = self.passed(given).find(|(extension, _)| extension.oid == oid);
        found.map(|(extension, source)| (extension.clone(), source))
    }

    /// Everything that the template lets through; `given` is empty where it takes nothing of the request.
    fn passed<'a>(&'a self, given: &'a Passthrough) -> impl Iterator<Item = (&'a Extension, Source)> {
        let Requested { extensions: asked, .. } = self.requested;
        let asked = if self.template.variety.takes_csr() { &asked[..] } else { &[] };
        let given = given.extensions.iter().map(|extension| (extension, Source::Api));
        given.chain(asked.iter().map(|extension| (extension, Source::Csr)))
    }
}
