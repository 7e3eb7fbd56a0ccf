//! Every loop against the plainest way to say what it does, with every instruction set of the machine, every length that
//! splits differently into vectors, and lanes at the edges.

use super::dispatch::forced;
use super::{FALSE, MISSING, TRUE, arithmetic, band, cells, compare, line, mark, select, wide};
use crate::value::comparison::Comparison;
use crate::value::knots;

mod quotients;

pub(super) const LENGTHS: [usize; 8] = [0, 1, 7, 8, 63, 65, 1023, 1024];

/// The numbers of SplitMix64: the same in every run.
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Of any size and sign, every number of bits as often.
    pub(super) fn signed(&mut self, bits: u32) -> i64 {
        let kept = self.below(u64::from(bits) + 1) as u32;
        let magnitude = self.next().checked_shr(64 - kept).unwrap_or(0) as i64;
        if self.below(2) == 0 { magnitude } else { magnitude.wrapping_neg() }
    }

    fn number(&mut self) -> i64 {
        const EDGES: [i64; 9] = [i64::MIN, i64::MIN + 1, -1000, -1, 0, 1, 1000, i64::MAX - 1, i64::MAX];
        match self.below(4) {
            0 => EDGES[self.below(9) as usize],
            _ => self.signed(64),
        }
    }

    fn numbers(&mut self, length: usize) -> Vec<i64> {
        (0..length).map(|_| self.number()).collect()
    }

    fn wide(&mut self, length: usize) -> Vec<i128> {
        (0..length).map(|_| i128::from(self.number()) << self.below(64) ^ i128::from(self.number())).collect()
    }

    fn marks(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.below(3) as u8).collect()
    }
}

/// Runs a test with every instruction set and length.
fn each(test: impl Fn(&mut Random, usize)) {
    forced::each(|| LENGTHS.iter().for_each(|length| test(&mut Random(*length as u64), *length)));
}

/// The lanes of `out` after a loop that writes all of them; they hold something else before.
pub(super) fn filled<T: Clone>(length: usize, before: T, fill: impl FnOnce(&mut [T])) -> Vec<T> {
    let mut out = vec![before; length];
    fill(&mut out);
    out
}

fn map2<T: Copy>(a: &[T], b: &[T], lane: impl Fn(T, T) -> T) -> Vec<T> {
    a.iter().zip(b).map(|(a, b)| lane(*a, *b)).collect()
}

#[test]
fn arithmetic_wraps() {
    type Kernel = fn(&[i64], &[i64], &mut [i64]);
    type Model = fn(i64, i64) -> i64;
    const PAIRS: [(Kernel, Model); 5] = [
        (arithmetic::add, |a, b| (i128::from(a) + i128::from(b)) as i64),
        (arithmetic::subtract, |a, b| (i128::from(a) - i128::from(b)) as i64),
        (arithmetic::multiply, |a, b| (i128::from(a) * i128::from(b)) as i64),
        (arithmetic::minimum, |a, b| if a < b { a } else { b }),
        (arithmetic::maximum, |a, b| if a < b { b } else { a }),
    ];
    each(|random, length| {
        let (a, b) = (random.numbers(length), random.numbers(length));
        for (kernel, model) in PAIRS {
            assert_eq!(filled(length, 9, |out| kernel(&a, &b, out)), map2(&a, &b, model));
        }
        let one = |lane: fn(i128) -> i128| a.iter().map(|a| lane(i128::from(*a)) as i64).collect::<Vec<i64>>();
        assert_eq!(filled(length, 9, |out| arithmetic::negate(&a, out)), one(|a| -a));
        assert_eq!(filled(length, 9, |out| arithmetic::absolute(&a, out)), one(i128::abs));
        assert_eq!(filled(length, 9, |out| arithmetic::add_constant(&a, i64::MAX, out)), one(|a| a + i128::from(i64::MAX)));
        assert_eq!(filled(length, 9, |out| arithmetic::multiply_constant(&a, -7, out)), one(|a| a * -7));
        assert_eq!(filled(length, 9, |out| arithmetic::clamp(&a, -1000, 999, out)), one(|a| a.clamp(-1000, 999)));
    });
    assert_eq!(filled(2, 9, |out| arithmetic::clamp(&[0, 50], 20, 10, out)), [10, 10], "no panic where the bounds are crossed");
}

