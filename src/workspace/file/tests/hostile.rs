//! Files that were damaged, or made to do harm.

use super::*;
use crate::workspace::file::line::Links;
use crate::workspace::file::replay::Tail;
use crate::workspace::file::secrets::lost;

/// A file of six records, and the offsets of its lines.
fn file() -> (Vec<u8>, Vec<usize>) {
    let (storage, mut chain) = chain();
    for draft in [issuance(1, 1), revocation(1, 1), note("five"), note("six")] {
        append(&mut chain, vec![draft]).unwrap();
    }
    let bytes = storage.bytes();
    let starts =
        std::iter::once(0).chain(bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
    let starts = starts.collect();
    (bytes, starts)
}

#[test]
fn damage_before_the_end_is_named_with_its_line() {
    let (bytes, starts) = file();
    for line in 2..=6 {
        for (at, value) in [(10, b'\0'), (30, b'#'), (0, b'x')] {
            let mut damaged = bytes.clone();
            damaged[starts[line - 1] + at] = value;
            let Replayed { tail, position, .. } = match read(damaged) {
                Ok(replayed) => replayed,
                Err(error) => panic!("line {line}: {error}"),
            };
            let Tail::Damaged { line: found, .. } = tail else { panic!("line {line}: {tail:?}") };
            assert_eq!(found as usize, line);
            assert_eq!(position.state.head().seq as usize, line - 2);
        }
    }
}

#[test]
fn one_changed_byte_anywhere_is_seen() {
    let (bytes, starts) = file();
    // The first line is part of the chain, and every record but the last is held by the next.
    for at in (0..starts[6]).step_by(13) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        match read(changed) {
            Err(_) => {}
            Ok(replayed) => {
                let seen = replayed.tail != Tail::Closed || lost(&replayed.position.state).is_some();
                assert!(seen, "byte {at}: {:?}", char::from(bytes[at]));
            }
        }
    }
}

#[test]
fn a_damaged_last_record_is_a_lost_write() {
    let (bytes, starts) = file();
    let mut damaged = bytes.clone();
    damaged[starts[6] + 20] = 0;
    let replayed = read(damaged).unwrap();
    assert_eq!(replayed.tail, Tail::Torn);
    assert_eq!(replayed.position.state.head().seq, 5);
    assert_eq!(replayed.position.end as usize, starts[6]);
}

#[test]
fn junk_behind_the_last_line_is_torn_and_records_behind_it_are_damage() {
    let (bytes, starts) = file();
    let with = |junk: &[u8]| [&bytes, junk].concat();
    assert_eq!(read(with(b"\0\0\0\0")).unwrap().tail, Tail::Torn);
    assert_eq!(read(with(b"hello\nworld")).unwrap().tail, Tail::Torn);
    let again = bytes[starts[3]..starts[4]].to_vec();
    assert!(matches!(read(with(&again)).unwrap().tail, Tail::Damaged { .. }));
}

#[test]
fn records_left_out_or_moved_are_damage() {
    let (bytes, starts) = file();
    let line = |number: usize| &bytes[starts[number - 1]..starts[number]];
    let left_out: Vec<u8> = [1, 2, 3, 5, 6, 7, 8].iter().flat_map(|number| line(*number).to_vec()).collect();
    assert!(matches!(read(left_out).unwrap().tail, Tail::Damaged { line: 4, .. }));
    let moved: Vec<u8> = [1, 2, 3, 5, 4, 6, 7, 8].iter().flat_map(|number| line(*number).to_vec()).collect();
    assert!(matches!(read(moved).unwrap().tail, Tail::Damaged { line: 4, .. }));
}

#[test]
fn a_workspace_without_its_first_record_is_never_cut() {
    let (bytes, starts) = file();
    for rest in [&b""[..], b"])\n", b"junk\n])\n"] {
        let error = read([&bytes[..starts[1]], rest].concat());
        // An empty list of records is a workspace that was never made.
        match error {
            Err(Error::Damaged { line: 2, .. }) => {}
            other => panic!("{rest:?}: {other:?}"),
        }
    }
    let crlf = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
    assert!(matches!(read(crlf.into_bytes()), Err(Error::Damaged { .. })));
}

