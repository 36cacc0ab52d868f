//! Authorities: create, describe, list, update, and the CSR.

use super::action::Perform;
use super::api::*;
use super::commit::Changes;
use super::error::{Error, Refusal, Violation, Wording};
use super::idempotency::Token;
use super::{Caller, Engine, constraint, csr, find, key, name, revocation_configuration, stored};
use crate::keystore::{Signer, SoftwareKey};
use crate::workspace::{
    Authority, AuthorityId, Bucket, CertificateAuthorityArn, CreatedAuthority, Der, Event, SealedSecret, Timestamp,
    Workspace,
};
use crate::x509::{CertificationRequest, Name};
use base64ct::{Base64, Encoding as _};
use std::sync::Arc;

/// Authorities per account and region, deleted ones included (service quotas).
const QUOTA: usize = 200;

/// Authorities per page of a list (API reference, `ListCertificateAuthorities`).
const PAGE: usize = 100;

/// An authority whose key exists, and which no record knows yet.
pub(super) struct NewAuthority {
    pub(super) created: CreatedAuthority,
    pub(super) secret: SealedSecret,
    pub(super) signer: Arc<dyn Signer>,
    pub(super) csr: CertificationRequest,
}

impl Engine {
    /// Checks a request to create an authority, without making anything.
    pub(super) fn check_new_authority(
        &self,
        workspace: &Workspace,
        caller: &Caller,
        request: &CreateCertificateAuthorityRequest,
    ) -> Result<Name, Error> {
        constraint::check(request)?;
        let configuration = &request.certificate_authority_configuration;
        let member = "certificateAuthorityConfiguration.subject";
        let subject = name::to_name(&configuration.subject, member)?;
        if subject.is_empty() {
            let refusal = Refusal::new("Expected a subject with at least one attribute.");
            return Err(Error::InvalidArgs(refusal.at(member).hint("Give the authority a common name")));
        }
        key::key_kind(configuration.key_algorithm)?;
        key::signature_algorithm(configuration.signing_algorithm, configuration.key_algorithm)?;
        if let Some(extensions) = &configuration.csr_extensions {
            csr::extensions(extensions)?;
        }
        if let Some(revocation) = &request.revocation_configuration {
            revocation_configuration::check(revocation)?;
            self.check_bucket(workspace, revocation)?;
        }
        if request.key_storage_security_standard == Some(KeyStorageSecurityStandard::CcpcLevel1OrHigher) {
            return Err(Error::InvalidArgs(Refusal::new(
                "A certificate authority cannot be created in this region with the specified \
                 security standard.",
            )));
        }
        check_tags(request.tags.as_deref().unwrap_or_default())?;
        check_quota(workspace, caller)?;
        Ok(subject)
    }

    /// Makes the key and the CSR of a checked request.
    pub(super) fn make_authority(
        &self,
        caller: &Caller,
        request: &CreateCertificateAuthorityRequest,
        subject: Name,
    ) -> Result<NewAuthority, Error> {
        let configuration = &request.certificate_authority_configuration;
        let key = SoftwareKey::generate(key::key_kind(configuration.key_algorithm)?)?;
        let secret = self.seal(&key)?;
        let signature = key::signature_algorithm(configuration.signing_algorithm, configuration.key_algorithm)?;
        let extensions = configuration.csr_extensions.clone().unwrap_or_default();
        let csr = csr::of_authority(&subject, &extensions, &key, signature)?;
        let mut id = [0; 16];
        self.environment.randomness.fill(&mut id);
        let revocation = request.revocation_configuration.clone().unwrap_or_default();
        let created = CreatedAuthority {
            arn: CertificateAuthorityArn {
                partition: self.snapshot().settings().partition.clone(),
                region: caller.region.clone(),
                account: caller.account.clone(),
                id: AuthorityId::from_random(id),
            },
            authority_type: request.certificate_authority_type,
            key_algorithm: configuration.key_algorithm,
            signing_algorithm: configuration.signing_algorithm,
            subject: Der::from(subject.der()),
            csr: Der::from(csr.der()),
            key: secret.id(),
            revocation_configuration: revocation_configuration::normal(revocation),
            usage_mode: request.usage_mode.unwrap_or(CertificateAuthorityUsageMode::GeneralPurpose),
            key_storage_security_standard: request
                .key_storage_security_standard
                .unwrap_or(KeyStorageSecurityStandard::Fips140_2Level3OrHigher),
            tags: request.tags.clone().unwrap_or_default(),
            name: None,
        };
        Ok(NewAuthority { created, secret, signer: Arc::new(key), csr })
    }

    /// The bucket of an enabled CRL must exist and take writes.
    pub(super) fn check_bucket(
        &self,
        workspace: &Workspace,
        revocation: &RevocationConfiguration,
    ) -> Result<(), Error> {
        let Some(bucket) = known_bucket(workspace, revocation)? else { return Ok(()) };
        self.environment.buckets.check(bucket).map_err(|error| bucket_refused(&bucket.name, &error.to_string()))
    }
}

/// The bucket of an enabled CRL, which can have been removed since it was checked first; absent when CRLs are off.
pub(super) fn known_bucket<'a>(
    workspace: &'a Workspace,
    revocation: &RevocationConfiguration,
) -> Result<Option<&'a Bucket>, Error> {
    let Some(crl) = revocation.crl_configuration.as_ref().filter(|crl| crl.enabled) else { return Ok(None) };
    let name = crl.s3_bucket_name.as_deref().unwrap_or_default();
    let refused = || bucket_refused(name, "The workspace has no bucket of this name: add it in the settings");
    workspace.bucket(name).map(Some).ok_or_else(refused)
}