#[test]
fn long_arithmetic_wraps() {
    each(|random, length| {
        let (a, b) = (random.wide(length), random.wide(length));
        assert_eq!(filled(length, 9, |out| wide::add(&a, &b, out)), map2(&a, &b, i128::wrapping_add));
        assert_eq!(filled(length, 9, |out| wide::subtract(&a, &b, out)), map2(&a, &b, i128::wrapping_sub));
        assert_eq!(filled(length, 9, |out| wide::multiply(&a, &b, out)), map2(&a, &b, i128::wrapping_mul));
        assert_eq!(filled(length, 9, |out| wide::minimum(&a, &b, out)), map2(&a, &b, |a, b| if a < b { a } else { b }));
        assert_eq!(filled(length, 9, |out| wide::maximum(&a, &b, out)), map2(&a, &b, |a, b| if a < b { b } else { a }));
        let one = |lane: fn(i128) -> i128| a.iter().map(|a| lane(*a)).collect::<Vec<i128>>();
        assert_eq!(filled(length, 9, |out| wide::negate(&a, out)), one(i128::wrapping_neg));
        assert_eq!(filled(length, 9, |out| wide::absolute(&a, out)), one(i128::wrapping_abs));
        assert_eq!(filled(length, 9, |out| wide::add_constant(&a, i128::MAX, out)), one(|a| a.wrapping_add(i128::MAX)));
        assert_eq!(filled(length, 9, |out| wide::multiply_constant(&a, -7, out)), one(|a| a.wrapping_mul(-7)));
        assert_eq!(filled(length, 9, |out| wide::clamp(&a, -1000, 999, out)), one(|a| a.clamp(-1000, 999)));
        let narrow = filled(length, 9, |out| wide::narrow(&a, out));
        assert_eq!(narrow, a.iter().map(|a| (*a).clamp(i64::MIN.into(), i64::MAX.into()) as i64).collect::<Vec<i64>>());
        let again = filled(length, 9, |out| wide::widen(&narrow, out));
        assert_eq!(again, narrow.iter().map(|x| i128::from(*x)).collect::<Vec<i128>>());
    });
}

#[test]
fn counts_the_cuts_reached() {
    for cuts in [0usize, 1, 2, 3, 4, 5, 8, 23, 24, 25, 254] {
        each(|random, length| {
            let mut at: Vec<i64> = (0..cuts).map(|_| random.number()).collect();
            at.sort_unstable();
            let near = |random: &mut Random| match at.get(random.below(cuts.max(1) as u64) as usize) {
                Some(cut) => cut.saturating_add(random.below(3) as i64 - 1),
                None => random.number(),
            };
            let x: Vec<i64> = (0..length).map(|_| if random.below(2) == 0 { near(random) } else { random.number() }).collect();
            let present: Vec<u8> = random.marks(length).iter().map(|mark| mark & 1).collect();
            let model: Vec<u8> = x.iter().map(|x| at.iter().filter(|cut| *cut <= x).count() as u8).collect();
            assert_eq!(filled(length, 99, |out| band::band(&x, &at, None, out)), model, "{cuts} cuts");
            let model = map2(&model, &present, |band, present| if present == FALSE { cuts as u8 + 1 } else { band });
            assert_eq!(filled(length, 99, |out| band::band(&x, &at, Some(&present), out)), model, "{cuts} cuts");
            let (x, at): (Vec<i128>, Vec<i128>) = (x.iter().map(|x| (*x).into()).collect(), at.iter().map(|x| (*x).into()).collect());
            assert_eq!(filled(length, 99, |out| band::band_wide(&x, &at, Some(&present), out)), model, "{cuts} cuts");
        });
    }
    let many: Vec<i64> = (0..300).collect();
    assert_eq!(filled(1, 9, |out| band::band(&[i64::MAX], &many, None, out)), [254]);
}

