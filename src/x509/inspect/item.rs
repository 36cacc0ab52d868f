//! What one file holds one or more of.

use std::sync::Arc;

use super::structure::{CertificateFields, CrlFields, RequestFields};
use super::{Row, Section, certificate, crl, display, key, name, ocsp, request, text};
use crate::x509::asn1::{Root, Tree};
use crate::x509::ocsp::{OcspRequest, OcspResponse};
use crate::x509::{Certificate, CertificateList, CertificationRequest, Error, PublicKey, Validity, pem, words};

/// The longest title in octets. RFC 5280 allows a common name of 64 characters.
const MAX_TITLE: usize = 512;

/// One thing that a file holds.
#[derive(Clone, Debug)]
pub enum Item {
    /// `Certificate`, RFC 5280 section 4.1
    Certificate(Document<Certificate>),
    /// `CertificationRequest`, RFC 2986: a certificate signing request
    Request(Document<CertificationRequest>),
    /// `CertificateList`, RFC 5280 section 5.1
    Crl(Document<CertificateList>),
    /// `OCSPRequest`, RFC 6960 section 4.1.1
    OcspRequest(Document<OcspRequest>),
    /// `OCSPResponse`, RFC 6960 section 4.2.1
    OcspResponse(Document<OcspResponse>),
    /// `SubjectPublicKeyInfo`, RFC 5280 section 4.1.2.7
    PublicKey(Document<PublicKey>),
    /// A private key, of which only the kind is told
    PrivateKey(PrivateKey),
    /// A PKCS#12 container (RFC 7292), which opens with its passphrase: the DER
    Pkcs12(Arc<[u8]>),
    /// Anything else
    Unknown(Unknown),
}

/// Bytes that have the shape of a `T`.
#[derive(Clone, Debug)]
pub struct Document<T> {
    der: Arc<[u8]>,
    strict: Result<T, Error>,
}

/// That a file holds a private key. Its octets are not kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PrivateKey {
    /// The structure that holds it, such as `PKCS#8`.
    pub format: &'static str,
    /// Whether a passphrase protects it.
    pub encrypted: bool,
}

/// What is none of the kinds that Canopy knows, or is damaged.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// The label of the PEM block; empty for DER.
    pub label: String,
    /// The bytes; empty where the body of the PEM block cannot be decoded.
    pub der: Arc<[u8]>,
    /// Why it is not shown as more, in a sentence.
    pub why: String,
}

impl<T> Document<T> {
    pub(super) fn new(der: &[u8], read: fn(&[u8]) -> Result<T, Error>) -> Self {
        Document { der: der.into(), strict: read(der) }
    }

    /// The bytes as they came.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The document for use elsewhere, such as [`path`](crate::x509::path::path).
    ///
    /// # Errors
    /// Why RFC 5280 cannot be followed, though the inspector can show it.
    pub fn strict(&self) -> Result<&T, &Error> {
        self.strict.as_ref()
    }
}

impl Item {
    /// What it is in words, such as `Certificate`.
    pub fn kind(&self) -> String {
        match self {
            Item::Certificate(_) => "Certificate".to_owned(),
            Item::Request(_) => "Certificate signing request".to_owned(),
            Item::Crl(_) => "Certificate revocation list".to_owned(),
            Item::OcspRequest(_) => "OCSP request".to_owned(),
            Item::OcspResponse(_) => "OCSP response".to_owned(),
            Item::PublicKey(_) => "Public key".to_owned(),
            Item::PrivateKey(key) if key.encrypted => "Encrypted private key".to_owned(),
            Item::PrivateKey(_) => "Private key".to_owned(),
            Item::Pkcs12(_) => "PKCS#12 container".to_owned(),
            Item::Unknown(unknown) if unknown.label.is_empty() => "Unknown".to_owned(),
            Item::Unknown(unknown) => format!("Unknown: {}", display::safe(&unknown.label)),
        }
    }

    /// What identifies it among others: the common name or what stands for it, safe to show, and not endless.
    pub fn title(&self) -> String {
        let name = match self {
            Item::Certificate(document) => CertificateFields::of(document.der())
                .and_then(|found| name::title(&found.subject).or_else(|| certificate::first_alternative_name(&found))),
            Item::Request(document) => RequestFields::of(document.der()).and_then(|found| name::title(&found.subject)),
            Item::Crl(document) => CrlFields::of(document.der()).and_then(|found| name::title(&found.issuer)),
            Item::OcspRequest(document) => ocsp::request_title(document),
            Item::OcspResponse(document) => ocsp::response_title(document),
            Item::PublicKey(document) => document.strict().ok().map(ToString::to_string),
            Item::PrivateKey(key) => Some(key.format.to_owned()),
            Item::Pkcs12(der) => Some(words::counted(der.len() as u64, "byte")),
            Item::Unknown(unknown) => Some(words::counted(unknown.der.len() as u64, "byte")),
        };
        let mut title = display::safe(&name.unwrap_or_else(|| "No name".to_owned())).into_owned();
        if title.len() > MAX_TITLE {
            title.truncate(title.floor_char_boundary(MAX_TITLE));
            title.push('…');
        }
        title
    }

