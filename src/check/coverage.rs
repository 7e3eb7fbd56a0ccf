//! Whether rows cover every case exactly once.
//!
//! In: what each column can be, and a pattern per column in each row. Out: cases no row takes, cases two rows take, rows
//! nothing reaches. Exact: columns are cut into pieces at the edges the rows mention, pieces that the same rows accept are
//! looked at once, and what was seen is remembered.

use crate::ir::table::Pattern;
use crate::value::range::Range;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What a column can be.
#[derive(Debug, Clone)]
pub struct Domain {
    /// Its values.
    pub values: Values,
    /// Whether it may be missing.
    pub missing: bool,
}

/// The values of a column.
#[derive(Debug, Clone)]
pub enum Values {
    /// Numbers or days.
    Range(Range),
    /// Members of an enum, or `false` as 0 and `true` as 1.
    Members(Arc<[u32]>),
    /// Texts.
    Texts,
}

/// A part of a column that the rows do not tell apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Piece {
    /// Numbers or days.
    Between(i128, i128),
    /// A member.
    Member(u32),
    /// A text.
    Text(Arc<str>),
    /// Any text that no row names.
    OtherText,
    /// No value.
    Missing,
}

/// A case: one piece per column.
pub type Case = Vec<Piece>;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Cases no row takes.
    pub gaps: Vec<Case>,
    /// Cases two rows take.
    pub overlaps: Vec<(usize, usize, Case)>,
    /// For each row, whether some case reaches it.
    pub reached: Vec<bool>,
    /// Whether the search was cut short; then rows not reached may still be reached, and nothing is proved.
    pub incomplete: bool,
}

/// How many gaps and overlaps are collected.
const MOST: usize = 8;
/// How many sets of rows are looked at before the columns are taken in another order.
const FIRST_STEPS: usize = 20_000;
/// How many sets of rows are then looked at before the search is cut short.
const STEPS: usize = 200_000;

/// Finds gaps, overlaps and rows out of reach. `Otherwise` patterns must have been taken out. A gap or overlap that the rules
/// of the record make impossible, as `occurs` may know, is none.
#[must_use]
pub fn cover(domains: &[Domain], rows: &[&[Pattern]], occurs: &dyn Fn(&Case) -> bool) -> Findings {
    let findings = by_sets(domains, rows);
    if findings.gaps.is_empty() && findings.overlaps.is_empty() || domains.len() < 2 {
        return findings;
    }
    // Whether a case occurs depends on all of its pieces: then every case counts, not one for each set of rows.
    let mut exact = search(domains, rows, FIRST_STEPS, Some(occurs));
    if exact.incomplete {
        return findings;
    }
    let mut told: Vec<Case> = Vec::new();
    exact.gaps.retain(|case| {
        let known = told.iter().any(|before| other_member(before, case));
        told.extend((!known).then(|| case.clone()));
        !known
    });
    exact
}

/// Whether two cases differ in the member of one column only.
fn other_member(one: &Case, other: &Case) -> bool {
    let mut different = one.iter().zip(other).filter(|(a, b)| a != b);
    matches!((different.next(), different.next()), (Some((Piece::Member(_), Piece::Member(_))), None))
}

fn by_sets(domains: &[Domain], rows: &[&[Pattern]]) -> Findings {
    let findings = search(domains, rows, FIRST_STEPS, None);
    if !findings.incomplete {
        return findings;
    }
    // Columns in which few rows say `*` tell rows apart soonest, and few sets of rows remain behind them.
    let any = |column: &usize| rows.iter().filter(|row| matches!(row.get(*column), Some(Pattern::Anything))).count();
    let mut order: Vec<usize> = (0..domains.len()).collect();
    order.sort_by_key(any);
    let moved: Vec<Domain> = order.iter().filter_map(|column| domains.get(*column).cloned()).collect();
    let patterns: Vec<Vec<Pattern>> = rows.iter().map(|row| order.iter().filter_map(|column| row.get(*column).cloned()).collect()).collect();
    let mut findings = search(&moved, &patterns.iter().map(Vec::as_slice).collect::<Vec<&[Pattern]>>(), STEPS, None);
    let cases = findings.overlaps.iter_mut().map(|(_, _, case)| case).chain(&mut findings.gaps);
    for case in cases {
        let mut pieces: Vec<(usize, Piece)> = order.iter().copied().zip(case.drain(..)).collect();
        pieces.sort_by_key(|(column, _)| *column);
        case.extend(pieces.into_iter().map(|(_, piece)| piece));
    }
    findings
}

