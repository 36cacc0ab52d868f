//! Amazon Resource Names of certificate authorities and of the certificates they issue.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{AuthorityId, Serial};

/// Why text is not the name that was asked for.
///
/// The API distinguishes the two: the first is a `ValidationException`, the others an
/// `InvalidArnException`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArnError {
    /// It does not have the form of an ARN of this service, or is not 5 to 200 characters long.
    #[error(
        "expected an ARN of 5 to 200 characters such as \
         arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/…, found {found:?}"
    )]
    NotAnArn {
        /// The beginning of what stood there instead.
        found: String,
    },
    /// It is an ARN, but not of a certificate authority.
    #[error("expected the ARN of a certificate authority (…:certificate-authority/<UUID>), found {found:?}")]
    NotACertificateAuthority {
        /// The ARN that was found.
        found: String,
    },
    /// It is an ARN, but not of a certificate.
    #[error(
        "expected the ARN of a certificate \
         (…:certificate-authority/<UUID>/certificate/<32 hexadecimal digits>), found {found:?}"
    )]
    NotACertificate {
        /// The ARN that was found.
        found: String,
    },
}

/// The ARN of a certificate authority:
/// `arn:<partition>:acm-pca:<region>:<account>:certificate-authority/<UUID>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateAuthorityArn {
    /// `aws`, `aws-us-gov`, `aws-cn` …
    pub partition: String,
    /// For example `us-east-1`.
    pub region: String,
    /// The owner: twelve digits.
    pub account: String,
    /// The last part of the name.
    pub id: AuthorityId,
}

/// The ARN of an issued certificate: that of its authority followed by `/certificate/<serial>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateArn {
    /// The authority that issued it.
    pub authority: CertificateAuthorityArn,
    /// Its serial number.
    pub serial: Serial,
}

impl CertificateAuthorityArn {
    /// The ARN of the certificate with this serial number that the authority issued.
    pub fn certificate(&self, serial: Serial) -> CertificateArn {
        CertificateArn { authority: self.clone(), serial }
    }
}

/// The parts of an ARN of this service, `arn:partition:acm-pca:region:account:resource`.
struct Parts<'a> {
    partition: &'a str,
    region: &'a str,
    account: &'a str,
    resource: &'a str,
}

impl<'a> Parts<'a> {
    /// Splits `text` by the pattern of the API's `Arn` type, matched against the whole.
    fn parse(text: &'a str) -> Option<Self> {
        let word = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        let scope = |part: &str| part.chars().all(|c| word(c) || c == '/');
        let mut parts = text.splitn(6, ':');
        let mut next = || parts.next();
        let (arn, partition, service, region, account, resource) =
            (next()?, next()?, next()?, next()?, next()?, next()?);
        let well_formed = (5..=200).contains(&text.len())
            && arn == "arn"
            && service == "acm-pca"
            && !partition.is_empty()
            && scope(partition)
            && scope(region)
            && account.bytes().all(|digit| digit.is_ascii_digit())
            && resource.split('/').all(|part| !part.is_empty() && part.chars().all(word));
        well_formed.then_some(Self { partition, region, account, resource })
    }

    fn authority(&self, id: &str) -> Option<CertificateAuthorityArn> {
        if self.region.is_empty() || self.account.len() != 12 {
            return None;
        }
        Some(CertificateAuthorityArn {
            partition: self.partition.to_owned(),
            region: self.region.to_owned(),
            account: self.account.to_owned(),
            id: id.parse().ok()?,
        })
    }
}

fn not_an_arn(text: &str) -> ArnError {
    ArnError::NotAnArn { found: text.chars().take(200).collect() }
}

impl FromStr for CertificateAuthorityArn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = Parts::parse(text).ok_or_else(|| not_an_arn(text))?;
        let id = parts.resource.strip_prefix("certificate-authority/");
        id.and_then(|id| parts.authority(id))
            .ok_or_else(|| ArnError::NotACertificateAuthority { found: text.to_owned() })
    }
}

impl FromStr for CertificateArn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = Parts::parse(text).ok_or_else(|| not_an_arn(text))?;
        let split = || {
            let resource = parts.resource.strip_prefix("certificate-authority/")?;
            let (id, serial) = resource.split_once("/certificate/")?;
            let serial = Serial::new(super::hex::decode_array(serial)?);
            Some(Self { authority: parts.authority(id)?, serial })
        };
        split().ok_or_else(|| ArnError::NotACertificate { found: text.to_owned() })
    }
}

impl fmt::Display for CertificateAuthorityArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, region, account, id } = self;
        write!(f, "arn:{partition}:acm-pca:{region}:{account}:certificate-authority/{id}")
    }
}

impl fmt::Display for CertificateArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/certificate/{}", self.authority, self.serial)
    }
}

impl Serialize for CertificateAuthorityArn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CertificateAuthorityArn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for CertificateArn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CertificateArn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTHORITY: &str =
        "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11223344-1234-1122-2233-112233445566";

    #[test]
    fn authority_and_certificate_come_back() {
        let authority: CertificateAuthorityArn = AUTHORITY.parse().unwrap();
        assert_eq!(authority.to_string(), AUTHORITY);
        let text = format!("{AUTHORITY}/certificate/a4e9c2aa2ccfab625b1b9136464cd3a6");
        let certificate: CertificateArn = text.parse().unwrap();
        assert_eq!(certificate.to_string(), text);
        assert_eq!(certificate, authority.certificate(certificate.serial));
        let ron = ron::to_string(&certificate).unwrap();
        assert_eq!(ron::from_str::<CertificateArn>(&ron).unwrap(), certificate);
    }

    #[test]
    fn no_arn_is_told_from_the_wrong_arn() {
        let error = |text: &str| text.parse::<CertificateAuthorityArn>().unwrap_err();
        for text in ["", "arn", "arn:aws:s3:::bucket", "arn:aws:acm-pca:us east:1:x/y", &format!("{AUTHORITY}//")] {
            assert!(matches!(error(text), ArnError::NotAnArn { .. }), "{text}");
        }
        assert!(matches!(error(&"x".repeat(100_000)), ArnError::NotAnArn { found } if found.len() == 200));
        for text in [
            "arn:aws:acm-pca:::template/EndEntityCertificate/V1",
            "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/12345678",
            &AUTHORITY.replace("111122223333", "1"),
            &format!("{AUTHORITY}/certificate/a4e9c2aa2ccfab625b1b9136464cd3a6"),
        ] {
            assert!(matches!(error(text), ArnError::NotACertificateAuthority { .. }), "{text}");
        }
        assert!(matches!(AUTHORITY.parse::<CertificateArn>(), Err(ArnError::NotACertificate { .. })));
    }
}
