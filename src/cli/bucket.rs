//! `canopy bucket`: where CRLs and audit reports are written to.

use super::Surroundings;
use super::failure::Failure;
use super::key::{print_json, secret_of};
use super::passphrase::PassphraseFrom;
use super::table::Table;
use super::workspace::{caller, look_warned, open_unlocked};
use crate::engine::{BucketPlace, NewBucket, NewS3Store};
use crate::workspace::{Bucket, BucketKind};
use clap::ArgGroup;
use serde_json::json;
use std::path::{Path, PathBuf};

/// What can be done with buckets.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a bucket, or give one of that name another place; it must take writes
    Add(Add),
    /// List the buckets
    List(List),
    /// Take a bucket from the list; what lies in it stays
    Remove(Remove),
}

/// Arguments of `canopy bucket add`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("place").required(true))]
pub struct Add {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// The name of the bucket, by the naming rules of S3
    name: String,
    /// A folder of this computer; one beside or below the workspace file moves with it
    #[arg(long, value_name = "PATH", group = "place")]
    dir: Option<PathBuf>,
    /// The bucket of the same name at the object store of this address; at AWS when no address is given
    #[arg(long, value_name = "URL", num_args = 0..=1, group = "place", requires = "access_key")]
    s3: Option<Option<String>>,
    /// The region that requests are signed for; that of the workspace's settings when absent
    #[arg(long, requires = "s3")]
    region: Option<String>,
    /// The name of the bucket stands in the path of addresses, not in the name of the host
    #[arg(long, requires = "s3")]
    path_style: bool,
    /// The access key ID at the object store
    #[arg(long, value_name = "ID", requires = "s3", allow_hyphen_values = true)]
    access_key: Option<String>,
    /// The secret access key at the object store, or `-` for standard input
    ///
    /// Where the bucket has one already for this access key, that stays when none is given. Other processes
    /// can see what stands on a command line: a secret is better read from standard input.
    #[arg(long, requires = "s3", allow_hyphen_values = true, verbatim_doc_comment)]
    secret: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseFrom,
}

const EXAMPLES: &str = "\
Examples:
  canopy bucket add pki.ron crls --dir /srv/www/crls
  pass show minio | canopy bucket add pki.ron crls --s3 https://minio.example:9000 --path-style \\
    --region us-east-1 --access-key canopy --secret -

The bucket is tried first: nothing is recorded where nothing can be written. Secrets are sealed in the file.";

/// Arguments of `canopy bucket list`.
#[derive(Debug, clap::Args)]
pub struct List {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Arguments of `canopy bucket remove`.
#[derive(Debug, clap::Args)]
pub struct Remove {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// The name of the bucket
    name: String,
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
    let Add { workspace, name, dir, s3, region, path_style, access_key, secret, passphrase } = arguments;
    let secret = secret.map(secret_of).transpose()?;
    let engine = open_unlocked(&workspace, &passphrase, surroundings)?;
    let settings = engine.snapshot().settings().clone();
    let place = match dir {
        Some(folder) => BucketPlace::Folder(place(&folder, engine.path())?),
        None => BucketPlace::S3(NewS3Store {
            endpoint: s3.flatten(),
            region: region.unwrap_or_else(|| settings.region.clone()),
            path_style,
            access_key: access_key.unwrap_or_default(),
            secret,
        }),
    };
    Ok(engine.add_bucket(&caller(&settings, surroundings), NewBucket { name, place })?)
}

/// A folder as the workspace keeps it: from its own folder on if it lies there, so that both can be moved together, else
/// from the root on, wherever the command was given.
fn place(folder: &Path, workspace: &Path) -> Result<PathBuf, Failure> {
    let refused = |error: std::io::Error| Failure::Refused(format!("{} is no place: {error}.", folder.display()));
    let place = std::path::absolute(folder).map_err(refused)?;
    // The path of an open workspace is free of links, so that of the folder must be, as far as it is there.
    let there = place.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let place = match there.and_then(|(above, found)| Some((place.strip_prefix(above).ok()?, found))) {
        Some((rest, found)) if rest.as_os_str().is_empty() => found,
        Some((rest, found)) => found.join(rest),
        None => place,
    };
    let beside = workspace.parent().and_then(|own| place.strip_prefix(own).ok());
    Ok(beside.filter(|path| !path.as_os_str().is_empty()).unwrap_or(&place).to_owned())
}

fn list(arguments: &List, surroundings: &Surroundings) -> Result<(), Failure> {
    let engine = look_warned(&arguments.workspace, surroundings)?;
    let workspace = engine.snapshot();
    if arguments.json {
        let told = |bucket: &Bucket| match &bucket.kind {
            BucketKind::Folder { path } => json!({"Name": bucket.name, "Folder": path}),
            BucketKind::S3(store) => json!({
                "Name": bucket.name,
                "Endpoint": store.endpoint,
                "Region": store.region,
                "PathStyle": store.path_style,
                "AccessKeyId": store.access_key,
            }),
        };
        return print_json(&workspace.buckets().map(told).collect());
    }
    let mut table = Table::new(["NAME", "KIND", "PLACE"]);
    for bucket in workspace.buckets() {
        let (kind, place) = match &bucket.kind {
            BucketKind::Folder { path } => ("folder", path.display().to_string()),
            BucketKind::S3(store) => ("S3", store.endpoint.clone().unwrap_or_else(|| format!("AWS {}", store.region))),
        };
        table.row([bucket.name.clone(), kind.into(), place]);
    }
    table.print()
}

fn remove(arguments: &Remove, surroundings: &Surroundings) -> Result<(), Failure> {
    let engine = open_unlocked(&arguments.workspace, &arguments.passphrase, surroundings)?;
    let caller = caller(engine.snapshot().settings(), surroundings);
    Ok(engine.remove_bucket(&caller, &arguments.name)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_beside_the_workspace_moves_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().canonicalize().unwrap();
        let workspace = own.join("pki.ron");
        let kept = |path: &Path| place(path, &workspace).unwrap();
        assert_eq!(kept(&folder.path().join("crls/new")), Path::new("crls/new"));
        assert_eq!(kept(&own), own);
        assert_eq!(kept(Path::new("/srv/none/crls")), Path::new("/srv/none/crls"));
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        assert_eq!(kept(Path::new("none/crls")), here.join("none/crls"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&own, own.join("link")).unwrap();
            assert_eq!(kept(&own.join("link/a")), Path::new("a"));
        }
    }
}
