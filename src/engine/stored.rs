//! What the workspace keeps as DER, read back. All of it could be read when it was recorded, so what cannot be read
//! now is a defect of Canopy or a damaged file, never a fault of the request.

use super::error::Error;
use crate::workspace::{Authority, Der};
use crate::x509::{self, Certificate, CertificationRequest, Name, PublicKey};

fn unreadable(what: &str) -> impl Fn(x509::Error) -> Error + '_ {
    move |error| Error::Internal(format!("a stored {what} cannot be read: {error}"))
}

/// A certificate.
pub(super) fn certificate(der: &[u8]) -> Result<Certificate, Error> {
    Certificate::from_der(der).map_err(unreadable("certificate"))
}

/// Certificates, such as a chain.
pub(super) fn certificates(chain: &[Der]) -> Result<Vec<Certificate>, Error> {
    chain.iter().map(|der| certificate(der.as_bytes())).collect()
}

/// The certificate an authority signs with; absent while it waits for one.
pub(super) fn own_certificate(authority: &Authority) -> Result<Option<Certificate>, Error> {
    authority.installed.as_ref().map(|installed| certificate(installed.certificate.as_bytes())).transpose()
}

/// The CSR of an authority.
pub(super) fn csr(authority: &Authority) -> Result<CertificationRequest, Error> {
    CertificationRequest::from_der(authority.csr.as_bytes()).map_err(unreadable("CSR"))
}

/// The subject an authority was created with. A parent may have given it another.
pub(super) fn subject(authority: &Authority) -> Result<Name, Error> {
    Name::from_der(authority.subject.as_bytes()).map_err(unreadable("name"))
}

/// The public key of an authority, out of its CSR.
pub(super) fn authority_key(authority: &Authority) -> Result<PublicKey, Error> {
    Ok(csr(authority)?.public_key().clone())
}

/// Whether a certificate that an authority has issued is its own, of its key and its name. Who issued it is known, so it
/// is signed with that key and no signature is verified again. That its two names are the same is not enough: anybody
/// can ask for a certificate in the authority's name.
pub(super) fn certifies_its_issuer(certificate: &Certificate, authority: &Authority) -> Result<bool, Error> {
    Ok(certificate.is_self_issued() && *certificate.public_key() == authority_key(authority)?)
}
