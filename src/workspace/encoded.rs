//! Binary values that stand in the file as base64 text.

use std::fmt;
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A DER encoding, kept exactly as it was signed. Written as base64 text.
///
/// Clones share the bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Der(Arc<[u8]>);

impl Der {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Der {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Der {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Der {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Der {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Der({} bytes)", self.0.len())
    }
}

impl Serialize for Der {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&Base64::encode_string(&self.0))
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Der {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
            let bytes = Base64::decode_vec(&text).map_err(|_| de::Error::custom("expected base64 text"))?;
            Ok(bytes.into())
        } else {
            Vec::<u8>::deserialize(deserializer).map(Self::from)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn both_written_forms_come_back(bytes: Vec<u8>) {
            let der = Der::from(bytes);
            let ron = ron::to_string(&der).unwrap();
            proptest::prop_assert_eq!(&ron::from_str::<Der>(&ron).unwrap(), &der);
            let binary = postcard::to_stdvec(&der).unwrap();
            proptest::prop_assert_eq!(&postcard::from_bytes::<Der>(&binary).unwrap(), &der);
        }
    }
}
