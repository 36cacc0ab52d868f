//! `canopy serve`: the endpoint without a window, until it is told to end.

mod signals;

use super::Surroundings;
use super::failure::Failure;
use super::output::{self, say};
use super::passphrase::PassphraseFrom;
use super::workspace::open_unlocked;
use crate::engine::{AuditReportOutcome, CrlOutcome, Due, DueOutcome, Engine, Error, ManagedRenewal, Upkeeper};
use crate::server::{Address, Running, Server, ServerOptions, Tls};
use crate::workspace::{Authority, AuthorityId, Workspace};
use crate::x509::Name;
use signals::Signals;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `canopy serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The workspace file
    #[arg(value_name = "WORKSPACE.ron")]
    workspace: PathBuf,
    /// Where the API, CRLs and OCSP are served; port 0 picks a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8560")]
    listen: Address,
    /// Where CRLs and OCSP are served besides, over HTTP and without the API
    #[arg(long, value_name = "HOST:PORT")]
    publish: Option<Address>,
    /// Where certificates say that CRLs and OCSP are; the workspace's setting or --listen when absent
    #[arg(long, value_name = "HOST:PORT")]
    advertise: Option<Address>,
    /// Serve the API over TLS, with a certificate that this authority (ARN, ID or name) issues
    #[arg(long, value_name = "AUTHORITY")]
    tls: Option<String>,
    /// Serve the API without TLS also where others can read what passes
    #[arg(long, conflicts_with = "tls")]
    insecure_http: bool,
    /// Refuse calls above the default rates of AWS, such as 25 certificates a second
    #[arg(long)]
    throttle: bool,
    #[command(flatten)]
    passphrase: PassphraseFrom,
}

const EXAMPLES: &str = "\
Examples:
  canopy serve pki.ron
  canopy serve pki.ron --listen 127.0.0.1:0 --throttle
  canopy serve pki.ron --listen 0.0.0.0:8443 --tls 'Servers Issuing CA' \\
      --publish 0.0.0.0:80 --advertise pki.example.com:80

It prints `listening on http://HOST:PORT` on standard output once it answers, and what is worth knowing on
standard error. CRLs are signed, certificates renewed and audit reports written as they come due. SIGINT
(Ctrl-C) or SIGTERM ends it in order: what is under way is finished. A second one ends it at once; nothing
that was answered is lost.";

pub(super) fn run(arguments: Arguments, surroundings: &Surroundings) -> Result<(), Failure> {
    let path = arguments.workspace.clone();
    let engine = open_unlocked(&path, &arguments.passphrase, surroundings)?;
    // From here on a signal ends it in order.
    let signals = Signals::new().map_err(|error| Failure::Refused(format!("Signals cannot be heard: {error}.")))?;
    let served = serve(&arguments, &engine);
    let (endpoint, upkeeper) = served.inspect_err(|_| engine.close())?;
    // Whoever reads it may have gone, and others call all the same.
    let _ = output::write(|out| writeln!(out, "listening on {}", endpoint.url()));
    say_what_is_missing(&path, &engine.snapshot());
    signals.wait(move || end(endpoint, upkeeper, &engine))
}

/// Starts to answer, and to do what is due.
fn serve(arguments: &Arguments, engine: &Arc<Engine>) -> Result<(Running, Upkeeper), Failure> {
    let options = options(arguments, &engine.snapshot())?;
    // A port that is to be picked is known when it has been.
    let early = relying_address(arguments, &arguments.listen, arguments.publish.as_ref());
    advertise(arguments, engine, early)?;
    let started = Server::start(engine.clone(), options).map_err(|error| Failure::Refused(error.to_string()));
    let endpoint = started?;
    let listen = with_port(&arguments.listen, endpoint.address().port());
    let publish = arguments.publish.as_ref().zip(endpoint.publish_address());
    let publish = publish.map(|(asked, found)| with_port(asked, found.port()));
    advertise(arguments, engine, relying_address(arguments, &listen, publish.as_ref()))?;
    say_what_certificates_name(arguments, &engine.snapshot());
    if is_everywhere(&listen) {
        say("It listens on every address of this computer.");
    }
    if let Err(error) = engine.announce(Some(&endpoint.url())) {
        say(&format!("Other commands will not find this endpoint by themselves: {}", error.message()));
    }
    if let Some(address) = publish {
        say(&format!("CRLs and OCSP are served on http://{address} too, without the API."));
    }
    let kept = engine.clone();
    let told = move |due: &Due, outcome: &Result<DueOutcome, Error>| {
        words(&kept.snapshot(), due, outcome).iter().for_each(|words| say(words));
    };
    let upkeeper =
        Upkeeper::start(engine, told).map_err(|error| Failure::Refused(format!("Upkeep did not start: {error}.")))?;
    Ok((endpoint, upkeeper))
}

fn options(arguments: &Arguments, workspace: &Workspace) -> Result<ServerOptions, Failure> {
    let setting = || workspace.settings().publication_address.as_deref().and_then(host_of_setting);
    let tls = arguments.tls.as_deref().map(|named| authority(workspace, named)).transpose()?;
    Ok(ServerOptions {
        publish: arguments.publish.clone(),
        advertise: arguments.advertise.clone().or_else(setting),
        tls: tls.map(Tls::Issued),
        insecure_http: arguments.insecure_http,
        throttle: arguments.throttle,
        ..ServerOptions::new(arguments.listen.clone())
    })
}

/// The host and the port of a publication address, which may have no port, and may have a path.
fn host_of_setting(address: &str) -> Option<Address> {
    let host = address.split('/').next().unwrap_or_default();
    host.parse().or_else(|_| format!("{host}:80").parse()).ok()
}

