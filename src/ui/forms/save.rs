//! Saving certificates: one as PEM or DER, with or without the chain above it, or several in one file.

use super::submission::{Submission, blocked, decided, foot_ui};
use super::{Desk, Form};
use crate::engine::{Engine, Error, Template, TemplateKind};
use crate::files::file_name;
use crate::ui::ask::{Answer, Ask, Done, SaveFile};
use crate::ui::kit::{Button, Dialog, Problem, Radio, problem_ui};
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{AuthorityId, CertificateArn};
use crate::x509::Certificate;
use egui::Context;
use zeroize::Zeroizing;

/// What of a certificate is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// The certificate and all above it.
    FullChain,
    /// Only the certificate.
    Pem,
    /// Only the certificate, in binary.
    Der,
    /// Only what stands above it.
    Chain,
}

impl Format {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::FullChain => ("Full chain, PEM", "The certificate, then each authority above it: what servers want"),
            Self::Pem => ("Certificate, PEM", "Only the certificate"),
            Self::Der => ("Certificate, DER", "Only the certificate, in binary, as Windows and Java like it"),
            Self::Chain => ("Chain, PEM", "Only the authorities above it, issuer first"),
        }
    }

    fn extension(self) -> &'static str {
        if self == Self::Der { "der" } else { "pem" }
    }

    /// The name of a file with it.
    fn file_name(self, name: &str) -> String {
        match self {
            Self::FullChain => file_name(&format!("{name}-fullchain"), self.extension()),
            Self::Chain => file_name(&format!("{name}-chain"), self.extension()),
            Self::Pem | Self::Der => file_name(name, self.extension()),
        }
    }

    /// The bytes for a certificate and what stands above it.
    fn encode(self, certificate: &Certificate, above: &[Certificate]) -> Vec<u8> {
        let pem =
            |all: &mut dyn Iterator<Item = &Certificate>| all.map(Certificate::to_pem).collect::<String>().into_bytes();
        match self {
            Self::FullChain => pem(&mut std::iter::once(certificate).chain(above)),
            Self::Pem => pem(&mut std::iter::once(certificate)),
            Self::Der => certificate.der().to_vec(),
            Self::Chain => pem(&mut above.iter()),
        }
    }
}

/// What is saved.
#[derive(Clone, Debug)]
enum What {
    Certificates(Vec<CertificateArn>),
    Authority(AuthorityId),
}

/// The form that saves certificates.
#[derive(Debug)]
pub(super) struct Save {
    what: What,
    name: String,
    formats: Vec<Format>,
    format: Format,
    problem: Option<String>,
    submission: Submission,
}

impl Save {
    /// For certificates that were issued here.
    pub(super) fn certificates(desk: Desk, certificates: &[CertificateArn]) -> Option<Self> {
        let workspace = desk.workspace();
        let table = workspace.certificates();
        let known: Vec<CertificateArn> =
            certificates.iter().filter(|arn| table.find(arn.authority.id, arn.serial).is_some()).cloned().collect();
        let name = match &known[..] {
            [] => return None,
            [one] => words::certificate_name(&table.get(one.authority.id, one.serial)?),
            several => format!("{} certificates", several.len()),
        };
        let several = known.len() > 1;
        let selfsigned = known.iter().all(|arn| {
            let row = table.get(arn.authority.id, arn.serial);
            let template = row.and_then(|row| Template::named(row.template));
            template.is_some_and(|template| template.kind == TemplateKind::Root)
        });
        Some(Self::new(What::Certificates(known), name, several, !selfsigned))
    }

    /// For the certificate of an authority.
    pub(super) fn authority(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        let above = !authority.installed.as_ref()?.chain.is_empty();
        Some(Self::new(What::Authority(id), authority_name(&authority), false, above))
    }

    fn new(what: What, name: String, several: bool, above: bool) -> Self {
        let mut formats = vec![Format::FullChain, Format::Pem, Format::Der, Format::Chain];
        formats.retain(|format| match format {
            Format::FullChain | Format::Chain => above,
            Format::Pem => true,
            Format::Der => !several,
        });
        if several {
            formats.retain(|format| *format != Format::Chain);
        }
        Self { what, name, format: formats[0], formats, problem: None, submission: Submission::default() }
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.problem = None;
        let (what, format, name) = (self.what.clone(), self.format, self.format.file_name(&self.name));
        self.submission.start(asks, format!("Reading {}", self.name), move |engine| {
            let bytes = Zeroizing::new(bytes(engine, &what, format)?);
            let save = SaveFile { name, path: None, bytes, private: false };
            Ok(Done { save: Some(save), ..Done::default() })
        });
    }
}

