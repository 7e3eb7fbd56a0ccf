//! What a value can be: an over-approximation that is never too small.
//!
//! In: types, values, patterns. Out: sets of values with the operations reasoning needs: what both allow, what either allows,
//! what a pattern leaves. Every operation may keep too much and never drops what can occur.

use crate::ir::table::Pattern;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::range::Range;
use std::sync::Arc;

/// What a value can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    /// What it can be where it is there.
    pub values: Values,
    /// Whether it may be missing.
    pub missing: bool,
}

/// A set of values of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// None at all.
    None,
    /// Numbers (mantissas at the scale of the type) or days.
    Range(Range),
    /// Truth values; at least one is possible.
    Truth {
        /// It may hold.
        yes: bool,
        /// It may fail.
        no: bool,
    },
    /// Members of an enum, in rising order; at least one.
    Members(Arc<[u32]>),
    /// Texts.
    Texts(Texts),
}

/// A set of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Texts {
    /// One of these.
    Only(Arc<[Arc<str>]>),
    /// Anything but these.
    Except(Arc<[Arc<str>]>),
}

impl Possible {
    /// What nothing can be: no record gets here.
    #[must_use]
    pub fn impossible() -> Possible {
        Possible { values: Values::None, missing: false }
    }

    /// Certainly missing.
    #[must_use]
    pub fn blank() -> Possible {
        Possible { values: Values::None, missing: true }
    }

    /// Values that are certainly there.
    #[must_use]
    pub fn there(values: Values) -> Possible {
        Possible { values, missing: false }
    }

    /// A truth value.
    #[must_use]
    pub fn truth(yes: bool, no: bool, missing: bool) -> Possible {
        Possible { values: if yes || no { Values::Truth { yes, no } } else { Values::None }, missing }
    }

    /// One value.
    #[must_use]
    pub fn of(value: &Value) -> Possible {
        match value {
            Value::Missing => Possible::blank(),
            Value::Number(mantissa) => Possible::there(Values::Range(Range::point(*mantissa))),
            Value::Bool(truth) => Possible::truth(*truth, !*truth, false),
            Value::Date(day) => Possible::there(Values::Range(Range::point(i128::from(day.0)))),
            Value::Text(text) => Possible::there(Values::Texts(Texts::Only(Arc::from([text.clone()])))),
            Value::Member(member) => Possible::there(Values::Members(Arc::from([*member]))),
        }
    }

    /// Whether no record gets here.
    #[must_use]
    pub fn is_impossible(&self) -> bool {
        self.values == Values::None && !self.missing
    }

    /// The range of a number or day; `None` where it is never there.
    #[must_use]
    pub fn range(&self) -> Option<Range> {
        match self.values {
            Values::Range(range) => Some(range),
            Values::None | Values::Truth { .. } | Values::Members(_) | Values::Texts(_) => None,
        }
    }

    /// Whether it may be true.
    #[must_use]
    pub fn may_hold(&self) -> bool {
        matches!(self.values, Values::Truth { yes: true, .. })
    }

    /// Whether it may be false.
    #[must_use]
    pub fn may_fail(&self) -> bool {
        matches!(self.values, Values::Truth { no: true, .. })
    }

    /// Whether it certainly holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.may_hold() && !self.may_fail() && !self.missing
    }

    /// Whether it certainly fails.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.may_fail() && !self.may_hold() && !self.missing
    }

    /// What either can be.
    #[must_use]
    pub fn join(self, other: Possible) -> Possible {
        Possible { values: self.values.join(other.values), missing: self.missing || other.missing }
    }

    /// What both can be.
    #[must_use]
    pub fn meet(&self, other: &Possible) -> Possible {
        Possible { values: self.values.meet(&other.values), missing: self.missing && other.missing }
    }

    /// Whether a value is among them.
    #[must_use]
    pub fn contains(&self, value: &Value) -> bool {
        match value {
            Value::Missing => self.missing,
            value => Possible::of(value).values.meet(&self.values) != Values::None,
        }
    }
}

