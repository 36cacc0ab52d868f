//! The command line: what can be done with a workspace without a window.
//!
//! Each subcommand has a file, with its arguments and a `run`. Standard output carries the result alone; whatever else
//! there is to say goes to standard error. The program ends with 0 when it is done, with 1 when something was refused or
//! failed, and with 2 when it was called wrongly.

mod bucket;
mod call;
mod check;
mod export;
mod failure;
mod input;
mod inspect;
mod key;
mod new;
mod output;
mod passphrase;
mod serve;
mod table;
mod verify;
mod workspace;

pub use passphrase::VARIABLE as PASSPHRASE_VARIABLE;

use failure::Failure;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs private certificate authorities in one file on this computer, their keys sealed with your passphrase.
#[derive(Debug, clap::Parser)]
#[command(name = "canopy", version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub struct Arguments {
    /// The workspace file to open in the window; the one that was open last when none is named
    #[arg(value_name = "WORKSPACE.ron")]
    pub workspace: Option<PathBuf>,
    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  canopy                       the window, with the workspace that was open last
  canopy pki.ron               the window, with this workspace
  canopy new pki.ron           a new workspace; asks for its passphrase
  canopy serve pki.ron         the API for SDKs and scripts, CRLs and OCSP, without a window
  canopy ./new                 the window, with a workspace file that is called like a subcommand

The passphrase is asked for at the terminal, or comes from --passphrase-file or from CANOPY_PASSPHRASE.
It ends with 0 when it is done, 1 when something was refused or failed, and 2 when it was called wrongly.";

/// What can be done without a window.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make a workspace: an empty file for authorities, its keys sealed with a passphrase
    New(new::Arguments),
    /// Serve the API to SDKs and scripts, and CRLs and OCSP to whoever validates certificates
    Serve(serve::Arguments),
    /// Perform one of the 23 actions of the AWS Private CA API
    Call(call::Arguments),
    /// Add, list and remove access keys, which requests to the endpoint are signed with
    #[command(subcommand)]
    Key(key::Command),
    /// Add, list and remove buckets, which CRLs and audit reports are written to
    #[command(subcommand)]
    Bucket(bucket::Command),
    /// Show what certificates, CSRs, CRLs and keys say, as text
    Inspect(inspect::Arguments),
    /// Verify that a certificate leads to a trusted root, or say which rule it breaks
    Verify(verify::Arguments),
    /// Verify a whole workspace file: its chain of records, and with the passphrase that none was forged
    Check(check::Arguments),
    /// Print the state of a workspace as one RON document, without secrets
    Export(export::Arguments),
}

/// What the program knows of the person who started it.
#[derive(Debug)]
pub struct Surroundings {
    /// Their name at the operating system, which records carry.
    pub user: String,
    /// The folder where the newest record seen of each workspace is remembered.
    pub state_folder: PathBuf,
}

impl Command {
    /// Does it, and answers with what the program ends.
    pub fn run(self, surroundings: &Surroundings) -> ExitCode {
        let done = match self {
            Self::New(arguments) => new::run(arguments, surroundings),
            Self::Serve(arguments) => serve::run(arguments, surroundings),
            Self::Call(arguments) => call::run(arguments, surroundings),
            Self::Key(command) => key::run(command, surroundings),
            Self::Bucket(command) => bucket::run(command, surroundings),
            Self::Inspect(arguments) => inspect::run(&arguments),
            Self::Verify(arguments) => verify::run(arguments),
            Self::Check(arguments) => check::run(&arguments, surroundings),
            Self::Export(arguments) => export::run(&arguments, surroundings),
        };
        done.map_or_else(Failure::tell, |()| ExitCode::SUCCESS)
    }
}
