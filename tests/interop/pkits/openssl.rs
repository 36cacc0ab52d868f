//! OpenSSL
