//! Certificates that cannot be read, told where one of them may be what a path lacks.

use crate::x509::asn1::Element;
use crate::x509::{Error, Name};

/// Something that has the shape of a certificate and cannot be used as one.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Its subject, as far as that can be read.
    pub subject: Option<Name>,
    /// Its issuer, as far as that can be read.
    pub issuer: Option<Name>,
    /// What is wrong with it.
    pub problem: Error,
}

impl Unreadable {
    /// The names of `der`, which `problem` keeps from being read as a certificate.
    pub fn new(der: &[u8], problem: Error) -> Self {
        let (issuer, subject) = names(der).unwrap_or_default();
        Unreadable { subject, issuer, problem }
    }
}

/// Issuer and subject of what looks like a `TBSCertificate`.
fn names(der: &[u8]) -> Option<(Option<Name>, Option<Name>)> {
    let signed = Element::read(der).ok()?;
    let fields = signed.child(0)?.children().take(16);
    // Of the SEQUENCEs they are the second and the fourth, whether there is a version or not.
    let mut sequences = fields.filter(Element::is_sequence).skip(1);
    let issuer = sequences.next()?;
    let subject = sequences.nth(1)?;
    let read = |name: Element<'_>| Name::from_der(name.der()).ok();
    Some((read(issuer), read(subject)))
}
