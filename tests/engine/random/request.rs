//! A request of each type, about what exists in the run.

use super::world::World;
use crate::desk::{authority_request, base64, crl_on, csr, import_request, issue_request};
use canopy::engine::Action;
use canopy::workspace::CertificateAuthorityStatus;
use serde_json::{Value, json};
use std::sync::LazyLock;

use CertificateAuthorityStatus::{Active, Deleted, Disabled, Expired, PendingCertificate};

/// CSRs of others than authorities, since a key takes its time.
static CSRS: LazyLock<[String; 3]> = LazyLock::new(|| ["a.example", "b.example", "c.example"].map(csr));

/// Who is shared with.
pub const STRANGER: &str = "111122223333";

const LIVE: [CertificateAuthorityStatus; 4] = [Active, Disabled, PendingCertificate, Expired];

/// The choices of one request, made before it is known what there is to choose from. The first choice is always the one
/// that is most likely to be right.
pub struct Picks<'a>(std::slice::Iter<'a, u16>);

impl<'a> Picks<'a> {
    pub fn of(picks: &'a [u16]) -> Self {
        Self(picks.iter())
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or_default()) % count.max(1)
    }

    pub fn one<'b, T>(&mut self, of: &'b [T]) -> &'b T {
        &of[self.below(of.len())]
    }

    /// True in so many of a hundred cases.
    fn in_hundred(&mut self, cases: usize) -> bool {
        self.below(100) >= 100 - cases
    }
}

/// An authority, most likely in one of these states.
pub fn authority(world: &World, picks: &mut Picks<'_>, wanted: &[CertificateAuthorityStatus]) -> String {
    let right: Vec<&String> = world.authorities().filter(|arn| wanted.contains(&world.status(arn))).collect();
    if right.is_empty() || picks.in_hundred(15) {
        let all: Vec<&String> = world.authorities().collect();
        return (*picks.one(&all)).clone();
    }
    (*picks.one(&right)).clone()
}

/// A request of that type.
pub fn of(action: Action, world: &World, picks: &mut Picks<'_>) -> Value {
    match action {
        Action::CreateCertificateAuthority => create(picks),
        Action::IssueCertificate => issue(world, picks),
        Action::ImportCertificateAuthorityCertificate => import(world, picks),
        Action::UpdateCertificateAuthority => update(world, picks),
        Action::GetCertificate | Action::RevokeCertificate => of_certificate(action, world, picks),
        Action::ListCertificateAuthorities => {
            let mut request = page(world, picks);
            if picks.in_hundred(40) {
                request["ResourceOwner"] = json!(picks.one(&["SELF", "OTHER_ACCOUNTS"]));
            }
            request
        }
        Action::DeletePolicy | Action::GetPolicy => json!({"ResourceArn": authority(world, picks, &LIVE)}),
        Action::PutPolicy => {
            let arn = authority(world, picks, &LIVE);
            let account = picks.one(&[STRANGER, "000000000000", "999999999999"]);
            let template = picks.one(&["EndEntityCertificate/V1", "SubordinateCACertificate_PathLen0/V1"]);
            json!({"ResourceArn": arn, "Policy": crate::access::policy(&arn, account, template)})
        }
        _ => about_one(action, world, picks),
    }
}

/// The requests whose first member is the authority, with what else they have.
fn about_one(action: Action, world: &World, picks: &mut Picks<'_>) -> Value {
    let wanted: &[CertificateAuthorityStatus] = match action {
        Action::DeleteCertificateAuthority => &[PendingCertificate, Disabled, Expired],
        Action::RestoreCertificateAuthority => &[Deleted],
        Action::CreateCertificateAuthorityAuditReport => &[Active, Disabled],
        Action::GetCertificateAuthorityCertificate => &[Active, Disabled, Expired],
        _ => &LIVE,
    };
    let mut request = match action {
        Action::ListPermissions | Action::ListTags => page(world, picks),
        _ => json!({}),
    };
    request["CertificateAuthorityArn"] = json!(authority(world, picks, wanted));
    match action {
        Action::CreateCertificateAuthorityAuditReport => {
            request["S3BucketName"] = json!(picks.one(&["published", "nowhere"]));
            request["AuditReportResponseFormat"] = json!(picks.one(&["JSON", "CSV"]));
        }
        Action::DescribeCertificateAuthorityAuditReport => {
            let unknown = (String::new(), "11111111-2222-3333-4444-555555555555".to_owned());
            let (arn, report) = if world.reports.is_empty() { &unknown } else { picks.one(&world.reports) };
            if !arn.is_empty() && !picks.in_hundred(10) {
                request["CertificateAuthorityArn"] = json!(arn);
            }
            request["AuditReportId"] = json!(report);
        }
        Action::CreatePermission | Action::DeletePermission => {
            request["Principal"] = json!("acm.amazonaws.com");
            if picks.in_hundred(40) {
                request["SourceAccount"] = json!(picks.one(&["000000000000", STRANGER]));
            }
            if action == Action::CreatePermission {
                let all = ["IssueCertificate", "GetCertificate", "ListPermissions"];
                request["Actions"] = json!(all[..3 - picks.below(3)]);
            }
        }
        Action::DeleteCertificateAuthority if picks.in_hundred(70) => {
            request["PermanentDeletionTimeInDays"] = json!(picks.one(&[7, 30, 8]));
        }
        Action::TagCertificateAuthority | Action::UntagCertificateAuthority => request["Tags"] = tags(picks),
        _ => {}
    }
    request
}

