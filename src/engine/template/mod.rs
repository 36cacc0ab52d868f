//! Certificate templates: what a certificate is for, which extensions that fixes, and what is left open to others.
//!
//! One [table] holds them (User Guide, "Understanding certificate templates"). Where the AWS word
//! and the RFC word meet, this is the place: a template is named as the API names it and says its
//! extensions as RFC 5280 does.

mod table;
mod variety;

pub use table::TEMPLATES;
pub use variety::Variety;

use super::error::{Error, Refusal};
use crate::x509::Oid;
use crate::x509::extension::{BasicConstraints, KeyUsage};
use table::{END_ENTITY, ROOT};

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
    /// Plain words for a person, the same in each variety; see [`Template::title`].
    pub words: &'static str,
    /// One word for a column of a table.
    pub short: &'static str,
    /// What it is for, in a sentence or two.
    pub purpose: &'static str,
    /// Root, subordinate or end entity.
    pub kind: TemplateKind,
    /// Whether the request or the CSR decides what the template leaves open.
    pub variety: Variety,
    /// Number of authorities that may stand below; absent: any number. Only for authorities.
    pub path_len_constraint: Option<u8>,
    /// Whether a reader that does not know the basic constraints must refuse the certificate; true of every authority.
    pub critical_basic_constraints: bool,
    /// What the key may do (RFC 5280 section 4.2.1.3), always critical; absent in blank templates, which leave it open.
    pub key_usage: Option<KeyUsage>,
    /// Purposes; none for authorities, and in blank templates, which leave them open.
    pub extended_key_usage: &'static [Oid],
    /// Whether a reader that does not know the purposes must refuse the certificate.
    pub extended_key_usage_critical: bool,
}

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

    /// Plain words for a person that no other template has: `Server certificate, CSR passthrough`.
    pub fn title(&self) -> String {
        match self.variety {
            Variety::Base => self.words.to_owned(),
            variety => format!("{}, {}", self.words, variety.words()),
        }
    }

    /// The template of the same kind in another variety. Roots and blank templates do not have all of them.
    pub fn in_variety(&self, variety: Variety) -> Option<&'static Self> {
        let stem = self.stem();
        TEMPLATES.iter().find(|template| template.variety == variety && template.stem() == stem)
    }

    /// The name without variety and version, such as `EndEntityCertificate`.
    pub fn stem(&self) -> &'static str {
        let name = self.name.strip_suffix("/V1").unwrap_or(self.name);
        name.strip_suffix(self.variety.suffix()).unwrap_or(name)
    }

    /// The basic constraints it fixes (RFC 5280 section 4.2.1.9).
    pub fn basic_constraints(&self) -> BasicConstraints {
        BasicConstraints { ca: self.is_authority(), path_len_constraint: self.path_len_constraint.map(u32::from) }
    }

    /// The base template for a subordinate with so many levels of authorities below it.
    pub fn subordinate(path_len: u8) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| {
            template.kind == TemplateKind::Subordinate
                && template.variety == Variety::Base
                && template.path_len_constraint == Some(path_len)
        })
    }

    /// The base template of a root that signs itself.
    pub fn root() -> &'static Self {
        &ROOT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_template_is_named_and_worded_for_what_it_is() {
        let names: BTreeSet<&str> = TEMPLATES.iter().map(|template| template.name).collect();
        let titles: BTreeSet<String> = TEMPLATES.iter().map(Template::title).collect();
        assert_eq!((TEMPLATES.len(), names.len(), titles.len()), (61, 61, 61));
        for template in TEMPLATES {
            assert_eq!(template.name, format!("{}{}/V1", template.stem(), template.variety.suffix()));
            assert!(!template.stem().contains("Passthrough"), "{}", template.name);
            assert!(!template.short.is_empty() && !template.purpose.is_empty(), "{}", template.name);
            assert_eq!(template.key_usage.is_none(), template.name.starts_with("Blank"), "{}", template.name);
            assert_eq!(template.words.starts_with("Blank"), template.key_usage.is_none(), "{}", template.name);
            assert_eq!(template.in_variety(template.variety), Some(template));
        }
    }

    #[test]
    fn the_base_templates_come_first_and_have_their_varieties() {
        assert!(TEMPLATES[..10].iter().all(|template| template.variety == Variety::Base));
        assert!(TEMPLATES[10..].iter().all(|template| template.variety != Variety::Base));
        let other = |name: &str, variety| Template::named(name).unwrap().in_variety(variety).map(|found| found.name);
        let server = "EndEntityServerAuthCertificate/V1";
        let passing = "EndEntityServerAuthCertificate_APICSRPassthrough/V1";
        assert_eq!(other(server, Variety::ApiCsrPassthrough), Some(passing));
        assert_eq!(other(passing, Variety::Base), Some(server));
        assert_eq!(other("RootCACertificate/V1", Variety::CsrPassthrough), None);
        assert_eq!(Template::subordinate(2).map(|found| found.name), Some("SubordinateCACertificate_PathLen2/V1"));
        assert_eq!(Template::subordinate(4), None);
    }
}
