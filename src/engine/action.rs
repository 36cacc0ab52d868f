//! The only list of the 23 actions of the API. Forms, menus, the palette and the README's table
//! come from it.

use super::api::*;
use super::{Caller, Engine, Error};

/// A request of the API: knows its action and its answer.
pub trait Request: serde::Serialize + serde::de::DeserializeOwned {
    /// The action it asks for.
    const ACTION: Action;
    /// What the action answers.
    type Response: serde::Serialize;
}

/// A request whose action is built: the engine can perform it.
pub trait Perform: Request {
    /// Checks the request, decides on a snapshot, and commits the outcome.
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Self::Response, Error>;
}

macro_rules! actions {
    ($($built:ident $action:ident $request:ident -> $response:ident, $words:literal;)*) => {
        /// An action of the AWS Private CA API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $(#[doc = $words] $action,)* }

        impl Action {
            /// All actions, in the order of the reference.
            pub const ALL: &'static [Self] = &[$(Self::$action,)*];

            /// The action's name in the API.
            pub fn name(self) -> &'static str {
                match self { $(Self::$action => stringify!($action),)* }
            }

            /// What the action does, in plain words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$action => $words,)* }
            }

            /// Whether this version performs the action. One that is not built is offered nowhere.
            pub fn is_built(self) -> bool {
                match self { $(Self::$action => actions!(@built $built),)* }
            }
        }

        $(impl Request for $request {
            const ACTION: Action = Action::$action;
            type Response = $response;
        })*

        #[cfg(test)]
        const SHAPES: &[(&str, &str)] = &[$((stringify!($action), stringify!($request)),)*];
    };
    (@built built) => { true };
    (@built later) => { false };
}

actions! {
    built CreateCertificateAuthority CreateCertificateAuthorityRequest -> CreateCertificateAuthorityResponse, "Create an authority";
    later CreateCertificateAuthorityAuditReport CreateCertificateAuthorityAuditReportRequest -> CreateCertificateAuthorityAuditReportResponse, "Write an audit report";
    built CreatePermission CreatePermissionRequest -> Empty, "Grant a permission";
    built DeleteCertificateAuthority DeleteCertificateAuthorityRequest -> Empty, "Delete an authority";
    built DeletePermission DeletePermissionRequest -> Empty, "Withdraw a permission";
    built DeletePolicy DeletePolicyRequest -> Empty, "Remove the resource policy";
    built DescribeCertificateAuthority DescribeCertificateAuthorityRequest -> DescribeCertificateAuthorityResponse, "Describe an authority";
    later DescribeCertificateAuthorityAuditReport DescribeCertificateAuthorityAuditReportRequest -> DescribeCertificateAuthorityAuditReportResponse, "Ask about an audit report";
    built GetCertificate GetCertificateRequest -> GetCertificateResponse, "Fetch a certificate";
    built GetCertificateAuthorityCertificate GetCertificateAuthorityCertificateRequest -> GetCertificateAuthorityCertificateResponse, "Fetch the certificate of an authority";
    built GetCertificateAuthorityCsr GetCertificateAuthorityCsrRequest -> GetCertificateAuthorityCsrResponse, "Fetch the CSR of an authority";
    built GetPolicy GetPolicyRequest -> GetPolicyResponse, "Fetch the resource policy";
    built ImportCertificateAuthorityCertificate ImportCertificateAuthorityCertificateRequest -> Empty, "Install the signed certificate of an authority";
    built IssueCertificate IssueCertificateRequest -> IssueCertificateResponse, "Issue a certificate";
    built ListCertificateAuthorities ListCertificateAuthoritiesRequest -> ListCertificateAuthoritiesResponse, "List authorities";
    built ListPermissions ListPermissionsRequest -> ListPermissionsResponse, "List permissions";
    built ListTags ListTagsRequest -> ListTagsResponse, "List tags";
    built PutPolicy PutPolicyRequest -> Empty, "Attach a resource policy";
    built RestoreCertificateAuthority RestoreCertificateAuthorityRequest -> Empty, "Restore a deleted authority";
    built RevokeCertificate RevokeCertificateRequest -> Empty, "Revoke a certificate";
    built TagCertificateAuthority TagCertificateAuthorityRequest -> Empty, "Add tags to an authority";
    built UntagCertificateAuthority UntagCertificateAuthorityRequest -> Empty, "Remove tags from an authority";
    built UpdateCertificateAuthority UpdateCertificateAuthorityRequest -> Empty, "Enable, disable or reconfigure an authority";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The names of the service model, copied from its newest version.
    const MODEL: &str = include_str!("../../tests/model/actions.txt");

    #[test]
    fn the_list_is_that_of_the_service_model() {
        let listed: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
        let model: Vec<&str> = MODEL.lines().collect();
        assert_eq!(listed, model);
        assert_eq!(listed.len(), 23);
    }

    #[test]
    fn no_action_is_listed_twice_and_each_has_words_of_its_own() {
        let names: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
        let words: BTreeSet<&str> = Action::ALL.iter().map(|action| action.words()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        assert_eq!(words.len(), Action::ALL.len());
    }

    #[test]
    fn a_request_is_named_after_its_action() {
        for (action, request) in SHAPES {
            assert_eq!(format!("{action}Request"), *request);
        }
    }
}
