//! Why a reading stopped.

use super::Place;
use std::fmt;

/// Why a reading stopped.
#[derive(Debug)]
pub(super) enum Fault {
    /// A structure lacks a member that it must have.
    Missing {
        /// Its name in the API.
        name: &'static str,
        /// Its path; absent until the structure is known to have been read.
        member: Option<String>,
    },
    /// A value cannot be read by its own type, which knows no place.
    Unread(String),
    /// A value is of another type, as a sentence.
    Wrong(String),
}

impl Fault {
    /// A value of another type.
    pub(super) fn wrong(place: &Place<'_>, expected: &str, found: &str) -> Self {
        match place.to_string() {
            place if place.is_empty() => Self::Wrong(format!("Expected {expected}, found {found}.")),
            place => Self::Wrong(format!("Expected {expected} at '{place}', found {found}.")),
        }
    }

    /// The same, known to be of the structure at a place.
    pub(super) fn within(self, place: &Place<'_>) -> Self {
        match self {
            Self::Missing { name, member: None } => {
                Self::Missing { name, member: Some(place.member(name).to_string()) }
            }
            located => located,
        }
    }

    /// The same, known to be of the value at a place.
    pub(super) fn at(self, place: &Place<'_>) -> Self {
        match self {
            Self::Unread(message) => Self::Wrong(format!("At '{place}': {message}.")),
            located => located,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name, .. } => write!(f, "{name} is missing"),
            Self::Unread(message) | Self::Wrong(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Unread(message.to_string())
    }

    fn missing_field(name: &'static str) -> Self {
        Self::Missing { name, member: None }
    }
}
