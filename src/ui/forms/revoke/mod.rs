//! Revoking certificates, with a reason.

mod reasons;
mod work;

use super::parts::{ApiRequest, request_toggle_ui};
use super::submission::{Submission, blocked, decided_in_danger, foot_ui, shown};
use super::{Desk, Form};
use crate::engine::api::{RevocationReason, RevokeCertificateRequest};
use crate::engine::{Caller, CrlList, crl_address, crl_key, crl_lists, shard_folder};
use crate::ui::ask::{Answer, Ask};
use crate::ui::availability;
use crate::ui::kit::{Act, Button, Dialog, FoldRow, Icon, Label, Note, acts_ui, problem_ui};
use crate::ui::lists;
use crate::ui::search::authority_name;
use crate::ui::theme::Type;
use crate::ui::words::{count, counted};
use crate::workspace::{Authority, AuthorityId, CertificateArn, CrlPartitionId};
use crate::x509::words;
use egui::{Context, Ui};
use reasons::{FOR_AUTHORITIES, REASONS, reason_ui};
use std::sync::Arc;
use work::{request, revoke};

/// A certificate to be revoked.
#[derive(Clone, Debug)]
struct Doomed {
    arn: CertificateArn,
    name: String,
    issued_at: i64,
    not_after: i64,
    authority: Arc<Authority>,
    /// The shard that will tell it, of a CRL that is partitioned.
    shard: Option<CrlPartitionId>,
}

/// The form that revokes.
#[derive(Debug)]
pub(super) struct Revoke {
    desk: Desk,
    doomed: Vec<Doomed>,
    /// Of those asked for, how many cannot be revoked.
    left_out: usize,
    reason: Option<RevocationReason>,
    more: bool,
    shows_request: bool,
    submission: Submission,
}

