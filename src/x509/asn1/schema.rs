//! The ASN.1 modules of what Canopy reads, as far as needed to name each value.

use super::Element;
use crate::x509::{Oid, oid};

/// What the values of a file are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Root {
    /// `Certificate`, RFC 5280 section 4.1
    Certificate,
    /// `CertificationRequest`, RFC 2986 section 4
    Request,
    /// `CertificateList`, RFC 5280 section 5.1
    CertificateList,
    /// `OCSPRequest`, RFC 6960 section 4.1.1
    OcspRequest,
    /// `OCSPResponse`, RFC 6960 section 4.2.1
    OcspResponse,
    /// `SubjectPublicKeyInfo`, RFC 5280 section 4.1.2.7
    PublicKey,
    /// Anything else: values without names.
    Unknown,
}

impl Root {
    pub(super) fn name(self) -> Option<&'static str> {
        Some(match self {
            Root::Certificate => "Certificate",
            Root::Request => "CertificationRequest",
            Root::CertificateList => "CertificateList",
            Root::OcspRequest => "OCSPRequest",
            Root::OcspResponse => "OCSPResponse",
            Root::PublicKey => "SubjectPublicKeyInfo",
            Root::Unknown => return None,
        })
    }

    pub(super) fn shape(self) -> Shape {
        match self {
            Root::Certificate => CERTIFICATE,
            Root::Request => REQUEST,
            Root::CertificateList => CERTIFICATE_LIST,
            Root::OcspRequest => OCSP_REQUEST,
            Root::OcspResponse => OCSP_RESPONSE,
            Root::PublicKey => PUBLIC_KEY,
            Root::Unknown => Shape::Any,
        }
    }
}

