//! `canopy check`: the whole file read and verified.

use super::Surroundings;
use super::failure::Failure;
use super::output::{self, say};
use super::passphrase::PassphraseFrom;
use super::workspace::look;
use std::path::PathBuf;

/// Arguments of `canopy check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The workspace file to verify; it may be open elsewhere, and is not changed
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseFrom,
}

const EXAMPLES: &str = "\
Examples:
  canopy check pki.ron
  canopy check backup/pki.ron --passphrase-file ~/.pki-passphrase

Each record continues the one before by its hash, and all together make the state that Canopy shows. With the
passphrase, the authentication code of each record is verified as well: that none was forged. The passphrase is
not asked for here: without one in a file or in CANOPY_PASSPHRASE, that is left open.";

pub(super) fn run(arguments: &Arguments, surroundings: &Surroundings) -> Result<(), Failure> {
    let Arguments { workspace: path, passphrase } = arguments;
    let passphrase = passphrase.given()?;
    let engine = look(path, surroundings)?;
    if let Some(reason) = engine.snapshot().read_only().filter(|reason| !reason.is_looked_at()) {
        let words = format!("{}: {reason}.", path.display());
        match reason.is_another_copy() {
            true => say(&words),
            false => return Err(Failure::Refused(words)),
        }
    }
    if let Some(passphrase) = &passphrase {
        engine.unlock(passphrase)?;
    }
    let verified = engine.verify()?;
    let (records, path) = (verified.records, path.display());
    output::write(|out| match verified.authenticated {
        true => writeln!(out, "{path}: {records} records verified, all written by holders of the passphrase"),
        false => writeln!(out, "{path}: {records} records verified, not authenticated"),
    })?;
    if !verified.authenticated {
        say("Whether a record was forged is left open without the passphrase.");
    }
    Ok(())
}
