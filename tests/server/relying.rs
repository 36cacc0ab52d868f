//! CRLs and OCSP for whoever validates certificates.

use crate::desk::{Desk, NOON, authority_request, csr, id, issue_request};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64ct::{Base64, Encoding as _};
use canopy::engine::api::*;
use canopy::engine::environment::Clock as _;
use canopy::server::Limits;
use canopy::server::calls::{Asked, Call, CallLog, CallResult, CalledBy};
use canopy::server::relying;
use canopy::workspace::Settings;
use canopy::x509::extension::{AuthorityInfoAccess, CrlDistributionPoints, DistributionPointName};
use canopy::x509::ocsp::{CertId, CertIdHash, CertStatus, Nonce, OcspRequest, OcspResponse, OcspResponseStatus};
use canopy::x509::{Certificate, CertificateList, GeneralName, oid};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::runtime::Runtime;

const REQUEST: &str = "application/ocsp-request";
const RESPONSE: &str = "application/ocsp-response";

/// The routes of a workspace.
struct Site {
    desk: Desk,
    routes: TowerToHyperService<Router>,
    calls: Arc<CallLog>,
    runtime: Runtime,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
    }

    #[track_caller]
    fn ocsp(&self) -> OcspResponse {
        assert_eq!((self.status, self.header("content-type")), (StatusCode::OK, RESPONSE));
        assert_eq!(self.header("content-length"), self.body.len().to_string());
        OcspResponse::from_der(&self.body).unwrap()
    }

    #[track_caller]
    fn certificate_status(&self) -> CertStatus {
        self.ocsp().basic().unwrap().data().responses[0].status
    }
}

impl Site {
    fn new() -> Self {
        Self::on(Desk::with(Settings { publication_address: Some("pki.example".into()), ..Settings::default() }))
    }

    fn on(desk: Desk) -> Self {
        let calls = CallLog::new(desk.clock.clone());
        let routes = relying::router_alone(desk.engine.clone(), calls.clone(), &Limits::default());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { desk, routes: TowerToHyperService::new(routes), calls, runtime }
    }

    fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = self.routes.call(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }

    fn get(&self, address: &str) -> Answer {
        self.get_with(address, &[])
    }

    fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, address, headers, Vec::new())
    }

    fn post(&self, address: &str, request: &OcspRequest) -> Answer {
        self.ask(Method::POST, address, &[("content-type", REQUEST)], request.to_der())
    }

    /// A root that publishes a CRL and answers OCSP, with more in its configuration of the CRL.
    fn root(&self, crl: Value) -> String {
        let mut configuration =
            json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}});
        for (member, value) in crl.as_object().unwrap() {
            configuration["CrlConfiguration"][member] = value.clone();
        }
        configuration["OcspConfiguration"] = json!({"Enabled": true});
        let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
        request["RevocationConfiguration"] = configuration;
        self.desk.root_from(request)
    }

    fn publish(&self, authority: &str) {
        self.desk.engine.sign_crl(&self.desk.caller, id(authority)).unwrap();
    }

    fn issue(&self, authority: &str) -> Certificate {
        let request = issue_request(authority, &csr("a.example"));
        self.desk.certificate(&self.desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
    }

    fn about(&self, authority: &str, certificate: &Certificate) -> OcspRequest {
        let issuer = self.desk.authority_certificate(authority);
        let asked = CertId::new(CertIdHash::Sha1, issuer.subject(), issuer.public_key(), certificate.serial_number());
        OcspRequest { cert_ids: vec![asked], nonce: None }
    }

    fn last_call(&self) -> Arc<Call> {
        self.calls.newest(1)[0].clone()
    }
}

/// The address of the CRL that stands in a certificate, without the host.
fn crl_address(certificate: &Certificate) -> String {
    let extension = certificate.extension(&oid::ID_CE_CRL_DISTRIBUTION_POINTS).unwrap();
    let points = CrlDistributionPoints::from_value(&extension.value).unwrap();
    let Some(DistributionPointName::FullName(names)) = &points.0[0].distribution_point else { panic!("no name") };
    let GeneralName::UniformResourceIdentifier(address) = &names[0] else { panic!("no URI") };
    path_of(address)
}

/// The address of OCSP that stands in a certificate, without the host.
fn ocsp_address(certificate: &Certificate) -> String {
    let extension = certificate.extension(&oid::ID_PE_AUTHORITY_INFO_ACCESS).unwrap();
    let found = AuthorityInfoAccess::from_value(&extension.value).unwrap();
    let GeneralName::UniformResourceIdentifier(address) = &found.0[0].access_location else { panic!("no URI") };
    path_of(address)
}