impl Revoke {
    /// The form, if any of the certificates can be revoked.
    pub(super) fn new(desk: Desk, certificates: &[CertificateArn]) -> Option<Self> {
        let doomed: Vec<Doomed> = certificates.iter().filter_map(|arn| doomed(&desk, arn)).collect();
        if doomed.is_empty() {
            return None;
        }
        Some(Self {
            left_out: certificates.len() - doomed.len(),
            desk,
            doomed,
            reason: None,
            more: false,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    fn title(&self) -> String {
        match &self.doomed[..] {
            [one] => format!("Revoke {}", one.name),
            several => format!("Revoke {}", counted(several.len(), "certificate")),
        }
    }

    fn subtitle(&self) -> String {
        let now = self.desk.now().seconds();
        match &self.doomed[..] {
            [one] => {
                let authority = authority_name(&one.authority);
                let left = (one.not_after - now).max(0) / 86_400;
                let left = crate::ui::words::days(left);
                format!(
                    "Issued {} by {authority}   ·   {left} left   ·   this cannot be undone",
                    words::date(one.issued_at)
                )
            }
            _ => "This cannot be undone".into(),
        }
    }

    fn button(&self) -> String {
        match self.doomed.len() {
            1 => "Revoke certificate".into(),
            several => format!("Revoke {}", counted(several, "certificate")),
        }
    }

    fn reasons_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new("Why", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        let reason = &mut self.reason;
        // The circles stand below the heading, so the rows reach out to the left of it.
        let reach = egui::Margin { left: -8, ..egui::Margin::ZERO };
        egui::Frame::new().outer_margin(reach).show(ui, |ui| {
            REASONS.iter().for_each(|row| reason_ui(ui, row, reason));
        });
        ui.add_space(4.0);
        FoldRow::new("2 reasons for authorities", "").show(ui, &mut self.more, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            FOR_AUTHORITIES.iter().for_each(|row| reason_ui(ui, row, reason));
        });
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        ui.add(Label::new("What will happen", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        let authorities = authorities(&self.doomed);
        let serial = match &self.doomed[..] {
            [one] => {
                let serial = one.arn.serial.to_string().to_uppercase();
                let (start, end) = (
                    serial.get(..4).unwrap_or_default(),
                    serial.get(serial.len().saturating_sub(4)..).unwrap_or_default(),
                );
                format!("Serial {start}…{end} goes on the list")
            }
            several => format!("{} go on the list", counted(several.len(), "serial")),
        };
        let code = match self.reason {
            Some(reason) => format!("Reason code {}, dated now", reason.code()),
            None => "With the reason, dated now".into(),
        };
        let published: Vec<[String; 3]> =
            authorities.iter().filter_map(|authority| crl_words(authority, &self.doomed, &self.desk)).collect();
        let mut acts = vec![Act::new(Icon::FileX, &serial, &code)];
        for [signed, entries, place] in &published {
            acts.push(Act::new(Icon::PenLine, signed, entries));
            acts.push(Act::new(Icon::Upload, "It is published", place).mono());
        }
        acts_ui(ui, &acts, 16.0);
        self.warnings_ui(ui, &authorities);
    }

    fn warnings_ui(&self, ui: &mut Ui, authorities: &[Arc<Authority>]) {
        ui.spacing_mut().item_spacing.y = 8.0;
        for authority in authorities.iter().filter(|authority| authority.enabled_crl().is_none()) {
            let name = authority_name(authority);
            let words = format!(
                "{name} publishes no CRL: nobody learns of the revocation until one is turned on under Revocation."
            );
            Note::warn(&words).show(ui);
        }
        let now = self.desk.now().seconds();
        let cached =
            authorities.iter().filter_map(|authority| Some((lists::last_update(authority)?.seconds(), authority)));
        if let Some((until, authority)) = cached.filter(|(until, _)| *until > now).max_by_key(|(until, _)| *until) {
            let days = words::distance(until, now);
            let days = days.strip_prefix("in ").unwrap_or(&days);
            let asked = if authority.ocsp_enabled() { ", unless they use OCSP" } else { "" };
            let words = format!("Clients that cached the last CRL trust it for up to {days}{asked}");
            Note::warn(&words).show(ui);
        }
        if self.left_out > 0 {
            let words = format!(
                "{} of those chosen cannot be revoked: revoked or expired already, or a root's own.",
                count(self.left_out)
            );
            Note::quiet(&words).show(ui);
        }
        if let Some(problem) = self.submission.problems().iter().next() {
            problem_ui(ui, shown(problem));
        }
    }

    fn requests(&self, reason: RevocationReason) -> Vec<RevokeCertificateRequest> {
        self.doomed.iter().map(|doomed| request(&doomed.arn, reason)).collect()
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let Some(reason) = self.reason else { return };
        let what = match &self.doomed[..] {
            [one] => one.name.clone(),
            several => counted(several.len(), "certificate"),
        };
        let jobs: Vec<(Caller, AuthorityId, RevokeCertificateRequest)> = self
            .doomed
            .iter()
            .map(|doomed| (self.desk.owner_of(&doomed.authority), doomed.authority.id(), request(&doomed.arn, reason)))
            .collect();
        let name = <&[Doomed; 1]>::try_from(&self.doomed[..]).ok().map(|[one]| one.name.clone());
        self.submission.start(asks, format!("Revoking {what}"), move |engine| revoke(engine, jobs, name.as_deref()));
    }
}

/// A certificate that can be revoked now.
fn doomed(desk: &Desk, arn: &CertificateArn) -> Option<Doomed> {
    let workspace = desk.workspace();
    let certificates = workspace.certificates();
    let row = certificates.get(arn.authority.id, arn.serial)?;
    let authority = workspace.authority(arn.authority.id)?.clone();
    if availability::revoke(&row, &authority, desk.now()).is_some() {
        return None;
    }
    Some(Doomed {
        arn: arn.clone(),
        name: crate::ui::words::certificate_name(&row),
        issued_at: row.issued_at.seconds(),
        not_after: row.not_after.seconds(),
        authority,
        shard: row.partition,
    })
}

fn authorities(doomed: &[Doomed]) -> Vec<Arc<Authority>> {
    let mut found: Vec<Arc<Authority>> = Vec::new();
    for doomed in doomed {
        if !found.iter().any(|known| known.id() == doomed.authority.id()) {
            found.push(doomed.authority.clone());
        }
    }
    found
}

/// What is signed for an authority and where it goes; nothing where it publishes no CRL.
fn crl_words(authority: &Authority, doomed: &[Doomed], desk: &Desk) -> Option<[String; 3]> {
    let crl = authority.enabled_crl()?;
    let own: Vec<&Doomed> = doomed.iter().filter(|doomed| doomed.authority.id() == authority.id()).collect();
    let mut shards: Vec<Option<CrlPartitionId>> = own.iter().map(|doomed| doomed.shard).collect();
    shards.sort_unstable();
    shards.dedup();
    let kept = crl_lists(authority);
    let told: Vec<&CrlList<'_>> = kept.iter().filter(|list| shards.contains(&list.partition())).collect();
    let place = place(authority, &told, desk);
    let listed: u64 = told.iter().map(|list| list.state.entries).sum();
    let entries = counted(usize::try_from(listed).unwrap_or(usize::MAX).saturating_add(own.len()), "entry");
    let days = i64::from(crl.expiration_in_days.unwrap_or_default());
    let next = words::date(desk.now().seconds() + days * 86_400);
    let name = authority_name(authority);
    let signed = match shards.len() {
        0 | 1 => format!("The CRL of {name} is signed"),
        several => format!("{} of {name} are signed", counted(several, "list")),
    };
    Some([signed, format!("{entries}, next update {next}"), place])
}

/// Where clients find what is signed; the place in its bucket where no address leads there.
fn place(authority: &Authority, told: &[&CrlList<'_>], desk: &Desk) -> String {
    let bucket = authority.enabled_crl().and_then(|crl| crl.s3_bucket_name.as_deref()).unwrap_or_default();
    let address = |list: &CrlList<'_>| match list.shard {
        Some(shard) => Some(shard.address.clone()).filter(|address| address.starts_with("http:")),
        None if lists::is_partitioned(authority) => None,
        None => crl_address(authority, desk.workspace().settings_in_force()),
    };
    match told {
        [] => format!("{bucket}/{}", crl_key(authority)),
        [one] => address(one).unwrap_or_else(|| format!("{}/{}", one.bucket, one.key)),
        _ => format!("{bucket}/{}", shard_folder(authority)),
    }
}

impl Form for Revoke {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let (title, subtitle, button) = (self.title(), self.subtitle(), self.button());
        let missing = self.reason.is_none().then_some("Choose a reason first");
        let blocked = blocked(&self.submission, "The certificate is being revoked", missing);
        let response = Dialog::danger(&title).subtitle(&subtitle).show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.reasons_ui(ui)));
            parts.right("", "", |ui| match self.shows_request {
                true => {
                    let regions = self.doomed.iter().map(|doomed| doomed.arn.authority.region.as_str());
                    match self.reason.map(|reason| self.requests(reason)) {
                        Some(requests) => ApiRequest::of_each(requests.iter().zip(regions)),
                        None => ApiRequest::default().note("Choose a reason first."),
                    }
                    .ui(ui);
                }
                false => self.outcome_ui(ui),
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "What will happen"]);
            foot_ui(parts, "Cancel", Button::danger(&button).blocked(blocked))
        });
        if decided_in_danger(ctx, &response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        // A reason is chosen anew in a moment: closing asks no question.
        false
    }
}
