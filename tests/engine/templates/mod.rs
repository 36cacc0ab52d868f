//! Every template against every source of values: the template itself, the request, the CSR and the authority.

mod asked;

use crate::desk::{Desk, authority_request, csr_of, issue_request};
use crate::model::{Row, rows};
use ::x509_parser::prelude::{FromDer as _, ParsedExtension, X509Certificate};
use asked::*;
use canopy::engine::api::*;
use canopy::engine::{Preview, PreviewField, Source, TEMPLATES};
use canopy::keystore::{KeyKind, SoftwareKey};
use canopy::workspace::Settings;
use canopy::x509::{Certificate, CertificationRequest, Extension, words};
use serde_json::json;
use sha1::{Digest as _, Sha1};
use std::collections::{BTreeMap, BTreeSet};

/// What a certificate must have: by identifier whether it is critical, its octets, and who decided.
type Expected = BTreeMap<String, (bool, Vec<u8>, Source)>;

/// How the authority tells of revocation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Telling {
    /// By CRL and OCSP, with the addresses of both in its certificates.
    On,
    /// Not at all.
    Off,
    /// By CRL and OCSP, with the address of OCSP alone.
    Omitted,
}

/// A root that tells of revocation so, and whose own CSR asks for a key usage.
fn root(desk: &Desk, telling: Telling) -> String {
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["CertificateAuthorityConfiguration"]["CsrExtensions"] = json!({"KeyUsage": {"DataEncipherment": true}});
    if telling != Telling::Off {
        request["RevocationConfiguration"] = json!({
            "CrlConfiguration": {
                "Enabled": true,
                "ExpirationInDays": 7,
                "S3BucketName": "published",
                "CrlDistributionPointExtensionConfiguration": {"OmitExtension": telling == Telling::Omitted}
            },
            "OcspConfiguration": {"Enabled": true}
        });
    }
    desk.root_from(request)
}

/// The extensions that the guide says a certificate has.
fn expected(
    row: &Row,
    telling: Telling,
    root: &str,
    issuer: &Certificate,
    csr: &Asked,
    api: Option<&Asked>,
) -> Expected {
    let mut expected = Expected::new();
    let mut add = |dotted: &str, critical: bool, value: Vec<u8>, source: Source| {
        assert!(expected.insert(dotted.to_owned(), (critical, value, source)).is_none(), "{dotted}");
    };
    let api = api.filter(|_| row.api_passthrough);
    let of_api = |dotted: &str| Some((api?.extension(dotted)?, Source::Api));
    let of_csr = |dotted: &str| Some((csr.extension(dotted)?, Source::Csr));
    let csr_passed = |dotted: &str| of_csr(dotted).filter(|_| row.csr_passthrough);
    let asked = |dotted: &str| of_api(dotted).or(csr_passed(dotted));

    assert_eq!(row.san, if row.api_passthrough { "API>CSR" } else { "CSR" }, "{}", row.name);
    let mut copy = |dotted: &str, found: Option<(&Extension, Source)>| {
        if let Some((extension, source)) = found {
            add(dotted, extension.critical, extension.value.clone(), source);
        }
    };
    copy(NAMES, of_api(NAMES).or(of_csr(NAMES)));
    if row.key_usage.is_none() {
        copy(USAGE, asked(USAGE));
    }
    if row.extended_key_usage.is_none() {
        copy(PURPOSES, asked(PURPOSES));
    }
    if telling != Telling::On {
        let points = of_api(POINTS).filter(|_| row.takes_points_of_api());
        copy(POINTS, points.or(of_csr(POINTS).filter(|_| !row.is_root() && row.takes_points_of_csr())));
    }
    if telling == Telling::Off && !row.is_root() {
        copy(ACCESS, asked(ACCESS));
    }
    if row.aki == "only if passed through API" {
        copy(AUTHORITY_KEY, of_api(AUTHORITY_KEY));
    }
    let known = [NAMES, CONSTRAINTS, AUTHORITY_KEY, SUBJECT_KEY, USAGE, PURPOSES, POINTS, ACCESS];
    let all = api.iter().flat_map(|api| &api.extensions).chain(&csr.extensions);
    let more: BTreeSet<String> = all.map(|extension| extension.oid.to_string()).collect();
    for dotted in more.iter().filter(|dotted| !known.contains(&dotted.as_str())) {
        copy(dotted, asked(dotted));
    }

    let fixed = &row.basic_constraints;
    add(CONSTRAINTS, fixed.critical, constraints(fixed.ca, fixed.path_len), Source::Template);
    if let Some(usage) = &row.key_usage {
        let bits: Vec<&str> = usage.bits.iter().map(String::as_str).collect();
        add(USAGE, usage.critical, key_usage(&bits), Source::Template);
    }
    if let Some(fixed) = &row.extended_key_usage {
        let identifiers: Vec<&str> = fixed.oids.iter().map(String::as_str).collect();
        add(PURPOSES, fixed.critical, purposes(&identifiers), Source::Template);
    }
    if row.aki == "issuer SKI" {
        add(AUTHORITY_KEY, false, authority_key(&issuer.subject_key_identifier().unwrap()), Source::Authority);
    }
    if telling == Telling::On && !row.is_root() {
        let id = root.rsplit('/').next().unwrap();
        let address = format!("http://pki.example.com/published/crl/{id}.crl");
        add(POINTS, false, distribution_point(&address), Source::Authority);
    }
    if telling != Telling::Off && !row.is_root() {
        add(ACCESS, false, ocsp("http://pki.example.com/ocsp"), Source::Authority);
    }
    expected
}

