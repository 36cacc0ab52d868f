//! What the program says of itself.

use crate::desk::Desk;
use canopy::engine::Action;

/// Every subcommand, with those below it.
const ALL: &[&[&str]] = &[
    &[],
    &["new"],
    &["serve"],
    &["call"],
    &["key"],
    &["key", "add"],
    &["key", "list"],
    &["key", "remove"],
    &["bucket"],
    &["bucket", "add"],
    &["bucket", "list"],
    &["bucket", "remove"],
    &["inspect"],
    &["verify"],
    &["check"],
    &["export"],
];

#[test]
fn each_subcommand_explains_itself() {
    let desk = Desk::new();
    for subcommand in ALL {
        for flag in ["--help", "-h"] {
            let help = desk.canopy(&[subcommand, &[flag][..]].concat()).done();
            assert!(help.contains("Usage: canopy"), "{subcommand:?}: {help}");
            let long = help.lines().find(|line| line.chars().count() > 130);
            assert_eq!(long, None, "{subcommand:?}: too long for a terminal");
        }
        let path = [&["help"][..], subcommand].concat();
        assert_eq!(desk.canopy(&path).done(), desk.canopy(&[subcommand, &["--help"][..]].concat()).done());
    }
}

#[test]
fn the_list_of_subcommands_is_whole() {
    let help = Desk::new().canopy(&["--help"]).done();
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let listed: Vec<&str> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    let known: Vec<&str> = ALL.iter().filter(|path| path.len() == 1).map(|path| path[0]).collect();
    assert_eq!(listed, known);
}

#[test]
fn the_actions_are_those_of_the_api() {
    let help = Desk::new().canopy(&["help", "call"]).done();
    for action in Action::ALL {
        let line = help.lines().find(|line| line.trim_start().starts_with(&format!("{} ", action.name())));
        assert!(line.is_some_and(|line| line.ends_with(action.words())), "{}: {help}", action.name());
    }
}

#[test]
fn wrong_arguments_are_told_and_end_with_two() {
    let desk = Desk::new();
    for wrong in [
        &["new"][..],
        &["call", "pki.ron"],
        &["call", "pki.ron", "IssueCertificates"],
        &["key", "pki.ron"],
        &["bucket", "add", "pki.ron", "name"],
        &["bucket", "add", "pki.ron", "name", "--dir", "a", "--s3", "https://b", "--access-key", "c"],
        &["bucket", "add", "pki.ron", "name", "--s3", "https://b"],
        &["bucket", "add", "pki.ron", "name", "--dir", "a", "--region", "b"],
        &["inspect"],
        &["verify", "leaf.pem"],
        &["verify", "--roots", "a", "--purpose", "mail", "leaf.pem"],
        &["verify", "--roots", "a", "--at", "yesterday", "leaf.pem"],
        &["verify", "--roots", "a", "--name", "*.example.com", "leaf.pem"],
        &["pki.ron", "check"],
        &["new", "pki.ron", "--passphrase", "secret"],
        &["--no-such-thing"],
    ] {
        let said = desk.canopy(wrong).misused();
        assert!(!said.is_empty(), "{wrong:?}");
    }
    let said = desk.canopy(&["call", "pki.ron", "IssueCertificates"]).misused();
    assert!(said.contains("IssueCertificate"), "what was meant is proposed: {said}");
}
