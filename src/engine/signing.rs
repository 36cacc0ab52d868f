//! How an authority comes to its certificate: who signs it, whether that one may, and what is recorded.

use super::access::Wanted;
use super::api::{CertificateAuthorityUsageMode, SigningAlgorithm, Validity};
use super::authority_certificate::check_unchanged;
use super::certificate::{chain, check_quota};
use super::crl::{Assignment, Issued};
use super::error::{Error, Refusal};
use super::issuance::{Issuance, Issuer, Plan, Requested};
use super::operation::CreateRoot;
use super::template::{Template, TemplateKind};
use super::{Caller, Engine, find};
use crate::keystore::Signer;
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityArn, CertificateAuthorityStatus, Der, Event, Settings, Timestamp,
    Workspace,
};
use crate::x509::Certificate;
use std::sync::Arc;

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
            passthrough: None,
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
pub(super) struct Signed {
    pub(super) certificate: Certificate,
    template: &'static Template,
    refers_to_crl: bool,
}

impl Engine {
    /// Plans and signs the certificate of an authority.
    pub(super) fn signed(
        &self,
        signing: &Signing<'_>,
        requested: &Requested,
        signer: &dyn Signer,
    ) -> Result<Signed, Error> {
        let plan = signing.plan(requested, self.now())?;
        let refers_to_crl = plan.refers_to_crl;
        let (certificate, _) = self.sign(plan, signer)?;
        Ok(Signed { certificate, template: signing.template, refers_to_crl })
    }
}

impl Signed {
    /// What is recorded of an authority that has its certificate from itself.
    pub(super) fn by_itself(&self, id: AuthorityId) -> Vec<Event> {
        Assignment::Outside.record(self.issued(id, None), [self.installed(id, None)])
    }

    /// What is recorded of an authority that has its certificate from a parent, which goes into a shard of the parent's
    /// CRL where that is partitioned.
    pub(super) fn by_parent(&self, id: AuthorityId, parent: &Authority, shard: &Assignment) -> Vec<Event> {
        let points_to = self.refers_to_crl.then_some(parent);
        shard.record(self.issued(parent.id(), points_to), [self.installed(id, Some(parent))])
    }

    fn issued<'a>(&'a self, issuer: AuthorityId, points_to: Option<&'a Authority>) -> Issued<'a> {
        let (certificate, template) = (&self.certificate, self.template);
        Issued { issuer, certificate, template, requested_by: None, points_to }
    }

    fn installed(&self, id: AuthorityId, parent: Option<&Authority>) -> Event {
        Event::AuthorityCertificateInstalled {
            authority: id,
            certificate: Der::from(self.certificate.der()),
            chain: parent.map_or(Vec::new(), chain),
            parent: parent.map(Authority::id),
            status: CertificateAuthorityStatus::Active,
        }
    }
}

/// The authority that is to sign, looked up in its own region.
pub(super) fn find_parent(
    workspace: &Workspace,
    caller: &Caller,
    parent: &CertificateAuthorityArn,
    template: &Template,
    now: Timestamp,
) -> Result<Arc<Authority>, Error> {
    let asking = Caller { region: parent.region.clone(), ..caller.clone() };
    let template_arn = template.arn(&parent.partition);
    find::authority(workspace, &asking, Wanted::issuing(Some(&template_arn)), &parent.to_string(), now)
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

/// The parent as it is when its signature is recorded: it still signs, for the caller, and with the certificate it had.
pub(super) fn check_parent_again(
    workspace: &Workspace,
    caller: &Caller,
    planned: &Authority,
    template: &Template,
    now: Timestamp,
) -> Result<Arc<Authority>, Error> {
    let parent = find_parent(workspace, caller, &planned.arn, template, now)?;
    check_parent(&parent, template, now)?;
    check_unchanged(&parent, planned)?;
    check_quota(workspace, &parent)?;
    Ok(parent)
}
