//! Certificate revocation lists: the part that is signed, to build; and the whole, to read.

use super::decode::{Reader, Value, hex};
use super::extension::{AuthorityKeyIdentifier, CrlNumber, CrlReason, list_from_value, list_to_der};
use super::signed::Signed;
use super::{
    AlgorithmIdentifier, Error, Extension, Name, Oid, PublicKey, Result, SignatureAlgorithm, Tag, encode, oid, pem,
    time,
};

/// The longest CRL that is read, in octets: about a million entries.
pub const MAX_CRL: usize = 64 << 20;

const LABELS: &[&str] = &["X509 CRL"];
const VERSION_2: u64 = 1;

/// An entry of a CRL to be signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RevokedCertificate {
    /// `userCertificate`: the serial number, unsigned big-endian
    pub serial_number: Vec<u8>,
    /// `revocationDate`, in seconds from 1970
    pub revocation_date: i64,
    /// `reasonCode`, which is left out rather than unspecified (RFC 5280 section 5.3.1)
    pub reason: Option<CrlReason>,
}

/// `TBSCertList` as defined in [RFC 5280 Section 5.1.2], version 2, to be signed.
///
/// [RFC 5280 Section 5.1.2]: https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2
#[derive(Clone, Debug)]
pub struct TbsCertList {
    /// `signature`: how the issuer will sign
    pub signature: SignatureAlgorithm,
    /// `issuer`
    pub issuer: Name,
    /// `thisUpdate`, in seconds from 1970
    pub this_update: i64,
    /// `nextUpdate`, in seconds from 1970
    pub next_update: Option<i64>,
    /// `revokedCertificates`, which is left out when empty
    pub revoked: Vec<RevokedCertificate>,
    /// `crlExtensions`, in the order in which they are written
    pub extensions: Vec<Extension>,
}

impl RevokedCertificate {
    fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        let reason = self.reason.filter(|reason| *reason != CrlReason::Unspecified);
        let extensions = reason.map(|reason| list_to_der(&[reason.to_extension(false)])).unwrap_or_default();
        out.extend(encode::sequence(&[
            &encode::unsigned(Tag::INTEGER, &self.serial_number),
            &time::to_der(self.revocation_date)?,
            &extensions,
        ]));
        Ok(())
    }
}

impl TbsCertList {
    /// The DER that is signed.
    ///
    /// # Errors
    /// [`Error::TimeOutOfRange`] when a time has no year of four digits.
    pub fn to_der(&self) -> Result<Vec<u8>> {
        let mut entries = Vec::with_capacity(self.revoked.len() * 50);
        self.revoked.iter().try_for_each(|revoked| revoked.write(&mut entries))?;
        let revoked = if entries.is_empty() { Vec::new() } else { encode::sequence(&[&entries]) };
        let next_update = self.next_update.map(time::to_der).transpose()?.unwrap_or_default();
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => encode::explicit(0, &list_to_der(&self.extensions)),
        };
        Ok(encode::sequence(&[
            &encode::integer(VERSION_2),
            self.signature.identifier().der(),
            self.issuer.der(),
            &time::to_der(self.this_update)?,
            &next_update,
            &revoked,
            &extensions,
        ]))
    }
}

/// An entry of a CRL that was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RevokedEntry {
    /// `userCertificate`: the serial number, in the form of [`Certificate::serial_number`](super::Certificate::serial_number)
    pub serial_number: Vec<u8>,
    /// `revocationDate`, in seconds from 1970
    pub revocation_date: i64,
    /// `crlEntryExtensions`
    pub extensions: Vec<Extension>,
}

impl RevokedEntry {
    /// `reasonCode`, when it is there and can be read.
    pub fn reason(&self) -> Option<CrlReason> {
        let extension = self.extensions.iter().find(|extension| extension.oid == oid::ID_CE_CRL_REASONS)?;
        CrlReason::from_value(&extension.value).ok()
    }

