//! PEM as RFC 7468 has it, as lenient about what stands around the blocks as the programs that write it.

use std::borrow::Cow;

use base64ct::{Base64, Encoding};

use super::decode::{Reader, Value};
use super::inspect::display;
use super::{Error, Result, Tag};

/// The largest input that is searched for blocks, in octets.
pub const MAX_INPUT: usize = 96 << 20;
/// The most blocks that one input may have.
pub const MAX_BLOCKS: usize = 10_000;

/// One PEM block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Block {
    /// What stands after BEGIN, such as `CERTIFICATE`.
    pub label: String,
    /// The decoded body; of a `TRUSTED CERTIFICATE` without the trust settings that OpenSSL writes behind the certificate.
    pub der: Vec<u8>,
}

/// `der` as a block of `label` with 64 columns and a newline at the end.
pub fn encode(label: &str, der: &[u8]) -> String {
    let body = Base64::encode_string(der);
    let mut out = String::with_capacity(body.len() + body.len() / 64 + 2 * label.len() + 40);
    out.push_str(&format!("-----BEGIN {label}-----\n"));
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(64));
        out.push_str(line);
        out.push('\n');
        rest = more;
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

/// All blocks of `input`. Lines may end with LF, CRLF or CR, be indented, and text may stand around the blocks.
///
/// # Errors
/// A block without its end line or with a body that is not base64; [`Error::TooLong`] above [`MAX_INPUT`];
/// [`Error::TooMany`] above [`MAX_BLOCKS`]. An input without any block gives an empty list.
pub fn decode(input: &[u8]) -> Result<Vec<Block>> {
    decode_only(input, |_| true)
}

/// The blocks of `input` whose label is `wanted`. The body of any other block is neither checked nor decoded: it may be
/// encrypted, and no copy of a key is made.
///
/// # Errors
/// Those of [`decode`].
pub fn decode_only(input: &[u8], wanted: impl Fn(&str) -> bool) -> Result<Vec<Block>> {
    let blocks = scan(input, wanted)?;
    Ok(blocks.into_iter().filter_map(|(label, der)| Some(Block { label: label.to_owned(), der: der? })).collect())
}

/// A label, and the body where it is wanted.
type Scanned<'a> = (&'a str, Option<Vec<u8>>);

/// The labels of all blocks in their order, with the bodies of those that are `wanted`.
fn scan(input: &[u8], wanted: impl Fn(&str) -> bool) -> Result<Vec<Scanned<'_>>> {
    if input.len() > MAX_INPUT {
        return Err(Error::TooLong { structure: "PEM", limit: MAX_INPUT, found: input.len() });
    }
    let mut blocks = Vec::new();
    let mut lines = lines(input);
    while let Some((number, line)) = lines.next() {
        let Some(label) = boundary(line, "BEGIN ") else { continue };
        if blocks.len() == MAX_BLOCKS {
            return Err(Error::TooMany { structure: "PEM blocks", limit: MAX_BLOCKS });
        }
        blocks.push((label, block(label, number, &mut lines, wanted(label))?));
    }
    Ok(blocks)
}

/// The DER of the one thing in `input`, which is DER itself or PEM with one block of a label in `labels`.
/// Blocks with other labels may stand beside it, as `openssl req -keyout -` writes the key before the request.
pub(super) fn one<'a>(input: &'a [u8], labels: &[&'static str], expected: &'static str) -> Result<Cow<'a, [u8]>> {
    if is_der(input) {
        return Ok(Cow::Borrowed(input));
    }
    let blocks = scan(input, |label| labels.contains(&label))?;
    if blocks.is_empty() {
        return Err(Error::Unrecognised { expected, found: look(input) });
    }
    let found = blocks.iter().map(|(label, _)| shown(label)).collect();
    let mut wanted: Vec<Vec<u8>> = blocks.into_iter().filter_map(|(_, der)| der).collect();
    match (wanted.len(), wanted.pop()) {
        (1, Some(der)) => Ok(Cow::Owned(der)),
        (0, _) | (_, None) => Err(Error::PemLabel { expected: labels[0], found }),
        (count, _) => Err(Error::PemCount { label: labels[0], found: count }),
    }
}

/// Whether `input` is DER, whole or damaged. Text in front of a block may begin with the octet of a SEQUENCE, `0`.
fn is_der(input: &[u8]) -> bool {
    input.first() == Some(&Tag::SEQUENCE.0) && (Value::only_any(input, "").is_ok() || !has_block(input))
}

/// Whether a line of `input` begins a block.
pub(super) fn has_block(input: &[u8]) -> bool {
    lines(input).any(|(_, line)| boundary(line, "BEGIN ").is_some())
}

/// A label for a message: whoever wrote the file chose it.
fn shown(label: &str) -> String {
    display::safe(label).into_owned()
}

/// Trimmed lines with their numbers, from 1. Old Macintosh files end lines with CR alone.
fn lines(input: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let input = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
    let end = if input.contains(&b'\n') { b'\n' } else { b'\r' };
    input.split(move |octet| *octet == end).enumerate().map(|(at, line)| (at + 1, line.trim_ascii()))
}

