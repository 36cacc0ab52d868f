//! Where the fields of the signed structures lie, whatever is in them.

use crate::x509::asn1::Element;
use crate::x509::extension::ParsedExtension;
use crate::x509::{Error, Extension, Oid, Result};

/// The most extensions of one structure that are looked at. What RFC 5280 readers take is far below.
const MAX_EXTENSIONS: usize = 1_024;
/// The longest value of an extension that is taken apart, in octets.
const MAX_VALUE: usize = 1 << 20;

/// What stands beside the signed part of each of the three structures.
#[derive(Clone, Copy)]
pub struct SignatureFields<'a> {
    pub algorithm: Element<'a>,
    pub value: Element<'a>,
}

/// A `Certificate`, RFC 5280 section 4.1.
pub struct CertificateFields<'a> {
    pub version: Option<Element<'a>>,
    pub serial_number: Element<'a>,
    pub signature: Element<'a>,
    pub issuer: Element<'a>,
    pub validity: Element<'a>,
    pub subject: Element<'a>,
    pub public_key: Element<'a>,
    pub issuer_unique_id: Option<Element<'a>>,
    pub subject_unique_id: Option<Element<'a>>,
    pub extensions: Vec<ExtensionField<'a>>,
    pub signed: SignatureFields<'a>,
}

/// A `CertificationRequest`, RFC 2986 section 4.
pub struct RequestFields<'a> {
    pub version: Element<'a>,
    pub subject: Element<'a>,
    pub public_key: Element<'a>,
    pub attributes: Vec<Element<'a>>,
    pub extensions: Vec<ExtensionField<'a>>,
    pub signed: SignatureFields<'a>,
}

/// A `CertificateList`, RFC 5280 section 5.1.
pub struct CrlFields<'a> {
    pub version: Option<Element<'a>>,
    pub signature: Element<'a>,
    pub issuer: Element<'a>,
    pub this_update: Element<'a>,
    pub next_update: Option<Element<'a>>,
    pub revoked: Option<Element<'a>>,
    pub extensions: Vec<ExtensionField<'a>>,
    pub signed: SignatureFields<'a>,
}

/// An entry of `revokedCertificates`.
pub struct RevokedFields<'a> {
    pub element: Element<'a>,
    pub serial_number: Element<'a>,
    pub revocation_date: Option<Element<'a>>,
    pub extensions: Vec<ExtensionField<'a>>,
}

/// An `Extension`, RFC 5280 section 4.1.
#[derive(Clone, Copy)]
pub struct ExtensionField<'a> {
    pub element: Element<'a>,
    pub id: Element<'a>,
    pub critical: bool,
    pub value: Element<'a>,
}

impl<'a> ExtensionField<'a> {
    fn read(element: Element<'a>) -> Option<Self> {
        let mut fields = element.children();
        let id = fields.next().filter(|id| id.is(6))?;
        let next = fields.next()?;
        let (critical, value) = match next.is(1) {
            true => (next.boolean().unwrap_or(true), fields.next()?),
            false => (false, next),
        };
        Some(ExtensionField { element, id, critical, value })
    }

    pub fn oid(&self) -> Option<Oid> {
        self.id.oid()
    }

    /// The value, if it is one BER value of bearable length.
    pub fn inner(&self) -> Option<Element<'a>> {
        self.value.wrapped().filter(|inner| inner.content().len() <= MAX_VALUE)
    }

    /// The extension as the type that its identifier says.
    ///
    /// # Errors
    /// A value that is not of its type, or of more than 1 MiB.
    pub fn parse(&self, oid: Oid) -> Result<ParsedExtension> {
        match self.value.content().len() {
            0..=MAX_VALUE => {
                Extension { oid, critical: self.critical, value: self.value.octets().into_owned() }.parse()
            }
            found => Err(Error::TooLong { structure: "extnValue", limit: MAX_VALUE, found }),
        }
    }
}

/// The extensions in `list`, a SEQUENCE OF Extension.
fn extensions(list: Option<Element<'_>>) -> Vec<ExtensionField<'_>> {
    let all = list.into_iter().flat_map(|list| list.children()).filter_map(ExtensionField::read);
    all.take(MAX_EXTENSIONS).collect()
}

/// The signed part, and the signature beside it.
fn signed(element: Element<'_>) -> Option<(Element<'_>, SignatureFields<'_>)> {
    let mut fields = element.children();
    let (info, algorithm, value) = (fields.next()?, fields.next()?, fields.next()?);
    let fits = element.is_sequence() && info.is_sequence() && algorithm.is_sequence() && value.is(3);
    fits.then_some((info, SignatureFields { algorithm, value }))
}

/// Fields in order, taken when they are of the wanted kind.
struct Fields<'a>(std::iter::Peekable<std::vec::IntoIter<Element<'a>>>);

impl<'a> Fields<'a> {
    fn of(element: Element<'a>) -> Self {
        // No structure here has more fields than ten; what follows is not looked at.
        Fields(element.children().take(16).collect::<Vec<_>>().into_iter().peekable())
    }

