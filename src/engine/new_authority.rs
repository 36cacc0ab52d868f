//! A new authority: what the reference says about the request, its key and its CSR, and what must still hold when it is
//! recorded.

use super::api::*;
use super::commit::SealedKey;
use super::environment::BucketError;
use super::error::{Error, Refusal, Violation, Wording};
use super::{Action, Caller, Engine, access, constraint, csr, key, name, revocation_configuration, tag};
use crate::keystore::{Signer, SoftwareKey};
use crate::workspace::{
    Authority, AuthorityId, Bucket, CertificateAuthorityArn, CreatedAuthority, Der, Timestamp, Workspace,
};
use crate::x509::{CertificationRequest, Name};
use std::sync::Arc;

/// Authorities per account and region, deleted ones included (service quotas).
const QUOTA: usize = 200;

/// An authority whose key exists, and which no record knows yet.
pub(super) struct NewAuthority {
    pub(super) created: CreatedAuthority,
    pub(super) key: SealedKey,
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
        access::check_owner(caller, Action::CreateCertificateAuthority)?;
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
        if let Some(standard) = request.key_storage_security_standard {
            check_standard(standard)?;
        }
        tag::check_keys(request.tags.as_deref().unwrap_or_default())?;
        check_quota(workspace, caller, self.now())?;
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
        let sealed = self.seal(&key)?;
        let signature = key::signature_algorithm(configuration.signing_algorithm, configuration.key_algorithm)?;
        let extensions = configuration.csr_extensions.clone().unwrap_or_default();
        let csr = csr::of_authority(&subject, &extensions, &key, signature)?;
        let id = AuthorityId::from_random(self.environment.draw());
        let revocation = request.revocation_configuration.clone().unwrap_or_default();
        let created = CreatedAuthority {
            arn: CertificateAuthorityArn {
                partition: caller.partition.clone(),
                region: caller.region.clone(),
                account: caller.account.clone(),
                id,
            },
            authority_type: request.certificate_authority_type,
            key_algorithm: configuration.key_algorithm,
            signing_algorithm: configuration.signing_algorithm,
            subject: Der::from(subject.der()),
            csr: Der::from(csr.der()),
            key: sealed.secret.id(),
            revocation_configuration: revocation_configuration::normal(revocation),
            usage_mode: request.usage_mode.unwrap_or(CertificateAuthorityUsageMode::GeneralPurpose),
            key_storage_security_standard: request
                .key_storage_security_standard
                .unwrap_or(KeyStorageSecurityStandard::Fips140_2Level3OrHigher),
            tags: request.tags.clone().unwrap_or_default(),
            name: None,
        };
        Ok(NewAuthority { created, key: sealed, signer: Arc::new(key), csr })
    }

    /// A bucket that a list with news is to go to must exist and take it. One that has trouble just now does not stand
    /// in the way of the news: the list is written as soon as it can be.
    pub(super) fn check_bucket_of_list(
        &self,
        workspace: &Workspace,
        name: &str,
        acl: S3ObjectAcl,
    ) -> Result<(), Error> {
        match self.reach(bucket_of(workspace, CRL_BUCKET, name)?)?.check(acl) {
            Ok(()) | Err(BucketError::Unavailable { .. }) => Ok(()),
            Err(error) => Err(bucket_refused(CRL_BUCKET, name, &error.to_string())),
        }
    }

    /// The bucket of an enabled CRL must exist and take what its configuration says.
    pub(super) fn check_bucket(
        &self,
        workspace: &Workspace,
        revocation: &RevocationConfiguration,
    ) -> Result<(), Error> {
        match revocation.enabled_crl() {
            Some(crl) => {
                let name = crl.s3_bucket_name.as_deref().unwrap_or_default();
                let tried = self.reach(bucket_of(workspace, CRL_BUCKET, name)?)?.check(access_of_lists(crl));
                tried.map_err(|error| bucket_refused(CRL_BUCKET, name, &error.to_string()))
            }
            None => Ok(()),
        }
    }
}

/// The bucket of an enabled CRL, which can have been removed since it was checked first.
pub(super) fn known_bucket(workspace: &Workspace, revocation: &RevocationConfiguration) -> Result<(), Error> {
    let Some(crl) = revocation.enabled_crl() else { return Ok(()) };
    bucket_of(workspace, CRL_BUCKET, crl.s3_bucket_name.as_deref().unwrap_or_default()).map(drop)
}

/// Who may read the lists of a CRL.
pub(super) fn access_of_lists(crl: &CrlConfiguration) -> S3ObjectAcl {
    crl.s3_object_acl.unwrap_or(S3ObjectAcl::PublicRead)
}

/// The member that names the bucket of a CRL.
const CRL_BUCKET: &str = "revocationConfiguration.crlConfiguration.s3BucketName";

/// The bucket that a member of a request names.
pub(super) fn bucket_of<'a>(workspace: &'a Workspace, member: &str, name: &str) -> Result<&'a Bucket, Error> {
    let refused = || bucket_refused(member, name, "The workspace has no bucket of this name: add it in the settings");
    workspace.bucket(name).ok_or_else(refused)
}

/// The service's own sentence, and behind it what is wrong here.
pub(super) fn bucket_refused(member: &str, name: &str, reason: &str) -> Error {
    let sentence = format!(
        "Permission error with your S3 bucket '{name}'. Check that your bucket policy, encryption settings, S3 Block \
         Public Access settings, and global account permissions are configured correctly. For more information, check \
         the service documentation. {reason}"
    );
    let violation = Violation::new(member, Some(name.to_owned()), reason);
    Error::Validation(vec![Violation { wording: Wording::Sentence(sentence), ..violation }])
}

/// Counts what the quota counts.
pub(super) fn check_quota(workspace: &Workspace, caller: &Caller, now: Timestamp) -> Result<(), Error> {
    // A deleted one counts until it cannot be restored any more.
    let counts = |authority: &&Arc<Authority>| {
        authority.arn.account == caller.account
            && authority.arn.region == caller.region
            && !authority.is_past_restoration(now)
    };
    let owned = workspace.authorities().filter(counts).count();
    if owned < QUOTA {
        return Ok(());
    }
    let message =
        format!("The account {} has {owned} authorities in {}, and may have {QUOTA}.", caller.account, caller.region);
    Err(Error::LimitExceeded(Refusal::new(message).hint("Choose another account or region in the settings")))
}

/// What can have changed since a new authority was checked: how many there are, and its bucket.
pub(super) fn check_again(
    workspace: &Workspace,
    caller: &Caller,
    new: &NewAuthority,
    now: Timestamp,
) -> Result<(), Error> {
    check_quota(workspace, caller, now)?;
    known_bucket(workspace, &new.created.revocation_configuration)
}

/// The service's own sentence, and behind it which standard it is.
fn check_standard(standard: KeyStorageSecurityStandard) -> Result<(), Error> {
    if key::offered_standards().any(|offered| offered == standard) {
        return Ok(());
    }
    let message = format!(
        "A certificate authority cannot be created in this region with the specified security standard. {} is not \
         available in this region.",
        standard.as_str()
    );
    Err(Error::InvalidArgs(Refusal::new(message).at("keyStorageSecurityStandard")))
}
