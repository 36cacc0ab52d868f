//! What the list tells of each call. Pure, so that it can be tested without a window.

use crate::engine::Action;
use crate::ui::ask::Select;
use crate::ui::host::{LiveAsked, LiveCall, LiveCaller, LiveResult};
use crate::ui::kit::elide;
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{AccessKey, AuthorityId, CertificateArn, CertificateAuthorityArn, Timestamp, Workspace};
use crate::x509::inspect::display;
use crate::x509::ocsp::CertStatus;
use std::borrow::Cow;
use std::time::Duration;

/// The mark before a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// None: it was answered.
    Quiet,
    /// It is being performed.
    Running,
    /// It was refused.
    Refused,
    /// It has no answer.
    Broken,
}

/// `13:05:12.408`, in UTC.
pub fn time(at: Timestamp) -> String {
    let milliseconds = at.milliseconds().rem_euclid(86_400_000);
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, milliseconds % 1000)
}

/// The name of an access key: a person's own, else its ID.
pub fn key_name(key: &AccessKey) -> Cow<'_, str> {
    display::safe(key.name.as_deref().unwrap_or(&key.id))
}

/// Who called; an access key by its name.
pub fn caller<'a>(workspace: &'a Workspace, caller: &'a LiveCaller) -> Cow<'a, str> {
    match caller {
        LiveCaller::AccessKey { id, .. } => match workspace.access_key(id) {
            Some(key) => key_name(key),
            // It was removed since.
            None => display::safe(id),
        },
        LiveCaller::UnknownKey(_) => "Unknown key".into(),
        LiveCaller::RelyingParty => "Relying party".into(),
        LiveCaller::Nobody => "Not signed".into(),
    }
}

/// What was asked.
pub fn asked(asked: &LiveAsked) -> Cow<'_, str> {
    match asked {
        LiveAsked::Action(action) => action.name().into(),
        LiveAsked::Ocsp => "OCSP".into(),
        LiveAsked::Crl => "GET CRL".into(),
        LiveAsked::Other(what) => display::safe(what),
    }
}

/// What a call is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// A certificate by its ARN.
    Certificate(CertificateArn),
    /// An authority by its ARN.
    Authority(CertificateAuthorityArn),
    /// Something else, or nothing.
    Text,
}

/// What a call is about, read from its text: an ARN, or the file of a CRL.
pub fn object(workspace: &Workspace, call: &LiveCall) -> Object {
    if let Ok(arn) = call.object.parse() {
        return Object::Certificate(arn);
    }
    if let Ok(arn) = call.object.parse() {
        return Object::Authority(arn);
    }
    // The key of a list has the authority in its name, or that of the folder of its shards.
    let mut parts = call.object.split('/').map(|part| part.strip_suffix(".crl").unwrap_or(part));
    let authority = parts.find_map(|part| workspace.authority(part.parse::<AuthorityId>().ok()?));
    authority.map_or(Object::Text, |authority| Object::Authority(authority.arn.clone()))
}

/// The same in words: `kafka-03.acme.example from Prod Issuing CA`.
pub fn object_words(workspace: &Workspace, call: &LiveCall) -> String {
    let authority = |id: AuthorityId| workspace.authority_ever(id).map(|authority| authority_name(authority));
    match object(workspace, call) {
        Object::Certificate(arn) => {
            let row = workspace.certificates().get(arn.authority.id, arn.serial);
            let issuer = authority(arn.authority.id);
            match (row, issuer, &call.asked) {
                (Some(row), Some(issuer), LiveAsked::Action(Action::IssueCertificate)) => {
                    format!("{} from {issuer}", words::certificate_name(&row))
                }
                (Some(row), Some(issuer), LiveAsked::Ocsp) => format!("{}, {issuer}", words::certificate_name(&row)),
                (Some(row), ..) => words::certificate_name(&row),
                (None, Some(issuer), _) => {
                    format!("{}, {issuer}", elide::middle(&arn.serial.to_string().to_uppercase(), 4))
                }
                (None, None, _) => display::safe(&call.object).into_owned(),
            }
        }
        Object::Authority(arn) => match (authority(arn.id), &call.asked) {
            (Some(name), LiveAsked::Action(Action::IssueCertificate)) => format!("from {name}"),
            (Some(name), _) => name,
            (None, _) => display::safe(&call.object).into_owned(),
        },
        Object::Text if call.object.is_empty() => "—".to_owned(),
        Object::Text => display::safe(&call.object).into_owned(),
    }
}

