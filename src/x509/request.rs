//! Certification requests (PKCS#10), also called certificate signing requests or CSRs.

use super::decode::{Reader, Value};
use super::extension::{SubjectAltName, list_from_value, list_to_der};
use super::signed::Signed;
use super::{
    AlgorithmIdentifier, AttributeValue, Error, Extension, GeneralName, Name, Oid, PublicKey, Result,
    SignatureAlgorithm, Tag, encode, oid, pem, time, words,
};

/// The longest request that is read, in octets. The API takes 32 KiB of PEM.
pub const MAX_REQUEST: usize = 1 << 20;

const LABELS: &[&str] = &["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];
const MAX_ATTRIBUTES: usize = 64;

/// `CertificationRequestInfo` as defined in [RFC 2986 Section 4.1], to be signed.
///
/// [RFC 2986 Section 4.1]: https://www.rfc-editor.org/rfc/rfc2986#section-4.1
#[derive(Clone, Debug)]
pub struct CertificationRequestInfo {
    /// `subject`
    pub subject: Name,
    /// `subjectPKInfo`
    pub subject_public_key_info: PublicKey,
    /// What the attribute `extensionRequest` (RFC 2985 section 5.4.2) asks for; no attribute when empty
    pub extensions: Vec<Extension>,
}

impl CertificationRequestInfo {
    /// The DER that is signed.
    pub fn to_der(&self) -> Vec<u8> {
        let attributes = match self.extensions.is_empty() {
            true => Vec::new(),
            false => encode::sequence(&[
                &encode::oid(&oid::ID_EXTENSION_REQUEST),
                &encode::set_of(vec![list_to_der(&self.extensions)]),
            ]),
        };
        encode::sequence(&[
            &encode::integer(0),
            self.subject.der(),
            self.subject_public_key_info.der(),
            &encode::value(Tag::context_constructed(0), &[&attributes]),
        ])
    }
}

/// `Attribute` (RFC 2986 section 4.1): of a request, or of a subject in a directory.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Attribute {
    /// `type`
    pub oid: Oid,
    /// The DER of each of the `values`.
    pub values: Vec<Vec<u8>>,
}

impl Attribute {
    pub(super) fn from_value(value: &Value<'_>) -> Result<Attribute> {
        let mut fields: Reader<'_> = value.expect(Tag::SEQUENCE)?.values("Attribute");
        let oid = fields.oid("type")?;
        let values = fields.read(Tag::SET, "values")?.each(|value| Ok(value.der.to_vec()))?;
        fields.finish("")?;
        Ok(Attribute { oid, values })
    }

    /// Each of the `values` as text: of a string its characters, of a time the moment in words, of anything else `#` and
    /// its DER in hexadecimal (RFC 4514 section 2.4). It is as it came: whoever shows it escapes what could deceive.
    pub fn texts(&self) -> Vec<String> {
        let text = |der: &Vec<u8>| {
            let moment = || Some(words::moment(time::from_value(&Value::only_any(der, "Attribute").ok()?).ok()?));
            let string = AttributeValue::from_der(der).ok().and_then(|value| value.text());
            string.or_else(moment).unwrap_or_else(|| format!("#{}", words::lower_hex(der)))
        };
        self.values.iter().map(text).collect()
    }
}

/// `CertificationRequest` as defined in [RFC 2986 Section 4.2], kept as it came.
///
/// [RFC 2986 Section 4.2]: https://www.rfc-editor.org/rfc/rfc2986#section-4.2
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct CertificationRequest {
    signed: Signed,
    subject: Name,
    public_key: PublicKey,
    attributes: Vec<Attribute>,
    extensions: Vec<Extension>,
}

impl CertificationRequest {
    /// Reads DER. The signature is not verified yet: [`verify_signature`](Self::verify_signature).
    ///
    /// # Errors
    /// What is not a request, with the field that tells.
    pub fn from_der(der: &[u8]) -> Result<CertificationRequest> {
        let signed = Signed::read(der, "CertificationRequest", MAX_REQUEST)?;
        let mut fields = signed.fields("CertificationRequestInfo")?;
        let version = fields.read(Tag::INTEGER, "version")?;
        if version.unsigned()? != 0 {
            return Err(version.invalid("version 1, which is written 0", format!("{}", version.unsigned()?)));
        }
        let subject = Name::from_value(&fields.read(Tag::SEQUENCE, "subject")?)?;
        let public_key = PublicKey::from_value(&fields.read(Tag::SEQUENCE, "subjectPKInfo")?)?;
        // Some tools leave out the empty set, though RFC 2986 does not make it optional.
        let attributes = match fields.optional(Tag::context_constructed(0), "attributes")? {
            Some(value) => attributes(&value)?,
            None => Vec::new(),
        };
        fields.finish("")?;
        let extensions = requested_extensions(&attributes)?;
        Ok(CertificationRequest { subject, public_key, attributes, extensions, signed })
    }

