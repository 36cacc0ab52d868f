//! Which certificates a CRL covers and for which reasons, RFC 5280 section 6.3.3 (b) and (d).

use std::borrow::Cow;

use crate::x509::extension::{DistributionPoint, DistributionPointName, IssuingDistributionPoint, ReasonFlags};
use crate::x509::path::budget::Budget;
use crate::x509::path::evidence::Link;
use crate::x509::{CertificateList, GeneralName, Name, Tag, encode};

/// `all-reasons`, section 6.3.2 (a)(1): the eight bits of ReasonFlags that are used.
pub const ALL_REASONS: u16 = 0b1_1111_1110;

/// What the issuer of a CRL is to a certificate.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Relation {
    /// The issuer of the certificate.
    Issuer,
    /// A `cRLIssuer` of one of its distribution points.
    CrlIssuer,
}

/// What the issuer of a CRL is to a certificate, if anything.
pub fn relation(crl: &CertificateList, link: &Link<'_>, budget: &mut Budget) -> Option<Relation> {
    if budget.same_name(crl.issuer(), link.certificate.issuer()) {
        return Some(Relation::Issuer);
    }
    let named = link.facts.crl_points.iter().any(|point| has_name(&point.crl_issuer, crl.issuer(), budget));
    named.then_some(Relation::CrlIssuer)
}

/// For which reasons a CRL with this scope covers a certificate, or why for none.
pub fn reasons(
    crl: &CertificateList,
    scope: Option<&IssuingDistributionPoint>,
    relation: Relation,
    link: &Link<'_>,
    budget: &mut Budget,
) -> Result<u16, &'static str> {
    let whole = IssuingDistributionPoint::default();
    let scope = scope.unwrap_or(&whole);
    let ca = link.facts.is_ca();
    if scope.only_contains_attribute_certs {
        return Err("is for attribute certificates only");
    }
    if scope.only_contains_user_certs && ca {
        return Err("is not for CA certificates");
    }
    if scope.only_contains_ca_certs && !ca {
        return Err("is for CA certificates only");
    }
    if relation == Relation::CrlIssuer && !scope.indirect_crl {
        return Err("does not say that it is for the certificates of others");
    }
    let flags = |reasons: Option<ReasonFlags>| reasons.map_or(ALL_REASONS, |flags| flags.0 & ALL_REASONS);
    let own = (relation == Relation::Issuer)
        .then(|| DistributionPoint::from(GeneralName::DirectoryName(link.certificate.issuer().clone())));
    let mut covered = None;
    for point in link.facts.crl_points.iter().chain(&own) {
        if leads_to(point, crl, scope, relation, link.certificate.issuer(), budget) {
            *covered.get_or_insert(0) |= flags(point.reasons) & flags(scope.only_some_reasons);
        }
    }
    covered.ok_or("is not the one that the certificate points to")
}

/// Section 6.3.3 (b)(1) and (2)(i): whether a distribution point of a certificate is the one of the CRL.
fn leads_to(
    point: &DistributionPoint,
    crl: &CertificateList,
    scope: &IssuingDistributionPoint,
    relation: Relation,
    issuer: &Name,
    budget: &mut Budget,
) -> bool {
    let by_whom = match point.crl_issuer.is_empty() {
        true => relation == Relation::Issuer,
        false => scope.indirect_crl && has_name(&point.crl_issuer, crl.issuer(), budget),
    };
    let Some(published) = scope.distribution_point.as_ref().filter(|_| by_whom) else { return by_whom };
    let published = full_names(published, crl.issuer());
    let above = point.crl_issuer.iter().find_map(|name| match name {
        GeneralName::DirectoryName(name) => Some(name),
        _ => None,
    });
    let wanted = match &point.distribution_point {
        Some(name) => full_names(name, above.unwrap_or(issuer)),
        None => Cow::Borrowed(&point.crl_issuer[..]),
    };
    Budget::spend(&mut budget.comparisons, wanted.len().saturating_mul(published.len()))
        && wanted.iter().any(|name| published.iter().any(|published| is_same(name, published, budget)))
}

/// The names of a point; one that is relative to the issuer of the CRL as a whole one.
fn full_names<'n>(name: &'n DistributionPointName, issuer: &Name) -> Cow<'n, [GeneralName]> {
    match name {
        DistributionPointName::FullName(names) => Cow::Borrowed(names),
        DistributionPointName::NameRelativeToCrlIssuer(content) => {
            Cow::Owned(below(issuer, content).map(GeneralName::DirectoryName).into_iter().collect())
        }
    }
}

/// A name with one more RelativeDistinguishedName, of which these are the content octets.
fn below(issuer: &Name, content: &[u8]) -> Option<Name> {
    let rdn = encode::value(Tag::SET, &[content]);
    let last = Name::from_der(&encode::sequence(&[&rdn])).ok()?;
    Name::from_rdns(issuer.rdns().iter().chain(last.rdns()).cloned().collect()).ok()
}

fn is_same(one: &GeneralName, other: &GeneralName, budget: &mut Budget) -> bool {
    match (one, other) {
        (GeneralName::DirectoryName(one), GeneralName::DirectoryName(other)) => budget.same_name(one, other),
        _ => one == other,
    }
}

fn has_name(names: &[GeneralName], wanted: &Name, budget: &mut Budget) -> bool {
    names.iter().any(|name| matches!(name, GeneralName::DirectoryName(name) if budget.same_name(name, wanted)))
}
