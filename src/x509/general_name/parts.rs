//! General names from their parts and back to them: what a form asks for, and what a row shows.

use super::GeneralName;
use crate::x509::decode::{Reader, Value};
use crate::x509::words::lower_hex;
use crate::x509::{AttributeValue, Oid, Result, Tag, encode};

impl GeneralName {
    /// An `otherName` whose value is a UTF8String, as most are: user principal names, XMPP addresses.
    pub fn other_name_utf8(type_id: Oid, text: &str) -> GeneralName {
        GeneralName::OtherName { type_id, value: encode::value(Tag::UTF8_STRING, &[text.as_bytes()]) }
    }

    /// An `ediPartyName` with both parts as UTF8String.
    pub fn edi_party_name(name_assigner: Option<&str>, party_name: &str) -> GeneralName {
        let part = |number, text: &str| encode::explicit(number, &encode::value(Tag::UTF8_STRING, &[text.as_bytes()]));
        let assigner = name_assigner.map(|assigner| part(0, assigner)).unwrap_or_default();
        GeneralName::EdiPartyName([assigner, part(1, party_name)].concat())
    }

    /// `nameAssigner` and `partyName` of an `ediPartyName`.
    ///
    /// # Errors
    /// What is not the content of an EDIPartyName.
    pub fn edi_parts(content: &[u8]) -> Result<(Option<String>, String)> {
        let mut fields = Reader::new(content, "EDIPartyName");
        let assigner = fields.optional(Tag::context_constructed(0), "nameAssigner")?;
        let party = fields.read(Tag::context_constructed(1), "partyName")?;
        fields.finish("")?;
        Ok((assigner.map(|assigner| directory_string(&assigner)).transpose()?, directory_string(&party)?))
    }

    /// The kind of the name in a word or two: `DNS`, `IP`, `E-mail`.
    pub fn kind(&self) -> &'static str {
        match self {
            GeneralName::OtherName { .. } => "Other name",
            GeneralName::Rfc822Name(_) => "E-mail",
            GeneralName::DnsName(_) => "DNS",
            GeneralName::X400Address(_) => "X.400",
            GeneralName::DirectoryName(_) => "Directory",
            GeneralName::EdiPartyName(_) => "EDI party",
            GeneralName::UniformResourceIdentifier(_) => "URI",
            GeneralName::IpAddress(_) => "IP",
            GeneralName::RegisteredId(_) => "Registered ID",
        }
    }

    /// The name itself as text, without its kind; hexadecimal where it has none. It is as it came: whoever shows it
    /// escapes what could deceive.
    pub fn value(&self) -> String {
        match self {
            GeneralName::OtherName { value, .. } => {
                let text = AttributeValue::from_der(value).ok().and_then(|value| value.text());
                text.unwrap_or_else(|| format!("#{}", lower_hex(value)))
            }
            GeneralName::Rfc822Name(text)
            | GeneralName::DnsName(text)
            | GeneralName::UniformResourceIdentifier(text) => text.clone(),
            GeneralName::DirectoryName(name) => name.to_string(),
            GeneralName::EdiPartyName(content) => match GeneralName::edi_parts(content) {
                Ok((Some(assigner), party)) => format!("{party} ({assigner})"),
                Ok((None, party)) => party,
                Err(_) => format!("#{}", lower_hex(content)),
            },
            GeneralName::X400Address(content) => format!("#{}", lower_hex(content)),
            GeneralName::IpAddress(address) => address.to_string(),
            GeneralName::RegisteredId(id) => id.to_string(),
        }
    }
}

fn directory_string(value: &Value<'_>) -> Result<String> {
    let mut inside = value.values("DirectoryString");
    let string = inside.any("")?;
    inside.finish("")?;
    const TYPES: [Tag; 5] =
        [Tag::TELETEX_STRING, Tag::PRINTABLE_STRING, Tag::UNIVERSAL_STRING, Tag::UTF8_STRING, Tag::BMP_STRING];
    let of_its_types = TYPES.contains(&string.tag) && !string.content.is_empty();
    let text = AttributeValue::from_der(string.der).ok().filter(|_| of_its_types).and_then(|value| value.text());
    text.ok_or_else(|| {
        let found = format!("{} of {} octets", string.tag, string.content.len());
        string.invalid("a DirectoryString of at least one character", found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back() {
        let other = GeneralName::other_name_utf8(Oid::new_unwrap("1.3.6.1.4.1.311.20.2.3"), "ann@example.com");
        assert_eq!((other.kind(), other.value().as_str()), ("Other name", "ann@example.com"));
        for (assigner, shown) in [(Some("GS1"), "Acme (GS1)"), (None, "Acme")] {
            let name = GeneralName::edi_party_name(assigner, "Acme");
            assert_eq!(GeneralName::from_der(&name.to_der().unwrap()).unwrap(), name);
            assert_eq!(name.value(), shown);
        }
        assert_eq!(GeneralName::EdiPartyName(vec![1]).value(), "#01");
        assert_eq!(GeneralName::X400Address(vec![0x30, 0]).value(), "#3000");
    }
}
