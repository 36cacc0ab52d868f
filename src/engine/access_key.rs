//! Access keys: who may call the endpoint. There is none until somebody adds one.

use super::commit::Changes;
use super::error::{Error, Refusal};
use super::{Caller, Engine, find};
use crate::workspace::{AccessKey, Event};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Access keys that a workspace has at most: ours, so that the file stays quick to open.
const LIMIT: usize = 1_000;

/// Greatest length of an ID and of a secret, in characters.
const LONGEST: usize = 128;

/// What the IDs begin with that are made here. Those of AWS begin with `AKIA` and `ASIA`: nobody should take one for
/// the other.
const PREFIX: &str = "AKCP";

/// An access key that is to be added.
#[derive(Debug, Clone)]
pub struct NewAccessKey {
    /// Its ID; one is made when absent.
    pub id: Option<String>,
    /// Its secret; one is made when absent.
    pub secret: Option<SecretString>,
    /// A person's name for it; none when empty.
    pub name: String,
    /// The account that its caller acts as: twelve digits.
    pub account: String,
}

/// An access key with its secret, which is shown once.
#[derive(Debug, Clone)]
pub struct SecretAccessKey {
    /// The access key ID.
    pub id: String,
    /// The secret access key.
    pub secret: SecretString,
}

impl Engine {
    /// Adds an access key. Its secret is sealed in the file and shown never again.
    ///
    /// # Errors
    /// `InvalidArgsException` naming `id`, `secret`, `name` or `account`; `LimitExceededException` at 1,000 keys.
    pub fn add_access_key(&self, caller: &Caller, new: NewAccessKey) -> Result<SecretAccessKey, Error> {
        let NewAccessKey { id, secret, name, account } = new;
        let id = id.unwrap_or_else(|| self.new_access_key_id());
        let secret = secret.unwrap_or_else(|| self.new_secret());
        check_text("id", &id)?;
        check_text("secret", secret.expose_secret())?;
        let name = super::settings::name(&name)?;
        if account.len() != 12 || !account.bytes().all(|digit| digit.is_ascii_digit()) {
            let message = format!("Expected an account of 12 digits, found '{account}'.");
            return Err(Error::InvalidArgs(Refusal::new(message).at("account")));
        }
        self.writable()?;
        let sealed = self.seal_secret(secret.expose_secret().as_bytes())?;
        let event = Event::AccessKeyAdded { id: id.clone(), name, account, secret: sealed.secret.id() };
        let taken = id.clone();
        self.commit(caller, move |workspace, _| {
            if workspace.access_key(&taken).is_some() {
                let refusal = Refusal::new(format!("There is an access key {taken} already.")).at("id");
                return Err(Error::InvalidArgs(refusal.hint("Remove it first, or choose another ID")));
            }
            if workspace.access_keys().count() >= LIMIT {
                let refusal = Refusal::new(format!("Expected at most {LIMIT} access keys, and there are as many."));
                return Err(Error::LimitExceeded(refusal.hint("Remove one that nobody uses")));
            }
            Ok((Changes { events: vec![event], keys: vec![sealed] }, ()))
        })?;
        Ok(SecretAccessKey { id, secret })
    }

    /// Takes no requests any more that are signed with an access key, and erases its secret.
    ///
    /// # Errors
    /// `ResourceNotFoundException`
    pub fn remove_access_key(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let id = id.to_owned();
        self.commit(caller, move |workspace, _| match workspace.access_key(&id) {
            Some(_) => Ok((Changes::of([Event::AccessKeyRemoved { id }]), ())),
            None => Err(find::not_found(format!("There is no access key {id}."))),
        })?;
        self.erase_superseded()
    }

    /// The secret of an access key, to verify or to make a signature with.
    ///
    /// # Errors
    /// [`Error::Locked`]; [`Error::Unreadable`] when it is damaged.
    pub fn access_key_secret(&self, key: &AccessKey) -> Result<Arc<SecretString>, Error> {
        self.open_secret(key.secret)
    }

    fn new_access_key_id(&self) -> String {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let letters = self.environment.draw().map(|octet| char::from(ALPHABET[usize::from(octet % 32)]));
        PREFIX.chars().chain(letters).collect()
    }

    /// 40 characters of base64, as AWS has them.
    fn new_secret(&self) -> SecretString {
        use base64ct::Encoding as _;
        let mut octets = Zeroizing::new([0; 30]);
        self.environment.randomness.fill(octets.as_mut());
        SecretString::from(base64ct::Base64::encode_string(octets.as_ref()))
    }
}

/// Any printable ASCII: programs that have an ID and a secret already keep them.
pub(super) fn check_text(member: &str, text: &str) -> Result<(), Error> {
    let found = text.chars().count();
    if (1..=LONGEST).contains(&found) && text.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
        return Ok(());
    }
    let message = match (1..=LONGEST).contains(&found) {
        true => "Expected printable ASCII characters, found another.".to_owned(),
        false => format!("Expected 1 to {LONGEST} characters, found {found}."),
    };
    Err(Error::InvalidArgs(Refusal::new(message).at(member)))
}