    fn from_value(value: &Value<'_>) -> Result<RevokedEntry> {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("revokedCertificates");
        let serial_number = fields.read(Tag::INTEGER, "userCertificate")?.serial_number()?;
        let revocation_date = time::from_value(&fields.any("revocationDate")?)?;
        let extensions = match fields.optional(Tag::SEQUENCE, "crlEntryExtensions")? {
            Some(value) => list_from_value(&value)?,
            None => Vec::new(),
        };
        fields.finish("")?;
        Ok(RevokedEntry { serial_number, revocation_date, extensions })
    }
}

/// `CertificateList` as defined in [RFC 5280 Section 5.1], kept as it came.
///
/// [RFC 5280 Section 5.1]: https://www.rfc-editor.org/rfc/rfc5280#section-5.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertificateList {
    signed: Signed,
    signature: AlgorithmIdentifier,
    issuer: Name,
    this_update: i64,
    next_update: Option<i64>,
    /// The content of `revokedCertificates`, each entry of which was read once.
    revoked: std::ops::Range<usize>,
    entries: usize,
    extensions: Vec<Extension>,
}

impl CertificateList {
    /// Reads DER.
    ///
    /// # Errors
    /// What is not a CRL, with the field that tells.
    pub fn from_der(der: &[u8]) -> Result<CertificateList> {
        let signed = Signed::read(der, "CertificateList", MAX_CRL)?;
        let mut fields = signed.fields("TBSCertList")?;
        let version = fields.optional(Tag::INTEGER, "version")?;
        if let Some(written) = version.filter(|version| version.content != [VERSION_2 as u8]) {
            return Err(written.invalid("version 2, which is written 1, or none", hex(written.content)));
        }
        let signature = AlgorithmIdentifier::from_value(&fields.read(Tag::SEQUENCE, "signature")?)?;
        let issuer = Name::from_value(&fields.read(Tag::SEQUENCE, "issuer")?)?;
        let this_update = time::from_value(&fields.any("thisUpdate")?)?;
        let next_update = match fields.peek() {
            Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => Some(time::from_value(&fields.any("nextUpdate")?)?),
            _ => None,
        };
        let revoked = fields.optional(Tag::SEQUENCE, "revokedCertificates")?;
        let mut entries = 0;
        let mut extended_entries = false;
        if let Some(revoked) = &revoked {
            revoked.each(|entry| {
                let entry = RevokedEntry::from_value(&entry)?;
                extended_entries |= !entry.extensions.is_empty();
                entries += 1;
                Ok(())
            })?;
        }
        let end = signed.tbs().len() - fields.rest().len();
        let start = end - revoked.map_or(0, |revoked| revoked.content.len());
        let extensions = match fields.optional(Tag::context_constructed(0), "crlExtensions")? {
            Some(value) => list_from_value(&value.inner(Tag::SEQUENCE)?)?,
            None => Vec::new(),
        };
        fields.finish("")?;
        if version.is_none() && (extended_entries || !extensions.is_empty()) {
            return Err(Error::Version { structure: "TBSCertList", fields: "extensions", expected: "2", found: 1 });
        }
        Ok(CertificateList {
            signature,
            issuer,
            this_update,
            next_update,
            revoked: start..end,
            entries,
            extensions,
            signed,
        })
    }

    /// Reads DER, or PEM with one CRL in it.
    ///
    /// # Errors
    /// What is not one CRL, with what was found.
    pub fn from_pem_or_der(input: &[u8]) -> Result<CertificateList> {
        CertificateList::from_der(&pem::one(input, LABELS, "a certificate revocation list")?)
    }

    /// A CRL from its signed part ([`TbsCertList::to_der`]) and the signature over it.
    ///
    /// # Errors
    /// What of the signed part is not a TBSCertList.
    pub fn assemble(tbs: &[u8], algorithm: SignatureAlgorithm, signature: &[u8]) -> Result<CertificateList> {
        CertificateList::from_der(&Signed::assemble(tbs, algorithm, signature))
    }

