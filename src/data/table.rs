//! Records as columns.
//!
//! In: rows of a file that keep the schema. Out: a column for each field, as the columnar evaluator takes them, and the number of
//! each row. Knows no file format.

use crate::ir::record::Record;
use crate::value::Value;
use crate::value::column::{Column, LaneKind};

/// Records that keep the schema, column by column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// One for each field, in the order of the record; all of one length.
    pub columns: Vec<Column>,
    /// The number of each row, as [`crate::data::reader::Row::number`].
    pub numbers: Vec<u64>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(record: &Record) -> Table {
        Table { columns: record.fields.iter().map(|field| Column::new(LaneKind::of(&field.kind.value_type()))).collect(), numbers: Vec::new() }
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.numbers.len()
    }

    /// Adds a row: one value for each field.
    pub fn push(&mut self, number: u64, values: &[Value]) {
        self.numbers.push(number);
        for (position, column) in self.columns.iter_mut().enumerate() {
            column.push(values.get(position).unwrap_or(&Value::Missing));
        }
    }

    /// The values of a row, in the order of the fields.
    #[must_use]
    pub fn record(&self, row: usize) -> Vec<Value> {
        self.columns.iter().map(|column| column.value(row)).collect()
    }

    /// Takes all rows away; the memory stays.
    pub fn clear(&mut self) {
        self.columns.iter_mut().for_each(Column::clear);
        self.numbers.clear();
    }
}
