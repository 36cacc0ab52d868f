//! All kept files together: each is opened and replayed, and every event that the format knows is in one of them.

use canopy::engine::{Access, Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::sample;
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files, with the passphrase of each.
const FILES: [(&str, &str); 6] = [
    ("2026-11.ron", crate::november_2026::PASSPHRASE),
    ("2026-11-access.ron", crate::access_2026::PASSPHRASE),
    ("2026-11-endpoint.ron", crate::endpoint_2026::PASSPHRASE),
    ("sample-2026-11.ron", sample::PASSPHRASE),
    ("sample-2026-11-tiers.ron", sample::PASSPHRASE),
    ("sample-2026-11-access.ron", sample::PASSPHRASE),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces")
}

#[test]
fn every_kept_file_is_opened_replayed_and_authentic() {
    let mut found: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".ron"))
        .collect();
    let mut listed = FILES.map(|(name, _)| name.to_owned()).to_vec();
    found.sort();
    listed.sort();
    assert_eq!(found, listed);
    for (name, passphrase) in FILES {
        let beside = tempfile::tempdir().unwrap();
        let copy = beside.path().join(name);
        std::fs::copy(folder().join(name), &copy).unwrap();
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&copy)));
        let options = Options { work_factor: 1, ..Options::default() };
        let (engine, report) = Engine::open(&copy, environment, &options).unwrap();
        assert_eq!((report.set_aside, report.from_index), (None, false), "{name}");
        assert_eq!(engine.access(), Access::Locked, "{name}");
        engine.unlock(&SecretString::from(passphrase)).unwrap();
        let verified = engine.verify().unwrap();
        assert!(verified.authenticated && verified.records == engine.snapshot().head().seq, "{name}");
    }
}

/// The names of the variants, as the format declares them.
fn events() -> Vec<&'static str> {
    let source = include_str!("../../src/workspace/event.rs");
    let (_, declared) = source.split_once("pub enum Event {\n").unwrap();
    let (declared, _) = declared.split_once("\n}\n").unwrap();
    let variant = |line: &'static str| {
        let line = line.strip_prefix("    ").filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))?;
        line.split([' ', '(', ',']).next()
    };
    declared.lines().filter_map(variant).collect()
}

#[test]
fn every_event_is_in_a_kept_file() {
    let events = events();
    assert!(events.len() > 30 && events.contains(&"AuthorityCreated"), "{events:?}");
    let texts = FILES.map(|(name, _)| std::fs::read_to_string(folder().join(name)).unwrap());
    let is_kept = |event: &&str| {
        let written =
            ["[", ","].iter().flat_map(|before| ["(", "]", ","].map(|after| format!("{before}{event}{after}")));
        let written: Vec<String> = written.collect();
        texts.iter().any(|text| written.iter().any(|written| text.contains(written)))
    };
    let absent: Vec<&&str> = events.iter().filter(|event| !is_kept(event)).collect();
    assert!(absent.is_empty(), "write a file that has them: {absent:?}");
}
