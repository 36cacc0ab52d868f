//! The passphrase: from a file, from the environment, or asked for at the terminal. Never an argument, which other
//! processes can see.
//!
//! A variable cannot be taken out of the environment safely while a program runs, so [`VARIABLE`] is kept from other
//! programs by starting none here, and by starting the window without it.

use super::failure::Failure;
use super::input;
use super::output::say;
use crate::engine::{COMFORTABLE_PASSPHRASE, SHORTEST_PASSPHRASE};
use secrecy::{ExposeSecret as _, SecretString};
use std::fs::File;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The environment variable that a passphrase may be in.
pub const VARIABLE: &str = "CANOPY_PASSPHRASE";

/// Greatest length of a passphrase that is read from a file, in bytes.
const LONGEST: usize = 4 << 10;

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
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| Failure::Refused(format!("{name} could not be read: {error}.")))?;
    warn_if_others_can_read(path, &file);
    let octets = input::read_all(file, &name, LONGEST)?;
    Ok(SecretString::from(input::secret(&octets, &name)?))
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
