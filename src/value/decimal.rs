//! Exact decimal arithmetic on mantissas, and self-describing decimals.
//!
//! In: `i128` mantissas and scales. Out: exact results, or results rounded as asked; `None` past 38 digits.
//! Knows no types and no units. Products and quotients pass through 256 bits, so only the result has to fit.

use super::wide;

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

fn within(mantissa: i128) -> Option<i128> {
    (mantissa > -LIMIT && mantissa < LIMIT).then_some(mantissa)
}

fn signed(magnitude: u128, negative: bool) -> Option<i128> {
    let magnitude = i128::try_from(magnitude).ok()?;
    within(if negative { -magnitude } else { magnitude })
}

/// Rounds `quotient + remainder ÷ divisor` (magnitudes) of the given sign to a whole number.
fn settle(quotient: u128, remainder: u128, divisor: u128, negative: bool, rounding: Rounding) -> u128 {
    if remainder == 0 {
        return quotient;
    }
    let against_half = remainder.cmp(&(divisor - remainder));
    let up = match rounding {
        Rounding::HalfAway => against_half.is_ge(),
        Rounding::HalfEven => against_half.is_gt() || (against_half.is_eq() && quotient % 2 == 1),
        Rounding::Floor => negative,
        Rounding::Ceil => !negative,
        Rounding::Truncate => false,
    };
    quotient + u128::from(up)
}

/// The mantissa with `by` more decimal places.
#[must_use]
pub fn scale_up(mantissa: i128, by: u32) -> Option<i128> {
    within(mantissa.checked_mul(power_of_ten(by)?)?)
}

/// The mantissa with `by` fewer decimal places.
#[must_use]
pub fn scale_down(mantissa: i128, by: u32, rounding: Rounding) -> i128 {
    let negative = mantissa < 0;
    let magnitude = mantissa.unsigned_abs();
    let rounded = match power_of_ten(by) {
        Some(divisor) => {
            let divisor = divisor.unsigned_abs();
            settle(magnitude / divisor, magnitude % divisor, divisor, negative, rounding)
        }
        // More places than any mantissa has: below half of one.
        None => settle(0, u128::from(magnitude > 0), u128::MAX, negative, rounding),
    };
    let whole = i128::try_from(rounded).unwrap_or(i128::MAX);
    if negative { -whole } else { whole }
}

/// `a × b` with `drop` decimal places rounded away; exact in between.
#[must_use]
pub fn multiply(a: i128, b: i128, drop: u32, rounding: Rounding) -> Option<i128> {
    let negative = (a < 0) != (b < 0);
    if let (Some(product), true) = (a.checked_mul(b), drop <= 38) {
        return within(scale_down(product, drop, rounding));
    }
    let divisor = power_of_ten(drop)?.unsigned_abs();
    let (quotient, remainder) = wide::divide(wide::multiply(a.unsigned_abs(), b.unsigned_abs()), divisor)?;
    signed(settle(quotient, remainder, divisor, negative, rounding), negative)
}

/// `a × 10^shift ÷ b` rounded to a whole number; exact in between. `None` where `b` is zero or the result too long.
#[must_use]
pub fn divide(a: i128, b: i128, shift: i32, rounding: Rounding) -> Option<i128> {
    let negative = (a < 0) != (b < 0);
    let (top, bottom) = (a.unsigned_abs(), b.unsigned_abs());
    let factor = power_of_ten(shift.unsigned_abs())?.unsigned_abs();
    let (numerator, divisor) = if shift >= 0 {
        (wide::multiply(top, factor), bottom)
    } else {
        match bottom.checked_mul(factor) {
            Some(divisor) => (wide::multiply(top, 1), divisor),
            // The divisor is above every mantissa, so the quotient is below one half.
            None => (wide::multiply(u128::from(top > 0), 1), u128::MAX),
        }
    };
    let (quotient, remainder) = wide::divide(numerator, divisor)?;
    signed(settle(quotient, remainder, divisor, negative, rounding), negative)
}

/// `a × b ÷ c` rounded to a whole number; exact in between. `None` where `c` is zero or the result too long.
#[must_use]
pub fn multiply_divide(a: i128, b: i128, c: i128, rounding: Rounding) -> Option<i128> {
    let negative = ((a < 0) != (b < 0)) != (c < 0);
    let divisor = c.unsigned_abs();
    let (quotient, remainder) = wide::divide(wide::multiply(a.unsigned_abs(), b.unsigned_abs()), divisor)?;
    signed(settle(quotient, remainder, divisor, negative, rounding), negative)
}

/// The square root of `mantissa × 10^-scale` at `places` decimal places, correctly rounded (to the nearest; a root of a
/// decimal is never exactly half way). `None` where it is negative or too long.
#[must_use]
pub fn square_root(mantissa: i128, scale: u8, places: u8) -> Option<i128> {
    let magnitude = u128::try_from(mantissa).ok()?;
    // root × 10^places = sqrt(mantissa × 10^(2·places − scale))
    let shift = 2 * u32::from(places) as i32 - i32::from(scale);
    if shift < 0 {
        // More places than are asked for: keep an even excess out, judging the nearest by exact squares.
        let excess = power_of_ten(shift.unsigned_abs())?.unsigned_abs();
        let (root, _) = wide::square_root(wide::multiply(magnitude / excess, 1));
        // n/e against (root + 1/2)²: 4·n against e·(2·root + 1)²
        let twice = (2 * root + 1).checked_mul(2 * root + 1);
        let up = twice.is_some_and(|square| wide::multiply(magnitude, 4) > wide::multiply(square, excess));
        return signed(root + u128::from(up), false);
    }
    let scaled = wide::multiply(magnitude, power_of_ten(shift.unsigned_abs())?.unsigned_abs());
    let (root, more) = wide::square_root(scaled);
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

    /// The exact product.
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

    /// The exact sum.
    #[must_use]
    pub fn add(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.rescale(scale, Rounding::HalfAway)?, other.rescale(scale, Rounding::HalfAway)?);
        within(a.mantissa.checked_add(b.mantissa)?).map(|mantissa| Decimal { mantissa, scale })
    }

    /// Compares amounts.
    #[must_use]
    pub fn compare(self, other: Decimal) -> std::cmp::Ordering {
        let (a, b) = (self.normalized(), other.normalized());
        let up = |d: Decimal, scale: u8| {
            wide::multiply(d.mantissa.unsigned_abs(), power_of_ten(u32::from(scale - d.scale)).unwrap_or(LIMIT).unsigned_abs())
        };
        let scale = a.scale.max(b.scale);
        match (a.mantissa.signum(), b.mantissa.signum()) {
            (x, y) if x != y => x.cmp(&y),
            (-1, _) => up(b, scale).cmp(&up(a, scale)),
            _ => up(a, scale).cmp(&up(b, scale)),
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
