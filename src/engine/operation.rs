//! Operations: what a person wants in one step, made of several actions and committed as one
//! record, so that a crash leaves all of it or none of it.

use super::api::{
    CertificateAuthorityType, CertificateAuthorityUsageMode, CreateCertificateAuthorityRequest,
    RevokeCertificateRequest, SigningAlgorithm, Validity,
};
use super::authority::{NewAuthority, check_again};
use super::authority_certificate::check_unchanged;
use super::certificate::{chain, check_quota};
use super::commit::Changes;
use super::crl::{CrlOutcome, first_request};
use super::error::{Error, Refusal};
use super::idempotency::Token;
use super::import::Import;
use super::issuance::{Issuance, Issuer, Plan, Requested};
use super::template::{Template, TemplateKind};
use super::{Caller, Engine, find, stored};
use crate::keystore::Signer;
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityArn, CertificateAuthorityStatus, Der, Event, Settings, Timestamp,
    Workspace,
};
use crate::x509::Certificate;
use std::sync::Arc;

/// A root authority that signs itself and is active at once.
#[derive(Debug, Clone)]
pub struct CreateRoot {
    /// The authority; its type is ROOT.
    pub request: CreateCertificateAuthorityRequest,
    /// When it ends.
    pub validity: Validity,
}

/// A subordinate authority that a parent of this workspace signs, active at once.
#[derive(Debug, Clone)]
pub struct CreateSubordinate {
    /// The authority; its type is SUBORDINATE.
    pub request: CreateCertificateAuthorityRequest,
    /// Who signs it.
    pub parent: CertificateAuthorityArn,
    /// With what path length.
    pub template: &'static Template,
    /// When it ends.
    pub validity: Validity,
}

/// Who signs an authority's certificate, and how.
pub(super) struct Signing<'a> {
    issuer: Issuer,
    template: &'static Template,
    signing_algorithm: SigningAlgorithm,
    validity: &'a Validity,
}

impl<'a> Signing<'a> {
    /// By a root that does not exist yet.
    pub(super) fn by_new_root(root: &'a CreateRoot) -> Self {
        let configuration = &root.request.certificate_authority_configuration;
        Self {
            issuer: Issuer::new_root(configuration.key_algorithm),
            template: Template::root(),
            signing_algorithm: configuration.signing_algorithm,
            validity: &root.validity,
        }
    }

    /// By an authority of the workspace, which signs with its own algorithm.
    pub(super) fn by(
        authority: &Authority,
        template: &'static Template,
        validity: &'a Validity,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let issuer = Issuer::of(authority, settings)?;
        Ok(Self { issuer, template, signing_algorithm: authority.signing_algorithm, validity })
    }

    pub(super) fn plan(&self, requested: &Requested, now: Timestamp) -> Result<Plan, Error> {
        let issuance = Issuance {
            issuer: &self.issuer,
            requested,
            template: self.template,
            signing_algorithm: self.signing_algorithm,
            validity: self.validity,
            validity_not_before: None,
            issued_at: now,
        };
        issuance.plan()
    }
}

/// A certificate of an authority that was signed, and that no record knows yet.
struct Signed {
    certificate: Certificate,
    template: &'static Template,
    refers_to_crl: bool,
}

impl Engine {
    /// Creates a root authority, has it sign itself, and activates it.
    ///
    /// # Errors
    /// Those of `CreateCertificateAuthority` and `IssueCertificate`; nothing is left behind.
    pub fn create_and_activate_root(
        &self,
        caller: &Caller,
        root: CreateRoot,
    ) -> Result<CertificateAuthorityArn, Error> {
        require_type(&root.request, CertificateAuthorityType::Root)?;
        let workspace = self.writable()?;
        let parameters = (&root.request, &root.validity);
        let token = token("create_and_activate_root", &parameters, &root.request, caller);
        if let Some(earlier) = token.outcome(&workspace, self.now()) {
            return created_earlier(&earlier);
        }
        let subject = self.check_new_authority(&workspace, caller, &root.request)?;
        let new = self.make_authority(caller, &root.request, subject)?;
        let requested = Requested::from(&new.csr);
        let signed = self.signed(&Signing::by_new_root(&root), &requested, new.signer.as_ref())?;
        let asking = caller.clone();
        self.commit(caller, move |workspace, now| {
            if let Some(earlier) = token.outcome(workspace, now) {
                return Ok((Changes::none(), created_earlier(&earlier)?));
            }
            check_again(workspace, &asking, &new)?;
            let arn = new.created.arn.clone();
            let mut changes = created(new);
            changes.events.extend(signed.events(arn.id, None));
            changes.events.extend(token.used(&arn.to_string()));
            Ok((changes, arn))
        })
    }

