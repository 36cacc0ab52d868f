//! The tables of the README that say what is here: written from the lists of the code, and compared with them.
//!
//! `UPDATE_README=1 cargo test --test program` writes them.

use canopy::engine::api::{DATA_TYPES, DataType};
use canopy::engine::{Action, TEMPLATES, Template, Variety};
use canopy::ui::palette::table::TABLE;

const README: &str = "README.md";

/// The first paragraph of the doc comment of a type as one line, without the words that say where its name is from.
fn first_paragraph(DataType { name, docs, .. }: &DataType) -> String {
    let paragraph = docs.split("\n\n").next().unwrap_or_default();
    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    words.replace(&format!(" ({name} of the reference)"), "")
}

fn actions() -> String {
    let mut table = "| action | what it does | in the window |\n|---|---|---|\n".to_owned();
    for action in Action::ALL {
        let of_it = || TABLE.iter().filter(|entry| entry.action == Some(*action));
        let in_menus: Vec<&str> = of_it().filter(|entry| !entry.palette_only).map(|entry| entry.name).collect();
        // Everything can be asked of the API as well: that stands there where nothing else does.
        let named = if in_menus.is_empty() { of_it().map(|entry| entry.name).collect() } else { in_menus };
        table += &format!("| {} | {} | {} |\n", action.name(), action.words(), named.join(", "));
    }
    table
}

fn data_types() -> String {
    let mut table = "| data type | members | what it is |\n|---|---|---|\n".to_owned();
    for data_type in DATA_TYPES {
        let DataType { name, members, .. } = data_type;
        table += &format!("| {name} | {} | {} |\n", members.join(", "), first_paragraph(data_type));
    }
    table
}

/// A row for each template without its variety, and a mark for each variety that it comes in.
fn templates() -> String {
    const VARIETIES: [Variety; 4] =
        [Variety::Base, Variety::ApiPassthrough, Variety::CsrPassthrough, Variety::ApiCsrPassthrough];
    let mut table =
        "| template | what it is for | base | APIPassthrough | CSRPassthrough | APICSRPassthrough |\n".to_owned();
    table += "|---|---|---|---|---|---|\n";
    let mut told: Vec<&Template> = Vec::new();
    for template in TEMPLATES {
        let found = VARIETIES.map(|variety| template.in_variety(variety));
        if told.iter().any(|told| found.iter().flatten().any(|found| found == told)) {
            continue;
        }
        told.push(template);
        let marks = found.map(|found| if found.is_some() { "✓" } else { "" });
        table += &format!("| {} | {} | {} |\n", template.stem(), template.purpose, marks.join(" | "));
    }
    table
}

/// Puts `table` between the marks of that name.
fn replaced(readme: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = readme.split_once(&begin).unwrap_or_else(|| panic!("the README has no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("the README has no {end}"));
    format!("{before}{begin}\n{table}\n{end}{after}")
}

#[test]
fn the_readme_lists_what_is_here() {
    let found = std::fs::read_to_string(README).unwrap();
    let mut expected = found.clone();
    for (name, table) in [("actions", actions()), ("data types", data_types()), ("templates", templates())] {
        expected = replaced(&expected, name, &table);
    }
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(README, &expected).unwrap();
        return;
    }
    assert!(found == expected, "the tables are not those of the code: run UPDATE_README=1 cargo test --test program");
}

#[test]
fn the_table_of_templates_has_a_mark_for_each() {
    assert_eq!(TEMPLATES.len(), 61);
    assert_eq!(templates().matches('✓').count(), TEMPLATES.len());
}
