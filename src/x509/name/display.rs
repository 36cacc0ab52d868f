//! Names as RFC 4514 and, before it, RFC 2253 write them: the most specific RDN first.

use std::fmt;

use super::{AttributeTypeAndValue, Name};
use crate::x509::oid;
use crate::x509::words::lower_hex;

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_rdns(self, f, |attribute, f| attribute.fmt(f))
    }
}

impl Name {
    /// The name as RFC 2253 writes it for programs: the six types that every reader knows (`CN`, `OU`, `O`, `L`, `ST`,
    /// `C`) by name, any other by its dotted number with the DER of the value in hexadecimal.
    pub fn rfc_2253(&self) -> String {
        Rfc2253(self).to_string()
    }
}

struct Rfc2253<'a>(&'a Name);

impl fmt::Display for Rfc2253<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_rdns(self.0, f, |attribute, f| {
            let known = |name: &&str| ["CN", "OU", "O", "L", "ST", "C"].contains(name);
            match (oid::attribute_short_name(&attribute.oid).filter(known), attribute.value.text()) {
                (Some(name), Some(text)) => {
                    write!(f, "{name}=")?;
                    write_escaped(f, &text)
                }
                (Some(name), None) => write_hex(f, name, attribute.value.der()),
                (None, _) => write_hex(f, &attribute.oid.to_string(), attribute.value.der()),
            }
        })
    }
}

fn write_rdns(
    name: &Name,
    f: &mut fmt::Formatter<'_>,
    write: impl Fn(&AttributeTypeAndValue, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (at, rdn) in name.rdns.iter().rev().enumerate() {
        if at > 0 {
            f.write_str(",")?;
        }
        for (at, attribute) in rdn.iter().enumerate() {
            if at > 0 {
                f.write_str("+")?;
            }
            write(attribute, f)?;
        }
    }
    Ok(())
}

/// `CN=example`; the name of the type in its RFC, or its dotted number and the DER in hexadecimal.
impl fmt::Display for AttributeTypeAndValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = oid::attribute_short_name(&self.oid).or_else(|| oid::name(&self.oid));
        match (name, self.value.text()) {
            (Some(name), Some(text)) => {
                write!(f, "{name}=")?;
                write_escaped(f, &text)
            }
            (Some(name), None) => write_hex(f, name, self.value.der()),
            (None, _) => write_hex(f, &self.oid.to_string(), self.value.der()),
        }
    }
}

fn write_hex(f: &mut fmt::Formatter<'_>, name: &str, der: &[u8]) -> fmt::Result {
    write!(f, "{name}=#{}", lower_hex(der))
}

/// RFC 4514 section 2.4. Control characters are escaped too: a name is shown to people.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.chars().count().saturating_sub(1);
    for (at, character) in text.chars().enumerate() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{character}")?,
            '#' if at == 0 => f.write_str("\\#")?,
            ' ' if at == 0 || at == last => f.write_str("\\ ")?,
            control if control.is_control() => {
                let mut utf8 = [0; 4];
                control.encode_utf8(&mut utf8).bytes().try_for_each(|octet| write!(f, "\\{octet:02x}"))?;
            }
            other => write!(f, "{other}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::AttributeValue;
    use super::*;
    use crate::x509::Oid;

    fn shown(oid: Oid, text: &str) -> String {
        AttributeTypeAndValue { oid, value: AttributeValue::utf8(text) }.to_string()
    }

    #[test]
    fn rfc_4514_examples() {
        assert_eq!(shown(oid::ID_AT_COMMON_NAME, "James \"Jim\" Smith, III"), "CN=James \\\"Jim\\\" Smith\\, III");
        assert_eq!(shown(oid::ID_AT_COMMON_NAME, "Before\rAfter"), "CN=Before\\0dAfter");
        assert_eq!(shown(oid::ID_AT_COMMON_NAME, " #x "), "CN=\\ #x\\ ");
        assert_eq!(shown(oid::ID_AT_COMMON_NAME, "#x"), "CN=\\#x");
        assert_eq!(shown(Oid::new_unwrap("1.3.6.1.4.1.1466.0"), "Hi"), "1.3.6.1.4.1.1466.0=#0c024869");
        assert_eq!(shown(oid::ID_DOMAIN_COMPONENT, "com"), "DC=com");
    }

    #[test]
    fn rfc_2253_knows_six_types_by_name() {
        let rdn = |oid: Oid, text: &str| vec![AttributeTypeAndValue { oid, value: AttributeValue::utf8(text) }];
        let name = Name::from_rdns(vec![
            rdn(oid::ID_AT_COUNTRY_NAME, "US"),
            rdn(oid::ID_AT_ORGANIZATION_NAME, "Example, Inc"),
            rdn(oid::ID_DOMAIN_COMPONENT, "com"),
            rdn(oid::ID_AT_COMMON_NAME, "a"),
            rdn(oid::ID_AT_SERIAL_NUMBER, "7"),
        ]);
        let expected = "2.5.4.5=#0c0137,CN=a,0.9.2342.19200300.100.1.25=#0c03636f6d,O=Example\\, Inc,C=US";
        assert_eq!(name.unwrap().rfc_2253(), expected);
    }
}
