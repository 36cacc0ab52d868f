//! Reads a request out of JSON, whatever its type, and notes what is missing and what no enumeration has.

use super::absent::Absent;
use super::{Fault, Place};
use crate::engine::constraint::shown;
use crate::engine::error::Violation;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, map};
use std::cell::RefCell;
use std::collections::HashSet;
use std::slice;

/// One reading of a request.
pub(super) struct Reading<'m> {
    /// Paths of the members that earlier readings stopped at.
    missing: &'m HashSet<String>,
    violations: RefCell<Vec<Violation>>,
}

impl<'m> Reading<'m> {
    pub(super) fn new(missing: &'m HashSet<String>) -> Self {
        Self { missing, violations: RefCell::default() }
    }

    pub(super) fn violations(self) -> Vec<Violation> {
        self.violations.into_inner()
    }

    fn note(&self, violation: Violation) {
        self.violations.borrow_mut().push(violation);
    }
}

/// A value of a request.
#[derive(Clone, Copy)]
pub(super) struct Reader<'v, 'p, 'm> {
    value: &'v Value,
    place: Place<'p>,
    reading: &'p Reading<'m>,
}

impl<'v, 'p, 'm> Reader<'v, 'p, 'm> {
    pub(super) fn new(value: &'v Value, place: Place<'p>, reading: &'p Reading<'m>) -> Self {
        Self { value, place, reading }
    }

    fn wrong<T>(&self, expected: &str) -> Result<T, Fault> {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Err(Fault::wrong(&self.place, expected, found))
    }

    /// A whole number; one of digits with an exponent or a decimal point is none.
    fn number<N: TryFrom<i64>>(&self, expected: &str) -> Result<N, Fault> {
        let number = self.value.as_i64().and_then(|number| N::try_from(number).ok());
        number.map_or_else(|| self.wrong(expected), Ok)
    }
}

impl<'de> Deserializer<'de> for Reader<'de, '_, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault::custom("a member of the API is of no certain type"))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => self.wrong("true or false"),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_i32(self.number("a whole number of 32 bits")?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_i64(self.number("a whole number of 64 bits")?)
    }

    /// The API has signed numbers only; those that are stored without a sign begin at 1.
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let number: i32 = self.number("a whole number of 32 bits")?;
        let Ok(number) = u32::try_from(number) else {
            let rule = "Member must have value greater than or equal to 1";
            self.reading.note(Violation::new(self.place.to_string(), Some(number.to_string()), rule));
            return Absent.deserialize_u32(visitor);
        };
        visitor.visit_u32(number)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::String(text) => visitor.visit_borrowed_str(text),
            _ => self.wrong("a string"),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Value::Array(items) = self.value else { return self.wrong("a list") };
        visitor.visit_seq(Items { items: items.iter(), index: 0, list: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let Value::Object(found) = self.value else { return self.wrong("an object") };
        let access = Members { found, rest: found.iter(), known: members.iter(), value: None, structure: self };
        visitor.visit_map(access).map_err(|fault| fault.within(&self.place))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        values: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let Value::String(text) = self.value else { return self.wrong("a string") };
        if values.contains(&text.as_str()) {
            return visitor.visit_enum(StrDeserializer::new(text));
        }
        let rule = format!("Member must satisfy enum value set: [{}]", values.join(", "));
        self.reading.note(Violation::new(self.place.to_string(), Some(shown(text)), rule));
        Absent.deserialize_enum(name, values, visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 u8 u16 u64 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct map identifier
    }
}

/// The items of a list.
struct Items<'v, 'p, 'm> {
    items: slice::Iter<'v, Value>,
    index: usize,
    list: Reader<'v, 'p, 'm>,
}

impl<'de> SeqAccess<'de> for Items<'de, '_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(value) = self.items.next() else { return Ok(None) };
        let place = self.list.place.item(self.index);
        self.index += 1;
        if value.is_null() {
            self.list.reading.note(Violation::null(place.to_string()));
            return seed.deserialize(Absent).map(Some);
        }
        seed.deserialize(Reader { value, place, reading: self.list.reading })
            .map(Some)
            .map_err(|fault| fault.at(&place))
    }
}

/// The members of a structure: those that were sent, then those that an earlier reading missed.
struct Members<'v, 'p, 'm> {
    found: &'v Map<String, Value>,
    rest: map::Iter<'v>,
    known: slice::Iter<'static, &'static str>,
    /// The value of the member whose name was told last.
    value: Option<(&'v str, &'v Value)>,
    structure: Reader<'v, 'p, 'm>,
}

impl<'de> MapAccess<'de> for Members<'de, '_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let is_there = |name: &str| self.found.get(name).is_some_and(|value| !value.is_null());
        if let Some((name, value)) = self.rest.find(|(_, value)| !value.is_null()) {
            self.value = Some((name, value));
            return seed.deserialize(StrDeserializer::new(name)).map(Some);
        }
        self.value = None;
        let reading = self.structure.reading;
        for name in self.known.by_ref().filter(|name| !is_there(name)) {
            let member = self.structure.place.member(name).to_string();
            if reading.missing.contains(&member) {
                reading.note(Violation::null(member));
                return seed.deserialize(StrDeserializer::new(name)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        let Some((name, value)) = self.value.take() else { return seed.deserialize(Absent) };
        let place = self.structure.place.member(name);
        seed.deserialize(Reader { value, place, reading: self.structure.reading }).map_err(|fault| fault.at(&place))
    }
}
