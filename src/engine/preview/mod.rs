//! What would be signed, before it is: every value, who decided it, and what will not be used.

mod warnings;

use super::api::{Asn1Subject, GeneralName, IssueCertificateRequest, KeyAlgorithm};
use super::crl::Assignment;
use super::error::Error;
use super::issuance::{Dropped, Lost, Plan, Requested, Source};
use super::operation::{CreateRoot, CreateSubordinate};
use super::signing::{Signing, check_parent, find_parent};
use super::template::TemplateKind;
use super::{Caller, Engine, constraint, find, key, subject_key};
use crate::workspace::Settings;
use crate::x509::{Extension, Name, PublicKey, PublicKeyAlgorithm, oid, words};

/// A certificate that has not been signed, for a person to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Its values in the order of reading.
    pub rows: Vec<PreviewRow>,
    /// What the request and the CSR ask for in vain.
    pub unused: Vec<Unused>,
    /// Start of its validity, seconds since 1970.
    pub not_before: i64,
    /// End of its validity, seconds since 1970.
    pub not_after: i64,
    /// What is allowed, and likely not meant.
    pub warnings: Vec<String>,
}

/// A value of the certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Which part of the certificate it is from.
    pub field: PreviewField,
    /// What it is, such as `Common name`.
    pub label: String,
    /// The value in words.
    pub value: String,
    /// Whether it is digits or an address, to be shown in a fixed-width font.
    pub mono: bool,
    /// Whether it is an extension marked critical.
    pub critical: bool,
    /// Who decided it.
    pub source: Source,
    /// Whether it is an extension.
    pub extension: bool,
}

/// A part of a certificate, as far as a preview tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PreviewField {
    /// An attribute of the subject.
    Subject,
    /// Who signs.
    Issuer,
    /// From when until when.
    Validity,
    /// The public key of the subject.
    PublicKey,
    /// The signature algorithm.
    Signature,
    /// The serial number.
    Serial,
    /// The extension that identifies the subject's key.
    SubjectKey,
    /// The extension that identifies the authority's key.
    AuthorityKey,
    /// Any other extension.
    Extension,
}

/// A value of the request or of the CSR that the certificate will not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// Who asks for it: [`Source::Api`], or whoever made the CSR.
    pub source: Source,
    /// What it is.
    pub label: String,
    /// The value in words.
    pub value: String,
    /// Why it is dropped.
    pub rule: String,
}

impl Engine {
    /// What `IssueCertificate` would sign. Nothing changes.
    ///
    /// # Errors
    /// Those the action itself would answer.
    pub fn preview(&self, caller: &Caller, request: &IssueCertificateRequest) -> Result<Preview, Error> {
        constraint::check(request)?;
        let workspace = self.snapshot();
        let authority =
            find::authority(&workspace, caller, request.wanted(), &request.certificate_authority_arn, self.now())?;
        let (authority, shard) = self.assign_shard(&authority, workspace.settings_in_force());
        let plan = request.plan(&workspace, &authority, self.now())?;
        let only_signs = matches!(plan.tbs.subject_public_key_info.algorithm(), PublicKeyAlgorithm::MlDsa(_));
        let warnings = warnings::of(&plan, &authority, only_signs);
        Ok(with_new_shard(shown(&plan, Source::Csr, Source::You, warnings), &shard))
    }

