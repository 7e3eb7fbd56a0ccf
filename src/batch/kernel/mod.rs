//! Loops over plain slices, which the compiler turns into vector instructions.
//!
//! In: lanes. Out: lanes, and nothing else. Knows no type, no column and no policy. No loop panics, whatever the lanes hold: lanes
//! without a value hold anything. Arithmetic wraps, the shortest slice sets the length, and nothing ends early. A mark is a byte:
//! [`FALSE`], [`TRUE`], or [`MISSING`] where it has three values. The same lanes give the same bytes with every instruction set.

pub mod arithmetic;
pub mod band;
pub mod cells;
pub mod compare;
mod dispatch;
pub mod divide;
pub mod line;
pub mod mark;
pub mod scale;
pub mod select;
pub mod wide;

#[cfg(test)]
mod tests;

/// The mark for no, and for what is not there.
pub const FALSE: u8 = 0;
/// The mark for yes, and for what is there.
pub const TRUE: u8 = 1;
/// The mark for what cannot be told.
pub const MISSING: u8 = 2;
