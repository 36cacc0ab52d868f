//! What is read from sound files.

use super::samples::{self, NOW};
use super::*;
use crate::x509::{pem, signature};

fn one(bytes: &[u8]) -> Item {
    let mut items = read(bytes).unwrap();
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0)
}

/// `title / label: value` of all rows.
fn lines(item: &Item) -> Vec<String> {
    let of_section = |section: &Section| {
        let line = |row: &Row| format!("{} / {}: {}", section.title, row.label, row.value);
        section.rows.iter().map(line).collect::<Vec<_>>()
    };
    item.sections(NOW).iter().flat_map(of_section).collect()
}

fn assert_lines(item: &Item, expected: &[&str]) {
    let found = lines(item);
    for line in expected {
        assert!(found.iter().any(|found| found == line), "{line} is not in\n{}", found.join("\n"));
    }
}

#[test]
fn a_certificate_in_sections() {
    let item = one(&samples::leaf());
    assert_eq!(item.kind(), "Certificate");
    assert_eq!(item.title(), "api\\u{202E}.example.com");
    assert_lines(
        &item,
        &[
            "Summary / Kind: End-entity certificate",
            "Summary / Issued by: Root",
            "Summary / Valid: Until 1 Jan 2027, ends in 365 days",
            "Subject / Common name: api\\u{202E}.example.com",
            "Issuer / Country: DE",
            "Validity / Not before: 1 Jan 2025, 00:00:00 UTC",
            "Names / DNS: api.example.com",
            "Names / IP: 192.0.2.1",
            "Key and signature / Public key: EC P-256",
            "Key and signature / Signature: ECDSA with SHA-256",
            "Usage / Key usage: Digital signature",
            "Usage / Extended usage: TLS server",
            "Identifiers / Serial number: 0ABC",
            "Revocation pointers / CRL: http://example.com/ca.crl",
            "Other extensions / 1.2.3.4: hi",
        ],
    );
    let titles: Vec<String> = item.sections(NOW).into_iter().map(|section| section.title).collect();
    assert_eq!(titles.first().map(String::as_str), Some("Summary"));
    assert_eq!(titles.last().map(String::as_str), Some("Fingerprints"));
}

#[test]
fn a_root_says_that_it_signed_itself() {
    assert_lines(
        &one(&samples::root()),
        &[
            "Summary / Kind: Root CA certificate",
            "Constraints / Authority: Yes",
            "Constraints / Path length: 3",
            "Constraints / Permitted: DNS: example.com",
            "Constraints / Excluded: IP: 10.0.0.0/8",
            "Key and signature / Self-signature: Verified with its own key",
        ],
    );
}

#[test]
fn a_forged_root_is_no_root() {
    let mut forged = samples::root();
    let last = forged.len() - 1;
    forged[last] ^= 1;
    assert_lines(&one(&forged), &["Summary / Kind: Self-issued CA certificate"]);
}

#[test]
fn rows_lead_to_their_bytes() {
    let der = samples::leaf();
    let item = one(&der);
    let sections = item.sections(NOW);
    let row = |label: &str| sections.iter().flat_map(|section| &section.rows).find(|row| row.label == label).unwrap();
    let bytes = |label: &str| &der[row(label).range.clone().unwrap()];
    assert_eq!(bytes("DNS"), b"\x82\x0fapi.example.com");
    assert_eq!(bytes("Serial number"), [2, 2, 0x0a, 0xbc]);
    let tree = item.tree();
    let node = tree.node_of(row("DNS").range.as_ref().unwrap()).unwrap();
    assert_eq!(tree.nodes()[node].name, Some("dNSName"));
    assert_eq!(row("Common name").note.as_deref(), Some("hidden characters"));
}

