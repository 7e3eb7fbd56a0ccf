//! Runs a loop with the widest instructions of the machine.
//!
//! In: slices, and what to do with a lane. Out: filled slices. Knows nothing of what is computed. Every loop is compiled once for
//! each instruction set; what it does with a lane must be inlined into it, so it is kept small.

use pulp::{Arch, NullaryFnOnce};

/// The instruction set to use.
#[inline]
fn arch() -> Arch {
    #[cfg(test)]
    if let Some(arch) = forced::get() {
        return arch;
    }
    Arch::new()
}

/// Runs work that was written to be inlined.
#[inline]
pub(super) fn run<W: NullaryFnOnce>(work: W) -> W::Output {
    arch().dispatch(work)
}

/// Fills `out` from one slice.
#[inline]
pub(super) fn one<X: Copy, Y>(x: &[X], out: &mut [Y], lane: impl Fn(X) -> Y) {
    run(One { x, out, lane });
}

/// Fills `out` from two slices.
#[inline]
pub(super) fn two<A: Copy, B: Copy, Y>(a: &[A], b: &[B], out: &mut [Y], lane: impl Fn(A, B) -> Y) {
    run(Two { a, b, out, lane });
}

/// Fills `out` from three slices.
#[inline]
pub(super) fn three<A: Copy, B: Copy, C: Copy, Y>(a: &[A], b: &[B], c: &[C], out: &mut [Y], lane: impl Fn(A, B, C) -> Y) {
    run(Three { a, b, c, out, lane });
}

/// Fills `out` from four slices.
#[inline]
pub(super) fn four<X: Copy, Y>(x: [&[X]; 4], out: &mut [Y], lane: impl Fn([X; 4]) -> Y) {
    run(Four { x, out, lane });
}

/// Changes what is in `out` by one slice.
#[inline]
pub(super) fn change<X: Copy, Y: Copy>(x: &[X], out: &mut [Y], lane: impl Fn(Y, X) -> Y) {
    run(Change { x, out, lane });
}

struct One<'a, X, Y, F> {
    x: &'a [X],
    out: &'a mut [Y],
    lane: F,
}

impl<X: Copy, Y, F: Fn(X) -> Y> NullaryFnOnce for One<'_, X, Y, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (out, x) in self.out.iter_mut().zip(self.x) {
            *out = (self.lane)(*x);
        }
    }
}

struct Two<'a, A, B, Y, F> {
    a: &'a [A],
    b: &'a [B],
    out: &'a mut [Y],
    lane: F,
}

impl<A: Copy, B: Copy, Y, F: Fn(A, B) -> Y> NullaryFnOnce for Two<'_, A, B, Y, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for ((out, a), b) in self.out.iter_mut().zip(self.a).zip(self.b) {
            *out = (self.lane)(*a, *b);
        }
    }
}

struct Three<'a, A, B, C, Y, F> {
    a: &'a [A],
    b: &'a [B],
    c: &'a [C],
    out: &'a mut [Y],
    lane: F,
}

impl<A: Copy, B: Copy, C: Copy, Y, F: Fn(A, B, C) -> Y> NullaryFnOnce for Three<'_, A, B, C, Y, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (((out, a), b), c) in self.out.iter_mut().zip(self.a).zip(self.b).zip(self.c) {
            *out = (self.lane)(*a, *b, *c);
        }
    }
}

struct Four<'a, X, Y, F> {
    x: [&'a [X]; 4],
    out: &'a mut [Y],
    lane: F,
}

impl<X: Copy, Y, F: Fn([X; 4]) -> Y> NullaryFnOnce for Four<'_, X, Y, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let [a, b, c, d] = self.x;
        for ((((out, a), b), c), d) in self.out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *out = (self.lane)([*a, *b, *c, *d]);
        }
    }
}

struct Change<'a, X, Y, F> {
    x: &'a [X],
    out: &'a mut [Y],
    lane: F,
}

impl<X: Copy, Y: Copy, F: Fn(Y, X) -> Y> NullaryFnOnce for Change<'_, X, Y, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (out, x) in self.out.iter_mut().zip(self.x) {
            *out = (self.lane)(*out, *x);
        }
    }
}

/// Tests run every loop with every instruction set the machine has.
#[cfg(test)]
pub(super) mod forced {
    use pulp::Arch;
    use std::cell::Cell;

    thread_local! {
        static FORCED: Cell<Option<Arch>> = const { Cell::new(None) };
    }

    pub(super) fn get() -> Option<Arch> {
        FORCED.get()
    }

    fn all() -> Vec<Arch> {
        let mut all = vec![Arch::new()];
        #[cfg(target_arch = "x86_64")]
        {
            all.push(Arch::Scalar);
            all.extend(pulp::x86::V3::try_new().map(Arch::V3));
        }
        all
    }

    /// Runs a test once for each instruction set; in this thread only.
    pub fn each(test: impl Fn()) {
        for arch in all() {
            FORCED.set(Some(arch));
            test();
        }
        FORCED.set(None);
    }
}
