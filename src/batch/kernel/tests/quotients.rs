//! Quotients against `value::decimal`.

use super::{LENGTHS, Random, filled};
use crate::batch::kernel::dispatch::forced;
use crate::batch::kernel::divide::{Shift, divide};
use crate::batch::kernel::scale::{multiply_scale_down, scale_down};
use crate::value::decimal::{self, Rounding};

const ALL: [Rounding; 5] = [Rounding::HalfAway, Rounding::HalfEven, Rounding::Floor, Rounding::Ceil, Rounding::Truncate];
const WIDEST: i64 = (1 << 50) - 1;

/// The true quotient cut to the window; too long a quotient is beyond it on the side of its sign.
fn cut(a: i64, b: i64, places: i32, low: i64, high: i64) -> i64 {
    let beyond = if (a < 0) == (b < 0) { i128::MAX } else { i128::MIN };
    let exact = decimal::divide(a.into(), b.into(), places, Rounding::HalfAway).unwrap_or(beyond);
    exact.clamp(low.into(), high.into()) as i64
}

fn check(pairs: &[(i64, i64)], places: i32, low: i64, high: i64) {
    let (a, b): (Vec<i64>, Vec<i64>) = pairs.iter().copied().unzip();
    let model: Vec<i64> = pairs.iter().map(|(a, b)| if *b == 0 { 0 } else { cut(*a, *b, places, low, high) }).collect();
    forced::each(|| {
        let quotients = filled(a.len(), 9, |out| divide(&a, &b, Shift::new(places), low, high, out));
        for (((a, b), quotient), model) in pairs.iter().zip(quotients).zip(&model) {
            assert!(*b == 0 || quotient.clamp(low, high) == *model, "{a} × 10^{places} ÷ {b} in {low}..{high}: {quotient}, not {model}");
        }
    });
}

/// The greatest divisor a shift allows has this many bits.
fn divisor_bits(places: i32) -> u32 {
    let factor = decimal::power_of_ten(places.min(0).unsigned_abs()).unwrap();
    let mut bits = 61;
    while bits > 0 && (factor << bits) > 1 << 61 {
        bits -= 1;
    }
    bits
}

#[test]
fn quotients_of_any_numbers() {
    let mut random = Random(1);
    for round in 0..1200 {
        let places = random.below(44) as i32 - 17;
        let pairs: Vec<(i64, i64)> = (0..1024).map(|_| (random.signed(64), random.signed(divisor_bits(places)))).collect();
        let (low, high) = match round % 4 {
            0 => (-WIDEST, WIDEST),
            1 => (0, random.signed(50).abs()),
            2 => (-random.signed(50).abs(), 0),
            _ => {
                let (a, b) = (random.signed(50), random.signed(50));
                (a.min(b), a.max(b))
            }
        };
        check(&pairs, places, low, high);
    }
}

#[test]
fn quotients_at_and_beside_thresholds_and_halves() {
    let mut random = Random(2);
    for _ in 0..300 {
        let places = random.below(23) as i32 - 4;
        let factor = decimal::power_of_ten(places.unsigned_abs()).unwrap();
        let (mut pairs, window) = (Vec::new(), random.signed(50).abs());
        while pairs.len() < 1024 {
            // A divisor and a quotient first; then the dividend at the quotient, at a half beside it, and next to these.
            let b = random.signed(divisor_bits(places).min(50)) | 1;
            let b = if random.below(2) == 0 { b } else { b * 2 };
            let near = [random.signed(50), window, -window][random.below(3) as usize];
            let quotient = i128::from(near) + i128::from(random.below(5)) - 2;
            let twice = (2 * quotient + i128::from(random.below(3)) - 1) * i128::from(b);
            let a = if places < 0 { twice * factor / 2 } else { twice / 2 / factor };
            pairs.extend((-1..=1).filter_map(|beside| Some((i64::try_from(a + beside).ok()?, b))));
        }
        check(&pairs, places, -window, window);
        check(&pairs, places, -WIDEST, WIDEST);
    }
}

#[test]
fn shares_that_meet_a_percentage_exactly() {
    // 5% of 2 000 0000.00 and such: share × total whole, one cent below, one above.
    let mut random = Random(3);
    for _ in 0..300 {
        let pairs: Vec<(i64, i64)> = (0..400)
            .flat_map(|_| {
                let total = (1 + random.below(1 << 40) as i64) * 1000;
                let part = total / 1000 * random.below(1001) as i64;
                [(part - 1, total), (part, total), (part + 1, total)]
            })
            .collect();
        check(&pairs, 4, 0, 10_000);
        check(&pairs, 3, -500, 500);
        check(&pairs, 12, 0, 1_000_000_000_000);
    }
}

