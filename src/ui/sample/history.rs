//! What has happened in the sample, day by day, through the engine.

use super::authorities::{self, PENDING, PEOPLE, POLICY, SERVERS, authority, subject, years};
use super::certificates::{BY_REQUEST, CLIENT, Issuer, LEAVES, Leaf, MANAGED, Managed};
use super::clock::PastClock;
use super::sharing;
use crate::engine::api::{
    ApiPassthrough, CreateCertificateAuthorityRequest, DeleteCertificateAuthorityRequest, Extensions, GeneralName,
    IssueCertificateRequest, PolicyInformation, RevokeCertificateRequest, TagCertificateAuthorityRequest,
    UpdateCertificateAuthorityRequest, Validity, ValidityPeriodType,
};
use crate::engine::{Caller, CreateRoot, CreateSubordinate, Engine, Error, Template};
use crate::workspace::{
    CertificateArn, CertificateAuthorityArn, CertificateAuthorityStatus, KeyAlgorithm, ManagedCertificateId,
    RevocationReason, SigningAlgorithm,
};
use std::collections::HashMap;

/// A policy of the company: an arc below that for examples (RFC 5612 gives 32473 to documentation).
const CERTIFICATE_POLICY: &str = "1.3.6.1.4.1.32473.1.1";

/// When the authorities began, in days before today.
pub(super) const BEGINNING: i64 = 400;

