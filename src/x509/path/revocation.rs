//! What CRLs say of a certificate, RFC 5280 section 6.3: complete CRLs that the issuer itself signed. And what is
//! known of revocations without a CRL.

use std::collections::{HashMap, HashSet};

use super::Revoked;
use super::budget::Budget;
use super::check::Link;
use crate::x509::extension::{CrlReason, DistributionPointName, IssuingDistributionPoint, KeyUsage};
use crate::x509::{Certificate, CertificateList, Error, oid, words};

/// What is known of the revocation of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Status {
    /// No CRLs were given, and nothing else is known.
    NotAsked,
    /// A CRL that covers it does not list it.
    Good(String),
    /// No CRL can tell, and why.
    Unknown(String),
    /// A CRL lists it.
    Revoked(String),
}

/// The CRLs with what has been found out about them.
pub struct Revocation<'a> {
    crls: &'a [CertificateList],
    revoked: Option<Revoked<'a>>,
    at: i64,
    /// The serial numbers of the certificates at hand: of a long CRL no others are kept.
    serials: HashSet<&'a [u8]>,
    /// By CRL, when it was needed.
    read: HashMap<usize, Read>,
    /// By CRL and issuer: why it must not be used.
    usable: HashMap<(usize, usize), Result<(), String>>,
    /// By certificate and issuer.
    known: HashMap<(usize, usize), Status>,
}

/// What a CRL says.
struct Read {
    point: Result<Option<IssuingDistributionPoint>, Error>,
    /// The date and the reason, by serial number.
    listed: HashMap<Vec<u8>, (i64, Option<CrlReason>)>,
    /// It has an entry with an unknown critical extension.
    strange: bool,
}

