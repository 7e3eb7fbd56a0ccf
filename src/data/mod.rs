//! Bytes to records that keep the declared schema, and results to bytes.
//!
//! In: files or standard input (CSV, Excel, JSON), and the record schema of a checked policy. Out: rows of values or of
//! problems, a report of how the file was understood, and result, reject and template files. Knows no expression and no
//! score: rules between fields are checked by whoever evaluates. Nothing is guessed silently; what was decided stands in
//! the report.

pub mod atomic;
pub mod cell;
pub mod column;
pub mod columns;
pub mod digest;
pub mod error;
pub mod feed;
pub mod figure;
pub mod fold;
pub mod guard;
pub mod input;
pub mod key_order;
pub mod keys;
pub mod options;
pub mod parts;
pub mod problem;
pub mod raw;
pub mod reader;
pub mod record_feed;
pub mod rejects;
pub mod report;
pub mod results;
pub mod sink;
pub mod table;
pub mod template;
pub mod union;
pub mod unit_word;
pub mod warning;

mod arrow_feed;
mod arrow_lanes;
mod arrow_numbers;
pub(crate) mod arrow_raw;
mod arrow_results;
mod arrow_texts;
pub(crate) mod batch_table;
pub(crate) mod column_feed;
mod csv_feed;
mod delimited;
mod digits;
mod gather;
pub(crate) mod json;
mod json_feed;
mod json_sink;
mod members;
mod parquet_feed;
mod parquet_results;
mod pile;
mod quick_cell;
mod row_ends;
pub(crate) mod row_reader;
mod shared;
mod sheet_rows;
mod splitter;
mod table_sink;
mod text;
mod text_results;
pub(crate) mod typed;
mod workbook;
mod workbook_sink;
