//! Certificates, requests and CRLs to test with.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CidrSubnet, CrlDistributionPoint,
    CustomExtension, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyIdMethod, KeyPair,
    KeyUsagePurpose, NameConstraints, RevocationReason, RevokedCertParams, SanType, SerialNumber, date_time_ymd,
};

use crate::x509::extension::CrlReason;
use crate::x509::ocsp::{
    CertId, CertIdHash, CertStatus, Nonce, OcspRequest, OcspResponse, ResponderId, ResponseData, SingleResponse,
};
use crate::x509::{Hash, Name, PublicKey, SignatureAlgorithm};

/// 1 January 2026.
pub const NOW: i64 = 1_767_225_600;

pub fn key() -> KeyPair {
    KeyPair::generate().unwrap()
}

/// Valid in 2025 and 2026.
pub fn params(common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = Default::default();
    params.distinguished_name.push(DnType::CountryName, "DE");
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2027, 1, 1);
    params.serial_number = Some(SerialNumber::from(vec![0x0a, 0xbc]));
    params
}

pub fn root_params() -> CertificateParams {
    let mut params = params("Root");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(3));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("example.com".into())],
        excluded_subtrees: vec![GeneralSubtree::IpAddress(CidrSubnet::V4([10, 0, 0, 0], [255, 0, 0, 0]))],
    });
    params
}

pub fn leaf_params() -> CertificateParams {
    let mut params = params("api\u{202e}.example.com");
    params.subject_alt_names = vec![
        SanType::DnsName("api.example.com".try_into().unwrap()),
        SanType::IpAddress([192, 0, 2, 1].into()),
        SanType::URI("https://example.com/x".try_into().unwrap()),
    ];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec!["http://example.com/ca.crl".into()] }];
    params.custom_extensions = vec![CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![0x0c, 0x02, b'h', b'i'])];
    params
}

/// A leaf that a root signed, in DER.
pub fn leaf() -> Vec<u8> {
    let (root_key, leaf_key) = (key(), key());
    let issuer = Issuer::new(root_params(), root_key);
    leaf_params().signed_by(&leaf_key, &issuer).unwrap().der().to_vec()
}

pub fn root() -> Vec<u8> {
    root_params().self_signed(&key()).unwrap().der().to_vec()
}

pub fn request() -> Vec<u8> {
    let mut params = leaf_params();
    // What a request cannot ask for.
    params.serial_number = None;
    params.use_authority_key_identifier_extension = false;
    params.crl_distribution_points.clear();
    params.serialize_request(&key()).unwrap().der().to_vec()
}

/// A CRL with `count` entries.
pub fn crl(count: u64) -> Vec<u8> {
    let entry = |serial: u64| RevokedCertParams {
        serial_number: SerialNumber::from(serial + 1),
        revocation_time: date_time_ymd(2025, 6, 1),
        reason_code: Some(RevocationReason::KeyCompromise),
        invalidity_date: None,
    };
    let params = CertificateRevocationListParams {
        this_update: date_time_ymd(2025, 12, 31),
        next_update: date_time_ymd(2026, 1, 7),
        crl_number: SerialNumber::from(7),
        issuing_distribution_point: None,
        revoked_certs: (0..count).map(entry).collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    params.signed_by(&Issuer::new(root_params(), key())).unwrap().der().to_vec()
}

fn cert_id(serial: &[u8]) -> CertId {
    let key = PublicKey::from_der(&rcgen::PublicKeyData::subject_public_key_info(&key())).unwrap();
    CertId::new(CertIdHash::Sha1, &Name::default(), &key, serial)
}

/// A question about two certificates.
pub fn ocsp_request() -> Vec<u8> {
    let nonce = Some(Nonce::new(&[7; 32]).unwrap());
    OcspRequest { cert_ids: vec![cert_id(&[0x0a, 0xbc]), cert_id(&[])], nonce }.to_der()
}

/// An answer about three certificates, whose signature is none.
pub fn ocsp_response() -> Vec<u8> {
    let revoked = CertStatus::Revoked { at: NOW - 60, reason: Some(CrlReason::KeyCompromise) };
    let single = |(serial, status): (u8, CertStatus)| SingleResponse {
        cert_id: cert_id(&[serial]),
        status,
        this_update: NOW,
        next_update: Some(NOW + 3_600),
    };
    let data = ResponseData {
        responder_id: ResponderId::ByKey(vec![5; 20]),
        produced_at: NOW,
        responses: [(1, CertStatus::Good), (2, revoked), (3, CertStatus::Unknown)].map(single).to_vec(),
        nonce: Some(Nonce::new(&[7; 32]).unwrap()),
    };
    OcspResponse::assemble(&data.to_der().unwrap(), SignatureAlgorithm::Ecdsa(Hash::Sha256), &[1, 2])
}