#[test]
fn compares() {
    const ALL: [Comparison; 6] =
        [Comparison::Less, Comparison::AtMost, Comparison::Greater, Comparison::AtLeast, Comparison::Equal, Comparison::Different];
    each(|random, length| {
        let a = random.numbers(length);
        let b: Vec<i64> = a.iter().map(|a| if random.below(2) == 0 { *a } else { random.number() }).collect();
        let present: Vec<u8> = random.marks(length).iter().map(|mark| mark & 1).collect();
        let absent = |marks: &[u8]| map2(marks, &present, |mark, present| if present == FALSE { MISSING } else { mark });
        let (wide_a, wide_b): (Vec<i128>, Vec<i128>) = a.iter().zip(&b).map(|(a, b)| (i128::from(*a) << 60, i128::from(*b) << 60)).unzip();
        for comparison in ALL {
            let model: Vec<u8> = a.iter().zip(&b).map(|(a, b)| comparison.holds(a.cmp(b)).into()).collect();
            assert_eq!(filled(length, 99, |out| compare::compare(&a, &b, comparison, None, out)), model);
            assert_eq!(filled(length, 99, |out| compare::compare(&a, &b, comparison, Some(&present), out)), absent(&model));
            assert_eq!(filled(length, 99, |out| compare::compare_wide(&wide_a, &wide_b, comparison, None, out)), model);
            assert_eq!(filled(length, 99, |out| compare::compare_wide(&wide_a, &wide_b, comparison, Some(&present), out)), absent(&model));
            let model: Vec<u8> = a.iter().map(|a| comparison.holds(a.cmp(&1000)).into()).collect();
            assert_eq!(filled(length, 99, |out| compare::compare_constant(&a, 1000, comparison, None, out)), model);
            assert_eq!(filled(length, 99, |out| compare::compare_constant(&a, 1000, comparison, Some(&present), out)), absent(&model));
        }
        let model: Vec<u8> = a.iter().map(|a| u8::from(*a != 0)).collect();
        assert_eq!(filled(length, 99, |out| compare::non_zero(&a, out)), model);
        assert_eq!(filled(length, 99, |out| compare::non_zero_wide(&wide_a, out)), model);
    });
}

#[test]
fn looks_up_several_codes() {
    each(|random, length| {
        let codes: Vec<Vec<u8>> = (0..7).map(|_| (0..length).map(|_| random.next() as u8).collect()).collect();
        let strides = [1u16, 6, 36, 216, 1296, 7776, 40000];
        for parts in 0..=7 {
            let given: Vec<(&[u8], u16)> = codes.iter().map(Vec::as_slice).zip(strides).take(parts).collect();
            let sum = |lane: usize| given.iter().map(|(codes, stride)| u64::from(codes[lane]) * u64::from(*stride)).sum::<u64>() as u16;
            let model: Vec<u16> = (0..length).map(sum).collect();
            assert_eq!(filled(length, 99, |out| cells::index(&given, out)), model, "{parts} parts");
        }
    });
}

#[test]
fn every_position_has_a_cell() {
    for entries in [0usize, 1, 15, 16, 17, 256, 1296, 4096, 4097, 65536] {
        each(|random, length| {
            let index: Vec<u16> = (0..length).map(|_| random.next() as u16).collect();
            let table = random.numbers(entries);
            let padded = cells::Padded::new(&table, -3);
            let size = [16usize, 256, 4096, 65536].into_iter().find(|size| entries <= *size).unwrap();
            let model: Vec<i64> = index.iter().map(|at| *table.get(usize::from(*at) % size).unwrap_or(&-3)).collect();
            assert_eq!(filled(length, 9, |out| cells::cells(&index, &padded, out)), model, "{entries} entries");
            let sums: Vec<i64> = model.iter().map(|entry| entry.wrapping_add(9)).collect();
            assert_eq!(filled(length, 9, |out| cells::cells_add(&index, &padded, out)), sums, "{entries} entries");
            let bytes = cells::Padded::new(&table.iter().map(|x| *x as u8).collect::<Vec<u8>>(), -3i8 as u8);
            assert_eq!(filled(length, 9, |out| cells::cells(&index, &bytes, out)), model.iter().map(|x| *x as u8).collect::<Vec<u8>>());
            let members = cells::Padded::new(&table.iter().map(|x| *x as u32).collect::<Vec<u32>>(), -3i32 as u32);
            assert_eq!(filled(length, 9, |out| cells::cells(&index, &members, out)), model.iter().map(|x| *x as u32).collect::<Vec<u32>>());
            let long = cells::Padded::new(&table.iter().map(|x| i128::from(*x)).collect::<Vec<i128>>(), -3);
            assert_eq!(filled(length, 9, |out| cells::cells(&index, &long, out)), model.iter().map(|x| i128::from(*x)).collect::<Vec<i128>>());
        });
    }
}

