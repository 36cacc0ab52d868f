//! What the tree shows, from a state of the workspace.

use crate::ui::attention::Attention;
use crate::ui::kit::{Icon, Status};
use crate::ui::managed::in_trouble;
use crate::ui::search::{authority_has, authority_name, is_deceptive};
use crate::ui::words;
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityStatus, CertificateAuthorityType, Timestamp, Workspace,
};
use crate::x509::Certificate;
use crate::x509::inspect::display;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An authority of the workspace.
    Authority(AuthorityId),
    /// A root outside, by its name. Only what it has signed is here.
    External(String),
}

/// What stands at the right end of a row. A healthy row has nothing there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    Nothing,
    /// Words only.
    Words(String),
    /// A mark and its words.
    Status(Status, String),
    /// Days that are left to restore it.
    DaysLeft(i64),
    /// It cannot be restored any more, and its key waits for being erased.
    KeyLeft,
}

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub node: Node,
    /// Its name, safe to show.
    pub name: String,
    /// Its icon.
    pub icon: Icon,
    /// How deep it lies.
    pub depth: u8,
    /// Whether what is below it is shown; nothing when nothing is below it.
    pub open: Option<bool>,
    /// It issues nothing: disabled or deleted.
    pub muted: bool,
    /// What stands at its right end.
    pub mark: Mark,
}

/// Rows below a caption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// "Authorities", or account and region where there are several.
    pub caption: String,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
}

/// The whole tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// What is there.
    pub groups: Vec<Group>,
    /// What was deleted: it can still be restored, or its key waits for being erased.
    pub deleted: Vec<Row>,
    /// How many things need a person.
    pub attention: usize,
    /// Some row has others below it.
    pub nested: bool,
}

impl Tree {
    /// The tree of a workspace. With a `search`, only what its text is part of, and what stands above
    /// that; nothing is folded then.
    pub fn of(workspace: &Workspace, now: Timestamp, folded: &HashSet<Node>, search: &str) -> Self {
        Builder { now, folded, search: &search.trim().to_lowercase(), below: children(workspace) }.tree(workspace)
    }
}

/// What is below each node, by name.
type Below<'a> = BTreeMap<Option<Node>, Vec<(String, &'a Arc<Authority>)>>;

fn children(workspace: &Workspace) -> Below<'_> {
    let mut below = Below::new();
    for authority in workspace.authorities().filter(|authority| !is_deleted(authority)) {
        let above = parent(workspace, authority);
        below.entry(above).or_default().push((authority_name(authority), authority));
    }
    for rows in below.values_mut() {
        rows.sort_by_cached_key(|(name, authority)| (name.to_lowercase(), authority.id()));
    }
    below
}

fn is_deleted(authority: &Authority) -> bool {
    authority.stored_status == CertificateAuthorityStatus::Deleted
}

/// Its issuer in the workspace, or the root outside that its chain leads to.
fn parent(workspace: &Workspace, authority: &Authority) -> Option<Node> {
    if let Some(parent) = authority.parent {
        let shown = workspace.authority(parent).is_some_and(|parent| !is_deleted(parent));
        let own = parent == authority.id() || is_below(workspace, parent, authority.id());
        return (shown && !own).then_some(Node::Authority(parent));
    }
    let installed = authority.installed.as_ref()?;
    if authority.authority_type == CertificateAuthorityType::Root {
        return None;
    }
    external_root(installed.chain.last().unwrap_or(&installed.certificate).as_bytes()).map(Node::External)
}

/// Whether `lower` has `upper` above it: two authorities that signed each other both stand at the top.
fn is_below(workspace: &Workspace, lower: AuthorityId, upper: AuthorityId) -> bool {
    let mut seen = HashSet::new();
    let mut next = Some(lower);
    while let Some(id) = next.filter(|id| seen.insert(*id)) {
        if id == upper {
            return true;
        }
        next = workspace.authority(id).and_then(|authority| authority.parent);
    }
    false
}

/// The name of whoever signed the last certificate of a chain; for a root, its own.
fn external_root(der: &[u8]) -> Option<String> {
    let certificate = Certificate::from_der(der).ok()?;
    let issuer = certificate.issuer();
    let name = issuer.common_name().unwrap_or_else(|| issuer.to_string());
    Some(display::safe(&name).into_owned())
}

struct Builder<'a> {
    now: Timestamp,
    folded: &'a HashSet<Node>,
    search: &'a str,
    below: Below<'a>,
}