/// The label of a line `-----BEGIN label-----` or `-----END label-----`.
fn boundary<'a>(line: &'a [u8], word: &str) -> Option<&'a str> {
    let label = line.strip_prefix(b"-----")?.strip_prefix(word.as_bytes())?.strip_suffix(b"-----")?;
    std::str::from_utf8(label).ok().filter(|label| label.len() <= 64)
}

/// The rest of the block that begins with `label` in line `first`: its body if it is `wanted`.
fn block<'a>(
    label: &str,
    first: usize,
    lines: &mut impl Iterator<Item = (usize, &'a [u8])>,
    wanted: bool,
) -> Result<Option<Vec<u8>>> {
    let end = |found: String| Error::PemEnd { label: shown(label), line: first, found };
    let mut body = Vec::new();
    for (number, line) in lines {
        match boundary(line, "END ") {
            Some(found) if found == label && wanted => return body_of(label, first, &body).map(Some),
            Some(found) if found == label => return Ok(None),
            Some(found) => return Err(end(format!("the end of \"{}\"", shown(found)))),
            None if boundary(line, "BEGIN ").is_some() => return Err(end("another BEGIN".to_owned())),
            None if wanted => append(&mut body, line, label, number)?,
            None => {}
        }
    }
    Err(end("the end of the input".to_owned()))
}

/// The DER in the base64 of `body`.
fn body_of(label: &str, line: usize, body: &[u8]) -> Result<Vec<u8>> {
    let mut der = base64(label, line, body)?;
    if label == "TRUSTED CERTIFICATE"
        && let Ok(certificate) = Reader::new(&der, "").any("")
    {
        der.truncate(certificate.der.len());
    }
    Ok(der)
}

fn append(body: &mut Vec<u8>, line: &[u8], label: &str, number: usize) -> Result<()> {
    let wrong = |found: String| Err(Error::PemBase64 { label: shown(label), line: number, found });
    if line.starts_with(b"Proc-Type:") || line.starts_with(b"DEK-Info:") {
        return wrong("the header of an encrypted block".to_owned());
    }
    for octet in line.iter().filter(|octet| !octet.is_ascii_whitespace()) {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => body.push(*octet),
            0x20..0x7f => return wrong(format!("{:?}", char::from(*octet))),
            _ => return wrong(format!("the octet 0x{octet:02x}")),
        }
    }
    Ok(())
}

fn base64(label: &str, line: usize, body: &[u8]) -> Result<Vec<u8>> {
    let wrong = |found: String| Error::PemBase64 { label: shown(label), line, found };
    if body.is_empty() {
        return Err(wrong("an empty body".to_owned()));
    }
    let text = std::str::from_utf8(body).map_err(|_| wrong("other octets".to_owned()))?;
    Base64::decode_vec(text).map_err(|_| wrong(format!("{} characters that are cut off or padded wrongly", body.len())))
}

