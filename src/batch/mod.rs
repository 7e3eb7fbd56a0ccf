//! Many records at once: a policy as a program over columns.
//!
//! In: a checked program and columns of records that keep its schema. Out: the same values that [`crate::explain`] finds record by
//! record, bit for bit, as columns. Three steps prepare a policy: `lower` makes a graph in which equal parts stand once and
//! everything that hangs on a few codes is a table; `demand` finds how many bits each number needs; `schedule` puts the graph in
//! order. `run` goes through the records in blocks that stay in the cache. Sees no syntax, no data format and no clock.

mod demand;
mod graph;
pub mod kernel;
mod lanes;
mod lower;
mod output;
mod plan;
mod run;
mod scalars;
mod schedule;
mod single;
mod tabled;
mod texts;

pub use plan::Plan;
pub use run::{BLOCK, Scored, Scratch};
pub use single::Lanes;
