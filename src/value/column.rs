//! Columns: one kind of value for many records.
//!
//! In: values of one type. Out: plain vectors, one lane a record, and which lanes hold a value. Numbers are mantissas at the
//! scale of the type, in 64 bits where its range fits. A lane without a value holds anything.

use super::Value;
use super::calendar::Day;
use super::range::Range;
use super::ty::Type;
use std::sync::Arc;

/// The values of one field or expression for many records.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// One lane a record.
    pub lanes: Lanes,
    /// Which lanes hold a value; `None`: all of them.
    pub present: Option<Vec<bool>>,
}

/// What lanes are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LaneKind {
    /// Mantissas of 64 bits.
    Number,
    /// Mantissas of 128 bits.
    Wide,
    /// Truth values.
    Bool,
    /// Civil dates.
    Day,
    /// Members of an enum, by position.
    Member,
    /// Texts.
    Text,
}

/// The lanes of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Lanes {
    /// Mantissas of 64 bits.
    Number(Vec<i64>),
    /// Mantissas of 128 bits.
    Wide(Vec<i128>),
    /// Truth values.
    Bool(Vec<bool>),
    /// Days since 1970-01-01.
    Day(Vec<i32>),
    /// Members of an enum, by position.
    Member(Vec<u32>),
    /// Texts.
    Text(Texts),
}

/// Many texts.
#[derive(Debug, Clone, PartialEq)]
pub enum Texts {
    /// Positions in a list of texts: few texts, often repeated.
    Dictionary {
        /// A position a lane; one beyond the list stands for the empty text.
        codes: Vec<u32>,
        /// The list.
        entries: Arc<[Arc<str>]>,
    },
    /// One behind the other: many different texts.
    Plain {
        /// All texts.
        text: String,
        /// Where each ends, in bytes.
        ends: Vec<u32>,
    },
}

impl LaneKind {
    /// The lanes of a type: numbers are narrow where every mantissa of the type is.
    #[must_use]
    pub fn of(ty: &Type) -> LaneKind {
        match ty {
            Type::Number(number) if is_narrow(number.range) => LaneKind::Number,
            Type::Number(_) => LaneKind::Wide,
            Type::Bool | Type::Unknown | Type::Nothing => LaneKind::Bool,
            Type::Date(_) => LaneKind::Day,
            Type::Enum(_) => LaneKind::Member,
            Type::Text => LaneKind::Text,
        }
    }
}

/// Whether every mantissa of a range fits 64 bits, with one to spare on either side.
#[must_use]
pub fn is_narrow(range: Range) -> bool {
    range.low > i128::from(i64::MIN) && range.high < i128::from(i64::MAX)
}

impl Texts {
    /// The text of a lane; empty where there is no such lane.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        match self {
            Texts::Dictionary { codes, entries } => codes.get(row).and_then(|code| entries.get(*code as usize)).map_or("", AsRef::as_ref),
            Texts::Plain { text, ends } => {
                let start = row.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
                ends.get(row).and_then(|end| text.get(start..*end as usize)).unwrap_or("")
            }
        }
    }

    /// How many lanes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Texts::Dictionary { codes, .. } => codes.len(),
            Texts::Plain { ends, .. } => ends.len(),
        }
    }

    /// Whether there is no lane.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a text. A dictionary becomes plain, for its list is shared.
    pub fn push(&mut self, added: &str) {
        if let Texts::Dictionary { .. } = self {
            let mut plain = Texts::Plain { text: String::new(), ends: Vec::with_capacity(self.len() + 1) };
            (0..self.len()).for_each(|row| plain.push(self.get(row)));
            *self = plain;
        }
        if let Texts::Plain { text, ends } = self {
            text.push_str(added);
            ends.push(text.len() as u32);
        }
    }

    /// Adds other texts. Dictionaries stay such where their lists are the same.
    fn append(&mut self, added: &Texts) {
        match (&mut *self, added) {
            (Texts::Dictionary { codes, entries }, Texts::Dictionary { codes: others, entries: same })
                if Arc::ptr_eq(entries, same) || entries == same =>
            {
                codes.extend_from_slice(others);
            }
            (Texts::Plain { text, ends }, Texts::Plain { text: other, ends: others }) => {
                let before = text.len() as u32;
                text.push_str(other);
                ends.extend(others.iter().map(|end| before + end));
            }
            (Texts::Dictionary { .. } | Texts::Plain { .. }, _) => (0..added.len()).for_each(|row| self.push(added.get(row))),
        }
    }
}

