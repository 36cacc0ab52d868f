//! Which names a CA may certify, RFC 5280 section 4.2.1.10. What cannot be decided is refused.

mod address;
mod host;
#[cfg(test)]
mod tests;

use super::budget::name_weight;
use super::check::shortened;
use super::{Failure, Rule};
use crate::x509::decode::Value;
use crate::x509::extension::{GeneralSubtree, NameConstraints};
use crate::x509::{GeneralName, Name, Oid, Tag, oid};

/// `id-on-SmtpUTF8Mailbox`: a mail address with letters of any script (RFC 9598 section 3).
const SMTP_UTF8_MAILBOX: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.8.9");
/// So many failures of one certificate are told for each CA.
const TOLD: usize = 20;
/// Comparing so many octets of names counts as one comparison.
const OCTETS: usize = 64;

/// The names of a certificate that constraints apply to.
#[derive(Default)]
pub struct Subject {
    names: Vec<GeneralName>,
    /// Of all names together.
    octets: usize,
}

/// The name constraints of a CA.
pub struct Constraints {
    found: NameConstraints,
    count: usize,
    /// What comparing one short name with all of them costs.
    weight: usize,
}

impl Subject {
    /// The subject, the mail addresses in it, and the alternative names.
    pub fn of(subject: &Name, alternative: Vec<GeneralName>) -> Subject {
        let mut names = alternative;
        let mail = subject.attributes().filter(|attribute| attribute.oid == oid::ID_EMAIL_ADDRESS);
        names.extend(mail.map(|attribute| GeneralName::Rfc822Name(attribute.value.text().unwrap_or_default())));
        if !subject.is_empty() {
            names.push(GeneralName::DirectoryName(subject.clone()));
        }
        let octets = names.iter().map(octets_of).sum();
        Subject { names, octets }
    }

    /// The alternative names, and those that constraints apply to beside them: mailboxes and the subject.
    pub fn names(&self) -> &[GeneralName] {
        &self.names
    }

    /// How many comparisons it takes to hold them against `constraints`.
    pub fn cost(&self, constraints: &Constraints) -> usize {
        let names = self.names.len().saturating_mul(constraints.weight);
        names.saturating_add((self.octets / OCTETS).saturating_mul(constraints.count))
    }

    /// The names that the constraints of the CA `by` do not allow.
    pub fn check(&self, constraints: &Constraints, by: &str) -> Vec<Failure> {
        self.names.iter().filter_map(|name| judge(name, &constraints.found, by)).take(TOLD).collect()
    }
}

impl From<NameConstraints> for Constraints {
    fn from(found: NameConstraints) -> Self {
        let trees = found.permitted_subtrees.iter().chain(&found.excluded_subtrees);
        let (count, octets) = trees.fold((0, 0), |(count, octets), tree| (count + 1, octets + octets_of(&tree.base)));
        Constraints { found, count, weight: count + octets / OCTETS }
    }
}

/// How many octets it takes to compare a name.
fn octets_of(name: &GeneralName) -> usize {
    match name {
        GeneralName::DirectoryName(name) => name_weight(name),
        GeneralName::Rfc822Name(text) | GeneralName::DnsName(text) | GeneralName::UniformResourceIdentifier(text) => {
            text.len()
        }
        _ => 0,
    }
}

/// Why a name is not allowed.
fn judge(name: &GeneralName, constraints: &NameConstraints, by: &str) -> Option<Failure> {
    let shown = || format!("{} \"{}\"", name.kind(), shortened(&name.value()));
    let undecided = |rule, why| {
        Some(Failure::new(rule, format!("{} cannot be held against the name constraints of {by}: {why}", shown())))
    };
    let of_kind = |tree: &&GeneralSubtree| is_of_kind(name, &tree.base);
    for tree in constraints.excluded_subtrees.iter().filter(of_kind) {
        match within(name, tree, true) {
            Ok(false) => {}
            Ok(true) => {
                let words = format!("{} is excluded by {by}: \"{}\"", shown(), shortened(&tree.base.value()));
                return Some(Failure::new(Rule::ExcludedNames, words));
            }
            Err(why) => return undecided(Rule::ExcludedNames, why),
        }
    }
    let permitted = || constraints.permitted_subtrees.iter().filter(of_kind);
    permitted().next()?;
    let mut problem = None;
    for tree in permitted() {
        match within(name, tree, false) {
            Ok(true) => return None,
            Ok(false) => {}
            Err(why) => problem = Some(why),
        }
    }
    if let Some(why) = problem {
        return undecided(Rule::PermittedNames, why);
    }
    let (few, rest) = (permitted().take(3), permitted().count().saturating_sub(3));
    let few: Vec<String> = few.map(|tree| format!("\"{}\"", shortened(&tree.base.value()))).collect();
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let words = format!("{} is not among the names that {by} permits: {}{more}", shown(), few.join(", "));
    Some(Failure::new(Rule::PermittedNames, words))
}

/// Constraints apply to names of their kind; those on mail addresses to both kinds of them (RFC 9598 section 6).
fn is_of_kind(name: &GeneralName, base: &GeneralName) -> bool {
    let mail = matches!(name, GeneralName::OtherName { type_id: SMTP_UTF8_MAILBOX, .. })
        && matches!(base, GeneralName::Rfc822Name(_));
    mail || std::mem::discriminant(name) == std::mem::discriminant(base)
}

/// Whether `name` lies in `tree`, which is of its kind. For an `excluded` tree: whether any part of it does.
fn within(name: &GeneralName, tree: &GeneralSubtree, excluded: bool) -> Result<bool, &'static str> {
    if tree.minimum != 0 || tree.maximum.is_some() {
        return Err("minimum and maximum are not supported");
    }
    match (name, &tree.base) {
        (GeneralName::DnsName(name), GeneralName::DnsName(base)) => host::dns(name, base, excluded),
        (GeneralName::Rfc822Name(name), GeneralName::Rfc822Name(base)) => host::mailbox(name, base),
        (GeneralName::OtherName { value, .. }, GeneralName::Rfc822Name(base)) => {
            host::mailbox(utf8(value).ok_or("it is not a UTF8String")?, base)
        }
        (GeneralName::UniformResourceIdentifier(name), GeneralName::UniformResourceIdentifier(base)) => {
            host::uri(name, base, excluded)
        }
        (GeneralName::DirectoryName(name), GeneralName::DirectoryName(base)) => Ok(name.is_in_subtree(base)),
        (GeneralName::IpAddress(name), GeneralName::IpAddress(base)) => address::within(name, base),
        _ => Err("names of this kind are not supported"),
    }
}

/// The text of a UTF8String.
fn utf8(der: &[u8]) -> Option<&str> {
    let value = Value::only(der, Tag::UTF8_STRING, "OtherName").ok()?;
    std::str::from_utf8(value.content).ok()
}
