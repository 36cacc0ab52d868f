//! The CRL of an authority as a whole: one list, or its shards taken together.

use crate::engine::crl_lists;
use crate::workspace::{Authority, CrlType, PublishedCrl, Timestamp};

/// Whether certificates from now on belong to shards.
pub fn is_partitioned(authority: &Authority) -> bool {
    authority.enabled_crl().is_some_and(|crl| crl.crl_type == Some(CrlType::Partitioned))
}

/// When clients want the next one of the first list that ends; nothing before the first.
pub fn next_update(authority: &Authority) -> Option<Timestamp> {
    crl_lists(authority).iter().filter_map(|list| list.state.next_update).min()
}

/// Until when clients may still use what they have fetched.
pub fn last_update(authority: &Authority) -> Option<Timestamp> {
    crl_lists(authority).iter().filter_map(|list| list.state.next_update).max()
}

/// How many entries the complete list has, or all shards together.
pub fn entries(authority: &Authority) -> usize {
    let entries = match is_partitioned(authority) {
        true => authority.crl_partitions.iter().map(|shard| shard.crl.entries).sum(),
        false => authority.crl.entries,
    };
    usize::try_from(entries).unwrap_or(usize::MAX)
}

/// Whether any list was ever written to a bucket.
pub fn is_published(authority: &Authority) -> bool {
    let shards = authority.crl_partitions.iter().map(|shard| &shard.crl.published);
    std::iter::once(&authority.crl.published).chain(shards).any(|published: &Vec<PublishedCrl>| !published.is_empty())
}
