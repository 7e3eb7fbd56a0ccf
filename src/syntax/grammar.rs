//! The parser that pest derives from `grammar/ics.pest`.

#![allow(missing_docs, reason = "the derive makes undocumented items")]

use pest_derive::Parser;

/// The grammar.
#[derive(Parser)]
#[grammar = "../grammar/ics.pest"]
pub struct Grammar;
