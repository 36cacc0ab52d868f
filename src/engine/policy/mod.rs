//! Resource policies: the small language that `PutPolicy` accepts, and what a policy in it allows.
//!
//! The guide says that the structure of its examples "must be followed precisely", and the reference that a policy
//! with a statement that is not allowed, or without one that is required, is an `InvalidPolicyException`. What exactly
//! the service accepts is published nowhere; here it is:
//!
//! - `Version` is `2012-10-17`; `Statement` is a list; `Id` and `Sid` are labels, and need not be unique.
//! - `Effect` is `Allow`; `Resource` is the authority; there is no `NotAction`, `NotPrincipal` or `NotResource`.
//! - `Principal` is `{"AWS": …}` with an account (12 digits or its root), a user or a role, or `"*"` for the members of
//!   an organization. A service as a principal is refused: permissions are for services.
//! - `Action` is the five of [`READ_ACTIONS`], all of them, with or without `RevokeCertificate`; or `RevokeCertificate`;
//!   or `IssueCertificate`, which needs a condition that names its templates.
//! - `Condition` is `StringEquals` of `acm-pca:TemplateArn` or `aws:PrincipalOrgID`, `StringNotEquals` of
//!   `aws:PrincipalAccount`, `ForAnyValue:StringEquals` or `ForAnyValue:StringLike` of `aws:PrincipalOrgPaths`.
//! - Required: whoever may issue or revoke may also read, and whoever may read may issue or revoke.
//!
//! A value may stand alone or in a list. Names are as AWS writes them, in upper and lower case.

mod check;
mod condition;
mod document;
mod evaluate;
mod grant;
mod json;
mod model;
mod permission;
mod principal;
mod problem;
mod required;
#[cfg(test)]
mod tests;

pub use check::{check, read};
pub use document::{Membership, PolicyDocument, Principal, READ_ACTIONS, Statement};
pub use evaluate::Access;
pub use grant::{Grant, grants};
pub use model::{PolicyModel, Share, Who};
pub use permission::permission_policy;
pub use problem::PolicyProblem;

/// The version of the policy language.
const VERSION: &str = "2012-10-17";

/// Longest text of a policy, in characters (newest service model; the reference of April 2024 says 20480).
pub const MAX_LENGTH: usize = 81_920;
