//! NIST's Public Key Interoperability Test Suite, version 1.0.1 of 14 April 2011: its verdicts on certification paths are
//! ours. The suite is a work of the United States government and in the public domain.

mod openssl;
mod suite;
mod table;

use canopy::x509::path::Inputs;
use canopy::x509::{Certificate, CertificateList, Oid, oid};
use std::collections::BTreeSet;
use suite::Suite;

/// The arc of the test policies, of which NIST-test-policy-1 is 1.
const POLICIES: &str = "2.16.840.1.101.3.2.1.48";

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

    fn target(&self) -> &'static str {
        self.certificates.last().unwrap()
    }

    /// What is wrong with our verdict: it is not that of NIST, or it is although it should not be.
    fn judge(&self, suite: &Suite, pool: &[Certificate], crls: &[CertificateList]) -> Option<String> {
        let found = suite.path(self.target(), pool, crls, &self.inputs);
        let failures: Vec<_> = found.iter().flat_map(|found| &found.steps).flat_map(|step| &step.failures).collect();
        let ours = found.as_ref().filter(|found| found.trusted).map(|found| &found.policies);
        assert_eq!(found.is_some() && failures.is_empty(), ours.is_some(), "{}", self.number);
        ((ours == self.expected.as_ref()) == self.difference.is_some())
            .then(|| format!("{}: {ours:?}, expected {:?}: {failures:?}", self.number, self.expected))
    }
}

#[test]
fn verdicts_are_those_of_nist() {
    let suite = Suite::read();
    let judge = |case: &Case| case.judge(&suite, &suite.certificates.some(&case.certificates), &suite.crls(&case.crls));
    let wrong: Vec<String> = Case::all().iter().filter_map(judge).collect();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What belongs to other tests makes no path valid and none invalid.
#[test]
fn verdicts_are_the_same_among_all_certificates_and_crls() {
    let suite = Suite::read();
    let (pool, crls) = (suite.certificates.all(), suite.crls.all());
    let wrong: Vec<String> = Case::all().iter().filter_map(|case| case.judge(&suite, &pool, &crls)).collect();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