impl Values {
    /// What either can be.
    #[must_use]
    pub fn join(self, other: Values) -> Values {
        match (self, other) {
            (Values::None, other) | (other, Values::None) => other,
            (Values::Range(a), Values::Range(b)) => Values::Range(a.join(b)),
            (Values::Truth { yes, no }, Values::Truth { yes: yes_too, no: no_too }) => Values::Truth { yes: yes || yes_too, no: no || no_too },
            (Values::Members(a), Values::Members(b)) if a == b => Values::Members(a),
            (Values::Members(a), Values::Members(b)) => {
                let mut all: Vec<u32> = a.iter().chain(b.iter()).copied().collect();
                all.sort_unstable();
                all.dedup();
                Values::Members(Arc::from(all))
            }
            (Values::Texts(a), Values::Texts(b)) => Values::Texts(a.join(b)),
            // Values of two kinds do not meet in a checked program.
            (this, _) => this,
        }
    }

    /// What both can be.
    #[must_use]
    pub fn meet(&self, other: &Values) -> Values {
        match (self, other) {
            (Values::None, _) | (_, Values::None) => Values::None,
            (Values::Range(a), Values::Range(b)) => a.meet(*b).map_or(Values::None, Values::Range),
            (Values::Truth { yes, no }, Values::Truth { yes: yes_too, no: no_too }) => {
                Possible::truth(*yes && *yes_too, *no && *no_too, false).values
            }
            (Values::Members(a), Values::Members(b)) if a == b => Values::Members(a.clone()),
            (Values::Members(a), Values::Members(b)) => members(a.iter().copied().filter(|member| b.binary_search(member).is_ok())),
            (Values::Texts(a), Values::Texts(b)) => a.meet(b),
            (this, _) => this.clone(),
        }
    }

    /// What is left of them where they differ from others: something, unless both are one value.
    #[must_use]
    pub fn other_than(&self, others: &Values) -> Values {
        if !is_single(others) {
            return self.clone();
        }
        match (self, others) {
            (Values::Range(_), Values::Range(range)) => self.refused(&Pattern::Between(*range)),
            (Values::Members(_), Values::Members(list)) => self.refused(&Pattern::Members(list.to_vec())),
            (Values::Truth { yes, no }, Values::Truth { yes: other, .. }) => Possible::truth(*yes && !other, *no && *other, false).values,
            (Values::Texts(_), Values::Texts(Texts::Only(list))) => self.refused(&Pattern::Texts(list.to_vec())),
            _ => self.clone(),
        }
    }

    /// What a pattern accepts of them.
    #[must_use]
    pub fn accepted(&self, pattern: &Pattern) -> Values {
        match (pattern, self) {
            (Pattern::Anything | Pattern::Otherwise, _) => self.clone(),
            (Pattern::Missing | Pattern::Never, _) | (_, Values::None) => Values::None,
            (Pattern::Between(range), Values::Range(_)) => self.meet(&Values::Range(*range)),
            (Pattern::AnyOf(ranges), Values::Range(_)) => {
                ranges.iter().map(|range| self.meet(&Values::Range(*range))).fold(Values::None, Values::join)
            }
            (Pattern::Members(list), Values::Members(known)) => members(known.iter().copied().filter(|member| list.contains(member))),
            (Pattern::Members(list), Values::Truth { yes, no }) => Possible::truth(*yes && list.contains(&1), *no && list.contains(&0), false).values,
            (Pattern::Texts(list), Values::Texts(known)) => known.meet(&Texts::Only(Arc::from(list.as_slice()))),
            (Pattern::Between(_) | Pattern::AnyOf(_) | Pattern::Members(_) | Pattern::Texts(_), _) => self.clone(),
        }
    }

    /// What a pattern leaves of them.
    #[must_use]
    pub fn refused(&self, pattern: &Pattern) -> Values {
        match (pattern, self) {
            (Pattern::Anything | Pattern::Otherwise, _) | (_, Values::None) => Values::None,
            (Pattern::Missing | Pattern::Never, _) => self.clone(),
            (Pattern::Between(range), Values::Range(known)) => cut(*known, std::slice::from_ref(range)),
            (Pattern::AnyOf(ranges), Values::Range(known)) => cut(*known, ranges),
            (Pattern::Members(list), Values::Members(known)) => members(known.iter().copied().filter(|member| !list.contains(member))),
            (Pattern::Members(list), Values::Truth { yes, no }) => {
                Possible::truth(*yes && !list.contains(&1), *no && !list.contains(&0), false).values
            }
            (Pattern::Texts(list), Values::Texts(known)) => known.meet(&Texts::Except(Arc::from(list.as_slice()))),
            (Pattern::Between(_) | Pattern::AnyOf(_) | Pattern::Members(_) | Pattern::Texts(_), _) => self.clone(),
        }
    }
}

