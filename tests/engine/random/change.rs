//! What can go wrong with a request on its way: a member dropped, too long, of another type, about something else.

use crate::desk::{NO_AUTHORITY, missing};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One change of a request. What it does not fit leaves the request alone.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// The member is not there.
    Drop,
    /// The member is null.
    Null,
    /// The text or list is empty.
    Empty,
    /// The text is so many times as long, the list has its first item so many times.
    Many(usize),
    /// The text has this in it.
    Odd(&'static str),
    /// The text is this, whatever it was.
    Text(&'static str),
    /// The number is this one.
    Number(i64),
    /// The ARN is another one: this of those that are made of it, and of those that exist.
    Arn(usize),
    /// The member is of another JSON type: this of those that it has not.
    Type(usize),
    /// There is a member that nobody knows.
    Extra,
}

const ODD: [&str; 8] = ["\0", "*", "→", "../", "\r\n", "\u{202e}", "\u{10ffff}", "http://"];
const TEXTS: [&str; 10] = [
    "NONSENSE",
    "active",
    "0",
    "-1",
    "*",
    "a",
    "000000000000",
    "arn:aws:acm-pca:::",
    "999999999999",
    "acm.amazonaws.com",
];
const NUMBERS: [i64; 10] =
    [i64::MIN, i32::MIN as i64, -1, 0, 1, 7, 1001, i32::MAX as i64, i32::MAX as i64 + 1, i64::MAX];

pub fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Drop),
        Just(Change::Null),
        Just(Change::Empty),
        prop::sample::select(vec![2, 60, 400]).prop_map(Change::Many),
        prop::sample::select(&ODD[..]).prop_map(Change::Odd),
        prop::sample::select(&TEXTS[..]).prop_map(Change::Text),
        prop::sample::select(&NUMBERS[..]).prop_map(Change::Number),
        any::<usize>().prop_map(Change::Arn),
        any::<usize>().prop_map(Change::Type),
        Just(Change::Extra),
    ]
}

/// A request after a change.
pub struct Changed {
    pub request: Value,
    /// Whether it cannot be a request of its type any more.
    pub is_none: bool,
}

impl Change {
    /// Changes a member that it fits, the `pick`th of them; `others` are ARNs of other things that exist.
    pub fn of(self, mut request: Value, pick: usize, others: &[String]) -> Changed {
        let mut places = Vec::new();
        places_of(&request, String::new(), &mut places);
        places.retain(|place| self.fits(request.pointer(place).unwrap(), place));
        let Some(place) = (!places.is_empty()).then(|| places.swap_remove(pick % places.len())) else {
            return Changed { request, is_none: false };
        };
        if let Self::Drop = self {
            let (above, name) = place.rsplit_once('/').unwrap();
            request.pointer_mut(above).and_then(Value::as_object_mut).map(|members| members.remove(name));
            return Changed { request, is_none: false };
        }
        let member = request.pointer_mut(&place).unwrap();
        let before = member.take();
        *member = self.changed(before, others);
        Changed { request, is_none: matches!(self, Self::Type(_)) }
    }

    fn fits(self, value: &Value, place: &str) -> bool {
        match self {
            Self::Drop => !place.is_empty() && place.rsplit('/').next().is_some_and(|name| name.parse::<u8>().is_err()),
            Self::Null => !place.is_empty(),
            Self::Empty | Self::Many(_) => value.is_string() || value.as_array().is_some_and(|list| !list.is_empty()),
            Self::Odd(_) | Self::Text(_) => value.is_string(),
            Self::Number(_) => value.is_number(),
            Self::Arn(_) => value.as_str().is_some_and(|text| text.starts_with("arn:")),
            Self::Type(_) => true,
            Self::Extra => value.is_object(),
        }
    }

    fn changed(self, before: Value, others: &[String]) -> Value {
        match (self, before) {
            (Self::Empty, Value::Array(_)) => json!([]),
            (Self::Empty, _) => json!(""),
            (Self::Many(times), Value::Array(list)) => Value::Array(vec![list[0].clone(); times]),
            (Self::Many(times), before) => json!(before.as_str().unwrap_or_default().repeat(times)),
            (Self::Odd(odd), before) => {
                let text = before.as_str().unwrap_or_default();
                let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
                json!(format!("{}{odd}{}", &text[..middle], &text[middle..]))
            }
            (Self::Text(text), _) => json!(text),
            (Self::Number(number), _) => json!(number),
            (Self::Arn(pick), before) => {
                let mut arns = arns(before.as_str().unwrap_or_default());
                arns.extend_from_slice(others);
                json!(arns[pick % arns.len()])
            }
            (Self::Type(pick), before) => another_type(&before, pick),
            (Self::Extra, mut before) => {
                before["NobodyKnows"] = json!({"This": ["member"]});
                before
            }
            (Self::Drop | Self::Null, _) => Value::Null,
        }
    }
}

/// The same ARN of something else.
fn arns(arn: &str) -> Vec<String> {
    let short = if arn.len() > 12 && arn.is_ascii() { missing(arn) } else { NO_AUTHORITY.into() };
    vec![
        short,
        NO_AUTHORITY.into(),
        arn.replace(":acm-pca:", ":s3:"),
        arn.replace("us-east-1", "eu-central-1"),
        arn.replace("arn:aws:", "arn:aws-cn:"),
        arn.replace(":000000000000:", ":111122223333:"),
        arn.replace(":000000000000:", "::"),
        arn.to_uppercase(),
        format!("{arn}/"),
        format!("{arn}/certificate/00"),
        "arn:aws:acm-pca:::template/RootCACertificate/V1".into(),
    ]
}

/// A value of another JSON type, which no member of the API takes for the one it has. A list in the place of a structure
/// is left out: serde takes it for the members in their order.
fn another_type(before: &Value, pick: usize) -> Value {
    let mut values = vec![json!(true), json!(7), json!(0.5), json!("*"), json!([{"*": 0}]), json!({"*": 0})];
    values.retain(|value| std::mem::discriminant(value) != std::mem::discriminant(before));
    values.retain(|value| !(before.is_object() && value.is_array()));
    values.swap_remove(pick % values.len())
}

fn places_of(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| places_of(value, format!("{place}/{name}"), places));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| places_of(value, format!("{place}/{index}"), places));
        }
        _ => {}
    }
    places.push(place);
}
