use super::*;
use crate::x509::extension::{CrlReason, list_to_der};
use crate::x509::{Error, Extension, Hash, Name, PublicKey, SignatureAlgorithm, Tag, encode, oid};

fn key() -> PublicKey {
    let key = rcgen::KeyPair::generate().unwrap();
    PublicKey::from_der(&rcgen::PublicKeyData::subject_public_key_info(&key)).unwrap()
}

fn cert_id(serial: &[u8]) -> CertId {
    CertId::new(CertIdHash::Sha1, &Name::default(), &key(), serial)
}

fn request(count: u8) -> OcspRequest {
    let cert_ids = (1..=count).map(|serial| cert_id(&[serial])).collect();
    OcspRequest { cert_ids, nonce: Some(Nonce::new(&[7; 32]).unwrap()) }
}

/// A request for one certificate with these extensions, of the whole or of the one.
fn extended(extension: Extension, single: bool) -> Vec<u8> {
    let list = list_to_der(&[extension]);
    let (of_one, of_all) = match single {
        true => (encode::explicit(0, &list), Vec::new()),
        false => (Vec::new(), encode::explicit(2, &list)),
    };
    let one = encode::sequence(&[cert_id(&[1]).der(), &of_one]);
    encode::sequence(&[&encode::sequence(&[&encode::sequence(&[&one]), &of_all])])
}

fn message(der: &[u8]) -> String {
    OcspRequest::from_der(der).unwrap_err().to_string()
}

#[test]
fn a_request_comes_back() {
    for hash in CertIdHash::ALL {
        let id = CertId::new(hash, &Name::default(), &key(), &[0, 0x81, 2]);
        assert_eq!((id.hash(), id.serial_number()), (Some(hash), &[0x81, 2][..]));
        assert_eq!(id.issuer_name_hash(), hash.digest(b"\x30\x00"));
        let asked = OcspRequest { cert_ids: vec![id, cert_id(&[0]), cert_id(&[5; 20])], nonce: None };
        assert_eq!(OcspRequest::from_der(&asked.to_der()), Ok(asked));
    }
    let asked = request(MAX_CERT_IDS as u8);
    assert_eq!(OcspRequest::from_der(&asked.to_der()), Ok(asked));
}

#[test]
fn a_request_has_bounds() {
    assert_eq!(message(&request(MAX_CERT_IDS as u8 + 1).to_der()), "requestList: expected at most 64, found more");
    let none = OcspRequest { cert_ids: Vec::new(), nonce: None }.to_der();
    assert_eq!(message(&none), "TBSRequest, requestList: expected at least one item, found none");
    let long = [request(1).to_der(), vec![0; MAX_OCSP_REQUEST]].concat();
    assert!(message(&long).starts_with("OCSPRequest: expected at most 32768 octets"));
}

#[test]
fn a_nonce_has_1_to_128_octets() {
    for length in [1, 32, 33, 128] {
        let nonce = Nonce::new(&vec![9; length]).unwrap();
        let asked = OcspRequest::from_der(&extended(nonce.to_extension(), false)).unwrap();
        assert_eq!(asked.nonce, Some(nonce));
    }
    for length in [0, 129, 1024] {
        let value = encode::octet_string(&vec![9; length]);
        let der = extended(Extension { oid: oid::ID_PKIX_OCSP_NONCE, critical: false, value }, false);
        assert_eq!(message(&der), format!("Nonce: expected 1 to 128 octets, found {length} octets"));
    }
    let bare = Extension { oid: oid::ID_PKIX_OCSP_NONCE, critical: false, value: vec![1, 2, 3] };
    assert!(OcspRequest::from_der(&extended(bare, false)).is_err());
}

#[test]
fn an_unknown_extension_is_ignored_unless_it_is_critical() {
    for single in [false, true] {
        for critical in [false, true] {
            let unknown = Extension { oid: oid::ID_CE_INVALIDITY_DATE, critical, value: vec![5, 0] };
            let found = OcspRequest::from_der(&extended(unknown, single));
            assert_eq!(found.is_err(), critical, "{found:?}");
        }
    }
    let accepts = Extension { oid: oid::ID_PKIX_OCSP_RESPONSE, critical: true, value: vec![0x30, 0] };
    assert!(OcspRequest::from_der(&extended(accepts, false)).is_ok());
}

#[test]
fn a_name_and_a_signature_of_who_asks_are_taken() {
    let list = encode::sequence(&[&encode::sequence(&[cert_id(&[1]).der()])]);
    let name = encode::explicit(1, b"\x82\x01a");
    let version = |number| encode::explicit(0, &encode::integer(number));
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256).identifier();
    let signature = |certificates: &[u8]| {
        let parts: &[&[u8]] = &[algorithm.der(), &encode::bit_string(&[1]), certificates];
        encode::explicit(0, &encode::sequence(parts))
    };
    let whole = |version: &[u8], name: &[u8], signature: &[u8]| {
        OcspRequest::from_der(&encode::sequence(&[&encode::sequence(&[version, name, &list]), signature]))
    };
    assert!(whole(&version(0), &name, &signature(&encode::explicit(0, b"\x30\x02\x30\x00"))).is_ok());
    assert!(whole(&version(1), &name, &[]).is_err());
    assert!(whole(&[], &encode::explicit(1, b"\x02\x01\x01"), &[]).is_err());
    assert!(whole(&[], &encode::explicit(1, b"\x82\x01a\x82\x01a"), &[]).is_err());
    assert!(whole(&[], &[], &signature(&encode::explicit(0, b"\x30\x02\x05\x00"))).is_err());
    assert!(whole(&[], &[], &encode::explicit(1, &[5, 0])).is_err());
}

