//! How events about permissions change the state.

use std::sync::Arc;

use super::ApplyError;
use crate::workspace::{AuthorityId, GrantedPermission, Workspace};

impl Workspace {
    pub(super) fn grant(&mut self, id: AuthorityId, granted: GrantedPermission) -> Result<(), ApplyError> {
        let known = self.known_authority(id)?;
        if known.permissions.iter().any(|known| known.is_of(&granted.principal, &granted.source_account)) {
            return Err(ApplyError::Permission { authority: id });
        }
        self.change_authority(id, |authority| Arc::make_mut(&mut authority.permissions).push(granted))
    }

    pub(super) fn withdraw(
        &mut self,
        id: AuthorityId,
        principal: &str,
        source_account: &str,
    ) -> Result<(), ApplyError> {
        let known = self.known_authority(id)?;
        if !known.permissions.iter().any(|known| known.is_of(principal, source_account)) {
            return Err(ApplyError::Permission { authority: id });
        }
        self.change_authority(id, |authority| {
            Arc::make_mut(&mut authority.permissions).retain(|known| !known.is_of(principal, source_account));
        })
    }
}
