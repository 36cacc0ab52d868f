//! Every error that the reference lists for an action: provoked here, or a reason why it is never answered.

use crate::access::policy;
use crate::actions::{call, only_reads};
use crate::desk::{Desk, NO_AUTHORITY, authority_request, base64, csr, id, missing};
use crate::modelled::{millions, modelled, never};
use crate::random::prepared;
use canopy::engine::api::*;
use canopy::engine::{Action, CERTIFICATE_MANAGER, Caller, Perform};
use canopy::workspace::Event;
use serde_json::{Value, json};

/// A request that would be answered, and who sends it.
struct Scene {
    action: Action,
    desk: Desk,
    caller: Caller,
    request: Value,
}

/// How an error comes about.
enum Proof {
    /// The scene is changed like this before the request is sent.
    Provoked(fn(Scene) -> Scene),
    /// It takes hundreds or millions to bring it about: this text has a test of that name.
    Elsewhere(&'static str, &'static str),
    /// It is never answered, for a reason.
    Never,
}

use Proof::{Elsewhere, Never, Provoked};

/// The proof of an error of an action.
fn proof(action: Action, code: &str) -> Option<Proof> {
    if never(action, code).is_some() {
        return Some(Never);
    }
    if let Some((text, test)) = millions(action, code) {
        return Some(Elsewhere(text, test));
    }
    Some(match (action, code) {
        (_, "InvalidArnException") => Provoked(|scene| scene.about(NO_AUTHORITY)),
        (_, "ResourceNotFoundException") => Provoked(|scene| {
            let unknown = missing(&scene.arn());
            scene.about(&unknown)
        }),
        (Action::DeleteCertificateAuthority, "InvalidStateException") => Provoked(|scene| {
            let active = scene.active();
            scene.about(&active)
        }),
        (Action::GetCertificate, "InvalidStateException") => Provoked(|scene| {
            let arn = scene.arn();
            scene.desk.set_status(&arn, "DISABLED");
            scene.first::<DeleteCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": arn}))
        }),
        (Action::RestoreCertificateAuthority, "InvalidStateException") => Provoked(Scene::twice),
        (_, "InvalidStateException") => Provoked(|scene| scene.in_status(CertificateAuthorityStatus::Failed)),
        (Action::ImportCertificateAuthorityCertificate, "ConcurrentModificationException") => Provoked(|scene| {
            let request = scene.request.clone();
            scene.desk.meanwhile(move |engine, caller| {
                let request: ImportCertificateAuthorityCertificateRequest = serde_json::from_value(request).unwrap();
                engine.call(caller, request).unwrap();
            });
            scene
        }),
        (Action::CreateCertificateAuthorityAuditReport, "RequestInProgressException") => Provoked(Scene::twice),
        (Action::GetCertificateAuthorityCsr, "RequestInProgressException") => {
            Provoked(|scene| scene.in_status(CertificateAuthorityStatus::Creating))
        }
        (_, "InvalidNextTokenException") => Provoked(|scene| scene.with("NextToken", json!("nonsense"))),
        _ => return proof_of_its_own(action, code),
    })
}

