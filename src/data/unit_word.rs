//! Whether a unit written in a header or behind a figure is the unit of the field.
//!
//! In: a word such as `万元`, `€ million`, `人`, and the field's unit. Out: the same, another, or no unit at all. It never
//! converts: a figure in another unit is a mistake to be mended at its source.

use super::fold;
use crate::value::decimal::Decimal;
use crate::value::unit::Unit;
use std::sync::Arc;

/// What a word says about the unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// It is the unit of the field.
    Same,
    /// It is another unit of the same dimension: yuan for ten thousand yuan.
    OtherScale,
    /// It is a unit of something else: persons for yuan.
    OtherDimension,
    /// It is no unit that is known here: a remark.
    NotAUnit,
}

/// Words people use for units in headers, folded; the base unit they measure in (empty for plain numbers, `*` where the
/// word only multiplies), and how many of it, as a power of ten.
const WORDS: [(&str, &[&str], i8); 43] = [
    ("元", &["元", "CNY"], 0),
    ("人民币", &["元", "CNY"], 0),
    ("人民币元", &["元", "CNY"], 0),
    ("rmb", &["元", "CNY"], 0),
    ("cny", &["元", "CNY"], 0),
    ("yuan", &["元", "CNY"], 0),
    ("¥", &["元", "CNY"], 0),
    ("千元", &["元", "CNY"], 3),
    ("万元", &["元", "CNY"], 4),
    ("万元人民币", &["元", "CNY"], 4),
    ("人民币万元", &["元", "CNY"], 4),
    ("万人民币", &["元", "CNY"], 4),
    ("百万元", &["元", "CNY"], 6),
    ("亿元", &["元", "CNY"], 8),
    ("eur", &["EUR", "欧元"], 0),
    ("€", &["EUR", "欧元"], 0),
    ("欧元", &["EUR", "欧元"], 0),
    ("万欧元", &["EUR", "欧元"], 4),
    ("€million", &["EUR", "欧元"], 6),
    ("million€", &["EUR", "欧元"], 6),
    ("eurmillion", &["EUR", "欧元"], 6),
    ("millioneur", &["EUR", "欧元"], 6),
    ("百万欧元", &["EUR", "欧元"], 6),
    ("usd", &["USD", "美元"], 0),
    ("$", &["USD", "美元"], 0),
    ("美元", &["USD", "美元"], 0),
    ("万美元", &["USD", "美元"], 4),
    ("$million", &["USD", "美元"], 6),
    ("usdmillion", &["USD", "美元"], 6),
    ("millionusd", &["USD", "美元"], 6),
    ("人", &["人", "person"], 0),
    ("persons", &["人", "person"], 0),
    ("万人", &["人", "person"], 4),
    ("件", &["件", "item"], 0),
    ("项", &["件", "item"], 0),
    ("个", &["件", "item"], 0),
    ("%", &[""], -2),
    ("百分比", &[""], -2),
    ("‰", &[""], -3),
    ("千", &["*"], 3),
    ("万", &["*"], 4),
    ("百万", &["*"], 6),
    ("亿", &["*"], 8),
];

/// What `word` says about a field in `unit`; `others` are further units the policy knows.
#[must_use]
pub fn agreement(word: &str, unit: &Unit, others: &[Arc<Unit>]) -> Agreement {
    let word = plain(word);
    if word == plain(&unit.name) {
        return if word.is_empty() { Agreement::NotAUnit } else { Agreement::Same };
    }
    if let Some(other) = others.iter().find(|other| plain(&other.name) == word) {
        return judge(other.dimension == unit.dimension, other.factor.compare(unit.factor).is_eq());
    }
    let Some((_, bases, power)) = WORDS.iter().find(|(known, _, _)| *known == word) else {
        return Agreement::NotAUnit;
    };
    let factor = unit.factor.compare(ten_to(*power)).is_eq();
    let dimension = match unit.dimension.single() {
        Some(base) => bases.iter().any(|known| *known == "*" || *known == base),
        None => unit.dimension.is_none() && bases.iter().any(|known| *known == "*" || known.is_empty()),
    };
    judge(dimension, factor)
}

fn judge(dimension: bool, factor: bool) -> Agreement {
    match (dimension, factor) {
        (true, true) => Agreement::Same,
        (true, false) => Agreement::OtherScale,
        (false, _) => Agreement::OtherDimension,
    }
}

fn plain(word: &str) -> String {
    fold::header(word).replace('_', "")
}

fn ten_to(power: i8) -> Decimal {
    match u8::try_from(-power) {
        Ok(scale) => Decimal::new(1, scale),
        Err(_) => Decimal::new(crate::value::decimal::power_of_ten(u32::from(power.unsigned_abs())).unwrap_or(1), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, agreement};
    use crate::value::decimal::Decimal;
    use crate::value::dimension::Dimension;
    use crate::value::unit::Unit;

    #[test]
    fn agrees_by_meaning_and_never_by_sound() {
        let unit = |name: &str, base: &str, mantissa, scale| Unit {
            name: name.into(),
            dimension: if base.is_empty() { Dimension::none() } else { Dimension::base(base) },
            factor: Decimal::new(mantissa, scale),
            decimals: None,
            whole: false,
        };
        let wan = unit("万元", "元", 10_000, 0);
        assert_eq!(agreement("万 元", &wan, &[]), Agreement::Same);
        assert_eq!(agreement("万", &wan, &[]), Agreement::Same);
        assert_eq!(agreement("元", &wan, &[]), Agreement::OtherScale);
        assert_eq!(agreement("人", &wan, &[]), Agreement::OtherDimension);
        assert_eq!(agreement("含税", &wan, &[]), Agreement::NotAUnit);
        let million = unit("million_EUR", "EUR", 1_000_000, 0);
        assert_eq!(agreement("€ million", &million, &[]), Agreement::Same);
        assert_eq!(agreement("Million EUR", &million, &[]), Agreement::Same);
        assert_eq!(agreement("％", &unit("%", "", 1, 2), &[]), Agreement::Same);
        assert_eq!(agreement("‰", &unit("%", "", 1, 2), &[]), Agreement::OtherScale);
        assert_eq!(agreement("", &Unit::plain(), &[]), Agreement::NotAUnit);
    }
}
