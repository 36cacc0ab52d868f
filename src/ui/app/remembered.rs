//! What a window leaves behind for the next one.

use crate::ui::authority::TableLook;
use crate::ui::host::EndpointOptions;
use crate::ui::theme::Theme;
use crate::workspace::{AuthorityId, WorkspaceId};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// How wide the tree may be, in points.
pub(super) const TREE_WIDTHS: RangeInclusive<f32> = 200.0..=360.0;
/// How wide the inspector beside the page may be, in points.
pub(super) const INSPECTOR_WIDTHS: RangeInclusive<f32> = 288.0..=480.0;
/// How high the inspector below the page may be, in points.
pub(super) const INSPECTOR_HEIGHTS: RangeInclusive<f32> = 160.0..=480.0;
/// How far the window can be zoomed.
pub(super) const ZOOMS: RangeInclusive<f32> = 0.5..=3.0;

/// How many workspaces are remembered.
const RECENT: usize = 10;

/// What is remembered from one start to the next. Never what a workspace holds: that is in its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Workspaces that were open, the last first.
    pub recent: Vec<PathBuf>,
    /// One was open when the window was closed, and is opened again.
    pub reopen: bool,
    /// How the window is coloured.
    pub theme: Theme,
    /// Control edges are drawn stronger.
    pub stronger_lines: bool,
    /// 1 is 100 %.
    pub zoom: f32,
    /// Width of the tree, in points.
    pub tree_width: f32,
    /// Width of the inspector at the right side, in points.
    pub inspector_width: f32,
    /// Height of the inspector below the page, in points.
    pub inspector_height: f32,
    /// Authorities whose subordinates are folded away in the tree.
    pub folded: Vec<AuthorityId>,
    /// Roots outside the workspace, by name, whose subordinates are folded away in the tree.
    pub folded_external: Vec<String>,
    /// Columns and order of the tables of certificates.
    pub table: TableLook,
    /// How the endpoint of a workspace is started, the one that was changed last first. What this computer listens on is
    /// no part of a file that may be opened on another.
    pub endpoints: Vec<(WorkspaceId, EndpointOptions)>,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            reopen: false,
            theme: Theme::System,
            stronger_lines: false,
            zoom: 1.0,
            tree_width: 240.0,
            inspector_width: 320.0,
            inspector_height: 224.0,
            folded: Vec::new(),
            folded_external: Vec::new(),
            table: TableLook::default(),
            endpoints: Vec::new(),
        }
    }
}

impl Remembered {
    /// Puts a workspace first.
    pub(super) fn opened(&mut self, path: &Path) {
        self.forget(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
    }

    /// How the endpoint of a workspace is started.
    pub(super) fn endpoint(&self, workspace: WorkspaceId) -> EndpointOptions {
        let found = self.endpoints.iter().find(|(of, _)| *of == workspace);
        found.map(|(_, options)| options.clone()).unwrap_or_default()
    }

    /// From now on the endpoint of a workspace is started like this.
    pub(super) fn set_endpoint(&mut self, workspace: WorkspaceId, options: EndpointOptions) {
        self.endpoints.retain(|(of, _)| *of != workspace);
        self.endpoints.insert(0, (workspace, options));
        self.endpoints.truncate(RECENT);
    }

    /// Takes a workspace that is not there any more from the list.
    pub(super) fn forget(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
    }

    /// What a file may say that no window would: nothing of it makes a window unusable.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        let usual = Self::default();
        let within = |value: f32, limits: RangeInclusive<f32>, usual: f32| {
            if value.is_finite() { value.clamp(*limits.start(), *limits.end()) } else { usual }
        };
        self.zoom = within(self.zoom, ZOOMS, usual.zoom);
        self.tree_width = within(self.tree_width, TREE_WIDTHS, usual.tree_width);
        self.inspector_width = within(self.inspector_width, INSPECTOR_WIDTHS, usual.inspector_width);
        self.inspector_height = within(self.inspector_height, INSPECTOR_HEIGHTS, usual.inspector_height);
        self.recent.truncate(RECENT);
        self.endpoints.truncate(RECENT);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_workspace_is_first_and_each_is_there_once() {
        let mut remembered = Remembered::default();
        for name in ["a", "b", "a"] {
            remembered.opened(Path::new(name));
        }
        assert_eq!(remembered.recent, [PathBuf::from("a"), PathBuf::from("b")]);
    }

    #[test]
    fn each_workspace_has_an_endpoint_of_its_own() {
        let mut remembered = Remembered::default();
        let ids = [WorkspaceId::from_random([1; 16]), WorkspaceId::from_random([2; 16])];
        let at = |port: u16| EndpointOptions { listen: format!("127.0.0.1:{port}"), ..EndpointOptions::default() };
        for (id, port) in [(ids[0], 1), (ids[1], 2), (ids[0], 3)] {
            remembered.set_endpoint(id, at(port));
        }
        assert_eq!(remembered.endpoints, [(ids[0], at(3)), (ids[1], at(2))]);
        let text = ron::to_string(&remembered).unwrap();
        let read: Remembered = ron::from_str(&text).unwrap();
        assert_eq!(read.endpoint(ids[1]), at(2));
        assert_eq!(read.endpoint(WorkspaceId::from_random([3; 16])), EndpointOptions::default());
    }

    #[test]
    fn a_file_of_an_older_or_broken_window_gives_a_usable_one() {
        let text = "(zoom: 1000.0, tree_width: NaN, recent: [\"a\"])";
        let remembered: Remembered = ron::from_str(text).unwrap();
        let remembered = remembered.bounded();
        assert_eq!((remembered.zoom, remembered.tree_width), (3.0, 240.0));
        assert_eq!(remembered.inspector_width, 320.0);
    }
}
