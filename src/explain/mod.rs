//! One record: what every value is, and why. The reference meaning of a policy.
//!
//! In: a checked program, a record that keeps the schema, the reference date. Out: the value of every slot, and of every
//! expression where asked; the explanation in words, for people. Never sees syntax.

mod evaluate;
pub mod explanation;
mod narrate;
mod print;
mod show;
mod trace;

pub use evaluate::{Defect, Evaluation, check_record, evaluate, value_of};
pub use explanation::Explanation;
pub use narrate::{Rule, explanation, in_labels, is_choice, pattern_in_words, row_in_words, rules};
pub(crate) use print::{escape, typeset, width, wrap};
pub use print::{to_ascii, to_letter, to_markdown, to_text};
pub use show::{exact, in_percent, show, show_decimal};
pub use trace::{Trace, trace, trace_checks};
