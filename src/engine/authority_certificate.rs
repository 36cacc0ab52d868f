//! The certificate of an authority itself: install it, fetch it.

use super::action::{Perform, Request};
use super::api::{
    CertificateAuthorityStatus, CertificateAuthorityType, Empty, GetCertificateAuthorityCertificateRequest,
    GetCertificateAuthorityCertificateResponse, ImportCertificateAuthorityCertificateRequest,
};
use super::commit::Changes;
use super::crl::{CrlList, crl_lists};
use super::error::{Error, Refusal};
use super::{Caller, Engine, constraint, find, import, pem, stored};
use crate::workspace::{Authority, AuthorityId, Der, Event, Timestamp, Workspace};
use crate::x509::Certificate;

impl Perform for GetCertificateAuthorityCertificateRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<GetCertificateAuthorityCertificateResponse, Error> {
        use CertificateAuthorityStatus::{Active, Disabled, Expired};
        constraint::check(&self)?;
        let workspace = engine.snapshot();
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        let status = authority.status(engine.now());
        match &authority.installed {
            Some(installed) if [Active, Disabled, Expired].contains(&status) => {
                Ok(GetCertificateAuthorityCertificateResponse {
                    certificate: pem::certificate(&installed.certificate),
                    certificate_chain: pem::chain(&installed.chain),
                })
            }
            // The service speaks of a CSR here, too.
            _ => Err(Error::InvalidState(Refusal::new(format!(
                "The certificate authority {} is not in the correct state to have a certificate \
                 signing request.",
                authority.arn
            )))),
        }
    }
}

impl Perform for ImportCertificateAuthorityCertificateRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        let workspace = engine.writable()?;
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        let id = authority.id();
        check_status(&authority, engine.now())?;
        let chain = self.certificate_chain.as_ref().map_or(&[][..], |chain| &chain.0);
        let import = import::Import::read(&self.certificate.0, chain)?;
        import.check(&authority, engine.now())?;
        engine.commit(caller, move |workspace, now| {
            let checked = authority;
            let authority = Engine::own_authority(workspace, id)?;
            check_unchanged(&authority, &checked)?;
            check_status(&authority, now)?;
            let mut changes = Changes::of([installed(workspace, &authority, &import)]);
            // The lists that are published bear the names of the certificate before.
            if authority.installed.is_some() {
                let again = |list: CrlList<'_>| Event::CrlRequested { authority: id, partition: list.partition() };
                changes.events.extend(crl_lists(&authority).into_iter().map(again));
            }
            Ok((changes, Empty {}))
        })
    }
}

/// What was checked against the certificate of an authority holds only while that is the same.
///
/// # Errors
/// `ConcurrentModificationException`
pub(super) fn check_unchanged(authority: &Authority, checked: &Authority) -> Result<(), Error> {
    if authority.installed == checked.installed {
        return Ok(());
    }
    let message = format!("The certificate of {} has changed meanwhile.", authority.arn);
    Err(Error::ConcurrentModification(Refusal::new(message).hint("Look at the new one, and try again")))
}

/// A certificate can be installed into an authority that waits for one, and a new one over the
/// old. The documents contradict each other about DISABLED: here it may, and stays disabled.
fn check_status(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    use CertificateAuthorityStatus::{Active, Disabled, Expired, PendingCertificate};
    let message = "The certificate authority is not in a valid state for importing a certificate.";
    find::require_status(authority, now, &[PendingCertificate, Active, Disabled, Expired], message)
}

/// The event of an installation that has been checked.
fn installed(workspace: &Workspace, authority: &Authority, import: &import::Import) -> Event {
    let status = match authority.stored_status {
        CertificateAuthorityStatus::Disabled => CertificateAuthorityStatus::Disabled,
        _ => CertificateAuthorityStatus::Active,
    };
    Event::AuthorityCertificateInstalled {
        authority: authority.id(),
        certificate: Der::from(import.certificate.der()),
        chain: import.chain.iter().map(|above| Der::from(above.der())).collect(),
        parent: import
            .chain
            .first()
            .filter(|_| authority.authority_type == CertificateAuthorityType::Subordinate)
            .and_then(|issuer| holder(workspace, issuer)),
        status,
    }
}

/// The authority of this workspace that holds the key of a certificate and its name: that of its own certificate,
/// which a parent may have given it, or of its CSR while it has none.
fn holder(workspace: &Workspace, certificate: &Certificate) -> Option<AuthorityId> {
    let is_named = |authority: &Authority| match stored::own_certificate(authority) {
        Ok(Some(own)) => own.subject() == certificate.subject(),
        _ => authority.subject.as_bytes() == certificate.subject().der(),
    };
    workspace
        .authorities()
        .find(|authority| {
            is_named(authority) && stored::authority_key(authority).is_ok_and(|key| key == *certificate.public_key())
        })
        .map(|authority| authority.id())
}