/// What is inside a value.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Whatever its tags say.
    Any,
    /// Bytes without structure, even if they look as if they had some.
    Leaf,
    /// Fields in this order, each of which may be absent.
    Fields(&'static [Field]),
    /// Any number of the same.
    Of(&'static str, &'static Shape),
    /// `[n] EXPLICIT`: shown as one with the value that it wraps.
    Explicit(&'static Shape),
    /// An OCTET STRING or BIT STRING around a value.
    Wraps(&'static Shape),
    /// An `Extension`; its identifier decides the shape of its value.
    Extension,
    /// A CSR attribute; its identifier decides the shape of its values.
    Attribute,
    /// A `GeneralName`
    GeneralName,
}

/// A field of a structure.
pub struct Field(&'static str, Match, Shape);

#[derive(Clone, Copy)]
enum Match {
    Any,
    Universal(u32),
    Context(u32),
    Time,
}

use Match::{Any as AnyTag, Context, Time, Universal};
use Shape::{Any, Attribute, Explicit, Extension, Fields, GeneralName, Leaf, Of, Wraps};

const ALGORITHM: Shape = Fields(&[Field("algorithm", Universal(6), Leaf), Field("parameters", AnyTag, Any)]);
const ATTRIBUTE_VALUE: Shape = Fields(&[Field("type", Universal(6), Leaf), Field("value", AnyTag, Leaf)]);
const NAME: Shape = Of("RelativeDistinguishedName", &Of("AttributeTypeAndValue", &ATTRIBUTE_VALUE));
const PUBLIC_KEY: Shape =
    Fields(&[Field("algorithm", Universal(16), ALGORITHM), Field("subjectPublicKey", Universal(3), Any)]);
const EXTENSIONS: Shape = Of("Extension", &Extension);
const TBS_CERTIFICATE: Shape = Fields(&[
    Field("version", Context(0), Any),
    Field("serialNumber", Universal(2), Leaf),
    Field("signature", Universal(16), ALGORITHM),
    Field("issuer", Universal(16), NAME),
    Field("validity", Universal(16), Fields(&[Field("notBefore", Time, Leaf), Field("notAfter", Time, Leaf)])),
    Field("subject", Universal(16), NAME),
    Field("subjectPublicKeyInfo", Universal(16), PUBLIC_KEY),
    Field("issuerUniqueID", Context(1), Leaf),
    Field("subjectUniqueID", Context(2), Leaf),
    Field("extensions", Context(3), Explicit(&EXTENSIONS)),
]);
const REQUEST_INFO: Shape = Fields(&[
    Field("version", Universal(2), Leaf),
    Field("subject", Universal(16), NAME),
    Field("subjectPKInfo", Universal(16), PUBLIC_KEY),
    Field("attributes", Context(0), Of("Attribute", &Attribute)),
]);
const REVOKED_CERTIFICATE: Shape = Fields(&[
    Field("userCertificate", Universal(2), Leaf),
    Field("revocationDate", Time, Leaf),
    Field("crlEntryExtensions", Universal(16), EXTENSIONS),
]);
const TBS_CERT_LIST: Shape = Fields(&[
    Field("version", Universal(2), Leaf),
    Field("signature", Universal(16), ALGORITHM),
    Field("issuer", Universal(16), NAME),
    Field("thisUpdate", Time, Leaf),
    Field("nextUpdate", Time, Leaf),
    Field("revokedCertificates", Universal(16), Of("revokedCertificate", &REVOKED_CERTIFICATE)),
    Field("crlExtensions", Context(0), Explicit(&EXTENSIONS)),
]);
const CERTIFICATE: Shape = Fields(&signed("tbsCertificate", TBS_CERTIFICATE, "signatureValue"));
const REQUEST: Shape = Fields(&signed("certificationRequestInfo", REQUEST_INFO, "signature"));
const CERTIFICATE_LIST: Shape = Fields(&signed("tbsCertList", TBS_CERT_LIST, "signatureValue"));

const CERT_ID: Shape = Fields(&[
    Field("hashAlgorithm", Universal(16), ALGORITHM),
    Field("issuerNameHash", Universal(4), Leaf),
    Field("issuerKeyHash", Universal(4), Leaf),
    Field("serialNumber", Universal(2), Leaf),
]);
const CERTIFICATES: Shape = Explicit(&Of("Certificate", &CERTIFICATE));
const OCSP_REQUEST: Shape = Fields(&[
    Field(
        "tbsRequest",
        Universal(16),
        Fields(&[
            Field("version", Context(0), Any),
            Field("requestorName", Context(1), Any),
            Field(
                "requestList",
                Universal(16),
                Of(
                    "Request",
                    &Fields(&[
                        Field("reqCert", Universal(16), CERT_ID),
                        Field("singleRequestExtensions", Context(0), Explicit(&EXTENSIONS)),
                    ]),
                ),
            ),
            Field("requestExtensions", Context(2), Explicit(&EXTENSIONS)),
        ]),
    ),
    Field(
        "optionalSignature",
        Context(0),
        Explicit(&Fields(&[
            Field("signatureAlgorithm", Universal(16), ALGORITHM),
            Field("signature", Universal(3), Leaf),
            Field("certs", Context(0), CERTIFICATES),
        ])),
    ),
]);
const SINGLE_RESPONSE: Shape = Fields(&[
    Field("certID", Universal(16), CERT_ID),
    Field("good", Context(0), Leaf),
    Field(
        "revoked",
        Context(1),
        Fields(&[Field("revocationTime", Time, Leaf), Field("revocationReason", Context(0), Any)]),
    ),
    Field("unknown", Context(2), Leaf),
    Field("thisUpdate", Time, Leaf),
    Field("nextUpdate", Context(0), Any),
    Field("singleExtensions", Context(1), Explicit(&EXTENSIONS)),
]);
const RESPONSE_DATA: Shape = Fields(&[
    Field("version", Context(0), Any),
    Field("byName", Context(1), Explicit(&NAME)),
    Field("byKey", Context(2), Any),
    Field("producedAt", Time, Leaf),
    Field("responses", Universal(16), Of("SingleResponse", &SINGLE_RESPONSE)),
    Field("responseExtensions", Context(1), Explicit(&EXTENSIONS)),
]);
const BASIC_RESPONSE: Shape = Fields(&[
    Field("tbsResponseData", Universal(16), RESPONSE_DATA),
    Field("signatureAlgorithm", Universal(16), ALGORITHM),
    Field("signature", Universal(3), Leaf),
    Field("certs", Context(0), CERTIFICATES),
]);
const OCSP_RESPONSE: Shape = Fields(&[
    Field("responseStatus", Universal(10), Leaf),
    Field(
        "responseBytes",
        Context(0),
        Explicit(&Fields(&[
            Field("responseType", Universal(6), Leaf),
            Field("response", Universal(4), Wraps(&BASIC_RESPONSE)),
        ])),
    ),
]);

/// A signed part, its algorithm and the signature.
const fn signed(name: &'static str, inner: Shape, signature: &'static str) -> [Field; 3] {
    [
        Field(name, Universal(16), inner),
        Field("signatureAlgorithm", Universal(16), ALGORITHM),
        Field(signature, Universal(3), Any),
    ]
}

const GENERAL_NAMES: Shape = Of("GeneralName", &GeneralName);
const DISTRIBUTION_POINT_NAME: Shape =
    Fields(&[Field("fullName", Context(0), GENERAL_NAMES), Field("nameRelativeToCRLIssuer", Context(1), Any)]);
const DISTRIBUTION_POINTS: Shape = Of(
    "DistributionPoint",
    &Fields(&[
        Field("distributionPoint", Context(0), DISTRIBUTION_POINT_NAME),
        Field("reasons", Context(1), Leaf),
        Field("cRLIssuer", Context(2), GENERAL_NAMES),
    ]),
);
const SUBTREES: Shape = Of(
    "GeneralSubtree",
    &Fields(&[
        Field("base", AnyTag, GeneralName),
        Field("minimum", Context(0), Leaf),
        Field("maximum", Context(1), Leaf),
    ]),
);

/// What the values of extensions hold.
static EXTENSION_VALUES: &[(Oid, Shape)] = &[
    (
        oid::ID_CE_BASIC_CONSTRAINTS,
        Fields(&[Field("cA", Universal(1), Leaf), Field("pathLenConstraint", Universal(2), Leaf)]),
    ),
    (
        oid::ID_CE_AUTHORITY_KEY_IDENTIFIER,
        Fields(&[
            Field("keyIdentifier", Context(0), Leaf),
            Field("authorityCertIssuer", Context(1), GENERAL_NAMES),
            Field("authorityCertSerialNumber", Context(2), Leaf),
        ]),
    ),
    (oid::ID_CE_SUBJECT_KEY_IDENTIFIER, Leaf),
    (oid::ID_PKIX_OCSP_NONCE, Leaf),
    (oid::ID_CE_KEY_USAGE, Leaf),
    (oid::ID_CE_EXT_KEY_USAGE, Of("KeyPurposeId", &Leaf)),
    (oid::ID_CE_SUBJECT_ALT_NAME, GENERAL_NAMES),
    (oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES, Of("Attribute", &Attribute)),
    (oid::ID_CE_ISSUER_ALT_NAME, GENERAL_NAMES),
    (oid::ID_CE_CERTIFICATE_ISSUER, GENERAL_NAMES),
    (oid::ID_CE_CRL_DISTRIBUTION_POINTS, DISTRIBUTION_POINTS),
    (oid::ID_CE_FRESHEST_CRL, DISTRIBUTION_POINTS),
    (oid::ID_PE_AUTHORITY_INFO_ACCESS, ACCESS_DESCRIPTIONS),
    (oid::ID_PE_SUBJECT_INFO_ACCESS, ACCESS_DESCRIPTIONS),
    (
        oid::ID_CE_NAME_CONSTRAINTS,
        Fields(&[Field("permittedSubtrees", Context(0), SUBTREES), Field("excludedSubtrees", Context(1), SUBTREES)]),
    ),
    (oid::ID_CE_CERTIFICATE_POLICIES, POLICIES),
    (
        oid::ID_CE_POLICY_CONSTRAINTS,
        Fields(&[Field("requireExplicitPolicy", Context(0), Leaf), Field("inhibitPolicyMapping", Context(1), Leaf)]),
    ),
    (
        oid::ID_CE_ISSUING_DISTRIBUTION_POINT,
        Fields(&[
            Field("distributionPoint", Context(0), DISTRIBUTION_POINT_NAME),
            Field("onlyContainsUserCerts", Context(1), Leaf),
            Field("onlyContainsCACerts", Context(2), Leaf),
            Field("onlySomeReasons", Context(3), Leaf),
            Field("indirectCRL", Context(4), Leaf),
            Field("onlyContainsAttributeCerts", Context(5), Leaf),
        ]),
    ),
];
const ACCESS_DESCRIPTIONS: Shape = Of(
    "AccessDescription",
    &Fields(&[Field("accessMethod", Universal(6), Leaf), Field("accessLocation", AnyTag, GeneralName)]),
);
const QUALIFIERS: Shape = Of(
    "PolicyQualifierInfo",
    &Fields(&[Field("policyQualifierId", Universal(6), Leaf), Field("qualifier", AnyTag, Any)]),
);
const POLICIES: Shape = Of(
    "PolicyInformation",
    &Fields(&[Field("policyIdentifier", Universal(6), Leaf), Field("policyQualifiers", Universal(16), QUALIFIERS)]),
);

const EXTENSION: &[Field] = &[
    Field("extnID", Universal(6), Leaf),
    Field("critical", Universal(1), Leaf),
    Field("extnValue", Universal(4), Any),
];
const ATTRIBUTE: &[Field] = &[Field("type", Universal(6), Leaf), Field("values", Universal(17), Any)];
const REQUESTED: Shape = Of("Extensions", &EXTENSIONS);

/// Names and shapes for the values inside one value, asked for one by one in their order.
pub struct Naming<'a> {
    shape: Shape,
    parent: Element<'a>,
    next_field: usize,
}

impl<'a> Naming<'a> {
    pub fn new(shape: Shape, parent: Element<'a>) -> Self {
        Naming { shape, parent, next_field: 0 }
    }

    /// Name and shape of `element`, which is the next value.
    pub fn name(&mut self, element: &Element<'_>) -> (Option<&'static str>, Shape) {
        match self.shape {
            Fields(fields) => self.field(fields, element),
            Extension => self.field(EXTENSION, element),
            Attribute => self.field(ATTRIBUTE, element),
            Of(name, shape) => item(name, *shape, element),
            Explicit(shape) | Wraps(shape) => (None, *shape),
            GeneralName | Any | Leaf => (None, Any),
        }
    }

    fn field(&mut self, fields: &'static [Field], element: &Element<'_>) -> (Option<&'static str>, Shape) {
        let left = fields.get(self.next_field..).unwrap_or_default();
        let Some(skipped) = left.iter().position(|Field(_, tag, _)| tag.is_of(element)) else {
            return (None, Any);
        };
        self.next_field += skipped + 1;
        let Field(name, _, shape) = &left[skipped];
        let shape = match (self.shape, *name) {
            (Extension, "extnValue") => Wraps(self.extension_value()),
            (Attribute, "values") => self.attribute_values(),
            _ if matches!(shape, GeneralName) => general_name(element).1,
            _ => *shape,
        };
        (Some(name), shape)
    }

    fn identifier(&self) -> Option<Oid> {
        self.parent.child(0)?.oid()
    }

    fn extension_value(&self) -> &'static Shape {
        let id = self.identifier();
        EXTENSION_VALUES.iter().find(|(known, _)| Some(*known) == id).map_or(&Any, |(_, shape)| shape)
    }

    fn attribute_values(&self) -> Shape {
        match self.identifier() {
            Some(oid::ID_EXTENSION_REQUEST | oid::ID_MS_EXTENSION_REQUEST) => REQUESTED,
            _ => Any,
        }
    }
}

/// An item of a SEQUENCE OF or SET OF: extensions, attributes and general names are called by what they are.
fn item(name: &'static str, shape: Shape, element: &Element<'_>) -> (Option<&'static str>, Shape) {
    match shape {
        Extension | Attribute => {
            let known = element.child(0).and_then(|id| id.oid()).and_then(|id| oid::name(&id));
            (Some(known.unwrap_or(name)), shape)
        }
        GeneralName => general_name(element),
        _ => (Some(name), shape),
    }
}

fn general_name(element: &Element<'_>) -> (Option<&'static str>, Shape) {
    let (name, shape) = match element.identifier.number {
        0 => ("otherName", Any),
        1 => ("rfc822Name", Leaf),
        2 => ("dNSName", Leaf),
        3 => ("x400Address", Any),
        4 => ("directoryName", Explicit(&NAME)),
        5 => ("ediPartyName", Any),
        6 => ("uniformResourceIdentifier", Leaf),
        7 => ("iPAddress", Leaf),
        8 => ("registeredID", Leaf),
        _ => ("GeneralName", Any),
    };
    (Some(name), shape)
}

impl Match {
    fn is_of(self, element: &Element<'_>) -> bool {
        match self {
            AnyTag => true,
            Universal(number) => element.is(number),
            Context(number) => element.is_context(number),
            Time => element.is(23) || element.is(24),
        }
    }
}