/// The proof of an error that few actions have.
fn proof_of_its_own(action: Action, code: &str) -> Option<Proof> {
    Some(match (action, code) {
        (Action::CreateCertificateAuthority, "LimitExceededException") => {
            Elsewhere(include_str!("authority.rs"), "two_hundred_authorities_are_the_limit")
        }
        (Action::CreateCertificateAuthority, "InvalidArgsException") => {
            Provoked(|scene| scene.with("/CertificateAuthorityConfiguration/SigningAlgorithm", json!("SHA256WITHRSA")))
        }
        (
            Action::CreateCertificateAuthority | Action::TagCertificateAuthority | Action::UntagCertificateAuthority,
            "InvalidTagException",
        ) => Provoked(|scene| scene.with("Tags", json!([{"Key": "aws:owner"}]))),
        (Action::CreatePermission, "LimitExceededException") => Provoked(|scene| {
            let authority = id(&scene.arn());
            let granted = |account: u32| Event::PermissionGranted {
                authority,
                principal: CERTIFICATE_MANAGER.into(),
                source_account: format!("{account:012}"),
                actions: vec![ActionType::GetCertificate],
            };
            scene.with_record((1..=100).map(granted).collect())
        }),
        (Action::CreatePermission, "PermissionAlreadyExistsException") => Provoked(Scene::twice),
        (Action::PutPolicy, "LockoutPreventedException") => Provoked(|scene| {
            let allows = policy(&scene.arn(), &scene.caller.account, "EndEntityCertificate/V1");
            scene.with("Policy", json!(allows.replacen("Allow", "Deny", 1)))
        }),
        (Action::PutPolicy, "InvalidPolicyException") => Provoked(|scene| scene.with("Policy", json!("{}"))),
        (Action::ImportCertificateAuthorityCertificate, "CertificateMismatchException") => Provoked(|scene| {
            let other = scene.desk.pending("ROOT").0;
            scene.about(&other)
        }),
        (Action::ImportCertificateAuthorityCertificate, "MalformedCertificateException") => {
            Provoked(|scene| scene.with("Certificate", json!(base64("no certificate"))))
        }
        (Action::ImportCertificateAuthorityCertificate, "InvalidRequestException") => Provoked(|scene| {
            let itself = scene.request["Certificate"].clone();
            scene.with("CertificateChain", itself)
        }),
        (Action::IssueCertificate, "InvalidArgsException") => {
            Provoked(|scene| scene.with("SigningAlgorithm", json!("SHA256WITHRSA")))
        }
        (Action::IssueCertificate, "MalformedCSRException") => {
            Provoked(|scene| scene.with("Csr", json!(base64(csr("a.example").replace("CERTIFICATE REQUEST", "KEY")))))
        }
        (Action::RevokeCertificate, "RequestAlreadyProcessedException") => Provoked(Scene::twice),
        (Action::RevokeCertificate, "InvalidRequestException") => {
            Provoked(|scene| scene.with("CertificateSerial", json!("nonsense")))
        }
        (Action::TagCertificateAuthority, "TooManyTagsException") => Provoked(|scene| {
            let tags =
                |letter: &str| json!((0..50).map(|n| json!({"Key": format!("{letter}{n}")})).collect::<Vec<_>>());
            let first = json!({"CertificateAuthorityArn": scene.arn(), "Tags": tags("a")});
            scene.first::<TagCertificateAuthorityRequest>(first).with("Tags", tags("b"))
        }),
        (Action::UpdateCertificateAuthority, "InvalidArgsException") => {
            Provoked(|scene| scene.with("Status", json!("DELETED")))
        }
        _ => return None,
    })
}

impl Scene {
    fn of(action: Action) -> Self {
        let (desk, request) = prepared(action);
        Self { action, caller: desk.caller.clone(), desk, request }
    }

    /// The name of the member that says which authority the request is about, if it is about one.
    fn member(&self) -> Option<&'static str> {
        ["CertificateAuthorityArn", "ResourceArn"].into_iter().find(|member| self.request.get(member).is_some())
    }

    fn arn(&self) -> String {
        self.request[self.member().unwrap()].as_str().unwrap().to_owned()
    }

    fn about(self, arn: &str) -> Self {
        let member = self.member().unwrap();
        self.with(member, json!(arn))
    }

    /// With another value of a member, or of one further down at a path.
    fn with(mut self, member: &str, value: Value) -> Self {
        match self.request.pointer_mut(member).filter(|_| member.starts_with('/')) {
            Some(place) => *place = value,
            None => self.request[member] = value,
        }
        self
    }

    /// After this was done.
    fn first<R: Perform>(self, request: Value) -> Self {
        self.desk.call::<R>(request).map(drop).unwrap();
        self
    }

    /// After the same was done.
    fn twice(self) -> Self {
        call(&self.desk, &self.caller, self.action, self.request.clone()).unwrap().unwrap();
        self
    }

    fn with_record(self, events: Vec<Event>) -> Self {
        Self { desk: self.desk.with_record(events), ..self }
    }

    fn in_status(self, status: CertificateAuthorityStatus) -> Self {
        let authority = id(&self.arn());
        let status = Some(status);
        self.with_record(vec![Event::AuthorityUpdated { authority, status, revocation_configuration: None }])
    }

    /// An authority that is active.
    fn active(&self) -> String {
        let workspace = self.desk.engine.snapshot();
        let active = workspace
            .authorities()
            .find(|found| found.status(self.desk.engine.now()) == CertificateAuthorityStatus::Active);
        active.unwrap().arn.to_string()
    }

    /// What the request is answered; if nothing, what is wrong. Nothing else than what happens meanwhile is recorded.
    fn outcome(&self, meanwhile: u64) -> Option<&'static str> {
        let (before, seq) = (self.desk.bytes(), self.desk.engine.snapshot().head().seq);
        let answer = call(&self.desk, &self.caller, self.action, self.request.clone()).unwrap();
        let error = answer.err()?;
        assert!(meanwhile > 0 || self.desk.bytes() == before, "{}: the file has changed", self.action.name());
        assert_eq!(self.desk.engine.snapshot().head().seq, seq + meanwhile);
        Some(error.code())
    }
}

