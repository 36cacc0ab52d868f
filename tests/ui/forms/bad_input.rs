//! What people bring by mistake, or what others bring on purpose: it is said where it was brought, the form stays open
//! and the workspace is byte for byte as it was.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, authority_request, csr};
use canopy::engine::api::CreateCertificateAuthorityRequest;
use canopy::ui::ask::{Answer, Slot};
use canopy::ui::forms;
use canopy::workspace::CertificateAuthorityArn;
use egui::accesskit::Role;

use crate::host::FakeHost;
use crate::shell::workspace::sample;
use crate::window::Window;

/// How something is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Choose,
    Drop,
    Paste,
}

/// The ways in which these bytes can be brought: a clipboard holds text, and an empty one brings nothing.
fn ways(bytes: &[u8]) -> &'static [Way] {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() => &[Way::Choose, Way::Drop, Way::Paste],
        _ => &[Way::Choose, Way::Drop],
    }
}

/// Values inside values, each as long as it says.
fn nesting_bomb() -> Vec<u8> {
    const DEPTH: u32 = 50_000;
    (0..DEPTH).rev().flat_map(|inside| [vec![0x30, 0x84], (6 * inside).to_be_bytes().to_vec()].concat()).collect()
}

fn pem(label: &str, text: &str) -> String {
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

fn certificate() -> String {
    rcgen::generate_simple_self_signed(vec!["other.example".to_owned()]).unwrap().cert.pem()
}

/// A name, the bytes, and the words that must be said of them where a CSR or a certificate is wanted.
fn cases() -> Vec<(&'static str, Vec<u8>, [&'static str; 2])> {
    let request = csr("api.example.com");
    let truncated = request.replace("-----END", "").into_bytes();
    vec![
        ("nothing", Vec::new(), ["found an empty input"; 2]),
        ("prose", b"hello".to_vec(), ["xpected a certificate signing request", "xpected a certificate"]),
        ("the other kind", certificate().into_bytes(), ["found \"CERTIFICATE\"", "another key"]),
        ("a key", pem("PRIVATE KEY", "MAA=").into_bytes(), ["found", "found"]),
        ("no base64", pem("CERTIFICATE REQUEST", "!!!!").into_bytes(), ["found", "found"]),
        ("cut off", truncated, ["found", "found"]),
        ("a nesting bomb", nesting_bomb(), ["found", "found"]),
        ("too long", vec![b'a'; 3 << 20], ["found", "found"]),
    ]
}

fn issue(desk: &Desk) -> Bench {
    Bench::new(&desk.engine, forms::issue(forms_desk(desk), None, None).unwrap())
}

fn issuing_desk() -> Desk {
    let desk = Desk::new();
    let root = desk.root();
    desk.subordinate(&root);
    desk
}

/// Brings bytes into the form for a CSR; what is said of them.
fn bring_csr(bench: &mut Bench, way: Way, bytes: &[u8]) -> String {
    match way {
        Way::Choose => {
            bench.state().files.push_back(("odd.csr".into(), bytes.to_vec()));
            bench.click(Role::Button, "Choose file…");
        }
        Way::Drop => drop_file(bench, "odd.csr", bytes),
        Way::Paste => {
            bench.click(Role::RadioButton, "Paste");
            bench.paste(&String::from_utf8_lossy(bytes));
            return bench.description(Role::MultilineTextInput, "CSR in PEM");
        }
    }
    bench.description(Role::Group, "odd.csr")
}

fn drop_file(bench: &mut Bench, name: &str, bytes: &[u8]) {
    let answer = Answer::Opened { slot: Slot::Dropped, path: name.into(), content: Ok(bytes.to_vec()) };
    bench.state().form.answer(answer, &mut Vec::new());
    bench.harness.run_steps(3);
}