fn members(list: impl Iterator<Item = u32>) -> Values {
    let list: Vec<u32> = list.collect();
    if list.is_empty() { Values::None } else { Values::Members(Arc::from(list)) }
}

/// The least range with everything of `known` that lies in none of the holes.
fn cut(known: Range, holes: &[Range]) -> Values {
    let mut sorted: Vec<Range> = holes.to_vec();
    sorted.sort_unstable_by_key(|range| range.low);
    let mut left = Values::None;
    let mut from = Some(known.low);
    for hole in sorted {
        let Some(start) = from else { break };
        if hole.low > start && start <= known.high {
            left = left.join(Range::new(start, (hole.low - 1).min(known.high)).map_or(Values::None, Values::Range));
        }
        if hole.high >= start {
            from = hole.high.checked_add(1);
        }
    }
    match from {
        Some(start) if start <= known.high => left.join(Values::Range(Range { low: start, high: known.high })),
        _ => left,
    }
}

impl Texts {
    fn join(self, other: Texts) -> Texts {
        match (self, other) {
            (Texts::Only(a), Texts::Only(b)) => {
                let mut all: Vec<Arc<str>> = a.iter().chain(b.iter()).cloned().collect();
                all.sort_unstable();
                all.dedup();
                Texts::Only(Arc::from(all))
            }
            (Texts::Only(known), Texts::Except(out)) | (Texts::Except(out), Texts::Only(known)) => {
                Texts::Except(out.iter().filter(|text| !known.contains(text)).cloned().collect())
            }
            (Texts::Except(a), Texts::Except(b)) => Texts::Except(a.iter().filter(|text| b.contains(text)).cloned().collect()),
        }
    }

    fn meet(&self, other: &Texts) -> Values {
        let texts = match (self, other) {
            (Texts::Only(a), Texts::Only(b)) => Texts::Only(a.iter().filter(|text| b.contains(text)).cloned().collect()),
            (Texts::Only(known), Texts::Except(out)) | (Texts::Except(out), Texts::Only(known)) => {
                Texts::Only(known.iter().filter(|text| !out.contains(text)).cloned().collect())
            }
            (Texts::Except(a), Texts::Except(b)) => {
                let mut all: Vec<Arc<str>> = a.iter().chain(b.iter()).cloned().collect();
                all.sort_unstable();
                all.dedup();
                Texts::Except(Arc::from(all))
            }
        };
        match texts {
            Texts::Only(list) if list.is_empty() => Values::None,
            texts => Values::Texts(texts),
        }
    }
}

/// Whether a comparison may hold and may fail between two sets of values.
#[must_use]
pub fn compared(comparison: Comparison, left: &Values, right: &Values) -> (bool, bool) {
    let common = || left.meet(right) != Values::None;
    let (less, equal, greater) = match (left, right) {
        (Values::None, _) | (_, Values::None) => return (false, false),
        (Values::Range(a), Values::Range(b)) => (a.low < b.high, a.meet(*b).is_some(), a.high > b.low),
        _ => {
            let different = !(left == right && is_single(left));
            (different, common(), different)
        }
    };
    match comparison {
        Comparison::Less => (less, equal || greater),
        Comparison::AtMost => (less || equal, greater),
        Comparison::Greater => (greater, less || equal),
        Comparison::AtLeast => (greater || equal, less),
        Comparison::Equal => (equal, less || greater),
        Comparison::Different => (less || greater, equal),
    }
}

/// Whether there is just one value.
#[must_use]
pub fn is_single(values: &Values) -> bool {
    match values {
        Values::None | Values::Texts(Texts::Except(_)) => false,
        Values::Range(range) => range.single().is_some(),
        Values::Truth { yes, no } => yes != no,
        Values::Members(members) => members.len() == 1,
        Values::Texts(Texts::Only(texts)) => texts.len() == 1,
    }
}
