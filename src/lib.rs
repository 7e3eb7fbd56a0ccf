//! `ics`: a policy language and engine for scoring enterprises.
#![warn(missing_docs)]

pub mod builtins;
pub mod data;
pub mod diagnostic;
pub mod ir;
pub mod source;
pub mod value;
