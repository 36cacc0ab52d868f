//! The draft of a new authority, and how it becomes a request.

use super::parents::Parent;
use crate::engine::api::{
    CertificateAuthorityConfiguration, CertificateAuthorityType, CertificateAuthorityUsageMode,
    CreateCertificateAuthorityRequest, KeyAlgorithm, KeyStorageSecurityStandard, SigningAlgorithm,
};
use crate::engine::{CreateRoot, CreateSubordinate, Template, key};
use crate::ui::forms::field::{
    AUTHORITY, AttributeKind, CsrExtensionsDraft, RevocationDraft, SubjectDraft, SubjectRow, TagsDraft, ValidityDraft,
};
use crate::ui::forms::problem::FieldProblem;
use crate::workspace::{CertificateAuthorityArn, Timestamp};

/// Path of the subject in the request.
pub(super) const SUBJECT: &str = "certificateAuthorityConfiguration.subject";

/// What a person has chosen for a new authority.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub kind: CertificateAuthorityType,
    pub subject: SubjectDraft,
    pub key: KeyAlgorithm,
    pub signing: SigningAlgorithm,
    pub validity: ValidityDraft,
    /// Who signs a subordinate; nothing when somebody outside of the workspace does.
    pub parent: Option<CertificateAuthorityArn>,
    pub path_len: u8,
    pub revocation: RevocationDraft,
    pub tags: TagsDraft,
    pub account: String,
    pub region: String,
    pub usage: CertificateAuthorityUsageMode,
    pub storage: KeyStorageSecurityStandard,
    pub csr_extensions: CsrExtensionsDraft,
    pub token: String,
    /// Have the certificate signed at once; else it waits for one.
    pub activate: bool,
}

/// What is asked of the engine.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// An active root.
    Root(CreateRoot),
    /// An active subordinate below an authority of the workspace.
    Subordinate(Box<CreateSubordinate>),
    /// Only a key and a CSR.
    Pending(CreateCertificateAuthorityRequest),
}

impl Wanted {
    /// The request of the API that it contains.
    pub fn request(&self) -> &CreateCertificateAuthorityRequest {
        match self {
            Self::Root(root) => &root.request,
            Self::Subordinate(subordinate) => &subordinate.request,
            Self::Pending(request) => request,
        }
    }
}

impl Draft {
    /// A root with what is right when nobody chooses.
    pub fn root(bucket: Option<&str>) -> Self {
        Self {
            kind: CertificateAuthorityType::Root,
            subject: SubjectDraft::default(),
            key: KeyAlgorithm::EcSecp384r1,
            signing: SigningAlgorithm::Sha384WithEcdsa,
            validity: ValidityDraft::new(AUTHORITY, 2),
            parent: None,
            path_len: 0,
            revocation: RevocationDraft::new(bucket),
            tags: TagsDraft::default(),
            account: String::new(),
            region: String::new(),
            usage: CertificateAuthorityUsageMode::GeneralPurpose,
            storage: KeyStorageSecurityStandard::Fips140_2Level3OrHigher,
            csr_extensions: CsrExtensionsDraft::default(),
            token: String::new(),
            activate: true,
        }
    }

    /// A subordinate below `parent`.
    pub fn subordinate(bucket: Option<&str>, parent: Option<&Parent>) -> Self {
        Self {
            kind: CertificateAuthorityType::Subordinate,
            key: KeyAlgorithm::EcPrime256v1,
            signing: SigningAlgorithm::Sha256WithEcdsa,
            validity: ValidityDraft::new(AUTHORITY, 1),
            parent: parent.map(|parent| parent.arn.clone()),
            ..Self::root(bucket)
        }
    }

    /// Takes organization and country from an authority that is there already.
    pub fn like(&mut self, subject: &SubjectDraft) {
        let kept = [AttributeKind::Organization, AttributeKind::Country];
        let rows = subject.rows.iter().filter(|row| kept.contains(&row.kind));
        self.subject.rows.extend(rows.map(|row| SubjectRow::new(row.kind, &*row.value)));
    }

    pub fn is_root(&self) -> bool {
        self.kind == CertificateAuthorityType::Root
    }

