//! cRLDistributionPoints, freshestCRL and issuingDistributionPoint

use super::Extension;
use super::alternative_name::{names_from_value, names_to_der};
use crate::x509::decode::{Reader, Value};
use crate::x509::{GeneralName, Oid, Result, Tag, encode, oid};

/// `DistributionPoint` as defined in [RFC 5280 Section 4.2.1.13].
///
/// [RFC 5280 Section 4.2.1.13]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DistributionPoint {
    /// `distributionPoint`
    pub distribution_point: Option<DistributionPointName>,
    /// `reasons`: what the CRL covers, all when absent
    pub reasons: Option<ReasonFlags>,
    /// `cRLIssuer`; written when not empty
    pub crl_issuer: Vec<GeneralName>,
}

/// `DistributionPointName` as defined in [RFC 5280 Section 4.2.1.13].
///
/// [RFC 5280 Section 4.2.1.13]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DistributionPointName {
    /// `fullName`
    FullName(Vec<GeneralName>),
    /// `nameRelativeToCRLIssuer`: the content octets of the RelativeDistinguishedName
    NameRelativeToCrlIssuer(Vec<u8>),
}

/// `ReasonFlags` as defined in [RFC 5280 Section 4.2.1.13]; bit n is bit n of the ASN.1 module.
///
/// [RFC 5280 Section 4.2.1.13]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReasonFlags(pub u16);

/// `CRLDistributionPoints` as defined in [RFC 5280 Section 4.2.1.13].
///
/// [RFC 5280 Section 4.2.1.13]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CrlDistributionPoints(pub Vec<DistributionPoint>);

/// `FreshestCRL` as defined in [RFC 5280 Section 4.2.1.15].
///
/// [RFC 5280 Section 4.2.1.15]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.15
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FreshestCrl(pub Vec<DistributionPoint>);

/// `IssuingDistributionPoint` as defined in [RFC 5280 Section 5.2.5].
///
/// [RFC 5280 Section 5.2.5]: https://www.rfc-editor.org/rfc/rfc5280#section-5.2.5
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct IssuingDistributionPoint {
    /// `distributionPoint`
    pub distribution_point: Option<DistributionPointName>,
    /// `onlyContainsUserCerts`
    pub only_contains_user_certs: bool,
    /// `onlyContainsCACerts`
    pub only_contains_ca_certs: bool,
    /// `onlySomeReasons`
    pub only_some_reasons: Option<ReasonFlags>,
    /// `indirectCRL`
    pub indirect_crl: bool,
    /// `onlyContainsAttributeCerts`
    pub only_contains_attribute_certs: bool,
}

/// A point with one full name, as most are.
impl From<GeneralName> for DistributionPoint {
    fn from(name: GeneralName) -> Self {
        let distribution_point = Some(DistributionPointName::FullName(vec![name]));
        DistributionPoint { distribution_point, ..Self::default() }
    }
}

impl CrlDistributionPoints {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_CRL_DISTRIBUTION_POINTS;

    /// One point with one address, as most certificates have.
    pub fn of_uri(uri: &str) -> Self {
        CrlDistributionPoints(vec![GeneralName::UniformResourceIdentifier(uri.to_owned()).into()])
    }

    /// The addresses of all points.
    pub fn uris(&self) -> impl Iterator<Item = &str> {
        let full_names = self.0.iter().filter_map(|point| match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        full_names.flatten().filter_map(|name| match name {
            GeneralName::UniformResourceIdentifier(uri) => Some(uri.as_str()),
            _ => None,
        })
    }

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: points_to_der(&self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `CRLDistributionPoints`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        points_from_der(der, "CRLDistributionPoints").map(CrlDistributionPoints)
    }
}

impl FreshestCrl {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_FRESHEST_CRL;

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: points_to_der(&self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `FreshestCRL`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        points_from_der(der, "FreshestCRL").map(FreshestCrl)
    }
}

impl IssuingDistributionPoint {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_ISSUING_DISTRIBUTION_POINT;

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        let flag = |number: u8, value: bool| encode::boolean_default_false(Tag::context(number), value);
        let value = encode::sequence(&[
            &point_name_to_der(self.distribution_point.as_ref())?,
            &flag(1, self.only_contains_user_certs),
            &flag(2, self.only_contains_ca_certs),
            &reasons_to_der(3, self.only_some_reasons),
            &flag(4, self.indirect_crl),
            &flag(5, self.only_contains_attribute_certs),
        ]);
        Ok(Extension { oid: Self::OID, critical, value })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not an `IssuingDistributionPoint`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let mut fields = Reader::sequence(der, "IssuingDistributionPoint")?;
        let point = IssuingDistributionPoint {
            distribution_point: point_name(&mut fields)?,
            only_contains_user_certs: fields.boolean_default_false(Tag::context(1), "onlyContainsUserCerts")?,
            only_contains_ca_certs: fields.boolean_default_false(Tag::context(2), "onlyContainsCACerts")?,
            only_some_reasons: reasons(&mut fields, 3, "onlySomeReasons")?,
            indirect_crl: fields.boolean_default_false(Tag::context(4), "indirectCRL")?,
            only_contains_attribute_certs: fields
                .boolean_default_false(Tag::context(5), "onlyContainsAttributeCerts")?,
        };
        fields.finish("")?;
        Ok(point)
    }
}

