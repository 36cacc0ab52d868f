//! Forgetting: a certificate is managed no longer, and its keys are erased.

use super::{known, manager};
use crate::engine::commit::Changes;
use crate::engine::error::Error;
use crate::engine::{Caller, Engine};
use crate::workspace::{Event, ManagedCertificateId};

/// What is left to do after a managed certificate was forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// Why its keys are still in the file, if so. The next unlock tries to erase them again.
    pub not_erased: Option<String>,
}

impl Engine {
    /// Forgets a managed certificate: it is not renewed any more, and its keys are erased from the file. The certificate
    /// stays what it is, and can be revoked as any other. No permission is asked for: whoever owns the keys may have them
    /// erased, also when the authority is gone.
    ///
    /// # Errors
    /// `ResourceNotFoundException` when there is none; `AccessDeniedException` when the caller acts for another account
    /// than the authority's. Nothing has changed then. When only the erasing fails, it is forgotten, and the answer says
    /// so.
    pub fn forget_managed(&self, caller: &Caller, id: ManagedCertificateId) -> Result<Forgotten, Error> {
        let workspace = self.writable()?;
        let kept = known(&workspace, id)?;
        let authority = workspace.authority_ever(kept.authority);
        let manager = match authority {
            Some(authority) => manager(caller, authority)?,
            None => caller.clone(),
        };
        self.commit(&manager, move |workspace, _| {
            let kept = known(workspace, id)?;
            let (authority, serial) = (kept.authority, kept.current.serial);
            Ok((Changes::of([Event::ManagedCertificateForgotten { managed: id, authority, serial }]), ()))
        })?;
        Ok(Forgotten { not_erased: self.erase_superseded().err().map(|error| error.message()) })
    }
}
