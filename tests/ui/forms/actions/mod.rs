//! Every action of the API from its entry in the palette to what it does: its form is filled in by role and label, the
//! request that it shows for programs has every member, and sending that request does what the form does.

mod fill;
mod hands;
mod limits;
mod members;
mod place;
mod reach;

use canopy::engine::api::*;
use canopy::engine::{Action, Perform};
use documented::DocumentedFields;
use egui::accesskit::Role;
use place::Place;
use serde_json::Value;
use std::collections::BTreeSet;

use crate::window::{Window, has};

/// An action, and the form that asks for it.
struct Row {
    action: Action,
    /// Its entry in the palette.
    entry: &'static str,
    /// Selects what it acts on.
    select: fn(&mut Window),
    /// Fills in its form.
    fill: fn(&mut Window),
    /// How the button begins that sends it.
    send: &'static str,
    /// Sends it, and checks what came of it.
    check: fn(&mut Place, &Row),
}

/// A test for each form, and a row for it in the table.
macro_rules! rows {
    ($($test:ident $action:ident, $request:ident, $entry:literal: $select:ident, $fill:ident, $check:ident $send:expr;)*) => {
        /// A row for each form that asks for an action.
        static ROWS: &[Row] = &[$(Row {
            action: Action::$action,
            entry: $entry,
            select: fill::$select,
            fill: fill::$fill,
            send: $send,
            check: $check::<$request>,
        },)*];

        $(#[test]
        fn $test() {
            perform(Action::$action, $entry);
        })*
    };
}

rows! {
    a_root_is_created CreateCertificateAuthority, CreateCertificateAuthorityRequest,
        "New root CA…": nothing, new_root, changes "Create root CA, pending";
    a_subordinate_is_created CreateCertificateAuthority, CreateCertificateAuthorityRequest,
        "New subordinate CA…": root, new_subordinate, changes "Create subordinate CA, pending";
    an_audit_report_is_written CreateCertificateAuthorityAuditReport, CreateCertificateAuthorityAuditReportRequest,
        "Write audit report…": issuing, audit_report, changes "Write audit report";
    a_permission_is_granted CreatePermission, CreatePermissionRequest,
        "Grant permission…": issuing, grant, changes "Grant permission";
    an_authority_is_deleted DeleteCertificateAuthority, DeleteCertificateAuthorityRequest,
        "Delete CA…": pending, delete, changes "Delete Pending";
    a_permission_is_withdrawn DeletePermission, DeletePermissionRequest,
        "Withdraw permission…": root, withdraw, changes "Withdraw permission";
    a_policy_is_removed DeletePolicy, DeletePolicyRequest,
        "Remove resource policy…": root, nothing, changes "Remove policy";
    an_authority_is_described DescribeCertificateAuthority, DescribeCertificateAuthorityRequest,
        "Ask the API: describe an authority…": issuing, asked_authority, answers "";
    an_audit_report_is_described DescribeCertificateAuthorityAuditReport, DescribeCertificateAuthorityAuditReportRequest,
        "Ask the API: how far an audit report is…": root, asked_report, answers "";
    a_certificate_is_fetched GetCertificate, GetCertificateRequest,
        "Ask the API: fetch a certificate…": certificate, asked_certificate, answers "";
    the_certificate_of_an_authority_is_fetched GetCertificateAuthorityCertificate, GetCertificateAuthorityCertificateRequest,
        "Ask the API: fetch the certificate of an authority…": issuing, asked_authority, answers "";
    the_csr_of_an_authority_is_fetched GetCertificateAuthorityCsr, GetCertificateAuthorityCsrRequest,
        "Ask the API: fetch the CSR of an authority…": issuing, asked_authority, answers "";
    a_policy_is_fetched GetPolicy, GetPolicyRequest,
        "Ask the API: fetch the resource policy…": issuing, asked_authority, answers "";
    a_certificate_is_installed ImportCertificateAuthorityCertificate, ImportCertificateAuthorityCertificateRequest,
        "Install certificate…": pending, install, changes "Install certificate";
    a_certificate_is_issued IssueCertificate, IssueCertificateRequest,
        "Issue certificate…": issuing, issue, changes "Issue 30-day";
    authorities_are_listed ListCertificateAuthorities, ListCertificateAuthoritiesRequest,
        "Ask the API: list authorities…": nothing, asked_authorities, answers "";
    permissions_are_listed ListPermissions, ListPermissionsRequest,
        "Ask the API: list permissions…": issuing, asked_permissions, answers "";
    tags_are_listed ListTags, ListTagsRequest,
        "Ask the API: list tags…": root, asked_tags, answers "";
    a_policy_is_attached PutPolicy, PutPolicyRequest,
        "Edit resource policy…": issuing, put_policy, changes "Attach policy";
    an_authority_is_restored RestoreCertificateAuthority, RestoreCertificateAuthorityRequest,
        "Restore CA…": deleted, nothing, changes "Restore Old CA";
    a_certificate_is_revoked RevokeCertificate, RevokeCertificateRequest,
        "Revoke certificate…": certificate, revoke, changes "Revoke certificate";
    an_authority_is_tagged TagCertificateAuthority, TagCertificateAuthorityRequest,
        "Add tags…": issuing, tag, changes "Save 2 tags";
    tags_are_removed UntagCertificateAuthority, UntagCertificateAuthorityRequest,
        "Remove tags…": issuing, untag, changes "Remove tag";
    an_authority_is_updated UpdateCertificateAuthority, UpdateCertificateAuthorityRequest,
        "Change status and revocation…": issuing, update, changes "Save changes";
}