impl Column {
    /// A column without lanes.
    #[must_use]
    pub fn new(kind: LaneKind) -> Column {
        let lanes = match kind {
            LaneKind::Number => Lanes::Number(Vec::new()),
            LaneKind::Wide => Lanes::Wide(Vec::new()),
            LaneKind::Bool => Lanes::Bool(Vec::new()),
            LaneKind::Day => Lanes::Day(Vec::new()),
            LaneKind::Member => Lanes::Member(Vec::new()),
            LaneKind::Text => Lanes::Text(Texts::Plain { text: String::new(), ends: Vec::new() }),
        };
        Column { lanes, present: None }
    }

    /// Becomes equal to another column, in the memory it has.
    pub fn copy_from(&mut self, other: &Column) {
        match (&mut self.lanes, &other.lanes) {
            (Lanes::Number(own), Lanes::Number(lanes)) => own.clone_from(lanes),
            (Lanes::Wide(own), Lanes::Wide(lanes)) => own.clone_from(lanes),
            (Lanes::Bool(own), Lanes::Bool(lanes)) => own.clone_from(lanes),
            (Lanes::Day(own), Lanes::Day(lanes)) => own.clone_from(lanes),
            (Lanes::Member(own), Lanes::Member(lanes)) => own.clone_from(lanes),
            (Lanes::Text(Texts::Plain { text: own, ends: own_ends }), Lanes::Text(Texts::Plain { text, ends })) => {
                own.clone_from(text);
                own_ends.clone_from(ends);
            }
            (Lanes::Text(Texts::Dictionary { codes: own, entries: own_entries }), Lanes::Text(Texts::Dictionary { codes, entries })) => {
                own.clone_from(codes);
                own_entries.clone_from(entries);
            }
            (own, lanes) => own.clone_from(lanes),
        }
        self.present.clone_from(&other.present);
    }