#[test]
fn selects_and_loads() {
    fn of<T: Copy + PartialEq + std::fmt::Debug>(mark: &[u8], a: &[T], b: &[T], before: T) {
        let model: Vec<T> = mark.iter().zip(a.iter().zip(b)).map(|(mark, (a, b))| if *mark == TRUE { *a } else { *b }).collect();
        assert_eq!(filled(mark.len(), before, |out| select::select(mark, a, b, out)), model);
    }
    each(|random, length| {
        let (a, b, mark) = (random.numbers(length), random.numbers(length), random.marks(length));
        of(&mark, &a, &b, 9);
        of(&mark, &random.wide(length), &random.wide(length), 9);
        of(&mark, &random.marks(length), &random.marks(length), 9);
        let days: Vec<i32> = a.iter().map(|a| *a as i32).collect();
        let members: Vec<u32> = a.iter().map(|a| *a as u32).collect();
        of(&mark, &days, &b.iter().map(|b| *b as i32).collect::<Vec<i32>>(), 9);
        of(&mark, &members, &b.iter().map(|b| *b as u32).collect::<Vec<u32>>(), 9);
        let loaded = filled(length, 9, |out| select::load_i32(&days, out));
        assert_eq!(loaded, days.iter().map(|day| i64::from(*day)).collect::<Vec<i64>>());
        assert_eq!(filled(length, 9, |out| select::store_i32(&loaded, out)), days);
    });
    assert_eq!(filled(2, 9, |out| select::store_i32(&[i64::MIN, i64::MAX], out)), [i32::MIN, i32::MAX]);
}

#[test]
fn puts_marks_together() {
    each(|random, length| {
        let (a, b) = (random.marks(length), random.marks(length));
        assert_eq!(filled(length, 9, |out| mark::both(&a, &b, out)), map2(&a, &b, |a, b| a & b));
        assert_eq!(filled(length, 9, |out| mark::either(&a, &b, out)), map2(&a, &b, |a, b| a | b));
        for code in [FALSE, TRUE, MISSING, 3] {
            let model: Vec<u8> = a.iter().map(|mark| u8::from(*mark == code)).collect();
            assert_eq!(filled(length, 9, |out| mark::equals(&a, code, out)), model);
            assert_eq!(mark::any_equal(&a, code), a.contains(&code));
        }
        // One lane, wherever it lies.
        let mut one = vec![FALSE; length];
        for lane in 0..length {
            one[lane] = MISSING;
            assert!(mark::any_equal(&one, MISSING));
            one[lane] = FALSE;
        }
        let truth: Vec<bool> = a.iter().map(|mark| *mark == TRUE).collect();
        assert_eq!(filled(length, true, |out| mark::truths(&a, out)), truth);
        assert_eq!(filled(length, 9, |out| mark::marks(&truth, out)), truth.iter().map(|truth| u8::from(*truth)).collect::<Vec<u8>>());
    });
}

#[test]
fn the_shortest_slice_sets_the_length() {
    each(|random, length| {
        let (long, short) = (random.numbers(length + 5), random.numbers(length));
        let sum = filled(length + 3, 9, |out| arithmetic::add(&long, &short, out));
        assert_eq!(sum[..length], map2(&long, &short, i64::wrapping_add));
        assert_eq!(sum[length..], [9, 9, 9]);
        let reached = filled(length + 3, 9, |out| band::band(&short, &[0, 5, 6, 7, 8], None, out));
        assert_eq!(reached[length..], [9, 9, 9]);
        let quotients = filled(length + 3, 9, |out| super::scale::scale_down(&short, 7, crate::value::decimal::Rounding::Floor, 9, out));
        assert_eq!(quotients[length..], [9, 9, 9]);
    });
}

#[test]
fn lines_are_as_high_as_one_number_at_a_time() {
    let mut random = Random(5);
    for case in 0..400u32 {
        let (width, tall) = ([3, 12, 30, 45, 60][case as usize % 5], [2, 10, 25, 48, 63][case as usize / 5 % 5]);
        let mut across: Vec<i64> = (0..random.below(12)).map(|_| random.signed(width)).collect();
        across.sort_unstable();
        across.dedup();
        let knots: Vec<(i128, i128)> = across.iter().map(|x| ((*x).into(), random.signed(tall).into())).collect();
        let mut x: Vec<i64> = (0..97).map(|_| random.signed(width + 2)).collect();
        x.extend(across.iter().flat_map(|x| [x.saturating_sub(1), *x, x.saturating_add(1)]));
        x.extend(across.windows(2).map(|pair| i64::midpoint(pair[0], pair[1])));
        x.extend([i64::MIN, i64::MAX]);
        let model: Vec<i64> = x.iter().map(|x| knots::height(&knots, i128::from(*x)).unwrap_or(0) as i64).collect();
        let line = line::Line::new(&knots);
        forced::each(|| assert_eq!(filled(x.len(), 9, |out| line::heights(&x, &line, out)), model, "{knots:?}"));
        assert_eq!(filled(x.len(), 9, |out| line::linear(&x, &knots, out)), model, "{knots:?}");
    }
    let steep = line::Line::new(&[(0, -(1 << 100)), (10, 1 << 100)]);
    assert_eq!(filled(3, 9, |out| line::heights(&[0, 5, 10], &steep, out)), [i64::MIN, 0, i64::MAX]);
}
