//! `canopy export`: the state of a workspace as one RON document, without secrets.

mod authority;
mod certificate;
mod state;

use super::Surroundings;
use super::failure::Failure;
use super::output;
use super::workspace::look_warned;
use ron::ser::PrettyConfig;
use state::State;
use std::cell::RefCell;
use std::io;
use std::path::PathBuf;

/// Arguments of `canopy export`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The workspace file; it may be open elsewhere, and is not changed
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  canopy export pki.ron > pki-2026-11.ron

The document has the settings, buckets, the IDs of access keys, authorities with their configuration, CRLs,
permissions, policies and tags, managed certificates, and every certificate in PEM. It has no key and no secret,
sealed or not. The same state gives the same document, byte for byte. It is no workspace: keep the file itself.";

pub(super) fn run(arguments: &Arguments, surroundings: &Surroundings) -> Result<(), Failure> {
    let engine = look_warned(&arguments.workspace, surroundings)?;
    let workspace = engine.snapshot();
    // Of a certificate that cannot be read, and of standard output: what RON makes of either is less.
    let unread = RefCell::new(None);
    let mut failed = None;
    let written = output::write(|out| {
        let state = State::of(&workspace, &unread);
        let config = PrettyConfig::new().new_line("\n").indentor("  ");
        let mut kept = Kept { out, failed: &mut failed };
        let serialised = ron::Options::default().to_io_writer_pretty(&mut kept, &state, config);
        match (serialised, failed.take()) {
            (Ok(()), _) => writeln!(out),
            (Err(_), Some(error)) => Err(error),
            (Err(error), None) => Err(io::Error::other(error)),
        }
    });
    match unread.into_inner() {
        Some(error) => Err(Failure::from(error)),
        None => written,
    }
}

/// Keeps the error of a writer, which RON tells in words alone.
struct Kept<'a> {
    out: &'a mut dyn io::Write,
    failed: &'a mut Option<io::Error>,
}

impl io::Write for Kept<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes).map_err(|error| {
            let told = io::Error::from(error.kind());
            *self.failed = Some(error);
            told
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