#[test]
fn a_request_in_sections() {
    let der = samples::request();
    let item = one(&der);
    assert_eq!(
        (item.kind().as_str(), item.title().as_str()),
        ("Certificate signing request", "api\\u{202E}.example.com")
    );
    assert_lines(
        &item,
        &[
            "Summary / Self-signature: Verified: whoever made the request holds the key",
            "Requested extensions / DNS: api.example.com",
            "Requested extensions / Key usage: Digital signature",
        ],
    );
    let mut forged = der.clone();
    let at = forged.windows(11).position(|window| window == b"example.com").unwrap();
    forged[at] = b'E';
    assert_lines(
        &one(&forged),
        &["Summary / Self-signature: Not verified: the signature does not match: not made by this key over this data"],
    );
}

#[test]
fn a_crl_in_sections() {
    let item = one(&samples::crl(150));
    assert_eq!((item.kind().as_str(), item.title().as_str()), ("Certificate revocation list", "Root"));
    assert_lines(
        &item,
        &[
            "Summary / Current: Yes: the next is due in 6 days",
            "Summary / Revoked: 150 certificates",
            "Updates / This update: 31 Dec 2025, 00:00:00 UTC",
            "Extensions / CRL number: 7",
            "Entries / Count: 150",
            "Entries / 64: 1 Jun 2025, 00:00:00 UTC",
            "Entries / More: 50 not shown here",
        ],
    );
    assert!(lines(&one(&samples::crl(0))).contains(&"Entries / Count: 0".to_owned()));
}

#[test]
fn bundles_with_text_around() {
    let (leaf, root) = (samples::leaf(), samples::root());
    let bundle = format!(
        "subject: x\n{}\nBag Attributes\r\n{}-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n",
        pem::encode("CERTIFICATE", &leaf),
        pem::encode("X509 CRL", &samples::crl(1)).replace('\n', "\r\n")
    );
    let items = read(bundle.as_bytes()).unwrap();
    let kinds: Vec<String> = items.iter().map(Item::kind).collect();
    assert_eq!(kinds, ["Certificate", "Certificate revocation list", "Private key"]);
    assert_eq!(items[0].der(), leaf);
    assert_eq!(items[0].pem(), pem::encode("CERTIFICATE", &leaf));
    assert!(items[2].der().is_empty());

    let both = [leaf.clone(), root, b"\r\n".to_vec()].concat();
    assert_eq!(read(&both).unwrap().len(), 2);
    let bare: String = pem::encode("X", &leaf).lines().filter(|line| !line.starts_with('-')).collect();
    assert_eq!(one(bare.as_bytes()).der(), leaf);
}

