//! One thing that happens in a run.

use super::change::{Change, changes};
use canopy::engine::Action;
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub enum Step {
    Ask(Asked),
    /// The last request with a token, once more.
    AskAgain,
    /// So many seconds pass.
    Pass(i64),
    Job(Job, u16),
    /// While it is locked, this is asked.
    Locked(Vec<Asked>),
    /// Closed and opened again, with its index or from the records alone.
    Reopened {
        index: bool,
    },
}

/// A request that is made of what there is when it is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub action: Action,
    pub who: Who,
    pub picks: Vec<u16>,
    pub change: Option<Change>,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    Owner,
    Stranger,
    /// The certificate manager for the owner.
    Manager,
    /// The certificate manager for the stranger.
    ManagerOfStranger,
    /// The owner, in another region.
    Elsewhere,
}

/// What is done without a request of the API.
#[derive(Debug, Clone, Copy)]
pub enum Job {
    EndRestorationPeriods,
    ConfirmDate,
    SignCrl,
    SignDueCrls,
    WriteAuditReports,
    RequestManaged,
    RenewManaged,
    RenewManagedDue,
    ForgetManaged,
    ActivateRoot,
    InstallSubordinate,
    /// Signs itself again, and installs what it has signed.
    RenewRoot,
}

/// Those that change the most.
const MOVING: [Action; 11] = [
    Action::CreateCertificateAuthority,
    Action::DeleteCertificateAuthority,
    Action::ImportCertificateAuthorityCertificate,
    Action::ImportCertificateAuthorityCertificate,
    Action::IssueCertificate,
    Action::IssueCertificate,
    Action::IssueCertificate,
    Action::RestoreCertificateAuthority,
    Action::RevokeCertificate,
    Action::RevokeCertificate,
    Action::UpdateCertificateAuthority,
];

const DAY: i64 = 86_400;

/// Seconds around what the engine counts in seconds and hours: five minutes, half an hour, a day.
const SHORT: [i64; 7] = [1, 61, 299, 301, 1_801, 7_200, DAY];

/// The clock is doubtful from a week on; restoration periods and certificates end.
const LONG: [i64; 7] = [6 * DAY, 8 * DAY, 8 * DAY, 31 * DAY, 31 * DAY, 400 * DAY, 8_000 * DAY];

pub fn steps(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        20 => asked().prop_map(Step::Ask),
        1 => Just(Step::AskAgain),
        2 => prop::sample::select(&SHORT[..]).prop_map(Step::Pass),
        1 => prop::sample::select(&LONG[..]).prop_map(Step::Pass),
        4 => (jobs(), any::<u16>()).prop_map(|(job, pick)| Step::Job(job, pick)),
        1 => prop::collection::vec(asked(), 1..4).prop_map(Step::Locked),
        1 => any::<bool>().prop_map(|index| Step::Reopened { index }),
    ];
    prop::collection::vec(step, count)
}

fn asked() -> impl Strategy<Value = Asked> {
    let action = prop_oneof![prop::sample::select(Action::ALL), prop::sample::select(&MOVING[..])];
    let who = prop_oneof![
        16 => Just(Who::Owner),
        2 => Just(Who::Stranger),
        2 => Just(Who::Manager),
        1 => Just(Who::ManagerOfStranger),
        1 => Just(Who::Elsewhere),
    ];
    let picks = prop::collection::vec(any::<u16>(), 0..24);
    let change = prop::option::weighted(0.2, changes());
    (action, who, picks, change).prop_map(|(action, who, picks, change)| Asked { action, who, picks, change })
}

fn jobs() -> impl Strategy<Value = Job> {
    let jobs = [
        Job::EndRestorationPeriods,
        Job::EndRestorationPeriods,
        Job::ConfirmDate,
        Job::ConfirmDate,
        Job::SignCrl,
        Job::SignDueCrls,
        Job::WriteAuditReports,
        Job::RequestManaged,
        Job::RequestManaged,
        Job::RenewManaged,
        Job::RenewManagedDue,
        Job::ForgetManaged,
        Job::ActivateRoot,
        Job::InstallSubordinate,
        Job::RenewRoot,
    ];
    prop::sample::select(jobs.to_vec())
}
