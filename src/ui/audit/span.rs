//! Since when, and until when: a choice of lengths, or two moments as typed.

use crate::engine::HistoryFilter;
use crate::ui::forms::{FieldProblem, parse_time};
use crate::ui::kit::{Chip, Field, MenuItem, Problem, menu_separator_ui, staying_menu_button};
use crate::ui::words;
use crate::workspace::Timestamp;
use egui::{Frame, Margin, Ui};

/// A length of time up to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Day,
    Week,
    Month,
    Year,
}

impl Length {
    const EVERY: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    const fn words(self) -> &'static str {
        match self {
            Self::Day => "24 hours",
            Self::Week => "7 days",
            Self::Month => "30 days",
            Self::Year => "12 months",
        }
    }

    const fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
        }
    }
}

/// The time that records are looked for in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    length: Option<Length>,
    /// The first moment, as typed; none when empty.
    from: String,
    /// The first moment behind it.
    before: String,
}

/// The two moments of a span.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ends {
    from: Option<Timestamp>,
    before: Option<Timestamp>,
}

impl Span {
    /// The chip with its menu; the filter follows.
    pub(super) fn ui(&mut self, ui: &mut Ui, filter: &mut HistoryFilter, now: Timestamp) {
        let known = Ends { from: filter.from, before: filter.until };
        let words = self.words(&known);
        let chip = Chip::new(words.as_deref().unwrap_or("Time"), words.is_some()).chevron();
        staying_menu_button(ui, chip, |ui| {
            if ui.add(MenuItem::new("Any time").checked(words.is_none())).clicked() {
                *self = Self::default();
                (filter.from, filter.until) = (None, None);
            }
            for length in Length::EVERY {
                if ui.add(MenuItem::new(length.words()).checked(self.length == Some(length))).clicked() {
                    *self = Self { length: Some(length), ..Self::default() };
                    let from = now.plus_milliseconds(-length.days() * 86_400_000);
                    (filter.from, filter.until) = (Some(from), None);
                }
            }
            menu_separator_ui(ui);
            Frame::new().inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| self.ends_ui(ui, filter));
        });
    }

    fn ends_ui(&mut self, ui: &mut Ui, filter: &mut HistoryFilter) {
        ui.spacing_mut().item_spacing.y = 8.0;
        let problem = self.ends().err();
        let of = |member| problem.as_ref().filter(|problem| problem.member == member);
        let of = |member| of(member).map(|problem| Problem::new(&problem.words));
        let hint = "2027-02-21 or 2027-02-21 13:03";
        let from = Field::new("From").hint(hint).width(232.0).compact().problem(of("from"));
        let before = Field::new("Before").hint(hint).width(232.0).compact().problem(of("before"));
        let typed = from.show(ui, &mut self.from).changed() | before.show(ui, &mut self.before).changed();
        if typed {
            self.length = None;
            // What cannot be read yet leaves the records as they are.
            if let Ok(ends) = self.ends() {
                (filter.from, filter.until) = (ends.from, ends.before);
            }
        }
    }

    /// The moments that were typed.
    ///
    /// # Errors
    /// What is wrong with one, at `from` or `before`.
    fn ends(&self) -> Result<Ends, FieldProblem> {
        let read = |text: &str, member: &str| match text.trim() {
            "" => Ok(None),
            text => parse_time(text, member).map(|read| Some(Timestamp::from_seconds(read.value))),
        };
        let ends = Ends { from: read(&self.from, "from")?, before: read(&self.before, "before")? };
        match (ends.from, ends.before) {
            (Some(from), Some(before)) if before <= from => {
                Err(FieldProblem::new("before", "Expected a time later than the first"))
            }
            _ => Ok(ends),
        }
    }

    /// What the chip says while there is something to say.
    fn words(&self, ends: &Ends) -> Option<String> {
        if let Some(length) = self.length {
            return Some(length.words().to_owned());
        }
        match (ends.from, ends.before) {
            (None, None) => None,
            (Some(from), None) => Some(format!("From {}", words::date(from))),
            (None, Some(before)) => Some(format!("Before {}", words::date(before))),
            (Some(from), Some(before)) => Some(format!("{} to {}", words::date(from), words::date(before))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, before: &str) -> Span {
        Span { length: None, from: from.into(), before: before.into() }
    }

    #[test]
    fn moments_are_read_in_utc_and_in_order() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let ends = span("2026-11-01", "2026-11-23 13:03").ends().unwrap();
        assert_eq!(ends, Ends { from: at("2026-11-01T00:00:00.000Z"), before: at("2026-11-23T13:03:00.000Z") });
        assert_eq!(span("", " ").ends(), Ok(Ends::default()));
        assert_eq!(
            span("", "2026-11-23").words(&span("", "2026-11-23").ends().unwrap()).unwrap(),
            "Before 23 Nov 2026"
        );
        for (from, before, member) in
            [("yesterday", "", "from"), ("", "2026-13-01", "before"), ("2026-11-23", "2026-11-23", "before")]
        {
            assert_eq!(span(from, before).ends().unwrap_err().member, member);
        }
    }
}
