//! CRLs as whoever validates certificates fetches them: those that the workspace has written, and no other file of a
//! bucket.

use super::super::commit::unpoisoned;
use super::super::error::{Error, Refusal};
use super::super::{Engine, stored};
use super::signing::issuing_point;
use crate::workspace::{Authority, AuthorityId, CrlPartitionId, PublishedCrl, Sha256Digest, Timestamp, Workspace};
use crate::x509::extension::CrlNumber;
use crate::x509::{CertificateList, oid};
use lru::LruCache;
use std::sync::{Arc, Mutex};

/// Octets of lists that are kept in memory.
const OCTETS: usize = 64 << 20;

/// Lists that are kept in memory.
const LISTS: usize = 1024;

/// A list that was written to a bucket, and where it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrlPlace {
    /// Whose list it is.
    pub authority: AuthorityId,
    /// The shard; absent for the complete list.
    pub partition: Option<CrlPartitionId>,
    /// What was written, and where.
    pub published: PublishedCrl,
}

/// A list as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedCrl {
    /// Its DER.
    pub der: Arc<[u8]>,
    /// SHA-256 of that.
    pub sha256: Sha256Digest,
    /// When it was written to its bucket.
    pub published_at: Timestamp,
    /// Its `nextUpdate`.
    pub next_update: Option<Timestamp>,
}

/// A list that was just written to its bucket.
pub(super) struct Written {
    pub(super) partition: Option<CrlPartitionId>,
    pub(super) number: u64,
    pub(super) list: CertificateList,
    pub(super) next_update: Timestamp,
}

/// Lists that were read and verified, by bucket and key.
#[derive(Default)]
pub(in crate::engine) struct ServedCrls(Mutex<Kept>);

struct Kept {
    lists: LruCache<(String, String), (CrlPlace, ServedCrl)>,
    octets: usize,
}

impl Default for Kept {
    fn default() -> Self {
        Self { lists: LruCache::unbounded(), octets: 0 }
    }
}

impl Kept {
    fn put(&mut self, place: CrlPlace, served: ServedCrl) {
        self.octets += served.der.len();
        let key = (place.published.bucket.clone(), place.published.key.clone());
        if let Some((_, earlier)) = self.lists.put(key, (place, served)) {
            self.octets -= earlier.der.len();
        }
        while self.octets > OCTETS || self.lists.len() > LISTS {
            let Some((_, (_, dropped))) = self.lists.pop_lru() else { break };
            self.octets -= dropped.der.len();
        }
    }
}

impl Engine {
    /// The list that an address leads to, by what follows the host in it, without the slash: `<bucket>/<key>` as
    /// certificates have it without a CNAME; the key alone, where a CNAME leads here; and for the complete list of an
    /// authority, wherever it lies, `crl/<CA-ID>.crl`. What is asked for is compared with what was written, and never
    /// made a part of a path.
    ///
    /// It does not matter whether the authority still publishes: certificates that were issued point here as long as they
    /// live. The lists of one that is gone for good run out.
    pub fn find_crl(&self, address: &str) -> Option<CrlPlace> {
        let workspace = self.snapshot();
        let all = || workspace.authorities().chain(workspace.removed_authorities()).flat_map(|found| lists(found));
        let exact = |place: &Place<'_>| {
            let rest = address.strip_prefix(&*place.published.bucket).and_then(|rest| rest.strip_prefix('/'));
            rest == Some(place.published.key.as_str())
        };
        let found = all().find(exact).or_else(|| {
            let by_key = all().filter(|place| place.published.key == address);
            by_key.max_by_key(|place| (place.published.at, place.published.number))
        });
        found.or_else(|| complete(&workspace, address)).map(Place::owned)
    }

    /// The list at a place, when it was read before: it takes no longer than a look.
    pub fn kept_crl(&self, place: &CrlPlace) -> Option<ServedCrl> {
        let mut kept = unpoisoned(&self.served_crls.0);
        let key = (place.published.bucket.clone(), place.published.key.clone());
        kept.lists.get(&key).filter(|(found, _)| found == place).map(|(_, served)| served.clone())
    }

    /// Keeps lists that lie where they cannot be read again while the workspace is locked: in a bucket that takes a secret.
    pub(super) fn keep_written(&self, id: AuthorityId, written: Vec<Written>) {
        let workspace = self.snapshot();
        let Some(authority) = workspace.authority(id) else { return };
        let takes_secret = |name: &str| workspace.bucket(name).is_some_and(|bucket| bucket.secret().is_some());
        for Written { partition, number, list, next_update } in written {
            let mut places = lists(authority).filter(|place| takes_secret(&place.published.bucket));
            let place = places.find(|place| (place.partition, place.published.number) == (partition, number));
            let Some(place) = place else { continue };
            let (der, sha256) = (list.der().into(), Sha256Digest::of(list.der()));
            let published_at = place.published.at;
            let served = ServedCrl { der, sha256, published_at, next_update: Some(next_update) };
            unpoisoned(&self.served_crls.0).put(place.owned(), served);
        }
    }

    /// Reads the list at a place from its bucket.
    ///
    /// # Errors
    /// [`Error::RequestFailed`] when the bucket is gone or cannot be read, and when what lies there is not what this
    /// workspace has signed: that is handed out to nobody. [`Error::Locked`] when the bucket takes a secret.
    pub fn read_crl(&self, place: &CrlPlace) -> Result<ServedCrl, Error> {
        let workspace = self.snapshot();
        let failed = |reason: String| Error::RequestFailed(Refusal::new(reason));
        let PublishedCrl { bucket: name, key, .. } = &place.published;
        let bucket = workspace.bucket(name);
        let bucket = bucket.ok_or_else(|| failed(format!("The workspace has no bucket '{name}' any more.")))?;
        let der = self.reach(bucket)?.get(key).map_err(|error| failed(error.to_string()))?;
        let served = verified(&workspace, place, der)?;
        let served = served.ok_or_else(|| {
            let refusal =
                Refusal::new(format!("'{key}' in the bucket '{name}' is not the CRL that was written there."));
            Error::RequestFailed(refusal.hint("Sign and publish the CRL anew"))
        })?;
        unpoisoned(&self.served_crls.0).put(place.clone(), served.clone());
        Ok(served)
    }
}

