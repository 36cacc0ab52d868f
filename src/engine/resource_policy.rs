//! The resource policy of an authority: attached, fetched, removed.

use super::action::{Perform, Request};
use super::api::*;
use super::commit::Changes;
use super::error::{Error, Refusal};
use super::{Caller, Engine, constraint, find, policy};
use crate::workspace::{Authority, Event, Timestamp};
use serde_json::Value;

impl Perform for PutPolicyRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.writable()?, engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.resource_arn, now)?;
        require_live(&authority, now)?;
        if locks_out(&self.policy, &caller.account) {
            let refusal =
                Refusal::new(format!("The policy denies your own account {} further access.", caller.account));
            let hint = "Remove the statement of effect Deny: what no statement allows is denied already";
            return Err(Error::LockoutPrevented(refusal.at("policy").hint(hint)));
        }
        policy::read(&self.policy, &authority.arn)?;
        engine.change_policy(caller, &authority, Some(self.policy))
    }
}

/// Whether a statement denies the caller's account, or everybody. No policy with such a statement is accepted, but this
/// is the worst that can be wrong with one, and the reference has an exception of its own for it. Only the owner of an
/// authority can attach or remove its policy, and needs none: so `DeletePolicy` locks nobody out.
fn locks_out(policy: &str, account: &str) -> bool {
    let Ok(document) = serde_json::from_str::<Value>(policy) else { return false };
    each(&document["Statement"]).iter().any(|statement| {
        let principal = &statement["Principal"];
        let principals = if principal.is_object() { &principal["AWS"] } else { principal };
        let is_caller = |principal: &&Value| {
            let Some(principal) = principal.as_str() else { return false };
            let root = principal.strip_prefix("arn:").and_then(|rest| rest.split_once(":iam::")).map(|(_, rest)| rest);
            principal == "*" || principal == account || root.is_some_and(|root| root == format!("{account}:root"))
        };
        statement["Effect"] == "Deny" && each(principals).iter().any(is_caller)
    })
}

/// The values of a member that may stand alone or in a list.
fn each(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |values| values.iter().collect())
}

impl Perform for DeletePolicyRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.writable()?, engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.resource_arn, now)?;
        require_live(&authority, now)?;
        engine.change_policy(caller, &authority, None)
    }
}

impl Perform for GetPolicyRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<GetPolicyResponse, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.snapshot(), engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.resource_arn, now)?;
        require_live(&authority, now)?;
        let policy = authority.policy.as_deref().map(str::to_owned);
        let none = || find::not_found(format!("Could not find policy for resource {}.", authority.arn));
        Ok(GetPolicyResponse { policy: policy.ok_or_else(none)? })
    }
}

impl Engine {
    /// Attaches a policy, or removes the one there is. The same again changes nothing.
    fn change_policy(&self, caller: &Caller, authority: &Authority, policy: Option<String>) -> Result<Empty, Error> {
        let id = authority.id();
        self.commit(caller, move |workspace, now| {
            let authority = Self::own_authority(workspace, id)?;
            require_live(&authority, now)?;
            let changed = authority.policy.as_deref() != policy.as_deref();
            Ok((Changes::of(changed.then_some(Event::PolicyChanged { authority: id, policy })), Empty {}))
        })
    }
}

fn require_live(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    find::require_live(authority, now, "The certificate authority is not in a valid state for a resource policy.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_of_the_caller_is_found_in_every_form() {
        let denies = |principal: &str| {
            let policy = format!(r#"{{"Statement": {{"Effect": "Deny", "Principal": {principal}, "Action": "*"}}}}"#);
            locks_out(&policy, "111122223333")
        };
        for principal in [
            r#""*""#,
            r#"{"AWS": "*"}"#,
            r#"{"AWS": "111122223333"}"#,
            r#"{"AWS": ["999999999999", "arn:aws:iam::111122223333:root"]}"#,
        ] {
            assert!(denies(principal), "{principal}");
        }
        for principal in [r#"{"AWS": "999999999999"}"#, r#"{"Service": "*"}"#, "7", r#"{"AWS": "arn:aws:iam::1:root"}"#]
        {
            assert!(!denies(principal), "{principal}");
        }
        assert!(!locks_out("nonsense", "1") && !locks_out("{}", "1"));
        assert!(!locks_out(r#"{"Statement": [{"Effect": "Allow", "Principal": "*"}]}"#, "1"));
    }
}
