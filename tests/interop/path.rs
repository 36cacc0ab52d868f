//! Our judgement of certification paths beside that of OpenSSL, rustls-webpki and the makers of x509-limbo.

mod limbo;
mod names;
mod peers;
mod policies;

use crate::tool::Tool;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use canopy::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use canopy::x509::path::{self, Inputs, Material};
use canopy::x509::{
    AttributeTypeAndValue, AttributeValue, Certificate, Extension, Hash, Name, PublicKey, SignatureAlgorithm,
    TbsCertificate, Validity, oid,
};

/// 1 January 2026.
const NOW: i64 = 1_767_225_600;

/// Someone with a name and a key.
struct Party {
    name: Name,
    key: EcdsaKeyPair,
    public_key: PublicKey,
}

impl Party {
    fn new(name: &str) -> Self {
        let key = ::rcgen::KeyPair::generate().unwrap();
        let public_key = PublicKey::from_der(&::rcgen::PublicKeyData::subject_public_key_info(&key)).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key.serialize_der()).unwrap();
        let value = AttributeValue::utf8(name);
        let name = Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value }]]).unwrap();
        Self { name, key, public_key }
    }

    /// With identifiers of the keys, so that others find the issuer among several of one name.
    fn certify(&self, subject: &Self, mut extensions: Vec<Extension>) -> Certificate {
        let identifier = |party: &Self| party.public_key.key_identifier().to_vec();
        extensions.push(SubjectKeyIdentifier(identifier(subject)).to_extension(false));
        extensions.push(AuthorityKeyIdentifier::new(identifier(self)).to_extension(false));
        let signature = SignatureAlgorithm::Ecdsa(Hash::Sha256);
        let tbs = TbsCertificate {
            serial_number: vec![7],
            signature,
            issuer: self.name.clone(),
            validity: Validity { not_before: NOW - 1_000, not_after: NOW + 1_000 },
            subject: subject.name.clone(),
            subject_public_key_info: subject.public_key.clone(),
            extensions,
        };
        let der = tbs.to_der().unwrap();
        let value = self.key.sign(&SystemRandom::new(), &der).unwrap();
        Certificate::assemble(&der, signature, value.as_ref()).unwrap()
    }

    fn certify_ca(&self, subject: &Self, more: &[Extension]) -> Certificate {
        let ca = BasicConstraints { ca: true, path_len_constraint: None }.to_extension(true);
        self.certify(subject, [&[ca, KeyUsage::KEY_CERT_SIGN.to_extension(true)], more].concat())
    }

    fn certify_server(&self, subject: &Self, more: &[Extension]) -> Certificate {
        let usage = ExtendedKeyUsage(vec![oid::ID_KP_SERVER_AUTH]).to_extension(false);
        self.certify(subject, [&[usage], more].concat())
    }
}

/// A leaf with the certificates above it.
struct Chain {
    leaf: Certificate,
    pool: Vec<Certificate>,
    root: Certificate,
}

impl Chain {
    /// Our verdict: why it is refused, or nothing.
    fn ours(&self) -> Vec<String> {
        self.ours_for(&Inputs::default())
    }

    /// Our verdict for a user who asks more.
    fn ours_for(&self, inputs: &Inputs) -> Vec<String> {
        let roots = std::slice::from_ref(&self.root);
        let material = Material { pool: &self.pool, roots, ..Material::default() };
        let found = path::validate(&self.leaf, &material, inputs, NOW);
        found.steps.iter().flat_map(|step| &step.failures).map(|failure| failure.words.clone()).collect()
    }

    /// Whether OpenSSL accepts it, and what it says.
    fn openssl(&self, openssl: &Tool, options: &[&str]) -> (bool, String) {
        let folder = tempfile::tempdir().unwrap();
        let pool: String = self.pool.iter().map(Certificate::to_pem).collect();
        for (name, pem) in [("root.pem", self.root.to_pem()), ("pool.pem", pool), ("leaf.pem", self.leaf.to_pem())] {
            std::fs::write(folder.path().join(name), pem).unwrap();
        }
        let time = NOW.to_string();
        let always = ["verify", "-attime", &time, "-CAfile", "root.pem", "-untrusted", "pool.pem"];
        let output = openssl.run(folder.path(), &[&always, options, &["leaf.pem"]].concat());
        (output.success, output.text() + &output.stderr)
    }
}

/// Numbers that look random and are the same in each run (the generator of Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}
