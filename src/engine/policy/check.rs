//! Reads the text of a policy and says everything in it that is not accepted.

use super::super::action::Action;
use super::super::error::Error;
use super::condition::Conditions;
use super::document::{PolicyDocument, READ_ACTIONS, Statement, grantable, policy_name};
use super::json::{self, Name, Node, Value};
use super::problem::{Fault, PolicyProblem, locate, shown};
use super::{MAX_LENGTH, VERSION, required};
use crate::workspace::CertificateAuthorityArn;
use std::ops::Range;

/// Checks the text of a policy for an authority.
///
/// # Errors
/// Every problem, in the order of the text; of text that is no JSON the first.
pub fn check(text: &str, authority: &CertificateAuthorityArn) -> Result<PolicyDocument, Vec<PolicyProblem>> {
    if let Err(fault) = check_characters(text) {
        return Err(locate(text, vec![fault]));
    }
    let node = json::read(text).map_err(|fault| locate(text, vec![fault]))?;
    let mut reading = Reading { authority, faults: Vec::new() };
    let document = reading.document(&node);
    match document {
        Some(document) if reading.faults.is_empty() => Ok(document),
        _ => Err(locate(text, reading.faults)),
    }
}

/// Reads a policy as `PutPolicy` does.
///
/// # Errors
/// [`Error::InvalidPolicy`] with the first problem, its place, and how many more there are.
pub fn read(text: &str, authority: &CertificateAuthorityArn) -> Result<PolicyDocument, Error> {
    check(text, authority).map_err(|problems| PolicyProblem::refusal(&problems))
}

/// The length and the characters that the reference gives the member `Policy`.
fn check_characters(text: &str) -> Result<(), Fault> {
    if let Some((at, _)) = text.char_indices().nth(MAX_LENGTH) {
        let message = format!("Expected a policy of at most {MAX_LENGTH} characters, found more.");
        return Err(Fault::at(at..at, message).hint("Share the authority with fewer principals"));
    }
    let allowed = |character: char| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{ff}');
    match text.char_indices().find(|(_, character)| !allowed(*character)) {
        None => Ok(()),
        Some((at, found)) => {
            let message = format!("Expected characters up to U+00FF, found U+{:04X}.", u32::from(found));
            let fault = Fault::at(at..at + found.len_utf8(), message);
            Err(fault.hint("Write it as \\u and four hexadecimal digits, or leave it out"))
        }
    }
}

/// A reading of one policy: for which authority, and what was found wrong.
pub(super) struct Reading<'a> {
    pub authority: &'a CertificateAuthorityArn,
    faults: Vec<Fault>,
}

/// One text of a member that takes one or a list of them.
pub(super) struct Item<'n> {
    pub text: &'n str,
    pub span: Range<usize>,
    pub path: String,
}

impl Item<'_> {
    /// That something else was expected here.
    pub fn unexpected(&self, expected: &str) -> Fault {
        let message = format!("Expected {expected}, found {}.", shown(self.text));
        Fault::at(self.span.clone(), message).path(&self.path)
    }
}

/// The members of an object, each of a known name.
pub(super) struct Members<'n> {
    pub node: &'n Node,
    list: &'n [(Name, Node)],
}

impl<'n> Members<'n> {
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        self.list.iter().find(|(found, _)| found.text == name).map(|(_, node)| node)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'n Name, &'n Node)> {
        self.list.iter().map(|(name, node)| (name, node))
    }
}