fn points_to_der(points: &[DistributionPoint]) -> Result<Vec<u8>> {
    let point = |point: &DistributionPoint| {
        let issuer = match point.crl_issuer.is_empty() {
            true => Vec::new(),
            false => names_to_der(Tag::context_constructed(2), &point.crl_issuer)?,
        };
        let name = point_name_to_der(point.distribution_point.as_ref())?;
        Ok(encode::sequence(&[&name, &reasons_to_der(1, point.reasons), &issuer]))
    };
    let points: Vec<Vec<u8>> = points.iter().map(point).collect::<Result<_>>()?;
    Ok(encode::sequence_of(points))
}

fn points_from_der(der: &[u8], structure: &'static str) -> Result<Vec<DistributionPoint>> {
    Value::only(der, Tag::SEQUENCE, structure)?.each_at_least_one(|value| {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("DistributionPoint");
        let distribution_point = point_name(&mut fields)?;
        let reasons = reasons(&mut fields, 1, "reasons")?;
        let issuer = fields.optional(Tag::context_constructed(2), "cRLIssuer")?;
        fields.finish("")?;
        let crl_issuer = issuer.map(|value| names_from_value(&value)).transpose()?.unwrap_or_default();
        Ok(DistributionPoint { distribution_point, reasons, crl_issuer })
    })
}

/// `distributionPoint [0]`, which is EXPLICIT because DistributionPointName is a CHOICE.
fn point_name_to_der(name: Option<&DistributionPointName>) -> Result<Vec<u8>> {
    let name = match name {
        None => return Ok(Vec::new()),
        Some(DistributionPointName::FullName(names)) => names_to_der(Tag::context_constructed(0), names)?,
        Some(DistributionPointName::NameRelativeToCrlIssuer(content)) => encode::explicit(1, content),
    };
    Ok(encode::explicit(0, &name))
}

fn point_name(fields: &mut Reader<'_>) -> Result<Option<DistributionPointName>> {
    const FULL_NAME: Tag = Tag::context_constructed(0);
    const RELATIVE: Tag = Tag::context_constructed(1);
    let Some(wrapped) = fields.optional(Tag::context_constructed(0), "distributionPoint")? else {
        return Ok(None);
    };
    let mut choice = wrapped.values("DistributionPointName");
    let value = choice.any("")?;
    choice.finish("")?;
    match value.tag {
        FULL_NAME => names_from_value(&value).map(DistributionPointName::FullName).map(Some),
        RELATIVE => Ok(Some(DistributionPointName::NameRelativeToCrlIssuer(value.content.to_vec()))),
        tag => Err(value.invalid("fullName [0] or nameRelativeToCRLIssuer [1]", tag.to_string())),
    }
}

fn reasons_to_der(number: u8, reasons: Option<ReasonFlags>) -> Vec<u8> {
    reasons.map(|flags| encode::named_bits(Tag::context(number), flags.0)).unwrap_or_default()
}

fn reasons(fields: &mut Reader<'_>, number: u8, field: &'static str) -> Result<Option<ReasonFlags>> {
    let value = fields.optional(Tag::context(number), field)?;
    Ok(value.map(|value| value.named_bits()).transpose()?.map(ReasonFlags))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri() -> GeneralName {
        GeneralName::UniformResourceIdentifier("http://x/a.crl".into())
    }

    #[test]
    fn points_come_back() {
        let points = CrlDistributionPoints(vec![
            uri().into(),
            DistributionPoint {
                distribution_point: Some(DistributionPointName::NameRelativeToCrlIssuer(b"\x30\x00".to_vec())),
                reasons: Some(ReasonFlags(0b10)),
                crl_issuer: vec![GeneralName::DnsName("x".into())],
            },
        ]);
        let value = points.to_extension(false).unwrap().value;
        assert_eq!(CrlDistributionPoints::from_value(&value).unwrap(), points);
        let simple = CrlDistributionPoints(vec![uri().into()]).to_extension(false).unwrap().value;
        assert_eq!(simple, b"\x30\x16\x30\x14\xa0\x12\xa0\x10\x86\x0ehttp://x/a.crl");
    }

    #[test]
    fn issuing_distribution_point_comes_back() {
        let point = IssuingDistributionPoint {
            distribution_point: Some(DistributionPointName::FullName(vec![uri()])),
            only_contains_user_certs: true,
            only_some_reasons: Some(ReasonFlags(0x102)),
            indirect_crl: true,
            ..IssuingDistributionPoint::default()
        };
        let extension = point.to_extension(true).unwrap();
        assert_eq!(IssuingDistributionPoint::from_value(&extension.value).unwrap(), point);
        assert!(IssuingDistributionPoint::from_value(b"\x30\x02\xa0\x00").is_err());
        // The five unused bits are set.
        let key_compromise = IssuingDistributionPoint::from_value(b"\x30\x04\x83\x02\x05\x5f").unwrap();
        assert_eq!(key_compromise.only_some_reasons, Some(ReasonFlags(0b010)));
    }
}
