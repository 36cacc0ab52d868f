//! The list of calls.

use crate::served::{ACCOUNT, Served};
use canopy::engine::Action;
use canopy::server::calls::{Asked, Call, CallResult, CalledBy};
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The newest call, ended: an answer can be there before the list has it.
fn last(served: &Served) -> Arc<Call> {
    loop {
        let call = served.running.calls().newest(1).remove(0);
        if call.result != CallResult::Running {
            return call;
        }
        std::thread::yield_now();
    }
}

fn key(served: &Served) -> CalledBy {
    CalledBy::AccessKey { id: served.key.id.clone(), account: ACCOUNT.into() }
}

#[test]
fn a_call_is_listed_with_who_what_and_what_became_of_it() {
    let served = Served::new();
    let changes = Arc::new(AtomicU64::new(0));
    let seen = changes.clone();
    served.running.calls().on_change(Arc::new(move || {
        seen.fetch_add(1, Ordering::SeqCst);
    }));
    let arn = format!("arn:aws:acm-pca:us-east-1:{ACCOUNT}:certificate-authority/11111111-2222-4333-8444-555555555555");
    served.call(Action::DescribeCertificateAuthority, &json!({"CertificateAuthorityArn": arn}));
    let call = last(&served);
    assert_eq!((call.id, call.at), (1, served.now()));
    assert_eq!((&call.caller, &call.asked), (&key(&served), &Asked::Action(Action::DescribeCertificateAuthority)));
    assert_eq!(call.object, arn);
    assert_eq!(call.result, CallResult::Refused("ResourceNotFoundException".into()));
    assert!(call.duration.is_some());
    let made = served.call(
        Action::CreateCertificateAuthority,
        &json!({
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1",
                "SigningAlgorithm": "SHA256WITHECDSA",
                "Subject": {"CommonName": "Root"},
            },
            "CertificateAuthorityType": "ROOT",
        }),
    );
    let call = last(&served);
    assert_eq!(call.result, CallResult::Answered);
    assert_eq!(Some(call.object.as_str()), made.json()["CertificateAuthorityArn"].as_str());
    assert_eq!(changes.load(Ordering::SeqCst), served.running.calls().generation());
    let counts = served.running.calls().counts();
    assert_eq!((counts.today, counts.refused, counts.running), (2, 1, 0));
}

#[test]
fn whoever_is_refused_is_listed_as_they_call_themselves() {
    let served = Served::new();
    served.send(&served.request("ListTags", "{}"));
    let call = last(&served);
    assert_eq!((&call.caller, &call.asked), (&CalledBy::Nobody, &Asked::Action(Action::ListTags)));
    assert_eq!(call.result, CallResult::Refused("MissingAuthenticationTokenException".into()));
    let secret = SecretString::from("x");
    let credentials =
        canopy::server::sigv4::Credentials { access_key: "nobody", secret: &secret, region: &served.region() };
    let mut unknown = served.request("Fly", "{}");
    canopy::server::sigv4::sign(&mut unknown, &credentials, served.now());
    served.send(&unknown);
    let call = last(&served);
    assert_eq!(call.caller, CalledBy::UnknownKey("nobody".into()));
    assert_eq!(call.asked, Asked::Other("ACMPrivateCA.Fly".into()));
    let late = served.signed("ListTags", "{}");
    served.later(86_400);
    served.send(&late);
    assert_eq!(last(&served).caller, key(&served));
    // It is another day.
    assert_eq!(served.running.calls().counts().today, 1);
}
