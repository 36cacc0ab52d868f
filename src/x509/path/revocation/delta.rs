//! Delta CRLs: what has changed since a complete CRL, RFC 5280 sections 5.2.4 and 6.3.3 (c).

use std::cmp::Reverse;
use std::rc::Rc;

use super::{Question, signer};
use crate::x509::extension::DeltaCrlIndicator;
use crate::x509::path::evidence::Evidence;
use crate::x509::{CertificateList, oid};

pub fn is_delta(crl: &CertificateList) -> bool {
    crl.extension(&DeltaCrlIndicator::OID).is_some()
}

/// The newest delta CRL that is current and goes on from a complete one.
pub fn of<'a>(evidence: &mut Evidence<'a>, question: &Question<'_, 'a>, complete: usize) -> Option<usize> {
    newer(evidence, complete)
        .iter()
        .copied()
        .find(|delta| signer::usable(evidence, question, *delta).is_ok() && !evidence.crls.list(*delta).strange)
}

fn newer(evidence: &mut Evidence<'_>, complete: usize) -> Rc<[usize]> {
    if let Some(known) = evidence.crls.newer.get(&complete) {
        return Rc::clone(known);
    }
    let (lists, at) = (evidence.crls.lists, evidence.at);
    let current = |delta: &CertificateList| delta.next_update().is_some_and(|next| next >= at);
    let mut found = Vec::new();
    for (index, delta) in lists.iter().enumerate().filter(|(_, delta)| is_delta(delta)) {
        let fits = current(delta) && goes_on_from(delta, &lists[complete]);
        if fits && evidence.budget.same_name(delta.issuer(), lists[complete].issuer()) {
            found.push(index);
        }
    }
    found.sort_by_cached_key(|index| Reverse(lists[*index].number().map(|number| magnitude(number.0))));
    let found: Rc<[usize]> = found.into();
    evidence.crls.newer.insert(complete, Rc::clone(&found));
    found
}

/// Whether a delta CRL has the scope and the numbers that it needs to be combined with a complete CRL.
fn goes_on_from(delta: &CertificateList, complete: &CertificateList) -> bool {
    let Some(base) = delta.extension(&DeltaCrlIndicator::OID) else { return false };
    let numbers = (DeltaCrlIndicator::from_value(&base.value), complete.number(), delta.number());
    let (Ok(base), Some(of_complete), Some(of_delta)) = numbers else { return false };
    let [base, of_complete, of_delta] = [base.0, of_complete.0, of_delta.0].map(magnitude);
    base <= of_complete
        && of_complete < of_delta
        && [oid::ID_CE_ISSUING_DISTRIBUTION_POINT, oid::ID_CE_AUTHORITY_KEY_IDENTIFIER].iter().all(|oid| {
            delta.extension(oid).map(|extension| &extension.value)
                == complete.extension(oid).map(|extension| &extension.value)
        })
}

/// An unsigned big-endian number, to compare.
fn magnitude(octets: Vec<u8>) -> (usize, Vec<u8>) {
    let octets: Vec<u8> = octets.into_iter().skip_while(|octet| *octet == 0).collect();
    (octets.len(), octets)
}
