//! The draft of a certificate, and how it becomes `IssueCertificate`.

use super::request::{Facts, Origin};
use super::templates;
use crate::engine::api::{ApiPassthrough, Blob, IssueCertificateRequest, SigningAlgorithm};
use crate::engine::{Template, TemplateKind, Variety, key};
use crate::ui::forms::field::{
    END_ENTITY, KeyDraft, NameRow, PassthroughDraft, ValidityDraft, host_row, looks_like_host, parse_time,
};
use crate::ui::forms::parts::PASSTHROUGH;
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
    /// The template that was chosen, in any variety; else the one that goes with the names.
    pub chosen: Option<&'static Template>,
    /// Where more may come from.
    pub variety: Variety,
    /// What the request adds, where that is taken.
    pub passthrough: PassthroughDraft,
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
            chosen: None,
            variety: Variety::Base,
            passthrough: PassthroughDraft::default(),
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
            _ if self.variety.takes_api() && !self.passthrough.names.to_api().is_empty() => {
                self.passthrough.names.names_a_host()
            }
            _ => self.csr.as_ref().is_some_and(Facts::names_a_host),
        }
    }

    /// The template in force.
    pub fn template(&self) -> &'static Template {
        // A person who has yet to type the names of a server is shown the form of one.
        let host = self.names_a_host() || !self.has_request();
        let natural = Template::named(if host { FOR_HOSTS } else { FOR_OTHERS });
        let template = self.chosen.or(natural).unwrap_or_else(Template::default_template);
        templates::nearest(template, self.variety)
    }

    /// Whether values of the request are taken.
    pub fn takes_api(&self) -> bool {
        self.template().variety.takes_api()
    }

    /// The variety of the same template that takes values of the request too, if there is one.
    fn with_api(&self) -> Option<Variety> {
        let template = self.template();
        let variety = templates::with_api(template.variety);
        template.in_variety(variety).map(|_| variety)
    }

    /// The common name of a CSR that could be a host and has no alternative name, where no name is added yet.
    pub fn host_without_name(&self) -> Option<&str> {
        let csr = self.csr.as_ref().filter(|csr| csr.names.is_empty())?;
        let is_added = self.takes_api() && self.passthrough.names.rows.iter().any(|row| !row.is_empty());
        csr.common_name.as_deref().filter(|name| !is_added && looks_like_host(name))
    }

    /// Whether a name can be added to those of the CSR.
    pub fn can_add_name(&self) -> bool {
        self.origin != Origin::NewKey && self.with_api().is_some()
    }

    /// Adds a host to the names, in the variety of the template that takes them.
    pub fn add_name(&mut self, host: &str) {
        let Some(variety) = self.with_api() else { return };
        self.variety = variety;
        self.passthrough.names.rows.retain(|row: &NameRow| !row.is_empty());
        self.passthrough.names.rows.push(host_row(host));
    }

    /// What the request adds; nothing where it would be ignored. A key made here has its subject and names in its CSR.
    fn passthrough(&self) -> Option<ApiPassthrough> {
        self.passthrough.to_api(self.origin != Origin::NewKey).filter(|_| self.takes_api())
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
                let added = self.passthrough.subject.called().filter(|_| self.takes_api()).map(str::to_owned);
                let named = added.or_else(|| csr.common_name.clone());
                named.or_else(|| csr.names.iter().find_map(|name| name.dns_name.clone()))
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
        if self.takes_api() {
            problems.extend(self.passthrough.problems(PASSTHROUGH));
        }
        let Some(ends) = ends.filter(|_| problems.is_empty()) else { return Err(problems) };
        let token = self.token.trim();
        Ok(IssueCertificateRequest {
            api_passthrough: self.passthrough(),
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
        let chosen = Draft { chosen: Template::named("CodeSigningCertificate/V1"), ..with(vec![host]) };
        assert_eq!(chosen.template().name, "CodeSigningCertificate/V1");
    }

    #[test]
    fn a_name_that_is_added_asks_for_the_variety_that_takes_it() {
        let mut draft = with(Vec::new());
        draft.csr.as_mut().unwrap().common_name = Some("old.example.com".into());
        assert_eq!(draft.host_without_name(), Some("old.example.com"));
        draft.variety = Variety::CsrPassthrough;
        draft.add_name("old.example.com");
        assert_eq!(draft.template().name, "EndEntityServerAuthCertificate_APICSRPassthrough/V1");
        assert_eq!(draft.host_without_name(), None);
        assert!(draft.passthrough().is_some());
        draft.variety = Variety::Base;
        assert_eq!(draft.passthrough(), None, "what would be ignored is not sent");
    }

    #[test]
    fn the_button_says_what_will_be_issued() {
        let host = GeneralName { ip_address: Some("10.0.0.1".into()), ..GeneralName::default() };
        let mut draft = with(vec![host]);
        assert_eq!(draft.button("Prod CA"), "Issue 90-day server certificate from Prod CA");
        draft.chosen = Template::named("OCSPSigningCertificate/V1");
        draft.validity.chosen = END_ENTITY.len();
        assert_eq!(draft.button("Prod CA"), "Issue OCSP signing certificate from Prod CA");
        draft.chosen = Template::named("SubordinateCACertificate_PathLen0/V1");
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
