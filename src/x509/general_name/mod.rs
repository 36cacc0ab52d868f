//! GeneralName: the eight kinds of names in alternative names, constraints and distribution points.

mod identity;
mod parts;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::decode::Value;
use super::words::lower_hex;
use super::{Error, Name, Oid, Result, Tag, encode, oid};

/// `GeneralName` as defined in [RFC 5280 Section 4.2.1.6].
///
/// [RFC 5280 Section 4.2.1.6]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum GeneralName {
    /// `[0] OtherName`
    OtherName {
        /// `type-id`
        type_id: Oid,
        /// The DER of the value inside `[0] EXPLICIT`
        value: Vec<u8>,
    },
    /// `[1] IA5String`: a mail address
    Rfc822Name(String),
    /// `[2] IA5String`
    DnsName(String),
    /// `[3] ORAddress`: the content octets, kept as they are
    X400Address(Vec<u8>),
    /// `[4] Name`
    DirectoryName(Name),
    /// `[5] EDIPartyName`: the content octets, kept as they are
    EdiPartyName(Vec<u8>),
    /// `[6] IA5String`
    UniformResourceIdentifier(String),
    /// `[7] OCTET STRING`
    IpAddress(IpAddress),
    /// `[8] OBJECT IDENTIFIER`
    RegisteredId(Oid),
}

/// The octets of an iPAddress by their number.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum IpAddress {
    /// 4 or 16 octets
    Address(IpAddr),
    /// 8 or 32 octets: a name constraint (RFC 5280 section 4.2.1.10)
    Subnet {
        /// The address
        address: IpAddr,
        /// The mask, of the same family
        mask: IpAddr,
    },
    /// Any other number of octets, which no rule gives a meaning
    Octets(Vec<u8>),
}

impl GeneralName {
    /// A name from its DER.
    ///
    /// # Errors
    /// What is none of the eight kinds.
    pub fn from_der(der: &[u8]) -> Result<GeneralName> {
        GeneralName::from_value(&Value::only_any(der, "GeneralName")?)
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<GeneralName> {
        const OTHER_NAME: Tag = Tag::context_constructed(0);
        const X400_ADDRESS: Tag = Tag::context_constructed(3);
        const DIRECTORY_NAME: Tag = Tag::context_constructed(4);
        const EDI_PARTY_NAME: Tag = Tag::context_constructed(5);
        Ok(match value.tag {
            OTHER_NAME => other_name(value)?,
            Tag(0x81) => GeneralName::Rfc822Name(value.ia5()?),
            Tag(0x82) => GeneralName::DnsName(value.ia5()?),
            X400_ADDRESS => GeneralName::X400Address(value.content.to_vec()),
            DIRECTORY_NAME => GeneralName::DirectoryName(Name::from_value(&value.inner(Tag::SEQUENCE)?)?),
            EDI_PARTY_NAME => GeneralName::EdiPartyName(value.content.to_vec()),
            Tag(0x86) => GeneralName::UniformResourceIdentifier(value.ia5()?),
            Tag(0x87) => GeneralName::IpAddress(IpAddress::from_octets(value.content)),
            Tag(0x88) => GeneralName::RegisteredId(value.oid()?),
            tag => return Err(value.invalid("a GeneralName, [0] to [8]", tag.to_string())),
        })
    }

    /// The DER.
    ///
    /// # Errors
    /// [`Error::Character`] where an IA5String is not ASCII; [`Error::Invalid`] where the value of an otherName
    /// is not one DER value.
    pub fn to_der(&self) -> Result<Vec<u8>> {
        Ok(match self {
            GeneralName::OtherName { type_id, value } => {
                Value::only_any(value, "OtherName")?;
                encode::value(Tag::context_constructed(0), &[&encode::oid(type_id), &encode::explicit(0, value)])
            }
            GeneralName::Rfc822Name(text) => ia5(1, text)?,
            GeneralName::DnsName(text) => ia5(2, text)?,
            GeneralName::X400Address(content) => encode::explicit(3, content),
            GeneralName::DirectoryName(name) => encode::explicit(4, name.der()),
            GeneralName::EdiPartyName(content) => encode::explicit(5, content),
            GeneralName::UniformResourceIdentifier(text) => ia5(6, text)?,
            GeneralName::IpAddress(address) => encode::value(Tag::context(7), &[&address.to_octets()]),
            GeneralName::RegisteredId(oid) => encode::value(Tag::context(8), &[oid.as_bytes()]),
        })
    }
}

fn other_name(value: &Value<'_>) -> Result<GeneralName> {
    let mut fields = value.values("OtherName");
    let type_id = fields.oid("type-id")?;
    let wrapped = fields.read(Tag::context_constructed(0), "value")?;
    fields.finish("")?;
    let mut wrapped = wrapped.values("OtherName");
    let value = wrapped.any("value")?.der.to_vec();
    wrapped.finish("value")?;
    Ok(GeneralName::OtherName { type_id, value })
}

/// `[number] IMPLICIT IA5String`
pub(super) fn ia5(number: u8, text: &str) -> Result<Vec<u8>> {
    check_ia5(text)?;
    Ok(encode::value(Tag::context(number), &[text.as_bytes()]))
}

pub(super) fn check_ia5(text: &str) -> Result<()> {
    match text.chars().find(|character| !character.is_ascii()) {
        Some(character) => Err(Error::Character { expected: Tag::IA5_STRING, character, text: text.to_owned() }),
        None => Ok(()),
    }
}

impl IpAddress {
    fn from_octets(octets: &[u8]) -> IpAddress {
        match address(octets) {
            Some(address) => IpAddress::Address(address),
            None => {
                let (first, second) = octets.split_at(octets.len() / 2);
                match address(first).zip(address(second)) {
                    Some((address, mask)) => IpAddress::Subnet { address, mask },
                    None => IpAddress::Octets(octets.to_vec()),
                }
            }
        }
    }

