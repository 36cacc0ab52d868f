//! All 23 actions over the wire, as an SDK sends them.

use crate::served::{ACCOUNT, Answer, Served, wire};
use canopy::engine::api::KeyAlgorithm;
use canopy::engine::{Action, CreateRoot};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A client that notes which actions it has performed.
struct Session<'s> {
    served: &'s Served,
    performed: RefCell<BTreeSet<Action>>,
}

impl Session<'_> {
    /// Performs an action that answers something.
    #[track_caller]
    fn answered(&self, action: Action, request: Value) -> Value {
        let answer = self.call(action, &request);
        assert_ne!(answer.body, b"", "{}", action.name());
        answer.json()
    }

    /// Performs an action that answers nothing.
    #[track_caller]
    fn done(&self, action: Action, request: Value) {
        assert_eq!(self.call(action, &request).body, b"", "{}", action.name());
    }

    #[track_caller]
    fn call(&self, action: Action, request: &Value) -> Answer {
        let answer = self.served.call(action, request);
        assert_eq!(answer.status, 200, "{}: {}", action.name(), String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.header("content-type"), Some("application/x-amz-json-1.1"));
        assert_eq!(answer.header("x-amzn-requestid").map(str::len), Some(36));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
        self.performed.borrow_mut().insert(action);
        answer
    }
}

fn base64(text: &str) -> String {
    use base64ct::Encoding as _;
    base64ct::Base64::encode_string(text.as_bytes())
}

/// A policy that shares an authority with an account.
pub fn policy(arn: &str, account: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "1",
                "Effect": "Allow",
                "Principal": {"AWS": account},
                "Action": [
                    "acm-pca:DescribeCertificateAuthority", "acm-pca:GetCertificate",
                    "acm-pca:GetCertificateAuthorityCertificate", "acm-pca:ListPermissions", "acm-pca:ListTags",
                ],
                "Resource": arn,
            },
            {
                "Sid": "2",
                "Effect": "Allow",
                "Principal": {"AWS": account},
                "Action": ["acm-pca:IssueCertificate"],
                "Resource": arn,
                "Condition": {
                    "StringEquals": {"acm-pca:TemplateArn": "arn:aws:acm-pca:::template/EndEntityCertificate/V1"},
                },
            },
        ],
    })
    .to_string()
}

