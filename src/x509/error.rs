//! What can be wrong with X.509 data: facts that say what was expected and what was found.

use std::fmt;

use super::{Oid, Tag, oid};

/// Where in a structure a value was looked for, in the words of its ASN.1 module.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place {
    /// The structure, such as `Certificate`.
    pub structure: &'static str,
    /// The field, such as `issuer`; empty for the structure as a whole.
    pub field: &'static str,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            "" => f.write_str(self.structure),
            field => write!(f, "{}, {field}", self.structure),
        }
    }
}

/// An error of reading, building or verifying X.509 data.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value of another type than the structure has here, or none.
    #[error("{place}: expected {expected}, found {}", found.map_or_else(|| "the end of the data".to_owned(), |tag| tag.to_string()))]
    UnexpectedTag {
        /// Where.
        place: Place,
        /// What the structure has here.
        expected: Tag,
        /// What is there; `None` at the end of the data.
        found: Option<Tag>,
    },
    /// A value that its type or the structure does not allow.
    #[error("{place}: expected {expected}, found {found}")]
    Invalid {
        /// Where.
        place: Place,
        /// What is allowed.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// The data ends before the value does.
    #[error("{place}: cut off: expected {expected} more octets, found {found}")]
    Truncated {
        /// Where.
        place: Place,
        /// Octets that the length field announces.
        expected: u64,
        /// Octets that are there.
        found: u64,
    },
    /// Something follows the structure.
    #[error("{place}: expected the end of the data, found {octets} more octets")]
    TrailingData {
        /// What has ended.
        place: Place,
        /// How many octets follow.
        octets: usize,
    },
    /// Larger than Canopy reads.
    #[error("{structure}: expected at most {limit} octets, found {found}")]
    TooLong {
        /// What is too long.
        structure: &'static str,
        /// The limit in octets.
        limit: usize,
        /// The length in octets.
        found: usize,
    },
    /// More items than Canopy reads.
    #[error("{structure}: expected at most {limit}, found more")]
    TooMany {
        /// What there is too much of.
        structure: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The same extension twice, which RFC 5280 section 4.2 forbids.
    #[error("extensions: expected each extension once, found {} twice", oid::describe(.0))]
    DuplicateExtension(Oid),
    /// Fields that an older version does not have (RFC 5280 sections 4.1.2.1 and 5.1.2.1).
    #[error("{structure}, version: expected {expected} where there are {fields}, found {found}")]
    Version {
        /// The structure, such as `TBSCertificate`.
        structure: &'static str,
        /// The fields, such as `extensions`.
        fields: &'static str,
        /// The version that has them, or the versions.
        expected: &'static str,
        /// The version that is written, from 1.
        found: u64,
    },

    /// Neither PEM nor DER.
    #[error("expected {expected} in PEM or DER form, found {found}")]
    Unrecognised {
        /// What was wanted, such as "a certificate signing request".
        expected: &'static str,
        /// What the input looks like.
        found: String,
    },
    /// PEM, but of something else.
    #[error("expected a PEM block \"{expected}\", found {}", quoted(found))]
    PemLabel {
        /// The label that was wanted.
        expected: &'static str,
        /// The labels that are there.
        found: Vec<String>,
    },
    /// More than one PEM block where one is wanted.
    #[error("expected one PEM block \"{label}\", found {found}")]
    PemCount {
        /// The label.
        label: &'static str,
        /// How many there are.
        found: usize,
    },
    /// A PEM block that has no or another end line.
    #[error("PEM block \"{label}\" of line {line}: expected the line \"-----END {label}-----\", found {found}")]
    PemEnd {
        /// The label of its first line.
        label: String,
        /// The number of its first line, from 1.
        line: usize,
        /// What is there instead.
        found: String,
    },
    /// A PEM body that is not base64.
    #[error("PEM block \"{label}\", line {line}: expected base64, found {found}")]
    PemBase64 {
        /// The label of the block.
        label: String,
        /// The line, from 1.
        line: usize,
        /// What is there instead.
        found: String,
    },

    /// A character that the string type does not have.
    #[error("expected characters of {expected}, found {character:?} in {text:?}")]
    Character {
        /// The string type.
        expected: Tag,
        /// The character.
        character: char,
        /// The text that it stands in.
        text: String,
    },
    /// A relative distinguished name without attributes.
    #[error("expected at least one attribute in each relative distinguished name, found none")]
    EmptyRelativeDistinguishedName,
    /// A time that GeneralizedTime cannot hold.
    #[error("expected a time from 0000-01-01 to 9999-12-31, found {0} seconds from 1970")]
    TimeOutOfRange(i64),

    /// A signature algorithm that Canopy does not verify.
    #[error("expected a signature with RSA, ECDSA or Ed25519 and SHA-256, SHA-384 or SHA-512, found {found}")]
    UnsupportedSignatureAlgorithm {
        /// The algorithm as a person calls it, or its object identifier.
        found: String,
    },
    /// A public key that Canopy does not verify with.
    #[error(
        "expected an RSA key of 2048 to 8192 bits, an EC key on P-256, P-384 or P-521, or an Ed25519 key, found {found}"
    )]
    UnsupportedPublicKey {
        /// The key as a person calls it.
        found: String,
    },
    /// The key is of another kind than the algorithm of the signature.
    #[error("expected a key for {algorithm}, found a key of type {key}")]
    KeyMismatch {
        /// The signature algorithm.
        algorithm: String,
        /// The key.
        key: String,
    },
    /// The algorithm inside the signed part is not the one beside the signature (RFC 5280 section 4.1.1.2).
    #[error("expected one signature algorithm, found {signed} in the signed part and {outer} beside the signature")]
    SignatureAlgorithmsDiffer {
        /// In the signed part.
        signed: String,
        /// Beside the signature.
        outer: String,
    },
    /// The parameters of an RSA key for PSS do not allow those of the signature (RFC 4055 section 3.3).
    #[error("expected a signature with {allowed}, as the key says, found {found}")]
    KeyRestricted {
        /// What the key allows.
        allowed: String,
        /// What the signature uses.
        found: String,
    },
    /// The numbers of a public key make no key.
    #[error("expected {expected}, found numbers that are none")]
    PublicKeyNumbers {
        /// What they ought to be, such as a point on a curve.
        expected: String,
    },
    /// The signature is not one of this key over this data.
    #[error("the signature does not match: not made by this key over this data")]
    InvalidSignature,
}

fn quoted(labels: &[String]) -> String {
    let shown: Vec<String> = labels.iter().take(4).map(|label| format!("\"{label}\"")).collect();
    let more = labels.len().saturating_sub(shown.len());
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}
