//! What every page is given to show.

use super::host::EndpointState;
use crate::engine::{Access, ClockDoubt, Destruction, Engine};
use crate::workspace::{AuthorityId, CertificateArn, Timestamp, Workspace};
use std::sync::Arc;

/// The state that a frame shows. It does not change while the frame is drawn.
#[derive(Clone, Copy, Debug)]
pub struct PageContext<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// What it allows.
    pub access: &'a Access,
    /// The time of this frame.
    pub now: Timestamp,
    /// Why nothing is destroyed by schedule until a person has confirmed the date.
    pub date_doubt: Option<ClockDoubt>,
    /// What becomes of the keys of deleted authorities that cannot be restored any more.
    pub destructions: &'a [(AuthorityId, Destruction)],
    /// The certificate in the inspector, which its page shows as selected.
    pub certificate: Option<&'a CertificateArn>,
    /// How the endpoint of this window stands.
    pub endpoint: &'a EndpointState,
    /// Who reads the records of the file, in the background; a state that was not read from a file has none.
    pub engine: Option<&'a Arc<Engine>>,
}

impl PageContext<'_> {
    /// What becomes of the key of a deleted authority that cannot be restored any more; nothing for any other.
    pub fn destruction(&self, authority: AuthorityId) -> Option<Destruction> {
        self.destructions.iter().find(|(id, _)| *id == authority).map(|(_, destruction)| *destruction)
    }

    /// Why nothing can be signed or changed now, as a sentence for the person; `None` when it can.
    pub fn blocked(&self) -> Option<&'static str> {
        blocked(self.access)
    }
}

/// The same of what a workspace allows.
pub(super) fn blocked(access: &Access) -> Option<&'static str> {
    match access {
        Access::Unlocked => None,
        Access::Locked => Some("Unlock the workspace first"),
        Access::ReadOnly(_) => Some("The workspace is open for reading only"),
    }
}
