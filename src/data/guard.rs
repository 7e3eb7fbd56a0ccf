//! Libraries that break off over damaged files, held in check.
//!
//! In: a call of a library. Out: what it returns, or nothing where it panicked: the readers of Parquet and Arrow check what they are
//! told to, and yet trust some lengths. Knows no format.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Calls a library; nothing where it panics. What it was working on must not be used again.
pub(crate) fn guarded<T>(act: impl FnOnce() -> T) -> Option<T> {
    let outer = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(act)).ok();
    GUARDED.set(outer);
    result
}

/// Whether a panic of this thread would be caught, so that nobody need hear of it.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

#[cfg(test)]
mod tests {
    use super::{guarded, is_guarded};

    #[test]
    fn a_panic_inside_is_caught_and_none_outside() {
        assert_eq!(guarded(|| (1, is_guarded())), Some((1, true)));
        assert_eq!(guarded(|| Vec::<u8>::new().remove(0)), None);
        assert!(!is_guarded());
    }
}
