//! A policy to which declarations are added while somebody works with it, and to which questions are put.
//!
//! In: the policy, its tests, further declarations, each of which takes the place of an earlier one of its name; expressions. Out:
//! what comes of the whole. A desk is never changed: a change makes another desk, so that whoever keeps the old one has lost nothing.

use super::{Compiled, PRELUDE, PRELUDE_NAME, Parsed, finish};
use crate::check;
use crate::diagnostic::{Diagnostic, Problems};
use crate::ir::{Program, SlotId};
use crate::lint::levels::Choices;
use crate::resolve::{self, Given, Part};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, ast};
use std::ops::Range;
use std::sync::Arc;

/// A policy with what was added to it.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The texts: those of the policy, the prelude, what was added.
    pub sources: Sources,
    policy: FileId,
    choices: Arc<Choices>,
    parsed: Vec<Arc<Parsed>>,
    added: Vec<Added>,
}

/// A declaration that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The name it declares; empty for a claim.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The declarations of the policy itself whose place it takes.
    pub replaces: Vec<Span>,
    place: Span,
}

/// What came of a question.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The texts, the input among them.
    pub sources: Sources,
    /// The program with a slot for each expression, and those slots; none where something is an error.
    pub answer: Option<(Program, Vec<SlotId>)>,
    /// Errors, and warnings about the input itself.
    pub diagnostics: Vec<Diagnostic>,
}

impl Desk {
    /// A policy and the tests beside it, with levels of warnings chosen outside it.
    #[must_use]
    pub fn new(mut sources: Sources, policy: FileId, tests: &[FileId], choices: Choices) -> Desk {
        let prelude = sources.add(PRELUDE_NAME, PRELUDE);
        let parts = [(Part::Prelude, prelude), (Part::Policy, policy)].into_iter();
        let parts = parts.chain(tests.iter().map(|file| (Part::Tests, *file)));
        let parsed = parts.map(|(part, file)| Arc::new(Parsed::of(&sources, part, file))).collect();
        Desk { sources, policy, choices: Arc::new(choices), parsed, added: Vec::new() }
    }

    /// The policy with everything that was added, compiled.
    #[must_use]
    pub fn compile(&self) -> Compiled {
        let parsed: Vec<&Parsed> = self.parsed.iter().map(AsRef::as_ref).collect();
        finish(self.sources.clone(), self.policy, &parsed, &self.choices)
    }

    /// The same with declarations added: each takes the place of the one that has its name.
    #[must_use]
    pub fn with(&self, name: &str, text: &str) -> Desk {
        let mut desk = self.clone();
        let file = desk.sources.add(name, text);
        let new = Parsed::of(&desk.sources, Part::Policy, file);
        for item in &new.tree.items {
            let place = bare(&desk.sources, span(item));
            let text = desk.sources.slice(place).to_owned();
            let Some(title) = title(item) else {
                desk.added.push(Added { name: String::new(), text, replaces: Vec::new(), place });
                continue;
            };
            let mut replaces = Vec::new();
            for parsed in &mut desk.parsed {
                let same = |old: &&ast::Item| self::title(old) == Some(title);
                let found: Vec<Span> = parsed.tree.items.iter().filter(same).map(|old| bare(&desk.sources, span(old))).collect();
                if !found.is_empty() {
                    Arc::make_mut(parsed).tree.items.retain(|old| self::title(old) != Some(title));
                    replaces.extend(found);
                }
            }
            // What takes the place of an earlier addition takes the place of what that stood for.
            let (earlier, kept): (Vec<Added>, Vec<Added>) = desk.added.into_iter().partition(|added| replaces.contains(&added.place));
            let replaces: Vec<Span> = replaces.into_iter().filter(|place| place.file == desk.policy).collect();
            let replaces = earlier.into_iter().flat_map(|added| added.replaces).chain(replaces).collect();
            desk.added = kept;
            desk.added.push(Added { name: title.name().to_owned(), text, replaces, place });
        }
        desk.parsed.push(Arc::new(new));
        desk
    }

