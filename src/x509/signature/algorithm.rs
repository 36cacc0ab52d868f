//! AlgorithmIdentifiers of signatures.

use std::fmt;

use super::pss::PssParameters;
use crate::x509::decode::Value;
use crate::x509::{Error, MlDsa, Oid, Result, Tag, encode, oid};

/// The digests that Canopy signs and verifies with. Shorter ones (MD5, SHA-1, SHA-224) are read and named, but not
/// verified: they resist collisions for less than the 128 bits that the other algorithms here give.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Hash {
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl Hash {
    pub(super) fn from_oid(oid: &Oid) -> Option<Hash> {
        [Hash::Sha256, Hash::Sha384, Hash::Sha512].into_iter().find(|hash| hash.oid() == *oid)
    }

    /// The object identifier of the digest (RFC 4055 section 2.1).
    pub fn oid(self) -> Oid {
        match self {
            Hash::Sha256 => oid::ID_SHA256,
            Hash::Sha384 => oid::ID_SHA384,
            Hash::Sha512 => oid::ID_SHA512,
        }
    }

    /// Octets of the digest.
    pub fn length(self) -> usize {
        match self {
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
            Hash::Sha512 => "SHA-512",
        })
    }
}

/// The signature algorithms that Canopy signs and verifies with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2)
    RsaPkcs1(Hash),
    /// RSASSA-PSS (RFC 8017 section 8.1), MGF1 with the same hash; built with a salt as long as the digest
    RsaPss(Hash),
    /// RFC 5758 section 3.2
    Ecdsa(Hash),
    /// RFC 8410
    Ed25519,
    /// RFC 9881
    MlDsa(MlDsa),
}

impl SignatureAlgorithm {
    /// The AlgorithmIdentifier: NULL parameters for RSA PKCS#1, its own for PSS, none for the others.
    pub fn identifier(self) -> AlgorithmIdentifier {
        AlgorithmIdentifier::from(self)
    }
}

/// `ECDSA with SHA-384`
impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SignatureAlgorithm::RsaPkcs1(hash) => write!(f, "RSA with {hash}"),
            SignatureAlgorithm::RsaPss(hash) => write!(f, "RSA-PSS with {hash}"),
            SignatureAlgorithm::Ecdsa(hash) => write!(f, "ECDSA with {hash}"),
            SignatureAlgorithm::Ed25519 => f.write_str("Ed25519"),
            SignatureAlgorithm::MlDsa(set) => set.fmt(f),
        }
    }
}

/// `AlgorithmIdentifier` as defined in [RFC 5280 Section 4.1.1.2], kept as it came, known or not.
///
/// [RFC 5280 Section 4.1.1.2]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct AlgorithmIdentifier {
    der: Vec<u8>,
    oid: Oid,
    parameters: Option<Vec<u8>>,
}

impl AlgorithmIdentifier {
    /// From its DER.
    ///
    /// # Errors
    /// What is not an AlgorithmIdentifier.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        Self::from_value(&Value::only(der, Tag::SEQUENCE, "AlgorithmIdentifier")?)
    }

    pub(in crate::x509) fn from_value(value: &Value<'_>) -> Result<Self> {
        let mut fields = value.values("AlgorithmIdentifier");
        let oid = fields.oid("algorithm")?;
        let parameters = match fields.is_empty() {
            true => None,
            false => Some(fields.any("parameters")?.der.to_vec()),
        };
        fields.finish("")?;
        Ok(AlgorithmIdentifier { der: value.der.to_vec(), oid, parameters })
    }

    fn new(oid: Oid, parameters: Option<Vec<u8>>) -> Self {
        let der = encode::sequence(&[&encode::oid(&oid), parameters.as_deref().unwrap_or_default()]);
        AlgorithmIdentifier { der, oid, parameters }
    }

    /// The DER, as it was read or built.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// `algorithm`
    pub fn oid(&self) -> Oid {
        self.oid
    }

    /// The DER of `parameters`.
    pub fn parameters(&self) -> Option<&[u8]> {
        self.parameters.as_deref()
    }

    /// The algorithm, when it is one that Canopy verifies with.
    ///
    /// # Errors
    /// [`Error::UnsupportedSignatureAlgorithm`], or what is wrong with the parameters.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm> {
        if self.oid == oid::ID_RSASSA_PSS {
            return Ok(SignatureAlgorithm::RsaPss(self.pss_parameters()?.supported_hash()?));
        }
        let Some(algorithm) = without_parameters(&self.oid) else {
            let why =
                if named(&self.oid).is_some_and(|(_, short)| short) { ", a digest of less than 256 bits" } else { "" };
            return Err(Error::UnsupportedSignatureAlgorithm { found: format!("{self}{why}") });
        };
        match (algorithm, self.parameters()) {
            // RFC 4055 section 5: NULL is written, its absence must be accepted.
            (_, None) | (SignatureAlgorithm::RsaPkcs1(_), Some([5, 0])) => Ok(algorithm),
            (_, Some(found)) => {
                let value = Value::only_any(found, "AlgorithmIdentifier")?;
                let expected = match algorithm {
                    SignatureAlgorithm::RsaPkcs1(_) => "NULL as parameters of RSA",
                    _ => "no parameters (RFC 5758, RFC 8410, RFC 9881)",
                };
                Err(value.invalid(expected, value.tag.to_string()))
            }
        }
    }

    /// The parameters of RSASSA-PSS; those of RFC 4055 section 3.1 where they are absent.
    pub(in crate::x509) fn pss_parameters(&self) -> Result<PssParameters> {
        self.parameters().map_or(Ok(PssParameters::DEFAULT), PssParameters::from_der)
    }
}

