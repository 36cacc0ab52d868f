//! Filling in the forms: every member of each request that is not already there by what is selected.

use super::place::{ACCOUNT, GIVEN};
use crate::window::Window;
use canopy::engine::api::{KeyAlgorithm, SigningAlgorithm};
use canopy::engine::{Action, CERTIFICATE_MANAGER, key};
use egui::accesskit::Role;

/// Selects an authority in the tree.
fn authority(window: &mut Window, name: &str) {
    window.click(Role::TreeItem, name);
}

pub fn nothing(_: &mut Window) {}

pub fn root(window: &mut Window) {
    authority(window, "Root");
}

pub fn issuing(window: &mut Window) {
    authority(window, "Issuing CA");
}

pub fn pending(window: &mut Window) {
    authority(window, "Pending");
}

pub fn deleted(window: &mut Window) {
    authority(window, "Old CA");
}

pub fn certificate(window: &mut Window) {
    issuing(window);
    window.click(Role::Tab, "Certificates");
    window.click(Role::Row, "certificate api.example.com");
}

/// The attributes that the API has a name for, besides the common name.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("Organization", "Acme"),
    ("Unit (OU)", "PKI"),
    ("Country", "DE"),
    ("State", "Hessen"),
    ("Locality", "Frankfurt"),
    ("Serial number", "A1"),
    ("Title", "Dr"),
    ("Surname", "Schmidt"),
    ("Given name", "Anna"),
    ("Initials", "AS"),
    ("Pseudonym", "Annie"),
    ("Generation", "III"),
    ("DN qualifier", "q1"),
];

/// An attribute by its object identifier, and with it all by theirs.
fn custom_attribute(window: &mut Window) {
    window.press(Role::Button, "Add attribute");
    window.choose("Attribute 2", "Custom");
    window.fill("Object identifier 2", "1.2.3.4");
    window.fill("Value 2", "printer");
}

/// What both kinds of authorities have.
fn new_authority(window: &mut Window, name: &str) {
    window.fill("Common name", name);
    window.choose("Key", &key::choice_words(KeyAlgorithm::EcPrime256v1));
    window.choose("Signs with", &key::signature_choice_words(SigningAlgorithm::Sha384WithEcdsa));
    window.press(Role::Button, "Revocation");
    window.choose("Bucket", "published");
    window.fill("Valid for days", "11");
    window.fill("Folder in it", "pki/crl");
    window.choose("Who may read it", "Its owner alone");
    window.press(Role::CheckBox, "Answer OCSP requests");
    window.fill("OCSP address", "ocsp.example.com");
    window.press(Role::Button, "Tags");
    window.press(Role::Button, "Add tag");
    window.fill("Key of tag 1", "env");
    window.fill("Value of tag 1", "test");
    window.press(Role::Button, "Use, extensions, key storage");
    window.choose("Used for", "Certificates of 7 days at most");
    window.choose("Storage standard", "FIPS 140-2 level 2");
    window.fill("Idempotency token", "made-once");
    window.press(Role::CheckBox, "CRL sign");
    window.press(Role::Button, "Add service");
    window.fill("Place 1", "https://pki.example.com/");
}

pub fn new_root(window: &mut Window) {
    new_authority(window, "Made Root");
    for (index, (attribute, value)) in ATTRIBUTES.iter().enumerate() {
        window.press(Role::Button, "Add attribute");
        window.choose(&format!("Attribute {}", index + 2), attribute);
        window.fill(attribute, value);
    }
    window.press(Role::CheckBox, "Leave its address out of certificates");
    window.choose("Kind of CRL", "One list of all certificates");
    window.press(Role::CheckBox, "Sign its own certificate and activate it now");
}

pub fn new_subordinate(window: &mut Window) {
    new_authority(window, "Made CA");
    custom_attribute(window);
    window.fill("Own host name", "crl.example.com");
    window.choose("Kind of CRL", "A list for every 20,000 certificates");
    window.press(Role::CheckBox, "Have the certificate signed and activate it now");
}

pub fn audit_report(window: &mut Window) {
    window.choose("Bucket", "published");
    window.choose("Format", "For spreadsheets");
}

pub fn grant(window: &mut Window) {
    window.fill("Service", CERTIFICATE_MANAGER);
    window.fill("For account", ACCOUNT);
    window.press(Role::CheckBox, "See who is permitted what");
}

pub fn delete(window: &mut Window) {
    window.fill("Days in which it can be restored", "9");
}

pub fn withdraw(window: &mut Window) {
    window.press(Role::RadioButton, &format!("{CERTIFICATE_MANAGER} for {ACCOUNT}"));
}

pub fn install(window: &mut Window) {
    window.click(Role::RadioButton, "Elsewhere");
    window.fill_lines("Certificate in PEM", &GIVEN.signed[0]);
    window.fill_lines("Chain in PEM", &GIVEN.signed[1]);
}

