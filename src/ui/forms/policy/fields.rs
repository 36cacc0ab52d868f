//! The list of shares: who, and what they may do.

use super::draft::{Draft, Part, ShareDraft, Side, WhoKind};
use crate::engine::policy::{PolicyProblem, grants};
use crate::engine::{TEMPLATES, Template};
use crate::ui::forms::parts::remove_ui;
use crate::ui::forms::problem::sentence;
use crate::ui::kit::{
    Button, Checkbox, Choice, Field, FoldRow, Icon, Label, LabelPlace, Note, Problem, ValueCombo, group_heading_ui,
    left_label_ui, problem_ui,
};
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words::counted;
use egui::Ui;

/// Width of the labels.
const LABEL: f32 = 76.0;

const KINDS: &[Choice<'static, WhoKind>] = &[
    Choice::plain(WhoKind::Account, "Account"),
    Choice::plain(WhoKind::Identity, "User or role"),
    Choice::plain(WhoKind::Organization, "Organization"),
    Choice::plain(WhoKind::Unit, "Unit"),
];

/// Shows the list. Returns whether it was changed. Problems are shown once `tells` says so.
pub(super) fn shares_ui(ui: &mut Ui, draft: &mut Draft, tells: bool) -> bool {
    ui.spacing_mut().item_spacing.y = 6.0;
    match draft.side().clone() {
        Side::Whole => {}
        Side::Broken => {
            let words = "The text is not accepted as it stands: set right what is marked in it to go on here.";
            Note::quiet(words).show(ui);
        }
        Side::Beyond(document) => {
            let words = "This form cannot say all that the text says, so only the text can be edited. It grants:";
            Note::quiet(words).show(ui);
            for grant in grants(&document) {
                let (color, may) = (ui.tokens().text2, grant.words());
                ui.add(Label::new(&grant.who, Type::Name).wrap());
                ui.add(Label::new(&may, Type::Small).color(color).wrap());
            }
            return false;
        }
    }
    let editable = *draft.side() == Side::Whole;
    ui.add_enabled_ui(editable, |ui| list_ui(ui, draft, tells && editable)).inner
}

fn list_ui(ui: &mut Ui, draft: &mut Draft, tells: bool) -> bool {
    let (mut changed, mut removed, mut add) = (false, None, false);
    let count = counted(draft.shares.len(), "principal");
    group_heading_ui(ui, "Who may use this authority", |ui| {
        ui.add(Label::new(&count, Type::Small));
    });
    let several = draft.shares.len() > 1;
    // The hairlines of neighbours fall on each other.
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    for index in 0..draft.shares.len() {
        let problem = |part| draft.problem_of(index, part).filter(|_| tells).cloned();
        let problems = Found { who: problem(Part::Who), except: problem(Part::Except), may: problem(Part::May) };
        let share = &mut draft.shares[index];
        let (title, summary, mut open) = (share.title(), share.summary(), share.open);
        ui.push_id(index, |ui| {
            FoldRow::new(&title, &summary).trouble(problems.any()).show(ui, &mut open, |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                changed |= share_ui(ui, share, index + 1, &problems);
                let remove = Button::danger_text("Remove from the list").icon(Icon::X);
                let name = format!("Remove from the list, principal {}", index + 1);
                if several {
                    ui.horizontal(|ui| {
                        // Its icon below those of the links above it.
                        ui.add_space(LABEL - 12.0);
                        if ui.add(remove).accessible_name(name).clicked() {
                            removed = Some(index);
                        }
                    });
                }
            });
        });
        share.open = open;
    }
    ui.spacing_mut().item_spacing.y = spacing;
    ui.add_space(10.0);
    add |= ui.add(Button::link("Add principal").icon(Icon::Plus)).clicked();
    if let Some(index) = removed {
        draft.shares.remove(index);
    }
    if add {
        draft.shares.push(ShareDraft::empty());
    }
    changed || add || removed.is_some()
}

/// What is wrong with the fields of a share.
struct Found {
    who: Option<PolicyProblem>,
    except: Option<PolicyProblem>,
    may: Option<PolicyProblem>,
}

