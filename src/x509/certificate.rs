//! Certificates: the part that is signed, to build; and the whole, to read.

use super::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier,
    list_from_value, list_to_der,
};
use super::signed::Signed;
use super::{
    AlgorithmIdentifier, Error, Extension, GeneralName, Name, Oid, PublicKey, Result, SignatureAlgorithm, Tag, encode,
    oid, pem, time,
};

/// The longest certificate that is read, in octets.
pub const MAX_CERTIFICATE: usize = 1 << 20;

const LABELS: &[&str] = &["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];
const VERSION_3: u64 = 2;

/// `Validity` as defined in [RFC 5280 Section 4.1.2.5], both ends included, in seconds from 1970.
///
/// [RFC 5280 Section 4.1.2.5]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Validity {
    /// `notBefore`
    pub not_before: i64,
    /// `notAfter`
    pub not_after: i64,
}

/// `TBSCertificate` as defined in [RFC 5280 Section 4.1.2], version 3, to be signed.
///
/// [RFC 5280 Section 4.1.2]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2
#[derive(Clone, Debug)]
pub struct TbsCertificate {
    /// `serialNumber`, unsigned big-endian
    pub serial_number: Vec<u8>,
    /// `signature`: how the issuer will sign
    pub signature: SignatureAlgorithm,
    /// `issuer`
    pub issuer: Name,
    /// `validity`
    pub validity: Validity,
    /// `subject`
    pub subject: Name,
    /// `subjectPublicKeyInfo`
    pub subject_public_key_info: PublicKey,
    /// `extensions`, in the order in which they are written
    pub extensions: Vec<Extension>,
}

impl TbsCertificate {
    /// The DER that is signed.
    ///
    /// # Errors
    /// [`Error::TimeOutOfRange`] when an end of the validity has no year of four digits.
    pub fn to_der(&self) -> Result<Vec<u8>> {
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => encode::explicit(3, &list_to_der(&self.extensions)),
        };
        let Validity { not_before, not_after } = self.validity;
        Ok(encode::sequence(&[
            &encode::explicit(0, &encode::integer(VERSION_3)),
            &encode::unsigned(Tag::INTEGER, &self.serial_number),
            self.signature.identifier().der(),
            self.issuer.der(),
            &encode::sequence(&[&time::to_der(not_before)?, &time::to_der(not_after)?]),
            self.subject.der(),
            self.subject_public_key_info.der(),
            &extensions,
        ]))
    }
}

/// `Certificate` as defined in [RFC 5280 Section 4.1], kept as it came.
///
/// [RFC 5280 Section 4.1]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Certificate {
    signed: Signed,
    version: u8,
    serial_number: Vec<u8>,
    signature: AlgorithmIdentifier,
    issuer: Name,
    validity: Validity,
    subject: Name,
    public_key: PublicKey,
    extensions: Vec<Extension>,
}

impl Certificate {
    /// Reads DER.
    ///
    /// # Errors
    /// What is not a certificate, with the field that tells.
    pub fn from_der(der: &[u8]) -> Result<Certificate> {
        let signed = Signed::read(der, "Certificate", MAX_CERTIFICATE)?;
        let mut fields = signed.fields("TBSCertificate")?;
        let version = match fields.optional(Tag::context_constructed(0), "version")? {
            None => 0,
            Some(value) => match value.inner(Tag::INTEGER)?.unsigned()? {
                version @ 0..=2 => version,
                other => return Err(value.invalid("version 1, 2 or 3", format!("{}", other.saturating_add(1)))),
            },
        };
        let serial_number = fields.read(Tag::INTEGER, "serialNumber")?.serial_number()?;
        let signature = AlgorithmIdentifier::from_value(&fields.read(Tag::SEQUENCE, "signature")?)?;
        let issuer = Name::from_value(&fields.read(Tag::SEQUENCE, "issuer")?)?;
        let mut ends = fields.read(Tag::SEQUENCE, "validity")?.values("Validity");
        let not_before = time::from_value(&ends.any("notBefore")?)?;
        let not_after = time::from_value(&ends.any("notAfter")?)?;
        ends.finish("")?;
        let subject = Name::from_value(&fields.read(Tag::SEQUENCE, "subject")?)?;
        let public_key = PublicKey::from_value(&fields.read(Tag::SEQUENCE, "subjectPublicKeyInfo")?)?;
        let issuer_unique_id = fields.optional(Tag::context(1), "issuerUniqueID")?;
        let subject_unique_id = fields.optional(Tag::context(2), "subjectUniqueID")?;
        let extensions = match fields.optional(Tag::context_constructed(3), "extensions")? {
            Some(value) => list_from_value(&value.inner(Tag::SEQUENCE)?)?,
            None => Vec::new(),
        };
        fields.finish("")?;
        let of_version = |fields, expected| {
            Err(Error::Version { structure: "TBSCertificate", fields, expected, found: version + 1 })
        };
        match version {
            0 if issuer_unique_id.is_some() || subject_unique_id.is_some() => {
                of_version("unique identifiers", "2 or 3")?
            }
            0 | 1 if !extensions.is_empty() => of_version("extensions", "3")?,
            _ => {}
        }
        Ok(Certificate {
            version: version as u8 + 1,
            serial_number,
            signature,
            issuer,
            validity: Validity { not_before, not_after },
            subject,
            public_key,
            extensions,
            signed,
        })
    }

