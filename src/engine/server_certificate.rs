//! A certificate for a server of this process: its key is made here, and lives in memory alone.

use super::api::{Asn1Subject, Blob, GeneralName, IssueCertificateRequest, KeyAlgorithm, Validity, ValidityPeriodType};
use super::error::Error;
use super::template::Template;
use super::{Caller, Engine, certificate, csr, key, stored, subject_key};
use crate::keystore::SoftwareKey;
use crate::workspace::{Actor, Authority, AuthorityId, CertificateArn, Timestamp};
use crate::x509::Certificate;
use zeroize::Zeroizing;

/// What the certificate is for: TLS servers, and nothing else.
const TEMPLATE: &str = "EndEntityServerAuthCertificate/V1";

/// How long it is valid, in seconds: as long as an authority for short-lived certificates allows.
const LIFE: i64 = 7 * 24 * 60 * 60;

/// A certificate for a server of this process, with its private key.
pub struct ServerCertificate {
    /// The certificate, then those above it up to the one below the root.
    pub chain: Vec<Certificate>,
    /// The private key as PKCS#8 in DER (RFC 5958).
    pub key: Zeroizing<Vec<u8>>,
    /// When the certificate ends.
    pub not_after: Timestamp,
}

impl std::fmt::Debug for ServerCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerCertificate").field("not_after", &self.not_after).finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes a key and has an authority issue a certificate for it with these names: for seven days, or until the
    /// authority itself ends.
    ///
    /// # Errors
    /// Those of `IssueCertificate`.
    pub fn issue_server_certificate(
        &self,
        authority: AuthorityId,
        names: &[GeneralName],
    ) -> Result<ServerCertificate, Error> {
        let authority = Self::own_authority(&self.snapshot(), authority)?;
        let algorithm = KeyAlgorithm::EcPrime256v1;
        let subject = Asn1Subject { common_name: Some("Canopy endpoint".into()), ..Asn1Subject::default() };
        let (subject, extensions) = subject_key::asked_for(&subject, names)?;
        let own = SoftwareKey::generate(key::key_kind(algorithm)?)?;
        let signature = key::signature_algorithm(key::natural(algorithm), algorithm)?;
        let csr = csr::sign(subject, extensions, &own, signature)?;
        let template = Template::named(TEMPLATE).ok_or_else(|| Error::Internal(format!("there is no {TEMPLATE}")))?;
        let end = self.end_of_server_certificate(&authority);
        let request = IssueCertificateRequest {
            api_passthrough: None,
            certificate_authority_arn: authority.arn.to_string(),
            csr: Blob::from(csr.to_pem()),
            signing_algorithm: authority.signing_algorithm,
            template_arn: Some(template.arn(&authority.arn.partition)),
            validity: Validity { value: end.seconds(), r#type: ValidityPeriodType::Absolute },
            validity_not_before: None,
            idempotency_token: None,
        };
        let caller = Caller {
            account: authority.arn.account.clone(),
            region: authority.arn.region.clone(),
            partition: authority.arn.partition.clone(),
            service: None,
            actor: Actor::Upkeep,
        };
        let arn = self.call(&caller, request)?.certificate_arn;
        let arn: CertificateArn = arn.parse().map_err(|_| Error::Internal(format!("{arn} is no certificate")))?;
        let issued = self.certificate(&arn)?;
        let above = stored::certificates(&certificate::chain(&authority))?;
        let chain = [issued].into_iter().chain(above.into_iter().filter(|above| !above.is_self_issued()));
        Ok(ServerCertificate { chain: chain.collect(), key: own.to_pkcs8(), not_after: end })
    }

    fn end_of_server_certificate(&self, authority: &Authority) -> Timestamp {
        let end = self.now().plus_milliseconds(LIFE * 1000);
        let own = authority.installed.as_ref().map_or(end, |installed| installed.not_after);
        Timestamp::from_seconds(end.min(own).seconds())
    }
}
