//! Figures as people write them: separators, signs, percent, exponents, a unit behind.
//!
//! In: the text of a cell. Out: the exact amount and the words around it, or why it is no figure. Knows no field; what a
//! percent sign or a unit means for a field is decided in [`crate::data::cell`].

use super::fold;
use crate::value::decimal::{self, Decimal};

/// A figure read from text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The digits, exactly.
    pub amount: Decimal,
    /// What stood before or behind them: a percent sign, a unit, a currency sign; empty where there was nothing.
    pub word: String,
}

/// Why a text is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFigure {
    /// It is not written as a number.
    Text,
    /// Separators stand where no thousands end: `1,23`, `12,34,567`.
    Grouping,
    /// It has more digits than can be kept.
    TooLong,
}

/// Reads a figure: `1,234.50`, `１２％`, `(1,234)` for minus, `1.2E+08`, `1200万元`, `¥300`.
///
/// # Errors
/// Why it is none.
pub fn parse(text: &str) -> Result<Figure, NotFigure> {
    let narrow = fold::narrow(text);
    let text = fold::trim(&narrow);
    let bracketed = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let (mut negative, text) = match bracketed {
        Some(inner) => (true, fold::trim(inner)),
        None => (false, text),
    };
    let (sign, text) = take_sign(text);
    let start = text.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')).ok_or(NotFigure::Text)?;
    let (before, text) = text.split_at(start);
    let (late_sign, text) = take_sign(text);
    let signs = usize::from(sign.is_some()) + usize::from(late_sign.is_some()) + usize::from(negative);
    // A sign may stand before or behind a currency sign, not twice; a word may stand before or behind the digits.
    if signs > 1 || (late_sign.is_some() && before.is_empty()) {
        return Err(NotFigure::Text);
    }
    negative |= sign == Some(true) || late_sign == Some(true);
    let (digits, exponent, behind) = split_number(text)?;
    let behind = fold::trim(behind);
    let before = fold::trim(before);
    if !before.is_empty() && !behind.is_empty() {
        return Err(NotFigure::Text);
    }
    let amount = amount(&digits, exponent, negative)?;
    Ok(Figure { amount, word: if behind.is_empty() { before } else { behind }.to_owned() })
}

/// Exact digits of a JSON or Excel number, which may have an exponent but nothing else.
///
/// # Errors
/// Why it is none.
pub fn parse_plain(digits: &str) -> Result<Decimal, NotFigure> {
    let (sign, text) = take_sign(digits);
    let (digits, exponent, behind) = split_number(text)?;
    if behind.is_empty() { amount(&digits, exponent, sign == Some(true)) } else { Err(NotFigure::Text) }
}

/// A sign at the start: whether it is a minus.
fn take_sign(text: &str) -> (Option<bool>, &str) {
    let cut = |negative: bool| (Some(negative), text.get(1..).unwrap_or("").trim_start());
    match text.as_bytes().first() {
        Some(b'-') => cut(true),
        Some(b'+') => cut(false),
        _ => (None, text),
    }
}

/// The digits without separators, the exponent, and what follows.
fn split_number(text: &str) -> Result<(String, i32, &str), NotFigure> {
    let bytes = text.as_bytes();
    let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let part = byte.is_ascii_digit() || *byte == b'.' || (matches!(byte, b',' | b'\'' | b' ') && digit_at(end + 1));
        if !part {
            break;
        }
        end += 1;
    }
    let (number, rest) = text.split_at(end);
    let digits = ungroup(number)?;
    let Some(tail) = rest.strip_prefix(['e', 'E']) else {
        return Ok((digits, 0, rest));
    };
    let (sign, tail) = match tail.as_bytes().first() {
        Some(b'-') => (-1, tail.get(1..).unwrap_or("")),
        Some(b'+') => (1, tail.get(1..).unwrap_or("")),
        _ => (1, tail),
    };
    let length = tail.bytes().take_while(u8::is_ascii_digit).count();
    let (power, behind) = tail.split_at(length);
    if power.is_empty() {
        // `12 EUR` has no exponent.
        return Ok((digits, 0, rest));
    }
    let power: i32 = power.parse().map_err(|_| NotFigure::TooLong)?;
    Ok((digits, sign * power, behind))
}

