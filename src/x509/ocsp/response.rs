//! The answer with its signature, or the word that there is none.

use super::ResponseData;
use crate::x509::decode::{Reader, Value};
use crate::x509::{
    AlgorithmIdentifier, Certificate, Error, PublicKey, Result, SignatureAlgorithm, Tag, encode, oid, signature,
};

/// The longest response that is read, in octets.
pub const MAX_OCSP_RESPONSE: usize = 1 << 20;

/// The most certificates beside an answer that are read.
const MAX_CERTIFICATES: usize = 64;

/// `OCSPResponseStatus` as defined in [RFC 6960 Section 4.2.1].
///
/// [RFC 6960 Section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[repr(u8)]
pub enum OcspResponseStatus {
    /// successful (0): there is an answer
    Successful = 0,
    /// malformedRequest (1)
    MalformedRequest = 1,
    /// internalError (2)
    InternalError = 2,
    /// tryLater (3)
    TryLater = 3,
    /// sigRequired (5): the request must be signed
    SigRequired = 5,
    /// unauthorized (6): the responder does not answer for this issuer (RFC 5019 section 2.2.3)
    Unauthorized = 6,
}

impl OcspResponseStatus {
    /// All with their names in the RFC.
    pub const ALL: [(OcspResponseStatus, &'static str); 6] = [
        (OcspResponseStatus::Successful, "successful"),
        (OcspResponseStatus::MalformedRequest, "malformedRequest"),
        (OcspResponseStatus::InternalError, "internalError"),
        (OcspResponseStatus::TryLater, "tryLater"),
        (OcspResponseStatus::SigRequired, "sigRequired"),
        (OcspResponseStatus::Unauthorized, "unauthorized"),
    ];

    /// Its name in the RFC.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }

    /// The whole response of a status that has no answer with it.
    pub fn to_der(self) -> Vec<u8> {
        encode::sequence(&[&encode::value(Tag::ENUMERATED, &[&[self as u8]])])
    }
}

/// `OCSPResponse` as defined in [RFC 6960 Section 4.2.1].
///
/// [RFC 6960 Section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum OcspResponse {
    /// `successful`, with an answer of type `id-pkix-ocsp-basic`
    Basic(Box<BasicOcspResponse>),
    /// Any other status, which has no answer
    Refused(OcspResponseStatus),
}

/// `BasicOCSPResponse` as defined in [RFC 6960 Section 4.2.1], its signed part kept as it came.
///
/// [RFC 6960 Section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BasicOcspResponse {
    tbs: Vec<u8>,
    data: ResponseData,
    algorithm: AlgorithmIdentifier,
    signature: Vec<u8>,
    certificates: Vec<Certificate>,
}

impl OcspResponse {
    /// Reads DER.
    ///
    /// # Errors
    /// What is not a response, or one of another type than `id-pkix-ocsp-basic`.
    pub fn from_der(der: &[u8]) -> Result<OcspResponse> {
        if der.len() > MAX_OCSP_RESPONSE {
            return Err(Error::TooLong { structure: "OCSPResponse", limit: MAX_OCSP_RESPONSE, found: der.len() });
        }
        let mut fields = Reader::sequence(der, "OCSPResponse")?;
        let written = fields.read(Tag::ENUMERATED, "responseStatus")?;
        let code = written.unsigned()?;
        let status = OcspResponseStatus::ALL.into_iter().find(|(status, _)| u64::from(*status as u8) == code);
        let (status, _) = status.ok_or_else(|| written.invalid("a status from 0 to 6 but 4", code.to_string()))?;
        if status != OcspResponseStatus::Successful {
            fields.finish("")?;
            return Ok(OcspResponse::Refused(status));
        }
        let bytes = fields.read(Tag::context_constructed(0), "responseBytes")?.inner(Tag::SEQUENCE)?;
        fields.finish("")?;
        let mut bytes = bytes.values("ResponseBytes");
        let response_type = bytes.read(Tag::OBJECT_IDENTIFIER, "responseType")?;
        if response_type.oid()? != oid::ID_PKIX_OCSP_BASIC {
            return Err(response_type.invalid("id-pkix-ocsp-basic", oid::describe(&response_type.oid()?)));
        }
        let response = bytes.read(Tag::OCTET_STRING, "response")?;
        bytes.finish("")?;
        BasicOcspResponse::from_der(response.content).map(|basic| OcspResponse::Basic(Box::new(basic)))
    }

    /// The DER of a successful response from its signed part ([`ResponseData::to_der`]) and the signature over it. It
    /// carries no certificates: the authority signs itself, and who asks has its certificate.
    pub fn assemble(tbs: &[u8], algorithm: SignatureAlgorithm, signature: &[u8]) -> Vec<u8> {
        let basic = encode::sequence(&[tbs, algorithm.identifier().der(), &encode::bit_string(signature)]);
        let bytes = encode::sequence(&[&encode::oid(&oid::ID_PKIX_OCSP_BASIC), &encode::octet_string(&basic)]);
        let status = encode::value(Tag::ENUMERATED, &[&[OcspResponseStatus::Successful as u8]]);
        encode::sequence(&[&status, &encode::explicit(0, &bytes)])
    }

    /// Its status.
    pub fn status(&self) -> OcspResponseStatus {
        match self {
            OcspResponse::Basic(_) => OcspResponseStatus::Successful,
            OcspResponse::Refused(status) => *status,
        }
    }

    /// The answer, if there is one.
    pub fn basic(&self) -> Option<&BasicOcspResponse> {
        match self {
            OcspResponse::Basic(basic) => Some(basic),
            OcspResponse::Refused(_) => None,
        }
    }
}

impl BasicOcspResponse {
    fn from_der(der: &[u8]) -> Result<BasicOcspResponse> {
        let mut fields = Reader::sequence(der, "BasicOCSPResponse")?;
        let tbs = fields.read(Tag::SEQUENCE, "tbsResponseData")?;
        let algorithm = AlgorithmIdentifier::from_value(&fields.read(Tag::SEQUENCE, "signatureAlgorithm")?)?;
        let signature = fields.read(Tag::BIT_STRING, "signature")?.whole_octets()?.to_vec();
        let certificates = match fields.optional(Tag::context_constructed(0), "certs")? {
            Some(certificates) => read_certificates(&certificates.inner(Tag::SEQUENCE)?)?,
            None => Vec::new(),
        };
        fields.finish("")?;
        let data = ResponseData::from_value(&tbs)?;
        Ok(BasicOcspResponse { tbs: tbs.der.to_vec(), data, algorithm, signature, certificates })
    }

    /// `tbsResponseData`
    pub fn data(&self) -> &ResponseData {
        &self.data
    }

    /// `signatureAlgorithm`
    pub fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        &self.algorithm
    }

    /// `signature`
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// `certs`: certificates that may help to find who signed.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Whether the holder of `key` signed it.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`], or that the key or the algorithm is none that Canopy verifies with.
    pub fn verify_signature(&self, key: &PublicKey) -> Result<()> {
        signature::verify(key, &self.algorithm, &self.tbs, &self.signature)
    }
}

fn read_certificates(list: &Value<'_>) -> Result<Vec<Certificate>> {
    let mut count = 0;
    list.each(|certificate| {
        count += 1;
        match count > MAX_CERTIFICATES {
            true => Err(Error::TooMany { structure: "certs", limit: MAX_CERTIFICATES }),
            false => Certificate::from_der(certificate.der),
        }
    })
}