#[test]
fn every_action_has_a_row() {
    let rows: BTreeSet<Action> = ROWS.iter().map(|row| row.action).collect();
    assert_eq!(rows, Action::ALL.iter().copied().collect());
}

/// From the palette to what came of it.
#[track_caller]
fn perform(action: Action, entry: &str) {
    let row = ROWS.iter().find(|row| (row.action, row.entry) == (action, entry)).unwrap();
    let mut place = Place::new();
    (row.select)(&mut place.window);
    place.window.command(action.name(), entry);
    (row.fill)(&mut place.window);
    (row.check)(&mut place, row);
}

/// The request that the form shows: it has every member of the reference.
#[track_caller]
fn request<R: Perform + DocumentedFields>(place: &mut Place) -> Value {
    let request = place.window.request::<R>();
    let members: BTreeSet<&str> = request.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, R::FIELD_NAMES.iter().copied().collect(), "{request:#}");
    assert_eq!(members::missing(&request), Vec::<String>::new(), "{request:#}");
    request
}

/// The request that is shown does to a copy of the workspace what the form does to the workspace.
fn changes<R: Perform + DocumentedFields>(place: &mut Place, row: &Row) {
    let request = request::<R>(place);
    let read = || serde_json::from_value::<R>(request.clone()).unwrap();
    let copy = place.copy();
    let before = copy.told();
    copy.engine.call(&copy.caller, read()).unwrap();
    let send = place.window.button(row.send);
    place.window.press(Role::Button, &send);
    place.window.wait("the form to close", |harness| !harness.state().as_ref().is_some_and(canopy::ui::App::has_form));
    let sent = place.copy();
    assert_ne!(before, copy.told(), "{request:#}");
    assert_eq!(sent.told(), copy.told(), "{request:#}");
    if R::FIELD_NAMES.contains(&"IdempotencyToken") {
        // The engine knows the request again: to it, it is the one that the form has sent.
        sent.engine.call(&sent.caller, read()).unwrap();
        assert_eq!(sent.told(), copy.told(), "it was done twice: {request:#}");
    }
}

/// The answer that is shown is that of the engine to the request that is shown.
fn answers<R: Perform + DocumentedFields>(place: &mut Place, row: &Row) {
    let request = request::<R>(place);
    let copy = place.copy();
    let answer = copy.engine.call(&copy.caller, serde_json::from_value::<R>(request).unwrap()).unwrap();
    place.window.press(Role::Button, row.action.words());
    place.window.wait("the answer", |harness| has(harness, Role::Button, "Copy Answer"));
    let shown: Value =
        serde_json::from_str(&crate::forms::bench::copied(&mut place.window.harness, "Copy Answer")).unwrap();
    assert_eq!(shown, serde_json::to_value(answer).unwrap());
}
