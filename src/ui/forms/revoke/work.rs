//! Revoking, and publishing the lists that say so.

use crate::engine::api::{RevocationReason, RevokeCertificateRequest};
use crate::engine::{Caller, Engine, Error};
use crate::ui::ask::Done;
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{AuthorityId, CertificateArn};

/// The request that revokes a certificate.
pub(super) fn request(arn: &CertificateArn, revocation_reason: RevocationReason) -> RevokeCertificateRequest {
    RevokeCertificateRequest {
        certificate_authority_arn: arn.authority.to_string(),
        certificate_serial: arn.serial.to_string(),
        revocation_reason,
    }
}

/// Revokes what can be revoked, then signs the list of each authority once. What has been revoked stays so, whatever
/// fails later; `name` is that of the certificate where there is only one.
///
/// # Errors
/// Why nothing was revoked at all.
pub(super) fn revoke(
    engine: &Engine,
    jobs: Vec<(Caller, AuthorityId, RevokeCertificateRequest)>,
    name: Option<&str>,
) -> Result<Done, Error> {
    let all = jobs.len();
    let mut lists: Vec<(Caller, AuthorityId)> = Vec::new();
    let mut refused: Vec<Error> = Vec::new();
    for (caller, id, request) in jobs {
        match engine.call(&caller, request) {
            Err(error) => refused.push(error),
            Ok(_) if lists.iter().any(|(_, known)| *known == id) => {}
            Ok(_) => lists.push((caller, id)),
        }
    }
    let revoked = all - refused.len();
    let mut done = Done::said(sentence(name, revoked, all));
    if let Some(first) = refused.into_iter().next() {
        if revoked == 0 {
            return Err(first);
        }
        done.add_trouble(format!("{} of {all} were refused: {}", all - revoked, first.message()));
    }
    let (mut published, several) = (true, lists.len() > 1);
    for (caller, id) in lists {
        let of = several.then(|| engine.snapshot().authority(id).map(|authority| authority_name(authority))).flatten();
        let of = of.map(|name| format!(" of {name}")).unwrap_or_default();
        let failed = format!("The revocation holds, but the CRL{of} was not published");
        published &= done.after_crl(id, &failed, engine.sign_due_crls(&caller, id));
    }
    if published {
        done.sentence.push_str(if several { "; the CRLs are published" } else { "; the CRL is published" });
    }
    Ok(done)
}

/// `Revoked api.example.com`, `Revoked 12 certificates`, `Revoked 7 of 12 certificates`.
fn sentence(name: Option<&str>, revoked: usize, all: usize) -> String {
    match name {
        Some(name) if all == 1 => format!("Revoked {name}"),
        _ if revoked < all => format!("Revoked {revoked} of {}", words::counted(all, "certificate")),
        _ => format!("Revoked {}", words::counted(all, "certificate")),
    }
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

    #[test]
    fn only_what_was_revoked_is_counted() {
        assert_eq!(sentence(Some("api.example.com"), 1, 1), "Revoked api.example.com");
        assert_eq!(sentence(None, 12, 12), "Revoked 12 certificates");
        assert_eq!(sentence(None, 7, 12), "Revoked 7 of 12 certificates");
    }
}
