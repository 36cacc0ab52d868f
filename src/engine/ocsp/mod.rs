//! Answers about the status of certificates (RFC 6960, in the profile of RFC 5019), for all authorities of a workspace.
//!
//! An authority that has OCSP enabled, and is active or disabled, signs its answers itself with the algorithm of its
//! own. What is asked about another issuer is not answered: one that is pending, expired, deleted or gone for good, one
//! that has OCSP off, and one that the workspace has never had. A deleted authority signs nothing, and of one that is
//! gone for good there is no key left; its last answers and CRLs run out.
//!
//! An answer without a nonce comes from a cache, and what it says is compared with the workspace on each hit: no answer
//! outlives a revocation. One with a nonce is signed anew. All signing stays within a budget.

mod budget;
mod cache;
mod issuers;
mod key_use;
mod signing;

use super::Engine;
use super::error::Error;
use super::lifecycle::Access;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus, Serial, Timestamp, Workspace};
use crate::x509::extension::CrlReason;
use crate::x509::ocsp::{CertId, CertStatus, OcspRequest, OcspResponseStatus};
use budget::{Budget, Importance};
use cache::{Cache, Kept};
use issuers::Issuers;
use key_use::KeyUse;
use std::sync::{Arc, Mutex, RwLock};

/// How long an answer holds, in seconds: an hour. The service tells a revocation within 60 minutes (User Guide, "Online
/// Certificate Status Protocol"), and so does whoever keeps an answer from here. It starts when it is signed and is not
/// dated back as certificates and CRLs are: an answer is about a moment, and clients allow for some minutes (RFC 5019
/// section 4) that a clock is off.
const LIFETIME: i64 = 60 * 60;

/// An answer to an OCSP request, with what may be told of it.
#[derive(Debug, Clone)]
pub struct OcspAnswer {
    /// The DER of the `OCSPResponse`.
    pub der: Arc<[u8]>,
    /// Whether it answers, or why not.
    pub status: OcspResponseStatus,
    /// The authority that was asked, if it is one that answers.
    pub authority: Option<AuthorityId>,
    /// What was asked, in the order of the request; nothing when it was no request.
    pub asked: Vec<OcspAsked>,
    /// How long it holds, when others may keep it as well: without a nonce.
    pub cacheable: Option<OcspValidity>,
    /// Whether it had been signed before.
    pub from_cache: bool,
}

/// A certificate that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspAsked {
    /// Its serial number, unsigned big-endian without leading zeros.
    pub serial_number: Vec<u8>,
    /// What was answered; nothing when there was no answer.
    pub status: Option<CertStatus>,
}

impl OcspAsked {
    /// Its serial number, if it is one that can have been issued here.
    pub fn serial(&self) -> Option<Serial> {
        serial(&self.serial_number)
    }
}

/// How long an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OcspValidity {
    /// `thisUpdate`, and `producedAt`.
    pub this_update: Timestamp,
    /// `nextUpdate`.
    pub next_update: Timestamp,
}

/// What is kept between requests.
#[derive(Default)]
pub(super) struct Responder {
    issuers: RwLock<Issuers>,
    kept: Mutex<Cache>,
    budget: Mutex<Budget>,
    key_use: KeyUse,
}

/// What a request asks, and how the workspace answers it.
struct Question<'a> {
    request: &'a OcspRequest,
    authority: Arc<Authority>,
    statuses: Vec<CertStatus>,
    now: Timestamp,
}

impl Question<'_> {
    /// Whether it is about one certificate that was issued here, and written as usual: only so many can be asked. Numbers
    /// that nobody has issued, lists of certificates in any order, and other ways to write a number are endless.
    fn is_plain(&self) -> bool {
        let is_issued = matches!(self.statuses[..], [CertStatus::Good | CertStatus::Revoked { .. }]);
        is_issued && self.request.cert_ids.iter().all(CertId::is_usual)
    }

    fn answered(&self, kept: &Kept, from_cache: bool) -> OcspAnswer {
        let asked = self.request.cert_ids.iter().zip(&self.statuses);
        OcspAnswer {
            der: kept.der.clone(),
            status: OcspResponseStatus::Successful,
            authority: Some(self.authority.id()),
            asked: asked.map(|(id, status)| asked_about(id, Some(*status))).collect(),
            cacheable: self.request.nonce.is_none().then_some(kept.validity),
            from_cache,
        }
    }

    fn refused(&self, status: OcspResponseStatus) -> OcspAnswer {
        OcspAnswer { authority: Some(self.authority.id()), ..OcspAnswer::refused(status, self.request) }
    }
}

fn asked_about(id: &CertId, status: Option<CertStatus>) -> OcspAsked {
    OcspAsked { serial_number: id.serial_number().to_vec(), status }
}

impl OcspAnswer {
    fn refused(status: OcspResponseStatus, request: &OcspRequest) -> Self {
        let asked = request.cert_ids.iter().map(|id| asked_about(id, None)).collect();
        Self { asked, ..Self::malformed(status) }
    }

    fn malformed(status: OcspResponseStatus) -> Self {
        let der = status.to_der().into();
        Self { der, status, authority: None, asked: Vec::new(), cacheable: None, from_cache: false }
    }
}

