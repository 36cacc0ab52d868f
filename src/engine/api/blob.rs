//! How the API writes bytes and times in JSON.

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Bytes that travel as standard base64 in requests (`Csr`, `Certificate`, `CertificateChain`).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl Blob {
    /// The bytes in standard base64.
    pub fn base64(&self) -> String {
        Base64::encode_string(&self.0)
    }

    /// The bytes of a text in standard base64; nothing when it is none.
    pub fn from_base64(text: &str) -> Option<Self> {
        Base64::decode_vec(text).ok().map(Self)
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<String> for Blob {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.base64())
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_base64(&text).ok_or_else(|| D::Error::custom("expected standard base64"))
    }
}

/// A time as the API answers it: seconds since 1970-01-01T00:00:00Z, with a fraction.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EpochSeconds(pub f64);

impl From<crate::workspace::Timestamp> for EpochSeconds {
    fn from(at: crate::workspace::Timestamp) -> Self {
        Self(at.milliseconds() as f64 / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_is_base64_in_json() {
        let blob = Blob(vec![0xfb, 0xff]);
        let json = serde_json::to_string(&blob).unwrap();
        assert_eq!(json, "\"+/8=\"");
        assert_eq!(serde_json::from_str::<Blob>(&json).unwrap(), blob);
        assert!(serde_json::from_str::<Blob>("\"not base64!\"").is_err());
    }
}