    /// How many lanes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.lanes {
            Lanes::Number(lanes) => lanes.len(),
            Lanes::Wide(lanes) => lanes.len(),
            Lanes::Bool(lanes) => lanes.len(),
            Lanes::Day(lanes) => lanes.len(),
            Lanes::Member(lanes) => lanes.len(),
            Lanes::Text(lanes) => lanes.len(),
        }
    }

    /// Whether there is no lane.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes all lanes away; the memory stays.
    pub fn clear(&mut self) {
        match &mut self.lanes {
            Lanes::Number(lanes) => lanes.clear(),
            Lanes::Wide(lanes) => lanes.clear(),
            Lanes::Bool(lanes) => lanes.clear(),
            Lanes::Day(lanes) => lanes.clear(),
            Lanes::Member(lanes) => lanes.clear(),
            Lanes::Text(Texts::Plain { text, ends }) => {
                text.clear();
                ends.clear();
            }
            Lanes::Text(Texts::Dictionary { codes, .. }) => codes.clear(),
        }
        self.present = None;
    }

    /// Whether a lane holds a value.
    #[must_use]
    pub fn is_present(&self, row: usize) -> bool {
        self.present.as_ref().is_none_or(|present| present.get(row) == Some(&true))
    }

    /// The value of a lane; missing where there is no such lane.
    #[must_use]
    pub fn value(&self, row: usize) -> Value {
        if !self.is_present(row) {
            return Value::Missing;
        }
        let value = match &self.lanes {
            Lanes::Number(lanes) => lanes.get(row).map(|lane| Value::Number(i128::from(*lane))),
            Lanes::Wide(lanes) => lanes.get(row).map(|lane| Value::Number(*lane)),
            Lanes::Bool(lanes) => lanes.get(row).map(|lane| Value::Bool(*lane)),
            Lanes::Day(lanes) => lanes.get(row).map(|lane| Value::Date(Day(*lane))),
            Lanes::Member(lanes) => lanes.get(row).map(|lane| Value::Member(*lane)),
            Lanes::Text(Texts::Dictionary { codes, entries }) => {
                codes.get(row).map(|code| Value::Text(entries.get(*code as usize).cloned().unwrap_or_default()))
            }
            Lanes::Text(texts) => (row < texts.len()).then(|| Value::Text(Arc::from(texts.get(row)))),
        };
        value.unwrap_or(Value::Missing)
    }

    /// Adds a lane. A value of another kind is taken as missing.
    pub fn push(&mut self, value: &Value) {
        let fits = match (&mut self.lanes, value) {
            (Lanes::Number(lanes), Value::Number(mantissa)) => match i64::try_from(*mantissa) {
                Ok(mantissa) => {
                    lanes.push(mantissa);
                    true
                }
                Err(_) => {
                    lanes.push(0);
                    false
                }
            },
            (Lanes::Wide(lanes), Value::Number(mantissa)) => {
                lanes.push(*mantissa);
                true
            }
            (Lanes::Bool(lanes), Value::Bool(truth)) => {
                lanes.push(*truth);
                true
            }
            (Lanes::Day(lanes), Value::Date(day)) => {
                lanes.push(day.0);
                true
            }
            (Lanes::Member(lanes), Value::Member(member)) => {
                lanes.push(*member);
                true
            }
            (Lanes::Text(lanes), Value::Text(text)) => {
                lanes.push(text);
                true
            }
            (lanes, _) => {
                lanes.push_nothing();
                false
            }
        };
        match (&mut self.present, fits) {
            (Some(present), _) => present.push(fits),
            (None, true) => {}
            (None, false) => {
                let mut present = vec![true; self.len().saturating_sub(1)];
                present.push(false);
                self.present = Some(present);
            }
        }
    }

    /// Adds a lane without a value.
    pub fn push_missing(&mut self) {
        self.lanes.push_nothing();
        let length = self.len();
        self.present.get_or_insert_with(|| vec![true; length.saturating_sub(1)]).push(false);
    }

    /// Says of the lane added last, which was added to [`Column::lanes`], that it holds a value.
    pub fn push_present(&mut self) {
        if let Some(present) = &mut self.present {
            present.push(true);
        }
    }

    /// Adds the lanes of another column; a column without lanes becomes equal to it.
    pub fn append(&mut self, other: &Column) {
        let before = self.len();
        if before == 0 {
            return self.copy_from(other);
        }
        match (&mut self.lanes, &other.lanes) {
            (Lanes::Number(own), Lanes::Number(lanes)) => own.extend_from_slice(lanes),
            (Lanes::Wide(own), Lanes::Wide(lanes)) => own.extend_from_slice(lanes),
            (Lanes::Bool(own), Lanes::Bool(lanes)) => own.extend_from_slice(lanes),
            (Lanes::Day(own), Lanes::Day(lanes)) => own.extend_from_slice(lanes),
            (Lanes::Member(own), Lanes::Member(lanes)) => own.extend_from_slice(lanes),
            (Lanes::Text(own), Lanes::Text(lanes)) => own.append(lanes),
            (_, _) => return (0..other.len()).for_each(|row| self.push(&other.value(row))),
        }
        match (&mut self.present, &other.present) {
            (None, None) => {}
            (Some(present), Some(added)) => present.extend_from_slice(added),
            (Some(present), None) => present.resize(before + other.len(), true),
            (None, Some(added)) => {
                let mut present = vec![true; before];
                present.extend_from_slice(added);
                self.present = Some(present);
            }
        }
    }

    /// Keeps the first lanes.
    pub fn truncate(&mut self, length: usize) {
        match &mut self.lanes {
            Lanes::Number(lanes) => lanes.truncate(length),
            Lanes::Wide(lanes) => lanes.truncate(length),
            Lanes::Bool(lanes) => lanes.truncate(length),
            Lanes::Day(lanes) => lanes.truncate(length),
            Lanes::Member(lanes) => lanes.truncate(length),
            Lanes::Text(Texts::Dictionary { codes, .. }) => codes.truncate(length),
            Lanes::Text(Texts::Plain { text, ends }) => {
                ends.truncate(length);
                text.truncate(ends.last().map_or(0, |end| *end as usize));
            }
        }
        if let Some(present) = &mut self.present {
            present.truncate(length);
        }
    }

    /// Keeps the lanes marked `true`, in their order.
    pub fn retain(&mut self, kept: &[bool]) {
        fn filter<T>(lanes: &mut Vec<T>, kept: &[bool]) {
            let mut marks = kept.iter();
            lanes.retain(|_| marks.next() == Some(&true));
        }
        match &mut self.lanes {
            Lanes::Number(lanes) => filter(lanes, kept),
            Lanes::Wide(lanes) => filter(lanes, kept),
            Lanes::Bool(lanes) => filter(lanes, kept),
            Lanes::Day(lanes) => filter(lanes, kept),
            Lanes::Member(lanes) => filter(lanes, kept),
            Lanes::Text(Texts::Dictionary { codes, .. }) => filter(codes, kept),
            Lanes::Text(texts) => {
                let mut left = Texts::Plain { text: String::new(), ends: Vec::new() };
                let marked = (0..texts.len()).zip(kept).filter(|(_, kept)| **kept);
                marked.for_each(|(row, _)| left.push(texts.get(row)));
                *texts = left;
            }
        }
        if let Some(present) = &mut self.present {
            filter(present, kept);
        }
    }

    /// Puts lanes without a value between the others: the lanes come to stand where `kept` is `true`, in their order. The
    /// opposite of [`Column::retain`].
    pub fn spread(&mut self, kept: &[bool]) {
        fn part<T: Copy + Default>(lanes: &mut Vec<T>, kept: &[bool]) {
            let mut own = lanes.iter().copied();
            let mut next = |kept: &bool| if *kept { own.next().unwrap_or_default() } else { T::default() };
            *lanes = kept.iter().map(&mut next).collect();
        }
        let length = self.len();
        match &mut self.lanes {
            Lanes::Number(lanes) => part(lanes, kept),
            Lanes::Wide(lanes) => part(lanes, kept),
            Lanes::Bool(lanes) => part(lanes, kept),
            Lanes::Day(lanes) => part(lanes, kept),
            Lanes::Member(lanes) => part(lanes, kept),
            Lanes::Text(Texts::Dictionary { codes, .. }) => part(codes, kept),
            Lanes::Text(Texts::Plain { text, ends }) => {
                let mut own = ends.iter().copied();
                let (mut end, last) = (0, text.len() as u32);
                let mut next = |kept: &bool| {
                    end = if *kept { own.next().unwrap_or(last) } else { end };
                    end
                };
                *ends = kept.iter().map(&mut next).collect();
            }
        }
        part(self.present.get_or_insert_with(|| vec![true; length]), kept);
    }
}

