//! Revoking, and publishing the lists that say so.

use crate::engine::api::{RevocationReason, RevokeCertificateRequest};
use crate::engine::{Caller, CrlOutcome, Engine, Error};
use crate::ui::ask::{Done, Offer};
use crate::workspace::{AuthorityId, CertificateArn};

/// The request that revokes a certificate.
pub(super) fn request(arn: &CertificateArn, revocation_reason: RevocationReason) -> RevokeCertificateRequest {
    RevokeCertificateRequest {
        certificate_authority_arn: arn.authority.to_string(),
        certificate_serial: arn.serial.to_string(),
        revocation_reason,
    }
}

/// Revokes all, then signs the list of each authority once. What has been revoked stays so, whatever fails later.
pub(super) fn revoke(
    engine: &Engine,
    jobs: Vec<(Caller, AuthorityId, RevokeCertificateRequest)>,
    what: &str,
) -> Result<Done, Error> {
    let all = jobs.len();
    let mut lists: Vec<(Caller, AuthorityId)> = Vec::new();
    let mut refused = None;
    for (index, (caller, id, request)) in jobs.into_iter().enumerate() {
        if let Err(error) = engine.call(&caller, request) {
            if index == 0 {
                return Err(error);
            }
            refused = Some(format!("{index} of {all} are revoked; the next was refused: {}", error.message()));
            break;
        }
        if !lists.iter().any(|(_, known)| *known == id) {
            lists.push((caller, id));
        }
    }
    let mut done = Done { sentence: format!("Revoked {what}"), trouble: refused, ..Done::default() };
    for (caller, id) in lists {
        let failed = match engine.sign_crl(&caller, id) {
            Ok(CrlOutcome::Published { .. }) => {
                done.sentence = format!("Revoked {what}; the CRL is published");
                continue;
            }
            Ok(CrlOutcome::Off) => continue,
            Ok(CrlOutcome::Failed { reason }) => reason,
            Err(error) => error.message(),
        };
        done.trouble = Some(format!("The revocation holds, but the CRL was not published: {failed}"));
        done.offer = Some(Offer::RetryCrl(id));
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_names_authority_and_serial() {
        let arn: CertificateArn = "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a/certificate/5a5a5a5a5a5a5a5a0000000000000001".parse().unwrap();
        let request = request(&arn, RevocationReason::Superseded);
        assert!(arn.to_string().starts_with(&request.certificate_authority_arn));
        assert!(arn.to_string().ends_with(&request.certificate_serial));
    }
}
