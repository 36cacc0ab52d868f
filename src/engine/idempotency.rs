//! Idempotency tokens: the same request within five minutes is the same request.

use super::Caller;
use super::action::Request;
use crate::workspace::{Event, Sha256Digest, Timestamp, Workspace};
use serde::Serialize;

/// The token of a request, as the workspace remembers it. The reference leaves open what a token
/// with other parameters means; here it is another request: the key is account, region, action,
/// token and parameters together.
#[derive(Clone, Copy)]
pub(super) struct Token(Option<Sha256Digest>);

impl Token {
    /// The token of `request`, which is absent when the caller gave none.
    pub(super) fn of<R: Request>(request: &R, token: Option<&str>, caller: &Caller) -> Self {
        Self::of_parameters(R::ACTION.name(), request, token, caller)
    }

    /// The token of an operation: the parameters are all that decides about its outcome, `token` among them.
    pub(super) fn of_parameters(
        action: &str,
        parameters: &impl Serialize,
        token: Option<&str>,
        caller: &Caller,
    ) -> Self {
        Self(token.map(|_| {
            let parameters = serde_json::to_string(parameters).unwrap_or_default();
            let parts = [&caller.account, &caller.region, action, &parameters];
            Sha256Digest::of(parts.join("\n").as_bytes())
        }))
    }

    /// What the same request was answered less than five minutes ago.
    pub(super) fn outcome(&self, workspace: &Workspace, now: Timestamp) -> Option<String> {
        workspace.idempotent_outcome(self.0?, now).map(|outcome| outcome.arn.clone())
    }

    /// The event that remembers the answer.
    pub(super) fn used(&self, outcome: &str) -> Option<Event> {
        self.0.map(|key| Event::IdempotencyTokenUsed { key, outcome: outcome.into() })
    }
}
