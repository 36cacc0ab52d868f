//! The draft of a certificate, and how it becomes `IssueCertificate`.

use super::request::{Facts, KeyDraft, Origin};
use crate::engine::api::{Blob, IssueCertificateRequest, SigningAlgorithm};
use crate::engine::{TEMPLATES, Template, TemplateKind, Variety, key};
use crate::ui::forms::field::{END_ENTITY, ValidityDraft, parse_time};
use crate::ui::forms::problem::FieldProblem;
use crate::workspace::{Authority, CertificateAuthorityArn, KeyAlgorithm, Timestamp};

/// What a person has chosen for a certificate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub origin: Origin,
    /// The CSR that was read, out of a file or out of what was pasted.
    pub csr: Option<Facts>,
    pub key: KeyDraft,
    pub authority: CertificateAuthorityArn,
    /// The template that was chosen; else the one that goes with the names.
    pub template: Option<&'static str>,
    pub validity: ValidityDraft,
    /// When it starts, as typed.
    pub not_before: String,
    /// The signature that was chosen; else that of the authority.
    pub signing: Option<SigningAlgorithm>,
    pub token: String,
}

/// A name of the default template for hosts, and of the one for everything else.
const FOR_HOSTS: &str = "EndEntityServerAuthCertificate/V1";
const FOR_OTHERS: &str = "EndEntityCertificate/V1";

impl Draft {
    pub fn new(authority: &CertificateAuthorityArn) -> Self {
        Self {
            origin: Origin::File,
            csr: None,
            key: KeyDraft::default(),
            authority: authority.clone(),
            template: None,
            validity: ValidityDraft::new(END_ENTITY, 1),
            not_before: String::new(),
            signing: None,
            token: String::new(),
        }
    }

    /// Whether there is something to issue from.
    pub fn has_request(&self) -> bool {
        match self.origin {
            Origin::NewKey => !self.key.subject.is_empty() || !self.key.names.to_api().is_empty(),
            _ => self.csr.is_some(),
        }
    }

    fn names_a_host(&self) -> bool {
        match self.origin {
            Origin::NewKey => self.key.names.names_a_host(),
            _ => self.csr.as_ref().is_some_and(Facts::names_a_host),
        }
    }

    /// The template in force.
    pub fn template(&self) -> &'static Template {
        // A person who has yet to type the names of a server is shown the form of one.
        let host = self.names_a_host() || !self.has_request();
        let natural = if host { FOR_HOSTS } else { FOR_OTHERS };
        self.template
            .and_then(Template::named)
            .or_else(|| Template::named(natural))
            .unwrap_or_else(Template::default_template)
    }

    /// What it is issued for, as its common name or first name says.
    pub fn called(&self) -> Option<String> {
        match self.origin {
            Origin::NewKey => {
                let name = self.key.subject.called().map(str::to_owned);
                name.or_else(|| self.key.names.rows.first().map(|row| row.value.trim().to_owned()))
            }
            _ => {
                let csr = self.csr.as_ref()?;
                csr.common_name.clone().or_else(|| csr.names.iter().find_map(|name| name.dns_name.clone()))
            }
        }
    }

    /// The request for a CSR, as it would be sent now; `limit` is the end of who signs.
    ///
    /// # Errors
    /// What the form itself knows to be wrong.
    pub fn request(
        &self,
        csr: &str,
        authority: &Authority,
        now: Timestamp,
        limit: Option<i64>,
    ) -> Result<IssueCertificateRequest, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let ends = self.validity.ends(now, limit).map_err(|problem| problems.push(problem)).ok();
        let start = match self.not_before.trim() {
            "" => None,
            typed => parse_time(typed, "validityNotBefore").map_err(|problem| problems.push(problem)).ok(),
        };
        let Some(ends) = ends.filter(|_| problems.is_empty()) else { return Err(problems) };
        let token = self.token.trim();
        Ok(IssueCertificateRequest {
            api_passthrough: None,
            certificate_authority_arn: self.authority.to_string(),
            csr: Blob::from(csr.to_owned()),
            signing_algorithm: self.signing_for(authority.key_algorithm, authority.signing_algorithm),
            template_arn: Some(self.template().arn(&authority.arn.partition)),
            validity: ends.validity,
            validity_not_before: start,
            idempotency_token: (!token.is_empty()).then(|| token.to_owned()),
        })
    }

    /// The chosen signature, if it goes with the key of who signs.
    pub fn signing_for(&self, key: KeyAlgorithm, own: SigningAlgorithm) -> SigningAlgorithm {
        self.signing.filter(|signing| key::fits(*signing, key)).unwrap_or(own)
    }

    /// What the button says; `issuer` is the name of who signs.
    pub fn button(&self, issuer: &str) -> String {
        let kind = self.template().words;
        let kind = kind.strip_suffix(" certificate").unwrap_or(kind);
        let kind = match kind.strip_prefix("OCSP") {
            Some(rest) => format!("OCSP{rest}"),
            None => kind.to_lowercase(),
        };
        let length = self.validity.words().and_then(|words| words.strip_suffix(" days"));
        let length = length.map(|days| format!("{days}-day ")).unwrap_or_default();
        let what = if self.template().kind == TemplateKind::EndEntity { " certificate" } else { "" };
        format!("Issue {length}{kind}{what} from {issuer}")
    }
}

