//! What the list tells of each managed certificate. Pure, so that it can be tested without a window.

use crate::engine::{is_renewal_due, renews_at};
use crate::ui::kit::Status;
use crate::ui::search::authority_name;
use crate::ui::words::{self, SOON};
use crate::workspace::{
    CertificateAuthorityStatus, CertificateStatus, ManagedCertificate, ManagedCertificateId, Timestamp, Workspace,
};

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The name of the certificate.
    Name,
    /// Who issues it.
    Authority,
    /// When the current one ends.
    Ends,
    /// When the next one is made.
    Renews,
    /// How it stands.
    State,
}

impl Column {
    /// Every column, in order.
    pub const EVERY: [Self; 5] = [Self::Name, Self::Authority, Self::Ends, Self::Renews, Self::State];

    /// Its head.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Authority => "Authority",
            Self::Ends => "Ends",
            Self::Renews => "Renews",
            Self::State => "State",
        }
    }
}

/// What the list tells of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub id: ManagedCertificateId,
    /// The name of its current certificate, safe to show.
    pub name: String,
    /// The name of its authority, safe to show.
    pub authority: String,
    /// When the current certificate ends.
    pub not_after: Timestamp,
    /// When it is renewed by itself; absent when it never is.
    pub renews_at: Option<Timestamp>,
    /// Its mark and its words.
    pub standing: (Status, String),
}

impl Row {
    fn of(workspace: &Workspace, kept: &ManagedCertificate, now: Timestamp) -> Self {
        let row = workspace.certificates().get(kept.authority, kept.current.serial);
        let authority = workspace.authority_ever(kept.authority);
        Self {
            id: kept.id,
            name: name_of(workspace, kept),
            authority: authority.map(|authority| authority_name(authority)).unwrap_or_default(),
            not_after: row.map_or(kept.current.issued_at, |row| row.not_after),
            renews_at: renews_at(workspace, kept),
            standing: standing(workspace, kept, now),
        }
    }

    /// When it is renewed, in words.
    pub fn renews(&self, now: Timestamp) -> String {
        match self.renews_at.map(|at| at.seconds() - now.seconds()) {
            None => "Never by itself".to_owned(),
            Some(..=0) => "Due".to_owned(),
            Some(left) => format!("in {}", words::span(left)),
        }
    }
}

/// The rows in an order: by a column, largest or latest first where the second says so.
pub fn rows(workspace: &Workspace, now: Timestamp, (column, descending): (Column, bool)) -> Vec<Row> {
    let mut rows: Vec<Row> = workspace.managed_certificates().map(|kept| Row::of(workspace, kept, now)).collect();
    rows.sort_by_cached_key(|row| row.name.to_lowercase());
    match column {
        Column::Name => {}
        Column::Authority => rows.sort_by_cached_key(|row| row.authority.to_lowercase()),
        Column::Ends => rows.sort_by_key(|row| row.not_after),
        Column::Renews => rows.sort_by_key(|row| (row.renews_at.is_none(), row.renews_at)),
        Column::State => rows.sort_by(|a, b| a.standing.1.cmp(&b.standing.1)),
    }
    if descending {
        rows.reverse();
    }
    rows
}

/// The managed certificates that need a person: their renewal was refused or cannot be tried, they end soon and are not
/// renewed, or have ended although they should have been.
pub fn in_trouble(workspace: &Workspace, now: Timestamp) -> Vec<Row> {
    let mut rows = rows(workspace, now, (Column::Ends, false));
    rows.retain(|row| match row.standing.0 {
        Status::Attention => true,
        Status::Expired => row.renews_at.is_some(),
        _ => false,
    });
    rows
}

/// How many renewals are due within so many seconds: they wait while the workspace is locked.
pub fn due_within(workspace: &Workspace, now: Timestamp, seconds: i64) -> usize {
    let then = Timestamp::from_seconds(now.seconds() + seconds);
    workspace.managed_certificates().filter(|kept| is_renewal_due(workspace, kept, then)).count()
}

/// The name of a managed certificate: that of its current one.
pub fn name_of(workspace: &Workspace, kept: &ManagedCertificate) -> String {
    let row = workspace.certificates().get(kept.authority, kept.current.serial);
    row.map_or_else(|| kept.current.serial.to_string(), |row| words::certificate_name(&row))
}

/// How a managed certificate stands: its mark and its words.
pub fn standing(workspace: &Workspace, kept: &ManagedCertificate, now: Timestamp) -> (Status, String) {
    let Some(row) = workspace.certificates().get(kept.authority, kept.current.serial) else {
        return (Status::Attention, "Not on record".to_owned());
    };
    let due = is_renewal_due(workspace, kept, now);
    let authority = workspace.authority(kept.authority);
    let active = authority.is_some_and(|found| found.status(now) == CertificateAuthorityStatus::Active);
    let soon = words::days_until(row.not_after, now) <= SOON;
    match row.status(now) {
        CertificateStatus::Revoked(revocation) => words::revoked(revocation.reason),
        CertificateStatus::Expired => (Status::Expired, "Expired".to_owned()),
        _ if kept.failure.is_some() => (Status::Attention, "Renewal failed".to_owned()),
        _ if due && !active => (Status::Attention, "Renewal waits".to_owned()),
        _ if due => (Status::Pending, "Renewal due".to_owned()),
        _ if soon && kept.renewal.renew_days_before == 0 => (Status::Attention, "Expires soon".to_owned()),
        _ => (Status::Active, "Active".to_owned()),
    }
}
