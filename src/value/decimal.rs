//! Exact decimal arithmetic on mantissas, and self-describing decimals.
//!
//! In: `i128` mantissas of at most 38 digits, and scales. Out: exact results, or results rounded as asked; `None` only where the
//! result itself has more than 38 digits or a divisor is zero. Knows no types and no units. Products, quotients and roots pass
//! through 256 bits, so that no intermediate has to fit.

use super::wide;
use std::cmp::Ordering;

/// One more than the greatest magnitude a mantissa may have: 10^38.
pub const LIMIT: i128 = 100_000_000_000_000_000_000_000_000_000_000_000_000;
/// The greatest scale of a product.
pub const PRODUCT_PLACES: u8 = 18;
/// The scale of a quotient.
pub const QUOTIENT_PLACES: u8 = 12;

/// How a cut is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest; halves away from zero (四舍五入).
    HalfAway,
    /// To the nearest; halves to the even neighbour.
    HalfEven,
    /// Down, toward minus infinity.
    Floor,
    /// Up, toward plus infinity.
    Ceil,
    /// Toward zero.
    Truncate,
}

/// `10^exponent`, for exponents to 38.
#[must_use]
pub fn power_of_ten(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

/// The greatest number that divides both; the other one where one is zero.
#[must_use]
pub fn greatest_common(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

fn within(mantissa: i128) -> Option<i128> {
    (mantissa > -LIMIT && mantissa < LIMIT).then_some(mantissa)
}

fn signed(magnitude: u128, negative: bool) -> Option<i128> {
    let magnitude = i128::try_from(magnitude).ok()?;
    within(if negative { -magnitude } else { magnitude })
}

/// What a cut leaves behind, measured against the last place that stays.
#[derive(Debug, Clone, Copy)]
enum Rest {
    Nothing,
    BelowHalf,
    Half,
    AboveHalf,
}

impl Rest {
    /// Of `remainder ÷ divisor`, for `remainder < divisor`.
    fn of(remainder: u128, divisor: u128) -> Rest {
        if remainder == 0 {
            return Rest::Nothing;
        }
        match remainder.cmp(&(divisor - remainder)) {
            Ordering::Less => Rest::BelowHalf,
            Ordering::Equal => Rest::Half,
            Ordering::Greater => Rest::AboveHalf,
        }
    }

    /// Of something too small to reach one half.
    fn small(amount: u128) -> Rest {
        if amount == 0 { Rest::Nothing } else { Rest::BelowHalf }
    }

    /// With the digits behind it, which matter only where they tip the balance.
    fn followed_by(self, tail: u128) -> Rest {
        match self {
            Rest::Nothing => Rest::small(tail),
            Rest::Half if tail > 0 => Rest::AboveHalf,
            Rest::BelowHalf | Rest::Half | Rest::AboveHalf => self,
        }
    }
}

/// Rounds a magnitude with a rest, of the given sign, to a whole number.
fn settle(quotient: u128, rest: Rest, negative: bool, rounding: Rounding) -> u128 {
    let up = match (rest, rounding) {
        (Rest::Nothing, _) | (_, Rounding::Truncate) => false,
        (_, Rounding::Floor) => negative,
        (_, Rounding::Ceil) => !negative,
        (Rest::BelowHalf, Rounding::HalfAway | Rounding::HalfEven) => false,
        (Rest::AboveHalf, Rounding::HalfAway | Rounding::HalfEven) | (Rest::Half, Rounding::HalfAway) => true,
        (Rest::Half, Rounding::HalfEven) => quotient % 2 == 1,
    };
    quotient.saturating_add(u128::from(up))
}

fn magnitude_of_ten(exponent: u32) -> Option<u128> {
    power_of_ten(exponent).map(i128::unsigned_abs)
}

/// The mantissa with `by` more decimal places.
#[must_use]
pub fn scale_up(mantissa: i128, by: u32) -> Option<i128> {
    if mantissa == 0 {
        return Some(0);
    }
    within(mantissa.checked_mul(power_of_ten(by)?)?)
}

/// The mantissa with `by` fewer decimal places.
#[must_use]
pub fn scale_down(mantissa: i128, by: u32, rounding: Rounding) -> i128 {
    let negative = mantissa < 0;
    let magnitude = mantissa.unsigned_abs();
    let rounded = match magnitude_of_ten(by) {
        Some(divisor) => settle(magnitude / divisor, Rest::of(magnitude % divisor, divisor), negative, rounding),
        // More places than any mantissa has: below half of one.
        None => settle(0, Rest::small(magnitude), negative, rounding),
    };
    let whole = i128::try_from(rounded).unwrap_or(i128::MAX);
    if negative { -whole } else { whole }
}

/// `a × b` with `drop` decimal places rounded away; exact in between.
#[must_use]
pub fn multiply(a: i128, b: i128, drop: u32, rounding: Rounding) -> Option<i128> {
    if let Some(product) = a.checked_mul(b) {
        return within(scale_down(product, drop, rounding));
    }
    let product = wide::multiply(a.unsigned_abs(), b.unsigned_abs());
    let (quotient, rest) = match magnitude_of_ten(drop) {
        Some(divisor) => wide::divide(product, divisor).map(|(quotient, remainder)| (quotient, Rest::of(remainder, divisor)))?,
        None => {
            // 38 places first, the others after.
            let (upper, lower) = wide::divide(product, LIMIT.unsigned_abs())?;
            match magnitude_of_ten(drop - 38) {
                Some(divisor) => (upper / divisor, Rest::of(upper % divisor, divisor).followed_by(lower)),
                // A product has 76 digits at most.
                None => (0, Rest::BelowHalf),
            }
        }
    };
    let negative = (a < 0) != (b < 0);
    signed(settle(quotient, rest, negative, rounding), negative)
}

/// `a × 10^shift ÷ b` rounded to a whole number; exact in between. `None` where `b` is zero or the result too long.
#[must_use]
pub fn divide(a: i128, b: i128, shift: i32, rounding: Rounding) -> Option<i128> {
    if b == 0 {
        return None;
    }
    let negative = (a < 0) != (b < 0);
    let (top, bottom) = (a.unsigned_abs(), b.unsigned_abs());
    let (quotient, rest) = if shift < 0 {
        match magnitude_of_ten(shift.unsigned_abs()).and_then(|factor| bottom.checked_mul(factor)) {
            Some(divisor) => (top / divisor, Rest::of(top % divisor, divisor)),
            // The divisor is more than twice any mantissa.
            None => (0, Rest::small(top)),
        }
    } else {
        match magnitude_of_ten(shift.unsigned_abs()).and_then(|factor| top.checked_mul(factor)) {
            Some(numerator) => (numerator / bottom, Rest::of(numerator % bottom, bottom)),
            None => long_division(top, bottom, shift.unsigned_abs())?,
        }
    };
    signed(settle(quotient, rest, negative, rounding), negative)
}

/// `a × b ÷ c` rounded to a whole number; exact in between. `None` where `c` is zero or the result too long.
#[must_use]
pub fn multiply_divide(a: i128, b: i128, c: i128, rounding: Rounding) -> Option<i128> {
    let negative = ((a < 0) != (b < 0)) != (c < 0);
    let divisor = c.unsigned_abs();
    let (quotient, remainder) = wide::divide(wide::multiply(a.unsigned_abs(), b.unsigned_abs()), divisor)?;
    signed(settle(quotient, Rest::of(remainder, divisor), negative, rounding), negative)
}

/// `top × 10^places ÷ bottom`, 38 decimal places at a time, as at school; `None` past 128 bits.
fn long_division(top: u128, bottom: u128, places: u32) -> Option<(u128, Rest)> {
    let (mut quotient, mut remainder, mut left) = (top / bottom, top % bottom, places);
    while left > 0 && (quotient, remainder) != (0, 0) {
        let step = left.min(38);
        let factor = magnitude_of_ten(step)?;
        let (digits, rest) = wide::divide(wide::multiply(remainder, factor), bottom)?;
        quotient = quotient.checked_mul(factor)?.checked_add(digits)?;
        remainder = rest;
        left -= step;
    }
    Some((quotient, Rest::of(remainder, bottom)))
}

/// The square root of `mantissa × 10^-scale` at `places` decimal places, correctly rounded: to the nearest, halves away from
/// zero (`0.25` at no places is 1). `None` where it is negative or too long.
#[must_use]
pub fn square_root(mantissa: i128, scale: u8, places: u8) -> Option<i128> {
    let magnitude = u128::try_from(mantissa).ok()?;
    // root × 10^places = sqrt(mantissa × 10^(2·places − scale))
    let shift = 2 * i32::from(places) - i32::from(scale);
    if shift < 0 {
        let Some(excess) = magnitude_of_ten(shift.unsigned_abs()) else {
            // Below a tenth, so its root is below one half.
            return Some(0);
        };
        let (root, _) = wide::square_root(wide::multiply(magnitude / excess, 1));
        // Nearest by exact squares: n ÷ e against (root + 1/2)², that is 4·n against e·(2·root + 1)².
        let odd = 2 * root + 1;
        let up = wide::multiply(magnitude, 4) >= wide::multiply(odd * odd, excess);
        return signed(root + u128::from(up), false);
    }
    // A root of at most 38 digits has a square of at most 76, so what goes beyond 38 places must fit the mantissa.
    let beyond = shift.unsigned_abs().saturating_sub(38);
    let raised = scale_up(mantissa, beyond)?.unsigned_abs();
    let (root, more) = wide::square_root(wide::multiply(raised, magnitude_of_ten(shift.unsigned_abs() - beyond)?));
    // The root of a whole number is never exactly half way.
    signed(root + u128::from(more), false)
}

/// A decimal that says its own scale: `mantissa × 10^-scale`. Equal where the digits are equal: `1.0` and `1` differ; compare
/// amounts with [`Decimal::compare`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The digits.
    pub mantissa: i128,
    /// How many of them are decimal places.
    pub scale: u8,
}

impl Decimal {
    /// Nought.
    pub const ZERO: Decimal = Decimal { mantissa: 0, scale: 0 };
    /// One.
    pub const ONE: Decimal = Decimal { mantissa: 1, scale: 0 };
    /// One hundredth.
    pub const PERCENT: Decimal = Decimal { mantissa: 1, scale: 2 };

    /// A decimal.
    #[must_use]
    pub fn new(mantissa: i128, scale: u8) -> Decimal {
        Decimal { mantissa, scale }
    }

    /// Reads ASCII digits with an optional sign, one optional point, and nothing else. `None` where there is anything else,
    /// more than 38 digits, or more than 38 decimal places.
    #[must_use]
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', ..] => (true, text.get(1..)?),
            [b'+', ..] => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || (digits.contains('.') && places.is_empty()) {
            return None;
        }
        let mut mantissa: i128 = 0;
        for byte in whole.bytes().chain(places.bytes()) {
            let digit = byte.is_ascii_digit().then(|| i128::from(byte - b'0'))?;
            mantissa = within(mantissa.checked_mul(10)?.checked_add(digit)?)?;
        }
        let scale = u8::try_from(places.len()).ok().filter(|scale| *scale <= 38)?;
        Some(Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale })
    }

    /// The same amount without trailing decimal zeros.
    #[must_use]
    pub fn normalized(self) -> Decimal {
        let mut result = self;
        while result.scale > 0 && result.mantissa % 10 == 0 {
            result = Decimal { mantissa: result.mantissa / 10, scale: result.scale - 1 };
        }
        result
    }

    /// The mantissa without its trailing zeros, and how many there were.
    #[must_use]
    pub fn without_trailing_zeros(self) -> (Decimal, u8) {
        let (mut result, mut zeros) = (self, 0);
        while result.mantissa != 0 && result.mantissa % 10 == 0 {
            result.mantissa /= 10;
            zeros += 1;
        }
        (result, zeros)
    }

    /// At another scale, rounded where places are lost.
    #[must_use]
    pub fn rescale(self, scale: u8, rounding: Rounding) -> Option<Decimal> {
        let mantissa = if scale >= self.scale {
            scale_up(self.mantissa, u32::from(scale - self.scale))?
        } else {
            scale_down(self.mantissa, u32::from(self.scale - scale), rounding)
        };
        Some(Decimal { mantissa, scale })
    }

    /// The amount times `10^power`, exactly, at the scale this leaves: digits stay, the point moves.
    #[must_use]
    pub fn shifted(self, power: i32) -> Option<Decimal> {
        let scale = i32::from(self.scale).saturating_sub(power);
        match u8::try_from(scale) {
            Ok(scale) => Some(Decimal { scale, ..self }),
            Err(_) if scale > 0 => None,
            Err(_) => scale_up(self.mantissa, scale.unsigned_abs()).map(|mantissa| Decimal { mantissa, scale: 0 }),
        }
    }

    /// The exact product, at the sum of the scales.
    #[must_use]
    pub fn multiply(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.checked_add(other.scale)?;
        Some(Decimal { mantissa: within(self.mantissa.checked_mul(other.mantissa)?)?, scale })
    }

    /// The quotient at `places` decimal places.
    #[must_use]
    pub fn divide(self, other: Decimal, places: u8, rounding: Rounding) -> Option<Decimal> {
        let shift = i32::from(places) + i32::from(other.scale) - i32::from(self.scale);
        divide(self.mantissa, other.mantissa, shift, rounding).map(|mantissa| Decimal { mantissa, scale: places })
    }

    /// The exact sum, at the greater of the two scales.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a sum may not fit, so that this is no operator")]
    pub fn add(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.magnitude_at(scale)?, other.magnitude_at(scale)?);
        let (negative, magnitude) = match (self.mantissa < 0, other.mantissa < 0) {
            (true, true) => (true, a.checked_add(b)?),
            (false, false) => (false, a.checked_add(b)?),
            (true, false) => (a > b, a.abs_diff(b)),
            (false, true) => (b > a, a.abs_diff(b)),
        };
        signed(magnitude, negative).map(|mantissa| Decimal { mantissa, scale })
    }

    /// Compares amounts.
    #[must_use]
    pub fn compare(self, other: Decimal) -> Ordering {
        let (sign, other_sign) = (self.mantissa.signum(), other.mantissa.signum());
        if sign != other_sign || sign == 0 {
            return sign.cmp(&other_sign);
        }
        // What needs more than 128 bits at the finer scale is greater than the mantissa that is there already.
        let scale = self.scale.max(other.scale);
        let magnitudes = match (self.magnitude_at(scale), other.magnitude_at(scale)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (None, _) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        };
        if sign < 0 { magnitudes.reverse() } else { magnitudes }
    }

    /// The mantissa without its sign at a scale not below its own; `None` past 128 bits.
    fn magnitude_at(self, scale: u8) -> Option<u128> {
        match self.mantissa {
            0 => Some(0),
            mantissa => mantissa.unsigned_abs().checked_mul(magnitude_of_ten(u32::from(scale.saturating_sub(self.scale)))?),
        }
    }
}

impl std::fmt::Display for Decimal {
    /// Plain digits with all decimal places: `-0.50`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = format!("{:0width$}", self.mantissa.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, places) = digits.split_at(digits.len() - usize::from(self.scale));
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if places.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{places}") }
    }
}
