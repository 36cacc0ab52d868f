//! The sample: a workspace of a made-up company with a year of history, to explore safely: a root, an authority for
//! policy below it, and the issuing authorities below that. It is built through the engine, like any other, by a clock
//! that begins a year ago.

use super::search::authority_name;
use super::words;
use crate::engine::api::{
    Asn1Subject, CertificateAuthorityConfiguration, CreateCertificateAuthorityRequest, GeneralName,
    IssueCertificateRequest, RevokeCertificateRequest, Validity, ValidityPeriodType,
};
use crate::engine::environment::Clock;
use crate::engine::{
    Caller, CreateRoot, CreateSubordinate, Engine, Environment, Error, FIRST_BUCKET, Options, Template,
};
use crate::workspace::{
    Actor, CertificateArn, CertificateAuthorityArn, CertificateAuthorityType, CrlConfiguration, KeyAlgorithm,
    RevocationConfiguration, RevocationReason, Settings, SigningAlgorithm, Timestamp, Workspace,
};
use secrecy::SecretString;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The passphrase of the sample, which is no secret.
pub const PASSPHRASE: &str = "sample";

const NAME: &str = "Sample";
const ORGANIZATION: &str = "Example Robotics";
const ROOT: &str = "Robotics Root G1";
/// Signs authorities only, and keeps the root out of daily work.
const POLICY: &str = "Robotics Policy CA";
const SERVERS: &str = "Servers Issuing CA";
const PEOPLE: &str = "People Issuing CA";
/// Waits for its certificate.
const PENDING: &str = "Devices CA";
/// What stands below the root, or is to.
const BELOW: [&str; 4] = [POLICY, SERVERS, PEOPLE, PENDING];
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A certificate of the sample.
struct Leaf {
    /// By the servers' authority, or the people's.
    issuer: Issuer,
    name: &'static str,
    /// DNS names and addresses besides the common name.
    also: &'static [&'static str],
    template: &'static str,
    /// How many days ago it was issued.
    age: i64,
    /// For how many days.
    days: i64,
    /// Why it was revoked, and how many days ago.
    revoked: Option<(RevocationReason, i64)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Issuer {
    Servers,
    People,
}

const fn leaf(issuer: Issuer, name: &'static str, template: &'static str, age: i64, days: i64) -> Leaf {
    Leaf { issuer, name, also: &[], template, age, days, revoked: None }
}

impl Leaf {
    const fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }

    const fn revoked(mut self, reason: RevocationReason, age: i64) -> Self {
        self.revoked = Some((reason, age));
        self
    }
}

const SERVER: &str = "EndEntityServerAuthCertificate/V1";
const CLIENT: &str = "EndEntityClientAuthCertificate/V1";
const BOTH: &str = "EndEntityCertificate/V1";
const CODE: &str = "CodeSigningCertificate/V1";

use Issuer::{People, Servers};