fn path_of(address: &str) -> String {
    let rest = address.strip_prefix("http://").unwrap();
    format!("/{}", rest.split_once('/').map_or("", |(_, path)| path))
}

/// A request as it stands in an address, its characters encoded.
fn encoded(request: &OcspRequest) -> String {
    Base64::encode_string(&request.to_der()).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

#[test]
fn the_addresses_of_a_certificate_lead_to_its_crl_and_to_ocsp() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    site.publish(&root);
    assert_eq!(crl_address(&leaf), format!("/published/crl/{}.crl", id(&root)));
    let answer = site.get(&crl_address(&leaf));
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/pkix-crl"));
    let list = CertificateList::from_der(&answer.body).unwrap();
    assert_eq!(list.verify_signature(site.desk.authority_certificate(&root).public_key()), Ok(()));
    assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).body, answer.body);
    assert_eq!(ocsp_address(&leaf), "/ocsp");
    let request = site.about(&root, &leaf);
    assert_eq!(site.post("/ocsp", &request).certificate_status(), CertStatus::Good);
    assert_eq!(site.get(&format!("/ocsp/{}", encoded(&request))).certificate_status(), CertStatus::Good);
}

#[test]
fn keys_of_ones_own_and_shards_are_found() {
    let site = Site::new();
    for (configuration, key) in [
        (json!({"CustomPath": "a/b"}), "a/b/"),
        (json!({"CustomPath": "/"}), ""),
        (json!({"CustomPath": "a?x=1&b;%41,(c)"}), "a?x=1&b;%41,(c)/"),
    ] {
        let root = site.root(configuration);
        let leaf = site.issue(&root);
        site.publish(&root);
        assert_eq!(crl_address(&leaf), format!("/published/{key}{}.crl", id(&root)));
        let answer = site.get(&crl_address(&leaf));
        assert_eq!(answer.status, StatusCode::OK, "{key}");
        assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).body, answer.body, "by the authority");
    }
    let root = site.root(json!({"CrlType": "PARTITIONED"}));
    let leaf = site.issue(&root);
    site.publish(&root);
    let shard = CertificateList::from_der(&site.get(&crl_address(&leaf)).body).unwrap();
    assert!(shard.extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT).is_some());
    assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).status, StatusCode::NOT_FOUND, "there is none");
}

#[test]
fn a_cname_leads_to_the_same() {
    let site = Site::new();
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"] = json!({
        "CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published",
            "CustomCname": "crl.example", "CustomPath": "mine"},
        "OcspConfiguration": {"Enabled": true, "OcspCustomCname": "ocsp.example"}
    });
    let root = site.desk.root_from(request);
    let leaf = site.issue(&root);
    site.publish(&root);
    assert_eq!(crl_address(&leaf), format!("/mine/{}.crl", id(&root)));
    assert_eq!(site.get(&crl_address(&leaf)).status, StatusCode::OK);
    assert_eq!(ocsp_address(&leaf), "/");
    let request = site.about(&root, &leaf);
    assert_eq!(site.post("/", &request).certificate_status(), CertStatus::Good);
    assert_eq!(site.get(&format!("/{}", encoded(&request))).certificate_status(), CertStatus::Good);
}

#[test]
fn a_crl_is_kept_by_caches_and_not_sent_again() {
    let site = Site::new();
    let root = site.root(json!({}));
    site.publish(&root);
    let address = format!("/crl/{}.crl", id(&root));
    site.desk.later(3_600);
    let first = site.get(&address);
    assert_eq!(site.last_call().result, CallResult::Answered);
    assert_eq!(first.header("last-modified"), "Mon, 23 Nov 2026 12:00:00 GMT");
    assert_eq!(first.header("cache-control"), format!("max-age={}, public, no-transform", 7 * 86_400 - 3_600));
    let tag = first.header("etag");
    assert!(tag.starts_with('"'), "it is a strong one: {tag}");
    for headers in
        [("if-none-match", tag), ("if-none-match", "*"), ("if-modified-since", "Mon, 23 Nov 2026 12:00:00 GMT")]
    {
        let again = site.get_with(&address, &[headers]);
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{headers:?}");
        assert_eq!(again.header("etag"), tag);
        assert_eq!(site.last_call().result, CallResult::FromCache);
    }
    let head = site.ask(Method::HEAD, &address, &[], Vec::new());
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header("content-length"), first.body.len().to_string());
    for headers in [("if-none-match", "\"other\""), ("if-modified-since", "Mon, 23 Nov 2026 11:59:59 GMT")] {
        assert_eq!(site.get_with(&address, &[headers]).body, first.body, "{headers:?}");
    }
    // The next one is told at once.
    site.publish(&root);
    let next = site.get_with(&address, &[("if-none-match", tag)]);
    assert!(next.status == StatusCode::OK && next.body != first.body);
    site.desk.later(30 * 86_400);
    assert_eq!(site.get(&address).header("cache-control"), "max-age=0, public, no-transform");
}