    fn to_octets(&self) -> Vec<u8> {
        match self {
            IpAddress::Address(address) => octets(address),
            IpAddress::Subnet { address, mask } => [octets(address), octets(mask)].concat(),
            IpAddress::Octets(octets) => octets.clone(),
        }
    }
}

impl From<IpAddr> for IpAddress {
    fn from(address: IpAddr) -> Self {
        IpAddress::Address(address)
    }
}

fn address(octets: &[u8]) -> Option<IpAddr> {
    match octets.len() {
        4 => <[u8; 4]>::try_from(octets).ok().map(|octets| Ipv4Addr::from(octets).into()),
        16 => <[u8; 16]>::try_from(octets).ok().map(|octets| Ipv6Addr::from(octets).into()),
        _ => None,
    }
}

fn octets(address: &IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

impl fmt::Display for IpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IpAddress::Address(address) => write!(f, "{address}"),
            IpAddress::Subnet { address, mask } => write!(f, "{address}/{mask}"),
            IpAddress::Octets(octets) => write_hex(f, octets),
        }
    }
}

/// `DNS:example.com`, with the prefixes that OpenSSL made customary.
impl fmt::Display for GeneralName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GeneralName::OtherName { type_id, value } => {
                write!(f, "otherName:{}:", oid::describe(type_id))?;
                write_hex(f, value)
            }
            GeneralName::Rfc822Name(text) => write!(f, "email:{}", text.escape_default()),
            GeneralName::DnsName(text) => write!(f, "DNS:{}", text.escape_default()),
            GeneralName::X400Address(content) => {
                f.write_str("X400Name:")?;
                write_hex(f, content)
            }
            GeneralName::DirectoryName(name) => write!(f, "DirName:{name}"),
            GeneralName::EdiPartyName(content) => {
                f.write_str("EdiPartyName:")?;
                write_hex(f, content)
            }
            GeneralName::UniformResourceIdentifier(text) => write!(f, "URI:{}", text.escape_default()),
            GeneralName::IpAddress(address) => write!(f, "IP:{address}"),
            GeneralName::RegisteredId(oid) => write!(f, "Registered ID:{}", oid::describe(oid)),
        }
    }
}

fn write_hex(f: &mut fmt::Formatter<'_>, octets: &[u8]) -> fmt::Result {
    write!(f, "#{}", lower_hex(octets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::{AttributeTypeAndValue, AttributeValue};

    fn directory_name() -> GeneralName {
        let attribute = AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value: AttributeValue::utf8("x") };
        GeneralName::DirectoryName(Name::from_rdns(vec![vec![attribute]]).unwrap())
    }

    #[test]
    fn all_kinds_come_back() {
        let ip = |octets: &[u8]| GeneralName::IpAddress(IpAddress::from_octets(octets));
        let cases = [
            (
                GeneralName::OtherName { type_id: Oid::new_unwrap("1.2.3"), value: b"\x0c\x01a".to_vec() },
                "otherName:1.2.3:#0c0161",
            ),
            (GeneralName::Rfc822Name("a@b.c".into()), "email:a@b.c"),
            (GeneralName::DnsName("*.b.c".into()), "DNS:*.b.c"),
            (GeneralName::X400Address(b"\x30\x00".to_vec()), "X400Name:#3000"),
            (directory_name(), "DirName:CN=x"),
            (GeneralName::EdiPartyName(b"\xa1\x03\x0c\x01a".to_vec()), "EdiPartyName:#a1030c0161"),
            (GeneralName::UniformResourceIdentifier("http://x/\r".into()), "URI:http://x/\\r"),
            (ip(&[10, 0, 0, 1]), "IP:10.0.0.1"),
            (ip(&[10, 0, 0, 0, 255, 0, 0, 0]), "IP:10.0.0.0/255.0.0.0"),
            (ip(&[0; 16]), "IP:::"),
            (ip(&[1, 2, 3]), "IP:#010203"),
            (GeneralName::RegisteredId(oid::ID_KP_SERVER_AUTH), "Registered ID:serverAuth (1.3.6.1.5.5.7.3.1)"),
        ];
        for (name, shown) in cases {
            assert_eq!(GeneralName::from_der(&name.to_der().unwrap()).unwrap(), name);
            assert_eq!(name.to_string(), shown);
        }
        assert_eq!(GeneralName::DnsName("a".into()).to_der().unwrap(), b"\x82\x01a");
        assert_eq!(directory_name().to_der().unwrap()[0], 0xa4);
    }

    #[test]
    fn what_is_no_general_name_is_refused() {
        assert!(GeneralName::DnsName("ü.example".into()).to_der().is_err());
        assert!(GeneralName::OtherName { type_id: oid::ID_QT_CPS, value: vec![0x0c] }.to_der().is_err());
        for der in [&b"\x82\x01\xff"[..], b"\x89\x00", b"\xa0\x00", b"\xa4\x02\x31\x00", b"\x88\x00", b"\x30\x00"] {
            assert!(GeneralName::from_der(der).is_err(), "{der:?}");
        }
    }
}
