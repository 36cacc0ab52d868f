//! What a file is, told by its content.

use base64ct::{Base64, Encoding};

use super::item::{Document, Item, PrivateKey, Unknown};
use super::ocsp;
use super::structure::{CertificateFields, CrlFields, RequestFields};
use crate::x509::asn1::Element;
use crate::x509::certificate::MAX_CERTIFICATE;
use crate::x509::ocsp::{MAX_OCSP_REQUEST, MAX_OCSP_RESPONSE, OcspRequest, OcspResponse};
use crate::x509::request::MAX_REQUEST;
use crate::x509::{Certificate, CertificateList, CertificationRequest, Error, Oid, PublicKey, pem, words};

/// The largest input that is read, in octets.
pub const MAX_INPUT: usize = 64 << 20;
/// The most items that are read from one input.
pub const MAX_ITEMS: usize = 1_000;

/// Why an input holds nothing to show: what was expected and what was found, in a sentence.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct Problem(String);

const EXPECTED: &str = "expected a certificate, request, CRL, OCSP message or key in PEM or DER form";

/// All that `bytes` hold: PEM with any number of blocks and text around them, DER, or the base64 of DER. A PKCS#7
/// file gives its certificates and CRLs. A damaged block is [`Item::Unknown`] as long as another can be read.
///
/// # Errors
/// When nothing can be read, or when there is more than [`MAX_INPUT`] or [`MAX_ITEMS`].
pub fn read(bytes: &[u8]) -> Result<Vec<Item>, Problem> {
    if bytes.len() > MAX_INPUT {
        let found = words::counted(bytes.len() as u64, "byte");
        return Err(Problem(format!("expected at most {} MiB, found {found}", MAX_INPUT >> 20)));
    }
    let items = match bare(bytes) {
        Some(der) => from_der("", &der),
        None => from_pem(bytes)?,
    };
    match items.len() {
        0 => Err(Problem(format!("{EXPECTED}, found {}", look(bytes)))),
        1..=MAX_ITEMS => Ok(items),
        count => Err(Problem(format!("expected at most {MAX_ITEMS} items in one file, found {count}"))),
    }
}

/// The DER of an input that is DER, or its base64 without the lines of PEM.
fn bare(bytes: &[u8]) -> Option<std::borrow::Cow<'_, [u8]>> {
    // Text in front of PEM may begin with a `0`, and look like DER so far.
    let whole = || Element::only(bytes).is_some() || !pem::has_block(bytes);
    if bytes.first() == Some(&0x30) && Element::read(bytes).is_ok() && whole() {
        return Some(bytes.into());
    }
    // Each DER SEQUENCE of more than 127 octets begins with these letters.
    bytes.trim_ascii().strip_prefix(b"MI")?;
    let compact: Vec<u8> = bytes.iter().copied().filter(|octet| !octet.is_ascii_whitespace()).collect();
    let der = Base64::decode_vec(std::str::from_utf8(&compact).ok()?).ok()?;
    Element::read(&der).is_ok().then(|| der.into())
}

fn from_pem(bytes: &[u8]) -> Result<Vec<Item>, Problem> {
    let mut items = Vec::new();
    let mut first_problem = None;
    let mut readable = 0;
    for block in blocks(bytes) {
        if items.len() > MAX_ITEMS {
            break;
        }
        if let Some(key) = private_key_block(block.label, block.text) {
            items.push(Item::PrivateKey(key));
            readable += 1;
            continue;
        }
        match pem::decode(block.text).map(|mut decoded| decoded.pop()) {
            Ok(Some(decoded)) => {
                readable += 1;
                items.extend(from_der(block.label, &decoded.der));
            }
            Ok(None) => {}
            Err(problem) => {
                let why = shifted(problem, block.lines_before).to_string();
                first_problem.get_or_insert_with(|| why.clone());
                items.push(Item::Unknown(Unknown { label: block.label.to_owned(), der: [].into(), why }));
            }
        }
    }
    match first_problem {
        Some(problem) if readable == 0 => Err(Problem(problem)),
        _ => Ok(items),
    }
}

/// A PEM block with its lines, and what follows it up to the next.
struct Block<'a> {
    label: &'a str,
    text: &'a [u8],
    lines_before: usize,
}

/// A problem in a block with the number of its line in the whole input.
fn shifted(problem: Error, lines: usize) -> Error {
    match problem {
        Error::PemEnd { label, line, found } => Error::PemEnd { label, line: line + lines, found },
        Error::PemBase64 { label, line, found } => Error::PemBase64 { label, line: line + lines, found },
        other => other,
    }
}