impl Lanes {
    fn push_nothing(&mut self) {
        match self {
            Lanes::Number(lanes) => lanes.push(0),
            Lanes::Wide(lanes) => lanes.push(0),
            Lanes::Bool(lanes) => lanes.push(false),
            Lanes::Day(lanes) => lanes.push(0),
            Lanes::Member(lanes) => lanes.push(0),
            Lanes::Text(lanes) => lanes.push(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, LaneKind, Lanes, Texts};
    use crate::value::Value;
    use std::sync::Arc;

    #[test]
    fn gives_back_what_was_put_in() {
        let cases: [(LaneKind, [Value; 3]); 4] = [
            (LaneKind::Number, [Value::Number(-5), Value::Missing, Value::Number(7)]),
            (LaneKind::Wide, [Value::Missing, Value::Number(1 << 100), Value::Number(-1)]),
            (LaneKind::Text, [Value::Text(Arc::from("甲")), Value::Text(Arc::from("")), Value::Missing]),
            (LaneKind::Member, [Value::Member(3), Value::Member(0), Value::Member(9)]),
        ];
        for (kind, values) in cases {
            let mut column = Column::new(kind);
            values.iter().for_each(|value| column.push(value));
            assert_eq!((0..3).map(|row| column.value(row)).collect::<Vec<Value>>(), values);
            assert_eq!(column.value(3), Value::Missing);
            column.retain(&[true, false, true]);
            assert_eq!([column.value(0), column.value(1)], [values[0].clone(), values[2].clone()]);
            column.clear();
            assert!(column.is_empty() && column.present.is_none());
            column.push(&values[0]);
            column.push_missing();
            column.push(&values[1]);
            column.truncate(2);
            column.push(&values[2]);
            assert_eq!((0..3).map(|row| column.value(row)).collect::<Vec<Value>>(), [values[0].clone(), Value::Missing, values[2].clone()]);
        }
    }

    /// Columns of every kind, with and without values that are missing: what is put together is what was there, and lanes that are
    /// spread come back when those between them are taken away.
    #[test]
    fn columns_are_put_together_and_spread() {
        let entries: Arc<[Arc<str>]> = Arc::from(vec![Arc::from("a"), Arc::from("bc")]);
        let all = [
            Lanes::Number(vec![1, 2, 3]),
            Lanes::Wide(vec![1 << 100, 2, 3]),
            Lanes::Bool(vec![true, false, true]),
            Lanes::Day(vec![1, 2, 3]),
            Lanes::Member(vec![1, 2, 3]),
            Lanes::Text(Texts::Plain { text: "甲bc".to_owned(), ends: vec![3, 3, 5] }),
            Lanes::Text(Texts::Dictionary { codes: vec![1, 0, 1], entries }),
        ];
        let values = |column: &Column| (0..column.len()).map(|row| column.value(row)).collect::<Vec<Value>>();
        for lanes in all {
            let whole = Column { lanes: lanes.clone(), present: None };
            let holed = Column { lanes, present: Some(vec![true, false, true]) };
            for (first, second) in [(&whole, &whole), (&whole, &holed), (&holed, &whole), (&holed, &holed)] {
                let mut both = Column::new(LaneKind::Bool);
                both.append(first);
                assert_eq!(&both, first);
                both.append(second);
                assert_eq!(values(&both), [values(first), values(second)].concat());
            }
            for column in [&whole, &holed] {
                let kept = [false, true, false, true, true, false];
                let mut spread = column.clone();
                spread.spread(&kept);
                let own = values(column);
                let expected = [Value::Missing, own[0].clone(), Value::Missing, own[1].clone(), own[2].clone(), Value::Missing];
                assert_eq!(values(&spread), expected);
                spread.retain(&kept);
                assert_eq!(values(&spread), own);
            }
        }
    }

    #[test]
    fn a_dictionary_takes_further_texts() {
        let entries: Arc<[Arc<str>]> = Arc::from(vec![Arc::from("a"), Arc::from("bc")]);
        let mut texts = Texts::Dictionary { codes: vec![1, 0, 1], entries };
        texts.push("d");
        assert_eq!((0..4).map(|row| texts.get(row)).collect::<Vec<&str>>(), ["bc", "a", "bc", "d"]);
        let column = Column { lanes: Lanes::Text(texts), present: Some(vec![true, false, true, true]) };
        assert_eq!((column.value(1), column.value(3)), (Value::Missing, Value::Text(Arc::from("d"))));
    }
}
