//! Distinguished and general names as rows.

use std::net::IpAddr;

use super::section::Row;
use crate::x509::asn1::Element;
use crate::x509::{GeneralName, IpAddress, Oid, oid, words};

/// One attribute of a distinguished name.
pub struct Attribute<'a> {
    pub kind: Element<'a>,
    pub value: Element<'a>,
    /// Shares its RelativeDistinguishedName with the attribute before.
    pub joined: bool,
}

/// The most attributes of one name that are looked at. Readers of RFC 5280 take far less.
const MAX_ATTRIBUTES: usize = 1 << 16;

/// The attributes of a Name in their order.
pub fn attributes<'a>(name: &Element<'a>) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let of_set = |set: Element<'a>| {
        set.children().enumerate().filter_map(|(index, attribute)| {
            Some(Attribute { kind: attribute.child(0)?, value: attribute.child(1)?, joined: index > 0 })
        })
    };
    name.children().flat_map(of_set).take(MAX_ATTRIBUTES)
}

/// The text of an attribute value; hexadecimal of its DER, as RFC 4514 has it, for what is no string. Cut where it is
/// longer than anybody reads.
pub fn text(value: &Element<'_>) -> String {
    const MAX_TEXT: usize = 1 << 16;
    let der = &value.der()[..value.der().len().min(MAX_TEXT)];
    let mut text = value.text().unwrap_or_else(|| format!("#{}", words::hex(der)));
    if text.len() > MAX_TEXT {
        text.truncate(text.floor_char_boundary(MAX_TEXT));
        text.push('…');
    }
    text
}

/// One row per attribute, or one that says that there is none.
pub fn rows_or_none<'a>(name: &Element<'a>) -> impl Iterator<Item = Row> + use<'a> {
    let none = attributes(name).next().is_none().then(|| Row::new("Name", "Empty").at(name));
    attributes(name).map(|attribute| attribute_row(&attribute)).chain(none)
}

fn attribute_row(attribute: &Attribute<'_>) -> Row {
    let label = attribute.kind.oid().map_or_else(|| attribute.kind.dotted(), |id| words::attribute(&id));
    let row = Row::new(label, text(&attribute.value)).at(&attribute.value);
    if attribute.joined { row.note("same RDN") } else { row }
}

/// What people call the holder of a name: the common name, else the last attribute.
pub fn title(name: &Element<'_>) -> Option<String> {
    let common_name = |attribute: &Attribute<'_>| attribute.kind.oid() == Some(oid::ID_AT_COMMON_NAME);
    let chosen = attributes(name).filter(common_name).last().or_else(|| attributes(name).last())?;
    Some(text(&chosen.value)).filter(|text| !text.is_empty())
}

/// A name on one line in the order of its encoding, as OpenSSL writes it: `C=DE, CN=a`.
pub fn one_line(name: &Element<'_>) -> String {
    let mut out = String::new();
    for attribute in attributes(name) {
        out.push_str(if attribute.joined {
            " + "
        } else if out.is_empty() {
            ""
        } else {
            ", "
        });
        out.push_str(&short_name(&attribute.kind));
        out.push('=');
        out.push_str(&quoted(&text(&attribute.value)));
    }
    out
}

fn short_name(kind: &Element<'_>) -> String {
    let id = kind.oid();
    let known = id.and_then(|id| oid::attribute_short_name(&id).or_else(|| oid::name(&id)));
    known.map_or_else(|| kind.dotted(), str::to_owned)
}

/// In quotes where it holds what separates attributes.
fn quoted(text: &str) -> String {
    let special = |character: char| matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';');
    match text.contains(special) || text.starts_with(['#', ' ']) || text.ends_with(' ') {
        true => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        false => text.to_owned(),
    }
}

/// A GeneralName: what kind it is and what it says.
pub fn general(name: &Element<'_>) -> Row {
    match GeneralName::from_der(name.der()) {
        Ok(known) => known_general(&known).at(name),
        Err(problem) => {
            let shown = String::from_utf8_lossy(name.content());
            Row::new(format!("Name [{}]", name.identifier.number), shown).note(problem.to_string()).at(name)
        }
    }
}

/// A GeneralName that was read.
pub fn known_general(name: &GeneralName) -> Row {
    match name {
        GeneralName::OtherName { type_id, .. } => match other_name(type_id) {
            Some(label) => Row::new(label, name.value()),
            None => Row::new(name.kind(), name.value()).note(type_id.to_string()),
        },
        GeneralName::IpAddress(IpAddress::Subnet { address, mask }) => Row::new(name.kind(), subnet(address, mask)),
        GeneralName::IpAddress(IpAddress::Octets(octets)) => Row::hex(name.kind(), octets).note("not an address"),
        GeneralName::UniformResourceIdentifier(_) | GeneralName::RegisteredId(_) => {
            Row::mono(name.kind(), name.value())
        }
        _ => Row::new(name.kind(), name.value()),
    }
}

/// The otherNames that are met in practice.
fn other_name(id: &Oid) -> Option<&'static str> {
    const USER_PRINCIPAL_NAME: Oid = Oid::new_unwrap("1.3.6.1.4.1.311.20.2.3");
    const SMTP_UTF8_MAILBOX: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.8.9");
    const DNS_SRV: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.8.7");
    const XMPP_ADDRESS: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.8.5");
    Some(match *id {
        USER_PRINCIPAL_NAME => "User principal name",
        SMTP_UTF8_MAILBOX => "E-mail (UTF-8)",
        DNS_SRV => "SRV",
        XMPP_ADDRESS => "XMPP",
        _ => return None,
    })
}

/// `10.0.0.0/8`, or with the whole mask where it is no prefix.
fn subnet(address: &IpAddr, mask: &IpAddr) -> String {
    let (bits, width) = match mask {
        IpAddr::V4(mask) => (u128::from(mask.to_bits()) << 96, 32),
        IpAddr::V6(mask) => (mask.to_bits(), 128),
    };
    match bits.leading_ones() {
        ones if ones == bits.count_ones() && ones <= width => format!("{address}/{ones}"),
        _ => format!("{address}/{mask}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ranges() {
        let shown = |octets: &[u8]| {
            let der = [&[0x87, octets.len() as u8], octets].concat();
            general(&Element::only(&der).unwrap()).value
        };
        assert_eq!(shown(&[10, 0, 0, 1]), "10.0.0.1");
        assert_eq!(shown(&[10, 0, 0, 0, 255, 128, 0, 0]), "10.0.0.0/9");
        assert_eq!(shown(&[10, 0, 0, 0, 255, 0, 255, 0]), "10.0.0.0/255.0.255.0");
        assert_eq!(shown(&[0; 32]), "::/0");
        assert_eq!(shown(&[1, 2, 3]), "010203");
    }

    #[test]
    fn unreadable_names_are_shown_with_the_reason() {
        let row = general(&Element::only(b"\x82\x02a\xff").unwrap());
        assert_eq!((row.label.as_str(), row.value.as_str()), ("Name [2]", "a\u{fffd}"));
        assert_eq!(row.note.as_deref(), Some("GeneralName: expected an IA5String, found 61 ff"));
    }

    #[test]
    fn separators_in_values_are_quoted() {
        assert_eq!(quoted("Acme, Inc."), "\"Acme, Inc.\"");
        assert_eq!(quoted("a\"b"), "\"a\\\"b\"");
        assert_eq!(quoted("a b"), "a b");
    }
}
