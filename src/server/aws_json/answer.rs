//! Answers as they are sent.

use super::Refused;
use crate::engine::Environment;
use crate::workspace::Timestamp;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode};

/// What requests and answers are written in.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// An answer: JSON, or nothing where the action answers nothing; or what the client is told instead.
pub fn answered(environment: &Environment, result: Result<Vec<u8>, Refused>) -> Response<Body> {
    let mut octets = [0; 16];
    environment.randomness.fill(&mut octets);
    let (status, kind, close, body) = match result {
        Ok(body) => (200, None, false, body),
        Err(Refused { status, code, message, close }) => {
            let body = serde_json::json!({ "__type": code, "message": message });
            (status, HeaderValue::from_str(&code).ok(), close, body.to_string().into_bytes())
        }
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static(CONTENT_TYPE));
    let texts = [
        ("x-amzn-requestid", HeaderValue::from_str(&uuid(octets)).ok()),
        // Clients whose clock is wrong correct it by this.
        ("date", http_date(environment.clock.now())),
        ("x-amzn-errortype", kind),
        ("allow", (status == 405).then(|| HeaderValue::from_static("POST"))),
        ("connection", close.then(|| HeaderValue::from_static("close"))),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    response
}

/// A random UUID (RFC 9562 section 5.4).
fn uuid(mut octets: [u8; 16]) -> String {
    octets[6] = octets[6] & 0x0f | 0x40;
    octets[8] = octets[8] & 0x3f | 0x80;
    let digits = format!("{:032x}", u128::from_be_bytes(octets));
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// A time as RFC 9110 section 5.6.7 has it.
fn http_date(at: Timestamp) -> Option<HeaderValue> {
    let at = jiff::Timestamp::from_second(at.seconds()).ok()?;
    let text = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()?;
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_dates_have_their_form() {
        assert_eq!(uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let date = http_date(Timestamp::from_seconds(1_440_938_160)).unwrap();
        assert_eq!(date, "Sun, 30 Aug 2015 12:36:00 GMT");
    }
}