impl<'a> Revocation<'a> {
    pub fn new(
        crls: &'a [CertificateList],
        revoked: Option<Revoked<'a>>,
        certificates: &[&'a Certificate],
        at: i64,
    ) -> Self {
        Revocation {
            crls,
            revoked,
            at,
            serials: certificates.iter().map(|certificate| certificate.serial_number()).collect(),
            read: HashMap::new(),
            usable: HashMap::new(),
            known: HashMap::new(),
        }
    }

    /// The status of a certificate by what is known and by the CRLs of its issuer.
    pub fn status(&mut self, link: Link<'_>, issuer: Link<'_>, budget: &mut Budget) -> Status {
        let key = (link.number, issuer.number);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let status = match self.without_crl(link.certificate) {
            Status::NotAsked if !self.crls.is_empty() => self.by_crls(link, issuer, budget),
            known => known,
        };
        self.known.insert(key, status.clone());
        status
    }

    /// The status of a certificate by what is known without a CRL.
    pub fn without_crl(&self, certificate: &Certificate) -> Status {
        let why = self.revoked.and_then(|revoked| revoked(certificate));
        why.map_or(Status::NotAsked, Status::Revoked)
    }

    fn by_crls(&mut self, link: Link<'_>, issuer: Link<'_>, budget: &mut Budget) -> Status {
        let at = self.at;
        let mut status = Status::Unknown("Revocation unknown: no CRL of its issuer is at hand".to_owned());
        for (index, crl) in self.crls.iter().enumerate() {
            if !budget.same_name(crl.issuer(), link.certificate.issuer()) {
                continue;
            }
            let found = match self.usable(index, issuer, budget) {
                Ok(read) => ask(crl, read, link, at, budget),
                Err(why) => Status::Unknown(format!("Revocation unknown: {why}")),
            };
            match (&status, &found) {
                (_, Status::Revoked(_)) => return found,
                (Status::Unknown(_), _) => status = found,
                _ => {}
            }
        }
        status
    }

    /// What a CRL says, if it may be used with this issuer.
    fn usable(&mut self, index: usize, issuer: Link<'_>, budget: &mut Budget) -> Result<&Read, String> {
        let crl = &self.crls[index];
        let (at, serials) = (self.at, &self.serials);
        let usable =
            self.usable.entry((index, issuer.number)).or_insert_with(|| usable(crl, issuer, at, budget)).clone();
        usable.map(|()| &*self.read.entry(index).or_insert_with(|| Read::of(crl, serials)))
    }
}

impl Read {
    fn of(crl: &CertificateList, serials: &HashSet<&[u8]>) -> Self {
        let mut read = Read { point: issuing_point(crl), listed: HashMap::new(), strange: false };
        for entry in crl.entries() {
            // RFC 5280 section 5.3: such a CRL says nothing about any certificate.
            let known = [oid::ID_CE_CRL_REASONS, oid::ID_CE_INVALIDITY_DATE];
            read.strange |= entry.extensions.iter().any(|found| found.critical && !known.contains(&found.oid));
            if serials.contains(&entry.serial_number[..]) {
                let reason = entry.reason();
                read.listed.insert(entry.serial_number, (entry.revocation_date, reason));
            }
        }
        read
    }
}

fn dated(crl: &CertificateList) -> String {
    format!("the CRL of {}", words::date(crl.this_update()))
}

/// Whether a CRL may be used at all with this issuer.
fn usable(crl: &CertificateList, issuer: Link<'_>, at: i64, budget: &mut Budget) -> Result<(), String> {
    let refuse = |why: &str| Err(format!("{} {why}", dated(crl)));
    let understood = [
        oid::ID_CE_AUTHORITY_KEY_IDENTIFIER,
        oid::ID_CE_ISSUER_ALT_NAME,
        oid::ID_CE_CRL_NUMBER,
        oid::ID_CE_ISSUING_DISTRIBUTION_POINT,
    ];
    if crl.extension(&oid::ID_CE_DELTA_CRL_INDICATOR).is_some() {
        return refuse("is a delta CRL");
    }
    if crl.extensions().iter().any(|extension| extension.critical && !understood.contains(&extension.oid)) {
        return refuse("has an unknown critical extension");
    }
    match issuing_point(crl) {
        Err(problem) => return refuse(&format!("cannot be read: {problem}")),
        Ok(Some(point)) if point.indirect_crl => {
            return refuse("lists certificates of several issuers, which is not supported");
        }
        Ok(_) => {}
    }
    let name = &issuer.facts.name;
    if issuer.facts.key_usage.as_ref().is_some_and(|usage| !usage.contains(KeyUsage::CRL_SIGN)) {
        return refuse(&format!("cannot be trusted: the key usage of {name} lacks cRLSign"));
    }
    if crl.this_update() > at {
        return refuse("is from the future");
    }
    // Once to verify, once to read.
    let affordable = Budget::spend(&mut budget.signatures, 1)
        && Budget::spend(&mut budget.crl_octets, crl.der().len().saturating_mul(2));
    if !affordable {
        return refuse("was not verified: too many signatures or octets");
    }
    match crl.verify_signature(issuer.certificate.public_key()) {
        Ok(()) => Ok(()),
        Err(problem) => refuse(&format!("is not signed by {name}: {problem}")),
    }
}

fn issuing_point(crl: &CertificateList) -> Result<Option<IssuingDistributionPoint>, Error> {
    let extension = crl.extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT);
    extension.map(|extension| IssuingDistributionPoint::from_value(&extension.value)).transpose()
}

/// What a usable CRL says. Being listed counts in any case, since an issuer uses a serial number once; not being listed
/// only in a current CRL that covers it. Attribute certificates have serial numbers of their own.
fn ask(crl: &CertificateList, read: &Read, link: Link<'_>, at: i64, budget: &mut Budget) -> Status {
    let unknown = |why: &str| Status::Unknown(format!("Revocation unknown: {} {why}", dated(crl)));
    if read.strange {
        return unknown("has an entry with an unknown critical extension");
    }
    let of_attributes = matches!(&read.point, Ok(Some(point)) if point.only_contains_attribute_certs);
    if let Some((date, reason)) = read.listed.get(link.certificate.serial_number()).filter(|_| !of_attributes) {
        let reason = reason.map(|reason| format!(" ({})", words::reason(reason).to_lowercase())).unwrap_or_default();
        return Status::Revoked(format!("Revoked on {}{reason}, by {}", words::date(*date), dated(crl)));
    }
    match (crl.next_update(), not_covered(read, link, budget)) {
        (_, Some(why)) => unknown(why),
        (None, _) => unknown("does not say until when it holds"),
        (Some(next), _) if next < at => {
            unknown(&format!("is out of date: the next was due {}", words::distance(next, at)))
        }
        _ => Status::Good(format!("Not revoked, by {}", dated(crl))),
    }
}

