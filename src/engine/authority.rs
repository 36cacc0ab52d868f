//! Authorities: create, describe, list, update, and the CSR.

use super::action::{Action, Perform, Request};
use super::api::*;
use super::commit::Changes;
use super::error::{Error, Refusal};
use super::idempotency::Token;
use super::new_authority::{check_again, known_bucket};
use super::page::Paging;
use super::{Caller, Engine, access, constraint, crl, csr, find, name, revocation_configuration, settings, stored};
use crate::workspace::{Authority, Event, Settings, Timestamp};
use crate::x509::words;
use std::cmp::Reverse;
use std::sync::Arc;

/// Authorities per page of a list (API reference, `ListCertificateAuthorities`).
const PAGE: usize = 100;

impl Perform for CreateCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<CreateCertificateAuthorityResponse, Error> {
        access::check_owner(caller, Self::ACTION)?;
        let workspace = engine.writable()?;
        let token = Token::of(&self, self.idempotency_token.as_deref(), caller);
        if let Some(earlier) = token.outcome(&workspace, engine.now()) {
            return Ok(CreateCertificateAuthorityResponse { certificate_authority_arn: earlier });
        }
        let subject = engine.check_new_authority(&workspace, caller, &self)?;
        let new = engine.make_authority(caller, &self, subject)?;
        let arn = new.created.arn.to_string();
        let asking = caller.clone();
        let certificate_authority_arn = engine.commit(caller, move |workspace, now| {
            if let Some(earlier) = token.outcome(workspace, now) {
                return Ok((Changes::none(), earlier));
            }
            check_again(workspace, &asking, &new, now)?;
            let mut changes = Changes::of([Event::AuthorityCreated(Box::new(new.created))]);
            changes.keys.push(new.key);
            changes.events.extend(token.used(&arn));
            Ok((changes, arn))
        })?;
        Ok(CreateCertificateAuthorityResponse { certificate_authority_arn })
    }
}

impl Perform for DescribeCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<DescribeCertificateAuthorityResponse, Error> {
        constraint::check(&self)?;
        let workspace = engine.snapshot();
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        let certificate_authority = describe(&authority, engine.now())?;
        Ok(DescribeCertificateAuthorityResponse { certificate_authority })
    }
}

/// What the API says about an authority. Members that are not known yet are absent.
pub fn describe(authority: &Authority, now: Timestamp) -> Result<CertificateAuthority, Error> {
    let subject = stored::subject(authority)?;
    let request = stored::csr(authority)?;
    let installed = authority.installed.as_ref();
    Ok(CertificateAuthority {
        arn: Some(authority.arn.to_string()),
        owner_account: Some(authority.arn.account.clone()),
        created_at: Some(authority.created_at.into()),
        last_state_change_at: Some(authority.state_changed_at(now).into()),
        r#type: Some(authority.authority_type),
        serial: installed.map(|installed| words::decimal(installed.serial_number.as_bytes())),
        status: Some(authority.status(now)),
        not_before: installed.map(|installed| installed.not_before.into()),
        not_after: installed.map(|installed| installed.not_after.into()),
        failure_reason: None,
        certificate_authority_configuration: Some(CertificateAuthorityConfiguration {
            key_algorithm: authority.key_algorithm,
            signing_algorithm: authority.signing_algorithm,
            subject: name::to_subject(&subject),
            csr_extensions: csr::asked_for(&request),
        }),
        revocation_configuration: Some(authority.revocation_configuration.clone()),
        restorable_until: authority.restorable_until.map(Into::into),
        key_storage_security_standard: Some(authority.key_storage_security_standard),
        usage_mode: Some(authority.usage_mode),
    })
}

impl Perform for ListCertificateAuthoritiesRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<ListCertificateAuthoritiesResponse, Error> {
        constraint::check(&self)?;
        let workspace = engine.snapshot();
        let now = engine.now();
        let shared = self.resource_owner == Some(ResourceOwner::OtherAccounts);
        let listed = |authority: &&Arc<Authority>| {
            authority.arn.region == caller.region
                && !authority.is_past_restoration(now)
                && (authority.arn.account != caller.account) == shared
                && access::check(authority, caller, &Action::DescribeCertificateAuthority.into()).is_ok()
        };
        let mut listed: Vec<Arc<Authority>> = workspace.authorities().filter(listed).cloned().collect();
        // Newest first, the id breaking ties: a place in that order stays one, whatever comes and goes.
        let key = |authority: &Arc<Authority>| (Reverse(authority.created_at.milliseconds()), authority.id());
        listed.sort_by_key(key);
        let paging = Paging {
            max_results: self.max_results,
            next_token: self.next_token.as_deref(),
            most: PAGE,
            list: format!("authorities of {} in {}, shared: {shared}", caller.account, caller.region),
        };
        let (page, next_token) = paging.page(listed, key)?;
        Ok(ListCertificateAuthoritiesResponse {
            next_token,
            certificate_authorities: page.iter().map(|authority| describe(authority, now)).collect::<Result<_, _>>()?,
        })
    }
}

impl Perform for GetCertificateAuthorityCsrRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<GetCertificateAuthorityCsrResponse, Error> {
        use CertificateAuthorityStatus::{Creating, Deleted, Failed};
        constraint::check(&self)?;
        let workspace = engine.snapshot();
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        match authority.status(engine.now()) {
            Creating => {
                Err(Error::RequestInProgress(Refusal::new("The certificate authority is still being created.")))
            }
            Failed | Deleted => Err(Error::InvalidState(Refusal::new(format!(
                "The certificate authority {} is not in the correct state to have a certificate \
                 signing request.",
                authority.arn
            )))),
            _ => Ok(GetCertificateAuthorityCsrResponse {
                csr: crate::x509::pem::encode("CERTIFICATE REQUEST", authority.csr.as_bytes()),
            }),
        }
    }
}

impl Perform for UpdateCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        engine.update_authority(caller, self, None).map(|()| Empty {})
    }
}

impl Engine {
    /// Updates an authority, and replaces the settings where the update needs others: both in one record, or neither.
    ///
    /// # Errors
    /// Those of `UpdateCertificateAuthority` and of [`change_settings`](Self::change_settings).
    pub fn update_authority(
        &self,
        caller: &Caller,
        update: UpdateCertificateAuthorityRequest,
        settings: Option<Settings>,
    ) -> Result<(), Error> {
        constraint::check(&update)?;
        settings.iter().try_for_each(settings::check)?;
        let workspace = self.writable()?;
        let id = find::authority(
            &workspace,
            caller,
            Action::UpdateCertificateAuthority,
            &update.certificate_authority_arn,
            self.now(),
        )?
        .id();
        if let Some(revocation) = &update.revocation_configuration {
            revocation_configuration::check(revocation)?;
            self.check_bucket(&workspace, revocation)?;
        }
        self.commit(caller, move |workspace, now| {
            let authority = Self::own_authority(workspace, id)?;
            if let Some(revocation) = &update.revocation_configuration {
                known_bucket(workspace, revocation)?;
            }
            let mut changes = update.changes(&authority, now)?;
            let missed = |event| crl::missed(workspace, &authority, event);
            let missed: Vec<Event> = changes.events.iter().flat_map(missed).collect();
            changes.events.extend(missed);
            changes.events.extend(settings.and_then(|settings| settings::changed(workspace, settings)));
            Ok((changes, ()))
        })
    }
}

impl UpdateCertificateAuthorityRequest {
    /// What the update changes; nothing when all is so already.
    fn changes(&self, authority: &Authority, now: Timestamp) -> Result<Changes, Error> {
        use CertificateAuthorityStatus::{Active, Disabled};
        let message = "The certificate authority is not in a valid state for an update.";
        find::require_status(authority, now, &[Active, Disabled], message)?;
        if let Some(status) = self.status.filter(|status| ![Active, Disabled].contains(status)) {
            let message = format!("Expected the status ACTIVE or DISABLED, found {status}.");
            return Err(Error::InvalidArgs(Refusal::new(message).at("status")));
        }
        let status = self.status.filter(|status| *status != authority.stored_status);
        let revocation_configuration = self
            .revocation_configuration
            .clone()
            .map(|update| revocation_configuration::updated(&authority.revocation_configuration, update))
            .filter(|updated| *updated != authority.revocation_configuration);
        if status.is_none() && revocation_configuration.is_none() {
            return Ok(Changes::none());
        }
        Ok(Changes::of([Event::AuthorityUpdated { authority: authority.id(), status, revocation_configuration }]))
    }
}
