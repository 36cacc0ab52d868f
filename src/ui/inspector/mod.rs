//! The inspector: what a certificate, request, CRL or key holds, as rows, as PEM, as text and as a
//! tree of its bytes.

mod details;
mod findings;
mod full;
mod group;
mod header;
mod hex;
mod path;
mod raw;
mod row;
mod side;
mod tree;

use super::background::{Arrival, Later};
use super::command::Command;
use super::kit::{CodeText, Status};
use crate::workspace::{AuthorityId, CertificateArn, Revocation};
use crate::x509::Certificate;
use crate::x509::inspect::{self, Finding, Item, Section, findings};
use egui::Context;
use std::collections::BTreeSet;
use std::sync::Arc;
use tree::TreeView;

use path::Step;

/// An item of more bytes is worked out in the background.
const SMALL: usize = 64 * 1024;

/// What the inspector shows, and how.
pub struct Inspector {
    origin: Origin,
    items: Vec<Arc<Item>>,
    /// For each item its path, root first; empty where none is known.
    paths: Vec<Vec<Step>>,
    shown: usize,
    now: i64,
    view: View,
    /// The item that is shown next, once it is worked out.
    coming: Option<(usize, Later<View>)>,
    /// The item that was to be shown next, and could not be worked out.
    lost: Option<usize>,
    /// Titles of the long sections that are shown whole.
    whole: BTreeSet<String>,
    tab: usize,
    raw: usize,
    full: bool,
}

/// Where the shown bytes came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A certificate that an authority of the workspace issued.
    Certificate(CertificateArn),
    /// The certificate of an authority.
    Authority(AuthorityId),
    /// A file, or the clipboard: its name.
    Opened(String),
}

/// What the workspace knows about the shown item beyond its bytes.
#[derive(Default)]
pub struct Known {
    /// A person's name for it.
    pub name: Option<String>,
    /// How it stands, in words.
    pub standing: Option<(Status, String)>,
    /// Why it cannot be revoked; `None` when it can.
    pub not_revocable: Option<&'static str>,
    /// A person's note on it.
    pub note: Option<String>,
    /// The service that asked for it, when no person or program did.
    pub requested_by: Option<String>,
    /// When and why it was revoked.
    pub revocation: Option<Revocation>,
}

/// What of the shown item was worked out for drawing.
struct View {
    title: String,
    kind: String,
    sections: Vec<Section>,
    findings: Vec<Finding>,
    pem: CodeText,
    text: Option<CodeText>,
    text_coming: Option<Later<CodeText>>,
    /// The text could not be written.
    text_lost: bool,
    tree: TreeView,
}

impl Inspector {
    /// Shows what `bytes` hold, at the time `now` in seconds since 1970. What was opened from outside
    /// takes the full width.
    ///
    /// # Errors
    /// Why nothing of it can be shown, as a sentence.
    pub fn read(origin: Origin, bytes: &[u8], now: i64) -> Result<Self, String> {
        let items = inspect::read(bytes).map_err(|problem| problem.to_string())?;
        let items: Vec<Arc<Item>> = items.into_iter().map(Arc::new).collect();
        let first = items.first().ok_or("There is nothing in it to show.")?;
        let view = View::of(first, now);
        let full = matches!(origin, Origin::Opened(_));
        let paths = vec![Vec::new(); items.len()];
        let (coming, lost, whole) = (None, None, BTreeSet::new());
        Ok(Self { origin, items, paths, shown: 0, now, view, coming, lost, whole, tab: 0, raw: 0, full })
    }

    /// Finds the paths from its certificates over these authorities to these roots. `revoked` says why a certificate
    /// does not hold any more, where it was revoked.
    #[must_use]
    pub fn with_paths(
        mut self,
        authorities: &[Certificate],
        roots: &[Certificate],
        revoked: &dyn Fn(&Certificate) -> Option<String>,
    ) -> Self {
        let inside = self.items.iter().filter_map(|item| path::certificate(item)).cloned();
        let pool: Vec<Certificate> = inside.chain(authorities.iter().cloned()).collect();
        let beside = path::Beside::of(&self.items);
        let certificates =
            self.items.iter().enumerate().filter_map(|(index, item)| Some((index, path::certificate(item)?)));
        let found: Vec<_> = certificates
            .take(path::MOST)
            .map(|(index, certificate)| (index, path::find(certificate, &pool, roots, &beside, self.now, revoked)))
            .collect();
        for (index, path) in found {
            self.paths[index] = path;
        }
        self
    }

    /// Where the shown bytes came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What is shown.
    pub fn item(&self) -> &Item {
        // `shown` is always the number of an item.
        &self.items[self.shown]
    }

    /// The whole page is its, not a panel beside it.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Takes the look of the inspector that was open before: tab and width.
    #[must_use]
    pub fn like(mut self, before: Option<&Self>) -> Self {
        if let Some(before) = before.filter(|_| !self.full) {
            self.tab = before.tab;
            self.full = before.full && !matches!(before.origin, Origin::Opened(_));
        }
        self
    }

    /// What it is called: a person's own name for it, else what its bytes say.
    fn title<'a>(&'a self, known: &'a Known) -> &'a str {
        known.name.as_deref().unwrap_or(&self.view.title)
    }

    fn show_item(&mut self, ctx: &Context, index: usize) {
        let (item, now) = (self.items[index].clone(), self.now);
        self.lost = None;
        let large = item.clone();
        let later = (item.der().len() > SMALL)
            .then(|| Later::start(ctx, "canopy inspector", move || View::of(&large, now)))
            .flatten();
        match later {
            Some(later) => self.coming = Some((index, later)),
            None => (self.shown, self.view, self.coming) = (index, View::of(&item, now), None),
        }
    }

    /// Takes what was worked out meanwhile.
    fn collect(&mut self) {
        let Some((index, coming)) = &self.coming else { return };
        match coming.take() {
            Arrival::Waiting => return,
            Arrival::Ready(view) => (self.shown, self.view) = (*index, view),
            Arrival::Lost => self.lost = Some(*index),
        }
        self.coming = None;
    }

    fn revoke_command(&self) -> Option<Command> {
        match &self.origin {
            Origin::Certificate(arn) => Some(Command::Revoke(vec![arn.clone()])),
            Origin::Authority(_) | Origin::Opened(_) => None,
        }
    }
}

impl View {
    fn of(item: &Item, now: i64) -> Self {
        Self {
            title: item.title(),
            kind: item.kind(),
            sections: details::told_once(item, now),
            findings: findings(item, now),
            pem: CodeText::new(item.pem()),
            text: None,
            text_coming: None,
            text_lost: false,
            tree: TreeView::new(item.tree()),
        }
    }
}