#[test]
fn each_error_of_each_action_is_provoked_or_explained() {
    let mut missing = Vec::new();
    for action in Action::ALL {
        for code in modelled(*action) {
            match proof(*action, code) {
                None => missing.push(format!("{}: {code}", action.name())),
                Some(Never) => {}
                Some(Elsewhere(text, test)) => assert!(text.contains(&format!("fn {test}()")), "{test}"),
                Some(Provoked(change)) => {
                    let scene = change(Scene::of(*action));
                    let meanwhile = u64::from(code == "ConcurrentModificationException");
                    assert_eq!(scene.outcome(meanwhile), Some(code), "{}", action.name());
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// What every action can be refused for.
#[test]
fn the_common_errors_are_those_of_every_action() {
    for action in Action::ALL {
        let name = action.name();
        let scene = Scene::of(*action);
        // What creates or lists is about no authority, and everybody may do it in an account of their own.
        let Some(member) = scene.member() else {
            assert!(
                [Action::CreateCertificateAuthority, Action::ListCertificateAuthorities].contains(action),
                "{name}"
            );
            let (member, value) = match action {
                Action::CreateCertificateAuthority => ("IdempotencyToken", json!("")),
                _ => ("MaxResults", json!(0)),
            };
            assert_eq!(scene.with(member, value).outcome(0), Some("ValidationException"), "{name}");
            continue;
        };
        let request = scene.request.clone();
        let wrong = scene.with(member, json!("arn"));
        assert_eq!(wrong.outcome(0), Some("ValidationException"), "{name}");
        let stranger = Scene { caller: wrong.desk.caller_of("111122223333"), request: request.clone(), ..wrong };
        // One policy was attached to have one to read, and it does not share that.
        assert_eq!(stranger.outcome(0), Some("AccessDeniedException"), "{name}");
        let service = Caller { service: Some("ec2.amazonaws.com".into()), ..stranger.desk.caller.clone() };
        let service = Scene { caller: service, ..stranger };
        assert_eq!(service.outcome(0), Some("AccessDeniedException"), "{name}");
        let elsewhere = Caller { region: "eu-central-1".into(), ..service.desk.caller.clone() };
        let elsewhere = Scene { caller: elsewhere, ..service };
        assert_eq!(elsewhere.outcome(0), Some("ResourceNotFoundException"), "{name}");
    }
}

#[test]
fn a_locked_workspace_answers_what_only_reads() {
    for action in Action::ALL {
        let scene = Scene::of(*action);
        scene.desk.engine.lock();
        let expected = (!only_reads(*action)).then_some("ServiceUnavailable");
        assert_eq!(scene.outcome(0), expected, "{}", action.name());
    }
}

/// Whoever asks for an authority is told of a mistake before it is told that there is none.
#[test]
fn a_request_is_checked_before_its_authority_is_looked_for() {
    let scene = Scene::of(Action::RevokeCertificate);
    let unknown = missing(&scene.arn());
    let scene = scene.about(&unknown).with("CertificateSerial", json!("0".repeat(129)));
    assert_eq!(scene.outcome(0), Some("ValidationException"));
    let request = authority_request("ROOT", &"x".repeat(65), "EC_prime256v1", "SHA256WITHRSA");
    let scene = Scene { request, ..Scene::of(Action::CreateCertificateAuthority) };
    assert_eq!(scene.outcome(0), Some("ValidationException"));
}