/// The certificates, oldest first.
const LEAVES: &[Leaf] = &[
    leaf(Servers, "mail-old.robotics.example", SERVER, 380, 365).also(&["smtp-old.robotics.example"]),
    leaf(People, "Ines Moreau", CLIENT, 370, 360),
    leaf(Servers, "legacy-vpn.robotics.example", SERVER, 360, 400).revoked(RevocationReason::Superseded, 214),
    leaf(People, "Release signing 2026", CODE, 300, 730),
    leaf(Servers, "payments.robotics.example", SERVER, 88, 90)
        .also(&["pay.robotics.example", "checkout.robotics.example"]),
    leaf(Servers, "grafana.robotics.example", SERVER, 84, 90).also(&["metrics.robotics.example"]),
    leaf(Servers, "vault-1.robotics.example", BOTH, 78, 90).also(&["vault.robotics.example", "10.20.0.9"]),
    leaf(People, "Ирина Соколова", CLIENT, 344, 365),
    leaf(Servers, "build-07.robotics.example", SERVER, 75, 90).revoked(RevocationReason::CessationOfOperation, 33),
    leaf(Servers, "registry.robotics.example", SERVER, 56, 90)
        .also(&["docker.robotics.example", "oci.robotics.example"]),
    leaf(Servers, "ldap.robotics.example", SERVER, 49, 90).also(&["ldaps.robotics.example"]),
    leaf(People, "laptop-0412", CLIENT, 42, 90).revoked(RevocationReason::KeyCompromise, 5),
    leaf(Servers, "ci-runner-3.robotics.example", CLIENT, 35, 90),
    leaf(Servers, "Πύλη Αθηνών", SERVER, 27, 90).also(&["gw-ath.robotics.example"]),
    leaf(Servers, "wiki.robotics.example", SERVER, 19, 90).also(&["docs.robotics.example", "kb.robotics.example"]),
    leaf(Servers, "sso.robotics.example", SERVER, 12, 90).also(&["login.robotics.example", "id.robotics.example"]),
    leaf(People, "Jonas Weber", CLIENT, 11, 365),
    leaf(People, "Amara Okafor", CLIENT, 10, 365),
    leaf(Servers, "postgres-a.robotics.example", BOTH, 8, 120).also(&["pg-a.robotics.example", "10.20.1.4"]),
    leaf(Servers, "postgres-b.robotics.example", BOTH, 8, 120).also(&["pg-b.robotics.example", "10.20.1.5"]),
    leaf(Servers, "kafka-01.robotics.example", BOTH, 4, 207).also(&["broker-1.robotics.example"]),
    leaf(Servers, "kafka-02.robotics.example", BOTH, 4, 207).also(&["broker-2.robotics.example"]),
    leaf(People, "Mei Tanaka", CLIENT, 3, 365),
    leaf(Servers, "api.robotics.example", SERVER, 1, 90).also(&[
        "api-eu.robotics.example",
        "*.api.robotics.example",
        "10.20.0.14",
    ]),
    leaf(Servers, "status.robotics.example", SERVER, 0, 30),
];

/// What there is in it, in a line.
pub fn contents() -> String {
    format!("A root, {} authorities and {} certificates", words::count(BELOW.len()), words::count(LEAVES.len()))
}

/// Whether a workspace is the sample, as it was built here once: its passphrase is no secret then.
pub fn is_sample(workspace: &Workspace) -> bool {
    let named = workspace.settings().name.as_deref() == Some(NAME);
    named && workspace.authorities().any(|authority| authority_name(authority) == ROOT)
}

/// Builds the sample as a new workspace file at `path` and opens it, unlocked.
///
/// # Errors
/// When the file exists already or cannot be written.
pub fn build(path: &Path, environment: &Environment, options: &Options, user: &str) -> Result<Arc<Engine>, Error> {
    let passphrase = SecretString::from(PASSPHRASE);
    let clock = Arc::new(PastClock::new(environment.clock.now()));
    clock.days_ago(400);
    let past = Environment { clock: clock.clone(), ..environment.clone() };
    let settings = Settings { name: Some(NAME.into()), auto_lock_minutes: 0, ..Settings::default() };
    let caller = Caller::window(&settings, user);
    let actor = Actor::Window { user: user.into() };
    let engine = Engine::create(path, &passphrase, settings, past, options, actor)?;
    Builder { engine: &engine, caller: &caller, clock: &clock }.build()?;
    // From here on by the clock of everybody else.
    drop(engine);
    let (engine, _) = Engine::open(path, environment.clone(), options)?;
    engine.unlock(&passphrase)?;
    Ok(engine)
}

/// A clock that stands still where it is put.
struct PastClock {
    today: Timestamp,
    shown: Mutex<Timestamp>,
}

impl PastClock {
    fn new(today: Timestamp) -> Self {
        Self { today, shown: Mutex::new(today) }
    }

    fn days_ago(&self, days: i64) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        *shown = self.today.plus_milliseconds(-days * DAY);
    }
}

