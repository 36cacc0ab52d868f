//! CRLs and OCSP for whoever validates certificates.

mod crl;
mod ocsp;

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
