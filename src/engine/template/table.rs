//! The table of templates (User Guide, "Template definitions").

use super::{Template, TemplateKind, Variety};
use crate::x509::extension::KeyUsage;
use crate::x509::oid;

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
    variety: Variety::Base,
    path_len_constraint: None,
    critical_basic_constraints: false,
    key_usage: Some(TLS),
    extended_key_usage: &[],
    extended_key_usage_critical: false,
};

const SERVER: Template = Template {
    name: "EndEntityServerAuthCertificate/V1",
    words: "Server certificate",
    short: "Server",
    purpose: "For TLS servers. Subject and names come from the CSR.",
    extended_key_usage: &[oid::ID_KP_SERVER_AUTH],
    ..BASE
};

/// The same where names may come from elsewhere too.
const ANY_SERVER: Template = Template { purpose: "For TLS servers.", ..SERVER };

const CLIENT: Template = Template {
    name: "EndEntityClientAuthCertificate/V1",
    words: "Client certificate",
    short: "Client",
    purpose: "For TLS clients: people, devices and services that call a server.",
    extended_key_usage: &[oid::ID_KP_CLIENT_AUTH],
    ..BASE
};

/// The template of a request that names none.
pub(super) const END_ENTITY: Template = Template {
    name: "EndEntityCertificate/V1",
    words: "Server and client certificate",
    short: "Mutual",
    purpose: "For services that both serve and call others with TLS.",
    extended_key_usage: &[oid::ID_KP_SERVER_AUTH, oid::ID_KP_CLIENT_AUTH],
    ..BASE
};

const CODE_SIGNING: Template = Template {
    name: "CodeSigningCertificate/V1",
    words: "Code signing certificate",
    short: "Code",
    purpose: "Signs programs and packages, and nothing else.",
    key_usage: Some(SIGNATURE),
    extended_key_usage: &[oid::ID_KP_CODE_SIGNING],
    extended_key_usage_critical: true,
    ..BASE
};

const OCSP_SIGNING: Template = Template {
    name: "OCSPSigningCertificate/V1",
    words: "OCSP signing certificate",
    short: "OCSP",
    purpose: "Signs answers about revocation in the authority's name.",
    key_usage: Some(SIGNATURE),
    extended_key_usage: &[oid::ID_KP_OCSP_SIGNING],
    extended_key_usage_critical: true,
    ..BASE
};

const SUBORDINATE_0: Template = Template {
    name: "SubordinateCACertificate_PathLen0/V1",
    words: "Issuing authority",
    purpose: "An authority that signs end-entity certificates only.",
    ..subordinate(0)
};

const SUBORDINATE_1: Template = Template {
    name: "SubordinateCACertificate_PathLen1/V1",
    words: "Authority with one level below",
    purpose: "An authority that may sign issuing authorities.",
    ..subordinate(1)
};

const SUBORDINATE_2: Template = Template {
    name: "SubordinateCACertificate_PathLen2/V1",
    words: "Authority with two levels below",
    purpose: "An authority with up to two levels of authorities below it.",
    ..subordinate(2)
};

const SUBORDINATE_3: Template = Template {
    name: "SubordinateCACertificate_PathLen3/V1",
    words: "Authority with three levels below",
    purpose: "An authority with up to three levels of authorities below it.",
    ..subordinate(3)
};

/// The template of a root that signs itself.
pub(super) const ROOT: Template = Template {
    name: "RootCACertificate/V1",
    words: "Root authority",
    short: "Root",
    purpose: "Signs itself. Only for the CSR of the root authority that signs.",
    kind: TemplateKind::Root,
    critical_basic_constraints: true,
    key_usage: Some(AUTHORITY),
    ..BASE
};

const BLANK: Template = Template {
    words: "Blank certificate",
    short: "Blank",
    purpose: "Says only that it is no authority. What its key is for is left to whoever asks.",
    key_usage: None,
    ..BASE
};

/// Some readers want it said critically.
const BLANK_CRITICAL: Template = Template {
    words: "Blank certificate, critical constraints",
    purpose: "Says only, critically, that it is no authority. What its key is for is left to whoever asks.",
    critical_basic_constraints: true,
    ..BLANK
};

