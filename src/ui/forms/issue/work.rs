//! Issuing, and what it would give: the work of the form off the drawing thread.

use super::draft::Draft;
use super::request::Origin;
use crate::engine::api::{IssueCertificateRequest, KeyAlgorithm};
use crate::engine::{Caller, Engine, Error, Preview, PreviewField, Source, SubjectKey};
use crate::files::file_name;
use crate::ui::ask::{Done, Offer, SaveFile, Select};
use crate::ui::forms::field::{Container, END_ENTITY, KeyDraft, ValidityDraft};
use crate::ui::forms::parts::mark_default;
use crate::workspace::CertificateArn;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// What the key of a new certificate is saved with.
pub(super) struct Keeping {
    pub passphrase: SecretString,
    pub container: Container,
}

/// Issues from a CSR that is there.
pub(super) fn issue(
    engine: &Engine,
    caller: &Caller,
    request: IssueCertificateRequest,
    name: &str,
) -> Result<Done, Error> {
    let arn = engine.call(caller, request)?.certificate_arn;
    Ok(done(&parse(&arn)?, name))
}

/// Makes a key, issues for it, and hands the key over to be saved: it is kept nowhere else.
pub(super) fn issue_with_key(
    engine: &Engine,
    caller: &Caller,
    key: &KeyDraft,
    keeping: &Keeping,
    complete: impl FnOnce(&str) -> IssueCertificateRequest,
    name: &str,
) -> Result<Done, Error> {
    let made = engine.generate_subject_key(key.algorithm, &key.subject.to_api(), &key.names.to_api())?;
    // What can fail about the key itself fails before anything is signed.
    let pem = match keeping.container {
        Container::Pem => Some(made.to_encrypted_pem(&keeping.passphrase)?),
        Container::Pkcs12 => None,
    };
    let arn = parse(&engine.call(caller, complete(made.csr_pem()))?.certificate_arn)?;
    let mut done = done(&arn, name);
    match file(engine, &arn, &made, pem, keeping, name) {
        Ok(file) => done.save = Some(file),
        Err(error) => {
            done.trouble =
                Some(format!("The certificate is issued, but its key could not be saved: {}", error.message()))
        }
    }
    Ok(done)
}

fn parse(arn: &str) -> Result<CertificateArn, Error> {
    arn.parse().map_err(|error| Error::Internal(format!("the new certificate has the ARN {arn}: {error}")))
}

fn done(arn: &CertificateArn, name: &str) -> Done {
    Done {
        sentence: format!("Issued {name}"),
        select: Some(Select::Certificate(arn.clone())),
        offer: Some(Offer::DownloadChain(arn.clone())),
        ..Done::default()
    }
}

fn file(
    engine: &Engine,
    arn: &CertificateArn,
    key: &SubjectKey,
    pem: Option<Zeroizing<String>>,
    keeping: &Keeping,
    name: &str,
) -> Result<SaveFile, Error> {
    let certificate = engine.certificate(arn)?;
    let chain = engine.chain(arn.authority.id)?;
    let (extension, bytes) = match pem {
        Some(pem) => {
            let certificates = std::iter::once(&certificate).chain(&chain).map(|found| found.to_pem());
            let mut text = pem;
            certificates.for_each(|certificate| text.push_str(&certificate));
            ("pem", Zeroizing::new(text.as_bytes().to_vec()))
        }
        None => ("p12", key.to_pkcs12(&certificate, &chain, name, &keeping.passphrase)?),
    };
    Ok(SaveFile { name: file_name(name, extension), path: None, bytes, private: true })
}

/// What would be signed. Where the key does not exist yet, its values are described.
pub(super) fn preview(
    engine: &Engine,
    caller: &Caller,
    draft: &Draft,
    request: impl FnOnce(&str) -> IssueCertificateRequest,
) -> Result<Preview, Error> {
    let mut preview = if draft.origin == Origin::NewKey {
        let (subject, names) = (draft.key.subject.to_api(), draft.key.names.to_api());
        engine.preview_for_new_key(caller, &request(""), draft.key.algorithm, &subject, &names)?
    } else {
        let pem = draft.csr.as_ref().map(|csr| csr.pem.as_str()).unwrap_or_default();
        engine.preview(caller, &request(pem))?
    };
    // A signature that nobody chose is the authority's own.
    let signature = preview.rows.iter_mut().find(|row| row.field == PreviewField::Signature);
    if let Some(row) = signature.filter(|_| draft.signing.is_none()) {
        row.source = Source::Authority;
    }
    mark_default(&mut preview, PreviewField::Validity, draft.validity == ValidityDraft::new(END_ENTITY, 1));
    let default_key = draft.origin == Origin::NewKey && draft.key.algorithm == KeyAlgorithm::EcPrime256v1;
    mark_default(&mut preview, PreviewField::PublicKey, default_key);
    Ok(preview)
}