/// Where what a call is about is shown, if it is still there.
pub fn select(workspace: &Workspace, call: &LiveCall) -> Option<Select> {
    match object(workspace, call) {
        Object::Certificate(arn) => {
            workspace.certificates().get(arn.authority.id, arn.serial)?;
            workspace.authority(arn.authority.id).map(|_| Select::Certificate(arn))
        }
        Object::Authority(arn) => workspace.authority(arn.id).map(|_| Select::Authority(arn)),
        Object::Text => None,
    }
}

/// How it stands: its mark and its words.
pub fn result(call: &LiveCall) -> (Mark, Cow<'_, str>) {
    match (&call.result, &call.asked) {
        (LiveResult::Running, LiveAsked::Action(Action::IssueCertificate)) => (Mark::Running, "Signing".into()),
        (LiveResult::Running, _) => (Mark::Running, "Under way".into()),
        (LiveResult::Answered, _) => (Mark::Quiet, "OK".into()),
        (LiveResult::FromCache, _) => (Mark::Quiet, "OK, from cache".into()),
        (LiveResult::Status { status, from_cache }, _) => (Mark::Quiet, told_status(*status, *from_cache).into()),
        (LiveResult::NotModified, _) => (Mark::Quiet, "Not modified".into()),
        (LiveResult::Refused(code), _) => (Mark::Refused, display::safe(code)),
        (LiveResult::Broken, _) => (Mark::Broken, "Broken off".into()),
    }
}

/// What OCSP has told of a certificate.
fn told_status(status: CertStatus, from_cache: bool) -> &'static str {
    match (status, from_cache) {
        (CertStatus::Good, false) => "Good",
        (CertStatus::Good, true) => "Good, from cache",
        (CertStatus::Revoked { .. }, false) => "Revoked",
        (CertStatus::Revoked { .. }, true) => "Revoked, from cache",
        (CertStatus::Unknown, false) => "Unknown",
        (CertStatus::Unknown, true) => "Unknown, from cache",
    }
}

/// How long it took, in milliseconds: `0.3`, `212`, `1,204`.
pub fn milliseconds(duration: Option<Duration>) -> String {
    let Some(duration) = duration else { return "…".to_owned() };
    let milliseconds = duration.as_secs_f64() * 1000.0;
    match milliseconds {
        ..9.95 => format!("{milliseconds:.1}"),
        _ => words::count(milliseconds.round() as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_to_the_millisecond() {
        assert_eq!(time(Timestamp::from_milliseconds(47_112_408)), "13:05:12.408");
        assert_eq!(time(Timestamp::from_milliseconds(-1)), "23:59:59.999");
        let of = |micros| milliseconds(Some(Duration::from_micros(micros)));
        assert_eq!([of(49), of(6_449), of(9_960), of(211_600), of(1_204_000)], ["0.0", "6.4", "10", "212", "1,204"]);
        assert_eq!(milliseconds(None), "…");
    }

    #[test]
    fn results_are_told_by_their_words() {
        let call = |asked, result| LiveCall {
            id: 1,
            at: Timestamp::EPOCH,
            caller: LiveCaller::RelyingParty,
            asked,
            object: String::new(),
            result,
            duration: None,
        };
        let told = |asked, result| result_words(&call(asked, result));
        fn result_words(call: &LiveCall) -> String {
            result(call).1.into_owned()
        }
        assert_eq!(told(LiveAsked::Ocsp, LiveResult::FromCache), "OK, from cache");
        let status = |status, from_cache| told(LiveAsked::Ocsp, LiveResult::Status { status, from_cache });
        assert_eq!(status(CertStatus::Revoked { at: 0, reason: None }, true), "Revoked, from cache");
        assert_eq!(status(CertStatus::Good, false), "Good");
        assert_eq!(told(LiveAsked::Crl, LiveResult::NotModified), "Not modified");
        assert_eq!(told(LiveAsked::Action(Action::IssueCertificate), LiveResult::Running), "Signing");
        let hidden = LiveResult::Refused("a\u{202e}b".into());
        assert_eq!(told(LiveAsked::Other("x".into()), hidden), "a\\u{202E}b");
    }
}
