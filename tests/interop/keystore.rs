//! Keys at rest and keys to take away.

use crate::tool::Tool;
use canopy::keystore::{Identity, KeyKind, Signer as _, SoftwareKey, export};
use canopy::x509::{Certificate, pem};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use secrecy::{ExposeSecret as _, SecretString};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const KINDS: [KeyKind; 4] = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::P521];

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// A file in a folder of its own, which goes with the test.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

/// The public key, as `openssl pkey` reads it from what is given on standard input.
fn public_key(openssl: &Tool, arguments: &[&str], stdin: &[u8]) -> Result<Vec<u8>, String> {
    let output = openssl.pipe([&["pkey", "-pubout", "-outform", "DER"], arguments].concat(), stdin);
    if output.success { Ok(output.stdout) } else { Err(output.stderr) }
}

#[test]
fn openssl_opens_the_encrypted_pem() {
    let Some(openssl) = Tool::find("openssl") else { return };
    for kind in [KeyKind::Rsa2048, KeyKind::P521] {
        let key = SoftwareKey::generate(kind).unwrap();
        let text = export::encrypted_pem(&key, &secret("right: ä 😀")).unwrap();
        let opened = public_key(&openssl, &["-passin", "pass:right: ä 😀"], text.as_bytes()).unwrap();
        assert_eq!(opened, key.public_key().der(), "{kind:?}");
        assert!(public_key(&openssl, &["-passin", "pass:wrong"], text.as_bytes()).is_err(), "{kind:?}");
    }
}

#[test]
fn openssl_sees_pbes2_with_600000_rounds() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let text = export::encrypted_pem(&key, &secret("right")).unwrap();
    let shown = openssl.pipe(["asn1parse"], text.as_bytes()).expect("read what Canopy wrote").text();
    for expected in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0"] {
        assert!(shown.contains(expected), "{expected} in\n{shown}");
    }
}

/// A key whose certificate was issued by an intermediate of a root.
struct Chain {
    key: SoftwareKey,
    certificate: Certificate,
    above: Vec<Certificate>,
}

fn chain(kind: KeyKind) -> Chain {
    let authority = |name: &str| {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters
    };
    let (root_key, intermediate_key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let root = authority("Root").self_signed(&root_key).unwrap();
    let issuer = Issuer::new(authority("Root"), root_key);
    let intermediate = authority("Intermediate").signed_by(&intermediate_key, &issuer).unwrap();
    let issuer = Issuer::new(authority("Intermediate"), intermediate_key);
    let key = SoftwareKey::generate(kind).unwrap();
    let subject = KeyPair::try_from(key.to_pkcs8().as_slice()).unwrap();
    let mut parameters = CertificateParams::new(vec!["a.example".into()]).unwrap();
    parameters.distinguished_name.push(DnType::CommonName, "Leaf");
    let certificate = parameters.signed_by(&subject, &issuer).unwrap();
    let read = |der: &[u8]| Certificate::from_der(der).unwrap();
    Chain { key, certificate: read(certificate.der()), above: vec![read(intermediate.der()), read(root.der())] }
}

impl Chain {
    fn pkcs12(&self, friendly_name: &str, passphrase: &str) -> Vec<u8> {
        let passphrase = secret(passphrase);
        export::pkcs12(&self.key, &self.certificate, &self.above, friendly_name, &passphrase).unwrap().to_vec()
    }
}

fn pkcs12(openssl: &Tool, file: &Path, passphrase: &str, arguments: &[&str]) -> Result<String, String> {
    let file = file.to_str().unwrap();
    let passphrase = format!("pass:{passphrase}");
    let output = openssl.pipe([&["pkcs12", "-in", file, "-passin", &passphrase], arguments].concat(), b"");
    // Friendly names come out in Latin-1.
    let text = String::from_utf8_lossy(&output.stdout) + output.stderr.as_str();
    if output.success { Ok(text.into_owned()) } else { Err(output.stderr) }
}

#[test]
fn openssl_opens_the_pkcs12_file_with_its_chain() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let files = Files::new();
    for (kind, passphrase) in [(KeyKind::Rsa2048, "right"), (KeyKind::P384, "ä 😀")] {
        let chain = chain(kind);
        let file = files.write("key.p12", chain.pkcs12("a näme", passphrase));
        let open = |arguments: &[&str]| pkcs12(&openssl, &file, passphrase, arguments).unwrap();
        let certificates = |arguments: &[&str]| -> Vec<_> {
            pem::decode(open(arguments).as_bytes()).unwrap().into_iter().map(|block| block.der).collect()
        };
        assert_eq!(certificates(&["-nokeys", "-clcerts"]), [chain.certificate.der()]);
        assert_eq!(certificates(&["-nokeys", "-cacerts"]), [chain.above[0].der(), chain.above[1].der()]);
        let key = open(&["-nocerts", "-nodes"]);
        assert_eq!(public_key(&openssl, &[], key.as_bytes()).unwrap(), chain.key.public_key().der());
        assert!(pkcs12(&openssl, &file, "wrong", &["-noout"]).is_err());
    }
}