fn response_data() -> ResponseData {
    let single = |serial, status, next_update| SingleResponse {
        cert_id: cert_id(&[serial]),
        status,
        this_update: 1_000,
        next_update,
    };
    let revoked = |reason| CertStatus::Revoked { at: 500, reason };
    ResponseData {
        responder_id: ResponderId::of_key(&key()),
        produced_at: 1_001,
        responses: vec![
            single(1, CertStatus::Good, Some(4_600)),
            single(2, revoked(Some(CrlReason::KeyCompromise)), None),
            single(3, revoked(None), Some(4_600)),
            single(4, CertStatus::Unknown, None),
        ],
        nonce: Some(Nonce::new(b"once").unwrap()),
    }
}

fn response(data: &ResponseData) -> Vec<u8> {
    OcspResponse::assemble(&data.to_der().unwrap(), SignatureAlgorithm::Ecdsa(Hash::Sha256), &[1, 2])
}

#[test]
fn an_answer_comes_back() {
    let data = response_data();
    let read = OcspResponse::from_der(&response(&data)).unwrap();
    assert_eq!(read.basic().unwrap().data(), &data);
    assert_eq!(read.status(), OcspResponseStatus::Successful);
    let by_name = ResponseData { responder_id: ResponderId::ByName(Name::default()), nonce: None, ..data };
    assert_eq!(OcspResponse::from_der(&response(&by_name)).unwrap().basic().unwrap().data(), &by_name);
}

#[test]
fn unspecified_is_no_reason() {
    let mut data = response_data();
    data.responses[1].status = CertStatus::Revoked { at: 500, reason: Some(CrlReason::Unspecified) };
    let read = OcspResponse::from_der(&response(&data)).unwrap();
    assert_eq!(read.basic().unwrap().data().responses[1].status, CertStatus::Revoked { at: 500, reason: None });
}

#[test]
fn a_refusal_comes_back() {
    for (status, name) in OcspResponseStatus::ALL.into_iter().skip(1) {
        assert_eq!(OcspResponse::from_der(&status.to_der()), Ok(OcspResponse::Refused(status)), "{name}");
        assert_eq!(status.name(), name);
    }
    assert_eq!(OcspResponseStatus::Unauthorized.to_der(), b"\x30\x03\x0a\x01\x06");
    for none in [4, 7, 255] {
        assert!(OcspResponse::from_der(&encode::sequence(&[&encode::value(Tag::ENUMERATED, &[&[none]])])).is_err());
    }
    // Successful, and nothing with it.
    assert!(OcspResponse::from_der(b"\x30\x03\x0a\x01\x00").is_err());
}

#[test]
fn what_is_cut_off_or_too_long_is_refused() {
    let (asked, answered) = (request(3).to_der(), response(&response_data()));
    for length in 0..asked.len() {
        assert!(OcspRequest::from_der(&asked[..length]).is_err(), "{length}");
    }
    for length in 0..answered.len() {
        assert!(OcspResponse::from_der(&answered[..length]).is_err(), "{length}");
    }
    assert!(OcspRequest::from_der(&[&asked[..], &[0]].concat()).is_err());
    assert!(OcspResponse::from_der(&[&answered[..], &[0]].concat()).is_err());
    let huge = b"\x30\x88\x7f\xff\xff\xff\xff\xff\xff\xff\x30\x00";
    assert!(matches!(OcspRequest::from_der(huge), Err(Error::Truncated { .. })));
    assert!(matches!(OcspResponse::from_der(huge), Err(Error::Truncated { .. })));
    let long = vec![0x30; MAX_OCSP_RESPONSE + 1];
    assert!(matches!(OcspResponse::from_der(&long), Err(Error::TooLong { .. })));
}

#[test]
fn nesting_costs_nothing() {
    let nested = |mut der: Vec<u8>, levels: usize| {
        for _ in 0..levels {
            der = encode::sequence(&[&der]);
        }
        der
    };
    assert!(OcspRequest::from_der(&nested(request(1).to_der(), 5_000)).is_err());
    assert!(OcspResponse::from_der(&nested(response(&response_data()), 100_000)).is_err());
}

#[test]
fn a_changed_octet_never_panics() {
    let (asked, answered) = (request(2).to_der(), response(&response_data()));
    for (der, is_request) in [(asked, true), (answered, false)] {
        for at in 0..der.len() {
            for change in [0x01, 0x20, 0x80, 0xff] {
                let mut der = der.clone();
                der[at] ^= change;
                match is_request {
                    true => drop(OcspRequest::from_der(&der)),
                    false => drop(OcspResponse::from_der(&der)),
                }
            }
        }
    }
}
