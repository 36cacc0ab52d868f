//! Files that want to bring the inspector down.

use proptest::prelude::*;

use super::samples::{self, NOW};
use super::*;
use crate::x509::pem;

/// Shows all there is of whatever `bytes` are.
fn look_at(bytes: &[u8]) {
    for item in read(bytes).unwrap_or_default() {
        let length = item.der().len();
        for section in item.sections(NOW) {
            assert!(!section.rows.is_empty());
            let ranges = section.rows.iter().filter_map(|row| row.range.as_ref()).chain(section.range.as_ref());
            assert!(ranges.into_iter().all(|range| range.start <= range.end && range.end <= length));
            assert!(section.rows.iter().all(|row| !display::is_deceptive(&row.value)));
        }
        let tree = item.tree();
        (0..tree.nodes().len()).for_each(|node| drop(tree.preview(node)));
        assert!(!item.text().is_empty() && !item.kind().is_empty() && !item.title().is_empty());
        assert!(item.pem().is_empty() || read(item.pem().as_bytes()).is_ok() || !matches!(item, Item::Certificate(_)));
        let _ = (item.validity(), findings(&item, NOW));
    }
}

#[test]
fn truncation_at_every_byte() {
    for der in [samples::leaf(), samples::root(), samples::request(), samples::crl(3), samples::ocsp_response()] {
        (0..der.len()).for_each(|length| look_at(&der[..length]));
        // With an outer length that fits, so that the damage is inside.
        for length in 4..der.len() - 4 {
            let inner = &der[4..4 + length];
            let outer = [&[0x30, 0x82, (length >> 8) as u8, length as u8], inner].concat();
            look_at(&outer);
        }
        let text = pem::encode("CERTIFICATE", &der);
        (0..text.len()).step_by(7).for_each(|length| look_at(&text.as_bytes()[..length]));
    }
}

#[test]
fn each_byte_changed() {
    for der in [
        samples::leaf(),
        samples::root(),
        samples::request(),
        samples::crl(1),
        samples::ocsp_request(),
        samples::ocsp_response(),
    ] {
        for at in 0..der.len() {
            for octet in [0, 0x80] {
                let mut changed = der.clone();
                changed[at] = octet;
                look_at(&changed);
            }
        }
    }
}

#[test]
fn nesting_bombs() {
    look_at(&[0x30, 0x80].repeat(100_000));
    let mut deep = Vec::new();
    for _ in 0..5_000 {
        let length = deep.len() as u32;
        deep = [&[0x30, 0x84][..], &length.to_be_bytes(), &deep].concat();
    }
    look_at(&deep);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn flipped_bytes(seed in any::<[u8; 4]>(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut der = match seed[0] % 6 {
            0 => samples::leaf(),
            1 => samples::root(),
            2 => samples::request(),
            3 => samples::ocsp_request(),
            4 => samples::ocsp_response(),
            _ => samples::crl(2),
        };
        for (at, octet) in flips {
            let at = at.index(der.len());
            der[at] = octet;
        }
        look_at(&der);
    }

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        look_at(&bytes);
        look_at(&[&[0x30, 0x82, (bytes.len() >> 8) as u8, bytes.len() as u8], &bytes[..]].concat());
    }
}
