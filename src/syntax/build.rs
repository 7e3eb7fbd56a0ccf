//! Declarations: from grammar nodes to tree.
//!
//! In: the parse of a file. Out: [`ast::File`]. Expressions, tables and schemes are built by the neighbours.

use super::ast;
use super::grammar::{Grammar, Rule};
use super::keyword;
use super::mend::{self, Mended};
use super::nodes::{Children, Node};
use super::problem::SyntaxProblem;
use super::recover;
use crate::diagnostic::{Level, Problems};
use crate::source::{FileId, Span};
use crate::value::calendar::Day;
use crate::value::decimal::Decimal;
use pest::Parser;
use pest::iterators::Pairs;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Builds the tree of one file.
pub struct Builder<'s> {
    pub(super) file: FileId,
    pub(super) text: &'s str,
    pub(super) problems: Problems,
    pub(super) depth: u32,
    /// Where the text being read starts in its file: a mended declaration is read on its own.
    base: u32,
    lost: Vec<ast::Lost>,
    /// How much may still be read again.
    effort: usize,
}

impl<'s> Builder<'s> {
    pub fn new(file: FileId, text: &'s str) -> Builder<'s> {
        Builder { file, text, problems: Problems::default(), depth: 0, base: 0, lost: Vec::new(), effort: mend::EFFORT }
    }

    pub fn file(&mut self, node: Node<'_>) -> ast::File {
        let mut items = Vec::new();
        let mut before: Option<Span> = None;
        for child in node.into_inner() {
            let span = self.span(&child);
            match child.as_rule() {
                Rule::item => {
                    items.extend(child.into_inner().next().and_then(|item| self.item(item)));
                    before = Some(span);
                }
                Rule::junk => {
                    // Text behind a declaration on its line belongs to it: both are read again together.
                    let same_line = |end: u32| !self.text.get(end as usize..span.start as usize).unwrap_or("\n").contains('\n');
                    let from = match before.filter(|before| same_line(before.end)) {
                        Some(before) => {
                            items.pop();
                            before.to(span)
                        }
                        None => span,
                    };
                    items.extend(recover::pieces(self.text, from).into_iter().map(|piece| self.broken(piece)));
                    before = None;
                }
                _ => {}
            }
        }
        ast::File { items, lost: std::mem::take(&mut self.lost) }
    }

    /// A broken declaration: what is left of it, or only its name.
    fn broken(&mut self, span: Span) -> ast::Item {
        match recover::broken_item(self.file, self.text, span, &mut self.effort) {
            Ok(mended) => self.mended(&mended, span).unwrap_or_else(|| self.junk(span)),
            Err(problem) => {
                self.problems.push(problem);
                self.junk(span)
            }
        }
    }

    /// A declaration without its broken parts.
    fn mended(&mut self, mended: &Mended, span: Span) -> Option<ast::Item> {
        mended.problems.iter().for_each(|problem| self.problems.push(problem.clone()));
        let item = Grammar::parse(Rule::one_item, &mended.text).ok()?.next()?.into_inner().next()?.into_inner().next()?;
        self.base = mended.base;
        let item = self.item(item);
        self.base = 0;
        let mut item = item?;
        for part in &mended.lost {
            let place = Span { start: mended.base + part.start as u32, end: mended.base + part.end as u32, ..span };
            let words = self.text.get(place.start as usize..place.end as usize).map(mend::lost_names).unwrap_or_default();
            let names: Vec<ast::Name> = words.into_iter().map(|word| ast::Name { text: word.nfc().collect(), span: place }).collect();
            if let ast::Item::Enum(enumeration) = &mut item {
                let members = names.iter().filter(|name| !keyword::is_word(&name.text)).map(|name| ast::Member {
                    name: name.clone(),
                    label: None,
                    codes: vec![],
                });
                enumeration.members.extend(members);
            }
            self.lost.push(ast::Lost { names, span });
        }
        Some(item)
    }

    /// The expression of a text that is nothing else and starts at `base` in its file.
    pub fn one_expr(&mut self, base: u32, pairs: Pairs<'_, Rule>) -> Option<ast::Expr> {
        self.base = base;
        let node = pairs.flat_map(Node::into_inner).find(|child| child.as_rule() == Rule::open_expr);
        let expr = node.map(|node| self.expr(node));
        self.base = 0;
        expr
    }

    fn junk(&mut self, span: Span) -> ast::Item {
        let mut words = self.text.get(span.start as usize..span.end as usize).unwrap_or("").split_whitespace();
        let keyword = words.next().unwrap_or("").to_string();
        let name = words.next().map(|word| word.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""));
        let name = name.filter(|name| !name.is_empty()).map(|name| ast::Name { text: name.nfc().collect(), span });
        ast::Item::Broken(ast::Broken { keyword, name, span })
    }

