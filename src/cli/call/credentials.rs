//! The access key that a call to an endpoint is signed with.

use crate::cli::failure::Failure;
use crate::cli::passphrase::PassphraseFrom;
use crate::engine::Engine;
use crate::workspace::{Authority, CertificateAuthorityType, Workspace};
use secrecy::SecretString;
use std::sync::Arc;
use zeroize::Zeroizing;

/// An access key with its secret.
pub(super) struct AccessKey {
    pub(super) id: String,
    pub(super) secret: Arc<SecretString>,
}

/// That of the environment, as AWS tools have it, if both its halves are set.
pub(super) fn of_environment() -> Option<AccessKey> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty()).map(Zeroizing::new);
    let (id, secret) = (set("AWS_ACCESS_KEY_ID")?, set("AWS_SECRET_ACCESS_KEY")?);
    Some(AccessKey { id: id.to_string(), secret: Arc::new(SecretString::from(secret.as_str())) })
}

/// The first one of a workspace for an account.
pub(super) fn of_workspace(engine: &Engine, account: &str, passphrase: &PassphraseFrom) -> Result<AccessKey, Failure> {
    let workspace = engine.snapshot();
    let Some(key) = workspace.access_keys().find(|key| key.account == account) else {
        return Err(Failure::Refused(format!(
            "{} has no access key of the account {account}: add one, or set AWS_ACCESS_KEY_ID and \
             AWS_SECRET_ACCESS_KEY.",
            engine.path().display()
        )));
    };
    engine.unlock(&passphrase.passphrase(engine.path())?)?;
    Ok(AccessKey { id: key.id.clone(), secret: engine.access_key_secret(key)? })
}

/// The roots of a workspace, which a certificate of its own endpoint leads to: DER.
pub(super) fn roots(workspace: &Workspace) -> Vec<Vec<u8>> {
    let is_root = |authority: &&Arc<Authority>| authority.authority_type == CertificateAuthorityType::Root;
    let installed = workspace.authorities().filter(is_root).filter_map(|authority| authority.installed.as_ref());
    installed.map(|installed| installed.certificate.as_bytes().to_vec()).collect()
}
