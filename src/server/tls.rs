//! The certificate that the API shows over TLS: brought, or issued by an authority of the workspace and again before it
//! ends.

use super::{Address, Tls};
use crate::engine::api::GeneralName;
use crate::engine::{Engine, ServerCertificate};
use crate::workspace::{AuthorityId, Timestamp};
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// How often it is looked whether the certificate must be issued again.
const LOOK: Duration = Duration::from_secs(60);

/// The certificate that is shown now.
#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// Has the certificate issued again when half its life is over.
pub struct Renewal {
    engine: Arc<Engine>,
    authority: AuthorityId,
    names: Vec<GeneralName>,
    provider: Arc<CryptoProvider>,
    shown: Arc<Shown>,
    due: Timestamp,
}

/// What accepts connections over TLS, and what renews its certificate if somebody must.
///
/// # Errors
/// Why there is no such certificate, as a sentence.
pub fn acceptor(
    engine: &Arc<Engine>,
    tls: &Tls,
    names: Vec<GeneralName>,
) -> Result<(TlsAcceptor, Option<Renewal>), String> {
    let builder = ServerConfig::builder().with_no_client_auth();
    let provider = builder.crypto_provider().clone();
    let (key, issued) = match tls {
        Tls::Brought { chain, key } => (brought(&provider, chain, key)?, None),
        Tls::Issued(authority) => {
            let issued = engine.issue_server_certificate(*authority, &names).map_err(|error| error.message())?;
            (certified(&provider, &issued)?, Some((*authority, issued.not_after)))
        }
    };
    let shown = Arc::new(Shown(RwLock::new(Arc::new(key))));
    let mut config = builder.with_cert_resolver(shown.clone());
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let renewal = issued.map(|(authority, end)| {
        let due = due(engine, end);
        Renewal { engine: engine.clone(), authority, names, provider, shown, due }
    });
    Ok((TlsAcceptor::from(Arc::new(config)), renewal))
}

fn due(engine: &Engine, end: Timestamp) -> Timestamp {
    let now = engine.now();
    now.plus_milliseconds((end.milliseconds() - now.milliseconds()).max(0) / 2)
}

fn certified(provider: &CryptoProvider, issued: &ServerCertificate) -> Result<CertifiedKey, String> {
    let chain = issued.chain.iter().map(|certificate| CertificateDer::from(certificate.der().to_vec())).collect();
    let key = PrivateKeyDer::Pkcs8(issued.key.to_vec().into());
    let key = provider.key_provider.load_private_key(key).map_err(|error| error.to_string())?;
    Ok(CertifiedKey::new(chain, key))
}

fn brought(provider: &CryptoProvider, chain: &[u8], key: &[u8]) -> Result<CertifiedKey, String> {
    let is_pem = |bytes: &[u8]| bytes.windows(11).any(|window| window == b"-----BEGIN ");
    let chain: Vec<CertificateDer<'static>> = match is_pem(chain) {
        false => vec![CertificateDer::from(chain.to_vec())],
        true => CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("Expected certificates in PEM: {error}."))?,
    };
    if chain.is_empty() {
        return Err("Expected a certificate, found none.".into());
    }
    let key = match is_pem(key) {
        true => PrivateKeyDer::from_pem_slice(key).map_err(|error| error.to_string()),
        false => PrivateKeyDer::try_from(key.to_vec()).map_err(str::to_owned),
    };
    let key = key.map_err(|error| format!("Expected a private key that is not encrypted: {error}."))?;
    let key = provider.key_provider.load_private_key(key).map_err(|error| format!("The private key: {error}."))?;
    let certified = CertifiedKey::new(chain, key);
    match certified.keys_match() {
        Ok(()) => Ok(certified),
        Err(error) => Err(format!("The certificate and the private key do not go together: {error}.")),
    }
}

