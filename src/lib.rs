//! `ics`: a policy language and engine for scoring enterprises.
//!
//! A program that scores enterprises loads a [`Policy`] once and asks it as often as it likes, from as many threads as it likes:
//!
//! ```
//! use ics::Policy;
//! use ics::diagnostic::Lang;
//!
//! // Checked whole: a policy that loads cannot fail on a valid record.
//! let policy = Policy::load("examples/national/national.ics")?;
//!
//! // Figures by the names of fields, read as cells of data files are; what is left out is blank.
//! let record = policy.record().set("id", 3).set("province", "51").set("industry", "制造业").set("founded", "2021-01-01");
//! let record = record.set("revenue_ty", "19999999.99").set("rd_ty", "1,000,000").set("staff", 45).set("patents", 3).build()?;
//!
//! // Exact results by name, without a trace: for services.
//! let scores = policy.evaluate(&record)?;
//! assert_eq!(scores.number("rd_intensity").map(|points| points.to_string()), Some("80".to_owned()));
//! assert_eq!(scores.member("stage"), Some("startup"));
//! assert_eq!(scores.truth("eligible"), Some(false));
//! assert_eq!(scores.shown("rd_intensity.value", Lang::En).as_deref(), Some("≈5.000000003%"));
//!
//! // The same from JSON, and why it is so.
//! let record = policy.record_from_json(r#"{"id": 4, "province": "四川省", "industry": "C", "founded": "2020-12-31", "staff": 45}"#)?;
//! let explanation = policy.explain(&record)?;
//! assert!(ics::explain::to_text(&explanation, Lang::Zh, 100).contains("研发费用已填报"));
//!
//! // What breaks the schema is said, cell by cell.
//! let error = policy.record().set("id", "x").set("staff", -1).build().unwrap_err();
//! assert!(error.to_string().contains("[E0532] `企业编号` is not a number: `x`"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Policy::evaluate_batch`] takes and gives Arrow batches; [`bulk`] is what scores files of millions.
//!
//! The way through, from lower to higher: [`source`] and [`diagnostic`]; [`value`], [`page`], [`chart`]; [`syntax`]; [`builtins`]; [`ir`], [`resolve`],
//! [`check`], [`region`]; [`explain`], [`prove`], [`lint`]; [`compile`]; [`analyse`], [`document`], [`batch`], [`mod@format`], [`ide`], [`testing`];
//! [`data`]; [`bulk`]; [`policy`]; [`cli`], [`lsp`].
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
pub mod chart;
pub mod check;
#[allow(clippy::disallowed_methods, reason = "the command line is where the machine is met")]
pub mod cli;
pub mod compile;
#[allow(clippy::disallowed_methods, reason = "reads and writes the files of records")]
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod explain;
pub mod format;
pub mod ide;
pub mod ir;
pub mod lint;
#[allow(clippy::disallowed_methods, reason = "reads policies and the files beside them for editors")]
pub mod lsp;
pub mod page;
pub mod policy;
pub mod population;
pub mod prove;
pub mod region;
#[allow(clippy::disallowed_methods, reason = "a session reads files, the clock of `:time`, and what is typed")]
pub(crate) mod repl;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod testing;
pub mod value;

pub use policy::Policy;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
