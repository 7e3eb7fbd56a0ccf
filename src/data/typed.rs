//! Result columns as typed Arrow arrays.
//!
//! In: what a result column is, its lanes. Out: the narrowest type that holds every value it can have, and arrays of that type. Missing
//! values are nulls. Knows no file and no encoding.

use super::column::Cell;
use super::digits::Figures;
use super::results::{ResultColumn, What};
use crate::diagnostic::Lang;
use crate::value::Value;
use crate::value::column::{Column, Lanes, Texts};
use crate::value::range::Range;
use arrow_array::builder::StringBuilder;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal32Array, Decimal64Array, Decimal128Array, DictionaryArray, Int32Array, Int64Array, StringArray,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field};
use std::sync::Arc;

/// Decimals have at most so many digits.
const MOST_DIGITS: u32 = 38;

/// A result column with its type.
pub(crate) struct Typed {
    /// Its header.
    pub name: String,
    kind: Kind,
    lang: Lang,
}

enum Kind {
    /// Figures that a type holds.
    Figures {
        figures: Figures,
        width: Width,
        shape: Shape,
        range: Range,
    },
    /// Figures with more digits than any type holds: texts.
    Digits(Figures),
    Bool,
    Date,
    Members(ArrayRef),
    Texts,
    Shown(What),
}

/// What a figure is stored in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Bits32,
    Bits64,
    Bits128,
}

/// What stored figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Whole,
    Decimal { precision: u8, scale: i8 },
}

/// A value lies outside what its column can hold, or its lanes are of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misfit;

impl Typed {
    /// The type of a result column.
    pub(crate) fn new(column: &ResultColumn, name: String, lang: Lang) -> Typed {
        let kind = match &column.what {
            What::Number { scale, unit, range } => figures(Figures::new(*scale, unit.clone()), *range),
            What::Bool | What::Verdict(_) => Kind::Bool,
            What::Date => Kind::Date,
            What::Text => Kind::Texts,
            What::Member(names) => Kind::Members(Arc::new(StringArray::from_iter_values(names.iter()))),
            What::Shown(_) => Kind::Shown(column.what.clone()),
        };
        Typed { name, kind, lang }
    }

    /// Its field in a schema. Every column may have nulls: a value is missing where the policy says nothing.
    pub(crate) fn field(&self) -> Field {
        Field::new(&self.name, self.data_type(), true)
    }

    fn data_type(&self) -> DataType {
        match &self.kind {
            Kind::Figures { width, shape, .. } => match (shape, width) {
                (Shape::Whole, Width::Bits32) => DataType::Int32,
                (Shape::Whole, Width::Bits64 | Width::Bits128) => DataType::Int64,
                (Shape::Decimal { precision, scale }, Width::Bits32) => DataType::Decimal32(*precision, *scale),
                (Shape::Decimal { precision, scale }, Width::Bits64) => DataType::Decimal64(*precision, *scale),
                (Shape::Decimal { precision, scale }, Width::Bits128) => DataType::Decimal128(*precision, *scale),
            },
            Kind::Bool => DataType::Boolean,
            Kind::Date => DataType::Date32,
            Kind::Members(_) => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            Kind::Digits(_) | Kind::Texts | Kind::Shown(_) => DataType::Utf8,
        }
    }

    /// Whether its figures are whole numbers, which tend to rise or stay small.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.kind, Kind::Figures { shape: Shape::Whole, .. })
    }

    /// Whether few values stand in many rows: a property of the column, or of the lanes in which its texts came.
    pub(crate) fn repeats(&self, column: &Column) -> bool {
        match (&self.kind, &column.lanes) {
            (Kind::Members(_) | Kind::Shown(_), _) | (Kind::Texts, Lanes::Text(Texts::Dictionary { .. })) => true,
            (Kind::Figures { .. } | Kind::Digits(_) | Kind::Bool | Kind::Date | Kind::Texts, _) => false,
        }
    }

    /// The lanes as an array.
    pub(crate) fn array(&self, column: &Column) -> Result<ArrayRef, Misfit> {
        let present = column.present.as_deref();
        if present.is_some_and(|present| present.len() != column.len()) {
            return Err(Misfit);
        }
        let nulls = || present.map(|present| NullBuffer::new(BooleanBuffer::from(present)));
        match (&self.kind, &column.lanes) {
            (Kind::Figures { figures, width, shape, range }, lanes) => {
                let stored = Stored { figures, width: *width, range: *range, present };
                stored.values(lanes).and_then(|values| Ok(values.array(*shape, nulls())?))
            }
            (Kind::Bool, Lanes::Bool(lanes)) => Ok(Arc::new(BooleanArray::new(BooleanBuffer::from(clean(lanes, present)), nulls()))),
            (Kind::Date, Lanes::Day(lanes)) => Ok(Arc::new(Date32Array::try_new(ScalarBuffer::from(clean(lanes, present)), nulls())?)),
            (Kind::Members(names), Lanes::Member(lanes)) => {
                let keys = clean(lanes, present).into_iter().map(i32::try_from).collect::<Result<Vec<i32>, _>>().map_err(|_| Misfit)?;
                let keys = Int32Array::try_new(ScalarBuffer::from(keys), nulls())?;
                Ok(Arc::new(DictionaryArray::try_new(keys, names.clone())?))
            }
            (Kind::Texts, Lanes::Text(texts)) => text_array(texts, present, nulls()),
            (Kind::Digits(figures), Lanes::Number(_) | Lanes::Wide(_)) => Ok(cell_array(column, |column, row| match column.value(row) {
                Value::Number(mantissa) => Some(figures.figure(mantissa).to_string()),
                Value::Missing | Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) => None,
            })),
            (Kind::Shown(what), _) => Ok(cell_array(column, |column, row| match what.cell(&column.value(row)) {
                Cell::Missing => None,
                cell @ (Cell::Number(_) | Cell::Bool(_) | Cell::Date(_) | Cell::Text(_)) => Some(cell.text(self.lang)),
            })),
            (Kind::Bool | Kind::Date | Kind::Members(_) | Kind::Texts | Kind::Digits(_), _) => Err(Misfit),
        }
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value lies outside what its column can hold")
    }
}

