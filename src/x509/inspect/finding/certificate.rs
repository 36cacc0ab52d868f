//! Rules for certificates, RFC 5280 section 4.

use super::{Findings, extension, name, shared};
use crate::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use crate::x509::inspect::certificate::same_name;
use crate::x509::inspect::item::Document;
use crate::x509::inspect::structure::{CertificateFields, ExtensionField, find};
use crate::x509::{Certificate, Oid, PublicKey, PublicKeyAlgorithm, oid, words};

/// What the extensions say together.
struct Role<'f, 'a> {
    fields: &'f CertificateFields<'a>,
    constraints: Option<(&'f ExtensionField<'a>, BasicConstraints)>,
    usage: Option<(&'f ExtensionField<'a>, KeyUsage)>,
}

pub fn check(document: &Document<Certificate>, now: i64, found: &mut Findings) {
    let Some(fields) = CertificateFields::of(document.der()) else { return };
    shared::damage(document, "4.1", found);
    version(&fields, found);
    serial_number(&fields, found);
    let self_issued = same_name(&fields.subject, &fields.issuer);
    shared::signature(Some(&fields.signature), &fields.signed.algorithm, "4.1.1.2", self_issued, found);
    validity(&fields, now, found);
    names(&fields, found);
    shared::public_key(&fields.public_key, found);
    extension::check(&fields.extensions, found);
    let role = Role::of(&fields);
    role.check_authority(found);
    role.check_usage(found);
    role.check_ml_dsa(found);
    role.check_identifiers(found);
}

fn version(fields: &CertificateFields<'_>, found: &mut Findings) {
    let at = fields.version.unwrap_or(fields.serial_number);
    let number = fields.version_number();
    match number {
        3 => {}
        1 if fields.issuer_unique_id.or(fields.subject_unique_id).is_some() => {
            found.error("4.1.2.1", &at, "Version: expected 2 or 3 with unique identifiers, found 1");
        }
        _ if !fields.extensions.is_empty() => {
            found.error("4.1.2.1", &at, format!("Version: expected 3 with extensions, found {number}"));
        }
        1 | 2 => {
            found.warning("4.1.2.1", &at, format!("Version {number}: without extensions it cannot say what it is for"))
        }
        _ => found.error("4.1.2.1", &at, format!("Version: expected 1, 2 or 3, found {number}")),
    }
    if fields.version.is_some_and(|version| version.unsigned() == Some(0)) {
        found.error("4.1.2.1", &at, "Version 1 is written, though it must be left out");
    }
}

fn serial_number(fields: &CertificateFields<'_>, found: &mut Findings) {
    let serial = &fields.serial_number;
    let octets = serial.content();
    let negative = octets.first().is_some_and(|octet| octet & 0x80 != 0);
    if negative {
        found.error("4.1.2.2", serial, "Serial number: expected a positive number, found a negative one");
    } else if octets.iter().all(|octet| *octet == 0) {
        found.error("4.1.2.2", serial, "Serial number: expected a positive number, found zero");
    }
    if octets.len() > 20 {
        found.error("4.1.2.2", serial, format!("Serial number: expected at most 20 octets, found {}", octets.len()));
    }
}

fn validity(fields: &CertificateFields<'_>, now: i64, found: &mut Findings) {
    let (Some(from), Some(to)) = (fields.not_before(), fields.not_after()) else {
        return found.error("4.1.2.5", &fields.validity, "Validity: expected two times, found fewer");
    };
    shared::time("Not before", &from, "4.1.2.5", found);
    shared::time("Not after", &to, "4.1.2.5", found);
    let Some((from, to)) = from.time().zip(to.time()) else { return };
    if to < from {
        found.error("4.1.2.5", &fields.validity, "It ends before it begins");
    } else if to < now {
        found.warning("4.1.2.5", &fields.validity, format!("It expired {}", words::distance(to, now)));
    } else if now < from {
        found.warning(
            "4.1.2.5",
            &fields.validity,
            format!("It is not valid yet: it starts {}", words::distance(from, now)),
        );
    }
}

fn names(fields: &CertificateFields<'_>, found: &mut Findings) {
    if fields.issuer.content().is_empty() {
        found.error("4.1.2.4", &fields.issuer, "The issuer has no name");
    }
    name::distinguished(&fields.issuer, found);
    if fields.issuer.der() != fields.subject.der() {
        name::distinguished(&fields.subject, found);
    }
    name::alternative(&fields.extensions, found);
}

impl<'f, 'a> Role<'f, 'a> {
    fn of(fields: &'f CertificateFields<'a>) -> Self {
        let field = |id: Oid| find(&fields.extensions, id);
        let constraints = field(oid::ID_CE_BASIC_CONSTRAINTS)
            .and_then(|field| Some((field, BasicConstraints::from_value(&field.value.octets()).ok()?)));
        let usage = field(oid::ID_CE_KEY_USAGE)
            .and_then(|field| Some((field, KeyUsage::from_value(&field.value.octets()).ok()?)));
        Role { fields, constraints, usage }
    }

