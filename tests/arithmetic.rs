//! Decimal arithmetic against big integers: every result the same, and none exactly where the result has more than 38 digits.

mod random;

use ics::value::decimal::{self, Decimal, LIMIT, Rounding};
use ics::value::range::Range;
use num_bigint::{BigInt, Sign};
use random::Random;
use std::cmp::Ordering;
use std::sync::LazyLock;

/// Operations for each operator and rounding.
const ROUNDS: u32 = 100_000;
const ROUNDINGS: [Rounding; 5] = [Rounding::HalfAway, Rounding::HalfEven, Rounding::Floor, Rounding::Ceil, Rounding::Truncate];

static POWERS: LazyLock<Vec<BigInt>> = LazyLock::new(|| (0..=600).map(|power| BigInt::from(10).pow(power)).collect());

fn ten_to(power: u32) -> &'static BigInt {
    &POWERS[power as usize]
}

/// The number, if it has at most 38 digits.
fn fits(number: &BigInt) -> Option<i128> {
    (number.magnitude() < ten_to(38).magnitude()).then(|| i128::try_from(number).unwrap())
}

/// `numerator ÷ denominator` to a whole number, by the definitions of the roundings; the denominator is positive.
fn rounded(numerator: &BigInt, denominator: &BigInt, rounding: Rounding) -> BigInt {
    assert_eq!(denominator.sign(), Sign::Plus);
    let (mut floor, mut above) = (numerator / denominator, numerator % denominator);
    if above.sign() == Sign::Minus {
        floor -= 1;
        above += denominator;
    }
    if above.sign() == Sign::NoSign {
        return floor;
    }
    let negative = numerator.sign() == Sign::Minus;
    let twice: BigInt = above * 2;
    let half = twice.cmp(denominator);
    let up = match rounding {
        Rounding::Floor => false,
        Rounding::Ceil => true,
        Rounding::Truncate => negative,
        Rounding::HalfAway => half == Ordering::Greater || (half == Ordering::Equal && !negative),
        Rounding::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && floor.bit(0)),
    };
    floor + i32::from(up)
}

fn power(exponent: i32) -> i128 {
    10i128.pow(exponent as u32)
}

fn digits(number: i128) -> i32 {
    number.unsigned_abs().checked_ilog10().map_or(0, |log| log as i32 + 1)
}

/// A whole number of up to `most` digits, all lengths alike.
fn number_of(random: &mut Random, most: i32) -> i128 {
    let bits = (i128::from(random.next()) << 63) ^ i128::from(random.next());
    bits % power(random.between(0, most))
}

/// A mantissa, often at an edge.
fn mantissa(random: &mut Random) -> i128 {
    let magnitude = match random.between(0, 9) {
        0 => i128::from(random.between(0, 20)),
        1 => power(random.between(0, 37)) + i128::from(random.between(-2, 2)),
        2 => LIMIT - 1 - i128::from(random.between(0, 3)),
        3 => 5 * power(random.between(0, 37)) + i128::from(random.between(-1, 1)),
        4 => {
            let zeros = random.between(0, 37);
            number_of(random, 38 - zeros) * power(zeros)
        }
        5 => (1i128 << random.between(0, 126)) - i128::from(random.between(0, 1)),
        _ => number_of(random, 38),
    };
    let magnitude = magnitude % LIMIT;
    if random.next().is_multiple_of(2) { magnitude } else { -magnitude }
}

fn for_each_rounding(seed: u64, mut check: impl FnMut(&mut Random, Rounding)) {
    for (number, rounding) in (0u64..).zip(ROUNDINGS) {
        let mut random = Random(seed * 16 + number);
        (0..ROUNDS).for_each(|_| check(&mut random, rounding));
    }
}

fn repeatedly(seed: u64, mut check: impl FnMut(&mut Random)) {
    let mut random = Random(seed << 32);
    (0..ROUNDS).for_each(|_| check(&mut random));
}

#[test]
fn scale_up() {
    repeatedly(1, |random| {
        let number = mantissa(random);
        let by = if random.next().is_multiple_of(2) { random.between(0, 41) } else { (38 - digits(number) + random.between(-1, 1)).max(0) } as u32;
        assert_eq!(decimal::scale_up(number, by), fits(&(BigInt::from(number) * ten_to(by))), "{number} by {by}");
    });
}