impl Clock for PastClock {
    fn now(&self) -> Timestamp {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Builder<'a> {
    engine: &'a Engine,
    caller: &'a Caller,
    clock: &'a PastClock,
}

impl Builder<'_> {
    fn build(&self) -> Result<(), Error> {
        let root = self.root()?;
        let policy = self.subordinate(POLICY, &root, 1, 15)?;
        let servers = self.subordinate(SERVERS, &policy, 0, 10)?;
        let people = self.subordinate(PEOPLE, &policy, 0, 10)?;
        let mut leaves: Vec<&Leaf> = LEAVES.iter().collect();
        leaves.sort_by_key(|leaf| -leaf.age);
        let mut to_revoke: Vec<(CertificateArn, RevocationReason, i64)> = Vec::new();
        for leaf in leaves {
            // What was revoked before comes before: a clock does not go back.
            to_revoke.sort_by_key(|(.., age)| -age);
            while let Some((certificate, reason, age)) = to_revoke.first().filter(|(.., age)| *age > leaf.age) {
                self.clock.days_ago(*age);
                self.revoke(certificate, *reason)?;
                to_revoke.remove(0);
            }
            let issuer = if leaf.issuer == Servers { &servers } else { &people };
            self.clock.days_ago(leaf.age);
            let certificate = self.issue(leaf, issuer)?;
            to_revoke.extend(leaf.revoked.map(|(reason, age)| (certificate, reason, age)));
        }
        self.engine.call(self.caller, authority(PENDING, CertificateAuthorityType::Subordinate))?;
        self.clock.days_ago(0);
        for authority in [&root, &policy, &servers, &people] {
            self.engine.sign_crl(self.caller, authority.id)?;
        }
        Ok(())
    }

    fn root(&self) -> Result<CertificateAuthorityArn, Error> {
        let mut request = authority(ROOT, CertificateAuthorityType::Root);
        request.certificate_authority_configuration.key_algorithm = KeyAlgorithm::EcSecp384r1;
        request.certificate_authority_configuration.signing_algorithm = SigningAlgorithm::Sha384WithEcdsa;
        self.engine.create_and_activate_root(self.caller, CreateRoot { request, validity: years(20) })
    }

    fn subordinate(
        &self,
        name: &str,
        parent: &CertificateAuthorityArn,
        path_len: u8,
        lasts: i64,
    ) -> Result<CertificateAuthorityArn, Error> {
        let request = authority(name, CertificateAuthorityType::Subordinate);
        let template = Template::subordinate(path_len)
            .ok_or_else(|| Error::Internal("there is no template for a subordinate".into()))?;
        let subordinate = CreateSubordinate { request, parent: parent.clone(), template, validity: years(lasts) };
        self.engine.create_and_install_subordinate(self.caller, subordinate)
    }

