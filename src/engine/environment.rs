//! Everything uncertain: the time, randomness, and the places that CRLs are written to.

use crate::workspace::{Bucket, S3ObjectAcl, Timestamp};
use secrecy::SecretString;
use std::io;
use std::sync::Arc;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes serial numbers and identifiers that nobody can guess.
pub trait Randomness: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// A bucket, and what it takes to get into it.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The bucket.
    pub bucket: &'a Bucket,
    /// The secret access key at its object store; absent for a folder.
    pub secret: Option<&'a SecretString>,
}

/// A bucket that takes no secret.
impl<'a> From<&'a Bucket> for Target<'a> {
    fn from(bucket: &'a Bucket) -> Self {
        Self { bucket, secret: None }
    }
}

/// Where CRLs and reports are written: the buckets of the workspace, by what is behind their names.
///
/// What it does takes as long as a disk or a network takes: it is called by threads that may wait.
pub trait Buckets: Send + Sync {
    /// Whether the bucket is there and takes objects of this access.
    ///
    /// # Errors
    /// Why not.
    fn check(&self, target: Target<'_>, acl: S3ObjectAcl) -> Result<(), BucketError>;

    /// Writes an object and says who may read it, in place of an older one of that key, as a whole or not at all.
    /// Answers where it lies, as a person would look for it.
    ///
    /// # Errors
    /// Why it was not written; an older object is still there.
    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError>;

    /// Writes an object of any length as `write` makes it; otherwise as [`put`](Self::put) does.
    ///
    /// # Errors
    /// Those of [`put`](Self::put), and what `write` answers.
    fn put_written(
        &self,
        target: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError>;

    /// Reads an object.
    ///
    /// # Errors
    /// Why it cannot be read, or that it is too large.
    fn get(&self, target: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError>;

    /// Opens an object of any length to be read.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn open(&self, target: Target<'_>, key: &str) -> Result<Object, BucketError>;
}

/// What writes the content of an object.
pub type WriteObject<'a> = dyn FnMut(&mut dyn io::Write) -> io::Result<()> + 'a;

/// An object of a bucket, open to be read.
pub struct Object {
    /// Where it lies, as a person would look for it.
    pub location: String,
    /// Its length when it was opened, in bytes.
    pub len: u64,
    /// Its content.
    pub content: Box<dyn io::Read + Send>,
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Object").field("location", &self.location).field("len", &self.len).finish_non_exhaustive()
    }
}

/// What is wrong with a bucket, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BucketError {
    /// The name breaks the naming rules of S3.
    #[error(
        "Expected a bucket name of 3 to 63 lower-case letters, digits, dots and hyphens that begins and ends with a \
         letter or digit, found '{0}'."
    )]
    Name(String),
    /// The key would leave the bucket, or has a character that no file name has.
    #[error("Expected parts of file names between slashes, none empty, '.' or '..', found '{0}'.")]
    Key(String),
    /// The bucket does not do what was asked.
    #[error("The bucket '{bucket}' could not be {doing}: {reason}.")]
    Refused {
        /// Name of the bucket.
        bucket: String,
        /// What was to be done to it: `written to`, `read`.
        doing: &'static str,
        /// Why it did not.
        reason: String,
    },
    /// The bucket was not reached, or has trouble of its own: what was asked may go later.
    #[error("The bucket '{bucket}' could not be {doing}: {reason}.")]
    Unavailable {
        /// Name of the bucket.
        bucket: String,
        /// What was to be done to it: `written to`, `read`.
        doing: &'static str,
        /// Why it could not be.
        reason: String,
    },
}

/// The naming rules of S3 buckets: 3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at both ends
/// and around each dot. Such a name is always a safe folder name too.
///
/// # Errors
/// [`BucketError::Name`]
pub fn validate_bucket_name(name: &str) -> Result<(), BucketError> {
    let edge = |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit();
    let label = |label: &str| match label.as_bytes() {
        [] => false,
        [only] => edge(*only),
        [first, inner @ .., last] => {
            edge(*first) && edge(*last) && inner.iter().all(|octet| edge(*octet) || *octet == b'-')
        }
    };
    match (3..=63).contains(&name.len()) && name.split('.').all(label) {
        true => Ok(()),
        false => Err(BucketError::Name(name.chars().take(80).collect())),
    }
}

/// The rule of object keys: parts between slashes, none empty, `.` or `..`, and no character that a file name cannot
/// have on this computer. It holds when a path is configured as much as when an object is written.
///
/// # Errors
/// [`BucketError::Key`]
pub fn validate_key(key: &str) -> Result<(), BucketError> {
    let refused: &[char] = if cfg!(windows) { &['\\', '\0', ':', '*', '?', '"', '<', '>', '|'] } else { &['\\', '\0'] };
    let plain = |part: &str| !["", ".", ".."].contains(&part) && !part.contains(refused);
    match key.split('/').all(plain) {
        true => Ok(()),
        false => Err(BucketError::Key(key.chars().take(200).collect())),
    }
}

/// The clock, the randomness and the buckets of an engine.
#[derive(Clone)]
pub struct Environment {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes serial numbers and identifiers.
    pub randomness: Arc<dyn Randomness>,
    /// Takes CRLs and reports.
    pub buckets: Arc<dyn Buckets>,
}

impl Environment {
    /// The clock and the randomness of the operating system, with these buckets.
    pub fn system(buckets: Arc<dyn Buckets>) -> Self {
        Self { clock: Arc::new(SystemClock), randomness: Arc::new(SystemRandomness), buckets }
    }

    /// 16 random octets, for an identifier or a serial number.
    pub(super) fn draw(&self) -> [u8; 16] {
        let mut octets = [0; 16];
        self.randomness.fill(&mut octets);
        octets
    }
}

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_milliseconds(jiff::Timestamp::now().as_millisecond())
    }
}

struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        // It fails only where a machine has no randomness at all, and then nothing may be signed.
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_names_follow_s3() {
        for good in ["abc", "my-crls", "a.b.c", "9-9", &"a".repeat(63)] {
            assert!(validate_bucket_name(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "A-b", "a_b", "-ab", "ab-", "a..b", "a/b", "..", "a.-b", "ü-a", &"a".repeat(64)] {
            assert!(validate_bucket_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn keys_stay_in_their_bucket() {
        for good in ["crl/1.crl", "1.crl", "a b/c", "~/$x"] {
            assert!(validate_key(good).is_ok(), "{good}");
        }
        for bad in ["", "/", "/a", "a/", "a//b", "..", "a/../b", "a/.", "a\\b", "a\0b"] {
            assert!(validate_key(bad).is_err(), "{bad}");
        }
        for name in ["C:x", "a?b", "a*b"] {
            assert_eq!(validate_key(name).is_ok(), !cfg!(windows), "{name}");
        }
    }
}
