//! Certificate templates: what a certificate is for, and which extensions that fixes.
//!
//! One table holds them (User Guide, "Understanding certificate templates"). Where the AWS word
//! and the RFC word meet, this is the place: a template is named as the API names it and says its
//! extensions as RFC 5280 does.

use super::error::{Error, Refusal};
use crate::x509::extension::{BasicConstraints, KeyUsage};
use crate::x509::{Oid, oid};

/// What a certificate of the template is, in the words of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateKind {
    /// A self-signed authority.
    Root,
    /// An authority signed by another.
    Subordinate,
    /// A certificate that signs no certificates.
    EndEntity,
}

/// A certificate template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Name and version as in the ARN, such as `EndEntityCertificate/V1`.
    pub name: &'static str,
    /// Plain words for a person.
    pub words: &'static str,
    /// One word for a column of a table.
    pub short: &'static str,
    /// What it is for, in a sentence or two.
    pub purpose: &'static str,
    /// Root, subordinate or end entity.
    pub kind: TemplateKind,
    /// Number of authorities that may stand below; absent: any number. Only for authorities.
    pub path_len_constraint: Option<u8>,
    /// What the key may do (RFC 5280 section 4.2.1.3); always critical.
    pub key_usage: KeyUsage,
    /// Purposes, none for authorities.
    pub extended_key_usage: &'static [Oid],
    /// Whether a reader that does not know the purposes must refuse the certificate.
    pub extended_key_usage_critical: bool,
}

const AUTHORITY: KeyUsage = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_CERT_SIGN).union(KeyUsage::CRL_SIGN);
const TLS: KeyUsage = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_ENCIPHERMENT);
const SIGNATURE: KeyUsage = KeyUsage::DIGITAL_SIGNATURE;

/// What the templates below start from.
const BASE: Template = Template {
    name: "",
    words: "",
    short: "",
    purpose: "",
    kind: TemplateKind::EndEntity,
    path_len_constraint: None,
    key_usage: TLS,
    extended_key_usage: &[],
    extended_key_usage_critical: false,
};

const fn subordinate(name: &'static str, words: &'static str, purpose: &'static str, path_len: u8) -> Template {
    Template {
        name,
        words,
        short: "Authority",
        purpose,
        kind: TemplateKind::Subordinate,
        path_len_constraint: Some(path_len),
        key_usage: AUTHORITY,
        ..BASE
    }
}

/// The template of a request that names none.
const END_ENTITY: Template = Template {
    name: "EndEntityCertificate/V1",
    words: "Server and client certificate",
    short: "Mutual",
    purpose: "For services that both serve and call others with TLS.",
    extended_key_usage: &[oid::ID_KP_SERVER_AUTH, oid::ID_KP_CLIENT_AUTH],
    ..BASE
};

/// The template of a root that signs itself.
const ROOT: Template = Template {
    name: "RootCACertificate/V1",
    words: "Root authority",
    short: "Root",
    purpose: "Signs itself. Only for the CSR of the root authority that signs.",
    kind: TemplateKind::Root,
    key_usage: AUTHORITY,
    ..BASE
};

/// All templates this version knows: the base templates. The order is that of a menu.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "EndEntityServerAuthCertificate/V1",
        words: "Server certificate",
        short: "Server",
        purpose: "For TLS servers. Subject and names come from the CSR.",
        extended_key_usage: &[oid::ID_KP_SERVER_AUTH],
        ..BASE
    },
    Template {
        name: "EndEntityClientAuthCertificate/V1",
        words: "Client certificate",
        short: "Client",
        purpose: "For TLS clients: people, devices and services that call a server.",
        extended_key_usage: &[oid::ID_KP_CLIENT_AUTH],
        ..BASE
    },
    END_ENTITY,
    Template {
        name: "CodeSigningCertificate/V1",
        words: "Code signing certificate",
        short: "Code",
        purpose: "Signs programs and packages, and nothing else.",
        key_usage: SIGNATURE,
        extended_key_usage: &[oid::ID_KP_CODE_SIGNING],
        extended_key_usage_critical: true,
        ..BASE
    },
    Template {
        name: "OCSPSigningCertificate/V1",
        words: "OCSP signing certificate",
        short: "OCSP",
        purpose: "Signs answers about revocation in the authority's name.",
        key_usage: SIGNATURE,
        extended_key_usage: &[oid::ID_KP_OCSP_SIGNING],
        extended_key_usage_critical: true,
        ..BASE
    },
    subordinate(
        "SubordinateCACertificate_PathLen0/V1",
        "Issuing authority",
        "An authority that signs end-entity certificates only.",
        0,
    ),
    subordinate(
        "SubordinateCACertificate_PathLen1/V1",
        "Authority with one level below",
        "An authority that may sign issuing authorities.",
        1,
    ),
    subordinate(
        "SubordinateCACertificate_PathLen2/V1",
        "Authority with two levels below",
        "An authority with up to two levels of authorities below it.",
        2,
    ),
    subordinate(
        "SubordinateCACertificate_PathLen3/V1",
        "Authority with three levels below",
        "An authority with up to three levels of authorities below it.",
        3,
    ),
    ROOT,
];

impl Template {
    /// The template of a request that names none.
    pub fn default_template() -> &'static Self {
        &END_ENTITY
    }

    /// The template of that name and version.
    pub fn named(name: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.name == name)
    }

    /// The template of an ARN such as `arn:aws:acm-pca:::template/EndEntityCertificate/V1`, in any
    /// partition that is also the authority's.
    ///
    /// # Errors
    /// [`Error::InvalidArgs`] when the ARN is none of a template, or of an unknown one.
    pub fn from_arn(arn: &str, partition: &str) -> Result<&'static Self, Error> {
        arn.strip_prefix("arn:")
            .and_then(|rest| rest.strip_prefix(partition))
            .and_then(|rest| rest.strip_prefix(":acm-pca:::template/"))
            .and_then(Self::named)
            .ok_or_else(|| {
                let refusal = Refusal::new(format!(
                    "Expected the ARN of a certificate template, such as {}, found {arn}.",
                    Self::default_template().arn(partition)
                ));
                Error::InvalidArgs(refusal.at("templateArn"))
            })
    }

    /// The template's ARN in a partition (`aws`, `aws-cn`, `aws-us-gov`).
    pub fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:acm-pca:::template/{}", self.name)
    }

    /// Whether a certificate of the template is an authority.
    pub fn is_authority(&self) -> bool {
        self.kind != TemplateKind::EndEntity
    }

    /// The basic constraints it fixes (RFC 5280 section 4.2.1.9).
    pub fn basic_constraints(&self) -> BasicConstraints {
        BasicConstraints { ca: self.is_authority(), path_len_constraint: self.path_len_constraint.map(u32::from) }
    }

    /// The template for a subordinate with so many levels of authorities below it.
    pub fn subordinate(path_len: u8) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| {
            template.kind == TemplateKind::Subordinate && template.path_len_constraint == Some(path_len)
        })
    }

    /// The template of a root that signs itself.
    pub fn root() -> &'static Self {
        &ROOT
    }
}
