//! The endpoint: the API for unmodified AWS SDKs, and CRLs and OCSP for whoever validates certificates.
