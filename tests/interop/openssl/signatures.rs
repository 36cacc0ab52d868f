//! Every key algorithm × signing algorithm, for each kind of thing that is signed: a key of each algorithm signs a CSR, a
//! root and a CRL with each hash, and RSA with both paddings. Authorities of the engine sign with one of them.

use super::Asked;
use crate::desk::NOON;
use crate::tool::{Tool, at_once};
use canopy::keystore::{KeyKind, Signer as _, SoftwareKey};
use canopy::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, CrlReason, KeyUsage, SubjectKeyIdentifier,
};
use canopy::x509::{
    AttributeTypeAndValue, AttributeValue, Certificate, CertificateList, CertificationRequest,
    CertificationRequestInfo, Hash, Name, RevokedCertificate, SignatureAlgorithm, TbsCertList, TbsCertificate,
    Validity, oid, pem,
};
use std::path::Path;

const HASHES: [Hash; 3] = [Hash::Sha256, Hash::Sha384, Hash::Sha512];

/// An authority that is only a key, a hash and a name.
struct Signing<'a> {
    key: &'a SoftwareKey,
    algorithm: SignatureAlgorithm,
    name: Name,
}

/// What it has signed.
struct Signed {
    csr: CertificationRequest,
    root: Certificate,
    crl: CertificateList,
}

/// A key of each algorithm. OpenSSL makes those of RSA, which take Canopy longer in a debug build.
fn keys(openssl: &Tool) -> Vec<(String, SoftwareKey)> {
    let rsa = at_once(&["2048", "3072", "4096"], |bits| {
        let length = format!("rsa_keygen_bits:{bits}");
        let key = openssl.pipe(["genpkey", "-algorithm", "RSA", "-pkeyopt", &length], b"").expect("genpkey").stdout;
        (format!("RSA {bits}"), SoftwareKey::from_pkcs8(&pem::decode(&key).unwrap()[0].der).unwrap())
    });
    let curves = [KeyKind::P256, KeyKind::P384, KeyKind::P521];
    let curves = curves.map(|kind| (format!("{kind:?}"), SoftwareKey::generate(kind).unwrap()));
    rsa.into_iter().chain(curves).collect()
}

impl Signing<'_> {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.key.sign(self.algorithm, message).unwrap()
    }

    fn identifier(&self) -> Vec<u8> {
        self.key.public_key().key_identifier().to_vec()
    }

    fn csr(&self) -> CertificationRequest {
        let constraints = BasicConstraints { ca: true, path_len_constraint: None };
        let info = CertificationRequestInfo {
            subject: self.name.clone(),
            subject_public_key_info: self.key.public_key().clone(),
            extensions: vec![constraints.to_extension(true)],
        };
        let info = info.to_der();
        CertificationRequest::assemble(&info, self.algorithm, &self.sign(&info)).unwrap()
    }

    fn root(&self) -> Certificate {
        let usage = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_CERT_SIGN).union(KeyUsage::CRL_SIGN);
        let tbs = TbsCertificate {
            serial_number: vec![0x80, 1],
            signature: self.algorithm,
            issuer: self.name.clone(),
            validity: Validity { not_before: NOON - 3600, not_after: NOON + 3600 },
            subject: self.name.clone(),
            subject_public_key_info: self.key.public_key().clone(),
            extensions: vec![
                BasicConstraints { ca: true, path_len_constraint: None }.to_extension(true),
                SubjectKeyIdentifier(self.identifier()).to_extension(false),
                usage.to_extension(true),
            ],
        };
        let tbs = tbs.to_der().unwrap();
        Certificate::assemble(&tbs, self.algorithm, &self.sign(&tbs)).unwrap()
    }

    fn crl(&self) -> CertificateList {
        let revoked =
            |number: u8, reason| RevokedCertificate { serial_number: vec![number], revocation_date: NOON - 60, reason };
        let tbs = TbsCertList {
            signature: self.algorithm,
            issuer: self.name.clone(),
            this_update: NOON - 30,
            next_update: Some(NOON + 3600),
            revoked: vec![revoked(1, None), revoked(0xff, Some(CrlReason::KeyCompromise))],
            extensions: vec![
                AuthorityKeyIdentifier::new(self.identifier()).to_extension(false),
                CrlNumber(vec![1]).to_extension(false),
            ],
        };
        let tbs = tbs.to_der().unwrap();
        CertificateList::assemble(&tbs, self.algorithm, &self.sign(&tbs)).unwrap()
    }
}

