//! CRLs signed, and written into buckets.
