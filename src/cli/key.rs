//! `canopy key`: the access keys that clients of the endpoint sign their requests with.

use super::Surroundings;
use super::failure::Failure;
use super::input;
use super::output::{self, say};
use super::passphrase::PassphraseFrom;
use super::table::Table;
use super::workspace::{ActingAs, caller, look_warned, open_unlocked};
use crate::engine::{NewAccessKey, SecretAccessKey};
use crate::workspace::AccessKey;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// What can be done with access keys.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add an access key, and print its ID and, once, the secret that was made for it
    Add(Add),
    /// List the access keys, without their secrets
    List(List),
    /// Remove an access key: what is signed with it is refused from then on
    Remove(Remove),
}

/// Arguments of `canopy key add`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Add {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// The account that the key acts as: 12 digits; that of the workspace's settings when absent
    #[arg(long, value_name = "ID")]
    account: Option<String>,
    /// A name for the key, such as the program that uses it
    #[arg(long, default_value = "")]
    name: String,
    /// The access key ID, 1 to 128 printable ASCII characters; one is made when absent
    #[arg(long, value_name = "AKID", allow_hyphen_values = true)]
    id: Option<String>,
    /// The secret access key, or `-` for standard input; one is made when absent
    ///
    /// It has 1 to 128 printable ASCII characters. Other processes can see what stands on a command line:
    /// a secret is better read from standard input.
    #[arg(long, allow_hyphen_values = true, verbatim_doc_comment)]
    secret: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseFrom,
}

const EXAMPLES: &str = "\
Examples:
  canopy key add pki.ron --name ci
  pass show ci-secret | canopy key add pki.ron --id CIKEY --secret - --account 123456789012

It prints {\"AccessKeyId\": …, \"SecretAccessKey\": …}. A secret that was given is not printed. Secrets are sealed
in the file and never shown again.";

/// Arguments of `canopy key list`.
#[derive(Debug, clap::Args)]
pub struct List {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Arguments of `canopy key remove`.
#[derive(Debug, clap::Args)]
pub struct Remove {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// The access key ID
    #[arg(value_name = "AKID", allow_hyphen_values = true)]
    id: String,
    #[command(flatten)]
    passphrase: PassphraseFrom,
}

pub(super) fn run(command: Command, surroundings: &Surroundings) -> Result<(), Failure> {
    match command {
        Command::Add(arguments) => add(arguments, surroundings),
        Command::List(arguments) => list(&arguments, surroundings),
        Command::Remove(arguments) => remove(&arguments, surroundings),
    }
}

fn add(arguments: Add, surroundings: &Surroundings) -> Result<(), Failure> {
    let Add { workspace: path, account, name, id, secret, passphrase } = arguments;
    let given = secret.map(secret_of).transpose()?;
    let is_given = given.is_some();
    let engine = open_unlocked(&path, &passphrase, surroundings)?;
    let settings = ActingAs { account, region: None }.settings(engine.snapshot().settings())?;
    let new = NewAccessKey { id, secret: given, name, account: settings.account.clone() };
    let SecretAccessKey { id, secret } = engine.add_access_key(&caller(&settings, surroundings), new)?;
    let mut answer = json!({"AccessKeyId": id});
    if !is_given {
        answer["SecretAccessKey"] = secret.expose_secret().into();
    }
    print_json(&answer)
}

/// A secret that is given on the command line or, by `-`, on standard input.
pub(super) fn secret_of(given: String) -> Result<SecretString, Failure> {
    let given = Zeroizing::new(given);
    if given.as_str() != "-" {
        say("Other processes can see a secret on the command line; `--secret -` reads it from standard input.");
        return Ok(SecretString::from(given.as_str()));
    }
    let octets = input::read(Path::new("-"), 4 << 10)?;
    Ok(SecretString::from(input::secret(&octets, "Standard input")?))
}

fn list(arguments: &List, surroundings: &Surroundings) -> Result<(), Failure> {
    let engine = look_warned(&arguments.workspace, surroundings)?;
    let workspace = engine.snapshot();
    if arguments.json {
        let told = |key: &AccessKey| {
            json!({
                "AccessKeyId": key.id,
                "Account": key.account,
                "Name": key.name,
                "CreatedAt": key.created_at.to_string(),
            })
        };
        return print_json(&workspace.access_keys().map(|key| told(key)).collect());
    }
    let mut table = Table::new(["ID", "ACCOUNT", "NAME", "CREATED"]);
    for key in workspace.access_keys() {
        let name = key.name.clone().unwrap_or_default();
        table.row([key.id.clone(), key.account.clone(), name, key.created_at.to_string()]);
    }
    table.print()
}

fn remove(arguments: &Remove, surroundings: &Surroundings) -> Result<(), Failure> {
    let engine = open_unlocked(&arguments.workspace, &arguments.passphrase, surroundings)?;
    let caller = caller(engine.snapshot().settings(), surroundings);
    Ok(engine.remove_access_key(&caller, &arguments.id)?)
}

/// Prints JSON for people and programs.
pub(super) fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    output::write(|out| {
        serde_json::to_writer_pretty(&mut *out, value)?;
        writeln!(out)
    })
}
