//! What narrows a statement: templates, organizations, and accounts that are left out.

use super::super::action::Action;
use super::super::template::Template;
use super::check::{Item, Reading};
use super::document::Membership;
use super::json::Node;
use super::principal::is_account;
use super::problem::Fault;
use std::ops::Range;

pub(super) const TEMPLATE: &str = "acm-pca:TemplateArn";
pub(super) const ORGANIZATION: &str = "aws:PrincipalOrgID";
pub(super) const UNIT: &str = "aws:PrincipalOrgPaths";
pub(super) const ACCOUNT: &str = "aws:PrincipalAccount";
pub(super) const EQUALS: &str = "StringEquals";
pub(super) const NOT_EQUALS: &str = "StringNotEquals";
pub(super) const ANY_EQUALS: &str = "ForAnyValue:StringEquals";
pub(super) const ANY_LIKE: &str = "ForAnyValue:StringLike";

/// The operators, and the keys that each may compare.
const OPERATORS: &[(&str, &[&str])] =
    &[(EQUALS, &[TEMPLATE, ORGANIZATION]), (NOT_EQUALS, &[ACCOUNT]), (ANY_EQUALS, &[UNIT]), (ANY_LIKE, &[UNIT])];

/// The conditions of one statement.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    pub templates: Vec<&'static Template>,
    /// Where the templates stand, and their path.
    pub template_place: Option<(Range<usize>, String)>,
    pub members_of: Vec<Membership>,
    pub except_accounts: Vec<String>,
}

impl Reading<'_> {
    /// The conditions, when all of them are accepted.
    pub fn conditions(&mut self, node: &Node, path: &str) -> Option<Conditions> {
        let names: Vec<&str> = OPERATORS.iter().map(|(name, _)| *name).collect();
        let operators = self.members(node, path, &names)?;
        let mut conditions = Conditions::default();
        let mut complete = true;
        for (operator, keys) in operators.iter() {
            let Some((_, known)) = OPERATORS.iter().find(|(name, _)| *name == operator.text) else {
                complete = false;
                continue;
            };
            let path = format!("{path}.{}", operator.text);
            let Some(keys) = self.members(keys, &path, known) else {
                complete = false;
                continue;
            };
            for (key, values) in keys.iter() {
                if !known.contains(&key.text.as_str()) {
                    complete = false;
                    continue;
                }
                let path = format!("{path}.{}", key.text);
                if key.text == TEMPLATE {
                    conditions.template_place = Some((key.span.clone(), path.clone()));
                }
                if UNIT == key.text || ORGANIZATION == key.text {
                    complete &= self.one_membership(&conditions, key.span.clone(), &path);
                }
                let items = self.texts(values, &path);
                complete &= !items.is_empty();
                for item in items {
                    if let Err(fault) = self.value(&mut conditions, &operator.text, &key.text, &item) {
                        self.fault(fault);
                        complete = false;
                    }
                }
            }
        }
        complete.then_some(conditions)
    }

    /// All conditions of a statement have to hold, and one organization says it all.
    fn one_membership(&mut self, conditions: &Conditions, span: Range<usize>, path: &str) -> bool {
        if conditions.members_of.is_empty() {
            return true;
        }
        let message = "One condition on an organization or its units is enough, found two.".to_owned();
        self.fault(Fault::at(span, message).path(path).hint("Write a statement for each"));
        false
    }

    fn value(&self, to: &mut Conditions, operator: &str, key: &str, item: &Item<'_>) -> Result<(), Fault> {
        let text = item.text;
        match key {
            TEMPLATE => {
                let template = Template::from_arn(text, &self.authority.partition).map_err(|_| {
                    let example = Template::default_template().arn(&self.authority.partition);
                    item.unexpected("the ARN of a certificate template").hint(format!("Write one such as {example}"))
                })?;
                if !to.templates.contains(&template) {
                    to.templates.push(template);
                }
            }
            ORGANIZATION => {
                if !is_organization(text) {
                    return Err(item.unexpected("the ID of an organization, such as o-a1b2c3d4e5"));
                }
                to.members_of.push(Membership::Organization(text.to_owned()));
            }
            UNIT => {
                let like = operator == ANY_LIKE;
                if !is_unit(text, like) {
                    let fault = item.unexpected("the path of an organizational unit, such as o-a1b2c3d4e5/r-ab12/*");
                    return Err(if text.contains('*') && !like {
                        fault.hint(format!("Compare with {ANY_LIKE}"))
                    } else {
                        fault
                    });
                }
                to.members_of.push(Membership::Unit(text.to_owned()));
            }
            _ if is_account(text) => to.except_accounts.push(text.to_owned()),
            _ => return Err(item.unexpected("an account of 12 digits")),
        }
        Ok(())
    }

    /// Issuing needs templates, and nothing else has any.
    pub fn templates_fit(&mut self, conditions: &Conditions, actions: &[Action], node: &Node, path: &str) {
        let issues = actions.contains(&Action::IssueCertificate);
        match (&conditions.template_place, issues) {
            (None, true) => {
                let message = "IssueCertificate needs a condition that names its template.".to_owned();
                let example = Template::default_template().arn(&self.authority.partition);
                let hint = format!("Add \"Condition\": {{\"{EQUALS}\": {{\"{TEMPLATE}\": \"{example}\"}}}}");
                self.fault(Fault::at(node.mark(), message).path(&format!("{path}.Condition")).hint(hint));
            }
            (Some((span, at)), false) => {
                let message = "Only IssueCertificate has a template.".to_owned();
                self.fault(Fault::at(span.clone(), message).path(at).hint(format!("Remove {TEMPLATE}")));
            }
            _ => {}
        }
    }
}

/// `o-` and 10 to 32 small letters and digits, as AWS Organizations names an organization.
pub(super) fn is_organization(text: &str) -> bool {
    has_id(text, "o-", 10..=32)
}

/// An organization, its root and units below, each with a slash; `*` at the end only where a likeness is asked for.
pub(super) fn is_unit(text: &str, like: bool) -> bool {
    let path = text.strip_suffix('*').filter(|_| like).unwrap_or(text);
    let Some(path) = path.strip_suffix('/') else { return false };
    let mut parts = path.split('/');
    parts.next().is_some_and(is_organization)
        && parts.next().is_none_or(|root| has_id(root, "r-", 4..=32))
        && parts.all(|unit| {
            let ids = unit.strip_prefix("ou-").and_then(|ids| ids.split_once('-'));
            ids.is_some_and(|(root, unit)| has_id(root, "", 4..=32) && has_id(unit, "", 8..=32))
        })
}

fn has_id(text: &str, prefix: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    text.strip_prefix(prefix).is_some_and(|id| {
        lengths.contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}
