//! Any of the 23 actions, asked by the SDK, and its refusal as the error type of the action has it.

use crate::owner::{configuration, csr, policy, tag, years};
use crate::served::{BUCKET, OTHER};
use aws_sdk_acmpca::Client;
use aws_sdk_acmpca::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_acmpca::operation::{self, RequestId};
use aws_sdk_acmpca::primitives::Blob;
use aws_sdk_acmpca::types::*;
use canopy::engine::{Action, CERTIFICATE_MANAGER};

/// What an action is asked with, as far as it has such a member.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The authority that it is about.
    pub arn: String,
    pub certificate_arn: String,
    pub report: String,
    pub serial: String,
    pub csr: String,
    pub signing: SigningAlgorithm,
    pub certificate: String,
    pub chain: Option<String>,
    pub policy: String,
    pub source_account: Option<String>,
    pub status: CertificateAuthorityStatus,
    pub tags: Vec<Tag>,
    pub token: Option<String>,
    pub next_token: Option<String>,
    pub max_results: Option<i32>,
}

impl Ask {
    /// About an authority, otherwise as it is answered wherever no certificate is asked about.
    pub fn about(arn: &str) -> Self {
        Self {
            arn: arn.into(),
            certificate_arn: String::new(),
            report: "11111111-2222-3333-4444-555555555555".into(),
            serial: String::new(),
            csr: csr("asked.example"),
            signing: SigningAlgorithm::Sha256Withecdsa,
            certificate: String::new(),
            chain: None,
            policy: policy(arn, OTHER),
            source_account: None,
            status: CertificateAuthorityStatus::Active,
            tags: vec![tag("team")],
            token: None,
            next_token: None,
            max_results: None,
        }
    }