/// Something that happened on one day.
#[derive(Clone, Copy)]
enum Happening {
    Issued(&'static Leaf),
    Revoked(&'static Leaf, RevocationReason),
    Requested(&'static Managed),
    Renewed(&'static Managed),
    WorkloadsBegan,
    PilotBegan,
    PilotDisabled,
    PilotDeleted,
    ReportAsked,
}

/// Everything after the beginning, by how many days ago it was: oldest first, since a clock does not go back.
fn happenings() -> Vec<(i64, Happening)> {
    use Happening::{Issued, PilotBegan, PilotDeleted, PilotDisabled, Renewed, ReportAsked, Requested, Revoked};
    let mut all = vec![
        (180, Happening::WorkloadsBegan),
        (150, PilotBegan),
        (9, PilotDisabled),
        (7, PilotDeleted),
        (2, ReportAsked),
    ];
    for leaf in LEAVES {
        all.push((leaf.age, Issued(leaf)));
        all.extend(leaf.revoked.map(|(reason, age)| (age, Revoked(leaf, reason))));
    }
    for managed in MANAGED {
        all.push((managed.age, Requested(managed)));
        all.extend(managed.renewed.map(|age| (age, Renewed(managed))));
    }
    all.sort_by_key(|(age, _)| -age);
    all
}

pub(super) struct History<'a> {
    engine: &'a Engine,
    caller: &'a Caller,
    clock: &'a PastClock,
    authorities: HashMap<&'static str, CertificateAuthorityArn>,
    issued: HashMap<&'static str, CertificateArn>,
    managed: HashMap<&'static str, ManagedCertificateId>,
}

impl<'a> History<'a> {
    pub fn new(engine: &'a Engine, caller: &'a Caller, clock: &'a PastClock) -> Self {
        let (authorities, issued, managed) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { engine, caller, clock, authorities, issued, managed }
    }

    /// Lets it all happen, and signs every CRL anew at the end.
    pub fn happen(&mut self) -> Result<(), Error> {
        self.clock.days_ago(BEGINNING);
        self.root(authorities::ROOT, authorities::root(), 20)?;
        self.subordinate(POLICY, authority(POLICY), authorities::ROOT, 1, 15)?;
        for name in [SERVERS, PEOPLE] {
            self.subordinate(name, authority(name), POLICY, 0, 10)?;
        }
        self.tag(PEOPLE, &[("environment", "production"), ("team", "workplace")])?;
        for (age, happening) in happenings() {
            self.clock.days_ago(age);
            self.happens(happening)?;
        }
        self.engine.call(self.caller, authority(PENDING))?;
        self.clock.days_ago(0);
        for name in [authorities::ROOT, POLICY, SERVERS, PEOPLE, authorities::WORKLOADS] {
            self.engine.sign_crl(self.caller, self.arn(name)?.id)?;
        }
        Ok(())
    }

    fn happens(&mut self, happening: Happening) -> Result<(), Error> {
        match happening {
            Happening::Issued(leaf) => self.issue(leaf),
            Happening::Revoked(leaf, reason) => self.revoke(leaf, reason),
            Happening::Requested(managed) => {
                let authority = self.arn(authorities::WORKLOADS)?.clone();
                let id = self.engine.request_managed_certificate(self.caller, &managed.request(authority))?;
                self.managed.insert(managed.name, id);
                Ok(())
            }
            Happening::Renewed(managed) => {
                let id = self.managed.get(managed.name).copied().ok_or_else(|| missing(managed.name))?;
                self.engine.renew_managed(self.caller, id).map(drop)
            }
            Happening::WorkloadsBegan => {
                self.subordinate(authorities::WORKLOADS, authorities::workloads(), POLICY, 0, 5)?;
                sharing::share(self.engine, self.caller, self.arn(authorities::WORKLOADS)?)
            }
            Happening::PilotBegan => self.root(authorities::PILOT, authorities::pilot(), 10),
            Happening::PilotDisabled => {
                let request = UpdateCertificateAuthorityRequest {
                    certificate_authority_arn: self.arn(authorities::PILOT)?.to_string(),
                    revocation_configuration: None,
                    status: Some(CertificateAuthorityStatus::Disabled),
                };
                self.engine.call(self.caller, request).map(drop)
            }
            Happening::PilotDeleted => {
                let request = DeleteCertificateAuthorityRequest {
                    certificate_authority_arn: self.arn(authorities::PILOT)?.to_string(),
                    permanent_deletion_time_in_days: None,
                };
                self.engine.call(self.caller, request).map(drop)
            }
            Happening::ReportAsked => sharing::report(self.engine, self.caller, self.arn(authorities::WORKLOADS)?),
        }
    }

    fn arn(&self, name: &str) -> Result<&CertificateAuthorityArn, Error> {
        self.authorities.get(name).ok_or_else(|| missing(name))
    }

    fn root(
        &mut self,
        name: &'static str,
        request: CreateCertificateAuthorityRequest,
        lasts: i64,
    ) -> Result<(), Error> {
        let root = CreateRoot { request, validity: years(lasts) };
        let arn = self.engine.create_and_activate_root(self.caller, root)?;
        self.authorities.insert(name, arn);
        Ok(())
    }

    fn subordinate(
        &mut self,
        name: &'static str,
        request: CreateCertificateAuthorityRequest,
        parent: &str,
        path_len: u8,
        lasts: i64,
    ) -> Result<(), Error> {
        let template = Template::subordinate(path_len)
            .ok_or_else(|| Error::Internal("there is no template for a subordinate".into()))?;
        let parent = self.arn(parent)?.clone();
        let subordinate = CreateSubordinate { request, parent, template, validity: years(lasts) };
        let arn = self.engine.create_and_install_subordinate(self.caller, subordinate)?;
        self.authorities.insert(name, arn);
        Ok(())
    }

    fn tag(&self, name: &str, tags: &[(&str, &str)]) -> Result<(), Error> {
        let request = TagCertificateAuthorityRequest {
            certificate_authority_arn: self.arn(name)?.to_string(),
            tags: authorities::tags(tags),
        };
        self.engine.call(self.caller, request).map(drop)
    }

    fn issue(&mut self, leaf: &'static Leaf) -> Result<(), Error> {
        let issuer = self.arn(match leaf.issuer {
            Issuer::Servers => SERVERS,
            Issuer::People => PEOPLE,
            Issuer::Workloads => authorities::WORKLOADS,
        })?;
        let is_host = leaf.name.contains('.') && leaf.template != CLIENT;
        let names = is_host.then_some(leaf.name).into_iter().chain(leaf.also.iter().copied());
        let names: Vec<GeneralName> = names.map(general_name).collect();
        let by_request = leaf.template == BY_REQUEST;
        let in_csr: &[GeneralName] = if by_request { &[] } else { &names };
        let subject = subject(leaf.name);
        let key = self.engine.generate_subject_key(KeyAlgorithm::EcPrime256v1, &subject, in_csr)?;
        let request = IssueCertificateRequest {
            api_passthrough: by_request.then(|| passthrough(names)),
            certificate_authority_arn: issuer.to_string(),
            csr: key.csr_pem().to_owned().into(),
            signing_algorithm: SigningAlgorithm::Sha256WithEcdsa,
            template_arn: Template::named(leaf.template).map(|template| template.arn("aws")),
            validity: Validity { value: leaf.days, r#type: ValidityPeriodType::Days },
            validity_not_before: None,
            idempotency_token: None,
        };
        let answer = self.engine.call(self.caller, request)?;
        let unreadable = |_| Error::Internal("the ARN of a new certificate cannot be read".into());
        self.issued.insert(leaf.name, answer.certificate_arn.parse().map_err(unreadable)?);
        Ok(())
    }

    fn revoke(&self, leaf: &Leaf, reason: RevocationReason) -> Result<(), Error> {
        let certificate = self.issued.get(leaf.name).ok_or_else(|| missing(leaf.name))?;
        let request = RevokeCertificateRequest {
            certificate_authority_arn: certificate.authority.to_string(),
            certificate_serial: certificate.serial.to_string(),
            revocation_reason: reason,
        };
        self.engine.revoke(self.caller, request).map(drop)
    }
}

fn missing(name: &str) -> Error {
    Error::Internal(format!("the sample has no {name} yet"))
}

/// The names and the policy that a request adds.
fn passthrough(names: Vec<GeneralName>) -> ApiPassthrough {
    let policy = PolicyInformation { cert_policy_id: CERTIFICATE_POLICY.into(), policy_qualifiers: None };
    let extensions = Extensions {
        certificate_policies: Some(vec![policy]),
        subject_alternative_names: Some(names),
        ..Extensions::default()
    };
    ApiPassthrough { extensions: Some(extensions), subject: None }
}

/// No host name ends in a digit, and every address of the sample does.
fn general_name(name: &str) -> GeneralName {
    match name.ends_with(|c: char| c.is_ascii_digit()) {
        true => GeneralName { ip_address: Some(name.into()), ..GeneralName::default() },
        false => GeneralName { dns_name: Some(name.into()), ..GeneralName::default() },
    }
}
