//! A policy half typed, as text and as a list of shares: two sides of one thing.

use crate::engine::policy::{PolicyDocument, PolicyModel, PolicyProblem, Share, Who, check};
use crate::engine::{TEMPLATES, Template};
use crate::ui::words::counted;
use crate::workspace::CertificateAuthorityArn;

/// What a principal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhoKind {
    Account,
    Identity,
    Organization,
    Unit,
}

/// Someone who shares the authority, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShareDraft {
    pub kind: WhoKind,
    pub value: String,
    /// Accounts that are left out, with commas between them.
    pub except: String,
    pub templates: Vec<&'static Template>,
    pub revokes: bool,
    pub open: bool,
}

impl ShareDraft {
    /// Nobody yet, who may issue what is issued most.
    pub(super) fn empty() -> Self {
        let templates = TEMPLATES.first().into_iter().collect();
        let (value, except) = (String::new(), String::new());
        Self { kind: WhoKind::Account, value, except, templates, revokes: false, open: true }
    }

    fn of(share: Share, open: bool) -> Self {
        let Share { who, except_accounts, templates, revokes } = share;
        let (kind, value) = match who {
            Who::Account(account) => (WhoKind::Account, account),
            Who::Identity(arn) => (WhoKind::Identity, arn),
            Who::Organization(id) => (WhoKind::Organization, id),
            Who::Unit(path) => (WhoKind::Unit, path),
        };
        Self { kind, value, except: except_accounts.join(", "), templates, revokes, open }
    }

    fn share(&self) -> Share {
        let value = self.value.trim().to_owned();
        let who = match self.kind {
            WhoKind::Account => Who::Account(value),
            WhoKind::Identity => Who::Identity(value),
            WhoKind::Organization => Who::Organization(value),
            WhoKind::Unit => Who::Unit(value),
        };
        let except = self.except.split([',', ' ']).filter(|account| !account.is_empty());
        let except_accounts = except.map(str::to_owned).collect();
        Share { who, except_accounts, templates: self.templates.clone(), revokes: self.revokes }
    }

    /// Who it is, on the row that folds it.
    pub(super) fn title(&self) -> String {
        let value = match self.value.trim() {
            "" => "not named yet",
            value => value,
        };
        match self.kind {
            WhoKind::Account => format!("Account {value}"),
            WhoKind::Identity => value.rsplit(':').next().unwrap_or(value).to_owned(),
            WhoKind::Organization => format!("Organization {value}"),
            WhoKind::Unit => format!("Unit {value}"),
        }
    }

    /// What they may do, on the row that folds it.
    pub(super) fn summary(&self) -> String {
        let mut may = vec!["reads".to_owned()];
        match self.templates.as_slice() {
            [] => {}
            [one] => may.push(format!("issues: {}", one.title())),
            several => may.push(format!("issues with {}", counted(several.len(), "template"))),
        }
        if self.revokes {
            may.push("revokes".into());
        }
        may.join(", ")
    }
}

/// How the list of shares stands to the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It says all of it.
    Whole,
    /// The text was typed and is not accepted.
    Broken,
    /// The text is accepted, and says more than the list could.
    Beyond(PolicyDocument),
}

/// Which field of a share a problem belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Who,
    Except,
    May,
}

/// The two sides of a policy that is edited.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    authority: CertificateAuthorityArn,
    id: Option<String>,
    pub shares: Vec<ShareDraft>,
    pub text: String,
    side: Side,
    problems: Vec<PolicyProblem>,
    /// For each statement of the text its share, when the list says all of it.
    share_of_statements: Vec<usize>,
}

impl Draft {
    /// The policy that is attached, or one share that waits for its name.
    pub(super) fn new(authority: &CertificateAuthorityArn, current: Option<&str>) -> Self {
        let mut draft = Self {
            authority: authority.clone(),
            id: None,
            shares: Vec::new(),
            text: String::new(),
            side: Side::Whole,
            problems: Vec::new(),
            share_of_statements: Vec::new(),
        };
        match current {
            Some(text) => {
                text.clone_into(&mut draft.text);
                draft.text_changed();
            }
            None => {
                draft.shares.push(ShareDraft::empty());
                draft.shares_changed();
            }
        }
        draft
    }

    /// The list was edited: the text follows.
    pub(super) fn shares_changed(&mut self) {
        let model = PolicyModel { id: self.id.clone(), shares: self.shares.iter().map(ShareDraft::share).collect() };
        self.text = model.to_json(&self.authority);
        self.share_of_statements = model.share_of_statements();
        self.problems = check(&self.text, &self.authority).err().unwrap_or_default();
        self.side = Side::Whole;
    }

