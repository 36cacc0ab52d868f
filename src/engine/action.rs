//! The only list of the 23 actions of the API. Forms, menus, the palette, the endpoint, the command line and the
//! README's table come from it.

use super::api::*;
use super::constraint::Constrained;
use super::{Caller, Engine, Error, json};

/// A request of the API: knows its action and its answer.
pub trait Request: serde::Serialize + serde::de::DeserializeOwned {
    /// The action it asks for.
    const ACTION: Action;
    /// What the action answers.
    type Response: serde::Serialize;
}

/// A request as the engine performs it.
pub trait Perform: Request + Constrained {
    /// Checks the request, decides on a snapshot, and commits the outcome.
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Self::Response, Error>;
}

macro_rules! actions {
    ($($action:ident $request:ident -> $response:ident, $words:literal;)*) => {
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

            /// The action of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.name() == name)
            }

            /// Performs a request in the JSON of the API, and answers in the same; nothing where the action answers
            /// nothing.
            ///
            /// # Errors
            /// `SerializationException` for what is no request of the action; `ValidationException` for one that lacks a
            /// member or has an unknown value; else those of [`Engine::call`].
            pub fn call_json(self, engine: &Engine, caller: &Caller, request: &[u8]) -> Result<Vec<u8>, Error> {
                match self { $(Self::$action => json::call::<$request>(engine, caller, request),)* }
            }

            /// Whether it changes nothing: it can be called while the workspace is locked.
            pub fn reads(self) -> bool {
                ["Describe", "Get", "List"].iter().any(|verb| self.name().starts_with(verb))
            }

            /// What the action does, in plain words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$action => $words,)* }
            }
        }

        $(impl Request for $request {
            const ACTION: Action = Action::$action;
            type Response = $response;
        })*

        #[cfg(test)]
        const SHAPES: &[(&str, &str)] = &[$((stringify!($action), stringify!($request)),)*];
    };
}

actions! {
    CreateCertificateAuthority CreateCertificateAuthorityRequest -> CreateCertificateAuthorityResponse, "Create an authority";
    CreateCertificateAuthorityAuditReport CreateCertificateAuthorityAuditReportRequest -> CreateCertificateAuthorityAuditReportResponse, "Write an audit report";
    CreatePermission CreatePermissionRequest -> Empty, "Grant a permission";
    DeleteCertificateAuthority DeleteCertificateAuthorityRequest -> Empty, "Delete an authority";
    DeletePermission DeletePermissionRequest -> Empty, "Withdraw a permission";
    DeletePolicy DeletePolicyRequest -> Empty, "Remove the resource policy";
    DescribeCertificateAuthority DescribeCertificateAuthorityRequest -> DescribeCertificateAuthorityResponse, "Describe an authority";
    DescribeCertificateAuthorityAuditReport DescribeCertificateAuthorityAuditReportRequest -> DescribeCertificateAuthorityAuditReportResponse, "Ask about an audit report";
    GetCertificate GetCertificateRequest -> GetCertificateResponse, "Fetch a certificate";
    GetCertificateAuthorityCertificate GetCertificateAuthorityCertificateRequest -> GetCertificateAuthorityCertificateResponse, "Fetch the certificate of an authority";
    GetCertificateAuthorityCsr GetCertificateAuthorityCsrRequest -> GetCertificateAuthorityCsrResponse, "Fetch the CSR of an authority";
    GetPolicy GetPolicyRequest -> GetPolicyResponse, "Fetch the resource policy";
    ImportCertificateAuthorityCertificate ImportCertificateAuthorityCertificateRequest -> Empty, "Install the signed certificate of an authority";
    IssueCertificate IssueCertificateRequest -> IssueCertificateResponse, "Issue a certificate";
    ListCertificateAuthorities ListCertificateAuthoritiesRequest -> ListCertificateAuthoritiesResponse, "List authorities";
    ListPermissions ListPermissionsRequest -> ListPermissionsResponse, "List permissions";
    ListTags ListTagsRequest -> ListTagsResponse, "List tags";
    PutPolicy PutPolicyRequest -> Empty, "Attach a resource policy";
    RestoreCertificateAuthority RestoreCertificateAuthorityRequest -> Empty, "Restore a deleted authority";
    RevokeCertificate RevokeCertificateRequest -> Empty, "Revoke a certificate";
    TagCertificateAuthority TagCertificateAuthorityRequest -> Empty, "Add tags to an authority";
    UntagCertificateAuthority UntagCertificateAuthorityRequest -> Empty, "Remove tags from an authority";
    UpdateCertificateAuthority UpdateCertificateAuthorityRequest -> Empty, "Enable, disable or reconfigure an authority";
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
