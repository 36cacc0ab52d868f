//! Which rows of the table are selected: by mouse and by keyboard, over any order and filter.

use std::collections::BTreeSet;

/// How a click or a key changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extend {
    /// Only this row.
    No,
    /// This row too, or no longer (Ctrl).
    Toggle,
    /// From the anchor to this row (Shift).
    Range,
}

/// The selected rows, by their numbers in the workspace, so that sorting and filtering keep them.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    rows: BTreeSet<u32>,
    /// Where a range starts.
    anchor: Option<u32>,
    /// Where the keyboard is.
    cursor: Option<u32>,
}

impl Selection {
    pub(super) fn has(&self, row: u32) -> bool {
        self.rows.contains(&row)
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn cursor(&self) -> Option<u32> {
        self.cursor
    }

    /// The selected rows, in the order of issuance.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.iter().copied()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn all(&mut self, shown: &[u32]) {
        self.rows = shown.iter().copied().collect();
    }

    /// Selects this row and no other, whether it is shown or not.
    pub(super) fn only(&mut self, row: u32) {
        *self = Self { rows: BTreeSet::from([row]), anchor: Some(row), cursor: Some(row) };
    }

    /// Lets go of what is not shown any more, but for one row.
    pub(super) fn keep(&mut self, shown: &[u32], also: Option<u32>) {
        if self.rows.is_empty() {
            return;
        }
        let kept = shown.iter().copied().filter(|row| self.rows.contains(row));
        let also = also.filter(|row| self.rows.contains(row));
        self.rows = kept.chain(also).collect();
    }

    /// Selects the row at a position of what is shown.
    pub(super) fn pick(&mut self, shown: &[u32], position: usize, extend: Extend) {
        let Some(&row) = shown.get(position) else { return };
        match extend {
            Extend::No => {
                self.rows = BTreeSet::from([row]);
                self.anchor = Some(row);
            }
            Extend::Toggle => {
                if !self.rows.remove(&row) {
                    self.rows.insert(row);
                }
                self.anchor = Some(row);
            }
            Extend::Range => {
                let from = self.position(shown, self.anchor).unwrap_or(position);
                let (first, last) = (from.min(position), from.max(position));
                self.rows = shown[first..=last].iter().copied().collect();
            }
        }
        self.cursor = Some(row);
    }

    /// Where the keyboard is among what is shown.
    pub(super) fn at(&self, shown: &[u32]) -> Option<usize> {
        self.position(shown, self.cursor)
    }

    fn position(&self, shown: &[u32], row: Option<u32>) -> Option<usize> {
        let row = row?;
        shown.iter().position(|shown| *shown == row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(selection: &Selection) -> Vec<u32> {
        selection.rows().collect()
    }

    #[test]
    fn a_range_follows_the_order_that_is_shown() {
        let mut selection = Selection::default();
        let shown = [9, 4, 7, 1];
        selection.pick(&shown, 1, Extend::No);
        selection.pick(&shown, 3, Extend::Range);
        assert_eq!(rows(&selection), [1, 4, 7]);
        selection.pick(&shown, 0, Extend::Range);
        assert_eq!(rows(&selection), [4, 9]);
        assert_eq!(selection.at(&shown), Some(0));
    }

    #[test]
    fn toggling_adds_and_takes_away() {
        let mut selection = Selection::default();
        let shown = [0, 1, 2];
        for position in [0, 2, 0] {
            selection.pick(&shown, position, Extend::Toggle);
        }
        assert_eq!(rows(&selection), [2]);
        selection.all(&shown);
        assert_eq!(selection.len(), 3);
        selection.pick(&shown, 5, Extend::No);
        assert_eq!(selection.len(), 3, "a row that is not there changes nothing");
    }

    #[test]
    fn a_filter_that_hides_the_anchor_starts_anew() {
        let mut selection = Selection::default();
        selection.pick(&[5, 6], 0, Extend::No);
        selection.pick(&[8, 9], 1, Extend::Range);
        assert_eq!(rows(&selection), [9]);
    }
}
