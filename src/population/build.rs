//! From counts to a report.
//!
//! In: a program, what was asked, what a run amounts to. Out: the report. Nothing here depends on the order in which records were counted.

use super::document::{
    About, Bar, Blanks, Eligibility, Example, Field, File, Grade, Member, Part, Pass, Population, Records, Refusal, Rejection, SCHEMA_VERSION, Score,
};
use super::edges::{self, named};
use super::groups;
use super::measure::{mean_figure, number, percent_of, quartiles, share};
use crate::analyse::figures::Source;
use crate::bulk::combinations;
use crate::bulk::counts::Counts;
use crate::bulk::histogram::bars;
use crate::bulk::pipeline::Outcome;
use crate::bulk::report::rejections::{Place, Rejections};
use crate::bulk::report::{Answers, Questions, Sum, parts};
use crate::bulk::summary::{GradeCounts, Summary};
use crate::bulk::verdict::{Lack, Reason};
use crate::diagnostic::Lang;
use crate::explain::explanation::Bilingual;
use crate::ir::scheme::Role;
use crate::ir::{Program, SlotId, SlotKind};
use crate::value::calendar::Day;
use crate::value::decimal::{Decimal, Rounding};
use crate::value::ty::Type;

/// The fewest and the most bars of a histogram: about as many as the root of the count.
const BARS: (u64, u64) = (10, 50);
/// Lists of grades up to this length are told whole.
const FEW: usize = 12;

/// What a report is made from.
pub struct Basis<'a> {
    /// The policy.
    pub program: &'a Program,
    /// What was asked.
    pub questions: &'a Questions,
    /// What came of the run.
    pub outcome: &'a Outcome,
    /// The reference date, where one was meant.
    pub as_of: Option<Day>,
    /// What made the report.
    pub engine: String,
}

/// The report on a run; nothing where the run did not count.
#[must_use]
pub fn population(basis: &Basis<'_>) -> Option<Population> {
    let Basis { program, questions, outcome, .. } = *basis;
    let (summary, answers) = (outcome.summary.as_ref()?, outcome.answers.as_ref()?);
    let scored = summary.scored;
    let (mut by, mut blanks_by) = (Vec::new(), Vec::new());
    for (asked, counted) in questions.by.iter().zip(&answers.by) {
        let (told, blanks) = groups::breakdown(program, questions, *asked, counted, scored);
        by.push(told);
        blanks_by.push(blanks);
    }
    let fields = questions.optional.iter().zip(&answers.blanks).map(|(id, count)| {
        let field = program.record.field(*id);
        Field { name: field.name.clone(), label: field.label.clone(), blank: share(*count, scored) }
    });
    let rejected = outcome.rejected.rows;
    let blank = outcome.reports.iter().map(|report| report.blank).sum();
    Some(Population {
        schema_version: SCHEMA_VERSION,
        about: about(basis),
        records: Records { read: scored + rejected, scored, rejected, blank },
        rejections: rejections(program, &answers.rejections),
        scores: scores(program, questions, summary, answers),
        grades: summary.grades.iter().map(|grade| self::grade(program, grade, scored)).collect(),
        eligibilities: program
            .eligibilities
            .iter()
            .zip(&summary.eligibilities)
            .map(|(eligibility, counted)| self::eligibility(program, eligibility.slot, counted, scored))
            .collect(),
        by,
        blanks: Blanks { fields: fields.collect(), by: blanks_by },
        edges: edges::edges(program, questions, answers),
    })
}

fn about(basis: &Basis<'_>) -> About {
    let policy = &basis.program.policy;
    let files = basis.outcome.reports.iter().map(|report| File { file: report.file.clone(), records: report.rows });
    About {
        policy: policy.name.clone(),
        title: if policy.title.is_empty() { policy.name.clone() } else { policy.title.clone() },
        sources: policy.sources.clone(),
        notes: policy.notes.clone(),
        effective_from: policy.effective_from.map(|day| day.to_string()),
        effective_to: policy.effective_to.map(|day| day.to_string()),
        reference_date: basis.as_of.map(|day| day.to_string()),
        engine: basis.engine.clone(),
        files: files.collect(),
    }
}