    /// What `IssueCertificate` would sign for a key that [`Engine::generate_subject_key`] has yet to make: the CSR of
    /// `request` is not looked at, and values that come from the new key are described.
    ///
    /// # Errors
    /// Those the making of the key and the action itself would answer.
    pub fn preview_for_new_key(
        &self,
        caller: &Caller,
        request: &IssueCertificateRequest,
        algorithm: KeyAlgorithm,
        subject: &Asn1Subject,
        names: &[GeneralName],
    ) -> Result<Preview, Error> {
        let violations: Vec<_> =
            constraint::violations(request).into_iter().filter(|violation| violation.member != "csr").collect();
        if !violations.is_empty() {
            return Err(Error::Validation(violations));
        }
        key::key_kind(algorithm)?;
        let workspace = self.snapshot();
        let authority =
            find::authority(&workspace, caller, request.wanted(), &request.certificate_authority_arn, self.now())?;
        let (authority, shard) = self.assign_shard(&authority, workspace.settings_in_force());
        let requested = || {
            let (subject, extensions) = subject_key::asked_for(subject, names)?;
            Ok(Requested { extensions, ..stand_in(subject)? })
        };
        let plan = request.plan_for(&workspace, &authority, self.now(), requested)?;
        let warnings = warnings::of(&plan, &authority, key::ml_dsa(algorithm).is_some());
        let preview = with_new_shard(shown(&plan, Source::You, Source::You, warnings), &shard);
        Ok(with_new_key(preview, algorithm))
    }

    /// What [`Engine::create_and_activate_root`] would sign. The new key does not exist yet, so
    /// values that come from it are described.
    ///
    /// # Errors
    /// Those the operation itself would answer.
    pub fn preview_root(&self, caller: &Caller, root: &CreateRoot) -> Result<Preview, Error> {
        let workspace = self.snapshot();
        let subject = self.check_new_authority(&workspace, caller, &root.request)?;
        let plan = Signing::by_new_root(root).plan(&stand_in(subject)?, self.now())?;
        let preview = shown(&plan, Source::You, Source::You, Vec::new());
        Ok(with_new_key(preview, root.request.certificate_authority_configuration.key_algorithm))
    }

    /// What [`Engine::create_and_install_subordinate`] would sign.
    ///
    /// # Errors
    /// Those the operation itself would answer.
    pub fn preview_subordinate(&self, caller: &Caller, subordinate: &CreateSubordinate) -> Result<Preview, Error> {
        self.preview_subordinate_with(caller, subordinate, self.snapshot().settings_in_force())
    }

    /// The same under other `settings`, which are to be saved before.
    ///
    /// # Errors
    /// Those the operation itself would answer.
    pub fn preview_subordinate_with(
        &self,
        caller: &Caller,
        subordinate: &CreateSubordinate,
        settings: &Settings,
    ) -> Result<Preview, Error> {
        let CreateSubordinate { request, parent, template, validity } = subordinate;
        let workspace = self.snapshot();
        let parent = find_parent(&workspace, caller, parent, template, self.now())?;
        check_parent(&parent, template, self.now())?;
        let subject = self.check_new_authority(&workspace, caller, request)?;
        let (parent, shard) = self.assign_shard(&parent, settings);
        let signing = Signing::by(&parent, template, validity, settings)?;
        let plan = signing.plan(&stand_in(subject)?, self.now())?;
        let preview = with_new_shard(shown(&plan, Source::You, Source::Authority, Vec::new()), &shard);
        Ok(with_new_key(preview, request.certificate_authority_configuration.key_algorithm))
    }
}

/// The generator of the curve P-256: a public key that nobody holds on purpose, where a key that
/// does not exist yet is wanted.
const STAND_IN: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200046b17d1f2e12c4247\
                        f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb\
                        4a7c0f9e162bce33576b315ececbb6406837bf51f5";

fn stand_in(subject: Name) -> Result<Requested, Error> {
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let der: Vec<u8> = STAND_IN.as_bytes().chunks(2).filter_map(byte).collect();
    Ok(Requested { subject, public_key: PublicKey::from_der(&der)?, extensions: Vec::new() })
}

/// Says of the values of the stand-in what they will be.
fn with_new_key(mut preview: Preview, key: KeyAlgorithm) -> Preview {
    for row in &mut preview.rows {
        match row.field {
            PreviewField::PublicKey => {
                row.value = format!("{}, made on this computer", key::words(key));
                row.source = Source::You;
            }
            PreviewField::SubjectKey => {
                row.value = "SHA-1 of the new key".into();
                row.mono = false;
            }
            _ => {}
        }
    }
    preview
}

