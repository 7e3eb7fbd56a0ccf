//! Choices: bands, decision tables, guarded rows, look-ups, straight lines.
//!
//! A number becomes the position of the interval it lies in, a text the test it passes; which row that makes is worked out for
//! every combination beforehand.

use super::super::graph::{CHUNK, Node, NumberKind, Scalar, TextTest};
use super::super::tabled::Tabled;
use super::{LONG, Lowered, Lowering, Numbers, Texts, nothing};
use crate::ir::expr::{Choose, Expr, Linear, Lookup, When, WhenRow};
use crate::ir::table::Pattern;
use crate::value::Value;
use crate::value::knots;
use crate::value::range::Range;
use std::collections::HashMap;
use std::sync::Arc;

/// A list of members is sorted into classes by a table rather than by this many cuts.
const CUTS_OF_LIST: usize = 8;

impl Lowering<'_> {
    /// Which interval between the cuts a number lies in, each shown by a number in it.
    pub(super) fn band(&mut self, Numbers { mut x, present, kind }: Numbers, mut cuts: Vec<i128>) -> Tabled {
        let mut finer: i128 = 1;
        // More decimal places move the cuts, not the interval a number lies in.
        while let Node::Scale { x: inner, factor } = self.graph.node(x)
            && *factor > 0
        {
            cuts.iter_mut().for_each(|cut| *cut = cut.div_euclid(*factor) + i128::from(cut.rem_euclid(*factor) != 0));
            finer = finer.saturating_mul(*factor);
            x = *inner;
        }
        cuts.dedup();
        let shown = |number: i128| kind.value(number.saturating_mul(finer));
        // Every number that matters is beyond such a cut, or none is.
        let range = self.graph.range(x);
        cuts.retain(|cut| range.low < *cut && *cut <= range.high);
        let Some(first) = cuts.first() else {
            let there = self.presence(&Lowered::Numbers(Numbers { x, present, kind }));
            return there.map(|there| if there.truth() == Some(true) { shown(range.low) } else { Value::Missing });
        };
        let mut cells = vec![shown(*first - 1)];
        cells.extend(cuts.iter().map(|cut| shown(*cut)));
        cells.extend(present.map(|_| Value::Missing));
        let node = self.graph.add(Node::Band { x, cuts: Arc::from(cuts), present }, None);
        Tabled::of_code(node, cells)
    }

    /// A table of values that stand for all the patterns tell apart; `None` where there are too many.
    pub(super) fn classify(&mut self, subject: &Lowered, patterns: &[&Pattern]) -> Option<Tabled> {
        match subject {
            Lowered::Tabled(tabled) => Some(tabled.clone()),
            Lowered::Numbers(numbers) => {
                let mut cuts: Vec<i128> = patterns.iter().flat_map(|pattern| bounds(pattern)).flat_map(|range| [range.low, range.high + 1]).collect();
                cuts.sort_unstable();
                cuts.dedup();
                match numbers.kind {
                    NumberKind::Member if cuts.len() > CUTS_OF_LIST => self.members(*numbers, patterns),
                    _ if cuts.len() > LONG => None,
                    NumberKind::Number | NumberKind::Day | NumberKind::Member => Some(self.band(*numbers, cuts)),
                }
            }
            Lowered::Texts(Texts { text, present }) => {
                let mut named: Vec<Arc<str>> = patterns.iter().flat_map(|pattern| texts(pattern)).cloned().collect();
                named.sort();
                named.dedup();
                if named.len() + 2 > LONG {
                    return None;
                }
                let mut cells: Vec<Value> = named.iter().cloned().map(Value::Text).collect();
                // No pattern names a text that is longer than all of them.
                let longest = named.iter().map(|text| text.len()).max().unwrap_or(0);
                cells.push(Value::Text(Arc::from("?".repeat(longest + 1))));
                cells.extend(present.map(|_| Value::Missing));
                let tests = named.into_iter().map(TextTest::Is).collect();
                Some(Tabled::of_code(self.graph.add(Node::TextClass { text: *text, tests, present: *present }, None), cells))
            }
        }
    }

    /// Members of a long list, one standing for all that the same patterns accept.
    fn members(&mut self, numbers: Numbers, patterns: &[&Pattern]) -> Option<Tabled> {
        let last = u32::try_from(self.graph.range(numbers.x).high).ok()?;
        let (mut known, mut cells, mut codes): (HashMap<Vec<bool>, u8>, Vec<Value>, Vec<u8>) = (HashMap::new(), Vec::new(), Vec::new());
        for member in (0..=last).map(Value::Member) {
            let accepted: Vec<bool> = patterns.iter().map(|pattern| pattern.accepts(&member)).collect();
            let next = u8::try_from(known.len()).ok().filter(|next| usize::from(*next) < LONG)?;
            codes.push(*known.entry(accepted).or_insert_with(|| {
                cells.push(member);
                next
            }));
        }
        if numbers.present.is_some() {
            codes.push(cells.len() as u8);
            cells.push(Value::Missing);
        }
        let node = self.graph.add(Node::Class { x: numbers.x, cells: Arc::from(codes), present: numbers.present }, None);
        Some(Tabled::of_code(node, cells))
    }

    /// The first row whose patterns accept all subjects, -1 where none does; `None` where there are too many cases.
    pub(super) fn rows(&mut self, subjects: &[Lowered], rows: &[Vec<Pattern>]) -> Option<Tabled> {
        self.rows_by_case(subjects, rows).or_else(|| (rows.len() <= CHUNK).then(|| self.rows_by_record(subjects, rows)))
    }

    /// Subject by subject: the set of rows that are still possible is the state.
    fn rows_by_case(&mut self, subjects: &[Lowered], rows: &[Vec<Pattern>]) -> Option<Tabled> {
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        let (mut sets, mut known) = (vec![all.clone()], HashMap::from([(all, 0i128)]));
        let mut state = Tabled::constant(Value::Number(0));
        for (position, subject) in subjects.iter().enumerate() {
            let patterns: Vec<&Pattern> = rows.iter().filter_map(|row| row.get(position)).collect();
            let classes = self.classify(subject, &patterns)?;
            let mut narrowed = |values: &[&Value]| {
                let [Value::Number(set), value] = values else { return Value::Missing };
                let accepts = |row: &&u32| patterns.get(**row as usize).is_some_and(|pattern| pattern.accepts(value));
                let left: Vec<u32> = sets.get(*set as usize).map(|set| set.iter().filter(accepts).copied().collect()).unwrap_or_default();
                let next = sets.len() as i128;
                Value::Number(*known.entry(left.clone()).or_insert_with(|| {
                    sets.push(left);
                    next
                }))
            };
            state = self.graph.tabulate(&[&state, &classes], &mut narrowed)?;
        }
        let first =
            |set: &Value| set.mantissa().and_then(|set| sets.get(set as usize)).and_then(|set| set.first()).map_or(-1, |row| i128::from(*row));
        Some(state.map(|set| Value::Number(first(set))))
    }

    /// At most one chunk of rows, looked at record by record.
    fn rows_by_record(&mut self, subjects: &[Lowered], rows: &[Vec<Pattern>]) -> Tabled {
        self.code_by_record(Scalar::RowDigit { rows: Arc::from(rows.to_vec()), unit: 1 }, subjects)
    }

    fn code_by_record(&mut self, scalar: Scalar, subjects: &[Lowered]) -> Tabled {
        let operands = subjects.iter().map(|subject| self.operand(subject)).collect();
        let values = self.graph.add(Node::Scalar { scalar, operands }, None);
        let node = self.graph.add(Node::CodeOf { values, size: CHUNK as u8 }, None);
        Tabled::of_code(node, (0..CHUNK as i128).chain([-1]).map(Value::Number).collect())
    }

    pub(super) fn choose(&mut self, choose: &Choose) -> Lowered {
        let subjects: Vec<Lowered> = choose.subjects.iter().map(|subject| self.lower(subject)).collect();
        let rows: Vec<Vec<Pattern>> = choose.rows.iter().map(|row| row.patterns.clone()).collect();
        let values: Vec<Lowered> = choose.rows.iter().map(|row| self.lower(&row.value)).collect();
        if let Some(row) = self.rows(&subjects, &rows) {
            return self.pick(&row, &values);
        }
        let every: Arc<[Vec<Pattern>]> = Arc::from(rows);
        let (mut values, mut unit) = (values, 1usize);
        while values.len() > 1 {
            let digit = self.code_by_record(Scalar::RowDigit { rows: every.clone(), unit }, &subjects);
            values = values.chunks(CHUNK).map(|values| self.pick(&digit, values)).collect();
            unit = unit.saturating_mul(CHUNK);
        }
        values.pop().unwrap_or(nothing())
    }

    pub(super) fn when(&mut self, when: &When) -> Lowered {
        self.guarded(&when.rows, when)
    }

    /// The first of the rows whose guard holds, else what `when` says: so many rows at a time as a code counts.
    fn guarded(&mut self, rows: &[WhenRow], when: &When) -> Lowered {
        let (rows, later) = rows.split_at(rows.len().min(CHUNK));
        let count = rows.len() as i128;
        // -1 until a guard decides.
        let mut row = Tabled::constant(Value::Number(-1));
        for (position, guarded) in (0i128..).zip(rows) {
            let guard = self.lower(&guarded.guard);
            let guard = self.tabled(&guard);
            let mut join = |values: &[&Value]| match values {
                [Value::Number(-1), guard] => Value::Number(match guard.truth() {
                    Some(true) => position,
                    Some(false) => -1,
                    None => count + 1,
                }),
                [decided, _] => (*decided).clone(),
                _ => Value::Missing,
            };
            row = self.fold(row, &[guard], &mut join);
        }
        let row = row.map(|row| if *row == Value::Number(-1) { Value::Number(count) } else { row.clone() });
        let mut values: Vec<Lowered> = rows.iter().map(|row| self.lower(&row.value)).collect();
        values.push(if later.is_empty() { self.lower(&when.otherwise) } else { self.guarded(later, when) });
        values.extend(when.missing.as_ref().map(|missing| self.lower(missing)));
        self.pick(&row, &values)
    }

    pub(super) fn lookup(&mut self, expr: &Expr, lookup: &Lookup) -> Lowered {
        let keys: Vec<Lowered> = lookup.keys.iter().map(|key| self.lower(key)).collect();
        let Some(table) = self.program.tables.get(lookup.table.0 as usize) else { return nothing() };
        let patterns: Vec<Vec<Pattern>> = table.rows.iter().map(|row| row.keys.clone()).collect();
        if let Some(row) = self.rows_by_case(&keys, &patterns) {
            let marks: Vec<Tabled> = keys.iter().map(|key| self.presence(key)).collect();
            let mut cell = |values: &[&Value]| {
                let there = values.iter().skip(1).all(|mark| mark.truth() == Some(true));
                let row = values.first().and_then(|row| row.mantissa()).and_then(|row| usize::try_from(row).ok());
                let row = row.filter(|_| there).and_then(|row| table.rows.get(row));
                row.and_then(|row| row.cells.get(lookup.column as usize)).cloned().unwrap_or(Value::Missing)
            };
            let parts: Vec<&Tabled> = std::iter::once(&row).chain(&marks).collect();
            if let Some(tabled) = self.graph.tabulate(&parts, &mut cell) {
                return Lowered::Tabled(tabled);
            }
        }
        self.scalar(Scalar::Lookup { table: lookup.table, column: lookup.column }, &keys, &expr.ty)
    }

    pub(super) fn linear(&mut self, linear: &Linear) -> Lowered {
        let subject = self.lower(&linear.subject);
        let there = self.presence(&subject);
        let line = match &subject {
            Lowered::Tabled(tabled) => Lowered::Tabled(
                tabled.map(|value| value.mantissa().and_then(|x| knots::height(&linear.knots, x)).map_or(Value::Missing, Value::Number)),
            ),
            Lowered::Numbers(numbers) => {
                let heights = linear.knots.iter().map(|(_, y)| *y);
                let range = Range { low: heights.clone().min().unwrap_or(0), high: heights.max().unwrap_or(0) };
                let x = self.graph.add(Node::Linear { x: numbers.x, knots: Arc::from(linear.knots.as_slice()) }, Some(range));
                Lowered::Numbers(Numbers { x, kind: NumberKind::Number, ..*numbers })
            }
            Lowered::Texts(_) => nothing(),
        };
        match &linear.missing {
            None => line,
            Some(missing) => {
                let row = there.map(|there| Value::Number(i128::from(there.truth() != Some(true))));
                let missing = self.lower(missing);
                self.pick(&row, &[line.without_marks(), missing])
            }
        }
    }

    /// The alternative that a number says.
    pub(super) fn pick(&mut self, row: &Tabled, alternatives: &[Lowered]) -> Lowered {
        let mut used: Vec<usize> = row.cells.iter().filter_map(|cell| usize::try_from(cell.mantissa()?).ok()).collect();
        used.sort_unstable();
        used.dedup();
        used.retain(|position| *position < alternatives.len());
        let chosen: Vec<(usize, &Lowered)> =
            used.iter().filter_map(|position| alternatives.get(*position).map(|chosen| (*position, chosen))).collect();
        let Some((_, first)) = chosen.first() else { return nothing() };
        if chosen.len() == 1 && row.single().is_some() {
            return (*first).clone();
        }
        let tables: Option<Vec<(usize, &Tabled)>> = chosen
            .iter()
            .map(|(position, lowered)| match lowered {
                Lowered::Tabled(tabled) => Some((*position, tabled)),
                Lowered::Numbers(_) | Lowered::Texts(_) => None,
            })
            .collect();
        if let Some(tabled) = tables.and_then(|tables| self.pick_tabled(row, &tables)) {
            return Lowered::Tabled(tabled);
        }
        self.pick_lanes(row, &chosen)
    }

    /// Alternatives that are tables: all at once, else one after the other.
    fn pick_tabled(&mut self, row: &Tabled, tables: &[(usize, &Tabled)]) -> Option<Tabled> {
        let parts: Vec<&Tabled> = std::iter::once(row).chain(tables.iter().map(|(_, table)| *table)).collect();
        let mut choice = |values: &[&Value]| {
            let row = values.first().and_then(|row| row.mantissa());
            let place = tables.iter().position(|(position, _)| Some(*position as i128) == row);
            place.and_then(|place| values.get(place + 1)).map_or(Value::Missing, |value| (*value).clone())
        };
        if let Some(tabled) = self.graph.tabulate(&parts, &mut choice) {
            return Some(tabled);
        }
        let mut known = Tabled::constant(Value::Missing);
        for (position, table) in tables {
            let takes = row.map(|row| Value::Bool(row.mantissa() == Some(*position as i128)));
            let mut choice = |values: &[&Value]| match values {
                [takes, value, known] => (*if takes.truth() == Some(true) { value } else { known }).clone(),
                _ => Value::Missing,
            };
            known = self.graph.tabulate(&[&takes, table, &known], &mut choice)?;
        }
        Some(known)
    }

    /// Alternatives of which some are columns: lane by lane.
    fn pick_lanes(&mut self, row: &Tabled, chosen: &[(usize, &Lowered)]) -> Lowered {
        let marks: Vec<(usize, Tabled)> = chosen.iter().map(|(position, lowered)| (*position, self.presence(lowered))).collect();
        let there = self.pick_tabled(row, &marks.iter().map(|(position, mark)| (*position, mark)).collect::<Vec<(usize, &Tabled)>>());
        let there = there.unwrap_or_else(|| Tabled::constant(Value::Bool(true)));
        let present = self.mark(&there);
        let is_text = |lowered: &Lowered| match lowered {
            Lowered::Texts(_) => true,
            Lowered::Tabled(tabled) => tabled.cells.iter().any(|cell| matches!(cell, Value::Text(_))),
            Lowered::Numbers(_) => false,
        };
        let takes = |position: usize| row.map(|row| Value::Bool(row.mantissa() == Some(position as i128)));
        if chosen.iter().any(|(_, lowered)| is_text(lowered)) {
            let mut text = None;
            for (position, lowered) in chosen {
                let (next, mark) = (self.texts(lowered).text, self.graph.recoded(&takes(*position), truth_code));
                text = Some(text.map_or(next, |known| self.graph.add(Node::TextSelect { mark, yes: next, no: known }, None)));
            }
            return text.map_or(nothing(), |text| Lowered::Texts(Texts { text, present }));
        }
        // Tables first, together where they can be: one look-up instead of several.
        let tables: Vec<(usize, &Tabled)> = chosen
            .iter()
            .filter_map(|(position, lowered)| match lowered {
                Lowered::Tabled(tabled) => Some((*position, tabled)),
                Lowered::Numbers(_) | Lowered::Texts(_) => None,
            })
            .collect();
        let together = self.pick_tabled(row, &tables).filter(|_| tables.len() > 1);
        let mut kind = NumberKind::Number;
        let first = chosen.first().map_or(0, |(position, _)| *position);
        let mut x = together.as_ref().map(|table| {
            let table = self.numbers(&Lowered::Tabled(table.clone()));
            kind = table.kind;
            table.x
        });
        for (position, lowered) in chosen {
            if together.is_some() && matches!(lowered, Lowered::Tabled(_)) {
                continue;
            }
            let next = self.numbers(lowered);
            // A table that is always missing says nothing about what the numbers are.
            if matches!(lowered, Lowered::Numbers(_)) || next.kind != NumberKind::Number {
                kind = next.kind;
            }
            x = Some(match x {
                None => next.x,
                Some(known) if known == next.x => known,
                Some(known) => {
                    let range = self.graph.range(next.x).join(self.graph.range(known));
                    let (takes, other) = (takes(*position), takes(first));
                    // Of two alternatives, the mark that is there already.
                    if chosen.len() == 2 && other.is_mark() {
                        let mark = self.graph.recoded(&other, truth_code);
                        self.graph.add(Node::Select { mark, yes: known, no: next.x }, Some(range))
                    } else {
                        let mark = self.graph.recoded(&takes, truth_code);
                        self.graph.add(Node::Select { mark, yes: next.x, no: known }, Some(range))
                    }
                }
            });
        }
        x.map_or(nothing(), |x| Lowered::Numbers(Numbers { x, present, kind }))
    }
}

fn truth_code(value: &Value) -> u8 {
    u8::from(value.truth() == Some(true))
}

/// The intervals that tell a pattern's numbers from others.
fn bounds(pattern: &Pattern) -> Vec<Range> {
    match pattern {
        Pattern::Between(range) => vec![*range],
        Pattern::AnyOf(ranges) => ranges.clone(),
        Pattern::Members(members) => members.iter().map(|member| Range::point(i128::from(*member))).collect(),
        Pattern::Texts(_) | Pattern::Missing | Pattern::Anything | Pattern::Otherwise | Pattern::Never => Vec::new(),
    }
}

fn texts(pattern: &Pattern) -> &[Arc<str>] {
    match pattern {
        Pattern::Texts(texts) => texts,
        Pattern::Between(_)
        | Pattern::AnyOf(_)
        | Pattern::Members(_)
        | Pattern::Missing
        | Pattern::Anything
        | Pattern::Otherwise
        | Pattern::Never => &[],
    }
}
