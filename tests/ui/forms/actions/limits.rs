//! Limits of the reference, told beside the field while it is typed into and before anything is sent, with the name that
//! the API has for the error.

use super::fill;
use super::place::{GIVEN, Place};
use super::{ROWS, Row};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::window::{Window, labels};

/// Something wrong in a form.
struct Wrong {
    /// The entry of the palette that opens the form.
    entry: &'static str,
    /// Opens what the field is folded in, and fills in what comes before it.
    before: fn(&mut Window),
    role: Role,
    field: &'static str,
    typed: &'static str,
    code: &'static str,
}

const fn wrong(entry: &'static str, field: &'static str, typed: &'static str, code: &'static str) -> Wrong {
    Wrong { entry, before: fill::nothing, role: Role::TextInput, field, typed, code }
}

const VALIDATION: &str = "ValidationException";

/// Something wrong for each form that anything can be typed into.
static WRONG: &[Wrong] = &[
    wrong("New root CA…", "Common name", LONG, VALIDATION),
    Wrong {
        before: |window| {
            window.fill("Common name", "A");
            window.press(Role::Button, "Use, extensions, key storage");
        },
        ..wrong("New subordinate CA…", "Idempotency token", LONG, VALIDATION)
    },
    wrong("Grant permission…", "For account", "12", VALIDATION),
    wrong("Delete CA…", "Days in which it can be restored", "31", VALIDATION),
    wrong("Ask the API: describe an authority…", "Authority ARN", "arn", VALIDATION),
    wrong("Ask the API: how far an audit report is…", "Report identifier", "12", VALIDATION),
    wrong("Ask the API: fetch a certificate…", "Certificate ARN", "arn", VALIDATION),
    wrong("Ask the API: fetch the certificate of an authority…", "Authority ARN", "arn", VALIDATION),
    wrong("Ask the API: fetch the CSR of an authority…", "Authority ARN", "arn", VALIDATION),
    wrong("Ask the API: fetch the resource policy…", "Authority ARN", "arn", VALIDATION),
    wrong("Ask the API: list authorities…", "Items on a page", "1001", VALIDATION),
    wrong("Ask the API: list permissions…", "Items on a page", "0", VALIDATION),
    wrong("Ask the API: list tags…", "Items on a page", "1001", VALIDATION),
    Wrong {
        before: |window| window.click(Role::RadioButton, "Elsewhere"),
        role: Role::MultilineTextInput,
        ..wrong("Install certificate…", "Certificate in PEM", "-----BEGIN", "MalformedCertificateException")
    },
    Wrong {
        before: |window| window.click(Role::RadioButton, "Elsewhere"),
        role: Role::MultilineTextInput,
        ..wrong("Install certificate…", "Certificate in PEM", "", "CertificateMismatchException")
    },
    Wrong {
        before: |window| window.click(Role::RadioButton, "Paste"),
        role: Role::MultilineTextInput,
        ..wrong("Issue certificate…", "CSR in PEM", "-----BEGIN", "MalformedCSRException")
    },
    Wrong {
        before: |window| {
            window.click(Role::RadioButton, "Paste");
            window.fill_lines("CSR in PEM", &GIVEN.csr);
            window.press(Role::Button, "Start time, signature, token");
        },
        ..wrong("Issue certificate…", "Idempotency token", LONG, VALIDATION)
    },
    wrong("Edit resource policy…", "Principal 1", "12", "InvalidPolicyException"),
    wrong("Add tags…", "Key of tag 1", "aws:env", "InvalidTagException"),
    Wrong {
        before: |window| window.press(Role::CheckBox, "Sign and publish a CRL"),
        ..wrong("Change status and revocation…", "Valid for days", "5001", VALIDATION)
    },
];

/// Longer than a name or a token may be.
const LONG: &str = "12345678901234567890123456789012345678901234567890123456789012345";

fn opened(row: &Row) -> Place {
    let mut place = Place::new();
    (row.select)(&mut place.window);
    place
}

#[test]
fn what_is_wrong_is_told_beside_its_field_before_it_is_sent() {
    for wrong in WRONG {
        let row = ROWS.iter().find(|row| row.entry == wrong.entry).unwrap();
        let mut place = opened(row);
        let before = place.copy().told();
        let window = &mut place.window;
        window.command(row.action.name(), row.entry);
        (wrong.before)(window);
        let named = |window: &Window| labels(&window.harness).iter().any(|words| words.ends_with(wrong.code));
        assert!(!named(window), "{}: nothing is wrong yet", wrong.entry);
        match wrong.role {
            // The certificate of the root is of another key.
            Role::MultilineTextInput if wrong.typed.is_empty() => window.fill_lines(wrong.field, &GIVEN.signed[1]),
            Role::MultilineTextInput => window.fill_lines(wrong.field, wrong.typed),
            _ => window.fill(wrong.field, wrong.typed),
        }
        let said = |harness: &egui_kittest::Harness<'static, Option<canopy::ui::App>>| {
            let words = crate::forms::bench::description(harness, wrong.role, wrong.field);
            let told = format!("{words}, {}", wrong.code);
            !words.is_empty() && labels(harness).contains(&told)
        };
        window.wait(&format!("what is wrong in {}: {:?}", wrong.entry, labels(&window.harness)), said);
        assert!(window.has_form(), "{}", wrong.entry);
        assert_eq!(place.copy().told(), before, "{}", wrong.entry);
    }
}

#[test]
fn where_nothing_can_be_typed_there_is_nothing_to_tell() {
    for row in ROWS.iter().filter(|row| WRONG.iter().all(|wrong| wrong.entry != row.entry)) {
        let mut place = opened(row);
        let fields = |window: &Window| window.harness.query_all_by_role(Role::TextInput).count();
        let before = fields(&place.window);
        place.window.command(row.action.name(), row.entry);
        assert_eq!(fields(&place.window), before, "{} has a field", row.entry);
    }
}
