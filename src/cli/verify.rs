//! `canopy verify`: whether a certificate leads to a trusted root, and if not, by which rule.

use super::failure::Failure;
use super::input;
use super::output;
use super::workspace::now;
use crate::workspace::Timestamp;
use crate::x509::inspect::{self, Item, MAX_INPUT, display};
use crate::x509::path::{self, Host, Inputs, Material, Purpose, Step, Unreadable};
use crate::x509::{Certificate, CertificateList};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// How many characters of a name are shown.
const LONGEST: usize = 200;

/// Arguments of `canopy verify`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Certificates that are trusted: one or more roots, in PEM or DER; can be given several times
    #[arg(long, required = true, value_name = "PEM")]
    roots: Vec<PathBuf>,
    /// Certificates that may stand between the leaf and a root; can be given several times
    #[arg(long, value_name = "PEM")]
    intermediates: Vec<PathBuf>,
    /// CRLs, in PEM or DER; without any, revocation is not looked at. Can be given several times
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// Fail where the CRLs do not tell of every certificate below the root whether it is revoked
    #[arg(long)]
    require_revocation: bool,
    /// The moment to verify for, such as 2026-03-01T12:00:00Z; now when absent
    #[arg(long, value_name = "RFC3339")]
    at: Option<Timestamp>,
    /// What the certificate is to be used for
    #[arg(long, value_enum, default_value_t = For::Any)]
    purpose: For,
    /// The host name or IP address that the certificate must be for
    #[arg(long)]
    name: Option<Host>,
    /// The certificate; what follows it in its file may stand between it and a root. `-` is standard input
    leaf: PathBuf,
}

/// What a certificate is to be used for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum For {
    /// A TLS server
    Server,
    /// A TLS client
    Client,
    /// Anything
    Any,
}

const EXAMPLES: &str = "\
Examples:
  canopy verify --roots root.pem server-chain.pem
  canopy verify --roots root.pem --intermediates issuing.pem --crl issuing.crl --crl root.crl \\
    --purpose server --name www.example.com server.pem

It ends with 0 and prints the path, or ends with 1 and says which certificate breaks which rule of which RFC:
RFC 5280 section 6 with name constraints, policies (RFC 9618) and CRLs, and RFC 9525 for the name.";

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { roots, intermediates, crl, require_revocation, at, purpose, name, leaf } = arguments;
    let at = at.unwrap_or_else(now);
    let (roots, crls) = (read_all(&roots)?, read_all(&crl)?);
    if roots.certificates.is_empty() {
        return Err(Failure::Refused(
            "Expected a certificate to trust in --roots, found none that can be used.".into(),
        ));
    }
    if crls.crls.is_empty() && !crl.is_empty() {
        return Err(Failure::Refused("Expected a CRL in --crl, found none that can be used.".into()));
    }
    let mut given = read(&leaf)?;
    let target = given.target(&leaf)?;
    given.add(read_all(&intermediates)?);
    let material = Material {
        pool: &given.certificates,
        roots: &roots.certificates,
        crls: &crls.crls,
        revoked: None,
        unreadable: &given.unreadable,
    };
    let purpose = match purpose {
        For::Server => Purpose::Server,
        For::Client => Purpose::Client,
        For::Any => Purpose::Any,
    };
    let inputs = Inputs { purpose, host: name, require_revocation, ..Inputs::default() };
    let found = path::validate(&target, &material, &inputs, at.seconds());
    match found.trusted {
        true => output::write(|out| out.write_all(told(&leaf, at, &found).as_bytes())),
        false => Err(Failure::Refused(refusal(&leaf, at, &found))),
    }
}

/// The path, the certificate first.
fn told(leaf: &Path, at: Timestamp, found: &path::Path) -> String {
    let mut text = format!("{} is valid at {at}:\n", display::safe(&leaf.display().to_string()));
    for (depth, step) in found.steps.iter().enumerate() {
        let root = if step.is_root { " (trusted root)" } else { "" };
        text += &format!("  {depth}  {}{root}\n", name(step));
        text.extend(step.notes.iter().map(|note| format!("     {note}\n")));
    }
    text.extend(found.notes.iter().map(|note| format!("{note}\n")));
    text
}

/// Each certificate that breaks a rule, with the rule.
fn refusal(leaf: &Path, at: Timestamp, found: &path::Path) -> String {
    let mut lines = vec![format!("{} is not valid at {at}:", leaf.display())];
    for step in &found.steps {
        let failures = step.failures.iter();
        lines.extend(failures.map(|failure| format!("{}: {} ({})", name(step), failure.words, failure.rule.section())));
    }
    lines.extend(found.notes.iter().cloned());
    lines.join("\n")
}

fn name(step: &Step) -> String {
    let subject = step.certificate.subject().to_string();
    match subject.is_empty() {
        true => "No name".into(),
        false => display::safe(&subject.chars().take(LONGEST).collect::<String>()).into_owned(),
    }
}

/// What files hold that paths are made of.
#[derive(Default)]
struct Found {
    certificates: Vec<Certificate>,
    crls: Vec<CertificateList>,
    unreadable: Vec<Unreadable>,
    /// What the first certificate is, if it can be used.
    first: Option<Result<Certificate, String>>,
}

impl Found {
    fn of(items: &[Item]) -> Self {
        let mut found = Self::default();
        for item in items {
            match item {
                Item::Certificate(document) => {
                    let strict = document.strict();
                    found.first.get_or_insert_with(|| strict.cloned().map_err(ToString::to_string));
                    match strict {
                        Ok(certificate) => found.certificates.push(certificate.clone()),
                        Err(problem) => found.unreadable.push(Unreadable::new(document.der(), problem.clone())),
                    }
                }
                Item::Crl(document) => found.crls.extend(document.strict().ok().cloned()),
                _ => {}
            }
        }
        found
    }

    fn add(&mut self, other: Self) {
        self.certificates.extend(other.certificates);
        self.crls.extend(other.crls);
        self.unreadable.extend(other.unreadable);
    }

    /// The certificate that is verified: the first.
    fn target(&mut self, path: &Path) -> Result<Certificate, Failure> {
        let path = path.display();
        match self.first.take() {
            Some(Ok(certificate)) => Ok(certificate),
            Some(Err(problem)) => Err(Failure::Refused(format!("{path} cannot be verified: {problem}."))),
            None => Err(Failure::Refused(format!("{path}: expected a certificate, found none."))),
        }
    }
}

fn read(path: &Path) -> Result<Found, Failure> {
    let octets = input::read(path, MAX_INPUT)?;
    let items =
        inspect::read(&octets).map_err(|problem| Failure::Refused(format!("{}: {problem}.", path.display())))?;
    Ok(Found::of(&items))
}

fn read_all(paths: &[PathBuf]) -> Result<Found, Failure> {
    let mut all = Found::default();
    for path in paths {
        all.add(read(path)?);
    }
    Ok(all)
}
