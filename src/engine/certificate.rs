//! Certificates: issue them, fetch them.

use super::access::{self, Wanted};
use super::action::{Perform, Request};
use super::api::{
    CertificateAuthorityStatus, GetCertificateRequest, GetCertificateResponse, IssueCertificateRequest,
    IssueCertificateResponse,
};
use super::commit::Changes;
use super::crl::{self, Assignment, Issued};
use super::error::{Error, Refusal, sentence};
use super::idempotency::Token;
use super::issuance::{Issuance, Issuer, Plan, Requested, check_own_csr};
use super::template::{Template, TemplateKind};
use super::{Caller, Engine, constraint, find, pem, stored};
use crate::keystore::Signer;
use crate::workspace::{Authority, CertificateArn, Der, Serial, Timestamp, Workspace};
use crate::x509::{Certificate, CertificationRequest};

/// Certificates of one authority with a complete CRL (service quotas).
const QUOTA: usize = 1_000_000;

/// The same with a partitioned CRL or none. The quotas say only that it is higher: this is a hundred times as many.
const QUOTA_WITHOUT_COMPLETE_CRL: usize = 100_000_000;

impl Perform for IssueCertificateRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<IssueCertificateResponse, Error> {
        constraint::check(&self)?;
        let token = Token::of(&self, self.idempotency_token.as_deref(), caller);
        loop {
            if let Some(certificate_arn) = self.issue(engine, caller, token)? {
                return Ok(IssueCertificateResponse { certificate_arn });
            }
        }
    }
}

impl IssueCertificateRequest {
    /// What it wants to do with the authority.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted::issuing(self.template_arn.as_deref())
    }

    /// Plans, signs and commits. Absent when the authority got another certificate meanwhile, or another shard of its
    /// CRL is open: what was signed follows from the old one, so it is thrown away and planned again.
    fn issue(&self, engine: &Engine, caller: &Caller, token: Token) -> Result<Option<String>, Error> {
        let workspace = engine.writable()?;
        let authority =
            find::authority(&workspace, caller, self.wanted(), &self.certificate_authority_arn, engine.now())?;
        if let Some(earlier) = token.outcome(&workspace, engine.now()) {
            return Ok(Some(earlier));
        }
        let now = engine.now();
        let (planned, shard) = engine.assign_shard(&authority, workspace.settings_in_force());
        let plan = self.plan(&workspace, &planned, now)?;
        let template = plan.template;
        let (asking, template_arn) = (caller.clone(), self.template_arn.clone());
        let shard = if template.kind == TemplateKind::Root { Assignment::Outside } else { shard };
        let (refers_to_crl, shard_size) = (plan.refers_to_crl, engine.shard_size());
        let (certificate, serial) = engine.sign(plan, engine.signer(&authority)?.as_ref())?;
        engine.commit(caller, move |workspace, now| {
            if let Some(earlier) = token.outcome(workspace, now) {
                return Ok((Changes::none(), Some(earlier)));
            }
            let authority = Engine::own_authority(workspace, planned.id())?;
            access::check(&authority, &asking, &Wanted::issuing(template_arn.as_deref()))?;
            check_status(&authority, template, now)?;
            check_quota(workspace, &authority)?;
            let holds = shard.holds(&authority, workspace.settings_in_force(), shard_size);
            if authority.installed != planned.installed || !holds {
                return Ok((Changes::none(), None));
            }
            let arn = authority.arn.certificate(serial).to_string();
            let issued = Issued {
                issuer: authority.id(),
                certificate: &certificate,
                template,
                requested_by: asking.service,
                points_to: refers_to_crl.then_some(&*authority),
            };
            let mut changes = Changes::of(shard.record(issued, None));
            changes.events.extend(token.used(&arn));
            Ok((changes, Some(arn)))
        })
    }

    /// Everything about the certificate but its serial number and signature.
    ///
    /// # Errors
    /// The exceptions of `IssueCertificate`.
    pub(super) fn plan(&self, workspace: &Workspace, authority: &Authority, now: Timestamp) -> Result<Plan, Error> {
        self.plan_for(workspace, authority, now, || Ok(Requested::from(&read_csr(&self.csr.0)?)))
    }

    /// The same for what takes the place of the CSR, which is looked at only once the authority may issue.
    ///
    /// # Errors
    /// The exceptions of `IssueCertificate`.
    pub(super) fn plan_for(
        &self,
        workspace: &Workspace,
        authority: &Authority,
        now: Timestamp,
        requested: impl FnOnce() -> Result<Requested, Error>,
    ) -> Result<Plan, Error> {
        let template = match &self.template_arn {
            None => Template::default_template(),
            Some(arn) => Template::from_arn(arn, &authority.arn.partition)?,
        };
        check_status(authority, template, now)?;
        let requested = requested()?;
        if template.kind == TemplateKind::Root {
            check_own_csr(authority, &requested, template)?;
        }
        let issuance = Issuance {
            issuer: &Issuer::of(authority, workspace.settings_in_force())?,
            requested: &requested,
            passthrough: self.api_passthrough.as_ref(),
            template,
            signing_algorithm: self.signing_algorithm,
            validity: &self.validity,
            validity_not_before: self.validity_not_before.as_ref(),
            issued_at: now,
        };
        issuance.plan()
    }
}

/// Reads a CSR and verifies that whoever made it holds the key, and that the names it asks for are some: they are
/// signed as they came.
///
/// # Errors
/// `MalformedCSRException` with what was expected and what was found.
pub fn read_csr(bytes: &[u8]) -> Result<CertificationRequest, Error> {
    let malformed =
        |error: crate::x509::Error| Error::MalformedCsr(Refusal::new(sentence(&error.to_string())).at("csr"));
    let csr = CertificationRequest::from_pem_or_der(bytes).map_err(malformed)?;
    csr.verify_signature().map_err(malformed)?;
    csr.alternative_names().map_err(malformed)?;
    Ok(csr)
}