fn tags(picks: &mut Picks<'_>) -> Value {
    let count = 1 + picks.below(3);
    let tag = |number: usize, picks: &mut Picks<'_>| {
        let key = format!("{}{number}", picks.one(&["Team", "größe ", "a:b/"]));
        match picks.below(3) {
            0 => json!({"Key": key, "Value": "x"}),
            1 => json!({"Key": key}),
            _ => json!({"Key": key, "Value": ""}),
        }
    };
    json!((0..count).map(|number| tag(number, picks)).collect::<Vec<_>>())
}

fn page(world: &World, picks: &mut Picks<'_>) -> Value {
    let mut request = json!({});
    if picks.in_hundred(60) {
        request["MaxResults"] = json!(picks.one(&[1, 2, 1000]));
    }
    if !world.pages.is_empty() && picks.in_hundred(30) {
        request["NextToken"] = json!(picks.one(&world.pages));
    }
    request
}

fn token(request: &mut Value, picks: &mut Picks<'_>) {
    if picks.in_hundred(40) {
        request["IdempotencyToken"] = json!(picks.one(&["one", "another"]));
    }
}

fn revocation(picks: &mut Picks<'_>) -> Value {
    let mut configuration = crl_on();
    let crl = &mut configuration["CrlConfiguration"];
    match picks.below(9) {
        0 => {}
        1 | 2 => crl["CrlType"] = json!("PARTITIONED"),
        3 => crl["CustomPath"] = json!("a/b"),
        4 => crl["CustomCname"] = json!("crl.example"),
        5 => crl["CrlDistributionPointExtensionConfiguration"] = json!({"OmitExtension": true}),
        6 => *crl = json!({"Enabled": false}),
        7 => crl["S3BucketName"] = json!("nowhere"),
        _ => configuration = json!({"OcspConfiguration": {"Enabled": true, "OcspCustomCname": "ocsp.example"}}),
    }
    configuration
}

fn create(picks: &mut Picks<'_>) -> Value {
    let kind = picks.one(&["ROOT", "SUBORDINATE"]);
    let signing = picks.one(&["SHA256WITHECDSA", "SHA512WITHECDSA"]);
    let name = *picks.one(&["Random", "Größe", "Ω"]);
    let mut request = authority_request(kind, name, "EC_prime256v1", signing);
    if picks.in_hundred(50) {
        request["RevocationConfiguration"] = revocation(picks);
    }
    if picks.in_hundred(30) {
        request["Tags"] = tags(picks);
    }
    if picks.in_hundred(20) {
        request["UsageMode"] = json!(picks.one(&["SHORT_LIVED_CERTIFICATE", "GENERAL_PURPOSE"]));
    }
    if picks.in_hundred(20) {
        let access = json!([{
            "AccessMethod": {"AccessMethodType": "CA_REPOSITORY"},
            "AccessLocation": {"UniformResourceIdentifier": "https://ca.example"}
        }]);
        request["CertificateAuthorityConfiguration"]["CsrExtensions"] =
            json!({"KeyUsage": {"KeyCertSign": true}, "SubjectInformationAccess": access});
    }
    token(&mut request, picks);
    request
}

/// How a request to issue begins that is about the authority itself.
pub const OWN: u16 = 2;

/// A certificate for the root itself, for 3000 days.
pub fn renewal(world: &World, root: &str) -> Value {
    let mut request = issue_request(root, &world.csr(root));
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/RootCACertificate/V1");
    request["Validity"]["Value"] = json!(3_000);
    request
}

