//! `canopy call`: one action of the API.

mod answer;
mod request;

use super::Surroundings;
use super::failure::Failure;
use super::output::say;
use super::passphrase::PassphraseFrom;
use super::workspace::{ActingAs, look_warned, open_unlocked};
use crate::engine::{Action, AuditReportOutcome, Caller, CrlOutcome, Engine};
use crate::workspace::{Actor, AuthorityId};
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
    let failed = |what: String, why: &str| say(&format!("The action is done, but {what}: {why}"));
    for id in engine.crls_due() {
        let caller = upkeep(engine, id);
        match engine.sign_due_crls(&caller, id) {
            Ok(CrlOutcome::Failed { reason }) => failed(format!("the CRL of {id} is not published"), &reason),
            Err(error) => failed(format!("the CRL of {id} is not published"), &error.message()),
            Ok(CrlOutcome::Off | CrlOutcome::NoneYet | CrlOutcome::Published { .. }) => {}
        }
    }
    for (id, report) in engine.audit_reports_due() {
        let caller = upkeep(engine, id);
        match engine.write_audit_report(&caller, id, report) {
            Ok(AuditReportOutcome::Failed { reason }) => {
                failed(format!("the audit report {report} is not written"), &reason);
            }
            Err(error) => failed(format!("the audit report {report} is not written"), &error.message()),
            Ok(AuditReportOutcome::Written { .. } | AuditReportOutcome::Settled) => {}
        }
    }
}

/// Canopy itself, which does what is due.
fn upkeep(engine: &Engine, id: AuthorityId) -> Caller {
    let workspace = engine.snapshot();
    let caller = Caller { actor: Actor::Upkeep, ..Caller::window(workspace.settings(), "") };
    match workspace.authority(id) {
        Some(authority) => caller.owner_of(authority),
        None => caller,
    }
}