    /// The text was edited: the list follows when it can.
    pub(super) fn text_changed(&mut self) {
        self.share_of_statements.clear();
        let document = match check(&self.text, &self.authority) {
            Ok(document) => document,
            Err(problems) => {
                (self.problems, self.side) = (problems, Side::Broken);
                return;
            }
        };
        self.problems.clear();
        let Some(PolicyModel { id, shares }) = PolicyModel::of(&document) else {
            self.side = Side::Beyond(document);
            return;
        };
        let several = shares.len() > 3;
        let open = |index: usize| self.shares.get(index).map_or(!several, |before| before.open);
        let shares = shares.into_iter().enumerate();
        self.shares = shares.map(|(index, share)| ShareDraft::of(share, open(index))).collect();
        (self.id, self.side) = (id, Side::Whole);
    }

    pub(super) fn side(&self) -> &Side {
        &self.side
    }

    pub(super) fn problems(&self) -> &[PolicyProblem] {
        &self.problems
    }

    /// How many things are wrong: a field of the list may stand in several statements, and is set right once.
    pub(super) fn wrong(&self) -> usize {
        let is_told = |(index, problem): &(usize, &PolicyProblem)| {
            let field = self.field_of(problem);
            let same = |other: &PolicyProblem| self.field_of(other) == field && other.message == problem.message;
            field.is_some() && self.problems[..*index].iter().any(same)
        };
        self.problems.iter().enumerate().filter(|found| !is_told(found)).count()
    }

    /// What is wrong with a field of a share.
    pub(super) fn problem_of(&self, share: usize, part: Part) -> Option<&PolicyProblem> {
        self.problems.iter().find(|problem| self.field_of(problem) == Some((share, part)))
    }

    /// The field that a problem belongs to, and its share; nothing when the list does not say all of the text.
    fn field_of(&self, problem: &PolicyProblem) -> Option<(usize, Part)> {
        let (index, member) = problem.path.strip_prefix("Statement[")?.split_once(']')?;
        let share = self.share_of_statements.get(index.parse::<usize>().ok()?)?;
        Some((*share, part_of(member)))
    }
}

fn part_of(member: &str) -> Part {
    if member.contains("aws:PrincipalAccount") {
        Part::Except
    } else if member.contains(".Principal.") || member.contains("aws:PrincipalOrg") {
        Part::Who
    } else {
        Part::May
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str =
        "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11223344-1234-1122-2233-112233445566";

    fn draft(current: Option<&str>) -> Draft {
        Draft::new(&ARN.parse().unwrap(), current)
    }

    #[test]
    fn each_side_follows_the_other() {
        let mut draft = draft(None);
        draft.shares[0].value = "555555555555".into();
        draft.shares_changed();
        assert!(draft.problems().is_empty() && draft.text.contains("555555555555"));
        draft.text = draft.text.replace("555555555555", "666666666666");
        draft.text_changed();
        assert_eq!(draft.shares[0].value, "666666666666");
        assert_eq!(*draft.side(), Side::Whole);
    }

    #[test]
    fn a_field_of_the_list_has_the_problem_of_its_lines() {
        let mut draft = draft(None);
        draft.shares[0].value = "555555555555".into();
        draft.shares.push(ShareDraft { value: "55".into(), except: "1, 2".into(), ..ShareDraft::empty() });
        draft.shares_changed();
        assert_eq!(draft.problem_of(1, Part::Who).unwrap().message, "An account has 12 digits, not 2.");
        assert!(draft.problem_of(1, Part::Except).is_some());
        assert!(draft.wrong() < draft.problems().len(), "an account of two statements is wrong once");
        assert!(draft.problem_of(0, Part::Who).is_none() && draft.problem_of(1, Part::May).is_none());
        draft.shares.truncate(1);
        draft.shares[0].templates.clear();
        draft.shares_changed();
        assert!(draft.problem_of(0, Part::May).is_some() && draft.problem_of(0, Part::Who).is_none());
    }

    #[test]
    fn a_text_that_is_not_accepted_leaves_the_list_as_it_was() {
        let mut draft = draft(None);
        draft.shares[0].value = "555555555555".into();
        draft.shares_changed();
        let (good, shares) = (draft.text.clone(), draft.shares.clone());
        draft.text.pop();
        draft.text_changed();
        assert_eq!((draft.side(), &draft.shares), (&Side::Broken, &shares));
        draft.text = good;
        draft.text_changed();
        assert_eq!((draft.side(), &draft.shares), (&Side::Whole, &shares));
    }

    #[test]
    fn a_text_that_says_more_is_not_overwritten() {
        let mut first = draft(None);
        first.shares[0].value = "o-a1b2c3d4e5".into();
        first.shares[0].kind = WhoKind::Organization;
        first.shares_changed();
        let beyond = first.text.replace("\"*\"", "{\"AWS\": \"555555555555\"}");
        let draft = draft(Some(&beyond));
        assert!(matches!(draft.side(), Side::Beyond(_)) && draft.problems().is_empty());
        assert_eq!(draft.text, beyond);
    }
}
