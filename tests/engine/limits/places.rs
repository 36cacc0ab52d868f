//! Where each type stands in the requests.

use super::with;
use crate::desk::{authority_request, base64, crl_on, issue_request};
use canopy::engine::Action;
use serde_json::{Value, json};

/// An authority that is not there, so that a request which breaks no rule is refused all the same.
const NOBODY: &str =
    "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/11111111-2222-3333-4444-555555555555";

/// A request that breaks no rule, and is refused later on.
fn request(action: Action) -> Value {
    let report = "11111111-2222-3333-4444-555555555555";
    let mut request = match action {
        Action::CreateCertificateAuthority => {
            let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHRSA");
            request["RevocationConfiguration"] = crl_on();
            return request;
        }
        Action::ListCertificateAuthorities => return json!({"NextToken": "nonsense"}),
        Action::DeletePolicy | Action::GetPolicy => return json!({"ResourceArn": NOBODY}),
        Action::PutPolicy => return json!({"ResourceArn": NOBODY, "Policy": "{}"}),
        Action::IssueCertificate => issue_request(NOBODY, "no CSR"),
        Action::CreateCertificateAuthorityAuditReport => {
            json!({"S3BucketName": "published", "AuditReportResponseFormat": "JSON"})
        }
        Action::DescribeCertificateAuthorityAuditReport => json!({"AuditReportId": report}),
        Action::CreatePermission => json!({"Principal": "acm.amazonaws.com", "Actions": ["GetCertificate"]}),
        Action::DeletePermission => json!({"Principal": "acm.amazonaws.com"}),
        Action::GetCertificate => json!({"CertificateArn": format!("{NOBODY}/certificate/{}", "0".repeat(32))}),
        Action::ImportCertificateAuthorityCertificate => json!({"Certificate": base64("none")}),
        Action::RevokeCertificate => json!({"CertificateSerial": "00", "RevocationReason": "SUPERSEDED"}),
        Action::TagCertificateAuthority | Action::UntagCertificateAuthority => json!({"Tags": [{"Key": "a"}]}),
        _ => json!({}),
    };
    request["CertificateAuthorityArn"] = json!(NOBODY);
    request
}

const SUBJECT: &str = "CertificateAuthorityConfiguration/Subject";
const NAME: &str = "ApiPassthrough/Extensions/SubjectAlternativeNames/0";
const ACCESS: &str = "CertificateAuthorityConfiguration/CsrExtensions/SubjectInformationAccess/0";

