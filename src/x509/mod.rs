//! X.509 as RFC 5280 has it: names, keys, extensions, certificates, requests and CRLs to DER and back. Pure: no clock, no files.