    fn item(&mut self, node: Node<'_>) -> Option<ast::Item> {
        let item = match node.as_rule() {
            Rule::policy => ast::Item::Policy(self.policy(node)),
            Rule::unit => ast::Item::Unit(self.unit(node)),
            Rule::enumeration => ast::Item::Enum(self.enumeration(node)),
            Rule::record => ast::Item::Record(self.record(node)),
            Rule::param => ast::Item::Param(self.param(node)?),
            Rule::definition => ast::Item::Definition(self.definition(node)?),
            Rule::function => ast::Item::Function(self.function(node)?),
            Rule::table => ast::Item::Table(self.table(node)),
            Rule::decision => ast::Item::Decision(self.decision(node)),
            Rule::indicator => ast::Item::Indicator(self.indicator(node)),
            Rule::score => ast::Item::Score(self.score(node)),
            Rule::grade => ast::Item::Grade(self.grade(node)?),
            Rule::eligibility => ast::Item::Eligibility(self.eligibility(node)),
            Rule::example => ast::Item::Example(self.example(node)),
            Rule::test => ast::Item::Test(self.test(node)),
            Rule::ensure => ast::Item::Ensure(self.ensure(node)?),
            _ => return None,
        };
        Some(item)
    }

    // ── pieces ──────────────────────────────────────────────────────────────────────────────────