#[test]
fn openssl_sees_modern_algorithms_and_the_name_of_the_pkcs12_file() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let files = Files::new();
    let file = files.write("key.p12", chain(KeyKind::P256).pkcs12("a name", "right"));
    let shown = pkcs12(&openssl, &file, "right", &["-info", "-nodes"]).unwrap();
    let encryption = "PBES2, PBKDF2, AES-256-CBC, Iteration 250000, PRF hmacWithSHA256";
    assert_eq!(shown.matches(encryption).count(), 2, "{shown}");
    assert!(shown.contains("MAC: sha256, Iteration 250000"), "{shown}");
    assert_eq!(shown.matches("friendlyName: a name").count(), 2, "{shown}");
    assert_eq!(shown.matches("localKeyID: ").count(), 2, "{shown}");
}

#[test]
fn java_opens_the_pkcs12_file_with_its_chain() {
    let Some(keytool) = Tool::find("keytool") else { return };
    let files = Files::new();
    let file = files.write("key.p12", chain(KeyKind::Rsa2048).pkcs12("a name", "right one"));
    let list = |passphrase: &str| {
        let file = file.to_str().unwrap();
        keytool.pipe(["-J-Duser.language=en", "-list", "-v", "-keystore", file, "-storepass", passphrase], b"")
    };
    let shown = list("right one").expect("read what Canopy wrote").text();
    for expected in ["Alias name: a name", "Entry type: PrivateKeyEntry", "Certificate chain length: 3"] {
        assert!(shown.contains(expected), "{expected} in\n{shown}");
    }
    assert!(!list("wrong one").success);
}

/// The way to a key when Canopy is gone. `age` asks for the passphrase of a wrapped identity at the terminal, which a
/// test has not, so its text is taken from `Identity` here.
#[test]
fn age_and_openssl_recover_a_sealed_key() {
    let (Some(age), Some(openssl)) = (Tool::find("age"), Tool::find("openssl")) else { return };
    let files = Files::new();
    let identity = Identity::generate();
    let wrapped = identity.wrap(&secret("right"), 2).unwrap();
    let identity = Identity::unwrap(&wrapped, &secret("right")).unwrap();
    let path = files.write("identity.txt", format!("{}\n", identity.to_text().expose_secret()));
    for kind in KINDS {
        let key = SoftwareKey::generate(kind).unwrap();
        let sealed = identity.seal(&key.to_pkcs8()).unwrap();
        let opened = age.pipe(["-d", "-i", path.to_str().unwrap()], &sealed).expect("read what Canopy wrote").stdout;
        assert_eq!(public_key(&openssl, &["-inform", "DER"], &opened).unwrap(), key.public_key().der(), "{kind:?}");
    }
    let other = files.write("other.txt", format!("{}\n", Identity::generate().to_text().expose_secret()));
    let sealed = identity.seal(b"a private key").unwrap();
    assert!(!age.pipe(["-d", "-i", other.to_str().unwrap()], &sealed).success);
}

/// What `age` seals, Canopy opens: a person can seal a key again with other tools.
#[test]
fn canopy_opens_what_age_seals() {
    let Some(age) = Tool::find("age") else { return };
    let files = Files::new();
    let identity = Identity::generate();
    let path = files.write("identity.txt", format!("{}\n", identity.to_text().expose_secret()));
    let sealed =
        age.pipe(["-e", "-i", path.to_str().unwrap()], b"a private key").expect("read what Canopy wrote").stdout;
    assert_eq!(identity.open(&sealed).unwrap().as_slice(), b"a private key");
}