fn name(common_name: &str) -> Name {
    let value = AttributeValue::utf8(common_name);
    Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value }]]).unwrap()
}

/// What OpenSSL calls the signature of what it was given, which it must have verified.
#[track_caller]
fn verified(openssl: &Tool, folder: &Path, arguments: &[&str], input: &str) -> String {
    let output = openssl.run_with(folder, arguments, input.as_bytes()).expect(arguments[0]);
    assert!(output.stderr.contains("verify OK"), "{}", output.stderr);
    output.text()
}

/// The signing algorithms of a key, and what OpenSSL prints of each.
fn algorithms(key_name: &str) -> Vec<(SignatureAlgorithm, Vec<String>)> {
    let named = |words: String| vec![format!("Signature Algorithm: {words}")];
    if !key_name.starts_with("RSA") {
        return HASHES.map(|hash| (SignatureAlgorithm::Ecdsa(hash), named(format!("ecdsa-with-{hash:?}")))).into();
    }
    let pkcs1 = |hash| (SignatureAlgorithm::RsaPkcs1(hash), named(format!("{hash:?}WithRSAEncryption")));
    let pss = |hash: Hash| {
        let mut printed = named("rsassaPss".into());
        let salt = hash.length();
        printed.push(format!("Hash Algorithm: {hash:?} Mask Algorithm: mgf1 with {hash:?} Salt Length: 0x{salt:X}"));
        (SignatureAlgorithm::RsaPss(hash), printed)
    };
    HASHES.map(pkcs1).into_iter().chain(HASHES.map(pss)).collect()
}

/// The text has all of that, in whatever case and with whatever spaces: they change from version to version.
#[track_caller]
fn assert_says(text: &str, expected: &[String]) {
    let flat = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in expected {
        assert!(flat(text).contains(&flat(expected)), "{expected} in\n{text}");
    }
}

#[test]
fn each_key_signs_with_each_algorithm_whatever_is_signed() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let keys = keys(&openssl);
    let all: Vec<(&str, Signed, Vec<String>)> = keys
        .iter()
        .flat_map(|(name, key)| {
            algorithms(name).into_iter().map(move |(algorithm, printed)| (name, key, algorithm, printed))
        })
        .map(|(key_name, key, algorithm, printed)| {
            let signing = Signing { key, algorithm, name: name(&format!("{key_name} {algorithm}")) };
            let signed = Signed { csr: signing.csr(), root: signing.root(), crl: signing.crl() };
            (key_name.as_str(), signed, printed)
        })
        .collect();
    assert_eq!(all.len(), 3 * 6 + 3 * 3);
    let numbered: Vec<_> = all.iter().enumerate().collect();
    at_once(&numbered, |(number, (key_name, signed, printed))| {
        let text = verified(&openssl, folder, &["req", "-verify", "-noout", "-text"], &signed.csr.to_pem());
        assert_says(&text, printed);
        let roots = format!("{number}.pem");
        std::fs::write(folder.join(&roots), signed.root.to_pem()).unwrap();
        let asked = Asked { openssl: &openssl, folder, roots: &roots, more: &[] };
        asked.accepts("any", std::slice::from_ref(&signed.root));
        let crl = ["crl", "-CAfile", &roots, "-noout", "-text"];
        let text = verified(&openssl, folder, &crl, &signed.crl.to_pem());
        assert_says(&text, printed);
        assert_eq!(text.matches("Serial Number:").count(), 2, "{text}");
        // OpenSSL has looked: with a bit changed, it is not so.
        let mut changed = signed.crl.der().to_vec();
        *changed.last_mut().unwrap() ^= 1;
        let refused = openssl.run_with(folder, &["crl", "-inform", "DER", "-CAfile", &roots, "-noout"], &changed);
        assert!(!refused.stderr.contains("verify OK"), "{key_name}: {}", refused.stderr);
    });
}
