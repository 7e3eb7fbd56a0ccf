//! Dimensions: what a quantity measures, as powers of base units.
//!
//! In: base units. Out: products, quotients, equality, names for people.

use std::fmt;
use std::sync::Arc;

/// A product of powers of base units, such as money per person. The empty product is a plain number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Dimension {
    /// Base unit names with exponents other than zero, sorted by name.
    powers: Vec<(Arc<str>, i16)>,
}

impl Dimension {
    /// A plain number.
    #[must_use]
    pub fn none() -> Dimension {
        Dimension::default()
    }

    /// The dimension of a base unit.
    #[must_use]
    pub fn base(name: &str) -> Dimension {
        Dimension { powers: vec![(Arc::from(name), 1)] }
    }

    /// Whether it is a plain number.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.powers.is_empty()
    }

    /// The base unit, if this is exactly one base unit.
    #[must_use]
    pub fn single(&self) -> Option<&str> {
        match self.powers.as_slice() {
            [(name, 1)] => Some(name),
            _ => None,
        }
    }

    /// The dimension of a product.
    #[must_use]
    pub fn times(&self, other: &Dimension) -> Dimension {
        self.combine(other, 1)
    }

    /// The dimension of a quotient.
    #[must_use]
    pub fn over(&self, other: &Dimension) -> Dimension {
        self.combine(other, -1)
    }

    /// The dimension of a square root, where every exponent is even.
    #[must_use]
    pub fn root(&self) -> Option<Dimension> {
        let halved = self.powers.iter().map(|(name, power)| (power % 2 == 0).then(|| (name.clone(), power / 2)));
        halved.collect::<Option<Vec<_>>>().map(|powers| Dimension { powers })
    }

    fn combine(&self, other: &Dimension, sign: i16) -> Dimension {
        let mut powers = self.powers.clone();
        for (name, power) in &other.powers {
            match powers.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum = sum.saturating_add(sign.saturating_mul(*power)),
                None => powers.push((name.clone(), sign.saturating_mul(*power))),
            }
        }
        powers.retain(|(_, power)| *power != 0);
        powers.sort();
        Dimension { powers }
    }
}

impl fmt::Display for Dimension {
    /// As a unit expression: `元/人`, `1/人`, `人*人`. A plain number is empty.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |wanted: i16| {
            let names = self.powers.iter().filter(move |(_, power)| power.signum() == wanted);
            names.flat_map(|(name, power)| std::iter::repeat_n(name.as_ref(), power.unsigned_abs() as usize)).collect::<Vec<&str>>()
        };
        let (above, below) = (side(1), side(-1));
        if above.is_empty() && !below.is_empty() {
            f.write_str("1")?;
        }
        f.write_str(&above.join("*"))?;
        below.iter().try_for_each(|name| write!(f, "/{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Dimension;

    #[test]
    fn combines_and_prints() {
        let (money, person) = (Dimension::base("元"), Dimension::base("人"));
        let each = money.over(&person);
        assert_eq!(each.to_string(), "元/人");
        assert_eq!(each.times(&person), money);
        assert!(money.over(&money).is_none());
        assert_eq!(person.times(&person).root(), Some(person.clone()));
        assert_eq!(person.root(), None);
        assert_eq!(Dimension::none().over(&person).to_string(), "1/人");
    }
}
