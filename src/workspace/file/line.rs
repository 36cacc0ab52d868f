//! One record as one line of the file, written and read.

use serde::Deserialize;

use base64ct::{Base64, Encoding as _};

use super::layout::{DEPTH_LIMIT, Layout};
use super::mac::MacKey;
use crate::workspace::{Actor, Draft, Error, Event, Head, Record, SecretId, Sha256Digest, Span, Timestamp, hex};

/// No line is longer.
pub(super) const LINE_LIMIT: usize = 8 << 20;

/// A line as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text<'a> {
    seq: u64,
    #[serde(default)]
    first: u64,
    at: Timestamp,
    actor: Actor,
    events: Vec<Event>,
    prev: Sha256Digest,
    mac: Sha256Digest,
    #[serde(default, borrow)]
    secrets: Vec<(SecretId, &'a str)>,
}

/// A line of the file that has the form of a record. Whether it fits what stands before it is not
/// known yet.
#[derive(Debug)]
pub(super) struct Line {
    pub record: Record,
    /// The first record of the write that this one was part of. Records of one write reach the
    /// disk in any order, so what tells damage from power loss is whether a later *write* is there.
    pub first: u64,
    /// The hash of the record before.
    pub prev: Sha256Digest,
    /// What the authentication code covers, as a length from the start of the line.
    pub authenticated: usize,
    /// The authentication code.
    pub mac: [u8; 32],
}

/// Why a line is not a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LineError {
    /// It is damaged, or never was one.
    Malformed(String),
    /// It has the form of one, but says something that is not known here.
    Unknown(String),
}

/// How a line hangs in the chain, whatever it says.
pub(super) struct Links {
    /// The hash of the record before.
    pub prev: Sha256Digest,
    /// Its own.
    pub hash: Sha256Digest,
}

impl Links {
    /// The links of a line that has the form of a record.
    pub(super) fn of(line: &[u8]) -> Option<Self> {
        let layout = Layout::of(line).ok()?;
        let before = line[..layout.authenticated].strip_suffix(b"\"")?;
        let (rest, prev) = before.split_last_chunk::<64>()?;
        let prev = std::str::from_utf8(prev).ok().filter(|_| rest.ends_with(b",prev:\""))?;
        Some(Self { prev: prev.parse().ok()?, hash: Sha256Digest::of(&line[..layout.chained]) })
    }
}

/// Where a record goes: what it continues, and where in the file its line begins.
pub(super) struct Place {
    pub seq: u64,
    pub first: u64,
    pub prev: Sha256Digest,
    pub offset: u64,
}