    /// What was added, in order; what was replaced since is left out.
    #[must_use]
    pub fn added(&self) -> &[Added] {
        &self.added
    }

    /// The text of the policy with what was added: in the place of what it replaces, or at the end.
    #[must_use]
    pub fn whole_text(&self) -> String {
        let text = &self.sources.file(self.policy).text;
        let mut changes: Vec<(Span, &str)> = Vec::new();
        let mut behind = Vec::new();
        for added in &self.added {
            match added.replaces.split_first() {
                Some((first, others)) => {
                    changes.push((*first, &added.text));
                    changes.extend(others.iter().map(|place| (*place, "")));
                }
                None => behind.push(added.text.as_str()),
            }
        }
        changes.sort_by_key(|(place, _)| place.start);
        let (mut whole, mut at) = (String::new(), 0);
        for (place, new) in changes {
            whole.push_str(text.get(at..place.start as usize).unwrap_or(""));
            whole.push_str(new);
            at = place.end as usize;
        }
        whole.push_str(text.get(at..).unwrap_or(""));
        for added in behind {
            whole.truncate(whole.trim_end().len());
            whole.push_str(&format!("\n\n{added}\n"));
        }
        whole
    }

    /// Puts expressions to the policy: those that stand at these places of an input. Claims and lints are left alone.
    #[must_use]
    pub fn ask(&self, name: &str, input: &str, places: &[Range<usize>], given: &[Given]) -> Asked {
        let mut sources = self.sources.clone();
        let file = sources.add(name, input);
        let start = Span { file, start: 0, end: 0 };
        let mut problems = Problems::default();
        let mut tree = ast::File::default();
        for (number, place) in places.iter().enumerate() {
            let (expr, found) = syntax::parse_expr(&sources, file, place.clone());
            problems.extend(found);
            tree.items.extend(expr.map(|expr| question(number, expr)));
        }
        if problems.has_errors() {
            return Asked { sources, answer: None, diagnostics: problems.sorted() };
        }
        let rest = self.parsed.iter().filter(|parsed| parsed.part != Part::Tests).map(|parsed| (parsed.part, &parsed.tree));
        let files: Vec<(Part, &ast::File)> = rest.chain([(Part::Policy, &tree)]).collect();
        let (mut names, found) = resolve::resolve(&files);
        names.give(given);
        problems.extend(found);
        let (program, problems) = check::check(&names, &sources, start, problems);
        let mut diagnostics = problems.sorted();
        diagnostics.retain(|diagnostic| diagnostic.is_error() || diagnostic.primary().is_some_and(|place| place.file == file));
        let slots = |program: &Program| (0..places.len()).map(|number| program.find(&title_of(number))).collect::<Option<Vec<SlotId>>>();
        let answer = program.and_then(|program| slots(&program).map(|slots| (program, slots)));
        Asked { sources, answer, diagnostics }
    }
}

/// The name of a question: none that a policy can have.
fn title_of(number: usize) -> String {
    format!("?{number}")
}

fn question(number: usize, value: ast::Expr) -> ast::Item {
    let span = value.span;
    let name = ast::Name { text: title_of(number), span };
    ast::Item::Definition(ast::Definition { output: false, name, label: None, kind: None, value, source: None, span })
}

