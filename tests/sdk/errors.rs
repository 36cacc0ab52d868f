//! Every error that the service model lists for an action: provoked over the wire and matched in the error type of the
//! SDK, or the reason why it is never answered.

use crate::ask::{Ask, Refused};
use crate::modelled::{millions, modelled, never};
use crate::owner::{Owner, csr, policy, tag, years};
use crate::served::{ACCOUNT, BUCKET, OTHER, Served, run};
use aws_sdk_acmpca::Client;
use aws_sdk_acmpca::client::Waiters as _;
use aws_sdk_acmpca::config::Region;
use aws_sdk_acmpca::types::*;
use canopy::engine::api::{self, CreateCertificateAuthorityRequest};
use canopy::engine::{Action, Caller, Engine};
use canopy::workspace::{CertificateAuthorityArn, Event};
use serde_json::json;
use std::sync::Mutex;
use std::time::Duration;
use tokio::task::JoinSet;

use CertificateAuthorityType::Root;

/// What is no ARN of an authority, though it is one.
const NO_AUTHORITY: &str = "arn:aws:acm-pca:eu-central-1:111122223333:nonsense";

/// A hierarchy with something of everything that requests are about.
struct World {
    served: Served,
    owner: Owner,
    other: Client,
    /// An active root, the ARN of a certificate that it has issued, and the identifier of a report about it.
    root: String,
    issued: String,
    report: String,
    /// Authorities that no action brings into their status.
    creating: String,
    failed: String,
}

/// How an error comes about.
enum Proof {
    /// This request is answered with it.
    Provoked(Result<(), Refused>),
    /// It is never answered, or takes millions.
    Explained,
    /// Nobody knows.
    Missing,
}

/// Two authorities, and that one of them is being created and that the creation of the other has failed.
fn prepare(engine: &Engine, caller: &Caller, arns: &Mutex<Vec<String>>) -> Vec<Event> {
    let statuses = [api::CertificateAuthorityStatus::Creating, api::CertificateAuthorityStatus::Failed];
    let events = statuses.map(|status| {
        let request: CreateCertificateAuthorityRequest = serde_json::from_value(json!({
            "CertificateAuthorityType": "ROOT",
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA",
                "Subject": {"CommonName": "Never"}
            }
        }))
        .unwrap();
        let arn = engine.call(caller, request).unwrap().certificate_authority_arn;
        let authority = arn.parse::<CertificateAuthorityArn>().unwrap().id;
        arns.lock().unwrap().push(arn);
        Event::AuthorityUpdated { authority, status: Some(status), revocation_configuration: None }
    });
    events.into()
}

impl World {
    async fn new() -> Self {
        let arns = Mutex::default();
        let served = Served::prepared(&[], |engine, caller| prepare(engine, caller, &arns));
        let [creating, failed] = <[String; 2]>::try_from(arns.into_inner().unwrap()).unwrap();
        let (owner, other) = (Owner(served.client_of(ACCOUNT)), served.client_of(OTHER));
        let root = owner.root().await;
        let issued = owner.issue(&root, &csr("a.example"), "EndEntityCertificate", years(1)).await;
        let create = owner.0.create_certificate_authority_audit_report().certificate_authority_arn(&root);
        let create = create.s3_bucket_name(BUCKET);
        let report = create.audit_report_response_format(AuditReportResponseFormat::Csv).send().await.unwrap();
        let report = report.audit_report_id.unwrap();
        // Otherwise it would be written while something else is looked at.
        let wait = owner.0.wait_until_audit_report_created().certificate_authority_arn(&root).audit_report_id(&report);
        wait.wait(Duration::from_secs(60)).await.unwrap();
        Self { served, owner, other, root, issued, report, creating, failed }
    }

    /// A request that is answered.
    async fn request(&self, action: Action) -> Ask {
        let owner = &self.owner;
        match action {
            Action::CreateCertificateAuthority | Action::ListCertificateAuthorities => Ask::about(""),
            Action::CreateCertificateAuthorityAuditReport => Ask::about(&owner.root().await),
            Action::DescribeCertificateAuthorityAuditReport => {
                Ask { report: self.report.clone(), ..Ask::about(&self.root) }
            }
            Action::GetCertificate => Ask { certificate_arn: self.issued.clone(), ..Ask::about(&self.root) },
            Action::RevokeCertificate => {
                let csr = csr("revoked.example");
                let issued = owner.issue(&self.root, &csr, "EndEntityCertificate", years(1)).await;
                Ask { serial: issued.rsplit('/').next().unwrap().into(), ..Ask::about(&self.root) }
            }
            Action::IssueCertificate
            | Action::GetCertificateAuthorityCertificate
            | Action::UpdateCertificateAuthority => Ask::about(&self.root),
            _ => self.request_about_a_new_one(action).await,
        }
    }

