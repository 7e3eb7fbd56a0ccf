//! The data layer: files to records, results to files.

mod cells;
mod feeds;
mod headers;
mod json;
mod schema;
mod sheets;
mod text_files;
mod writing;
