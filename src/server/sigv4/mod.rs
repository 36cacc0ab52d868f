//! Signature Version 4: who a request is from, and that it is as they sent it.
//!
//! Source: "Signature Version 4 signing process" of the AWS General Reference; the errors are those that AWS services
//! of this protocol send. A [`Claim`] is read first, so that an unknown key costs no body; [`Claim::verify`] then
//! decides. [`sign`] makes what it verifies.

mod canonical;
mod claim;
mod date;
mod error;
mod region;
mod sign;
#[cfg(test)]
mod tests;
mod verify;

pub use claim::Claim;
pub use date::amz_date;
pub use error::AuthError;
pub use region::partition_of;
pub use sign::{Credentials, presign, sign};

use std::fmt;

/// The algorithm, as headers and query strings name it.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The service that credentials are scoped to.
pub const SERVICE: &str = "acm-pca";

/// What every credential scope ends with.
const TERMINATOR: &str = "aws4_request";

/// How far the time of a request may be from now, in seconds.
const WINDOW: i64 = 15 * 60;

/// How long a signature in a query string may hold, in seconds: seven days.
const LONGEST: i64 = 7 * 24 * 60 * 60;

/// What a signing key is derived for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The day, `YYYYMMDD`.
    pub date: String,
    /// The region that is asked.
    pub region: String,
    /// The service that is asked.
    pub service: String,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{TERMINATOR}", self.date, self.region, self.service)
    }
}
