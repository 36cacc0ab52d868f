//! What must hold whatever has happened.

use super::super::lifecycle::Cause;
use super::World;
use canopy::engine::api::CertificateAuthorityStatus;
use canopy::workspace::AuthorityId;
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// Looks at everything, after something that may have caused a change.
    pub(super) fn watch(&mut self, cause: Cause) {
        self.watch_lives(cause);
        self.watch_certificates();
        let workspace = self.desk.engine.snapshot();
        for authority in workspace.authorities() {
            assert!(self.seen.contains_key(&authority.arn.to_string()), "{} came from nowhere", authority.arn);
            let lists = authority.crl_partitions.iter().map(|shard| (shard.key.clone(), shard.crl.number));
            for (list, number) in lists.chain([(authority.id().to_string(), authority.crl.number)]) {
                let last = self.lists.insert(list, number).unwrap_or_default();
                assert!(number >= last, "the list {last} of {} was followed by {number}", authority.arn);
            }
        }
        let removed: BTreeSet<AuthorityId> = workspace.removed_authorities().map(|removed| removed.id()).collect();
        assert!(removed.is_superset(&self.removed), "what was removed came back");
        assert!(removed.iter().all(|id| workspace.authority(*id).is_none()), "an authority is removed and there");
        self.removed = removed;
    }

    fn watch_lives(&mut self, cause: Cause) {
        let now = self.desk.engine.now().milliseconds() as f64 / 1000.0;
        for arn in &self.order {
            let found = self.described(arn);
            let seen = self.seen.get_mut(arn).unwrap();
            let (status, before) = (found.as_ref().and_then(|found| found.status), seen.life.status);
            seen.life.goes_on(cause, status).unwrap_or_else(|error| panic!("{arn}: {error}"));
            let Some(found) = found else {
                if status != before {
                    assert!(seen.restorable_until.is_none_or(|until| now > until), "{arn} is gone too early");
                }
                continue;
            };
            let changed_at = found.last_state_change_at.unwrap().0;
            match (before == status, cause) {
                (true, _) => assert_eq!(changed_at, seen.changed_at, "{arn}: the status has not changed"),
                (false, Cause::Time) => assert_eq!(Some(changed_at), found.not_after.map(|end| end.0), "{arn}"),
                (false, _) => assert_eq!(changed_at, now, "{arn}"),
            }
            seen.changed_at = changed_at;
            seen.restorable_until = found.restorable_until.map(|until| until.0);
            let deleted = status == Some(CertificateAuthorityStatus::Deleted);
            assert_eq!(seen.restorable_until.is_some(), deleted, "{arn}");
            let waits = status == Some(CertificateAuthorityStatus::PendingCertificate);
            assert!(found.serial.is_none() || !waits, "{arn} waits for the certificate it has");
        }
    }

    fn watch_certificates(&mut self) {
        let workspace = self.desk.engine.snapshot();
        let certificates = workspace.certificates();
        let mut found = BTreeMap::new();
        for row in certificates.rows(0..certificates.len()) {
            let key = (row.authority, row.serial);
            assert!(found.insert(key, row.revocation).is_none(), "the serial number {} is there twice", row.serial);
        }
        for (key, before) in &self.revoked {
            let now = found.get(key).unwrap_or_else(|| panic!("the certificate {} is gone", key.1));
            assert!(before.is_none() || before == now, "the revocation of {} became {now:?}", key.1);
        }
        self.revoked = found;
    }

    /// Everything that is recorded, as somebody outside can see it.
    fn told(&self) -> String {
        let workspace = self.desk.engine.snapshot();
        let certificates = workspace.certificates();
        let told = (
            (workspace.head(), workspace.settings(), workspace.buckets().collect::<Vec<_>>()),
            (workspace.authorities().collect::<Vec<_>>(), workspace.removed_authorities().collect::<Vec<_>>()),
            workspace.managed_certificates().collect::<Vec<_>>(),
            certificates.rows(0..certificates.len()).collect::<Vec<_>>(),
            (workspace.recent_activity(), workspace.identities()),
        );
        format!("{told:#?}")
    }

    /// The file says what happened: read whole, and by its index.
    pub fn end(mut self) {
        self.desk.engine.verify().unwrap();
        let told = self.told();
        for index in [true, false] {
            self.reopen(index);
            assert!(self.told() == told, "reopened with its index ({index}), the workspace is another");
            self.desk.engine.verify().unwrap();
            self.watch(Cause::Nothing);
        }
    }
}