    /// Reads DER, or PEM with one request in it.
    ///
    /// # Errors
    /// What is not one request, with what was found.
    pub fn from_pem_or_der(input: &[u8]) -> Result<CertificationRequest> {
        CertificationRequest::from_der(&pem::one(input, LABELS, "a certificate signing request")?)
    }

    /// A request from its signed part ([`CertificationRequestInfo::to_der`]) and the signature over it.
    ///
    /// # Errors
    /// What of the signed part is not a CertificationRequestInfo.
    pub fn assemble(info: &[u8], algorithm: SignatureAlgorithm, signature: &[u8]) -> Result<CertificationRequest> {
        CertificationRequest::from_der(&Signed::assemble(info, algorithm, signature))
    }

    /// The DER, as it was read or built.
    pub fn der(&self) -> &[u8] {
        self.signed.der()
    }

    /// PEM (RFC 7468 section 7).
    pub fn to_pem(&self) -> String {
        pem::encode(LABELS[0], self.der())
    }

    /// `subject`
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// `subjectPKInfo`
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// `signatureAlgorithm`
    pub fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        self.signed.algorithm()
    }

    /// `signature`
    pub fn signature(&self) -> &[u8] {
        self.signed.signature()
    }

    /// `attributes`, in their order.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The extensions that it asks for, in their order.
    pub fn extensions(&self) -> &[Extension] {
        &self.extensions
    }

    /// The requested extension of this identifier.
    pub fn extension(&self, oid: &Oid) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == *oid)
    }

    /// The names of `subjectAltName` that it asks for, fit to be signed; none when it does not ask for any.
    ///
    /// # Errors
    /// What is wrong with the extension, or with the first name that cannot name somebody.
    pub fn alternative_names(&self) -> Result<Vec<GeneralName>> {
        let Some(extension) = self.extension(&SubjectAltName::OID) else { return Ok(Vec::new()) };
        let names = SubjectAltName::from_value(&extension.value)?;
        names.check_identities()?;
        Ok(names.0)
    }

    /// Whether the holder of the key in it signed it: proof that whoever asks has the private key.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`], or that the key or the algorithm is none that Canopy verifies with.
    pub fn verify_signature(&self) -> Result<(), Error> {
        self.signed.verify(&self.public_key, None)
    }
}

fn attributes(value: &Value<'_>) -> Result<Vec<Attribute>> {
    let mut count = 0;
    value.each(|item| {
        count += 1;
        if count > MAX_ATTRIBUTES {
            return Err(Error::TooMany { structure: "attributes", limit: MAX_ATTRIBUTES });
        }
        Attribute::from_value(&item)
    })
}

