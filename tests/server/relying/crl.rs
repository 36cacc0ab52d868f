//! CRLs: where they are found, what caches are told, and what is handed out to nobody.

use super::*;

#[test]
fn keys_of_ones_own_and_shards_are_found() {
    let site = Site::new();
    for (configuration, key) in [
        (json!({"CustomPath": "a/b"}), "a/b/"),
        (json!({"CustomPath": "/"}), ""),
        (json!({"CustomPath": "a?x=1&b;%41,(c)"}), "a?x=1&b;%41,(c)/"),
    ] {
        let root = site.root(configuration);
        let leaf = site.issue(&root);
        site.publish(&root);
        assert_eq!(crl_address(&leaf), format!("/published/{key}{}.crl", id(&root)));
        let answer = site.get(&crl_address(&leaf));
        assert_eq!(answer.status, StatusCode::OK, "{key}");
        assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).body, answer.body, "by the authority");
    }
    let root = site.root(json!({"CrlType": "PARTITIONED"}));
    let leaf = site.issue(&root);
    site.publish(&root);
    let shard = CertificateList::from_der(&site.get(&crl_address(&leaf)).body).unwrap();
    assert!(shard.extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT).is_some());
    assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).status, StatusCode::NOT_FOUND, "there is none");
}

#[test]
fn a_crl_is_kept_by_caches_and_not_sent_again() {
    let site = Site::new();
    let root = site.root(json!({}));
    site.publish(&root);
    let address = format!("/crl/{}.crl", id(&root));
    site.desk.later(3_600);
    let first = site.get(&address);
    assert_eq!(site.last_call().result, CallResult::Answered);
    assert_eq!(first.header("last-modified"), "Mon, 23 Nov 2026 12:00:00 GMT");
    // The next one may come in any moment, long before this one has run out.
    assert_eq!(first.header("cache-control"), "max-age=3600, public, no-transform");
    assert_eq!(first.header("expires"), "Mon, 23 Nov 2026 14:00:00 GMT");
    let tag = first.header("etag");
    assert!(tag.starts_with('"'), "it is a strong one: {tag}");
    for headers in
        [("if-none-match", tag), ("if-none-match", "*"), ("if-modified-since", "Mon, 23 Nov 2026 12:00:00 GMT")]
    {
        let again = site.get_with(&address, &[headers]);
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{headers:?}");
        assert_eq!(again.header("etag"), tag);
        assert_eq!(site.last_call().result, CallResult::NotModified);
    }
    let head = site.ask(Method::HEAD, &address, &[], Vec::new());
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header("content-length"), first.body.len().to_string());
    for headers in [("if-none-match", "\"other\""), ("if-modified-since", "Mon, 23 Nov 2026 11:59:59 GMT")] {
        assert_eq!(site.get_with(&address, &[headers]).body, first.body, "{headers:?}");
        assert_eq!(site.last_call().result, CallResult::FromCache);
    }
    // The next one is told at once.
    site.publish(&root);
    let next = site.get_with(&address, &[("if-none-match", tag)]);
    assert!(next.status == StatusCode::OK && next.body != first.body);
    site.desk.later(30 * 86_400);
    assert_eq!(site.get(&address).header("cache-control"), "max-age=0, public, no-transform");
}

#[test]
fn only_what_was_published_is_found() {
    let site = Site::new();
    let root = site.root(json!({}));
    let address = format!("/crl/{}.crl", id(&root));
    assert_eq!(site.get(&address).status, StatusCode::NOT_FOUND, "not yet");
    site.publish(&root);
    assert_eq!(site.get(&address).status, StatusCode::OK);
    let file = site.desk.folder.path().join("published/secret.crl");
    std::fs::write(file, "secret").unwrap();
    for address in [
        "/",
        "/crl",
        "/crl/",
        "/published",
        "/published/secret.crl",
        "/secret.crl",
        "/published/crl/../secret.crl",
        "/published/../test.canopy",
        "/published/%2e%2e/test.canopy",
        "/crl/..%2f..%2ftest.canopy",
        "//test.canopy",
        "/crl/00000000-0000-4000-8000-000000000000.crl",
        "/other/crl/x.crl",
        "/%ff",
        "/%",
    ] {
        let answer = site.get(address);
        assert!(
            [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&answer.status),
            "{address}: {}",
            answer.status
        );
        assert!(answer.body.is_empty(), "{address}");
    }
    let call = site.calls.newest(2);
    assert!(call.iter().all(|call| call.caller == CalledBy::RelyingParty && call.asked == Asked::Crl));
    assert_eq!(site.ask(Method::POST, &address, &[], Vec::new()).status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn what_somebody_else_has_put_there_is_not_handed_out() {
    let site = Site::new();
    let [root, other] = [site.root(json!({})), site.root(json!({}))];
    site.publish(&root);
    site.publish(&other);
    let file = |root: &str| site.desk.folder.path().join(format!("published/crl/{}.crl", id(root)));
    let own = std::fs::read(file(&root)).unwrap();
    let mut damaged = own.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let address = format!("/crl/{}.crl", id(&root));
    for wrong in [damaged, own[..own.len() - 1].to_vec(), b"hello".to_vec(), std::fs::read(file(&other)).unwrap()] {
        std::fs::write(file(&root), wrong).unwrap();
        let answer = site.get(&address);
        assert_eq!((answer.status, answer.body.len()), (StatusCode::SERVICE_UNAVAILABLE, 0));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(matches!(&site.last_call().result, CallResult::Refused(status) if status.starts_with("503")));
    }
    std::fs::remove_file(file(&root)).unwrap();
    assert_eq!(site.get(&address).status, StatusCode::SERVICE_UNAVAILABLE);
    std::fs::write(file(&root), &own).unwrap();
    assert_eq!(site.get(&address).body, own);
}

#[test]
fn the_list_before_is_handed_out_while_the_last_cannot_be_written() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    site.publish(&root);
    let file = site.desk.folder.path().join(format!("published/crl/{}.crl", id(&root)));
    let (before, folder) = (std::fs::read(&file).unwrap(), file.parent().unwrap().to_owned());
    // A list that is signed cannot be written where a file stands in the place of its folder.
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "").unwrap();
    let serial = canopy::workspace::Serial::from_der_integer(&[&[0], leaf.serial_number()].concat()).unwrap();
    let revocation = json!({"CertificateAuthorityArn": root, "CertificateSerial": serial.to_string(), "RevocationReason": "SUPERSEDED"});
    site.desk.call::<RevokeCertificateRequest>(revocation).unwrap();
    site.publish(&root);
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(&file, &before).unwrap();
    assert_eq!(site.get(&format!("/crl/{}.crl", id(&root))).body, before);
    site.publish(&root);
    assert_ne!(site.get(&format!("/crl/{}.crl", id(&root))).body, before);
}