/// The extensions that another reader finds, and understands as far as it knows them.
fn found(certificate: &Certificate) -> BTreeMap<String, (bool, Vec<u8>)> {
    let (rest, read) = X509Certificate::from_der(certificate.der()).unwrap();
    assert!(rest.is_empty());
    let key = Sha1::digest(read.public_key().subject_public_key.data.as_ref());
    let mut found = BTreeMap::new();
    for extension in read.extensions() {
        let parsed = extension.parsed_extension();
        assert!(!matches!(parsed, ParsedExtension::ParseError { .. }), "{parsed:?}");
        let mut value = extension.value.to_vec();
        if extension.oid.to_id_string() == SUBJECT_KEY {
            assert_eq!(value, der(4, &[key.as_slice()]));
            value.clear();
        }
        assert!(found.insert(extension.oid.to_id_string(), (extension.critical, value)).is_none());
    }
    found
}

/// The preview says what the certificate says, who decided it, and what of all that was asked for is lost.
#[track_caller]
fn assert_previewed(
    preview: &Preview,
    certificate: &Certificate,
    expected: &Expected,
    asked: &[(Source, &Asked)],
    case: &str,
) {
    let rows = |field| preview.rows.iter().filter(move |row| row.field == field);
    let subject: Vec<String> = rows(PreviewField::Subject).map(|row| row.value.clone()).collect();
    let attributes: Vec<String> =
        certificate.subject().attributes().map(|attribute| attribute.value.text().unwrap()).collect();
    assert_eq!(subject, attributes, "{case}");
    let mut shown = preview.rows.iter().filter(|row| row.extension);
    for extension in certificate.extensions() {
        let dotted = extension.oid.to_string();
        let source = expected.get(&dotted).map_or(Source::Canopy, |(_, _, source)| *source);
        for (index, value) in words::values(extension).into_iter().enumerate() {
            let row = shown.next().unwrap();
            assert_eq!((&row.value, row.source), (&value, source), "{case}: {dotted}");
            assert_eq!(row.critical, extension.critical && index == 0, "{case}: {dotted}");
        }
    }
    assert_eq!(shown.next(), None, "{case}");
    assert_eq!(
        (preview.not_before, preview.not_after),
        (certificate.validity().not_before, certificate.validity().not_after)
    );
    for (source, asked) in asked {
        let is_lost = |extension: &&Extension| {
            let names = extension.oid.to_string() == NAMES;
            !certificate.extensions().iter().any(|kept| kept == *extension || (names && kept.value == extension.value))
        };
        let lost = asked.extensions.iter().filter(is_lost).map(|extension| words::extension(&extension.oid));
        let subject = (asked.subject != *certificate.subject()).then(|| "Subject".to_owned());
        let lost: BTreeSet<String> = lost.chain(subject).collect();
        let told = preview.unused.iter().filter(|unused| unused.source == *source);
        assert_eq!(told.map(|unused| unused.label.clone()).collect::<BTreeSet<_>>(), lost, "{case}: {source:?}");
    }
}