/// An active authority issues; one that waits or has expired may only sign its own root.
pub(super) fn check_status(authority: &Authority, template: &Template, now: Timestamp) -> Result<(), Error> {
    use CertificateAuthorityStatus::{Active, Expired, PendingCertificate};
    let allowed: &[_] = match template.kind {
        TemplateKind::Root => &[Active, PendingCertificate, Expired],
        _ => &[Active],
    };
    let message = "The certificate authority is not in a valid state for issuing certificates.";
    find::require_status(authority, now, allowed, message)
}

/// The limit on the certificates of one authority.
pub(super) fn check_quota(workspace: &Workspace, authority: &Authority) -> Result<(), Error> {
    within_quota(workspace.certificates().counts(authority.id()).issued, crl::is_complete(authority))
}

/// The limit on the certificates of an authority that has issued so many, with a complete CRL or not.
fn within_quota(issued: usize, complete: bool) -> Result<(), Error> {
    let quota = if complete { QUOTA } else { QUOTA_WITHOUT_COMPLETE_CRL };
    if issued < quota {
        return Ok(());
    }
    let message = format!("The certificate authority has issued {quota} certificates, its limit.");
    let hint = match complete {
        true => "Partition its CRL, or issue from another authority",
        false => "Issue from another authority",
    };
    Err(Error::LimitExceeded(Refusal::new(message).hint(hint)))
}

impl Engine {
    /// Draws a serial number, and signs.
    pub(super) fn sign(&self, mut plan: Plan, signer: &dyn Signer) -> Result<(Certificate, Serial), Error> {
        let serial = self.draw_serial();
        plan.tbs.serial_number = serial.as_bytes().to_vec();
        let tbs = plan.tbs.to_der()?;
        let signature = signer.sign(plan.tbs.signature, &tbs)?;
        Ok((Certificate::assemble(&tbs, plan.tbs.signature, &signature)?, serial))
    }

    /// 128 random bits, and not zero (RFC 5280 section 4.1.2.2).
    fn draw_serial(&self) -> Serial {
        loop {
            let bytes = self.environment.draw();
            if bytes != [0; 16] {
                return Serial::new(bytes);
            }
        }
    }

    /// A certificate that was issued here.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, or [`Error::Unreadable`] when the file does not give it back.
    pub fn certificate(&self, arn: &CertificateArn) -> Result<Certificate, Error> {
        let workspace = self.snapshot();
        let row = workspace
            .certificates()
            .get(arn.authority.id, arn.serial)
            .ok_or_else(|| find::not_found(format!("There is no certificate {arn}.")))?;
        stored::certificate(&workspace.certificate_body(&row)?)
    }
}

impl Perform for GetCertificateRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<GetCertificateResponse, Error> {
        constraint::check(&self)?;
        let workspace = engine.snapshot();
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        if authority.status(engine.now()) == CertificateAuthorityStatus::Deleted {
            return Err(Error::InvalidState(Refusal::new(format!(
                "The certificate authority {} is not in the correct state to have issued \
                 certificates.",
                authority.arn
            ))));
        }
        let arn = find::certificate_arn(&authority, &self.certificate_arn)?;
        let certificate = engine.certificate(&arn)?;
        let above =
            if stored::certifies_its_issuer(&certificate, &authority)? { Vec::new() } else { chain(&authority) };
        Ok(GetCertificateResponse { certificate: certificate.to_pem(), certificate_chain: pem::chain(&above) })
    }
}

/// What stands above the certificates of an authority: its own certificate, then its chain.
pub(super) fn chain(authority: &Authority) -> Vec<Der> {
    let installed = authority.installed.iter();
    installed.flat_map(|installed| std::iter::once(&installed.certificate).chain(&installed.chain)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A CSR, signed with its key, that asks for these octets as its subjectAltName.
    fn csr(names: &[u8]) -> Vec<u8> {
        let mut parameters = rcgen::CertificateParams::default();
        let extension = rcgen::CustomExtension::from_oid_content(&[2, 5, 29, 17], names.to_vec());
        parameters.custom_extensions.push(extension);
        let key = rcgen::KeyPair::generate().unwrap();
        parameters.serialize_request(&key).unwrap().der().to_vec()
    }

    #[test]
    fn an_authority_has_a_million_certificates_or_a_hundred_times_as_many() {
        assert_eq!(within_quota(999_999, true), Ok(()));
        assert_eq!(within_quota(1_000_000, true).unwrap_err().code(), "LimitExceededException");
        assert_eq!(within_quota(1_000_000, false), Ok(()));
        assert_eq!(within_quota(100_000_000, false).unwrap_err().code(), "LimitExceededException");
    }

    #[test]
    fn names_that_are_none_are_not_signed() {
        assert!(read_csr(&csr(b"\x30\x03\x82\x01a")).is_ok());
        let Err(Error::MalformedCsr(refusal)) = read_csr(&csr(b"\x30\x05\x87\x03\x01\x02\x03")) else { panic!() };
        assert!(refusal.message.contains("expected an IP address of 4 or 16 octets, found 3 octets"));
        assert!(matches!(read_csr(&csr(b"\x30\x00")), Err(Error::MalformedCsr(_))));
        assert!(matches!(read_csr(&csr(b"\x05\x00")), Err(Error::MalformedCsr(_))));
    }
}
