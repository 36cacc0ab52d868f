//! What is asked.

use super::{CertId, Nonce};
use crate::x509::decode::{Reader, Value};
use crate::x509::extension::{list_from_value, list_to_der};
use crate::x509::{AlgorithmIdentifier, Error, Extension, GeneralName, Result, Tag, encode, oid};

/// The longest request that is read, in octets: 64 certificates with SHA-256 take some 7,000, and a signature with its
/// certificates has room beside them.
pub const MAX_OCSP_REQUEST: usize = 32 << 10;

/// The most certificates that one request asks about. RFC 5019 has one; who asks about a chain has a handful, and each
/// costs a look-up before anybody is known to be honest.
pub const MAX_CERT_IDS: usize = 64;

const VERSION_1: &[u8] = &[0];

/// `OCSPRequest` as defined in [RFC 6960 Section 4.1.1], as far as it is asked for.
///
/// [RFC 6960 Section 4.1.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.1.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OcspRequest {
    /// `reqCert` of each request of `requestList`, 1 to [`MAX_CERT_IDS`]
    pub cert_ids: Vec<CertId>,
    /// The nonce of `requestExtensions`
    pub nonce: Option<Nonce>,
}

impl OcspRequest {
    /// The DER of a request in the profile of RFC 5019: without version, name and signature.
    pub fn to_der(&self) -> Vec<u8> {
        let requests = encode::sequence_of(self.cert_ids.iter().map(|id| encode::sequence(&[id.der()])));
        let extensions = match &self.nonce {
            Some(nonce) => encode::explicit(2, &list_to_der(&[nonce.to_extension()])),
            None => Vec::new(),
        };
        encode::sequence(&[&encode::sequence(&[&requests, &extensions])])
    }

    /// Reads DER. A name and a signature of who asks are looked at no further than their form: anybody may ask.
    ///
    /// # Errors
    /// What is not a request, an empty one, more than [`MAX_CERT_IDS`] certificates, a nonce that is none, and a
    /// critical extension that is not known here (RFC 6960 section 4.4: it must not be ignored).
    pub fn from_der(der: &[u8]) -> Result<OcspRequest> {
        if der.len() > MAX_OCSP_REQUEST {
            return Err(Error::TooLong { structure: "OCSPRequest", limit: MAX_OCSP_REQUEST, found: der.len() });
        }
        let mut whole = Reader::sequence(der, "OCSPRequest")?;
        let mut fields = whole.read(Tag::SEQUENCE, "tbsRequest")?.values("TBSRequest");
        if let Some(signature) = whole.optional(Tag::context_constructed(0), "optionalSignature")? {
            check_signature(&signature.inner(Tag::SEQUENCE)?)?;
        }
        whole.finish("")?;
        read_version(&mut fields)?;
        if let Some(name) = fields.optional(Tag::context_constructed(1), "requestorName")? {
            let mut inner = name.values("requestorName");
            GeneralName::from_der(inner.any("")?.der)?;
            inner.finish("")?;
        }
        let list = fields.read(Tag::SEQUENCE, "requestList")?;
        let mut count = 0;
        let cert_ids = list.each_at_least_one(|request| {
            count += 1;
            match count > MAX_CERT_IDS {
                true => Err(Error::TooMany { structure: "requestList", limit: MAX_CERT_IDS }),
                false => read_request(&request),
            }
        })?;
        let extensions = read_extensions(&mut fields, 2, "requestExtensions")?;
        fields.finish("")?;
        Ok(OcspRequest { cert_ids, nonce: Nonce::among(&extensions)? })
    }
}

/// `version`, `[0] EXPLICIT`, which is 1 where it is written at all.
pub(super) fn read_version(fields: &mut Reader<'_>) -> Result<()> {
    let Some(written) = fields.optional(Tag::context_constructed(0), "version")? else { return Ok(()) };
    let version = written.inner(Tag::INTEGER)?;
    match version.content == VERSION_1 {
        true => Ok(()),
        false => Err(version.invalid("version 1, which is written 0, or none", format!("{:?}", version.content))),
    }
}

fn read_request(request: &Value<'_>) -> Result<CertId> {
    let mut fields = request.expect(Tag::SEQUENCE)?.values("Request");
    let id = CertId::from_value(&fields.any("reqCert")?)?;
    read_extensions(&mut fields, 0, "singleRequestExtensions")?;
    fields.finish("")?;
    Ok(id)
}

fn read_extensions(fields: &mut Reader<'_>, tag: u8, field: &'static str) -> Result<Vec<Extension>> {
    let Some(found) = fields.optional(Tag::context_constructed(tag), field)? else { return Ok(Vec::new()) };
    let extensions = list_from_value(&found.inner(Tag::SEQUENCE)?)?;
    let unknown = extensions.iter().find(|extension| extension.critical && !is_known(extension));
    match unknown {
        None => Ok(extensions),
        Some(extension) => {
            Err(found.invalid("no critical extension but those of RFC 6960", oid::describe(&extension.oid)))
        }
    }
}

/// Extensions whose wish is met: the nonce is repeated, and a basic response is among those that every client takes
/// (RFC 6960 section 4.4.3).
fn is_known(extension: &Extension) -> bool {
    [oid::ID_PKIX_OCSP_NONCE, oid::ID_PKIX_OCSP_RESPONSE].contains(&extension.oid)
}

/// `Signature`: its form alone.
fn check_signature(signature: &Value<'_>) -> Result<()> {
    let mut fields = signature.values("Signature");
    AlgorithmIdentifier::from_value(&fields.read(Tag::SEQUENCE, "signatureAlgorithm")?)?;
    fields.read(Tag::BIT_STRING, "signature")?.whole_octets()?;
    if let Some(certificates) = fields.optional(Tag::context_constructed(0), "certs")? {
        certificates.inner(Tag::SEQUENCE)?.each(|certificate| certificate.expect(Tag::SEQUENCE).map(drop))?;
    }
    fields.finish("")
}
