//! The life of a hierarchy with each of the 23 actions, and what they answer.

use crate::owner::{Owner, configuration, csr, policy, tag, years};
use crate::served::{ACCOUNT, BUCKET, OTHER, Served, run};
use aws_sdk_acmpca::client::Waiters as _;
use aws_sdk_acmpca::primitives::{Blob, DateTime};
use aws_sdk_acmpca::types::*;
use canopy::x509::Certificate;
use std::time::{Duration, SystemTime};

use CertificateAuthorityStatus::{Active, Deleted, Disabled, PendingCertificate};

const PATIENCE: Duration = Duration::from_secs(60);

/// A certificate as Canopy reads it from PEM.
fn read(pem: &str) -> Certificate {
    let blocks = canopy::x509::pem::decode(pem.as_bytes()).unwrap();
    Certificate::from_der(&blocks[0].der).unwrap()
}

fn is_about_now(found: Option<&DateTime>) -> bool {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs_f64();
    found.is_some_and(|found| (found.as_secs_f64() - now).abs() < 300.0)
}

#[test]
fn a_hierarchy_lives_and_ends() {
    run(async {
        let served = Served::with(&[]);
        let owner = Owner(served.client_of(ACCOUNT));
        let root = root(&owner).await;
        let issuing = issuing(&owner, &root).await;
        certificates(&owner, &issuing).await;
        tags_and_permissions(&owner, &issuing).await;
        shared(&served, &owner, &issuing).await;
        report(&served, &owner, &issuing).await;
        endings(&owner, &root, &issuing).await;
        served.end();
    });
}