/// Says of the name of a shard that does not exist yet that it will be another one.
fn with_new_shard(mut preview: Preview, shard: &Assignment) -> Preview {
    if let Assignment::New(shard) = shard {
        let name = shard.id.to_string();
        preview.rows.iter_mut().for_each(|row| row.value = row.value.replace(&name, "(new shard)"));
    }
    preview
}

/// A plan as rows: first the fields, then the extensions. `asked` is who made the CSR, or would.
fn shown(plan: &Plan, asked: Source, signature: Source, warnings: Vec<String>) -> Preview {
    let Plan { tbs, sources, dropped, .. } = plan;
    let by = |source: Source| if source == Source::Csr { asked } else { source };
    let mut rows = fields(plan, by(plan.subject_source), signature);
    for (extension, source) in tbs.extensions.iter().zip(sources) {
        rows.extend(extension_rows(extension, by(*source)));
    }
    Preview {
        rows,
        unused: dropped.iter().map(|dropped| unused(dropped, by(dropped.source))).collect(),
        not_before: tbs.validity.not_before,
        not_after: tbs.validity.not_after,
        warnings,
    }
}

fn fields(plan: &Plan, subject: Source, signature: Source) -> Vec<PreviewRow> {
    let tbs = &plan.tbs;
    let row = |field, label: &str, value: String, source| PreviewRow {
        field,
        label: label.into(),
        value,
        mono: false,
        critical: false,
        source,
        extension: false,
    };
    let mut rows: Vec<PreviewRow> = tbs
        .subject
        .attributes()
        .map(|attribute| {
            let text = attribute.value.text();
            let value = text.unwrap_or_else(|| format!("#{}", words::lower_hex(attribute.value.der())));
            row(PreviewField::Subject, &words::attribute(&attribute.oid), value, subject)
        })
        .collect();
    rows.push(match plan.template.kind == TemplateKind::Root {
        true => row(PreviewField::Issuer, "Issuer", "Itself".into(), Source::Template),
        false => row(PreviewField::Issuer, "Issuer", tbs.issuer.to_string(), Source::Authority),
    });
    let validity = format!("{} – {}", words::date(tbs.validity.not_before), words::date(tbs.validity.not_after));
    rows.push(row(PreviewField::Validity, "Validity", validity, Source::You));
    rows.push(row(PreviewField::PublicKey, "Public key", tbs.subject_public_key_info.to_string(), Source::Csr));
    rows.push(row(PreviewField::Signature, "Signature", tbs.signature.to_string(), signature));
    rows.push(row(PreviewField::Serial, "Serial", "Random, 128 bits".into(), Source::Canopy));
    rows
}

/// An extension as rows; names stand one to a row.
fn extension_rows(extension: &Extension, source: Source) -> Vec<PreviewRow> {
    let (field, label) = match extension.oid {
        oid::ID_CE_SUBJECT_KEY_IDENTIFIER => (PreviewField::SubjectKey, "Subject key".to_owned()),
        oid::ID_CE_AUTHORITY_KEY_IDENTIFIER => (PreviewField::AuthorityKey, "Authority key".to_owned()),
        _ => (PreviewField::Extension, words::extension(&extension.oid)),
    };
    words::values(extension)
        .into_iter()
        .enumerate()
        .map(|(index, value)| PreviewRow {
            field,
            label: if index == 0 { label.clone() } else { String::new() },
            mono: words::is_mono(&extension.oid),
            value,
            critical: extension.critical && index == 0,
            source,
            extension: true,
        })
        .collect()
}

fn unused(dropped: &Dropped, source: Source) -> Unused {
    let (label, value) = match &dropped.value {
        Lost::Subject(subject) => ("Subject".into(), subject.to_string()),
        Lost::Extension(extension) => (words::extension(&extension.oid), words::values(extension).join(", ")),
        Lost::Unreadable(error) => ("API passthrough".into(), error.message()),
    };
    Unused { source, label, value, rule: dropped.rule.into() }
}
