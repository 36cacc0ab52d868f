//! The sample: a workspace of a made-up company with a year of history, to explore safely: a root, an authority for
//! policy below it, the issuing authorities below that, and a trial that was deleted. One of them is shared, and keeps
//! managed certificates. It is built through the engine, like any other, by a clock that begins more than a year ago.

mod authorities;
mod certificates;
mod clock;
mod history;
mod sharing;

use super::search::authority_name;
use super::words;
use crate::engine::{Caller, Engine, Environment, Error, Options};
use crate::workspace::{Actor, Settings, Workspace};
use authorities::{OTHERS, ROOT};
use certificates::{LEAVES, MANAGED};
use clock::PastClock;
use history::{BEGINNING, History};
use secrecy::SecretString;
use std::path::Path;
use std::sync::Arc;

/// The passphrase of the sample, which is no secret.
pub const PASSPHRASE: &str = "sample";

const NAME: &str = "Sample";
/// In milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// What there is in it, in a line.
pub fn contents() -> String {
    format!(
        "A root, {} other authorities and {} certificates",
        words::count(OTHERS.len()),
        words::count(LEAVES.len() + MANAGED.len())
    )
}

/// Whether a workspace is the sample, as it was built here once: its passphrase is no secret then.
pub fn is_sample(workspace: &Workspace) -> bool {
    let named = workspace.settings().name.as_deref() == Some(NAME);
    named && workspace.authorities().any(|authority| authority_name(authority) == ROOT)
}

/// Builds the sample as a new workspace file at `path` and opens it, unlocked.
///
/// # Errors
/// When the file exists already or cannot be written.
pub fn build(path: &Path, environment: &Environment, options: &Options, user: &str) -> Result<Arc<Engine>, Error> {
    let passphrase = SecretString::from(PASSPHRASE);
    let clock = Arc::new(PastClock::new(environment.clock.now()));
    clock.days_ago(BEGINNING);
    let past = Environment { clock: clock.clone(), ..environment.clone() };
    let settings = Settings { name: Some(NAME.into()), auto_lock_minutes: 0, ..Settings::default() };
    let caller = Caller::window(&settings, user);
    let actor = Actor::Window { user: user.into() };
    let engine = Engine::create(path, &passphrase, settings, past, options, actor)?;
    History::new(&engine, &caller, &clock).happen()?;
    // From here on by the clock of everybody else.
    drop(engine);
    let (engine, _) = Engine::open(path, environment.clone(), options)?;
    engine.unlock(&passphrase)?;
    Ok(engine)
}

#[cfg(test)]
mod tests {
    use super::authorities::{PENDING, PEOPLE, PILOT, POLICY, SERVERS, WORKLOADS};
    use super::*;
    use crate::engine::{CERTIFICATE_MANAGER, is_renewal_due, status_when_restored};
    use crate::publish::FolderBuckets;
    use crate::workspace::{
        AuditReportProgress, Authority, CertificateAuthorityStatus, CertificateStatus, KeyAlgorithm,
    };

    fn sample() -> (tempfile::TempDir, Arc<Engine>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.ron");
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        let options = Options { work_factor: 4, ..Options::default() };
        let engine = build(&path, &environment, &options, "tester").unwrap();
        (folder, engine)
    }

    fn named(workspace: &Workspace, name: &str) -> Arc<Authority> {
        workspace.authorities().find(|authority| authority_name(authority) == name).unwrap().clone()
    }

    #[test]
    fn the_sample_is_a_sound_workspace_with_all_that_there_is_to_see() {
        let (_folder, engine) = sample();
        let (workspace, now) = (engine.snapshot(), engine.now());
        let with = |status| workspace.authorities().filter(|a| a.status(now) == status).count();
        assert_eq!(with(CertificateAuthorityStatus::Active), 5);
        assert_eq!(with(CertificateAuthorityStatus::PendingCertificate), 1);
        assert_eq!(with(CertificateAuthorityStatus::Deleted), 1);
        let leaves: Vec<_> =
            workspace.certificates().rows(0..usize::MAX).filter(|row| row.template.contains("EndEntity")).collect();
        let expired = leaves.iter().filter(|row| row.status(now) == CertificateStatus::Expired).count();
        let revoked = leaves.iter().filter(|row| row.revocation.is_some()).count();
        assert!(expired >= 1 && revoked == 4, "{expired} expired, {revoked} revoked");
        assert!(engine.verify().unwrap().authenticated);
        assert_eq!(workspace.authorities().count(), 1 + OTHERS.len());
        // The one that signs code is of no template for end entities.
        let renewed = MANAGED.iter().filter(|managed| managed.renewed.is_some()).count();
        assert_eq!(leaves.len() + 1, LEAVES.len() + MANAGED.len() + renewed, "{}", contents());
        assert!(is_sample(&workspace));
    }

    #[test]
    fn every_crl_is_published() {
        let (_folder, engine) = sample();
        let workspace = engine.snapshot();
        for name in [ROOT, POLICY, SERVERS, PEOPLE] {
            assert_eq!(named(&workspace, name).crl.published.len(), 1, "{name}");
        }
        let shards = &named(&workspace, WORKLOADS).crl_partitions;
        assert_eq!(shards.len(), 1);
        assert!(shards[0].certificates >= 2 && !shards[0].crl.published.is_empty());
        assert!(engine.crls_due().is_empty());
    }

    #[test]
    fn there_are_three_tiers() {
        let (_folder, engine) = sample();
        let workspace = engine.snapshot();
        let (root, policy) = (named(&workspace, ROOT).id(), named(&workspace, POLICY));
        assert_eq!(policy.parent, Some(root));
        for issuing in [SERVERS, PEOPLE, WORKLOADS] {
            assert_eq!(named(&workspace, issuing).parent, Some(policy.id()));
        }
        assert_eq!(named(&workspace, PENDING).parent, None);
    }

    #[test]
    fn one_is_shared_and_keeps_managed_certificates() {
        let (_folder, engine) = sample();
        let workspace = engine.snapshot();
        let shared = named(&workspace, WORKLOADS);
        assert!(shared.permissions.iter().any(|granted| granted.principal == CERTIFICATE_MANAGER));
        assert!(shared.policy.is_some());
        assert_eq!(shared.tags.len(), 2);
        assert_eq!(workspace.managed_certificates().count(), MANAGED.len());
        assert!(!workspace.managed_certificates().any(|kept| is_renewal_due(&workspace, kept, engine.now())));
        let by_request =
            workspace.certificates().rows(0..usize::MAX).any(|row| row.template.contains("APIPassthrough"));
        assert!(by_request);
        let [report] = &shared.audit_reports[..] else { panic!("{} reports", shared.audit_reports.len()) };
        let AuditReportProgress::Written { .. } = report.progress else { panic!("{:?}", report.progress) };
        assert!(engine.audit_report(shared.id(), report.id).unwrap().size() > 0);
    }

    #[test]
    fn what_was_deleted_can_be_restored() {
        let (_folder, engine) = sample();
        let pilot = named(&engine.snapshot(), PILOT);
        assert_eq!(pilot.key_algorithm, KeyAlgorithm::MlDsa65);
        let left = words::days_until(pilot.restorable_until.unwrap(), engine.now());
        assert!((20..30).contains(&left), "{left}");
        assert_eq!(status_when_restored(&pilot, engine.now()), CertificateAuthorityStatus::Disabled);
    }
}
