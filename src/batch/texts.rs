//! Texts as handles of 64 bits, so that choosing between texts is choosing between numbers.
//!
//! In: texts of the policy, and columns of texts. Out: handles, and the text of a handle. The upper half of a handle says where the
//! text stands: 0 in the pool of the policy, else in a field; the lower half which one.

use super::graph::TextTest;
use crate::value::Value;
use crate::value::column::{Column, Lanes, Texts};
use std::collections::HashMap;
use std::sync::Arc;

/// The texts a policy names.
#[derive(Debug, Default)]
pub(super) struct Pool {
    texts: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u64>,
}

impl Pool {
    /// The handle of a text.
    pub(super) fn handle(&mut self, text: &Arc<str>) -> u64 {
        if let Some(handle) = self.known.get(text) {
            return *handle;
        }
        let handle = self.texts.len() as u64;
        self.texts.push(text.clone());
        self.known.insert(text.clone(), handle);
        handle
    }

    /// The handle of a text of the policy that a look-up found; any, where it found none.
    pub(super) fn find(&self, value: &Value) -> u64 {
        match value {
            Value::Text(text) => self.known.get(text).copied().unwrap_or(0),
            Value::Missing | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Member(_) => 0,
        }
    }
}

/// Writes the handles of a field's texts, from the row `base` on.
pub(super) fn load(field: u32, column: &Column, base: usize, out: &mut [u64]) {
    let source = (u64::from(field) + 1) << 32;
    match &column.lanes {
        Lanes::Text(Texts::Dictionary { codes, .. }) => {
            for (out, code) in out.iter_mut().zip(codes.iter().skip(base)) {
                *out = source | u64::from(*code);
            }
        }
        Lanes::Text(Texts::Plain { .. }) => {
            for (out, row) in out.iter_mut().zip(base as u64..) {
                *out = source | row;
            }
        }
        Lanes::Number(_) | Lanes::Wide(_) | Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) => out.fill(0),
    }
}

/// The text of a handle.
pub(super) fn resolve<'t>(pool: &'t Pool, fields: &'t [Column], handle: u64) -> &'t str {
    let place = (handle & 0xffff_ffff) as usize;
    match (handle >> 32).checked_sub(1) {
        None => pool.texts.get(place).map_or("", AsRef::as_ref),
        Some(field) => match fields.get(field as usize).map(|column| &column.lanes) {
            Some(Lanes::Text(Texts::Dictionary { entries, .. })) => entries.get(place).map_or("", AsRef::as_ref),
            Some(Lanes::Text(texts @ Texts::Plain { .. })) => texts.get(place),
            _ => "",
        },
    }
}

/// The code of a text: the first test it passes, or how many there are.
pub(super) fn class(tests: &[TextTest], named: Option<&HashMap<Arc<str>, u8>>, text: &str) -> u8 {
    if let Some(named) = named {
        return named.get(text).copied().unwrap_or(tests.len() as u8);
    }
    let passes = |test: &TextTest| match test {
        TextTest::Is(wanted) => wanted.as_ref() == text,
        TextTest::StartsWith(prefixes) => prefixes.iter().any(|prefix| text.starts_with(prefix.as_ref())),
    };
    tests.iter().position(passes).unwrap_or(tests.len()) as u8
}

/// Tests that only name texts, by text, where there are enough of them for that to pay.
pub(super) fn named(tests: &[TextTest]) -> Option<HashMap<Arc<str>, u8>> {
    let names: Option<HashMap<Arc<str>, u8>> = tests
        .iter()
        .zip(0u8..)
        .map(|(test, code)| match test {
            TextTest::Is(text) => Some((text.clone(), code)),
            TextTest::StartsWith(_) => None,
        })
        .collect();
    names.filter(|names| names.len() > 4)
}