fn rejections(program: &Program, counted: &Rejections) -> Vec<Rejection> {
    let column = |place: Place| match place {
        Place::Field(position) => program.record.fields.get(position as usize).map_or_else(String::new, |field| field.label.clone()),
        Place::Rule(position) => {
            let fields = program.record.checks.get(position as usize).map_or(&[][..], |check| check.fields.as_slice());
            let labels: Vec<&str> = fields.iter().map(|id| program.record.field(*id).label.as_str()).collect();
            labels.join(" / ")
        }
        Place::Row => String::new(),
    };
    let told = |(reason, times): (&crate::bulk::report::rejections::Reason, &crate::bulk::report::rejections::Times)| {
        let example = |reject: &crate::data::rejects::RowReject| Example {
            file: reject.file.clone(),
            row: reject.row,
            key: reject.key.clone().filter(|key| !key.is_empty()),
            says: Bilingual::new(reject.sentence(Lang::En), reject.sentence(Lang::Zh)),
        };
        let examples = times.examples.values().map(example).collect();
        Rejection { code: reason.code.clone(), column: column(reason.place), count: times.count, examples }
    };
    counted.sorted().into_iter().map(told).collect()
}

fn scores(program: &Program, questions: &Questions, summary: &Summary, answers: &Answers) -> Vec<Score> {
    let sums: Vec<(SlotId, Sum)> = questions.parts.iter().copied().zip(answers.parts.iter().copied()).collect();
    summary.scores.iter().map(|counted| score(program, questions, counted.slot, &counted.counts, &sums, summary.scored)).collect()
}

fn score(program: &Program, questions: &Questions, id: SlotId, counts: &Counts, sums: &[(SlotId, Sum)], scored: u64) -> Score {
    let slot = program.slot(id);
    let ty = &slot.expr.ty;
    let mut pairs = counts.pairs();
    // The greatest number is known even where others are not told apart.
    if let (Some((last, _)), Some(greatest)) = (pairs.last_mut(), counts.greatest()) {
        *last = greatest;
    }
    let count: u64 = pairs.iter().map(|(_, count)| count).sum();
    let sum = counts.sum();
    let most = u32::try_from(count.isqrt().clamp(BARS.0, BARS.1)).unwrap_or(u32::MAX);
    let bar = |bar: crate::bulk::histogram::Bar| {
        let border = |amount: Decimal| {
            let mantissa = amount.rescale(ty.scale(), Rounding::HalfAway).map_or(0, |amount| amount.mantissa);
            number(program, mantissa, ty)
        };
        Bar { low: border(bar.low), high: border(bar.high), closed: bar.closed, count: bar.count }
    };
    Score {
        name: slot.name.clone(),
        label: slot.label.clone(),
        count,
        missing: scored.saturating_sub(count),
        sum: sum.filter(|_| count > 0).map(|sum| number(program, sum, ty)),
        mean: mean_figure(program, sum, count, ty),
        quartiles: quartiles(program, &pairs, ty),
        exact: counts.is_exact(),
        passes: passes(program, questions, id, ty),
        bars: bars(&pairs, ty.scale(), most).into_iter().map(bar).collect(),
        parts: program.scores.iter().find(|score| score.slot == id).map(|score| score_parts(program, score, sums)).unwrap_or_default(),
    }
}

