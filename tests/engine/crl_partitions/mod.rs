//! Partitioned CRLs: which shard a certificate belongs to, and what each list says.

mod assignment;
mod lists;
mod managed;

use crate::desk::{Desk, NOON, authority_request, crl_on, csr, id, import_request, issue_request};
use canopy::engine::api::*;
use canopy::engine::{Caller, CreateSubordinate, CrlOutcome, Engine, NewBucket, Options, Perform, Template};
use canopy::workspace::{Authority, CrlJob, CrlPartition, CrlPartitionId, Serial, Settings};
use canopy::x509::extension::{CrlDistributionPoints, CrlNumber, DistributionPointName, IssuingDistributionPoint};
use canopy::x509::{Certificate, CertificateList, GeneralName, oid};
use serde_json::{Value, json};
use std::sync::Arc;

const ADDRESS: &str = "pki.example.com";

/// A workspace whose shards take two certificates.
fn desk() -> Desk {
    Desk::with_shards(2)
}

/// A CRL configuration with these members on top.
fn crl(members: Value) -> Value {
    let mut configuration = crl_on();
    let crl = configuration["CrlConfiguration"].as_object_mut().unwrap();
    crl.extend(members.as_object().unwrap().clone());
    configuration
}

fn partitioned() -> Value {
    crl(json!({"CrlType": "PARTITIONED"}))
}

fn root_with(desk: &Desk, configuration: Value) -> String {
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"] = configuration;
    desk.root_from(request)
}

fn root(desk: &Desk) -> String {
    root_with(desk, partitioned())
}

fn configure(desk: &Desk, authority: &str, configuration: Value) {
    let update = json!({"CertificateAuthorityArn": authority, "RevocationConfiguration": configuration});
    desk.call::<UpdateCertificateAuthorityRequest>(update).unwrap();
}

fn stored(desk: &Desk, authority: &str) -> Authority {
    desk.engine.snapshot().authority(id(authority)).unwrap().as_ref().clone()
}

fn shards(desk: &Desk, authority: &str) -> Vec<Arc<CrlPartition>> {
    stored(desk, authority).crl_partitions
}

/// The shard that the workspace has a certificate in.
fn shard_of(desk: &Desk, authority: &str, certificate: &str) -> Option<CrlPartitionId> {
    let serial: Serial = certificate.rsplit('/').next().unwrap().parse().unwrap();
    desk.engine.snapshot().certificates().get(id(authority), serial).unwrap().partition
}

/// The addresses that a certificate names.
fn points(certificate: &Certificate) -> Vec<String> {
    let found = certificate.extension(&oid::ID_CE_CRL_DISTRIBUTION_POINTS);
    let points = found.map(|found| CrlDistributionPoints::from_value(&found.value).unwrap());
    points.iter().flat_map(CrlDistributionPoints::uris).map(str::to_owned).collect()
}

fn list(desk: &Desk, authority: &str, shard: Option<CrlPartitionId>) -> CertificateList {
    desk.engine.published_list(id(authority), shard).unwrap().unwrap()
}

fn number(desk: &Desk, authority: &str, shard: Option<CrlPartitionId>) -> CrlNumber {
    list(desk, authority, shard).number().unwrap()
}

fn revocation(authority: &str, certificate: &str) -> Value {
    let serial = certificate.rsplit('/').next().unwrap();
    json!({"CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"})
}

fn revoke(desk: &Desk, authority: &str, certificate: &str) -> CrlOutcome {
    let request = serde_json::from_value(revocation(authority, certificate)).unwrap();
    desk.engine.revoke(&desk.caller, request).unwrap()
}

fn sign(desk: &Desk, authority: &str) -> CrlOutcome {
    desk.engine.sign_crl(&desk.caller, id(authority)).unwrap()
}

fn serials(list: &CertificateList) -> Vec<Vec<u8>> {
    list.entries().map(|entry| entry.serial_number).collect()
}

fn serial(desk: &Desk, certificate: &str) -> Vec<u8> {
    desk.certificate(certificate).serial_number().to_vec()
}

/// The critical name of a list, and nothing else in its issuing distribution point.
#[track_caller]
fn assert_names(list: &CertificateList, address: &str) {
    let extension = list.extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT).unwrap();
    assert!(extension.critical);
    let name = GeneralName::UniformResourceIdentifier(address.into());
    let distribution_point = Some(DistributionPointName::FullName(vec![name]));
    let expected = IssuingDistributionPoint { distribution_point, ..Default::default() };
    assert_eq!(IssuingDistributionPoint::from_value(&extension.value).unwrap(), expected);
}

fn file(desk: &Desk, shard: &CrlPartition) -> std::path::PathBuf {
    desk.folder.path().join(&shard.bucket).join(&shard.key)
}

fn call<R: Perform>(engine: &Engine, caller: &Caller, request: Value) {
    engine.call(caller, serde_json::from_value::<R>(request).unwrap()).unwrap();
}
