//! X.509 as RFC 5280 has it: names, keys, extensions, certificates, requests and CRLs to DER and back. Pure: no clock, no files.
//!
//! Parts that were signed by someone stay as they came: a [`Certificate`], a [`CertificationRequest`] and a
//! [`CertificateList`] keep their bytes, and so do [`Name`], [`PublicKey`] and the values of [`Extension`]s, so
//! what is passed on is passed on unchanged. Reading accepts what the world has as far as RFC 5280 can be
//! followed, within bounds; what is built here is DER to the letter.
//!
//! | module | answers for |
//! |---|---|
//! | `certificate`, `request`, `crl` | the three signed structures: `…Info`/`Tbs…` to build, opaque types to read |
//! | [`ocsp`] | asking about the status of certificates, and the answers: RFC 6960, 5019 and 9654 |
//! | `outline` | some fields of a certificate, read without the rest |
//! | [`extension`] | one type per extension, and [`extension::ParsedExtension`] for all of them |
//! | `name`, `general_name` | distinguished names and the eight kinds of GeneralName |
//! | `key`, [`signature`] | public keys, signature algorithms and verification |
//! | [`oid`], [`pem`], [`time`] | object identifiers with their names, PEM, times |
//! | [`asn1`], [`inspect`] | files as they are, for looking at: values with their bytes, rows, text, findings |
//! | [`path`] | certification paths: found, and validated step by step |
//! | [`words`] | labels and values in words that people use |
//! | `tag`, `encode`, `decode` | DER itself |

pub mod asn1;
mod certificate;
mod crl;
mod decode;
mod encode;
mod error;
pub mod extension;
mod general_name;
pub mod inspect;
mod key;
mod ml_dsa;
mod name;
mod object_identifier;
pub mod ocsp;
pub mod oid;
mod outline;
pub mod path;
pub mod pem;
mod request;
pub mod signature;
mod signed;
mod tag;
pub mod time;
pub mod words;

pub use certificate::{Certificate, TbsCertificate, Validity};
pub use crl::{CertificateList, RevokedCertificate, RevokedEntry, TbsCertList};
pub use error::{Error, Place};
pub use extension::Extension;
pub use general_name::{GeneralName, IpAddress};
pub use key::{Curve, PublicKey, PublicKeyAlgorithm};
pub use ml_dsa::MlDsa;
pub use name::{AttributeTypeAndValue, AttributeValue, Name};
pub use object_identifier::Oid;
pub use outline::Outline;
pub use request::{Attribute, CertificationRequest, CertificationRequestInfo};
pub use signature::{AlgorithmIdentifier, Hash, SignatureAlgorithm};
pub use tag::Tag;

/// The result of anything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;