    /// Asks it of the endpoint.
    pub async fn of(&self, action: Action, client: &Client) -> Result<(), Refused> {
        let arn = &self.arn;
        match action {
            Action::CreateCertificateAuthority => {
                let configuration = configuration("Asked", self.signing.clone());
                let create = client.create_certificate_authority().certificate_authority_configuration(configuration);
                let create = create.certificate_authority_type(CertificateAuthorityType::Root);
                outcome(create.set_tags(Some(self.tags.clone())).set_idempotency_token(self.token.clone()).send().await)
            }
            Action::CreateCertificateAuthorityAuditReport => {
                let create = client.create_certificate_authority_audit_report().certificate_authority_arn(arn);
                let create =
                    create.s3_bucket_name(BUCKET).audit_report_response_format(AuditReportResponseFormat::Json);
                outcome(create.send().await)
            }
            Action::CreatePermission => {
                let create = client.create_permission().certificate_authority_arn(arn).principal(CERTIFICATE_MANAGER);
                let create = create.set_source_account(self.source_account.clone());
                outcome(create.actions(ActionType::GetCertificate).send().await)
            }
            Action::DeleteCertificateAuthority => {
                outcome(client.delete_certificate_authority().certificate_authority_arn(arn).send().await)
            }
            Action::DeletePermission => {
                let delete = client.delete_permission().certificate_authority_arn(arn).principal(CERTIFICATE_MANAGER);
                outcome(delete.set_source_account(self.source_account.clone()).send().await)
            }
            Action::DeletePolicy => outcome(client.delete_policy().resource_arn(arn).send().await),
            Action::DescribeCertificateAuthority => {
                outcome(client.describe_certificate_authority().certificate_authority_arn(arn).send().await)
            }
            Action::DescribeCertificateAuthorityAuditReport => {
                let describe = client.describe_certificate_authority_audit_report().certificate_authority_arn(arn);
                outcome(describe.audit_report_id(&self.report).send().await)
            }
            Action::GetCertificate => {
                let get = client.get_certificate().certificate_authority_arn(arn);
                outcome(get.certificate_arn(&self.certificate_arn).send().await)
            }
            Action::GetCertificateAuthorityCertificate => {
                outcome(client.get_certificate_authority_certificate().certificate_authority_arn(arn).send().await)
            }
            Action::GetCertificateAuthorityCsr => {
                outcome(client.get_certificate_authority_csr().certificate_authority_arn(arn).send().await)
            }
            Action::GetPolicy => outcome(client.get_policy().resource_arn(arn).send().await),
            Action::ImportCertificateAuthorityCertificate => {
                let import = client.import_certificate_authority_certificate().certificate_authority_arn(arn);
                let import = import.certificate(Blob::new(self.certificate.as_str()));
                outcome(import.set_certificate_chain(self.chain.clone().map(Blob::new)).send().await)
            }
            Action::IssueCertificate => {
                let issue = client.issue_certificate().certificate_authority_arn(arn).csr(Blob::new(self.csr.as_str()));
                let issue = issue.signing_algorithm(self.signing.clone()).validity(years(1));
                outcome(issue.set_idempotency_token(self.token.clone()).send().await)
            }
            Action::ListCertificateAuthorities => {
                let list = client.list_certificate_authorities().set_max_results(self.max_results);
                outcome(list.set_next_token(self.next_token.clone()).send().await)
            }
            Action::ListPermissions => {
                let list = client.list_permissions().certificate_authority_arn(arn).set_max_results(self.max_results);
                outcome(list.set_next_token(self.next_token.clone()).send().await)
            }
            Action::ListTags => {
                let list = client.list_tags().certificate_authority_arn(arn).set_max_results(self.max_results);
                outcome(list.set_next_token(self.next_token.clone()).send().await)
            }
            Action::PutPolicy => outcome(client.put_policy().resource_arn(arn).policy(&self.policy).send().await),
            Action::RestoreCertificateAuthority => {
                outcome(client.restore_certificate_authority().certificate_authority_arn(arn).send().await)
            }
            Action::RevokeCertificate => {
                let revoke = client.revoke_certificate().certificate_authority_arn(arn);
                let revoke = revoke.certificate_serial(&self.serial).revocation_reason(RevocationReason::Superseded);
                outcome(revoke.send().await)
            }
            Action::TagCertificateAuthority => {
                let tag = client.tag_certificate_authority().certificate_authority_arn(arn);
                outcome(tag.set_tags(Some(self.tags.clone())).send().await)
            }
            Action::UntagCertificateAuthority => {
                let untag = client.untag_certificate_authority().certificate_authority_arn(arn);
                outcome(untag.set_tags(Some(self.tags.clone())).send().await)
            }
            Action::UpdateCertificateAuthority => {
                let update = client.update_certificate_authority().certificate_authority_arn(arn);
                outcome(update.status(self.status.clone()).send().await)
            }
        }
    }
}

/// A refusal as the SDK tells it.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// The exception that the action's error type has for it; absent when that has none, as for what any action can be
    /// refused for.
    pub exception: Option<&'static str>,
    /// Its code on the wire.
    pub code: String,
    pub message: String,
    /// The status of the answer.
    pub status: u16,
}

/// What became of a request. What is no answer of the endpoint ends the test.
pub fn outcome<T, E: Modelled>(answer: Result<T, SdkError<E>>) -> Result<(), Refused> {
    let Err(error) = answer else { return Ok(()) };
    let SdkError::ServiceError(found) = &error else { panic!("{}", DisplayErrorContext(error)) };
    let (status, error) = (found.raw().status().as_u16(), found.err());
    let told = error.meta();
    assert!(told.request_id().is_some(), "a request that is refused has an identifier: {told:?}");
    let said = |text: Option<&str>| text.map(str::to_owned).unwrap_or_else(|| panic!("{told:?}"));
    Err(Refused { exception: error.exception(), code: said(told.code()), message: said(told.message()), status })
}

/// The error type of an action.
pub trait Modelled: ProvideErrorMetadata + std::error::Error + 'static {
    /// The modelled exception that it is.
    fn exception(&self) -> Option<&'static str>;
}