impl Line {
    /// Reads `line`, which lies at `offset` of the file, without its line feed.
    pub(super) fn read(line: &[u8], offset: u64) -> Result<Self, LineError> {
        let malformed = |reason: &str| LineError::Malformed(reason.to_owned());
        let layout = Layout::of(line).map_err(malformed)?;
        let text = std::str::from_utf8(line).map_err(|_| malformed("it is not UTF-8"))?;
        let options = ron::Options::default().with_recursion_limit(DEPTH_LIMIT);
        let parsed: Text<'_> = options.from_str(&text[..text.len() - 1]).map_err(|error| LineError::of(&error.code))?;
        let span = |range: std::ops::Range<usize>| Span {
            offset: offset + range.start as u64,
            // No line is longer than 8 MiB.
            len: u32::try_from(range.len()).unwrap_or(u32::MAX),
        };
        let mut secrets = Vec::with_capacity(parsed.secrets.len());
        for (id, sealed) in parsed.secrets {
            // A borrowed text lies in the line: its place is the distance between the two.
            let start = (sealed.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
            secrets.push((id, span(start..start + sealed.len())));
        }
        let Text { seq, first, at, actor, events, prev, mac, .. } = parsed;
        let issued = events.iter().filter(|event| matches!(event, Event::CertificateIssued { .. })).count();
        if issued != layout.bodies.len() {
            return Err(malformed("its certificates are not in the form that is written here"));
        }
        Ok(Self {
            first: if first == 0 { seq } else { first },
            prev,
            authenticated: layout.authenticated,
            mac: *mac.as_bytes(),
            record: Record {
                seq,
                at,
                actor,
                events,
                bodies: layout.bodies.into_iter().map(span).collect(),
                secrets,
                hash: Sha256Digest::of(&line[..layout.chained]),
            },
        })
    }

    /// Writes `draft` at its place: the line with its line feed, and the record it makes.
    pub(super) fn write(draft: Draft, place: &Place, key: &MacKey) -> Result<(Vec<u8>, Record), Error> {
        let Draft { at, actor, events, secrets } = draft;
        let mut line = authenticated(place, at, &actor, &events)
            .map_err(|error| Error::NotWritable { reason: error.to_string() })?;
        let mac = key.code(line.as_bytes());
        line.push_str(&format!(",mac:\"{}\"", hex::encode(&mac)));
        let hash = Sha256Digest::of(line.as_bytes());
        let spans = write_secrets(&mut line, &secrets, place.offset);
        line.push_str("),");
        if line.len() > LINE_LIMIT {
            return Err(Error::RecordTooLarge { found: line.len(), limit: LINE_LIMIT });
        }
        // What cannot be read back is not written.
        let layout = Layout::of(line.as_bytes()).map_err(|reason| Error::NotWritable { reason: reason.to_owned() })?;
        let body = |range: std::ops::Range<usize>| Span {
            offset: place.offset + range.start as u64,
            len: u32::try_from(range.len()).unwrap_or(u32::MAX),
        };
        let bodies = layout.bodies.into_iter().map(body).collect();
        line.push('\n');
        Ok((line.into_bytes(), Record { seq: place.seq, at, actor, events, bodies, secrets: spans, hash }))
    }

    /// The record as the newest of a state.
    pub(super) fn head(&self) -> Head {
        Head { seq: self.record.seq, hash: self.record.hash, at: self.record.at }
    }
}

impl LineError {
    fn of(error: &ron::Error) -> Self {
        let unknown = |found: &str| Self::Unknown(found.to_owned());
        match error {
            ron::Error::NoSuchEnumVariant { found, .. } | ron::Error::NoSuchStructField { found, .. } => unknown(found),
            other => Self::Malformed(other.to_string()),
        }
    }
}

/// The part of a line that its authentication code covers. Put together by hand, in the form that `ron` gives the
/// whole: most of it is the base64 text of a certificate, and `ron` looks at each character of a text for what it might
/// have to escape.
fn authenticated(place: &Place, at: Timestamp, actor: &Actor, events: &[Event]) -> Result<String, ron::Error> {
    let mut line = String::with_capacity(2048);
    line.push_str(&format!("(seq:{}", place.seq));
    if place.first != place.seq {
        line.push_str(&format!(",first:{}", place.first));
    }
    line.push_str(&format!(",at:\"{at}\",actor:{},events:[", ron::to_string(actor)?));
    for (position, event) in events.iter().enumerate() {
        if position > 0 {
            line.push(',');
        }
        match event {
            Event::CertificateIssued { authority, certificate, template, partition, requested_by } => {
                line.push_str(&format!("CertificateIssued(authority:\"{authority}\",certificate:\""));
                line.push_str(&Base64::encode_string(certificate.as_bytes()));
                line.push_str(&format!("\",template:{}", ron::to_string(template)?));
                if let Some(partition) = partition {
                    line.push_str(&format!(",partition:Some(\"{partition}\")"));
                }
                if let Some(service) = requested_by {
                    line.push_str(&format!(",requested_by:Some({})", ron::to_string(service)?));
                }
                line.push(')');
            }
            other => line.push_str(&ron::to_string(other)?),
        }
    }
    line.push_str(&format!("],prev:\"{}\"", place.prev));
    Ok(line)
}

fn write_secrets(line: &mut String, secrets: &[crate::workspace::SealedSecret], offset: u64) -> Vec<(SecretId, Span)> {
    let mut spans = Vec::with_capacity(secrets.len());
    for (position, secret) in secrets.iter().enumerate() {
        line.push_str(if position == 0 { ",secrets:[(\"" } else { ",(\"" });
        line.push_str(&secret.id().to_string());
        line.push_str("\",\"");
        let text = Base64::encode_string(secret.as_bytes());
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        spans.push((secret.id(), Span { offset: offset + line.len() as u64, len }));
        line.push_str(&text);
        line.push_str("\")");
    }
    if !secrets.is_empty() {
        line.push(']');
    }
    spans
}

/// Whether the text of a secret was erased.
pub(super) fn is_erased(text: &[u8]) -> bool {
    text.iter().all(|byte| *byte == b'A')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::testing::certificate;
    use crate::workspace::{AuthorityId, CrlPartitionId, Der, RevocationReason, Serial};
    use serde::Serialize;

    /// What `ron` makes of a line.
    #[derive(Serialize)]
    struct Derived<'a> {
        seq: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<u64>,
        at: Timestamp,
        actor: &'a Actor,
        events: &'a [Event],
        prev: Sha256Digest,
    }

    #[test]
    fn the_form_written_by_hand_is_that_of_ron() {
        let authority = AuthorityId::from_random([7; 16]);
        let issued = Event::CertificateIssued {
            authority,
            certificate: Der::from(certificate([9; 16], "a.example")),
            template: "With \"quotes\" and \\".into(),
            partition: None,
            requested_by: None,
        };
        let managed = Event::CertificateIssued {
            authority,
            certificate: Der::from(certificate([8; 16], "b.example")),
            template: "T".into(),
            partition: Some(CrlPartitionId::from_random([5; 16])),
            requested_by: Some("a \"service\"".into()),
        };
        let revoked = Event::CertificateRevoked {
            authority,
            serial: Serial::new([9; 16]),
            reason: RevocationReason::KeyCompromise,
        };
        let actors = [Actor::Window { user: "a \"b\" \\ \u{202e}".into() }, Actor::Upkeep];
        for (actor, first) in actors.iter().flat_map(|actor| [(actor, 3), (actor, 5)]) {
            for events in [&[][..], std::slice::from_ref(&issued), &[issued.clone(), revoked.clone(), managed.clone()]]
            {
                let (at, prev) = (Timestamp::from_seconds(1_795_435_200), Sha256Digest::of(b"before"));
                let place = Place { seq: 5, first, prev, offset: 0 };
                let first = (first != 5).then_some(first);
                // A number without the word Some, as a member with a default is written.
                let derived = ron::to_string(&Derived { seq: 5, first, at, actor, events, prev }).unwrap();
                let derived = derived.replace("first:Some(3)", "first:3");
                assert_eq!(authenticated(&place, at, actor, events).unwrap() + ")", derived);
            }
        }
    }
}
