//! The parameter sets of ML-DSA.

use std::fmt;

use super::{Oid, oid};

/// A parameter set of ML-DSA (FIPS 204 section 4), as RFC 9881 has it in certificates: pure, with an empty context. One
/// identifier names key and signature, and neither has parameters.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum MlDsa {
    /// ML-DSA-44, of security category 2
    Set44,
    /// ML-DSA-65, of security category 3
    Set65,
    /// ML-DSA-87, of security category 5
    Set87,
}

impl MlDsa {
    /// All of them, the smallest first.
    pub const ALL: [MlDsa; 3] = [MlDsa::Set44, MlDsa::Set65, MlDsa::Set87];

    /// The one that an identifier names.
    pub fn from_oid(oid: &Oid) -> Option<MlDsa> {
        Self::ALL.into_iter().find(|set| set.oid() == *oid)
    }

    /// The object identifier of its keys and signatures (RFC 9881 section 2).
    pub fn oid(self) -> Oid {
        match self {
            MlDsa::Set44 => oid::ID_ML_DSA_44,
            MlDsa::Set65 => oid::ID_ML_DSA_65,
            MlDsa::Set87 => oid::ID_ML_DSA_87,
        }
    }

    /// Octets of a public key (FIPS 204 table 2).
    pub fn public_key_length(self) -> usize {
        match self {
            MlDsa::Set44 => 1312,
            MlDsa::Set65 => 1952,
            MlDsa::Set87 => 2592,
        }
    }
}

/// `ML-DSA-65`
impl fmt::Display for MlDsa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MlDsa::Set44 => "ML-DSA-44",
            MlDsa::Set65 => "ML-DSA-65",
            MlDsa::Set87 => "ML-DSA-87",
        })
    }
}
