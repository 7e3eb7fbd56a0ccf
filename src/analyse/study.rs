//! What every part of an analysis needs: the model, the region of valid records, the periods, the records found.
//!
//! In: a checked program and its texts. Out: names, figures, and what a value can be, with the records that show it.

use super::difference::Figure as Atom;
use super::edges::Under;
use super::model::Model;
use super::report::{Choice, End, Name, Reach, RecordReport, Side};
use super::search::{Found, Origin, Search};
use crate::diagnostic::Lang;
use crate::explain::explanation::{Bilingual, Figure};
use crate::explain::{exact, in_labels, in_percent, is_choice, show};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::FieldId;
use crate::ir::{SlotId, SlotKind, walk};
use crate::region::{Possible, Region, Values};
use crate::source::{Sources, Span};
use crate::value::Value;
use crate::value::calendar::{Day, USUAL_FIRST, USUAL_LAST};
use crate::value::decimal::power_of_ten;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::BTreeSet;

/// How many cases of alternatives a value is looked at in.
const CASES: usize = 24;
/// Numbers of more digits than this, in base units, come of defaults that nobody wrote.
const FAR_DIGITS: u32 = 12;
/// What is said of such numbers.
pub const UNLIMITED: (&str, &str) = ("unlimited", "不限");
/// How often a bound is tried to be brought nearer to what is reached.
const HALVINGS: u32 = 8;

/// See the module.
pub struct Study<'m> {
    /// The model.
    pub model: &'m Model<'m>,
    /// The texts.
    pub sources: &'m Sources,
    /// The valid records at the reference dates considered.
    pub valid: Region,
    /// Reference dates within which no dated value changes.
    pub periods: Vec<Range>,
    /// Whether results depend on the reference date.
    pub dated: bool,
    search: Search<'m>,
    records: Vec<(Found, BTreeSet<FieldId>)>,
}

impl<'m> Study<'m> {
    /// The study of a model, at one reference date or all.
    #[must_use]
    pub fn new(model: &'m Model<'m>, sources: &'m Sources, as_of: Option<Day>) -> Study<'m> {
        let program = model.program;
        let first = program.earliest_as_of.unwrap_or(USUAL_FIRST).max(USUAL_FIRST);
        let days = match as_of.or(program.policy.as_of) {
            Some(day) => Range::point(i128::from(day.0)),
            None => Range { low: i128::from(first.0), high: i128::from(USUAL_LAST.0.max(first.0)) },
        };
        let valid = Region::valid(model.world()).with_as_of(days);
        let mut starts = BTreeSet::from([days.low]);
        for slot in &program.slots {
            walk::each(&slot.expr, &mut |part| {
                if let ExprKind::Dated(rows) = &part.kind {
                    starts.extend(rows.iter().map(|row| i128::from(row.from.0)).filter(|day| days.contains(*day)));
                }
            });
        }
        let starts: Vec<i128> = starts.into_iter().collect();
        let ends = starts.iter().skip(1).map(|next| next - 1).chain([days.high]);
        let periods: Vec<Range> = starts.iter().zip(ends).map(|(low, high)| Range { low: *low, high }).collect();
        // Where only the length of time counts, the day on which the policy came into force is as good as any.
        let usual = program.policy.effective_from.filter(|day| days.contains(i128::from(day.0)));
        let mut search_days: Vec<Day> = usual.into_iter().collect();
        search_days.extend(periods.iter().rev().filter_map(|period| Some(Day(i32::try_from(period.low).ok()?))));
        let search = Search::new(model, &valid, &search_days);
        Study { model, sources, valid, periods, dated: program.policy.needs_as_of, search, records: Vec::new() }
    }

    /// A figure in words.
    #[must_use]
    pub fn figure(&self, value: &Value, ty: &Type) -> Figure {
        let unit = match value {
            Value::Number(_) => ty.number().map_or_else(String::new, |number| number.unit.name.clone()),
            Value::Missing | Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) => String::new(),
        };
        let program = self.model.program;
        let text = Bilingual::new(show(value, ty, program, Lang::En), show(value, ty, program, Lang::Zh));
        Figure { exact: (!value.is_missing()).then(|| exact(value, ty, program)), unit, text }
    }

