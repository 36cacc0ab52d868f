//! What is wrong with the text of a policy, and where.

use super::super::error::{Error, Refusal};
use crate::x509::words::counted;
use std::ops::Range;

/// Longest part of a value that a message repeats, in characters.
const SHOWN: usize = 64;

/// Something in the text of a policy that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The line it stands on, from 1.
    pub line: usize,
    /// The character of the line it begins at, from 1.
    pub column: usize,
    /// How many characters of that line are at fault; 0 when something is missing there.
    pub length: usize,
    /// The member at fault, such as `Statement[1].Action`; empty for the document.
    pub path: String,
    /// What was expected and what was found.
    pub message: String,
    /// What the person can do about it.
    pub hint: Option<String>,
}

impl PolicyProblem {
    /// The problems as the API tells them: the first with its place, and how many more there are.
    pub(crate) fn refusal(problems: &[Self]) -> Error {
        let Some(first) = problems.first() else {
            return Error::Internal("a policy was refused without a reason".into());
        };
        let Self { line, column, path, message, hint, .. } = first;
        let place = if path.is_empty() { String::new() } else { format!("{path}, ") };
        let more = match problems.len() - 1 {
            0 => String::new(),
            more => format!(" {} more.", counted(more as u64, "problem")),
        };
        let refusal = Refusal::new(format!("{place}line {line}, column {column}: {message}{more}")).at("policy");
        Error::InvalidPolicy(Refusal { hint: hint.clone(), ..refusal })
    }
}

/// A problem whose place is still counted in bytes.
#[derive(Debug)]
pub(super) struct Fault {
    span: Range<usize>,
    path: String,
    message: String,
    hint: Option<String>,
}

impl Fault {
    pub fn at(span: Range<usize>, message: String) -> Self {
        Self { span, path: String::new(), message, hint: None }
    }

    pub fn path(mut self, path: &str) -> Self {
        self.path = path.to_owned();
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Counts lines and characters, in one pass over the text whatever the number of faults.
pub(super) fn locate(text: &str, mut faults: Vec<Fault>) -> Vec<PolicyProblem> {
    faults.sort_by_key(|fault| fault.span.start);
    let (mut line, mut column, mut at) = (1, 1, 0);
    let mut problems = Vec::with_capacity(faults.len());
    for Fault { span, path, message, hint } in faults {
        for character in text[at..span.start].chars() {
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        at = span.start;
        let length = text[span].chars().take_while(|character| *character != '\n').count();
        problems.push(PolicyProblem { line, column, length, path, message, hint });
    }
    problems
}

/// A value of the text as a message repeats it.
pub(super) fn shown(value: &str) -> String {
    if value.is_empty() {
        return "nothing".to_owned();
    }
    if value.chars().count() <= SHOWN {
        return value.to_owned();
    }
    value.chars().take(SHOWN).chain(['…']).collect()
}