impl From<SignatureAlgorithm> for AlgorithmIdentifier {
    fn from(algorithm: SignatureAlgorithm) -> Self {
        match algorithm {
            SignatureAlgorithm::RsaPkcs1(hash) => {
                let oid = match hash {
                    Hash::Sha256 => oid::SHA256_WITH_RSA_ENCRYPTION,
                    Hash::Sha384 => oid::SHA384_WITH_RSA_ENCRYPTION,
                    Hash::Sha512 => oid::SHA512_WITH_RSA_ENCRYPTION,
                };
                AlgorithmIdentifier::new(oid, Some(encode::value(Tag::NULL, &[])))
            }
            SignatureAlgorithm::RsaPss(hash) => {
                AlgorithmIdentifier::new(oid::ID_RSASSA_PSS, Some(PssParameters::of(hash).to_der()))
            }
            SignatureAlgorithm::Ecdsa(hash) => {
                let oid = match hash {
                    Hash::Sha256 => oid::ECDSA_WITH_SHA256,
                    Hash::Sha384 => oid::ECDSA_WITH_SHA384,
                    Hash::Sha512 => oid::ECDSA_WITH_SHA512,
                };
                AlgorithmIdentifier::new(oid, None)
            }
            SignatureAlgorithm::Ed25519 => AlgorithmIdentifier::new(oid::ID_ED25519, None),
            SignatureAlgorithm::MlDsa(set) => AlgorithmIdentifier::new(set.oid(), None),
        }
    }
}

fn without_parameters(oid: &Oid) -> Option<SignatureAlgorithm> {
    Some(match *oid {
        oid::SHA256_WITH_RSA_ENCRYPTION => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
        oid::SHA384_WITH_RSA_ENCRYPTION => SignatureAlgorithm::RsaPkcs1(Hash::Sha384),
        oid::SHA512_WITH_RSA_ENCRYPTION => SignatureAlgorithm::RsaPkcs1(Hash::Sha512),
        oid::ECDSA_WITH_SHA256 => SignatureAlgorithm::Ecdsa(Hash::Sha256),
        oid::ECDSA_WITH_SHA384 => SignatureAlgorithm::Ecdsa(Hash::Sha384),
        oid::ECDSA_WITH_SHA512 => SignatureAlgorithm::Ecdsa(Hash::Sha512),
        oid::ID_ED25519 => SignatureAlgorithm::Ed25519,
        _ => SignatureAlgorithm::MlDsa(MlDsa::from_oid(oid)?),
    })
}