impl std::error::Error for Misfit {}

impl From<ArrowError> for Misfit {
    fn from(_: ArrowError) -> Misfit {
        Misfit
    }
}

fn figures(figures: Figures, range: Range) -> Kind {
    let scale = figures.scale();
    let Some(stored) = figures.stored_range(range) else {
        return Kind::Digits(figures);
    };
    let greatest = stored.low.unsigned_abs().max(stored.high.unsigned_abs());
    let digits = greatest.checked_ilog10().map_or(1, |log| log + 1).max(u32::from(scale));
    let is_within = |least: i64, most: i64| i128::from(least) <= stored.low && stored.high <= i128::from(most);
    let (width, shape) = match (scale, u8::try_from(digits), i8::try_from(scale)) {
        (0, _, _) if is_within(i32::MIN.into(), i32::MAX.into()) => (Width::Bits32, Shape::Whole),
        (0, _, _) if is_within(i64::MIN, i64::MAX) => (Width::Bits64, Shape::Whole),
        (_, Ok(precision), Ok(scale)) if digits <= MOST_DIGITS => {
            let width = if digits <= 9 {
                Width::Bits32
            } else if digits <= 18 {
                Width::Bits64
            } else {
                Width::Bits128
            };
            (width, Shape::Decimal { precision, scale })
        }
        (_, _, _) => return Kind::Digits(figures),
    };
    Kind::Figures { figures, width, shape, range }
}

/// How lanes become stored figures.
struct Stored<'a> {
    figures: &'a Figures,
    width: Width,
    range: Range,
    present: Option<&'a [bool]>,
}

enum Values {
    Bits32(Vec<i32>),
    Bits64(Vec<i64>),
    Bits128(Vec<i128>),
}

impl Stored<'_> {
    /// All lanes; within the range of the column, multiplication and narrowing lose nothing.
    fn values(&self, lanes: &Lanes) -> Result<Values, Misfit> {
        let Some(moved) = self.figures.moved() else {
            return self.divided(lanes);
        };
        match lanes {
            Lanes::Number(lanes) => {
                let low = i64::try_from(self.range.low).unwrap_or(i64::MIN);
                let high = i64::try_from(self.range.high).unwrap_or(i64::MAX);
                if self.range.low > i128::from(i64::MAX) || self.range.high < i128::from(i64::MIN) {
                    return Err(Misfit);
                }
                match (self.width, i64::try_from(moved.times)) {
                    (Width::Bits32, Ok(1)) => each(lanes, self.present, (low, high), |lane| lane as i32).map(Values::Bits32),
                    (Width::Bits64, Ok(1)) => each(lanes, self.present, (low, high), |lane| lane).map(Values::Bits64),
                    (Width::Bits32, Ok(times)) => each(lanes, self.present, (low, high), |lane| lane.wrapping_mul(times) as i32).map(Values::Bits32),
                    (Width::Bits64, Ok(times)) => each(lanes, self.present, (low, high), |lane| lane.wrapping_mul(times)).map(Values::Bits64),
                    (Width::Bits32 | Width::Bits64 | Width::Bits128, _) => {
                        each(lanes, self.present, (low, high), |lane| i128::from(lane).wrapping_mul(moved.times))
                            .and_then(|values| self.narrowed(values))
                    }
                }
            }
            Lanes::Wide(lanes) => each(lanes, self.present, (self.range.low, self.range.high), |lane| lane.wrapping_mul(moved.times))
                .and_then(|values| self.narrowed(values)),
            Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) | Lanes::Text(_) => Err(Misfit),
        }
    }

    /// Figures in a unit that is no power of ten, one by one.
    fn divided(&self, lanes: &Lanes) -> Result<Values, Misfit> {
        let stored = |lane: i128, row: usize| {
            if self.present.is_some_and(|present| present.get(row) != Some(&true)) {
                return Ok(0);
            }
            if !self.range.contains(lane) {
                return Err(Misfit);
            }
            self.figures.stored(lane).ok_or(Misfit)
        };
        let values: Result<Vec<i128>, Misfit> = match lanes {
            Lanes::Number(lanes) => lanes.iter().enumerate().map(|(row, lane)| stored(i128::from(*lane), row)).collect(),
            Lanes::Wide(lanes) => lanes.iter().enumerate().map(|(row, lane)| stored(*lane, row)).collect(),
            Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) | Lanes::Text(_) => Err(Misfit),
        };
        values.and_then(|values| self.narrowed(values))
    }

    fn narrowed(&self, values: Vec<i128>) -> Result<Values, Misfit> {
        let narrow = match self.width {
            Width::Bits32 => values.into_iter().map(i32::try_from).collect::<Result<Vec<i32>, _>>().map(Values::Bits32),
            Width::Bits64 => values.into_iter().map(i64::try_from).collect::<Result<Vec<i64>, _>>().map(Values::Bits64),
            Width::Bits128 => Ok(Values::Bits128(values)),
        };
        narrow.map_err(|_| Misfit)
    }
}

