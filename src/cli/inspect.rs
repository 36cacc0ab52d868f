//! `canopy inspect`: what certificates, requests, CRLs and keys say, as text.

use super::failure::Failure;
use super::input;
use super::output::{self, say};
use crate::x509::inspect::{self, MAX_INPUT};
use std::path::{Path, PathBuf};

/// Arguments of `canopy inspect`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Certificates, CSRs, CRLs, OCSP messages, keys, PKCS#7 or PKCS#12, in PEM or DER; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  canopy inspect server.pem
  canopy inspect chain.pem root.crl request.csr
  openssl s_client -connect pki.example:443 -showcerts </dev/null | canopy inspect -

The text is that of the inspector of the window. What a file is, is told by its content. Of a private key only
the kind is told; an encrypted one needs no passphrase here.";

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let several = arguments.files.len() > 1;
    let mut refused = Vec::new();
    for (index, path) in arguments.files.iter().enumerate() {
        match text(path) {
            Ok(text) => output::write(|out| {
                if several {
                    let between = if index == 0 { "" } else { "\n" };
                    writeln!(out, "{between}==> {} <==", inspect::display::safe(&path.display().to_string()))?;
                }
                out.write_all(text.as_bytes())
            })?,
            Err(Failure::Refused(words)) => refused.push(words),
            Err(other) => return Err(other),
        }
    }
    match refused.pop() {
        None => Ok(()),
        Some(last) => {
            refused.iter().for_each(|words| say(words));
            Err(Failure::Refused(last))
        }
    }
}

/// All that a file holds, with an empty line between items.
fn text(path: &Path) -> Result<String, Failure> {
    let octets = input::read(path, MAX_INPUT)?;
    let items =
        inspect::read(&octets).map_err(|problem| Failure::Refused(format!("{}: {problem}.", path.display())))?;
    let texts: Vec<String> = items.iter().map(inspect::Item::text).collect();
    Ok(texts.join("\n"))
}