/// What two declarations that cannot stand together have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title<'t> {
    Policy,
    Record,
    Unit(&'t str),
    Enum(&'t str),
    Value(&'t str),
    Function(&'t str),
    Example(&'t str),
    Test(&'t str),
}

impl<'t> Title<'t> {
    /// The name; empty for what there is only once.
    fn name(self) -> &'t str {
        match self {
            Title::Policy | Title::Record => "",
            Title::Unit(name) | Title::Enum(name) | Title::Value(name) | Title::Function(name) | Title::Example(name) | Title::Test(name) => name,
        }
    }
}

fn title(item: &ast::Item) -> Option<Title<'_>> {
    Some(match item {
        ast::Item::Policy(_) => Title::Policy,
        ast::Item::Record(_) => Title::Record,
        ast::Item::Unit(unit) => Title::Unit(&unit.name.text),
        ast::Item::Enum(enumeration) => Title::Enum(&enumeration.name.text),
        ast::Item::Param(param) => Title::Value(&param.name.text),
        ast::Item::Definition(definition) => Title::Value(&definition.name.text),
        ast::Item::Function(function) => Title::Function(&function.name.text),
        ast::Item::Table(table) => Title::Value(&table.name.text),
        ast::Item::Decision(decision) => Title::Value(&decision.name.text),
        ast::Item::Indicator(indicator) => Title::Value(&indicator.name.text),
        ast::Item::Score(score) => Title::Value(&score.name.text),
        ast::Item::Grade(grade) => Title::Value(&grade.name.text),
        ast::Item::Eligibility(eligibility) => Title::Value(&eligibility.name.text),
        ast::Item::Example(example) => Title::Example(&example.name.text),
        ast::Item::Test(test) => Title::Test(&test.name.text),
        ast::Item::Ensure(_) | ast::Item::Broken(_) => return None,
    })
}

/// The place of a declaration without the comments behind it.
fn bare(sources: &Sources, place: Span) -> Span {
    let tokens = syntax::lexicon::tokens(sources.slice(place));
    let last = tokens.iter().rev().find(|token| token.kind != syntax::lexicon::TokenKind::Comment);
    Span { end: last.map_or(place.end, |last| place.start + last.end as u32), ..place }
}

fn span(item: &ast::Item) -> Span {
    match item {
        ast::Item::Policy(tree) => tree.span,
        ast::Item::Record(tree) => tree.span,
        ast::Item::Unit(tree) => tree.span,
        ast::Item::Enum(tree) => tree.span,
        ast::Item::Param(tree) => tree.span,
        ast::Item::Definition(tree) => tree.span,
        ast::Item::Function(tree) => tree.span,
        ast::Item::Table(tree) => tree.span,
        ast::Item::Decision(tree) => tree.span,
        ast::Item::Indicator(tree) => tree.span,
        ast::Item::Score(tree) => tree.span,
        ast::Item::Grade(tree) => tree.span,
        ast::Item::Eligibility(tree) => tree.span,
        ast::Item::Example(tree) => tree.span,
        ast::Item::Test(tree) => tree.span,
        ast::Item::Ensure(tree) => tree.span,
        ast::Item::Broken(tree) => tree.span,
    }
}

#[cfg(test)]
mod tests {
    use super::{Choices, Desk, Sources};

    const POLICY: &str = "policy p \"试\" { source \"无\" }\nrecord firm { key id : text\n staff : 人 [0, 100] }\nparam most = 5 人 # 上限\noutput many = staff > most\n";

    fn desk() -> Desk {
        let mut sources = Sources::default();
        let policy = sources.add("p.ics", POLICY);
        Desk::new(sources, policy, &[], Choices::default())
    }

    fn codes(desk: &Desk, input: &str) -> Vec<&'static str> {
        let whole = 0..input.len();
        desk.ask("<input>", input, std::slice::from_ref(&whole), &[]).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn an_expression_is_checked_against_the_policy() {
        assert_eq!(codes(&desk(), "staff * 2"), [""; 0]);
        assert_eq!(codes(&desk(), "staf"), ["E0204"]);
        assert_eq!(codes(&desk(), "staff + 1 元").len(), 1);
    }

    #[test]
    fn what_is_added_takes_the_place_of_what_has_its_name() {
        let desk = desk().with("<1>", "param most = 7 人").with("<2>", "let twice = staff * 2\nparam most = 9 人");
        assert!(desk.compile().program.is_some());
        assert_eq!(desk.added().iter().map(|added| added.text.as_str()).collect::<Vec<_>>(), ["let twice = staff * 2", "param most = 9 人"]);
        assert_eq!(
            desk.whole_text(),
            "policy p \"试\" { source \"无\" }\nrecord firm { key id : text\n staff : 人 [0, 100] }\nparam most = 9 人 # 上限\noutput many = staff > most\n\nlet twice = staff * 2\n"
        );
    }
}
