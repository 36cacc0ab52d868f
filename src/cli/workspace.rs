//! Workspace files as the subcommands open them.

use super::Surroundings;
use super::failure::Failure;
use super::output::say;
use super::passphrase::PassphraseFrom;
use crate::engine::{Access, Engine, Environment, Options};
use crate::publish::FolderBuckets;
use std::path::Path;
use std::sync::Arc;

/// The clock and the randomness of the operating system, and the buckets of the workspace at `path`.
pub(super) fn environment(path: &Path) -> Environment {
    Environment::system(Arc::new(FolderBuckets::beside(path)))
}

/// How workspaces are created and opened by this person.
pub(super) fn options(surroundings: &Surroundings) -> Options {
    Options { state_folder: Some(surroundings.state_folder.clone()), ..Options::default() }
}

/// Opens a workspace, locked, or read-only where it must be.
pub(super) fn open(path: &Path, surroundings: &Surroundings) -> Result<Arc<Engine>, Failure> {
    let (engine, report) = Engine::open(path, environment(path), &options(surroundings))?;
    if let Some(aside) = report.set_aside {
        let (bytes, place) = (aside.bytes, aside.path.display());
        say(&format!("{bytes} bytes of a write that was cut off were set aside in {place}; nothing was lost."));
    }
    Ok(engine)
}

/// Opens a workspace to change it.
pub(super) fn open_unlocked(
    path: &Path,
    passphrase: &PassphraseFrom,
    surroundings: &Surroundings,
) -> Result<Arc<Engine>, Failure> {
    let engine = open(path, surroundings)?;
    if let Access::ReadOnly(reason) = engine.access() {
        return Err(Failure::Refused(format!("{} cannot be changed: {reason}.", path.display())));
    }
    engine.unlock(&passphrase.passphrase(path)?)?;
    Ok(engine)
}
