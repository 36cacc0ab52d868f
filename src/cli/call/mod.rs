//! `canopy call`: one action of the API.

mod answer;
mod request;

use super::Surroundings;
use super::failure::Failure;
use super::output::say;
use super::passphrase::PassphraseFrom;
use super::workspace::{ActingAs, look_warned, open_unlocked};
use crate::engine::{Action, AuditReportOutcome, CrlOutcome, Due, DueOutcome, Engine};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::path::PathBuf;

/// Arguments of `canopy call`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// The action of the AWS Private CA API
    action: Action,
    /// Its request in the JSON of the API, `@FILE` to read it from a file, or `-` for standard input [default: {}]
    ///
    /// Binary members, such as Csr and Certificate, are base64, as in the API.
    #[arg(value_name = "JSON", allow_hyphen_values = true)]
    request: Option<String>,
    /// Print this member of the answer alone, a text without its quotes, such as CertificateAuthority.Status
    #[arg(long, value_name = "MEMBER")]
    get: Option<String>,
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
passphrase, and read the file whoever else has it open.";

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
    let Arguments { workspace: path, action, request, get, acting_as, passphrase } = arguments;
    let request = request::read(request.as_deref())?;
    let engine = match action.reads() {
        true => look_warned(&path, surroundings)?,
        false => open_unlocked(&path, &passphrase, surroundings)?,
    };
    let caller = acting_as.caller(engine.snapshot().settings(), surroundings)?;
    let answer = action.call_json(&engine, &caller, &request).map_err(|error| answer::refusal(&error))?;
    if !action.reads() {
        perform_due(&engine);
    }
    answer::print(&answer, get.as_deref())
}

/// Signs and writes what the action has made due. What fails is on record, and tried again by whoever has the workspace
/// open next: the action is done all the same.
fn perform_due(engine: &Engine) {
    let is_of_action = |due: &Due| matches!(due, Due::Crls(_) | Due::AuditReport(..));
    for due in engine.due().into_iter().filter(is_of_action) {
        let failure = match engine.perform_due(&due) {
            Ok(DueOutcome::Crls(CrlOutcome::Failed { reason })) => format!("the CRL is not published: {reason}"),
            Ok(DueOutcome::AuditReport(AuditReportOutcome::Failed { reason })) => {
                format!("the audit report is not written: {reason}")
            }
            Ok(_) => continue,
            Err(error) => error.message(),
        };
        say(&format!("The action is done, but {failure}"));
    }
}
