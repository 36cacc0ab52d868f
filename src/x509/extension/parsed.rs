//! All extensions as one type.

use super::*;
use crate::x509::oid;

/// An extension read as the type that its identifier says.
#[derive(Clone, Debug, Eq, PartialEq)]
#[allow(missing_docs)] // Each variant holds the type of its name.
pub enum ParsedExtension {
    AuthorityKeyIdentifier(AuthorityKeyIdentifier),
    SubjectKeyIdentifier(SubjectKeyIdentifier),
    KeyUsage(KeyUsage),
    CertificatePolicies(CertificatePolicies),
    PolicyMappings(PolicyMappings),
    SubjectAltName(SubjectAltName),
    IssuerAltName(IssuerAltName),
    SubjectDirectoryAttributes(SubjectDirectoryAttributes),
    BasicConstraints(BasicConstraints),
    NameConstraints(NameConstraints),
    PolicyConstraints(PolicyConstraints),
    ExtendedKeyUsage(ExtendedKeyUsage),
    CrlDistributionPoints(CrlDistributionPoints),
    InhibitAnyPolicy(InhibitAnyPolicy),
    FreshestCrl(FreshestCrl),
    AuthorityInfoAccess(AuthorityInfoAccess),
    SubjectInfoAccess(SubjectInfoAccess),
    CrlNumber(CrlNumber),
    DeltaCrlIndicator(DeltaCrlIndicator),
    IssuingDistributionPoint(IssuingDistributionPoint),
    CrlReason(CrlReason),
    InvalidityDate(InvalidityDate),
    CertificateIssuer(CertificateIssuer),
    /// One that is not among these, as it is.
    Unknown(Extension),
}

impl ParsedExtension {
    pub(super) fn of(extension: &Extension) -> Result<ParsedExtension> {
        let value = &extension.value;
        Ok(match extension.oid {
            oid::ID_CE_AUTHORITY_KEY_IDENTIFIER => {
                Self::AuthorityKeyIdentifier(AuthorityKeyIdentifier::from_value(value)?)
            }
            oid::ID_CE_SUBJECT_KEY_IDENTIFIER => Self::SubjectKeyIdentifier(SubjectKeyIdentifier::from_value(value)?),
            oid::ID_CE_KEY_USAGE => Self::KeyUsage(KeyUsage::from_value(value)?),
            oid::ID_CE_CERTIFICATE_POLICIES => Self::CertificatePolicies(CertificatePolicies::from_value(value)?),
            oid::ID_CE_POLICY_MAPPINGS => Self::PolicyMappings(PolicyMappings::from_value(value)?),
            oid::ID_CE_SUBJECT_ALT_NAME => Self::SubjectAltName(SubjectAltName::from_value(value)?),
            oid::ID_CE_ISSUER_ALT_NAME => Self::IssuerAltName(IssuerAltName::from_value(value)?),
            oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES => {
                Self::SubjectDirectoryAttributes(SubjectDirectoryAttributes::from_value(value)?)
            }
            oid::ID_CE_BASIC_CONSTRAINTS => Self::BasicConstraints(BasicConstraints::from_value(value)?),
            oid::ID_CE_NAME_CONSTRAINTS => Self::NameConstraints(NameConstraints::from_value(value)?),
            oid::ID_CE_POLICY_CONSTRAINTS => Self::PolicyConstraints(PolicyConstraints::from_value(value)?),
            oid::ID_CE_EXT_KEY_USAGE => Self::ExtendedKeyUsage(ExtendedKeyUsage::from_value(value)?),
            oid::ID_CE_CRL_DISTRIBUTION_POINTS => {
                Self::CrlDistributionPoints(CrlDistributionPoints::from_value(value)?)
            }
            oid::ID_CE_INHIBIT_ANY_POLICY => Self::InhibitAnyPolicy(InhibitAnyPolicy::from_value(value)?),
            oid::ID_CE_FRESHEST_CRL => Self::FreshestCrl(FreshestCrl::from_value(value)?),
            oid::ID_PE_AUTHORITY_INFO_ACCESS => Self::AuthorityInfoAccess(AuthorityInfoAccess::from_value(value)?),
            oid::ID_PE_SUBJECT_INFO_ACCESS => Self::SubjectInfoAccess(SubjectInfoAccess::from_value(value)?),
            oid::ID_CE_CRL_NUMBER => Self::CrlNumber(CrlNumber::from_value(value)?),
            oid::ID_CE_DELTA_CRL_INDICATOR => Self::DeltaCrlIndicator(DeltaCrlIndicator::from_value(value)?),
            oid::ID_CE_ISSUING_DISTRIBUTION_POINT => {
                Self::IssuingDistributionPoint(IssuingDistributionPoint::from_value(value)?)
            }
            oid::ID_CE_CRL_REASONS => Self::CrlReason(CrlReason::from_value(value)?),
            oid::ID_CE_INVALIDITY_DATE => Self::InvalidityDate(InvalidityDate::from_value(value)?),
            oid::ID_CE_CERTIFICATE_ISSUER => Self::CertificateIssuer(CertificateIssuer::from_value(value)?),
            _ => Self::Unknown(extension.clone()),
        })
    }
}
