//! Finding authorities and certificates.

use canopy::ui::ask::Select;
use canopy::ui::search::find;
use canopy::workspace::{Event, Workspace};
use std::sync::atomic::AtomicBool;

use super::desk::SAMPLE;
use super::trouble::{after, id};

fn names(workspace: &Workspace, query: &str) -> Vec<String> {
    let found = find(workspace, SAMPLE.now(), query, 8, &AtomicBool::new(false));
    found.into_iter().map(|hit| hit.name).collect()
}

#[test]
fn a_whole_serial_number_or_arn_finds_one_certificate() {
    let workspace = SAMPLE.snapshot();
    let certificates = workspace.certificates();
    let row = certificates.rows(0..certificates.len()).find(|row| row.common_name == "Ines Moreau").unwrap();
    let arn = workspace.authority(row.authority).unwrap().arn.certificate(row.serial);
    for query in [row.serial.to_string(), row.serial.to_string().to_uppercase(), arn.to_string()] {
        assert_eq!(names(&workspace, &query), ["Ines Moreau"], "{query}");
    }
    let found = find(&workspace, SAMPLE.now(), &arn.to_string(), 8, &AtomicBool::new(false));
    assert_eq!(found[0].select, Select::Certificate(arn));
}

#[test]
fn a_renamed_authority_is_found_by_its_subject_and_its_note_too() {
    let sample = SAMPLE.snapshot();
    let authority = id(&sample, "Servers Issuing CA");
    let (name, note) = (Some("Racks".to_owned()), Some("Ask Mara first".to_owned()));
    let workspace = after(&sample, vec![Event::AuthorityAnnotated { authority, name, note }]);
    for query in ["racks", "servers issuing", "mara"] {
        assert_eq!(names(&workspace, query)[0], "Racks", "{query}");
    }
}

#[test]
fn a_search_that_was_cancelled_ends() {
    let found = find(&SAMPLE.snapshot(), SAMPLE.now(), "robotics.example", 8, &AtomicBool::new(true));
    assert_eq!(found, []);
}

#[test]
fn a_name_that_lies_is_flagged() {
    let sample = SAMPLE.snapshot();
    let authority = id(&sample, "People Issuing CA");
    let name = Some("People\u{202e}".to_owned());
    let workspace = after(&sample, vec![Event::AuthorityAnnotated { authority, name, note: None }]);
    let found = find(&workspace, SAMPLE.now(), "people", 8, &AtomicBool::new(false));
    assert_eq!((found[0].name.as_str(), found[0].detail.as_str()), ("People\\u{202E}", "Authority, hidden characters"));
}