    /// Reads DER, or PEM with one certificate in it.
    ///
    /// # Errors
    /// What is not one certificate, with what was found.
    pub fn from_pem_or_der(input: &[u8]) -> Result<Certificate> {
        Certificate::from_der(&pem::one(input, LABELS, "a certificate")?)
    }

    /// A certificate from its signed part ([`TbsCertificate::to_der`]) and the signature over it.
    ///
    /// # Errors
    /// What of the signed part is not a TBSCertificate.
    pub fn assemble(tbs: &[u8], algorithm: SignatureAlgorithm, signature: &[u8]) -> Result<Certificate> {
        Certificate::from_der(&Signed::assemble(tbs, algorithm, signature))
    }

    /// The DER, as it was read or built.
    pub fn der(&self) -> &[u8] {
        self.signed.der()
    }

    /// PEM (RFC 7468 section 5).
    pub fn to_pem(&self) -> String {
        pem::encode(LABELS[0], self.der())
    }

    /// The DER of the part that is signed.
    pub fn tbs_der(&self) -> &[u8] {
        self.signed.tbs()
    }

    /// `version`: 1, 2 or 3.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// `serialNumber`, unsigned big-endian without leading zeros; of a negative one the two's complement behind a zero.
    pub fn serial_number(&self) -> &[u8] {
        &self.serial_number
    }