/// Looks at sets of rows, each once; or, where it matters which cases occur, at every case.
fn search(domains: &[Domain], rows: &[&[Pattern]], limit: usize, occurs: Option<&dyn Fn(&Case) -> bool>) -> Findings {
    let findings = Findings { reached: vec![false; rows.len()], ..Findings::default() };
    let mut search = Search { domains, rows, findings, seen: HashSet::new(), steps: 0, limit, occurs };
    let all: Vec<u32> = (0..rows.len() as u32).collect();
    search.column(0, &all, &mut Vec::new());
    search.findings
}

struct Search<'a> {
    domains: &'a [Domain],
    rows: &'a [&'a [Pattern]],
    findings: Findings,
    seen: HashSet<(usize, Vec<u32>)>,
    steps: usize,
    limit: usize,
    occurs: Option<&'a dyn Fn(&Case) -> bool>,
}

impl Search<'_> {
    fn column(&mut self, column: usize, rows: &[u32], case: &mut Case) {
        let Some(domain) = self.domains.get(column) else { return self.settle(rows, case) };
        if self.occurs.is_none() && !self.seen.insert((column, rows.to_vec())) {
            return;
        }
        self.steps += 1;
        if self.steps > self.limit {
            self.findings.incomplete = true;
            return;
        }
        for (accepted, piece) in self.pieces(column, domain, rows) {
            case.push(piece);
            self.column(column + 1, &accepted, case);
            case.pop();
        }
    }

    fn settle(&mut self, rows: &[u32], case: &Case) {
        for row in rows {
            if let Some(reached) = self.findings.reached.get_mut(*row as usize) {
                *reached = true;
            }
        }
        match rows {
            // A band's `otherwise` fills every gap but the missing value, so that one is never left out.
            [] if (self.findings.gaps.len() < MOST || matches!(case.as_slice(), [Piece::Missing])) && self.may_occur(case) => {
                self.findings.gaps.push(case.clone());
            }
            [first, second, ..] => {
                let known = self.findings.overlaps.iter().any(|(a, b, _)| (*a, *b) == (*first as usize, *second as usize));
                if !known && self.findings.overlaps.len() < MOST && self.may_occur(case) {
                    self.findings.overlaps.push((*first as usize, *second as usize, case.clone()));
                }
            }
            _ => {}
        }
    }

    fn may_occur(&self, case: &Case) -> bool {
        self.occurs.is_none_or(|occurs| occurs(case))
    }

    /// The pieces of a column with the rows that accept each, in order; within one column of several, pieces that the same rows
    /// accept are given once.
    fn pieces(&self, column: usize, domain: &Domain, rows: &[u32]) -> Vec<(Vec<u32>, Piece)> {
        let patterns: Vec<(u32, &Pattern)> = rows.iter().filter_map(|row| Some((*row, self.rows.get(*row as usize)?.get(column)?))).collect();
        let mut pieces = match &domain.values {
            Values::Range(range) => range_pieces(*range, &patterns),
            Values::Members(members) => member_pieces(members, &patterns),
            Values::Texts => text_pieces(&patterns),
        };
        if domain.missing {
            let accepted = patterns.iter().filter(|(_, p)| matches!(p, Pattern::Missing | Pattern::Anything)).map(|(row, _)| *row).collect();
            pieces.push((accepted, Piece::Missing));
        }
        if self.domains.len() > 1 && self.occurs.is_none() {
            let mut seen: HashSet<Vec<u32>> = HashSet::new();
            pieces.retain(|(accepted, _)| accepted.is_empty() || seen.insert(accepted.clone()));
        }
        pieces
    }
}