impl Engine {
    /// Answers an OCSP request given as DER. There is always an answer; one that could not be given says why:
    /// malformedRequest; unauthorized, for an issuer that is not answered for here, and for certificates of several
    /// issuers at once; tryLater, when it would have to be signed and the workspace is locked or open for reading only, or
    /// the signing budget is spent.
    pub fn ocsp(&self, request: &[u8]) -> OcspAnswer {
        let Ok(request) = OcspRequest::from_der(request) else {
            return OcspAnswer::malformed(OcspResponseStatus::MalformedRequest);
        };
        let Some(question) = self.question(&request) else {
            return OcspAnswer::refused(OcspResponseStatus::Unauthorized, &request);
        };
        let kept = self.ocsp.kept(&question);
        if let Some(kept) = kept.as_ref().filter(|kept| kept.is_fresh(question.now)) {
            return question.answered(kept, true);
        }
        match self.sign_answer(&question) {
            Ok(signed) => {
                self.ocsp.keep(&question, &signed);
                question.answered(&signed, false)
            }
            Err(status) => match kept {
                Some(kept) => question.answered(&kept, true),
                None => question.refused(status),
            },
        }
    }

    /// The answer of [`ocsp`](Self::ocsp), when nothing has to be signed for it: it takes no longer than a look.
    pub fn ocsp_at_once(&self, request: &[u8]) -> Option<OcspAnswer> {
        let Ok(request) = OcspRequest::from_der(request) else {
            return Some(OcspAnswer::malformed(OcspResponseStatus::MalformedRequest));
        };
        let Some(question) = self.question(&request) else {
            return Some(OcspAnswer::refused(OcspResponseStatus::Unauthorized, &request));
        };
        let kept = self.ocsp.kept(&question)?;
        kept.is_fresh(question.now).then(|| question.answered(&kept, true))
    }

    /// What is asked; nothing when nobody here answers it.
    fn question<'a>(&self, request: &'a OcspRequest) -> Option<Question<'a>> {
        let workspace = self.snapshot();
        let now = self.environment.clock.now().max(workspace.head().at);
        let mut issuers = request.cert_ids.iter().map(|id| Issuers::find(&self.ocsp.issuers, &workspace, id));
        let issuer = issuers.next()??;
        let authority = workspace.authority(issuer).filter(|authority| answers(authority, now))?.clone();
        if !issuers.all(|other| other == Some(issuer)) {
            return None;
        }
        let statuses = request.cert_ids.iter().map(|id| status(&workspace, issuer, id)).collect();
        Some(Question { request, authority, statuses, now })
    }

    /// Signs, if the workspace is unlocked and the budget has room; else the status that says why not.
    fn sign_answer(&self, question: &Question<'_>) -> Result<Kept, OcspResponseStatus> {
        if self.access() != Access::Unlocked {
            return Err(OcspResponseStatus::TryLater);
        }
        let importance = match question.request.nonce.is_none() && question.is_plain() {
            true => Importance::Kept,
            false => Importance::Once,
        };
        if !super::commit::unpoisoned(&self.ocsp.budget).take(self.environment.clock.now(), importance) {
            return Err(OcspResponseStatus::TryLater);
        }
        let id = question.authority.id();
        // Counted first: whoever closes the workspace meanwhile records it.
        self.ocsp.key_use.count(id, question.now);
        signing::sign(self, question).map_err(|error| {
            self.ocsp.key_use.uncount(id);
            match error {
                Error::Locked | Error::ConcurrentModification(_) => OcspResponseStatus::TryLater,
                _ => OcspResponseStatus::InternalError,
            }
        })
    }
}

impl Responder {
    fn kept(&self, question: &Question<'_>) -> Option<Kept> {
        if question.request.nonce.is_some() {
            return None;
        }
        super::commit::unpoisoned(&self.kept).get(question)
    }

    fn keep(&self, question: &Question<'_>, signed: &Kept) {
        if question.request.nonce.is_none() {
            super::commit::unpoisoned(&self.kept).put(question, signed.clone());
        }
    }
}

/// Whether an authority answers (User Guide, "Online Certificate Status Protocol").
fn answers(authority: &Authority, now: Timestamp) -> bool {
    use CertificateAuthorityStatus::{Active, Disabled};
    authority.ocsp_enabled() && [Active, Disabled].contains(&authority.status(now))
}

/// What the workspace knows of a certificate. One that has expired keeps the status that it had.
fn status(workspace: &Workspace, issuer: AuthorityId, id: &CertId) -> CertStatus {
    let row = serial(id.serial_number()).and_then(|serial| workspace.certificates().get(issuer, serial));
    match row.map(|row| row.revocation) {
        None => CertStatus::Unknown,
        Some(None) => CertStatus::Good,
        Some(Some(revocation)) => CertStatus::Revoked {
            at: revocation.at.seconds(),
            reason: CrlReason::from_code(revocation.reason.code()).filter(|reason| *reason != CrlReason::Unspecified),
        },
    }
}

/// A number that can have been issued here: from 0, of at most 128 bits. A negative one has a zero in front.
fn serial(octets: &[u8]) -> Option<Serial> {
    match octets {
        [0, ..] => None,
        _ => Serial::from_der_integer(&[&[0], octets].concat()),
    }
}
