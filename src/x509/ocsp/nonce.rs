//! What ties an answer to its question.

use crate::x509::decode::Value;
use crate::x509::{Error, Extension, Oid, Result, Tag, encode, oid};

/// The longest nonce, in octets (RFC 9654 section 2.1; RFC 8954 had 32).
pub const MAX_NONCE: usize = 128;

/// `Nonce` as defined in [RFC 9654 Section 2.1]: 1 to 128 octets.
///
/// [RFC 9654 Section 2.1]: https://www.rfc-editor.org/rfc/rfc9654#section-2.1
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Nonce(Vec<u8>);

impl Nonce {
    /// `extnID`
    pub const OID: Oid = oid::ID_PKIX_OCSP_NONCE;

    /// A nonce of these octets.
    ///
    /// # Errors
    /// [`Error::Invalid`] when there are none, or more than 128.
    pub fn new(octets: &[u8]) -> Result<Nonce> {
        Nonce::from_value(&encode::octet_string(octets))
    }

    /// The octets.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// As an extension, of a request as of an answer.
    pub fn to_extension(&self) -> Extension {
        Extension { oid: Self::OID, critical: false, value: encode::octet_string(&self.0) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `Nonce`.
    pub fn from_value(der: &[u8]) -> Result<Nonce> {
        let value = Value::only(der, Tag::OCTET_STRING, "Nonce")?;
        match value.content.len() {
            1..=MAX_NONCE => Ok(Nonce(value.content.to_vec())),
            found => Err(value.invalid("1 to 128 octets", format!("{found} octets"))),
        }
    }

    /// The nonce among extensions.
    pub(super) fn among(extensions: &[Extension]) -> Result<Option<Nonce>, Error> {
        let found = extensions.iter().find(|extension| extension.oid == Self::OID);
        found.map(|extension| Nonce::from_value(&extension.value)).transpose()
    }
}