#[test]
fn an_sdk_performs_all_23_actions() {
    use Action::*;
    let served = Served::new();
    let session = Session { served: &served, performed: RefCell::default() };
    let created = session.answered(
        CreateCertificateAuthority,
        json!({
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1",
                "SigningAlgorithm": "SHA256WITHECDSA",
                "Subject": {"CommonName": "Root", "Organization": "Größe"},
            },
            "CertificateAuthorityType": "ROOT",
        }),
    );
    let arn = created["CertificateAuthorityArn"].as_str().unwrap().to_owned();
    assert!(arn.starts_with(&format!("arn:aws:acm-pca:{}:{ACCOUNT}:certificate-authority/", served.region())), "{arn}");
    let of = || json!({"CertificateAuthorityArn": arn});
    let csr = session.answered(GetCertificateAuthorityCsr, of())["Csr"].as_str().unwrap().to_owned();
    let issue = |csr: &str, template: &str| {
        json!({
            "CertificateAuthorityArn": arn,
            "Csr": base64(csr),
            "SigningAlgorithm": "SHA256WITHECDSA",
            "TemplateArn": format!("arn:aws:acm-pca:::template/{template}/V1"),
            "Validity": {"Type": "YEARS", "Value": 10},
        })
    };
    let root = session.answered(IssueCertificate, issue(&csr, "RootCACertificate"));
    let certificate_of = |issued: &Value| {
        let arns = json!({"CertificateAuthorityArn": arn, "CertificateArn": issued["CertificateArn"]});
        session.answered(GetCertificate, arns)
    };
    let root = certificate_of(&root);
    assert!(root.get("CertificateChain").is_none(), "absent rather than null");
    let pem = root["Certificate"].as_str().unwrap();
    session.done(
        ImportCertificateAuthorityCertificate,
        json!({"CertificateAuthorityArn": arn, "Certificate": base64(pem)}),
    );
    let own = session.answered(GetCertificateAuthorityCertificate, of());
    assert_eq!(own["Certificate"].as_str(), Some(pem));

    let described = session.answered(DescribeCertificateAuthority, of());
    let authority = &described["CertificateAuthority"];
    assert_eq!((authority["Status"].as_str(), authority["Type"].as_str()), (Some("ACTIVE"), Some("ROOT")));
    // Seconds since 1970.
    assert_eq!(authority["CreatedAt"].as_f64(), Some(crate::served::NOON as f64));
    let listed = session.answered(ListCertificateAuthorities, json!({}));
    assert_eq!(listed["CertificateAuthorities"][0]["Arn"].as_str(), Some(arn.as_str()));

    let subject = serde_json::from_value(json!({"CommonName": "leaf.example"})).unwrap();
    let subject = served.engine.generate_subject_key(KeyAlgorithm::EcPrime256v1, &subject, &[]).unwrap();
    let mut leaf = issue(subject.csr_pem(), "EndEntityCertificate");
    leaf["Validity"] = json!({"Type": "DAYS", "Value": 1});
    let issued = session.answered(IssueCertificate, leaf);
    let leaf = certificate_of(&issued);
    assert_eq!(leaf["CertificateChain"].as_str().map(str::trim), Some(pem.trim()));
    let serial = issued["CertificateArn"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    session.done(
        RevokeCertificate,
        json!({"CertificateAuthorityArn": arn, "CertificateSerial": serial, "RevocationReason": "KEY_COMPROMISE"}),
    );

    let tags = json!({"CertificateAuthorityArn": arn, "Tags": [{"Key": "team", "Value": "東"}]});
    session.done(TagCertificateAuthority, tags.clone());
    assert_eq!(session.answered(ListTags, of())["Tags"], tags["Tags"]);
    session.done(UntagCertificateAuthority, tags);

    let principal = json!({"CertificateAuthorityArn": arn, "Principal": "acm.amazonaws.com"});
    let mut permission = principal.clone();
    permission["Actions"] = json!(["IssueCertificate", "GetCertificate", "ListPermissions"]);
    session.done(CreatePermission, permission);
    let permissions = session.answered(ListPermissions, of());
    assert_eq!(permissions["Permissions"][0]["SourceAccount"].as_str(), Some(ACCOUNT));
    assert_eq!(permissions["Permissions"][0]["CreatedAt"].as_f64(), Some(crate::served::NOON as f64));
    session.done(DeletePermission, principal);

    let policy = policy(&arn, crate::served::OTHER);
    session.done(PutPolicy, json!({"ResourceArn": arn, "Policy": policy}));
    assert_eq!(session.answered(GetPolicy, json!({"ResourceArn": arn}))["Policy"].as_str(), Some(policy.as_str()));
    session.done(DeletePolicy, json!({"ResourceArn": arn}));

    let report = json!({
        "CertificateAuthorityArn": arn, "S3BucketName": "published", "AuditReportResponseFormat": "JSON",
    });
    let report = session.answered(CreateCertificateAuthorityAuditReport, report);
    let mut asked = of();
    asked["AuditReportId"] = report["AuditReportId"].clone();
    let asked = session.answered(DescribeCertificateAuthorityAuditReport, asked);
    assert_eq!(asked["AuditReportStatus"].as_str(), Some("CREATING"));

    session.done(UpdateCertificateAuthority, json!({"CertificateAuthorityArn": arn, "Status": "DISABLED"}));
    session.done(DeleteCertificateAuthority, of());
    session.done(RestoreCertificateAuthority, of());
    assert_eq!(session.performed.borrow().len(), Action::ALL.len());
}

#[test]
fn clients_at_the_same_time_and_the_window_see_the_same_workspace() {
    let served = Served::new();
    let root = CreateRoot {
        request: serde_json::from_value(json!({
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Root"},
            },
            "CertificateAuthorityType": "ROOT",
        }))
        .unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 10})).unwrap(),
    };
    let root = served.engine.create_and_activate_root(&served.caller, root).unwrap();
    let subject = serde_json::from_value(json!({"CommonName": "leaf.example"})).unwrap();
    let subject = served.engine.generate_subject_key(KeyAlgorithm::EcPrime256v1, &subject, &[]).unwrap();
    let issue = json!({
        "CertificateAuthorityArn": root.to_string(),
        "Csr": base64(subject.csr_pem()),
        "SigningAlgorithm": "SHA256WITHECDSA",
        "Validity": {"Type": "DAYS", "Value": 1},
    });
    let request = wire(&served.signed("IssueCertificate", &issue.to_string()));
    let issued: BTreeSet<String> = std::thread::scope(|scope| {
        let client = || {
            let mut client = served.connect();
            let issued = (0..10).map(|_| {
                let answer = client.exchange(&request).unwrap();
                assert_eq!(answer.status, 200, "{answer:?}");
                answer.json()["CertificateArn"].as_str().unwrap().to_owned()
            });
            issued.collect::<Vec<_>>()
        };
        let clients: Vec<_> = (0..8).map(|_| scope.spawn(client)).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    assert_eq!(issued.len(), 80);
    let workspace = served.engine.snapshot();
    assert_eq!(workspace.certificates().counts(root.id).issued, 81);
}