/// Reads a certificate with all above it, to be saved under the name that the form would give it.
///
/// # Errors
/// Those of the engine; `NotFound` when there is no such certificate.
pub(in crate::ui) fn full_chain(engine: &Engine, arn: &CertificateArn) -> Result<SaveFile, Error> {
    let workspace = engine.snapshot();
    let table = workspace.certificates();
    let row = table.find(arn.authority.id, arn.serial).and_then(|number| table.row(number));
    let name = row.map_or_else(|| arn.serial.to_string(), |row| words::certificate_name(&row));
    let bytes = Zeroizing::new(bytes(engine, &What::Certificates(vec![arn.clone()]), Format::FullChain)?);
    Ok(SaveFile { name: Format::FullChain.file_name(&name), path: None, bytes, private: false })
}

/// What the file holds. The same authority above several certificates is written once.
fn bytes(engine: &Engine, what: &What, format: Format) -> Result<Vec<u8>, Error> {
    match what {
        What::Authority(id) => {
            let chain = engine.chain(*id)?;
            Ok(chain.split_first().map(|(first, above)| format.encode(first, above)).unwrap_or_default())
        }
        What::Certificates(arns) if arns.len() == 1 => {
            let (certificate, above) = with_chain(engine, &arns[0])?;
            Ok(format.encode(&certificate, &above))
        }
        What::Certificates(arns) => {
            let mut bytes = Vec::new();
            let mut chains: Vec<Certificate> = Vec::new();
            for arn in arns {
                let (certificate, above) = with_chain(engine, arn)?;
                bytes.extend(Format::Pem.encode(&certificate, &[]));
                for authority in above {
                    if !chains.iter().any(|known| known.der() == authority.der()) {
                        chains.push(authority);
                    }
                }
            }
            if format == Format::FullChain {
                chains.iter().for_each(|authority| bytes.extend(Format::Pem.encode(authority, &[])));
            }
            Ok(bytes)
        }
    }
}

fn with_chain(engine: &Engine, arn: &CertificateArn) -> Result<(Certificate, Vec<Certificate>), Error> {
    let certificate = engine.certificate(arn)?;
    let above = if certificate.is_self_issued() { Vec::new() } else { engine.chain(arn.authority.id)? };
    Ok((certificate, above))
}

impl Form for Save {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let blocked = blocked(&self.submission, "The certificate is being read", None);
        let title = format!("Save {}", self.name);
        let engine_problem = self.submission.problems().iter().next().map(|problem| problem.words.clone());
        let problem = self.problem.clone().or(engine_problem);
        let response = Dialog::small(&title).show(ctx, |parts| {
            parts.body(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for format in &self.formats {
                    let (words, explanation) = format.words();
                    let radio = Radio::new(self.format == *format, words).explanation(explanation);
                    if ui.add(radio).clicked() {
                        self.format = *format;
                    }
                }
                if let Some(problem) = &problem {
                    ui.add_space(8.0);
                    problem_ui(ui, Problem::new(problem));
                }
            });
            foot_ui(parts, "Cancel", Button::primary("Save…").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_saved(answer, &mut self.problem, asks);
    }

    fn is_touched(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_what_is_in_them() {
        assert_eq!(Format::FullChain.file_name("api.example.com"), "api.example.com-fullchain.pem");
        assert_eq!(Format::Der.file_name("api.example.com"), "api.example.com.der");
        assert!(!Format::Pem.file_name("../../etc/passwd").contains('/'));
    }

    #[test]
    fn several_certificates_go_into_pem_only() {
        let save = Save::new(What::Certificates(Vec::new()), "2 certificates".into(), true, true);
        assert_eq!(save.formats, [Format::FullChain, Format::Pem]);
        let root = Save::new(What::Certificates(Vec::new()), "Root".into(), false, false);
        assert_eq!(root.formats, [Format::Pem, Format::Der]);
    }
}
