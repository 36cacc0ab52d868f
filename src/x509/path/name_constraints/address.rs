//! Ranges of IP addresses as name constraints.

use crate::x509::IpAddress;
use std::net::IpAddr;

/// Whether an address lies in a range (RFC 4632 section 3.1).
pub fn within(name: &IpAddress, base: &IpAddress) -> Result<bool, &'static str> {
    let IpAddress::Address(name) = name else { return Err("it is not an address of 4 or 16 octets") };
    let IpAddress::Subnet { address, mask } = base else { return Err("the constraint is not an address with a mask") };
    let contiguous = match mask {
        IpAddr::V4(mask) => mask.to_bits().leading_ones() + mask.to_bits().trailing_zeros() >= 32,
        IpAddr::V6(mask) => mask.to_bits().leading_ones() + mask.to_bits().trailing_zeros() >= 128,
    };
    if !contiguous {
        return Err("the mask of the constraint has gaps");
    }
    Ok(match (name, address, mask) {
        (IpAddr::V4(name), IpAddr::V4(address), IpAddr::V4(mask)) => {
            (name.to_bits() ^ address.to_bits()) & mask.to_bits() == 0
        }
        (IpAddr::V6(name), IpAddr::V6(address), IpAddr::V6(mask)) => {
            (name.to_bits() ^ address.to_bits()) & mask.to_bits() == 0
        }
        _ => false,
    })
}
