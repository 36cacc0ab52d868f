//! Items as text in the manner of `openssl x509 -text`, for people and scripts that are used to it.

mod extension;
mod key;
mod ocsp;

use super::structure::{CertificateFields, CrlFields, RequestFields, RevokedFields, requested};
use super::{Item, display, name};
use crate::x509::asn1::Element;
use crate::x509::time::Civil;
use crate::x509::{oid, words};

/// How many entries of a CRL are written out.
const MAX_ENTRIES: usize = 10_000;
/// How many octets of one value are written out.
const MAX_OCTETS: usize = 1 << 16;
const STEP: usize = 4;

/// Lines with their indentation.
#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        self.0.extend(std::iter::repeat_n(' ', depth * STEP));
        self.0.push_str(&display::safe(text.as_ref()));
        self.0.push('\n');
    }

    /// Octets in lower case with colons, `width` on a line.
    fn octets(&mut self, depth: usize, octets: &[u8], width: usize) {
        let (octets, more) = octets.split_at(octets.len().min(MAX_OCTETS));
        let mut lines = octets.chunks(width).peekable();
        while let Some(line) = lines.next() {
            let end = if lines.peek().is_some() { ":" } else { "" };
            self.line(depth, colons(line).to_lowercase() + end);
        }
        if !more.is_empty() {
            self.line(depth, format!("and {} more", words::counted(more.len() as u64, "byte")));
        }
    }
}

/// `AB:CD`
fn colons(octets: &[u8]) -> String {
    let mut out = String::with_capacity(3 * octets.len());
    for octet in octets {
        if !out.is_empty() {
            out.push(':');
        }
        out.push_str(&words::hex(&[*octet]));
    }
    out
}

pub fn of(item: &Item) -> String {
    let mut text = Text::default();
    let known = match item {
        Item::Certificate(document) => {
            CertificateFields::of(document.der()).map(|fields| certificate(&mut text, &fields))
        }
        Item::Request(document) => RequestFields::of(document.der()).map(|fields| request(&mut text, &fields)),
        Item::Crl(document) => CrlFields::of(document.der()).map(|fields| crl(&mut text, &fields)),
        Item::PublicKey(document) => {
            Element::read(document.der()).ok().map(|element| key::public_key(&mut text, 0, &element))
        }
        Item::OcspRequest(document) => document.strict().ok().map(|found| ocsp::request(&mut text, found)),
        Item::OcspResponse(document) => document.strict().ok().map(|found| ocsp::response(&mut text, found)),
        Item::PrivateKey(_) | Item::Pkcs12(_) | Item::Unknown(_) => None,
    };
    if known.is_none() {
        text.line(0, format!("{}: {}", item.kind(), item.title()));
        dump(&mut text, item);
    }
    text.0
}

/// The ASN.1 values of what is none of the known kinds.
fn dump(text: &mut Text, item: &Item) {
    const LINES: usize = 10_000;
    let tree = item.tree();
    for (index, node) in tree.nodes().iter().enumerate().take(LINES) {
        let line = format!("{:>6}: {} {}", node.range.start, tree.type_name(index), tree.preview(index));
        text.line(node.depth, line.trim_end());
    }
}

fn certificate(text: &mut Text, fields: &CertificateFields<'_>) {
    text.line(0, "Certificate:");
    text.line(1, "Data:");
    let version = fields.version_number();
    text.line(2, format!("Version: {version} (0x{:x})", version - 1));
    serial_number(text, 2, "Serial Number:", &fields.serial_number);
    text.line(2, format!("Signature Algorithm: {}", algorithm(&fields.signature)));
    text.line(2, format!("Issuer: {}", name::one_line(&fields.issuer)));
    text.line(2, "Validity");
    text.line(3, format!("Not Before: {}", fields.not_before().map(|time| moment(&time)).unwrap_or_default()));
    text.line(3, format!("Not After : {}", fields.not_after().map(|time| moment(&time)).unwrap_or_default()));
    text.line(2, format!("Subject: {}", name::one_line(&fields.subject)));
    text.line(2, "Subject Public Key Info:");
    key::public_key(text, 3, &fields.public_key);
    if !fields.extensions.is_empty() {
        text.line(2, "X509v3 extensions:");
        fields.extensions.iter().for_each(|field| extension::write(text, 3, field));
    }
    signature(text, &fields.signed.algorithm, &fields.signed.value);
}