/// The authority of an ARN, an ID or a name: a person's own for it, or its common name.
fn authority(workspace: &Workspace, named: &str) -> Result<AuthorityId, Failure> {
    let common_name = |found: &Authority| Name::from_der(found.subject.as_bytes()).ok()?.common_name();
    let is_meant = |found: &&Arc<Authority>| {
        let name = found.name.clone().or_else(|| common_name(found));
        found.arn.to_string() == named || found.id().to_string() == named || name.as_deref() == Some(named)
    };
    let found: Vec<AuthorityId> = workspace.authorities().filter(is_meant).map(|found| found.id()).collect();
    match found[..] {
        [only] => Ok(only),
        [] => Err(Failure::Usage(format!("There is no authority '{named}' in the workspace."))),
        _ => Err(Failure::Usage(format!("There are {} authorities '{named}': give the ARN of one.", found.len()))),
    }
}

/// Where CRLs and OCSP are by HTTP, unless only the workspace's settings or nobody knows: never where an address stands
/// for all of this computer's own, nor where only TLS is spoken (RFC 5280 section 8 warns of what that leads to).
fn relying_address(arguments: &Arguments, listen: &Address, publish: Option<&Address>) -> Option<Address> {
    let plain = || Some(listen).filter(|_| arguments.tls.is_none());
    publish.or_else(plain).filter(|address| !is_everywhere(address) && address.port != 0).cloned()
}

/// Whether it stands for every address of this computer.
fn is_everywhere(address: &Address) -> bool {
    address.ip().is_some_and(|ip| ip.to_canonical().is_unspecified())
}

/// The address with the port that was picked.
fn with_port(address: &Address, port: u16) -> Address {
    Address { port, ..address.clone() }
}

/// Has certificates name the address that was given, or else, where the settings have none, this one.
fn advertise(arguments: &Arguments, engine: &Engine, relying: Option<Address>) -> Result<(), Failure> {
    let is_set = engine.snapshot().settings().publication_address.is_some();
    let address = arguments.advertise.clone().or(relying.filter(|_| !is_set));
    Ok(engine.advertise(address.map(|address| address.to_string()).as_deref())?)
}

/// Says which address certificates name that no person has chosen, for they keep it.
fn say_what_certificates_name(arguments: &Arguments, workspace: &Workspace) {
    let is_chosen = arguments.advertise.is_some() || workspace.settings().publication_address.is_some();
    match &workspace.settings_in_force().publication_address {
        None => say("Certificates name no address of CRLs and OCSP: --advertise says where clients reach them."),
        Some(address) if !is_chosen => say(&format!(
            "Certificates name {address} for CRLs and OCSP, as long as --advertise and the settings say nothing else."
        )),
        Some(_) => {}
    }
}

/// Says what a person has yet to do before programs can use this.
fn say_what_is_missing(path: &Path, workspace: &Workspace) {
    if workspace.access_keys().next().is_none() {
        let path = path.display();
        say(&format!(
            "There is no access key: CRLs and OCSP are served, and every call of the API is refused. End this, and \
             `canopy key add {path}` makes a key."
        ));
    }
}

/// Takes no calls any more, finishes what is under way, and gives the file up.
fn end(endpoint: Running, upkeeper: Upkeeper, engine: &Engine) {
    say("Ending: what is under way is finished.");
    // Who finds it announced no more waits for the file instead.
    let _ = engine.announce(None);
    endpoint.stop();
    upkeeper.stop();
    engine.close();
}

/// What a person should know of something that was due, in one line.
fn words(workspace: &Workspace, due: &Due, outcome: &Result<DueOutcome, Error>) -> Option<String> {
    let arn = |id: AuthorityId| workspace.authority(id).map_or_else(|| id.to_string(), |found| found.arn.to_string());
    let what = match due {
        Due::Crls(id) => format!("The CRL of {}", arn(*id)),
        Due::Renewal(id) => format!("The managed certificate {id}"),
        Due::RestorationPeriods => "A deleted authority".to_owned(),
        Due::OcspUse => "How often keys have signed OCSP responses".to_owned(),
        Due::AuditReport(id, report) => format!("The audit report {report} of {}", arn(*id)),
    };
    Some(match outcome {
        Ok(DueOutcome::Crls(CrlOutcome::Failed { reason })) => format!("{what} was not published: {reason}"),
        Ok(DueOutcome::Renewal(ManagedRenewal::Renewed(renewed))) => {
            format!("{what} was renewed: {}", renewed.certificate)
        }
        Ok(DueOutcome::Renewal(ManagedRenewal::Failed { reason })) => format!("{what} was not renewed: {reason}"),
        Ok(DueOutcome::AuditReport(AuditReportOutcome::Written { location, .. })) => {
            format!("{what} lies in {location}")
        }
        Ok(DueOutcome::AuditReport(AuditReportOutcome::Postponed { reason, due })) => {
            format!("{what} waits to be written until {due}: {reason}")
        }
        Ok(DueOutcome::AuditReport(AuditReportOutcome::Failed { reason })) => {
            format!("{what} was not written: {reason}")
        }
        Err(Error::Locked) => return None,
        Err(error) => format!("{what} waits for a quarter of an hour: {}", error.message()),
        // One CRL follows the other while programs revoke.
        Ok(DueOutcome::Crls(_) | DueOutcome::AuditReport(AuditReportOutcome::Settled)) => return None,
        Ok(DueOutcome::RestorationPeriods | DueOutcome::OcspUse) => return None,
    })
}
