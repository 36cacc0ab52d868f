//! The authority that signs.

use crate::engine::api::KeyAlgorithm;
use crate::engine::error::Error;
use crate::engine::{address, stored};
use crate::workspace::{Authority, CertificateAuthorityUsageMode, Der, Settings};
use crate::x509::Certificate;

/// The authority that signs, as far as a certificate shows it.
pub struct Issuer {
    /// Algorithm of its key.
    pub key_algorithm: KeyAlgorithm,
    /// Whether it may issue for longer than a week.
    pub usage_mode: CertificateAuthorityUsageMode,
    /// Its certificate; absent when it signs its first own one.
    pub certificate: Option<Certificate>,
    /// What stands above that, issuer first and root last.
    pub chain: Vec<Der>,
    /// Where its CRL will be found.
    pub crl_address: Option<String>,
    /// Where it will be asked about revocation.
    pub ocsp_address: Option<String>,
}

impl Issuer {
    /// An authority of the workspace.
    pub(in crate::engine) fn of(authority: &Authority, settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            key_algorithm: authority.key_algorithm,
            usage_mode: authority.usage_mode,
            certificate: stored::own_certificate(authority)?,
            chain: authority.installed.as_ref().map_or(Vec::new(), |installed| installed.chain.clone()),
            crl_address: address::crl_address(authority, settings),
            ocsp_address: address::ocsp_address(authority, settings),
        })
    }

    /// A root that is about to sign itself.
    pub(in crate::engine) fn new_root(key_algorithm: KeyAlgorithm) -> Self {
        Self {
            key_algorithm,
            usage_mode: CertificateAuthorityUsageMode::GeneralPurpose,
            certificate: None,
            chain: Vec::new(),
            crl_address: None,
            ocsp_address: None,
        }
    }

    /// How many authorities may follow it on a path: what its own path length allows, and what is left of that of each
    /// certificate above, whichever is least; absent when none sets a limit. Self-issued certificates do not count
    /// (RFC 5280 section 4.2.1.9).
    pub(super) fn path_len(&self) -> Result<Option<u32>, Error> {
        let Some(own) = &self.certificate else { return Ok(None) };
        let chain = stored::certificates(&self.chain)?;
        let mut below = 0;
        let mut limit: Option<u32> = None;
        for certificate in std::iter::once(own).chain(&chain) {
            let constraint = certificate.basic_constraints().and_then(|found| found.path_len_constraint);
            if let Some(left) = constraint.map(|constraint| constraint.saturating_sub(below)) {
                limit = Some(limit.map_or(left, |limit| limit.min(left)));
            }
            below += u32::from(!certificate.is_self_issued());
        }
        Ok(limit)
    }
}