pub fn issue(window: &mut Window) {
    window.click(Role::RadioButton, "Paste");
    window.fill_lines("CSR in PEM", &GIVEN.csr);
    window.choose("Authority", "Root");
    window.choose("Authority", "Issuing CA");
    window.press(Role::Button, "All templates, by API name");
    window.fill("Find a template", "BlankEndEntityCertificate_APIPassthrough/V1");
    window.press(Role::ListBoxOption, "BlankEndEntityCertificate_APIPassthrough/V1");
    extensions(window);
    window.press(Role::RadioButton, "30 days");
    window.press(Role::Button, "Start time, signature, token");
    window.fill("Valid from", "2026-11-23 11:30");
    window.choose("Signed with", &key::signature_choice_words(SigningAlgorithm::Sha384WithEcdsa));
    window.fill("Idempotency token", "issued-once");
}

/// What the request adds to the certificate.
fn extensions(window: &mut Window) {
    window.fill("Common name", "anna.example.com");
    custom_attribute(window);
    window.press(Role::Button, "Add name");
    window.fill("DNS name", "anna.example.com");
    window.press(Role::Button, "Key usage and purposes");
    window.press(Role::CheckBox, "Digital signature");
    window.press(Role::Button, "Add purpose");
    window.press(Role::Button, "Add purpose");
    window.choose("Purpose 2", "Other");
    window.fill("Object identifier of purpose 2", "1.2.3.4");
    window.press(Role::Button, "Certificate policies");
    window.press(Role::Button, "Add policy");
    window.fill("Object identifier of policy 1", "2.23.140.1.2.2");
    window.press(Role::Button, "Add practice statement to policy 1");
    window.fill("Practice statement 1 of policy 1", "https://pki.example.com/cps");
    window.press(Role::Button, "Other extensions");
    window.press(Role::Button, "Add extension");
    window.fill("Object identifier of extension 1", "1.2.3.6");
    window.fill("Value of extension 1", "DAJoaQ==");
    window.press(Role::CheckBox, "Critical extension 1");
}

pub fn put_policy(window: &mut Window) {
    window.fill("Principal 1", ACCOUNT);
    window.choose("Template 1 of principal 1", "Client certificate");
    window.press(Role::CheckBox, "Principal 1 may revoke certificates");
}

pub fn revoke(window: &mut Window) {
    window.press(Role::RadioButton, "Superseded");
}

pub fn tag(window: &mut Window) {
    window.fill("Key of tag 1", "env");
    window.fill("Value of tag 1", "test");
    window.press(Role::Button, "Add tag");
    window.fill("Key of tag 2", "zone");
}

pub fn untag(window: &mut Window) {
    window.press(Role::CheckBox, "env");
    window.choose("When env is removed", "Only while it is “prod”");
}

pub fn update(window: &mut Window) {
    window.press(Role::CheckBox, "Enabled");
    window.press(Role::CheckBox, "Sign and publish a CRL");
    window.choose("Bucket", "published");
    window.fill("Valid for days", "11");
    window.fill("Folder in it", "pki/crl");
    window.fill("Own host name", "crl.example.com");
    window.choose("Kind of CRL", "One list of all certificates");
    window.choose("Who may read it", "Its owner alone");
    window.press(Role::CheckBox, "Answer OCSP requests");
    window.fill("OCSP address", "ocsp.example.com");
}

/// Another authority than the selected one, which had been filled in.
pub fn asked_authority(window: &mut Window) {
    window.choose("Authority", "Issuing CA");
    window.choose("Authority", "Root");
}

pub fn asked_certificate(window: &mut Window) {
    let field = |window: &Window| super::hands::value(window, "Certificate ARN");
    let arn = field(window);
    window.fill("Certificate ARN", "");
    window.fill("Certificate ARN", &arn);
}

pub fn asked_report(window: &mut Window) {
    asked_authority(window);
    let report = super::hands::value(window, "Report identifier");
    window.fill("Report identifier", &report);
}

/// The second page, which the first leads to.
fn second_page(window: &mut Window, action: Action) {
    window.fill("Items on a page", "1");
    window.press(Role::Button, action.words());
    window.wait_for(Role::Button, "Next page");
    window.press(Role::Button, "Next page");
    window.wait_for(Role::Button, "Copy Answer");
}

pub fn asked_authorities(window: &mut Window) {
    window.choose("Whose", "One’s own");
    second_page(window, Action::ListCertificateAuthorities);
}

pub fn asked_permissions(window: &mut Window) {
    asked_authority(window);
    second_page(window, Action::ListPermissions);
}

pub fn asked_tags(window: &mut Window) {
    window.choose("Authority", "Root");
    window.choose("Authority", "Issuing CA");
    second_page(window, Action::ListTags);
}