#[test]
fn what_is_no_csr_is_said_where_it_was_brought() {
    let desk = issuing_desk();
    let before = std::fs::read(desk.engine.path()).unwrap();
    for (name, bytes, [expected, _]) in cases() {
        for &way in ways(&bytes) {
            let mut bench = issue(&desk);
            let said = bring_csr(&mut bench, way, &bytes);
            assert!(said.contains(expected), "{name}, {way:?}: {said}");
            assert!(said.len() < 300, "{name}, {way:?}: {said}");
            bench.command_enter();
            assert!(!bench.state().closed, "{name}, {way:?}");
        }
    }
    assert_eq!(std::fs::read(desk.engine.path()).unwrap(), before);
}

#[test]
fn a_csr_is_read_as_people_send_it() {
    let request = csr("api.example.com");
    let letter = format!("Dear Anna,\r\n\r\n{}\r\nThanks\r\n", request.replace('\n', "\r\n"));
    for way in [Way::Choose, Way::Drop, Way::Paste] {
        let desk = issuing_desk();
        let mut bench = issue(&desk);
        bring_csr(&mut bench, way, letter.as_bytes());
        bench.wait_for("Common name: api.example.com");
        bench.command_enter();
        bench.assert_done("Issued api.example.com");
    }
}

#[test]
fn several_csrs_are_not_taken_for_one() {
    let desk = issuing_desk();
    let mut bench = issue(&desk);
    let both = csr("a.example.com") + &csr("b.example.com");
    let said = bring_csr(&mut bench, Way::Choose, both.as_bytes());
    assert!(said.contains("found 2"), "{said}");
    bench.command_enter();
    assert!(!bench.state().closed);
}

fn pending(desk: &Desk) -> CertificateAuthorityArn {
    let request = authority_request("SUBORDINATE", "Pending CA", "EC_prime256v1", "SHA256WITHECDSA");
    desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn.parse().unwrap()
}

#[test]
fn what_is_no_certificate_of_the_authority_is_said_where_it_was_brought() {
    let desk = Desk::new();
    let arn = pending(&desk);
    let before = std::fs::read(desk.engine.path()).unwrap();
    for (name, bytes, [_, expected]) in cases() {
        for &way in ways(&bytes) {
            let mut bench = Bench::new(&desk.engine, forms::install(forms_desk(&desk), arn.id).unwrap());
            match way {
                // Dropped, it is taken for one of those above.
                Way::Drop if expected == "another key" => continue,
                Way::Choose => {
                    bench.state().files.push_back(("odd.pem".into(), bytes.clone()));
                    bench.click_first(Role::Button, "Choose file…");
                }
                Way::Drop => drop_file(&mut bench, "odd.pem", &bytes),
                Way::Paste => {
                    bench.focus(Role::MultilineTextInput, "Certificate in PEM");
                    bench.paste(&String::from_utf8_lossy(&bytes));
                }
            }
            let said = match way {
                Way::Paste => bench.description(Role::MultilineTextInput, "Certificate in PEM"),
                _ => bench.description(Role::Group, "Drop the certificate here"),
            };
            assert!(said.contains(expected), "{name}, {way:?}: {said}");
            assert!(said.len() < 300, "{name}, {way:?}: {said}");
            bench.command_enter();
            assert!(!bench.state().closed, "{name}, {way:?}");
        }
    }
    assert_eq!(std::fs::read(desk.engine.path()).unwrap(), before);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_not_read() {
    let host = FakeHost::new();
    let path = host.folder().join("huge.csr");
    std::fs::File::create(&path).unwrap().set_len(100 << 20).unwrap();
    let mut window = Window::new(host);
    sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Button, "Issue certificate…");
    window.host.will_choose(&path);
    window.click(Role::Button, "Choose file…");
    window.wait_for(Role::Group, "huge.csr");
    let said = super::bench::description(&window.harness, Role::Group, "huge.csr");
    assert!(said.contains("100") && said.contains("64"), "{said}");
    window.drop_file(path);
    window.settle();
    assert!(window.has(Role::Heading, "Issue certificate"), "the form stays open");
}
