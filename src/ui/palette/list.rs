//! Which lines the palette shows for what was typed.

use super::table::{Entry, Menu, TABLE};
use super::{Fit, Reason, Situation, fit};
use crate::engine::Action;
use crate::ui::search::Hit;

/// How far a command that stands in no menu comes behind one that does.
const SECOND: i32 = 90;

/// A line of the palette.
pub struct Line<'a> {
    pub target: Target<'a>,
    /// Where the name fits.
    pub name: Fit,
    /// Where the name of the action fits.
    pub action: Option<Fit>,
}

/// What a line leads to.
pub enum Target<'a> {
    /// A command, and what it cannot act for.
    Entry { entry: &'static Entry, blocked: Option<Reason> },
    /// An authority or a certificate.
    Hit(&'a Hit),
}

impl Line<'_> {
    /// The caption under which it stands.
    pub fn group(&self) -> &'static str {
        match self.target {
            Target::Entry { .. } => "Commands",
            Target::Hit(_) => "Go to",
        }
    }
}

/// Commands that fit, best first, and then what was found in the workspace. With nothing typed, the
/// commands that can act now, those for the selected authority first.
pub fn lines<'a>(query: &str, situation: &Situation, hits: &'a [Hit]) -> Vec<Line<'a>> {
    let query = query.trim();
    let without = Situation { authority: None, ..situation.clone() };
    // Issuing acts without one, too, and is what it is selected for as a rule.
    let is_for_it = |entry: &Entry| {
        entry.action == Some(Action::IssueCertificate) && situation.authority.is_some()
            || (entry.command)(&without).is_err() && (entry.command)(situation).is_ok()
    };
    let mut lines: Vec<(i32, Line<'a>)> = TABLE.iter().filter_map(|entry| line(query, entry, situation)).collect();
    if query.is_empty() {
        lines.sort_by_key(|(_, line)| match line.target {
            Target::Entry { entry, .. } if is_for_it(entry) => u8::from(entry.menu != Menu::Certificate),
            Target::Entry { .. } | Target::Hit(_) => 2,
        });
    }
    // Stable: equals stay in the order of the menus.
    lines.sort_by_key(|(score, _)| -score);
    let found = hits.iter().map(|hit| Line {
        name: fit(query, &hit.name).unwrap_or(Fit { score: 0, places: Vec::new() }),
        target: Target::Hit(hit),
        action: None,
    });
    lines.into_iter().map(|(_, line)| line).chain(found).collect()
}

fn line<'a>(query: &str, entry: &'static Entry, situation: &Situation) -> Option<(i32, Line<'a>)> {
    let nowhere = || Fit { score: 0, places: Vec::new() };
    let name = fit(query, entry.name);
    let action = entry.action.and_then(|action| fit(query, action.name()));
    let words = query.split_whitespace().all(|word| {
        let folded = word.to_lowercase();
        entry.also.contains(&folded) || fit(word, entry.name).is_some_and(|fit| fit.score >= 100)
    });
    let score = match (&name, &action) {
        (Some(name), _) => name.score + 20,
        (None, Some(action)) => action.score,
        (None, None) if words => 40,
        (None, None) => return None,
    };
    // Of what fits as well, what is in a menu is wanted more often.
    let score = if entry.palette_only { score - SECOND } else { score };
    let blocked = (entry.command)(situation).err();
    if query.is_empty() && blocked.is_some() {
        return None;
    }
    let target = Target::Entry { entry, blocked };
    let line = Line { target, name: name.unwrap_or_else(nowhere), action };
    Some((score, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(query: &str) -> Vec<&'static str> {
        let name = |line: &Line<'_>| match line.target {
            Target::Entry { entry, .. } => entry.name,
            Target::Hit(_) => unreachable!("nothing was found"),
        };
        lines(query, &Situation::default(), &[]).iter().map(name).collect()
    }

    #[test]
    fn commands_are_found_by_name_by_action_and_by_other_words() {
        assert_eq!(names("issue")[0], "Issue certificate…");
        assert_eq!(names("IssueCertificate")[0], "Issue certificate…");
        assert!(names("CreateCertificateAuthority").contains(&"New root CA…"));
        assert_eq!(names("password")[0], "Unlock…");
        assert!(names("intermediate").contains(&"New subordinate CA…"));
        assert_eq!(names("ListTags")[..2], ["Show tags", "Ask the API: list tags…"]);
        assert_eq!(names("iss").last(), Some(&"Ask the API: list permissions…"), "it only has it somewhere");
        assert!(names("qwertz").is_empty());
    }

    #[test]
    fn what_cannot_act_is_found_but_not_offered() {
        assert!(names("revoke").contains(&"Revoke certificate…"));
        assert!(!names("").contains(&"Revoke certificate…"));
        assert!(names("").contains(&"New workspace…"));
    }
}