    /// The DER, as it was read or built.
    pub fn der(&self) -> &[u8] {
        self.signed.der()
    }

    /// PEM (RFC 7468 section 6).
    pub fn to_pem(&self) -> String {
        pem::encode(LABELS[0], self.der())
    }

    /// `signatureAlgorithm`
    pub fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        self.signed.algorithm()
    }

    /// `signatureValue`
    pub fn signature(&self) -> &[u8] {
        self.signed.signature()
    }

    /// `issuer`
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// `thisUpdate`, in seconds from 1970.
    pub fn this_update(&self) -> i64 {
        self.this_update
    }

    /// `nextUpdate`, in seconds from 1970.
    pub fn next_update(&self) -> Option<i64> {
        self.next_update
    }

    /// How many entries `revokedCertificates` has.
    pub fn len(&self) -> usize {
        self.entries
    }

    /// Whether nothing is revoked.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// `revokedCertificates`, in their order.
    pub fn entries(&self) -> impl Iterator<Item = RevokedEntry> + '_ {
        let mut reader = Reader::new(&self.signed.tbs()[self.revoked.clone()], "revokedCertificates");
        // Each was read once already, so none is lost here.
        std::iter::from_fn(move || RevokedEntry::from_value(&reader.any("").ok()?).ok())
    }

    /// The entry of a serial number (unsigned big-endian without leading zeros). Looks at one after the other.
    pub fn find(&self, serial_number: &[u8]) -> Option<RevokedEntry> {
        self.entries().find(|entry| entry.serial_number == serial_number)
    }

    /// `crlExtensions`, in their order.
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }

    /// The extension of this identifier.
    pub fn extension(&self, oid: &Oid) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == *oid)
    }

    /// `cRLNumber`, when it is there and can be read.
    pub fn number(&self) -> Option<CrlNumber> {
        self.extension(&oid::ID_CE_CRL_NUMBER).and_then(|extension| CrlNumber::from_value(&extension.value).ok())
    }

    /// `keyIdentifier` of `authorityKeyIdentifier`, when it is there and can be read.
    pub fn authority_key_identifier(&self) -> Option<Vec<u8>> {
        let extension = self.extension(&oid::ID_CE_AUTHORITY_KEY_IDENTIFIER)?;
        AuthorityKeyIdentifier::from_value(&extension.value).ok()?.key_identifier
    }

    /// Whether the holder of `key` signed it.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`], [`Error::SignatureAlgorithmsDiffer`], or that the key or the algorithm is none that
    /// Canopy verifies with.
    pub fn verify_signature(&self, key: &PublicKey) -> Result<(), Error> {
        self.signed.verify(key, Some(&self.signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::{AttributeTypeAndValue, AttributeValue, Hash};

    fn tbs(revoked: Vec<RevokedCertificate>) -> TbsCertList {
        let attribute = AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value: AttributeValue::utf8("issuer") };
        TbsCertList {
            signature: SignatureAlgorithm::Ecdsa(Hash::Sha384),
            issuer: Name::from_rdns(vec![vec![attribute]]).unwrap(),
            this_update: 1_000,
            next_update: Some(2_000),
            revoked,
            extensions: vec![
                AuthorityKeyIdentifier::new(vec![7; 20]).to_extension(false),
                CrlNumber::from(300).to_extension(false),
            ],
        }
    }

    fn revoked(serial: u8, reason: Option<CrlReason>) -> RevokedCertificate {
        RevokedCertificate { serial_number: vec![serial], revocation_date: 500, reason }
    }

    fn signed(tbs: &TbsCertList) -> CertificateList {
        CertificateList::assemble(&tbs.to_der().unwrap(), tbs.signature, &[1]).unwrap()
    }

    #[test]
    fn what_is_built_is_read_back() {
        let entries = vec![
            revoked(0x81, Some(CrlReason::KeyCompromise)),
            revoked(2, None),
            revoked(3, Some(CrlReason::Unspecified)),
        ];
        let list = signed(&tbs(entries));
        assert_eq!((list.this_update(), list.next_update(), list.len()), (1_000, Some(2_000), 3));
        assert_eq!(list.number(), Some(CrlNumber::from(300)));
        assert_eq!(list.authority_key_identifier(), Some(vec![7; 20]));
        let found: Vec<_> = list.entries().map(|entry| (entry.serial_number.clone(), entry.reason())).collect();
        assert_eq!(found, [(vec![0x81], Some(CrlReason::KeyCompromise)), (vec![2], None), (vec![3], None)]);
        assert_eq!(list.find(&[2]).unwrap().revocation_date, 500);
        assert_eq!(CertificateList::from_pem_or_der(list.to_pem().as_bytes()).unwrap(), list);
    }

    #[test]
    fn an_empty_list_has_no_entries_field() {
        let mut empty = tbs(Vec::new());
        assert!(signed(&empty).is_empty());
        empty.next_update = None;
        empty.extensions.clear();
        let bare = signed(&empty);
        assert_eq!((bare.len(), bare.next_update(), bare.entries().count()), (0, None, 0));
    }

    /// The DER of a list with the version exchanged for `version`.
    fn with_version(list: &TbsCertList, version: &[u8]) -> Result<CertificateList> {
        let tbs = list.to_der().unwrap();
        let content = Value::only(&tbs, Tag::SEQUENCE, "").unwrap().content;
        CertificateList::assemble(&encode::sequence(&[version, &content[3..]]), list.signature, &[1])
    }

    #[test]
    fn the_version_is_2_or_absent() {
        let full = tbs(vec![revoked(1, Some(CrlReason::KeyCompromise))]);
        let plain = TbsCertList { extensions: Vec::new(), ..tbs(vec![revoked(1, None)]) };
        let of_entries = TbsCertList { extensions: Vec::new(), ..full.clone() };
        assert!(with_version(&full, b"\x02\x01\x01").is_ok() && with_version(&plain, b"").is_ok());
        for list in [&full, &of_entries] {
            let message = with_version(list, b"").unwrap_err().to_string();
            assert_eq!(message, "TBSCertList, version: expected 2 where there are extensions, found 1");
        }
        for version in [&b"\x02\x01\x00"[..], b"\x02\x01\x02", b"\x02\x02\x00\x01", b"\x02\x00"] {
            let message = with_version(&plain, version).unwrap_err().to_string();
            assert!(message.starts_with("TBSCertList, version: expected version 2"), "{message}");
        }
    }

    #[test]
    fn a_negative_serial_number_revokes_no_positive_one() {
        let list = signed(&tbs(vec![revoked(0x80, None)]));
        assert!(list.find(&[0x80]).is_some());
        let mut negative = list.der().to_vec();
        let at = negative.windows(4).position(|window| window == [2, 2, 0, 0x80]).unwrap();
        negative[at + 2] = 0xff;
        let negative = CertificateList::from_der(&negative).unwrap();
        assert_eq!((negative.len(), negative.find(&[0x80]), negative.find(&[0xff, 0x80])), (1, None, None));
    }

    #[test]
    fn a_list_of_more_than_64_mib_is_not_read() {
        let error = CertificateList::from_der(&vec![0x30; MAX_CRL + 1]).unwrap_err();
        assert!(matches!(error, Error::TooLong { limit: MAX_CRL, .. }), "{error}");
    }

    #[test]
    fn a_part_of_a_list_is_none() {
        let der = signed(&tbs(vec![revoked(1, None)])).der().to_vec();
        for length in 0..der.len() {
            assert!(CertificateList::from_der(&der[..length]).is_err(), "{length}");
        }
    }
}
