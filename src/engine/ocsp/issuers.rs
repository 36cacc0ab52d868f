//! Which authority is meant by the digests of a name and a key.

use super::super::stored;
use crate::workspace::{Authority, AuthorityId, Der, Workspace};
use crate::x509::ocsp::{CertId, CertIdHash};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// The digests of the authorities' names and keys, made once for each certificate of an authority.
///
/// A name is that of the certificate that the authority has now, which stands in all that it issues, and that of its
/// CSR, which it had before a parent gave it another.
#[derive(Debug, Default)]
pub struct Issuers {
    /// The record up to which they were made.
    seq: Option<u64>,
    /// By the digest of the name with that of the key behind it; the length tells the algorithm.
    known: HashMap<Vec<u8>, AuthorityId>,
    /// The certificates that they were made of.
    made_of: HashMap<AuthorityId, Der>,
}

impl Issuers {
    /// The authority that has issued a certificate, by its digests. They are looked through again after a record that
    /// may have changed them, and only for a question that would find nothing otherwise.
    pub fn find(this: &RwLock<Issuers>, workspace: &Workspace, id: &CertId) -> Option<AuthorityId> {
        let length = id.hash()?.digest(&[]).len();
        if (id.issuer_name_hash().len(), id.issuer_key_hash().len()) != (length, length) {
            return None;
        }
        let key = [id.issuer_name_hash(), id.issuer_key_hash()].concat();
        let seq = workspace.head().seq;
        {
            let issuers = this.read().unwrap_or_else(PoisonError::into_inner);
            let found = issuers.known.get(&key);
            if found.is_some() || issuers.seq.is_some_and(|made| made >= seq) {
                return found.copied();
            }
        }
        let mut issuers = this.write().unwrap_or_else(PoisonError::into_inner);
        issuers.refresh(workspace);
        issuers.known.get(&key).copied()
    }

    fn refresh(&mut self, workspace: &Workspace) {
        let seq = workspace.head().seq;
        if self.seq.is_some_and(|made| made >= seq) {
            return;
        }
        self.seq = Some(seq);
        self.known.retain(|_, id| workspace.authority(*id).is_some());
        self.made_of.retain(|id, _| workspace.authority(*id).is_some());
        for authority in workspace.authorities() {
            let Some(installed) = &authority.installed else { continue };
            if self.made_of.get(&authority.id()) != Some(&installed.certificate) {
                self.made_of.insert(authority.id(), installed.certificate.clone());
                self.add(authority);
            }
        }
    }

    /// What cannot be read is no issuer that anybody could ask about.
    fn add(&mut self, authority: &Authority) {
        let Ok(Some(certificate)) = stored::own_certificate(authority) else { return };
        let names = [Some(certificate.subject().clone()), stored::subject(authority).ok()];
        for hash in CertIdHash::ALL {
            let key = hash.digest(certificate.public_key().key_bits());
            for name in names.iter().flatten() {
                self.known.insert([hash.digest(name.der()), key.clone()].concat(), authority.id());
            }
        }
    }
}