/// A root as the guide makes it, described at each step.
async fn root(owner: &Owner) -> String {
    let create = owner.0.create_certificate_authority().certificate_authority_type(CertificateAuthorityType::Root);
    let create = create.certificate_authority_configuration(configuration("Root", SigningAlgorithm::Sha512Withecdsa));
    let create = create.usage_mode(CertificateAuthorityUsageMode::GeneralPurpose).tags(tag("team"));
    let create = create.idempotency_token("once");
    let arn = create.clone().send().await.unwrap().certificate_authority_arn.unwrap();
    assert_eq!(create.send().await.unwrap().certificate_authority_arn.as_deref(), Some(arn.as_str()));
    let wait = owner.0.wait_until_certificate_authority_csr_created().certificate_authority_arn(&arn);
    wait.wait(PATIENCE).await.unwrap();
    let told = owner.describe(&arn).await;
    assert_eq!((told.arn(), told.owner_account()), (Some(arn.as_str()), Some(ACCOUNT)));
    assert_eq!((told.status(), told.r#type()), (Some(&PendingCertificate), Some(&CertificateAuthorityType::Root)));
    assert!(is_about_now(told.created_at()) && is_about_now(told.last_state_change_at()));
    assert!(told.serial().is_none() && told.not_before().is_none() && told.restorable_until().is_none());
    assert_eq!(told.usage_mode(), Some(&CertificateAuthorityUsageMode::GeneralPurpose));
    let asked = configuration("Root", SigningAlgorithm::Sha512Withecdsa);
    assert_eq!(told.certificate_authority_configuration(), Some(&asked));
    let off = told.revocation_configuration().unwrap();
    assert!(!off.crl_configuration().unwrap().enabled && !off.ocsp_configuration().unwrap().enabled);

    let certificate = owner.root_certificate(&arn).await;
    owner.install(&arn, &certificate, None).await;
    let told = owner.describe(&arn).await;
    assert_eq!(told.status(), Some(&Active));
    let validity = read(&certificate).validity();
    assert_eq!(told.not_after().unwrap().secs(), validity.not_after);
    assert_eq!(told.not_before().unwrap().secs(), validity.not_before);
    let held = owner.0.get_certificate_authority_certificate().certificate_authority_arn(&arn).send().await.unwrap();
    assert_eq!(held.certificate().map(str::trim), Some(certificate.trim()));
    assert!(held.certificate_chain().is_none(), "a root has no chain");
    arn
}

/// An authority below the root that tells of revocation.
async fn issuing(owner: &Owner, root: &str) -> String {
    let both = |days| {
        let crl = CrlConfiguration::builder().enabled(true).expiration_in_days(days).s3_bucket_name(BUCKET);
        let ocsp = OcspConfiguration::builder().enabled(true).build().unwrap();
        RevocationConfiguration::builder().crl_configuration(crl.build().unwrap()).ocsp_configuration(ocsp).build()
    };
    let kind = CertificateAuthorityType::Subordinate;
    let create = owner.0.create_certificate_authority().certificate_authority_type(kind);
    let create =
        create.certificate_authority_configuration(configuration("Issuing", SigningAlgorithm::Sha256Withecdsa));
    let create = create.revocation_configuration(both(30));
    let arn = create.send().await.unwrap().certificate_authority_arn.unwrap();
    let csr = owner.csr_of(&arn).await;
    let issued = owner.issue(root, &csr, "SubordinateCACertificate_PathLen0", years(5)).await;
    let (certificate, chain) = owner.certificate(root, &issued).await;
    owner.install(&arn, &certificate, chain.as_deref()).await;
    let update = owner.0.update_certificate_authority().certificate_authority_arn(&arn);
    update.revocation_configuration(both(7)).send().await.unwrap();
    let told = owner.describe(&arn).await;
    assert_eq!((told.status(), told.r#type()), (Some(&Active), Some(&CertificateAuthorityType::Subordinate)));
    let crl = told.revocation_configuration().unwrap().crl_configuration().unwrap();
    assert_eq!((crl.enabled, crl.expiration_in_days(), crl.s3_bucket_name()), (true, Some(7), Some(BUCKET)));
    assert!(told.revocation_configuration().unwrap().ocsp_configuration().unwrap().enabled);
    let held = owner.0.get_certificate_authority_certificate().certificate_authority_arn(&arn).send().await.unwrap();
    let root_certificate = owner.0.get_certificate_authority_certificate().certificate_authority_arn(root).send().await;
    let root_certificate = root_certificate.unwrap().certificate.unwrap();
    assert_eq!(held.certificate_chain().map(str::trim), Some(root_certificate.trim()));
    arn
}

/// Issued, fetched and revoked.
async fn certificates(owner: &Owner, issuing: &str) {
    let asked = csr("www.acme.example");
    let issue = owner.0.issue_certificate().certificate_authority_arn(issuing).csr(Blob::new(asked.as_str()));
    let issue = issue.signing_algorithm(SigningAlgorithm::Sha384Withecdsa).validity(years(1)).idempotency_token("once");
    let arn = issue.clone().send().await.unwrap().certificate_arn.unwrap();
    assert_eq!(issue.clone().send().await.unwrap().certificate_arn.as_deref(), Some(arn.as_str()));
    let wait = owner.0.wait_until_certificate_issued().certificate_authority_arn(issuing).certificate_arn(&arn);
    wait.wait(PATIENCE).await.unwrap();
    let (pem, chain) = owner.certificate(issuing, &arn).await;
    let (certificate, chain) = (read(&pem), chain.unwrap());
    assert_eq!(chain.matches("BEGIN CERTIFICATE").count(), 2, "the issuer and the root");
    certificate.verify_signature(read(&chain).public_key()).unwrap();
    assert_eq!(certificate.subject().to_string(), "CN=www.acme.example");
    let subject = Asn1Subject::builder().common_name("by the request").country("DE").build();
    let name = GeneralName::builder().dns_name("passed.example").build();
    let extensions = Extensions::builder().subject_alternative_names(name).build();
    let passed = ApiPassthrough::builder().subject(subject).extensions(extensions).build();
    let template = crate::owner::template("EndEntityCertificate_APIPassthrough");
    let issue = issue.template_arn(template).api_passthrough(passed).idempotency_token("another");
    let other = issue.send().await.unwrap().certificate_arn.unwrap();
    let (pem, _) = owner.certificate(issuing, &other).await;
    let text = read(&pem).subject().to_string();
    assert!(text.contains("by the request") && text.contains("C=DE"), "{text}");

    let serial = arn.rsplit('/').next().unwrap();
    let revoke = owner.0.revoke_certificate().certificate_authority_arn(issuing).certificate_serial(serial);
    revoke.revocation_reason(RevocationReason::KeyCompromise).send().await.unwrap();
    assert_eq!(owner.certificate(issuing, &arn).await.1.as_deref(), Some(chain.as_str()), "it is still answered");
}

async fn tags_and_permissions(owner: &Owner, issuing: &str) {
    let about = owner.0.tag_certificate_authority().certificate_authority_arn(issuing);
    let tags: Vec<Tag> = ["a", "b", "größe"].map(tag).into();
    about.set_tags(Some(tags.clone())).send().await.unwrap();
    let list = owner.0.list_tags().certificate_authority_arn(issuing);
    let pages = list.clone().max_results(2).into_paginator().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.tags().len()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(pages.iter().flat_map(|page| page.tags().to_vec()).collect::<Vec<_>>(), tags);
    let untag = owner.0.untag_certificate_authority().certificate_authority_arn(issuing);
    untag.tags(Tag::builder().key("a").build().unwrap()).send().await.unwrap();
    assert_eq!(list.send().await.unwrap().tags(), &tags[1..]);

    for account in [ACCOUNT, OTHER, "777788889999"] {
        let create = owner.0.create_permission().certificate_authority_arn(issuing).principal("acm.amazonaws.com");
        let create = create.actions(ActionType::IssueCertificate).actions(ActionType::GetCertificate);
        create.source_account(account).send().await.unwrap();
    }
    let list = owner.0.list_permissions().certificate_authority_arn(issuing);
    let pages = list.clone().max_results(2).into_paginator().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    let granted: Vec<_> = pages.iter().flat_map(|page| page.permissions().to_vec()).collect();
    assert_eq!(
        granted.iter().filter_map(Permission::source_account).collect::<Vec<_>>(),
        [ACCOUNT, OTHER, "777788889999"]
    );
    let first = &granted[0];
    assert_eq!((first.principal(), first.certificate_authority_arn()), (Some("acm.amazonaws.com"), Some(issuing)));
    assert_eq!(first.actions(), [ActionType::IssueCertificate, ActionType::GetCertificate]);
    assert!(is_about_now(first.created_at()) && first.policy().is_some_and(|policy| policy.contains(issuing)));
    let delete = owner.0.delete_permission().certificate_authority_arn(issuing).principal("acm.amazonaws.com");
    delete.source_account(OTHER).send().await.unwrap();
    assert_eq!(list.send().await.unwrap().permissions().len(), 2);
}

/// What another account may, by a policy alone.
async fn shared(served: &Served, owner: &Owner, issuing: &str) {
    let other = Owner(served.client_of(OTHER));
    let policy = policy(issuing, OTHER);
    owner.put_policy(issuing, &policy).await;
    let held = owner.0.get_policy().resource_arn(issuing).send().await.unwrap();
    assert_eq!(held.policy(), Some(policy.as_str()));
    assert_eq!(other.describe(issuing).await.owner_account(), Some(ACCOUNT));
    let list = other.0.list_certificate_authorities().resource_owner(ResourceOwner::OtherAccounts);
    let shared = list.send().await.unwrap();
    assert_eq!(shared.certificate_authorities()[0].arn(), Some(issuing));
    let theirs = other.issue(issuing, &csr("gw.partner.example"), "EndEntityCertificate", years(1)).await;
    assert!(other.certificate(issuing, &theirs).await.1.is_some());
    owner.0.delete_policy().resource_arn(issuing).send().await.unwrap();
    assert!(other.0.describe_certificate_authority().certificate_authority_arn(issuing).send().await.is_err());
}

async fn report(served: &Served, owner: &Owner, issuing: &str) {
    let create = owner.0.create_certificate_authority_audit_report().certificate_authority_arn(issuing);
    let create = create.s3_bucket_name(BUCKET).audit_report_response_format(AuditReportResponseFormat::Json);
    let made = create.send().await.unwrap();
    let (id, key) = (made.audit_report_id().unwrap(), made.s3_key().unwrap());
    let wait = owner.0.wait_until_audit_report_created().certificate_authority_arn(issuing).audit_report_id(id);
    wait.wait(PATIENCE).await.unwrap();
    let describe = owner.0.describe_certificate_authority_audit_report().certificate_authority_arn(issuing);
    let told = describe.audit_report_id(id).send().await.unwrap();
    assert_eq!((told.s3_bucket_name(), told.s3_key()), (Some(BUCKET), Some(key)));
    assert!(told.audit_report_status() == Some(&AuditReportStatus::Success) && is_about_now(told.created_at()));
    let text = std::fs::read_to_string(served.bucket().join(key)).unwrap();
    let lines: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let revoked = lines.iter().filter(|line| line["revocationReason"] == "KEY_COMPROMISE").count();
    assert_eq!((lines.len(), revoked), (3, 1), "{text}");
}

/// Listed, switched off, deleted and restored.
async fn endings(owner: &Owner, root: &str, issuing: &str) {
    let spare = owner.pending(CertificateAuthorityType::Root).await;
    let list = owner.0.list_certificate_authorities().max_results(2).into_paginator();
    let pages = list.send().collect::<Result<Vec<_>, _>>().await.unwrap();
    let mut listed: Vec<String> =
        pages.iter().flat_map(|page| page.certificate_authorities()).map(|found| found.arn().unwrap().into()).collect();
    listed.sort();
    let mut all = [root.to_owned(), issuing.to_owned(), spare];
    all.sort();
    assert_eq!((listed.as_slice(), pages.len()), (&all[..], 2));

    owner.switch(issuing, Disabled).await;
    assert_eq!(owner.describe(issuing).await.status(), Some(&Disabled));
    let delete = owner.0.delete_certificate_authority().certificate_authority_arn(issuing);
    delete.permanent_deletion_time_in_days(7).send().await.unwrap();
    let told = owner.describe(issuing).await;
    let (until, since) = (told.restorable_until().unwrap(), told.last_state_change_at().unwrap());
    assert_eq!((told.status(), until.secs() - since.secs()), (Some(&Deleted), 7 * 86_400));
    owner.0.restore_certificate_authority().certificate_authority_arn(issuing).send().await.unwrap();
    let told = owner.describe(issuing).await;
    assert!(told.status() == Some(&Disabled) && told.restorable_until().is_none());
    owner.switch(issuing, Active).await;
    assert_eq!(owner.describe(issuing).await.status(), Some(&Active));
}
