//! Who a statement speaks of: accounts, users and roles, and the members of an organization.

use super::check::{Item, Reading, wrong_kind};
use super::document::Principal;
use super::json::{Node, Value};
use super::problem::Fault;

const EXPECTED: &str = "an account of 12 digits or the ARN of a user or role";

impl Reading<'_> {
    /// The principals of a statement. `condition` is that of the same statement: everyone needs one that narrows.
    pub fn principals(&mut self, node: &Node, path: &str, condition: Option<&Node>) -> Option<Vec<Principal>> {
        if let Value::Text(_) = node.value {
            let everyone = self.texts(node, path);
            return self.principal_list(&everyone, condition);
        }
        if !matches!(node.value, Value::Object(_)) {
            self.fault(wrong_kind(node, path, "an object or \"*\""));
            return None;
        }
        let members = self.members(node, path, &["AWS", "Service"])?;
        if let Some((name, _)) = members.iter().find(|(name, _)| name.text == "Service") {
            let message = "A policy here grants nothing to a service.".to_owned();
            let fault = Fault::at(name.span.clone(), message).path(&format!("{path}.Service"));
            self.fault(fault.hint("Grant a permission to the certificate manager instead"));
            return None;
        }
        let Some(list) = members.get("AWS") else {
            let fault = Fault::at(members.node.mark(), "AWS is missing.".to_owned()).path(path);
            self.fault(fault.hint("Say who is allowed, such as {\"AWS\": \"111122223333\"}"));
            return None;
        };
        let items = self.texts(list, &format!("{path}.AWS"));
        self.principal_list(&items, condition)
    }

    fn principal_list(&mut self, items: &[Item<'_>], condition: Option<&Node>) -> Option<Vec<Principal>> {
        let mut principals: Vec<Principal> = Vec::new();
        let mut complete = !items.is_empty();
        for item in items {
            match principal(item, &self.authority.partition) {
                Ok(Principal::Anyone) if !condition.is_some_and(narrows) => {
                    let message = "Everyone (*) is allowed only together with a condition on an organization.";
                    let fault = Fault::at(item.span.clone(), message.to_owned()).path(&item.path);
                    self.fault(fault.hint("Add StringEquals with aws:PrincipalOrgID, or name an account"));
                    complete = false;
                }
                Ok(principal) if principals.contains(&principal) => {}
                Ok(principal) => principals.push(principal),
                Err(fault) => {
                    self.fault(fault);
                    complete = false;
                }
            }
        }
        complete.then_some(principals)
    }
}

/// Whether a condition speaks of an organization at all; what it says of it is checked where it stands.
fn narrows(condition: &Node) -> bool {
    let members = |node: &Node| match &node.value {
        Value::Object(list) => list.iter().any(|(name, _)| name.text.starts_with("aws:PrincipalOrg")),
        _ => false,
    };
    matches!(&condition.value, Value::Object(operators) if operators.iter().any(|(_, keys)| members(keys)))
}

fn principal(item: &Item<'_>, partition: &str) -> Result<Principal, Fault> {
    let text = item.text;
    if text == "*" {
        return Ok(Principal::Anyone);
    }
    if is_account(text) {
        return Ok(Principal::Account(text.to_owned()));
    }
    let digits = text.chars().all(|character| character.is_ascii_digit());
    if digits && !text.is_empty() {
        let message = format!("An account has 12 digits, not {}.", text.len());
        return Err(Fault::at(item.span.clone(), message).path(&item.path));
    }
    let Some(rest) = text.strip_prefix("arn:") else {
        return Err(item.unexpected(EXPECTED));
    };
    let mut parts = rest.splitn(5, ':');
    let mut next = || parts.next().unwrap_or_default();
    let (found_partition, service, region, account, resource) = (next(), next(), next(), next(), next());
    if service != "iam" || !region.is_empty() || !is_account(account) {
        return Err(item.unexpected(EXPECTED));
    }
    if found_partition != partition {
        return Err(item.unexpected(&format!("an ARN of the partition {partition}")));
    }
    if resource == "root" {
        return Ok(Principal::Account(account.to_owned()));
    }
    let name = resource.strip_prefix("user/").or_else(|| resource.strip_prefix("role/"));
    match name {
        Some(name) if is_identity_name(name) => Ok(Principal::Identity(text.to_owned())),
        _ => Err(item.unexpected(EXPECTED).hint("Write …:root, …:user/<name> or …:role/<name>")),
    }
}

/// Whether this is the ID of an account: twelve digits.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A path and a name as IAM has them: words of these characters, up to 512 and 64 of them.
fn is_identity_name(name: &str) -> bool {
    let word =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
    name.len() <= 576 && name.split('/').all(word)
}
