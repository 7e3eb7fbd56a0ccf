//! Proofs about what a policy does for every record.
//!
//! In: a checked program. Out: how values move with a field, and which claims hold. Reasons over regions of records; what it holds
//! to be so is so, and what it cannot settle it says.

mod branches;
pub mod depends;
pub mod direction;
mod presence;
mod terms;