#[test]
fn scale_down() {
    for_each_rounding(2, |random, rounding| {
        let (mut number, by) = (mantissa(random), random.between(0, 41) as u32);
        if by > 0 && by < 38 && random.next().is_multiple_of(4) {
            // Exactly half, or next to it.
            number = number_of(random, 38 - by as i32) * power(by as i32) + 5 * power(by as i32 - 1) + i128::from(random.between(-1, 1));
        }
        let expected = rounded(&BigInt::from(number), ten_to(by), rounding);
        assert_eq!(BigInt::from(decimal::scale_down(number, by, rounding)), expected, "{number} by {by} {rounding:?}");
    });
}

#[test]
fn multiply() {
    let (mut fitting, mut wide) = (0, 0);
    for_each_rounding(3, |random, rounding| {
        let (mut a, mut b) = (mantissa(random), mantissa(random));
        let mut drop = match random.between(0, 3) {
            0 => random.between(0, 80),
            1 => random.between(0, 18),
            _ => (digits(a) + digits(b) - 38 + random.between(-2, 3)).max(0),
        };
        if random.next().is_multiple_of(4) {
            // Exactly half, odd × odd × 5 × 10^(drop - 1), or next to it.
            let (zeros, others) = (random.between(0, 36), random.between(0, 36));
            (a, b) = ((number_of(random, 37 - zeros) | 1) * 5 * power(zeros) % LIMIT, (number_of(random, 37 - others) | 1) * power(others));
            a += i128::from(random.between(-1, 1)) * i128::from(a < LIMIT - 1);
            drop = zeros + others + 1;
        }
        let product = BigInt::from(a) * b;
        let expected = fits(&rounded(&product, ten_to(drop as u32), rounding));
        fitting += u32::from(expected.is_some());
        wide += u32::from(expected.is_some() && product.bits() > 127);
        assert_eq!(decimal::multiply(a, b, drop as u32, rounding), expected, "{a} * {b} drop {drop} {rounding:?}");
    });
    assert!(fitting > ROUNDS && wide > ROUNDS, "{fitting} fit, {wide} of them through 256 bits");
}

/// `a × 10^shift ÷ b` by big integers.
fn quotient(a: i128, b: i128, shift: i32, rounding: Rounding) -> Option<i128> {
    let (mut numerator, mut denominator) = (BigInt::from(a), BigInt::from(b));
    match denominator.sign() {
        Sign::NoSign => return None,
        Sign::Minus => (numerator, denominator) = (-numerator, -denominator),
        Sign::Plus => {}
    }
    if shift < 0 {
        denominator *= ten_to(shift.unsigned_abs());
    } else {
        numerator *= ten_to(shift.unsigned_abs());
    }
    fits(&rounded(&numerator, &denominator, rounding))
}

#[test]
fn divide() {
    let mut fitting = 0;
    for_each_rounding(4, |random, rounding| {
        let (mut a, mut b) = (mantissa(random), mantissa(random));
        let mut shift = match random.between(0, 3) {
            0 => random.between(-80, 120),
            1 => random.between(-18, 30),
            _ => 38 - (digits(a) - digits(b)) + random.between(-2, 2),
        };
        match random.between(0, 7) {
            0 => {
                // Exactly half, or next to it: half × odd ÷ (2 × half), with places on either side.
                let half = number_of(random, 18).abs() + 1;
                let zeros = random.between(0, 18);
                (a, b, shift) = ((number_of(random, 19) | 1) * half % power(19) * power(zeros), 2 * half, -zeros);
                a += i128::from(random.between(-1, 1)) * i128::from(random.between(0, 1));
            }
            1 => b = i128::from(random.between(-3, 3)),
            2 => b = if b < 0 { -power(random.between(0, 37)) } else { power(random.between(0, 37)) },
            _ => {}
        }
        let expected = quotient(a, b, shift, rounding);
        fitting += u32::from(expected.is_some());
        assert_eq!(decimal::divide(a, b, shift, rounding), expected, "{a} / {b} shift {shift} {rounding:?}");
    });
    assert!(fitting > 2 * ROUNDS, "{fitting} fit");
}

