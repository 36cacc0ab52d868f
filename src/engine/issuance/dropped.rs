//! What is asked for in vain.

use super::extensions::Planned;
use super::{Issuance, Source};
use crate::engine::error::Error;
use crate::engine::passthrough::Passthrough;
use crate::engine::template::TemplateKind;
use crate::x509::{Extension, Name, Oid, oid};

/// A value of the request or of the CSR that the certificate will not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The value.
    pub value: Lost,
    /// Who asks for it: the request or the CSR.
    pub source: Source,
    /// Why it is dropped, as a sentence.
    pub rule: &'static str,
}

/// What can be dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// A whole subject.
    Subject(Name),
    /// An extension.
    Extension(Extension),
    /// A part of an `ApiPassthrough` that is ignored and could not be used either.
    Unreadable(Error),
}

const IGNORES_API: &str = "The template takes no API passthrough";

impl Issuance<'_> {
    /// Everything that is asked for and not given, with the rule that drops it. What the certificate says anyway is
    /// not dropped.
    pub(super) fn dropped(&self, subject: &Name, given: &Passthrough, planned: &[Planned]) -> Vec<Dropped> {
        let mut dropped = Vec::new();
        match self.passthrough {
            Some(ignored) if !self.template.variety.takes_api() => {
                let (ignored, errors) = Passthrough::read_ignored(ignored);
                let lost = ignored.subject.filter(|ignored| ignored != subject).map(Lost::Subject);
                let extensions = ignored.extensions.into_iter().filter(|found| !is_planned(found, planned));
                let lost = lost.into_iter().chain(extensions.map(Lost::Extension));
                let lost = lost.chain(errors.into_iter().map(Lost::Unreadable));
                dropped.extend(lost.map(|value| Dropped { value, source: Source::Api, rule: IGNORES_API }));
            }
            _ => {
                let lost = given.extensions.iter().filter(|found| !is_planned(found, planned));
                dropped.extend(lost.map(|extension| Dropped {
                    value: Lost::Extension(extension.clone()),
                    source: Source::Api,
                    rule: self.rule(extension.oid, true, planned),
                }));
            }
        }
        if given.subject.is_some() && !self.requested.subject.is_empty() && self.requested.subject != *subject {
            let value = Lost::Subject(self.requested.subject.clone());
            dropped.push(Dropped { value, source: Source::Csr, rule: API_FIRST });
        }
        let takes_csr = self.template.variety.takes_csr();
        let lost = self.requested.extensions.iter().filter(|found| !is_planned(found, planned));
        dropped.extend(lost.map(|extension| Dropped {
            value: Lost::Extension(extension.clone()),
            source: Source::Csr,
            rule: self.rule(extension.oid, takes_csr, planned),
        }));
        dropped
    }

    /// Why an extension is not taken from where it was asked for, which the template `takes` or not: another has decided
    /// it, or nobody may.
    fn rule(&self, oid: Oid, takes: bool, planned: &[Planned]) -> &'static str {
        let decided = planned.iter().find(|(found, _)| found.oid == oid).map(|(_, source)| *source);
        match (oid, decided) {
            (oid::ID_CE_AUTHORITY_KEY_IDENTIFIER | oid::ID_CE_SUBJECT_KEY_IDENTIFIER, Some(source))
                if source != Source::Api =>
            {
                "Computed from the keys themselves"
            }
            (_, Some(Source::Template)) => "The template decides this",
            (_, Some(Source::Authority)) => "The authority decides this",
            (_, Some(Source::Api)) if takes || oid == oid::ID_CE_SUBJECT_ALT_NAME => API_FIRST,
            (oid::ID_CE_CRL_DISTRIBUTION_POINTS | oid::ID_PE_AUTHORITY_INFO_ACCESS, _)
                if self.template.kind == TemplateKind::Root =>
            {
                "A root does not say where its own revocation is told"
            }
            _ => "The template takes only the subject and its names from a CSR",
        }
    }
}

const API_FIRST: &str = "API passthrough comes before the CSR";

/// Whether the certificate has the extension as it was asked for. Alternative names may have become critical.
fn is_planned(asked: &Extension, planned: &[Planned]) -> bool {
    planned.iter().any(|(planned, _)| match asked.oid {
        oid::ID_CE_SUBJECT_ALT_NAME => planned.oid == asked.oid && planned.value == asked.value,
        _ => planned == asked,
    })
}