/// Where a type stands: in which requests, at which path, beside what.
pub fn places(of: &str) -> Vec<(Action, String, Value)> {
    if let Some(action) = Action::ALL.iter().find(|action| of.strip_suffix("Request") == Some(action.name())) {
        return vec![(*action, String::new(), request(*action))];
    }
    use Action::{
        CreateCertificateAuthority as Create, IssueCertificate as Issue, TagCertificateAuthority as Tag,
        UntagCertificateAuthority as Untag, UpdateCertificateAuthority as Update,
    };
    let oid = || json!({"ObjectIdentifier": "1.2.3", "Value": "QUJD"});
    let policy = |qualifiers: Value| json!([{"CertPolicyId": "1.2.3", "PolicyQualifiers": qualifiers}]);
    let qualifier = json!([{"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": "https://a"}}]);
    let extensions = "ApiPassthrough/Extensions";
    let access = json!({"AccessMethod": {}, "AccessLocation": {}});
    let places: Vec<(Action, String, String, Value)> = match of {
        "ASN1Subject" => {
            let directory = format!("{NAME}/DirectoryName");
            let located = format!("{ACCESS}/AccessLocation/DirectoryName");
            vec![
                (Create, SUBJECT.into(), SUBJECT.into(), json!({})),
                (Create, located, ACCESS.into(), access),
                (Issue, "ApiPassthrough/Subject".into(), "ApiPassthrough/Subject".into(), json!({})),
                (Issue, directory.clone(), directory, json!({})),
            ]
        }
        "AccessMethod" => vec![(Create, format!("{ACCESS}/AccessMethod"), ACCESS.into(), access)],
        "GeneralName" => vec![
            (Create, format!("{ACCESS}/AccessLocation"), ACCESS.into(), access),
            (Issue, NAME.into(), NAME.into(), json!({})),
        ],
        "CrlConfiguration" => {
            let path = "RevocationConfiguration/CrlConfiguration".to_owned();
            let enabled = crl_on()["CrlConfiguration"].clone();
            vec![(Create, path.clone(), path.clone(), enabled.clone()), (Update, path.clone(), path, enabled)]
        }
        "OcspConfiguration" => {
            let path = "RevocationConfiguration/OcspConfiguration".to_owned();
            let enabled = json!({"Enabled": true});
            vec![(Create, path.clone(), path.clone(), enabled.clone()), (Update, path.clone(), path, enabled)]
        }
        "CustomAttribute" => {
            let path = format!("{SUBJECT}/CustomAttributes/0");
            vec![(Create, path.clone(), path, oid())]
        }
        "CustomExtension" => {
            let path = format!("{extensions}/CustomExtensions/0");
            vec![(Issue, path.clone(), path, oid())]
        }
        "EdiPartyName" => {
            let path = format!("{NAME}/EdiPartyName");
            vec![(Issue, path.clone(), path, json!({"PartyName": "a"}))]
        }
        "OtherName" => {
            let path = format!("{NAME}/OtherName");
            vec![(Issue, path.clone(), path, json!({"TypeId": "1.2.3", "Value": "a"}))]
        }
        "ExtendedKeyUsage" => {
            let path = format!("{extensions}/ExtendedKeyUsage/0");
            vec![(Issue, path.clone(), path, json!({}))]
        }
        "Extensions" => vec![(Issue, extensions.into(), extensions.into(), json!({}))],
        "PolicyInformation" => {
            let path = format!("{extensions}/CertificatePolicies");
            vec![(Issue, format!("{path}/0"), path, policy(qualifier))]
        }
        "Qualifier" => {
            let path = format!("{extensions}/CertificatePolicies");
            vec![(Issue, format!("{path}/0/PolicyQualifiers/0/Qualifier"), path, policy(qualifier))]
        }
        "CertificateAuthorityConfiguration" => {
            return vec![(Create, of.to_owned(), request(Create))];
        }
        "PolicyQualifierInfo" => {
            let path = format!("{extensions}/CertificatePolicies");
            vec![(Issue, format!("{path}/0/PolicyQualifiers/0"), path, policy(qualifier))]
        }
        "Tag" => [Create, Tag, Untag]
            .map(|action| (action, "Tags/0".to_owned(), "Tags".to_owned(), json!([{"Key": "a"}])))
            .to_vec(),
        "Validity" => ["Validity", "ValidityNotBefore"]
            .map(|path| (Issue, path.to_owned(), path.to_owned(), json!({"Type": "ABSOLUTE", "Value": 1})))
            .to_vec(),
        _ => panic!("nobody says where {of} stands"),
    };
    let base =
        |(action, path, at, value): (Action, String, String, Value)| (action, path, with(request(action), &at, value));
    places.into_iter().map(base).collect()
}

/// An item of a list that breaks no rule.
pub fn item(list: &str) -> Value {
    match list {
        "Tags" => json!({"Key": "a"}),
        "Actions" => json!("GetCertificate"),
        "CustomAttributes" | "CustomExtensions" => json!({"ObjectIdentifier": "1.2.3", "Value": "QUJD"}),
        "CertificatePolicies" => json!({"CertPolicyId": "1.2.3"}),
        "PolicyQualifiers" => json!({"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": "https://a"}}),
        "ExtendedKeyUsage" => json!({"ExtendedKeyUsageType": "SERVER_AUTH"}),
        "SubjectAlternativeNames" => json!({"DnsName": "a.example"}),
        _ => panic!("nobody knows an item of {list}"),
    }
}
