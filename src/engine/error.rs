//! What an action answers when it refuses: the exceptions of the API, each with a way out.

use crate::{keystore, workspace, x509};

/// The facts of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What was expected and what was found, as one sentence or more.
    pub message: String,
    /// The member of the request that is at fault, as `ValidationException` would name it
    /// (`validity.value`), when there is one.
    pub member: Option<String>,
    /// What the person can do about it.
    pub hint: Option<String>,
}

impl Refusal {
    /// A refusal that no single member is to blame for.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), member: None, hint: None }
    }

    /// Names the member at fault.
    pub fn at(mut self, member: impl Into<String>) -> Self {
        self.member = Some(member.into());
        self
    }

    /// Adds a way out.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One rule of the reference that a member of a request breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Path of the member, such as `certificateAuthorityConfiguration.subject.country`.
    pub member: String,
    /// The value, shortened; absent for bytes.
    pub value: Option<String>,
    /// The rule, such as `Member must have length less than or equal to 64`.
    pub constraint: String,
    /// How the API puts it.
    pub wording: Wording,
}

/// How the API puts a broken rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Wording {
    /// As its framework does: the value, the member and the rule.
    #[default]
    Framework,
    /// As it does for a member that must be there: no value.
    Null,
    /// As it does for a member that another one makes necessary: the last part of its path, and no value.
    Missing,
    /// In a sentence of its own, with nothing around it.
    Sentence(String),
}

impl Violation {
    /// A broken rule in the words of the API's framework.
    pub fn new(member: impl Into<String>, value: Option<String>, constraint: impl Into<String>) -> Self {
        Self { member: member.into(), value, constraint: constraint.into(), wording: Wording::Framework }
    }

    /// A member that must be there, and is not.
    pub fn null(member: impl Into<String>) -> Self {
        Self { wording: Wording::Null, ..Self::new(member, None, "Member must not be null") }
    }

    /// A member that is absent or empty while another one makes it necessary.
    pub fn missing(member: impl Into<String>) -> Self {
        Self { wording: Wording::Missing, ..Self::new(member, None, "Member must not be null or empty") }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { member, value, constraint, wording } = self;
        match (wording, value) {
            (Wording::Sentence(sentence), _) => return f.write_str(sentence),
            (Wording::Null, _) => write!(f, "Value null at '{member}' ")?,
            (Wording::Missing, _) => {
                let last = member.rsplit('.').next().unwrap_or_default();
                write!(f, "Value null or empty at '{last}' ")?;
            }
            (Wording::Framework, Some(value)) => write!(f, "Value '{value}' at '{member}' ")?,
            (Wording::Framework, None) => write!(f, "Value at '{member}' ")?,
        }
        write!(f, "failed to satisfy constraint: {constraint}")
    }
}

/// Why an action was refused. Nothing has changed when one of these is answered, except for
/// [`Error::OutcomeUnknown`], which says so.
///
/// The variants are the exceptions of the API, and below them what only a workspace on a disk
/// can meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The certificate or its chain does not go with the authority or with each other.
    CertificateMismatch(Refusal),
    /// Something else has changed the authority meanwhile.
    ConcurrentModification(Refusal),
    /// One or more arguments are not valid.
    InvalidArgs(Refusal),
    /// The ARN is none of a resource of the kind that is asked for.
    InvalidArn(Refusal),
    /// The token of the next page is none of an earlier answer.
    InvalidNextToken(Refusal),
    /// The resource policy has a statement that is not allowed, or lacks one that is required.
    InvalidPolicy(Refusal),
    /// The action cannot be performed on this, or a value cannot be read.
    InvalidRequest(Refusal),
    /// The authority is in a state in which the action is not possible.
    InvalidState(Refusal),
    /// The key or the value of a tag is not allowed.
    InvalidTag(Refusal),
    /// A quota would be exceeded.
    LimitExceeded(Refusal),
    /// The caller would have no access any more.
    LockoutPrevented(Refusal),
    /// A certificate cannot be read, or has what an authority's must not have.
    MalformedCertificate(Refusal),
    /// The CSR cannot be read, or its signature does not match.
    MalformedCsr(Refusal),
    /// The permission was granted before.
    PermissionAlreadyExists(Refusal),
    /// The request was performed before.
    RequestAlreadyProcessed(Refusal),
    /// The request has failed for a reason of its own, which the message tells.
    RequestFailed(Refusal),
    /// The same request is being performed.
    RequestInProgress(Refusal),
    /// There is no such authority, certificate, policy or report.
    ResourceNotFound(Refusal),
    /// The authority would have more than 50 tags.
    TooManyTags(Refusal),
    /// The caller may not do this.
    AccessDenied(Refusal),
    /// Members that break a length, range, pattern or enumeration of the reference, all of them.
    Validation(Vec<Violation>),
    /// What was sent is no request of the action: no JSON, or a value of another type.
    Serialization(Refusal),
    /// The workspace is locked: reading goes on, signing and writing wait for the passphrase.
    Locked,
    /// The workspace is open for reading only; the reason says why.
    ReadOnly(String),
    /// The passphrase does not open the workspace.
    WrongPassphrase,
    /// The disk refused; the workspace is as it was before.
    Storage(String),
    /// The file is no workspace, cannot be read, or must not be believed; the reason says what to do.
    Unreadable(String),
    /// The disk refused, and then refused to say what is on it: reopen to see.
    OutcomeUnknown(String),
    /// A defect of Canopy, told instead of hidden.
    Internal(String),
}

