//! What is wrong with a draft, member by member.

use crate::engine::{Error, Violation};

/// What is wrong with one member of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Path of the member as `ValidationException` names it, such as
    /// `certificateAuthorityConfiguration.subject.country`; empty when no single member is at fault.
    pub member: String,
    /// What was expected, in words for the person.
    pub words: String,
    /// The exception's name in the API; nothing for what only the form knows.
    pub code: Option<&'static str>,
}

impl FieldProblem {
    /// A problem that the API has no name for.
    pub fn new(member: impl Into<String>, words: impl Into<String>) -> Self {
        Self { member: member.into(), words: words.into(), code: None }
    }

    fn of_violation(violation: &Violation) -> Self {
        Self { member: violation.member.clone(), words: plain(violation), code: Some("ValidationException") }
    }
}

/// The problems of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<FieldProblem>);

impl From<Vec<FieldProblem>> for Problems {
    fn from(problems: Vec<FieldProblem>) -> Self {
        Self(problems)
    }
}

impl From<&Error> for Problems {
    fn from(error: &Error) -> Self {
        if let Error::Validation(violations) = error {
            return Self(violations.iter().map(FieldProblem::of_violation).collect());
        }
        let words = match error.hint() {
            Some(hint) => format!("{} {hint}.", error.message()),
            None => sentence(&error.message()),
        };
        let member = error.members().first().copied().unwrap_or_default().to_owned();
        Self(vec![FieldProblem { member, words, code: Some(error.code()) }])
    }
}

impl Problems {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &FieldProblem> {
        self.0.iter()
    }

    /// The problem of a member or of something inside it.
    pub fn at(&self, member: &str) -> Option<&FieldProblem> {
        self.0.iter().find(|problem| is_within(&problem.member, member))
    }

    /// The problem of a member itself, not of anything inside it.
    pub fn exactly(&self, member: &str) -> Option<&FieldProblem> {
        self.0.iter().find(|problem| problem.member == member)
    }

    /// The problem of `member`, or of something inside it that has no field of its own as `elsewhere` has.
    pub fn beside_within(&self, member: &str, elsewhere: &str) -> Option<&FieldProblem> {
        let mut inside = self.0.iter().filter(|problem| is_within(&problem.member, member));
        inside.find(|problem| !is_within(&problem.member, elsewhere))
    }

    /// The first problem that belongs to none of the `members`: it is shown for the form as a whole.
    pub fn beside(&self, members: &[&str]) -> Option<&FieldProblem> {
        self.0.iter().find(|problem| !members.iter().any(|member| is_within(&problem.member, member)))
    }
}

/// A problem as a form says it: it begins with a capital, and a single sentence has no full stop.
pub fn sentence(problem: &str) -> String {
    let single = !problem.contains(". ");
    let mut characters = if single { problem.trim_end_matches('.') } else { problem }.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn is_within(path: &str, member: &str) -> bool {
    path.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A broken constraint without the words of the API's framework.
fn plain(violation: &Violation) -> String {
    let rule = violation.constraint.as_str();
    let number = |prefix: &str| rule.strip_prefix(prefix).map(str::to_owned);
    if let Some(max) = number("Member must have length less than or equal to ") {
        if violation.member.ends_with("country") {
            return COUNTRY.into();
        }
        let unit = if violation.value.is_some() { "characters" } else { "of them" };
        return format!("At most {max} {unit}");
    }
    if let Some(min) = number("Member must have length greater than or equal to ") {
        return match min.as_str() {
            "1" => "Must not be empty".into(),
            _ if violation.member.ends_with("country") => COUNTRY.into(),
            _ => format!("At least {min} characters"),
        };
    }
    if let Some(max) = number("Member must have value less than or equal to ") {
        return format!("At most {max}");
    }
    if let Some(min) = number("Member must have value greater than or equal to ") {
        return format!("At least {min}");
    }
    if rule.starts_with("Member must satisfy regular expression pattern") {
        return pattern_words(&violation.member).into();
    }
    rule.strip_prefix("Member must ").map_or_else(|| rule.to_owned(), |rest| format!("Must {rest}"))
}

const COUNTRY: &str = "Two letters, such as DE";

/// What a member's pattern asks for, as an example.
fn pattern_words(member: &str) -> &'static str {
    match member.rsplit('.').next().unwrap_or_default() {
        "country" => COUNTRY,
        "distinguishedNameQualifier" | "serialNumber" => {
            "Only letters A to Z, digits, spaces and ' ( ) + , - . / : = ?"
        }
        "objectIdentifier"
        | "typeId"
        | "registeredId"
        | "certPolicyId"
        | "customObjectIdentifier"
        | "extendedKeyUsageObjectIdentifier" => "An object identifier in dotted form, such as 2.5.4.3",
        "value" if member.contains("customExtensions") => "Base64, such as BQA=",
        "auditReportId" => "36 characters, such as 01234567-89ab-cdef-0123-456789abcdef",
        "certificateAuthorityArn" | "certificateArn" | "resourceArn" => "An ARN, such as arn:aws:acm-pca:…",
        "customCname" | "ocspCustomCname" => "A host name without http://, such as crl.example.com",
        "s3BucketName" => "Lower-case letters, digits, dots and hyphens",
        "customPath" => "Parts separated by /, none at either end, such as pki/crl",
        "key" | "value" => "Letters, digits, spaces and _ . : / = + - @",
        "idempotencyToken" => "Latin letters, digits and signs",
        _ => "Has characters that are not allowed here",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Refusal;

    fn violation(member: &str, constraint: &str) -> Error {
        Error::Validation(vec![Violation::new(member, Some("x".into()), constraint)])
    }

    #[track_caller]
    fn said(member: &str, constraint: &str, expected: &str) {
        let problems = Problems::from(&violation(member, constraint));
        let problem = problems.at(member).unwrap();
        assert_eq!((problem.words.as_str(), problem.code), (expected, Some("ValidationException")));
    }

    #[test]
    fn rules_of_the_framework_become_words() {
        said("a.b", "Member must have length less than or equal to 64", "At most 64 characters");
        said("tags.1.member.key", "Member must have length greater than or equal to 1", "Must not be empty");
        said("a.country", "Member must satisfy regular expression pattern: [A-Za-z]{2}", COUNTRY);
        said("days", "Member must have value less than or equal to 5000", "At most 5000");
        said("validity.value", "Member must end in the future", "Must end in the future");
    }

    #[test]
    fn a_problem_is_found_by_its_member_and_by_what_holds_it() {
        let problems = Problems::from(&violation("subject.country", "Member must x"));
        assert!(problems.at("subject").is_some());
        assert!(problems.at("subject.country").is_some());
        assert!(problems.at("subject.countr").is_none());
        assert!(problems.beside(&["subject"]).is_none());
        assert!(problems.beside(&["validity"]).is_some());
    }

    #[test]
    fn a_way_out_follows_the_fact() {
        let refusal = Refusal::new("It is disabled.").hint("Enable it first");
        let problems = Problems::from(&Error::InvalidState(refusal));
        let problem = problems.beside(&[]).unwrap();
        assert_eq!(problem.words, "It is disabled. Enable it first.");
        assert_eq!(problem.code, Some("InvalidStateException"));
    }
}
