//! What an answer says: the part that is signed.

use super::request::read_version;
use super::{CertId, Nonce};
use crate::x509::decode::{Reader, Value, hex};
use crate::x509::extension::{CrlReason, list_from_value, list_to_der};
use crate::x509::{Error, Extension, Name, PublicKey, Result, Tag, encode, time};

/// The most answers of one response that are read.
const MAX_RESPONSES: usize = 4096;

/// `CertStatus` as defined in [RFC 6960 Section 4.2.1].
///
/// [RFC 6960 Section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CertStatus {
    /// `good`: not revoked
    Good,
    /// `revoked`
    Revoked {
        /// `revocationTime`, in seconds from 1970
        at: i64,
        /// `revocationReason`, which is left out rather than unspecified, as in a CRL (RFC 5280 section 5.3.1)
        reason: Option<CrlReason>,
    },
    /// `unknown`: the responder knows of no such certificate
    Unknown,
}

/// `ResponderID` as defined in [RFC 6960 Section 4.2.1].
///
/// [RFC 6960 Section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ResponderId {
    /// `byName`
    ByName(Name),
    /// `byKey`: SHA-1 of the responder's [key](PublicKey::key_bits)
    ByKey(Vec<u8>),
}

/// `SingleResponse` as defined in [RFC 6960 Section 4.2.1].
///
/// [RFC 6960 Section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SingleResponse {
    /// `certID`
    pub cert_id: CertId,
    /// `certStatus`
    pub status: CertStatus,
    /// `thisUpdate`: when the status was known to be right, in seconds from 1970
    pub this_update: i64,
    /// `nextUpdate`: when there will be news at the latest, in seconds from 1970
    pub next_update: Option<i64>,
}

/// `ResponseData` as defined in [RFC 6960 Section 4.2.1], version 1.
///
/// [RFC 6960 Section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResponseData {
    /// `responderID`
    pub responder_id: ResponderId,
    /// `producedAt`: when it was signed, in seconds from 1970
    pub produced_at: i64,
    /// `responses`
    pub responses: Vec<SingleResponse>,
    /// The nonce of `responseExtensions`
    pub nonce: Option<Nonce>,
}

impl CertStatus {
    fn to_der(self) -> Result<Vec<u8>> {
        Ok(match self {
            CertStatus::Good => encode::value(Tag::context(0), &[]),
            CertStatus::Unknown => encode::value(Tag::context(2), &[]),
            CertStatus::Revoked { at, reason } => {
                let reason = reason.filter(|reason| *reason != CrlReason::Unspecified);
                let reason =
                    reason.map(|reason| encode::explicit(0, &encode::value(Tag::ENUMERATED, &[&[reason.code()]])));
                let at = time::to_generalized_der(at)?;
                encode::value(Tag::context_constructed(1), &[&at, &reason.unwrap_or_default()])
            }
        })
    }

    fn from_value(value: &Value<'_>) -> Result<CertStatus> {
        match value.tag {
            tag if tag == Tag::context(0) && value.content.is_empty() => Ok(CertStatus::Good),
            tag if tag == Tag::context(2) && value.content.is_empty() => Ok(CertStatus::Unknown),
            tag if tag == Tag::context_constructed(1) => {
                let mut fields = value.values("RevokedInfo");
                let at = time::generalized_time(&fields.read(Tag::GENERALIZED_TIME, "revocationTime")?)?;
                let reason = fields.optional(Tag::context_constructed(0), "revocationReason")?;
                let reason = reason.map(|reason| CrlReason::from_value(reason.content)).transpose()?;
                fields.finish("")?;
                Ok(CertStatus::Revoked { at, reason })
            }
            _ => Err(value.invalid("good, revoked or unknown", hex(value.der))),
        }
    }
}

impl ResponderId {
    /// `byKey` of this key.
    pub fn of_key(key: &PublicKey) -> ResponderId {
        ResponderId::ByKey(key.key_identifier().to_vec())
    }

