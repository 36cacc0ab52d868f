//! Operations: what a person wants in one step, made of several actions and committed as one
//! record, so that a crash leaves all of it or none of it.

use super::api::{
    CertificateAuthorityType, CreateCertificateAuthorityRequest, RevokeCertificateRequest, SigningAlgorithm, Validity,
};
use super::authority::{NewAuthority, check_quota};
use super::certificate::chain;
use super::commit::Changes;
use super::crl::CrlOutcome;
use super::error::{Error, Refusal};
use super::issuance::{Issuance, Issuer, Plan, Requested};
use super::template::{Template, TemplateKind};
use super::{Caller, Engine, find};
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityArn, CertificateAuthorityStatus, Der, Event, Timestamp,
};
use crate::x509::{Certificate, CertificationRequest};

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
    pub(super) issuer: Issuer,
    pub(super) template: &'static Template,
    pub(super) signing_algorithm: SigningAlgorithm,
    pub(super) validity: &'a Validity,
}

impl Signing<'_> {
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
        let subject = self.check_new_authority(&workspace, caller, &root.request)?;
        let new = self.make_authority(caller, &root.request, subject)?;
        let signing = Signing {
            issuer: Issuer::new_root(new.created.key_algorithm),
            template: Template::root(),
            signing_algorithm: new.created.signing_algorithm,
            validity: &root.validity,
        };
        let plan = signing.plan(&Requested::from(&new.csr), self.now())?;
        let certificate = self.sign(plan, new.signer.as_ref())?;
        let arn = new.created.arn.clone();
        let asking = caller.clone();
        self.commit(caller, move |workspace, _| {
            check_quota(workspace, &asking)?;
            let itself = arn.id;
            let changes = with_certificate(new, itself, Template::root(), &certificate, Vec::new());
            Ok((changes, arn))
        })
    }

    /// Creates a subordinate authority, has its parent sign it, and installs the certificate.
    ///
    /// # Errors
    /// Those of `CreateCertificateAuthority` and `IssueCertificate`; nothing is left behind.
    pub fn create_and_install_subordinate(
        &self,
        caller: &Caller,
        subordinate: CreateSubordinate,
    ) -> Result<CertificateAuthorityArn, Error> {
        let CreateSubordinate { request, parent, template, validity } = subordinate;
        require_type(&request, CertificateAuthorityType::Subordinate)?;
        let workspace = self.writable()?;
        let parent = find::authority(&workspace, caller, &parent.to_string())?;
        check_parent(&parent, template, self.now())?;
        let subject = self.check_new_authority(&workspace, caller, &request)?;
        let new = self.make_authority(caller, &request, subject)?;
        let signing = Signing {
            issuer: Issuer::of(&parent, workspace.settings())?,
            template,
            signing_algorithm: parent.signing_algorithm,
            validity: &validity,
        };
        let plan = signing.plan(&Requested::from(&new.csr), self.now())?;
        let certificate = self.sign(plan, self.signer(&parent)?.as_ref())?;
        let arn = new.created.arn.clone();
        let (asking, issuer) = (caller.clone(), parent.id());
        self.commit(caller, move |workspace, now| {
            check_quota(workspace, &asking)?;
            let parent = Self::own_authority(workspace, issuer)?;
            check_parent(&parent, template, now)?;
            Ok((with_certificate(new, issuer, template, &certificate, chain(&parent)), arn))
        })
    }

    /// Has a parent of this workspace sign an authority that waits for its certificate.
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
        let parent = find::authority(&workspace, caller, &parent.to_string())?;
        check_parent(&parent, template, self.now())?;
        let csr = CertificationRequest::from_der(authority.csr.as_bytes())?;
        let signing = Signing {
            issuer: Issuer::of(&parent, workspace.settings())?,
            template,
            signing_algorithm: parent.signing_algorithm,
            validity,
        };
        let plan = signing.plan(&Requested::from(&csr), self.now())?;
        let certificate = self.sign(plan, self.signer(&parent)?.as_ref())?;
        self.install(caller, authority.id(), parent.id(), template, certificate)
    }

    /// Has a root that waits for its certificate sign itself.
    ///
    /// # Errors
    /// Those of `IssueCertificate`.
    pub fn activate_root(
        &self,
        caller: &Caller,
        authority: &CertificateAuthorityArn,
        validity: &Validity,
    ) -> Result<(), Error> {
        let workspace = self.writable()?;
        let authority = find::authority(&workspace, caller, &authority.to_string())?;
        check_pending(&authority, self.now())?;
        let csr = CertificationRequest::from_der(authority.csr.as_bytes())?;
        let signing = Signing {
            issuer: Issuer::of(&authority, workspace.settings())?,
            template: Template::root(),
            signing_algorithm: authority.signing_algorithm,
            validity,
        };
        let plan = signing.plan(&Requested::from(&csr), self.now())?;
        let certificate = self.sign(plan, self.signer(&authority)?.as_ref())?;
        self.install(caller, authority.id(), authority.id(), Template::root(), certificate)
    }

    fn install(
        &self,
        caller: &Caller,
        id: AuthorityId,
        issuer: AuthorityId,
        template: &'static Template,
        certificate: Certificate,
    ) -> Result<(), Error> {
        self.commit(caller, move |workspace, now| {
            let authority = Self::own_authority(workspace, id)?;
            check_pending(&authority, now)?;
            let parent = Self::own_authority(workspace, issuer)?;
            let above = if issuer == id { Vec::new() } else { chain(&parent) };
            let events = certificate_events(id, issuer, template, &certificate, above);
            Ok((Changes::of(events), ()))
        })
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

/// A parent is active and signs authorities; its path length is checked with the plan.
pub(super) fn check_parent(parent: &Authority, template: &Template, now: Timestamp) -> Result<(), Error> {
    if template.kind != TemplateKind::Subordinate {
        let message = format!("{} is no template for a subordinate authority.", template.name);
        return Err(Error::InvalidArgs(Refusal::new(message).at("templateArn")));
    }
    let message = "The parent is not in a valid state for issuing certificates.";
    find::require_status(parent, now, &[CertificateAuthorityStatus::Active], message)
}

fn check_pending(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    let message = "The certificate authority does not wait for a certificate.";
    let pending = CertificateAuthorityStatus::PendingCertificate;
    find::require_status(authority, now, &[pending], message)
}

/// A new authority, the certificate its issuer signed, and the installation, all at once.
fn with_certificate(
    new: NewAuthority,
    issuer: AuthorityId,
    template: &Template,
    certificate: &Certificate,
    above: Vec<Der>,
) -> Changes {
    let id = new.created.arn.id;
    let mut changes = Changes::of([Event::AuthorityCreated(Box::new(new.created))]);
    changes.secrets.push(new.secret);
    changes.events.extend(certificate_events(id, issuer, template, certificate, above));
    changes
}

fn certificate_events(
    id: AuthorityId,
    issuer: AuthorityId,
    template: &Template,
    certificate: &Certificate,
    above: Vec<Der>,
) -> [Event; 2] {
    let certificate = Der::from(certificate.der());
    [
        Event::CertificateIssued {
            authority: issuer,
            certificate: certificate.clone(),
            template: template.name.into(),
        },
        Event::AuthorityCertificateInstalled {
            authority: id,
            certificate,
            chain: above,
            parent: (issuer != id).then_some(issuer),
            status: CertificateAuthorityStatus::Active,
        },
    ]
}
