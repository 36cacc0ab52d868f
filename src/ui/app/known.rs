//! What the workspace knows about what the inspector shows, beyond its bytes.

use super::App;
use super::session::Session;
use crate::ui::context;
use crate::ui::inspector::{Inspector, Known, Origin};
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{Authority, AuthorityId, CertificateArn, Revocation, Serial, Workspace};
use crate::x509::Certificate;
use crate::x509::inspect::{Item, display};

impl App {
    /// What the workspace knows about what is shown.
    pub(super) fn known(&self) -> Known {
        let (Some(session), Some(inspector)) = (&self.session, &self.inspector) else {
            return Known::default();
        };
        match inspector.origin() {
            Origin::Certificate(arn) => certificate_known(session, arn),
            Origin::Authority(id) => authority_known(session, inspector, *id),
            Origin::Opened(_) => shown(inspector)
                .and_then(|certificate| revocation(&session.snapshot, certificate))
                .map(revoked_known)
                .unwrap_or_default(),
        }
    }
}

/// The certificate that is shown, where it is one that keeps to RFC 5280.
fn shown(inspector: &Inspector) -> Option<&Certificate> {
    match inspector.item() {
        Item::Certificate(document) => document.strict().ok(),
        _ => None,
    }
}

/// What the workspace knows of the revocation of any certificate: by issuer and serial number, as a CRL does.
fn revocation(workspace: &Workspace, certificate: &Certificate) -> Option<Revocation> {
    let serial = serial(certificate.serial_number())?;
    let certificates = workspace.certificates();
    workspace.authorities().find_map(|authority| {
        let row = certificates.row(certificates.find(authority.id(), serial)?)?;
        row.revocation.filter(|_| is_issuer(authority, certificate))
    })
}

/// Whether a certificate names this authority as its issuer: as its own certificate does, which a parent may have given
/// another name, or as its CSR does, whose name an earlier one may have had.
fn is_issuer(authority: &Authority, certificate: &Certificate) -> bool {
    let issuer = certificate.issuer();
    let is_named = |own: Certificate| own.subject().matches(issuer);
    authority.subject.as_bytes() == issuer.der()
        || authority
            .installed
            .as_ref()
            .and_then(|installed| Certificate::from_der(installed.certificate.as_bytes()).ok())
            .is_some_and(is_named)
}

/// A serial number from its octets without leading zeros; nothing when it is longer than any that is issued here.
fn serial(octets: &[u8]) -> Option<Serial> {
    let mut bytes = [0; 16];
    bytes[16_usize.checked_sub(octets.len())?..].copy_from_slice(octets);
    Some(Serial::new(bytes))
}

/// Why a step of a path does not hold, where this workspace has revoked it.
pub(super) fn why_revoked(workspace: &Workspace, certificate: &Certificate) -> Option<String> {
    let revocation = revocation(workspace, certificate)?;
    Some(format!("Revoked {}: {}", words::date(revocation.at), words::reason_in_sentence(revocation.reason)))
}

fn revoked_known(revocation: Revocation) -> Known {
    Known {
        standing: Some(words::revoked(revocation.reason)),
        not_revocable: Some("Already revoked"),
        revocation: Some(revocation),
        ..Known::default()
    }
}

fn certificate_known(session: &Session, arn: &CertificateArn) -> Known {
    let Some(row) = session.row(arn) else { return Known::default() };
    let locked = context::blocked(&session.access);
    let annotation = row.annotation;
    let safe = |text: Option<&String>| text.map(|text| display::safe(text).into_owned());
    Known {
        not_revocable: session.revoke_blocked(arn).or(locked),
        requested_by: row.requested_by.map(|service| display::safe(service).into_owned()),
        name: safe(annotation.and_then(|annotation| annotation.name.as_ref())),
        note: safe(annotation.and_then(|annotation| annotation.note.as_ref())),
        ..match row.revocation {
            Some(revocation) => revoked_known(revocation),
            None => {
                let standing = words::validity_standing(row.not_before, row.not_after, session.now);
                let standing = standing.unwrap_or_else(|| words::certificate_status(&row, session.now));
                Known { standing: Some(standing), ..Known::default() }
            }
        }
    }
}

fn authority_known(session: &Session, inspector: &Inspector, id: AuthorityId) -> Known {
    let Some(authority) = session.snapshot.authority(id) else { return Known::default() };
    let revocation = shown(inspector).and_then(|certificate| revocation(&session.snapshot, certificate));
    let (status, word) = words::authority_status(authority.status(session.now));
    let known = match revocation {
        Some(revocation) => revoked_known(revocation),
        None => Known { standing: Some((status, word.to_owned())), ..Known::default() },
    };
    let own = authority.name.as_ref().map(|_| authority_name(authority));
    Known { name: own, note: authority.note.as_deref().map(|note| display::safe(note).into_owned()), ..known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_of_any_length_are_found_again() {
        assert_eq!(serial(&[0xff; 16]), Some(Serial::new([0xff; 16])));
        assert_eq!(serial(&[7]).map(|serial| serial.to_string()), Some(format!("{:0>32}", "07")));
        assert_eq!(serial(&[1; 17]), None);
    }
}