    /// Whether it will be active when the form closes.
    pub fn is_activated(&self) -> bool {
        self.activate && (self.is_root() || self.parent.is_some())
    }

    /// Takes another key; its signature goes with it.
    pub fn set_key(&mut self, key: KeyAlgorithm) {
        self.key = key;
        self.signing = key::natural(key);
    }

    /// The request, for now and the end of who signs.
    ///
    /// # Errors
    /// What the form itself knows to be wrong; the engine finds the rest.
    pub fn wanted(&self, now: Timestamp, limit: Option<i64>) -> Result<Wanted, Vec<FieldProblem>> {
        let mut problems = self.own_problems();
        let revocation = self.revocation.to_api().map_err(|problem| problems.push(problem)).ok();
        let ends = match self.is_activated() {
            true => self.validity.ends(now, limit).map_err(|problem| problems.push(problem)).ok(),
            false => None,
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let request = self.request(revocation);
        let Some(ends) = ends else { return Ok(Wanted::Pending(request)) };
        let validity = ends.validity;
        Ok(match (&self.parent, Template::subordinate(self.path_len)) {
            (Some(parent), Some(template)) if !self.is_root() => {
                let parent = parent.clone();
                Wanted::Subordinate(Box::new(CreateSubordinate { request, parent, template, validity }))
            }
            _ => Wanted::Root(CreateRoot { request, validity }),
        })
    }

    fn own_problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.subject.is_empty() {
            problems
                .push(FieldProblem::new(format!("{SUBJECT}.{}", self.subject.member(0)), "Give the authority a name"));
        }
        let account = self.account.trim();
        if account.len() != 12 || !account.bytes().all(|digit| digit.is_ascii_digit()) {
            problems.push(FieldProblem::new("account", "Twelve digits"));
        }
        let in_region = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        let region = self.region.trim();
        if region.is_empty() || region.len() > 32 || !region.bytes().all(in_region) {
            problems.push(FieldProblem::new("region", "A region such as us-east-1"));
        }
        problems
    }

    fn request(
        &self,
        revocation_configuration: Option<crate::engine::api::RevocationConfiguration>,
    ) -> CreateCertificateAuthorityRequest {
        let token = self.token.trim();
        CreateCertificateAuthorityRequest {
            certificate_authority_configuration: CertificateAuthorityConfiguration {
                key_algorithm: self.key,
                signing_algorithm: self.signing,
                subject: self.subject.to_api(),
                csr_extensions: self.csr_extensions.to_api(),
            },
            revocation_configuration,
            certificate_authority_type: self.kind,
            idempotency_token: (!token.is_empty()).then(|| token.to_owned()),
            key_storage_security_standard: Some(self.storage),
            tags: self.tags.to_api(),
            usage_mode: Some(self.usage),
        }
    }

    /// In few words, for the folded row of what is rarely changed.
    pub fn rest_summary(&self) -> String {
        let usage = usage_words(self.usage);
        match self.csr_extensions.to_api() {
            None => format!("{usage}, key sealed in this file"),
            Some(_) => format!("{usage}, CSR with extensions"),
        }
    }
}

/// What an authority is for, in words.
pub(super) fn usage_words(usage: CertificateAuthorityUsageMode) -> &'static str {
    match usage {
        CertificateAuthorityUsageMode::GeneralPurpose => "General purpose",
        CertificateAuthorityUsageMode::ShortLivedCertificate => "Certificates of 7 days at most",
    }
}

/// A storage standard in words.
pub(super) fn storage_words(storage: KeyStorageSecurityStandard) -> &'static str {
    match storage {
        KeyStorageSecurityStandard::Fips140_2Level2OrHigher => "FIPS 140-2 level 2",
        KeyStorageSecurityStandard::Fips140_2Level3OrHigher => "FIPS 140-2 level 3",
        KeyStorageSecurityStandard::CcpcLevel1OrHigher => "CCPC level 1",
    }
}