    pub(super) fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        let trimmed = node.as_str().trim_end();
        let start = self.base + span.start() as u32;
        Span { file: self.file, start, end: start + trimmed.len() as u32 }
    }

    pub(super) fn name(&self, node: &Node<'_>) -> ast::Name {
        ast::Name { text: plain_name(node.as_str()), span: self.span(node) }
    }

    /// The next child as the declared name; the empty name at the node's start if the grammar broke its promise.
    pub(super) fn next_name(&self, children: &mut Children<'_>, at: Span) -> ast::Name {
        match children.find(Rule::ident) {
            Some(node) => self.name(&node),
            None => ast::Name { text: String::new(), span: at.before() },
        }
    }

    pub(super) fn text(&self, node: Node<'_>) -> ast::Text {
        let span = self.span(&node);
        let body = node.into_inner().find(|child| child.as_rule() == Rule::text_body);
        let mut text = String::new();
        let mut letters = body.as_ref().map_or("", |body| body.as_str()).chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(other) => text.push(other),
                    None => text.push('\\'),
                },
                other => text.push(other),
            }
        }
        ast::Text { text, span }
    }

    pub(super) fn optional_text(&self, children: &mut Children<'_>) -> Option<ast::Text> {
        children.take(Rule::text).map(|node| self.text(node))
    }

    /// `source "…"`, `note "…"`: a keyword and a text.
    pub(super) fn clause_text(&self, node: Node<'_>) -> Option<ast::Text> {
        Children::of(node).find(Rule::text).map(|text| self.text(text))
    }

    pub(super) fn figure(&mut self, node: &Node<'_>) -> ast::Figure {
        let span = self.span(node);
        let digits: String = node.as_str().chars().filter(|c| !matches!(c, '_' | ' ')).map(ascii_of).collect();
        let amount = Decimal::parse(&digits);
        if amount.is_none() {
            self.problems.push(SyntaxProblem::NumberTooLong { span });
        }
        ast::Figure { amount, span }
    }

    pub(super) fn date(&mut self, node: &Node<'_>) -> ast::Date {
        let span = self.span(node);
        let day = Day::parse(&node.as_str().chars().map(ascii_of).collect::<String>());
        if day.is_none() {
            self.problems.push(SyntaxProblem::NoSuchDate { text: node.as_str().to_string(), span });
        }
        ast::Date { day, span }
    }

    /// The first date below a node.
    pub(super) fn dated(&mut self, node: Node<'_>) -> Option<ast::Date> {
        let date = Children::of(node).find(Rule::date);
        date.map(|date| self.date(&date))
    }

    /// The first number below a node.
    pub(super) fn inner_figure(&mut self, node: Node<'_>) -> Option<ast::Figure> {
        let number = node.into_inner().find(|child| matches!(child.as_rule(), Rule::number | Rule::integer | Rule::signed));
        number.map(|number| self.figure(&number))
    }

    pub(super) fn kind(&self, node: Node<'_>) -> ast::Kind {
        let span = self.span(&node);
        let (mut base, mut optional) = (ast::KindBase::Number, false);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::k_bool => base = ast::KindBase::Bool,
                Rule::k_text => base = ast::KindBase::Text,
                Rule::k_date => base = ast::KindBase::Date,
                Rule::unit_type => base = ast::KindBase::Unit(self.unit_type(child)),
                Rule::question => optional = true,
                _ => {}
            }
        }
        ast::Kind { base, optional, span }
    }

    pub(super) fn optional_kind(&self, children: &mut Children<'_>) -> Option<ast::Kind> {
        children.take(Rule::colon)?;
        children.take(Rule::kind).map(|node| self.kind(node))
    }

    pub(super) fn unit_type(&self, node: Node<'_>) -> ast::UnitType {
        let span = self.span(&node);
        let (mut first, mut rest, mut operator) = (None, Vec::new(), ast::UnitOperator::Times);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::op_div => operator = ast::UnitOperator::Per,
                Rule::unit_op => {
                    let divides = child.into_inner().any(|op| op.as_rule() == Rule::op_div);
                    operator = if divides { ast::UnitOperator::Per } else { ast::UnitOperator::Times };
                }
                _ if first.is_none() => first = Some(self.name(&child)),
                _ => rest.push((operator, self.name(&child))),
            }
        }
        let first = first.unwrap_or(ast::Name { text: String::new(), span });
        ast::UnitType { first, rest, span }
    }

    // ── header, units, enums, records ───────────────────────────────────────────────────────────

    fn policy(&mut self, node: Node<'_>) -> ast::Policy {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let title = self.optional_text(&mut children);
        let mut policy = ast::Policy { name, title, sources: vec![], notes: vec![], effective: None, as_of: None, lints: vec![], span };
        for clause in children.all(Rule::policy_clause).flat_map(Node::into_inner) {
            let place = self.span(&clause);
            match clause.as_rule() {
                Rule::source => policy.sources.extend(self.clause_text(clause)),
                Rule::note => policy.notes.extend(self.clause_text(clause)),
                Rule::as_of_clause => {
                    let date = self.dated(clause);
                    self.once(policy.as_of.is_some(), place, "as of", "基准日");
                    policy.as_of = date;
                }
                Rule::lint_level => policy.lints.push(self.lint_level(clause)),
                Rule::effective => {
                    self.once(policy.effective.is_some(), place, "effective", "施行");
                    policy.effective = Some(self.effective(clause));
                }
                _ => {}
            }
        }
        policy
    }

    fn lint_level(&self, node: Node<'_>) -> ast::LintLevel {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let level = match children.any().map(|keyword| keyword.as_rule()) {
            Some(Rule::k_allow) => Level::Allow,
            Some(Rule::k_deny) => Level::Deny,
            _ => Level::Warn,
        };
        let lint = self.next_name(&mut children, span);
        ast::LintLevel { level, lint, reason: self.optional_text(&mut children), span }
    }

    /// Reports a clause that stands twice.
    pub(super) fn once(&mut self, seen: bool, span: Span, english: &'static str, chinese: &'static str) {
        if seen {
            self.problems.push(SyntaxProblem::ClauseTwice { english, chinese, span });
        }
    }

    fn effective(&mut self, node: Node<'_>) -> ast::Effective {
        let span = self.span(&node);
        let (mut effective, mut upper) = (ast::Effective { from: None, to: None, span }, false);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::k_to => upper = true,
                Rule::date if upper => effective.to = Some(self.date(&child)),
                Rule::date => effective.from = Some(self.date(&child)),
                _ => {}
            }
        }
        effective
    }

    fn unit(&mut self, node: Node<'_>) -> ast::Unit {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = match children.find(Rule::unit_name) {
            Some(node) => self.name(&node),
            None => ast::Name { text: String::new(), span },
        };
        let label = self.optional_text(&mut children);
        let mut unit = ast::Unit { name, label, base: None, whole: false, decimals: None, span };
        for child in children.rest() {
            match child.as_rule() {
                Rule::unit_base => {
                    let Some(amount) = Children::of(child).find(Rule::unit_amount) else { continue };
                    let mut parts = Children::of(amount);
                    let factor = parts.find(Rule::number).map(|number| self.figure(&number));
                    let base = parts.take(Rule::unit_type).map(|node| self.unit_type(node));
                    unit.base = factor.map(|factor| (factor, base));
                }
                Rule::unit_trait => {
                    for part in child.into_inner() {
                        match part.as_rule() {
                            Rule::k_whole => unit.whole = true,
                            Rule::decimals => unit.decimals = self.inner_figure(part),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        unit
    }

    fn enumeration(&mut self, node: Node<'_>) -> ast::Enum {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let members = children.all(Rule::member).map(|member| {
            let at = self.span(&member);
            let mut parts = Children::of(member);
            let name = self.next_name(&mut parts, at);
            let label = self.optional_text(&mut parts);
            ast::Member { name, label, codes: parts.all(Rule::text).map(|code| self.text(code)).collect() }
        });
        let members = members.collect();
        ast::Enum { name, label, members, span }
    }

    fn record(&mut self, node: Node<'_>) -> ast::Record {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let (mut fields, mut checks) = (Vec::new(), Vec::new());
        for child in children.rest() {
            match child.as_rule() {
                Rule::field => fields.push(self.field(child)),
                Rule::record_check => checks.extend(self.record_check(child)),
                _ => {}
            }
        }
        ast::Record { name, label, fields, checks, span }
    }

    fn record_check(&mut self, node: Node<'_>) -> Option<ast::RecordCheck> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let condition = self.next_expr(&mut children)?;
        Some(ast::RecordCheck { condition, words: self.optional_text(&mut children)?, span })
    }

    fn field(&mut self, node: Node<'_>) -> ast::Field {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let key = children.take(Rule::key_mark).is_some();
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let kind = self.optional_kind(&mut children);
        let kind = kind.unwrap_or(ast::Kind { base: ast::KindBase::Number, optional: false, span });
        let range = children.take(Rule::interval).map(|node| self.interval(node));
        let mut field = ast::Field { key, name, label, kind, range, decimals: None, aliases: vec![], notes: vec![], span };
        for part in children.all(Rule::field_trait).flat_map(Node::into_inner) {
            match part.as_rule() {
                Rule::decimals => field.decimals = self.inner_figure(part),
                Rule::column => field.aliases.extend(Children::of(part).all(Rule::text).map(|text| self.text(text))),
                Rule::note => field.notes.extend(self.clause_text(part)),
                _ => {}
            }
        }
        field
    }

    // ── named values ────────────────────────────────────────────────────────────────────────────

    fn param(&mut self, node: Node<'_>) -> Option<ast::Param> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let key = children.take(Rule::param_key).and_then(|node| Children::of(node).find(Rule::kind)).map(|node| self.kind(node));
        let kind = self.optional_kind(&mut children);
        let body = match children.take(Rule::equals) {
            Some(_) => ast::ParamBody::Single(self.next_expr(&mut children)?),
            None => {
                let mut rows = Vec::new();
                children.take(Rule::lbrace);
                while let Some(Rule::param_row | Rule::comma) = children.peek() {
                    let row = children.any().filter(|row| row.as_rule() == Rule::param_row);
                    rows.extend(row.and_then(|row| self.param_row(row)));
                }
                ast::ParamBody::Rows(rows)
            }
        };
        let source = children.find(Rule::source).and_then(|node| self.clause_text(node));
        Some(ast::Param { name, label, key, kind, body, source, span })
    }

    fn param_row(&mut self, node: Node<'_>) -> Option<ast::ParamRow> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let first = children.any()?;
        let selector = match first.as_rule() {
            Rule::dated => ast::ParamSelector::From(self.dated(first)?),
            _ => ast::ParamSelector::Pattern(Box::new(self.pattern(first))),
        };
        Some(ast::ParamRow { selector, value: self.next_expr(&mut children)?, span })
    }

    fn definition(&mut self, node: Node<'_>) -> Option<ast::Definition> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let output = children.any()?.as_rule() == Rule::k_output;
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let kind = self.optional_kind(&mut children);
        let value = self.next_expr(&mut children)?;
        let source = children.find(Rule::source).and_then(|node| self.clause_text(node));
        Some(ast::Definition { output, name, label, kind, value, source, span })
    }

    fn function(&mut self, node: Node<'_>) -> Option<ast::Function> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = children.find(Rule::call_name).map(|node| self.name(&node))?;
        children.take(Rule::lparen);
        let mut parameters = Vec::new();
        while let Some(Rule::parameter | Rule::comma) = children.peek() {
            if let Some(node) = children.any().filter(|node| node.as_rule() == Rule::parameter) {
                let at = self.span(&node);
                let mut parts = Children::of(node);
                let name = self.next_name(&mut parts, at);
                let kind = self.optional_kind(&mut parts)?;
                let range = parts.take(Rule::interval).map(|node| self.interval(node));
                parameters.push(ast::Parameter { name, kind, range });
            }
        }
        children.take(Rule::rparen);
        let label = self.optional_text(&mut children);
        let kind = self.optional_kind(&mut children);
        Some(ast::Function { name, label, parameters, kind, body: self.next_expr(&mut children)?, span })
    }
}

/// A name in normal form C; the percent signs of Chinese typing are made plain.
fn plain_name(text: &str) -> String {
    match text.trim() {
        "％" => "%".to_string(),
        name if is_nfc_quick(name.chars()) == IsNormalized::Yes => name.to_string(),
        name => name.nfc().collect(),
    }
}

/// The ASCII twin of a full-width digit, sign or point.
pub(super) fn ascii_of(letter: char) -> char {
    match letter {
        '０'..='９' => char::from_digit(letter as u32 - '０' as u32, 10).unwrap_or(letter),
        '．' => '.',
        '－' | '−' => '-',
        other => other,
    }
}
