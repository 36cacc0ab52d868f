//! PEM as the API answers it.

use crate::workspace::Der;
use crate::x509::pem;

/// One certificate in PEM.
pub(super) fn certificate(der: &Der) -> String {
    pem::encode("CERTIFICATE", der.as_bytes())
}

/// Certificates in PEM one after the other; absent when there are none.
pub(super) fn chain(chain: &[Der]) -> Option<String> {
    (!chain.is_empty()).then(|| chain.iter().map(certificate).collect())
}
