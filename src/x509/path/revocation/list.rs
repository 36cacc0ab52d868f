//! What a CRL says: its scope and its entries.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::x509::extension::{CertificateIssuer, CrlReason, IssuingDistributionPoint};
use crate::x509::path::budget::Budget;
use crate::x509::{Certificate, CertificateList, Error, GeneralName, Name, Oid, oid};

/// The extensions of a CRL that may be critical.
const UNDERSTOOD: [Oid; 5] = [
    oid::ID_CE_AUTHORITY_KEY_IDENTIFIER,
    oid::ID_CE_ISSUER_ALT_NAME,
    oid::ID_CE_CRL_NUMBER,
    oid::ID_CE_ISSUING_DISTRIBUTION_POINT,
    oid::ID_CE_DELTA_CRL_INDICATOR,
];

/// A CRL as far as the certificates at hand go.
pub struct List {
    pub point: Result<Option<IssuingDistributionPoint>, Error>,
    /// By serial number.
    listed: HashMap<Vec<u8>, Vec<Entry>>,
    /// It has an entry with an unknown critical extension: such a CRL says nothing about any certificate (RFC 5280
    /// section 5.3).
    pub strange: bool,
}

/// An entry, which is of the issuer of the CRL if it does not say of whom.
struct Entry {
    issuer: Option<Rc<[GeneralName]>>,
    date: i64,
    reason: Option<CrlReason>,
}

/// Why a CRL cannot be understood, whoever signed it.
pub fn refusal(crl: &CertificateList) -> Option<String> {
    if crl.extensions().iter().any(|extension| extension.critical && !UNDERSTOOD.contains(&extension.oid)) {
        return Some("has an unknown critical extension".to_owned());
    }
    issuing_point(crl).err().map(|problem| format!("cannot be read: {problem}"))
}

fn issuing_point(crl: &CertificateList) -> Result<Option<IssuingDistributionPoint>, Error> {
    let extension = crl.extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT);
    extension.map(|extension| IssuingDistributionPoint::from_value(&extension.value)).transpose()
}

impl List {
    /// With the entries of these serial numbers.
    pub fn of(crl: &CertificateList, serials: &HashSet<&[u8]>) -> Self {
        let mut list = List { point: issuing_point(crl), listed: HashMap::new(), strange: false };
        let is_indirect = matches!(&list.point, Ok(Some(point)) if point.indirect_crl);
        // An entry that does not say of whom is of the same issuer as the one before (RFC 5280 section 5.3.3).
        let mut issuer = None;
        for entry in crl.entries() {
            for extension in &entry.extensions {
                match extension.oid {
                    oid::ID_CE_CERTIFICATE_ISSUER if is_indirect => {
                        match CertificateIssuer::from_value(&extension.value) {
                            Ok(found) => issuer = Some(found.0.into()),
                            Err(_) => list.strange = true,
                        }
                    }
                    oid::ID_CE_CRL_REASONS | oid::ID_CE_INVALIDITY_DATE => {}
                    _ => list.strange |= extension.critical,
                }
            }
            if serials.contains(&entry.serial_number[..]) {
                let (date, reason) = (entry.revocation_date, entry.reason());
                let found = Entry { issuer: issuer.clone(), date, reason };
                list.listed.entry(entry.serial_number).or_default().push(found);
            }
        }
        list
    }

    /// When and why a certificate was revoked, by its serial number and its issuer.
    pub fn find(
        &self,
        crl_issuer: &Name,
        certificate: &Certificate,
        budget: &mut Budget,
    ) -> Option<(i64, Option<CrlReason>)> {
        // Attribute certificates have serial numbers of their own.
        if matches!(&self.point, Ok(Some(point)) if point.only_contains_attribute_certs) {
            return None;
        }
        let mut is_of = |issuer: &Name| budget.same_name(issuer, certificate.issuer());
        let concerns = |entry: &&Entry| match &entry.issuer {
            None => is_of(crl_issuer),
            Some(names) => names.iter().any(|name| matches!(name, GeneralName::DirectoryName(name) if is_of(name))),
        };
        let entry = self.listed.get(certificate.serial_number())?.iter().find(concerns)?;
        Some((entry.date, entry.reason))
    }
}