macro_rules! modelled {
    ($($module:ident $error:ident: $($exception:ident)*;)*) => {
        $(impl Modelled for operation::$module::$error {
            fn exception(&self) -> Option<&'static str> {
                match self {
                    $(Self::$exception(_) => Some(stringify!($exception)),)*
                    _ => None,
                }
            }
        })*
    };
}

modelled! {
    create_certificate_authority CreateCertificateAuthorityError:
        InvalidArgsException InvalidPolicyException InvalidTagException LimitExceededException;
    create_certificate_authority_audit_report CreateCertificateAuthorityAuditReportError:
        InvalidArgsException InvalidArnException InvalidStateException RequestFailedException RequestInProgressException
        ResourceNotFoundException;
    create_permission CreatePermissionError:
        InvalidArnException InvalidStateException LimitExceededException PermissionAlreadyExistsException
        RequestFailedException ResourceNotFoundException;
    delete_certificate_authority DeleteCertificateAuthorityError:
        ConcurrentModificationException InvalidArnException InvalidStateException ResourceNotFoundException;
    delete_permission DeletePermissionError:
        InvalidArnException InvalidStateException RequestFailedException ResourceNotFoundException;
    delete_policy DeletePolicyError:
        ConcurrentModificationException InvalidArnException InvalidStateException LockoutPreventedException
        RequestFailedException ResourceNotFoundException;
    describe_certificate_authority DescribeCertificateAuthorityError: InvalidArnException ResourceNotFoundException;
    describe_certificate_authority_audit_report DescribeCertificateAuthorityAuditReportError:
        InvalidArgsException InvalidArnException ResourceNotFoundException;
    get_certificate GetCertificateError:
        InvalidArnException InvalidStateException RequestFailedException RequestInProgressException
        ResourceNotFoundException;
    get_certificate_authority_certificate GetCertificateAuthorityCertificateError:
        InvalidArnException InvalidStateException ResourceNotFoundException;
    get_certificate_authority_csr GetCertificateAuthorityCsrError:
        InvalidArnException InvalidStateException RequestFailedException RequestInProgressException
        ResourceNotFoundException;
    get_policy GetPolicyError:
        InvalidArnException InvalidStateException RequestFailedException ResourceNotFoundException;
    import_certificate_authority_certificate ImportCertificateAuthorityCertificateError:
        CertificateMismatchException ConcurrentModificationException InvalidArnException InvalidRequestException
        InvalidStateException MalformedCertificateException RequestFailedException RequestInProgressException
        ResourceNotFoundException;
    issue_certificate IssueCertificateError:
        InvalidArgsException InvalidArnException InvalidStateException LimitExceededException MalformedCsrException
        ResourceNotFoundException;
    list_certificate_authorities ListCertificateAuthoritiesError: InvalidNextTokenException;
    list_permissions ListPermissionsError:
        InvalidArnException InvalidNextTokenException InvalidStateException RequestFailedException
        ResourceNotFoundException;
    list_tags ListTagsError: InvalidArnException InvalidStateException RequestFailedException ResourceNotFoundException;
    put_policy PutPolicyError:
        ConcurrentModificationException InvalidArnException InvalidPolicyException InvalidStateException
        LockoutPreventedException RequestFailedException ResourceNotFoundException;
    restore_certificate_authority RestoreCertificateAuthorityError:
        InvalidArnException InvalidStateException ResourceNotFoundException;
    revoke_certificate RevokeCertificateError:
        ConcurrentModificationException InvalidArnException InvalidRequestException InvalidStateException
        LimitExceededException RequestAlreadyProcessedException RequestFailedException RequestInProgressException
        ResourceNotFoundException;
    tag_certificate_authority TagCertificateAuthorityError:
        InvalidArnException InvalidStateException InvalidTagException ResourceNotFoundException TooManyTagsException;
    untag_certificate_authority UntagCertificateAuthorityError:
        InvalidArnException InvalidStateException InvalidTagException ResourceNotFoundException;
    update_certificate_authority UpdateCertificateAuthorityError:
        ConcurrentModificationException InvalidArgsException InvalidArnException InvalidPolicyException
        InvalidStateException ResourceNotFoundException;
}
