//! The whole job as the README scripts it.

use crate::desk::{Desk, has, said};

/// The lines of the README.
fn script() -> String {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let (_, rest) = readme.split_once("<!-- script -->\n\n```sh\n").unwrap();
    rest.split_once("```\n\n<!-- end of script -->").unwrap().0.to_owned()
}

#[test]
fn the_script_of_the_readme_does_the_whole_job() {
    if !has("openssl") || !has("sh") {
        return;
    }
    let desk = Desk::with_workspace();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_canopy"), desk.path("canopy")).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths([desk.folder().to_owned()].into_iter().chain(std::env::split_paths(&path)));
    let script = format!("set -eu\n{}\necho \"last: $issuing\"\n", script());
    let out = said(desk.command("sh").args(["-c", &script]).env("PATH", path.unwrap()), b"").done();
    assert!(out.contains("server.pem is valid at"), "{out}");
    assert!(out.contains("(trusted root)"), "{out}");
    assert!(out.contains("Certificate Revocation List"), "{out}");
    let id = out.trim_end().rsplit_once('/').unwrap().1;

    // Another program agrees: the certificate was good, and is revoked.
    let openssl = |arguments: &[&str]| said(desk.command("openssl").args(arguments), b"");
    let crl = format!("published/crl/{id}.crl");
    openssl(&["crl", "-inform", "DER", "-in", &crl, "-out", "issuing.crl.pem"]).done();
    let chain = ["verify", "-CAfile", "root.pem", "-untrusted", "issuing.pem"];
    openssl(&[&chain[..], &["server.pem"]].concat()).done();
    let revoked = openssl(&[&chain[..], &["-crl_check", "-CRLfile", "issuing.crl.pem", "server.pem"]].concat());
    assert!(revoked.code != Some(0) && revoked.err.contains("certificate revoked"), "{revoked:?}");

    // So does this one, by the clause of the RFC.
    let with = ["verify", "--roots", "root.pem", "--intermediates", "issuing.pem", "--crl", &crl, "server.pem"];
    let refusal = desk.canopy(&with).refused();
    assert!(refusal.contains("CN=www.example.com") && refusal.contains("RFC 5280 section 6.1.3 (a)(3)"), "{refusal}");
    assert!(desk.canopy(&["check", "pki.ron"]).done().contains("all written by holders of the passphrase"));
}
