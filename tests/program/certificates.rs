//! `canopy inspect` and `canopy verify`, on files that rcgen has made.

use crate::desk::{Desk, has, said};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
    date_time_ymd,
};

type Issuer = CertifiedIssuer<'static, KeyPair>;

/// A root, a CA below it and a server certificate, valid in all of 2026; and the CRL of that CA.
struct Chain {
    desk: Desk,
    issuing: Issuer,
}

fn params(name: &str, is_ca: bool) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(2027, 1, 1));
    if is_ca {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    }
    params
}

impl Chain {
    fn new() -> Self {
        let desk = Desk::new();
        let key = || KeyPair::generate().unwrap();
        let root = Issuer::self_signed(params("Root", true), key()).unwrap();
        let issuing = Issuer::signed_by(params("Issuing", true), key(), &root).unwrap();
        let mut server = params("Server", false);
        server.subject_alt_names = vec![rcgen::SanType::DnsName("www.example.com".try_into().unwrap())];
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        server.serial_number = Some(SerialNumber::from(7u64));
        let server = server.signed_by(&key(), &issuing).unwrap();
        desk.write("root.pem", root.pem());
        desk.write("issuing.pem", issuing.pem());
        desk.write("server.pem", server.pem());
        desk.write("server.der", server.der());
        desk.write("chain.pem", format!("{}{}", server.pem(), issuing.pem()));
        Self { desk, issuing }
    }

    fn crl(&self, name: &str, revoked: Option<u64>) {
        let revoked = revoked.map(|serial| RevokedCertParams {
            serial_number: SerialNumber::from(serial),
            revocation_time: date_time_ymd(2026, 2, 1),
            reason_code: None,
            invalidity_date: None,
        });
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 2, 1),
            next_update: date_time_ymd(2026, 12, 1),
            crl_number: SerialNumber::from(1u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.into_iter().collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        self.desk.write(name, params.signed_by(&self.issuing).unwrap().pem().unwrap());
    }

    fn verify(&self, more: &[&str]) -> crate::desk::Said {
        self.desk.canopy(&[&["verify", "--roots", "root.pem", "--at", "2026-06-01T00:00:00Z"], more].concat())
    }
}

#[test]
fn a_path_is_told_with_its_root() {
    let chain = Chain::new();
    let told = "chain.pem is valid at 2026-06-01T00:00:00.000Z:\n  0  CN=Server\n";
    let out = chain.verify(&["chain.pem"]).done();
    assert!(out.starts_with(told) && out.contains("  1  CN=Issuing\n"), "{out}");
    assert!(out.contains("  2  CN=Root (trusted root)\n"), "{out}");
    for more in [
        &["--intermediates", "issuing.pem", "server.pem"][..],
        &["--intermediates", "issuing.pem", "--purpose", "server", "--name", "WWW.example.com", "server.der"],
    ] {
        chain.verify(more).done();
    }
    let chain_file = chain.desk.read("chain.pem");
    let arguments = ["verify", "--roots", "root.pem", "--at", "2026-06-01T02:00:00+02:00", "-"];
    chain.desk.canopy_with(&arguments, &chain_file, |command| command).done();
}

#[test]
fn a_rule_that_is_broken_is_told_with_its_clause() {
    let chain = Chain::new();
    chain.crl("revoked.crl", Some(7));
    for (more, expected) in [
        (&["server.pem"][..], &["CN=Server: ", "RFC 5280 section 6.1"][..]),
        (&["--at", "2027-06-01T00:00:00Z", "chain.pem"], &["CN=Server: ", "RFC 5280 section 6.1.3 (a)(2)"]),
        (&["--crl", "revoked.crl", "chain.pem"], &["CN=Server: ", "RFC 5280 section 6.1.3 (a)(3)"]),
        (&["--purpose", "client", "chain.pem"], &["CN=Server: ", "RFC 5280 section 4.2.1.12"]),
        (&["--name", "example.com", "chain.pem"], &["CN=Server: ", "RFC 9525 section 6.3"]),
        (&["--name", "192.0.2.1", "chain.pem"], &["CN=Server: ", "RFC 9525 section 6.4"]),
        (&["--require-revocation", "chain.pem"], &["CN=Server: ", "RFC 5280 section 6.3.3"]),
    ] {
        let refusal = match more {
            ["--at", ..] => chain.desk.canopy(&[&["verify", "--roots", "root.pem"], more].concat()),
            _ => chain.verify(more),
        };
        let refusal = refusal.refused();
        assert!(expected.iter().all(|words| refusal.contains(words)), "{more:?}: {refusal}");
    }
}

