//! 256-bit intermediates for products, quotients and roots of mantissas.
//!
//! In: unsigned 128-bit words. Out: exact products, quotients with remainders, and whole square roots. Knows no signs,
//! no scales and no limit of digits. Schoolbook arithmetic in 64-bit halves.

/// An unsigned 256-bit number: `high × 2^128 + low`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wide {
    /// The upper half.
    pub high: u128,
    /// The lower half.
    pub low: u128,
}

const HALF: u128 = u64::MAX as u128;

/// The exact product of two words.
pub fn multiply(a: u128, b: u128) -> Wide {
    let (a_high, a_low) = (a >> 64, a & HALF);
    let (b_high, b_low) = (b >> 64, b & HALF);
    let low = a_low * b_low;
    let middle = a_high * b_low + (low >> 64);
    let cross = a_low * b_high + (middle & HALF);
    Wide { high: a_high * b_high + (middle >> 64) + (cross >> 64), low: (cross << 64) | (low & HALF) }
}

/// Quotient and remainder of `n ÷ d`; `None` where `d` is zero or the quotient needs more than 128 bits.
///
/// Long division in two 64-bit digits after D. Knuth, "The Art of Computer Programming" 4.3.1, algorithm D.
pub fn divide(n: Wide, d: u128) -> Option<(u128, u128)> {
    if d == 0 || n.high >= d {
        return None;
    }
    if n.high == 0 {
        return Some((n.low / d, n.low % d));
    }
    // With the top bit of the divisor set, a digit guessed from its upper half is at most two too great.
    let shift = d.leading_zeros();
    let divisor = d << shift;
    let spilled = if shift == 0 { 0 } else { n.low >> (128 - shift) };
    let (high, low) = ((n.high << shift) | spilled, n.low << shift);
    let (upper, rest) = digit(high, low >> 64, divisor);
    let (lower, rest) = digit(rest, low & HALF, divisor);
    Some(((upper << 64) | lower, rest >> shift))
}

/// One 64-bit digit of a long division: `(rest × 2^64 + next) ÷ divisor` and what remains, for `rest < divisor`, the top bit of
/// `divisor` set, and `next < 2^64`.
fn digit(rest: u128, next: u128, divisor: u128) -> (u128, u128) {
    let (top, bottom) = (divisor >> 64, divisor & HALF);
    let (mut guess, mut over) = (rest / top, rest % top);
    while guess > HALF || guess * bottom > ((over << 64) | next) {
        guess -= 1;
        over += top;
        if over > HALF {
            break;
        }
    }
    // The true remainder is below the divisor, so it survives arithmetic modulo 2^128.
    let remains = (rest << 64 | next).wrapping_sub(guess.wrapping_mul(divisor));
    (guess, remains)
}

/// The greatest whole number whose square is not above `n`, for `n` below 2^254, and whether more than half of the way to the
/// next one remains: `n > root² + root`.
pub fn square_root(n: Wide) -> (u128, bool) {
    let mut root: u128 = 0;
    for bit in (0..127).rev() {
        let trial = root | (1 << bit);
        if multiply(trial, trial) <= n {
            root = trial;
        }
    }
    (root, multiply(root, root + 1) < n)
}

#[cfg(test)]
mod tests {
    use super::{Wide, divide, multiply, square_root};

    /// `quotient × d + remainder`, which must be the numerator again.
    fn rebuilt(quotient: u128, d: u128, remainder: u128) -> Wide {
        let product = multiply(quotient, d);
        let (low, carry) = product.low.overflowing_add(remainder);
        Wide { high: product.high + u128::from(carry), low }
    }

    #[test]
    fn quotients_multiply_back() {
        let mut words =
            vec![0, 1, 2, 3, 10, u128::from(u64::MAX), u128::from(u64::MAX) + 1, u128::MAX / 2, u128::MAX / 2 + 1, u128::MAX - 1, u128::MAX];
        words.extend((0..=38).map(|power| 10u128.pow(power)));
        words.extend((0..128).step_by(7).flat_map(|bit| [(1u128 << bit) - 1, 1 << bit, (1 << bit) + 1]));
        for &d in &words {
            for &high in &words {
                for &low in &words {
                    match divide(Wide { high, low }, d) {
                        Some((quotient, remainder)) => {
                            assert!(remainder < d);
                            assert_eq!(rebuilt(quotient, d, remainder), Wide { high, low }, "{high} {low} / {d}");
                        }
                        None => assert!(d == 0 || high >= d),
                    }
                }
            }
        }
    }

    #[test]
    fn roots_of_squares_and_their_neighbours() {
        for root in [1u128, 2, 99, 10u128.pow(19), 10u128.pow(38) - 1, (1 << 127) - 1] {
            let square = multiply(root, root);
            assert_eq!(square_root(square), (root, false));
            let below = if square.low == 0 { Wide { high: square.high - 1, low: u128::MAX } } else { Wide { low: square.low - 1, ..square } };
            assert_eq!(square_root(below).0, root - 1);
        }
    }
}
