//! `canopy new`: a workspace without authorities.

use super::Surroundings;
use super::failure::Failure;
use super::output::say;
use super::passphrase::PassphraseFrom;
use super::workspace::{environment, options};
use crate::engine::{Engine, check_settings};
use crate::workspace::{Actor, Settings};
use std::path::PathBuf;

/// Arguments of `canopy new`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The workspace file to make; it must not be there yet
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// The account that owns what is created, as in ARNs: 12 digits [default: 000000000000]
    #[arg(long, value_name = "ID")]
    account: Option<String>,
    /// The region in ARNs [default: us-east-1]
    #[arg(long)]
    region: Option<String>,
    /// A name for the workspace, which the window shows
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseFrom,
}

const EXAMPLES: &str = "\
Examples:
  canopy new pki.ron
  canopy new pki.ron --account 123456789012 --region eu-central-1 --name 'Production PKI'

A folder bucket `published` beside the file takes its CRLs and audit reports. Without the passphrase every key
in the workspace is lost: nobody can recover it.";

pub(super) fn run(arguments: Arguments, surroundings: &Surroundings) -> Result<(), Failure> {
    let Arguments { workspace: path, account, region, name, passphrase } = arguments;
    let default = Settings::default();
    let settings = Settings {
        name: name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        account: account.unwrap_or(default.account),
        region: region.unwrap_or(default.region),
        ..Settings::default()
    };
    check_settings(&settings).map_err(|error| Failure::Usage(error.message()))?;
    // Before the passphrase is thought of; when it is created, it is looked at again.
    if path.symlink_metadata().is_ok() {
        let words = format!("{} exists already. Choose another name, or open it.", path.display());
        return Err(Failure::Refused(words));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(Failure::Refused(format!("There is no folder {}.", folder.display())));
    }
    let passphrase = passphrase.new_passphrase()?;
    let actor = Actor::CommandLine { user: surroundings.user.clone() };
    Engine::create(&path, &passphrase, settings, environment(&path), &options(surroundings), actor)?;
    say(&format!("{} is made. Without its passphrase every key in it is lost.", path.display()));
    Ok(())
}
