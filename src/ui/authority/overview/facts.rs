//! What the Overview tells, from a state of the workspace.

use crate::engine::key;
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityType, CertificateAuthorityUsageMode, KeyStorageSecurityStandard,
    Timestamp, Workspace,
};
use crate::x509::inspect::display;
use crate::x509::{Certificate, Name};

/// A certificate on the path from the root to the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name, safe to show.
    pub name: String,
    /// The authority of this workspace that holds it.
    pub authority: Option<AuthorityId>,
    /// It signed itself.
    pub root: bool,
    /// What it is, and when it ends.
    pub detail: String,
    /// Its validity.
    pub span: Option<(Timestamp, Timestamp)>,
}

/// What the Overview tells besides what changes by the minute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The subject in the order in which people say it.
    pub subject: String,
    /// The subject as RFC 4514 writes it.
    pub distinguished_name: String,
    /// Root or subordinate, and what may stand below.
    pub kind: String,
    /// General purpose or short-lived certificates.
    pub used_for: &'static str,
    /// Key and signature.
    pub algorithm: String,
    /// The standard that was asked for.
    pub requested_storage: &'static str,
    /// The serial number of its certificate, in hexadecimal.
    pub serial: Option<String>,
    /// The subject key identifier, in hexadecimal.
    pub key_identifier: Option<String>,
    /// From the root to the authority itself.
    pub path: Vec<Step>,
}

impl Facts {
    /// What there is to tell about an authority.
    pub fn of(workspace: &Workspace, authority: &Authority) -> Self {
        let installed = authority.installed.as_ref();
        let own = installed.and_then(|installed| Certificate::from_der(installed.certificate.as_bytes()).ok());
        let name = Name::from_der(authority.subject.as_bytes()).unwrap_or_default();
        Self {
            subject: spoken(&name),
            distinguished_name: display::safe(&name.to_string()).into_owned(),
            kind: kind(authority, own.as_ref()),
            used_for: match authority.usage_mode {
                CertificateAuthorityUsageMode::GeneralPurpose => "General purpose",
                CertificateAuthorityUsageMode::ShortLivedCertificate => "Short-lived certificates, at most 7 days",
            },
            algorithm: format!(
                "{}, signs {}",
                key::words(authority.key_algorithm),
                key::signature_words(authority.signing_algorithm)
            ),
            requested_storage: match authority.key_storage_security_standard {
                KeyStorageSecurityStandard::Fips140_2Level2OrHigher => "FIPS 140-2 level 2 or higher",
                KeyStorageSecurityStandard::Fips140_2Level3OrHigher => "FIPS 140-2 level 3 or higher",
                KeyStorageSecurityStandard::CcpcLevel1OrHigher => "CCPC level 1 or higher",
            },
            serial: own.as_ref().map(|own| crate::x509::words::hex(own.serial_number())),
            key_identifier: own
                .as_ref()
                .and_then(Certificate::subject_key_identifier)
                .map(|octets| crate::x509::words::hex(&octets)),
            path: path(workspace, authority),
        }
    }
}

/// The common name first, then from the narrowest to the widest: `Prod Issuing CA, Acme GmbH, DE`.
fn spoken(name: &Name) -> String {
    let common = name.common_name();
    let mut parts: Vec<String> = name.attributes().rev().filter_map(|attribute| attribute.value.text()).collect();
    if let Some(at) = parts.iter().position(|part| Some(part) == common.as_ref()) {
        let common = parts.remove(at);
        parts.insert(0, common);
    }
    display::safe(&parts.join(", ")).into_owned()
}

fn kind(authority: &Authority, own: Option<&Certificate>) -> String {
    let kind = match authority.authority_type {
        CertificateAuthorityType::Root => "Root",
        CertificateAuthorityType::Subordinate => "Subordinate",
    };
    let below = own.and_then(Certificate::basic_constraints).map(|constraints| constraints.path_len_constraint);
    match below {
        None => kind.to_owned(),
        Some(None) => format!("{kind}, with any number of authorities below it"),
        Some(Some(0)) => format!("{kind}, signs end-entity certificates only"),
        Some(Some(1)) => format!("{kind}, with at most 1 level of authorities below it"),
        Some(Some(levels)) => format!("{kind}, with at most {levels} levels of authorities below it"),
    }
}

fn path(workspace: &Workspace, authority: &Authority) -> Vec<Step> {
    let Some(installed) = &authority.installed else { return Vec::new() };
    let above = installed.chain.iter().rev().filter_map(|der| Certificate::from_der(der.as_bytes()).ok());
    let mut path: Vec<Step> = above.map(|certificate| outside(workspace, &certificate)).collect();
    let root = authority.authority_type == CertificateAuthorityType::Root;
    path.push(Step {
        name: authority_name(authority),
        authority: Some(authority.id()),
        root,
        detail: detail(root, key::words(authority.key_algorithm), installed.not_after),
        span: Some((installed.not_before, installed.not_after)),
    });
    path
}

/// A certificate of the chain; as an authority where the workspace holds its key.
fn outside(workspace: &Workspace, certificate: &Certificate) -> Step {
    let holds = |authority: &&std::sync::Arc<Authority>| {
        let installed = authority.installed.as_ref();
        installed.is_some_and(|installed| installed.certificate.as_bytes() == certificate.der())
    };
    let known = workspace.authorities().find(holds);
    let subject = certificate.subject();
    let named = || subject.common_name().unwrap_or_else(|| subject.to_string());
    let validity = certificate.validity();
    let end = Timestamp::from_seconds(validity.not_after);
    let root = certificate.is_self_issued();
    let algorithm = known.map_or("outside", |known| key::words(known.key_algorithm));
    Step {
        name: known.map_or_else(|| display::safe(&named()).into_owned(), |known| authority_name(known)),
        authority: known.map(|known| known.id()),
        root,
        detail: detail(root, algorithm, end),
        span: Some((Timestamp::from_seconds(validity.not_before), end)),
    }
}

fn detail(root: bool, algorithm: &str, end: Timestamp) -> String {
    let kind = if root { "Self-signed" } else { "Subordinate" };
    let date = words::date(end);
    format!("{kind}, {algorithm}, to {}", date.rsplit(' ').next().unwrap_or(&date))
}