    fn issue(&self, leaf: &Leaf, issuer: &CertificateAuthorityArn) -> Result<CertificateArn, Error> {
        let subject = subject(leaf.name);
        let is_host = leaf.name.contains('.') && leaf.template != CLIENT;
        let names = is_host.then_some(leaf.name).into_iter().chain(leaf.also.iter().copied());
        let names: Vec<GeneralName> = names.map(general_name).collect();
        let key = self.engine.generate_subject_key(KeyAlgorithm::EcPrime256v1, &subject, &names)?;
        let template = Template::named(leaf.template).map(|template| template.arn("aws"));
        let request = IssueCertificateRequest {
            api_passthrough: None,
            certificate_authority_arn: issuer.to_string(),
            csr: key.csr_pem().to_owned().into(),
            signing_algorithm: SigningAlgorithm::Sha256WithEcdsa,
            template_arn: template,
            validity: Validity { value: leaf.days, r#type: ValidityPeriodType::Days },
            validity_not_before: None,
            idempotency_token: None,
        };
        let answer = self.engine.call(self.caller, request)?;
        let unreadable = |_| Error::Internal("the ARN of a new certificate cannot be read".into());
        answer.certificate_arn.parse().map_err(unreadable)
    }

    fn revoke(&self, certificate: &CertificateArn, reason: RevocationReason) -> Result<(), Error> {
        let request = RevokeCertificateRequest {
            certificate_authority_arn: certificate.authority.to_string(),
            certificate_serial: certificate.serial.to_string(),
            revocation_reason: reason,
        };
        self.engine.revoke(self.caller, request).map(drop)
    }
}

fn authority(name: &str, kind: CertificateAuthorityType) -> CreateCertificateAuthorityRequest {
    let crl = CrlConfiguration {
        enabled: true,
        expiration_in_days: Some(7),
        s3_bucket_name: Some(FIRST_BUCKET.into()),
        ..CrlConfiguration::default()
    };
    CreateCertificateAuthorityRequest {
        certificate_authority_configuration: CertificateAuthorityConfiguration {
            key_algorithm: KeyAlgorithm::EcPrime256v1,
            signing_algorithm: SigningAlgorithm::Sha256WithEcdsa,
            subject: subject(name),
            csr_extensions: None,
        },
        revocation_configuration: Some(RevocationConfiguration {
            crl_configuration: Some(crl),
            ..RevocationConfiguration::default()
        }),
        certificate_authority_type: kind,
        idempotency_token: None,
        key_storage_security_standard: None,
        tags: None,
        usage_mode: None,
    }
}

fn subject(name: &str) -> Asn1Subject {
    Asn1Subject {
        common_name: Some(name.into()),
        organization: Some(ORGANIZATION.into()),
        country: Some("DE".into()),
        ..Asn1Subject::default()
    }
}

/// No host name ends in a digit, and every address of the sample does.
fn general_name(name: &str) -> GeneralName {
    match name.ends_with(|c: char| c.is_ascii_digit()) {
        true => GeneralName { ip_address: Some(name.into()), ..GeneralName::default() },
        false => GeneralName { dns_name: Some(name.into()), ..GeneralName::default() },
    }
}

const fn years(value: i64) -> Validity {
    Validity { value, r#type: ValidityPeriodType::Years }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::FolderBuckets;
    use crate::workspace::{CertificateAuthorityStatus, CertificateStatus};

    #[test]
    fn the_sample_is_a_sound_workspace_with_all_that_there_is_to_see() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.ron");
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        let options = Options { work_factor: 4, ..Options::default() };
        let engine = build(&path, &environment, &options, "tester").unwrap();
        let (workspace, now) = (engine.snapshot(), engine.now());
        let with = |status| workspace.authorities().filter(|a| a.status(now) == status).count();
        assert_eq!(with(CertificateAuthorityStatus::Active), 4);
        assert_eq!(with(CertificateAuthorityStatus::PendingCertificate), 1);
        let leaves: Vec<_> =
            workspace.certificates().rows(0..usize::MAX).filter(|row| row.template.contains("EndEntity")).collect();
        assert!(leaves.len() >= 20);
        let expired = leaves.iter().filter(|row| row.status(now) == CertificateStatus::Expired).count();
        let revoked = leaves.iter().filter(|row| row.revocation.is_some()).count();
        assert!(expired >= 1 && revoked == 3, "{expired} expired, {revoked} revoked");
        assert!(engine.verify().unwrap().authenticated);
        let published = workspace.authorities().filter(|a| !a.crl.published.is_empty()).count();
        assert_eq!(published, 4);
        assert_eq!(workspace.authorities().count(), 1 + BELOW.len());
        assert_eq!(leaves.len() + 1, LEAVES.len(), "{}", contents());
        assert!(is_sample(&workspace));
    }

    #[test]
    fn there_are_three_tiers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.ron");
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        let options = Options { work_factor: 4, ..Options::default() };
        let workspace = build(&path, &environment, &options, "tester").unwrap().snapshot();
        let named = |name: &str| workspace.authorities().find(|a| authority_name(a) == name).unwrap();
        let (root, policy) = (named(ROOT).id(), named(POLICY));
        assert_eq!(policy.parent, Some(root));
        for issuing in [SERVERS, PEOPLE] {
            assert_eq!(named(issuing).parent, Some(policy.id()));
        }
        assert_eq!(named(PENDING).parent, None);
    }
}
