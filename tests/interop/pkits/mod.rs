//! NIST's Public Key Interoperability Test Suite, whose verdicts on certification paths ours must be.
//!
//! The data are the certificates and CRLs of the suite of 14 April 2011, one file for each kind with its DER one behind
//! the other, and their names in the same order. The suite is a work of the United States government and in the public
//! domain.

mod openssl;
mod table;

use canopy::x509::path::{self, Inputs, Material};
use canopy::x509::{Certificate, CertificateList, Oid, oid};
use std::collections::BTreeSet;

/// 15 April 2011, the day after the suite was published.
const AT: i64 = 1_302_825_600;
const ROOT: &str = "TrustAnchorRootCertificate";
const ROOT_CRL: &str = "TrustAnchorRootCRL";
/// The arc of the test policies, such as NIST-test-policy-1.
const POLICIES: &str = "2.16.840.1.101.3.2.1.48";

/// A kind of the data: documents with their names.
struct Documents(Vec<(&'static str, &'static [u8])>);

impl Documents {
    fn read(names: &'static str, mut octets: &'static [u8]) -> Self {
        let mut documents = Vec::new();
        for name in names.lines() {
            let (document, rest) = octets.split_at(length(octets));
            documents.push((name, document));
            octets = rest;
        }
        assert!(octets.is_empty(), "there are more documents than names");
        Self(documents)
    }

    fn certificates() -> Self {
        Self::read(include_str!("data/certificates.txt"), include_bytes!("data/certificates.der"))
    }

    fn crls() -> Self {
        Self::read(include_str!("data/crls.txt"), include_bytes!("data/crls.der"))
    }

    fn find(&self, name: &str) -> &'static [u8] {
        self.0.iter().find(|(of, _)| *of == name).unwrap_or_else(|| panic!("{name} is not among the data")).1
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

/// A row of the table.
struct Case {
    number: &'static str,
    /// The target last.
    certificates: Vec<&'static str>,
    /// Without that of the root.
    crls: Vec<&'static str>,
    inputs: Inputs,
    /// The user-constrained policy set of a valid path.
    expected: Option<BTreeSet<Oid>>,
    /// Why ours is another verdict.
    difference: Option<&'static str>,
}

fn policies<'t>(numbers: impl Iterator<Item = &'t str>) -> BTreeSet<Oid> {
    let policy = |number: &str| match number {
        "any" => oid::ID_ANY_POLICY,
        number => Oid::new_unwrap(&format!("{POLICIES}.{number}")),
    };
    numbers.filter(|number| *number != "-").map(policy).collect()
}

fn inputs(text: &str) -> Inputs {
    let mut inputs = Inputs { require_revocation: true, ..Inputs::default() };
    for input in text.split(", ").filter(|input| !input.is_empty()) {
        match input.split_once(' ') {
            None if input == "explicit" => inputs.initial_explicit_policy = true,
            Some(("no", "mapping")) => inputs.initial_policy_mapping_inhibit = true,
            Some(("no", "any")) => inputs.initial_any_policy_inhibit = true,
            Some(("policies", numbers)) => inputs.user_initial_policy_set = policies(numbers.split(' ')),
            _ => panic!("{input} is no input"),
        }
    }
    inputs
}

impl Case {
    fn all() -> Vec<Self> {
        let rows = table::TABLE.lines().filter(|row| !row.starts_with('#'));
        let cases: Vec<Self> = rows.map(Self::read).collect();
        assert_eq!(cases.len(), 249);
        cases
    }

    fn read(row: &'static str) -> Self {
        let columns: Vec<&str> = row.split('|').map(str::trim).collect();
        let words = |column: &'static str| column.split_ascii_whitespace().collect();
        let mut expected = columns[4].split(' ');
        Self {
            number: columns[0],
            certificates: words(columns[1]),
            crls: words(columns[2]),
            inputs: inputs(columns[3]),
            expected: match expected.next() {
                Some("valid") => Some(policies(expected)),
                Some("invalid") => None,
                other => panic!("{other:?} is no verdict"),
            },
            difference: columns.get(5).copied(),
        }
    }

    fn crls(&self) -> impl Iterator<Item = &'static str> {
        self.crls.iter().copied().chain([ROOT_CRL])
    }

    /// Our verdict, with what is at hand: the user-constrained policy set, or what is wrong.
    fn ours(
        &self,
        pool: &[Certificate],
        crls: &[CertificateList],
        certificates: &Documents,
    ) -> Result<BTreeSet<Oid>, String> {
        let read = |name: &str| Certificate::from_der(certificates.find(name)).map_err(|problem| problem.to_string());
        let roots = [read(ROOT)?];
        let material = Material { pool, roots: &roots, crls, ..Material::default() };
        let found = path::validate(&read(self.certificates.last().unwrap())?, &material, &self.inputs, AT);
        let failures = found.steps.iter().flat_map(|step| &step.failures);
        let failures: Vec<String> =
            failures.map(|failure| format!("{}: {}", failure.rule.section(), failure.words)).collect();
        assert_eq!(found.trusted, failures.is_empty());
        if found.trusted { Ok(found.policies) } else { Err(failures.join("; ")) }
    }

    /// What is wrong with our verdict.
    fn compare(&self, ours: &Result<BTreeSet<Oid>, String>) -> Option<String> {
        let agrees = ours.as_ref().ok() == self.expected.as_ref();
        (agrees == self.difference.is_some())
            .then(|| format!("{}: {ours:?}, expected {:?}, {:?}", self.number, self.expected, self.difference))
    }
}

/// Those that can be read.
fn parsed<T, E>(documents: impl Iterator<Item = &'static [u8]>, read: impl Fn(&[u8]) -> Result<T, E>) -> Vec<T> {
    documents.filter_map(|document| read(document).ok()).collect()
}

#[test]
fn verdicts_are_those_of_nist() {
    let (certificates, crls) = (Documents::certificates(), Documents::crls());
    let judge = |case: &Case| {
        let pool = parsed(case.certificates.iter().map(|name| certificates.find(name)), Certificate::from_der);
        let lists = parsed(case.crls().map(|name| crls.find(name)), CertificateList::from_der);
        case.compare(&case.ours(&pool, &lists, &certificates))
    };
    let wrong: Vec<String> = Case::all().iter().filter_map(judge).collect();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What belongs to other tests makes no path valid and none invalid.
#[test]
fn verdicts_are_the_same_among_all_certificates_and_crls() {
    let (certificates, crls) = (Documents::certificates(), Documents::crls());
    let pool = parsed(certificates.0.iter().map(|(_, document)| *document), Certificate::from_der);
    let lists = parsed(crls.0.iter().map(|(_, document)| *document), CertificateList::from_der);
    let judge = |case: &Case| case.compare(&case.ours(&pool, &lists, &certificates));
    let wrong: Vec<String> = Case::all().iter().filter_map(judge).collect();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
