//! What programs have to be told to call the endpoint: text to copy. Pure, so that it can be tested without a window.

use std::fmt::Write as _;

/// What stands in the place of a secret, which is shown once.
pub const SECRET: &str = "(shown once, when made)";

/// Where a person saves the certificate of the root that the endpoint's own chains up to.
const ROOT: &str = "/path/to/root.pem";

/// Who calls, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Where the API is.
    pub url: String,
    /// The region of what is called.
    pub region: String,
    /// The access key ID.
    pub key: String,
    /// The ARN of an authority to issue from.
    pub authority: String,
}

impl Client {
    fn tls(&self) -> bool {
        self.url.starts_with("https:")
    }
}

/// A program that calls the API of AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// The command line of AWS, version 2.13 or later.
    AwsCli,
    /// The SDK for Python.
    Boto3,
    /// Its AWS provider, version 5 or later.
    Terraform,
    /// With its AWS Private CA issuer, in Kubernetes.
    CertManager,
}

impl Tool {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::AwsCli, Self::Boto3, Self::Terraform, Self::CertManager];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwsCli => "aws-cli",
            Self::Boto3 => "boto3",
            Self::Terraform => "Terraform",
            Self::CertManager => "cert-manager",
        }
    }

    /// Its settings.
    pub fn settings(self, client: &Client) -> String {
        match self {
            Self::AwsCli => aws_cli(client),
            Self::Boto3 => boto3(client),
            Self::Terraform => terraform(client),
            Self::CertManager => cert_manager(client),
        }
    }

    /// What to run once it has them.
    pub fn then(self, client: &Client) -> String {
        match self {
            Self::AwsCli => "aws acm-pca list-certificate-authorities --profile canopy".to_owned(),
            Self::Boto3 => "pca.list_certificate_authorities()".to_owned(),
            Self::Terraform => "terraform plan".to_owned(),
            Self::CertManager => format!(
                "kubectl set env -n cert-manager deploy -l app.kubernetes.io/name=aws-privateca-issuer \
                 AWS_ENDPOINT_URL_ACM_PCA={}",
                client.url
            ),
        }
    }
}

/// Writing to a String does not fail.
macro_rules! line {
    ($text:ident, $($arguments:tt)*) => { let _ = writeln!($text, $($arguments)*); };
}

fn aws_cli(client: &Client) -> String {
    let mut text = String::new();
    line!(text, "# ~/.aws/config");
    line!(text, "[profile canopy]");
    line!(text, "region = {}", client.region);
    line!(text, "endpoint_url = {}", client.url);
    if client.tls() {
        line!(text, "ca_bundle = {ROOT}");
    }
    line!(text, "# ~/.aws/credentials");
    line!(text, "[canopy]");
    line!(text, "aws_access_key_id = {}", client.key);
    line!(text, "aws_secret_access_key = {SECRET}");
    text
}

fn boto3(client: &Client) -> String {
    let mut text = String::new();
    line!(text, "import boto3");
    line!(text, "pca = boto3.client(");
    line!(text, "    \"acm-pca\",");
    line!(text, "    endpoint_url={},", quoted(&client.url));
    line!(text, "    region_name={},", quoted(&client.region));
    if client.tls() {
        line!(text, "    verify={},", quoted(ROOT));
    }
    line!(text, "    aws_access_key_id={},", quoted(&client.key));
    line!(text, "    aws_secret_access_key={},", quoted(SECRET));
    line!(text, ")");
    text
}