impl Reading<'_> {
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn document(&mut self, node: &Node) -> Option<PolicyDocument> {
        let members = self.members(node, "", &["Version", "Id", "Statement"])?;
        match members.get("Version") {
            None => self.missing(node, "Version", &format!("Add \"Version\": \"{VERSION}\"")),
            Some(version) => drop(self.exactly(version, "Version", VERSION)),
        }
        let id = members.get("Id").and_then(|id| self.text(id, "Id"));
        let Some(list) = members.get("Statement") else {
            self.missing(node, "Statement", "Add a list of statements");
            return None;
        };
        let Value::List(list) = &list.value else {
            self.fault(wrong_kind(list, "Statement", "a list of statements"));
            return None;
        };
        let mut statements = Vec::new();
        let mut places = Vec::new();
        for (index, node) in list.iter().enumerate() {
            if let Some((statement, place)) = self.statement(node, &format!("Statement[{index}]")) {
                statements.push(statement);
                places.push(place);
            }
        }
        if self.faults.is_empty() {
            for fault in required::missing(&statements, &places, node) {
                self.fault(fault);
            }
        }
        let partition = self.authority.partition.clone();
        Some(PolicyDocument { id: id.map(str::to_owned), partition, statements })
    }

    /// A statement, and the place of its principal.
    fn statement(&mut self, node: &Node, path: &str) -> Option<(Statement, Range<usize>)> {
        const NAMES: &[&str] = &["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
        let members = self.members(node, path, NAMES)?;
        let below = |name: &str| format!("{path}.{name}");
        let sid = members.get("Sid").and_then(|sid| self.text(sid, &below("Sid"))).map(str::to_owned);
        let arn = self.authority.to_string();
        let mut need = |name: &str, hint: &str| {
            let found = members.get(name);
            if found.is_none() {
                self.missing(node, &below(name), hint);
            }
            found
        };
        let effect = need("Effect", "Add \"Effect\": \"Allow\"");
        let principal = need("Principal", "Say who is allowed, such as {\"AWS\": \"111122223333\"}");
        let action = need("Action", "Say what is allowed, such as \"acm-pca:IssueCertificate\"");
        let resource = need("Resource", &format!("Add \"Resource\": \"{arn}\""));
        if let Some(effect) = effect {
            self.effect(effect, &below("Effect"));
        }
        if let Some(resource) = resource {
            self.resource(resource, &below("Resource"));
        }
        let conditions = match members.get("Condition") {
            Some(node) => self.conditions(node, &below("Condition")),
            None => Some(Conditions::default()),
        };
        let principals =
            principal.and_then(|node| self.principals(node, &below("Principal"), members.get("Condition")));
        let actions = action.and_then(|node| self.actions(node, &below("Action")));
        let (conditions, actions) = (conditions?, actions?);
        self.templates_fit(&conditions, &actions, action?, path);
        let Conditions { templates, members_of, except_accounts, .. } = conditions;
        let place = principal?.mark();
        let statement = Statement { sid, principals: principals?, actions, templates, members_of, except_accounts };
        Some((statement, place))
    }

    fn effect(&mut self, node: &Node, path: &str) {
        if let Some(text) = self.text(node, path).filter(|text| *text != "Allow") {
            let message = format!("Expected Allow, found {}.", shown(text));
            let hint = "What no statement allows is denied already";
            self.fault(Fault::at(node.mark(), message).path(path).hint(hint));
        }
    }

    fn resource(&mut self, node: &Node, path: &str) {
        let expected = self.authority.to_string();
        for item in self.texts(node, path) {
            if item.text != expected {
                let fault = item.unexpected("the ARN of this authority");
                self.fault(fault.hint(format!("Write {expected}")));
            }
        }
    }

    fn actions(&mut self, node: &Node, path: &str) -> Option<Vec<Action>> {
        let before = self.faults.len();
        let mut actions: Vec<Action> = Vec::new();
        for item in self.texts(node, path) {
            match grantable().find(|action| policy_name(*action) == item.text) {
                Some(action) if actions.contains(&action) => {}
                Some(action) => actions.push(action),
                None => {
                    let fault = item.unexpected("an action that a policy can grant");
                    self.fault(fault.hint(action_hint(item.text)));
                }
            }
        }
        if self.faults.len() > before {
            return None;
        }
        let read = actions.iter().filter(|action| READ_ACTIONS.contains(action)).count();
        let fault = |message: String| Fault::at(node.mark(), message).path(path);
        if actions.contains(&Action::IssueCertificate) && actions.len() > 1 {
            let message = "IssueCertificate stands in a statement of its own.".to_owned();
            self.fault(fault(message).hint("Move the other actions to a statement without a template"));
        } else if (1..READ_ACTIONS.len()).contains(&read) {
            let absent = READ_ACTIONS.iter().filter(|action| !actions.contains(action));
            let names: Vec<String> = absent.map(|action| policy_name(*action)).collect();
            let message = "The five actions that read are granted together, and some are missing.".to_owned();
            self.fault(fault(message).hint(format!("Add {}", names.join(", "))));
        }
        (self.faults.len() == before).then_some(actions)
    }

    /// Members of an object, when it is one. Names that are not known are faults.
    pub fn members<'n>(&mut self, node: &'n Node, path: &str, known: &[&str]) -> Option<Members<'n>> {
        let Value::Object(list) = &node.value else {
            self.fault(wrong_kind(node, path, "an object"));
            return None;
        };
        for (name, _) in list.iter().filter(|(name, _)| !known.contains(&name.text.as_str())) {
            let message = format!("Expected {}, found {}.", any_of(known), shown(&name.text));
            let fault = Fault::at(name.span.clone(), message).path(path);
            self.fault(match name_hint(&name.text, known) {
                Some(hint) => fault.hint(hint),
                None => fault,
            });
        }
        Some(Members { node, list })
    }

    /// A text, when it is one.
    pub fn text<'n>(&mut self, node: &'n Node, path: &str) -> Option<&'n str> {
        match &node.value {
            Value::Text(text) => Some(text),
            _ => {
                self.fault(wrong_kind(node, path, "a text"));
                None
            }
        }
    }

    /// The texts of a member that takes one or a list of them; at least one.
    pub fn texts<'n>(&mut self, node: &'n Node, path: &str) -> Vec<Item<'n>> {
        let nodes = match &node.value {
            Value::List(list) if list.is_empty() => {
                self.fault(Fault::at(node.mark(), "Expected at least one, found an empty list.".to_owned()).path(path));
                return Vec::new();
            }
            Value::List(list) => list.iter().enumerate().map(|(at, node)| (node, format!("{path}[{at}]"))).collect(),
            Value::Text(_) => vec![(node, path.to_owned())],
            _ => {
                self.fault(wrong_kind(node, path, "a text or a list of texts"));
                return Vec::new();
            }
        };
        let item = |(node, path): (&'n Node, String)| {
            let text = self.text(node, &path)?;
            Some(Item { text, span: node.span.clone(), path })
        };
        nodes.into_iter().filter_map(item).collect()
    }

    fn exactly(&mut self, node: &Node, path: &str, expected: &str) -> Option<()> {
        let text = self.text(node, path)?;
        if text == expected {
            return Some(());
        }
        let message = format!("Expected {expected}, found {}.", shown(text));
        self.fault(Fault::at(node.mark(), message).path(path));
        None
    }

    fn missing(&mut self, node: &Node, path: &str, hint: &str) {
        let name = path.rsplit('.').next().unwrap_or_default();
        self.fault(Fault::at(node.mark(), format!("{name} is missing.")).path(path).hint(hint));
    }
}

pub(super) fn wrong_kind(node: &Node, path: &str, expected: &str) -> Fault {
    Fault::at(node.mark(), format!("Expected {expected}, found {}.", node.kind())).path(path)
}

fn any_of(names: &[&str]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// What to do about a name that is not known.
fn name_hint(name: &str, known: &[&str]) -> Option<String> {
    if let Some(meant) = known.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        return Some(format!("Write {meant}, with these capitals"));
    }
    let instead = name.strip_prefix("Not").filter(|rest| known.contains(rest))?;
    Some(format!("Say in {instead} what is allowed; the rest is denied already"))
}

/// What to do about an action that a policy cannot grant.
fn action_hint(action: &str) -> String {
    let meant = |known: &Action| {
        let name = policy_name(*known);
        name.eq_ignore_ascii_case(action) || known.name().eq_ignore_ascii_case(action)
    };
    match grantable().find(meant) {
        Some(action) => format!("Write {}", policy_name(action)),
        None => format!("Write one of {}", grantable().map(policy_name).collect::<Vec<_>>().join(", ")),
    }
}
