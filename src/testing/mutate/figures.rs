//! Figures and units: what a writer could have written instead.
//!
//! In: figures as written, the declared units. Out: other figures, other units of the same dimension.

use crate::syntax::ast;
use crate::value::decimal::Decimal;
use crate::value::dimension::Dimension;
use crate::value::unit::Unit;
use std::collections::HashMap;

/// What is known of the declared units, in the order of the files.
#[derive(Debug, Default)]
pub struct Units {
    list: Vec<(String, Known)>,
    places: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
struct Known {
    /// The base unit it comes from; empty for plain numbers.
    root: String,
    factor: Decimal,
    decimals: Option<u8>,
    whole: bool,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More.
    Up,
    /// Less.
    Down,
}

impl Units {
    /// Adds a unit.
    pub fn add(&mut self, unit: &ast::Unit) {
        let decimals = unit.decimals.and_then(|figure| figure.amount).and_then(|amount| u8::try_from(amount.mantissa).ok());
        let (root, factor) = match &unit.base {
            None => (unit.name.text.clone(), Decimal::ONE),
            Some((figure, of)) => {
                let of = of
                    .as_ref()
                    .map(|of| self.get(&of.first.text).map_or((of.first.text.clone(), Decimal::ONE), |known| (known.root.clone(), known.factor)));
                let (root, factor) = of.unwrap_or((String::new(), Decimal::ONE));
                (root, figure.amount.and_then(|amount| amount.multiply(factor)).unwrap_or(Decimal::ONE))
            }
        };
        self.places.insert(unit.name.text.clone(), self.list.len());
        self.list.push((unit.name.text.clone(), Known { root, factor, decimals, whole: unit.whole }));
    }

    fn get(&self, name: &str) -> Option<&Known> {
        self.list.get(*self.places.get(name)?).map(|(_, known)| known)
    }

    /// A unit of the same dimension with another factor: the greatest that is less, else the least that is more.
    #[must_use]
    pub fn sibling(&self, name: &str) -> Option<&str> {
        let own = self.get(name)?;
        let others =
            || self.list.iter().filter(|(_, known)| known.root == own.root && !(own.root.is_empty() && known.factor.compare(Decimal::ONE).is_eq()));
        let less = others().filter(|(_, known)| known.factor.compare(own.factor).is_lt()).max_by(|a, b| a.1.factor.compare(b.1.factor));
        let more = others().filter(|(_, known)| known.factor.compare(own.factor).is_gt()).min_by(|a, b| a.1.factor.compare(b.1.factor));
        less.or(more).map(|(name, _)| name.as_str())
    }

    /// Whether figures in a unit are whole numbers.
    #[must_use]
    pub fn is_whole(&self, name: &str) -> bool {
        self.get(name).is_some_and(|known| known.whole)
    }

    /// The least step of a figure in a unit: of the subject it is compared with where that has few places, else as fine as the
    /// unit; ratios have steps nobody can reach, and move in the second place after those written.
    #[must_use]
    pub fn step(&self, unit: Option<&str>, subject_scale: Option<u8>, figure: Decimal) -> Decimal {
        let known = unit.and_then(|name| self.get(name));
        let factor = known.map_or(Decimal::ONE, |known| known.factor);
        let coarse = Decimal::new(1, figure.scale.saturating_add(2));
        match (subject_scale, known) {
            (Some(scale), _) if scale <= FINE => {
                let unit = Unit { name: String::new(), dimension: Dimension::none(), factor, decimals: None, whole: false };
                unit.from_base(Decimal::new(1, scale)).map_or(coarse, Decimal::normalized)
            }
            (Some(_), _) | (None, None) => coarse,
            (None, Some(Known { whole: true, .. })) => Decimal::ONE,
            (None, Some(known)) if known.root.is_empty() => coarse,
            (None, Some(known)) => known.decimals.map_or(coarse, |places| Decimal::new(1, places)),
        }
    }
}

/// The most places of something that is not a quotient or a root.
const FINE: u8 = 6;

/// A figure moved by a step; nothing where it would be negative.
#[must_use]
pub fn moved(figure: Decimal, step: Decimal, direction: Direction) -> Option<Decimal> {
    let step = match direction {
        Direction::Up => step,
        Direction::Down => Decimal { mantissa: -step.mantissa, ..step },
    };
    figure.add(step).filter(|moved| moved.mantissa >= 0).map(Decimal::normalized)
}

/// A figure with its last digit that is not nought changed: 15 becomes 16, 5000 becomes 6000, 0.0305 becomes 0.0306.
#[must_use]
pub fn other_digit(figure: Decimal) -> Option<Decimal> {
    if figure.mantissa == 0 {
        return Some(Decimal::ONE);
    }
    let (_, zeros) = figure.without_trailing_zeros();
    figure
        .add(Decimal::ONE.shifted(i32::from(zeros) - i32::from(figure.scale))?)
        .map(|changed| if figure.scale == 0 { changed } else { changed.normalized() })
}

/// A figure one less; one where it is nought.
#[must_use]
pub fn by_one(figure: Decimal) -> Option<Decimal> {
    moved(figure, Decimal::ONE, Direction::Down).or(moved(figure, Decimal::ONE, Direction::Up))
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Direction, Units, by_one, moved, other_digit};
    use crate::source::Sources;
    use crate::syntax::{self, ast};

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn prelude() -> Units {
        let mut sources = Sources::default();
        let file = sources.add("prelude.ics", crate::compile::PRELUDE);
        let mut units = Units::default();
        for item in &syntax::parse(&sources, file).0.items {
            if let ast::Item::Unit(unit) = item {
                units.add(unit);
            }
        }
        units
    }

    #[test]
    fn another_digit() {
        let other = |text: &str| other_digit(decimal(text)).unwrap().to_string();
        assert_eq!([other("15"), other("5000"), other("0.0305"), other("0"), other("19")], ["16", "6000", "0.0306", "1", "20"]);
        assert_eq!((by_one(decimal("5")).unwrap().to_string(), by_one(decimal("0")).unwrap().to_string()), ("4".to_owned(), "1".to_owned()));
    }

    #[test]
    fn units_of_one_dimension() {
        let units = prelude();
        let sibling = |name: &str| units.sibling(name);
        assert_eq!((sibling("万元"), sibling("元"), sibling("亿元")), (Some("千元"), Some("千元"), Some("万元")));
        assert_eq!((sibling("%"), sibling("人"), sibling("nothing")), (Some("‰"), None, None));
    }

    #[test]
    fn steps() {
        let units = prelude();
        let step = |unit, scale, figure: &str| units.step(unit, scale, decimal(figure)).to_string();
        assert_eq!(step(Some("万元"), Some(2), "5000"), "0.000001");
        assert_eq!(step(Some("人"), Some(0), "500"), "1");
        assert_eq!(step(Some("人"), None, "500"), "1");
        assert_eq!(step(Some("年"), Some(1), "3"), "0.1");
        assert_eq!(step(Some("%"), Some(12), "10"), "0.01");
        assert_eq!(step(Some("%"), None, "2.5"), "0.001");
        assert_eq!(step(None, Some(2), "60"), "0.01");
        assert_eq!(moved(decimal("0"), decimal("1"), Direction::Down), None);
        assert_eq!(moved(decimal("10"), decimal("0.01"), Direction::Down).unwrap().to_string(), "9.99");
    }
}
