//! How events about authorities change the state: creation, what is stored of them, and what it must be.

use std::sync::Arc;

use super::ApplyError;
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityStatus, CertificateFacts, CreatedAuthority, Der, InstalledCertificate,
    Timestamp, Workspace,
};

impl Workspace {
    pub(super) fn create_authority(&mut self, created: &CreatedAuthority, at: Timestamp) -> Result<(), ApplyError> {
        let id = created.arn.id;
        if self.authorities.contains_key(&id) || self.removed.contains_key(&id) {
            return Err(ApplyError::AuthorityExists { authority: id });
        }
        self.authorities.insert_mut(id, Arc::new(Authority::created(created, at)));
        Ok(())
    }

    pub(super) fn require_deleted(&self, id: AuthorityId, deleted: bool) -> Result<(), ApplyError> {
        let authority = self.known_authority(id)?;
        match (deleted, authority.stored_status == CertificateAuthorityStatus::Deleted) {
            (true, false) => Err(ApplyError::NotDeleted { authority: id }),
            (false, true) => Err(ApplyError::DeletedAgain { authority: id }),
            _ => Ok(()),
        }
    }

    pub(super) fn known_authority(&self, authority: AuthorityId) -> Result<&Arc<Authority>, ApplyError> {
        self.authorities.get(&authority).ok_or(ApplyError::UnknownAuthority { authority })
    }

    pub(super) fn change_authority(
        &mut self,
        id: AuthorityId,
        change: impl FnOnce(&mut Authority),
    ) -> Result<(), ApplyError> {
        let mut authority = self.known_authority(id)?.as_ref().clone();
        change(&mut authority);
        self.authorities.insert_mut(id, Arc::new(authority));
        Ok(())
    }
}

pub(super) fn installed(certificate: &Der, chain: &[Der], at: Timestamp) -> Result<InstalledCertificate, ApplyError> {
    let facts = CertificateFacts::read(certificate.as_bytes())?;
    Ok(InstalledCertificate {
        certificate: certificate.clone(),
        chain: chain.to_vec(),
        serial_number: facts.serial_number.into(),
        not_before: facts.not_before,
        not_after: facts.not_after,
        installed_at: at,
    })
}

pub(super) fn storable(status: CertificateAuthorityStatus) -> Result<(), ApplyError> {
    if status == CertificateAuthorityStatus::Expired {
        return Err(ApplyError::StatusIsComputed { found: status });
    }
    Ok(())
}
