//! How many connections each address has: no one client takes the places of all others.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The connections of all addresses.
#[derive(Default)]
pub struct Guests(Mutex<HashMap<IpAddr, usize>>);

/// A connection that counts, until dropped.
pub struct Guest {
    guests: Arc<Guests>,
    from: IpAddr,
}

impl Guests {
    /// Counts a connection from an address; nothing when that has so many already.
    pub fn enter(self: &Arc<Self>, from: IpAddr, most: usize) -> Option<Guest> {
        let from = network(from);
        let mut counts = self.counts();
        let count = counts.entry(from).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Guest { guests: self.clone(), from })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut counts = self.guests.counts();
        if let Some(count) = counts.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.from);
            }
        }
    }
}

/// Who has one IPv6 address has all of its 64-bit prefix (RFC 4291 section 2.5.4).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & u128::MAX << 64).into(),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_connections_and_no_more() {
        let guests = Arc::new(Guests::default());
        let enter = |from: &str| guests.enter(from.parse().unwrap(), 2);
        let [one, other] = [enter("192.0.2.1").unwrap(), enter("::ffff:192.0.2.1").unwrap()];
        assert!(enter("192.0.2.1").is_none());
        let _third = enter("192.0.2.2").unwrap();
        drop(one);
        let again = enter("192.0.2.1").unwrap();
        assert!(enter("192.0.2.1").is_none());
        drop((other, again));
        assert_eq!(guests.counts().len(), 1, "who is gone is forgotten");
        let _v6 = [enter("2001:db8::1").unwrap(), enter("2001:db8::2").unwrap()];
        assert!(enter("2001:db8::3").is_none() && enter("2001:db8:0:1::3").is_some());
    }
}