    /// Creates a subordinate authority, has its parent sign it, and installs the certificate. The parent may stand in
    /// another region.
    ///
    /// # Errors
    /// Those of `CreateCertificateAuthority` and `IssueCertificate`, and `ConcurrentModificationException` when the
    /// parent got another certificate meanwhile; nothing is left behind.
    pub fn create_and_install_subordinate(
        &self,
        caller: &Caller,
        subordinate: CreateSubordinate,
    ) -> Result<CertificateAuthorityArn, Error> {
        let CreateSubordinate { request, parent, template, validity } = subordinate;
        require_type(&request, CertificateAuthorityType::Subordinate)?;
        let workspace = self.writable()?;
        let parameters = (&request, &parent, template.name, &validity);
        let token = token("create_and_install_subordinate", &parameters, &request, caller);
        if let Some(earlier) = token.outcome(&workspace, self.now()) {
            return created_earlier(&earlier);
        }
        let parent = find_parent(&workspace, caller, &parent)?;
        check_parent(&parent, template, self.now())?;
        let subject = self.check_new_authority(&workspace, caller, &request)?;
        let new = self.make_authority(caller, &request, subject)?;
        let signing = Signing::by(&parent, template, &validity, workspace.settings())?;
        let signed = self.signed(&signing, &Requested::from(&new.csr), self.signer(&parent)?.as_ref())?;
        let asking = caller.clone();
        self.commit(caller, move |workspace, now| {
            if let Some(earlier) = token.outcome(workspace, now) {
                return Ok((Changes::none(), created_earlier(&earlier)?));
            }
            check_again(workspace, &asking, &new)?;
            let parent = check_parent_again(workspace, &parent, template, now)?;
            let arn = new.created.arn.clone();
            let mut changes = created(new);
            changes.events.extend(signed.events(arn.id, Some(&parent)));
            changes.events.extend(token.used(&arn.to_string()));
            Ok((changes, arn))
        })
    }

    /// Has a parent of this workspace sign an authority that waits for its certificate. The parent may stand in another
    /// region.
    ///
    /// # Errors
    /// Those of `IssueCertificate` and `ImportCertificateAuthorityCertificate`.
    pub fn install_subordinate(
        &self,
        caller: &Caller,
        authority: &CertificateAuthorityArn,
        parent: &CertificateAuthorityArn,
        template: &'static Template,
        validity: &Validity,
    ) -> Result<(), Error> {
        let workspace = self.writable()?;
        let authority = find::authority(&workspace, caller, &authority.to_string())?;
        check_pending(&authority, self.now())?;
        let parent = find_parent(&workspace, caller, parent)?;
        check_parent(&parent, template, self.now())?;
        let signing = Signing::by(&parent, template, validity, workspace.settings())?;
        let requested = Requested::from(&stored::csr(&authority)?);
        let signed = self.signed(&signing, &requested, self.signer(&parent)?.as_ref())?;
        let above = stored::certificates(&chain(&parent))?;
        Import { certificate: signed.certificate.clone(), chain: above }.check(&authority, self.now())?;
        let id = authority.id();
        self.commit(caller, move |workspace, now| {
            check_pending(&*Self::own_authority(workspace, id)?, now)?;
            let parent = check_parent_again(workspace, &parent, template, now)?;
            Ok((Changes::of(signed.events(id, Some(&parent))), ()))
        })
    }

    /// Has a root that waits for its certificate sign itself.
    ///
    /// # Errors
    /// Those of `IssueCertificate` and `ImportCertificateAuthorityCertificate`.
    pub fn activate_root(
        &self,
        caller: &Caller,
        authority: &CertificateAuthorityArn,
        validity: &Validity,
    ) -> Result<(), Error> {
        let workspace = self.writable()?;
        let authority = find::authority(&workspace, caller, &authority.to_string())?;
        check_pending(&authority, self.now())?;
        let signing = Signing::by(&authority, Template::root(), validity, workspace.settings())?;
        let requested = Requested::from(&stored::csr(&authority)?);
        let signed = self.signed(&signing, &requested, self.signer(&authority)?.as_ref())?;
        Import { certificate: signed.certificate.clone(), chain: Vec::new() }.check(&authority, self.now())?;
        let id = authority.id();
        self.commit(caller, move |workspace, now| {
            let authority = Self::own_authority(workspace, id)?;
            check_pending(&authority, now)?;
            check_quota(workspace, &authority)?;
            Ok((Changes::of(signed.events(id, None)), ()))
        })
    }

    fn signed(&self, signing: &Signing<'_>, requested: &Requested, signer: &dyn Signer) -> Result<Signed, Error> {
        let plan = signing.plan(requested, self.now())?;
        let refers_to_crl = plan.refers_to_crl;
        let (certificate, _) = self.sign(plan, signer)?;
        Ok(Signed { certificate, template: signing.template, refers_to_crl })
    }