const BLANK_SUBORDINATE_0: Template = blank(SUBORDINATE_0, "Blank issuing authority");
const BLANK_SUBORDINATE_1: Template = blank(SUBORDINATE_1, "Blank authority with one level below");
const BLANK_SUBORDINATE_2: Template = blank(SUBORDINATE_2, "Blank authority with two levels below");
const BLANK_SUBORDINATE_3: Template = blank(SUBORDINATE_3, "Blank authority with three levels below");

const BLANK_ROOT: Template = blank(ROOT, "Blank root authority");
const BLANK_ROOT_0: Template = blank_root(0, "Blank root that signs no authorities");
const BLANK_ROOT_1: Template = blank_root(1, "Blank root with one level below");
const BLANK_ROOT_2: Template = blank_root(2, "Blank root with two levels below");
const BLANK_ROOT_3: Template = blank_root(3, "Blank root with three levels below");

const fn subordinate(path_len: u8) -> Template {
    Template {
        short: "Authority",
        kind: TemplateKind::Subordinate,
        path_len_constraint: Some(path_len),
        critical_basic_constraints: true,
        key_usage: Some(AUTHORITY),
        ..BASE
    }
}

/// An authority whose key usage is left to whoever asks.
const fn blank(authority: Template, words: &'static str) -> Template {
    Template { words, key_usage: None, ..authority }
}

const fn blank_root(path_len: u8, words: &'static str) -> Template {
    Template { path_len_constraint: Some(path_len), ..blank(ROOT, words) }
}

const fn api(kind: Template, name: &'static str) -> Template {
    Template { name, variety: Variety::ApiPassthrough, ..kind }
}

const fn csr(kind: Template, name: &'static str) -> Template {
    Template { name, variety: Variety::CsrPassthrough, ..kind }
}

const fn api_csr(kind: Template, name: &'static str) -> Template {
    Template { name, variety: Variety::ApiCsrPassthrough, ..kind }
}

