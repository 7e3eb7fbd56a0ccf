//! Values as people read them, and as machines do.
//!
//! In: a value and its type. Out: text in the unit the type is shown in. Knows nothing of where the value comes from.

use crate::diagnostic::Lang;
use crate::ir::Program;
use crate::value::Value;
use crate::value::decimal::{Decimal, Rounding};
use crate::value::ty::{Number, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// Decimal places shown of a percentage.
const PERCENT_PLACES: u8 = 4;
/// Decimal places shown where the unit says nothing.
const PLAIN_PLACES: u8 = 6;

/// A value in its display unit, for people: `1,234.5万元`, `≈33.3333%`, `是`, `2024-08-13`, the label of a member.
///
/// Digits are never dropped silently: a figure that is not exact starts with `≈`. Whole parts of four digits and more (five
/// where there is no unit) are grouped by thousands.
#[must_use]
pub fn show(value: &Value, ty: &Type, program: &Program, lang: Lang) -> String {
    match value {
        Value::Missing => pick(lang, "missing", "缺失").to_owned(),
        Value::Number(mantissa) => match ty {
            Type::Number(number) => show_number(*mantissa, number),
            Type::Unknown | Type::Nothing | Type::Bool | Type::Date(_) | Type::Text | Type::Enum(_) => mantissa.to_string(),
        },
        Value::Bool(truth) => if *truth { pick(lang, "yes", "是") } else { pick(lang, "no", "否") }.to_owned(),
        Value::Date(day) => day.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Member(position) => member(*position, ty, program).map_or_else(|| position.to_string(), |member| member.label.clone()),
    }
}

/// A plain number as a percentage, for places where the policy states it in %; `None` for anything else.
#[must_use]
pub fn in_percent(ty: &Type) -> Option<Type> {
    let number = ty.number().filter(|number| number.unit.name.is_empty() && number.dimension.is_none())?;
    let unit = Unit { name: "%".to_owned(), factor: Decimal::PERCENT, ..Unit::plain() };
    Some(Type::Number(Number { unit: Arc::new(unit), ..number.clone() }))
}

/// A value for machines: every digit in the display unit, without unit, grouping or superfluous zeros; `true` and `false`; ISO
/// dates; names of members; nothing where there is no value. Where the unit is no power of ten of the base, to 12 places.
#[must_use]
pub fn exact(value: &Value, ty: &Type, program: &Program) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Number(mantissa) => match ty {
            Type::Number(number) => {
                let base = Decimal::new(*mantissa, number.scale);
                number.unit.from_base(base).unwrap_or(base).normalized().to_string()
            }
            Type::Unknown | Type::Nothing | Type::Bool | Type::Date(_) | Type::Text | Type::Enum(_) => mantissa.to_string(),
        },
        Value::Bool(truth) => truth.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Member(position) => member(*position, ty, program).map_or_else(|| position.to_string(), |member| member.name.clone()),
    }
}

/// A plain decimal for people: grouped, without superfluous zeros.
#[must_use]
pub fn show_decimal(decimal: Decimal) -> String {
    grouped(decimal.normalized(), 5)
}

fn pick(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

fn member<'p>(position: u32, ty: &Type, program: &'p Program) -> Option<&'p crate::ir::Member> {
    match ty {
        Type::Enum(id) => program.enums.get(id.0 as usize)?.members.get(position as usize),
        Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Date(_) | Type::Text => None,
    }
}

fn show_number(mantissa: i128, number: &Number) -> String {
    let base = Decimal::new(mantissa, number.scale);
    let unit = &*number.unit;
    let Some(full) = unit.from_base(base) else { return format!("{} {}", grouped(base.normalized(), 4), number.dimension) };
    let converted = unit.to_base(full).is_some_and(|back| back.compare(base).is_eq());
    let (shown, cut) = shortened(full.normalized(), places(unit));
    let mark = if cut || !converted { "≈" } else { "" };
    let gap = if unit.name.starts_with(|first: char| first.is_ascii_alphabetic()) { " " } else { "" };
    // A plain number of four digits may be a year.
    let least = if unit.name.is_empty() { 5 } else { 4 };
    format!("{mark}{}{gap}{}", grouped(shown, least), unit.name)
}

fn places(unit: &Unit) -> u8 {
    if unit.is_percent() { PERCENT_PLACES } else { unit.decimals.map_or(PLAIN_PLACES, |decimals| decimals.max(2)) }
}

/// At most `places` decimal places, and whether digits were dropped. A figure just beside a round one keeps enough digits not
/// to look like it: 29.9999999 is not shown as 30, which may be the next row of a band.
fn shortened(full: Decimal, places: u8) -> (Decimal, bool) {
    let mut places = places;
    while places < full.scale {
        let Some(cut) = full.rescale(places, Rounding::HalfAway) else { break };
        let cut = cut.normalized();
        if cut.scale + 1 >= places.min(PERCENT_PLACES) && cut.mantissa != 0 {
            return (cut, true);
        }
        places += 1;
    }
    (full, false)
}

/// The digits, the whole part in groups of three from `least` digits on.
fn grouped(decimal: Decimal, least: usize) -> String {
    let text = decimal.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    if whole.len() < least {
        return text;
    }
    let mut result = String::from(sign);
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            result.push(',');
        }
        result.push(digit);
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::{Decimal, grouped, shortened};

    fn short(text: &str, places: u8) -> (String, bool) {
        let (decimal, cut) = shortened(Decimal::parse(text).unwrap().normalized(), places);
        (decimal.to_string(), cut)
    }

    #[test]
    fn drops_digits_but_not_those_that_matter() {
        assert_eq!(short("33.3333333333", 4), ("33.3333".into(), true));
        assert_eq!(short("12.50", 4), ("12.5".into(), false));
        assert_eq!(short("29.9999999999", 4), ("29.9999999999".into(), false));
        assert_eq!(short("0.000000001234", 4), ("0.000000001".into(), true));
        assert_eq!(short("3.3333333", 2), ("3.33".into(), true));
        assert_eq!(short("2.9999999", 2), ("2.9999999".into(), false));
    }

    #[test]
    fn groups_long_whole_parts() {
        assert_eq!(grouped(Decimal::parse("2024").unwrap(), 5), "2024");
        assert_eq!(grouped(Decimal::parse("2024").unwrap(), 4), "2,024");
        assert_eq!(grouped(Decimal::parse("-1234567.8901").unwrap(), 5), "-1,234,567.8901");
    }
}
