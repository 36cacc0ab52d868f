//! OCSP in the manner of `openssl ocsp -req_text` and `-resp_text`.

use super::{Text, date};
use crate::x509::ocsp::{CertId, CertStatus, Nonce, OcspRequest, OcspResponse, ResponderId, SingleResponse};
use crate::x509::{oid, words};

pub fn request(text: &mut Text, request: &OcspRequest) {
    text.line(0, "OCSP Request Data:");
    text.line(1, "Version: 1 (0x0)");
    text.line(1, "Requestor List:");
    request.cert_ids.iter().for_each(|id| cert_id(text, 2, id));
    nonce(text, "Request Extensions:", request.nonce.as_ref());
}

pub fn response(text: &mut Text, response: &OcspResponse) {
    text.line(0, "OCSP Response Data:");
    let status = response.status();
    text.line(1, format!("OCSP Response Status: {} (0x{:x})", status.name(), status as u8));
    let Some(basic) = response.basic() else { return };
    let data = basic.data();
    text.line(1, "Response Type: Basic OCSP Response");
    text.line(1, "Version: 1 (0x0)");
    text.line(
        1,
        match &data.responder_id {
            ResponderId::ByName(name) => format!("Responder Id: {name}"),
            ResponderId::ByKey(hash) => format!("Responder Id: {}", words::hex(hash)),
        },
    );
    text.line(1, format!("Produced At: {}", date(data.produced_at)));
    text.line(1, "Responses:");
    data.responses.iter().for_each(|one| single(text, one));
    nonce(text, "Response Extensions:", data.nonce.as_ref());
    text.line(1, format!("Signature Algorithm: {}", basic.signature_algorithm()));
    text.line(1, "Signature Value:");
    text.octets(2, basic.signature(), 18);
    basic.certificates().iter().for_each(|certificate| {
        text.line(1, format!("Certificate: {}", certificate.subject()));
    });
}

fn single(text: &mut Text, single: &SingleResponse) {
    cert_id(text, 1, &single.cert_id);
    match &single.status {
        CertStatus::Good => text.line(1, "Cert Status: good"),
        CertStatus::Unknown => text.line(1, "Cert Status: unknown"),
        CertStatus::Revoked { at, reason } => {
            text.line(1, "Cert Status: revoked");
            text.line(1, format!("Revocation Time: {}", date(*at)));
            if let Some(reason) = reason {
                text.line(1, format!("Revocation Reason: {} (0x{:x})", reason.name(), reason.code()));
            }
        }
    }
    text.line(1, format!("This Update: {}", date(single.this_update)));
    if let Some(next) = single.next_update {
        text.line(1, format!("Next Update: {}", date(next)));
    }
}

fn cert_id(text: &mut Text, depth: usize, id: &CertId) {
    text.line(depth, "Certificate ID:");
    let algorithm = id.hash_algorithm();
    let algorithm = oid::name(&algorithm).map_or_else(|| algorithm.to_string(), str::to_owned);
    text.line(depth + 1, format!("Hash Algorithm: {algorithm}"));
    text.line(depth + 1, format!("Issuer Name Hash: {}", words::hex(id.issuer_name_hash())));
    text.line(depth + 1, format!("Issuer Key Hash: {}", words::hex(id.issuer_key_hash())));
    let serial = if id.serial_number().is_empty() { "00".to_owned() } else { words::hex(id.serial_number()) };
    text.line(depth + 1, format!("Serial Number: {serial}"));
}

fn nonce(text: &mut Text, title: &str, nonce: Option<&Nonce>) {
    if let Some(nonce) = nonce {
        text.line(1, title);
        text.line(2, "OCSP Nonce:");
        text.octets(3, nonce.octets(), 18);
    }
}
