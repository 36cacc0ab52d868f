//! Identifiers: of authorities and workspaces (UUID), certificates (serial number), sealed secrets
//! and records (SHA-256).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use super::hex;

/// Text that is not an identifier of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found:?}")]
pub struct IdentifierError {
    /// The form that was asked for.
    pub expected: &'static str,
    /// The beginning of what stood there instead.
    pub found: String,
}

fn refuse(expected: &'static str, text: &str) -> IdentifierError {
    IdentifierError { expected, found: text.chars().take(64).collect() }
}

/// A lower-case UUID (RFC 9562, any version), the last part of an authority's ARN.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorityId([u8; 16]);

/// A lower-case UUID (RFC 9562, any version) that tells a workspace from every other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkspaceId([u8; 16]);

/// A lower-case UUID (RFC 9562, any version): the `AuditReportId` of the API.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuditReportId([u8; 16]);

/// A lower-case UUID (RFC 9562, any version) that tells the shards of a partitioned CRL apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrlPartitionId([u8; 16]);

/// A lower-case UUID (RFC 9562, any version) that a managed certificate keeps through all renewals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ManagedCertificateId([u8; 16]);

/// Making, writing and reading a UUID, the same for all kinds.
macro_rules! uuid {
    ($($name:ident),+) => {$(
        impl $name {
            /// The UUID of 16 random bytes: version 4 and the variant bits are set here.
            pub const fn from_random(mut bytes: [u8; 16]) -> Self {
                bytes[6] = bytes[6] & 0x0f | 0x40;
                bytes[8] = bytes[8] & 0x3f | 0x80;
                Self(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = hex::encode(&self.0);
                write!(f, "{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
            }
        }

        impl FromStr for $name {
            type Err = IdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let lower = text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f' | b'-'));
                let hyphens = text.bytes().enumerate().filter(|(_, c)| *c == b'-').map(|(at, _)| at);
                if lower && hyphens.eq([8, 13, 18, 23])
                    && let Some(bytes) = hex::decode_array(&text.replace('-', ""))
                {
                    return Ok(Self(bytes));
                }
                Err(refuse("a UUID in lower case", text))
            }
        }
    )+};
}
uuid!(AuthorityId, WorkspaceId, AuditReportId, CrlPartitionId, ManagedCertificateId);

/// The 128-bit serial number of a certificate issued here (RFC 5280 section 4.1.2.2), most
/// significant byte first. Written as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial([u8; 16]);

impl Serial {
    /// The number whose bytes these are, most significant first.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The number, most significant byte first, with leading zeros.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// From the content octets of a DER INTEGER; nothing if it is negative or above 128 bits.
    pub fn from_der_integer(content: &[u8]) -> Option<Self> {
        if content.first().is_none_or(|first| first & 0x80 != 0) {
            return None;
        }
        let magnitude = &content[content.iter().take_while(|byte| **byte == 0).count()..];
        let mut bytes = [0; 16];
        bytes[16_usize.checked_sub(magnitude.len())?..].copy_from_slice(magnitude);
        Some(Self(bytes))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// As the API takes serial numbers: either case, colons optional, leading zeros may be missing.
impl FromStr for Serial {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "a serial number of up to 32 hexadecimal digits, colons allowed";
        let digits: String = text.chars().filter(|c| *c != ':').collect();
        let significant = digits.trim_start_matches('0');
        if digits.is_empty() || text.len() > 128 || significant.len() > 32 {
            return Err(refuse(EXPECTED, text));
        }
        hex::decode_array(&format!("{significant:0>32}")).map(Self).ok_or_else(|| refuse(EXPECTED, text))
    }
}

/// The name of a sealed secret: the SHA-256 of its bytes, as 64 lower-case hexadecimal digits.
///
/// Events name secrets by it, so that the bytes can be erased without breaking the chain of records.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretId([u8; 32]);

impl SecretId {
    /// The name of a secret with these sealed bytes.
    pub fn of(sealed: &[u8]) -> Self {
        Self(Sha256::digest(sealed).into())
    }
}

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Digest([u8; 32]);

impl Sha256Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest itself.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Sha256Digest {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

/// Written form, `Debug` and serde of a digest, the same for both kinds.
macro_rules! digest_text {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(&self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let upper = text.bytes().any(|c| c.is_ascii_uppercase());
                hex::decode_array(text).filter(|_| !upper).map(Self)
                    .ok_or_else(|| refuse("64 lower-case hexadecimal digits", text))
            }
        }
    )+};
}
digest_text!(SecretId, Sha256Digest);

/// Serde of a fixed-size identifier: its text where a person may read it, its bytes otherwise.
macro_rules! identifier_serde {
    ($($name:ident: $length:literal),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                    text.parse().map_err(de::Error::custom)
                } else {
                    <[u8; $length]>::deserialize(deserializer).map(Self)
                }
            }
        }
    )+};
}
identifier_serde!(
    AuthorityId: 16, WorkspaceId: 16, AuditReportId: 16, CrlPartitionId: 16, ManagedCertificateId: 16,
    Serial: 16, SecretId: 32, Sha256Digest: 32
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_read_as_the_api_reads_them() {
        let full: Serial = "00e9c2aa2ccfab625b1b9136464cd3a6".parse().unwrap();
        for same in [
            "e9c2aa2ccfab625b1b9136464cd3a6",
            "00:E9:C2:AA:2C:CF:AB:62:5B:1B:91:36:46:4C:D3:A6",
            "000000e9c2aa2ccfab625b1b9136464cd3a6",
        ] {
            assert_eq!(same.parse(), Ok(full), "{same}");
        }
        assert_eq!(full.to_string(), "00e9c2aa2ccfab625b1b9136464cd3a6");
        for wrong in ["", ":", "xyz", "+1", "1e9c2aa2ccfab625b1b9136464cd3a600", &"0".repeat(129)] {
            assert!(wrong.parse::<Serial>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn serials_of_integers() {
        assert_eq!(Serial::from_der_integer(&[0x10, 0x19]).unwrap().to_string(), format!("{:0>32}", "1019"));
        let mut top_bit = [0xff; 17];
        top_bit[0] = 0;
        assert_eq!(Serial::from_der_integer(&top_bit), Some(Serial::new([0xff; 16])));
        assert_eq!(Serial::from_der_integer(&[0xff]), None);
        assert_eq!(Serial::from_der_integer(&[]), None);
        assert_eq!(Serial::from_der_integer(&[1; 17]), None);
    }

    #[test]
    fn uuids_are_lower_case_and_hyphenated() {
        let id = AuthorityId::from_random([0xff; 16]);
        assert_eq!(id.to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["FFFFFFFF-ffff-4fff-bfff-ffffffffffff", "ffffffffffff4fffbfffffffffffffff", "", "-"] {
            assert!(wrong.parse::<AuthorityId>().is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn both_written_forms_come_back(bytes: [u8; 16], digest: [u8; 32]) {
            let value = (AuthorityId(bytes), Serial(bytes), SecretId(digest), Sha256Digest(digest));
            let ron = ron::to_string(&value).unwrap();
            proptest::prop_assert_eq!(ron::from_str::<(AuthorityId, Serial, SecretId, Sha256Digest)>(&ron).unwrap(), value);
            let binary = postcard::to_stdvec(&value).unwrap();
            proptest::prop_assert_eq!(postcard::from_bytes::<(AuthorityId, Serial, SecretId, Sha256Digest)>(&binary).unwrap(), value);
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = (text.parse::<AuthorityId>(), text.parse::<Serial>(), text.parse::<SecretId>());
        }
    }
}
