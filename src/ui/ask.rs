//! What a form asks of the window around it, and what it is told.
//!
//! A form never touches a disk, a dialog or the clipboard, and never waits: it pushes an [`Ask`]
//! and is handed an [`Answer`] when there is one.

use super::host::EndpointOptions;
use super::words;
use crate::engine::{self, AuditReportOutcome, CrlOutcome, Engine, SecretAccessKey};
use crate::workspace::{AuditReportId, AuthorityId, CertificateArn, CertificateAuthorityArn, ManagedCertificateId};
use secrecy::SecretString;
use zeroize::Zeroizing;

/// What a form wants from the window.
#[derive(Debug)]
pub enum Ask {
    /// The form is done with.
    Close,
    /// The person wants to leave the form: the window asks first when something typed would be lost.
    Leave,
    /// Create a workspace and open it; [`Answer::Finished`] tells what became of it.
    CreateWorkspace {
        /// Where, as typed.
        path: String,
        /// The passphrase.
        passphrase: Zeroizing<String>,
        /// Its first settings.
        settings: crate::workspace::Settings,
    },
    /// Do this in the background; [`Answer::Finished`] tells what became of it.
    Run(Work),
    /// Ask for a file and read it; [`Answer::Opened`].
    Open {
        /// Which field it is for.
        slot: Slot,
        /// Title of the dialog.
        title: &'static str,
    },
    /// Read the file at a path that was typed; [`Answer::Opened`].
    Read {
        /// Which field it is for.
        slot: Slot,
        /// The path as typed.
        path: String,
    },
    /// Ask for a folder; [`Answer::Folder`].
    Folder {
        /// Title of the dialog.
        title: &'static str,
    },
    /// Save a file; [`Answer::Saved`].
    Save(SaveFile),
    /// Save an audit report as it was written, however long it is.
    SaveAuditReport(AuthorityId, AuditReportId),
    /// Put text on the clipboard.
    Copy(String),
    /// Put a secret on the clipboard, which it leaves after 30 seconds.
    CopySecret(SecretString),
    /// From now on the endpoint of this workspace is started like this; one that runs is started again.
    Endpoint(EndpointOptions),
}

/// Which field of a form a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A certificate signing request.
    Csr,
    /// The certificate of an authority.
    Certificate,
    /// The certificates above it.
    Chain,
    /// A file that was dropped on the window: the form tells by its content.
    Dropped,
}

/// A file to save.
pub struct SaveFile {
    /// Name to propose.
    pub name: String,
    /// Where, as typed; the window asks when nothing was typed.
    pub path: Option<String>,
    /// What to write.
    pub bytes: Zeroizing<Vec<u8>>,
    /// It holds a key, though encrypted: only its owner may read the file.
    pub private: bool,
}

impl std::fmt::Debug for SaveFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SaveFile({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// What is done with the engine, and what it brings about.
pub type Run = Box<dyn FnOnce(&Engine) -> Result<Done, engine::Error> + Send>;

/// Work that is done off the drawing thread.
pub struct Work {
    /// What the status line says while it runs.
    pub sentence: String,
    /// The work itself.
    pub run: Run,
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Work({})", self.sentence)
    }
}

/// What work has brought about.
#[derive(Debug, Default)]
pub struct Done {
    /// What was done, for a toast.
    pub sentence: String,
    /// What to select now.
    pub select: Option<Select>,
    /// The next act that the toast offers.
    pub offer: Option<Offer>,
    /// A file that must be saved before the form may close.
    pub save: Option<SaveFile>,
    /// Something to set right that did not go with the rest, as a sentence.
    pub trouble: Option<String>,
    /// The access key that was made, whose secret is shown once.
    pub access_key: Option<SecretAccessKey>,
}

impl Done {
    /// Nothing but a sentence to tell.
    pub fn said(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), ..Self::default() }
    }

    /// What became of the audit report of the authority of this name.
    pub fn of_report(name: &str, outcome: AuditReportOutcome) -> Self {
        match outcome {
            AuditReportOutcome::Written { bucket, certificates, .. } => {
                let certificates = usize::try_from(certificates).unwrap_or(usize::MAX);
                let certificates = words::counted(certificates, "certificate");
                Self::said(format!("Wrote the audit report of {name} to {bucket}: {certificates}"))
            }
            AuditReportOutcome::Settled => Self::said(format!("Wrote the audit report of {name}")),
            AuditReportOutcome::Postponed { reason, .. } => {
                let mut done = Self::said(format!("The audit report of {name} waits to be written"));
                done.add_trouble(reason);
                done
            }
            AuditReportOutcome::Failed { reason } => {
                let mut done = Self::said(format!("The audit report of {name} was not written"));
                done.add_trouble(reason);
                done
            }
        }
    }

    /// Adds something that did not go; what did not go before stays told.
    pub fn add_trouble(&mut self, words: impl Into<String>) {
        let words = words.into();
        self.trouble = Some(match self.trouble.take() {
            None => words,
            Some(before) if before.ends_with('.') => format!("{before} {words}"),
            Some(before) => format!("{before}. {words}"),
        });
    }

    /// Adds how signing the CRL of an authority went after what was done: where it was not published, `failed` says so
    /// before the reason, and the next act is to try again. Returns whether it is published now.
    pub fn after_crl(
        &mut self,
        authority: AuthorityId,
        failed: &str,
        signed: Result<CrlOutcome, engine::Error>,
    ) -> bool {
        let reason = match signed {
            Ok(CrlOutcome::Published { .. }) => return true,
            Ok(CrlOutcome::Off | CrlOutcome::NoneYet) => return false,
            Ok(CrlOutcome::Failed { reason }) => reason,
            Err(error) => error.message(),
        };
        self.add_trouble(format!("{failed}: {reason}"));
        self.offer = Some(Offer::RetryCrl(authority));
        false
    }
}

/// What the window selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Select {
    /// An authority.
    Authority(CertificateAuthorityArn),
    /// A certificate on its authority's page.
    Certificate(CertificateArn),
    /// A managed certificate on the page that lists them.
    Managed(ManagedCertificateId),
}

/// The next act that a toast offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Save the certificate with the chain above it.
    DownloadChain(CertificateArn),
    /// Sign and publish the CRL again.
    RetryCrl(AuthorityId),
    /// Save a managed certificate with its key.
    ExportManaged(ManagedCertificateId),
    /// Issue from the new authority, or create one below it.
    UseAuthority(CertificateAuthorityArn),
}

/// What the window tells a form.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it lives for a moment")]
pub enum Answer {
    /// A file was read, or could not be: the sentence says why.
    Opened {
        /// Which field it is for.
        slot: Slot,
        /// Where it lies, as a person would type it.
        path: String,
        /// Its content, bounded.
        content: Result<Vec<u8>, String>,
    },
    /// A folder was chosen.
    Folder(String),
    /// The file was saved there, or could not be: the sentence says why.
    Saved(Result<String, String>),
    /// The person closed the dialog.
    Cancelled,
    /// The work has ended. The window shows the toast; the form shows the problem.
    Finished(Result<Done, engine::Error>),
}