/// Templates to choose from: end entities first, then authorities for those who sign them elsewhere.
pub(super) fn templates() -> impl Iterator<Item = &'static Template> {
    TEMPLATES.iter().filter(|template| template.variety == Variety::Base && template.kind != TemplateKind::Root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::api::GeneralName;

    fn arn() -> CertificateAuthorityArn {
        "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a"
            .parse()
            .unwrap()
    }

    fn with(names: Vec<GeneralName>) -> Draft {
        let csr = Facts { common_name: Some("a".into()), key: "EC P-256".into(), names, pem: "PEM".into() };
        Draft { csr: Some(csr), ..Draft::new(&arn()) }
    }

    #[test]
    fn the_template_follows_the_names_until_one_is_chosen() {
        let host = GeneralName { dns_name: Some("a.example".into()), ..GeneralName::default() };
        assert_eq!(with(vec![host.clone()]).template().name, FOR_HOSTS);
        assert_eq!(with(Vec::new()).template().name, FOR_OTHERS);
        let chosen = Draft { template: Some("CodeSigningCertificate/V1"), ..with(vec![host]) };
        assert_eq!(chosen.template().name, "CodeSigningCertificate/V1");
    }

    #[test]
    fn the_button_says_what_will_be_issued() {
        let host = GeneralName { ip_address: Some("10.0.0.1".into()), ..GeneralName::default() };
        let mut draft = with(vec![host]);
        assert_eq!(draft.button("Prod CA"), "Issue 90-day server certificate from Prod CA");
        draft.template = Some("OCSPSigningCertificate/V1");
        draft.validity.chosen = END_ENTITY.len();
        assert_eq!(draft.button("Prod CA"), "Issue OCSP signing certificate from Prod CA");
        draft.template = Some("SubordinateCACertificate_PathLen0/V1");
        assert_eq!(draft.button("Root"), "Issue issuing authority from Root");
    }

    #[test]
    fn a_signature_that_does_not_fit_the_authority_is_its_own() {
        let draft = Draft { signing: Some(SigningAlgorithm::Sha256WithRsa), ..with(Vec::new()) };
        let own = SigningAlgorithm::Sha384WithEcdsa;
        assert_eq!(draft.signing_for(KeyAlgorithm::EcSecp384r1, own), own);
        assert_eq!(draft.signing_for(KeyAlgorithm::Rsa2048, own), SigningAlgorithm::Sha256WithRsa);
    }
}
