//! A bucket that does not answer.

use crate::served::{Client, Served};
use canopy::engine::CreateRoot;
use canopy::engine::environment::{BucketError, Buckets, Object, Target, WriteObject};
use canopy::publish::FolderBuckets;
use canopy::workspace::S3ObjectAcl;
use serde_json::json;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// Folders that nothing can be read from until they are let go.
struct Stuck {
    folders: FolderBuckets,
    let_go: Arc<(Mutex<bool>, Condvar)>,
}

impl Buckets for Stuck {
    fn check(&self, target: Target<'_>, acl: S3ObjectAcl) -> Result<(), BucketError> {
        self.folders.check(target, acl)
    }

    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        self.folders.put(target, key, acl, bytes)
    }

    fn put_written(
        &self,
        target: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        self.folders.put_written(target, key, acl, write)
    }

    fn get(&self, target: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError> {
        let (let_go, changed) = &*self.let_go;
        drop(changed.wait_while(let_go.lock().unwrap(), |let_go| !*let_go).unwrap());
        self.folders.get(target, key)
    }

    fn open(&self, target: Target<'_>, key: &str) -> Result<Object, BucketError> {
        self.folders.open(target, key)
    }
}

#[test]
fn whoever_asks_for_lists_that_do_not_come_keeps_no_call_waiting() {
    let let_go = Arc::new((Mutex::new(false), Condvar::new()));
    let stuck = let_go.clone();
    let served = Served::with_buckets(|_| {}, |folders| Arc::new(Stuck { folders, let_go: stuck }));
    let root = CreateRoot {
        request: serde_json::from_value(json!({
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1",
                "SigningAlgorithm": "SHA256WITHECDSA",
                "Subject": {"CommonName": "Root"},
            },
            "CertificateAuthorityType": "ROOT",
            "RevocationConfiguration": {
                "CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"},
            },
        }))
        .unwrap(),
        validity: serde_json::from_value(json!({"Type": "DAYS", "Value": 9})).unwrap(),
    };
    let root = served.engine.create_and_activate_root(&served.caller, root).unwrap().id;
    served.engine.sign_crl(&served.caller, root).unwrap();
    let address = served.running.address();
    let get = format!("GET /crl/{root}.crl HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let mut waiting: Vec<Client> = (0..80).map(|_| served.connect()).collect();
    assert!(waiting.iter_mut().all(|client| client.send(get.as_bytes())));
    while served.running.calls().counts().running < 80 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let done = std::thread::scope(|scope| {
        let call = scope.spawn(|| served.still_works());
        for _ in 0..1000 {
            if call.is_finished() {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let done = call.is_finished();
        *let_go.0.lock().unwrap() = true;
        let_go.1.notify_all();
        done
    });
    assert!(done, "the call waits for the lists");
    // Once they come, everybody who has waited gets them.
    assert!(waiting.iter_mut().all(|client| client.answer().unwrap().status == 200));
}
