//! `ics`: a policy language and engine for scoring enterprises.
#![warn(missing_docs)]

pub mod builtins;
pub mod check;
pub mod cli;
pub mod compile;
pub mod data;
pub mod diagnostic;
pub mod explain;
pub mod ir;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod value;
