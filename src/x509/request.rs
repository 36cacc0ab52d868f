//! Certification requests (PKCS#10), also called certificate signing requests or CSRs.

use super::decode::{Reader, Value};
use super::extension::{list_from_value, list_to_der};
use super::signed::Signed;
use super::{
    AlgorithmIdentifier, Error, Extension, Name, Oid, PublicKey, Result, SignatureAlgorithm, Tag, encode, oid, pem,
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

/// An attribute of a request.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Attribute {
    /// `type`
    pub oid: Oid,
    /// The DER of each of the `values`.
    pub values: Vec<Vec<u8>>,
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
        let mut fields: Reader<'_> = item.expect(Tag::SEQUENCE)?.values("Attribute");
        let oid = fields.oid("type")?;
        let values = fields.read(Tag::SET, "values")?.each(|value| Ok(value.der.to_vec()))?;
        fields.finish("")?;
        Ok(Attribute { oid, values })
    })
}

fn requested_extensions(attributes: &[Attribute]) -> Result<Vec<Extension>> {
    // Windows writes its own attribute of the same form beside or instead of the standard one.
    let known = [oid::ID_EXTENSION_REQUEST, oid::ID_MS_EXTENSION_REQUEST];
    let attribute = known.iter().find_map(|oid| attributes.iter().find(|attribute| attribute.oid == *oid));
    let Some(attribute) = attribute else { return Ok(Vec::new()) };
    let Some(value) = attribute.values.first() else { return Ok(Vec::new()) };
    list_from_value(&Value::only(value, Tag::SEQUENCE, "extensionRequest")?)
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

    #[test]
    fn a_part_of_a_request_is_none() {
        let der = request().der().to_vec();
        for length in 0..der.len() {
            assert!(CertificationRequest::from_der(&der[..length]).is_err(), "{length}");
        }
    }
}
