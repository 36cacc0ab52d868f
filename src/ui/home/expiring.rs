//! What expires next, from a state of the workspace.

use crate::ui::ask::Select;
use crate::ui::kit::Icon;
use crate::ui::search::authority_name;
use crate::ui::words::{self, SOON};
use crate::workspace::{CertificateAuthorityStatus, CertificateAuthorityType, CertificateStatus, Timestamp, Workspace};

/// How far ahead the timeline looks, in days.
pub const AHEAD: i64 = 120;
/// How many rows it has.
const ROWS: usize = 10;

/// Something that ends within the next [`AHEAD`] days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiring {
    /// What it is.
    pub icon: Icon,
    /// Its name, safe to show.
    pub name: String,
    /// Whole days until it ends.
    pub days: i64,
    /// Where it is shown.
    pub select: Select,
}

/// What expires next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expirations {
    /// The soonest, soonest first.
    pub rows: Vec<Expiring>,
    /// How many end within [`SOON`] days.
    pub soon: usize,
    /// How many end within [`AHEAD`] days.
    pub ahead: usize,
}

impl Expirations {
    /// What of a workspace ends within the next days: authorities, and valid certificates that no
    /// authority holds.
    pub fn of(workspace: &Workspace, now: Timestamp) -> Self {
        let mut ends = authorities(workspace, now);
        let certificates = workspace.certificates();
        for row in certificates.rows(0..certificates.len()) {
            let days = words::days_until(row.not_after, now);
            let issuer = workspace.authority(row.authority);
            // A subordinate's certificate is told of as the authority.
            let leaf = || !crate::engine::Template::named(row.template).is_some_and(|template| template.is_authority());
            if let Some(issuer) =
                issuer.filter(|_| days <= AHEAD && row.status(now) == CertificateStatus::Valid && leaf())
            {
                ends.push((row.not_after, End::Certificate(row.number, issuer.arn.certificate(row.serial))));
            }
        }
        let soon = ends.iter().filter(|(end, _)| words::days_until(*end, now) <= SOON).count();
        let ahead = ends.len();
        if ahead > ROWS {
            ends.select_nth_unstable_by_key(ROWS, |(end, _)| *end);
            ends.truncate(ROWS);
        }
        ends.sort_by_key(|(end, _)| *end);
        let rows = ends.into_iter().filter_map(|(end, what)| what.row(workspace, words::days_until(end, now)));
        Self { rows: rows.collect(), soon, ahead }
    }
}

enum End {
    Authority(Expiring),
    Certificate(usize, crate::workspace::CertificateArn),
}

impl End {
    fn row(self, workspace: &Workspace, days: i64) -> Option<Expiring> {
        Some(match self {
            Self::Authority(expiring) => expiring,
            Self::Certificate(number, arn) => Expiring {
                icon: Icon::FileBadge,
                name: words::certificate_name(&workspace.certificates().row(number)?),
                days,
                select: Select::Certificate(arn),
            },
        })
    }
}

fn authorities(workspace: &Workspace, now: Timestamp) -> Vec<(Timestamp, End)> {
    let active =
        workspace.authorities().filter(|authority| authority.status(now) == CertificateAuthorityStatus::Active);
    let ends = active.filter_map(|authority| {
        let end = authority.installed.as_ref()?.not_after;
        let days = words::days_until(end, now);
        let root = authority.authority_type == CertificateAuthorityType::Root;
        let expiring = Expiring {
            icon: if root { Icon::ShieldCheck } else { Icon::Stamp },
            name: authority_name(authority),
            days,
            select: Select::Authority(authority.arn.clone()),
        };
        (days <= AHEAD).then_some((end, End::Authority(expiring)))
    });
    ends.collect()
}

/// Where the months of the timeline begin: days from today, and their names. The year is said with
/// its January.
pub fn months(now: Timestamp) -> Vec<(f32, String)> {
    const DAY: i64 = 86_400;
    let begins = |day: i64| {
        let midnight = now.seconds().div_euclid(DAY) * DAY + day * DAY;
        let date = words::date(Timestamp::from_seconds(midnight));
        let month = date.strip_prefix("1 ")?;
        let name = if month.starts_with("Jan") { month } else { month.split(' ').next()? };
        Some(((midnight - now.seconds()) as f32 / DAY as f32, name.to_owned()))
    };
    (1..=AHEAD).filter_map(begins).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_on_their_first_day() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let expected = [(7.5, "Dec"), (38.5, "Jan 2027"), (69.5, "Feb"), (97.5, "Mar")];
        assert_eq!(months(now), expected.map(|(day, name)| (day, name.to_owned())));
    }
}
