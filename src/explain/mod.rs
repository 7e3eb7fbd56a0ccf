//! One record: what every value is, and why. The reference meaning of a policy.
//!
//! In: a checked program, a record that keeps the schema, the reference date. Out: the value of every slot, and of every
//! expression where asked. Never sees syntax.

mod evaluate;
mod trace;

pub use evaluate::{Defect, Evaluation, check_record, evaluate, value_of};
pub use trace::{Trace, trace};
