//! The language, word by word: what is accepted, what is refused and where, and what is allowed by it.

mod language;
mod meaning;
mod model;
mod places;

use super::super::action::Action;
use super::super::api::ActionType;
use super::super::error::Error;
use super::super::template::{TEMPLATES, Template};
use super::*;
use crate::workspace::CertificateAuthorityArn;
use proptest::prelude::*;
use serde_json::{Value, json};

const ARN: &str = "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11223344-1234-1122-2233-112233445566";
const READ: [&str; 5] = [
    "acm-pca:DescribeCertificateAuthority",
    "acm-pca:GetCertificate",
    "acm-pca:GetCertificateAuthorityCertificate",
    "acm-pca:ListPermissions",
    "acm-pca:ListTags",
];

fn authority() -> CertificateAuthorityArn {
    ARN.parse().unwrap()
}

fn template(name: &str) -> String {
    format!("arn:aws:acm-pca:::template/{name}")
}

/// Sample 1 of the guide: an account may read, and issue with the default template.
fn sample() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [
            { "Sid": "1", "Effect": "Allow", "Principal": { "AWS": "555555555555" }, "Action": READ, "Resource": ARN },
            {
                "Sid": "2", "Effect": "Allow", "Principal": { "AWS": "555555555555" },
                "Action": ["acm-pca:IssueCertificate"], "Resource": ARN,
                "Condition": { "StringEquals": { "acm-pca:TemplateArn": template("EndEntityCertificate/V1") } },
            },
        ],
    })
}

/// Sample 2 of the guide: an organization without the owner's own account.
fn organization() -> Value {
    let not = json!({ "aws:PrincipalAccount": "111122223333" });
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "1", "Effect": "Allow", "Principal": "*", "Action": "acm-pca:IssueCertificate", "Resource": ARN,
                "Condition": {
                    "StringEquals": {
                        "acm-pca:TemplateArn": template("EndEntityCertificate/V1"),
                        "aws:PrincipalOrgID": "o-a1b2c3d4e5",
                    },
                    "StringNotEquals": not,
                },
            },
            {
                "Sid": "1", "Effect": "Allow", "Principal": "*", "Action": READ, "Resource": ARN,
                "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, "StringNotEquals": not },
            },
        ],
    })
}

fn accepted(policy: &Value) -> PolicyDocument {
    check(&policy.to_string(), &authority()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn problems(text: &str) -> Vec<PolicyProblem> {
    check(text, &authority()).expect_err(text)
}

/// The sample with one member changed, which is the only problem; returns its path and message.
fn refused(pointer: &str, value: Value) -> (String, String) {
    let mut policy = sample();
    *policy.pointer_mut(pointer).unwrap() = value;
    only(&policy)
}

/// The sample with one member added to an object.
fn with(pointer: &str, name: &str, value: Value) -> (String, String) {
    let mut policy = sample();
    policy.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert(name.into(), value);
    only(&policy)
}

fn only(policy: &Value) -> (String, String) {
    let problems = problems(&policy.to_string());
    let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
    assert!(problem.message.ends_with('.'), "{problem:?}");
    assert!(problem.hint.as_ref().is_none_or(|hint| !hint.ends_with('.')), "{problem:?}");
    (problem.path.clone(), problem.message.clone())
}

fn may<'a>(account: &'a str, action: Action, template_arn: Option<&'a str>) -> Access<'a> {
    Access { account, principal_arn: None, organization: None, action, template_arn }
}
