//! What HTTP caches are told (RFC 9110, RFC 9111), and what they ask for in turn.

use crate::workspace::{Sha256Digest, Timestamp};
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, EXPIRES, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use axum::http::{HeaderMap, HeaderName, Response, StatusCode};
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};
use std::sync::Arc;

/// Bytes to be handed out, and how long they hold.
pub struct Document {
    /// The bytes.
    pub bytes: Arc<[u8]>,
    /// Their media type.
    pub content_type: &'static str,
    /// Their digest, which is their entity tag.
    pub sha256: Sha256Digest,
    /// Since when they are so.
    pub last_modified: Timestamp,
    /// Whether that tells them from what was there before; it does not where that may be of the same second.
    pub date_decides: bool,
    /// Until when they hold, if they say so.
    pub expires: Option<Timestamp>,
    /// What caches may do.
    pub cache_control: String,
}

impl Document {
    /// The document, or that whoever asks has it already.
    pub fn answer(self, asked: &HeaderMap, now: Timestamp) -> Response<Body> {
        let tag = format!("\"{}\"", self.sha256);
        let last_modified = end_of_second(self.last_modified);
        let known = is_known(asked, &tag, self.date_decides.then_some(last_modified));
        // What comes later within the second of a date has the same one: it is told when the second is over.
        let told = Some(last_modified).filter(|date| date.seconds() <= now.seconds());
        let dates = [(LAST_MODIFIED, told), (EXPIRES, self.expires)];
        let mut response = Response::builder().header(ETAG, tag).header(CACHE_CONTROL, self.cache_control);
        for (name, date) in dates.into_iter().filter_map(|(name, date)| Some((name, http_date(date?)?))) {
            response = response.header(name, date);
        }
        let response = match known {
            true => response.status(StatusCode::NOT_MODIFIED).body(Body::empty()),
            false => response
                .header(CONTENT_TYPE, self.content_type)
                .header(CONTENT_LENGTH, self.bytes.len())
                .body(Body::from(axum::body::Bytes::from_owner(self.bytes))),
        };
        // Every header above is text without line ends.
        response.unwrap_or_else(|_| Response::new(Body::empty()))
    }
}

/// The time in whole seconds, as HTTP has it, by which something was so.
fn end_of_second(time: Timestamp) -> Timestamp {
    Timestamp::from_seconds(time.plus_milliseconds(999).seconds())
}

/// RFC 9110 section 13.2.2: the tag decides where one is given, else the date, if it can.
fn is_known(asked: &HeaderMap, tag: &str, last_modified: Option<Timestamp>) -> bool {
    if asked.contains_key(IF_NONE_MATCH) {
        let tags = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let mut tags = tags.flat_map(|list| list.split(',')).map(str::trim);
        return tags.any(|given| given == "*" || given.trim_start_matches("W/") == tag);
    }
    let since = asked.get(IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let since = since.and_then(|since| DateTimeParser::new().parse_timestamp(since).ok());
    since.zip(last_modified).is_some_and(|(since, last_modified)| last_modified.seconds() <= since.as_second())
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
fn http_date(time: Timestamp) -> Option<String> {
    let time = jiff::Timestamp::from_second(time.seconds()).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&time).ok()
}

/// The one value of a header, in lower case and without parameters: a media type.
pub fn media_type(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "\"abc\"";

    fn known(name: HeaderName, value: &str) -> bool {
        let headers = HeaderMap::from_iter([(name, value.parse().unwrap())]);
        is_known(&headers, TAG, Some(Timestamp::from_seconds(784_111_777)))
    }

    /// A list that was written so much later than the date of above.
    fn written(milliseconds: i64) -> Document {
        let bytes = milliseconds.to_string().into_bytes();
        let sha256 = Sha256Digest::of(&bytes);
        let last_modified = Timestamp::from_milliseconds(784_111_777_000 + milliseconds);
        let (content_type, cache_control) = ("text/plain", String::new());
        let (bytes, date_decides, expires) = (bytes.into(), true, None);
        Document { bytes, content_type, sha256, last_modified, date_decides, expires, cache_control }
    }

    #[test]
    fn dates_are_those_of_http() {
        assert_eq!(http_date(Timestamp::from_seconds(784_111_777)).unwrap(), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn a_tag_is_found_in_a_list() {
        for value in [TAG, "*", "W/\"abc\"", "\"x\", \"abc\""] {
            assert!(known(IF_NONE_MATCH, value), "{value}");
        }
        for value in ["", "\"x\"", "abc", "\"ABC\""] {
            assert!(!known(IF_NONE_MATCH, value), "{value}");
        }
    }

    #[test]
    fn a_date_counts_by_the_second_and_only_without_a_tag() {
        assert!(known(IF_MODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:37 GMT"));
        assert!(!known(IF_MODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:36 GMT"));
        assert!(!known(IF_MODIFIED_SINCE, "yesterday"));
        let date = "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap();
        let both = HeaderMap::from_iter([(IF_MODIFIED_SINCE, date), (IF_NONE_MATCH, "\"x\"".parse().unwrap())]);
        assert!(!is_known(&both, TAG, Some(Timestamp::from_seconds(784_111_777))));
        assert!(!is_known(
            &HeaderMap::from_iter([(IF_MODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap())]),
            TAG,
            None
        ));
    }

    #[test]
    fn whoever_has_what_was_there_earlier_in_the_same_second_is_sent_what_is_there_now() {
        let at = |milliseconds: i64| Timestamp::from_milliseconds(784_111_777_000 + milliseconds);
        let first = written(100).answer(&HeaderMap::new(), at(200));
        assert_eq!(first.headers().get(LAST_MODIFIED), None, "another may come with the same date");
        // What a client knows then is when it has asked.
        for now in [at(950), at(5_000)] {
            let asked = HeaderMap::from_iter([(IF_MODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap())]);
            assert_eq!(written(900).answer(&asked, now).status(), StatusCode::OK);
        }
        let second = written(900).answer(&HeaderMap::new(), at(1_000));
        let date = second.headers().get(LAST_MODIFIED).unwrap().clone();
        assert_eq!(date, "Sun, 06 Nov 1994 08:49:38 GMT");
        let asked = HeaderMap::from_iter([(IF_MODIFIED_SINCE, date)]);
        assert_eq!(written(900).answer(&asked, at(9_000)).status(), StatusCode::NOT_MODIFIED);
    }
}