impl Found {
    fn any(&self) -> bool {
        self.who.is_some() || self.except.is_some() || self.may.is_some()
    }
}

/// The API's name for whatever is wrong with a policy.
pub(super) const CODE: &str = "InvalidPolicyException";

fn share_ui(ui: &mut Ui, share: &mut ShareDraft, number: usize, problems: &Found) -> bool {
    let mut changed = who_ui(ui, share, number, problems.who.as_ref());
    if matches!(share.kind, WhoKind::Organization | WhoKind::Unit) || !share.except.is_empty() {
        let words = problems.except.as_ref().map(|problem| sentence(&problem.message));
        let problem = words.as_ref().map(|words| Problem { words, code: Some(CODE) });
        let label = format!("Accounts that principal {number} leaves out");
        changed |= ui
            .horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                left_label_ui(ui, "Except", LABEL, 32.0);
                let field = Field::new(&label).place(LabelPlace::Hidden).hint("Accounts with commas between them");
                field.mono().problem(problem).show(ui, &mut share.except).changed()
            })
            .inner;
    }
    changed |= templates_ui(ui, share, number);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(LABEL);
        let words = format!("Principal {number} may revoke certificates");
        let revokes = Checkbox::new(&mut share.revokes, "May revoke certificates").aside("besides reading");
        let response = ui.add(revokes).accessible_name(words);
        changed |= response.changed();
    });
    if let Some(problem) = &problems.may {
        let words = sentence(&problem.message);
        problem_ui(ui, Problem { words: &words, code: Some(CODE) });
    }
    changed
}

fn who_ui(ui: &mut Ui, share: &mut ShareDraft, number: usize, problem: Option<&PolicyProblem>) -> bool {
    let (kind, value) = (format!("Kind of principal {number}"), format!("Principal {number}"));
    let hint = match share.kind {
        WhoKind::Account => "111122223333",
        WhoKind::Identity => "arn:aws:iam::111122223333:role/Issuer",
        WhoKind::Organization => "o-a1b2c3d4e5",
        WhoKind::Unit => "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*",
    };
    let words = problem.map(|problem| sentence(&problem.message));
    let problem = words.as_ref().map(|words| Problem { words, code: Some(CODE) });
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        left_label_ui(ui, "Who", LABEL, 32.0);
        let changed = ValueCombo::new(&kind, KINDS).width(132.0).show(ui, &mut share.kind).changed();
        ui.add_space(8.0);
        let field = Field::new(&value).place(LabelPlace::Hidden).hint(hint).mono().problem(problem);
        field.show(ui, &mut share.value).changed() | changed
    })
    .inner
}

/// The templates that may be issued, one on each row.
fn templates_ui(ui: &mut Ui, share: &mut ShareDraft, number: usize) -> bool {
    let titles: Vec<String> = TEMPLATES.iter().map(Template::title).collect();
    let choices = TEMPLATES.iter().zip(&titles).map(|(template, title)| Choice::new(template, title, template.name));
    let choices: Vec<Choice<'_, &'static Template>> = choices.collect();
    let (mut changed, mut removed) = (false, None);
    for (index, template) in share.templates.iter_mut().enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            left_label_ui(ui, if index == 0 { "May issue" } else { "" }, LABEL, 32.0);
            let name = format!("Template {} of principal {number}", index + 1);
            let width = ui.available_width() - 32.0;
            changed |= ValueCombo::new(&name, &choices).width(width).show(ui, template).changed();
            ui.add_space(8.0);
            if remove_ui(ui, &format!("Remove template {} of principal {number}", index + 1)) {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        share.templates.remove(index);
    }
    let next = TEMPLATES.iter().find(|template| !share.templates.contains(template));
    let none = share.templates.is_empty();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        left_label_ui(ui, if none { "May issue" } else { "" }, LABEL, 20.0);
        let words = if none { "Add template" } else { "Add another template" };
        let add = Button::link(words).icon(Icon::Plus);
        if let Some(next) = next
            && ui.add(add).accessible_name(format!("Add template to principal {number}")).clicked()
        {
            share.templates.push(next);
            changed = true;
        }
    });
    changed || removed.is_some()
}
