//! Asking the API: every action that reads, from its fields to its answer.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::engine::api::*;
use canopy::engine::{Action, Perform};
use canopy::ui::forms;
use canopy::workspace::CertificateArn;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::{Value, json};

/// What is asked about: an issuing authority below a root with three tags, a certificate, a permission, a policy and an
/// audit report.
struct Asked {
    desk: Desk,
    authority: String,
    certificate: CertificateArn,
    report: String,
}

fn asked() -> Asked {
    let desk = Desk::new();
    let root = desk.root();
    let authority = desk.subordinate(&root);
    let certificate = desk.issue(&authority, "api.acme.example").parse().unwrap();
    let tags = json!([{"Key": "env", "Value": "prod"}, {"Key": "team", "Value": "pki"}, {"Key": "zone"}]);
    let tagged = json!({"CertificateAuthorityArn": authority, "Tags": tags});
    desk.call::<TagCertificateAuthorityRequest>(tagged).unwrap();
    let permitted = json!({"CertificateAuthorityArn": authority, "Principal": "acm.amazonaws.com", "Actions": ["IssueCertificate"]});
    desk.call::<CreatePermissionRequest>(permitted).unwrap();
    let bucket = desk.engine.snapshot().buckets().next().unwrap().name.clone();
    let report =
        json!({"CertificateAuthorityArn": authority, "S3BucketName": bucket, "AuditReportResponseFormat": "JSON"});
    let report = desk.call::<CreateCertificateAuthorityAuditReportRequest>(report).unwrap().audit_report_id.unwrap();
    Asked { desk, authority, certificate, report }
}

impl Asked {
    fn bench(&self, action: Action) -> Bench {
        let form = forms::read(forms_desk(&self.desk), action, Some(id(&self.authority)), Some(&self.certificate));
        Bench::new(&self.desk.engine, form.unwrap())
    }

    /// The form that is filled in for what is selected sends `expected`, and shows what the engine answers to that.
    #[track_caller]
    fn check<R: Perform>(&self, expected: Value) -> Value {
        let mut bench = self.bench(R::ACTION);
        bench.click(Role::Button, "API request");
        let written: Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
        assert_eq!(written, expected);
        let request: R = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&request).unwrap(), written, "it is the same request again");
        bench.click(Role::Button, R::ACTION.words());
        bench.settle();
        let shown: Value = serde_json::from_str(&bench.copied("Copy Answer")).unwrap();
        let answer = self.desk.engine.call(&self.desk.caller, request).unwrap();
        assert_eq!(shown, serde_json::to_value(&answer).unwrap());
        bench.click_first(Role::Button, "Close");
        assert!(bench.state().closed);
        shown
    }
}

#[test]
fn every_action_that_reads_is_asked_for_what_is_selected() {
    let asked = asked();
    let arn = json!({"CertificateAuthorityArn": asked.authority});
    asked.check::<DescribeCertificateAuthorityRequest>(arn.clone());
    asked.check::<GetCertificateAuthorityCertificateRequest>(arn.clone());
    asked.check::<GetCertificateAuthorityCsrRequest>(arn.clone());
    assert_eq!(asked.check::<ListTagsRequest>(arn.clone())["Tags"].as_array().unwrap().len(), 3);
    assert_eq!(asked.check::<ListPermissionsRequest>(arn)["Permissions"].as_array().unwrap().len(), 1);
    let all = asked.check::<ListCertificateAuthoritiesRequest>(json!({}));
    assert_eq!(all["CertificateAuthorities"].as_array().unwrap().len(), 2);
    let certificate = asked.certificate.to_string();
    asked.check::<GetCertificateRequest>(
        json!({"CertificateAuthorityArn": asked.authority, "CertificateArn": certificate}),
    );
    asked.check::<DescribeCertificateAuthorityAuditReportRequest>(
        json!({"CertificateAuthorityArn": asked.authority, "AuditReportId": asked.report}),
    );
    let principal = json!({"AWS": "999999999999"});
    let reads = [
        "DescribeCertificateAuthority",
        "GetCertificate",
        "GetCertificateAuthorityCertificate",
        "ListPermissions",
        "ListTags",
    ];
    let template =
        json!({"StringEquals": {"acm-pca:TemplateArn": "arn:aws:acm-pca:::template/EndEntityCertificate/V1"}});
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "1", "Effect": "Allow", "Principal": principal, "Resource": asked.authority,
            "Action": reads.map(|action| format!("acm-pca:{action}"))},
        {"Sid": "2", "Effect": "Allow", "Principal": principal, "Resource": asked.authority,
            "Action": ["acm-pca:IssueCertificate"], "Condition": template}
    ]});
    let put = json!({"ResourceArn": asked.authority, "Policy": policy.to_string()});
    asked.desk.call::<PutPolicyRequest>(put).unwrap();
    asked.check::<GetPolicyRequest>(json!({"ResourceArn": asked.authority}));
}

