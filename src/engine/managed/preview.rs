//! What the certificate manager would be issued, before it is.

use super::{ManagedCertificateRequest, issue};
use crate::engine::error::Error;
use crate::engine::preview::Preview;
use crate::engine::{Caller, Engine};

impl Engine {
    /// What [`Engine::request_managed_certificate`] would have signed. Nothing changes, and no permission is asked for:
    /// it is shown to the owner of the authority, who may have yet to grant one.
    ///
    /// # Errors
    /// Those the request itself would answer, but for the missing permission.
    pub fn preview_managed(&self, caller: &Caller, request: &ManagedCertificateRequest) -> Result<Preview, Error> {
        request.check()?;
        let (authority, _) = self.asked(&self.snapshot(), caller, request)?;
        let ManagedCertificateRequest { key_algorithm, subject, names, .. } = request;
        let issue = issue::request(&authority, &request.renewal());
        self.preview_for_new_key(&caller.clone().owner_of(&authority), &issue, *key_algorithm, subject, names)
    }
}
