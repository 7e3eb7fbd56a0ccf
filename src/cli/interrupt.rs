//! Ctrl-C.
//!
//! In: the signal. Out: a flag that long work looks at. A second one ends the program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit status of a command that was interrupted, as shells have it.
pub const STATUS: u8 = 130;

/// A flag that Ctrl-C sets from now on. Where the system does not allow that, Ctrl-C ends the program as it always did.
#[must_use]
pub fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = flag.clone();
    let handled = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(STATUS));
        }
    });
    drop(handled);
    flag
}
