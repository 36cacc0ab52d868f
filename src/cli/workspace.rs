//! Workspace files as the subcommands open them.

use super::Surroundings;
use super::failure::Failure;
use super::output::say;
use super::passphrase::PassphraseFrom;
use crate::engine::{Access, Caller, Engine, Environment, Options, check_settings};
use crate::publish::WorkspaceBuckets;
use crate::workspace::{Actor, Settings, Timestamp};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a file is waited for that another process has open and will soon be done with.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long until it is looked at again.
const PAUSE: Duration = Duration::from_millis(50);

/// The clock and the randomness of the operating system, and the buckets of the workspace at `path`.
pub(super) fn environment(path: &Path) -> Environment {
    Environment::system(Arc::new(WorkspaceBuckets::beside(path)))
}

/// The time.
pub(super) fn now() -> Timestamp {
    environment(Path::new("")).clock.now()
}

/// How workspaces are created and opened by this person.
pub(super) fn options(surroundings: &Surroundings) -> Options {
    Options { state_folder: Some(surroundings.state_folder.clone()), ..Options::default() }
}

/// Opens a workspace to be looked at, whoever else has it open.
pub(super) fn look(path: &Path, surroundings: &Surroundings) -> Result<Arc<Engine>, Failure> {
    Engine::look(path, environment(path), &options(surroundings)).map_err(unreadable(path))
}

/// The same to be read from: where its state is not all that there is, or not the newest, that is said.
pub(super) fn look_warned(path: &Path, surroundings: &Surroundings) -> Result<Arc<Engine>, Failure> {
    let engine = look(path, surroundings)?;
    if let Some(reason) = engine.snapshot().read_only().filter(|reason| !reason.is_looked_at()) {
        say(&format!("{}: {reason}.", path.display()));
    }
    Ok(engine)
}

/// Opens a workspace, locked, or read-only where it must be.
pub(super) fn open(path: &Path, surroundings: &Surroundings) -> Result<Arc<Engine>, Failure> {
    let (engine, report) = Engine::open(path, environment(path), &options(surroundings)).map_err(unreadable(path))?;
    if let Some(aside) = report.set_aside {
        let (bytes, place) = (aside.bytes, aside.path.display());
        say(&format!("{bytes} bytes of a write that was cut off were set aside in {place}; nothing was lost."));
    }
    Ok(engine)
}

/// Opens a workspace to change it. Where another process has it that will soon be done with it, as one call of many
/// does, it is waited for.
pub(super) fn open_patiently(path: &Path, surroundings: &Surroundings) -> Result<Arc<Engine>, Failure> {
    let begun = Instant::now();
    loop {
        let engine = open(path, surroundings)?;
        let may_pass = engine.holder().is_some_and(|holder| holder.endpoint.is_none());
        if !may_pass || begun.elapsed() > PATIENCE {
            return Ok(engine);
        }
        drop(engine);
        std::thread::sleep(PAUSE);
    }
}

/// Opens a workspace and unlocks it.
pub(super) fn open_unlocked(
    path: &Path,
    passphrase: &PassphraseFrom,
    surroundings: &Surroundings,
) -> Result<Arc<Engine>, Failure> {
    let engine = open_patiently(path, surroundings)?;
    unlock(&engine, path, passphrase)?;
    Ok(engine)
}

/// Unlocks a workspace that can be changed.
pub(super) fn unlock(engine: &Engine, path: &Path, passphrase: &PassphraseFrom) -> Result<(), Failure> {
    if let Access::ReadOnly(reason) = engine.access() {
        return Err(Failure::Refused(format!("{} cannot be changed: {reason}.", path.display())));
    }
    Ok(engine.unlock(&passphrase.passphrase(path)?)?)
}

fn unreadable(path: &Path) -> impl FnOnce(crate::engine::Error) -> Failure {
    move |error| Failure::Refused(format!("{}: {}", path.display(), error.message()))
}

/// As whom the person acts.
#[derive(Debug, clap::Args)]
pub struct ActingAs {
    /// The account to act as: 12 digits; that of the workspace's settings when absent
    #[arg(long, value_name = "ID")]
    pub(super) account: Option<String>,
    /// The region to act in; that of the workspace's settings when absent
    #[arg(long)]
    pub(super) region: Option<String>,
}

impl ActingAs {
    /// The settings with this account and region in place of their own.
    ///
    /// # Errors
    /// When they are no account and no region.
    pub(super) fn settings(&self, settings: &Settings) -> Result<Settings, Failure> {
        let acting = Settings {
            account: self.account.as_ref().unwrap_or(&settings.account).clone(),
            region: self.region.as_ref().unwrap_or(&settings.region).clone(),
            ..settings.clone()
        };
        check_settings(&acting).map_err(|error| Failure::Usage(error.message()))?;
        Ok(acting)
    }

    /// The caller that they are.
    pub(super) fn caller(&self, settings: &Settings, surroundings: &Surroundings) -> Result<Caller, Failure> {
        Ok(caller(&self.settings(settings)?, surroundings))
    }
}

/// The person at the command line, acting as the account of these settings.
pub(super) fn caller(settings: &Settings, surroundings: &Surroundings) -> Caller {
    let actor = Actor::CommandLine { user: surroundings.user.clone() };
    Caller { actor, ..Caller::window(settings, &surroundings.user) }
}
