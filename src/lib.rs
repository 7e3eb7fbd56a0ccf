//! `ics`: a policy language and engine for scoring enterprises.
//!
//! The way through, from lower to higher: [`source`] and [`diagnostic`]; [`value`]; [`syntax`]; [`builtins`]; [`ir`], [`resolve`],
//! [`check`], [`region`]; [`explain`], [`prove`], [`lint`]; [`compile`]; [`analyse`], [`batch`], [`testing`]; [`data`]; [`bulk`]; [`cli`].
//! `docs/architecture.md` shows it.
#![warn(missing_docs)]
// Nothing a policy or a record holds may end the program.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
// Only `data` and `cli` touch files and the environment: they are let off where they are declared.
#![warn(clippy::disallowed_methods)]

pub mod analyse;
pub mod batch;
pub mod builtins;
pub mod bulk;
pub mod check;
#[allow(clippy::disallowed_methods, reason = "the command line is where the machine is met")]
pub mod cli;
pub mod compile;
#[allow(clippy::disallowed_methods, reason = "reads and writes the files of records")]
pub mod data;
pub mod diagnostic;
pub mod explain;
pub mod ir;
pub mod lint;
pub mod prove;
pub mod region;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod testing;
pub mod value;