impl Error {
    /// The exception's name as the API sends it in `__type`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CertificateMismatch(_) => "CertificateMismatchException",
            Self::ConcurrentModification(_) => "ConcurrentModificationException",
            Self::InvalidArgs(_) => "InvalidArgsException",
            Self::InvalidArn(_) => "InvalidArnException",
            Self::InvalidNextToken(_) => "InvalidNextTokenException",
            Self::InvalidPolicy(_) => "InvalidPolicyException",
            Self::InvalidRequest(_) => "InvalidRequestException",
            Self::InvalidState(_) => "InvalidStateException",
            Self::InvalidTag(_) => "InvalidTagException",
            Self::LimitExceeded(_) => "LimitExceededException",
            Self::LockoutPrevented(_) => "LockoutPreventedException",
            Self::MalformedCertificate(_) => "MalformedCertificateException",
            Self::MalformedCsr(_) => "MalformedCSRException",
            Self::PermissionAlreadyExists(_) => "PermissionAlreadyExistsException",
            Self::RequestAlreadyProcessed(_) => "RequestAlreadyProcessedException",
            Self::RequestFailed(_) => "RequestFailedException",
            Self::RequestInProgress(_) => "RequestInProgressException",
            Self::ResourceNotFound(_) => "ResourceNotFoundException",
            Self::TooManyTags(_) => "TooManyTagsException",
            Self::AccessDenied(_) => "AccessDeniedException",
            Self::Validation(_) => "ValidationException",
            Self::Serialization(_) => "SerializationException",
            Self::Locked | Self::ReadOnly(_) | Self::WrongPassphrase => "ServiceUnavailable",
            Self::Storage(_) | Self::Unreadable(_) | Self::OutcomeUnknown(_) | Self::Internal(_) => "InternalFailure",
        }
    }

    /// The HTTP status that goes with the code.
    pub fn http_status(&self) -> u16 {
        match self.code() {
            "InternalFailure" => 500,
            "ServiceUnavailable" => 503,
            _ => 400,
        }
    }

    /// What was expected and what was found.
    pub fn message(&self) -> String {
        match self {
            Self::Validation(violations) => validation_message(violations),
            Self::Locked => "The workspace is locked.".into(),
            Self::WrongPassphrase => "The passphrase does not open this workspace.".into(),
            Self::ReadOnly(reason) => format!("The workspace is open for reading only: {reason}"),
            Self::Storage(reason) => format!("The workspace could not be written: {reason}"),
            Self::Unreadable(reason) => sentence(reason),
            Self::OutcomeUnknown(reason) => {
                format!("The outcome of the last action is unknown: {reason}")
            }
            Self::Internal(reason) => format!("Canopy made a mistake: {reason}"),
            other => other.refusal().map(|refusal| refusal.message.clone()).unwrap_or_default(),
        }
    }

    /// What the person can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Locked => Some("Unlock it with its passphrase and try again".into()),
            Self::WrongPassphrase => Some("Check Caps Lock and the keyboard layout".into()),
            Self::Storage(_) => {
                Some("Nothing has changed. Make room or allow writing to the folder, then try again".into())
            }
            Self::OutcomeUnknown(_) => Some("Close the workspace and open it again to see".into()),
            other => other.refusal().and_then(|refusal| refusal.hint.clone()),
        }
    }

    /// Paths of the members at fault, as the API writes them.
    pub fn members(&self) -> Vec<&str> {
        match self {
            Self::Validation(violations) => violations.iter().map(|violation| violation.member.as_str()).collect(),
            other => other.refusal().and_then(|r| r.member.as_deref()).into_iter().collect(),
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::CertificateMismatch(refusal)
            | Self::ConcurrentModification(refusal)
            | Self::InvalidArgs(refusal)
            | Self::InvalidArn(refusal)
            | Self::InvalidNextToken(refusal)
            | Self::InvalidPolicy(refusal)
            | Self::InvalidRequest(refusal)
            | Self::InvalidState(refusal)
            | Self::InvalidTag(refusal)
            | Self::LimitExceeded(refusal)
            | Self::LockoutPrevented(refusal)
            | Self::MalformedCertificate(refusal)
            | Self::MalformedCsr(refusal)
            | Self::PermissionAlreadyExists(refusal)
            | Self::RequestAlreadyProcessed(refusal)
            | Self::RequestFailed(refusal)
            | Self::RequestInProgress(refusal)
            | Self::ResourceNotFound(refusal)
            | Self::TooManyTags(refusal)
            | Self::AccessDenied(refusal)
            | Self::Serialization(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// The text that the API's framework builds out of broken constraints.
fn validation_message(violations: &[Violation]) -> String {
    if let [Violation { wording: Wording::Sentence(sentence), .. }] = violations {
        return sentence.clone();
    }
    let count = violations.len();
    let plural = if count == 1 { "" } else { "s" };
    let all: Vec<String> = violations.iter().map(Violation::to_string).collect();
    format!("{count} validation error{plural} detected: {}", all.join("; "))
}

/// A reason of a lower layer, which begins small and has no full stop, as a sentence of its own.
pub(super) fn sentence(reason: &str) -> String {
    let stop = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    x509::words::capital(reason) + stop
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl std::error::Error for Error {}

impl From<workspace::Error> for Error {
    fn from(error: workspace::Error) -> Self {
        use workspace::Error as Found;
        match error {
            Found::Locked => Self::Locked,
            Found::ReadOnly { reason } => Self::ReadOnly(reason.to_string()),
            Found::OutcomeUnknown { source } => Self::OutcomeUnknown(source.to_string()),
            Found::Refused(reason) => Self::Internal(reason.to_string()),
            Found::Io { doing, .. } if !doing.starts_with("read") => Self::Storage(error.to_string()),
            Found::Exists { path } => {
                let refusal = Refusal::new(format!("{} exists already.", path.display())).at("path");
                Self::InvalidArgs(refusal.hint("Choose another name, or open it"))
            }
            Found::RecordTooLarge { found, limit } => {
                let refusal = Refusal::new(format!("Expected a record of at most {limit} bytes, found {found}."));
                Self::LimitExceeded(refusal.hint("Do less in one step"))
            }
            other => Self::Unreadable(other.to_string()),
        }
    }
}

impl From<keystore::Error> for Error {
    fn from(error: keystore::Error) -> Self {
        match error {
            keystore::Error::WrongPassphrase => Self::WrongPassphrase,
            keystore::Error::EmptyPassphrase => {
                Self::InvalidArgs(Refusal::new("Expected a passphrase, found none.").at("passphrase"))
            }
            keystore::Error::NotSealed { .. } => Self::Unreadable(error.to_string()),
            keystore::Error::AnotherKey { .. } => Self::InvalidArgs(Refusal::new(error.to_string())),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<x509::Error> for Error {
    fn from(error: x509::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validation_errors_read_as_the_api_writes_them() {
        let violation = |member: &str| {
            Violation::new(member, Some("x".into()), "Member must have length greater than or equal to 2")
        };
        let one = Error::Validation(vec![violation("subject.country")]);
        assert_eq!(
            one.message(),
            "1 validation error detected: Value 'x' at 'subject.country' failed to satisfy \
             constraint: Member must have length greater than or equal to 2"
        );
        let two = Error::Validation(vec![violation("a"), violation("b")]);
        assert!(two.message().starts_with("2 validation errors detected: "));
        assert_eq!(two.members(), ["a", "b"]);
        let missing = Error::Validation(vec![Violation::missing("a.b")]);
        assert_eq!(
            missing.message(),
            "1 validation error detected: Value null or empty at 'b' failed to satisfy constraint: Member must not be \
             null or empty"
        );
        assert_eq!(missing.members(), ["a.b"]);
    }
}