fn request(text: &mut Text, fields: &RequestFields<'_>) {
    text.line(0, "Certificate Request:");
    text.line(1, "Data:");
    let version = fields.version.unsigned().unwrap_or(0);
    text.line(2, format!("Version: {} (0x{version:x})", version.saturating_add(1)));
    text.line(2, format!("Subject: {}", name::one_line(&fields.subject)));
    text.line(2, "Subject Public Key Info:");
    key::public_key(text, 3, &fields.public_key);
    text.line(2, "Attributes:");
    if fields.attributes.is_empty() {
        text.line(3, "(none)");
    }
    for attribute in fields.attributes.iter().filter(|attribute| requested(attribute).is_none()) {
        let id = attribute.child(0).map(|id| identifier(&id)).unwrap_or_default();
        for value in attribute.child(1).into_iter().flat_map(|set| set.children()) {
            text.line(3, format!("{id}: {}", name::text(&value)));
        }
    }
    if !fields.extensions.is_empty() {
        text.line(3, "Requested Extensions:");
        fields.extensions.iter().for_each(|field| extension::write(text, 4, field));
    }
    signature(text, &fields.signed.algorithm, &fields.signed.value);
}

fn crl(text: &mut Text, fields: &CrlFields<'_>) {
    text.line(0, "Certificate Revocation List (CRL):");
    let version = fields.version.and_then(|version| version.unsigned()).unwrap_or(0);
    text.line(2, format!("Version {} (0x{version:x})", version.saturating_add(1)));
    text.line(2, format!("Signature Algorithm: {}", algorithm(&fields.signature)));
    text.line(2, format!("Issuer: {}", name::one_line(&fields.issuer)));
    text.line(2, format!("Last Update: {}", moment(&fields.this_update)));
    text.line(
        2,
        format!("Next Update: {}", fields.next_update.map_or_else(|| "NONE".to_owned(), |time| moment(&time))),
    );
    if !fields.extensions.is_empty() {
        text.line(2, "CRL extensions:");
        fields.extensions.iter().for_each(|field| extension::write(text, 3, field));
    }
    let count = fields.entries().count();
    text.line(0, if count == 0 { "No Revoked Certificates." } else { "Revoked Certificates:" });
    fields.entries().take(MAX_ENTRIES).for_each(|entry| revoked(text, &entry));
    if count > MAX_ENTRIES {
        text.line(1, format!("and {} more", count - MAX_ENTRIES));
    }
    signature(text, &fields.signed.algorithm, &fields.signed.value);
}

fn revoked(text: &mut Text, entry: &RevokedFields<'_>) {
    text.line(1, format!("Serial Number: {}", words::hex(super::key::unsigned(&entry.serial_number))));
    text.line(2, format!("Revocation Date: {}", entry.revocation_date.map(|date| moment(&date)).unwrap_or_default()));
    if !entry.extensions.is_empty() {
        text.line(2, "CRL entry extensions:");
        entry.extensions.iter().for_each(|field| extension::write(text, 3, field));
    }
}

fn signature(text: &mut Text, algorithm: &Element<'_>, value: &Element<'_>) {
    text.line(1, format!("Signature Algorithm: {}", self::algorithm(algorithm)));
    text.line(1, "Signature Value:");
    text.octets(2, value.bits(), 18);
}

/// Small numbers in decimal, others as octets on a line of their own.
fn serial_number(text: &mut Text, depth: usize, label: &str, serial: &Element<'_>) {
    match serial.unsigned() {
        Some(number) if serial.content().len() <= 8 => text.line(depth, format!("{label} {number} (0x{number:x})")),
        _ => {
            text.line(depth, label);
            text.octets(depth + 1, super::key::unsigned(serial), usize::MAX);
        }
    }
}

/// The identifier by its name in the RFC, which OpenSSL uses too.
fn algorithm(algorithm: &Element<'_>) -> String {
    algorithm.child(0).map(|id| identifier(&id)).unwrap_or_default()
}

fn identifier(id: &Element<'_>) -> String {
    if id.oid() == Some(oid::ID_EC_PUBLIC_KEY) {
        return "id-ecPublicKey".to_owned();
    }
    id.oid().and_then(|known| oid::name(&known)).map_or_else(|| id.dotted(), str::to_owned)
}

fn moment(time: &Element<'_>) -> String {
    match time.time() {
        Some(epoch) => date(epoch),
        None => format!("Bad time value {}", String::from_utf8_lossy(time.content())),
    }
}

/// `Nov 23 13:03:00 2026 GMT`
fn date(epoch: i64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match Civil::from_epoch(epoch) {
        Ok(Civil { year, month, day, hour, minute, second }) => {
            let month = MONTHS[usize::from(month) - 1];
            format!("{month} {day:>2} {hour:02}:{minute:02}:{second:02} {year} GMT")
        }
        Err(_) => format!("Bad time value {epoch}"),
    }
}