/// The input cut before each `-----BEGIN`, so that a damaged block does not spoil the others.
fn blocks(input: &[u8]) -> impl Iterator<Item = Block<'_>> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    let count = |text: &[u8]| text.iter().filter(|octet| **octet == b'\n').count();
    let start = find(input, BEGIN).unwrap_or(input.len());
    let (mut rest, mut lines) = (&input[start..], count(&input[..start]));
    std::iter::from_fn(move || {
        let after = rest.strip_prefix(BEGIN)?;
        let end = find(after, BEGIN).map_or(rest.len(), |next| BEGIN.len() + next);
        let text = &rest[..end];
        rest = &rest[end..];
        let lines_before = lines;
        lines += count(text);
        let label = &after[..find(after, b"-----").unwrap_or(0).min(64)];
        Some(Block { label: std::str::from_utf8(label).unwrap_or_default(), text, lines_before })
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// What the label of a private key tells. The body is not decoded, so that no copy of the key is made.
fn private_key_block(label: &str, text: &[u8]) -> Option<PrivateKey> {
    let format = match label {
        "ENCRYPTED PRIVATE KEY" => return Some(PrivateKey { format: "PKCS#8", encrypted: true }),
        "PRIVATE KEY" => "PKCS#8",
        "RSA PRIVATE KEY" => "RSA, PKCS#1",
        "EC PRIVATE KEY" => "EC, SEC 1",
        "OPENSSH PRIVATE KEY" => "OpenSSH",
        other if other.ends_with("PRIVATE KEY") => "PEM",
        _ => return None,
    };
    Some(PrivateKey { format, encrypted: find(&text[..text.len().min(256)], b"ENCRYPTED").is_some() })
}

/// What one DER value is, or several one after the other are.
fn from_der(label: &str, der: &[u8]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rest = der;
    while !rest.is_empty() && items.len() <= MAX_ITEMS {
        let length = Element::read(rest).map_or(rest.len(), |element| element.range().end);
        let (value, more) = rest.split_at(length);
        // Editors add a line end to what they save.
        let blank = !items.is_empty() && value.trim_ascii().is_empty();
        if !blank {
            items.extend(recognise(label, value));
        }
        rest = more;
    }
    items
}

fn recognise(label: &str, der: &[u8]) -> Vec<Item> {
    let element = match Element::only(der).filter(Element::is_sequence) {
        Some(element) => element,
        None => return vec![unknown(label, der, Element::read(der).err().map(|problem| problem.to_string()))],
    };
    if let Some(item) = certificate_or_crl(label, der) {
        return vec![item];
    }
    if RequestFields::of(der).is_some() {
        return vec![match der.len() {
            0..=MAX_REQUEST => Item::Request(Document::new(der, CertificationRequest::from_der)),
            found => unknown(label, der, Some(too_long("request", MAX_REQUEST, found))),
        }];
    }
    if ocsp::is_request(&element) {
        return vec![match der.len() {
            0..=MAX_OCSP_REQUEST => Item::OcspRequest(Document::new(der, OcspRequest::from_der)),
            found => unknown(label, der, Some(too_large("OCSP request", MAX_OCSP_REQUEST, found))),
        }];
    }
    if ocsp::is_response(&element) {
        return vec![match der.len() {
            0..=MAX_OCSP_RESPONSE => Item::OcspResponse(Document::new(der, OcspResponse::from_der)),
            found => unknown(label, der, Some(too_large("OCSP response", MAX_OCSP_RESPONSE, found))),
        }];
    }
    if let Some(key) = private_key(&element) {
        return vec![Item::PrivateKey(key)];
    }
    if is_public_key(&element) {
        return vec![Item::PublicKey(Document::new(der, PublicKey::from_der))];
    }
    if is_pkcs12(&element) {
        return vec![Item::Pkcs12(der.into())];
    }
    signed_data(&element).unwrap_or_else(|| vec![unknown(label, der, None)])
}

fn unknown(label: &str, der: &[u8], why: Option<String>) -> Item {
    let why = why.unwrap_or_else(|| "the bytes are ASN.1, but of no kind that Canopy knows".to_owned());
    Item::Unknown(Unknown { label: label.to_owned(), der: der.into(), why })
}

/// `SubjectPublicKeyInfo`
fn is_public_key(element: &Element<'_>) -> bool {
    let mut fields = element.children();
    let algorithm = fields.next().is_some_and(|algorithm| algorithm.is_sequence() && has_oid(&algorithm));
    algorithm && fields.next().is_some_and(|key| key.is(3)) && fields.next().is_none()
}

fn has_oid(element: &Element<'_>) -> bool {
    element.child(0).is_some_and(|id| id.is(6))
}

/// `PrivateKeyInfo` and `EncryptedPrivateKeyInfo` (RFC 5958), `RSAPrivateKey` (RFC 8017), `ECPrivateKey` (RFC 5915).
fn private_key(element: &Element<'_>) -> Option<PrivateKey> {
    let fields: Vec<Element<'_>> = element.children().take(10).collect();
    let key = |format, encrypted| Some(PrivateKey { format, encrypted });
    match fields.as_slice() {
        [version, algorithm, octets, ..] if version.is(2) && has_oid(algorithm) && octets.is(4) => key("PKCS#8", false),
        [algorithm, octets] if is_password_based(algorithm) && octets.is(4) => key("PKCS#8", true),
        [version, octets, ..] if version.unsigned() == Some(1) && version.is(2) && octets.is(4) => {
            key("EC, SEC 1", false)
        }
        numbers if numbers.len() >= 9 && numbers.iter().take(9).all(|number| number.is(2)) => key("RSA, PKCS#1", false),
        _ => None,
    }
}

/// The encryption schemes of PKCS#5 (RFC 8018) and of PKCS#12 (RFC 7292 appendix C).
fn is_password_based(algorithm: &Element<'_>) -> bool {
    let scheme = algorithm.child(0).filter(|id| id.is(6)).map(|id| id.dotted()).unwrap_or_default();
    ["1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."].iter().any(|family| scheme.starts_with(family))
}

/// `PFX`: version 3 and a ContentInfo (RFC 7292 section 4).
fn is_pkcs12(element: &Element<'_>) -> bool {
    let version = element.child(0).is_some_and(|version| version.is(2) && version.unsigned() == Some(3));
    version && element.child(1).is_some_and(|content| content.is_sequence() && has_oid(&content))
}

/// The certificates and CRLs of PKCS#7 and CMS `SignedData` (RFC 5652 section 5.1).
fn signed_data(element: &Element<'_>) -> Option<Vec<Item>> {
    const ID_SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
    element.child(0).filter(|id| id.oid() == Some(ID_SIGNED_DATA))?;
    let data = element.child(1).filter(|wrapper| wrapper.is_context(0))?.child(0)?;
    let sets = data.children().filter(|field| field.is_context(0) || field.is_context(1));
    let items: Vec<Item> = sets
        .flat_map(|set| set.children())
        .take(MAX_ITEMS + 1)
        .flat_map(|value| certificate_or_crl("", value.der()))
        .collect();
    (!items.is_empty()).then_some(items)
}

fn certificate_or_crl(label: &str, der: &[u8]) -> Option<Item> {
    if CertificateFields::of(der).is_some() {
        return Some(match der.len() {
            0..=MAX_CERTIFICATE => Item::Certificate(Document::new(der, Certificate::from_der)),
            found => unknown(label, der, Some(too_long("certificate", MAX_CERTIFICATE, found))),
        });
    }
    // A CRL may be as long as a file.
    CrlFields::of(der).map(|_| Item::Crl(Document::new(der, CertificateList::from_der)))
}

/// Why something is not taken apart: each octet of it would become many in rows.
fn too_long(what: &str, limit: usize, found: usize) -> String {
    format!("expected a {what} of at most {} MiB, found one of {}", limit >> 20, words::counted(found as u64, "byte"))
}

/// The same of what is small.
fn too_large(what: &str, limit: usize, found: usize) -> String {
    format!("expected an {what} of at most {} KiB, found one of {}", limit >> 10, words::counted(found as u64, "byte"))
}

/// What an input without items looks like.
fn look(input: &[u8]) -> String {
    let text = input.trim_ascii();
    let start = &text[..text.len().min(40)];
    if let (Some(0x30), Err(problem), false) = (input.first(), Element::read(input), start.is_ascii()) {
        return format!("a damaged one: {problem}");
    }
    match std::str::from_utf8(start) {
        Ok("") => "nothing".to_owned(),
        Ok(start) if !start.contains('\0') => {
            format!("text that begins with \"{}\"", super::display::safe(start.lines().next().unwrap_or_default()))
        }
        _ => format!(
            "{} that begin with {}",
            words::counted(input.len() as u64, "byte"),
            words::hex(&input[..input.len().min(4)])
        ),
    }
}
