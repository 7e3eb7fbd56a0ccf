//! `ics`: a policy language and engine for scoring enterprises.
//!
//! The way through, from lower to higher: [`source`] and [`diagnostic`]; [`value`]; [`syntax`]; [`builtins`]; [`ir`], [`resolve`],
//! [`check`]; [`compile`]; [`explain`]; [`data`]; [`cli`]. `docs/architecture.md` shows it.
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