#[test]
fn a_crl_that_lists_others_is_told_as_well() {
    let chain = Chain::new();
    chain.crl("good.crl", Some(8));
    let out = chain.verify(&["--crl", "good.crl", "chain.pem"]).done();
    assert!(out.contains("Not revoked"), "{out}");
}

#[test]
fn a_file_without_what_is_wanted_is_refused() {
    let chain = Chain::new();
    chain.crl("good.crl", None);
    let desk = &chain.desk;
    assert!(chain.verify(&["good.crl"]).refused().contains("expected a certificate, found none"));
    assert!(chain.verify(&["--crl", "root.pem", "chain.pem"]).refused().contains("Expected a CRL in --crl"));
    let said = desk.canopy(&["verify", "--roots", "good.crl", "chain.pem"]).refused();
    assert!(said.contains("Expected a certificate to trust in --roots"), "{said}");
    assert!(chain.verify(&["absent.pem"]).refused().contains("absent.pem could not be read"));
}

#[test]
fn each_kind_of_file_is_inspected() {
    let chain = Chain::new();
    chain.crl("list.crl", Some(7));
    let desk = &chain.desk;
    desk.write("key.pem", KeyPair::generate().unwrap().serialize_pem());
    for (file, expected) in [
        ("server.pem", "DNS:www.example.com"),
        ("server.der", "DNS:www.example.com"),
        ("list.crl", "Certificate Revocation List"),
        ("key.pem", "Private key"),
    ] {
        let text = desk.canopy(&["inspect", file]).done();
        assert!(text.to_lowercase().contains(&expected.to_lowercase()), "{file}: {text}");
    }
    let piped = desk.canopy_with(&["inspect", "-"], &desk.read("chain.pem"), |command| command).done();
    assert_eq!(piped.matches("Serial Number").count(), 2, "{piped}");
    let several = desk.canopy(&["inspect", "server.pem", "list.crl"]).done();
    assert!(several.starts_with("==> server.pem <==\n") && several.contains("\n==> list.crl <==\n"), "{several}");
    assert!(!desk.canopy(&["inspect", "key.pem"]).done().contains("MIGH"), "only the kind of a key is told");
}

#[test]
fn an_encrypted_key_and_a_container_need_no_passphrase() {
    if !has("openssl") {
        return;
    }
    let desk = Desk::new();
    let openssl = |arguments: &[&str]| said(desk.command("openssl").args(arguments), b"").done();
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=a", "-passout", "pass:geheim"];
    openssl(&[&["req", "-x509", "-keyout", "key.pem", "-out", "cert.pem"][..], &ec].concat());
    let export = ["pkcs12", "-export", "-in", "cert.pem", "-inkey", "key.pem", "-out", "both.p12"];
    openssl(&[&export[..], &["-passin", "pass:geheim", "-passout", "pass:geheim"]].concat());
    openssl(&["crl2pkcs7", "-nocrl", "-certfile", "cert.pem", "-out", "certs.p7b"]);
    for (file, expected) in [("key.pem", "Encrypted private key"), ("both.p12", "PKCS#12"), ("certs.p7b", "CN")] {
        let text = desk.canopy(&["inspect", file]).done();
        assert!(text.to_lowercase().contains(&expected.to_lowercase()), "{file}: {text}");
    }
}

#[test]
fn a_file_that_says_nothing_is_told_and_the_others_are_shown() {
    let chain = Chain::new();
    chain.desk.write("noise", "noise");
    let said = chain.desk.canopy(&["inspect", "noise", "server.pem", "absent"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.out.contains("www.example.com"), "{said:?}");
    assert!(
        said.err.contains("noise: expected a certificate") && said.err.contains("absent could not be read"),
        "{said:?}"
    );
}

/// Whoever reads may stop, as `head` does: no panic, no words.
#[cfg(unix)]
#[test]
fn a_reader_that_has_had_enough_ends_it_quietly() {
    if !has("sh") {
        return;
    }
    let chain = Chain::new();
    let many = chain.desk.read("chain.pem").repeat(400);
    chain.desk.write("many.pem", many);
    let script = format!("{{ {} inspect many.pem; echo $? >&2; }} | head -1", env!("CARGO_BIN_EXE_canopy"));
    let said = said(chain.desk.command("sh").args(["-c", &script]), b"");
    assert_eq!((said.out.lines().count(), said.err.trim()), (1, "0"), "{said:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_told() {
    let chain = Chain::new();
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = chain.desk.command(env!("CARGO_BIN_EXE_canopy"));
    let output = command.args(["inspect", "server.pem"]).stdout(full()).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("Standard output could not be written"), "{words}");
}