/// What an input without PEM blocks looks like, for messages.
fn look(input: &[u8]) -> String {
    let start = &input[..input.len().min(4096)];
    if input.is_empty() {
        return "an empty input".to_owned();
    }
    if input.trim_ascii().is_empty() {
        return "only blanks".to_owned();
    }
    match std::str::from_utf8(start) {
        Ok(text) if !text.contains('\0') => {
            let first: String = text.trim().chars().take(40).collect();
            format!("{} octets of text that begin with {first:?}", input.len())
        }
        _ => format!("{} octets that begin with {}", input.len(), super::decode::hex(&start[..start.len().min(4)])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &str = "-----BEGIN NOTE-----\naGVsbG8=\n-----END NOTE-----\n";

    #[test]
    fn lines_of_64_columns() {
        assert_eq!(encode("NOTE", b"hello"), HELLO);
        let long = encode("NOTE", &[7; 1000]);
        assert!(long.lines().all(|line| line.len() <= 64));
        assert_eq!(decode(long.as_bytes()).unwrap(), [Block { label: "NOTE".into(), der: vec![7; 1000] }]);
        assert_eq!(encode("NOTE", &[0; 48]).lines().count(), 3);
    }

    #[test]
    fn text_around_and_other_line_ends() {
        let hello = Block { label: "NOTE".into(), der: b"hello".to_vec() };
        let mail = format!("Dear all,\n{HELLO}and\n  {}bye", HELLO.replace('\n', "\n  "));
        for input in [mail.clone(), mail.replace('\n', "\r\n"), mail.replace('\n', "\r"), format!("\u{feff}{mail}")] {
            assert_eq!(decode(input.as_bytes()).unwrap(), [hello.clone(), hello.clone()]);
        }
        assert_eq!(decode(b"no block here").unwrap(), []);
    }

    #[test]
    fn errors_say_where_and_what() {
        let message = |input: &str| decode(input.as_bytes()).unwrap_err().to_string();
        assert_eq!(
            message("x\n-----BEGIN NOTE-----\naGVsbG8=\n"),
            "PEM block \"NOTE\" of line 2: expected the line \"-----END NOTE-----\", found the end of the input"
        );
        assert_eq!(
            message("-----BEGIN NOTE-----\naGVs\nbG8?\n-----END NOTE-----"),
            "PEM block \"NOTE\", line 3: expected base64, found '?'"
        );
        assert!(message("-----BEGIN A-----\naGVs\n-----END B-----").contains("found the end of \"B\""));
        assert!(message("-----BEGIN A-----\naGVsb\n-----END A-----").contains("cut off"));
        assert!(message("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n-----END A-----").contains("encrypted"));
        assert!(message("-----BEGIN A-----\n-----END A-----").contains("empty body"));
    }

    #[test]
    fn one_block_of_the_wanted_label() {
        let one =
            |input: &[u8]| one(input, &["NOTE"], "a note").map(Cow::into_owned).map_err(|error| error.to_string());
        let other = HELLO.replace("NOTE", "KEY");
        assert_eq!(one(format!("{other}{HELLO}").as_bytes()).unwrap(), b"hello");
        assert_eq!(one(b"\x30\x00").unwrap(), b"\x30\x00");
        assert_eq!(one(other.as_bytes()).unwrap_err(), "expected a PEM block \"NOTE\", found \"KEY\"");
        assert_eq!(one(HELLO.repeat(2).as_bytes()).unwrap_err(), "expected one PEM block \"NOTE\", found 2");
        assert_eq!(one(b"").unwrap_err(), "expected a note in PEM or DER form, found an empty input");
        assert_eq!(
            one(b"{ json }").unwrap_err(),
            "expected a note in PEM or DER form, found 8 octets of text that begin with \"{ json }\""
        );
        assert!(one(b"\x89PNG\r\n").unwrap_err().contains("89 50 4e 47"));
    }

    #[test]
    fn text_before_a_block_may_begin_as_der_does() {
        let one = |input: &[u8]| one(input, &["NOTE"], "a note").map(Cow::into_owned);
        assert_eq!(one(format!("0 is a number\n{HELLO}").as_bytes()).unwrap(), b"hello");
        // DER that holds the text of a block stays DER; damaged DER is told as such by its reader.
        let der = [&[0x30, HELLO.len() as u8][..], HELLO.as_bytes()].concat();
        assert_eq!(one(&der).unwrap(), der);
        assert_eq!(one(b"0 no block").unwrap(), b"0 no block");
    }

    #[test]
    fn other_blocks_are_not_decoded() {
        let encrypted = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n?\n-----END RSA PRIVATE KEY-----\n";
        let both = format!("{encrypted}{HELLO}");
        assert_eq!(one(both.as_bytes(), &["NOTE"], "a note").unwrap().as_ref(), b"hello");
        assert_eq!(decode_only(both.as_bytes(), |label| label == "NOTE").unwrap().len(), 1);
        assert!(decode(both.as_bytes()).is_err());
        let message = one(encrypted.as_bytes(), &["NOTE"], "a note").unwrap_err().to_string();
        assert_eq!(message, "expected a PEM block \"NOTE\", found \"RSA PRIVATE KEY\"");
    }

    #[test]
    fn trust_settings_are_left_out() {
        let trusted = encode("TRUSTED CERTIFICATE", b"\x30\x01\x05\x30\x00");
        assert_eq!(decode(trusted.as_bytes()).unwrap()[0].der, b"\x30\x01\x05");
        let other = encode("CERTIFICATE", b"\x30\x01\x05\x30\x00");
        assert_eq!(decode(other.as_bytes()).unwrap()[0].der.len(), 5);
    }

    #[test]
    fn labels_in_messages_cannot_deceive() {
        let label = "NOTE\u{202e}\u{1b}[2J";
        let deceptive = HELLO.replace("NOTE", label);
        let messages = [
            one(deceptive.as_bytes(), &["NOTE"], "a note").unwrap_err().to_string(),
            decode(deceptive.replace("aGVsbG8=", "?").as_bytes()).unwrap_err().to_string(),
            decode(&deceptive.as_bytes()[..40]).unwrap_err().to_string(),
            decode(HELLO.replace("END NOTE", &format!("END {label}")).as_bytes()).unwrap_err().to_string(),
        ];
        for message in messages {
            assert!(message.contains("NOTE\\u{202E}\\u{001B}[2J"), "{message}");
        }
    }

    #[test]
    fn bounds_hold() {
        let error = decode(&vec![b' '; MAX_INPUT + 1]).unwrap_err();
        assert_eq!(error, Error::TooLong { structure: "PEM", limit: MAX_INPUT, found: MAX_INPUT + 1 });
        assert_eq!(decode(HELLO.repeat(MAX_BLOCKS).as_bytes()).unwrap().len(), MAX_BLOCKS);
        let error = decode(HELLO.repeat(MAX_BLOCKS + 1).as_bytes()).unwrap_err();
        assert_eq!(error, Error::TooMany { structure: "PEM blocks", limit: MAX_BLOCKS });
    }
}
