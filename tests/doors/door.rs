//! The doors at which anybody's octets come in, and what must hold whatever they are. `cargo test` knocks with what is
//! almost right, and the fuzzers of `fuzz` with what they find.

use axum::http::{HeaderName, HeaderValue, Request};
use canopy::engine::{Action, Caller, Engine, Environment, Error, Options, read_csr};
use canopy::publish::FolderBuckets;
use canopy::server::sigv4::{Claim, Credentials, sign};
use canopy::workspace::{Settings, Timestamp};
use canopy::x509::ocsp::OcspRequest;
use canopy::x509::{Certificate, CertificateList, CertificationRequest, pem};
use secrecy::SecretString;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// A door: whether what came is what it is for.
pub type Door = fn(&[u8]) -> bool;

/// All of them, by the folder of `fuzz/seeds` with what is let in.
#[allow(dead_code, reason = "each fuzzer knocks at one")]
pub const ALL: [(&str, Door); 6] =
    [("certificate", certificate), ("crl", crl), ("csr", csr), ("json", json), ("ocsp", ocsp), ("sigv4", sigv4)];

/// A certificate, as it is installed and inspected: as DER it is the same octets, and in PEM too.
pub fn certificate(octets: &[u8]) -> bool {
    let Ok(read) = Certificate::from_der(octets) else { return false };
    assert_eq!(read.der(), octets);
    assert_eq!(pem::decode(read.to_pem().as_bytes()).unwrap()[0].der, octets);
    // Whether it holds is not the point.
    let _ = (read.verify_signature(read.public_key()), read.subject().to_string());
    true
}

/// A CRL, as the path validation takes it.
pub fn crl(octets: &[u8]) -> bool {
    let Ok(read) = CertificateList::from_der(octets) else { return false };
    assert_eq!(read.der(), octets);
    true
}

/// A CSR, as `IssueCertificate` takes it.
pub fn csr(octets: &[u8]) -> bool {
    let form = CertificationRequest::from_pem_or_der(octets);
    let Ok(read) = read_csr(octets) else { return false };
    assert_eq!(form.unwrap(), read);
    let again = read_csr(read.to_pem().as_bytes()).unwrap();
    assert_eq!((again.der(), again.subject()), (read.der(), read.subject()));
    true
}

/// The name of an action and, from the second line on, a request in JSON. The workspace is locked: what is a request is
/// answered with that, or with what can be looked up.
pub fn json(octets: &[u8]) -> bool {
    static LOCKED: LazyLock<(TempDir, Arc<Engine>, Caller)> = LazyLock::new(locked);
    let Some(end) = octets.iter().position(|octet| *octet == b'\n') else { return false };
    let action = std::str::from_utf8(&octets[..end]).ok().and_then(Action::from_name);
    let Some(action) = action else { return false };
    let (_, engine, caller) = &*LOCKED;
    let head = engine.snapshot().head();
    let answer = action.call_json(engine, caller, &octets[end + 1..]);
    assert_eq!(engine.snapshot().head(), head, "a locked workspace was changed");
    let Err(error) = answer else { return true };
    assert_ne!(error.http_status(), 500, "{error}");
    !matches!(error, Error::Serialization(_) | Error::Validation(_))
}

fn locked() -> (TempDir, Arc<Engine>, Caller) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("locked.ron");
    let settings = Settings::default();
    let caller = Caller::window(&settings, "nobody");
    let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
    let options = Options { work_factor: 1, ..Options::default() };
    let passphrase = SecretString::from("passphrase");
    let engine = Engine::create(&path, &passphrase, settings, environment, &options, caller.actor.clone()).unwrap();
    engine.lock();
    (folder, engine, caller)
}

/// An OCSP request: written again it asks the same.
pub fn ocsp(octets: &[u8]) -> bool {
    let Ok(read) = OcspRequest::from_der(octets) else { return false };
    assert_eq!(OcspRequest::from_der(&read.to_der()).unwrap(), read);
    true
}

/// A request over HTTP as text. Nobody has signed it with the secret of this door, so it is not believed; signed with
/// that, it is, whatever else it says.
pub fn sigv4(octets: &[u8]) -> bool {
    let Some(mut request) = http(octets) else { return false };
    let secret = SecretString::from("a secret that nobody else has");
    let (parts, body) = request.clone().into_parts();
    let claim = Claim::read(&parts);
    if let Ok(claim) = &claim {
        let _ = claim.check_time(Timestamp::from_seconds(1_795_435_200));
        assert!(claim.verify(&parts, &body, &secret).is_err(), "a signature of nobody was believed");
    }
    // Two signatures, a token or a digest of something else make another request.
    let headers = request.headers_mut();
    for name in ["authorization", "x-amz-security-token", "x-amz-content-sha256"] {
        headers.remove(name);
    }
    headers.entry("host").or_insert(HeaderValue::from_static("127.0.0.1"));
    if !request.uri().query().unwrap_or_default().contains("X-Amz-") {
        let credentials = Credentials { access_key: "AKCP,/=", secret: &secret, region: "eu-central-1" };
        sign(&mut request, &credentials, Timestamp::from_seconds(1_795_435_200));
        let (parts, body) = request.into_parts();
        Claim::read(&parts).unwrap().verify(&parts, &body, &secret).unwrap();
    }
    claim.is_ok()
}

/// A request from its lines, as far as HTTP can carry it.
fn http(octets: &[u8]) -> Option<Request<Vec<u8>>> {
    let end = octets.windows(2).position(|window| window == b"\n\n")?;
    let mut lines = octets[..end].split(|octet| *octet == b'\n');
    let mut first = lines.next()?.split(|octet| *octet == b' ');
    let mut request =
        Request::builder().method(first.next()?).uri(first.next()?).body(octets[end + 2..].to_vec()).ok()?;
    for line in lines {
        let (name, value) = line.split_at(line.iter().position(|octet| *octet == b':')?);
        let (name, value) =
            (HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(value[1..].trim_ascii()).ok()?);
        request.headers_mut().append(name, value);
    }
    Some(request)
}
