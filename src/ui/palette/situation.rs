//! What is open and selected: by this the commands know what they would act on, and whether they can.

use crate::engine::Access;
use crate::ui::availability::Blocked;
use crate::ui::command::AuthorityPage;
use crate::ui::theme::Theme;
use crate::workspace::{AuthorityId, CertificateAuthorityStatus};

/// What is open and selected in the window.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    /// What the open workspace allows; `None` when none is open.
    pub access: Option<Access>,
    /// The file is an older or another copy of the workspace, which is open for reading only.
    pub is_another_copy: bool,
    /// The selected authority.
    pub authority: Option<SelectedAuthority>,
    /// How many certificates are selected.
    pub certificates: usize,
    /// Why none of them can be revoked.
    pub revoke_blocked: Blocked,
    /// The endpoint answers, or will or did a moment ago.
    pub endpoint_on: bool,
    /// Some authority can sign certificates.
    pub can_issue: bool,
    /// How the window is coloured.
    pub theme: Theme,
    /// Control edges are drawn stronger.
    pub stronger_lines: bool,
}

/// The selected authority.
#[derive(Clone, Debug)]
pub struct SelectedAuthority {
    /// Its identifier.
    pub id: AuthorityId,
    /// Its name, as the window shows it.
    pub name: String,
    /// Where it stands now.
    pub status: CertificateAuthorityStatus,
    /// Why it cannot sign a CRL.
    pub crl_blocked: Blocked,
    /// Why no audit report can be asked for.
    pub report_blocked: Blocked,
    /// Why it cannot be restored.
    pub restore_blocked: Blocked,
    /// It has tags.
    pub tagged: bool,
    /// A CRL was published.
    pub crl_published: bool,
    /// A service has a permission.
    pub has_permission: bool,
    /// A resource policy is attached.
    pub has_policy: bool,
    /// It has a certificate.
    pub installed: bool,
    /// The page of it that is shown.
    pub page: AuthorityPage,
}

/// Why a command cannot act, in a few words.
pub type Reason = &'static str;

impl Situation {
    /// A workspace is open.
    pub fn open(&self) -> Result<(), Reason> {
        self.access.as_ref().map(drop).ok_or("No workspace is open")
    }

    /// A workspace is open and its keys can sign.
    pub fn unlocked(&self) -> Result<(), Reason> {
        match self.access {
            None => Err("No workspace is open"),
            Some(Access::Unlocked) => Ok(()),
            Some(Access::Locked) => Err("Locked"),
            Some(Access::ReadOnly(_)) => Err("Open for reading only"),
        }
    }

    /// A workspace is open, and this process may write it once it is unlocked.
    pub fn writable(&self) -> Result<(), Reason> {
        match self.access {
            Some(Access::ReadOnly(_)) => Err("Open for reading only"),
            _ => self.open(),
        }
    }

    /// The selected authority.
    pub fn authority(&self) -> Result<&SelectedAuthority, Reason> {
        self.open()?;
        self.authority.as_ref().ok_or("Select an authority first")
    }

    /// The selected authority, when it has this status.
    pub fn authority_in(
        &self,
        status: CertificateAuthorityStatus,
        else_reason: Reason,
    ) -> Result<&SelectedAuthority, Reason> {
        let authority = self.authority()?;
        if authority.status == status { Ok(authority) } else { Err(else_reason) }
    }

    /// How many certificates are selected: one at least.
    pub fn certificates(&self) -> Result<usize, Reason> {
        self.open()?;
        if self.certificates == 0 { Err("Select a certificate first") } else { Ok(self.certificates) }
    }
}