/// Why a CRL does not cover a certificate (section 6.3.3 (b)(2) and (d)).
fn not_covered(read: &Read, link: Link<'_>, budget: &mut Budget) -> Option<&'static str> {
    let point = read.point.as_ref().ok()?.as_ref()?;
    let ca = link.facts.is_ca();
    if point.only_contains_attribute_certs {
        return Some("is for attribute certificates only");
    }
    if point.only_contains_user_certs && ca {
        return Some("is not for CA certificates");
    }
    if point.only_contains_ca_certs && !ca {
        return Some("is for CA certificates only");
    }
    if point.only_some_reasons.is_some() {
        return Some("is for some reasons only");
    }
    let published = point.distribution_point.as_ref();
    published
        .filter(|published| !names_point(&link.facts.crl_points, published, budget))
        .map(|_| "is not the one that the certificate points to")
}

/// Whether one of the certificate's distribution points has a name of this one.
fn names_point(points: &[DistributionPointName], published: &DistributionPointName, budget: &mut Budget) -> bool {
    points.iter().any(|wanted| match (wanted, published) {
        (DistributionPointName::FullName(wanted), DistributionPointName::FullName(published)) => {
            Budget::spend(&mut budget.comparisons, wanted.len().saturating_mul(published.len()))
                && wanted.iter().any(|name| published.contains(name))
        }
        (wanted, published) => wanted == published,
    })
}

#[cfg(test)]
mod tests {
    use super::super::path;
    use super::super::samples::{NOW, Party, World, failures, replace};
    use super::*;
    use crate::x509::extension::{CrlDistributionPoints, DeltaCrlIndicator, DistributionPoint, ReasonFlags};
    use crate::x509::{Extension, GeneralName};

    #[test]
    fn crls() {
        let world = World::new();
        let (of_root, of_middle) = (world.root.revoke(&[], |_| ()), world.middle.revoke(&[3, 4], |_| ()));
        let found = world.with_crls(&[of_root.clone(), of_middle.clone()]);
        assert!(found.trusted);
        assert_eq!(found.steps[0].notes, ["Not revoked, by the CRL of 31 Dec 2025"]);
        assert_eq!(found.steps[1].notes, ["Not revoked, by the CRL of 31 Dec 2025"]);

        let revoked = world.with_crls(&[of_middle.clone(), world.middle.revoke(&[7], |_| ())]);
        assert_eq!(
            failures(&revoked),
            ["0 6.1.3 (a)(3): Revoked on 31 Dec 2025 (key compromise), by the CRL of 31 Dec 2025"]
        );
        assert_eq!(revoked.steps[1].notes, ["Revocation unknown: no CRL of its issuer is at hand"]);
        let revoked = world.with_crls(&[world.root.revoke(&[9], |tbs| tbs.next_update = Some(NOW - 1))]);
        assert_eq!(failures(&revoked).len(), 1, "a revocation does not lapse with its CRL");
    }

    #[test]
    fn crls_that_cannot_tell() {
        let world = World::new();
        let note = |crl: CertificateList| {
            let found = world.with_crls(&[crl]);
            assert!(found.trusted);
            found.steps[0].notes[0].trim_start_matches("Revocation unknown: the CRL of 31 Dec 2025 ").to_owned()
        };
        let point = |edit: fn(&mut IssuingDistributionPoint)| {
            let mut point = IssuingDistributionPoint::default();
            edit(&mut point);
            note(world.middle.revoke(&[], |tbs| tbs.extensions.push(point.to_extension(true).unwrap())))
        };
        let full =
            |uri: &str| Some(DistributionPointName::FullName(vec![GeneralName::UniformResourceIdentifier(uri.into())]));
        let published = |uri: &str| {
            let point = IssuingDistributionPoint { distribution_point: full(uri), ..Default::default() };
            note(world.middle.revoke(&[], |tbs| tbs.extensions.push(point.to_extension(true).unwrap())))
        };
        assert_eq!(published("http://a/1.crl"), "Not revoked, by the CRL of 31 Dec 2025");
        assert_eq!(published("http://a/2.crl"), "is not the one that the certificate points to");
        assert_eq!(point(|point| point.only_contains_ca_certs = true), "is for CA certificates only");
        assert_eq!(point(|point| point.only_contains_attribute_certs = true), "is for attribute certificates only");
        assert_eq!(point(|point| point.only_contains_user_certs = true), "Not revoked, by the CRL of 31 Dec 2025");
        assert_eq!(
            point(|point| point.indirect_crl = true),
            "lists certificates of several issuers, which is not supported"
        );
        assert_eq!(
            note(world.middle.revoke(&[], |tbs| tbs.next_update = Some(NOW - 60))),
            "is out of date: the next was due 1 minute ago"
        );
        assert_eq!(note(world.middle.revoke(&[], |tbs| tbs.next_update = None)), "does not say until when it holds");
        let delta = Extension { oid: DeltaCrlIndicator::OID, critical: true, value: vec![2, 1, 1] };
        assert_eq!(note(world.middle.revoke(&[7], |tbs| tbs.extensions.push(delta))), "is a delta CRL");
        let stranger = Party { name: world.middle.name.clone(), ..Party::new("") };
        let forged = note(stranger.revoke(&[7], |_| ()));
        assert!(forged.starts_with("is not signed by \"Middle\": the signature does not match"), "{forged}");
    }

    /// Section 6.3.3 (b) and (d): such a point does not lead to all that the issuer revoked.
    #[test]
    fn points_for_some_reasons_or_of_another_issuer() {
        let world = World::new();
        let uri = || GeneralName::UniformResourceIdentifier("http://a/1.crl".into());
        let note = |edit: fn(&mut DistributionPoint)| {
            let published = Some(DistributionPointName::FullName(vec![uri()]));
            let issuing = IssuingDistributionPoint { distribution_point: published, ..Default::default() };
            let crl = world.middle.revoke(&[], |tbs| tbs.extensions.push(issuing.to_extension(true).unwrap()));
            let mut point = DistributionPoint::from(uri());
            edit(&mut point);
            let leaf = world.middle.certify(&world.leaf, |tbs| {
                tbs.extensions.push(CrlDistributionPoints(vec![point]).to_extension(false).unwrap());
            });
            let middle = world.root.certify_ca(&world.middle, |_| ());
            path(&leaf, &[middle], &[world.root()], NOW, &[crl]).steps[0].notes[0].clone()
        };
        assert_eq!(note(|_| ()), "Not revoked, by the CRL of 31 Dec 2025");
        let unknown = "Revocation unknown: the CRL of 31 Dec 2025 is not the one that the certificate points to";
        assert_eq!(note(|point| point.reasons = Some(ReasonFlags(2))), unknown);
        assert_eq!(note(|point| point.crl_issuer = vec![GeneralName::DnsName("other".into())]), unknown);
    }

    #[test]
    fn a_crl_needs_the_key_usage() {
        let world = World::new();
        let middle =
            world.root.certify_ca(&world.middle, |tbs| replace(tbs, KeyUsage::KEY_CERT_SIGN.to_extension(true)));
        let leaf = world.middle.certify(&world.leaf, |_| ());
        let found = path(&leaf, &[middle], &[world.root()], NOW, &[world.middle.revoke(&[7], |_| ())]);
        assert!(found.trusted);
        assert!(
            found.steps[0].notes[0].ends_with("the key usage of \"Middle\" lacks cRLSign"),
            "{:?}",
            found.steps[0].notes
        );
    }
}