/// All 61 templates. The order is that of a menu: the base ones, then each variety.
pub const TEMPLATES: &[Template] = &[
    SERVER,
    CLIENT,
    END_ENTITY,
    CODE_SIGNING,
    OCSP_SIGNING,
    SUBORDINATE_0,
    SUBORDINATE_1,
    SUBORDINATE_2,
    SUBORDINATE_3,
    ROOT,
    api(ANY_SERVER, "EndEntityServerAuthCertificate_APIPassthrough/V1"),
    api(CLIENT, "EndEntityClientAuthCertificate_APIPassthrough/V1"),
    api(END_ENTITY, "EndEntityCertificate_APIPassthrough/V1"),
    api(CODE_SIGNING, "CodeSigningCertificate_APIPassthrough/V1"),
    api(OCSP_SIGNING, "OCSPSigningCertificate_APIPassthrough/V1"),
    api(SUBORDINATE_0, "SubordinateCACertificate_PathLen0_APIPassthrough/V1"),
    api(SUBORDINATE_1, "SubordinateCACertificate_PathLen1_APIPassthrough/V1"),
    api(SUBORDINATE_2, "SubordinateCACertificate_PathLen2_APIPassthrough/V1"),
    api(SUBORDINATE_3, "SubordinateCACertificate_PathLen3_APIPassthrough/V1"),
    api(ROOT, "RootCACertificate_APIPassthrough/V1"),
    api(BLANK, "BlankEndEntityCertificate_APIPassthrough/V1"),
    api(BLANK_CRITICAL, "BlankEndEntityCertificate_CriticalBasicConstraints_APIPassthrough/V1"),
    api(BLANK_SUBORDINATE_0, "BlankSubordinateCACertificate_PathLen0_APIPassthrough/V1"),
    api(BLANK_SUBORDINATE_1, "BlankSubordinateCACertificate_PathLen1_APIPassthrough/V1"),
    api(BLANK_SUBORDINATE_2, "BlankSubordinateCACertificate_PathLen2_APIPassthrough/V1"),
    api(BLANK_SUBORDINATE_3, "BlankSubordinateCACertificate_PathLen3_APIPassthrough/V1"),
    api(BLANK_ROOT, "BlankRootCACertificate_APIPassthrough/V1"),
    api(BLANK_ROOT_0, "BlankRootCACertificate_PathLen0_APIPassthrough/V1"),
    api(BLANK_ROOT_1, "BlankRootCACertificate_PathLen1_APIPassthrough/V1"),
    api(BLANK_ROOT_2, "BlankRootCACertificate_PathLen2_APIPassthrough/V1"),
    api(BLANK_ROOT_3, "BlankRootCACertificate_PathLen3_APIPassthrough/V1"),
    csr(ANY_SERVER, "EndEntityServerAuthCertificate_CSRPassthrough/V1"),
    csr(CLIENT, "EndEntityClientAuthCertificate_CSRPassthrough/V1"),
    csr(END_ENTITY, "EndEntityCertificate_CSRPassthrough/V1"),
    csr(CODE_SIGNING, "CodeSigningCertificate_CSRPassthrough/V1"),
    csr(OCSP_SIGNING, "OCSPSigningCertificate_CSRPassthrough/V1"),
    csr(SUBORDINATE_0, "SubordinateCACertificate_PathLen0_CSRPassthrough/V1"),
    csr(SUBORDINATE_1, "SubordinateCACertificate_PathLen1_CSRPassthrough/V1"),
    csr(SUBORDINATE_2, "SubordinateCACertificate_PathLen2_CSRPassthrough/V1"),
    csr(SUBORDINATE_3, "SubordinateCACertificate_PathLen3_CSRPassthrough/V1"),
    csr(BLANK, "BlankEndEntityCertificate_CSRPassthrough/V1"),
    csr(BLANK_CRITICAL, "BlankEndEntityCertificate_CriticalBasicConstraints_CSRPassthrough/V1"),
    csr(BLANK_SUBORDINATE_0, "BlankSubordinateCACertificate_PathLen0_CSRPassthrough/V1"),
    csr(BLANK_SUBORDINATE_1, "BlankSubordinateCACertificate_PathLen1_CSRPassthrough/V1"),
    csr(BLANK_SUBORDINATE_2, "BlankSubordinateCACertificate_PathLen2_CSRPassthrough/V1"),
    csr(BLANK_SUBORDINATE_3, "BlankSubordinateCACertificate_PathLen3_CSRPassthrough/V1"),
    api_csr(ANY_SERVER, "EndEntityServerAuthCertificate_APICSRPassthrough/V1"),
    api_csr(CLIENT, "EndEntityClientAuthCertificate_APICSRPassthrough/V1"),
    api_csr(END_ENTITY, "EndEntityCertificate_APICSRPassthrough/V1"),
    api_csr(CODE_SIGNING, "CodeSigningCertificate_APICSRPassthrough/V1"),
    api_csr(OCSP_SIGNING, "OCSPSigningCertificate_APICSRPassthrough/V1"),
    api_csr(SUBORDINATE_0, "SubordinateCACertificate_PathLen0_APICSRPassthrough/V1"),
    api_csr(SUBORDINATE_1, "SubordinateCACertificate_PathLen1_APICSRPassthrough/V1"),
    api_csr(SUBORDINATE_2, "SubordinateCACertificate_PathLen2_APICSRPassthrough/V1"),
    api_csr(SUBORDINATE_3, "SubordinateCACertificate_PathLen3_APICSRPassthrough/V1"),
    api_csr(BLANK, "BlankEndEntityCertificate_APICSRPassthrough/V1"),
    api_csr(BLANK_CRITICAL, "BlankEndEntityCertificate_CriticalBasicConstraints_APICSRPassthrough/V1"),
    api_csr(BLANK_SUBORDINATE_0, "BlankSubordinateCACertificate_PathLen0_APICSRPassthrough/V1"),
    api_csr(BLANK_SUBORDINATE_1, "BlankSubordinateCACertificate_PathLen1_APICSRPassthrough/V1"),
    api_csr(BLANK_SUBORDINATE_2, "BlankSubordinateCACertificate_PathLen2_APICSRPassthrough/V1"),
    api_csr(BLANK_SUBORDINATE_3, "BlankSubordinateCACertificate_PathLen3_APICSRPassthrough/V1"),
];