    /// The same for the actions that leave their authority in another state, or ask for one that it is not in.
    async fn request_about_a_new_one(&self, action: Action) -> Ask {
        let owner = &self.owner;
        let arn = owner.pending(Root).await;
        let ask = Ask::about(&arn);
        match action {
            Action::ImportCertificateAuthorityCertificate => {
                return Ask { certificate: owner.root_certificate(&arn).await, ..ask };
            }
            Action::RestoreCertificateAuthority => owner.delete(&arn).await,
            Action::GetPolicy => owner.put_policy(&arn, &ask.policy).await,
            Action::DeletePermission => ask.of(Action::CreatePermission, &owner.0).await.unwrap(),
            _ => {}
        }
        ask
    }

    /// The proof of an error of an action.
    async fn proof(&self, action: Action, code: &str) -> Proof {
        if never(action, code).is_some() {
            return Proof::Explained;
        }
        if let Some((text, test)) = millions(action, code) {
            assert!(text.contains(&format!("fn {test}()")), "{test}");
            return Proof::Explained;
        }
        let mut ask = self.request(action).await;
        match (action, code) {
            (_, "InvalidArnException") => ask.arn = NO_AUTHORITY.into(),
            (_, "ResourceNotFoundException") => ask.arn = missing(&ask.arn),
            (Action::DeleteCertificateAuthority, "InvalidStateException") => ask.arn = self.root.clone(),
            (Action::GetCertificate, "InvalidStateException") => {
                ask.arn = self.owner.root().await;
                self.owner.switch(&ask.arn, CertificateAuthorityStatus::Disabled).await;
                self.owner.delete(&ask.arn).await;
            }
            (Action::RestoreCertificateAuthority, "InvalidStateException")
            | (Action::CreateCertificateAuthorityAuditReport, "RequestInProgressException")
            | (Action::CreatePermission, "PermissionAlreadyExistsException")
            | (Action::RevokeCertificate, "RequestAlreadyProcessedException") => {
                ask.of(action, &self.owner.0).await.unwrap();
            }
            (_, "InvalidStateException") => ask.arn = self.failed.clone(),
            (Action::ImportCertificateAuthorityCertificate, "ConcurrentModificationException") => {
                return Proof::Provoked(self.two_certificates_at_once().await);
            }
            (Action::GetCertificateAuthorityCsr, "RequestInProgressException") => ask.arn = self.creating.clone(),
            (_, "InvalidNextTokenException") => ask.next_token = Some("nonsense".into()),
            _ => return self.proof_of_its_own(action, code, ask).await,
        }
        Proof::Provoked(ask.of(action, &self.owner.0).await)
    }

    /// The proof of an error that few actions have.
    async fn proof_of_its_own(&self, action: Action, code: &str, mut ask: Ask) -> Proof {
        match (action, code) {
            (Action::CreateCertificateAuthority, "LimitExceededException") => {
                return Proof::Provoked(self.two_hundred_and_one_authorities().await);
            }
            (Action::CreateCertificateAuthority | Action::IssueCertificate, "InvalidArgsException") => {
                ask.signing = SigningAlgorithm::Sha256Withrsa;
            }
            (_, "InvalidTagException") => ask.tags = vec![tag("aws:owner")],
            (Action::CreatePermission, "LimitExceededException") => {
                for account in 0..100 {
                    ask.source_account = Some(format!("{account:012}"));
                    ask.of(action, &self.owner.0).await.unwrap();
                }
                ask.source_account = None;
            }
            (Action::PutPolicy, "LockoutPreventedException") => {
                ask.policy = policy(&ask.arn, ACCOUNT).replacen("Allow", "Deny", 1);
            }
            (Action::PutPolicy, "InvalidPolicyException") => ask.policy = "{}".into(),
            (Action::ImportCertificateAuthorityCertificate, "CertificateMismatchException") => {
                ask.arn = self.owner.pending(Root).await;
            }
            (Action::ImportCertificateAuthorityCertificate, "MalformedCertificateException") => {
                ask.certificate = "no certificate".into();
            }
            (Action::ImportCertificateAuthorityCertificate, "InvalidRequestException") => {
                ask.chain = Some(ask.certificate.clone());
            }
            (Action::IssueCertificate, "MalformedCSRException") => {
                ask.csr = ask.csr.replace("CERTIFICATE REQUEST", "KEY");
            }
            (Action::RevokeCertificate, "InvalidRequestException") => ask.serial = "nonsense".into(),
            (Action::TagCertificateAuthority, "TooManyTagsException") => {
                let tags = |letter| (0..50).map(move |number| tag(&format!("{letter}{number}"))).collect();
                Ask { tags: tags('a'), ..ask.clone() }.of(action, &self.owner.0).await.unwrap();
                ask.tags = tags('b');
            }
            (Action::UpdateCertificateAuthority, "InvalidArgsException") => {
                ask.status = CertificateAuthorityStatus::Deleted;
            }
            _ => return Proof::Missing,
        }
        Proof::Provoked(ask.of(action, &self.owner.0).await)
    }

