//! The same certificate from two encoders: what `rcgen` would sign is, to the byte, what Canopy would.

use crate::desk::{Desk, NOON, authority_request, csr, issue_request};
use ::rcgen::ExtendedKeyUsagePurpose::{ClientAuth, CodeSigning, OcspSigning, ServerAuth};
use ::rcgen::{
    BasicConstraints as CaConstraints, CertificateParams, CrlDistributionPoint, CustomExtension, DistinguishedName,
    DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, SanType,
    SerialNumber, SignatureAlgorithm as Algorithm, SubjectPublicKeyInfo, date_time_ymd,
};
use canopy::engine::CreateRoot;
use canopy::engine::api::*;
use canopy::workspace::{CertificateAuthorityArn, Settings};
use canopy::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage, SubjectAltName,
    SubjectKeyIdentifier,
};
use canopy::x509::{
    AttributeTypeAndValue, AttributeValue, Certificate, Extension, GeneralName, Hash, IpAddress, Name, Oid, PublicKey,
    SignatureAlgorithm, TbsCertificate, Validity, oid,
};
use serde_json::json;

/// 2026-11-24, 2027-11-24, 2049-12-31, 2050-01-01 and 9999-12-31, all at midnight: both forms of time.
const DATES: [(i32, u8, u8, i64); 5] = [
    (2026, 11, 24, 1_795_478_400),
    (2027, 11, 24, 1_827_014_400),
    (2049, 12, 31, 2_524_521_600),
    (2050, 1, 1, 2_524_608_000),
    (9999, 12, 31, 253_402_214_400),
];

fn key(public: &impl ::rcgen::PublicKeyData) -> PublicKey {
    PublicKey::from_der(&public.subject_public_key_info()).unwrap()
}

fn attribute(oid: Oid, value: AttributeValue) -> Vec<AttributeTypeAndValue> {
    vec![AttributeTypeAndValue { oid, value }]
}

/// A name in the types of both.
fn names(common: &str) -> (DistinguishedName, Name) {
    let mut theirs = DistinguishedName::new();
    theirs.push(DnType::CountryName, DnValue::PrintableString("DE".try_into().unwrap()));
    theirs.push(DnType::OrganizationName, "Beispiel & Söhne");
    theirs.push(
        DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 25]),
        DnValue::Ia5String("example".try_into().unwrap()),
    );
    theirs.push(DnType::CommonName, common);
    let ours = vec![
        attribute(oid::ID_AT_COUNTRY_NAME, AttributeValue::printable("DE").unwrap()),
        attribute(oid::ID_AT_ORGANIZATION_NAME, AttributeValue::utf8("Beispiel & Söhne")),
        attribute(Oid::new_unwrap("0.9.2342.19200300.100.1.25"), AttributeValue::ia5("example").unwrap()),
        attribute(oid::ID_AT_COMMON_NAME, AttributeValue::utf8(common)),
    ];
    (theirs, Name::from_rdns(ours).unwrap())
}

/// An issuer for `rcgen`, whose key is called what Canopy calls it.
fn issuer(name: DistinguishedName, key_pair: KeyPair) -> Issuer<'static, KeyPair> {
    let identifier = key(&key_pair).key_identifier().to_vec();
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = name;
    parameters.key_identifier_method = KeyIdMethod::PreSpecified(identifier);
    Issuer::new(parameters, key_pair)
}

/// How `rcgen` and Canopy call what an issuer's key signs with.
const SIGNATURES: [(&Algorithm, SignatureAlgorithm); 3] = [
    (&::rcgen::PKCS_ECDSA_P256_SHA256, SignatureAlgorithm::Ecdsa(Hash::Sha256)),
    (&::rcgen::PKCS_ECDSA_P384_SHA384, SignatureAlgorithm::Ecdsa(Hash::Sha384)),
    (&::rcgen::PKCS_ECDSA_P521_SHA512, SignatureAlgorithm::Ecdsa(Hash::Sha512)),
];

#[track_caller]
fn same(theirs: &Certificate, ours: &TbsCertificate) {
    let der = ours.to_der().unwrap();
    assert_eq!(hex(theirs.tbs_der()), hex(&der));
}

