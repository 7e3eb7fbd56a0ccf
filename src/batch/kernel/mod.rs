//! Stand-in kernels.
use crate::value::comparison::Comparison;
use crate::value::decimal::{self, Rounding};
pub(super) fn add(a: &[i64], b: &[i64], out: &mut [i64]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = a.wrapping_add(*b);
    }
}
pub(super) fn subtract(a: &[i64], b: &[i64], out: &mut [i64]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = a.wrapping_sub(*b);
    }
}
pub(super) fn multiply(a: &[i64], b: &[i64], out: &mut [i64]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = a.wrapping_mul(*b);
    }
}
pub(super) fn minimum(a: &[i64], b: &[i64], out: &mut [i64]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = *a.min(b);
    }
}
pub(super) fn maximum(a: &[i64], b: &[i64], out: &mut [i64]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = *a.max(b);
    }
}
pub(super) fn absolute(a: &[i64], out: &mut [i64]) {
    for (o, a) in out.iter_mut().zip(a) {
        *o = a.wrapping_abs();
    }
}
pub(super) fn multiply_constant(a: &[i64], c: i64, out: &mut [i64]) {
    for (o, a) in out.iter_mut().zip(a) {
        *o = a.wrapping_mul(c);
    }
}
pub(super) fn divide(a: &[i64], b: &[i64], shift: i32, low: i64, high: i64, out: &mut [i64]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = decimal::divide(i128::from(*a), i128::from(*b), shift, Rounding::HalfAway)
            .map_or(0, |q| q.clamp(i128::from(low) - 2, i128::from(high) + 2) as i64);
    }
}
pub(super) fn multiply_scale_down(x: &[i64], factor: i64, divisor: i64, rounding: Rounding, _bound: i64, out: &mut [i64]) {
    for (o, x) in out.iter_mut().zip(x) {
        *o = decimal::multiply_divide(i128::from(*x), i128::from(factor), i128::from(divisor), rounding).unwrap_or(0) as i64;
    }
}
pub(super) fn band(x: &[i64], cuts: &[i64], present: Option<&[u8]>, out: &mut [u8]) {
    for (o, x) in out.iter_mut().zip(x) {
        *o = cuts.partition_point(|cut| cut <= x) as u8;
    }
    if let Some(p) = present {
        for (o, p) in out.iter_mut().zip(p) {
            if *p == 0 {
                *o = cuts.len() as u8 + 1;
            }
        }
    }
}
pub(super) fn compare(a: &[i64], b: &[i64], comparison: Comparison, present: Option<&[u8]>, out: &mut [u8]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = u8::from(comparison.holds(a.cmp(b)));
    }
    if let Some(p) = present {
        for (o, p) in out.iter_mut().zip(p) {
            if *p == 0 {
                *o = 2;
            }
        }
    }
}
pub(super) fn non_zero(x: &[i64], out: &mut [u8]) {
    for (o, x) in out.iter_mut().zip(x) {
        *o = u8::from(*x != 0);
    }
}
pub(super) fn index(parts: &[(&[u8], u16)], out: &mut [u16]) {
    out.fill(0);
    for (code, stride) in parts {
        for (o, c) in out.iter_mut().zip(*code) {
            *o = o.wrapping_add(u16::from(*c).wrapping_mul(*stride));
        }
    }
}
#[derive(Debug, Clone)]
pub(super) struct Padded<T>(Vec<T>);
impl<T: Copy + Default> Padded<T> {
    pub(super) fn new(cells: &[T]) -> Padded<T> {
        Padded(cells.to_vec())
    }
}
pub(super) fn cells<T: Copy + Default>(index: &[u16], table: &Padded<T>, out: &mut [T]) {
    for (o, i) in out.iter_mut().zip(index) {
        *o = table.0.get(usize::from(*i)).copied().unwrap_or_default();
    }
}
pub(super) fn select<T: Copy>(mark: &[u8], a: &[T], b: &[T], out: &mut [T]) {
    for (((o, m), a), b) in out.iter_mut().zip(mark).zip(a).zip(b) {
        *o = if *m == 1 { *a } else { *b };
    }
}
pub(super) fn both(a: &[u8], b: &[u8], out: &mut [u8]) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = a & b;
    }
}
pub(super) fn any_equal(mark: &[u8], code: u8) -> bool {
    mark.contains(&code)
}
pub(super) fn marks(present: &[bool], out: &mut [u8]) {
    for (o, p) in out.iter_mut().zip(present) {
        *o = u8::from(*p);
    }
}
pub(super) fn load_i32(x: &[i32], out: &mut [i64]) {
    for (o, x) in out.iter_mut().zip(x) {
        *o = i64::from(*x);
    }
}
