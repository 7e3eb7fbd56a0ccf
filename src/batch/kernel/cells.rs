//! Tables that are looked up by several codes at once.
//!
//! In: codes, and tables. Out: positions, and what stands there. Knows no band and no scheme.

use super::dispatch::{change, four, one, three, two};

/// A table that every position can be looked up in: beyond its end stands what it was filled up with, or what stands at a
/// position before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Padded<T>(Box<[T]>);

// Lengths of tables. Few, because a loop is compiled for each: a length known there needs no check of the position.
const SMALL: usize = 1 << 4;
const MIDDLE: usize = 1 << 8;
const LARGE: usize = 1 << 12;
const HUGE: usize = 1 << 16;

impl<T: Copy> Padded<T> {
    /// A table of at most 65536 entries, filled up with `rest`.
    #[must_use]
    pub fn new(entries: &[T], rest: T) -> Padded<T> {
        let length = [SMALL, MIDDLE, LARGE].into_iter().find(|length| entries.len() <= *length).unwrap_or(HUGE);
        Padded(entries.iter().copied().chain(std::iter::repeat(rest)).take(length).collect())
    }
}

/// The sum of `code × stride`, for each lane; what does not fit wraps around.
pub fn index(parts: &[(&[u8], u16)], out: &mut [u16]) {
    let (first, rest) = parts.split_at(parts.len().min(4));
    match *first {
        [(a, p), (b, q), (c, r), (d, s), ..] => {
            four([a, b, c, d], out, move |[a, b, c, d]| place(a, p).wrapping_add(place(b, q)).wrapping_add(place(c, r)).wrapping_add(place(d, s)))
        }
        [(a, p), (b, q), (c, r)] => three(a, b, c, out, move |a, b, c| place(a, p).wrapping_add(place(b, q)).wrapping_add(place(c, r))),
        [(a, p), (b, q)] => two(a, b, out, move |a, b| place(a, p).wrapping_add(place(b, q))),
        [(a, p)] => one(a, out, move |a| place(a, p)),
        [] => out.fill(0),
    }
    for (codes, stride) in rest.iter().copied() {
        change(codes, out, move |sum, code| sum.wrapping_add(place(code, stride)));
    }
}

#[inline(always)]
fn place(code: u8, stride: u16) -> u16 {
    u16::from(code).wrapping_mul(stride)
}

/// What stands at each position.
pub fn cells<T: Copy + Default>(index: &[u16], table: &Padded<T>, out: &mut [T]) {
    look_up(index, table, out, |_, entry| entry);
}

/// Adds what stands at each position to what is in `out`; what does not fit wraps around.
pub fn cells_add(index: &[u16], table: &Padded<i64>, out: &mut [i64]) {
    look_up(index, table, out, i64::wrapping_add);
}

fn look_up<T: Copy + Default>(index: &[u16], table: &Padded<T>, out: &mut [T], put: impl Fn(T, T) -> T) {
    let table = &*table.0;
    if let Ok(table) = <&[T; SMALL]>::try_from(table) {
        change(index, out, |old, position| put(old, at(table, position)));
    } else if let Ok(table) = <&[T; MIDDLE]>::try_from(table) {
        change(index, out, |old, position| put(old, at(table, position)));
    } else if let Ok(table) = <&[T; LARGE]>::try_from(table) {
        change(index, out, |old, position| put(old, at(table, position)));
    } else if let Ok(table) = <&[T; HUGE]>::try_from(table) {
        change(index, out, |old, position| put(old, at(table, position)));
    }
}

/// The length is a power of two: a position is cut to its low bits, so that it is never beyond the end.
#[inline(always)]
fn at<T: Copy + Default, const N: usize>(table: &[T; N], position: u16) -> T {
    table.get(usize::from(position) & (N - 1)).copied().unwrap_or_default()
}
