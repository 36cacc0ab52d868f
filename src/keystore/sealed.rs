//! Keys at rest: standard age files (age-encryption.org/v1), so that the `age` command opens them when Canopy is gone.

use super::error::{Error, refused};
use age::secrecy::ExposeSecret as _;
use age::{DecryptError, Decryptor};
use hkdf::Hkdf;
use secrecy::SecretString;
use sha2::Sha256;
use std::io::Read as _;
use std::iter;
use zeroize::Zeroizing;

/// log2 of the scrypt work that trying one passphrase costs: about a second, and 256 MiB.
pub const WORK_FACTOR: u8 = 18;

/// A file that asks for more work than this is not tried: 4 seconds and 1 GiB.
const MOST_WORK: u8 = 20;

/// The longest sealed file that is opened, in bytes. An RSA key of 8192 bits takes 5 KiB.
const LONGEST: usize = 64 << 10;

/// The longest header of a sealed file, in bytes. Canopy writes less than 1 KiB; the time that reading takes grows
/// with the square of the length.
const LONGEST_HEADER: usize = 4 << 10;

/// The X25519 identity of a workspace: what its keys are sealed to. Wiped from memory when dropped.
pub struct Identity(age::x25519::Identity);

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// A new identity, with the randomness of the operating system.
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// The identity as the `age` command takes it, `AGE-SECRET-KEY-1…`. Whoever has this text has every key of the
    /// workspace without a passphrase: it is for recovery alone.
    pub fn to_text(&self) -> SecretString {
        self.0.to_string()
    }

    /// The identity as an age file that the passphrase opens. Inside is the line [`to_text`](Self::to_text), so that
    /// without Canopy `age -d -i` takes it as it is, and asks for the passphrase. `work_factor` is log2 of the scrypt work, 1 to 20:
    /// [`WORK_FACTOR`], or less where nothing is protected.
    ///
    /// # Errors
    /// [`Error::EmptyPassphrase`]; [`Error::Refused`] for a work factor that would not be opened again.
    pub fn wrap(&self, passphrase: &SecretString, work_factor: u8) -> Result<Vec<u8>, Error> {
        let doing = "seal the identity of the workspace";
        if passphrase.expose_secret().is_empty() {
            return Err(Error::EmptyPassphrase);
        }
        if !(1..=MOST_WORK).contains(&work_factor) {
            let reason = format!("expected a work factor of 1 to {MOST_WORK}, found {work_factor}");
            return Err(Error::Refused { doing, reason });
        }
        let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
        recipient.set_work_factor(work_factor);
        let line = Zeroizing::new(format!("{}\n", self.to_text().expose_secret()));
        age::encrypt(&recipient, line.as_bytes()).map_err(refused(doing))
    }

    /// Opens what [`wrap`](Self::wrap) made.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`]; [`Error::NotSealed`] for anything that is no such file, or asks for too much work.
    pub fn unwrap(wrapped: &[u8], passphrase: &SecretString) -> Result<Self, Error> {
        let decryptor = read(wrapped)?;
        if !decryptor.is_scrypt() {
            return Err(not_sealed("one that is sealed to a key, where a passphrase was expected"));
        }
        let mut identity = age::scrypt::Identity::new(passphrase.clone());
        identity.set_max_work_factor(MOST_WORK);
        let opened = open(decryptor, &identity, wrapped.len(), || Error::WrongPassphrase)?;
        let line = std::str::from_utf8(&opened).ok().and_then(|line| line.trim().parse().ok());
        line.map(Self).ok_or_else(|| not_sealed("one with something else than an identity inside"))
    }

    /// Seals bytes to the identity, as an age file.
    ///
    /// # Errors
    /// [`Error::Refused`] for more than fits a file that is opened again.
    pub fn seal(&self, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        let doing = "seal a key";
        let most = LONGEST - LONGEST_HEADER;
        if plaintext.len() > most {
            let reason = format!("expected {most} bytes at most, found {}", plaintext.len());
            return Err(Error::Refused { doing, reason });
        }
        age::encrypt(&self.0.to_public(), plaintext).map_err(refused(doing))
    }

    /// Opens what [`seal`](Self::seal) made.
    ///
    /// # Errors
    /// [`Error::NotSealed`] for what is no age file, was changed, or is sealed to another identity.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        open(read(sealed)?, &self.0, sealed.len(), || not_sealed("one that is sealed to another identity"))
    }

    /// The key that the records of the workspace are authenticated with: HKDF-SHA256 (RFC 5869) of
    /// [`to_text`](Self::to_text), without salt, for `canopy workspace record mac v1`.
    pub fn mac_key(&self) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.to_text().expose_secret().as_bytes())
            .expand(b"canopy workspace record mac v1", key.as_mut_slice())
            .expect("HKDF-SHA256 gives up to 8160 octets");
        key
    }
}