/// Where conditions and grades change with a score.
fn passes(program: &Program, questions: &Questions, score: SlotId, ty: &Type) -> Vec<Pass> {
    let of_score = questions.edges.iter().filter(|question| question.edge.source == Source::Slot(score));
    let pass = |question: &crate::bulk::report::EdgeQuestion| {
        let of = program.slot(question.edge.of);
        let at = number(program, question.edge.below.saturating_add(1), ty);
        match of.kind {
            SlotKind::Grade => Some(Pass { of: of.label.clone(), words: String::new(), at }),
            SlotKind::Condition => {
                let eligibility = program.eligibilities.iter().find(|eligibility| {
                    eligibility.clauses.iter().any(|clause| match clause {
                        crate::ir::scheme::Clause::Require(condition)
                        | crate::ir::scheme::Clause::Veto(condition)
                        | crate::ir::scheme::Clause::Direct(condition) => edges::condition_of(condition, question.edge.of).is_some(),
                    })
                })?;
                Some(Pass { of: program.slot(eligibility.slot).label.clone(), words: edges::rule(program, &question.edge), at })
            }
            SlotKind::Param
            | SlotKind::Let
            | SlotKind::Output
            | SlotKind::Decision
            | SlotKind::IndicatorValue
            | SlotKind::IndicatorPoints
            | SlotKind::Weight
            | SlotKind::Contribution
            | SlotKind::Group
            | SlotKind::Score
            | SlotKind::Eligibility => None,
        }
    };
    let mut found: Vec<Pass> = Vec::new();
    for pass in of_score.filter_map(pass) {
        if !found.contains(&pass) {
            found.push(pass);
        }
    }
    found
}

fn score_parts(program: &Program, score: &crate::ir::scheme::Score, sums: &[(SlotId, Sum)]) -> Vec<Part> {
    let part = |id: SlotId| {
        let (name, label, ty) = named(program, Source::Slot(id));
        let Sum { count, sum } = sums.iter().find(|(known, _)| *known == id).map_or(Sum { count: 0, sum: None }, |(_, sum)| *sum);
        let group = score.groups.iter().find(|group| group.slot == id);
        let declared = group.and_then(|group| match group.role {
            Role::Base | Role::Deduction => group.out_of.or(group.up_to),
            Role::Bonus => group.up_to.or(group.out_of),
        });
        let declared = declared.and_then(|most| most.rescale(ty.scale(), Rounding::HalfAway)).map(|most| most.mantissa);
        let item = score.items.iter().find(|item| item.contribution == id);
        let label = match item.and_then(|item| program.indicators.get(item.indicator as usize)) {
            Some(indicator) => indicator.label.clone(),
            None => label,
        };
        let maximum = declared.or_else(|| ty.number().map(|number| number.range.high));
        Part {
            name,
            label,
            count,
            sum: sum.filter(|_| count > 0).map(|sum| number(program, sum, &ty)),
            mean: mean_figure(program, sum, count, &ty),
            maximum: maximum.map(|maximum| number(program, maximum, &ty)),
            percent: sum.zip(maximum).and_then(|(sum, maximum)| percent_of(sum, count, maximum)),
        }
    };
    parts(score).into_iter().map(part).collect()
}

fn grade(program: &Program, counted: &GradeCounts, scored: u64) -> Grade {
    let slot = program.slot(counted.slot);
    let members = match &slot.expr.ty {
        Type::Enum(id) => program.enumeration(*id).members.as_slice(),
        Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Date(_) | Type::Text => &[],
    };
    let given: u64 = counted.counts.iter().sum();
    let told = members.iter().zip(&counted.counts).filter(|(_, count)| **count > 0 || members.len() <= FEW);
    Grade {
        name: slot.name.clone(),
        label: slot.label.clone(),
        members: told
            .map(|(member, count)| Member { name: member.name.clone(), label: member.label.clone(), records: share(*count, scored) })
            .collect(),
        missing: share(scored.saturating_sub(given), scored),
    }
}

fn eligibility(program: &Program, id: SlotId, counted: &combinations::Verdicts, scored: u64) -> Eligibility {
    let slot = program.slot(id);
    let refused = counted.ineligible + counted.undetermined;
    let mut reasons: Vec<(&Reason, u64)> = counted.reasons.iter().map(|(reason, count)| (reason, *count)).collect();
    // Stable: equal counts stay in the order of the file.
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let refusal = |(reason, count): (&Reason, u64)| Refusal {
        words: reason.words.clone(),
        undetermined: reason.lack == Lack::Undetermined,
        records: share(count, refused),
        alone: counted.alone.get(reason).copied().unwrap_or(0),
    };
    Eligibility {
        name: slot.name.clone(),
        label: slot.label.clone(),
        verdicts: groups::verdicts([counted.eligible, counted.ineligible, counted.undetermined], scored),
        refusals: reasons.into_iter().map(refusal).collect(),
    }
}
