//! PKCS#12 (RFC 7292), as far as Canopy writes it: certificates and key encrypted, both under a MAC.
//!
//! Nothing here ever sees a private key that is not encrypted already.

use super::error::{Error, refused};
use super::export::random;
use crate::x509::{Certificate, Oid, oid};
use der::asn1::{Any, BmpString};
use der::{Encode as _, Tag, TagNumber};
use hmac::{Hmac, KeyInit as _, Mac as _};
use pkcs8::SecretDocument;
use pkcs8::pkcs5::pbes2::Parameters;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.6");
const PBES2: Oid = Oid::new_unwrap("1.2.840.113549.1.5.13");
const FRIENDLY_NAME: Oid = Oid::new_unwrap("1.2.840.113549.1.9.20");
const LOCAL_KEY_ID: Oid = Oid::new_unwrap("1.2.840.113549.1.9.21");
const X509_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.22.1");
const SHROUDED_KEY_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERT_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.3");

/// What goes into a file.
pub(super) struct Contents<'a> {
    /// `EncryptedPrivateKeyInfo`
    pub(super) key: SecretDocument,
    pub(super) certificate: &'a Certificate,
    pub(super) chain: &'a [Certificate],
    /// What people see. `BMPString` has no characters above U+FFFF, so they are left out.
    pub(super) friendly_name: &'a str,
    /// Tells readers that the key and the certificate belong together.
    pub(super) local_key_id: [u8; 20],
}

/// The file. `encryption` is for the certificates, `rounds` for the key of the MAC.
pub(super) fn write(
    contents: &Contents<'_>,
    passphrase: &str,
    encryption: &Parameters,
    rounds: u32,
) -> Result<Vec<u8>, Error> {
    let doing = "write the PKCS#12 file";
    let salt: [u8; 16] = random(doing)?;
    let certificates = contents.certificate_bags().map_err(refused(doing))?;
    let certificates = encryption.encrypt(passphrase, &certificates).map_err(refused(doing))?;
    let safe = contents.authenticated_safe(&certificates, encryption).map_err(refused(doing))?;
    let code = mac(&safe, passphrase, &salt, rounds);
    pfx(&safe, &code, &salt, rounds).map_err(refused(doing))
}

impl Contents<'_> {
    /// `SafeContents` with the certificates. Their order is the chain's.
    fn certificate_bags(&self) -> der::Result<Vec<u8>> {
        let mut bags = certificate_bag(self.certificate, &self.attributes()?)?;
        for certificate in self.chain {
            bags.extend(certificate_bag(certificate, &[])?);
        }
        sequence(&[&bags])
    }

    fn authenticated_safe(&self, certificates: &[u8], encryption: &Parameters) -> der::Result<Vec<u8>> {
        let algorithm = sequence(&[&PBES2.to_der(), &encryption.to_der()?])?;
        let implicit = Tag::ContextSpecific { constructed: false, number: TagNumber(0) };
        let encrypted = sequence(&[&DATA.to_der(), &algorithm, &element(implicit, certificates)?])?;
        let encrypted = sequence(&[&0_u8.to_der()?, &encrypted])?;
        let key = sequence(&[&SHROUDED_KEY_BAG.to_der(), &explicit(self.key.as_bytes())?, &self.attributes()?])?;
        sequence(&[&typed(ENCRYPTED_DATA, &encrypted)?, &data(&sequence(&[&key])?)?])
    }

    /// `bagAttributes`, in the order that DER wants.
    fn attributes(&self) -> der::Result<Vec<u8>> {
        let name: String = self.friendly_name.chars().filter(|character| *character <= '\u{ffff}').collect();
        let mut attributes = vec![attribute(LOCAL_KEY_ID, &octets(&self.local_key_id)?)?];
        if !name.is_empty() {
            attributes.push(attribute(FRIENDLY_NAME, &BmpString::from_utf8(&name)?.to_der()?)?);
        }
        attributes.sort();
        element(Tag::Set, &attributes.concat())
    }
}

fn certificate_bag(certificate: &Certificate, attributes: &[u8]) -> der::Result<Vec<u8>> {
    let bag = typed(X509_CERTIFICATE, &octets(certificate.der())?)?;
    sequence(&[&CERT_BAG.to_der(), &explicit(&bag)?, attributes])
}