#[test]
fn a_leaf_is_the_same_to_the_byte() {
    for (number, (algorithm, signature)) in SIGNATURES.into_iter().enumerate() {
        let issuer_key = KeyPair::generate_for(algorithm).unwrap();
        let issuer_identifier = key(&issuer_key).key_identifier().to_vec();
        let subject_key = KeyPair::generate().unwrap();
        let (from, to) = (DATES[number], DATES[number + 2]);
        let (their_issuer, our_issuer) = names("Issuer");
        let (their_subject, our_subject) = names("leaf.example");
        // One with the high bit set, one with leading zeros, one short.
        let serial: &[u8] = [&[0xff; 16][..], &[0, 0, 1, 2][..], &[7]][number];

        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = their_subject;
        parameters.serial_number = Some(SerialNumber::from_slice(serial));
        parameters.not_before = date_time_ymd(from.0, from.1, from.2);
        parameters.not_after = date_time_ymd(to.0, to.1, to.2);
        parameters.use_authority_key_identifier_extension = true;
        parameters.subject_alt_names = vec![
            SanType::DnsName("*.leaf.example".try_into().unwrap()),
            SanType::IpAddress("192.0.2.1".parse().unwrap()),
            SanType::IpAddress("2001:db8::1".parse().unwrap()),
            SanType::Rfc822Name("a@leaf.example".try_into().unwrap()),
            SanType::URI("https://leaf.example/".try_into().unwrap()),
        ];
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let address = "http://crl.example/a.crl";
        parameters.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![address.into()] }];
        let theirs = parameters.signed_by(&subject_key, &issuer(their_issuer, issuer_key)).unwrap();

        let address_of = |text: &str| GeneralName::IpAddress(IpAddress::Address(text.parse().unwrap()));
        let alternative_names = SubjectAltName(vec![
            GeneralName::DnsName("*.leaf.example".into()),
            address_of("192.0.2.1"),
            address_of("2001:db8::1"),
            GeneralName::Rfc822Name("a@leaf.example".into()),
            GeneralName::UniformResourceIdentifier("https://leaf.example/".into()),
        ]);
        // In the order of `rcgen`.
        let extensions = vec![
            AuthorityKeyIdentifier::new(issuer_identifier).to_extension(false),
            alternative_names.to_extension(false).unwrap(),
            (KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_ENCIPHERMENT)).to_extension(true),
            ExtendedKeyUsage(vec![oid::ID_KP_SERVER_AUTH, oid::ID_KP_CLIENT_AUTH]).to_extension(false),
            CrlDistributionPoints::of_uri(address).to_extension(false).unwrap(),
        ];
        let ours = TbsCertificate {
            serial_number: serial.to_vec(),
            signature,
            issuer: our_issuer,
            validity: Validity { not_before: from.3, not_after: to.3 },
            subject: our_subject,
            subject_public_key_info: key(&subject_key),
            extensions,
        };
        same(&Certificate::from_der(theirs.der()).unwrap(), &ours);
    }
}

#[test]
fn an_authority_is_the_same_to_the_byte() {
    for path_len in [None, Some(0), Some(3)] {
        let issuer_key = KeyPair::generate().unwrap();
        let subject_key = KeyPair::generate().unwrap();
        let identifier = key(&subject_key).key_identifier().to_vec();
        let (their_issuer, our_issuer) = names("Issuer");
        let (their_subject, our_subject) = names("Subordinate");
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = their_subject;
        parameters.serial_number = Some(SerialNumber::from_slice(&[0x80]));
        parameters.not_before = date_time_ymd(DATES[0].0, DATES[0].1, DATES[0].2);
        parameters.not_after = date_time_ymd(DATES[1].0, DATES[1].1, DATES[1].2);
        parameters.key_identifier_method = KeyIdMethod::PreSpecified(identifier.clone());
        parameters.is_ca = IsCa::Ca(path_len.map_or(CaConstraints::Unconstrained, CaConstraints::Constrained));
        parameters.key_usages =
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let theirs = parameters.signed_by(&subject_key, &issuer(their_issuer, issuer_key)).unwrap();
        let usage = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_CERT_SIGN).union(KeyUsage::CRL_SIGN);
        let ours = TbsCertificate {
            serial_number: vec![0x80],
            signature: SignatureAlgorithm::Ecdsa(Hash::Sha256),
            issuer: our_issuer,
            validity: Validity { not_before: DATES[0].3, not_after: DATES[1].3 },
            subject: our_subject,
            subject_public_key_info: key(&subject_key),
            extensions: vec![
                usage.to_extension(true),
                SubjectKeyIdentifier(identifier).to_extension(false),
                BasicConstraints { ca: true, path_len_constraint: path_len.map(u32::from) }.to_extension(true),
            ],
        };
        same(&Certificate::from_der(theirs.der()).unwrap(), &ours);
    }
}

