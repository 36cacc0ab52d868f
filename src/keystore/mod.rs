//! Who holds private keys, how they rest on disk, and who signs.
//!
//! A key of an authority is made by [`SoftwareKey::generate`], rests as PKCS#8 sealed to the
//! workspace's [`Identity`] (an age file), and signs through [`Signer`]. What a person takes away
//! is written by [`export`]: encrypted PKCS#8 or PKCS#12.

mod error;
pub mod export;
mod pkcs12;
mod sealed;
mod signer;
mod software;

pub use error::Error;
pub use sealed::{Identity, WORK_FACTOR};
pub use signer::Signer;
pub use software::{KeyKind, SoftwareKey};