    /// The bytes as they came; none of a private key.
    pub fn der(&self) -> &[u8] {
        match self {
            Item::Certificate(document) => document.der(),
            Item::Request(document) => document.der(),
            Item::Crl(document) => document.der(),
            Item::OcspRequest(document) => document.der(),
            Item::OcspResponse(document) => document.der(),
            Item::PublicKey(document) => document.der(),
            Item::PrivateKey(_) => &[],
            Item::Pkcs12(der) => der,
            Item::Unknown(unknown) => &unknown.der,
        }
    }

    /// PEM (RFC 7468); empty where there are no bytes to write.
    pub fn pem(&self) -> String {
        let label = match self {
            Item::Certificate(_) => "CERTIFICATE",
            Item::Request(_) => "CERTIFICATE REQUEST",
            Item::Crl(_) => "X509 CRL",
            Item::OcspRequest(_) => "OCSP REQUEST",
            Item::OcspResponse(_) => "OCSP RESPONSE",
            Item::PublicKey(_) => "PUBLIC KEY",
            Item::Unknown(unknown) if !unknown.label.is_empty() => &unknown.label,
            Item::PrivateKey(_) | Item::Pkcs12(_) | Item::Unknown(_) => "DATA",
        };
        match self.der() {
            [] => String::new(),
            der => pem::encode(label, der),
        }
    }

    /// All values with their bytes and names.
    pub fn tree(&self) -> Tree {
        let root = match self {
            Item::Certificate(_) => Root::Certificate,
            Item::Request(_) => Root::Request,
            Item::Crl(_) => Root::CertificateList,
            Item::OcspRequest(_) => Root::OcspRequest,
            Item::OcspResponse(_) => Root::OcspResponse,
            Item::PublicKey(_) => Root::PublicKey,
            Item::PrivateKey(_) | Item::Pkcs12(_) | Item::Unknown(_) => Root::Unknown,
        };
        Tree::read(self.der(), root)
    }

    /// What there is to know, in titled rows; `now` in seconds since 1970.
    pub fn sections(&self, now: i64) -> Vec<Section> {
        match self {
            Item::Certificate(document) => certificate::sections(document, now),
            Item::Request(document) => request::sections(document),
            Item::Crl(document) => crl::sections(document, now),
            Item::OcspRequest(document) => ocsp::request_sections(document),
            Item::OcspResponse(document) => ocsp::response_sections(document, now),
            Item::PublicKey(document) => key::public_key_sections(document),
            Item::PrivateKey(_) | Item::Pkcs12(_) | Item::Unknown(_) => {
                Section::of("Summary", self.summary(), None).into_iter().collect()
            }
        }
    }

    /// Of what is not shown in detail.
    fn summary(&self) -> Vec<Row> {
        let mut rows = vec![Row::new("Kind", self.kind())];
        match self {
            Item::PrivateKey(key) => {
                rows.push(Row::new("Format", key.format));
                rows.push(Row::new(
                    "Passphrase",
                    if key.encrypted { "Needed" } else { "None: anyone who has the file has the key" },
                ));
            }
            Item::Pkcs12(_) => {
                rows.push(Row::new("Content", "Certificates and keys, to be opened with their passphrase"))
            }
            Item::Unknown(unknown) => rows.push(Row::new("Why", &unknown.why)),
            _ => {}
        }
        if !self.der().is_empty() {
            rows.push(Row::new("Size", words::counted(self.der().len() as u64, "byte")));
        }
        rows
    }

    /// The same as text in the manner of `openssl x509 -text`.
    pub fn text(&self) -> String {
        text::of(self)
    }

    /// From when to when it is valid; for a CRL from this update to the next. `None` where it has no such times.
    pub fn validity(&self) -> Option<Validity> {
        let (not_before, not_after) = match self {
            Item::Certificate(document) => {
                let found = CertificateFields::of(document.der())?;
                (found.not_before()?, found.not_after()?)
            }
            Item::Crl(document) => {
                let found = CrlFields::of(document.der())?;
                (found.this_update, found.next_update?)
            }
            _ => return None,
        };
        Some(Validity { not_before: not_before.time()?, not_after: not_after.time()? })
    }
}
