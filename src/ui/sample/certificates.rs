//! The certificates of the sample, and what has become of them.

use super::authorities::subject;
use crate::engine::ManagedCertificateRequest;
use crate::engine::api::GeneralName;
use crate::workspace::{CertificateAuthorityArn, KeyAlgorithm, RevocationReason};

/// A certificate of the sample.
pub(super) struct Leaf {
    /// Which authority signs it.
    pub issuer: Issuer,
    pub name: &'static str,
    /// DNS names and addresses besides the common name.
    pub also: &'static [&'static str],
    pub template: &'static str,
    /// How many days ago it was issued.
    pub age: i64,
    /// For how many days.
    pub days: i64,
    /// Why it was revoked, and how many days ago.
    pub revoked: Option<(RevocationReason, i64)>,
}

/// The authorities that sign for others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Issuer {
    Servers,
    People,
    Workloads,
}

const fn leaf(issuer: Issuer, name: &'static str, template: &'static str, age: i64, days: i64) -> Leaf {
    Leaf { issuer, name, also: &[], template, age, days, revoked: None }
}

impl Leaf {
    const fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }

    const fn revoked(mut self, reason: RevocationReason, age: i64) -> Self {
        self.revoked = Some((reason, age));
        self
    }
}

const SERVER: &str = "EndEntityServerAuthCertificate/V1";
pub(super) const CLIENT: &str = "EndEntityClientAuthCertificate/V1";
const BOTH: &str = "EndEntityCertificate/V1";
const CODE: &str = "CodeSigningCertificate/V1";

/// Names and policies are the request's, not the CSR's.
pub(super) const BY_REQUEST: &str = "EndEntityServerAuthCertificate_APIPassthrough/V1";

use Issuer::{People, Servers, Workloads};

/// The certificates.
pub(super) const LEAVES: &[Leaf] = &[
    leaf(Servers, "mail-old.robotics.example", SERVER, 380, 365).also(&["smtp-old.robotics.example"]),
    leaf(People, "Ines Moreau", CLIENT, 370, 360),
    leaf(Servers, "legacy-vpn.robotics.example", SERVER, 360, 400).revoked(RevocationReason::Superseded, 214),
    leaf(People, "Release signing 2026", CODE, 300, 730),
    leaf(Servers, "payments.robotics.example", SERVER, 88, 90)
        .also(&["pay.robotics.example", "checkout.robotics.example"]),
    leaf(Servers, "grafana.robotics.example", SERVER, 84, 90).also(&["metrics.robotics.example"]),
    leaf(Servers, "vault-1.robotics.example", BOTH, 78, 90).also(&["vault.robotics.example", "10.20.0.9"]),
    leaf(People, "Ирина Соколова", CLIENT, 344, 365),
    leaf(Servers, "build-07.robotics.example", SERVER, 75, 90).revoked(RevocationReason::CessationOfOperation, 33),
    leaf(Servers, "registry.robotics.example", SERVER, 56, 90)
        .also(&["docker.robotics.example", "oci.robotics.example"]),
    leaf(Servers, "ldap.robotics.example", SERVER, 49, 90).also(&["ldaps.robotics.example"]),
    leaf(People, "laptop-0412", CLIENT, 42, 90).revoked(RevocationReason::KeyCompromise, 5),
    leaf(Servers, "ci-runner-3.robotics.example", CLIENT, 35, 90),
    leaf(Servers, "Πύλη Αθηνών", SERVER, 27, 90).also(&["gw-ath.robotics.example"]),
    leaf(Servers, "wiki.robotics.example", SERVER, 19, 90).also(&["docs.robotics.example", "kb.robotics.example"]),
    leaf(Servers, "sso.robotics.example", SERVER, 12, 90).also(&["login.robotics.example", "id.robotics.example"]),
    leaf(People, "Jonas Weber", CLIENT, 11, 365),
    leaf(People, "Amara Okafor", CLIENT, 10, 365),
    leaf(Servers, "postgres-a.robotics.example", BOTH, 8, 120).also(&["pg-a.robotics.example", "10.20.1.4"]),
    leaf(Servers, "postgres-b.robotics.example", BOTH, 8, 120).also(&["pg-b.robotics.example", "10.20.1.5"]),
    leaf(Servers, "kafka-01.robotics.example", BOTH, 4, 207).also(&["broker-1.robotics.example"]),
    leaf(Servers, "kafka-02.robotics.example", BOTH, 4, 207).also(&["broker-2.robotics.example"]),
    leaf(People, "Mei Tanaka", CLIENT, 3, 365),
    leaf(Servers, "api.robotics.example", SERVER, 1, 90).also(&[
        "api-eu.robotics.example",
        "*.api.robotics.example",
        "10.20.0.14",
    ]),
    leaf(Servers, "status.robotics.example", SERVER, 0, 30),
    leaf(Workloads, "ingress.svc.robotics.example", BY_REQUEST, 61, 180).also(&["edge.svc.robotics.example"]),
    leaf(Workloads, "telemetry.svc.robotics.example", BOTH, 47, 180).also(&["otel.svc.robotics.example"]),
    leaf(Workloads, "batch-7.svc.robotics.example", BOTH, 40, 180).revoked(RevocationReason::KeyCompromise, 6),
    leaf(Workloads, "planner.svc.robotics.example", BOTH, 14, 180).also(&["planner-eu.svc.robotics.example"]),
];

/// A certificate that the certificate manager keeps.
pub(super) struct Managed {
    pub name: &'static str,
    /// How many days ago it was requested.
    pub age: i64,
    /// For how many days.
    pub days: u32,
    /// How many days before its end it is renewed.
    pub renew_before: u32,
    /// How many days ago it was renewed.
    pub renewed: Option<i64>,
}

/// None of them is to be renewed today.
pub(super) const MANAGED: &[Managed] = &[
    Managed { name: "orders.svc.robotics.example", age: 150, days: 120, renew_before: 30, renewed: Some(60) },
    Managed { name: "checkout.svc.robotics.example", age: 25, days: 90, renew_before: 30, renewed: None },
];

impl Managed {
    pub fn request(&self, authority: CertificateAuthorityArn) -> ManagedCertificateRequest {
        ManagedCertificateRequest {
            authority,
            key_algorithm: KeyAlgorithm::EcPrime256v1,
            subject: subject(self.name),
            names: vec![GeneralName { dns_name: Some(self.name.into()), ..GeneralName::default() }],
            validity_days: self.days,
            renew_days_before: self.renew_before,
        }
    }
}
