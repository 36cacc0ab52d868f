//! Sealed keys in the file: erased with their identity, and missed when they are damaged.

use super::*;

#[test]
fn a_new_identity_leaves_nothing_of_the_old_one() {
    let folder = Folder::new();
    let mut log = folder.log(0);
    let (identity, macs, sealed) = (secret(50), secret(51), secret(52));
    let event = Event::IdentityReplaced {
        identity: identity.id(),
        earlier_mac_keys: macs.id(),
        keys: vec![(authority_id(1), sealed.id())],
        managed_keys: Vec::new(),
        other_secrets: Vec::new(),
    };
    let secrets = vec![identity, macs, sealed];
    assert!(record(&mut log, vec![draft(vec![event.clone()], secrets.clone())]).is_err());
    log.replace_identity(draft(vec![event], secrets), key(2)).unwrap();
    let old = log.secrets_to_erase().unwrap();
    assert_eq!(old.len(), 2, "the identity and the key of the authority");
    let in_use = log.workspace().identities().last().unwrap().secret;
    assert!(matches!(log.erase(&[in_use]), Err(Error::SecretInUse { .. })));
    log.erase(&old).unwrap();
    assert!(log.secrets_to_erase().unwrap().is_empty());
    assert!(matches!(log.workspace().secret(old[0]), Err(Error::SecretErased { .. })));
    record(&mut log, vec![note("under the new one")]).unwrap();
    assert!(log.verification().run(&[key(1), key(2)]).unwrap().authenticated);
    drop(log);
    let mut opened = folder.open();
    assert!(opened.log.workspace().read_only().is_none());
    assert!(matches!(opened.log.unlock(key(1)), Err(Error::Forged { .. })));
    opened.log.unlock(key(2)).unwrap();
}

#[test]
fn a_sealed_key_that_is_damaged_or_erased_while_in_use_is_told() {
    let folder = Folder::new();
    // Read from the first record on, and from an index.
    for notes in [1, 300] {
        let _ = std::fs::remove_file(folder.path());
        let _ = std::fs::remove_dir_all(folder.0.path().join("state"));
        let log = folder.log(notes);
        let span = *log.workspace().secrets.get(&secret(1).id()).unwrap();
        drop(log);
        let whole = std::fs::read(folder.path()).unwrap();
        let place = usize::try_from(span.offset).unwrap()..usize::try_from(span.offset).unwrap() + span.len as usize;
        for (byte, how) in [(b'B', "damaged"), (b'A', "erased")] {
            let mut changed = whole.clone();
            changed[place.clone()].fill(byte);
            std::fs::write(folder.path(), &changed).unwrap();
            let opened = folder.open();
            assert_eq!(opened.report.from_index, notes == 300);
            let words = why(&opened.log).to_string();
            assert!(words.contains("the sealed key of note") && words.contains(how), "{words}");
            let error = opened.log.verification().run(&[key(1)]).unwrap_err();
            assert!(matches!(error, Error::SecretLost { .. }), "{error}");
        }
    }
}