#[test]
fn divide_at_extreme_shifts() {
    for rounding in ROUNDINGS {
        for shift in [i32::MIN, -1_000, 1_000, i32::MAX] {
            let small = |positive: bool| match rounding {
                Rounding::Ceil => i128::from(positive),
                Rounding::Floor => -i128::from(!positive),
                Rounding::HalfAway | Rounding::HalfEven | Rounding::Truncate => 0,
            };
            assert_eq!(decimal::divide(0, 7, shift, rounding), Some(0));
            assert_eq!(decimal::divide(1, 0, shift, rounding), None);
            assert_eq!(decimal::divide(1, 7, shift, rounding), (shift < 0).then(|| small(true)));
            assert_eq!(decimal::divide(-1, 7, shift, rounding), (shift < 0).then(|| small(false)));
        }
        assert_eq!(decimal::multiply(LIMIT - 1, LIMIT - 1, u32::MAX, rounding), Some(i128::from(rounding == Rounding::Ceil)));
        assert_eq!(decimal::scale_up(0, u32::MAX), Some(0));
        assert_eq!(decimal::scale_up(1, u32::MAX), None);
    }
}

/// The root of `mantissa × 10^-scale` at `places`, to the nearest, halves up, from its definition on squares.
fn root(mantissa: i128, scale: u8, places: u8) -> Option<i128> {
    if mantissa < 0 {
        return None;
    }
    // The greatest r with (2r − 1)² × 10^scale ≤ 4 × mantissa × 10^(2 places); start at the whole root of the whole part.
    let scaled = BigInt::from(mantissa) * ten_to(2 * u32::from(places));
    let reaches = |r: &BigInt| {
        let odd: BigInt = r * 2 - 1;
        &odd * &odd * ten_to(u32::from(scale)) <= &scaled * 4
    };
    let mut found = (&scaled / ten_to(u32::from(scale))).sqrt();
    while reaches(&(&found + 1)) {
        found += 1;
    }
    fits(&found)
}

#[test]
fn square_root() {
    let mut fitting = 0;
    repeatedly(5, |random| {
        let (mut number, mut scale, mut places) = (mantissa(random), random.between(0, 40), random.between(0, 40));
        match random.between(0, 7) {
            0 => {
                let side = number_of(random, 19);
                number = side * side + i128::from(random.between(-1, 1));
            }
            1 => {
                // Exactly half way: (odd × 5)², with one place more in its root than is asked for.
                let side = (number_of(random, 17) | 1) * 5;
                places = random.between(0, 30);
                (number, scale) = (side * side, 2 * places + 2);
            }
            2 => (scale, places) = (random.between(0, 255), random.between(0, 255)),
            3 => number = number.abs() % 1000,
            _ => number = number.abs(),
        }
        let (scale, places) = (scale as u8, places as u8);
        let expected = root(number, scale, places);
        fitting += u32::from(expected.is_some());
        assert_eq!(decimal::square_root(number, scale, places), expected, "root of {number} scale {scale} places {places}");
    });
    assert!(fitting > ROUNDS / 2, "{fitting} fit");
    assert_eq!(decimal::square_root(25, 2, 0), Some(1));
    assert_eq!(decimal::square_root(2, 0, 12), Some(1_414_213_562_373));
}

fn any_decimal(random: &mut Random) -> Decimal {
    Decimal::new(mantissa(random), random.between(0, 38) as u8)
}

/// The amount at a scale not below its own.
fn at(decimal: Decimal, scale: u32) -> BigInt {
    BigInt::from(decimal.mantissa) * ten_to(scale - u32::from(decimal.scale))
}

#[test]
fn what_is_shown_is_read_again() {
    repeatedly(6, |random| {
        let written = any_decimal(random);
        let text = written.to_string();
        assert_eq!(Decimal::parse(&text), Some(written), "{text}");
        // As big integers have it: the digits without the point, and the places after it.
        let whole: BigInt = text.replace('.', "").parse().unwrap();
        assert_eq!((whole, text.split_once('.').map_or(0, |(_, places)| places.len())), (written.mantissa.into(), written.scale.into()));
    });
}