    /// A number or day at the scale of a type. Beyond what anybody writes it is the limit of data, not of the policy.
    #[must_use]
    pub fn number(&self, x: i128, ty: &Type) -> Figure {
        let far = is_far(x, ty.scale());
        match ty {
            Type::Number(_) if far => Figure { text: Bilingual::new(UNLIMITED.0, UNLIMITED.1), ..self.figure(&Value::Number(x), ty) },
            Type::Date(_) => self.figure(&Value::Date(Day(i32::try_from(x).unwrap_or(0))), ty),
            Type::Number(_) | Type::Bool | Type::Text | Type::Enum(_) | Type::Unknown | Type::Nothing => self.figure(&Value::Number(x), ty),
        }
    }

    /// The first and last day of a period.
    #[must_use]
    pub fn days(&self, period: Range) -> (String, String) {
        let day = |x: i128| Day(i32::try_from(x).unwrap_or(0)).to_string();
        (day(period.low), day(period.high))
    }

    /// The name of a field.
    #[must_use]
    pub fn field_name(&self, id: FieldId) -> Name {
        let field = self.model.program.record.field(id);
        Name { name: field.name.clone(), label: Bilingual::same(field.label.clone()) }
    }

    /// The name of a slot.
    #[must_use]
    pub fn slot_name(&self, id: SlotId) -> Name {
        let Some(slot) = self.model.slot(id) else { return Name { name: String::new(), label: Bilingual::default() } };
        Name { name: slot.name.clone(), label: Bilingual::same(slot.label.clone()) }
    }

    /// The name of a figure: a field, a named value, or the formula it is.
    #[must_use]
    pub fn atom_name(&self, atom: Atom) -> Name {
        let id = match atom {
            Atom::Field(id) => return self.field_name(id),
            Atom::Slot(id) => id,
        };
        let Some(slot) = self.model.slot(id) else { return self.slot_name(id) };
        let written = self.model.written(&slot.expr);
        let label = match slot.kind {
            SlotKind::IndicatorValue if is_choice(&written) => Bilingual::new(format!("value of {}", slot.label), format!("{}的取值", slot.label)),
            SlotKind::IndicatorValue => in_labels(self.model.program, self.sources, &written),
            _ if slot.label.is_empty() => in_labels(self.model.program, self.sources, &written),
            _ => Bilingual::same(slot.label.clone()),
        };
        Name { name: slot.name.clone(), label }
    }

    /// The type of a figure.
    #[must_use]
    pub fn atom_type(&self, atom: Atom) -> Type {
        match atom {
            Atom::Field(id) => self.model.program.record.field(id).kind.value_type(),
            Atom::Slot(id) => self.model.slot(id).map_or(Type::Unknown, |slot| slot.expr.ty.clone()),
        }
    }

    /// The type as it is best shown beside a text: a plain number that the text states in % is shown in %.
    #[must_use]
    pub fn beside(&self, ty: Type, span: Span) -> Type {
        let percent = in_percent(&ty).filter(|_| self.sources.slice(span).contains(['%', '％']));
        percent.unwrap_or(ty)
    }

    /// An expression in labels.
    #[must_use]
    pub fn text(&self, expr: &Expr) -> Bilingual {
        in_labels(self.model.program, self.sources, &self.model.written(expr))
    }

    /// What was assumed on the way, in words.
    #[must_use]
    pub fn under(&self, under: &Under<'_>) -> Bilingual {
        match under {
            Under::Guard { guard, truth: true } => self.text(guard),
            Under::Guard { guard, truth: false } => {
                let text = self.text(guard);
                Bilingual::new(format!("not ({})", text.en), format!("非（{}）", text.zh))
            }
            Under::Row { subject, span } => {
                let (text, (_, row)) = (self.text(subject), self.line(*span));
                Bilingual::new(format!("{} is {row}", text.en), format!("{}为{row}", text.zh))
            }
            Under::Is { subject, values } | Under::Case { subject, values } => {
                let (text, values) = (self.text(subject), self.side(values, &subject.ty));
                let list = |lang: Lang, gap: &str| {
                    let blank = values.missing.then(|| if lang == Lang::En { "missing" } else { "缺失" }.to_owned());
                    let ends = values.ends.iter().map(|(low, high)| match lang {
                        Lang::En => format!("{} to {}", low.text.en, high.text.en),
                        Lang::Zh => format!("{}至{}", low.text.zh, high.text.zh),
                    });
                    values.choices.iter().map(|choice| choice.text.get(lang).to_owned()).chain(ends).chain(blank).collect::<Vec<String>>().join(gap)
                };
                Bilingual::new(format!("{} is {}", text.en, list(Lang::En, " or ")), format!("{}为{}", text.zh, list(Lang::Zh, "或")))
            }
        }
    }

