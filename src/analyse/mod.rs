//! What a policy does, for every record it may ever see: ranges, edges, what moves what.
//!
//! In: a checked program and its texts. Out: an [`Analysis`] in both languages, and its printed forms. What is said to be a bound
//! is proved for all valid records; what is said to be reached is shown by a record that was evaluated. Reads no file.

mod difference;
mod document;
mod edges;
mod eligibilities;
mod fields;
pub mod figures;
mod model;
mod phrases;
mod print;
mod report;
mod scores;
mod search;
mod shared;
mod study;
mod values;
mod write;

pub use report::{
    Analysis, Binds, Blank, BlankReport, Choice, Cliff, Column, ConditionReport, EdgeGroup, EdgeReport, EligibilityReport, End, FieldReport,
    GroupReport, ItemReport, Jump, Move, Name, Reach, RecordReport, RowReport, Rule, SCHEMA_VERSION, ScoreJump, ScoreReport, SharedEdge, Side,
    SlopeReport, Truth, Use, ValueReport, Way,
};
pub use write::{to_ascii, to_markdown, to_text};

use crate::ir::Program;
use crate::ir::scheme::Score;
use crate::source::Sources;
use crate::value::calendar::Day;
use model::Model;
use study::Study;

/// Analyses a policy, at one reference date or, without one, at all that it allows.
///
/// `sources` must be the texts the program was made from.
#[must_use]
pub fn analyse(program: &Program, sources: &Sources, as_of: Option<Day>) -> Analysis {
    let model = Model::new(program);
    let mut study = Study::new(&model, sources, as_of);
    let scores: Vec<ScoreReport> = program.scores.iter().map(|score| scores::report(&mut study, score)).collect();
    let mut indicators = Vec::new();
    for (position, indicator) in program.indicators.iter().enumerate() {
        let counted = |score: &&Score| score.all_items().any(|item| item.indicator as usize == position);
        let counting: Vec<&Score> = program.scores.iter().filter(counted).collect();
        indicators.push(values::report(&mut study, indicator.points, indicator.out_of, &counting));
    }
    let results: Vec<_> = model.all().filter(|(_, slot)| values::is_output(slot.kind)).map(|(id, _)| id).collect();
    let outputs: Vec<ValueReport> = results.into_iter().map(|id| values::report(&mut study, id, None, &[])).collect();
    let eligibilities: Vec<EligibilityReport> = program.eligibilities.iter().map(|one| eligibilities::report(&mut study, one)).collect();
    let shared = shared::edges(&indicators, &outputs, &eligibilities);
    let cliffs = shared::cliffs(&indicators, &outputs);
    let fields = fields::reports(&study);
    let title = if program.policy.title.is_empty() { program.policy.name.clone() } else { program.policy.title.clone() };
    Analysis {
        schema_version: SCHEMA_VERSION,
        policy: program.policy.name.clone(),
        title,
        dates: study.dated.then(|| study.days(study.valid.as_of())),
        cliffs,
        scores,
        indicators,
        outputs,
        eligibilities,
        shared,
        fields,
        records: study.records(),
    }
}