/// What speaks for a key and its signature.
pub(super) fn advice(key: KeyAlgorithm, signing: SigningAlgorithm) -> &'static str {
    use SigningAlgorithm::{Sha256WithRsaPss, Sha384WithRsaPss, Sha512WithRsaPss};
    match key {
        _ if matches!(signing, Sha256WithRsaPss | Sha384WithRsaPss | Sha512WithRsaPss) => {
            "RSA-PSS is understood by OpenSSL, Windows and Java 11, but not by old devices. Making the key takes some seconds."
        }
        KeyAlgorithm::EcPrime256v1 | KeyAlgorithm::EcSecp384r1 => {
            "Strong, small, and understood by current browsers, Java, Windows and OpenSSL. For devices made before 2012 choose RSA 4096."
        }
        KeyAlgorithm::EcSecp521r1 => "Understood by OpenSSL and Java, but by few browsers.",
        KeyAlgorithm::Rsa2048 => "Understood by everything; RSA 3072 or 4096 lasts longer.",
        KeyAlgorithm::MlDsa44 | KeyAlgorithm::MlDsa65 | KeyAlgorithm::MlDsa87 => {
            "Holds against quantum computers. Understood by OpenSSL 3.5 and Java 24, but by no browser yet. A certificate is 4 to 8 KB long."
        }
        _ => "Understood by everything, also by old devices. Making the key takes some seconds.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::key;

    fn named(mut draft: Draft) -> Draft {
        draft.subject.rows[0].value = "Acme".into();
        (draft.account, draft.region) = ("000000000000".into(), "us-east-1".into());
        draft
    }

    fn now() -> Timestamp {
        Timestamp::from_seconds(1_795_435_200)
    }

    fn arn() -> CertificateAuthorityArn {
        "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a"
            .parse()
            .unwrap()
    }

    #[test]
    fn a_root_by_default_is_p384_for_20_years_with_a_weekly_crl() {
        let Wanted::Root(root) = named(Draft::root(Some("published"))).wanted(now(), None).unwrap() else { panic!() };
        let configuration = &root.request.certificate_authority_configuration;
        assert_eq!(configuration.key_algorithm.as_str(), "EC_secp384r1");
        assert_eq!(configuration.signing_algorithm.as_str(), "SHA384WITHECDSA");
        assert_eq!(root.validity.value, 20);
        let crl = root.request.revocation_configuration.unwrap().crl_configuration.unwrap();
        assert_eq!((crl.s3_bucket_name.as_deref(), crl.expiration_in_days), (Some("published"), Some(7)));
    }

    #[test]
    fn a_subordinate_is_cut_at_the_end_of_its_parent() {
        let draft = Draft { parent: Some(arn()), ..named(Draft::subordinate(None, None)) };
        let limit = now().seconds() + 1000;
        let Wanted::Subordinate(wanted) = draft.wanted(now(), Some(limit)).unwrap() else { panic!() };
        assert_eq!(wanted.validity.value, limit);
        assert_eq!(wanted.template.path_len_constraint, Some(0));
        assert_eq!(wanted.request.certificate_authority_configuration.key_algorithm.as_str(), "EC_prime256v1");
    }

    #[test]
    fn without_a_parent_or_by_choice_it_waits() {
        let outside = named(Draft::subordinate(None, None));
        assert!(matches!(outside.wanted(now(), None).unwrap(), Wanted::Pending(_)));
        let root = Draft { activate: false, ..named(Draft::root(None)) };
        assert!(matches!(root.wanted(now(), None).unwrap(), Wanted::Pending(_)));
    }

    #[test]
    fn what_the_form_knows_is_told_at_its_member() {
        let mut draft = Draft::root(Some("published"));
        draft.revocation.days = "x".into();
        draft.account = "12".into();
        let problems = draft.wanted(now(), None).unwrap_err();
        let members: Vec<_> = problems.iter().map(|problem| problem.member.as_str()).collect();
        assert_eq!(members[..3], ["certificateAuthorityConfiguration.subject.commonName", "account", "region"]);
        assert!(members[3].ends_with("expirationInDays"));
    }

    #[test]
    fn a_key_brings_its_signature() {
        let mut draft = Draft::root(None);
        for key in key::offered_keys() {
            draft.set_key(key);
            assert!(key::fits(draft.signing, draft.key), "{key}");
        }
    }
}
