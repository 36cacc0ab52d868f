//! Which certificates the table shows, and in which order. Pure, so that it can run on any thread.

use crate::ui::search::Wanted;
use crate::ui::words::{self, SOON};
use crate::workspace::{AuthorityId, CertificateRow, CertificateStatus, Certificates, Timestamp};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::sync::Arc;

/// A quick filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// All of them.
    #[default]
    All,
    /// Within their validity and not revoked.
    Valid,
    /// Valid for at most 30 more days.
    Expiring,
    /// Past their validity.
    Expired,
    /// Revoked.
    Revoked,
}

impl Kind {
    /// Every quick filter, in the order of their chips.
    pub const EVERY: [Self; 5] = [Self::All, Self::Valid, Self::Expiring, Self::Expired, Self::Revoked];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Valid => "Valid",
            Self::Expiring => "Expiring",
            Self::Expired => "Expired",
            Self::Revoked => "Revoked",
        }
    }

    fn has(self, row: &CertificateRow<'_>, now: Timestamp) -> bool {
        let status = row.status(now);
        match self {
            Self::All => true,
            Self::Valid => matches!(status, CertificateStatus::Valid | CertificateStatus::NotYetValid),
            Self::Expiring => status == CertificateStatus::Valid && words::days_until(row.not_after, now) <= SOON,
            Self::Expired => status == CertificateStatus::Expired,
            Self::Revoked => matches!(status, CertificateStatus::Revoked(_)),
        }
    }
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    /// A person's name for it, its common name, or its first alternative name.
    Name,
    /// Its other names.
    OtherNames,
    /// How it stands.
    Status,
    /// Days until it ends.
    Expires,
    /// What it is for.
    Template,
    /// The day it was issued.
    Issued,
    /// Its serial number.
    Serial,
}

impl Column {
    /// Every column, in the order of the table.
    pub const EVERY: [Self; 7] =
        [Self::Name, Self::OtherNames, Self::Status, Self::Expires, Self::Template, Self::Issued, Self::Serial];

    /// Its head.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::OtherNames => "Other names",
            Self::Status => "Status",
            Self::Expires => "Expires",
            Self::Template => "Template",
            Self::Issued => "Issued",
            Self::Serial => "Serial",
        }
    }
}

/// By which column, and in which direction; the newest first unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sorting {
    /// The column.
    pub column: Column,
    /// Largest or latest first.
    pub descending: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { column: Column::Issued, descending: true }
    }
}

/// Which rows are wanted. The newest first, so that what was just issued is in sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The quick filter.
    pub kind: Kind,
    /// Part of a name, of a serial number, or of a template's word; case does not count.
    pub text: String,
    /// The order.
    pub sorting: Sorting,
}

/// Everything a listing is computed from.
#[derive(Clone, Debug)]
pub struct Query {
    /// The certificates of the workspace; a clone costs nothing.
    pub certificates: Certificates,
    /// Whose.
    pub authority: AuthorityId,
    /// Which, in which order.
    pub filter: Filter,
    /// By which status and expiry are told.
    pub now: Timestamp,
}

/// The rows of the table, by their numbers in the workspace.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// How many certificates of the workspace were looked at.
    scanned: usize,
    /// All certificates of the authority, in the order they were issued.
    of_authority: Arc<Vec<u32>>,
    /// Those that the filter lets through, in its order.
    pub rows: Vec<u32>,
    /// How many each quick filter would show, in the order of [`Kind::EVERY`].
    pub counts: [usize; 5],
}

impl Listing {
    /// How many certificates must be looked at for the next listing of the same authority.
    pub fn cost(&self, query: &Query) -> usize {
        query.certificates.len().saturating_sub(self.scanned) + self.of_authority.len()
    }

    /// The listing of a later state or of another filter. Certificates are only ever added, so what
    /// this listing knows of the authority stays true.
    #[must_use]
    pub fn next(&self, query: &Query) -> Self {
        let mut next =
            Self { scanned: query.certificates.len(), of_authority: self.of_authority.clone(), ..Self::default() };
        let fresh = query.certificates.rows(self.scanned..next.scanned);
        let fresh: Vec<u32> = fresh
            .filter(|row| row.authority == query.authority)
            .filter_map(|row| u32::try_from(row.number).ok())
            .collect();
        if !fresh.is_empty() {
            Arc::make_mut(&mut next.of_authority).extend(fresh);
        }
        next.select(query);
        next
    }

    fn select(&mut self, query: &Query) {
        let wanted = Wanted::new(&query.filter.text);
        let rows = self.of_authority.iter().filter_map(|number| query.certificates.row(*number as usize));
        let mut found = Vec::new();
        for row in rows.filter(|row| wanted.certificate(row) || wanted.word(words::template(row.template))) {
            for (count, kind) in self.counts.iter_mut().zip(Kind::EVERY) {
                *count += usize::from(kind.has(&row, query.now));
            }
            if query.filter.kind.has(&row, query.now) {
                found.push(row);
            }
        }
        sort(&mut found, query.filter.sorting, query.now);
        self.rows = found.iter().filter_map(|row| u32::try_from(row.number).ok()).collect();
    }
}

/// Sorts by a column; what is equal there stays in the order of issuance.
fn sort(rows: &mut [CertificateRow<'_>], Sorting { column, descending }: Sorting, now: Timestamp) {
    match column {
        Column::Name => rows.sort_by_cached_key(|row| words::certificate_name(row).to_lowercase()),
        Column::OtherNames => rows.sort_by_cached_key(|row| row.alternative_names.to_lowercase()),
        Column::Status => rows.sort_by_cached_key(|row| rank(row, now)),
        Column::Expires => rows.sort_by_key(|row| row.not_after),
        Column::Template => rows.sort_by(|a, b| words::template(a.template).cmp(words::template(b.template))),
        Column::Issued => rows.sort_by_key(|row| (row.issued_at, row.number)),
        Column::Serial => rows.sort_by_key(|row| row.serial),
    }
    if descending {
        rows.reverse();
    }
}

/// What needs a person first, then the healthy, then the dead.
fn rank(row: &CertificateRow<'_>, now: Timestamp) -> (u8, Reverse<Timestamp>, Timestamp) {
    match row.status(now) {
        CertificateStatus::Valid if words::days_until(row.not_after, now) <= SOON => {
            (0, Reverse(Timestamp::MIN), row.not_after)
        }
        CertificateStatus::Valid => (1, Reverse(Timestamp::MIN), row.not_after),
        CertificateStatus::NotYetValid => (2, Reverse(Timestamp::MIN), row.not_before),
        CertificateStatus::Revoked(revocation) => (3, Reverse(revocation.at), row.not_after),
        CertificateStatus::Expired => (4, Reverse(row.not_after), row.not_after),
    }
}