#[test]
fn pkcs7_gives_its_certificates() {
    let value = |tag: u8, content: &[u8]| {
        let length = (content.len() as u32).to_be_bytes();
        [&[tag, 0x84][..], &length, content].concat()
    };
    let sets = [&[2, 1, 1, 0x31, 0][..], &value(0x30, b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01")].concat();
    let certificates = value(0xa0, &[samples::leaf(), samples::root()].concat());
    let data = value(0x30, &[sets, certificates, value(0xa1, &samples::crl(1))].concat());
    let content = [b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02".to_vec(), value(0xa0, &data)].concat();
    let kinds: Vec<String> = read(&value(0x30, &content)).unwrap().iter().map(Item::kind).collect();
    assert_eq!(kinds, ["Certificate", "Certificate", "Certificate revocation list"]);
}

#[test]
fn private_keys_are_named_and_not_kept() {
    let key = samples::key();
    let item = one(&key.serialize_der());
    assert!(matches!(&item, Item::PrivateKey(PrivateKey { format: "PKCS#8", encrypted: false })), "{item:?}");
    assert!(item.tree().nodes().is_empty() && item.pem().is_empty());
    assert!(item.text().starts_with("Private key: PKCS#8"));
    let old =
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: x\n\nAAAA\n-----END RSA PRIVATE KEY-----";
    assert_eq!(one(old.as_bytes()).kind(), "Encrypted private key");
    assert_eq!(one(&rcgen::PublicKeyData::subject_public_key_info(&key)).title(), "EC P-256");
}

#[test]
fn problems_say_what_was_found() {
    let problem = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let start = "expected a certificate, request, CRL, OCSP message or key in PEM or DER form, found ";
    assert_eq!(problem(b""), format!("{start}nothing"));
    assert_eq!(problem(b"hello\nworld"), format!("{start}text that begins with \"hello\""));
    assert_eq!(problem(&[0, 1, 2]), format!("{start}3 bytes that begin with 000102"));
    let leaf = samples::leaf();
    assert!(problem(&leaf[..leaf.len() - 1]).starts_with(&format!("{start}a damaged one: at byte 0: expected ")));
    assert!(problem(b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----").contains("expected base64"));
    let many = pem::encode("CERTIFICATE", &[0x30, 0]).repeat(MAX_ITEMS + 1);
    assert_eq!(problem(many.as_bytes()), "expected at most 1000 items in one file, found 1001");
    assert_eq!(problem(&vec![0x30; MAX_INPUT + 1]), "expected at most 64 MiB, found 67108865 bytes");
}

#[test]
fn what_is_endless_is_cut() {
    let value = |tag: u8, content: &[u8]| [&[tag, 0x84][..], &(content.len() as u32).to_be_bytes(), content].concat();
    let name = value(0x30, &b"\x31\x0a\x30\x08\x06\x03\x55\x04\x03\x0c\x01x".repeat(3_000));
    let algorithm = b"\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02".to_vec();
    let key = value(0x30, &[algorithm.clone(), value(3, &[0; 100_000])].concat());
    let signed = value(0x30, &[&[2, 1, 1][..], &algorithm, &name, &value(0x30, &[]), &name, &key].concat());
    let item = one(&value(0x30, &[signed, algorithm, value(3, &[0])].concat()));
    let sections = item.sections(NOW);
    let subject = sections.iter().find(|section| section.title == "Subject").unwrap();
    assert_eq!(subject.rows.last().unwrap().value, "1000 not shown here");
    assert!(sections.iter().flat_map(|section| &section.rows).all(|row| row.value.len() < 20_000));
    assert!(item.text().contains("and 34463 bytes more"));
}

/// A DER value with a length of four octets.
fn long(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, 0x84][..], &(content.len() as u32).to_be_bytes(), content].concat()
}

/// A certificate of the right shape with these extensions.
fn with_extensions(extensions: &[u8]) -> Vec<u8> {
    let algorithm = b"\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02";
    let key = long(0x30, &[&algorithm[..], b"\x03\x01\x00"].concat());
    let empty = [0x30, 0];
    let list = long(0xa3, &long(0x30, extensions));
    let parts = [b"\xa0\x03\x02\x01\x02\x02\x01\x01", &algorithm[..], &empty, &empty, &empty, &key, &list];
    long(0x30, &[&long(0x30, &parts.concat()), &algorithm[..], b"\x03\x01\x00"].concat())
}

#[test]
fn what_is_too_long_is_not_taken_apart() {
    let extension = long(0x30, b"\x06\x01\x2a\x04\x00");
    let long_one = with_extensions(&extension.repeat(100_000));
    let item = one(&long_one);
    let Item::Unknown(unknown) = &item else { panic!() };
    assert_eq!(unknown.why, format!("expected a certificate of at most 1 MiB, found one of {} bytes", long_one.len()));
    assert!(item.text().len() < 1 << 20);
    // Within the bound, but with more extensions than are looked at.
    let item = one(&with_extensions(&extension.repeat(50_000)));
    let rows: usize = item.sections(NOW).iter().map(|section| section.rows.len()).sum();
    assert!((1_000..1_100).contains(&rows), "{rows}");
}

#[test]
fn long_key_identifiers_and_names_are_cut() {
    let identifier = crate::x509::encode::octet_string(&vec![0xab; 800_000]);
    let extension = long(0x30, &[&b"\x06\x03\x55\x1d\x0e"[..], &long(4, &identifier)].concat());
    let text = one(&with_extensions(&extension)).text();
    assert!(text.contains("AB:AB and 734464 bytes more") && text.len() < 300_000, "{}", text.len());

    let attribute = long(0x30, &[&b"\x06\x03\x55\x04\x03"[..], &long(12, &vec![1; 3 << 20])].concat());
    let issuer = long(0x30, &long(0x31, &attribute));
    let crl = samples::crl(1);
    let fields = crate::x509::inspect::structure::CrlFields::of(&crl).unwrap();
    let (before, behind) = (&crl[fields.signature.range()], &crl[fields.issuer.range().end..]);
    let damaged = long(0x30, &long(0x30, &[&[2, 1, 1], before, &issuer, behind].concat()));
    let damaged = [&damaged[..], &crl[fields.signed.algorithm.range().start..]].concat();
    let whole = long(0x30, &damaged[6..]);
    assert!(one(&whole).text().len() < 2 << 20);
    assert!(one(&whole).title().len() < 520 && one(&whole).title().ends_with('…'));
}

#[test]
fn directory_attributes_are_shown() {
    let value = b"\x30\x14\x30\x12\x06\x08\x2b\x06\x01\x05\x05\x07\x09\x04\x31\x06\x13\x04DEFR";
    let extension = [&b"\x06\x03\x55\x1d\x09"[..], &[4, value.len() as u8], value].concat();
    let item = one(&with_extensions(&long(0x30, &extension)));
    assert_lines(&item, &["Names / Citizenship: DEFR"]);
    assert!(item.text().contains("X509v3 Subject Directory Attributes:\n                Citizenship: DEFR\n"));
}

#[test]
fn text_before_pem_may_begin_as_der_does() {
    let bundle = format!("0\u{1} is the first\n{}", pem::encode("CERTIFICATE", &samples::leaf()));
    assert_eq!(one(bundle.as_bytes()).kind(), "Certificate");
    let both = [samples::leaf(), samples::root()].concat();
    assert_eq!(read(&both).unwrap().len(), 2);
    // OpenSSL writes its trust settings behind the certificate.
    let leaf = samples::leaf();
    let trusted = [leaf.clone(), b"\x30\x0c\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01".to_vec()].concat();
    let item = one(pem::encode("TRUSTED CERTIFICATE", &trusted).as_bytes());
    assert_eq!((item.kind().as_str(), item.der()), ("Certificate", &leaf[..]));
}

#[test]
fn a_damaged_block_does_not_hide_the_others() {
    let good = pem::encode("CERTIFICATE", &samples::leaf());
    let items = read(format!("-----BEGIN CERTIFICATE-----\n???\n{good}").as_bytes()).unwrap();
    assert_eq!(items.iter().map(Item::kind).collect::<Vec<_>>(), ["Unknown: CERTIFICATE", "Certificate"]);
    let items = read(format!("{good}text\n-----BEGIN X-----\n???").as_bytes()).unwrap();
    let Item::Unknown(unknown) = &items[1] else { panic!("{items:?}") };
    let line = good.lines().count() + 3;
    assert_eq!(unknown.why, format!("PEM block \"X\", line {line}: expected base64, found '?'"));
}

#[test]
fn text_as_openssl_writes_it() {
    let text = one(&samples::leaf()).text();
    for line in [
        "Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number: 2748 (0xabc)\n",
        "        Issuer: C=DE, CN=Root\n        Validity\n            Not Before: Jan  1 00:00:00 2025 GMT\n",
        "        Subject: C=DE, CN=api\\u{202E}.example.com\n",
        "            Public Key Algorithm: id-ecPublicKey\n                Public-Key: (256 bit)\n",
        "                DNS:api.example.com, IP Address:192.0.2.1, URI:https://example.com/x\n",
        "            X509v3 Key Usage: critical\n                Digital Signature\n",
        "                TLS Web Server Authentication\n",
        "                Full Name:\n                  URI:http://example.com/ca.crl\n",
        "    Signature Algorithm: ecdsa-with-SHA256\n    Signature Value:\n        30:4",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(
        one(&samples::crl(2))
            .text()
            .contains("    Serial Number: 02\n        Revocation Date: Jun  1 00:00:00 2025 GMT\n")
    );
    assert!(one(&samples::request()).text().contains("            Requested Extensions:\n                X509v3 "));
}

#[test]
fn signatures_are_not_taken_on_trust() {
    // The samples must be what the rest of the tests take them for.
    let Item::Certificate(root) = one(&samples::root()) else { panic!() };
    let root = root.strict().unwrap();
    assert!(signature::verify(root.public_key(), root.signature_algorithm(), root.tbs_der(), root.signature()).is_ok());
}

/// The part of the item's DER that a section of that title shows first.
fn bytes_of(item: &Item, title: &str) -> Vec<u8> {
    let sections = item.sections(NOW);
    let section = sections.iter().find(|section| section.title == title).unwrap();
    item.der()[section.range.clone().unwrap()].to_vec()
}

#[test]
fn a_question_of_ocsp_in_sections() {
    let item = one(&samples::ocsp_request());
    assert_eq!((item.kind().as_str(), item.title().as_str()), ("OCSP request", "About 2 certificates"));
    assert_lines(
        &item,
        &[
            "Summary / Asks about: 2 certificates",
            "Summary / Nonce: Yes: a fresh answer is wanted",
            "Certificate / Serial number: 0ABC",
            "Certificate / Serial number: 00",
            "Certificate / Digest: SHA-1",
            &format!("Nonce / Nonce: {}", "07".repeat(32)),
        ],
    );
    let first = bytes_of(&item, "Certificate");
    assert!(first.windows(4).any(|window| window == b"\x02\x02\x0a\xbc"), "{first:?}");
    let names: Vec<_> = item.tree().nodes().iter().filter_map(|node| node.name).collect();
    for name in ["OCSPRequest", "requestList", "issuerNameHash", "serialNumber", "ocspNonce"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert!(item.text().starts_with("OCSP Request Data:\n    Version: 1 (0x0)\n    Requestor List:\n"));
    assert_eq!(findings(&item, NOW), []);
    assert_eq!(one(item.pem().as_bytes()).der(), item.der());
}

#[test]
fn an_answer_of_ocsp_in_sections() {
    let item = one(&samples::ocsp_response());
    assert_eq!((item.kind().as_str(), item.title().as_str()), ("OCSP response", "3 answers"));
    assert_lines(
        &item,
        &[
            "Summary / Status: successful",
            "Summary / Signed: 1 Jan 2026, 00:00:00 UTC",
            "Summary / Current: Yes: news is due in 1 hour",
            "Answer / Status: Good",
            "Answer / Status: Revoked",
            "Answer / Revoked: 31 Dec 2025, 23:59:00 UTC",
            "Answer / Reason: Key compromise",
            "Answer / Status: Unknown",
            "Answer / Next update: 1 Jan 2026, 01:00:00 UTC",
            "Signature / Signature: ECDSA with SHA-256",
        ],
    );
    assert!(bytes_of(&item, "Answer").windows(3).any(|window| window == [2, 1, 1]));
    let names: Vec<_> = item.tree().nodes().iter().filter_map(|node| node.name).collect();
    for name in ["OCSPResponse", "tbsResponseData", "byKey", "good", "revoked", "unknown", "nextUpdate", "signature"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    let text = item.text();
    for line in [
        "    OCSP Response Status: successful (0x0)\n",
        "    Produced At: Jan  1 00:00:00 2026 GMT\n",
        "    Cert Status: revoked\n    Revocation Time: Dec 31 23:59:00 2025 GMT\n    Revocation Reason: keyCompromise (0x1)\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

#[test]
fn a_refusal_of_ocsp_says_why() {
    let item = one(b"\x30\x03\x0a\x01\x06");
    assert_eq!(item.title(), "unauthorized");
    assert_lines(&item, &["Summary / Means: The responder does not answer for this issuer"]);
    let damaged = one(b"\x30\x03\x0a\x01\x04");
    assert_lines(
        &damaged,
        &["Summary / Damage: OCSPResponse, responseStatus: expected a status from 0 to 6 but 4, found 4"],
    );
}