#[test]
fn quotients_of_extremes() {
    let most = (1 << 61) - 1;
    let numbers = [i64::MIN, i64::MIN + 1, -most, -3, -2, -1, 0, 1, 2, 3, most, i64::MAX - 1, i64::MAX];
    let divisors: Vec<i64> = numbers.into_iter().filter(|b| b.unsigned_abs() <= most as u64).collect();
    let pairs: Vec<(i64, i64)> = numbers.iter().flat_map(|a| divisors.iter().map(|b| (*a, *b))).collect();
    for (low, high) in [(-WIDEST, WIDEST), (0, 0), (5, 5), (-5, -5), (WIDEST, WIDEST), (-WIDEST, -WIDEST)] {
        for places in [0, 1, 2, 17, 18, 19, 22, 23, 38] {
            check(&pairs, places, low, high);
        }
    }
    for length in LENGTHS {
        check(&pairs.iter().copied().cycle().take(length).collect::<Vec<(i64, i64)>>(), 2, -100, 100);
    }
}

fn check_scaled(x: &[i64], factor: i64, divisor: i64, bound: i64) {
    for rounding in ALL {
        let model = |x: &i64| decimal::divide(i128::from(*x) * i128::from(factor), divisor.into(), 0, rounding).unwrap() as i64;
        let model: Vec<i64> = x.iter().map(model).collect();
        forced::each(|| {
            let quotients = filled(x.len(), 9, |out| multiply_scale_down(x, factor, divisor, rounding, bound, out));
            assert_eq!(quotients, model, "times {factor} over {divisor}, {rounding:?}");
            if factor == 1 {
                assert_eq!(filled(x.len(), 9, |out| scale_down(x, divisor, rounding, bound, out)), model, "over {divisor}, {rounding:?}");
            }
        });
    }
}

#[test]
fn scales_down_every_way() {
    let mut random = Random(4);
    for case in 0..400u32 {
        let divisor = match case % 3 {
            0 => 10i64.pow(random.below(19) as u32),
            1 => random.signed(62).abs().max(1),
            _ => random.signed(12).abs().max(1),
        };
        let bits = 1 + random.below(63) as u32;
        let bound = i64::MAX >> (63 - bits);
        let mut x: Vec<i64> = (0..500).map(|_| random.signed(bits)).collect();
        // Whole multiples, halves, and next to both.
        while x.len() < 1021 {
            let twice = i128::from(random.signed(bits)) * 2 / i128::from(divisor) * i128::from(divisor) / 2;
            x.extend((-1..=1).filter_map(|beside| i64::try_from(twice + beside).ok().filter(|x| x.abs() <= bound)));
            x.push(0);
        }
        check_scaled(&x, 1, divisor, bound);
        let room = bound.checked_ilog2().map_or(63, |used| 62 - used);
        check_scaled(&x, random.signed(room), divisor, bound);
    }
}

#[test]
fn scales_extremes_down() {
    let x = [i64::MIN, i64::MIN + 1, -3, -2, -1, 0, 1, 2, 3, i64::MAX - 1, i64::MAX];
    for divisor in [1, 2, 3, 4, 10, 1 << 13, 1 << 14, 10_000, 100_000, (1 << 61) - 1, 1 << 61, 1 << 62, i64::MAX - 1, i64::MAX] {
        check_scaled(&x, 1, divisor, i64::MIN);
    }
    // At the greatest quotient that is estimated, and the least that is not.
    for divisor in [2, 3, 10, 7919, 16_383] {
        let edge = divisor * (1i64 << 49);
        let near = |edge: i64| [edge - divisor, edge - divisor / 2, edge - 1, edge, edge + 1].map(|x| x.min(edge));
        for bound in [edge - 1, edge] {
            let x: Vec<i64> = near(bound).into_iter().flat_map(|x| [x, -x]).collect();
            check_scaled(&x, 1, divisor, bound);
        }
    }
    // A divisor that is none does not panic, nor does a quotient that is none.
    assert_eq!(filled(1, 9, |out| scale_down(&[5], 0, Rounding::HalfAway, 5, out)), [5]);
    assert_eq!(filled(1, 9, |out| scale_down(&[5], i64::MIN, Rounding::HalfAway, 5, out)), [5]);
    assert_eq!(filled(1, 9, |out| divide(&[i64::MIN], &[0], Shift::new(-400), 5, 4, out)).len(), 1);
}
