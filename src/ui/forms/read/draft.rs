//! What a person asks of the API.

use super::table::{Member, Reading};
use crate::engine::Error;
use crate::engine::api::ResourceOwner;
use crate::ui::forms::problem::{FieldProblem, Problems};
use serde_json::{Map, Value};

/// The members of all reading requests, as typed. They stay when another action is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// ARN of the authority.
    pub(super) authority: String,
    pub(super) certificate: String,
    pub(super) audit_report: String,
    pub(super) max_results: String,
    pub(super) next_token: String,
    pub(super) owner: Option<ResourceOwner>,
}

impl Draft {
    /// What was typed for a member.
    pub(super) fn text(&self, member: Member) -> &str {
        match member {
            Member::Authority | Member::Resource => self.authority.trim(),
            Member::Certificate => self.certificate.trim(),
            Member::AuditReport => self.audit_report.trim(),
            Member::MaxResults => self.max_results.trim(),
            Member::NextToken => self.next_token.trim(),
            Member::ResourceOwner => self.owner.map_or("", ResourceOwner::as_str),
        }
    }

    /// The field of a member that is typed.
    pub(super) fn field(&mut self, member: Member) -> Option<&mut String> {
        Some(match member {
            Member::Authority | Member::Resource => &mut self.authority,
            Member::Certificate => &mut self.certificate,
            Member::AuditReport => &mut self.audit_report,
            Member::MaxResults => &mut self.max_results,
            Member::NextToken => &mut self.next_token,
            Member::ResourceOwner => return None,
        })
    }

    /// What is still to be filled in before it can be asked.
    pub(super) fn missing(&self, reading: &Reading) -> Option<&'static str> {
        let empty = reading.members.iter().find(|member| member.is_required() && self.text(**member).is_empty())?;
        Some(match empty {
            Member::Certificate => "Give the ARN of the certificate first",
            Member::AuditReport => "Give the identifier of the report first",
            _ => "Choose an authority first",
        })
    }

    /// The request in JSON; members that are optional and empty are left out.
    pub(super) fn request(&self, reading: &Reading) -> Result<Value, FieldProblem> {
        let mut request = Map::new();
        for member in reading.members {
            let text = self.text(*member);
            if text.is_empty() && !member.is_required() {
                continue;
            }
            let value = match member {
                Member::MaxResults => number(*member, text)?,
                _ => text.into(),
            };
            request.insert(member.name().into(), value);
        }
        Ok(request.into())
    }

    /// What the reference forbids in what is typed; a member that was not filled in yet is not blamed.
    pub(super) fn problems(&self, reading: &Reading) -> Problems {
        let request = match self.request(reading) {
            Ok(request) => request,
            Err(problem) => return vec![problem].into(),
        };
        let empty: Vec<String> = reading
            .members
            .iter()
            .filter(|member| self.text(**member).is_empty())
            .map(|member| member.path())
            .collect();
        let mut broken = (reading.violations)(&request);
        broken.retain(|violation| !empty.contains(&violation.member));
        match broken.is_empty() {
            true => Problems::default(),
            false => refused(&Error::Validation(broken), reading),
        }
    }
}

fn number(member: Member, text: &str) -> Result<Value, FieldProblem> {
    let number: Option<i32> = text.parse().ok();
    number.map(Value::from).ok_or_else(|| FieldProblem::new(member.path(), "A whole number from 1 to 1000"))
}

/// What was refused, beside the field that it is about: an error about an ARN names no member, but some requests have
/// one only.
pub(super) fn refused(error: &Error, reading: &Reading) -> Problems {
    let problems = Problems::from(error);
    let about_arn = matches!(error, Error::InvalidArn(_) | Error::ResourceNotFound(_));
    let mut required = reading.members.iter().filter(|member| member.is_required());
    let (Some(only), None, true) = (required.next(), required.next(), about_arn) else { return problems };
    let placed = problems.iter().cloned().map(|problem| match problem.member.is_empty() {
        true => FieldProblem { member: only.path(), ..problem },
        false => problem,
    });
    placed.collect::<Vec<_>>().into()
}
