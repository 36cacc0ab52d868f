//! What the owner of a hierarchy does again and again, by the SDK.

use aws_sdk_acmpca::Client;
use aws_sdk_acmpca::primitives::Blob;
use aws_sdk_acmpca::types::*;

/// The owner of authorities, or whoever acts like one.
pub struct Owner(pub Client);

/// What is in the subject of an authority, and which key it is to have.
pub fn configuration(name: &str, signing: SigningAlgorithm) -> CertificateAuthorityConfiguration {
    CertificateAuthorityConfiguration::builder()
        .key_algorithm(KeyAlgorithm::EcPrime256v1)
        .signing_algorithm(signing)
        .subject(Asn1Subject::builder().organization("Acme").common_name(name).build())
        .build()
        .unwrap()
}

pub fn years(count: i64) -> Validity {
    Validity::builder().r#type(ValidityPeriodType::Years).value(count).build().unwrap()
}

pub fn tag(key: &str) -> Tag {
    Tag::builder().key(key).value("x").build().unwrap()
}

pub fn template(name: &str) -> String {
    format!("arn:aws:acm-pca:::template/{name}/V1")
}

/// A CSR for one name, in PEM, made by another implementation.
pub fn csr(name: &str) -> String {
    let mut parameters = rcgen::CertificateParams::new(vec![name.into()]).unwrap();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
    parameters.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap().pem().unwrap()
}

/// A policy that lets an account read an authority, and have end entities certified.
pub fn policy(arn: &str, account: &str) -> String {
    let read = ["DescribeCertificateAuthority", "GetCertificate", "GetCertificateAuthorityCertificate"];
    let read = read.into_iter().chain(["ListPermissions", "ListTags"]).map(|action| format!("acm-pca:{action}"));
    let principal = serde_json::json!({"AWS": account});
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "read", "Effect": "Allow", "Principal": principal, "Resource": arn,
                "Action": read.collect::<Vec<_>>()
            },
            {
                "Sid": "issue", "Effect": "Allow", "Principal": principal, "Resource": arn,
                "Action": ["acm-pca:IssueCertificate"],
                "Condition": {"StringEquals": {"acm-pca:TemplateArn": template("EndEntityCertificate")}}
            }
        ]
    })
    .to_string()
}

impl Owner {
    /// An authority that waits for its certificate.
    pub async fn pending(&self, kind: CertificateAuthorityType) -> String {
        let create = self.0.create_certificate_authority().certificate_authority_type(kind);
        let create =
            create.certificate_authority_configuration(configuration("Pending", SigningAlgorithm::Sha256Withecdsa));
        create.send().await.unwrap().certificate_authority_arn.unwrap()
    }

    /// The CSR of an authority, in PEM.
    pub async fn csr_of(&self, arn: &str) -> String {
        let csr = self.0.get_certificate_authority_csr().certificate_authority_arn(arn).send().await.unwrap();
        csr.csr.unwrap()
    }

    /// Has a CSR certified, and answers the ARN of the certificate.
    pub async fn issue(&self, issuer: &str, csr: &str, template_name: &str, validity: Validity) -> String {
        let issue = self.0.issue_certificate().certificate_authority_arn(issuer).csr(Blob::new(csr));
        let issue = issue.signing_algorithm(SigningAlgorithm::Sha256Withecdsa).validity(validity);
        issue.template_arn(template(template_name)).send().await.unwrap().certificate_arn.unwrap()
    }

    /// A certificate in PEM, and the chain above it.
    pub async fn certificate(&self, issuer: &str, arn: &str) -> (String, Option<String>) {
        let get = self.0.get_certificate().certificate_authority_arn(issuer).certificate_arn(arn);
        let found = get.send().await.unwrap();
        (found.certificate.unwrap(), found.certificate_chain)
    }

    /// A certificate for a root that waits for one, signed by itself.
    pub async fn root_certificate(&self, arn: &str) -> String {
        let issued = self.issue(arn, &self.csr_of(arn).await, "RootCACertificate", years(10)).await;
        self.certificate(arn, &issued).await.0
    }

    /// Gives an authority its certificate.
    pub async fn install(&self, arn: &str, certificate: &str, chain: Option<&str>) {
        let import = self.0.import_certificate_authority_certificate().certificate_authority_arn(arn);
        let import = import.certificate(Blob::new(certificate)).set_certificate_chain(chain.map(Blob::new));
        import.send().await.unwrap();
    }

    /// An active root.
    pub async fn root(&self) -> String {
        let arn = self.pending(CertificateAuthorityType::Root).await;
        self.install(&arn, &self.root_certificate(&arn).await, None).await;
        arn
    }

    pub async fn switch(&self, arn: &str, status: CertificateAuthorityStatus) {
        self.0.update_certificate_authority().certificate_authority_arn(arn).status(status).send().await.unwrap();
    }

    pub async fn delete(&self, arn: &str) {
        self.0.delete_certificate_authority().certificate_authority_arn(arn).send().await.unwrap();
    }

    pub async fn describe(&self, arn: &str) -> CertificateAuthority {
        let told = self.0.describe_certificate_authority().certificate_authority_arn(arn).send().await.unwrap();
        told.certificate_authority.unwrap()
    }

    pub async fn put_policy(&self, arn: &str, policy: &str) {
        self.0.put_policy().resource_arn(arn).policy(policy).send().await.unwrap();
    }
}
