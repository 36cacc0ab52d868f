//! The online certificate status protocol (RFC 6960): what is asked and what is answered, to build and to read.
//!
//! It is the profile of RFC 5019 that is built: basic responses, dates in GeneralizedTime, one answer per certificate
//! that was asked about. Reading takes what RFC 6960 allows beyond that, within bounds: names and signatures of who
//! asks, certificates beside an answer, extensions of single answers.

mod cert_id;
mod nonce;
mod request;
mod response;
mod response_data;
#[cfg(test)]
mod tests;

pub use cert_id::{CertId, CertIdHash};
pub use nonce::{MAX_NONCE, Nonce};
pub use request::{MAX_CERT_IDS, MAX_OCSP_REQUEST, OcspRequest};
pub use response::{BasicOcspResponse, MAX_OCSP_RESPONSE, OcspResponse, OcspResponseStatus};
pub use response_data::{CertStatus, ResponderId, ResponseData, SingleResponse};
