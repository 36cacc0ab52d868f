//! Rows as a file: CSV (RFC 4180), with a line of heads.

use super::reader::Row;

const HEADS: &str = "Record,Time,What,About,Detail,Actor,From";

pub(super) fn csv(rows: &[Row]) -> String {
    let mut text = format!("{HEADS}\r\n");
    for row in rows {
        let at = row.at().to_string();
        let cells = [&row.seq().to_string(), &at, &row.act, &row.object, &row.aside, &row.who, row.from];
        let quoted = cells.map(|cell| format!("\"{}\"", harmless(cell).replace('"', "\"\"")));
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_cell_is_never_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@x"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("www.example.com"), "www.example.com");
    }
}
