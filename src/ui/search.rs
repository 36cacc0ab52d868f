//! Finding authorities and certificates by what a person remembers of them: a name, an alternative
//! name, a serial number, an ARN.

use super::ask::Select;
use super::kit::Icon;
use crate::workspace::{
    Authority, CertificateArn, CertificateAuthorityArn, CertificateAuthorityType, CertificateRow, CertificateStatus,
    Timestamp, Workspace,
};
use crate::x509::{Name, inspect::display};

/// How many certificates are looked at: more would be felt while typing.
const LOOKED_AT: usize = 200_000;

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

/// The first `limit` that fit, authorities before certificates and newer certificates before older
/// ones. Nothing fits an empty query.
pub fn find(workspace: &Workspace, now: Timestamp, query: &str, limit: usize) -> Vec<Hit> {
    let query = query.trim();
    if query.is_empty() {
        return Vec::new();
    }
    let wanted = Wanted::new(query);
    let authorities = workspace
        .authorities()
        .filter(|authority| wanted.authority(authority))
        .map(|authority| authority_hit(authority, now));
    let certificates = workspace.certificates();
    let newest = certificates.len();
    let certificates = (newest.saturating_sub(LOOKED_AT)..newest)
        .rev()
        .filter_map(|number| certificates.row(number))
        .filter(|row| wanted.certificate(row))
        .filter_map(|row| certificate_hit(workspace, &row, now));
    authorities.chain(certificates).take(limit).collect()
}

/// The name of an authority as the window shows it: a person's own for it, else its common name.
pub fn authority_name(authority: &Authority) -> String {
    if let Some(name) = &authority.name {
        return display::safe(name).into_owned();
    }
    let subject = Name::from_der(authority.subject.as_bytes()).ok();
    let name = subject
        .as_ref()
        .and_then(|subject| subject.common_name().or_else(|| (!subject.is_empty()).then(|| subject.to_string())));
    display::safe(&name.unwrap_or_else(|| "Unnamed authority".into())).into_owned()
}

struct Wanted {
    folded: String,
    serial: Option<String>,
    authority_arn: Option<CertificateAuthorityArn>,
    certificate_arn: Option<CertificateArn>,
}

impl Wanted {
    fn new(query: &str) -> Self {
        let hex: String = query.chars().filter(|c| *c != ':' && *c != ' ').collect();
        let is_hex = hex.len() >= 4 && hex.bytes().all(|c| c.is_ascii_hexdigit());
        Self {
            folded: query.to_lowercase(),
            serial: is_hex.then(|| hex.to_ascii_lowercase()),
            authority_arn: query.parse().ok(),
            certificate_arn: query.parse().ok(),
        }
    }

    fn within(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.folded)
    }

    fn authority(&self, authority: &Authority) -> bool {
        self.authority_arn.as_ref() == Some(&authority.arn) || self.within(&authority_name(authority))
    }

    fn certificate(&self, row: &CertificateRow<'_>) -> bool {
        if let Some(arn) = &self.certificate_arn {
            return arn.serial == row.serial && arn.authority.id == row.authority;
        }
        let serial = || {
            let digits = self.serial.as_deref()?;
            let serial = row.serial.to_string();
            Some(serial.starts_with(digits) || serial.ends_with(digits))
        };
        self.within(row.common_name)
            || self.within(row.alternative_names)
            || row.annotation.and_then(|note| note.name.as_deref()).is_some_and(|name| self.within(name))
            || serial().unwrap_or(false)
    }
}

fn authority_hit(authority: &Authority, now: Timestamp) -> Hit {
    let root = authority.authority_type == CertificateAuthorityType::Root;
    let status = authority.status(now).to_string().to_lowercase().replace('_', " ");
    Hit {
        icon: if root { Icon::ShieldCheck } else { Icon::Stamp },
        name: authority_name(authority),
        detail: format!("Authority, {status}"),
        select: Select::Authority(authority.arn.clone()),
    }
}

fn certificate_hit(workspace: &Workspace, row: &CertificateRow<'_>, now: Timestamp) -> Option<Hit> {
    let authority = workspace.authority(row.authority)?;
    let days = (row.not_after.seconds() - now.seconds()).div_euclid(86_400);
    let detail = match row.status(now) {
        CertificateStatus::Valid if days == 1 => "Certificate, 1 day".to_owned(),
        CertificateStatus::Valid => format!("Certificate, {days} days"),
        CertificateStatus::NotYetValid => "Certificate, not yet valid".to_owned(),
        CertificateStatus::Expired => "Certificate, expired".to_owned(),
        CertificateStatus::Revoked(_) => "Certificate, revoked".to_owned(),
    };
    let own = row.annotation.and_then(|note| note.name.as_deref());
    let first = row.alternative_names.lines().next().filter(|name| !name.is_empty());
    let common = Some(row.common_name).filter(|name| !name.is_empty());
    let name = own.or(common).or(first).map_or_else(|| row.serial.to_string(), str::to_owned);
    Some(Hit {
        icon: Icon::FileBadge,
        name: display::safe(&name).into_owned(),
        detail,
        select: Select::Certificate(authority.arn.certificate(row.serial)),
    })
}
