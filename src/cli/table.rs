//! Lists for people, in columns.

use super::failure::Failure;
use super::output;
use crate::x509::inspect::display;

/// Rows below a heading; nothing at all while there are none.
pub(super) struct Table<const N: usize> {
    heading: [&'static str; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// No rows yet.
    pub(super) fn new(heading: [&'static str; N]) -> Self {
        Self { heading, rows: Vec::new() }
    }

    /// A row. What its texts may hide is shown escaped.
    pub(super) fn row(&mut self, row: [String; N]) {
        self.rows.push(row.map(|text| display::safe(&text).into_owned()));
    }

    /// Prints it with columns as wide as they must be.
    pub(super) fn print(self) -> Result<(), Failure> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let text = self.text();
        output::write(|out| out.write_all(text.as_bytes()))
    }

    fn text(&self) -> String {
        let heading = self.heading.map(str::to_owned);
        let all = || std::iter::once(&heading).chain(&self.rows);
        let width = |column: usize| all().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..N).map(width).collect();
        let line = |row: &[String; N]| {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(text, width)| format!("{text:width$}")).collect();
            format!("{}\n", cells.join("  ").trim_end())
        };
        all().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_texts() {
        let mut table = Table::new(["ID", "NAME", "WHEN"]);
        table.row(["A".into(), "Müller\u{1b}".into(), "now".into()]);
        table.row(["LONG".into(), String::new(), String::new()]);
        let text = table.text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("ID    NAME"), "{text}");
        assert!(lines[1].starts_with("A     Müller"), "{text}");
        assert_eq!(lines[2], "LONG");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}
