//! Records of a JSON file.
//!
//! In: decoded text: an array of objects, objects one after another, or one object a line. Out: one record at a time, cells by
//! name in the order in which names first turn up. Digits stay as written. A broken line of NDJSON costs that line only; in an
//! array nothing after a break can be trusted.

use super::error::{DataError, Said};
use super::problem::Fault;
use super::raw::{Raw, RawRow};
use super::text::Text;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::collections::HashMap;
use std::fmt;

/// A JSON file being read.
pub(crate) struct Json {
    text: Text,
    layout: Layout,
    line: u64,
    count: u64,
    names: Names,
}

/// The names of the members of all records met so far, in the order in which they turned up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    list: Vec<String>,
    positions: HashMap<String, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Nothing read yet.
    Unknown,
    /// Inside an array.
    Array,
    /// Objects one after another.
    Sequence,
    /// One object a line.
    Lines,
    /// After the end.
    Done,
}

impl Json {
    /// Starts reading an array, or objects one after another.
    pub(crate) fn array(text: Text) -> Json {
        Json { text, layout: Layout::Unknown, line: 1, count: 0, names: Names::default() }
    }

    /// Starts reading one object a line.
    pub(crate) fn lines(text: Text) -> Json {
        Json { layout: Layout::Lines, ..Json::array(text) }
    }

    /// The names met so far.
    pub(crate) fn names(&self) -> &[String] {
        &self.names.list
    }

    /// The names met so far, to be met again by others.
    pub(crate) fn known(&self) -> &Names {
        &self.names
    }

    /// The text from its start, to be read in another way.
    pub(crate) fn into_text(self) -> Text {
        self.text
    }

