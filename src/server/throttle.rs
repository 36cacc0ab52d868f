//! The rates of the service quotas, per account, region and action.

use crate::engine::Action;
use crate::workspace::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Buckets that are kept before those that are full again are forgotten.
const KEPT: usize = 4096;

/// Calls that an action allows per second by default, per account and region (service quotas).
pub fn rate(action: Action) -> u32 {
    use Action::*;
    match action {
        GetCertificate => 75,
        IssueCertificate => 25,
        DescribeCertificateAuthority
        | DescribeCertificateAuthorityAuditReport
        | GetCertificateAuthorityCertificate
        | ListCertificateAuthorities
        | ListTags
        | RestoreCertificateAuthority
        | RevokeCertificate => 20,
        GetCertificateAuthorityCsr
        | ImportCertificateAuthorityCertificate
        | DeleteCertificateAuthority
        | UpdateCertificateAuthority
        | TagCertificateAuthority
        | UntagCertificateAuthority => 10,
        GetPolicy | PutPolicy | DeletePolicy | ListPermissions => 5,
        CreateCertificateAuthority | CreateCertificateAuthorityAuditReport | CreatePermission | DeletePermission => 1,
    }
}

/// Buckets of tokens, one per account, region and action: a call takes one, and a second brings as many as the rate, up
/// to a second's worth.
#[derive(Debug, Default)]
pub struct Throttle {
    buckets: Mutex<HashMap<(String, String, Action), Bucket>>,
}

/// Thousandths of a token.
#[derive(Debug)]
struct Bucket {
    tokens: i64,
    at: Timestamp,
}

impl Bucket {
    fn full(action: Action, at: Timestamp) -> Self {
        Self { tokens: capacity(action), at }
    }

    fn fill(&mut self, action: Action, now: Timestamp) {
        // A clock that was set back brings nothing.
        let milliseconds = (now.milliseconds() - self.at.milliseconds()).max(0);
        let brought = milliseconds.saturating_mul(rate(action).into());
        self.tokens = self.tokens.saturating_add(brought).min(capacity(action));
        self.at = now;
    }
}

fn capacity(action: Action) -> i64 {
    i64::from(rate(action)) * 1000
}

impl Throttle {
    /// Whether one more call is within the rate; it counts then.
    pub fn allows(&self, account: &str, region: &str, action: Action, now: Timestamp) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KEPT {
            buckets.retain(|(_, _, action), bucket| {
                bucket.fill(*action, now);
                bucket.tokens < capacity(*action)
            });
        }
        let bucket = buckets.entry((account.to_owned(), region.to_owned(), action));
        let bucket = bucket.or_insert_with(|| Bucket::full(action, now));
        bucket.fill(action, now);
        let allowed = bucket.tokens >= 1000;
        if allowed {
            bucket.tokens -= 1000;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_milliseconds(milliseconds)
    }

    #[test]
    fn a_rate_holds_per_account_region_and_action() {
        let throttle = Throttle::default();
        let policy = |account, region, now| throttle.allows(account, region, Action::GetPolicy, at(now));
        assert!((0..5).all(|_| policy("1", "r", 0)));
        assert!(!policy("1", "r", 0) && !policy("1", "r", 199));
        assert!(policy("1", "r", 200) && !policy("1", "r", 200));
        assert!(policy("2", "r", 200) && policy("1", "s", 200));
        assert!(throttle.allows("1", "r", Action::PutPolicy, at(200)));
        assert!(!policy("1", "r", 100) && policy("1", "r", 1_000_000));
    }

    #[test]
    fn a_second_brings_as_many_calls_as_the_rate() {
        for action in Action::ALL {
            let throttle = Throttle::default();
            let calls = |now: i64| (0..100).filter(|_| throttle.allows("1", "r", *action, at(now))).count();
            let all: usize = (0..=10).map(|second| calls(second * 1000)).sum();
            assert_eq!(all, 11 * rate(*action) as usize, "{}", action.name());
        }
    }

    #[test]
    fn buckets_that_are_full_again_are_forgotten() {
        let throttle = Throttle::default();
        for region in 0..2 * KEPT {
            let now = at(region as i64 * 10);
            assert!(throttle.allows("1", &region.to_string(), Action::ListTags, now));
        }
        assert!(throttle.buckets.lock().unwrap().len() <= KEPT);
    }
}
