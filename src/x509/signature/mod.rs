//! Signature algorithms, and verification with them.

mod algorithm;
mod pss;
mod verify;

pub use algorithm::{AlgorithmIdentifier, Hash, SignatureAlgorithm};
pub use verify::{RSA_BITS, check_key, verify};
