//! The reading actions of the API: the members of each request, and how it is asked. The form, the palette and the tests
//! come from this table.

use super::super::parts::{ApiRequest, docs};
use crate::engine::api::*;
use crate::engine::constraint::{self, Constrained};
use crate::engine::{Action, Caller, Engine, Error, Perform, Request, Violation};
use documented::DocumentedFields;
use serde_json::Value;

/// A member of a reading request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// `CertificateAuthorityArn`
    Authority,
    /// `ResourceArn`: the authority, as the policy of one is asked for.
    Resource,
    /// `CertificateArn`
    Certificate,
    /// `AuditReportId`
    AuditReport,
    /// `MaxResults`
    MaxResults,
    /// `NextToken`
    NextToken,
    /// `ResourceOwner`
    ResourceOwner,
}

impl Member {
    /// Its name in the API.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Authority => "CertificateAuthorityArn",
            Self::Resource => "ResourceArn",
            Self::Certificate => "CertificateArn",
            Self::AuditReport => "AuditReportId",
            Self::MaxResults => "MaxResults",
            Self::NextToken => "NextToken",
            Self::ResourceOwner => "ResourceOwner",
        }
    }

    /// Its path, as `ValidationException` names it.
    pub(super) fn path(self) -> String {
        let name = self.name();
        name[..1].to_lowercase() + &name[1..]
    }

    /// Whether a request cannot do without it.
    pub(super) fn is_required(self) -> bool {
        !matches!(self, Self::MaxResults | Self::NextToken | Self::ResourceOwner)
    }
}

/// A reading action.
pub(super) struct Reading {
    /// Which one.
    pub(super) action: Action,
    /// The members of its request, in the order of the form.
    pub(super) members: &'static [Member],
    /// The documentation of a member.
    pub(super) docs: fn(&str) -> &'static str,
    /// The rules of the reference that a request breaks.
    pub(super) violations: fn(&Value) -> Vec<Violation>,
    /// The request as programs send it to a region.
    pub(super) written: fn(&Value, &str) -> ApiRequest,
    /// Asks, and gives the answer as the API has it.
    pub(super) ask: fn(&Engine, &Caller, Value) -> Result<Value, Error>,
}

impl Reading {
    const fn of<R: Perform + Constrained + DocumentedFields>(members: &'static [Member]) -> Self {
        Self {
            action: R::ACTION,
            members,
            docs: docs::<R>,
            violations: violations::<R>,
            written: written::<R>,
            ask: ask::<R>,
        }
    }

    /// The row of an action, if it is one that reads.
    pub(super) fn find(action: Action) -> Option<&'static Self> {
        READINGS.iter().find(|reading| reading.action == action)
    }
}

/// All reading actions, in the order of the reference.
pub(super) static READINGS: &[Reading] = {
    use Member::{AuditReport, Authority, Certificate, MaxResults, NextToken, Resource, ResourceOwner};
    &[
        Reading::of::<DescribeCertificateAuthorityRequest>(&[Authority]),
        Reading::of::<DescribeCertificateAuthorityAuditReportRequest>(&[Authority, AuditReport]),
        Reading::of::<GetCertificateRequest>(&[Authority, Certificate]),
        Reading::of::<GetCertificateAuthorityCertificateRequest>(&[Authority]),
        Reading::of::<GetCertificateAuthorityCsrRequest>(&[Authority]),
        Reading::of::<GetPolicyRequest>(&[Resource]),
        Reading::of::<ListCertificateAuthoritiesRequest>(&[ResourceOwner, MaxResults, NextToken]),
        Reading::of::<ListPermissionsRequest>(&[Authority, MaxResults, NextToken]),
        Reading::of::<ListTagsRequest>(&[Authority, MaxResults, NextToken]),
    ]
};

fn read<R: Request>(request: &Value) -> Result<R, Error> {
    serde_json::from_value(request.clone()).map_err(|error| Error::Internal(error.to_string()))
}

fn violations<R: Request + Constrained>(request: &Value) -> Vec<Violation> {
    read::<R>(request).map(|request| constraint::violations(&request)).unwrap_or_default()
}

fn written<R: Request>(request: &Value, region: &str) -> ApiRequest {
    read::<R>(request).map(|request| ApiRequest::of(&request, region)).unwrap_or_default()
}

fn ask<R: Perform>(engine: &Engine, caller: &Caller, request: Value) -> Result<Value, Error> {
    let answer = engine.call(caller, read::<R>(&request)?)?;
    serde_json::to_value(answer).map_err(|error| Error::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn all_actions_that_begin_with_a_word_for_reading_are_here() {
        let reads = |action: &&Action| ["Describe", "Get", "List"].iter().any(|word| action.name().starts_with(word));
        let expected: BTreeSet<Action> = Action::ALL.iter().filter(reads).copied().collect();
        let listed: BTreeSet<Action> = READINGS.iter().map(|reading| reading.action).collect();
        assert_eq!(listed, expected);
        assert_eq!(READINGS.len(), 9);
    }

    #[test]
    fn every_member_is_one_of_the_request() {
        for reading in READINGS {
            for member in reading.members {
                let name = reading.action.name();
                assert!(!(reading.docs)(member.name()).is_empty(), "{name} {}", member.name());
            }
        }
        assert_eq!(Member::NextToken.path(), "nextToken");
    }
}
