//! What a file holds, for looking at: any certificate, request, CRL, OCSP message or key, as titled rows, as text and as a tree.
//!
//! [`read`] tells by content what a file is and gives its [`Item`]s. An item shows itself as [`Section`]s whose
//! [`Row`]s know their bytes, as text in the manner of OpenSSL, as PEM and as [`asn1::Tree`](super::asn1::Tree);
//! [`findings`] holds it against RFC 5280.
//!
//! What the rest of `x509` refuses is shown here as far as it can be read: the fields are found by their place and
//! tags (`structure`), and each is decoded on its own. Text from a file is passed through [`display::safe`] before
//! it is shown, since names can lie.

mod certificate;
mod crl;
pub mod display;
mod extension;
mod finding;
#[cfg(test)]
mod hostile;
mod item;
mod key;
mod name;
mod ocsp;
mod read;
mod request;
#[cfg(test)]
mod samples;
mod section;
mod structure;
#[cfg(test)]
mod tests;
mod text;

pub use finding::{Finding, Severity, findings};
pub use item::{Document, Item, PrivateKey, Unknown};
pub use read::{MAX_INPUT, MAX_ITEMS, Problem, read};
pub use section::{Row, Section};
