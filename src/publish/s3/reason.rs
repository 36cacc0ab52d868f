//! What stores answer when they refuse, as sentences. Nothing of a request is told again but the name of its bucket:
//! no header, and no secret.

use super::Patience;
use crate::engine::environment::BucketError;
use crate::workspace::{Bucket, BucketKind};
use object_store::client::{HttpError, HttpErrorKind};
use std::error::Error;

/// Greatest length of a store's own words, in characters.
const LONGEST: usize = 300;

/// A bucket that does not do what was asked.
pub(super) fn refused(bucket: &Bucket, doing: &'static str, reason: impl ToString) -> BucketError {
    BucketError::Refused { bucket: bucket.name.clone(), doing, reason: plain(&reason.to_string()) }
}

/// A bucket that may do later what was asked.
pub(super) fn unavailable(bucket: &Bucket, doing: &'static str, reason: impl ToString) -> BucketError {
    BucketError::Unavailable { bucket: bucket.name.clone(), doing, reason: plain(&reason.to_string()) }
}

/// What an error of a request says about the bucket.
pub(super) fn trouble(
    bucket: &Bucket,
    doing: &'static str,
    patience: &Patience,
    error: &object_store::Error,
) -> BucketError {
    let (reason, passes) = Answer::of(error)
        .map_or_else(|| unanswered(bucket, patience, error), |answer| (answer.reason(bucket), answer.passes()));
    match passes {
        true => unavailable(bucket, doing, reason),
        false => refused(bucket, doing, reason),
    }
}

fn chain<'a>(error: &'a object_store::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error as &(dyn Error + 'static)), |error| (*error).source())
}

/// What a store has answered that does not do what was asked.
struct Answer {
    status: u16,
    /// The error code of S3, such as `AccessDenied`; empty where the body has none.
    code: String,
    message: String,
}

impl Answer {
    /// The answer that an error comes from: the crate tells it in its words alone.
    fn of(error: &object_store::Error) -> Option<Self> {
        let words = chain(error).map(ToString::to_string).find(|words| words.starts_with("Server returned "))?;
        let status = words.strip_prefix("Server returned non-2xx status code: ").unwrap_or("200");
        let status = status.get(..3)?.parse().ok()?;
        Some(Self { status, code: element(&words, "Code"), message: element(&words, "Message") })
    }

    /// Whether it may be another one later, though nobody changes anything.
    fn passes(&self) -> bool {
        let busy = ["SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "OperationAborted"];
        self.status >= 500 || [408, 429].contains(&self.status) || busy.contains(&self.code.as_str())
    }

    fn reason(&self, bucket: &Bucket) -> String {
        let Self { status, code, message } = self;
        let (access_key, region) = match &bucket.kind {
            BucketKind::S3(store) => (store.access_key.as_str(), store.region.as_str()),
            BucketKind::Folder { .. } => ("", ""),
        };
        let words = match code.as_str() {
            "NoSuchBucket" => "the store has no bucket of this name".into(),
            "NoSuchKey" => "it has no object of this key".into(),
            "AccessDenied" => format!("the store does not permit it to the access key {access_key}"),
            "InvalidAccessKeyId" => format!("the store does not know the access key {access_key}"),
            "SignatureDoesNotMatch" => format!("the secret is not that of the access key {access_key}"),
            "AccessControlListNotSupported" => {
                "it takes no ACLs, so nobody else could read what is written there: let it take them, or let the owner \
                 of the bucket alone have control of the object"
                    .into()
            }
            "PermanentRedirect" | "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException" => {
                format!("it lies in another region than {region}")
            }
            "RequestTimeTooSkewed" => "the clocks of the store and of this computer differ".into(),
            _ => String::new(),
        };
        let own = [code.as_str(), message].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(": ");
        match (words.is_empty(), own.is_empty()) {
            (false, _) => format!("{words} ({own})"),
            (true, false) => format!("the store answered {status} {own}"),
            (true, true) if *status == 403 => {
                format!("the store does not permit it to the access key {access_key} (403)")
            }
            (true, true) if *status == 404 => "it has no object of this key (404)".into(),
            (true, true) if *status == 412 => "the object was replaced meanwhile (412)".into(),
            (true, true) => format!("the store answered {status}"),
        }
    }
}

/// Why there was no answer, and whether there may be one later.
fn unanswered(bucket: &Bucket, patience: &Patience, error: &object_store::Error) -> (String, bool) {
    let BucketKind::S3(store) = &bucket.kind else { return (error.to_string(), false) };
    let address = store.address(&bucket.name);
    let deepest = chain(error).last().map(ToString::to_string).unwrap_or_default();
    if deepest.starts_with("Received redirect without LOCATION") {
        return (format!("it lies in another region than {}", store.region), false);
    }
    match chain(error).find_map(|error| error.downcast_ref::<HttpError>()).map(HttpError::kind) {
        Some(HttpErrorKind::Connect) => (format!("{address} was not reached: {deepest}"), true),
        Some(HttpErrorKind::Timeout) => (format!("{address} did not answer within {:?}", patience.answer), true),
        Some(_) => (format!("the answer of {address} was cut off: {deepest}"), true),
        None => (deepest, false),
    }
}

/// The text of the first element of this name, in XML as S3 writes it.
fn element(text: &str, name: &str) -> String {
    let inside = text.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once(&format!("</{name}>")));
    let text = inside.map(|(text, _)| text).unwrap_or_default();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// Words of others as a part of a sentence.
fn plain(words: &str) -> String {
    let words: String = words.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    words.trim().trim_end_matches('.').to_owned()
}
