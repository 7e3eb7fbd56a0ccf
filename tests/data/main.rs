//! The data layer: files to records, results to files.

mod cells;
mod columnar;
mod columnar_broken;
mod columnar_random;
mod columnar_results;
mod feeds;
mod folder;
mod headers;
mod json;
mod schema;
mod sheets;
mod text_files;
mod writing;
