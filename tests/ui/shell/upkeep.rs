//! What the window does by itself, and that it sees at once what others have changed.

use canopy::engine::api::RevokeCertificateRequest;
use canopy::engine::{Caller, Due, Engine};
use canopy::ui::sample::PASSPHRASE;
use egui::{Key, accesskit::Role};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::{
    host::FakeHost,
    window::{Window, labels, statuses},
};

use super::live::{authority, certificate};
use super::workspace::{engine, sample};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// What the status line says of a CRL that was published by itself.
fn published(window: &mut Window, of: &str) {
    let said = format!("Published the CRL of {of}");
    window.wait(&said, |harness| {
        [statuses(harness), labels(harness)].concat().iter().any(|words| words.starts_with(&said))
    });
}

#[test]
fn a_crl_past_half_of_its_time_is_signed_once_unlocked() {
    let host = FakeHost::new();
    sample(&mut Window::new(host.clone()));
    let unlocked = engine(&host);
    assert!(unlocked.due().is_empty());
    host.desk().now = Some(unlocked.now().plus_milliseconds(6 * DAY));
    let seq = unlocked.snapshot().head().seq;
    unlocked.close();
    let mut window = Window::new(host.clone());
    window.wait_for(Role::PasswordInput, "Passphrase");
    window.type_text(PASSPHRASE);
    window.harness.key_press(Key::Enter);
    window.wait("a CRL", |harness| {
        [statuses(harness), labels(harness)].concat().iter().any(|words| words.starts_with("Published "))
    });
    drop(window);
    let signed = engine(&host);
    assert!(signed.snapshot().head().seq > seq && !signed.due().iter().any(|due| matches!(due, Due::Crls(_))));
}

#[test]
fn what_a_program_revokes_shows_at_once_and_its_crl_is_published() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Workspace");
    window.click(Role::MenuItem, "Start endpoint");
    let served: Arc<Engine> = window.host.endpoint.seen().engine.clone().unwrap();
    window.settle();
    let (tell, told) = mpsc::channel();
    window.harness.ctx.set_request_repaint_callback(move |asked| {
        let _ = tell.send(asked.delay);
    });
    let workspace = served.snapshot();
    let arn = certificate(&workspace, "sso.robotics.example");
    let issuer = authority(&workspace, "Servers Issuing CA");
    let revoke = serde_json::json!({
        "CertificateAuthorityArn": issuer, "CertificateSerial": arn.rsplit('/').next().unwrap(),
        "RevocationReason": "SUPERSEDED",
    });
    let caller = Caller::window(workspace.settings(), "somebody else");
    served.call(&caller, serde_json::from_value::<RevokeCertificateRequest>(revoke).unwrap()).unwrap();
    assert!(told.try_iter().any(|delay| delay < Duration::from_secs(1)), "it is drawn, though nobody has touched it");
    published(&mut window, "Servers Issuing CA");
    assert!(served.due().is_empty());
}
