//! nameConstraints

use super::Extension;
use crate::x509::decode::{Reader, Value};
use crate::x509::{GeneralName, Oid, Result, Tag, encode, oid};

/// `NameConstraints` as defined in [RFC 5280 Section 4.2.1.10].
///
/// [RFC 5280 Section 4.2.1.10]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NameConstraints {
    /// `permittedSubtrees`; written when not empty
    pub permitted_subtrees: Vec<GeneralSubtree>,
    /// `excludedSubtrees`; written when not empty
    pub excluded_subtrees: Vec<GeneralSubtree>,
}

/// `GeneralSubtree` as defined in [RFC 5280 Section 4.2.1.10].
///
/// [RFC 5280 Section 4.2.1.10]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GeneralSubtree {
    /// `base`
    pub base: GeneralName,
    /// `minimum`, which RFC 5280 wants to be 0
    pub minimum: u32,
    /// `maximum`, which RFC 5280 wants to be absent
    pub maximum: Option<u32>,
}

/// A subtree as RFC 5280 wants it.
impl From<GeneralName> for GeneralSubtree {
    fn from(base: GeneralName) -> Self {
        GeneralSubtree { base, minimum: 0, maximum: None }
    }
}

impl NameConstraints {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_NAME_CONSTRAINTS;

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        let (permitted, excluded) = (to_der(0, &self.permitted_subtrees)?, to_der(1, &self.excluded_subtrees)?);
        Ok(Extension { oid: Self::OID, critical, value: encode::sequence(&[&permitted, &excluded]) })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `NameConstraints`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let mut fields = Reader::sequence(der, "NameConstraints")?;
        let permitted = fields.optional(Tag::context_constructed(0), "permittedSubtrees")?;
        let excluded = fields.optional(Tag::context_constructed(1), "excludedSubtrees")?;
        fields.finish("")?;
        let subtrees = |value: Option<Value<'_>>| {
            value.map_or(Ok(Vec::new()), |value| value.each_at_least_one(subtree_from_value))
        };
        Ok(NameConstraints { permitted_subtrees: subtrees(permitted)?, excluded_subtrees: subtrees(excluded)? })
    }
}

fn to_der(number: u8, subtrees: &[GeneralSubtree]) -> Result<Vec<u8>> {
    if subtrees.is_empty() {
        return Ok(Vec::new());
    }
    let subtrees: Vec<Vec<u8>> = subtrees.iter().map(subtree_to_der).collect::<Result<_>>()?;
    Ok(encode::explicit(number, &subtrees.concat()))
}

fn subtree_to_der(subtree: &GeneralSubtree) -> Result<Vec<u8>> {
    let number = |number: u8, value: u32| encode::unsigned(Tag::context(number), &value.to_be_bytes());
    let minimum = if subtree.minimum == 0 { Vec::new() } else { number(0, subtree.minimum) };
    let maximum = subtree.maximum.map(|maximum| number(1, maximum)).unwrap_or_default();
    Ok(encode::sequence(&[&subtree.base.to_der()?, &minimum, &maximum]))
}

fn subtree_from_value(value: Value<'_>) -> Result<GeneralSubtree> {
    let mut fields = value.expect(Tag::SEQUENCE)?.values("GeneralSubtree");
    let base = GeneralName::from_value(&fields.any("base")?)?;
    let minimum = fields.optional(Tag::context(0), "minimum")?;
    let maximum = fields.optional(Tag::context(1), "maximum")?;
    fields.finish("")?;
    Ok(GeneralSubtree {
        base,
        minimum: minimum.map_or(Ok(0), |value| value.count())?,
        maximum: maximum.map(|value| value.count()).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back() {
        let constraints = NameConstraints {
            permitted_subtrees: vec![GeneralName::DnsName("example.com".into()).into()],
            excluded_subtrees: vec![GeneralSubtree {
                base: GeneralName::Rfc822Name(".example.com".into()),
                minimum: 1,
                maximum: Some(200),
            }],
        };
        let extension = constraints.to_extension(true).unwrap();
        assert_eq!(NameConstraints::from_value(&extension.value).unwrap(), constraints);
        let one = NameConstraints { excluded_subtrees: Vec::new(), ..constraints };
        let value = one.to_extension(true).unwrap().value;
        assert_eq!(value, b"\x30\x11\xa0\x0f\x30\x0d\x82\x0bexample.com");
        assert_eq!(NameConstraints::from_value(&value).unwrap(), one);
        assert!(NameConstraints::from_value(b"\x30\x02\xa0\x00").is_err());
    }
}