/// A certificate for somebody, for the authority itself, or for one below it.
fn issue(world: &World, picks: &mut Picks<'_>) -> Value {
    let kind = picks.below(4);
    let states: &[CertificateAuthorityStatus] =
        if kind == usize::from(OWN) { &[PendingCertificate, Active, Expired] } else { &[Active] };
    let issuer = authority(world, picks, states);
    let (csr, template) = match kind {
        2 => (world.csr(&issuer), "RootCACertificate/V1"),
        3 => {
            let below = authority(world, picks, &[PendingCertificate, Active, Disabled, Expired]);
            let template = picks.one(&["SubordinateCACertificate_PathLen0/V1", "SubordinateCACertificate_PathLen1/V1"]);
            (world.csr(&below), *template)
        }
        _ => (picks.one(&*CSRS).clone(), ""),
    };
    let mut request = issue_request(&issuer, &csr);
    let now = world.now();
    request["Validity"] = match picks.below(6) {
        0 => json!({"Type": "DAYS", "Value": picks.one(&[30, 1, 400])}),
        1 => json!({"Type": "YEARS", "Value": picks.one(&[1, 5, 20])}),
        2 => json!({"Type": "ABSOLUTE", "Value": now + 3_600}),
        3 => json!({"Type": "MONTHS", "Value": 3}),
        4 => json!({"Type": "END_DATE", "Value": 20_500_101_000_000_i64}),
        _ => json!({"Type": "ABSOLUTE", "Value": 253_402_300_799_i64}),
    };
    if picks.in_hundred(20) {
        request["ValidityNotBefore"] = json!({"Type": "ABSOLUTE", "Value": now + [0, 600, -86_400][picks.below(3)]});
    }
    if !template.is_empty() {
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
    } else if picks.in_hundred(40) {
        let template =
            picks.one(&["EndEntityCertificate_APIPassthrough", "CodeSigningCertificate", "EndEntityCertificate"]);
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}/V1"));
        request["ApiPassthrough"] = json!({
            "Subject": {"CommonName": "passed", "Country": "DE"},
            "Extensions": {
                "SubjectAlternativeNames": [{"DnsName": "passed.example"}, {"IpAddress": "::1"}],
                "CertificatePolicies": [{"CertPolicyId": "1.2.3"}]
            }
        });
    }
    if picks.in_hundred(10) {
        request["SigningAlgorithm"] = json!(picks.one(&["SHA384WITHECDSA", "SHA256WITHRSA"]));
    }
    token(&mut request, picks);
    request
}

fn import(world: &World, picks: &mut Picks<'_>) -> Value {
    if world.own.is_empty() || picks.in_hundred(10) {
        let arn = authority(world, picks, &[PendingCertificate, Active]);
        return json!({"CertificateAuthorityArn": arn, "Certificate": base64(&CSRS[0])});
    }
    let own = picks.one(&world.own);
    let authority = if picks.in_hundred(10) { authority(world, picks, &LIVE) } else { own.authority.clone() };
    let chain = if picks.in_hundred(10) { "" } else { &own.chain };
    import_request(&authority, &own.certificate, chain)
}

fn update(world: &World, picks: &mut Picks<'_>) -> Value {
    let mut request = json!({"CertificateAuthorityArn": authority(world, picks, &[Active, Disabled])});
    if picks.below(3) != 1 {
        request["Status"] = json!(picks.one(&["DISABLED", "ACTIVE", "DISABLED", "DELETED"]));
    }
    if picks.in_hundred(40) {
        request["RevocationConfiguration"] = revocation(picks);
    }
    request
}

fn of_certificate(action: Action, world: &World, picks: &mut Picks<'_>) -> Value {
    if world.certificates.is_empty() {
        return json!({"CertificateAuthorityArn": authority(world, picks, &LIVE), "CertificateArn": "", "RevocationReason": ""});
    }
    let certificate = picks.one(&world.certificates);
    let (issuer, serial) = certificate.split_once("/certificate/").unwrap();
    let issuer = if picks.in_hundred(10) { authority(world, picks, &LIVE) } else { issuer.to_owned() };
    if action == Action::GetCertificate {
        return json!({"CertificateAuthorityArn": issuer, "CertificateArn": certificate});
    }
    let serial = match picks.below(3) {
        0 => serial.to_owned(),
        1 => serial.to_uppercase().trim_start_matches('0').to_owned(),
        _ => serial.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair)).collect::<Vec<_>>().join(":"),
    };
    let reason = picks.one(&["KEY_COMPROMISE", "UNSPECIFIED", "SUPERSEDED", "A_A_COMPROMISE"]);
    json!({"CertificateAuthorityArn": issuer, "CertificateSerial": serial, "RevocationReason": reason})
}
