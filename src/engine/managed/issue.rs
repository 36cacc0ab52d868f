//! Issuing to the certificate manager: the certificate, and the key that is kept with it, in one record.

use super::{check_permitted, needed, template};
use crate::engine::api::{Blob, IssueCertificateRequest, Validity, ValidityPeriodType};
use crate::engine::certificate::{check_quota, check_status};
use crate::engine::commit::Changes;
use crate::engine::crl::Issued;
use crate::engine::error::{Error, Refusal};
use crate::engine::issuance::Requested;
use crate::engine::{Caller, Engine};
use crate::keystore::SoftwareKey;
use crate::workspace::{Authority, AuthorityId, Event, ManagedCertificateId, RenewalPlan, Serial};

/// A certificate to be issued to the certificate manager.
pub(super) struct New {
    pub id: ManagedCertificateId,
    pub authority: AuthorityId,
    pub key: SoftwareKey,
    pub requested: Requested,
    pub renewal: RenewalPlan,
    /// The certificate that it takes the place of, by its serial number.
    pub replaces: Option<Serial>,
}

/// What the certificate manager sends to the authority. What takes the place of the CSR goes beside it.
pub(super) fn request(authority: &Authority, renewal: &RenewalPlan) -> IssueCertificateRequest {
    IssueCertificateRequest {
        api_passthrough: None,
        certificate_authority_arn: authority.arn.to_string(),
        csr: Blob::from(String::new()),
        signing_algorithm: authority.signing_algorithm,
        template_arn: Some(template().arn(&authority.arn.partition)),
        validity: Validity { value: renewal.validity_days.into(), r#type: ValidityPeriodType::Days },
        validity_not_before: None,
        idempotency_token: None,
    }
}

impl Engine {
    /// Plans, signs and commits; again, where the authority got another certificate meanwhile or another shard of its
    /// CRL is open.
    pub(super) fn issue_to_manager(&self, manager: &Caller, new: &New) -> Result<Serial, Error> {
        loop {
            if let Some(serial) = self.try_issue_to_manager(manager, new)? {
                return Ok(serial);
            }
        }
    }

    fn try_issue_to_manager(&self, manager: &Caller, new: &New) -> Result<Option<Serial>, Error> {
        let workspace = self.writable()?;
        let authority = Self::own_authority(&workspace, new.authority)?;
        let (planned, shard) = self.assign_shard(&authority, workspace.settings_in_force());
        check_permitted(&authority, manager, needed(new.renewal.renew_days_before > 0))?;
        let requested = || Ok(new.requested.clone());
        let plan = request(&authority, &new.renewal).plan_for(&workspace, &planned, self.now(), requested)?;
        let (template, refers_to_crl, shard_size) = (plan.template, plan.refers_to_crl, self.shard_size());
        let sealed = self.seal(&new.key)?;
        let (certificate, serial) = self.sign(plan, self.signer(&authority)?.as_ref())?;
        let (id, replaces, renewal) = (new.id, new.replaces, new.renewal.clone());
        let asking = manager.clone();
        self.commit(manager, move |workspace, now| {
            let authority = Engine::own_authority(workspace, planned.id())?;
            check_permitted(&authority, &asking, needed(renewal.renew_days_before > 0))?;
            check_status(&authority, template, now)?;
            check_quota(workspace, &authority)?;
            if replaces.is_none() {
                super::check_quota(workspace)?;
            }
            if workspace.managed_certificate(id).map(|kept| kept.current.serial) != replaces {
                let message = format!("The managed certificate {id} was renewed or forgotten meanwhile.");
                return Err(Error::ConcurrentModification(Refusal::new(message).hint("Nothing has changed")));
            }
            let holds = shard.holds(&authority, workspace.settings_in_force(), shard_size);
            if authority.installed != planned.installed || !holds {
                return Ok((Changes::none(), None));
            }
            let kept = Event::ManagedCertificateIssued {
                managed: id,
                authority: authority.id(),
                serial,
                key: sealed.secret.id(),
                renewal,
            };
            let issued = Issued {
                issuer: authority.id(),
                certificate: &certificate,
                template,
                requested_by: asking.service,
                points_to: refers_to_crl.then_some(&*authority),
            };
            let mut changes = Changes::of(shard.record(issued, [kept]));
            changes.keys.push(sealed);
            Ok((changes, Some(serial)))
        })
    }
}