/// All templates with a CSR that asks for everything or for a name alone, and a request that gives everything or
/// nothing.
fn walk(telling: Telling) {
    let desk = Desk::with(Settings { publication_address: Some("pki.example.com".into()), ..Settings::default() });
    let root = root(&desk, telling);
    let issuer = desk.authority_certificate(&root);
    let own = desk.csr_of(&root);
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let by_api = Asked::by_api();
    let given = passthrough(&by_api);
    for row in rows() {
        let csrs = match row.is_root() {
            true => {
                let read = CertificationRequest::from_pem_or_der(own.as_bytes()).unwrap();
                let asked = Asked { subject: read.subject().clone(), extensions: read.extensions().to_vec() };
                vec![(own.clone(), asked)]
            }
            false => [Asked::by_csr(), Asked { extensions: Vec::new(), ..Asked::by_csr() }]
                .map(|asked| (csr_of(asked.subject.clone(), asked.extensions.clone(), &key), asked))
                .into(),
        };
        for (pem, csr) in &csrs {
            for api in [None, Some(&by_api)] {
                let mut request = issue_request(&root, pem);
                request["TemplateArn"] = json!(row.arn);
                if api.is_some() {
                    request["ApiPassthrough"] = given.clone();
                }
                let case =
                    format!("{}, {telling:?}, {} of the CSR, API {}", row.name, csr.extensions.len(), api.is_some());
                let request: IssueCertificateRequest = serde_json::from_value(request).unwrap();
                let preview = desk.engine.preview(&desk.caller, &request).unwrap();
                let certificate = desk.certificate(&desk.engine.call(&desk.caller, request).unwrap().certificate_arn);

                let expected = expected(&row, telling, &root, &issuer, csr, api);
                let mut octets: BTreeMap<String, (bool, Vec<u8>)> = expected
                    .iter()
                    .map(|(dotted, (critical, value, _))| (dotted.clone(), (*critical, value.clone())))
                    .collect();
                octets.insert(SUBJECT_KEY.into(), (false, Vec::new()));
                assert_eq!(found(&certificate), octets, "{case}");
                assert_eq!(row.subject, if row.api_passthrough { "API>CSR" } else { "CSR" }, "{case}");
                let subject = api.filter(|_| row.api_passthrough).map_or(&csr.subject, |api| &api.subject);
                assert_eq!(certificate.subject(), subject, "{case}");
                let issuer_name = if row.is_root() { subject } else { issuer.subject() };
                assert_eq!(certificate.issuer(), issuer_name, "{case}");
                assert_eq!(certificate.verify_signature(issuer.public_key()), Ok(()), "{case}");

                let asked: Vec<(Source, &Asked)> =
                    api.map(|api| (Source::Api, api)).into_iter().chain([(Source::Csr, csr)]).collect();
                assert_previewed(&preview, &certificate, &expected, &asked, &case);
            }
        }
    }
}

#[test]
fn each_template_of_an_authority_that_tells_of_revocation() {
    walk(Telling::On);
}

#[test]
fn each_template_of_an_authority_that_does_not() {
    walk(Telling::Off);
}

#[test]
fn each_template_of_an_authority_that_omits_the_address_of_its_crl() {
    walk(Telling::Omitted);
}

#[test]
fn all_templates_of_the_guide_are_offered_and_no_other() {
    let offered: BTreeSet<&str> = TEMPLATES.iter().map(|template| template.name).collect();
    let rows = rows();
    assert_eq!(offered, rows.iter().map(|row| row.name.as_str()).collect());
    assert_eq!(offered.len(), TEMPLATES.len());
}