/// Takes thousands separators out, if every one of them ends a thousand.
fn ungroup(number: &str) -> Result<String, NotFigure> {
    let (whole, places) = match number.split_once('.') {
        Some((whole, places)) => (whole, Some(places)),
        None => (number, None),
    };
    if places.is_some_and(|places| !places.bytes().all(|b| b.is_ascii_digit())) || !number.bytes().any(|b| b.is_ascii_digit()) {
        return Err(NotFigure::Text);
    }
    let separator = whole.bytes().find(|b| !b.is_ascii_digit());
    let mut digits = String::with_capacity(number.len() + 1);
    match separator {
        None => digits.push_str(whole),
        Some(separator) => {
            for (position, group) in whole.split(separator as char).enumerate() {
                let full = if position == 0 { (1..=3).contains(&group.len()) && !group.starts_with('0') } else { group.len() == 3 };
                if !full || !group.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(NotFigure::Grouping);
                }
                digits.push_str(group);
            }
        }
    }
    if digits.is_empty() {
        digits.push('0');
    }
    if let Some(places) = places.filter(|places| !places.is_empty()) {
        digits.push('.');
        digits.push_str(places);
    }
    Ok(digits)
}

fn amount(digits: &str, exponent: i32, negative: bool) -> Result<Decimal, NotFigure> {
    let magnitude = Decimal::parse(digits).or_else(|| Decimal::parse(shorten(digits))).ok_or(NotFigure::TooLong)?;
    let shifted = shift(magnitude, exponent).ok_or(NotFigure::TooLong)?;
    Ok(if negative { Decimal { mantissa: -shifted.mantissa, ..shifted } } else { shifted })
}

/// Zeros that say nothing, left out so that they do not count against the 38 digits.
fn shorten(digits: &str) -> &str {
    let digits = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    digits.trim_start_matches('0').strip_prefix('.').map_or_else(|| digits.trim_start_matches('0'), |_| digits)
}

/// `amount × 10^exponent`, exactly.
fn shift(amount: Decimal, exponent: i32) -> Option<Decimal> {
    if amount.mantissa == 0 {
        return Some(Decimal::ZERO);
    }
    let scale = i32::from(amount.scale).checked_sub(exponent)?;
    if scale < 0 {
        let mantissa = decimal::scale_up(amount.mantissa, scale.unsigned_abs())?;
        return Some(Decimal { mantissa, scale: 0 });
    }
    u8::try_from(scale).ok().filter(|scale| *scale <= 38).map(|scale| Decimal { scale, ..amount })
}

#[cfg(test)]
mod tests {
    use super::{NotFigure, parse, parse_plain};

    #[test]
    fn reads_what_people_write() {
        let cases = [
            ("1200", "1200", ""),
            ("1,234,567.80", "1234567.80", ""),
            ("1 234 567", "1234567", ""),
            ("12'345", "12345", ""),
            ("１，２３４．５", "1234.5", ""),
            ("（1,234）", "-1234", ""),
            ("(1,234.5)", "-1234.5", ""),
            ("－12", "-12", ""),
            ("−0.5", "-0.5", ""),
            ("+3", "3", ""),
            (".5", "0.5", ""),
            ("5.", "5", ""),
            ("1.2E+08", "120000000", ""),
            ("1.5e-3", "0.0015", ""),
            ("13.97%", "13.97", "%"),
            ("１３．９７％", "13.97", "%"),
            ("1200 万元", "1200", "万元"),
            ("1,200万元", "1200", "万元"),
            ("¥300", "300", "¥"),
            ("￥-300", "-300", "¥"),
            ("-¥300", "-300", "¥"),
            ("12 EUR", "12", "EUR"),
            ("007", "7", ""),
        ];
        for (text, amount, word) in cases {
            let figure = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!((figure.amount.to_string().as_str(), figure.word.as_str()), (amount, word), "{text}");
        }
    }

    #[test]
    fn refuses_what_could_mean_two_things() {
        let cases = [
            ("1,23", NotFigure::Grouping),
            ("12,34,567", NotFigure::Grouping),
            ("1,2345", NotFigure::Grouping),
            ("0,123", NotFigure::Grouping),
            ("1,234 567", NotFigure::Grouping),
            ("1.234.567", NotFigure::Text),
            ("abc", NotFigure::Text),
            ("约1200", NotFigure::Text),
            ("--5", NotFigure::Text),
            ("(-5)", NotFigure::Text),
            ("¥3元", NotFigure::Text),
            (".", NotFigure::Text),
            ("1e99", NotFigure::TooLong),
            ("123456789012345678901234567890123456789", NotFigure::TooLong),
        ];
        for (text, fault) in cases {
            let found = parse(text);
            let word_only = found.as_ref().is_ok_and(|figure| figure.word == "约");
            assert!(found == Err(fault) || word_only, "{text}: {found:?}");
        }
        assert_eq!(parse_plain("1E2").map(|d| d.to_string()), Ok("100".into()));
        assert_eq!(parse_plain("0.1000").map(|d| d.to_string()), Ok("0.1000".into()));
    }
}