#[test]
fn parse() {
    repeatedly(7, |random| {
        // Lengths around the limits, with zeros in front, a point anywhere or nowhere, now and then something foreign.
        let length = random.between(0, 42);
        let zeros = if random.next().is_multiple_of(3) { random.between(0, 6) } else { 0 };
        let digits = (0..length).map(|_| char::from(b'0' + (random.next() % 10) as u8));
        let mut text: String = "0".repeat(zeros as usize).chars().chain(digits).collect();
        let point = random.between(0, 2 * text.len() as i32) as usize;
        if point <= text.len() {
            text.insert(point, '.');
        }
        if random.between(0, 19) == 0 {
            let place = random.between(0, text.len() as i32) as usize;
            text.insert_str(place, ["x", " ", "-", "+", ".", "１", "_", ",", "e5"][random.between(0, 8) as usize]);
        }
        let full = format!("{}{text}", ["", "-", "+"][random.between(0, 2) as usize]);

        // Said once more, by shape.
        let bare = full.strip_prefix(['-', '+']).unwrap_or(&full);
        let (whole, places) = bare.split_once('.').map_or((bare, None), |(whole, places)| (whole, Some(places)));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let shaped = plain(whole) && places.is_none_or(|places| plain(places) && places.len() <= 38);
        let mantissa = shaped.then(|| full.replace('.', "").parse::<BigInt>().unwrap()).and_then(|digits| fits(&digits));
        let expected = mantissa.map(|mantissa| Decimal::new(mantissa, places.map_or(0, str::len) as u8));
        assert_eq!(Decimal::parse(&full), expected, "{full:?}");
    });
}

#[test]
fn add() {
    repeatedly(8, |random| {
        let (a, mut b) = (any_decimal(random), any_decimal(random));
        if random.next().is_multiple_of(4) {
            // Nearly the opposite, so that the sum fits where the parts at its scale do not.
            let scale = random.between(0, 38) as u8;
            if let Some(near) = a.rescale(scale, Rounding::Floor) {
                b = Decimal::new(-near.mantissa, scale);
            }
        }
        if random.next().is_multiple_of(8) {
            // One digit too many at the common scale, taken back by the other part.
            let zeros = random.between(0, 37) as u8;
            let (top, back) = (power(38 - i32::from(zeros)), -number_of(random, 38).abs());
            let more = Decimal::new(top % LIMIT, 0).add(Decimal::new(back, zeros));
            let expected = fits(&(BigInt::from(top % LIMIT) * ten_to(zeros.into()) + back)).map(|mantissa| Decimal::new(mantissa, zeros));
            assert_eq!(more, expected, "10^38 {back} at {zeros}");
        }
        let scale = a.scale.max(b.scale);
        let expected = fits(&(at(a, scale.into()) + at(b, scale.into()))).map(|mantissa| Decimal::new(mantissa, scale));
        assert_eq!(a.add(b), expected, "{a} + {b}");
    });
}

#[test]
fn multiply_decimals() {
    repeatedly(9, |random| {
        let (a, b) = (any_decimal(random), any_decimal(random));
        let expected = fits(&(BigInt::from(a.mantissa) * b.mantissa)).map(|mantissa| Decimal::new(mantissa, a.scale + b.scale));
        assert_eq!(a.multiply(b), expected, "{a} * {b}");
        assert_eq!(Decimal::new(1, 200).multiply(Decimal::new(a.mantissa, 56)), None);
    });
}

#[test]
fn divide_decimals() {
    for_each_rounding(10, |random, rounding| {
        let (a, b, places) = (any_decimal(random), any_decimal(random), random.between(0, 38) as u8);
        let shift = i32::from(places) + i32::from(b.scale) - i32::from(a.scale);
        let expected = quotient(a.mantissa, b.mantissa, shift, rounding).map(|mantissa| Decimal::new(mantissa, places));
        assert_eq!(a.divide(b, places, rounding), expected, "{a} / {b} to {places} {rounding:?}");
    });
}

#[test]
fn rescale() {
    for_each_rounding(11, |random, rounding| {
        let (number, scale) = (any_decimal(random), random.between(0, 80) as u8);
        let amount = BigInt::from(number.mantissa) * ten_to(scale.into());
        let expected = fits(&rounded(&amount, ten_to(number.scale.into()), rounding)).map(|mantissa| Decimal::new(mantissa, scale));
        assert_eq!(number.rescale(scale, rounding), expected, "{number} to {scale} {rounding:?}");
    });
}