fn pfx(safe: &[u8], code: &[u8], salt: &[u8], rounds: u32) -> der::Result<Vec<u8>> {
    let algorithm = sequence(&[&oid::ID_SHA256.to_der(), &element(Tag::Null, &[])?])?;
    let digest = sequence(&[&algorithm, &octets(code)?])?;
    let mac = sequence(&[&digest, &octets(salt)?, &rounds.to_der()?])?;
    sequence(&[&3_u8.to_der()?, &data(safe)?, &mac])
}

/// HMAC-SHA256 over the safe.
fn mac(safe: &[u8], passphrase: &str, salt: &[u8], rounds: u32) -> [u8; 32] {
    let key = mac_key(passphrase, salt, rounds);
    let mut hmac = Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("HMAC takes keys of every length");
    hmac.update(safe);
    hmac.finalize().into_bytes().into()
}

/// RFC 7292 appendix B.2 for the key of a MAC (ID 3). SHA-256 gives all 32 octets in the first block, so the steps
/// that make further ones fall away.
fn mac_key(passphrase: &str, salt: &[u8], rounds: u32) -> Zeroizing<[u8; 32]> {
    const BLOCK: usize = 64;
    let passphrase = bmp(passphrase);
    let mut hash = Sha256::new_with_prefix([3; BLOCK]);
    for part in [salt, passphrase.as_slice()] {
        for octet in part.iter().cycle().take(part.len().next_multiple_of(BLOCK)) {
            hash.update([*octet]);
        }
    }
    let mut key = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
    for _ in 1..rounds {
        *key = Sha256::digest(key.as_slice()).into();
    }
    key
}

/// A passphrase as appendix B.1 has it: UTF-16, most significant octet first, with two zero octets behind.
fn bmp(passphrase: &str) -> Zeroizing<Vec<u8>> {
    // As long as it can become, so that it never moves and leaves a copy behind.
    let mut octets = Zeroizing::new(Vec::with_capacity(2 * passphrase.len() + 2));
    for unit in passphrase.encode_utf16().chain([0]) {
        octets.extend(unit.to_be_bytes());
    }
    octets
}

fn attribute(kind: Oid, value: &[u8]) -> der::Result<Vec<u8>> {
    sequence(&[&kind.to_der(), &element(Tag::Set, value)?])
}

/// `ContentInfo` with octets in it.
fn data(content: &[u8]) -> der::Result<Vec<u8>> {
    typed(DATA, &octets(content)?)
}

/// `ContentInfo`, and `CertBag`, which has the same form.
fn typed(kind: Oid, value: &[u8]) -> der::Result<Vec<u8>> {
    sequence(&[&kind.to_der(), &explicit(value)?])
}

fn explicit(value: &[u8]) -> der::Result<Vec<u8>> {
    element(Tag::ContextSpecific { constructed: true, number: TagNumber(0) }, value)
}

fn octets(value: &[u8]) -> der::Result<Vec<u8>> {
    element(Tag::OctetString, value)
}

fn sequence(parts: &[&[u8]]) -> der::Result<Vec<u8>> {
    element(Tag::Sequence, &parts.concat())
}

fn element(tag: Tag, value: &[u8]) -> der::Result<Vec<u8>> {
    Any::new(tag, value)?.to_der()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexpass:0073006d006500670000
    /// -kdfopt hexsalt:0102030405060708 -kdfopt iter:3
    /// -kdfopt id:3 PKCS12KDF`.
    #[test]
    fn the_key_of_the_mac_is_that_of_openssl() {
        let key = mac_key("smeg", &[1, 2, 3, 4, 5, 6, 7, 8], 3);
        let text: String = key.iter().map(|octet| format!("{octet:02x}")).collect();
        assert_eq!(text, "a099b21c8b07f498ce1cb1d2fe83037c08c86b235d1f3f52c312fef17e8ad80c");
    }

    #[test]
    fn passphrases_are_utf_16() {
        assert_eq!(bmp("aé").as_slice(), [0, b'a', 0, 0xe9, 0, 0]);
        assert_eq!(bmp("😀").as_slice(), [0xd8, 0x3d, 0xde, 0x00, 0, 0]);
        assert_eq!(bmp("").as_slice(), [0, 0]);
    }
}