#[test]
fn only_what_was_published_is_found() {
    let site = Site::new();
    let root = site.root(json!({}));
    let address = format!("/crl/{}.crl", id(&root));
    assert_eq!(site.get(&address).status, StatusCode::NOT_FOUND, "not yet");
    site.publish(&root);
    assert_eq!(site.get(&address).status, StatusCode::OK);
    let file = site.desk.folder.path().join("published/secret.crl");
    std::fs::write(file, "secret").unwrap();
    for address in [
        "/",
        "/crl",
        "/crl/",
        "/published",
        "/published/secret.crl",
        "/secret.crl",
        "/published/crl/../secret.crl",
        "/published/../test.canopy",
        "/published/%2e%2e/test.canopy",
        "/crl/..%2f..%2ftest.canopy",
        "//test.canopy",
        "/crl/00000000-0000-4000-8000-000000000000.crl",
        "/other/crl/x.crl",
        "/%ff",
        "/%",
    ] {
        let answer = site.get(address);
        assert!(
            [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&answer.status),
            "{address}: {}",
            answer.status
        );
        assert!(answer.body.is_empty(), "{address}");
    }
    let call = site.calls.newest(2);
    assert!(call.iter().all(|call| call.caller == CalledBy::RelyingParty && call.asked == Asked::Crl));
    assert_eq!(site.ask(Method::POST, &address, &[], Vec::new()).status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn what_somebody_else_has_put_there_is_not_handed_out() {
    let site = Site::new();
    let [root, other] = [site.root(json!({})), site.root(json!({}))];
    site.publish(&root);
    site.publish(&other);
    let file = |root: &str| site.desk.folder.path().join(format!("published/crl/{}.crl", id(root)));
    let own = std::fs::read(file(&root)).unwrap();
    let mut damaged = own.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let address = format!("/crl/{}.crl", id(&root));
    for wrong in [damaged, own[..own.len() - 1].to_vec(), b"hello".to_vec(), std::fs::read(file(&other)).unwrap()] {
        std::fs::write(file(&root), wrong).unwrap();
        let answer = site.get(&address);
        assert_eq!((answer.status, answer.body.len()), (StatusCode::SERVICE_UNAVAILABLE, 0));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(matches!(&site.last_call().result, CallResult::Refused(status) if status.starts_with("503")));
    }
    std::fs::remove_file(file(&root)).unwrap();
    assert_eq!(site.get(&address).status, StatusCode::SERVICE_UNAVAILABLE);
    std::fs::write(file(&root), &own).unwrap();
    assert_eq!(site.get(&address).body, own);
}

#[test]
fn the_list_before_is_handed_out_while_the_last_cannot_be_written() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    site.publish(&root);
    let file = site.desk.folder.path().join(format!("published/crl/{}.crl", id(&root)));
    let (before, folder) = (std::fs::read(&file).unwrap(), file.parent().unwrap().to_owned());
    // A list that is signed cannot be written where a file stands in the place of its folder.
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "").unwrap();
    let serial = canopy::workspace::Serial::from_der_integer(&[&[0], leaf.serial_number()].concat()).unwrap();
    let revocation = json!({"CertificateAuthorityArn": root, "CertificateSerial": serial.to_string(), "RevocationReason": "SUPERSEDED"});
    site.desk.call::<RevokeCertificateRequest>(revocation).unwrap();
    site.publish(&root);
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(&file, &before).unwrap();
    assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).body, before);
    site.publish(&root);
    assert_ne!(site.get(&format!("/crl/{}.crl", id(&root))).body, before);
}

#[test]
fn an_answer_without_a_nonce_is_for_caches() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    let request = site.about(&root, &leaf);
    let address = format!("/ocsp/{}", encoded(&request));
    let first = site.get(&address);
    first.ocsp();
    assert_eq!(first.header("last-modified"), "Mon, 23 Nov 2026 12:00:00 GMT");
    assert_eq!(first.header("expires"), "Mon, 23 Nov 2026 13:00:00 GMT");
    assert_eq!(first.header("cache-control"), "max-age=1800, public, no-transform, must-revalidate");
    let call = site.last_call();
    assert_eq!((&call.asked, &call.result), (&Asked::Ocsp, &CallResult::Answered));
    assert!(call.object.starts_with(&format!("{root}/certificate/")), "{}", call.object);
    let tag = first.header("etag");
    assert_eq!(site.get_with(&address, &[("if-none-match", tag)]).status, StatusCode::NOT_MODIFIED);
    assert_eq!(site.last_call().result, CallResult::FromCache);
    assert_eq!(site.post("/ocsp", &request).body, first.body);
    let head = site.ask(Method::HEAD, &address, &[], Vec::new());
    assert_eq!((head.header("content-type"), head.body.len()), (RESPONSE, 0));
}