fn not_sealed(found: impl Into<String>) -> Error {
    Error::NotSealed { found: found.into() }
}

/// Reads the header, when it and the whole are of a sensible length.
fn read(sealed: &[u8]) -> Result<Decryptor<&[u8]>, Error> {
    if sealed.len() > LONGEST {
        return Err(not_sealed(format!("{} bytes, where {LONGEST} are the most", sealed.len())));
    }
    let header = &sealed[..sealed.len().min(LONGEST_HEADER)];
    if header.starts_with(b"age-encryption.org/") && !header.starts_with(b"age-encryption.org/v1\n") {
        return Err(not_sealed("one of another version of age, where v1 was expected"));
    }
    let other = "something else, or a damaged one";
    if !header.windows(5).any(|window| window == b"\n--- ") {
        return Err(not_sealed(other));
    }
    Decryptor::new_buffered(sealed).map_err(|_| not_sealed(other))
}

/// Decrypts `length` bytes at most; `another` is the error for a file that the identity does not open.
fn open(
    decryptor: Decryptor<&[u8]>,
    identity: &dyn age::Identity,
    length: usize,
    another: impl Fn() -> Error,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut reader = decryptor.decrypt(iter::once(identity)).map_err(|error| match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => another(),
        DecryptError::ExcessiveWork { required, .. } => {
            not_sealed(format!("one that asks for work 2^{required}, where 2^{MOST_WORK} is the most"))
        }
        _ => not_sealed("a damaged one"),
    })?;
    // As long as it can become, so that it never moves and leaves a copy behind.
    let mut plaintext = Zeroizing::new(Vec::with_capacity(length));
    reader.read_to_end(&mut plaintext).map_err(|_| not_sealed("a damaged one"))?;
    Ok(plaintext)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn found(error: Error) -> String {
        match error {
            Error::NotSealed { found } => found,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_identity_comes_back_with_its_passphrase_only() {
        let identity = Identity::generate();
        let wrapped = identity.wrap(&passphrase("right"), 2).unwrap();
        let opened = Identity::unwrap(&wrapped, &passphrase("right")).unwrap();
        assert_eq!(opened.mac_key(), identity.mac_key());
        assert_eq!(opened.to_text().expose_secret(), identity.to_text().expose_secret());
        for wrong in ["wrong", "Right", "right ", ""] {
            assert_eq!(Identity::unwrap(&wrapped, &passphrase(wrong)).unwrap_err(), Error::WrongPassphrase, "{wrong}");
        }
        assert_ne!(Identity::generate().mac_key(), identity.mac_key());
    }

    #[test]
    fn what_could_not_be_opened_again_is_not_sealed() {
        let identity = Identity::generate();
        assert_eq!(identity.wrap(&passphrase(""), 2), Err(Error::EmptyPassphrase));
        for work_factor in [0, MOST_WORK + 1, 64, u8::MAX] {
            let error = identity.wrap(&passphrase("right"), work_factor).unwrap_err();
            assert!(error.to_string().contains(&format!("1 to 20, found {work_factor}")), "{error}");
        }
        let longest = vec![7; LONGEST - LONGEST_HEADER];
        assert_eq!(identity.open(&identity.seal(&longest).unwrap()).unwrap().as_slice(), longest);
        let error = identity.seal(&[longest.as_slice(), &[7]].concat()).unwrap_err();
        assert!(error.to_string().contains("expected 61440 bytes at most, found 61441"), "{error}");
    }

    #[test]
    fn nothing_secret_is_shown() {
        let identity = Identity::generate();
        assert_eq!(format!("{identity:?}"), "Identity(…)");
        let wrapped = identity.wrap(&passphrase("a very secret one"), 2).unwrap();
        let error = Identity::unwrap(&wrapped, &passphrase("another secret")).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("secret"), "{error:?}");
    }

    /// `openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:AGE-… -kdfopt "info:canopy workspace record mac v1" HKDF`
    #[test]
    fn the_mac_key_is_that_of_openssl() {
        let text = "AGE-SECRET-KEY-1G3GUJ4GCMAXUZSM5AF4Y2339GQ5ECDVFDM9V6V6N83CMN0VTH0ZSX42CHH";
        let identity = Identity(text.parse().unwrap());
        assert_eq!(identity.to_text().expose_secret(), text);
        let key: String = identity.mac_key().iter().map(|octet| format!("{octet:02x}")).collect();
        assert_eq!(key, "305a885eed220f953140c46fd5f91ce427036fde75132a37d0be45fc181c2a4d");
    }

    #[test]
    fn what_is_sealed_opens_for_its_identity_only() {
        let identity = Identity::generate();
        let sealed = identity.seal(b"a private key").unwrap();
        assert_eq!(identity.open(&sealed).unwrap().as_slice(), b"a private key");
        assert!(found(Identity::generate().open(&sealed).unwrap_err()).contains("another identity"));
        assert!(!sealed.windows(7).any(|window| window == b"private"));
        assert_ne!(sealed, identity.seal(b"a private key").unwrap());
    }

    #[test]
    fn a_passphrase_does_not_open_what_is_sealed_to_a_key_nor_an_identity_what_is_wrapped() {
        let identity = Identity::generate();
        let sealed = identity.seal(b"a private key").unwrap();
        assert!(
            found(Identity::unwrap(&sealed, &passphrase("right")).unwrap_err()).contains("a passphrase was expected")
        );
        let wrapped = identity.wrap(&passphrase("right"), 2).unwrap();
        assert!(identity.open(&wrapped).is_err());
        let mut recipient = age::scrypt::Recipient::new(passphrase("right"));
        recipient.set_work_factor(2);
        let other = age::encrypt(&recipient, b"no identity").unwrap();
        assert!(found(Identity::unwrap(&other, &passphrase("right")).unwrap_err()).contains("something else"));
    }

    #[test]
    fn no_part_and_no_change_of_a_sealed_file_opens() {
        let identity = Identity::generate();
        let sealed = identity.seal(b"a private key").unwrap();
        for length in 0..sealed.len() {
            found(identity.open(&sealed[..length]).unwrap_err());
        }
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            found(identity.open(&changed).unwrap_err());
        }
        found(identity.open(&[sealed.as_slice(), b"more"].concat()).unwrap_err());
    }

    #[test]
    fn no_part_of_a_wrapped_identity_opens() {
        let wrapped = Identity::generate().wrap(&passphrase("right"), 2).unwrap();
        for length in (0..wrapped.len()).step_by(50).chain([wrapped.len() - 1]) {
            found(Identity::unwrap(&wrapped[..length], &passphrase("right")).unwrap_err());
        }
    }

    #[test]
    fn a_file_that_asks_for_too_much_work_is_not_tried() {
        let wrapped = Identity::generate().wrap(&passphrase("right"), 2).unwrap();
        let place = wrapped.windows(3).position(|window| window == b" 2\n").unwrap();
        for work_factor in ["21", "30", "63"] {
            let heavy = [&wrapped[..=place], work_factor.as_bytes(), &wrapped[place + 2..]].concat();
            let error = Identity::unwrap(&heavy, &passphrase("right")).unwrap_err();
            assert!(found(error).contains(&format!("2^{work_factor}")));
        }
    }

    #[test]
    fn hostile_files_are_refused() {
        const MAC: &str = "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
        let stanzas = |stanza: &str| format!("age-encryption.org/v1\n{}{MAC}0123456789abcdef", stanza);
        let (few, many) = (stanzas(&"-> a\n\n".repeat(600)), stanzas(&"-> a\n\n".repeat(10_000)));
        let two = stanzas("-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1\n\n-> a\n\n");
        let files: [(&[u8], &str); 8] = [
            (b"", "something else"),
            (b"hello", "something else"),
            (&[0xff; 100], "something else"),
            (b"age-encryption.org/v1\n--- ", "something else"),
            (b"age-encryption.org/v2\n--- \n0123456789abcdef", "another version"),
            (many.as_bytes(), "something else"),
            (two.as_bytes(), "something else"),
            (&[b'a'; LONGEST + 1], "65537 bytes, where 65536"),
        ];
        for (file, reason) in files {
            let shown = String::from_utf8_lossy(&file[..file.len().min(40)]);
            let opened = found(Identity::generate().open(file).unwrap_err());
            assert!(opened.contains(reason), "{shown}: {opened}");
            let unwrapped = found(Identity::unwrap(file, &passphrase("right")).unwrap_err());
            assert!(unwrapped.contains(reason), "{shown}: {unwrapped}");
        }
        assert!(found(Identity::generate().open(few.as_bytes()).unwrap_err()).contains("another identity"));
    }
}