impl Values {
    fn array(self, shape: Shape, nulls: Option<NullBuffer>) -> Result<ArrayRef, ArrowError> {
        Ok(match (self, shape) {
            (Values::Bits32(values), Shape::Whole) => Arc::new(Int32Array::try_new(values.into(), nulls)?),
            (Values::Bits64(values), Shape::Whole) => Arc::new(Int64Array::try_new(values.into(), nulls)?),
            (Values::Bits128(values), Shape::Whole) => Arc::new(Decimal128Array::try_new(values.into(), nulls)?.with_precision_and_scale(38, 0)?),
            (Values::Bits32(values), Shape::Decimal { precision, scale }) => {
                Arc::new(Decimal32Array::try_new(values.into(), nulls)?.with_precision_and_scale(precision, scale)?)
            }
            (Values::Bits64(values), Shape::Decimal { precision, scale }) => {
                Arc::new(Decimal64Array::try_new(values.into(), nulls)?.with_precision_and_scale(precision, scale)?)
            }
            (Values::Bits128(values), Shape::Decimal { precision, scale }) => {
                Arc::new(Decimal128Array::try_new(values.into(), nulls)?.with_precision_and_scale(precision, scale)?)
            }
        })
    }
}

/// Every lane changed; lanes without a value become zero, so that the same values are the same bytes.
fn each<S: Copy + PartialOrd, T: Default>(
    lanes: &[S],
    present: Option<&[bool]>,
    (low, high): (S, S),
    change: impl Fn(S) -> T,
) -> Result<Vec<T>, Misfit> {
    // One check after all lanes, so that the loop has no branch.
    let mut is_outside = false;
    let values = match present {
        None => {
            let changed = lanes.iter().map(|lane| {
                is_outside |= *lane < low || *lane > high;
                change(*lane)
            });
            changed.collect()
        }
        Some(present) => {
            let changed = lanes.iter().zip(present).map(|(lane, present)| {
                is_outside |= *present && (*lane < low || *lane > high);
                if *present { change(*lane) } else { T::default() }
            });
            changed.collect()
        }
    };
    if is_outside { Err(Misfit) } else { Ok(values) }
}

/// The lanes with nothing where there is no value.
fn clean<T: Copy + Default>(lanes: &[T], present: Option<&[bool]>) -> Vec<T> {
    match present {
        None => lanes.to_vec(),
        Some(present) => lanes.iter().zip(present).map(|(lane, present)| if *present { *lane } else { T::default() }).collect(),
    }
}

fn text_array(texts: &Texts, present: Option<&[bool]>, nulls: Option<NullBuffer>) -> Result<ArrayRef, Misfit> {
    if let (Texts::Plain { text, ends }, None) = (texts, present) {
        let ends: Result<Vec<i32>, _> = std::iter::once(0).chain(ends.iter().copied()).map(i32::try_from).collect();
        let ends = ends.map_err(|_| Misfit)?;
        return Ok(Arc::new(StringArray::try_new(offsets(ends)?, text.as_bytes().to_vec().into(), nulls)?));
    }
    let is_present = |row: usize| present.is_none_or(|present| present.get(row) == Some(&true));
    let mut bytes = Vec::new();
    let mut ends = Vec::with_capacity(texts.len() + 1);
    ends.push(0);
    for row in 0..texts.len() {
        if is_present(row) {
            bytes.extend_from_slice(texts.get(row).as_bytes());
        }
        ends.push(i32::try_from(bytes.len()).map_err(|_| Misfit)?);
    }
    Ok(Arc::new(StringArray::try_new(offsets(ends)?, bytes.into(), nulls)?))
}

/// Offsets, which must not fall.
fn offsets(ends: Vec<i32>) -> Result<OffsetBuffer<i32>, Misfit> {
    if ends.is_sorted() { Ok(OffsetBuffer::new(ends.into())) } else { Err(Misfit) }
}

/// Texts made row by row.
fn cell_array(column: &Column, text: impl Fn(&Column, usize) -> Option<String>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    (0..column.len()).for_each(|row| builder.append_option(text(column, row)));
    Arc::new(builder.finish())
}
