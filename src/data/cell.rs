//! One cell against one field: the value, or what is wrong.
//!
//! In: a raw cell and what its field declares. Out: an exact value at the field's scale, with a note where a figure was
//! rounded or an id may have lost digits. Knows no row and no file.

use super::figure::{self, NotFigure};
use super::fold;
use super::problem::Fault;
use super::raw::Raw;
use super::unit_word::{Agreement, agreement};
use crate::diagnostic::suggest::Candidates;
use crate::ir;
use crate::ir::record::{Field, FieldKind, Record};
use crate::value::Value;
use crate::value::calendar::{self, Day};
use crate::value::decimal::{Decimal, Rounding};
use crate::value::range::Range;
use crate::value::unit::Unit;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Limits at least this far out (in base units) are defaults nobody wrote, and are not shown.
const FAR: Decimal = Decimal { mantissa: 1_000_000_000_000, scale: 0 };

/// So many members of an enum are shown.
const SHOWN: usize = 8;

/// A value, and what should be counted about how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The value.
    pub value: Value,
    /// What happened on the way.
    pub note: Note,
}

/// What happened while a cell was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// Nothing worth counting.
    Plain,
    /// A figure had more decimal places than the field keeps.
    Rounded,
    /// A text was stored as an Excel number of more than 15 digits, of which Excel keeps only 15.
    DigitsLost,
}

/// Everything needed to read the cells of a record, prepared once.
#[derive(Debug, Clone)]
pub struct CellReader {
    fields: Vec<Plan>,
    missing: HashSet<String>,
    /// For each byte, whether a text that stands for a missing value may begin with it.
    missing_starts: Vec<bool>,
    units: Vec<Arc<Unit>>,
}

#[derive(Debug, Clone)]
struct Plan {
    kind: Kind,
    key: bool,
    optional: bool,
}

#[derive(Debug, Clone)]
enum Kind {
    Number { unit: Arc<Unit>, decimals: u8, scale: u8, range: Range },
    Bool,
    Date { range: Range },
    Text,
    Enum(Arc<Members>),
}

#[derive(Debug, Clone, Default)]
struct Members {
    label: Arc<str>,
    positions: HashMap<String, u32>,
    spellings: Candidates,
    /// The first labels, to show what is expected.
    shown: Arc<[String]>,
}

impl CellReader {
    /// Prepares the reading of a record's cells; `missing_words` stand for values that are not there.
    #[must_use]
    pub fn new(record: &Record, enums: &[ir::Enum], missing_words: &[String]) -> CellReader {
        let members: Vec<Arc<Members>> = enums.iter().map(|list| Arc::new(Members::of(list))).collect();
        let missing: HashSet<String> = missing_words.iter().map(|word| missing_key(word)).chain([String::new()]).collect();
        let may_start = |byte: u8| {
            let starts = |word: &String| word.bytes().next().is_some_and(|first| first == byte.to_ascii_lowercase());
            byte <= b' ' || !byte.is_ascii() || missing.iter().any(starts)
        };
        let missing_starts = (0..=u8::MAX).map(may_start).collect();
        let fields = record.fields.iter().map(|field| Plan::of(field, &members)).collect();
        CellReader { fields, missing, missing_starts, units: known_units(record) }
    }

    /// The value of a cell of the field at `position`.
    ///
    /// # Errors
    /// What is wrong with the cell.
    pub fn read(&self, position: usize, raw: &Raw) -> Result<Read, Fault> {
        let Some(plan) = self.fields.get(position) else {
            return Ok(plain(Value::Missing));
        };
        if let Raw::Nested(_) = raw {
            return Err(Fault::Nested);
        }
        let found = match &plan.kind {
            Kind::Number { unit, decimals, scale, range } => self.number(raw, unit, *decimals, *scale, *range),
            Kind::Bool => self.truth(raw),
            Kind::Date { range } => self.date(raw, *range),
            Kind::Text => self.text(raw, plan.key),
            Kind::Enum(members) => self.member(raw, members),
        }?;
        match found {
            Read { value: Value::Missing, .. } if plan.key => Err(Fault::KeyBlank),
            Read { value: Value::Missing, .. } if !plan.optional => Err(Fault::Blank),
            found => Ok(found),
        }
    }

