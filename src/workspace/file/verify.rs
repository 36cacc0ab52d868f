//! Verification of the whole chain of records, beside the work.

use std::sync::Arc;

use super::chain::Chain;
use super::line::Line;
use super::mac::MacKey;
use super::replay::{Position, Tail, replay};
use super::secrets::lost;
use crate::workspace::{Error, Identity, Storage};

/// A verification of all records up to those that were there when it was made. It can run on any
/// thread, while the workspace is used.
pub struct Verification {
    pub(super) file: Arc<dyn Storage>,
    pub(super) expected: Position,
}

/// What was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many records.
    pub records: u64,
    /// Whether their authentication codes were verified, not just their chain.
    pub authenticated: bool,
}

impl Verification {
    /// Reads the whole file: every record must continue the one before, and all together must make
    /// the state that was opened (which may have come from an index); every secret in use must be
    /// whole. With the authentication keys of all identities, oldest first, every record must have
    /// been written by a holder of the passphrase of its time; without keys (`&[]`) that is left open.
    pub fn run(&self, keys: &[MacKey]) -> Result<Verified, Error> {
        let identities = self.expected.state.identities();
        if !keys.is_empty() && keys.len() != identities.len() {
            return Err(Error::MacKeysDiffer { expected: identities.len(), found: keys.len() });
        }
        let check = |line: &Line, text: &[u8]| authenticate(line, text, identities, keys);
        let start = Chain::start(&self.file)?;
        let replayed = replay(self.file.as_ref(), start, self.expected.end, check)?;
        match replayed.tail {
            Tail::Closed => {}
            Tail::Torn => {
                let line = replayed.position.state.head().seq + 2;
                return Err(Error::Damaged { line, reason: "it is not a record".into() });
            }
            Tail::Damaged { line, reason } => return Err(Error::Damaged { line, reason }),
        }
        if !replayed.position.state.same_record_as(&self.expected.state) {
            return Err(Error::IndexDisagrees);
        }
        if let Some(reason) = lost(&self.expected.state) {
            return Err(Error::SecretLost { reason });
        }
        Ok(Verified { records: self.expected.state.head().seq, authenticated: !keys.is_empty() })
    }
}

fn authenticate(line: &Line, text: &[u8], identities: &[Identity], keys: &[MacKey]) -> Result<(), Error> {
    let seq = line.record.seq;
    let in_force = identities.iter().zip(keys).rfind(|(identity, _)| identity.since <= seq);
    match in_force {
        Some((_, key)) if !key.verifies(&text[..line.authenticated], &line.mac) => Err(Error::Forged { seq }),
        _ => Ok(()),
    }
}