#[test]
fn compare() {
    let mut equal = 0;
    repeatedly(12, |random| {
        let a = any_decimal(random);
        let b = match random.between(0, 3) {
            0 => a.rescale(random.between(0, 38) as u8, Rounding::HalfAway).unwrap_or(a),
            1 => Decimal::new(a.mantissa + i128::from(random.between(-1, 1)), a.scale),
            2 => Decimal::new(mantissa(random), random.between(0, 255) as u8),
            _ => any_decimal(random),
        };
        let expected = at(a, 255).cmp(&at(b, 255));
        equal += u32::from(expected == Ordering::Equal);
        assert_eq!(a.compare(b), expected, "{a} {b}");
        assert_eq!(b.compare(a), expected.reverse(), "{b} {a}");
    });
    assert!(equal > ROUNDS / 20, "{equal} equal");
}

#[test]
fn normalized_and_shifted() {
    repeatedly(13, |random| {
        let number = any_decimal(random);
        let plain = number.normalized();
        assert_eq!(at(plain, 38), at(number, 38), "{number}");
        assert!(plain.scale == 0 || plain.mantissa % 10 != 0, "{number} gave {plain}");

        let (bare, zeros) = number.without_trailing_zeros();
        assert_eq!((BigInt::from(bare.mantissa) * ten_to(zeros.into()), bare.scale), (number.mantissa.into(), number.scale));
        assert!(bare.mantissa == 0 || bare.mantissa % 10 != 0);

        let power = random.between(-50, 50);
        match number.shifted(power) {
            Some(moved) => assert_eq!(at(moved, 88) * ten_to((50 - power) as u32), at(number, 88) * ten_to(50), "{number} × 10^{power}"),
            None => assert_eq!(fits(&(BigInt::from(number.mantissa) * ten_to((power - i32::from(number.scale)) as u32))), None),
        }
    });
}

#[test]
fn ranges_are_the_least_that_hold_every_result() {
    let each = |range: Range| range.low..=range.high;
    let mut random = Random(14);
    for _ in 0..1_500 {
        let mut range = |width: i32| {
            let low = i128::from(random.between(-9, 9));
            Range::new(low, low + i128::from(random.between(0, width))).unwrap()
        };
        let (a, b) = (range(6), range(6));
        let pairs = || each(a).flat_map(|x| each(b).map(move |y| (x, y)));
        let hull = |results: Vec<i128>| Some(Range::new(*results.iter().min()?, *results.iter().max()?).unwrap());
        assert_eq!(a.add(b), hull(pairs().map(|(x, y)| x + y).collect()));
        assert_eq!(a.subtract(b), hull(pairs().map(|(x, y)| x - y).collect()));
        assert_eq!(a.multiply(b, 0), hull(pairs().map(|(x, y)| x * y).collect()));
        let cut = |(x, y)| decimal::multiply(x, y, 1, Rounding::HalfAway).unwrap();
        assert_eq!(a.multiply(b, 1), hull(pairs().map(cut).collect()));
        for shift in [-1, 0, 1, 12] {
            let quotients = pairs().filter_map(|(x, y)| decimal::divide(x, y, shift, Rounding::HalfAway));
            assert_eq!(a.divide(b, shift), hull(quotients.collect()), "{a:?} / {b:?} shift {shift}");
        }
        assert_eq!(Some(a.absolute()), hull(each(a).map(i128::abs).collect()));
        assert_eq!(Some(a.negate()), hull(each(a).map(|x| -x).collect()));
        assert_eq!(a.meet(b), hull(each(a).filter(|x| b.contains(*x)).collect()));
        assert_eq!(Some(a.join(b)), hull(each(a).chain(each(b)).collect()));
        assert_eq!(a.covers(b), each(b).all(|y| a.contains(y)));
    }
    let most = Range::new(1 - LIMIT, LIMIT - 1).unwrap();
    assert_eq!((most.add(Range::point(1)), most.multiply(Range::point(10), 0)), (None, None));
    assert_eq!(most.multiply(most, 38), Range::new(2 - LIMIT, LIMIT - 2));
    assert_eq!(most.divide(Range::point(0), 0), None);
}