    /// Whether a text without blanks around it may stand for a missing value; told without looking at more than its first byte.
    pub(crate) fn may_be_missing(&self, text: &str) -> bool {
        text.bytes().next().is_none_or(|byte| self.missing_starts.get(usize::from(byte)) == Some(&true))
    }

    /// Whether a word for a missing value has a digit, so that what looks like a figure may be none.
    pub(crate) fn has_missing_figures(&self) -> bool {
        self.missing.iter().any(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
    }

    /// Whether a text says that there is no value.
    pub(crate) fn is_missing(&self, text: &str) -> bool {
        // Most cells are plain figures, and words are short.
        self.may_be_missing(text) && text.len() <= 48 && self.missing.contains(&missing_key(text))
    }

    fn number(&self, raw: &Raw, unit: &Unit, decimals: u8, scale: u8, range: Range) -> Result<Read, Fault> {
        let figure = match raw {
            Raw::Blank => return Ok(plain(Value::Missing)),
            Raw::Text(text) if self.is_missing(text) => return Ok(plain(Value::Missing)),
            Raw::SheetError(text) if self.is_missing(text) => return Ok(plain(Value::Missing)),
            Raw::Text(text) => self.written(text, unit)?,
            Raw::Number(digits) => figure::parse_plain(digits).map_err(not_figure)?,
            Raw::SheetNumber { digits, percent } => stored(digits, *percent, unit)?,
            Raw::Bool(_) => return Err(Fault::NotNumber),
            Raw::SheetDate { .. } => return Err(Fault::UnexpectedDate),
            Raw::SheetError(_) => return Err(Fault::SheetError),
            Raw::Nested(_) => return Err(Fault::Nested),
        };
        let figure = figure.normalized();
        if unit.whole && decimals == 0 && figure.scale > 0 {
            return Err(Fault::NotWhole { unit: unit.name.clone() });
        }
        let kept = figure.rescale(decimals.min(figure.scale), Rounding::HalfAway).ok_or(Fault::TooLong)?;
        let base = unit.to_base(kept).map(Decimal::normalized).and_then(|base| base.rescale(scale, Rounding::HalfAway));
        let mantissa = base.ok_or_else(|| out_of_range(unit, scale, range, None))?.mantissa;
        if !range.contains(mantissa) {
            return Err(out_of_range(unit, scale, range, Some(mantissa)));
        }
        let note = if figure.scale > decimals { Note::Rounded } else { Note::Plain };
        Ok(Read { value: Value::Number(mantissa), note })
    }

    /// A figure typed as text: `%` and unit words must agree with the field.
    fn written(&self, text: &str, unit: &Unit) -> Result<Decimal, Fault> {
        let figure = figure::parse(text).map_err(not_figure)?;
        if figure.word.is_empty() {
            return Ok(figure.amount);
        }
        if figure.word == "%" && is_plain(unit) {
            return figure.amount.multiply(Decimal::PERCENT).ok_or(Fault::TooLong);
        }
        match agreement(&figure.word, unit, &self.units) {
            Agreement::Same => Ok(figure.amount),
            Agreement::OtherScale | Agreement::OtherDimension => Err(Fault::WrongUnit { found: figure.word, expected: unit.name.clone() }),
            Agreement::NotAUnit => Err(Fault::NotNumber),
        }
    }

    fn truth(&self, raw: &Raw) -> Result<Read, Fault> {
        let text = match raw {
            Raw::Bool(truth) => return Ok(plain(Value::Bool(*truth))),
            Raw::SheetError(text) if !self.is_missing(text) => return Err(Fault::SheetError),
            Raw::SheetDate { .. } => return Err(Fault::UnexpectedDate),
            other => other.text(),
        };
        match fold::member(&text).to_lowercase().as_str() {
            "是" | "yes" | "y" | "true" | "1" | "✓" | "✔" | "√" => Ok(plain(Value::Bool(true))),
            "否" | "no" | "n" | "false" | "0" | "×" | "✗" | "✘" => Ok(plain(Value::Bool(false))),
            _ if self.is_missing(&text) => Ok(plain(Value::Missing)),
            _ => Err(Fault::NotBool),
        }
    }

    fn date(&self, raw: &Raw, range: Range) -> Result<Read, Fault> {
        let day = match raw {
            Raw::Blank => return Ok(plain(Value::Missing)),
            Raw::SheetDate { time: true, .. } => return Err(Fault::TimeOfDay),
            Raw::SheetDate { day, .. } => (*day).ok_or(Fault::NotDate { serial: None })?,
            Raw::SheetError(text) if !self.is_missing(text) => return Err(Fault::SheetError),
            Raw::Text(_) | Raw::Number(_) | Raw::SheetNumber { .. } | Raw::Bool(_) | Raw::SheetError(_) | Raw::Nested(_) => {
                let text = raw.text();
                if self.is_missing(&text) {
                    return Ok(plain(Value::Missing));
                }
                written_date(&fold::narrow(&text))?
            }
        };
        if !range.contains(i128::from(day.0)) {
            return Err(Fault::DateOutOfRange { first: day_of(range.low, calendar::FIRST), last: day_of(range.high, calendar::LAST) });
        }
        Ok(plain(Value::Date(day)))
    }

    fn text(&self, raw: &Raw, key: bool) -> Result<Read, Fault> {
        let text = match raw {
            Raw::SheetError(text) if self.is_missing(text) => return Ok(plain(Value::Missing)),
            Raw::SheetError(_) => return Err(Fault::SheetError),
            other => other.text(),
        };
        let trimmed = fold::trim(&text);
        if trimmed.is_empty() || (key && self.is_missing(trimmed)) {
            return Ok(plain(Value::Missing));
        }
        let lost = matches!(raw, Raw::SheetNumber { digits, .. } if digits.bytes().filter(u8::is_ascii_digit).count() > 15);
        Ok(Read { value: Value::Text(Arc::from(trimmed)), note: if lost { Note::DigitsLost } else { Note::Plain } })
    }

    fn member(&self, raw: &Raw, members: &Members) -> Result<Read, Fault> {
        let text = match raw {
            Raw::SheetError(text) if !self.is_missing(text) => return Err(Fault::SheetError),
            other => other.text(),
        };
        let folded = fold::member(&text);
        if let Some(position) = members.positions.get(folded.as_ref()) {
            return Ok(plain(Value::Member(*position)));
        }
        if self.is_missing(&text) {
            return Ok(plain(Value::Missing));
        }
        let nearest = members.spellings.nearest(&folded).map(str::to_owned);
        Err(Fault::NotMember { list: members.label.clone(), nearest, members: members.shown.clone() })
    }
}

impl Plan {
    fn of(field: &Field, members: &[Arc<Members>]) -> Plan {
        let kind = match &field.kind {
            FieldKind::Number { unit, decimals, scale, range } => {
                Kind::Number { unit: unit.clone(), decimals: *decimals, scale: *scale, range: *range }
            }
            FieldKind::Bool => Kind::Bool,
            FieldKind::Date { range } => Kind::Date { range: *range },
            FieldKind::Text => Kind::Text,
            FieldKind::Enum(id) => Kind::Enum(members.get(id.0 as usize).cloned().unwrap_or_default()),
        };
        Plan { kind, key: field.key, optional: field.optional }
    }
}

impl Members {
    /// Names come before labels, labels before codes, where two members share a spelling.
    fn of(list: &ir::Enum) -> Members {
        let (mut positions, mut spellings) = (HashMap::new(), Vec::new());
        let numbered = || list.members.iter().zip(0u32..);
        let names = numbered().map(|(member, position)| (&member.name, position));
        let labels = numbered().map(|(member, position)| (&member.label, position));
        let codes = numbered().flat_map(|(member, position)| member.codes.iter().map(move |code| (code, position)));
        for (text, position) in names.chain(labels).chain(codes) {
            let folded = fold::member(text).into_owned();
            if let Entry::Vacant(free) = positions.entry(folded) {
                free.insert(position);
                spellings.push(text.clone());
            }
        }
        let mut shown: Vec<String> = list.members.iter().take(SHOWN).map(|member| member.label.clone()).collect();
        if list.members.len() > SHOWN {
            shown.push("…".to_owned());
        }
        Members { label: Arc::from(list.label.as_str()), positions, spellings: Candidates::new(spellings), shown: Arc::from(shown) }
    }
}

/// All units the fields of a record use, in their order.
#[must_use]
pub fn known_units(record: &Record) -> Vec<Arc<Unit>> {
    let mut units: Vec<Arc<Unit>> = Vec::new();
    for field in &record.fields {
        if let FieldKind::Number { unit, .. } = &field.kind
            && !unit.name.is_empty()
            && !units.contains(unit)
        {
            units.push(unit.clone());
        }
    }
    units
}

/// A base mantissa as a figure in a unit, without trailing zeros.
#[must_use]
pub fn shown_in(unit: &Unit, scale: u8, mantissa: i128) -> String {
    let base = Decimal::new(mantissa, scale);
    unit.from_base(base).unwrap_or(base).normalized().to_string()
}

fn plain(value: Value) -> Read {
    Read { value, note: Note::Plain }
}

fn missing_key(text: &str) -> String {
    fold::narrow(fold::trim(text)).to_ascii_lowercase()
}

fn is_plain(unit: &Unit) -> bool {
    unit.dimension.is_none() && unit.factor.compare(Decimal::ONE).is_eq()
}

fn not_figure(fault: NotFigure) -> Fault {
    match fault {
        NotFigure::Text => Fault::NotNumber,
        NotFigure::Grouping => Fault::Grouping,
        NotFigure::TooLong => Fault::TooLong,
    }
}

/// A figure outside its range. A limit that only stands for "any figure" is shown where it is the one crossed.
fn out_of_range(unit: &Unit, scale: u8, range: Range, found: Option<i128>) -> Fault {
    let low_crossed = found.is_none_or(|found| found < range.low);
    let high_crossed = found.is_none_or(|found| found > range.high);
    let shown = |limit: i128, crossed: bool| if crossed { Some(shown_in(unit, scale, limit)) } else { near_limit(unit, scale, limit) };
    Fault::OutOfRange { low: shown(range.low, low_crossed), high: shown(range.high, high_crossed), unit: unit.name.clone() }
}

/// A limit in the field's unit, unless it is so far away that it only stands for "any figure".
#[must_use]
pub fn near_limit(unit: &Unit, scale: u8, limit: i128) -> Option<String> {
    let distance = Decimal::new(limit.saturating_abs(), scale);
    distance.compare(FAR).is_lt().then(|| shown_in(unit, scale, limit))
}

/// A figure stored by Excel. Shown as a percentage it holds the fraction, so that a percent field reads what people see.
fn stored(digits: &str, percent: bool, unit: &Unit) -> Result<Decimal, Fault> {
    let amount = seen(figure::parse_plain(digits).map_err(not_figure)?);
    match percent {
        false => Ok(amount),
        true if is_plain(unit) => Ok(amount),
        true if unit.is_percent() => amount.multiply(Decimal::new(100, 0)).ok_or(Fault::TooLong),
        true => Err(Fault::WrongUnit { found: "%".to_owned(), expected: unit.name.clone() }),
    }
}

/// A fraction at the 15 significant digits Excel itself shows and lets people type; more are left-overs of its binary sums
/// (`0.30000000000000004`). Whole numbers keep all their digits.
fn seen(amount: Decimal) -> Decimal {
    let significant = amount.mantissa.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    let excess = significant.saturating_sub(15).min(u32::from(amount.scale));
    let scale = u8::try_from(u32::from(amount.scale) - excess).unwrap_or(amount.scale);
    amount.rescale(scale, Rounding::HalfAway).unwrap_or(amount)
}

fn written_date(text: &str) -> Result<Day, Fault> {
    if let Some(day) = Day::parse(text) {
        return Ok(day);
    }
    let text = fold::trim(text);
    if let Some((date, rest)) = text.split_once([' ', 'T'])
        && Day::parse(date).is_some()
        && rest.contains(':')
    {
        return Err(Fault::TimeOfDay);
    }
    // 1954-10-03 to 2119-01-29: what a serial number of a living firm can be.
    let serial = text.parse::<i32>().ok().filter(|serial| (20_000..80_000).contains(serial));
    Err(Fault::NotDate { serial: serial.map(|serial| Day(serial - 25_569)) })
}

fn day_of(value: i128, otherwise: Day) -> Day {
    i32::try_from(value).map_or(otherwise, Day)
}
