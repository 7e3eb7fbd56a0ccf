//! Printing a tree: one canonical text for every declaration.
//!
//! In: [`ast::File`]. Out: text with English keywords that parses to the same tree, spans apart. Knows no comments and keeps
//! no layout of the writer's: that is for the formatter. Broken declarations leave nothing.

use super::ast;
use super::print_expr::{date, escaped, figure, unit_type};
use crate::diagnostic::Lang;

/// Columns of one level of indentation.
const INDENT: usize = 2;

/// The text of a file.
#[must_use]
pub fn print(file: &ast::File) -> String {
    let mut printer = Printer { text: String::new(), depth: 0 };
    for item in &file.items {
        printer.item(item);
        printer.text.push('\n');
    }
    printer.text
}

/// The text so far, and how deep the next line stands.
pub(super) struct Printer {
    pub(super) text: String,
    depth: usize,
}

impl Printer {
    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', INDENT * self.depth));
    }

    /// Opens a brace; what follows stands deeper.
    pub(super) fn open(&mut self) {
        self.put("{");
        self.depth += 1;
    }

    pub(super) fn close(&mut self) {
        self.depth -= 1;
        self.line();
        self.put("}");
    }

    /// A place where a word follows an expression. A bare number would take a word on its own line for its unit.
    pub(super) fn gap(&mut self) {
        let last = self.text.rfind(|letter: char| !(letter.is_alphanumeric() || letter == '_')).map_or(0, |place| place + 1);
        let number = self.text.get(last..).is_some_and(|word| word.starts_with(|letter: char| letter.is_ascii_digit()));
        if number {
            self.line();
        } else {
            self.put(" ");
        }
    }

    pub(super) fn quoted(&mut self, text: &ast::Text) {
        self.put(&escaped(&text.text));
    }

    pub(super) fn head(&mut self, keyword: &str, name: &ast::Name, label: Option<&ast::Text>) {
        self.put(keyword);
        self.put(" ");
        self.put(&name.text);
        self.label(label);
    }

    pub(super) fn label(&mut self, label: Option<&ast::Text>) {
        if let Some(label) = label {
            self.put(" ");
            self.quoted(label);
        }
    }

    /// `: kind`
    pub(super) fn typed(&mut self, kind: Option<&ast::Kind>) {
        if let Some(kind) = kind {
            self.put(" : ");
            self.kind(kind);
        }
    }

    pub(super) fn kind(&mut self, kind: &ast::Kind) {
        match &kind.base {
            ast::KindBase::Bool => self.put("bool"),
            ast::KindBase::Text => self.put("text"),
            ast::KindBase::Date => self.put("date"),
            ast::KindBase::Number => self.put("number"),
            ast::KindBase::Unit(unit) => self.put(&unit_type(unit)),
        }
        if kind.optional {
            self.put("?");
        }
    }

    pub(super) fn texts(&mut self, keyword: &str, texts: &[ast::Text]) {
        for text in texts {
            self.line();
            self.put(keyword);
            self.put(" ");
            self.quoted(text);
        }
    }

    /// `source "…"` after a declaration.
    pub(super) fn source(&mut self, source: Option<&ast::Text>) {
        if let Some(source) = source {
            self.texts("source", std::slice::from_ref(source));
        }
    }

    fn item(&mut self, item: &ast::Item) {
        match item {
            ast::Item::Policy(policy) => self.policy(policy),
            ast::Item::Unit(unit) => self.unit(unit),
            ast::Item::Enum(declared) => self.enumeration(declared),
            ast::Item::Record(record) => self.record(record),
            ast::Item::Param(param) => self.param(param),
            ast::Item::Definition(definition) => self.definition(definition),
            ast::Item::Function(function) => self.function(function),
            ast::Item::Table(table) => self.table(table),
            ast::Item::Decision(decision) => self.decision(decision),
            ast::Item::Indicator(indicator) => self.indicator(indicator),
            ast::Item::Score(score) => self.score(score),
            ast::Item::Grade(grade) => self.grade(grade),
            ast::Item::Eligibility(eligibility) => self.eligibility(eligibility),
            ast::Item::Example(example) => self.example(example),
            ast::Item::Test(test) => self.test(test),
            ast::Item::Ensure(ensure) => self.ensure(ensure),
            ast::Item::Broken(_) => return,
        }
        self.put("\n");
    }

    pub(super) fn policy(&mut self, policy: &ast::Policy) {
        self.head("policy", &policy.name, policy.title.as_ref());
        self.put(" ");
        self.open();
        self.texts("source", &policy.sources);
        self.texts("note", &policy.notes);
        if let Some(effective) = &policy.effective {
            self.line();
            self.put("effective");
            if let Some(from) = effective.from {
                self.put(&format!(" from {}", date(from)));
            }
            if let Some(to) = effective.to {
                self.put(&format!(" to {}", date(to)));
            }
        }
        if let Some(as_of) = policy.as_of {
            self.line();
            self.put(&format!("as of {}", date(as_of)));
        }
        for lint in &policy.lints {
            self.line();
            self.put(&format!("{} {}", lint.level.word(Lang::En), lint.lint.text));
            self.label(lint.reason.as_ref());
        }
        self.close();
    }

    pub(super) fn unit(&mut self, unit: &ast::Unit) {
        self.head("unit", &unit.name, unit.label.as_ref());
        if let Some((factor, base)) = &unit.base {
            self.put(&format!(" = {}", figure(*factor)));
            if let Some(base) = base {
                self.put(" ");
                self.put(&unit_type(base));
            }
        }
        if unit.whole {
            self.put(" whole");
        }
        self.decimals(unit.decimals);
    }

    pub(super) fn decimals(&mut self, decimals: Option<ast::Figure>) {
        if let Some(decimals) = decimals {
            self.put(&format!(" decimals {}", figure(decimals)));
        }
    }

    pub(super) fn enumeration(&mut self, declared: &ast::Enum) {
        self.head("enum", &declared.name, declared.label.as_ref());
        self.put(" ");
        self.open();
        for member in &declared.members {
            self.line();
            self.put(&member.name.text);
            self.label(member.label.as_ref());
            for code in &member.codes {
                self.put(" code ");
                self.quoted(code);
            }
            // A member may itself be called `code`.
            self.put(",");
        }
        self.close();
    }

    pub(super) fn record(&mut self, record: &ast::Record) {
        self.head("record", &record.name, record.label.as_ref());
        self.put(" ");
        self.open();
        for field in &record.fields {
            self.line();
            self.field(field);
        }
        for check in &record.checks {
            self.line();
            self.put("check ");
            self.expr(&check.condition);
            self.put(" ");
            self.quoted(&check.words);
        }
        self.close();
    }

    pub(super) fn field(&mut self, field: &ast::Field) {
        if field.key {
            self.put("key ");
        }
        self.put(&field.name.text);
        self.label(field.label.as_ref());
        self.typed(Some(&field.kind));
        self.range(field.range.as_ref());
        self.decimals(field.decimals);
        for (position, alias) in field.aliases.iter().enumerate() {
            self.put(if position == 0 { " column " } else { ", " });
            self.quoted(alias);
        }
        for note in &field.notes {
            self.put(" note ");
            self.quoted(note);
        }
        // The next field may be called `note`.
        self.put(",");
    }

    pub(super) fn range(&mut self, range: Option<&ast::Interval>) {
        if let Some(range) = range {
            self.put(" ");
            self.interval(range);
        }
    }

    pub(super) fn param(&mut self, param: &ast::Param) {
        self.head("param", &param.name, param.label.as_ref());
        if let Some(key) = &param.key {
            self.put(" by ");
            self.kind(key);
        }
        self.typed(param.kind.as_ref());
        match &param.body {
            ast::ParamBody::Single(value) => {
                self.put(" = ");
                self.expr(value);
            }
            ast::ParamBody::Rows(rows) => {
                self.put(" ");
                self.open();
                for row in rows {
                    self.line();
                    match &row.selector {
                        ast::ParamSelector::From(day) => self.put(&format!("from {}", date(*day))),
                        ast::ParamSelector::Pattern(pattern) => self.pattern(pattern),
                    }
                    self.result(&row.value);
                }
                self.close();
            }
        }
        self.source(param.source.as_ref());
    }

    pub(super) fn definition(&mut self, definition: &ast::Definition) {
        self.head(if definition.output { "output" } else { "let" }, &definition.name, definition.label.as_ref());
        self.typed(definition.kind.as_ref());
        self.put(" = ");
        self.expr(&definition.value);
        self.source(definition.source.as_ref());
    }

    pub(super) fn function(&mut self, function: &ast::Function) {
        self.head("function", &function.name, None);
        self.put("(");
        for (position, parameter) in function.parameters.iter().enumerate() {
            self.put(if position == 0 { "" } else { ", " });
            self.put(&parameter.name.text);
            self.typed(Some(&parameter.kind));
            self.range(parameter.range.as_ref());
        }
        self.put(")");
        self.label(function.label.as_ref());
        self.typed(function.kind.as_ref());
        self.put(" = ");
        self.expr(&function.body);
    }

    pub(super) fn table(&mut self, table: &ast::Table) {
        self.head("table", &table.name, table.label.as_ref());
        for (position, key) in table.keys.iter().enumerate() {
            self.put(if position == 0 { " by " } else { ", " });
            self.kind(key);
        }
        self.put(" ");
        self.open();
        self.line();
        self.put("|");
        for cell in &table.header {
            self.put(" ");
            self.put(&cell.name.text);
            self.label(cell.label.as_ref());
            self.typed(cell.kind.as_ref());
            self.put(" |");
        }
        self.grid_rows(&table.rows);
        self.close();
        self.source(table.source.as_ref());
    }

    pub(super) fn grid_rows(&mut self, rows: &[ast::GridRow]) {
        for row in rows {
            self.line();
            self.put("|");
            for cell in &row.cells {
                self.put(" ");
                self.cell(&cell.content);
                self.put(" |");
            }
        }
    }

    pub(super) fn cell(&mut self, content: &ast::CellContent) {
        match content {
            ast::CellContent::Blank => self.put("-"),
            ast::CellContent::Star => self.put("*"),
            ast::CellContent::Missing => self.put("missing"),
            ast::CellContent::Interval(interval) => self.interval(interval),
            ast::CellContent::Shortcut(comparison, bound) => self.shortcut(*comparison, bound),
            ast::CellContent::Values(values) => self.list(values),
        }
    }

    pub(super) fn decision(&mut self, decision: &ast::Decision) {
        self.head("decision", &decision.name, decision.label.as_ref());
        self.typed(decision.kind.as_ref());
        self.put(" ");
        self.open();
        self.line();
        self.put("|");
        for (input, kind) in &decision.inputs {
            self.put(" ");
            self.expr(input);
            self.typed(kind.as_ref());
            self.put(" |");
        }
        self.put(" -> |");
        self.grid_rows(&decision.rows);
        self.close();
        self.source(decision.source.as_ref());
    }
}