    /// The decoded text.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<RawRow>, DataError> {
        if self.layout == Layout::Unknown {
            self.start()?;
        }
        match self.layout {
            Layout::Lines => self.next_line(),
            Layout::Array | Layout::Sequence => self.next_value(),
            Layout::Unknown | Layout::Done => match self.peek_ink()? {
                None => Ok(None),
                Some(_) => Err(self.broken("text after the end of the array", "数组结束之后还有内容")),
            },
        }
    }

    fn start(&mut self) -> Result<(), DataError> {
        self.layout = match self.peek_ink()? {
            None => Layout::Done,
            Some(b'[') => {
                self.text.consume(1);
                if self.peek_ink()? == Some(b']') {
                    self.text.consume(1);
                    Layout::Done
                } else {
                    Layout::Array
                }
            }
            Some(b'{') => Layout::Sequence,
            Some(_) => return Err(self.broken("expected `[` or `{`", "应以 `[` 或 `{` 开头")),
        };
        Ok(())
    }

    fn next_line(&mut self) -> Result<Option<RawRow>, DataError> {
        loop {
            let mut line = Vec::new();
            let mut ended = false;
            while !ended {
                let piece = self.text.fill()?;
                if piece.is_empty() {
                    break;
                }
                let length = piece.iter().position(|b| *b == b'\n');
                ended = length.is_some();
                let length = length.map_or(piece.len(), |length| length + 1);
                line.extend_from_slice(piece.get(..length).unwrap_or(&[]));
                self.text.consume(length);
            }
            if line.is_empty() {
                return Ok(None);
            }
            let number = self.line;
            self.line += 1;
            if line.trim_ascii().is_empty() {
                continue;
            }
            return Ok(Some(self.names.line(&line, number)));
        }
    }

    fn next_value(&mut self) -> Result<Option<RawRow>, DataError> {
        if self.peek_ink()?.is_none() {
            return match self.layout {
                Layout::Array => Err(self.unclosed()),
                Layout::Sequence | Layout::Unknown | Layout::Lines | Layout::Done => Ok(None),
            };
        }
        let first_line = self.line;
        let value = self.take_value()?;
        self.count += 1;
        match self.names.record(&value, self.count) {
            Ok(row) => Ok(Some(row)),
            Err(error) => Err(DataError::BrokenJson { line: first_line + (error.line() as u64).saturating_sub(1), reason: plain_reason(&error) }),
        }
    }

    /// The bytes of the next value, and past the comma or bracket behind it.
    fn take_value(&mut self) -> Result<Vec<u8>, DataError> {
        let (mut value, mut depth, mut in_string, mut escaped) = (Vec::new(), 0usize, false, false);
        loop {
            let piece = self.text.fill()?;
            if piece.is_empty() {
                // The reader of the value says what is wrong with its end.
                return if self.layout == Layout::Array { Err(self.unclosed()) } else { Ok(value) };
            }
            let mut end = None;
            for (at, byte) in piece.iter().enumerate() {
                self.line += u64::from(*byte == b'\n');
                if in_string {
                    in_string = escaped || *byte != b'"';
                    escaped = !escaped && *byte == b'\\';
                    continue;
                }
                match byte {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b']' if depth == 0 => {
                        self.layout = Layout::Done;
                        end = Some((at, 1));
                    }
                    b',' if depth == 0 => end = Some((at, 1)),
                    b'}' | b']' => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 && self.layout == Layout::Sequence {
                            end = Some((at + 1, 0));
                        }
                    }
                    _ => {}
                }
                if end.is_some() {
                    break;
                }
            }
            let (length, behind) = end.unwrap_or((piece.len(), 0));
            value.extend_from_slice(piece.get(..length).unwrap_or(&[]));
            self.text.consume(length + behind);
            if end.is_some() {
                return Ok(value);
            }
        }
    }

    /// The next byte that is not white space, without taking it.
    fn peek_ink(&mut self) -> Result<Option<u8>, DataError> {
        loop {
            let piece = self.text.fill()?;
            if piece.is_empty() {
                return Ok(None);
            }
            let blank = piece.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let next = piece.get(blank).copied();
            self.line += piece.get(..blank).unwrap_or(&[]).iter().filter(|b| **b == b'\n').count() as u64;
            self.text.consume(blank);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn broken(&self, en: &str, zh: &str) -> DataError {
        DataError::BrokenJson { line: self.line, reason: Said::new(en, zh) }
    }

    fn unclosed(&self) -> DataError {
        self.broken("the array is not closed: the file may be cut short", "数组没有结束，文件可能不完整")
    }
}

/// The cells of one object by name, in their order; or what is wrong, with the text it concerns.
pub(crate) fn object(text: &str) -> Result<Vec<(String, Raw)>, (String, Fault)> {
    let shown = || text.trim().chars().take(80).collect::<String>();
    let broken = |error: &serde_json::Error| (shown(), Fault::BrokenJson { reason: plain_reason(error) });
    if !text.trim_start().starts_with('{') {
        serde_json::from_str::<serde_json::Value>(text).map_err(|error| broken(&error))?;
        return Err((shown(), Fault::NotObject));
    }
    let Entries(entries) = serde_json::from_str(text).map_err(|error| broken(&error))?;
    Ok(entries.into_iter().map(|(name, value)| (name, raw(value))).collect())
}

impl Names {
    /// The names, in their order.
    pub(crate) fn list(&self) -> &[String] {
        &self.list
    }

    /// The place of a name that has been met.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// The record of a line of NDJSON that is not blank.
    pub(crate) fn line(&mut self, line: &[u8], number: u64) -> RawRow {
        self.record(line, number).unwrap_or_else(|error| {
            let shown: String = String::from_utf8_lossy(line.trim_ascii()).chars().take(80).collect();
            RawRow { number, cells: Vec::new(), fault: Some((shown, Fault::BrokenJson { reason: plain_reason(&error) })) }
        })
    }

    fn record(&mut self, text: &[u8], number: u64) -> Result<RawRow, serde_json::Error> {
        if text.trim_ascii_start().first() != Some(&b'{') {
            let value: serde_json::Value = serde_json::from_slice(text)?;
            let shown: String = value.to_string().chars().take(80).collect();
            return Ok(RawRow { number, cells: Vec::new(), fault: Some((shown, Fault::NotObject)) });
        }
        let Entries(entries) = serde_json::from_slice(text)?;
        let mut cells: Vec<Raw> = vec![Raw::Blank; self.list.len()];
        let mut seen = vec![false; self.list.len()];
        let mut fault = None;
        for (name, value) in entries {
            let position = self.position(name);
            if position >= cells.len() {
                cells.resize(position + 1, Raw::Blank);
                seen.resize(position + 1, false);
            }
            if let (Some(cell), Some(seen)) = (cells.get_mut(position), seen.get_mut(position)) {
                if std::mem::replace(seen, true) {
                    fault = Some((self.list.get(position).cloned().unwrap_or_default(), Fault::RepeatedName));
                }
                *cell = raw(value);
            }
        }
        Ok(RawRow { number, cells, fault })
    }

    fn position(&mut self, name: String) -> usize {
        if let Some(position) = self.positions.get(&name) {
            return *position;
        }
        self.list.push(name.clone());
        self.positions.insert(name, self.list.len() - 1);
        self.list.len() - 1
    }
}

/// A value as a cell.
pub(crate) fn raw(value: serde_json::Value) -> Raw {
    match value {
        serde_json::Value::Null => Raw::Blank,
        serde_json::Value::Bool(truth) => Raw::Bool(truth),
        serde_json::Value::Number(number) => Raw::Number(number.to_string()),
        serde_json::Value::String(text) => Raw::Text(text),
        nested @ (serde_json::Value::Array(_) | serde_json::Value::Object(_)) => Raw::Nested(nested.to_string()),
    }
}

/// What the JSON reader says most often, in Chinese.
const IN_CHINESE: [(&str, &str); 12] = [
    ("key must be a string", "字段名要用双引号括起来"),
    ("expected value", "此处应有一个值"),
    ("expected ident", "应为 true、false 或 null"),
    ("expected `:`", "字段名之后缺少 `:`"),
    ("expected `,` or `}`", "缺少 `,` 或 `}`"),
    ("expected `,` or `]`", "缺少 `,` 或 `]`"),
    ("trailing comma", "最后一项之后多了逗号"),
    ("trailing characters", "结束之后还有内容"),
    ("invalid number", "数字写法不对"),
    ("invalid escape", "`\\` 之后的转义字符不对"),
    ("EOF while parsing", "内容不完整"),
    ("control character", "文本中有换行等控制字符"),
];

/// What the JSON reader says, without its place, which counts inside one record.
fn plain_reason(error: &serde_json::Error) -> Said {
    let text = error.to_string();
    let en = text.split_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    let zh = IN_CHINESE.iter().find(|(start, _)| en.starts_with(start)).map_or(en, |(_, zh)| zh);
    Said::new(en, zh)
}

/// The members of an object, in order, repeated names included.
struct Entries(Vec<(String, serde_json::Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
