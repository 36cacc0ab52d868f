//! The fields of a reading action.

use super::draft::Draft;
use super::table::{Member, READINGS, Reading};
use crate::engine::Action;
use crate::engine::api::ResourceOwner;
use crate::ui::forms::parts::{combo_row_ui, field_row, hint_ui};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::{beside_ui, shown};
use crate::ui::kit::{Choice, problem_ui};
use crate::ui::search::authority_name;
use crate::workspace::{AuthorityId, Workspace};
use egui::Ui;

/// Chooses the action.
pub(super) fn action_ui(ui: &mut Ui, action: &mut Action) -> bool {
    let choices: Vec<Choice<'_, Action>> = READINGS
        .iter()
        .map(|reading| Choice::new(reading.action, reading.action.words(), reading.action.name()))
        .collect();
    combo_row_ui(ui, "Action", &choices, action).changed()
}

/// Shows the members of a request.
pub(super) fn members_ui(
    ui: &mut Ui,
    reading: &Reading,
    draft: &mut Draft,
    workspace: &Workspace,
    problems: &Problems,
) {
    for member in reading.members {
        member_ui(ui, reading, *member, draft, workspace, problems);
    }
    let paths: Vec<String> = reading.members.iter().map(|member| member.path()).collect();
    beside_ui(ui, problems, &paths.iter().map(String::as_str).collect::<Vec<_>>());
}

fn member_ui(
    ui: &mut Ui,
    reading: &Reading,
    member: Member,
    draft: &mut Draft,
    workspace: &Workspace,
    problems: &Problems,
) {
    let (path, docs) = (member.path(), (reading.docs)(member.name()));
    if let Member::Authority | Member::Resource = member {
        authority_ui(ui, workspace, &mut draft.authority);
    }
    let (label, hint, mono) = match member {
        Member::Authority | Member::Resource => ("Authority ARN", "arn:aws:acm-pca:…:certificate-authority/…", true),
        Member::Certificate => ("Certificate ARN", "arn:aws:acm-pca:…/certificate/…", true),
        Member::AuditReport => {
            ("Report identifier", "The 36 characters that CreateCertificateAuthorityAuditReport answered", true)
        }
        Member::MaxResults => ("Items on a page", "As many as there may be", false),
        Member::NextToken => ("Page token", "The first page", true),
        Member::ResourceOwner => ("Whose", "", false),
    };
    let Some(text) = draft.field(member) else { return owner_ui(ui, &mut draft.owner, docs, problems, &path) };
    let field = field_row(label).hint(hint).problem(problems.at(&path).map(shown));
    let field = if mono { field.mono() } else { field };
    field.show(ui, text).on_hover_text(docs);
    if member == Member::MaxResults {
        hint_ui(ui, "1 to 1000");
    }
}

/// Chooses an authority by its name; its ARN stands in the field below.
fn authority_ui(ui: &mut Ui, workspace: &Workspace, arn: &mut String) {
    let mut names: Vec<(String, AuthorityId, String)> =
        workspace.authorities().map(|found| (authority_name(found), found.id(), found.arn.to_string())).collect();
    names.sort_by_cached_key(|(name, id, _)| (name.to_lowercase(), *id));
    let known = names.iter().find(|(.., known)| *known == arn.trim()).map(|(_, id, _)| *id);
    let mut choices: Vec<Choice<'_, Option<AuthorityId>>> =
        names.iter().map(|(name, id, _)| Choice::plain(Some(*id), name.as_str())).collect();
    if known.is_none() {
        let words = if arn.trim().is_empty() { "Choose one" } else { "None of this workspace" };
        choices.insert(0, Choice::plain(None, words));
    }
    let mut chosen = known;
    if combo_row_ui(ui, "Authority", &choices, &mut chosen).changed()
        && let Some((.., found)) = names.iter().find(|(_, id, _)| Some(*id) == chosen)
    {
        arn.clone_from(found);
    }
}

fn owner_ui(ui: &mut Ui, owner: &mut Option<ResourceOwner>, docs: &str, problems: &Problems, path: &str) {
    let choices = [
        Choice::plain(None, "By default: one’s own"),
        Choice::new(Some(ResourceOwner::Own), "One’s own", ResourceOwner::Own.as_str()),
        Choice::new(
            Some(ResourceOwner::OtherAccounts),
            "Those that others share",
            ResourceOwner::OtherAccounts.as_str(),
        ),
    ];
    combo_row_ui(ui, "Whose", &choices, owner).on_hover_text(docs);
    if let Some(problem) = problems.at(path) {
        problem_ui(ui, shown(problem));
    }
}
