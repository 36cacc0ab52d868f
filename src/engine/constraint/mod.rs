//! The limits of the reference: lengths, ranges, patterns and numbers of items, one place per type.
//!
//! A type says its rules in [`Constrained::constrain`]; [`check`] gathers every broken one into a
//! single `ValidationException`, as the service does.

mod access;
mod audit_report;
mod authority;
mod certificate;
mod extensions;
pub mod pattern;
mod subject;

use super::error::{Error, Violation};
use pattern::Pattern;
use std::ops::RangeInclusive;

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
    pub fn list<T: Constrained>(&mut self, member: &str, list: Option<&[T]>, limits: RangeInclusive<usize>) {
        let Some(list) = list else { return };
        self.count(member, list.len(), limits, None);
        for (index, item) in list.iter().enumerate() {
            self.within(&format!("{member}.{}.member", index + 1), item);
        }
    }

    /// Checks the number of items of a list whose items have no limits of their own.
    pub fn items(&mut self, member: &str, count: usize, limits: RangeInclusive<usize>) {
        self.count(member, count, limits, None);
    }

    /// Checks the length of a text in characters. One that is absent breaks no rule.
    pub fn length<'a>(&mut self, member: &str, value: impl Into<Option<&'a str>>, limits: RangeInclusive<usize>) {
        if let Some(value) = value.into() {
            self.count(member, value.chars().count(), limits, Some(value));
        }
    }

    /// Checks length and pattern of a text. One that is absent breaks no rule.
    pub fn text<'a>(
        &mut self,
        member: &str,
        value: impl Into<Option<&'a str>>,
        limits: RangeInclusive<usize>,
        pattern: &Pattern,
    ) {
        let Some(value) = value.into() else { return };
        self.length(member, value, limits);
        if !pattern.matches(value) {
            let rule = format!("Member must satisfy regular expression pattern: {}", pattern.text);
            self.broken(member, Some(value), rule);
        }
    }

    /// Checks the length of bytes.
    pub fn bytes(&mut self, member: &str, value: &[u8], limits: RangeInclusive<usize>) {
        self.count(member, value.len(), limits, None);
    }

    /// Checks a number. One that is absent breaks no rule.
    pub fn number(&mut self, member: &str, value: impl Into<Option<i64>>, limits: RangeInclusive<i64>) {
        let Some(value) = value.into() else { return };
        let rule = if value < *limits.start() {
            format!("Member must have value greater than or equal to {}", limits.start())
        } else if value > *limits.end() {
            format!("Member must have value less than or equal to {}", limits.end())
        } else {
            return;
        };
        self.broken(member, Some(&value.to_string()), rule);
    }

    fn count(&mut self, member: &str, count: usize, limits: RangeInclusive<usize>, value: Option<&str>) {
        let rule = if count < *limits.start() {
            format!("Member must have length greater than or equal to {}", limits.start())
        } else if count > *limits.end() {
            format!("Member must have length less than or equal to {}", limits.end())
        } else {
            return;
        };
        self.broken(member, value, rule);
    }

    fn broken(&mut self, member: &str, value: Option<&str>, constraint: String) {
        let mut path = self.path.clone();
        path.push(member.into());
        self.violations.push(Violation::new(path.join("."), value.map(shown), constraint));
    }
}

/// As much of a value as a message repeats.
pub(super) fn shown(value: &str) -> String {
    value.chars().take(SHOWN).collect()
}
