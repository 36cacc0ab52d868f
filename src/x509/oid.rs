//! Object identifiers by their RFC names, and the names that people know them by.

use super::Oid;

macro_rules! object_identifiers {
    ($($constant:ident = $dotted:literal $name:literal;)*) => {
        $(#[doc = concat!($name, ", ", $dotted)] pub const $constant: Oid = Oid::new_unwrap($dotted);)*
        const NAMES: &[(Oid, &str)] = &[$(($constant, $name)),*];
    };
}

object_identifiers! {
    // Attribute types of names (X.520, RFC 4519, RFC 2985)
    ID_AT_COMMON_NAME = "2.5.4.3" "commonName";
    ID_AT_SURNAME = "2.5.4.4" "surname";
    ID_AT_SERIAL_NUMBER = "2.5.4.5" "serialNumber";
    ID_AT_COUNTRY_NAME = "2.5.4.6" "countryName";
    ID_AT_LOCALITY_NAME = "2.5.4.7" "localityName";
    ID_AT_STATE_OR_PROVINCE_NAME = "2.5.4.8" "stateOrProvinceName";
    ID_AT_STREET_ADDRESS = "2.5.4.9" "streetAddress";
    ID_AT_ORGANIZATION_NAME = "2.5.4.10" "organizationName";
    ID_AT_ORGANIZATIONAL_UNIT_NAME = "2.5.4.11" "organizationalUnitName";
    ID_AT_TITLE = "2.5.4.12" "title";
    ID_AT_DESCRIPTION = "2.5.4.13" "description";
    ID_AT_BUSINESS_CATEGORY = "2.5.4.15" "businessCategory";
    ID_AT_POSTAL_CODE = "2.5.4.17" "postalCode";
    ID_AT_NAME = "2.5.4.41" "name";
    ID_AT_GIVEN_NAME = "2.5.4.42" "givenName";
    ID_AT_INITIALS = "2.5.4.43" "initials";
    ID_AT_GENERATION_QUALIFIER = "2.5.4.44" "generationQualifier";
    ID_AT_DN_QUALIFIER = "2.5.4.46" "dnQualifier";
    ID_AT_PSEUDONYM = "2.5.4.65" "pseudonym";
    ID_AT_ORGANIZATION_IDENTIFIER = "2.5.4.97" "organizationIdentifier";
    ID_DOMAIN_COMPONENT = "0.9.2342.19200300.100.1.25" "domainComponent";
    ID_USER_ID = "0.9.2342.19200300.100.1.1" "userId";
    ID_EMAIL_ADDRESS = "1.2.840.113549.1.9.1" "emailAddress";
    // Attributes of people (RFC 3739 section 3.3.2)
    ID_PDA_DATE_OF_BIRTH = "1.3.6.1.5.5.7.9.1" "dateOfBirth";
    ID_PDA_PLACE_OF_BIRTH = "1.3.6.1.5.5.7.9.2" "placeOfBirth";
    ID_PDA_GENDER = "1.3.6.1.5.5.7.9.3" "gender";
    ID_PDA_COUNTRY_OF_CITIZENSHIP = "1.3.6.1.5.5.7.9.4" "countryOfCitizenship";
    ID_PDA_COUNTRY_OF_RESIDENCE = "1.3.6.1.5.5.7.9.5" "countryOfResidence";
    // Extensions (RFC 5280 section 4.2 and 5.2, RFC 6962, RFC 6960, RFC 7633)
    ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES = "2.5.29.9" "subjectDirectoryAttributes";
    ID_CE_SUBJECT_KEY_IDENTIFIER = "2.5.29.14" "subjectKeyIdentifier";
    ID_CE_KEY_USAGE = "2.5.29.15" "keyUsage";
    ID_CE_SUBJECT_ALT_NAME = "2.5.29.17" "subjectAltName";
    ID_CE_ISSUER_ALT_NAME = "2.5.29.18" "issuerAltName";
    ID_CE_BASIC_CONSTRAINTS = "2.5.29.19" "basicConstraints";
    ID_CE_CRL_NUMBER = "2.5.29.20" "cRLNumber";
    ID_CE_CRL_REASONS = "2.5.29.21" "reasonCode";
    ID_CE_INVALIDITY_DATE = "2.5.29.24" "invalidityDate";
    ID_CE_DELTA_CRL_INDICATOR = "2.5.29.27" "deltaCRLIndicator";
    ID_CE_ISSUING_DISTRIBUTION_POINT = "2.5.29.28" "issuingDistributionPoint";
    ID_CE_CERTIFICATE_ISSUER = "2.5.29.29" "certificateIssuer";
    ID_CE_NAME_CONSTRAINTS = "2.5.29.30" "nameConstraints";
    ID_CE_CRL_DISTRIBUTION_POINTS = "2.5.29.31" "cRLDistributionPoints";
    ID_CE_CERTIFICATE_POLICIES = "2.5.29.32" "certificatePolicies";
    ID_CE_POLICY_MAPPINGS = "2.5.29.33" "policyMappings";
    ID_CE_AUTHORITY_KEY_IDENTIFIER = "2.5.29.35" "authorityKeyIdentifier";
    ID_CE_POLICY_CONSTRAINTS = "2.5.29.36" "policyConstraints";
    ID_CE_EXT_KEY_USAGE = "2.5.29.37" "extKeyUsage";
    ID_CE_FRESHEST_CRL = "2.5.29.46" "freshestCRL";
    ID_CE_INHIBIT_ANY_POLICY = "2.5.29.54" "inhibitAnyPolicy";
    ID_PE_AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1" "authorityInfoAccess";
    ID_PE_SUBJECT_INFO_ACCESS = "1.3.6.1.5.5.7.1.11" "subjectInfoAccess";
    ID_PE_TLS_FEATURE = "1.3.6.1.5.5.7.1.24" "tlsFeature";
    ID_PKIX_OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1" "ocspBasic";
    ID_PKIX_OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2" "ocspNonce";
    ID_PKIX_OCSP_RESPONSE = "1.3.6.1.5.5.7.48.1.4" "ocspResponse";
    ID_PKIX_OCSP_NOCHECK = "1.3.6.1.5.5.7.48.1.5" "ocspNoCheck";
    ID_CT_PRECERTIFICATE_SCTS = "1.3.6.1.4.1.11129.2.4.2" "signedCertificateTimestampList";
    ID_CT_PRECERTIFICATE_POISON = "1.3.6.1.4.1.11129.2.4.3" "ctPrecertificatePoison";
    // Policies and their qualifiers (RFC 5280 section 4.2.1.4)
    ID_ANY_POLICY = "2.5.29.32.0" "anyPolicy";
    ID_QT_CPS = "1.3.6.1.5.5.7.2.1" "cps";
    ID_QT_UNOTICE = "1.3.6.1.5.5.7.2.2" "userNotice";
    // Access methods (RFC 5280 section 4.2.2, RFC 6487, RFC 8182)
    ID_AD_OCSP = "1.3.6.1.5.5.7.48.1" "ocsp";
    ID_AD_CA_ISSUERS = "1.3.6.1.5.5.7.48.2" "caIssuers";
    ID_AD_TIME_STAMPING = "1.3.6.1.5.5.7.48.3" "timeStamping";
    ID_AD_CA_REPOSITORY = "1.3.6.1.5.5.7.48.5" "caRepository";
    ID_AD_RPKI_MANIFEST = "1.3.6.1.5.5.7.48.10" "rpkiManifest";
    ID_AD_RPKI_NOTIFY = "1.3.6.1.5.5.7.48.13" "rpkiNotify";
    // Extended key usages (RFC 5280 section 4.2.1.12, and those of the AWS Private CA API)
    ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0" "anyExtendedKeyUsage";
    ID_KP_SERVER_AUTH = "1.3.6.1.5.5.7.3.1" "serverAuth";
    ID_KP_CLIENT_AUTH = "1.3.6.1.5.5.7.3.2" "clientAuth";
    ID_KP_CODE_SIGNING = "1.3.6.1.5.5.7.3.3" "codeSigning";
    ID_KP_EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4" "emailProtection";
    ID_KP_TIME_STAMPING = "1.3.6.1.5.5.7.3.8" "timeStamping";
    ID_KP_OCSP_SIGNING = "1.3.6.1.5.5.7.3.9" "OCSPSigning";
    ID_KP_SMART_CARD_LOGIN = "1.3.6.1.4.1.311.20.2.2" "smartCardLogin";
    ID_KP_DOCUMENT_SIGNING = "1.3.6.1.4.1.311.10.3.12" "documentSigning";
    ID_KP_CERTIFICATE_TRANSPARENCY = "1.3.6.1.4.1.11129.2.4.4" "certificateTransparency";
    // PKCS#10 attributes (RFC 2985), and the older one of Microsoft
    ID_EXTENSION_REQUEST = "1.2.840.113549.1.9.14" "extensionRequest";
    ID_MS_EXTENSION_REQUEST = "1.3.6.1.4.1.311.2.1.14" "msExtensionRequest";
    ID_CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7" "challengePassword";
    // Public keys (RFC 3279, RFC 5480, RFC 8410, RFC 9881)
    RSA_ENCRYPTION = "1.2.840.113549.1.1.1" "rsaEncryption";
    ID_RSASSA_PSS = "1.2.840.113549.1.1.10" "RSASSA-PSS";
    ID_EC_PUBLIC_KEY = "1.2.840.10045.2.1" "ecPublicKey";
    SECP256R1 = "1.2.840.10045.3.1.7" "P-256";
    SECP384R1 = "1.3.132.0.34" "P-384";
    SECP521R1 = "1.3.132.0.35" "P-521";
    ID_ED25519 = "1.3.101.112" "Ed25519";
    ID_ML_DSA_44 = "2.16.840.1.101.3.4.3.17" "ML-DSA-44";
    ID_ML_DSA_65 = "2.16.840.1.101.3.4.3.18" "ML-DSA-65";
    ID_ML_DSA_87 = "2.16.840.1.101.3.4.3.19" "ML-DSA-87";
    // Signatures and digests (RFC 4055, RFC 5758)
    SHA1_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.5" "sha1WithRSAEncryption";
    MD5_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.4" "md5WithRSAEncryption";
    SHA224_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.14" "sha224WithRSAEncryption";
    SHA512_224_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.15" "sha512-224WithRSAEncryption";
    SHA512_256_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.16" "sha512-256WithRSAEncryption";
    SHA256_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.11" "sha256WithRSAEncryption";
    SHA384_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.12" "sha384WithRSAEncryption";
    SHA512_WITH_RSA_ENCRYPTION = "1.2.840.113549.1.1.13" "sha512WithRSAEncryption";
    ECDSA_WITH_SHA1 = "1.2.840.10045.4.1" "ecdsa-with-SHA1";
    ECDSA_WITH_SHA224 = "1.2.840.10045.4.3.1" "ecdsa-with-SHA224";
    ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2" "ecdsa-with-SHA256";
    ECDSA_WITH_SHA384 = "1.2.840.10045.4.3.3" "ecdsa-with-SHA384";
    ECDSA_WITH_SHA512 = "1.2.840.10045.4.3.4" "ecdsa-with-SHA512";
    ID_MGF1 = "1.2.840.113549.1.1.8" "mgf1";
    ID_SHA1 = "1.3.14.3.2.26" "sha1";
    ID_SHA224 = "2.16.840.1.101.3.4.2.4" "sha224";
    ID_SHA256 = "2.16.840.1.101.3.4.2.1" "sha256";
    ID_SHA384 = "2.16.840.1.101.3.4.2.2" "sha384";
    ID_SHA512 = "2.16.840.1.101.3.4.2.3" "sha512";
}

/// The name of `oid` in its RFC, such as `basicConstraints`; `None` for one not listed here.
pub fn name(oid: &Oid) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| known == oid).map(|(_, name)| *name)
}