/// The service's own sentence, and behind it what is wrong here.
fn bucket_refused(name: &str, reason: &str) -> Error {
    let sentence = format!(
        "Permission error with your S3 bucket '{name}'. Check that your bucket policy, encryption settings, S3 Block \
         Public Access settings, and global account permissions are configured correctly. For more information, check \
         the service documentation. {reason}"
    );
    let member = "revocationConfiguration.crlConfiguration.s3BucketName";
    let violation = Violation::new(member, Some(name.to_owned()), reason);
    Error::Validation(vec![Violation { wording: Wording::Sentence(sentence), ..violation }])
}

/// Counts what the quota counts.
pub(super) fn check_quota(workspace: &Workspace, caller: &Caller) -> Result<(), Error> {
    let owned = workspace
        .authorities()
        .filter(|authority| authority.arn.account == caller.account && authority.arn.region == caller.region)
        .count();
    if owned < QUOTA {
        return Ok(());
    }
    let message =
        format!("The account {} has {owned} authorities in {}, and may have {QUOTA}.", caller.account, caller.region);
    Err(Error::LimitExceeded(Refusal::new(message).hint("Choose another account or region in the settings")))
}

/// What can have changed since a new authority was checked: how many there are, and its bucket.
pub(super) fn check_again(workspace: &Workspace, caller: &Caller, new: &NewAuthority) -> Result<(), Error> {
    check_quota(workspace, caller)?;
    known_bucket(workspace, &new.created.revocation_configuration).map(drop)
}

/// Each key once, and none that the service keeps for itself.
fn check_tags(tags: &[Tag]) -> Result<(), Error> {
    for (index, tag) in tags.iter().enumerate() {
        let refuse = |message: String| {
            let member = format!("tags.{}.member.key", index + 1);
            Err(Error::InvalidTag(Refusal::new(message).at(member)))
        };
        if tags[..index].iter().any(|earlier| earlier.key == tag.key) {
            return refuse(format!("The tag key '{}' is given twice.", tag.key));
        }
        if ["aws:", "rds:"].iter().any(|prefix| tag.key.to_ascii_lowercase().starts_with(prefix)) {
            return refuse(format!("The prefix of the tag key '{}' is reserved.", tag.key));
        }
    }
    Ok(())
}

impl Perform for CreateCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<CreateCertificateAuthorityResponse, Error> {
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
            check_again(workspace, &asking, &new)?;
            let mut changes = Changes::of([Event::AuthorityCreated(Box::new(new.created))]);
            changes.secrets.push(new.secret);
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
        let authority = find::authority(&workspace, caller, &self.certificate_authority_arn)?;
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
        serial: installed.map(|installed| csr::decimal(installed.serial_number.as_bytes())),
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
        if self.resource_owner == Some(ResourceOwner::OtherAccounts) {
            // Sharing is by resource policies, which no authority can have yet.
            return Ok(ListCertificateAuthoritiesResponse::default());
        }
        let workspace = engine.snapshot();
        let mut owned: Vec<Arc<Authority>> = workspace
            .authorities()
            .filter(|authority| authority.arn.account == caller.account && authority.arn.region == caller.region)
            .cloned()
            .collect();
        // Newest first, the id breaking ties, so that a page boundary never moves.
        owned.sort_by_key(|authority| (std::cmp::Reverse(authority.created_at), authority.id()));
        let start = match &self.next_token {
            None => 0,
            Some(token) => after(&owned, token)?,
        };
        let limit = self.max_results.map_or(PAGE, |max| (max.max(1) as usize).min(PAGE));
        let page = &owned[start..(start + limit).min(owned.len())];
        let more = start + page.len() < owned.len();
        let last = page.last().filter(|_| more);
        let now = engine.now();
        Ok(ListCertificateAuthoritiesResponse {
            next_token: last.map(|last| Base64::encode_string(last.id().to_string().as_bytes())),
            certificate_authorities: page.iter().map(|authority| describe(authority, now)).collect::<Result<_, _>>()?,
        })
    }
}

/// Where the page behind a token starts: behind the authority whose id the token carries.
fn after(owned: &[Arc<Authority>], token: &str) -> Result<usize, Error> {
    let id: Option<AuthorityId> =
        Base64::decode_vec(token).ok().and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|id| id.parse().ok());
    id.and_then(|id| owned.iter().position(|authority| authority.id() == id)).map(|position| position + 1).ok_or_else(
        || {
            let refusal = Refusal::new("Expected the NextToken of an earlier answer.");
            Error::InvalidNextToken(refusal.at("nextToken"))
        },
    )
}

impl Perform for GetCertificateAuthorityCsrRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<GetCertificateAuthorityCsrResponse, Error> {
        use CertificateAuthorityStatus::{Creating, Deleted, Failed};
        constraint::check(&self)?;
        let workspace = engine.snapshot();
        let authority = find::authority(&workspace, caller, &self.certificate_authority_arn)?;
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
        constraint::check(&self)?;
        let workspace = engine.writable()?;
        let id = find::authority(&workspace, caller, &self.certificate_authority_arn)?.id();
        if let Some(revocation) = &self.revocation_configuration {
            revocation_configuration::check(revocation)?;
            engine.check_bucket(&workspace, revocation)?;
        }
        engine.commit(caller, move |workspace, now| {
            let authority = Engine::own_authority(workspace, id)?;
            if let Some(revocation) = &self.revocation_configuration {
                known_bucket(workspace, revocation)?;
            }
            Ok((self.changes(&authority, now)?, Empty {}))
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