fn range_pieces(domain: Range, patterns: &[(u32, &Pattern)]) -> Vec<(Vec<u32>, Piece)> {
    let mut spans: Vec<(i128, i128, u32)> = Vec::new();
    for (row, pattern) in patterns {
        let ranges: &[Range] = match pattern {
            Pattern::Between(range) => std::slice::from_ref(range),
            Pattern::AnyOf(ranges) => ranges,
            Pattern::Anything => std::slice::from_ref(&domain),
            Pattern::Members(_) | Pattern::Texts(_) | Pattern::Missing | Pattern::Otherwise | Pattern::Never => &[],
        };
        spans.extend(ranges.iter().filter_map(|range| range.meet(domain)).map(|range| (range.low, range.high, *row)));
    }
    let mut changes: BTreeMap<i128, Vec<(u32, bool)>> = BTreeMap::new();
    changes.insert(domain.low, Vec::new());
    for (low, high, row) in &spans {
        changes.entry(*low).or_default().push((*row, true));
        if *high < domain.high {
            changes.entry(high + 1).or_default().push((*row, false));
        }
    }
    let starts: Vec<i128> = changes.keys().copied().collect();
    let mut active: BTreeMap<u32, u32> = BTreeMap::new();
    let mut pieces: Vec<(Vec<u32>, Piece)> = Vec::new();
    for (index, (start, list)) in changes.iter().enumerate() {
        for (row, opens) in list {
            let count = active.entry(*row).or_default();
            *count = if *opens { *count + 1 } else { count.saturating_sub(1) };
        }
        active.retain(|_, count| *count > 0);
        let end = starts.get(index + 1).map_or(domain.high, |next| next - 1);
        let accepted: Vec<u32> = active.keys().copied().collect();
        match pieces.last_mut() {
            Some((last, Piece::Between(_, high))) if *last == accepted => *high = end,
            _ => pieces.push((accepted, Piece::Between(*start, end))),
        }
    }
    pieces
}

fn member_pieces(possible: &[u32], patterns: &[(u32, &Pattern)]) -> Vec<(Vec<u32>, Piece)> {
    let count = possible.last().map_or(0, |last| *last as usize + 1);
    let mut accepted: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (row, pattern) in patterns {
        match pattern {
            Pattern::Members(members) => {
                for member in members {
                    if let Some(list) = accepted.get_mut(*member as usize).filter(|list| list.last() != Some(row)) {
                        list.push(*row);
                    }
                }
            }
            Pattern::Anything => accepted.iter_mut().for_each(|list| list.push(*row)),
            Pattern::Between(_) | Pattern::AnyOf(_) | Pattern::Texts(_) | Pattern::Missing | Pattern::Otherwise | Pattern::Never => {}
        }
    }
    possible.iter().filter_map(|member| Some((std::mem::take(accepted.get_mut(*member as usize)?), Piece::Member(*member)))).collect()
}

