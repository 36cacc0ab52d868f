//! `canopy new`, and where passphrases come from.

use crate::desk::{Desk, PASSPHRASE, has, said};
use canopy::cli::PASSPHRASE_VARIABLE;
use canopy::engine::{Access, Error};
use secrecy::SecretString;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};
#[cfg(target_os = "linux")]
use std::time::Duration;

#[test]
fn a_workspace_is_made_and_opens_with_its_passphrase() {
    let desk = Desk::new();
    let arguments = ["new", "pki.ron", "--account", "123456789012", "--region", "eu-central-1", "--name", "Production"];
    assert_eq!(desk.canopy(&arguments).done(), "");
    let engine = desk.open("pki.ron");
    let workspace = engine.snapshot();
    let settings = workspace.settings();
    assert_eq!((&settings.account[..], &settings.region[..]), ("123456789012", "eu-central-1"));
    assert_eq!(settings.name.as_deref(), Some("Production"));
    assert!(workspace.bucket("published").is_some());
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    assert_eq!(engine.access(), Access::Unlocked);
}

#[test]
fn a_file_that_is_there_is_not_replaced() {
    let desk = Desk::new();
    desk.write("pki.ron", "precious");
    let said = desk.canopy(&["new", "pki.ron"]).refused();
    assert!(said.contains("pki.ron exists already"), "{said}");
    assert_eq!(desk.read("pki.ron"), b"precious");
    assert!(desk.canopy(&["new", "absent/pki.ron"]).refused().contains("There is no folder absent."));
}

#[test]
fn a_passphrase_that_is_tried_in_hours_is_refused() {
    let desk = Desk::new();
    let with = |passphrase: &str| {
        desk.canopy_with(&["new", "pki.ron"], b"", |command| command.env(PASSPHRASE_VARIABLE, passphrase))
    };
    let said = with("1234567").refused();
    assert!(said.contains("at least 8 characters, found 7"), "{said}");
    assert!(!desk.path("pki.ron").exists());
    let said = with("12345678");
    assert!(said.err.contains("12 or more are safer"), "{said:?}");
    said.done();
}

#[test]
fn settings_that_are_none_are_refused_before_a_passphrase_is_asked_for() {
    let desk = Desk::new();
    for wrong in [["--account", "12"], ["--region", "Frankfurt am Main"]] {
        let said = desk.canopy_with(&[&["new", "pki.ron"], &wrong[..]].concat(), b"", |command| {
            command.env_remove(PASSPHRASE_VARIABLE)
        });
        assert!(said.misused().contains("Expected a"), "{wrong:?}");
        assert!(!desk.path("pki.ron").exists());
    }
}

#[test]
fn the_passphrase_comes_from_a_file_before_the_environment() {
    let desk = Desk::with_workspace();
    desk.write("right", format!("{PASSPHRASE}\n"));
    desk.write("wrong", "something else\n");
    desk.write("empty", "\n");
    let add = |file: &str, variable: &str| {
        let arguments = ["key", "add", "pki.ron", "--passphrase-file", file];
        desk.canopy_with(&arguments, b"", |command| command.env(PASSPHRASE_VARIABLE, variable))
    };
    add("right", "something else").done();
    assert!(add("wrong", PASSPHRASE).refused().contains("does not open this workspace"));
    assert!(add("empty", PASSPHRASE).refused().contains("empty is empty."));
    assert!(add("absent", PASSPHRASE).refused().contains("absent could not be read"));
}

#[cfg(unix)]
#[test]
fn a_passphrase_file_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_workspace();
    desk.write("p", PASSPHRASE);
    for (mode, warned) in [(0o644, true), (0o640, true), (0o600, false)] {
        std::fs::set_permissions(desk.path("p"), std::fs::Permissions::from_mode(mode)).unwrap();
        let said = desk.canopy(&["check", "pki.ron", "--passphrase-file", "p"]);
        assert_eq!(said.err.contains("Others can read p"), warned, "{mode:o}: {said:?}");
        said.done();
    }
}

#[test]
fn a_passphrase_that_is_given_nowhere_is_asked_for_at_a_terminal_alone() {
    let desk = Desk::with_workspace();
    // In a session of its own it has no terminal, wherever the tests were started from.
    if !has("setsid") {
        return;
    }
    let mut command = desk.command("setsid");
    command.args(["-w", env!("CARGO_BIN_EXE_canopy"), "key", "add", "pki.ron"]).env_remove(PASSPHRASE_VARIABLE);
    let refusal = said(&mut command, PASSPHRASE.as_bytes()).refused();
    assert!(refusal.contains("--passphrase-file") && refusal.contains(PASSPHRASE_VARIABLE), "{refusal}");
}

/// At a terminal, as `script` of util-linux makes one: each answer is typed when its question stands there and what is
/// typed is not shown any more.
#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_it_is_typed_twice_and_not_shown() {
    use std::io::{Read as _, Write as _};
    if !["script", "stty", "tty"].into_iter().all(has) {
        return;
    }
    let desk = Desk::new();
    let program = format!("tty; {} new typed.ron", env!("CARGO_BIN_EXE_canopy"));
    let mut command = desk.command("script");
    command.args(["-qec", &program, "/dev/null"]).env_remove(PASSPHRASE_VARIABLE);
    let mut script = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut keyboard, mut screen) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
    let mut shown = String::new();
    let mut type_at = |question: &str, answer: &str| {
        let from = shown.len();
        while !shown[from..].contains(question) {
            let mut octets = [0; 256];
            let read = screen.read(&mut octets).unwrap();
            assert_ne!(read, 0, "{question} was not asked: {shown}");
            shown.push_str(&String::from_utf8_lossy(&octets[..read]));
        }
        let terminal = shown.lines().next().unwrap().trim();
        let shows = || {
            let modes = Command::new("stty").args(["-F", terminal, "-a"]).output().unwrap();
            !String::from_utf8_lossy(&modes.stdout).split_whitespace().any(|mode| mode == "-echo")
        };
        while shows() {
            std::thread::sleep(Duration::from_millis(10));
        }
        writeln!(keyboard, "{answer}").unwrap();
    };
    type_at("Passphrase: ", "1234567");
    for (second, sure) in [("another-one", None), ("nine-char", Some("no")), ("nine-char", Some("yes"))] {
        type_at("Passphrase: ", "nine-char");
        type_at("The same again: ", second);
        if let Some(sure) = sure {
            type_at("Type yes to take 9 characters all the same: ", sure);
        }
    }
    screen.read_to_string(&mut shown).unwrap();
    assert!(script.wait().unwrap().success(), "{shown}");
    assert!(shown.contains("At least 8 characters") && shown.contains("The two passphrases differ"), "{shown}");
    assert!(!shown.contains("nine-char") && !shown.contains("another-one"), "{shown}");
    let engine = desk.open("typed.ron");
    assert_eq!(engine.unlock(&SecretString::from("another-one")), Err(Error::WrongPassphrase));
    engine.unlock(&SecretString::from("nine-char")).unwrap();
}
