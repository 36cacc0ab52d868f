//! Why a subcommand did not do what it was to do.

use super::output;
use crate::engine::Error;
use std::process::ExitCode;

/// Why a subcommand did not do what it was to do.
#[derive(Debug)]
pub(super) enum Failure {
    /// It was refused or failed, in sentences.
    Refused(String),
    /// An action was refused: the answer of the API, as it is printed.
    Answered(String),
    /// It was called wrongly, in sentences.
    Usage(String),
    /// Whoever reads standard output has had enough. What was to be done is done.
    PipeClosed,
}

impl Failure {
    /// Says it on standard error, and answers with what the program ends.
    pub(super) fn tell(self) -> ExitCode {
        match self {
            Self::Refused(words) => {
                output::say(&words);
                ExitCode::FAILURE
            }
            Self::Answered(answer) => {
                output::say_plainly(&answer);
                ExitCode::FAILURE
            }
            Self::Usage(words) => {
                output::say(&words);
                ExitCode::from(2)
            }
            Self::PipeClosed => ExitCode::SUCCESS,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let message = error.message();
        let at: String = match &error {
            // The message of a validation names its members.
            Error::Validation(_) => String::new(),
            other => other.members().iter().map(|member| format!("{member}: ")).collect(),
        };
        Self::Refused(match error.hint() {
            Some(hint) => format!("{at}{}. {hint}.", message.trim_end_matches('.')),
            None => format!("{at}{message}"),
        })
    }
}
