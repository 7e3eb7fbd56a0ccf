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
pub mod input;
pub mod keys;
pub mod options;
pub mod problem;
pub mod raw;
pub mod reader;
pub mod rejects;
pub mod report;
pub mod results;
pub mod sink;
pub mod table;
pub mod template;
pub mod union;
pub mod unit_word;
pub mod warning;

mod delimited;
mod json;
mod json_sink;
mod splitter;
mod table_sink;
mod text;
mod workbook;
mod workbook_sink;
