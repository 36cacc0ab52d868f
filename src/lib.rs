//! Canopy: private certificate authorities in one file on your own disk.
//!
//! A person's wish becomes a request of the AWS Private CA API, or an operation made of several.
//! The [`engine`] decides on an immutable snapshot of the [`workspace`], calls [`x509`] to turn
//! names, keys and dates into bytes and the [`keystore`] to sign them. The outcome is a short list
//! of events, appended to the workspace file as one record, synced, applied and published as the
//! next snapshot. If anything fails, nothing happened.
//!
//! | module | answers for |
//! |---|---|
//! | [`x509`] | names, keys and dates to DER and back: RFC 5280, PKCS#10, path validation, inspection |
//! | [`keystore`] | who holds private keys, and who signs |
//! | [`workspace`] | state, events, and the RON file on disk |
//! | [`engine`] | what each action means: checks, states, who may, errors, templates |
//! | [`publish`] | CRLs and audit reports into buckets |
//! | [`files`] | bounded reading and atomic saving of what a person opens and exports |
//! | [`server`] | the endpoint: the API for AWS SDKs, CRLs and OCSP over HTTP |
//! | [`cli`] | the command line |
//! | [`ui`] | the window: shows snapshots, emits commands |

pub mod cli;
pub mod engine;
pub mod files;
pub mod keystore;
pub mod publish;
pub mod server;
#[cfg(feature = "window")]
pub mod ui;
pub mod workspace;
pub mod x509;