    /// `signatureAlgorithm`: how it is signed.
    pub fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        self.signed.algorithm()
    }

    /// `signature` of the signed part, which must be the same.
    pub fn tbs_signature_algorithm(&self) -> &AlgorithmIdentifier {
        &self.signature
    }

    /// `signatureValue`
    pub fn signature(&self) -> &[u8] {
        self.signed.signature()
    }

    /// `issuer`
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// `validity`
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// `subject`
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// `subjectPublicKeyInfo`
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// `extensions`, in their order.
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }

    /// The extension of this identifier.
    pub fn extension(&self, oid: &Oid) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == *oid)
    }

    fn read<T>(&self, oid: Oid, read: fn(&[u8]) -> Result<T>) -> Option<T> {
        self.extension(&oid).and_then(|extension| read(&extension.value).ok())
    }

    /// `basicConstraints`, when it is there and can be read.
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.read(oid::ID_CE_BASIC_CONSTRAINTS, BasicConstraints::from_value)
    }

    /// `keyUsage`, when it is there and can be read.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.read(oid::ID_CE_KEY_USAGE, KeyUsage::from_value)
    }

    /// The purposes of `extKeyUsage`; none when it is absent or cannot be read.
    pub fn extended_key_usage(&self) -> Vec<Oid> {
        self.read(oid::ID_CE_EXT_KEY_USAGE, ExtendedKeyUsage::from_value).map(|usage| usage.0).unwrap_or_default()
    }

    /// The names of `subjectAltName`; none when it is absent or cannot be read.
    pub fn alternative_names(&self) -> Vec<GeneralName> {
        self.read(oid::ID_CE_SUBJECT_ALT_NAME, SubjectAltName::from_value).map(|names| names.0).unwrap_or_default()
    }

    /// `subjectKeyIdentifier`, when it is there and can be read.
    pub fn subject_key_identifier(&self) -> Option<Vec<u8>> {
        self.read(oid::ID_CE_SUBJECT_KEY_IDENTIFIER, SubjectKeyIdentifier::from_value).map(|identifier| identifier.0)
    }

    /// `keyIdentifier` of `authorityKeyIdentifier`, when it is there and can be read.
    pub fn authority_key_identifier(&self) -> Option<Vec<u8>> {
        let identifier = self.read(oid::ID_CE_AUTHORITY_KEY_IDENTIFIER, AuthorityKeyIdentifier::from_value)?;
        identifier.key_identifier
    }

    /// Whether subject and issuer are the same name (RFC 5280 section 3.2). Who signed it is another question.
    pub fn is_self_issued(&self) -> bool {
        self.issuer.matches(&self.subject)
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
    use crate::x509::decode::Value;
    use crate::x509::{AttributeTypeAndValue, AttributeValue, Hash};

    fn name(text: &str) -> Name {
        let attribute = AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value: AttributeValue::utf8(text) };
        Name::from_rdns(vec![vec![attribute]]).unwrap()
    }

    fn tbs(serial_number: &[u8]) -> TbsCertificate {
        let key = rcgen::KeyPair::generate().unwrap();
        TbsCertificate {
            serial_number: serial_number.to_vec(),
            signature: SignatureAlgorithm::Ecdsa(Hash::Sha256),
            issuer: name("issuer"),
            validity: Validity { not_before: 0, not_after: time::MAX },
            subject: name("subject"),
            subject_public_key_info: PublicKey::from_der(&rcgen::PublicKeyData::subject_public_key_info(&key)).unwrap(),
            extensions: vec![BasicConstraints { ca: true, path_len_constraint: Some(1) }.to_extension(true)],
        }
    }

    fn signed(tbs: &TbsCertificate) -> Certificate {
        Certificate::assemble(&tbs.to_der().unwrap(), tbs.signature, &[1, 2, 3]).unwrap()
    }

    #[test]
    fn what_is_built_is_read_back() {
        let tbs = tbs(&[0x80, 0, 0, 1]);
        let certificate = signed(&tbs);
        assert_eq!((certificate.version(), certificate.serial_number()), (3, &[0x80, 0, 0, 1][..]));
        assert_eq!((certificate.issuer(), certificate.subject()), (&tbs.issuer, &tbs.subject));
        assert_eq!((certificate.validity(), certificate.public_key()), (tbs.validity, &tbs.subject_public_key_info));
        assert_eq!((certificate.extensions(), certificate.signature()), (&tbs.extensions[..], &[1, 2, 3][..]));
        assert_eq!(certificate.basic_constraints().unwrap().path_len_constraint, Some(1));
        assert_eq!(certificate.tbs_der(), tbs.to_der().unwrap());
        assert!(!certificate.is_self_issued() && certificate.key_usage().is_none());
        assert_eq!(Certificate::from_pem_or_der(certificate.to_pem().as_bytes()).unwrap(), certificate);
    }

    #[test]
    fn a_signature_that_is_none_is_told() {
        let certificate = signed(&tbs(&[1]));
        assert_eq!(certificate.verify_signature(certificate.public_key()), Err(Error::InvalidSignature));
        let other = Signed::assemble(certificate.tbs_der(), SignatureAlgorithm::Ecdsa(Hash::Sha512), &[1]);
        let other = Certificate::from_der(&other).unwrap();
        let found = other.verify_signature(certificate.public_key());
        assert!(matches!(found, Err(Error::SignatureAlgorithmsDiffer { .. })), "{found:?}");
    }

    /// The certificate of `tbs` with the version and what stands behind the key exchanged.
    fn with_version(version: &[u8], behind_the_key: &[u8]) -> Result<Certificate> {
        let tbs = TbsCertificate { extensions: Vec::new(), ..tbs(&[1]) }.to_der().unwrap();
        let content = Value::only(&tbs, Tag::SEQUENCE, "").unwrap().content;
        let tbs = encode::sequence(&[version, &content[5..], behind_the_key]);
        Certificate::assemble(&tbs, SignatureAlgorithm::Ecdsa(Hash::Sha256), &[1])
    }

    #[test]
    fn fields_need_the_version_that_has_them() {
        let (version_2, version_3) = (b"\xa0\x03\x02\x01\x01", b"\xa0\x03\x02\x01\x02");
        let constraints = BasicConstraints { ca: true, path_len_constraint: None }.to_extension(true);
        let extensions = encode::explicit(3, &list_to_der(&[constraints]));
        assert_eq!(with_version(version_3, &extensions).unwrap().version(), 3);
        assert_eq!(with_version(b"", b"").unwrap().version(), 1);
        assert_eq!(with_version(version_2, b"\x81\x02\x00\x01").unwrap().version(), 2);
        let message = |version: &[u8], fields: &[u8]| with_version(version, fields).unwrap_err().to_string();
        assert_eq!(
            message(b"", &extensions),
            "TBSCertificate, version: expected 3 where there are extensions, found 1"
        );
        assert!(message(version_2, &extensions).ends_with("found 2"));
        assert!(message(b"", b"\x81\x02\x00\x01").contains("expected 2 or 3 where there are unique identifiers"));
    }

    #[test]
    fn a_negative_serial_number_is_no_positive_one() {
        let positive = signed(&tbs(&[0x80]));
        assert_eq!(positive.serial_number(), [0x80]);
        let at = positive.der().windows(4).position(|window| window == [2, 2, 0, 0x80]).unwrap();
        let mut negative = positive.der().to_vec();
        negative[at + 2] = 0xff;
        let negative = Certificate::from_der(&negative).unwrap();
        assert_eq!(negative.serial_number(), [0, 0xff, 0x80]);
    }

    #[test]
    fn a_part_of_a_certificate_is_none() {
        let der = signed(&tbs(&[1])).der().to_vec();
        for length in 0..der.len() {
            assert!(Certificate::from_der(&der[..length]).is_err(), "{length}");
        }
        assert!(Certificate::from_der(&[&der[..], b"\0"].concat()).is_err());
        let error = Certificate::from_der(&vec![0x30; MAX_CERTIFICATE + 1]).unwrap_err();
        assert!(matches!(error, Error::TooLong { .. }), "{error}");
    }
}
