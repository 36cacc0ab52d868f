//! The passphrase: from a file, from the environment, or asked for at the terminal. Never an argument, which other
//! processes can see.
//!
//! A variable cannot be taken out of the environment safely while a program runs, so whoever starts a process must
//! remove [`VARIABLE`] from its environment; the subcommands start none.

use super::failure::Failure;
use super::output::say;
use crate::engine::{COMFORTABLE_PASSPHRASE, SHORTEST_PASSPHRASE};
use secrecy::{ExposeSecret as _, SecretString};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The environment variable that a passphrase may be in.
pub const VARIABLE: &str = "CANOPY_PASSPHRASE";

/// Greatest length of a passphrase that is read from a file, in bytes.
const LONGEST: usize = 4096;

/// Where the passphrase comes from.
#[derive(Debug, clap::Args)]
pub struct PassphraseFrom {
    /// Read the passphrase from this file, without the line end behind it
    ///
    /// Without this option it comes from the environment variable CANOPY_PASSPHRASE;
    /// where that is not set or empty, it is asked for at the terminal, unseen.
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseFrom {
    /// The passphrase of the workspace at `path`.
    pub(super) fn passphrase(&self, path: &Path) -> Result<SecretString, Failure> {
        match self.given()? {
            Some(passphrase) => Ok(passphrase),
            None => ask(&format!("Passphrase of {}: ", path.display())),
        }
    }

    /// The passphrase, if it does not have to be asked for.
    pub(super) fn given(&self) -> Result<Option<SecretString>, Failure> {
        if let Some(path) = &self.passphrase_file {
            return read(path).map(Some);
        }
        let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) else { return Ok(None) };
        match value.into_string().map(Zeroizing::new) {
            Ok(value) => Ok(Some(SecretString::from(value.as_str()))),
            Err(_) => Err(Failure::Refused(format!("{VARIABLE} is no text: expected UTF-8."))),
        }
    }

    /// A passphrase for a new workspace: typed twice when it is asked for, and not taken when it is tried in hours.
    pub(super) fn new_passphrase(&self) -> Result<SecretString, Failure> {
        let Some(passphrase) = self.given()? else { return ask_for_new() };
        match length(&passphrase) {
            ..SHORTEST_PASSPHRASE => Err(Failure::Refused(format!(
                "Expected a passphrase of at least {SHORTEST_PASSPHRASE} characters, found {}; four random words are \
                 better.",
                length(&passphrase)
            ))),
            short @ SHORTEST_PASSPHRASE..COMFORTABLE_PASSPHRASE => {
                say(&format!("A passphrase of {short} characters; {COMFORTABLE_PASSPHRASE} or more are safer."));
                Ok(passphrase)
            }
            _ => Ok(passphrase),
        }
    }
}

fn length(passphrase: &SecretString) -> usize {
    passphrase.expose_secret().chars().count()
}

/// Asks until it is answered well, or not at all.
fn ask_for_new() -> Result<SecretString, Failure> {
    loop {
        let passphrase = ask("Passphrase: ")?;
        let length = length(&passphrase);
        if length < SHORTEST_PASSPHRASE {
            say(&format!("At least {SHORTEST_PASSPHRASE} characters; four random words are better."));
            continue;
        }
        if ask("The same again: ")?.expose_secret() != passphrase.expose_secret() {
            say("The two passphrases differ.");
            continue;
        }
        if length < COMFORTABLE_PASSPHRASE {
            say(&format!("{COMFORTABLE_PASSPHRASE} characters or more are safer: shorter ones are guessed sooner."));
            let answer = ask(&format!("Type yes to take {length} characters all the same: "))?;
            if answer.expose_secret() != "yes" {
                continue;
            }
        }
        return Ok(passphrase);
    }
}

fn ask(prompt: &str) -> Result<SecretString, Failure> {
    match rpassword::prompt_password(prompt).map(Zeroizing::new) {
        Ok(typed) => Ok(SecretString::from(typed.as_str())),
        Err(error) => Err(Failure::Refused(format!(
            "The passphrase cannot be asked for at a terminal ({error}): give --passphrase-file, or set {VARIABLE}."
        ))),
    }
}

/// Reads a passphrase from a file, or from a pipe that a shell names like one.
fn read(path: &Path) -> Result<SecretString, Failure> {
    let refused = |why: &str| Failure::Refused(format!("{} {why}.", path.display()));
    let failed = |error: io::Error| refused(&format!("could not be read: {error}"));
    let file = File::open(path).map_err(failed)?;
    warn_if_others_can_read(path, &file);
    let mut octets = Zeroizing::new(Vec::with_capacity(LONGEST + 3));
    file.take(LONGEST as u64 + 3).read_to_end(&mut octets).map_err(failed)?;
    let text = std::str::from_utf8(&octets).map_err(|_| refused("is no text: expected a passphrase in UTF-8"))?;
    let text = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    match text.len() {
        0 => Err(refused("is empty: expected a passphrase")),
        1..=LONGEST => Ok(SecretString::from(text)),
        _ => Err(refused(&format!("is too long: expected a passphrase of at most {LONGEST} bytes"))),
    }
}

#[cfg(unix)]
fn warn_if_others_can_read(path: &Path, file: &File) {
    use std::os::unix::fs::PermissionsExt as _;
    let open = |found: &std::fs::Metadata| found.is_file() && found.permissions().mode() & 0o044 != 0;
    if file.metadata().is_ok_and(|found| open(&found)) {
        say(&format!("Others can read {}: chmod 600 keeps the passphrase to you.", path.display()));
    }
}

#[cfg(not(unix))]
fn warn_if_others_can_read(_: &Path, _: &File) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(content: &[u8]) -> Result<String, Failure> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        read(file.path()).map(|passphrase| passphrase.expose_secret().to_owned())
    }

    #[test]
    fn one_line_end_is_not_part_of_it() {
        for content in ["correct horse", "correct horse\n", "correct horse\r\n"] {
            assert_eq!(read_of(content.as_bytes()).unwrap(), "correct horse");
        }
        assert_eq!(read_of(b" a \n\n").unwrap(), " a \n");
    }

    #[test]
    fn what_is_none_is_refused() {
        for (content, why) in [(&b""[..], "empty"), (b"\n", "empty"), (b"\xff", "UTF-8"), (&[b'a'; 4097], "too long")] {
            let Err(Failure::Refused(words)) = read_of(content) else { panic!("expected a refusal") };
            assert!(words.contains(why), "{words}");
        }
        assert_eq!(read_of(&[b'a'; 4096]).unwrap().len(), 4096);
    }
}