/// Name and number where the name is known, else the number.
pub fn describe(oid: &Oid) -> String {
    match name(oid) {
        Some(name) => format!("{name} ({oid})"),
        None => oid.to_string(),
    }
}

/// The short name of an attribute type that RFC 4514 section 3 has, such as `CN`, and the customary `SN`.
pub fn attribute_short_name(oid: &Oid) -> Option<&'static str> {
    Some(match *oid {
        ID_AT_COMMON_NAME => "CN",
        ID_AT_SURNAME => "SN",
        ID_AT_COUNTRY_NAME => "C",
        ID_AT_LOCALITY_NAME => "L",
        ID_AT_STATE_OR_PROVINCE_NAME => "ST",
        ID_AT_STREET_ADDRESS => "STREET",
        ID_AT_ORGANIZATION_NAME => "O",
        ID_AT_ORGANIZATIONAL_UNIT_NAME => "OU",
        ID_DOMAIN_COMPONENT => "DC",
        ID_USER_ID => "UID",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_identifier_is_listed_once() {
        let identifiers: HashSet<&Oid> = NAMES.iter().map(|(oid, _)| oid).collect();
        assert_eq!(identifiers.len(), NAMES.len());
    }

    #[test]
    fn names_for_people() {
        assert_eq!(name(&ID_CE_BASIC_CONSTRAINTS), Some("basicConstraints"));
        assert_eq!(describe(&ID_KP_SERVER_AUTH), "serverAuth (1.3.6.1.5.5.7.3.1)");
        assert_eq!(describe(&Oid::new_unwrap("1.2.3.4")), "1.2.3.4");
        assert_eq!(attribute_short_name(&ID_AT_COMMON_NAME), Some("CN"));
    }
}