    fn take(&mut self, wanted: impl Fn(&Element<'a>) -> bool) -> Option<Element<'a>> {
        self.0.next_if(|element| wanted(element))
    }

    fn sequence(&mut self) -> Option<Element<'a>> {
        self.take(Element::is_sequence)
    }

    fn context(&mut self, number: u32) -> Option<Element<'a>> {
        self.take(|element| element.is_context(number))
    }
}

pub fn is_time(element: &Element<'_>) -> bool {
    element.is(23) || element.is(24)
}

fn is_public_key(element: &Element<'_>) -> bool {
    let bits = element.child(1).is_some_and(|bits| bits.is(3));
    bits && element.child(0).is_some_and(|algorithm| algorithm.is_sequence())
}

impl<'a> CertificateFields<'a> {
    /// The fields of what starts `der`; `None` when it has another shape.
    pub fn of(der: &'a [u8]) -> Option<Self> {
        let (info, signed) = signed(Element::read(der).ok()?)?;
        let mut fields = Fields::of(info);
        let found = CertificateFields {
            version: fields.context(0).and_then(|version| version.child(0)),
            serial_number: fields.take(|serial| serial.is(2))?,
            signature: fields.sequence()?,
            issuer: fields.sequence()?,
            validity: fields.sequence()?,
            subject: fields.sequence()?,
            public_key: fields.take(is_public_key)?,
            issuer_unique_id: fields.context(1),
            subject_unique_id: fields.context(2),
            extensions: extensions(fields.context(3).and_then(|wrapper| wrapper.child(0))),
            signed,
        };
        Some(found)
    }

    pub fn not_before(&self) -> Option<Element<'a>> {
        self.validity.child(0)
    }

    pub fn not_after(&self) -> Option<Element<'a>> {
        self.validity.child(1)
    }

    /// 1, 2 or 3, or what the world has.
    pub fn version_number(&self) -> u64 {
        self.version.and_then(|version| version.unsigned()).unwrap_or(0).saturating_add(1)
    }
}

impl<'a> RequestFields<'a> {
    /// The fields of what starts `der`; `None` when it has another shape.
    pub fn of(der: &'a [u8]) -> Option<Self> {
        let (info, signed) = signed(Element::read(der).ok()?)?;
        let mut fields = Fields::of(info);
        let version = fields.take(|version| version.is(2))?;
        let subject = fields.sequence()?;
        let public_key = fields.take(is_public_key)?;
        let attributes: Vec<_> = fields.context(0).map(|set| set.children().collect()).unwrap_or_default();
        let extensions = attributes.iter().filter_map(requested).flat_map(|list| extensions(Some(list))).collect();
        Some(RequestFields { version, subject, public_key, attributes, extensions, signed })
    }
}

/// The Extensions that an attribute asks for, if it is an extensionRequest.
pub fn requested<'a>(attribute: &Element<'a>) -> Option<Element<'a>> {
    use crate::x509::oid::{ID_EXTENSION_REQUEST, ID_MS_EXTENSION_REQUEST};
    let id = attribute.child(0)?.oid()?;
    matches!(id, ID_EXTENSION_REQUEST | ID_MS_EXTENSION_REQUEST).then(|| attribute.child(1)?.child(0)).flatten()
}

impl<'a> CrlFields<'a> {
    /// The fields of what starts `der`; `None` when it has another shape.
    pub fn of(der: &'a [u8]) -> Option<Self> {
        let (info, signed) = signed(Element::read(der).ok()?)?;
        let mut fields = Fields::of(info);
        Some(CrlFields {
            version: fields.take(|version| version.is(2)),
            signature: fields.sequence()?,
            issuer: fields.sequence()?,
            this_update: fields.take(is_time)?,
            next_update: fields.take(is_time),
            revoked: fields.sequence(),
            extensions: extensions(fields.context(0).and_then(|wrapper| wrapper.child(0))),
            signed,
        })
    }

    /// The entries; what is none is left out.
    pub fn entries(&self) -> impl Iterator<Item = RevokedFields<'a>> + use<'a> {
        self.revoked.into_iter().flat_map(|list| list.children()).filter_map(RevokedFields::read)
    }
}

impl<'a> RevokedFields<'a> {
    fn read(element: Element<'a>) -> Option<Self> {
        let mut fields = element.children();
        let serial_number = fields.next().filter(|serial| serial.is(2))?;
        Some(RevokedFields {
            element,
            serial_number,
            revocation_date: fields.next().filter(is_time),
            extensions: extensions(fields.next()),
        })
    }
}

/// The unique extension of type `id`; the first of several.
pub fn find<'a, 'b>(extensions: &'b [ExtensionField<'a>], id: Oid) -> Option<&'b ExtensionField<'a>> {
    extensions.iter().find(|extension| extension.oid() == Some(id))
}