#[test]
fn an_answer_with_a_nonce_and_a_refusal_are_kept_by_nobody() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    let nonce = Some(Nonce::new(&[1; 32]).unwrap());
    let request = OcspRequest { nonce: nonce.clone(), ..site.about(&root, &leaf) };
    for answer in [site.post("/ocsp", &request), site.get(&format!("/ocsp/{}", encoded(&request)))] {
        assert_eq!(answer.ocsp().basic().unwrap().data().nonce, nonce);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!answer.headers.contains_key("etag") && !answer.headers.contains_key("expires"));
    }
    let silent = site.desk.root();
    let refused = site.post("/ocsp", &site.about(&silent, &leaf));
    assert_eq!(refused.ocsp(), OcspResponse::Refused(OcspResponseStatus::Unauthorized));
    assert_eq!(refused.header("cache-control"), "no-store");
    assert_eq!(site.last_call().result, CallResult::Refused("unauthorized".into()));
}

#[test]
fn a_request_in_an_address_is_taken_in_every_form() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    // One with both of the characters that mean something in an address.
    let with_all = (0..=u8::MAX).map(|octet| OcspRequest {
        nonce: Some(Nonce::new(&[0xff, 0xef, 0xbe, 0xff, 0xff, octet, 0xfb, 0xef]).unwrap()),
        ..site.about(&root, &leaf)
    });
    let mut with_all = with_all.filter(|request| {
        let text = Base64::encode_string(&request.to_der());
        text.contains('/') && text.contains('+')
    });
    let request = with_all.next().unwrap();
    let bare = Base64::encode_string(&request.to_der());
    for text in [encoded(&request), bare.clone(), bare.trim_end_matches('=').to_owned(), bare.replace('/', "%2f")] {
        assert_eq!(site.get(&format!("/ocsp/{text}")).certificate_status(), CertStatus::Good, "{text}");
    }
}

#[test]
fn what_is_no_request_is_refused_and_the_next_good_one_is_answered() {
    let site = Site::new();
    let root = site.root(json!({}));
    let request = site.about(&root, &site.issue(&root));
    let malformed = OcspResponse::Refused(OcspResponseStatus::MalformedRequest);
    let post = |body: Vec<u8>| site.ask(Method::POST, "/ocsp", &[("content-type", REQUEST)], body);
    for body in [Vec::new(), b"hello".to_vec(), vec![0x30; 1000], request.to_der()[1..].to_vec()] {
        assert_eq!(post(body).ocsp(), malformed);
    }
    for text in ["MA", "MAAA", "M%zz", "MAMKAQA=%00"] {
        assert_eq!(site.get(&format!("/ocsp/{text}")).ocsp(), malformed, "{text}");
    }
    assert_eq!(post(vec![0x30; 1 << 20]).status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(site.get(&format!("/ocsp/M{}", "A".repeat(5_000))).status, StatusCode::URI_TOO_LONG);
    let untyped = site.ask(Method::POST, "/ocsp", &[("content-type", "application/json")], request.to_der());
    assert_eq!(untyped.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(site.get("/ocsp").status, StatusCode::METHOD_NOT_ALLOWED);
    let typed = [("content-type", "Application/OCSP-Request; charset=binary")];
    let answer = site.ask(Method::POST, "/ocsp/", &typed, request.to_der());
    assert_eq!(answer.certificate_status(), CertStatus::Good);
    assert_eq!(site.calls.counts().running, 0);
    assert_eq!(site.desk.clock.now().seconds(), NOON);
}

#[test]
fn a_locked_workspace_hands_out_crls_and_what_it_has_signed() {
    let site = Site::new();
    let root = site.root(json!({}));
    let request = site.about(&root, &site.issue(&root));
    site.publish(&root);
    let signed = site.post("/ocsp", &request);
    site.desk.engine.lock();
    assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).status, StatusCode::OK);
    assert_eq!(site.post("/ocsp", &request).body, signed.body);
    let own = site.about(&root, &site.desk.authority_certificate(&root));
    assert_eq!(site.post("/ocsp", &own).ocsp(), OcspResponse::Refused(OcspResponseStatus::TryLater));
}
