//! Who may import whom: one crate has no walls that the compiler keeps, so this test keeps them.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rooms of the house, the rooms that each may use, and the outside paths that it may not.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("x509", &[], &["std::fs", "std::time", "jiff", "egui", "eframe", "getrandom"]),
    ("keystore", &["x509"], &["std::fs", "std::time", "egui", "eframe"]),
    ("workspace", &["x509"], &["std::time", "Timestamp::now", "getrandom", "egui", "eframe", "age::", "rsa::"]),
    (
        "engine",
        &["x509", "keystore", "workspace"],
        &["std::fs", "std::net::Tcp", "std::time::SystemTime", "egui", "eframe", "age::", "rsa::"],
    ),
    ("publish", &["engine", "workspace", "files"], &["egui", "eframe", "std::time::SystemTime", "std::time::Instant"]),
    ("files", &["x509"], &["egui", "eframe"]),
    (
        "server",
        &["engine", "publish", "files", "workspace", "x509"],
        &["egui", "eframe", "aws_lc_rs", "rsa::", "age::"],
    ),
    (
        "cli",
        &["engine", "publish", "files", "server", "workspace", "x509"],
        &["egui", "eframe", "aws_lc_rs", "rsa::", "age::"],
    ),
    (
        "ui",
        &["engine", "workspace", "x509", "files"],
        &["std::fs", "std::net", "aws_lc_rs", "rsa::", "p256", "p384", "p521", "age::", "rcgen", "hmac", "keystore"],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file: without comments, and without what only its own tests use.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms that are named after `crate::`, also in `use crate::{…}`.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut used = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => drop(used.insert(word(after))),
            Some(list) => {
                let mut depth = 0;
                let mut start = true;
                for (at, character) in list.char_indices() {
                    match character {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        character if start && character.is_alphanumeric() => {
                            used.insert(word(&list[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    used
}

/// Whether a path begins in the code, not in the middle of a longer word.
fn is_used(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn room_of(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    below.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

#[test]
fn each_room_uses_only_what_it_may() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut wrong = Vec::new();
    for path in &files {
        let room = room_of(path);
        if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("testing.rs") {
            continue;
        }
        let Some((_, may, may_not)) = ROOMS.iter().find(|(name, ..)| *name == room) else {
            assert!(["lib", "main"].contains(&room.as_str()), "{room} is no room of the house: add it to the table");
            continue;
        };
        let code = code(path);
        let known = |used: &&String| ROOMS.iter().any(|(name, ..)| name == used);
        for used in
            rooms_used(&code).iter().filter(known).filter(|used| **used != room && !may.contains(&used.as_str()))
        {
            wrong.push(format!("{} uses crate::{used}", path.display()));
        }
        for outside in may_not.iter().filter(|outside| is_used(&code, outside)) {
            wrong.push(format!("{} uses {outside}", path.display()));
        }
    }
    assert!(files.len() > 50, "found only {} files", files.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files under `workspace` that touch the disk.
#[test]
fn only_the_storage_files_of_the_workspace_touch_the_disk() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/workspace");
    let mut files = Vec::new();
    sources(&workspace, &mut files);
    let touches = |path: &&PathBuf| code(path).contains("std::fs");
    let wrong: Vec<_> = files
        .iter()
        .filter(touches)
        .filter(|path| !path.starts_with(workspace.join("file")) && !path.ends_with("storage.rs"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn imports_are_seen_in_every_form() {
    let found = rooms_used("use crate::{engine::{self, Engine}, x509};\nlet a = crate::keystore::f();\nuse crate::ui;");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["engine", "keystore", "ui", "x509"]);
}