/// The name of an algorithm that is not verified, and whether that is because its digest is shorter than 256 bits.
fn named(oid: &Oid) -> Option<(&'static str, bool)> {
    Some(match *oid {
        oid::MD5_WITH_RSA_ENCRYPTION => ("RSA with MD5", true),
        oid::SHA1_WITH_RSA_ENCRYPTION => ("RSA with SHA-1", true),
        oid::SHA224_WITH_RSA_ENCRYPTION => ("RSA with SHA-224", true),
        oid::SHA512_224_WITH_RSA_ENCRYPTION => ("RSA with SHA-512/224", true),
        oid::SHA512_256_WITH_RSA_ENCRYPTION => ("RSA with SHA-512/256", false),
        oid::ECDSA_WITH_SHA1 => ("ECDSA with SHA-1", true),
        oid::ECDSA_WITH_SHA224 => ("ECDSA with SHA-224", true),
        _ => return None,
    })
}

/// The algorithm as people call it, also where Canopy does not verify with it.
impl fmt::Display for AlgorithmIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.oid, without_parameters(&self.oid), named(&self.oid)) {
            (_, Some(algorithm), _) => algorithm.fmt(f),
            (_, _, Some((name, _))) => f.write_str(name),
            (oid::ID_RSASSA_PSS, ..) => match self.pss_parameters() {
                Ok(parameters) => parameters.fmt(f),
                Err(_) => f.write_str("RSA-PSS with unreadable parameters"),
            },
            (other, ..) => f.write_str(&oid::describe(&other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_algorithm_comes_back() {
        let hashes = [Hash::Sha256, Hash::Sha384, Hash::Sha512];
        let kinds = [SignatureAlgorithm::RsaPkcs1, SignatureAlgorithm::RsaPss, SignatureAlgorithm::Ecdsa];
        let of_kind = |kind: fn(Hash) -> SignatureAlgorithm| hashes.map(kind);
        let of_hashes = kinds.into_iter().flat_map(of_kind);
        let others = [SignatureAlgorithm::Ed25519].into_iter().chain(MlDsa::ALL.map(SignatureAlgorithm::MlDsa));
        for algorithm in of_hashes.chain(others) {
            let identifier = AlgorithmIdentifier::from_der(algorithm.identifier().der()).unwrap();
            assert_eq!(identifier.signature_algorithm(), Ok(algorithm));
            assert_eq!(identifier.to_string(), algorithm.to_string());
        }
    }

    #[test]
    fn forms_of_the_parameters() {
        let ecdsa = SignatureAlgorithm::Ecdsa(Hash::Sha384).identifier();
        assert_eq!(ecdsa.to_string(), "ECDSA with SHA-384");
        assert_eq!(ecdsa.parameters(), None);
        let with_null = |oid| AlgorithmIdentifier::new(oid, Some(vec![5, 0]));
        assert!(with_null(oid::ECDSA_WITH_SHA256).signature_algorithm().is_err());
        assert!(with_null(oid::ID_ML_DSA_65).signature_algorithm().is_err());
        assert!(with_null(oid::SHA256_WITH_RSA_ENCRYPTION).signature_algorithm().is_ok());
        let absent = AlgorithmIdentifier::new(oid::SHA256_WITH_RSA_ENCRYPTION, None);
        assert_eq!(absent.signature_algorithm(), Ok(SignatureAlgorithm::RsaPkcs1(Hash::Sha256)));
    }

    #[test]
    fn short_digests_are_named_and_refused() {
        let sha_1 = AlgorithmIdentifier::new(oid::SHA1_WITH_RSA_ENCRYPTION, Some(vec![5, 0]));
        assert_eq!(sha_1.to_string(), "RSA with SHA-1");
        let message = sha_1.signature_algorithm().unwrap_err().to_string();
        assert!(message.ends_with("found RSA with SHA-1, a digest of less than 256 bits"), "{message}");
        let sha_224 = AlgorithmIdentifier::new(oid::ECDSA_WITH_SHA224, None);
        assert_eq!(sha_224.to_string(), "ECDSA with SHA-224");
        assert!(
            sha_224.signature_algorithm().unwrap_err().to_string().contains("ECDSA with SHA-224, a digest of less")
        );
        let truncated = AlgorithmIdentifier::new(oid::SHA512_256_WITH_RSA_ENCRYPTION, Some(vec![5, 0]));
        assert!(truncated.signature_algorithm().unwrap_err().to_string().ends_with("found RSA with SHA-512/256"));
        let pss_default = AlgorithmIdentifier::new(oid::ID_RSASSA_PSS, Some(vec![0x30, 0]));
        assert_eq!(pss_default.to_string(), "RSA-PSS with SHA-1");
        assert!(pss_default.signature_algorithm().is_err());
    }
}
