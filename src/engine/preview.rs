//! What would be signed, before it is: every value, who decided it, and what will not be used.

use super::api::{CertificateAuthorityType, IssueCertificateRequest, KeyAlgorithm};
use super::error::Error;
use super::issuance::{Dropped, Issuer, Plan, Requested, Source};
use super::operation::{CreateRoot, CreateSubordinate, Signing, check_parent};
use super::template::{Template, TemplateKind};
use super::{Caller, Engine, find, key};
use crate::workspace::Authority;
use crate::x509::{Extension, Name, PublicKey, TbsCertificate, oid, words};

/// A certificate that has not been signed, for a person to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Its values in the order of reading.
    pub rows: Vec<PreviewRow>,
    /// What the CSR asks for in vain.
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

/// A value of the CSR that the certificate will not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
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
        super::constraint::check(request)?;
        let workspace = self.snapshot();
        let authority = find::authority(&workspace, caller, &request.certificate_authority_arn)?;
        let plan = request.plan(&workspace, &authority, self.now())?;
        let warnings = warnings(&plan, &authority);
        Ok(shown(&plan, Source::Csr, Source::You, warnings))
    }

    /// What [`Engine::create_and_activate_root`] would sign. The new key does not exist yet, so
    /// values that come from it are described.
    ///
    /// # Errors
    /// Those the operation itself would answer.
    pub fn preview_root(&self, caller: &Caller, root: &CreateRoot) -> Result<Preview, Error> {
        let workspace = self.snapshot();
        let subject = self.check_new_authority(&workspace, caller, &root.request)?;
        let configuration = &root.request.certificate_authority_configuration;
        let signing = Signing {
            issuer: Issuer::new_root(configuration.key_algorithm),
            template: Template::root(),
            signing_algorithm: configuration.signing_algorithm,
            validity: &root.validity,
        };
        let plan = signing.plan(&stand_in(subject)?, self.now())?;
        let preview = shown(&plan, Source::You, Source::You, Vec::new());
        Ok(with_new_key(preview, configuration.key_algorithm))
    }

    /// What [`Engine::create_and_install_subordinate`] would sign.
    ///
    /// # Errors
    /// Those the operation itself would answer.
    pub fn preview_subordinate(&self, caller: &Caller, subordinate: &CreateSubordinate) -> Result<Preview, Error> {
        let workspace = self.snapshot();
        let parent = find::authority(&workspace, caller, &subordinate.parent.to_string())?;
        check_parent(&parent, subordinate.template, self.now())?;
        let subject = self.check_new_authority(&workspace, caller, &subordinate.request)?;
        let signing = Signing {
            issuer: Issuer::of(&parent, workspace.settings())?,
            template: subordinate.template,
            signing_algorithm: parent.signing_algorithm,
            validity: &subordinate.validity,
        };
        let plan = signing.plan(&stand_in(subject)?, self.now())?;
        let preview = shown(&plan, Source::You, Source::Authority, Vec::new());
        let configuration = &subordinate.request.certificate_authority_configuration;
        Ok(with_new_key(preview, configuration.key_algorithm))
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
        match row.label.as_str() {
            PUBLIC_KEY => {
                row.value = format!("{}, made on this computer", key::words(key));
                row.source = Source::You;
            }
            SUBJECT_KEY => {
                row.value = "SHA-1 of the new key".into();
                row.mono = false;
            }
            _ => {}
        }
    }
    preview
}

/// What is allowed, and likely not meant.
fn warnings(plan: &Plan, authority: &Authority) -> Vec<String> {
    let mut warnings = Vec::new();
    if plan.template.kind != TemplateKind::EndEntity {
        return warnings;
    }
    if authority.authority_type == CertificateAuthorityType::Root {
        warnings.push("A root should sign authorities only: create an issuing CA below it".into());
    }
    let is_server = plan.template.extended_key_usage.contains(&oid::ID_KP_SERVER_AUTH);
    let has_names = plan.tbs.extensions.iter().any(|found| found.oid == oid::ID_CE_SUBJECT_ALT_NAME);
    if is_server && !has_names {
        let warning = "The CSR names no host: TLS clients look into the subject alternative \
                       names and not at the common name";
        warnings.push(warning.into());
    }
    warnings
}

const PUBLIC_KEY: &str = "Public key";
const SUBJECT_KEY: &str = "Subject key";

/// A plan as rows: first the fields, then the extensions.
fn shown(plan: &Plan, asked: Source, signature: Source, warnings: Vec<String>) -> Preview {
    let Plan { tbs, sources, dropped, .. } = plan;
    let mut rows = fields(tbs, asked, signature);
    for (extension, source) in tbs.extensions.iter().zip(sources) {
        let source = if extension.oid == oid::ID_CE_SUBJECT_ALT_NAME { asked } else { *source };
        rows.extend(extension_rows(extension, source));
    }
    Preview {
        rows,
        unused: dropped.iter().map(unused).collect(),
        not_before: tbs.validity.not_before,
        not_after: tbs.validity.not_after,
        warnings,
    }
}

fn fields(tbs: &TbsCertificate, asked: Source, signature: Source) -> Vec<PreviewRow> {
    let row = |label: &str, value: String, source| PreviewRow {
        label: label.into(),
        value,
        mono: false,
        critical: false,
        source,
        extension: false,
    };
    let self_signed = tbs.issuer == tbs.subject;
    let mut rows: Vec<PreviewRow> = tbs
        .subject
        .attributes()
        .map(|attribute| {
            let value = attribute.value.text().unwrap_or_default();
            row(&words::attribute(&attribute.oid), value, asked)
        })
        .collect();
    rows.push(match self_signed {
        true => row("Issuer", "Itself".into(), Source::Template),
        false => row("Issuer", tbs.issuer.to_string(), Source::Authority),
    });
    let validity = format!("{} – {}", words::date(tbs.validity.not_before), words::date(tbs.validity.not_after));
    rows.push(row("Validity", validity, Source::You));
    rows.push(row(PUBLIC_KEY, tbs.subject_public_key_info.to_string(), Source::Csr));
    rows.push(row("Signature", tbs.signature.to_string(), signature));
    rows.push(row("Serial", "Random, 128 bits".into(), Source::Canopy));
    rows
}

/// An extension as rows; names stand one to a row.
fn extension_rows(extension: &Extension, source: Source) -> Vec<PreviewRow> {
    let label = match extension.oid {
        oid::ID_CE_SUBJECT_KEY_IDENTIFIER => SUBJECT_KEY.to_owned(),
        oid::ID_CE_AUTHORITY_KEY_IDENTIFIER => "Authority key".to_owned(),
        _ => words::extension(&extension.oid),
    };
    words::values(extension)
        .into_iter()
        .enumerate()
        .map(|(index, value)| PreviewRow {
            label: if index == 0 { label.clone() } else { String::new() },
            mono: words::is_mono(&extension.oid),
            value,
            critical: extension.critical && index == 0,
            source,
            extension: true,
        })
        .collect()
}

fn unused(dropped: &Dropped) -> Unused {
    Unused {
        label: words::extension(&dropped.extension.oid),
        value: words::values(&dropped.extension).join(", "),
        rule: dropped.rule.into(),
    }
}
