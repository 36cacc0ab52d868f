//! Managed certificates: what the certificate manager keeps, key and all, and renews.

use serde::{Deserialize, Serialize};

use super::{AuthorityId, KeyAlgorithm, ManagedCertificateId, SecretId, Serial, Timestamp};

/// A certificate that the certificate manager has asked for and renews under the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedCertificate {
    /// Its name, through all renewals.
    pub id: ManagedCertificateId,
    /// The authority that issues it.
    pub authority: AuthorityId,
    /// When the first one was issued.
    pub created_at: Timestamp,
    /// How the next one is made.
    pub renewal: RenewalPlan,
    /// The certificate in use.
    pub current: ManagedVersion,
    /// The one it took the place of, whose key is kept until the next renewal: it may still be in use somewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<ManagedVersion>,
    /// Why the last try to renew it failed, and when; absent since the last renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<RenewalFailure>,
}

impl ManagedCertificate {
    /// The certificates whose keys are kept: the current one, then the one before.
    pub fn versions(&self) -> impl Iterator<Item = ManagedVersion> + use<> {
        [Some(self.current), self.previous].into_iter().flatten()
    }

    /// The one with this serial number, if its key is kept.
    pub fn version(&self, serial: Serial) -> Option<ManagedVersion> {
        self.versions().find(|version| version.serial == serial)
    }
}

/// One certificate of a managed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedVersion {
    /// Its serial number.
    pub serial: Serial,
    /// Its private key: PKCS#8, sealed to the workspace's identity.
    pub key: SecretId,
    /// When it was issued.
    pub issued_at: Timestamp,
}

/// How a managed certificate is made again: subject and names are those of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewalPlan {
    /// Algorithm of its key, which is a new one each time.
    pub key_algorithm: KeyAlgorithm,
    /// How long each one is valid, in days.
    pub validity_days: u32,
    /// How many days before its end it is renewed; 0: never by itself.
    pub renew_days_before: u32,
}

/// That a managed certificate could not be renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalFailure {
    /// When.
    pub at: Timestamp,
    /// Why, in a sentence.
    pub reason: String,
}

/// What kind of file a private key is handed out in; it is encrypted under a passphrase in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyFileForm {
    /// PKCS#12 (RFC 7292) with certificate, chain and key.
    Pkcs12,
    /// PEM with certificate, chain and the key as PKCS#8 (RFC 5958).
    Pem,
}

impl KeyFileForm {
    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pkcs12 => "PKCS#12",
            Self::Pem => "PEM",
        }
    }
}
