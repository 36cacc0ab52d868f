//! A workspace in which anything may happen, and what must hold after everything that did.

mod job;
mod watch;

use super::change::Changed;
use super::lifecycle::{Cause, Life};
use super::request::{self, OWN, Picks, STRANGER};
use super::step::{Asked, Step, Who};
use crate::actions::{COMMON, call, only_reads};
use crate::desk::{Desk, Small, id, options, passphrase, pem_of_csr, root_with_crl};
use crate::modelled::modelled;
use canopy::engine::api::*;
use canopy::engine::environment::{Environment, Randomness};
use canopy::engine::{Access, Action, CERTIFICATE_MANAGER, Caller, Engine, Error, Options};
use canopy::workspace::{Actor, AuthorityId, CertificateArn, CertificateAuthorityStatus, Revocation, Serial, Settings};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A certificate that was issued for an authority, with what stands above it, in PEM.
pub struct Own {
    pub authority: String,
    pub certificate: String,
    pub chain: String,
}

/// What was answered to a request with a token, and when.
struct Tokened {
    who: Caller,
    action: Action,
    request: Value,
    arn: String,
    at: i64,
}

/// What was seen of an authority.
struct Seen {
    life: Life,
    changed_at: f64,
    restorable_until: Option<f64>,
}

/// Five minutes.
const TOKEN: i64 = 300;

/// Certificates of a shard, few enough for a run to fill it.
const SHARD: u64 = 3;

/// From so many records on a workspace has an index.
const INDEXED: u64 = 256;

pub struct World {
    pub desk: Desk,
    /// Never the same number twice, however often the workspace is opened.
    numbers: Arc<dyn Randomness>,
    /// By ARN, in the order of their creation.
    order: Vec<String>,
    seen: BTreeMap<String, Seen>,
    pub certificates: Vec<String>,
    pub own: Vec<Own>,
    /// Reports by the ARN of their authority.
    pub reports: Vec<(String, String)>,
    /// Tokens of next pages.
    pub pages: Vec<String>,
    tokens: Vec<Tokened>,
    revoked: BTreeMap<(AuthorityId, Serial), Option<Revocation>>,
    lists: BTreeMap<String, u64>,
    removed: BTreeSet<AuthorityId>,
}

fn small_shards() -> Options {
    Options { shard_size: SHARD, ..options() }
}

impl World {
    /// An active root with a CRL, a permission and a certificate issued, and a root and a subordinate authority that wait
    /// for their certificates, the root for one that exists.
    pub fn new(partitioned: bool) -> Self {
        let numbers: Arc<dyn Randomness> = Small::new();
        let settings = Settings { publication_address: Some("pki.example".into()), ..Settings::default() };
        let desk = Desk::made_with(settings, numbers.clone(), &small_shards());
        let mut root = root_with_crl();
        if partitioned {
            root["RevocationConfiguration"]["CrlConfiguration"]["CrlType"] = json!("PARTITIONED");
        }
        let order = vec![desk.root_from(root), desk.pending("SUBORDINATE").0, desk.pending("ROOT").0];
        let mut world = Self {
            desk,
            numbers,
            order: Vec::new(),
            seen: BTreeMap::new(),
            certificates: Vec::new(),
            own: Vec::new(),
            reports: Vec::new(),
            pages: Vec::new(),
            tokens: Vec::new(),
            revoked: BTreeMap::new(),
            lists: BTreeMap::new(),
            removed: BTreeSet::new(),
        };
        order.into_iter().for_each(|arn| world.meet(arn));
        world.watch(Cause::Nothing);
        for (action, picks) in [
            (Action::CreatePermission, vec![]),
            (Action::IssueCertificate, vec![]),
            (Action::IssueCertificate, vec![OWN]),
            (Action::IssueCertificate, vec![OWN, 0, 2]),
        ] {
            world.ask(&Asked { action, who: Who::Owner, picks, change: None });
        }
        world
    }

    /// What an action needs to find.
    pub fn prepare(&mut self, action: Action) {
        let (first, picks) = match action {
            // The one that there is stands in the way of the first that is asked for.
            Action::CreatePermission => (Action::DeletePermission, vec![]),
            Action::DescribeCertificateAuthorityAuditReport => (Action::CreateCertificateAuthorityAuditReport, vec![]),
            Action::GetCertificate | Action::RevokeCertificate => (Action::IssueCertificate, vec![]),
            Action::GetPolicy => (Action::PutPolicy, vec![]),
            Action::ImportCertificateAuthorityCertificate => (Action::IssueCertificate, vec![OWN]),
            Action::RestoreCertificateAuthority => (Action::DeleteCertificateAuthority, vec![]),
            _ => return,
        };
        self.ask(&Asked { action: first, who: Who::Owner, picks, change: None });
    }

