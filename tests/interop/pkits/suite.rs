//! The data of the suite: one file for the certificates and one for the CRLs, with their DER one behind the other, and
//! beside each their names in the same order.

use canopy::x509::path::{self, Inputs, Material, Path};
use canopy::x509::{Certificate, CertificateList, Error, pem};
use std::collections::BTreeMap;

/// 15 April 2011
pub const AT: i64 = 1_302_825_600;
const ROOT: &str = "TrustAnchorRootCertificate";
const ROOT_CRL: &str = "TrustAnchorRootCRL";
/// Those that cannot be read: of their signatures, which do not match, a bit is unused.
const UNREADABLE: [&str; 3] = ["BadSignedCACert", "InvalidDSASignatureTest6EE", "BadCRLSignatureCACRL"];

/// Documents of a kind by their names, and what of them can be read.
pub struct Documents<T> {
    pub der: BTreeMap<&'static str, &'static [u8]>,
    read: BTreeMap<&'static str, T>,
}

/// All certificates and CRLs.
pub struct Suite {
    pub certificates: Documents<Certificate>,
    pub crls: Documents<CertificateList>,
}

impl<T: Clone> Documents<T> {
    fn new(names: &'static str, mut octets: &'static [u8], read: impl Fn(&[u8]) -> Result<T, Error>) -> Self {
        let mut documents = Self { der: BTreeMap::new(), read: BTreeMap::new() };
        for name in names.lines() {
            let (der, rest) = octets.split_at(length(octets));
            octets = rest;
            documents.der.insert(name, der);
            match read(der) {
                Ok(document) => drop(documents.read.insert(name, document)),
                Err(problem) => assert!(UNREADABLE.contains(&name), "{name}: {problem}"),
            }
        }
        assert!(octets.is_empty(), "there are more documents than names");
        documents
    }

    pub fn all(&self) -> Vec<T> {
        self.read.values().cloned().collect()
    }

    /// Those of these names that can be read.
    pub fn some<'n>(&self, names: impl IntoIterator<Item = &'n &'n str>) -> Vec<T> {
        let found = names.into_iter().filter(|name| !UNREADABLE.contains(name));
        found.map(|name| self.read[name].clone()).collect()
    }

    /// As PEM with this label.
    pub fn pem(&self, label: &str) -> String {
        self.der.values().map(|der| pem::encode(label, der)).collect()
    }
}

impl Suite {
    pub fn read() -> Self {
        let certificates = (include_str!("data/certificates.txt"), include_bytes!("data/certificates.der"));
        let crls = (include_str!("data/crls.txt"), include_bytes!("data/crls.der"));
        let certificates = Documents::new(certificates.0, certificates.1, Certificate::from_der);
        let suite = Self { certificates, crls: Documents::new(crls.0, crls.1, CertificateList::from_der) };
        assert_eq!((suite.certificates.der.len(), suite.crls.der.len()), (405, 173));
        suite
    }

    pub fn root(&self) -> Vec<Certificate> {
        self.certificates.some(&[ROOT])
    }

    /// The CRLs of these names, and that of the root.
    pub fn crls(&self, names: &[&str]) -> Vec<CertificateList> {
        self.crls.some(names.iter().chain(&[ROOT_CRL]))
    }

    /// The path of the certificate of this name with these at hand, if it can be read.
    pub fn path(&self, target: &str, pool: &[Certificate], crls: &[CertificateList], inputs: &Inputs) -> Option<Path> {
        let roots = self.root();
        let material = Material { pool, roots: &roots, crls, ..Material::default() };
        Some(path::validate(self.certificates.read.get(target)?, &material, inputs, AT))
    }
}

/// The length of the first document, which is a SEQUENCE of 128 octets or more.
fn length(octets: &[u8]) -> usize {
    match *octets {
        [0x30, 0x81, length, ..] => 3 + usize::from(length),
        [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([high, low])),
        _ => panic!("this is no SEQUENCE of 128 octets or more"),
    }
}
