//! The shards of a partitioned CRL. A certificate belongs to the shard that was open when it was issued, for good: its
//! distribution point names it.

use serde::{Deserialize, Serialize};

use super::CrlState;
use crate::workspace::CrlPartitionId;

/// A shard of a partitioned CRL, a list of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrlPartition {
    /// Its name.
    pub id: CrlPartitionId,
    /// Name of its bucket.
    pub bucket: String,
    /// Key of the object inside it.
    pub key: String,
    /// What the distribution point of its certificates and its own `issuingDistributionPoint` say: a URI.
    pub address: String,
    /// How many certificates belong to it.
    pub certificates: u64,
    /// Its list: what was last signed, and what is still to be done.
    #[serde(default)]
    pub crl: CrlState,
}
