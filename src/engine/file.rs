//! The workspace file as a whole: verified, copied, and followed while another process writes it.

use super::commit::unpoisoned;
use super::error::{Error, Refusal};
use super::keys::{in_force, mac_keys};
use super::lifecycle::Engine;
use crate::workspace::{self, Holder, Log, Verification, Verified, Workspace};
use std::io;
use std::sync::PoisonError;

impl Engine {
    /// Reads the whole file again: the chain of all records and, when unlocked, that each was written by a holder of
    /// the passphrase of its time. Other work goes on meanwhile. A file that does not verify is read-only from then on.
    ///
    /// # Errors
    /// [`Error::Unreadable`] with the line and what is wrong with it.
    pub fn verify(&self) -> Result<Verified, Error> {
        loop {
            let (verification, workspace) = {
                let log = unpoisoned(&self.log);
                (log.verification(), log.workspace().clone())
            };
            let error = match self.verified(&verification, &workspace) {
                Ok(verified) => return Ok(verified),
                Err(error) => error,
            };
            let mut log = unpoisoned(&self.log);
            if workspace.read_only().is_some_and(|reason| reason.is_held()) {
                // What it cannot follow, the verification has found as well.
                let _ = self.followed(&mut log);
            }
            if in_force(log.workspace())? != in_force(&workspace)? {
                // The passphrase was changed meanwhile, and what belonged to the old one was erased.
                continue;
            }
            if !matches!(error, workspace::Error::Io { .. }) {
                log.distrust(&error);
                self.publish(log.workspace().clone());
            }
            return Err(error.into());
        }
    }

    fn verified(&self, verification: &Verification, workspace: &Workspace) -> Result<Verified, workspace::Error> {
        let keys = match self.identity() {
            // Keys that cannot be opened are lost, and the verification says which.
            Ok((identity, secret)) if in_force(workspace) == Ok(secret) => mac_keys(workspace, &identity),
            _ => Ok(Vec::new()),
        };
        verification.run(&keys.unwrap_or_default())
    }

    /// Writes the workspace file to `out`, byte for byte, up to the record that is the newest now. Other work goes on
    /// meanwhile, but a change of the passphrase waits: what it erases may already be in the copy, and may not.
    ///
    /// # Errors
    /// Those of `out`, and why the file cannot be read.
    pub fn save_copy(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let _kept = self.erasing.read().unwrap_or_else(PoisonError::into_inner);
        let copying = unpoisoned(&self.log).copying();
        copying.write_to(out)
    }

    /// Says beside the workspace file where the endpoint of this process can be reached, `http://127.0.0.1:8560`, or that
    /// it runs none any more. Whoever finds the file held can go through it.
    ///
    /// # Errors
    /// `InvalidArgsException` when it is no such URL; [`Error::ReadOnly`] when the file is not held here;
    /// [`Error::Storage`].
    pub fn announce(&self, endpoint: Option<&str>) -> Result<(), Error> {
        if let Some(url) = endpoint.filter(|url| !workspace::is_endpoint(url)) {
            let message = format!("Expected a URL of a scheme, a host and a port, found '{url}'.");
            return Err(Error::InvalidArgs(Refusal::new(message).at("endpoint")));
        }
        Ok(unpoisoned(&self.log).announce(endpoint)?)
    }

    /// Which process holds the workspace file, and where its endpoint is, as it says just now; absent unless the file is
    /// open read-only here because of it.
    pub fn holder(&self) -> Option<Holder> {
        unpoisoned(&self.log).holder()
    }

    /// Reads what another process has written meanwhile into a workspace that is open read-only here. True if there
    /// was something. When it has changed the passphrase, the workspace is locked here.
    ///
    /// # Errors
    /// [`Error::Unreadable`]
    pub fn follow(&self) -> Result<bool, Error> {
        self.followed(&mut unpoisoned(&self.log))
    }

    fn followed(&self, log: &mut Log) -> Result<bool, Error> {
        let news = log.follow()?;
        if news {
            let mut keys = unpoisoned(&self.keys);
            if keys.as_ref().is_some_and(|unlocked| in_force(log.workspace()) != Ok(unlocked.secret)) {
                *keys = None;
            }
            self.publish(log.workspace().clone());
        }
        Ok(news)
    }
}