    fn is_authority(&self) -> bool {
        self.constraints.is_some_and(|(_, constraints)| constraints.ca)
    }

    fn signs_certificates(&self) -> bool {
        self.usage.is_some_and(|(_, usage)| usage.contains(KeyUsage::KEY_CERT_SIGN))
    }

    /// Sections 4.2.1.9, 4.2.1.3 and 4.2.1.10.
    fn check_authority(&self, found: &mut Findings) {
        if let Some((field, constraints)) = self.constraints {
            if constraints.ca && !field.critical {
                found.error("4.2.1.9", &field.element, "basicConstraints of a CA must be critical");
            }
            if constraints.path_len_constraint.is_some() && !constraints.ca {
                found.error("4.2.1.9", &field.element, "A path length without being a CA");
            } else if constraints.path_len_constraint.is_some() && self.usage.is_some() && !self.signs_certificates() {
                found.error("4.2.1.9", &field.element, "A path length without the key usage keyCertSign");
            }
        }
        match (self.is_authority(), self.usage) {
            (true, None) => found.error("4.2.1.3", &self.fields.subject, "A CA without a key usage"),
            (true, Some((field, _))) if !self.signs_certificates() => {
                found.warning(
                    "4.2.1.3",
                    &field.element,
                    "A CA whose key usage lacks keyCertSign: what it signs is refused",
                );
            }
            (false, Some((field, _))) if self.signs_certificates() => {
                found.error("4.2.1.9", &field.element, "The key usage has keyCertSign, though it is no CA");
            }
            _ => {}
        }
        let constraints = find(&self.fields.extensions, oid::ID_CE_NAME_CONSTRAINTS);
        if let Some(field) = constraints.filter(|_| !self.is_authority()) {
            found.error("4.2.1.10", &field.element, "Name constraints, though it is no CA");
        }
    }

    /// Sections 4.2.1.3, 4.2.1.6 and 4.2.1.12.
    fn check_usage(&self, found: &mut Findings) {
        if let Some((field, usage)) = self.usage {
            if usage.is_empty() {
                found.error("4.2.1.3", &field.element, "The key usage allows nothing");
            }
            if !field.critical {
                found.warning("4.2.1.3", &field.element, "The key usage should be critical");
            }
        }
        let alternative = find(&self.fields.extensions, oid::ID_CE_SUBJECT_ALT_NAME);
        if self.fields.subject.content().is_empty() {
            match alternative {
                _ if self.is_authority() => found.error("4.1.2.6", &self.fields.subject, "A CA without a subject"),
                None => found.error("4.1.2.6", &self.fields.subject, "Neither a subject nor alternative names"),
                Some(field) if !field.critical => {
                    found.error(
                        "4.1.2.6",
                        &field.element,
                        "subjectAltName must be critical where the subject is empty",
                    );
                }
                Some(_) => {}
            }
        }
        let usage = find(&self.fields.extensions, oid::ID_CE_EXT_KEY_USAGE);
        let purposes = usage.and_then(|field| ExtendedKeyUsage::from_value(&field.value.octets()).ok());
        let server = purposes.is_some_and(|purposes| purposes.0.contains(&oid::ID_KP_SERVER_AUTH));
        if server && alternative.is_none() && !self.is_authority() {
            found.error(
                "RFC 9525 section 2",
                &self.fields.subject,
                "For TLS servers, but without alternative names: clients do not look at the common name",
            );
        }
    }

    /// RFC 9881 section 5.
    fn check_ml_dsa(&self, found: &mut Findings) {
        let Some((field, usage)) = self.usage else { return };
        let key = PublicKey::from_der(self.fields.public_key.der()).map(|key| key.algorithm());
        let Ok(PublicKeyAlgorithm::MlDsa(set)) = key else { return };
        let wrong: Vec<&str> = usage.intersection(KeyUsage::NOT_FOR_SIGNING).names().collect();
        if !wrong.is_empty() {
            let words = format!("The key usage has {}, though a key of {set} can only sign", wrong.join(", "));
            found.error("RFC 9881 section 5", &field.element, words);
        }
    }

    /// Sections 4.2.1.1 and 4.2.1.2.
    fn check_identifiers(&self, found: &mut Findings) {
        let fields = self.fields;
        if fields.version_number() < 3 {
            return;
        }
        if find(&fields.extensions, oid::ID_CE_SUBJECT_KEY_IDENTIFIER).is_none() {
            match self.is_authority() {
                true => found.error("4.2.1.2", &fields.subject, "A CA without a subject key identifier"),
                false => found.note("4.2.1.2", &fields.subject, "No subject key identifier, which it should have"),
            }
        }
        let authority = find(&fields.extensions, oid::ID_CE_AUTHORITY_KEY_IDENTIFIER);
        if authority.is_none() && !same_name(&fields.subject, &fields.issuer) {
            found.error("4.2.1.1", &fields.issuer, "No authority key identifier, though another signed it");
        }
    }
}
