//! The columns of the table: which are shown, and how wide.

use super::listing::Column;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Space that a cell leaves at its right.
pub(super) const GAP: f32 = 8.0;

/// What a person has chosen to see; the rest follows the width.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    chosen: BTreeMap<Column, bool>,
}

impl Columns {
    /// Whether a column is shown at this width of the page. The name always is.
    pub(super) fn is_shown(&self, column: Column, width: f32) -> bool {
        let fits = match column {
            Column::Issued => width >= 880.0,
            Column::OtherNames => width >= 620.0,
            _ => true,
        };
        column == Column::Name || self.chosen.get(&column).copied().unwrap_or(fits)
    }

    pub(super) fn choose(&mut self, column: Column, shown: bool) {
        self.chosen.insert(column, shown);
    }

    /// The columns that are shown, and their widths. The name and the other names share what is
    /// left, until the name has 240. The first holds the padding of the page, and so does the last.
    pub(super) fn layout(&self, width: f32, padding: f32) -> Vec<(Column, f32)> {
        let mut shown: Vec<(Column, f32)> = Column::EVERY
            .into_iter()
            .filter(|column| self.is_shown(*column, width))
            .map(|column| (column, least(column)))
            .collect();
        let used: f32 = shown.iter().map(|(_, width)| width).sum::<f32>() + 2.0 * padding - GAP;
        let mut spare = (width - used).max(0.0).floor();
        let has_other = shown.iter().any(|(column, _)| *column == Column::OtherNames);
        for (column, width) in &mut shown {
            let more = match column {
                Column::Name if has_other => (spare / 2.0).floor().min(72.0),
                Column::Name | Column::OtherNames => spare,
                _ => 0.0,
            };
            *width += more;
            spare -= more;
        }
        if let Some(first) = shown.first_mut() {
            first.1 += padding;
        }
        if let Some(last) = shown.last_mut() {
            last.1 += padding - GAP;
        }
        shown
    }
}

/// What a column needs, with its gap.
const fn least(column: Column) -> f32 {
    match column {
        Column::Name => 168.0,
        Column::OtherNames => 112.0,
        Column::Status => 176.0,
        Column::Expires => 96.0,
        Column::Template => 64.0,
        Column::Issued => 92.0,
        Column::Serial => 56.0 + GAP,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(layout: &[(Column, f32)]) -> f32 {
        layout.iter().map(|(_, width)| width).sum()
    }

    #[test]
    fn the_columns_fill_the_page() {
        for width in [720.0, 792.0, 1040.0, 1600.0] {
            let layout = Columns::default().layout(width, 24.0);
            let total = total(&layout);
            assert!(total <= width && width - total < 1.0, "{width}: {total}");
        }
    }

    #[test]
    fn both_names_grow_and_then_the_other_names() {
        let width_of = |width, column| {
            let layout = Columns::default().layout(width, 0.0);
            layout.iter().find(|(known, _)| *known == column).map(|(_, width)| *width)
        };
        assert_eq!(width_of(720.0, Column::Name), Some(192.0));
        assert_eq!(width_of(1600.0, Column::Name), Some(240.0));
        assert!(width_of(1600.0, Column::OtherNames) > Some(500.0));
        assert_eq!(width_of(720.0, Column::Issued), None);
    }

    #[test]
    fn a_choice_outweighs_the_width() {
        let mut columns = Columns::default();
        columns.choose(Column::Issued, true);
        columns.choose(Column::Serial, false);
        columns.choose(Column::Name, false);
        let shown: Vec<Column> = columns.layout(700.0, 24.0).into_iter().map(|(column, _)| column).collect();
        assert!(shown.contains(&Column::Issued) && shown.contains(&Column::Name) && !shown.contains(&Column::Serial));
    }
}