    /// The ARNs of all authorities that there ever were.
    pub fn authorities(&self) -> impl Iterator<Item = &String> {
        self.order.iter()
    }

    /// Its status; that of one that is gone is that of one that is deleted.
    pub fn status(&self, arn: &str) -> CertificateAuthorityStatus {
        self.seen[arn].life.status.unwrap_or(CertificateAuthorityStatus::Deleted)
    }

    pub fn csr(&self, arn: &str) -> String {
        let gone = self.desk.engine.snapshot().authority(id(arn)).is_none();
        if gone { String::new() } else { pem_of_csr(&self.desk, arn) }
    }

    /// Seconds since 1970.
    pub fn now(&self) -> i64 {
        self.desk.engine.now().seconds()
    }

    /// What happens, and what must hold then.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Ask(asked) => self.ask(asked),
            Step::AskAgain => {
                let last = self.tokens.last().map(|last| (last.who.clone(), last.action, last.request.clone()));
                if let Some((who, action, request)) = last {
                    self.perform(&who, action, request, false);
                }
            }
            Step::Pass(seconds) => {
                self.desk.later(*seconds);
                self.watch(Cause::Time);
            }
            Step::Job(job, pick) => self.work(*job, *pick),
            Step::Locked(asked) => {
                self.desk.engine.lock();
                asked.iter().for_each(|asked| self.ask(asked));
                self.desk.engine.unlock(&passphrase()).unwrap();
                self.watch(Cause::Nothing);
            }
            Step::Reopened { index } => {
                self.reopen(*index);
                self.watch(Cause::Nothing);
            }
        }
    }

    fn ask(&mut self, asked: &Asked) {
        let mut picks = Picks::of(&asked.picks);
        let request = request::of(asked.action, self, &mut picks);
        let unchanged = Changed { request: request.clone(), is_none: false };
        let others: Vec<String> = self.order.iter().chain(&self.certificates).cloned().collect();
        let changed = asked.change.map_or(unchanged, |change| change.of(request, picks.below(1 << 16), &others));
        self.perform(&self.caller(asked.who), asked.action, changed.request, changed.is_none);
    }

    fn caller(&self, who: Who) -> Caller {
        let service = |caller: Caller| Caller {
            service: Some(CERTIFICATE_MANAGER.into()),
            actor: Actor::Service { principal: CERTIFICATE_MANAGER.into(), user: None },
            ..caller
        };
        match who {
            Who::Owner => self.desk.caller.clone(),
            Who::Stranger => self.desk.caller_of(STRANGER),
            Who::Manager => service(self.desk.caller.clone()),
            Who::ManagerOfStranger => service(self.desk.caller_of(STRANGER)),
            Who::Elsewhere => Caller { region: "eu-central-1".into(), ..self.desk.caller.clone() },
        }
    }

    fn perform(&mut self, who: &Caller, action: Action, request: Value, is_none: bool) {
        let before = self.desk.bytes();
        let locked = self.desk.engine.access() != Access::Unlocked;
        let answer = call(&self.desk, who, action, request.clone());
        assert!(!is_none || answer.is_err(), "{}: {request} was taken for a request", action.name());
        let answered = matches!(answer, Ok(Ok(_)));
        if !answered || only_reads(action) {
            assert!(self.desk.bytes() == before, "{} changed the file: {request} {answer:?}", action.name());
        }
        match answer {
            Ok(Ok(answer)) => {
                assert!(!locked || only_reads(action), "{} of a locked workspace: {request}", action.name());
                self.answered(who, action, request, &answer);
            }
            Ok(Err(error)) => self.refused(action, &request, &error),
            Err(_) => {}
        }
        self.watch(if answered { Cause::Action(action) } else { Cause::Nothing });
    }

    /// An error is one that the reference lists, and says what is wrong.
    fn refused(&self, action: Action, request: &Value, error: &Error) {
        let code = error.code();
        // Its errors do not say what a page that never was is answered with.
        let page = action == Action::ListTags && code == "InvalidNextTokenException";
        let listed = COMMON.contains(&code) || modelled(action).contains(&code) || page;
        assert!(listed, "{} answered {code}: {request} {error}", action.name());
        assert!(code != "ServiceUnavailable" || self.desk.engine.access() == Access::Locked, "{error}");
        assert!(!error.message().is_empty(), "{code}");
    }

    fn answered(&mut self, who: &Caller, action: Action, request: Value, answer: &Value) {
        let text = |member: &str| answer[member].as_str().map(str::to_owned);
        if let Some(token) = text("NextToken") {
            self.pages.push(token);
        }
        match action {
            Action::CreateCertificateAuthority => {
                let arn = text("CertificateAuthorityArn").unwrap();
                if self.check_token(who, action, request, &arn) {
                    self.meet(arn);
                }
            }
            Action::IssueCertificate => {
                let arn = text("CertificateArn").unwrap();
                let csr = request["Csr"].clone();
                if self.check_token(who, action, request, &arn) {
                    self.issued(arn, &csr);
                }
            }
            Action::CreateCertificateAuthorityAuditReport => {
                let arn = request["CertificateAuthorityArn"].as_str().unwrap().to_owned();
                self.reports.push((arn, text("AuditReportId").unwrap()));
            }
            _ => {}
        }
    }

    /// The same request with the same token within five minutes is answered the same, and no other is. Whether something
    /// has come to be.
    fn check_token(&mut self, who: &Caller, action: Action, request: Value, arn: &str) -> bool {
        let now = self.now();
        let is_new = !self.order.iter().chain(&self.certificates).any(|known| known == arn);
        let same = |earlier: &&Tokened| {
            (&earlier.who.account, &earlier.who.region, earlier.action, &earlier.request)
                == (&who.account, &who.region, action, &request)
        };
        let asked = request.get("IdempotencyToken").is_some_and(Value::is_string);
        let earlier = self.tokens.iter().rev().find(same).filter(|earlier| now <= earlier.at + TOKEN);
        match earlier {
            Some(earlier) => assert_eq!(earlier.arn, arn, "{}: {request}", action.name()),
            None => assert!(is_new, "{}: {arn} was answered before: {request}", action.name()),
        }
        if asked && is_new {
            self.tokens.push(Tokened { who: who.clone(), action, request, arn: arn.to_owned(), at: now });
        }
        is_new
    }

    fn issued(&mut self, arn: String, csr: &Value) {
        let of = |authority: &&String| crate::desk::base64(self.csr(authority)) == csr.as_str().unwrap_or_default();
        if let Some(authority) = self.order.iter().find(of).cloned() {
            let issuer = arn.split("/certificate/").next().unwrap();
            let request = json!({"CertificateAuthorityArn": issuer, "CertificateArn": arn});
            let mut caller = self.desk.caller.clone();
            let parsed: CertificateArn = arn.parse().unwrap();
            (caller.account, caller.region) = (parsed.authority.account, parsed.authority.region);
            let GetCertificateResponse { certificate, certificate_chain } =
                self.desk.call_as::<GetCertificateRequest>(&caller, request).unwrap();
            self.own.push(Own { authority, certificate, chain: certificate_chain.unwrap_or_default() });
        }
        self.certificates.push(arn);
    }

    fn meet(&mut self, arn: String) {
        let found = self.described(&arn).unwrap();
        let seen = Seen {
            life: Life::begun(found.status.unwrap()),
            changed_at: found.last_state_change_at.unwrap().0,
            restorable_until: None,
        };
        self.seen.insert(arn.clone(), seen);
        self.order.push(arn);
    }

    /// What its owner is told of it; nothing when it is gone.
    fn described(&self, arn: &str) -> Option<CertificateAuthority> {
        let parsed: canopy::workspace::CertificateAuthorityArn = arn.parse().unwrap();
        let owner = Caller { account: parsed.account, region: parsed.region, ..self.desk.caller.clone() };
        let request = json!({"CertificateAuthorityArn": arn});
        match self.desk.call_as::<DescribeCertificateAuthorityRequest>(&owner, request) {
            Ok(found) => Some(found.certificate_authority),
            Err(error) => {
                assert_eq!(error.code(), "ResourceNotFoundException", "{error}");
                None
            }
        }
    }

    fn reopen(&mut self, index: bool) {
        let indexed = index && self.desk.engine.snapshot().head().seq >= INDEXED;
        self.desk.engine.close();
        if !index {
            for entry in std::fs::read_dir(self.desk.folder.path()).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() && path != self.desk.path() {
                    std::fs::remove_file(path).unwrap();
                }
            }
        }
        let environment = Environment { randomness: self.numbers.clone(), ..self.desk.environment() };
        let (engine, report) = Engine::open(&self.desk.path(), environment, &small_shards()).unwrap();
        assert_eq!(report.from_index, indexed);
        engine.unlock(&passphrase()).unwrap();
        self.desk.engine = engine;
    }

    /// A small workspace has no index: more records, which change nothing in the end.
    pub fn go_on_to_an_index(&self) {
        let engine = &self.desk.engine;
        while engine.snapshot().head().seq < INDEXED || engine.snapshot().settings().auto_lock_minutes != 15 {
            let settings = engine.snapshot().settings().clone();
            let auto_lock_minutes = 31 - settings.auto_lock_minutes;
            engine.change_settings(&self.desk.caller, Settings { auto_lock_minutes, ..settings }).unwrap();
        }
    }
}
