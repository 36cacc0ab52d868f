//! What can go wrong with keys. No error ever says anything of the key itself.

use crate::x509;

/// Why a key could not be made, read, sealed, opened or used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The passphrase is another.
    #[error("the passphrase is not the one this was sealed with")]
    WrongPassphrase,
    /// There is no passphrase.
    #[error("expected a passphrase, found none. Whatever is sealed with an empty one is open to everybody")]
    EmptyPassphrase,
    /// The certificate that should go with a key belongs to another.
    #[error("expected the certificate of this key, found one for another key, {found}; choose the one issued for it")]
    AnotherKey {
        /// The key in the certificate, in words.
        found: String,
    },
    /// The sealed bytes ask for more work than is sensible, or are damaged.
    #[error("expected an age file of this workspace, found {found}")]
    NotSealed {
        /// What is wrong with it.
        found: String,
    },
    /// The bytes are not a private key that Canopy can use.
    #[error("expected a PKCS#8 private key, RSA, EC or ML-DSA: {0}")]
    NotAKey(String),
    /// The key is of another family, or parameter set, than the signature that was asked for.
    #[error("a key of type {key} cannot sign with {algorithm}")]
    CannotSign {
        /// The key, in words.
        key: String,
        /// The algorithm that was asked for, in words.
        algorithm: String,
    },
    /// The cryptographic library refused.
    #[error("could not {doing}: {reason}")]
    Refused {
        /// What was being done.
        doing: &'static str,
        /// Why, as far as the library says.
        reason: String,
    },
    /// The key's public part could not be read.
    #[error(transparent)]
    X509(#[from] x509::Error),
}

/// Turns an error of a library into [`Error::Refused`].
pub(super) fn refused<E: std::fmt::Display>(doing: &'static str) -> impl FnOnce(E) -> Error {
    move |error| Error::Refused { doing, reason: error.to_string() }
}
