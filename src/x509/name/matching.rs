//! Comparison of names for path validation.

use super::{AttributeTypeAndValue, AttributeValue, Name};
use crate::x509::Oid;

impl Name {
    /// Whether two names are the same by [RFC 5280 Section 7.1]: the same RDNs in the same order, attributes of
    /// one RDN in any order, text compared without regard to case, string type and repeated blanks.
    ///
    /// Text is prepared as RFC 4518 says but for the normalisation form KC, which matters only to names that
    /// write one accented letter in two ways.
    ///
    /// [RFC 5280 Section 7.1]: https://www.rfc-editor.org/rfc/rfc5280#section-7.1
    pub fn matches(&self, other: &Name) -> bool {
        self.der == other.der || (self.rdns.len() == other.rdns.len() && self.is_in_subtree(other))
    }

    /// Whether this name begins with all RDNs of `base`: it is in the subtree that a directory name constraint
    /// names (RFC 5280 section 7.1).
    pub fn is_in_subtree(&self, base: &Name) -> bool {
        base.rdns.len() <= self.rdns.len() && base.rdns.iter().zip(&self.rdns).all(|(base, rdn)| rdns_match(base, rdn))
    }
}

/// Whether two RDNs have the same attributes, in whatever order. Sorted, so that many attributes cost little.
fn rdns_match(one: &[AttributeTypeAndValue], other: &[AttributeTypeAndValue]) -> bool {
    let keys = |rdn: &[AttributeTypeAndValue]| {
        let mut keys: Vec<(Oid, Key)> =
            rdn.iter().map(|attribute| (attribute.oid, Key::of(&attribute.value))).collect();
        keys.sort_unstable();
        keys
    };
    one == other || (one.len() == other.len() && keys(one) == keys(other))
}

/// What of a value is compared.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
enum Key {
    /// The prepared text of a string.
    Text(String),
    /// The DER of what is no string.
    Der(Vec<u8>),
}

impl Key {
    fn of(value: &AttributeValue) -> Key {
        value.text().map_or_else(|| Key::Der(value.der().to_vec()), |text| Key::Text(prepare(&text)))
    }
}

/// RFC 4518: characters that map to nothing are dropped, the rest is folded to lower case, runs of blanks become
/// one and those at the ends go.
fn prepare(text: &str) -> String {
    let kept: String = text.chars().filter(|character| !maps_to_nothing(*character)).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// RFC 4518 section 2.2, without the line separators, which map to a blank.
fn maps_to_nothing(character: char) -> bool {
    matches!(character,
        '\u{00ad}' | '\u{034f}' | '\u{1806}' | '\u{180b}'..='\u{180d}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fffc}')
        || (character.is_control() && !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::oid;

    fn name(attributes: &[(Oid, AttributeValue)]) -> Name {
        let rdn =
            |(oid, value): &(Oid, AttributeValue)| vec![AttributeTypeAndValue { oid: *oid, value: value.clone() }];
        Name::from_rdns(attributes.iter().map(rdn).collect()).unwrap()
    }

    fn organization(text: &str) -> Name {
        name(&[(oid::ID_AT_ORGANIZATION_NAME, AttributeValue::utf8(text))])
    }

    #[test]
    fn case_blanks_and_string_type_do_not_matter() {
        let printable = name(&[(oid::ID_AT_ORGANIZATION_NAME, AttributeValue::printable("  example  CORP ").unwrap())]);
        assert_ne!(organization("Example Corp"), printable);
        assert!(organization("Example Corp").matches(&printable));
        assert!(organization("GRÜN").matches(&organization("grün")));
        assert!(organization("ex\u{ad}ample").matches(&organization("example")));
        assert!(!organization("Example Corp").matches(&organization("ExampleCorp")));
        assert!(!organization("a").matches(&Name::default()));
    }

    #[test]
    fn order_matters_between_rdns_only() {
        let (a, b) = (AttributeValue::utf8("a"), AttributeValue::utf8("b"));
        let unit = oid::ID_AT_ORGANIZATIONAL_UNIT_NAME;
        assert!(!name(&[(unit, a.clone()), (unit, b.clone())]).matches(&name(&[(unit, b.clone()), (unit, a.clone())])));
        let both = |one: &AttributeValue, other: &AttributeValue| {
            let attribute = |value: &AttributeValue| AttributeTypeAndValue { oid: unit, value: value.clone() };
            vec![attribute(one), attribute(other)]
        };
        assert!(rdns_match(&both(&a, &b), &both(&b, &a)));
        assert!(!rdns_match(&both(&a, &a), &both(&a, &b)));
        assert!(rdns_match(&both(&a, &AttributeValue::utf8("B ")), &both(&b, &AttributeValue::ia5("A").unwrap())));
        let number = AttributeValue::from_der(b"\x02\x01\x05").unwrap();
        assert!(rdns_match(&both(&a, &number), &both(&number, &a)));
        assert!(!rdns_match(&both(&a, &number), &both(&a, &AttributeValue::from_der(b"\x02\x01\x06").unwrap())));
    }

    #[test]
    fn subtrees() {
        let country = (oid::ID_AT_COUNTRY_NAME, AttributeValue::utf8("US"));
        let unit = (oid::ID_AT_ORGANIZATIONAL_UNIT_NAME, AttributeValue::utf8("a"));
        let (base, below) = (name(std::slice::from_ref(&country)), name(&[country, unit]));
        assert!(below.is_in_subtree(&base) && base.is_in_subtree(&base));
        assert!(!base.is_in_subtree(&below));
        assert!(below.is_in_subtree(&Name::default()));
    }
}
