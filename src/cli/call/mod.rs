//! `canopy call`: one action of the API.

mod answer;
mod credentials;
mod remote;
mod request;

use super::Surroundings;
use super::failure::Failure;
use super::output::say;
use super::passphrase::PassphraseFrom;
use super::workspace::{ActingAs, look, look_warned, now, open_patiently, unlock};
use crate::engine::{Action, AuditReportOutcome, CrlOutcome, Due, DueOutcome, Engine};
use crate::server::sigv4::Credentials;
use crate::workspace::{Holder, ReadOnly};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use credentials::AccessKey;
use remote::Endpoint;
use std::path::{Path, PathBuf};

/// Arguments of `canopy call`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// The action of the AWS Private CA API
    #[arg(long_help = actions(), hide_possible_values = true)]
    action: Action,
    /// Its request in the JSON of the API, `@FILE` to read it from a file, or `-` for standard input [default: {}]
    ///
    /// Binary members, such as Csr and Certificate, are base64, as in the API.
    #[arg(value_name = "JSON", allow_hyphen_values = true)]
    request: Option<String>,
    /// Print this member of the answer alone, such as CertificateAuthority.Status
    ///
    /// A text is printed without its quotes.
    #[arg(long, value_name = "MEMBER")]
    get: Option<String>,
    /// Call the endpoint at this URL instead, such as http://127.0.0.1:8560
    ///
    /// The request is signed with the access key of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; where
    /// these are not set, with the first one of the workspace for the account.
    #[arg(long, value_name = "URL", verbatim_doc_comment)]
    endpoint: Option<String>,
    #[command(flatten)]
    acting_as: ActingAs,
    #[command(flatten)]
    passphrase: PassphraseFrom,
}

const EXAMPLES: &str = "\
Examples:
  canopy call pki.ron ListCertificateAuthorities
  canopy call pki.ron CreateCertificateAuthority @root.json --get CertificateAuthorityArn
  canopy call pki.ron IssueCertificate - --get CertificateArn <<EOF
  {\"CertificateAuthorityArn\": \"$CA\", \"Csr\": \"$(openssl base64 -A -in server.csr)\",
   \"SigningAlgorithm\": \"SHA256WITHECDSA\", \"Validity\": {\"Type\": \"DAYS\", \"Value\": 90}}
  EOF

The answer is JSON on standard output; an action that answers nothing prints nothing. An action that is refused
prints {\"__type\": …, \"message\": …} on standard error, ends with 1, and has changed nothing. CRLs and audit
reports that an action makes due are signed and written before it ends. Get…, Describe… and List… need no
passphrase, and read the file whoever else has it open. Where another Canopy has it open, other actions go
through its endpoint, if it runs one.";

/// All that can be called, for the help.
fn actions() -> String {
    let width = Action::ALL.iter().map(|action| action.name().len()).max().unwrap_or_default();
    let line = |action: &Action| format!("\n{:width$}  {}", action.name(), action.words());
    let lines: String = Action::ALL.iter().map(line).collect();
    format!("The action of the AWS Private CA API:\n{lines}")
}

/// Actions as arguments, each with its words.
impl ValueEnum for Action {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.words()))
    }
}

pub(super) fn run(arguments: Arguments, surroundings: &Surroundings) -> Result<(), Failure> {
    let Arguments { workspace: path, action, request, get, endpoint, acting_as, passphrase } = arguments;
    let request = request::read(request.as_deref())?;
    let call = Call { action, request, acting_as, passphrase };
    let answer = match endpoint {
        Some(url) => call.at(url, &path, surroundings)?,
        None if action.reads() => call.here(&*look_warned(&path, surroundings)?, surroundings)?,
        None => call.changing(&path, surroundings)?,
    };
    answer::print(&answer, get.as_deref())
}

/// What is asked, and as whom.
struct Call {
    action: Action,
    request: Vec<u8>,
    acting_as: ActingAs,
    passphrase: PassphraseFrom,
}

impl Call {
    /// Performs it on a workspace that is open here.
    fn here(self, engine: &Engine, surroundings: &Surroundings) -> Result<Vec<u8>, Failure> {
        let caller = self.acting_as.caller(engine.snapshot().settings(), surroundings)?;
        self.action.call_json(engine, &caller, &self.request).map_err(|error| answer::refusal(&error))
    }

    /// Performs it here where the file can be had, else where it is open, if that runs an endpoint.
    fn changing(self, path: &Path, surroundings: &Surroundings) -> Result<Vec<u8>, Failure> {
        let engine = open_patiently(path, surroundings)?;
        match engine.holder() {
            Some(Holder { endpoint: Some(url), .. }) => {
                // The keys of AWS tools are often those of AWS: here only one that the workspace knows is meant.
                let known = |key: &AccessKey| engine.snapshot().access_key(&key.id).is_some();
                let key = credentials::of_environment().filter(known);
                self.through(url, key, Some(&engine))
            }
            Some(Holder { pid, endpoint: None }) => {
                let who = ReadOnly::HeldBy { pid };
                let words = "and runs no endpoint to call it through. Close it, or start its endpoint";
                Err(Failure::Refused(format!("{} cannot be changed: {who}, {words}.", path.display())))
            }
            None => {
                unlock(&engine, path, &self.passphrase)?;
                let answer = self.here(&engine, surroundings)?;
                perform_due(&engine);
                Ok(answer)
            }
        }
    }

    /// Has it performed at an endpoint that was named. The workspace need not be there where it is not needed.
    fn at(self, url: String, path: &Path, surroundings: &Surroundings) -> Result<Vec<u8>, Failure> {
        let key = credentials::of_environment();
        let engine = match look(path, surroundings) {
            Ok(engine) => Some(engine),
            Err(_) if key.is_some() => None,
            Err(failure) => return Err(failure),
        };
        self.through(url, key, engine.as_deref())
    }

    fn through(self, url: String, key: Option<AccessKey>, engine: Option<&Engine>) -> Result<Vec<u8>, Failure> {
        let workspace = engine.map(Engine::snapshot);
        let own = workspace.as_ref().map(|workspace| workspace.settings().clone()).unwrap_or_default();
        let settings = self.acting_as.settings(&own)?;
        let key = match (key, engine) {
            (Some(key), _) => key,
            (None, Some(engine)) => credentials::of_workspace(engine, &settings.account, &self.passphrase)?,
            (None, None) => return Err(Failure::Refused("There is no access key to sign the call with.".into())),
        };
        let roots = workspace.map(|workspace| credentials::roots(&workspace)).unwrap_or_default();
        let with = Credentials { access_key: &key.id, secret: &key.secret, region: &settings.region };
        Endpoint { url, roots }.call(self.action, self.request, &with, now())
    }
}

/// Signs and writes what the action has made due. What fails is on record, and tried again by whoever has the workspace
/// open next: the action is done all the same.
fn perform_due(engine: &Engine) {
    let is_of_action = |due: &Due| matches!(due, Due::Crls(_) | Due::AuditReport(..));
    for due in engine.due().into_iter().filter(is_of_action) {
        let failure = match engine.perform_due(&due) {
            Ok(DueOutcome::Crls(CrlOutcome::Failed { reason })) => format!("the CRL is not published: {reason}"),
            Ok(DueOutcome::AuditReport(
                AuditReportOutcome::Failed { reason } | AuditReportOutcome::Postponed { reason, .. },
            )) => format!("the audit report is not written: {reason}"),
            Ok(_) => continue,
            Err(error) => error.message(),
        };
        say(&format!("The action is done, but {failure}"));
    }
}