    /// Many create authorities in a region that has none yet.
    async fn two_hundred_and_one_authorities(&self) -> Result<(), Refused> {
        let elsewhere = self.served.config_of(ACCOUNT).region(Region::new("us-west-2"));
        let client = Client::from_conf(elsewhere.build());
        let mut hands = JoinSet::new();
        for _ in 0..8 {
            let (client, ask) = (client.clone(), Ask::about(""));
            hands.spawn(async move {
                for _ in 0..25 {
                    ask.of(Action::CreateCertificateAuthority, &client).await.unwrap();
                }
            });
        }
        hands.join_all().await;
        let arn = {
            let listed = client.list_certificate_authorities().max_results(1).send().await.unwrap();
            listed.certificate_authorities.unwrap().remove(0).arn.unwrap()
        };
        assert!(arn.starts_with(&format!("arn:aws:acm-pca:us-west-2:{ACCOUNT}:")), "{arn}");
        Ask::about("").of(Action::CreateCertificateAuthority, &client).await
    }

    /// Several install the certificate of one authority, each another, until one finds that another was faster between
    /// its look at the authority and its turn to write.
    async fn two_certificates_at_once(&self) -> Result<(), Refused> {
        const HANDS: usize = 8;
        let arn = self.owner.pending(Root).await;
        let mut certificates = Vec::new();
        for _ in 0..HANDS {
            certificates.push(self.owner.root_certificate(&arn).await);
        }
        for _ in 0..100 {
            let mut hands = JoinSet::new();
            for certificate in &certificates {
                let ask = Ask { certificate: certificate.clone(), ..Ask::about(&arn) };
                let client = self.owner.0.clone();
                hands.spawn(async move { ask.of(Action::ImportCertificateAuthorityCertificate, &client).await });
            }
            if let Some(refused) = hands.join_all().await.into_iter().find(Result::is_err) {
                return refused;
            }
        }
        Ok(())
    }
}

/// The same ARN with an identifier that nobody has.
fn missing(arn: &str) -> String {
    format!("{}000000000000", &arn[..arn.len() - 12])
}

/// The name that the SDK has for an exception: it writes abbreviations as words.
fn in_rust(code: &str) -> String {
    code.replace("CSR", "Csr")
}

/// Without this, what is refused below might be refused for another reason.
#[test]
fn each_action_has_a_request_that_is_answered() {
    run(async {
        let world = World::new().await;
        for action in Action::ALL {
            let answer = world.request(*action).await.of(*action, &world.owner.0).await;
            assert_eq!(answer, Ok(()), "{}", action.name());
        }
        world.served.end();
    });
}

#[test]
fn each_error_of_each_action_is_an_exception_of_the_sdk_or_explained() {
    run(async {
        let world = World::new().await;
        let mut wrong = Vec::new();
        for action in Action::ALL {
            for code in modelled(*action) {
                // On the heap: the futures of the SDK are large.
                match Box::pin(world.proof(*action, code)).await {
                    Proof::Explained => {}
                    Proof::Missing => wrong.push(format!("{}: {code} has no proof", action.name())),
                    Proof::Provoked(Err(found))
                        if found.code == code
                            && found.exception == Some(&*in_rust(code))
                            && found.status == 400
                            && !found.message.is_empty() => {}
                    Proof::Provoked(found) => wrong.push(format!("{}: {code}: {found:?}", action.name())),
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        world.served.end();
    });
}

/// What every action can be refused for, which the SDK has no exception of.
#[test]
fn the_common_errors_are_those_of_every_action() {
    run(async {
        let world = World::new().await;
        let elsewhere = world.served.config_of(ACCOUNT).region(Region::new("us-east-1"));
        let elsewhere = Client::from_conf(elsewhere.build());
        for action in Action::ALL {
            let ask = world.request(*action).await;
            let before = world.served.bytes();
            let code = async |ask: &Ask, client: &Client| ask.of(*action, client).await.map_err(|found| found.code);
            let mut wrong = ask.clone();
            match action {
                Action::CreateCertificateAuthority => wrong.token = Some("x".repeat(37)),
                Action::ListCertificateAuthorities => wrong.max_results = Some(1001),
                _ => wrong.arn = "arn".into(),
            }
            let expected = Err("ValidationException".into());
            assert_eq!(code(&wrong, &world.owner.0).await, expected, "{}", action.name());
            // What creates or lists is about no authority, and everybody may do it in an account of their own.
            if !ask.arn.is_empty() {
                let expected = Err("AccessDeniedException".into());
                assert_eq!(code(&ask, &world.other).await, expected, "{}", action.name());
                let expected = Err("ResourceNotFoundException".into());
                assert_eq!(code(&ask, &elsewhere).await, expected, "{}", action.name());
            }
            assert!(world.served.bytes() == before, "{}: the file has changed", action.name());
        }
        world.served.end();
    });
}
