//! ASN.1 as it lies in a file, for looking at: lenient where the rest of `x509` is strict.
//!
//! [`Element`] is one BER or DER value with its offsets, read lazily. [`Tree`] is all values of a file with the
//! names their module gives them, for a view that links values to bytes. Both accept what BER allows (long
//! lengths, the indefinite form, constructed strings) and stay within [`MAX_DEPTH`] and [`MAX_NODES`].

mod element;
mod header;
mod preview;
mod schema;
mod string;
mod time;
mod tree;

pub use element::{Children, Element};
pub use header::{Class, Error, Identifier};
pub use schema::Root;
pub use tree::{Node, Tree};

/// How deep values may nest; what is deeper is shown as bytes.
pub const MAX_DEPTH: usize = 64;
/// How many values a [`Tree`] holds; the rest is shown as bytes.
pub const MAX_NODES: usize = 1 << 18;
