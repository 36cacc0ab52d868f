//! OpenSSL's verdicts beside those of NIST, so that the table and the data are right by a second implementation.

use super::Case;
use super::suite::{AT, Suite};
use crate::tool::{Tool, at_once};
use canopy::x509::path::Inputs;
use canopy::x509::{oid, pem};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where OpenSSL comes to another verdict than NIST, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    ("4.1.5", "it does not inherit DSA parameters"),
    ("4.14.30", "it does not let a CRL tell of who signed it (crypto/x509/x509_vfy.c, check_crl_path)"),
];

/// The inputs as options of `openssl verify`, where a user without policies accepts none rather than any.
fn options(inputs: &Inputs) -> Vec<String> {
    let flags = [
        (inputs.initial_explicit_policy, "-explicit_policy"),
        (inputs.initial_policy_mapping_inhibit, "-inhibit_map"),
        (inputs.initial_any_policy_inhibit, "-inhibit_any"),
    ];
    let any = BTreeSet::from([oid::ID_ANY_POLICY]);
    let policies = if inputs.user_initial_policy_set.is_empty() { &any } else { &inputs.user_initial_policy_set };
    let policies = policies.iter().flat_map(|policy| ["-policy".to_owned(), policy.to_string()]);
    policies.chain(flags.into_iter().filter(|(set, _)| *set).map(|(_, flag)| flag.to_owned())).collect()
}

/// The targets of these that OpenSSL accepts with the same options, among all certificates and CRLs.
fn accepted(openssl: &Tool, folder: &Path, options: &[String], cases: &[&Case]) -> BTreeSet<String> {
    let time = AT.to_string();
    let mut arguments = vec!["verify", "-attime", &time, "-CAfile", "root.pem", "-untrusted", "pool.pem"];
    arguments.extend(["-CRLfile", "crls.pem", "-crl_check_all", "-extended_crl", "-use_deltas"]);
    arguments.extend(options.iter().map(String::as_str));
    let files: BTreeSet<String> = cases.iter().map(|case| format!("{}.pem", case.target())).collect();
    arguments.extend(files.iter().map(String::as_str));
    let output = openssl.run(folder, &arguments).text();
    output.lines().filter_map(|line| line.strip_suffix(".pem: OK")).map(str::to_owned).collect()
}

#[test]
fn openssl_comes_to_the_verdicts_of_nist() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let suite = Suite::read();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, pem: &str| std::fs::write(folder.path().join(format!("{name}.pem")), pem).unwrap();
    for (name, der) in &suite.certificates.der {
        write(name, &pem::encode("CERTIFICATE", der));
    }
    write("root", &suite.root()[0].to_pem());
    write("pool", &suite.certificates.pem("CERTIFICATE"));
    write("crls", &suite.crls.pem("X509 CRL"));

    let all = Case::all();
    let mut groups: BTreeMap<Vec<String>, Vec<&Case>> = BTreeMap::new();
    for case in &all {
        groups.entry(options(&case.inputs)).or_default().push(case);
    }
    let groups: Vec<_> = groups.into_iter().collect();
    let judged = at_once(&groups, |(options, cases)| {
        let accepted = accepted(&openssl, folder.path(), options, cases);
        let differs = |case: &&&Case| accepted.contains(case.target()) != case.expected.is_some();
        cases.iter().filter(differs).map(|case| case.number).collect::<Vec<_>>()
    });
    let mut different: Vec<&str> = judged.into_iter().flatten().collect();
    different.sort_unstable();
    assert_eq!(different, DIFFERENCES.iter().map(|(number, _)| *number).collect::<Vec<_>>());
}
