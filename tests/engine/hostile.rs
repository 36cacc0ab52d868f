//! Workspace files that are none, or that were made to do harm.

use crate::desk::{Desk, options, passphrase};
use base64ct::{Base64, Encoding as _};
use canopy::engine::{Engine, Error};
use canopy::workspace::Sha256Digest;

#[test]
fn a_passphrase_that_would_take_hours_to_try_is_not_tried() {
    let desk = Desk::new();
    let workspace = desk.engine.snapshot();
    let id = workspace.identities()[0].secret;
    let wrapped = workspace.secret(id).unwrap();
    let place = wrapped.windows(3).position(|window| window == b" 1\n").unwrap();
    let heavy = [&wrapped[..place], b" 25\n", &wrapped[place + 3..]].concat();
    let text = String::from_utf8(desk.bytes()).unwrap();
    let text = text.replace(&id.to_string(), &Sha256Digest::of(&heavy).to_string());
    let text = text.replace(&Base64::encode_string(&wrapped), &Base64::encode_string(&heavy));
    let path = desk.folder.path().join("heavy.canopy");
    std::fs::write(&path, text).unwrap();
    let (engine, _) = Engine::open(&path, desk.environment(), &options()).unwrap();
    // Tried, it would take 32 GiB, which no machine of a test has.
    let error = engine.unlock(&passphrase()).unwrap_err();
    assert!(matches!(&error, Error::Unreadable(reason) if reason.contains("work 2^25")), "{error}");
    assert_eq!(error.hint(), None);
}

#[test]
fn what_is_no_workspace_is_told_by_name() {
    let desk = Desk::new();
    let path = desk.folder.path().join("other");
    let header = desk.bytes();
    let header = &header[..=header.iter().position(|byte| *byte == b'\n').unwrap()];
    let bomb = [header, b"(seq:1,at:", &[b'('; 1 << 20], b"\n])\n"].concat();
    let cases: [(&[u8], &str); 5] = [
        (b"", "an empty file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture (16 bytes)"),
        (b"(a: 1)\n", "a RON file of another kind"),
        (&bomb, "the first record is missing"),
        (&[b'['; 1 << 20], "a JSON file"),
    ];
    for (bytes, words) in cases {
        std::fs::write(&path, bytes).unwrap();
        let error = Engine::open(&path, desk.environment(), &options()).unwrap_err();
        assert!(matches!(error, Error::Unreadable(_)) && error.message().contains(words), "{error}");
        assert!(error.message().starts_with(char::is_uppercase) && error.message().ends_with('.'), "{error}");
        assert!(std::fs::read(&path).unwrap() == bytes);
    }
    // 100 MB of zeros, of which the disk has none.
    std::fs::File::create(&path).unwrap().set_len(100_000_000).unwrap();
    let error = Engine::open(&path, desk.environment(), &options()).unwrap_err();
    assert!(error.message().contains("100000000 bytes that begin with zeros"), "{error}");
}