fn text_pieces(patterns: &[(u32, &Pattern)]) -> Vec<(Vec<u32>, Piece)> {
    let mut named: BTreeMap<Arc<str>, Vec<u32>> = BTreeMap::new();
    for (_, pattern) in patterns {
        if let Pattern::Texts(texts) = pattern {
            for text in texts {
                named.entry(text.clone()).or_default();
            }
        }
    }
    let mut other = Vec::new();
    for (row, pattern) in patterns {
        match pattern {
            Pattern::Texts(texts) => texts.iter().for_each(|text| named.entry(text.clone()).or_default().push(*row)),
            Pattern::Anything => {
                named.values_mut().for_each(|rows| rows.push(*row));
                other.push(*row);
            }
            Pattern::Between(_) | Pattern::AnyOf(_) | Pattern::Members(_) | Pattern::Missing | Pattern::Otherwise | Pattern::Never => {}
        }
    }
    named.values_mut().for_each(Vec::dedup);
    let mut pieces: Vec<(Vec<u32>, Piece)> = named.into_iter().map(|(text, rows)| (rows, Piece::Text(text))).collect();
    pieces.push((other, Piece::OtherText));
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Domain, Findings, Piece, Values, cover, search};
    use crate::ir::table::Pattern;
    use crate::value::range::Range;
    use std::sync::Arc;

    fn between(low: i128, high: i128) -> Pattern {
        Pattern::Between(Range { low, high })
    }

    fn numbers(low: i128, high: i128) -> Domain {
        Domain { values: Values::Range(Range { low, high }), missing: false }
    }

    fn run(domains: &[Domain], rows: &[Vec<Pattern>]) -> Findings {
        cover(domains, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), &|_| true)
    }

    #[test]
    fn finds_the_exact_gap_and_overlap() {
        let found = run(&[numbers(0, 100)], &[vec![between(0, 10)], vec![between(12, 60)], vec![between(60, 200)]]);
        assert_eq!(found.gaps, vec![vec![Piece::Between(11, 11)]]);
        assert_eq!(found.overlaps, vec![(1, 2, vec![Piece::Between(60, 60)])]);
        assert_eq!(found.reached, vec![true, true, true]);
    }

    #[test]
    fn rows_outside_the_domain_are_not_reached() {
        let found = run(&[numbers(0, 9)], &[vec![between(-5, -1)], vec![between(0, 9)]]);
        assert!(found.gaps.is_empty() && found.overlaps.is_empty());
        assert_eq!(found.reached, vec![false, true]);
    }

    #[test]
    fn several_columns_together() {
        let domains = [Domain { values: Values::Members(Arc::from([0, 1])), missing: false }, numbers(0, 9)];
        let member = |m| Pattern::Members(vec![m]);
        let rows = [vec![member(0), between(0, 4)], vec![Pattern::Anything, between(5, 9)]];
        let found = run(&domains, &rows);
        assert_eq!(found.gaps, vec![vec![Piece::Member(1), Piece::Between(0, 4)]]);
        let closed = [rows[0].clone(), rows[1].clone(), vec![member(1), between(0, 5)]];
        let found = run(&domains, &closed);
        assert_eq!(found.gaps, Vec::<Vec<Piece>>::new());
        assert_eq!(found.overlaps, vec![(1, 2, vec![Piece::Member(1), Piece::Between(5, 5)])]);
    }

    /// Twenty columns of `*`, and a last one that tells the rows apart.
    #[test]
    fn the_order_of_columns_does_not_matter() {
        let mut domains = vec![Domain { values: Values::Members(Arc::from([0, 1])), missing: false }; 20];
        domains.push(numbers(0, 19));
        let row = |column: usize, member: u32| {
            let mut row = vec![Pattern::Anything; 21];
            row[column] = Pattern::Members(vec![member]);
            row[20] = between(column as i128, column as i128);
            row
        };
        let rows: Vec<Vec<Pattern>> = (0..20).flat_map(|column| [row(column, 0), row(column, 1)]).collect();
        let found = run(&domains, &rows);
        assert!(found.gaps.is_empty() && found.overlaps.is_empty() && !found.incomplete);
        let found = run(&domains, &rows[1..]);
        assert_eq!((found.gaps.len(), &found.gaps[0][0], &found.gaps[0][20]), (1, &Piece::Member(0), &Piece::Between(0, 0)));
        assert!(search(&domains, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), 100, None).incomplete);
    }

    #[test]
    fn what_does_not_occur_is_no_gap() {
        let rows = [vec![between(0, 4), Pattern::Anything], vec![between(5, 9), between(5, 9)]];
        let rows: Vec<&[Pattern]> = rows.iter().map(Vec::as_slice).collect();
        let second_at_least_first = |case: &super::Case| match case.as_slice() {
            [Piece::Between(low, _), Piece::Between(_, high)] => high >= low,
            _ => true,
        };
        assert_eq!(cover(&[numbers(0, 9), numbers(0, 9)], &rows, &|_| true).gaps.len(), 1);
        assert!(cover(&[numbers(0, 9), numbers(0, 9)], &rows, &second_at_least_first).gaps.is_empty());
    }

    #[test]
    fn a_missing_value_needs_a_row() {
        let domains = [Domain { values: Values::Range(Range { low: 0, high: 9 }), missing: true }];
        assert_eq!(run(&domains, &[vec![between(0, 9)]]).gaps, vec![vec![Piece::Missing]]);
        assert!(run(&domains, &[vec![between(0, 9)], vec![Pattern::Missing]]).gaps.is_empty());
    }
}
