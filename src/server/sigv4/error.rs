//! Why a request is not believed.

use super::{SERVICE, TERMINATOR};

/// Why a request is not believed, as AWS services of this protocol say it. All are answered with status 400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthError {
    /// It is not signed.
    Missing,
    /// The signature is not written as it must be; the sentences say how.
    Incomplete(String),
    /// The access key is none of this workspace.
    UnknownKey,
    /// It has a session token, and there are none here.
    SessionToken,
    /// The signature does not hold, for a reason that gives nothing away.
    Invalid(String),
}

impl AuthError {
    /// The signature is not the one that was calculated.
    pub(super) fn mismatch() -> Self {
        Self::Invalid(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
             Key and signing method. Consult the service documentation for details."
                .into(),
        )
    }

    pub(super) fn scope() -> Self {
        Self::Incomplete(format!(
            "Credential must have five parts with slashes between them: the access key ID, the date, the region, \
             '{SERVICE}' and '{TERMINATOR}'."
        ))
    }

    /// The exception's name, as the API sends it in `__type`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "MissingAuthenticationTokenException",
            Self::Incomplete(_) => "IncompleteSignatureException",
            Self::UnknownKey | Self::SessionToken => "UnrecognizedClientException",
            Self::Invalid(_) => "InvalidSignatureException",
        }
    }

    /// What is said to the client.
    pub fn message(&self) -> String {
        match self {
            Self::Missing => "Missing Authentication Token".into(),
            Self::UnknownKey => "The security token included in the request is invalid.".into(),
            Self::SessionToken => {
                "The security token included in the request is invalid. There are no session tokens here: use an access \
                 key of the workspace as it is."
                    .into()
            }
            Self::Incomplete(message) | Self::Invalid(message) => message.clone(),
        }
    }
}

impl std::fmt::Display for AuthError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl std::error::Error for AuthError {}
