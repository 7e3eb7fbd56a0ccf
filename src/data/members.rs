//! The members of a JSON object by name, without copying what need not be copied.
//!
//! In: a line of NDJSON and the names that are known. Out: what each name stands for; or nothing, where the line is no object, names
//! something twice or anew, or is broken, and then [`crate::data::json`] says what is wrong. Knows no field.

use super::gather::Cell;
use super::json::{Names, raw};
use super::raw::Raw;
use memchr::memchr2;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// What a name stands for.
#[derive(Debug, Clone)]
pub(crate) enum Found<'a> {
    /// A text as it stands in the line; empty for nothing.
    Text(&'a str),
    /// A number, digits as written.
    Number(&'a str),
    /// Something else.
    Raw(Raw),
}

/// Reads lines one after the other.
pub(crate) struct Members<'a> {
    names: &'a Names,
    cells: Vec<Found<'a>>,
    seen: Vec<bool>,
}

impl<'a> Members<'a> {
    /// Reads members with these names.
    pub(crate) fn new(names: &'a Names) -> Members<'a> {
        Members { names, cells: Vec::new(), seen: Vec::new() }
    }

    /// The members of the object on a line, by position of the name.
    pub(crate) fn of(&mut self, line: &'a str) -> Option<&[Found<'a>]> {
        let count = self.names.list().len();
        self.cells.clear();
        self.cells.resize(count, Found::Text(""));
        self.seen.clear();
        self.seen.resize(count, false);
        let mut reader = serde_json::Deserializer::from_str(line);
        Object { names: self.names, cells: &mut self.cells, seen: &mut self.seen }.deserialize(&mut reader).ok()?;
        reader.end().ok()?;
        Some(&self.cells)
    }
}

impl Found<'_> {
    /// The cell it is.
    pub(crate) fn cell(&self) -> Cell<'_> {
        match self {
            Found::Text(text) => Cell::Text(text),
            Found::Number(digits) => Cell::Number(digits),
            Found::Raw(raw) => Cell::Raw(raw),
        }
    }
}

struct Object<'a, 'b> {
    names: &'a Names,
    cells: &'b mut [Found<'a>],
    seen: &'b mut [bool],
}

/// A name: its position. `expected` is where it is found most likely.
struct Name<'a> {
    names: &'a Names,
    expected: usize,
}

impl<'a> DeserializeSeed<'a> for Object<'a, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Object<'a, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut expected = 0;
        while let Some(position) = map.next_key_seed(Name { names: self.names, expected })? {
            expected = position + 1;
            let value: &RawValue = map.next_value()?;
            let (Some(cell), Some(seen)) = (self.cells.get_mut(position), self.seen.get_mut(position)) else {
                return Err(A::Error::custom("a new name"));
            };
            if std::mem::replace(seen, true) {
                return Err(A::Error::custom("a name that stands twice"));
            }
            *cell = found(value.get()).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

impl<'a> DeserializeSeed<'a> for Name<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        if self.names.list().get(self.expected).is_some_and(|next| next == name) {
            return Ok(self.expected);
        }
        self.names.find(name).ok_or_else(|| E::custom("a new name"))
    }
}

/// A value, from its text.
fn found(text: &str) -> Result<Found<'_>, serde_json::Error> {
    match text.as_bytes() {
        [b'"', inside @ .., b'"'] if !inside.contains(&b'\\') => Ok(Found::Text(text.get(1..text.len() - 1).unwrap_or(""))),
        // An exponent is written anew.
        [b'0'..=b'9' | b'-', rest @ ..] if memchr2(b'e', b'E', rest).is_none() => Ok(Found::Number(text)),
        [b'n', ..] => Ok(Found::Text("")),
        _ => Ok(Found::Raw(raw(serde_json::from_str(text)?))),
    }
}