    /// Revokes a certificate, and signs and publishes the CRL that says so.
    ///
    /// # Errors
    /// Those of `RevokeCertificate`. Once it returns, the certificate is revoked, whatever became
    /// of the CRL.
    pub fn revoke(&self, caller: &Caller, request: RevokeCertificateRequest) -> Result<CrlOutcome, Error> {
        let workspace = self.snapshot();
        let arn = request.certificate_authority_arn.clone();
        self.call(caller, request)?;
        let authority = find::authority(&workspace, caller, &arn)?;
        Ok(match self.sign_crl(caller, authority.id()) {
            Ok(outcome) => outcome,
            Err(error) => CrlOutcome::Failed { reason: error.message() },
        })
    }
}

fn require_type(request: &CreateCertificateAuthorityRequest, expected: CertificateAuthorityType) -> Result<(), Error> {
    if request.certificate_authority_type == expected {
        return Ok(());
    }
    let message = format!("Expected the type {expected}, found {}.", request.certificate_authority_type);
    Err(Error::InvalidArgs(Refusal::new(message).at("certificateAuthorityType")))
}

/// The authority that is to sign, looked up in its own region.
pub(super) fn find_parent(
    workspace: &Workspace,
    caller: &Caller,
    parent: &CertificateAuthorityArn,
) -> Result<Arc<Authority>, Error> {
    let asking = Caller { region: parent.region.clone(), ..caller.clone() };
    find::authority(workspace, &asking, &parent.to_string())
}

/// A parent is active and signs authorities, which need more than a week; its path length is checked with the plan.
pub(super) fn check_parent(parent: &Authority, template: &Template, now: Timestamp) -> Result<(), Error> {
    if template.kind != TemplateKind::Subordinate {
        let message = format!("{} is no template for a subordinate authority.", template.name);
        return Err(Error::InvalidArgs(Refusal::new(message).at("templateArn")));
    }
    if parent.usage_mode == CertificateAuthorityUsageMode::ShortLivedCertificate {
        let message = format!("{} is of usage mode SHORT_LIVED_CERTIFICATE, expected GENERAL_PURPOSE.", parent.arn);
        let hint = "Choose a parent of general purpose";
        return Err(Error::InvalidArgs(Refusal::new(message).at("certificateAuthorityArn").hint(hint)));
    }
    let message = "The parent is not in a valid state for issuing certificates.";
    find::require_status(parent, now, &[CertificateAuthorityStatus::Active], message)
}

/// The parent as it is when its signature is recorded: it still signs, and with the certificate it had.
fn check_parent_again(
    workspace: &Workspace,
    planned: &Authority,
    template: &Template,
    now: Timestamp,
) -> Result<Arc<Authority>, Error> {
    let parent = Engine::own_authority(workspace, planned.id())?;
    check_parent(&parent, template, now)?;
    check_unchanged(&parent, planned)?;
    check_quota(workspace, &parent)?;
    Ok(parent)
}

fn token(
    operation: &str,
    parameters: &impl serde::Serialize,
    request: &CreateCertificateAuthorityRequest,
    caller: &Caller,
) -> Token {
    Token::of_parameters(operation, parameters, request.idempotency_token.as_deref(), caller)
}

fn created_earlier(arn: &str) -> Result<CertificateAuthorityArn, Error> {
    arn.parse().map_err(|error| Error::Internal(format!("an earlier answer was no ARN of an authority: {error}")))
}

fn check_pending(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    let message = "The certificate authority does not wait for a certificate.";
    let pending = CertificateAuthorityStatus::PendingCertificate;
    find::require_status(authority, now, &[pending], message)
}

fn created(new: NewAuthority) -> Changes {
    let mut changes = Changes::of([Event::AuthorityCreated(Box::new(new.created))]);
    changes.secrets.push(new.secret);
    changes
}

impl Signed {
    /// What is recorded of an authority that has its certificate from a parent, or from itself.
    fn events(&self, id: AuthorityId, parent: Option<&Authority>) -> Vec<Event> {
        let certificate = Der::from(self.certificate.der());
        let mut events = vec![
            Event::CertificateIssued {
                authority: parent.map_or(id, Authority::id),
                certificate: certificate.clone(),
                template: self.template.name.into(),
            },
            Event::AuthorityCertificateInstalled {
                authority: id,
                certificate,
                chain: parent.map_or(Vec::new(), chain),
                parent: parent.map(Authority::id),
                status: CertificateAuthorityStatus::Active,
            },
        ];
        // A certificate that points to a CRL wants one to be there.
        events.extend(parent.filter(|_| self.refers_to_crl).and_then(first_request));
        events
    }
}