    /// The alternatives that a bound is for, in words.
    pub fn case<'u>(&self, cases: impl Iterator<Item = &'u Under<'u>>) -> Option<Bilingual> {
        let mut all: Vec<Bilingual> = Vec::new();
        for under in cases {
            if let Under::Case { subject, values } = under {
                all.extend(self.side(values, &subject.ty).choices.into_iter().map(|choice| choice.text));
            }
        }
        let list = |lang: Lang, gap: &str| all.iter().map(|text| text.get(lang)).collect::<Vec<&str>>().join(gap);
        (!all.is_empty()).then(|| Bilingual::new(list(Lang::En, ", "), list(Lang::Zh, "、")))
    }

    /// What a figure can be in a region.
    #[must_use]
    pub fn possible_of(&self, atom: Atom, region: &Region) -> Possible {
        match atom {
            Atom::Field(id) => region.field(self.model.world(), id),
            Atom::Slot(id) => self.possible(id, region),
        }
    }

    /// The records of a region in which a figure is one of these; `None` if there are none.
    #[must_use]
    pub fn standing(&self, atom: Atom, to: &Possible, region: &Region) -> Option<Region> {
        let world = self.model.world();
        match atom {
            Atom::Field(id) => region.with_field(world, id, to),
            Atom::Slot(id) => {
                let expr = &self.model.slot(id)?.expr;
                let this = Expr { kind: ExprKind::Slot(id), ..expr.clone() };
                region.narrowed(world, &this, to)
            }
        }
    }

    /// A piece of the policy on one line.
    #[must_use]
    pub fn line(&self, span: Span) -> (u32, String) {
        let place = self.sources.file(span.file).position(span.start);
        let text = self.sources.slice(span).split_whitespace().collect::<Vec<&str>>().join(" ");
        (place.line, text)
    }

    /// What a value can be, in words.
    #[must_use]
    pub fn side(&self, possible: &Possible, ty: &Type) -> Side {
        let ends = possible.range().map(|range| (self.number(range.low, ty), self.number(range.high, ty)));
        let choices = alternatives(&possible.values).iter().map(|value| self.figure(value, ty)).collect();
        Side { ends, choices, missing: possible.missing }
    }

    /// The region in each case of the alternatives a slot depends on; the whole region where they are too many.
    #[must_use]
    pub fn cases(&self, fields: &BTreeSet<FieldId>, region: &Region) -> Vec<(Region, Vec<(FieldId, Value)>)> {
        let world = self.model.world();
        let mut cases = vec![(region.clone(), Vec::new())];
        for id in fields {
            let possible = region.field(world, *id);
            let values = alternatives(&possible.values);
            if possible.missing || values.len() < 2 || cases.len() * values.len() > CASES {
                continue;
            }
            let each = |(region, names): &(Region, Vec<(FieldId, Value)>)| -> Vec<(Region, Vec<(FieldId, Value)>)> {
                let one = |value: &Value| {
                    let region = region.with_field(world, *id, &Possible::of(value))?;
                    let mut names = names.clone();
                    names.push((*id, value.clone()));
                    Some((region, names))
                };
                values.iter().filter_map(one).collect()
            };
            cases = cases.iter().flat_map(each).collect();
        }
        cases
    }

    /// What a slot can be for the records of a region, case by case.
    #[must_use]
    pub fn possible(&self, id: SlotId, region: &Region) -> Possible {
        let Some(slot) = self.model.slot(id) else { return Possible::blank() };
        let fields = self.model.reads(id).fields;
        let mut found = Possible::impossible();
        for period in &self.periods {
            let Some(days) = region.as_of().meet(*period) else { continue };
            for (case, _) in self.cases(&fields, &region.clone().with_as_of(days)) {
                found = found.join(case.possible(self.model.world(), &slot.expr));
            }
        }
        found
    }

    /// What a slot can be, with records that show it.
    pub fn reach(&mut self, id: SlotId) -> Reach {
        let Some(ty) = self.model.slot(id).map(|slot| slot.expr.ty.clone()) else {
            return Reach { ends: None, choices: Vec::new(), never: Vec::new(), missing: false, missing_record: None };
        };
        let possible = self.possible(id, &self.valid);
        let ends = possible.range().map(|range| {
            let (low, high) = (self.end(id, range, false), self.end(id, range, true));
            let end = |study: &Study<'m>, (bound, record): (i128, Option<u32>)| End { figure: study.number(bound, &ty), record };
            (end(self, low), end(self, high))
        });
        let mut choices = Vec::new();
        for value in alternatives(&possible.values) {
            let found = self.search.giving(id, &value);
            let record = found.map(|found| self.note(found, id));
            choices.push(Choice { value: self.figure(&value, &ty), record });
        }
        let all = alternatives(&self.model.world().of_type(&ty, false).values);
        let never = all.iter().filter(|value| !possible.contains(value)).map(|value| self.figure(value, &ty)).collect();
        let missing_record = if possible.missing { self.search.giving(id, &Value::Missing).map(|found| self.note(found, id)) } else { None };
        Reach { ends, choices, never, missing: possible.missing, missing_record }
    }

    /// An end of a range, brought as near to what is reached as can be proved, and the record that reaches it.
    fn end(&mut self, id: SlotId, range: Range, greatest: bool) -> (i128, Option<u32>) {
        let mut bound = if greatest { range.high } else { range.low };
        let scale = self.model.slot(id).map_or(0, |slot| slot.expr.ty.scale());
        // A record that reaches the limit of data shows nothing.
        if is_far(bound, scale) {
            return (bound, None);
        }
        let Some((reached, found)) = self.search.extreme(id, bound, greatest) else { return (bound, None) };
        let model = self.model;
        if let Some(slot) = model.slot(id) {
            // Nothing lies beyond `near`, if that can be proved.
            let mut near = reached;
            for _ in 0..HALVINGS {
                if near == bound {
                    break;
                }
                let beyond = if greatest { Range::new(near + 1, bound) } else { Range::new(bound, near - 1) };
                let Some(beyond) = beyond else { break };
                let open = self.valid.narrowed(model.world(), &slot.expr, &Possible::there(Values::Range(beyond)));
                if open.is_none() {
                    bound = near;
                } else {
                    near = near.midpoint(bound);
                }
            }
        }
        let record = (reached == bound).then(|| self.note(found, id));
        (bound, record)
    }

    /// The number of a record that shows something of a slot.
    fn note(&mut self, found: Found, id: SlotId) -> u32 {
        let fields = self.model.reads(id).fields;
        let known = self.records.iter().position(|(known, _)| known.record == found.record && known.as_of == found.as_of);
        let position = known.unwrap_or_else(|| {
            self.records.push((found, BTreeSet::new()));
            self.records.len() - 1
        });
        if let Some((_, noted)) = self.records.get_mut(position) {
            noted.extend(fields);
        }
        position as u32 + 1
    }

    /// A record that a blank field leaves open, if one is found.
    pub fn blanked(&mut self, id: SlotId, field: FieldId) -> Option<u32> {
        let found = self.search.blanked(id, field)?;
        Some(self.note(found, id))
    }

    /// The records noted so far.
    #[must_use]
    pub fn records(&self) -> Vec<RecordReport> {
        let numbered = self.records.iter().zip(1..);
        let report = |((found, fields), number): (&(Found, BTreeSet<FieldId>), u32)| RecordReport {
            number,
            origin: match found.origin {
                Origin::Example(_) => "example",
                Origin::Test(_) => "test",
                Origin::Made => "made",
            },
            from: match &found.origin {
                Origin::Example(name) | Origin::Test(name) => name.clone(),
                Origin::Made => String::new(),
            },
            blank: found.blank.map(|id| self.field_name(id)),
            as_of: self.dated.then(|| found.as_of.to_string()),
            fields: fields
                .iter()
                .filter_map(|id| {
                    let ty = self.model.program.record.field(*id).kind.value_type();
                    Some((self.field_name(*id), self.figure(found.record.get(id.0 as usize)?, &ty)))
                })
                .collect(),
        };
        numbered.map(report).collect()
    }
}

/// Whether a number is beyond what anybody writes.
fn is_far(x: i128, scale: u8) -> bool {
    power_of_ten(u32::from(scale) + FAR_DIGITS).is_some_and(|far| x.abs() >= far)
}

/// The alternatives of a value that is no number, one by one.
#[must_use]
pub fn alternatives(values: &Values) -> Vec<Value> {
    match values {
        Values::Truth { yes, no } => [(true, yes), (false, no)].iter().filter(|(_, may)| **may).map(|(truth, _)| Value::Bool(*truth)).collect(),
        Values::Members(members) => members.iter().map(|member| Value::Member(*member)).collect(),
        Values::None | Values::Range(_) | Values::Texts(_) => Vec::new(),
    }
}