    fn to_der(&self) -> Vec<u8> {
        match self {
            ResponderId::ByName(name) => encode::explicit(1, name.der()),
            ResponderId::ByKey(hash) => encode::explicit(2, &encode::octet_string(hash)),
        }
    }

    fn from_value(value: &Value<'_>) -> Result<ResponderId> {
        match value.tag {
            tag if tag == Tag::context_constructed(1) => {
                Name::from_value(&value.inner(Tag::SEQUENCE)?).map(ResponderId::ByName)
            }
            tag if tag == Tag::context_constructed(2) => {
                Ok(ResponderId::ByKey(value.inner(Tag::OCTET_STRING)?.content.to_vec()))
            }
            _ => Err(value.invalid("byName or byKey", hex(value.der))),
        }
    }
}

impl SingleResponse {
    fn to_der(&self) -> Result<Vec<u8>> {
        let next = self.next_update.map(|next| time::to_generalized_der(next).map(|next| encode::explicit(0, &next)));
        Ok(encode::sequence(&[
            self.cert_id.der(),
            &self.status.to_der()?,
            &time::to_generalized_der(self.this_update)?,
            &next.transpose()?.unwrap_or_default(),
        ]))
    }

    fn from_value(value: &Value<'_>) -> Result<SingleResponse> {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("SingleResponse");
        let cert_id = CertId::from_value(&fields.any("certID")?)?;
        let status = CertStatus::from_value(&fields.any("certStatus")?)?;
        let this_update = time::generalized_time(&fields.read(Tag::GENERALIZED_TIME, "thisUpdate")?)?;
        let next = fields.optional(Tag::context_constructed(0), "nextUpdate")?;
        let next = next.map(|next| time::generalized_time(&next.inner(Tag::GENERALIZED_TIME)?)).transpose()?;
        read_extensions(&mut fields, "singleExtensions")?;
        fields.finish("")?;
        Ok(SingleResponse { cert_id, status, this_update, next_update: next })
    }
}

impl ResponseData {
    /// The DER that is signed.
    ///
    /// # Errors
    /// [`Error::TimeOutOfRange`] when a time has no year of four digits.
    pub fn to_der(&self) -> Result<Vec<u8>> {
        let responses: Vec<Vec<u8>> = self.responses.iter().map(SingleResponse::to_der).collect::<Result<_>>()?;
        let extensions = match &self.nonce {
            Some(nonce) => encode::explicit(1, &list_to_der(&[nonce.to_extension()])),
            None => Vec::new(),
        };
        Ok(encode::sequence(&[
            &self.responder_id.to_der(),
            &time::to_generalized_der(self.produced_at)?,
            &encode::sequence_of(responses),
            &extensions,
        ]))
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<ResponseData> {
        let mut fields = value.values("ResponseData");
        read_version(&mut fields)?;
        let responder_id = ResponderId::from_value(&fields.any("responderID")?)?;
        let produced_at = time::generalized_time(&fields.read(Tag::GENERALIZED_TIME, "producedAt")?)?;
        let mut count = 0;
        let responses = fields.read(Tag::SEQUENCE, "responses")?.each(|response| {
            count += 1;
            match count > MAX_RESPONSES {
                true => Err(Error::TooMany { structure: "responses", limit: MAX_RESPONSES }),
                false => SingleResponse::from_value(&response),
            }
        })?;
        let extensions = read_extensions(&mut fields, "responseExtensions")?;
        fields.finish("")?;
        Ok(ResponseData { responder_id, produced_at, responses, nonce: Nonce::among(&extensions)? })
    }
}

fn read_extensions(fields: &mut Reader<'_>, field: &'static str) -> Result<Vec<Extension>> {
    match fields.optional(Tag::context_constructed(1), field)? {
        Some(found) => list_from_value(&found.inner(Tag::SEQUENCE)?),
        None => Ok(Vec::new()),
    }
}