/// The names that clients may call an endpoint by: for a wildcard those of this computer's loopback, and what is
/// advertised.
pub fn names(listen: &Address, bound: SocketAddr, advertise: Option<&Address>) -> Vec<GeneralName> {
    let here = bound.ip().to_canonical();
    let local = (here.is_loopback() || here.is_unspecified()).then_some(["localhost", "127.0.0.1", "::1"]);
    let mut hosts: Vec<&str> = [Some(listen), advertise].into_iter().flatten().map(|a| a.host.as_str()).collect();
    hosts.extend(local.into_iter().flatten());
    hosts.retain(|host| !host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_unspecified()));
    let mut names: Vec<GeneralName> = Vec::new();
    for host in hosts {
        let name = match host.parse::<std::net::IpAddr>() {
            Ok(_) => GeneralName { ip_address: Some(host.into()), ..GeneralName::default() },
            Err(_) => GeneralName { dns_name: Some(host.into()), ..GeneralName::default() },
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Renewal {
    /// Renews until `stopped`. While the workspace is locked or the authority does not issue, the certificate that there
    /// is stays, and it is tried again.
    pub async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                _ = stopped.wait_for(|stopped| *stopped) => return,
            }
            let looked = tokio::task::spawn_blocking(move || {
                self.renew_if_due();
                self
            });
            match looked.await {
                Ok(renewal) => self = renewal,
                Err(_) => return,
            }
        }
    }

    fn renew_if_due(&mut self) {
        if self.engine.environment().clock.now() < self.due {
            return;
        }
        let Ok(issued) = self.engine.issue_server_certificate(self.authority, &self.names) else { return };
        let Ok(key) = certified(&self.provider, &issued) else { return };
        *self.shown.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
        self.due = due(&self.engine, issued.not_after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::environment::{Clock, Environment};
    use crate::engine::{Caller, CreateRoot, Options};
    use crate::publish::FolderBuckets;
    use crate::workspace::{Actor, Settings};
    use secrecy::SecretString;
    use serde_json::json;
    use std::sync::atomic::{AtomicI64, Ordering};

    /// A clock that is set by the test, in seconds.
    struct Set(AtomicI64);

    impl Clock for Set {
        fn now(&self) -> Timestamp {
            Timestamp::from_seconds(self.0.load(Ordering::SeqCst))
        }
    }

    const DAY: i64 = 24 * 60 * 60;

    #[test]
    fn a_certificate_is_issued_again_when_half_its_life_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.ron");
        let clock = Arc::new(Set(1_795_435_200.into()));
        let mut environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        environment.clock = clock.clone();
        let (options, passphrase) =
            (Options { work_factor: 1, ..Options::default() }, SecretString::from("passphrase"));
        let (settings, actor) = (Settings::default(), Actor::Upkeep);
        let caller = Caller::window(&settings, "test");
        let engine = Engine::create(&path, &passphrase, settings, environment, &options, actor).unwrap();
        let root = CreateRoot {
            request: serde_json::from_value(json!({
                "CertificateAuthorityConfiguration": {
                    "KeyAlgorithm": "EC_prime256v1",
                    "SigningAlgorithm": "SHA256WITHECDSA",
                    "Subject": {"CommonName": "Root"},
                },
                "CertificateAuthorityType": "ROOT",
            }))
            .unwrap(),
            validity: serde_json::from_value(json!({"Type": "DAYS", "Value": 9})).unwrap(),
        };
        let authority = engine.create_and_activate_root(&caller, root).unwrap().id;
        let listen: Address = "127.0.0.1:0".parse().unwrap();
        let names = names(&listen, "127.0.0.1:1".parse().unwrap(), None);
        let (_, renewal) = acceptor(&engine, &Tls::Issued(authority), names).unwrap();
        let mut renewal = renewal.unwrap();
        let shown = |renewal: &Renewal| renewal.shown.0.read().unwrap().cert.clone();
        let issued = || engine.snapshot().certificates().counts(authority).issued;
        let first = shown(&renewal);
        clock.0.fetch_add(DAY * 7 / 2 - 1, Ordering::SeqCst);
        renewal.renew_if_due();
        assert_eq!((shown(&renewal), issued()), (first.clone(), 2));
        clock.0.fetch_add(1, Ordering::SeqCst);
        engine.lock();
        renewal.renew_if_due();
        assert_eq!((shown(&renewal), issued()), (first.clone(), 2), "it stays while nothing can be signed");
        engine.unlock(&passphrase).unwrap();
        renewal.renew_if_due();
        assert_ne!(shown(&renewal), first);
        assert_eq!(issued(), 3);
        // The authority ends five and a half days after that, so does the certificate.
        clock.0.fetch_add(DAY * 11 / 4 - 1, Ordering::SeqCst);
        renewal.renew_if_due();
        assert_eq!(issued(), 3);
        clock.0.fetch_add(1, Ordering::SeqCst);
        renewal.renew_if_due();
        assert_eq!(issued(), 4);
    }

    #[test]
    fn the_names_are_those_that_clients_call() {
        let of = |listen: &str, bound: &str, advertise: Option<&str>| {
            let parse = |text: &str| text.parse::<Address>().unwrap();
            let names = names(&parse(listen), bound.parse().unwrap(), advertise.map(parse).as_ref());
            names.into_iter().map(|name| name.dns_name.or(name.ip_address).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(of("127.0.0.1:0", "127.0.0.1:1", None), ["127.0.0.1", "localhost", "::1"]);
        let everywhere = of("0.0.0.0:1", "0.0.0.0:1", Some("pki.example.com:443"));
        assert_eq!(everywhere, ["pki.example.com", "localhost", "127.0.0.1", "::1"]);
        assert_eq!(of("pki.lan:1", "192.0.2.7:1", None), ["pki.lan"]);
    }
}