#[test]
fn events_of_a_newer_version_are_refused() {
    let (bytes, starts) = file();
    let text = String::from_utf8(bytes[starts[6]..].to_vec()).unwrap();
    for (known, newer) in
        [("AuthorityAnnotated", "AuthorityTeleported"), ("name:", "colour:"), ("(user:", "(shoe_size:9,user:")]
    {
        let line = text.replacen(known, newer, 1);
        let error = read([&bytes[..starts[6]], line.as_bytes()].concat()).unwrap_err();
        assert!(matches!(&error, Error::NewerRecord { line: 7, .. }), "{error}");
        assert!(error.to_string().contains("Update Canopy"), "{error}");
    }
}

#[test]
fn a_damaged_word_is_not_taken_for_a_newer_version() {
    let (bytes, starts) = file();
    let line = |number: usize| String::from_utf8(bytes[starts[number - 1]..starts[number]].to_vec()).unwrap();
    let before = &bytes[..starts[5]];
    let damaged = line(6).replacen("AuthorityAnnotated", "AuthorityAnnotatee", 1);
    let replayed = read([before, damaged.as_bytes(), line(7).as_bytes(), b"])\n"].concat()).unwrap();
    assert!(matches!(&replayed.tail, Tail::Damaged { line: 6, reason } if reason.contains("AuthorityAnnotatee")));
    assert_eq!(replayed.position.state.head().seq, 4);
    // Where the next line holds on to what the word was, it is a newer version.
    let hash = Links::of(damaged.trim_end().as_bytes()).unwrap().hash.to_string();
    let old = Links::of(line(6).trim_end().as_bytes()).unwrap().hash.to_string();
    let next = line(7).replacen(&old, &hash, 1);
    let error = read([before, damaged.as_bytes(), next.as_bytes(), b"])\n"].concat()).unwrap_err();
    assert!(matches!(error, Error::NewerRecord { line: 6, .. }), "{error}");
}

#[test]
fn depth_and_length_are_bounded() {
    let (bytes, starts) = file();
    let deep = format!("(seq:6,at:{}{},mac:\"\"),\n])\n", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(read([&bytes[..starts[6]], deep.as_bytes()].concat()).unwrap().tail, Tail::Torn);
    let mut long = bytes[..starts[6]].to_vec();
    long.extend(std::iter::repeat_n(b'(', 20 << 20));
    assert_eq!(read(long).unwrap().tail, Tail::Torn);
}

#[test]
fn a_body_elsewhere_than_its_row_says_is_not_given_out() {
    let (storage, mut chain) = chain();
    append(&mut chain, vec![issuance(1, 1), issuance(1, 2)]).unwrap();
    let state = chain.position.state.clone();
    let (first, second) = (state.certificates().row(0).unwrap(), state.certificates().row(1).unwrap());
    let mut moved = first;
    moved.body = second.body;
    assert!(matches!(state.certificate_body(&moved), Err(Error::CertificateMismatch { .. })));
    moved.body.offset = 1 << 60;
    assert!(matches!(state.certificate_body(&moved), Err(Error::Io { .. })));
    storage.write_at(b"????", first.body.offset).unwrap();
    assert!(matches!(state.certificate_body(&first), Err(Error::NotBase64 { .. })));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_behind_the_first_line_panic(junk: Vec<u8>, keep in 0_usize..7, at: proptest::sample::Index) {
        let (bytes, starts) = file();
        let cut = starts[keep];
        let _ = read([&bytes[..cut], &junk, &bytes[cut..]].concat());
        let mut flipped = bytes;
        let at = at.index(flipped.len());
        flipped[at] = flipped[at].wrapping_add(101);
        let _ = read(flipped);
    }
}
