//! What is done to an authority without a form: enabled or disabled, its CRL signed, what it has published saved.

use super::App;
use crate::engine::api::{GetCertificateAuthorityCsrRequest, UpdateCertificateAuthorityRequest};
use crate::engine::{CrlOutcome, Engine, Error};
use crate::files::file_name;
use crate::ui::ask::{Done, Offer, SaveFile, Work};
use crate::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use crate::ui::search::authority_name;
use crate::ui::words as window_words;
use crate::workspace::{AuditReportId, AuthorityId, CertificateAuthorityStatus};
use crate::x509::{CertificateList, words};
use egui::Context;
use std::io;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Reads a published list.
pub(super) trait ReadCrl: FnOnce(&Engine) -> Result<Option<CertificateList>, Error> + Send + 'static {}

impl<F: FnOnce(&Engine) -> Result<Option<CertificateList>, Error> + Send + 'static> ReadCrl for F {}

impl App {
    /// Signs and publishes a CRL now, also after a failure.
    pub(super) fn sign_crl(&mut self, ctx: &Context, id: AuthorityId) {
        let Some((session, authority)) = self.authority(id) else { return };
        let caller = session.caller(&self.host.user()).owner_of(&authority);
        let name = authority_name(&authority);
        let sentence = format!("Signing the CRL of {name}");
        let run = Box::new(move |engine: &Engine| Ok(crl_done(engine.sign_crl(&caller, id)?, &name, id)));
        self.run(ctx, None, Work { sentence, run });
    }

    /// Saves a CRL of an authority as `read` finds it published.
    pub(super) fn save_crl(&mut self, ctx: &Context, id: AuthorityId, read: impl ReadCrl) {
        let Some((session, authority)) = self.authority(id) else { return };
        let (engine, name) = (session.engine.clone(), authority_name(&authority));
        let sentence = format!("Reading the CRL of {name}");
        self.jobs.start(
            ctx,
            sentence,
            false,
            move || read(&engine),
            move |app, ctx, read| match read {
                Ok(Some(list)) => {
                    let bytes = Zeroizing::new(list.der().to_vec());
                    let name = format!("{name}.crl");
                    app.save_and_tell(ctx, SaveFile { name, path: None, bytes, private: false });
                }
                Ok(None) => app.problem(ctx, "The CRL was not saved", "This authority has not published a CRL yet."),
                Err(error) => app.refused(ctx, "The CRL was not saved", &error),
            },
        );
    }

    /// Saves the certificate signing request, for whoever signs it.
    pub(super) fn save_csr(&mut self, ctx: &Context, id: AuthorityId) {
        let Some((session, authority)) = self.authority(id) else { return };
        let caller = session.caller(&self.host.user()).owner_of(&authority);
        let name = format!("{}.csr", authority_name(&authority));
        let request = GetCertificateAuthorityCsrRequest { certificate_authority_arn: authority.arn.to_string() };
        let run = Box::new(move |engine: &Engine| {
            let bytes = Zeroizing::new(engine.call(&caller, request)?.csr.into_bytes());
            Ok(Done { save: Some(SaveFile { name, path: None, bytes, private: false }), ..Done::default() })
        });
        let sentence = format!("Reading the CSR of {}", authority_name(&authority));
        self.run(ctx, None, Work { sentence, run });
    }

    /// Saves an audit report as it was written.
    pub(super) fn save_audit_report(&mut self, id: AuthorityId, report: AuditReportId) {
        let Some((session, authority)) = self.authority(id) else { return };
        let Some(known) = authority.audit_reports.iter().find(|known| known.id == report) else { return };
        let (engine, extension) = (session.engine.clone(), known.format.as_str().to_lowercase());
        let name = format!("{} audit report", authority_name(&authority));
        let wanted = FileDialog {
            kind: FileDialogKind::Save(file_name(&name, &extension)),
            title: format!("Save {name}.{extension}"),
            extensions: Vec::new(),
            folder: None,
        };
        self.choose(wanted, move |app, ctx, answer| {
            let FileDialogAnswer::Chosen(to) = answer else { return };
            let files = app.host.files();
            // It may be longer than this computer has memory for: it goes from file to file.
            let work = move || -> Result<Result<PathBuf, String>, Error> {
                let mut stored = engine.audit_report(id, report)?;
                let mut copy = |out: &mut dyn io::Write| io::copy(&mut stored, out).map(drop);
                Ok(files.write(&to, &mut copy).map(|()| to))
            };
            app.jobs.start(ctx, "Saving the audit report", true, work, |app, ctx, saved| match saved {
                Ok(Ok(path)) => app.saved(ctx, &path),
                Ok(Err(why)) => app.problem(ctx, "The audit report was not saved", why),
                Err(error) => app.refused(ctx, "The audit report was not saved", &error),
            });
        });
    }

    /// Enables or disables an authority, which the other undoes.
    pub(super) fn set_enabled(&mut self, ctx: &Context, id: AuthorityId, enabled: bool) {
        let Some((session, authority)) = self.authority(id) else { return };
        let caller = session.caller(&self.host.user()).owner_of(&authority);
        let name = authority_name(&authority);
        let (status, doing, done) = match enabled {
            true => (CertificateAuthorityStatus::Active, "Enabling", "is enabled"),
            false => (CertificateAuthorityStatus::Disabled, "Disabling", "is disabled: it issues nothing, but revokes"),
        };
        let request = UpdateCertificateAuthorityRequest {
            certificate_authority_arn: authority.arn.to_string(),
            revocation_configuration: None,
            status: Some(status),
        };
        let sentence = format!("{doing} {name}");
        let run = Box::new(move |engine: &crate::engine::Engine| {
            engine.call(&caller, request)?;
            Ok(Done::said(format!("{name} {done}")))
        });
        self.run(ctx, None, Work { sentence, run });
    }

    pub(super) fn authority(
        &self,
        id: AuthorityId,
    ) -> Option<(&super::Session, std::sync::Arc<crate::workspace::Authority>)> {
        let session = self.session.as_ref()?;
        Some((session, session.snapshot.authority(id)?.clone()))
    }
}

pub(super) fn crl_done(outcome: CrlOutcome, name: &str, id: AuthorityId) -> Done {
    match outcome {
        CrlOutcome::Published { lists, entries, next_update, .. } => {
            let what = match lists {
                1 => "the CRL".to_owned(),
                _ => window_words::counted(lists, "list"),
            };
            let entries = window_words::counted(usize::try_from(entries).unwrap_or(usize::MAX), "entry");
            let until = words::date(next_update.seconds());
            Done::said(format!("Published {what} of {name}: {entries}, good until {until}"))
        }
        CrlOutcome::NoneYet => Done::said(format!("{name} has issued nothing yet that a list is for")),
        CrlOutcome::Off => Done::said(format!("{name} publishes no CRL")),
        CrlOutcome::Failed { reason } => {
            let mut done = Done::said(format!("The CRL of {name} was not published"));
            done.add_trouble(reason);
            done.offer = Some(Offer::RetryCrl(id));
            done
        }
    }
}
