//! A store is tried before it is recorded, and its secret is sealed.

use super::*;
use crate::desk::{options, passphrase};
use canopy::engine::Engine;
use canopy::workspace::BucketKind;

#[track_caller]
fn refused(desk: &Desk, store: NewS3Store, member: &str, words: &str) {
    let before = desk.bytes();
    let error = add(desk, store).unwrap_err();
    assert_eq!((error.code(), error.members().as_slice()), ("InvalidArgsException", [member].as_slice()), "{error}");
    let message = error.message();
    assert!(message.contains(words) && !message.contains(SECRET), "{message}");
    assert!(desk.bytes() == before, "nothing is recorded");
}

#[test]
fn a_store_takes_a_test_object_and_its_secret_is_sealed() {
    let (desk, store) = desk();
    let test = store.object("acm-pca-permission-test-key-private").unwrap();
    assert_eq!((test.acl.as_str(), store.keys().len()), ("bucket-owner-full-control", 1));
    let BucketKind::S3(kept) = bucket(&desk).kind else { panic!("a store") };
    assert_eq!((kept.endpoint.as_ref(), kept.access_key.as_str()), (Some(&store.endpoint), ACCESS_KEY));
    let file = String::from_utf8(desk.bytes()).unwrap();
    assert!(file.contains(ACCESS_KEY) && !file.contains(SECRET));
    root(&desk);
    let test = store.object("acm-pca-permission-test-key").unwrap();
    assert_eq!(test.acl, "public-read", "as the CRL that is to go there");
}

#[test]
fn what_a_store_refuses_is_told_and_not_recorded() {
    let (desk, store) = (Desk::new(), Store::start());
    let wrong = Some(SecretString::from("another/secret"));
    refused(&desk, NewS3Store { secret: wrong, ..at(&store) }, "bucket", "the secret is not that of the access key");
    let unknown = NewS3Store { access_key: "AKIDOTHER".into(), ..at(&store) };
    refused(&desk, unknown, "bucket", "the store does not know the access key AKIDOTHER (InvalidAccessKeyId");
    let elsewhere = NewS3Store { region: "us-east-1".into(), ..at(&store) };
    refused(&desk, elsewhere, "bucket", "it lies in another region than us-east-1 (");
    let nobody = NewS3Store { endpoint: Some("http://127.0.0.1:1".into()), ..at(&store) };
    refused(&desk, nobody, "bucket", "http://127.0.0.1:1/crls was not reached");
    store.set(Mood::Denies);
    refused(&desk, at(&store), "bucket", "could not be written to: the store does not permit it to the access key");
    store.set(Mood::Fails);
    store.seen();
    refused(&desk, at(&store), "bucket", "the store answered 503 ServiceUnavailable: Please try again");
    assert_eq!(store.seen().len(), 2, "asked once more, and no longer");
    store.set(Mood::Hangs);
    refused(&desk, at(&store), "bucket", "did not answer within 1s");
    store.set(Mood::Well);
    let error = desk.engine.add_bucket(&desk.caller, NewBucket::s3("others", at(&store))).unwrap_err();
    assert!(error.message().contains("the store has no bucket of this name"), "{error}");
    assert!(desk.engine.snapshot().bucket("crls").is_none());
}

#[test]
fn what_cannot_be_a_store_is_not_asked() {
    let (desk, store) = (Desk::new(), Store::start());
    let endpoint = Some("minio.example:9000".into());
    refused(&desk, NewS3Store { endpoint, ..at(&store) }, "endpoint", "begins with https:// or http://");
    refused(&desk, NewS3Store { region: "eu west".into(), ..at(&store) }, "region", "Expected a region");
    refused(&desk, NewS3Store { access_key: String::new(), ..at(&store) }, "accessKey", "Expected 1 to 128");
    refused(&desk, NewS3Store { secret: Some("ä".into()), ..at(&store) }, "secret", "printable ASCII");
    refused(&desk, NewS3Store { secret: None, ..at(&store) }, "secret", "is missing");
    desk.engine.lock();
    assert_eq!(add(&desk, at(&store)).unwrap_err(), Error::Locked);
    assert!(store.seen().is_empty());
}

#[test]
fn a_bucket_that_takes_no_acls_takes_what_the_owner_alone_controls() {
    let (desk, store) = desk();
    store.set(Mood::WithoutAcls);
    let mut request = root_with_crl();
    request["RevocationConfiguration"]["CrlConfiguration"]["S3BucketName"] = "crls".into();
    let error = desk.try_root_from(request.clone()).unwrap_err();
    assert!(error.message().starts_with("Permission error with your S3 bucket 'crls'."), "{error}");
    assert!(error.message().contains("it takes no ACLs"), "{error}");
    request["RevocationConfiguration"]["CrlConfiguration"]["S3ObjectAcl"] = "BUCKET_OWNER_FULL_CONTROL".into();
    desk.root_from(request);
}

#[test]
fn another_place_keeps_the_secret_or_takes_a_new_one() {
    let (desk, first) = desk();
    let second = Store::start();
    let before = bucket(&desk).secret().unwrap();
    add(&desk, NewS3Store { secret: None, ..at(&second) }).unwrap();
    assert_eq!(second.keys().len(), 1, "signed with the secret that was there");
    let after = bucket(&desk).secret().unwrap();
    assert_ne!(before, after, "sealed anew");
    assert!(desk.engine.snapshot().secret(before).is_err(), "and erased");
    refused(&desk, NewS3Store { access_key: "AKIDOTHER".into(), secret: None, ..at(&second) }, "secret", "AKIDOTHER");
    assert_eq!(bucket(&desk).secret(), Some(after));
    add(&desk, at(&first)).unwrap();
    assert!(desk.engine.snapshot().secret(after).is_err());
    let last = bucket(&desk).secret().unwrap();
    desk.engine.add_bucket(&desk.caller, NewBucket::folder("crls", "crls")).unwrap();
    assert!(desk.engine.snapshot().secret(last).is_err(), "a folder takes none");
}

#[test]
fn a_secret_outlives_the_passphrase_and_is_gone_with_its_bucket() {
    let (desk, store) = desk();
    let root = root(&desk);
    desk.engine.change_passphrase(&desk.caller, &passphrase(), &"another".into()).unwrap();
    desk.engine.lock();
    let locked = desk.engine.sign_crl(&desk.caller, crate::desk::id(&root)).unwrap_err();
    assert_eq!(locked, Error::Locked);
    let (environment, path) = (desk.environment(), desk.path());
    desk.engine.close();
    let (engine, _) = Engine::open(&path, environment, &options()).unwrap();
    engine.unlock(&"another".into()).unwrap();
    engine.sign_crl(&desk.caller, crate::desk::id(&root)).unwrap();
    assert!(store.keys().iter().any(|key| key.ends_with(".crl")), "{:?}", store.keys());
    let secret = engine.snapshot().bucket("crls").unwrap().secret().unwrap();
    let error = engine.remove_bucket(&desk.caller, "crls").unwrap_err();
    assert_eq!(error.code(), "InvalidArgsException", "a CRL goes there");
    engine.snapshot().secret(secret).unwrap();
    let off = serde_json::json!({"CertificateAuthorityArn": root, "RevocationConfiguration":
        {"CrlConfiguration": {"Enabled": false}}});
    engine
        .call::<canopy::engine::api::UpdateCertificateAuthorityRequest>(
            &desk.caller,
            serde_json::from_value(off).unwrap(),
        )
        .unwrap();
    engine.remove_bucket(&desk.caller, "crls").unwrap();
    assert!(engine.snapshot().secret(secret).is_err(), "erased");
}