/// What `rcgen` is told of a template: a row of the table of the service's user guide, in `rcgen`'s words.
struct Row {
    template: &'static str,
    is_ca: fn() -> IsCa,
    key_usages: &'static [KeyUsagePurpose],
    extended_key_usages: &'static [ExtendedKeyUsagePurpose],
    /// The extended key usage must be understood. `rcgen` has it otherwise.
    critical_purposes: bool,
}

const TLS: &[KeyUsagePurpose] = &[KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
const SIGNATURE: &[KeyUsagePurpose] = &[KeyUsagePurpose::DigitalSignature];
const AUTHORITY: &[KeyUsagePurpose] =
    &[KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];

const fn end_entity(
    template: &'static str,
    key_usages: &'static [KeyUsagePurpose],
    extended_key_usages: &'static [ExtendedKeyUsagePurpose],
    critical_purposes: bool,
) -> Row {
    Row { template, is_ca: || IsCa::ExplicitNoCa, key_usages, extended_key_usages, critical_purposes }
}

const fn authority(template: &'static str, is_ca: fn() -> IsCa) -> Row {
    Row { template, is_ca, key_usages: AUTHORITY, extended_key_usages: &[], critical_purposes: false }
}

const END_ENTITIES: [Row; 5] = [
    end_entity("CodeSigningCertificate/V1", SIGNATURE, &[CodeSigning], true),
    end_entity("EndEntityCertificate/V1", TLS, &[ServerAuth, ClientAuth], false),
    end_entity("EndEntityClientAuthCertificate/V1", TLS, &[ClientAuth], false),
    end_entity("EndEntityServerAuthCertificate/V1", TLS, &[ServerAuth], false),
    end_entity("OCSPSigningCertificate/V1", SIGNATURE, &[OcspSigning], true),
];

const SUBORDINATES: [Row; 4] = [
    authority("SubordinateCACertificate_PathLen0/V1", || IsCa::Ca(CaConstraints::Constrained(0))),
    authority("SubordinateCACertificate_PathLen1/V1", || IsCa::Ca(CaConstraints::Constrained(1))),
    authority("SubordinateCACertificate_PathLen2/V1", || IsCa::Ca(CaConstraints::Constrained(2))),
    authority("SubordinateCACertificate_PathLen3/V1", || IsCa::Ca(CaConstraints::Constrained(3))),
];

const ROOT: Row = authority("RootCACertificate/V1", || IsCa::Ca(CaConstraints::Unconstrained));

/// A name of Canopy's in the types of `rcgen`.
fn name_for_rcgen(name: &Name) -> DistinguishedName {
    let mut theirs = DistinguishedName::new();
    for attribute in name.attributes() {
        let kind: Vec<u64> = attribute.oid.arcs().map(|arc| u64::try_from(arc).unwrap()).collect();
        theirs.push(DnType::from_oid(&kind), attribute.value.text().unwrap());
    }
    theirs
}

/// A workspace whose authorities are reached at an address of its own.
struct Published {
    desk: Desk,
    root: String,
}

impl Published {
    fn new() -> Self {
        let settings = Settings { publication_address: Some("pki.example".into()), ..Settings::default() };
        let desk = Desk::with(settings);
        let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
        request["RevocationConfiguration"] =
            json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}});
        let root = CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
        };
        let root = desk.engine.create_and_activate_root(&desk.caller, root).unwrap().to_string();
        Self { desk, root }
    }

    /// The CSR of an authority that waits, or of the root itself.
    fn authority_csr(&self, authority: &str) -> String {
        let request = json!({"CertificateAuthorityArn": authority});
        self.desk.call::<GetCertificateAuthorityCsrRequest>(request).unwrap().csr
    }

    fn waiting(&self) -> String {
        let request = authority_request("SUBORDINATE", "Waiting", "EC_secp384r1", "SHA384WITHECDSA");
        self.desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn
    }

    fn issue(&self, row: &Row, csr: &str) -> Certificate {
        assert!(DATES[0].3 > NOON);
        let mut request = issue_request(&self.root, csr);
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{}", row.template));
        request["ValidityNotBefore"] = json!({"Type": "ABSOLUTE", "Value": DATES[0].3});
        request["Validity"] = json!({"Type": "ABSOLUTE", "Value": DATES[1].3});
        self.desk.certificate(&self.desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
    }

    /// What `rcgen` is told of the same: all but the order of extensions.
    fn told(&self, row: &Row, issued: &Certificate) -> CertificateParams {
        let (from, to) = (DATES[0], DATES[1]);
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = name_for_rcgen(issued.subject());
        parameters.serial_number = Some(SerialNumber::from_slice(issued.serial_number()));
        parameters.not_before = date_time_ymd(from.0, from.1, from.2);
        parameters.not_after = date_time_ymd(to.0, to.1, to.2);
        parameters.key_identifier_method = KeyIdMethod::PreSpecified(issued.public_key().key_identifier().to_vec());
        parameters.key_usages = row.key_usages.to_vec();
        parameters.extended_key_usages = row.extended_key_usages.to_vec();
        parameters.is_ca = (row.is_ca)();
        if row.template != ROOT.template {
            let id = self.root.parse::<CertificateAuthorityArn>().unwrap().id;
            let address = format!("http://pki.example/published/crl/{id}.crl");
            parameters.use_authority_key_identifier_extension = true;
            parameters.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![address] }];
        }
        parameters
    }

    /// What the engine issued, in its own order of extensions, beside what `rcgen` would sign. The extensions come from
    /// `rcgen` as well, and only their order is given.
    #[track_caller]
    fn compare(&self, row: &Row, csr: &str, names: &[&str]) {
        let issued = self.issue(row, csr);
        let root = self.desk.authority_certificate(&self.root);
        let mut parameters = self.told(row, &issued);
        parameters.subject_alt_names = names.iter().map(|name| SanType::DnsName((*name).try_into().unwrap())).collect();
        let mut above = CertificateParams::default();
        above.distinguished_name = name_for_rcgen(root.subject());
        above.key_identifier_method = KeyIdMethod::PreSpecified(root.public_key().key_identifier().to_vec());
        let issuer = Issuer::new(above, KeyPair::generate().unwrap());
        let subject_key = SubjectPublicKeyInfo::from_der(issued.public_key().der()).unwrap();
        let natural = Certificate::from_der(parameters.signed_by(&subject_key, &issuer).unwrap().der()).unwrap();

        let order: Vec<Oid> = issued.extensions().iter().map(|extension| extension.oid).collect();
        let mut theirs: Vec<Extension> = natural.extensions().to_vec();
        assert_eq!(order.len(), theirs.len(), "{}: {order:?}", row.template);
        theirs.sort_by_key(|extension| order.iter().position(|oid| *oid == extension.oid));
        for extension in &mut theirs {
            extension.critical = self.is_critical(row, extension);
        }
        let custom = |extension: &Extension| {
            let kind: Vec<u64> = extension.oid.arcs().map(|arc| u64::try_from(arc).unwrap()).collect();
            let mut custom = CustomExtension::from_oid_content(&kind, extension.value.clone());
            custom.set_criticality(extension.critical);
            custom
        };
        let mut ordered = CertificateParams::default();
        ordered.distinguished_name = parameters.distinguished_name;
        ordered.serial_number = parameters.serial_number;
        ordered.not_before = parameters.not_before;
        ordered.not_after = parameters.not_after;
        ordered.custom_extensions = theirs.iter().map(custom).collect();
        let ordered = Certificate::from_der(ordered.signed_by(&subject_key, &issuer).unwrap().der()).unwrap();
        assert_eq!(hex(ordered.tbs_der()), hex(issued.tbs_der()), "{}", row.template);
    }

    /// As `rcgen` has it, but for two differences by design: RFC 5280 lets the basic constraints of an end entity be
    /// either, and the service leaves them uncritical; and two templates have critical purposes.
    fn is_critical(&self, row: &Row, extension: &Extension) -> bool {
        match extension.oid {
            oid::ID_CE_BASIC_CONSTRAINTS => matches!((row.is_ca)(), IsCa::Ca(_)),
            oid::ID_CE_EXT_KEY_USAGE => row.critical_purposes,
            _ => extension.critical,
        }
    }
}

fn hex(der: &[u8]) -> String {
    der.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn what_is_issued_from_each_template_is_the_same_to_the_byte() {
    let published = Published::new();
    for row in &END_ENTITIES {
        published.compare(row, &csr("a.example"), &["a.example"]);
    }
    for row in &SUBORDINATES {
        published.compare(row, &published.authority_csr(&published.waiting()), &[]);
    }
    published.compare(&ROOT, &published.authority_csr(&published.root), &[]);
}
