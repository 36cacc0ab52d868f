//! Finding authorities and certificates by what a person remembers of them: a name, an alternative
//! name, a serial number, an ARN.

mod finder;
mod wanted;

pub use finder::Finder;
pub(super) use wanted::Wanted;
use wanted::contains_folded;

use super::ask::Select;
use super::kit::Icon;
use super::words;
use crate::workspace::{
    Authority, CertificateArn, CertificateAuthorityArn, CertificateAuthorityType, CertificateRow, CertificateStatus,
    Timestamp, Workspace,
};
use crate::x509::{Name, inspect::display};
use std::sync::atomic::{AtomicBool, Ordering};

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub icon: Icon,
    /// Its name, safe to show.
    pub name: String,
    /// What it is and how it stands, in few words.
    pub detail: String,
    /// Where it is shown.
    pub select: Select,
}

/// The first `limit` that fit, authorities before certificates and newer certificates before older ones. Nothing fits
/// an empty query. It ends early, with what was found until then, once `cancelled` is true.
pub fn find(workspace: &Workspace, now: Timestamp, query: &str, limit: usize, cancelled: &AtomicBool) -> Vec<Hit> {
    let query = query.trim();
    if query.is_empty() {
        return Vec::new();
    }
    let certificates = workspace.certificates();
    let exact = exactly(workspace, query);
    if !exact.is_empty() {
        let rows = exact.into_iter().filter_map(|number| certificates.row(number));
        return rows.filter_map(|row| certificate_hit(workspace, &row, now)).take(limit).collect();
    }
    let (wanted, arn) = (Wanted::new(query), query.parse::<CertificateAuthorityArn>().ok());
    let fits = |authority: &&std::sync::Arc<Authority>| {
        arn.as_ref() == Some(&authority.arn) || authority_has(authority, wanted.folded())
    };
    let authorities = workspace.authorities().filter(fits);
    let mut hits: Vec<Hit> = authorities.map(|authority| authority_hit(authority, now)).take(limit).collect();
    for (looked_at, number) in (0..certificates.len()).rev().enumerate() {
        if hits.len() == limit || (looked_at.is_multiple_of(1024) && cancelled.load(Ordering::Relaxed)) {
            break;
        }
        let row = certificates.row(number).filter(|row| wanted.certificate(row));
        hits.extend(row.and_then(|row| certificate_hit(workspace, &row, now)));
    }
    hits
}

/// The certificates of a whole ARN or a whole serial number, which the table knows without being looked through.
fn exactly(workspace: &Workspace, query: &str) -> Vec<usize> {
    let certificates = workspace.certificates();
    if let Ok(arn) = query.parse::<CertificateArn>() {
        return certificates.find(arn.authority.id, arn.serial).into_iter().collect();
    }
    let Ok(serial) = wanted::digits(query).parse() else { return Vec::new() };
    workspace.authorities().filter_map(|authority| certificates.find(authority.id(), serial)).collect()
}

/// The name of an authority as the window shows it: a person's own for it, else its common name.
pub fn authority_name(authority: &Authority) -> String {
    match &authority.name {
        Some(name) => display::safe(name).into_owned(),
        None => display::safe(&subject_name(authority).unwrap_or_else(|| "Unnamed authority".into())).into_owned(),
    }
}

/// Whether that name holds characters that cannot be seen, which are written out in it.
pub(super) fn is_deceptive(authority: &Authority) -> bool {
    let name = authority.name.clone().or_else(|| subject_name(authority));
    name.is_some_and(|name| display::is_deceptive(&name))
}

/// Its common name, or its whole subject where it has none.
fn subject_name(authority: &Authority) -> Option<String> {
    let subject = Name::from_der(authority.subject.as_bytes()).ok()?;
    subject.common_name().or_else(|| (!subject.is_empty()).then(|| subject.to_string()))
}

/// Whether an authority has `wanted`, which is in lower case, in a person's name for it, in its subject, in a note or in a
/// tag.
pub(super) fn authority_has(authority: &Authority, wanted: &str) -> bool {
    let told = [&authority.name, &authority.note].into_iter().flatten();
    told.into_iter().any(|text| contains_folded(text, wanted))
        || subject_name(authority).is_some_and(|name| contains_folded(&name, wanted))
        || authority.tags.iter().any(|tag| {
            contains_folded(&tag.key, wanted) || tag.value.as_ref().is_some_and(|value| contains_folded(value, wanted))
        })
}

fn authority_hit(authority: &Authority, now: Timestamp) -> Hit {
    let root = authority.authority_type == CertificateAuthorityType::Root;
    let status = authority.status(now).to_string().to_lowercase().replace('_', " ");
    if is_deceptive(authority) {
        return Hit {
            icon: Icon::TriangleAlert,
            name: authority_name(authority),
            detail: "Authority, hidden characters".to_owned(),
            select: Select::Authority(authority.arn.clone()),
        };
    }
    Hit {
        icon: if root { Icon::ShieldCheck } else { Icon::Stamp },
        name: authority_name(authority),
        detail: format!("Authority, {status}"),
        select: Select::Authority(authority.arn.clone()),
    }
}

fn certificate_hit(workspace: &Workspace, row: &CertificateRow<'_>, now: Timestamp) -> Option<Hit> {
    let authority = workspace.authority(row.authority)?;
    let days = words::days(words::days_until(row.not_after, now));
    let detail = match row.status(now) {
        CertificateStatus::Valid => format!("Certificate, {days}"),
        CertificateStatus::NotYetValid => "Certificate, not yet valid".to_owned(),
        CertificateStatus::Expired => "Certificate, expired".to_owned(),
        CertificateStatus::Revoked(_) => "Certificate, revoked".to_owned(),
    };
    let (icon, detail) = match words::is_deceptive(row) {
        true => (Icon::TriangleAlert, "Certificate, hidden characters".to_owned()),
        false => (Icon::FileBadge, detail),
    };
    Some(Hit {
        icon,
        name: words::certificate_name(row),
        detail,
        select: Select::Certificate(authority.arn.certificate(row.serial)),
    })
}
