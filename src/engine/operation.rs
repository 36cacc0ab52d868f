//! Operations: what a person wants in one step, made of several actions and committed as one
//! record, so that a crash leaves all of it or none of it.

use super::api::{CertificateAuthorityType, CreateCertificateAuthorityRequest, RevokeCertificateRequest, Validity};
use super::certificate::{chain, check_quota};
use super::commit::Changes;
use super::crl::CrlOutcome;
use super::error::{Error, Refusal};
use super::idempotency::Token;
use super::import::Import;
use super::issuance::Requested;
use super::new_authority::{NewAuthority, check_again};
use super::signing::{Signing, check_parent, check_parent_again, find_parent};
use super::template::Template;
use super::{Action, Caller, Engine, access, find, stored};
use crate::workspace::{Authority, CertificateAuthorityArn, CertificateAuthorityStatus, Event, Timestamp};

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
        access::check_owner(caller, Action::CreateCertificateAuthority)?;
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
            check_again(workspace, &asking, &new, now)?;
            let arn = new.created.arn.clone();
            let mut changes = created(new);
            changes.events.extend(signed.by_itself(arn.id));
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
        access::check_owner(caller, Action::CreateCertificateAuthority)?;
        require_type(&request, CertificateAuthorityType::Subordinate)?;
        let workspace = self.writable()?;
        let parameters = (&request, &parent, template.name, &validity);
        let token = token("create_and_install_subordinate", &parameters, &request, caller);
        if let Some(earlier) = token.outcome(&workspace, self.now()) {
            return created_earlier(&earlier);
        }
        let parent = find_parent(&workspace, caller, &parent, template, self.now())?;
        check_parent(&parent, template, self.now())?;
        let subject = self.check_new_authority(&workspace, caller, &request)?;
        let mut new = Box::new(self.make_authority(caller, &request, subject)?);
        let (mut workspace, mut parent) = (workspace, parent);
        loop {
            let (planned, shard) = self.assign_shard(&parent, workspace.settings_in_force());
            let signing = Signing::by(&planned, template, &validity, workspace.settings_in_force())?;
            let signed = self.signed(&signing, &Requested::from(&new.csr), self.signer(&planned)?.as_ref())?;
            let (asking, shard_size) = (caller.clone(), self.shard_size());
            let outcome = self.commit(caller, move |workspace, now| {
                if let Some(earlier) = token.outcome(workspace, now) {
                    return Ok((Changes::none(), Ok(created_earlier(&earlier)?)));
                }
                check_again(workspace, &asking, &new, now)?;
                let parent = check_parent_again(workspace, &asking, &planned, template, now)?;
                if !shard.holds(&parent, workspace.settings_in_force(), shard_size) {
                    return Ok((Changes::none(), Err(new)));
                }
                let arn = new.created.arn.clone();
                let mut changes = created(*new);
                changes.events.extend(signed.by_parent(arn.id, &parent, &shard));
                changes.events.extend(token.used(&arn.to_string()));
                Ok((changes, Ok(arn)))
            })?;
            match outcome {
                Ok(arn) => return Ok(arn),
                // Another shard of the parent's CRL is open: the certificate names the wrong one.
                Err(unsigned) => new = unsigned,
            }
            workspace = self.writable()?;
            parent = Self::own_authority(&workspace, parent.id())?;
        }
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
        let action = Action::ImportCertificateAuthorityCertificate;
        let authority = find::authority(&workspace, caller, action, &authority.to_string(), self.now())?;
        check_pending(&authority, self.now())?;
        let parent = find_parent(&workspace, caller, parent, template, self.now())?;
        check_parent(&parent, template, self.now())?;
        let (mut workspace, mut parent, id) = (workspace, parent, authority.id());
        loop {
            let (planned, shard) = self.assign_shard(&parent, workspace.settings_in_force());
            let signing = Signing::by(&planned, template, validity, workspace.settings_in_force())?;
            let requested = Requested::from(&stored::csr(&authority)?);
            let signed = self.signed(&signing, &requested, self.signer(&planned)?.as_ref())?;
            let above = stored::certificates(&chain(&planned))?;
            Import { certificate: signed.certificate.clone(), chain: above }.check(&authority, self.now())?;
            let (asking, shard_size) = (caller.clone(), self.shard_size());
            let is_installed = self.commit(caller, move |workspace, now| {
                check_pending(&*Self::own_authority(workspace, id)?, now)?;
                let parent = check_parent_again(workspace, &asking, &planned, template, now)?;
                match shard.holds(&parent, workspace.settings_in_force(), shard_size) {
                    true => Ok((Changes::of(signed.by_parent(id, &parent, &shard)), true)),
                    // Another shard of the parent's CRL is open: the certificate names the wrong one.
                    false => Ok((Changes::none(), false)),
                }
            })?;
            if is_installed {
                return Ok(());
            }
            workspace = self.writable()?;
            parent = Self::own_authority(&workspace, parent.id())?;
        }
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
        let action = Action::ImportCertificateAuthorityCertificate;
        let authority = find::authority(&workspace, caller, action, &authority.to_string(), self.now())?;
        check_pending(&authority, self.now())?;
        let signing = Signing::by(&authority, Template::root(), validity, workspace.settings_in_force())?;
        let requested = Requested::from(&stored::csr(&authority)?);
        let signed = self.signed(&signing, &requested, self.signer(&authority)?.as_ref())?;
        Import { certificate: signed.certificate.clone(), chain: Vec::new() }.check(&authority, self.now())?;
        let id = authority.id();
        self.commit(caller, move |workspace, now| {
            let authority = Self::own_authority(workspace, id)?;
            check_pending(&authority, now)?;
            check_quota(workspace, &authority)?;
            Ok((Changes::of(signed.by_itself(id)), ()))
        })
    }

    /// Revokes a certificate, and signs and publishes the list that says so, with what else is due.
    ///
    /// # Errors
    /// Those of `RevokeCertificate`. Once it returns, the certificate is revoked, whatever became
    /// of the CRL.
    pub fn revoke(&self, caller: &Caller, request: RevokeCertificateRequest) -> Result<CrlOutcome, Error> {
        let workspace = self.snapshot();
        let arn = request.certificate_authority_arn.clone();
        self.call(caller, request)?;
        let authority = find::authority(&workspace, caller, Action::RevokeCertificate, &arn, self.now())?;
        Ok(match self.sign_due_crls(caller, authority.id()) {
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
    changes.keys.push(new.key);
    changes
}
