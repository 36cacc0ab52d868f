//! What a client is told when it is refused.

use super::super::sigv4::AuthError;
use crate::engine::Error;
use std::borrow::Cow;

/// What a client is told when it is refused.
#[derive(Debug)]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// `__type`.
    pub code: Cow<'static, str>,
    /// `message`.
    pub message: String,
    /// Whether the connection ends with it, because the rest of the request is not read.
    pub close: bool,
}

impl Refused {
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), close: false }
    }

    /// The rest of the request is not read.
    pub fn closing(self) -> Self {
        Self { close: true, ..self }
    }

    /// Nothing that an access key could change.
    pub fn forbidden(message: String) -> Self {
        Self::new(403, "AccessDeniedException", message)
    }

    /// The default rate of an action is exceeded.
    pub fn throttled() -> Self {
        Self::new(400, "ThrottlingException", "Rate exceeded")
    }

    /// Something was not done, for a reason that is told.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(500, "InternalFailure", message)
    }
}

impl From<AuthError> for Refused {
    fn from(error: AuthError) -> Self {
        Self::new(400, error.code(), error.message())
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let message = match error.hint() {
            Some(hint) => format!("{}. {}.", error.message().trim_end_matches('.'), hint.trim_end_matches('.')),
            None => error.message(),
        };
        Self::new(error.http_status(), error.code(), message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_done_is_a_sentence_of_its_own() {
        let refused = Refused::from(Error::Storage("the disk is full".into()));
        let told = "The workspace could not be written: the disk is full. Nothing has changed.";
        assert!(refused.message.starts_with(told), "{}", refused.message);
        assert!(Refused::from(Error::Locked).message.starts_with("The workspace is locked. Unlock it"));
    }
}