#[test]
fn pem_stands_below_the_answer_as_it_is() {
    let asked = asked();
    let mut bench = asked.bench(Action::GetCertificate);
    bench.click(Role::Button, "Fetch a certificate");
    bench.settle();
    let pem = asked.desk.certificate(&asked.certificate.to_string()).to_pem();
    assert_eq!(bench.copied("Copy Certificate").trim_end(), pem.trim_end());
    assert_eq!(bench.copied("Copy Chain").matches("BEGIN CERTIFICATE").count(), 2);
}

#[test]
fn pages_are_turned_until_the_last() {
    let asked = asked();
    let mut bench = asked.bench(Action::ListTags);
    bench.type_into("Items on a page", "2");
    bench.click(Role::Button, "List tags");
    bench.settle();
    assert!(bench.copied("Copy Answer").contains("\"team\""));
    bench.click(Role::Button, "Next page");
    bench.settle();
    let last: Value = serde_json::from_str(&bench.copied("Copy Answer")).unwrap();
    assert_eq!(last, json!({"Tags": [{"Key": "zone"}]}));
    assert!(!bench.has("Next page"));
    bench.click(Role::Button, "API request");
    let request: Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(request["MaxResults"], 2);
    assert!(request["NextToken"].as_str().is_some_and(|token| !token.is_empty()));
}

#[test]
fn whose_authorities_are_listed_can_be_chosen() {
    let asked = asked();
    let mut bench = asked.bench(Action::ListCertificateAuthorities);
    bench.choose("Whose", "Those that others share");
    bench.click(Role::Button, "List authorities");
    bench.settle();
    let answer: Value = serde_json::from_str(&bench.copied("Copy Answer")).unwrap();
    assert_eq!(answer, json!({"CertificateAuthorities": []}));
    bench.click(Role::Button, "API request");
    assert!(bench.copied("Copy Command").contains("--resource-owner OTHER_ACCOUNTS"));
}

#[test]
fn what_is_wrong_stands_beside_its_field() {
    let asked = asked();
    let mut bench = asked.bench(Action::ListTags);
    bench.type_into("Items on a page", "1001");
    assert!(bench.has("At most 1000"));
    bench.replace("Items on a page", "many");
    assert!(bench.has("A whole number from 1 to 1000"));
    bench.replace("Items on a page", " ");
    bench.type_into("Page token", "none of ours");
    bench.click(Role::Button, "List tags");
    bench.settle();
    assert!(bench.has("InvalidNextTokenException"));
    bench.replace("Page token", " ");
    assert!(!bench.has("InvalidNextTokenException"), "what was corrected is not blamed any more");
    bench.replace("Authority ARN", "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/none");
    bench.click(Role::Button, "List tags");
    bench.settle();
    let field = bench.harness.get_by_role_and_label(Role::TextInput, "Authority ARN");
    let words = field.accesskit_node().data().description().unwrap_or_default().to_owned();
    assert!(words.starts_with("Not a valid arn"), "{words}");
}

#[test]
fn another_action_keeps_what_it_can_use() {
    let asked = asked();
    let mut bench = asked.bench(Action::DescribeCertificateAuthority);
    bench.choose("Action", "Fetch the CSR of an authority");
    bench.click(Role::Button, "Fetch the CSR of an authority");
    bench.settle();
    let csr = bench.copied("Copy Certificate signing request");
    assert!(csr.starts_with("-----BEGIN CERTIFICATE REQUEST-----"), "{csr}");
    bench.choose("Authority", "Root");
    assert!(bench.has("The fields have changed since this was answered"));
}

#[test]
fn without_an_authority_there_is_nothing_to_ask() {
    let asked = asked();
    let form = forms::read(forms_desk(&asked.desk), Action::GetPolicy, None, None).unwrap();
    let mut bench = Bench::new(&asked.desk.engine, form);
    bench.click(Role::Button, "Fetch the resource policy");
    bench.settle();
    assert!(bench.has("Nothing was asked yet"));
    bench.choose("Authority", "Issuing CA");
    bench.click(Role::Button, "Fetch the resource policy");
    bench.settle();
    assert!(bench.has("Could not find policy for resource") && bench.has("ResourceNotFoundException"));
    assert!(forms::read(forms_desk(&asked.desk), Action::PutPolicy, None, None).is_none(), "it changes something");
}
