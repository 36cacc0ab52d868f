//! Values in a few words.

use super::element::Element;
use super::header::{Class, Identifier};
use crate::x509::inspect::display;
use crate::x509::{oid, words};

/// The longest preview in characters.
const MAX_LENGTH: usize = 80;

pub fn type_name(identifier: Identifier) -> String {
    let number = identifier.number;
    match identifier.class {
        Class::Universal => universal(number).map_or_else(|| format!("[UNIVERSAL {number}]"), str::to_owned),
        Class::Application => format!("[APPLICATION {number}]"),
        Class::Context => format!("[{number}]"),
        Class::Private => format!("[PRIVATE {number}]"),
    }
}

fn universal(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "BOOLEAN",
        2 => "INTEGER",
        3 => "BIT STRING",
        4 => "OCTET STRING",
        5 => "NULL",
        6 => "OID",
        9 => "REAL",
        10 => "ENUMERATED",
        12 => "UTF8String",
        16 => "SEQUENCE",
        17 => "SET",
        18 => "NumericString",
        19 => "PrintableString",
        20 => "TeletexString",
        22 => "IA5String",
        23 => "UTCTime",
        24 => "GeneralizedTime",
        26 => "VisibleString",
        27 => "GeneralString",
        28 => "UniversalString",
        30 => "BMPString",
        _ => return None,
    })
}

/// `extension` says that `element` is an Extension.
pub fn preview(element: &Element<'_>, name: Option<&str>, extension: bool) -> String {
    let words = match name {
        Some("version") => version(element),
        Some("issuer" | "subject" | "directoryName") => last_attribute(element),
        Some("AttributeTypeAndValue") => attribute(element),
        Some("extnID") => Some(element.dotted()),
        Some("extensions" | "crlExtensions") => element.child(0).map(|inner| inner.children().count().to_string()),
        Some("revokedCertificates" | "crlEntryExtensions") => Some(element.children().count().to_string()),
        Some("validity") => element.child(0).and_then(|not_before| not_before.text()).or_else(|| time(element)),
        _ if extension => Some(self::extension(element)),
        _ => None,
    };
    let words = words.or_else(|| algorithm(element)).unwrap_or_else(|| value(element));
    shortened(&display::safe(&words))
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

fn version(element: &Element<'_>) -> Option<String> {
    let number = if element.identifier.constructed { element.child(0)? } else { *element };
    Some(format!("v{}", number.unsigned()?.checked_add(1)?))
}

fn attribute(element: &Element<'_>) -> Option<String> {
    element.child(1).and_then(|value| value.text())
}

/// The common name, else what the name ends with.
fn last_attribute(element: &Element<'_>) -> Option<String> {
    let name = if element.is_sequence() { *element } else { element.child(0)? };
    let attributes = || name.children().flat_map(|set| set.children());
    let common_name =
        |attribute: &Element<'_>| attribute.child(0).and_then(|kind| kind.oid()) == Some(oid::ID_AT_COMMON_NAME);
    attributes().filter(common_name).last().or_else(|| attributes().last()).and_then(|found| attribute(&found))
}

/// The name of an AlgorithmIdentifier, or the curve of a SubjectPublicKeyInfo.
fn algorithm(element: &Element<'_>) -> Option<String> {
    let first = element.children().next()?;
    let identifier = match element.is_sequence() && first.is_sequence() {
        true => first.child(1).filter(|parameters| parameters.is(6)).or(first.child(0))?,
        false => first,
    };
    (element.is_sequence() && identifier.is(6)).then(|| known(&identifier))
}

fn known(identifier: &Element<'_>) -> String {
    let name = identifier.oid().and_then(|id| oid::name(&id));
    name.map_or_else(|| identifier.dotted(), str::to_owned)
}

fn extension(element: &Element<'_>) -> String {
    let critical = element.children().any(|field| field.is(1) && field.boolean() == Some(true));
    let value = element.children().find(|field| field.is(4)).and_then(|value| value.wrapped());
    let names = match element.child(0).and_then(|id| id.oid()) {
        Some(oid::ID_CE_SUBJECT_ALT_NAME | oid::ID_CE_ISSUER_ALT_NAME) => value.map(|value| value.children().count()),
        _ => None,
    };
    let names = names.map(|count| if count == 1 { "1 name".to_owned() } else { format!("{count} names") });
    let words = [critical.then(|| "critical".to_owned()), names];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn time(element: &Element<'_>) -> Option<String> {
    (element.is(23) || element.is(24)).then(|| String::from_utf8_lossy(element.content()).into_owned())
}

fn value(element: &Element<'_>) -> String {
    let identifier = element.identifier;
    let content = element.content();
    let universal = identifier.class == Class::Universal;
    match identifier.number {
        _ if identifier.constructed => time(element).unwrap_or_default(),
        1 if universal => element.boolean().map_or_else(|| bytes(content.len()), |value| value.to_string()),
        2 | 10 if universal => integer(element),
        3 if universal => bytes(content.len().saturating_sub(1)),
        5 if universal => String::new(),
        6 if universal => known(element),
        23 | 24 if universal => String::from_utf8_lossy(content).into_owned(),
        _ if universal => element.text().unwrap_or_else(|| bytes(content.len())),
        _ => match std::str::from_utf8(content) {
            Ok(text) if !text.is_empty() && !text.contains(char::is_control) => text.to_owned(),
            _ => bytes(content.len()),
        },
    }
}

fn bytes(count: usize) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}

fn integer(element: &Element<'_>) -> String {
    match element.content() {
        [] => bytes(0),
        [octet] => i8::from_be_bytes([*octet]).to_string(),
        content if content.len() <= 4 && content[0] & 0x80 == 0 => element.unsigned().unwrap_or_default().to_string(),
        content => {
            let significant = content.strip_prefix(&[0]).unwrap_or(content);
            elided(&words::hex(significant))
        }
    }
}

/// Both ends of long hexadecimal.
fn elided(hex: &str) -> String {
    match hex.len() {
        0..=16 => hex.to_owned(),
        length => format!("{}…{}", &hex[..8], &hex[length - 6..]),
    }
}
