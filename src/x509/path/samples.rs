//! A root, an intermediate and a leaf to test paths with.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};

use super::*;
use crate::x509::decode::Value;
use crate::x509::extension::{BasicConstraints, CrlDistributionPoints, CrlReason, KeyUsage};
use crate::x509::{
    AttributeTypeAndValue, AttributeValue, Extension, GeneralName, Hash, Name, PublicKey, RevokedCertificate,
    SignatureAlgorithm, Tag, TbsCertList, TbsCertificate, Validity, encode, oid,
};

/// 1 January 2026.
pub const NOW: i64 = 1_767_225_600;
pub const DAY: i64 = 86_400;
pub const ECDSA: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);

pub fn name(common_name: &str) -> Name {
    let value = AttributeValue::utf8(common_name);
    Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value }]]).unwrap()
}

/// Someone with a name and a key.
pub struct Party {
    pub name: Name,
    pub key: EcdsaKeyPair,
    pub public_key: PublicKey,
}

impl Party {
    pub fn new(common_name: &str) -> Party {
        let key = rcgen::KeyPair::generate().unwrap();
        let public_key = PublicKey::from_der(&rcgen::PublicKeyData::subject_public_key_info(&key)).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key.serialize_der()).unwrap();
        Party { name: name(common_name), key, public_key }
    }

    fn sign(&self, tbs: &[u8]) -> Vec<u8> {
        self.key.sign(&SystemRandom::new(), tbs).unwrap().as_ref().to_vec()
    }

    pub fn certify(&self, subject: &Party, edit: impl FnOnce(&mut TbsCertificate)) -> Certificate {
        let mut tbs = TbsCertificate {
            serial_number: vec![7],
            signature: ECDSA,
            issuer: self.name.clone(),
            validity: Validity { not_before: NOW - DAY, not_after: NOW + DAY },
            subject: subject.name.clone(),
            subject_public_key_info: subject.public_key.clone(),
            extensions: Vec::new(),
        };
        edit(&mut tbs);
        let der = tbs.to_der().unwrap();
        Certificate::assemble(&der, ECDSA, &self.sign(&der)).unwrap()
    }

    /// A certificate of version 1, which has no extensions.
    pub fn certify_version_1(&self, subject: &Party) -> Certificate {
        let der = self.certify(subject, |_| ()).tbs_der().to_vec();
        // The SEQUENCE without its first field, [0] with the version.
        let mut fields = Value::only(&der, Tag::SEQUENCE, "TBSCertificate").unwrap().values("TBSCertificate");
        fields.any("version").unwrap();
        let der = encode::sequence(&[fields.rest()]);
        Certificate::assemble(&der, ECDSA, &self.sign(&der)).unwrap()
    }

    pub fn certify_ca(&self, subject: &Party, edit: impl FnOnce(&mut TbsCertificate)) -> Certificate {
        self.certify(subject, |tbs| {
            tbs.extensions =
                vec![constraints(true, None), (KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN).to_extension(true)];
            edit(tbs);
        })
    }

    pub fn revoke(&self, serials: &[u8], edit: impl FnOnce(&mut TbsCertList)) -> CertificateList {
        let entry = |serial: &u8| RevokedCertificate {
            serial_number: vec![*serial],
            revocation_date: NOW - DAY,
            reason: Some(CrlReason::KeyCompromise),
        };
        let mut tbs = TbsCertList {
            signature: ECDSA,
            issuer: self.name.clone(),
            this_update: NOW - DAY,
            next_update: Some(NOW + DAY),
            revoked: serials.iter().map(entry).collect(),
            extensions: Vec::new(),
        };
        edit(&mut tbs);
        let der = tbs.to_der().unwrap();
        CertificateList::assemble(&der, ECDSA, &self.sign(&der)).unwrap()
    }
}

pub fn constraints(ca: bool, path_len_constraint: Option<u32>) -> Extension {
    BasicConstraints { ca, path_len_constraint }.to_extension(true)
}

pub fn replace(tbs: &mut TbsCertificate, extension: Extension) {
    tbs.extensions.retain(|present| present.oid != extension.oid);
    tbs.extensions.push(extension);
}

pub fn dns(name: &str) -> GeneralName {
    GeneralName::DnsName(name.into())
}

/// A root, an intermediate and a leaf.
pub struct World {
    pub root: Party,
    pub middle: Party,
    pub leaf: Party,
}

impl World {
    pub fn new() -> World {
        World { root: Party::new("Root"), middle: Party::new("Middle"), leaf: Party::new("Leaf") }
    }

    pub fn root(&self) -> Certificate {
        self.root.certify_ca(&self.root, |_| ())
    }

    /// The path with edits of the intermediate and the leaf.
    pub fn path(&self, middle: impl FnOnce(&mut TbsCertificate), leaf: impl FnOnce(&mut TbsCertificate)) -> Path {
        let middle = self.root.certify_ca(&self.middle, middle);
        path(&self.middle.certify(&self.leaf, leaf), &[middle], &[self.root()], NOW, &[])
    }

    pub fn with_crls(&self, crls: &[CertificateList]) -> Path {
        let middle = self.root.certify_ca(&self.middle, |tbs| tbs.serial_number = vec![9]);
        let leaf = self.middle.certify(&self.leaf, |tbs| {
            tbs.extensions = vec![CrlDistributionPoints::of_uri("http://a/1.crl").to_extension(false).unwrap()];
        });
        path(&leaf, &[middle], &[self.root()], NOW, crls)
    }
}

/// `position rule: words` of all failures, without the name of the RFC.
pub fn failures(path: &Path) -> Vec<String> {
    assert_eq!(path.trusted, path.steps.iter().all(|step| step.failures.is_empty()));
    let of_step = |(position, step): (usize, &Step)| {
        let line = |failure: &Failure| {
            format!("{position} {}: {}", failure.rule.section().replace("RFC 5280 section ", ""), failure.words)
        };
        step.failures.iter().map(line).collect::<Vec<_>>()
    };
    path.steps.iter().enumerate().flat_map(of_step).collect()
}
