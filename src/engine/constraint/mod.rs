//! The limits of the reference: lengths, ranges, patterns and numbers of items, one place per type.
//!
//! A type says its rules in [`Constrained::constrain`]; [`check`] gathers every broken one into a
//! single `ValidationException`, as the service does.

mod authority;
mod certificate;
mod extensions;
pub mod pattern;
mod subject;

use super::error::{Error, Violation};
use pattern::Pattern;

/// Longest part of a value that a message repeats, in characters.
const SHOWN: usize = 64;

/// A type with limits of its own.
pub trait Constrained {
    /// Tells every broken rule to `members`.
    fn constrain(&self, members: &mut Members);
}

/// Checks a request whole.
///
/// # Errors
/// [`Error::Validation`] with every broken rule.
pub fn check(request: &impl Constrained) -> Result<(), Error> {
    let violations = violations(request);
    if violations.is_empty() { Ok(()) } else { Err(Error::Validation(violations)) }
}

/// Every rule that `value` breaks, with member paths that start at it.
pub fn violations(value: &impl Constrained) -> Vec<Violation> {
    let mut members = Members::default();
    value.constrain(&mut members);
    members.violations
}

/// Where in a request the checking stands, and what it has found.
#[derive(Default)]
pub struct Members {
    path: Vec<String>,
    violations: Vec<Violation>,
}

impl Members {
    /// Goes into a structure.
    pub fn within(&mut self, member: &str, value: &impl Constrained) {
        self.path.push(member.into());
        value.constrain(self);
        self.path.pop();
    }

    /// Goes into a structure that may be absent.
    pub fn within_some(&mut self, member: &str, value: &Option<impl Constrained>) {
        if let Some(value) = value {
            self.within(member, value);
        }
    }

    /// Checks the number of items of a list that may be absent, and each of them.
    pub fn list<T: Constrained>(&mut self, member: &str, list: &Option<Vec<T>>, min: usize, max: usize) {
        let Some(list) = list else { return };
        self.count(member, list.len(), min, max, None);
        for (index, item) in list.iter().enumerate() {
            self.within(&format!("{member}.{}.member", index + 1), item);
        }
    }

    /// Checks the length of a text in characters.
    pub fn length(&mut self, member: &str, value: &str, min: usize, max: usize) {
        self.count(member, value.chars().count(), min, max, Some(value));
    }

    /// Checks length and pattern of a text.
    pub fn text(&mut self, member: &str, value: &str, min: usize, max: usize, pattern: &Pattern) {
        self.length(member, value, min, max);
        if !pattern.matches(value) {
            let rule = format!("Member must satisfy regular expression pattern: {}", pattern.text);
            self.broken(member, Some(value), rule);
        }
    }

    /// Checks the length of a text that may be absent.
    pub fn some_length(&mut self, member: &str, value: &Option<String>, min: usize, max: usize) {
        if let Some(value) = value {
            self.length(member, value, min, max);
        }
    }

    /// Checks length and pattern of a text that may be absent.
    pub fn some_text(&mut self, member: &str, value: &Option<String>, (min, max): (usize, usize), pattern: &Pattern) {
        if let Some(value) = value {
            self.text(member, value, min, max, pattern);
        }
    }

    /// Checks the length of bytes.
    pub fn bytes(&mut self, member: &str, value: &[u8], min: usize, max: usize) {
        self.count(member, value.len(), min, max, None);
    }

    /// Checks a number.
    pub fn range(&mut self, member: &str, value: i64, min: i64, max: i64) {
        let rule = if value < min {
            format!("Member must have value greater than or equal to {min}")
        } else if value > max {
            format!("Member must have value less than or equal to {max}")
        } else {
            return;
        };
        self.broken(member, Some(&value.to_string()), rule);
    }

    fn count(&mut self, member: &str, count: usize, min: usize, max: usize, value: Option<&str>) {
        let rule = if count < min {
            format!("Member must have length greater than or equal to {min}")
        } else if count > max {
            format!("Member must have length less than or equal to {max}")
        } else {
            return;
        };
        self.broken(member, value, rule);
    }

    fn broken(&mut self, member: &str, value: Option<&str>, constraint: String) {
        let mut path = self.path.clone();
        path.push(member.into());
        self.violations.push(Violation {
            member: path.join("."),
            value: value.map(|value| value.chars().take(SHOWN).collect()),
            constraint,
        });
    }
}
