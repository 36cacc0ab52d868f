//! What is done without a request of the API.

use super::super::lifecycle::Cause;
use super::super::request::{self, Picks};
use super::super::step::Job;
use super::World;
use crate::desk::{id, import_request};
use canopy::engine::api::*;
use canopy::engine::{Action, Error, ManagedCertificateRequest, Template};

impl World {
    pub(super) fn work(&mut self, job: Job, pick: u16) {
        if matches!(job, Job::RenewRoot) {
            return self.renew(pick);
        }
        let before = self.desk.bytes();
        let doubtful = self.desk.engine.date_doubt().is_some();
        let done = self.job(job, pick);
        let idle = doubtful && matches!(job, Job::EndRestorationPeriods);
        if done.is_err() || idle {
            assert!(self.desk.bytes() == before, "{job:?} changed the file: {done:?}");
        }
        if let Err(error) = &done {
            assert_ne!(error.code(), "InternalFailure", "{job:?}: {error}");
        }
        self.watch(match job {
            Job::ActivateRoot | Job::InstallSubordinate => Cause::Action(Action::ImportCertificateAuthorityCertificate),
            _ => Cause::Nothing,
        });
    }

    /// A root that is active, or has expired, gets another certificate.
    fn renew(&mut self, pick: u16) {
        use CertificateAuthorityStatus::{Active, Expired};
        let caller = self.desk.caller.clone();
        let root = request::authority(self, &mut Picks::of(&[0, pick]), &[Expired, Active]);
        self.perform(&caller, Action::IssueCertificate, request::renewal(self, &root), false);
        if let Some(own) = self.own.last() {
            let request = import_request(&own.authority, &own.certificate, &own.chain);
            self.perform(&caller, Action::ImportCertificateAuthorityCertificate, request, false);
        }
    }

    fn job(&self, job: Job, pick: u16) -> Result<(), Error> {
        use CertificateAuthorityStatus::{Active, PendingCertificate};
        let (engine, caller) = (&self.desk.engine, &self.desk.caller);
        let wanted = match job {
            Job::ActivateRoot | Job::InstallSubordinate => PendingCertificate,
            _ => Active,
        };
        let arn = &request::authority(self, &mut Picks::of(&[pick % 100, pick]), &[wanted]);
        let parent = &request::authority(self, &mut Picks::of(&[0, pick >> 8]), &[Active]);
        let managed: Vec<_> = engine.snapshot().managed_certificates().map(|managed| managed.id).collect();
        let managed = managed.get(usize::from(pick) % managed.len().max(1)).copied();
        let validity = |days| Validity { value: days, r#type: ValidityPeriodType::Days };
        match job {
            Job::EndRestorationPeriods => engine.end_restoration_periods(caller),
            Job::ConfirmDate => engine.confirm_date(caller),
            Job::SignCrl => engine.sign_crl(caller, id(arn)).map(drop),
            Job::SignDueCrls => {
                engine.crls_due().into_iter().try_for_each(|id| engine.sign_due_crls(caller, id).map(drop))
            }
            Job::WriteAuditReports => {
                let due = engine.audit_reports_due();
                due.into_iter().try_for_each(|(id, report)| engine.write_audit_report(caller, id, report).map(drop))
            }
            Job::RequestManaged => {
                let name = GeneralName { dns_name: Some("shop.example".into()), ..GeneralName::default() };
                let request = ManagedCertificateRequest {
                    authority: arn.parse().unwrap(),
                    key_algorithm: KeyAlgorithm::EcPrime256v1,
                    subject: Asn1Subject { common_name: Some("shop.example".into()), ..Asn1Subject::default() },
                    names: vec![name],
                    validity_days: 30,
                    renew_days_before: 10,
                };
                engine.request_managed_certificate(caller, &request).map(drop)
            }
            Job::RenewManaged => managed.map_or(Ok(()), |id| engine.renew_managed(caller, id).map(drop)),
            Job::RenewManagedDue => {
                engine.managed_due().into_iter().try_for_each(|id| engine.renew_managed_due(id).map(drop))
            }
            Job::ForgetManaged => managed.map_or(Ok(()), |id| engine.forget_managed(caller, id).map(drop)),
            Job::RenewRoot => Ok(()),
            Job::ActivateRoot => engine.activate_root(caller, &arn.parse().unwrap(), &validity(1_000)),
            Job::InstallSubordinate => {
                let template = Template::subordinate(0).unwrap();
                let (arn, parent) = (arn.parse().unwrap(), parent.parse().unwrap());
                engine.install_subordinate(caller, &arn, &parent, template, &validity(300))
            }
        }
    }
}