fn terraform(client: &Client) -> String {
    // In its strings these two begin an expression.
    let quoted = |value: &str| quoted(value).replace("${", "$${").replace("%{", "%%{");
    let mut text = String::new();
    line!(text, "provider \"aws\" {{");
    line!(text, "  region     = {}", quoted(&client.region));
    line!(text, "  access_key = {}", quoted(&client.key));
    line!(text, "  secret_key = {}", quoted(SECRET));
    if client.tls() {
        line!(text, "  custom_ca_bundle = {}", quoted(ROOT));
    }
    line!(text, "  endpoints {{");
    line!(text, "    acmpca = {}", quoted(&client.url));
    line!(text, "  }}");
    // The endpoint is no STS, IAM or EC2, which the provider would ask else.
    line!(text, "  skip_credentials_validation = true");
    line!(text, "  skip_requesting_account_id  = true");
    line!(text, "  skip_metadata_api_check     = true");
    line!(text, "  skip_region_validation      = true");
    line!(text, "}}");
    text
}

fn cert_manager(client: &Client) -> String {
    let mut text = String::new();
    line!(text, "apiVersion: v1");
    line!(text, "kind: Secret");
    line!(text, "metadata:");
    line!(text, "  name: canopy");
    line!(text, "  namespace: cert-manager");
    line!(text, "stringData:");
    line!(text, "  AWS_ACCESS_KEY_ID: {}", quoted(&client.key));
    line!(text, "  AWS_SECRET_ACCESS_KEY: {}", quoted(SECRET));
    line!(text, "---");
    line!(text, "apiVersion: awspca.cert-manager.io/v1beta1");
    line!(text, "kind: AWSPCAClusterIssuer");
    line!(text, "metadata:");
    line!(text, "  name: canopy");
    line!(text, "spec:");
    line!(text, "  arn: {}", client.authority);
    line!(text, "  region: {}", client.region);
    line!(text, "  secretRef:");
    line!(text, "    name: canopy");
    line!(text, "    namespace: cert-manager");
    text
}

/// A string of Python, of Terraform and of YAML alike: printable ASCII in double quotes.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(url: &str, key: &str) -> Client {
        Client {
            url: url.into(),
            region: "eu-central-1".into(),
            key: key.into(),
            authority: "arn:aws:acm-pca:eu-central-1:000000000000:certificate-authority/x".into(),
        }
    }

    #[test]
    fn every_tool_is_told_where_and_who_and_no_secret() {
        let client = client("http://127.0.0.1:8560", "AKCI4QZ7M2NP8XW1R57Q");
        for tool in Tool::ALL {
            let text = tool.settings(&client);
            assert!(text.contains("AKCI4QZ7M2NP8XW1R57Q") && text.contains(SECRET), "{text}");
            assert!(text.contains("eu-central-1"), "{text}");
            let whole = format!("{text}{}", tool.then(&client));
            assert!(whole.contains("http://127.0.0.1:8560"), "{whole}");
            assert!(!text.contains("/path/to"), "{text}");
        }
        let expected = "# ~/.aws/config\n[profile canopy]\nregion = eu-central-1\nendpoint_url = http://127.0.0.1:8560\n\
                        # ~/.aws/credentials\n[canopy]\naws_access_key_id = AKCI4QZ7M2NP8XW1R57Q\n\
                        aws_secret_access_key = (shown once, when made)\n";
        assert_eq!(Tool::AwsCli.settings(&client), expected);
    }

    #[test]
    fn over_tls_the_root_is_named() {
        let client = client("https://ca.example:8560", "key");
        for tool in [Tool::AwsCli, Tool::Boto3, Tool::Terraform] {
            assert!(tool.settings(&client).contains(ROOT));
        }
    }

    #[test]
    fn an_id_of_ones_own_does_not_end_its_string() {
        let client = client("http://127.0.0.1:8560", "a\"b\\c${d}");
        assert!(Tool::Boto3.settings(&client).contains(r#"aws_access_key_id="a\"b\\c${d}","#));
        assert!(Tool::Terraform.settings(&client).contains(r#"access_key = "a\"b\\c$${d}""#));
        assert!(Tool::CertManager.settings(&client).contains(r#"AWS_ACCESS_KEY_ID: "a\"b\\c${d}""#));
    }
}
