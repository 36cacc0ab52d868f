//! Rules for extensions as such: each once, marked critical as it must be, readable.

use super::Findings;
use crate::x509::inspect::structure::ExtensionField;
use crate::x509::{Oid, oid};

/// Extensions with a rule about the critical mark: whether they must be, and the section that says so.
const CRITICALITY: &[(Oid, bool, &str)] = &[
    (oid::ID_CE_AUTHORITY_KEY_IDENTIFIER, false, "4.2.1.1"),
    (oid::ID_CE_SUBJECT_KEY_IDENTIFIER, false, "4.2.1.2"),
    (oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES, false, "4.2.1.8"),
    (oid::ID_CE_NAME_CONSTRAINTS, true, "4.2.1.10"),
    (oid::ID_CE_POLICY_CONSTRAINTS, true, "4.2.1.11"),
    (oid::ID_CE_INHIBIT_ANY_POLICY, true, "4.2.1.14"),
    (oid::ID_CE_FRESHEST_CRL, false, "4.2.1.15"),
    (oid::ID_PE_AUTHORITY_INFO_ACCESS, false, "4.2.2.1"),
    (oid::ID_PE_SUBJECT_INFO_ACCESS, false, "4.2.2.2"),
    (oid::ID_CE_CRL_NUMBER, false, "5.2.3"),
    (oid::ID_CE_DELTA_CRL_INDICATOR, true, "5.2.4"),
    (oid::ID_CE_ISSUING_DISTRIBUTION_POINT, true, "5.2.5"),
];

pub fn check(extensions: &[ExtensionField<'_>], found: &mut Findings) {
    let mut seen: Vec<&[u8]> = Vec::new();
    for field in extensions.iter().take(256) {
        if seen.contains(&field.id.content()) {
            found.error("4.2", &field.element, format!("{} is there more than once", described(field)));
        }
        seen.push(field.id.content());
        criticality(field, found);
        readable(field, found);
    }
}

fn criticality(field: &ExtensionField<'_>, found: &mut Findings) {
    let rule = CRITICALITY.iter().find(|(id, ..)| field.oid() == Some(*id));
    match rule {
        Some((_, true, section)) if !field.critical => {
            found.error(section, &field.element, format!("{} must be critical", described(field)));
        }
        Some((_, false, section)) if field.critical => {
            found.error(section, &field.element, format!("{} must not be critical", described(field)));
        }
        _ => {}
    }
}

/// A known extension has the form of its type; an unknown one is not critical.
fn readable(field: &ExtensionField<'_>, found: &mut Findings) {
    use crate::x509::extension::ParsedExtension::Unknown;
    let Some(id) = field.oid() else { return };
    match field.parse(id) {
        Err(problem) => found.error("4.2", &field.element, format!("{} cannot be read: {problem}", described(field))),
        Ok(Unknown(_)) if field.critical && id == oid::ID_CT_PRECERTIFICATE_POISON => {
            found.note(
                "RFC 6962 section 3.1",
                &field.element,
                "A precertificate: made for a transparency log, not to be used",
            );
        }
        Ok(Unknown(_)) if field.critical => {
            let words = format!(
                "{} is critical and not of RFC 5280: software that does not know it must refuse",
                described(field)
            );
            found.warning("4.2", &field.element, words);
        }
        Ok(_) => {}
    }
}

/// `keyUsage`, or the number of an unknown one.
fn described(field: &ExtensionField<'_>) -> String {
    let known = field.oid().and_then(|id| oid::name(&id));
    known.map_or_else(|| format!("The extension {}", field.id.dotted()), str::to_owned)
}