fn requested_extensions(attributes: &[Attribute]) -> Result<Vec<Extension>> {
    // Windows writes its own attribute of the same form beside or instead of the standard one.
    let known = [oid::ID_EXTENSION_REQUEST, oid::ID_MS_EXTENSION_REQUEST];
    for oid in known {
        let mut values = attributes.iter().filter(|attribute| attribute.oid == oid).flat_map(|found| &found.values);
        let Some(value) = values.next() else { continue };
        // RFC 2985 section 5.4.2: single-valued. Of two, one reader would take the first and another the last.
        if values.next().is_some() {
            return Err(Error::TooMany { structure: "values of extensionRequest", limit: 1 });
        }
        return list_from_value(&Value::only(value, Tag::SEQUENCE, "extensionRequest")?);
    }
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> CertificationRequest {
        let parameters = rcgen::CertificateParams::new(vec!["a.example".into()]).unwrap();
        let key = rcgen::KeyPair::generate().unwrap();
        CertificationRequest::from_der(parameters.serialize_request(&key).unwrap().der()).unwrap()
    }

    #[test]
    fn a_request_of_another_encoder_is_read_and_verified() {
        let request = request();
        assert_eq!(request.verify_signature(), Ok(()));
        assert!(request.extension(&oid::ID_CE_SUBJECT_ALT_NAME).is_some());
        assert_eq!(CertificationRequest::from_pem_or_der(request.to_pem().as_bytes()).unwrap(), request);
    }

    #[test]
    fn what_is_built_is_read_back() {
        let model = request();
        for extensions in [Vec::new(), model.extensions().to_vec()] {
            let info = CertificationRequestInfo {
                subject: model.subject().clone(),
                subject_public_key_info: model.public_key().clone(),
                extensions,
            };
            let algorithm = model.signature_algorithm().signature_algorithm().unwrap();
            let built = CertificationRequest::assemble(&info.to_der(), algorithm, &[1]).unwrap();
            assert_eq!((built.subject(), built.extensions()), (&info.subject, &info.extensions[..]));
            assert_eq!(built.attributes().len(), usize::from(!info.extensions.is_empty()));
            assert_eq!(built.verify_signature(), Err(Error::InvalidSignature));
        }
    }

    /// A request with these attributes in DER, signed by nobody.
    fn with_attributes(attributes: &[Vec<u8>]) -> Result<CertificationRequest> {
        let model = request();
        let attributes = encode::value(Tag::context_constructed(0), &[&attributes.concat()]);
        let info =
            encode::sequence(&[&encode::integer(0), model.subject().der(), model.public_key().der(), &attributes]);
        CertificationRequest::assemble(&info, SignatureAlgorithm::Ed25519, &[1])
    }

    fn extension_request(names: &[u8]) -> Vec<u8> {
        let extension = Extension { oid: SubjectAltName::OID, critical: false, value: names.to_vec() };
        let values = encode::set_of(vec![list_to_der(&[extension])]);
        encode::sequence(&[&encode::oid(&oid::ID_EXTENSION_REQUEST), &values])
    }

    #[test]
    fn alternative_names_are_read_before_they_are_signed() {
        let names = |value: &[u8]| with_attributes(&[extension_request(value)]).unwrap().alternative_names();
        assert_eq!(names(b"\x30\x03\x82\x01a"), Ok(vec![GeneralName::DnsName("a".into())]));
        assert_eq!(with_attributes(&[]).unwrap().alternative_names(), Ok(Vec::new()));
        let broken: [&[u8]; 5] = [
            b"\x30\x00",
            b"\x05\x00",
            b"\x30\x05\x87\x03\x01\x02\x03",
            b"\x30\x04\xa5\x02\xff\xff",
            b"\x30\x03\xa3\x01\x00",
        ];
        for value in broken {
            assert!(names(value).is_err(), "{value:02x?}");
        }
        assert_eq!(
            names(b"\x30\x00").unwrap_err().to_string(),
            "SubjectAltName: expected at least one item, found none"
        );
    }

    #[test]
    fn extensions_are_asked_for_once() {
        let one = extension_request(b"\x30\x03\x82\x01a");
        assert_eq!(with_attributes(std::slice::from_ref(&one)).unwrap().extensions().len(), 1);
        let message = with_attributes(&[one.clone(), one]).unwrap_err().to_string();
        assert_eq!(message, "values of extensionRequest: expected at most 1, found more");
    }

    #[test]
    fn bounds_hold() {
        let error = CertificationRequest::from_der(&vec![0x30; MAX_REQUEST + 1]).unwrap_err();
        assert!(matches!(error, Error::TooLong { limit: MAX_REQUEST, .. }), "{error}");
        let password = encode::sequence(&[&encode::oid(&oid::ID_CHALLENGE_PASSWORD), &encode::set_of(Vec::new())]);
        assert!(with_attributes(&vec![password.clone(); MAX_ATTRIBUTES]).is_ok());
        let error = with_attributes(&vec![password; MAX_ATTRIBUTES + 1]).unwrap_err();
        assert!(matches!(error, Error::TooMany { limit: MAX_ATTRIBUTES, .. }), "{error}");
    }

    #[test]
    fn a_part_of_a_request_is_none() {
        let der = request().der().to_vec();
        for length in 0..der.len() {
            assert!(CertificationRequest::from_der(&der[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn values_of_attributes_as_text() {
        let values = vec![b"\x0c\x02hi".to_vec(), b"\x18\x0f19700102000000Z".to_vec(), b"\x02\x01\x05".to_vec()];
        let attribute = Attribute { oid: oid::ID_CHALLENGE_PASSWORD, values };
        assert_eq!(attribute.texts(), ["hi", "2 Jan 1970, 00:00:00 UTC", "#020105"]);
    }
}