/// A list that was written, while it is being looked for.
struct Place<'a> {
    authority: &'a Authority,
    partition: Option<CrlPartitionId>,
    published: &'a PublishedCrl,
}

impl Place<'_> {
    fn owned(self) -> CrlPlace {
        CrlPlace { authority: self.authority.id(), partition: self.partition, published: self.published.clone() }
    }
}

/// The lists of an authority, wherever they were written.
fn lists(authority: &Authority) -> impl Iterator<Item = Place<'_>> {
    let shards = authority.crl_partitions.iter().map(|shard| (Some(shard.id), &shard.crl));
    let states = std::iter::once((None, &authority.crl)).chain(shards);
    states.flat_map(move |(partition, state)| {
        state.published.iter().map(move |published| Place { authority, partition, published })
    })
}

/// The complete list that was written last of the authority that `crl/<CA-ID>.crl` names.
fn complete<'a>(workspace: &'a Workspace, address: &str) -> Option<Place<'a>> {
    let id = address.strip_prefix("crl/")?.strip_suffix(".crl")?;
    let authority = workspace.authority_ever(id.parse().ok()?)?;
    lists(authority).filter(|place| place.partition.is_none()).last()
}

/// What was read from a bucket, if the workspace has signed it: the list that was signed last, by its digest; or the one
/// before, which still lies there while the last could not be written, by its number, its scope and its signature.
fn verified(workspace: &Workspace, place: &CrlPlace, der: Vec<u8>) -> Result<Option<ServedCrl>, Error> {
    let Some(authority) = workspace.authority_ever(place.authority) else { return Ok(None) };
    let (state, point) = match place.partition.map(|shard| authority.crl_partition(shard)) {
        None => (&authority.crl, None),
        Some(Some(shard)) => (&shard.crl, Some(issuing_point(&shard.address)?)),
        Some(None) => return Ok(None),
    };
    let sha256 = Sha256Digest::of(&der);
    let next_update = if state.sha256 == Some(sha256) {
        state.next_update
    } else {
        let Ok(list) = CertificateList::from_der(&der) else { return Ok(None) };
        let numbered = list.number() == Some(CrlNumber::from(place.published.number));
        let scope = list.extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT) == point.as_ref();
        if !numbered || !scope || list.verify_signature(&stored::authority_key(authority)?).is_err() {
            return Ok(None);
        }
        list.next_update().map(Timestamp::from_seconds)
    };
    let published_at = place.published.at;
    Ok(Some(ServedCrl { der: der.into(), sha256, published_at, next_update }))
}
