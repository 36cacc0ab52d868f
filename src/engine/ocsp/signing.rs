//! Signing an answer.

use super::cache::Kept;
use super::{LIFETIME, OcspValidity, Question};
use crate::engine::error::Error;
use crate::engine::{Engine, key};
use crate::workspace::Timestamp;
use crate::x509::ocsp::{OcspResponse, ResponderId, ResponseData, SingleResponse};

/// The answer, signed by the authority itself: no certificate of a responder is needed, and whoever asks has the
/// authority's (RFC 6960 section 4.2.2.2).
pub fn sign(engine: &Engine, question: &Question<'_>) -> Result<Kept, Error> {
    let Question { request, authority, statuses, now } = question;
    let signer = engine.signer(authority)?;
    let algorithm = key::signature_algorithm(authority.signing_algorithm, authority.key_algorithm)?;
    let (this_update, next_update) = (now.seconds(), now.seconds() + LIFETIME);
    let single = |(cert_id, status): (&_, &_)| SingleResponse {
        cert_id: Clone::clone(cert_id),
        status: *status,
        this_update,
        next_update: Some(next_update),
    };
    let data = ResponseData {
        responder_id: ResponderId::of_key(signer.public_key()),
        produced_at: this_update,
        responses: request.cert_ids.iter().zip(statuses).map(single).collect(),
        nonce: request.nonce.clone(),
    };
    let tbs = data.to_der()?;
    let signature = signer.sign(algorithm, &tbs)?;
    let validity = OcspValidity {
        this_update: Timestamp::from_seconds(this_update),
        next_update: Timestamp::from_seconds(next_update),
    };
    Ok(Kept { der: OcspResponse::assemble(&tbs, algorithm, &signature).into(), validity, statuses: statuses.clone() })
}