impl Builder<'_> {
    fn tree(&self, workspace: &Workspace) -> Tree {
        let mut tree = Tree {
            attention: workspace.authorities().map(|authority| Attention::of(authority, self.now).len()).sum::<usize>()
                + in_trouble(workspace, self.now).len(),
            nested: self.below.keys().any(Option::is_some),
            deleted: self.deleted(workspace),
            ..Tree::default()
        };
        let mut places: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
        for (name, authority) in self.below.get(&None).into_iter().flatten() {
            let place = (authority.arn.account.clone(), authority.arn.region.clone());
            self.push(places.entry(place).or_default(), name, authority, 0);
        }
        for (node, rows) in &self.below {
            let (Some(Node::External(name)), Some((_, first))) = (node, rows.first()) else { continue };
            let place = (first.arn.account.clone(), first.arn.region.clone());
            self.push_external(places.entry(place).or_default(), name, rows);
        }
        let several = places.len() > 1;
        let caption = |(account, region)| match several {
            true => format!("{account} · {region}"),
            false => "Authorities".to_owned(),
        };
        let groups = places.into_iter().filter(|(_, rows)| !rows.is_empty());
        tree.groups = groups.map(|(place, rows)| Group { caption: caption(place), rows }).collect();
        tree
    }

    fn is_open(&self, node: &Node) -> bool {
        !self.search.is_empty() || !self.folded.contains(node)
    }

    fn is_found(&self, name: &str) -> bool {
        name.to_lowercase().contains(self.search)
    }

    /// Adds an authority and what is below it.
    fn push(&self, rows: &mut Vec<Row>, name: &str, authority: &Authority, depth: u8) {
        let node = Node::Authority(authority.id());
        let below = self.below.get(&Some(node.clone()));
        let (at, open) = (rows.len(), self.is_open(&node));
        let root = authority.authority_type == CertificateAuthorityType::Root;
        rows.push(Row {
            name: name.to_owned(),
            icon: if root { Icon::ShieldCheck } else { Icon::Stamp },
            depth,
            open: below.map(|_| open),
            muted: authority.status(self.now) == CertificateAuthorityStatus::Disabled,
            mark: mark(authority, self.now),
            node,
        });
        if open {
            for (name, authority) in below.into_iter().flatten() {
                self.push(rows, name, authority, depth.saturating_add(1));
            }
        }
        if rows.len() == at + 1 && !self.search.is_empty() && !authority_has(authority, self.search) {
            rows.truncate(at);
        }
    }

    fn push_external(&self, rows: &mut Vec<Row>, name: &str, below: &[(String, &Arc<Authority>)]) {
        let node = Node::External(name.to_owned());
        let (at, open) = (rows.len(), self.is_open(&node));
        rows.push(Row {
            node,
            name: name.to_owned(),
            icon: Icon::Globe,
            depth: 0,
            open: Some(open),
            muted: false,
            mark: Mark::Words("External".to_owned()),
        });
        if open {
            for (name, authority) in below {
                self.push(rows, name, authority, 1);
            }
        }
        if rows.len() == at + 1 && !self.is_found(name) && !self.search.is_empty() {
            rows.truncate(at);
        }
    }

    fn deleted(&self, workspace: &Workspace) -> Vec<Row> {
        let row = |authority: &Arc<Authority>| {
            let mark = match authority.restorable_until {
                Some(until) if !authority.is_past_restoration(self.now) => {
                    Mark::DaysLeft(words::days_until(until, self.now).max(0))
                }
                _ => Mark::KeyLeft,
            };
            Row {
                node: Node::Authority(authority.id()),
                name: authority_name(authority),
                icon: Icon::Trash2,
                depth: 0,
                open: None,
                muted: true,
                mark,
            }
        };
        let deleted = workspace.authorities().filter(|authority| is_deleted(authority));
        let mut rows: Vec<Row> = deleted.filter(|authority| authority_has(authority, self.search)).map(row).collect();
        rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.node.clone()));
        rows
    }
}

fn mark(authority: &Authority, now: Timestamp) -> Mark {
    if is_deceptive(authority) {
        return Mark::Status(Status::Attention, "Hidden characters".to_owned());
    }
    if let Some(first) = Attention::of(authority, now).first() {
        let (status, words) = first.mark();
        return Mark::Status(status, words);
    }
    match authority.status(now) {
        CertificateAuthorityStatus::Active => Mark::Nothing,
        other => {
            let (status, words) = words::authority_status(other);
            Mark::Status(status, words.to_owned())
        }
    }
}
