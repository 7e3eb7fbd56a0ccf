//! The syntax tree: what was written, in the order it was written.
//!
//! In: nothing. Out: plain data with a span on every node. Names are still text; nothing is resolved. Here are files and
//! declarations of names; schemes and expressions have files of their own.

mod expr;
mod scheme;

pub use expr::{
    Band, BandRow, Binary, Chain, Expr, ExprKind, Guard, If, Interval, Linear, Membership, Negation, Operator, Pattern, PatternKind, Set, When,
    WhenRow,
};
pub use scheme::{
    Assignment, Claim, Clause, Condition, ConditionKind, Eligibility, Ensure, Example, Expect, Grade, Group, GroupRole, Indicator, Score, Test,
    Traits, WeightRow, Weights,
};

use crate::diagnostic::Level;
use crate::source::Span;
use crate::value::calendar::Day;
use crate::value::comparison::Comparison;
use crate::value::decimal::Decimal;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Its declarations.
    pub items: Vec<Item>,
    /// Parts of them that could not be read.
    pub lost: Vec<Lost>,
}

/// A part of a declaration that could not be read; already reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The names it seems to declare.
    pub names: Vec<Name>,
    /// The whole declaration.
    pub span: Span,
}

/// A name as written, in normal form C.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A quoted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text without quotes, escapes resolved.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `policy`
    Policy(Policy),
    /// `unit`
    Unit(Unit),
    /// `enum`
    Enum(Enum),
    /// `record`
    Record(Record),
    /// `param`
    Param(Param),
    /// `let` and `output`
    Definition(Definition),
    /// `function`
    Function(Function),
    /// `table`
    Table(Table),
    /// `decision`
    Decision(Decision),
    /// `indicator`
    Indicator(Indicator),
    /// `score`
    Score(Score),
    /// `grade`
    Grade(Grade),
    /// `eligibility`
    Eligibility(Eligibility),
    /// `example`
    Example(Example),
    /// `test`
    Test(Test),
    /// `ensure`
    Ensure(Ensure),
    /// Text that is no declaration; already reported.
    Broken(Broken),
}

/// Text that is no declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its first word, usually the keyword of what it should declare.
    pub keyword: String,
    /// The name it seems to declare, so that uses of it are not reported again.
    pub name: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// `policy`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its documents.
    pub sources: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// `effective from … to …`
    pub effective: Option<Effective>,
    /// `as of …`
    pub as_of: Option<Date>,
    /// How seriously warnings are to be taken.
    pub lints: Vec<LintLevel>,
    /// All of it.
    pub span: Span,
}

/// `allow unused_field "reason"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintLevel {
    /// Left out, told, or an error.
    pub level: Level,
    /// The name or code of the lint.
    pub lint: Name,
    /// Why, in the writer's words.
    pub reason: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// `effective from … to …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// All of it.
    pub span: Span,
}

/// A date; `None` where there is no such day, already reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The day.
    pub day: Option<Day>,
    /// Where it stands.
    pub span: Span,
}

/// A plain figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its amount; `None` where it has more than 38 digits, already reported.
    pub amount: Option<Decimal>,
    /// Where it stands.
    pub span: Span,
}

/// `unit`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// `= 10000 元`; a base unit has none.
    pub base: Option<(Figure, Option<UnitType>)>,
    /// `whole`
    pub whole: bool,
    /// `decimals 6`
    pub decimals: Option<Figure>,
    /// All of it.
    pub span: Span,
}

/// A unit expression: `元/人`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitType {
    /// The first unit.
    pub first: Name,
    /// Further units, each with whether it divides.
    pub rest: Vec<(UnitOperator, Name)>,
    /// All of it.
    pub span: Span,
}

/// What joins two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitOperator {
    /// `*`
    Times,
    /// `/`
    Per,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// What.
    pub base: KindBase,
    /// `?`
    pub optional: bool,
    /// All of it.
    pub span: Span,
}

/// A type without its `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KindBase {
    /// `bool`
    Bool,
    /// `text`
    Text,
    /// `date`
    Date,
    /// `number`
    Number,
    /// A unit expression or the name of an enum.
    Unit(UnitType),
}

/// `enum`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its members.
    pub members: Vec<Member>,
    /// All of it.
    pub span: Span,
}

/// A member of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its codes.
    pub codes: Vec<Text>,
}

/// `record`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its checks.
    pub checks: Vec<RecordCheck>,
    /// All of it.
    pub span: Span,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Whether it is marked `key`.
    pub key: bool,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its type.
    pub kind: Kind,
    /// What its values lie in.
    pub range: Option<Interval>,
    /// `decimals N`
    pub decimals: Option<Figure>,
    /// `column "…"`
    pub aliases: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// `check … "…"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordCheck {
    /// What must hold.
    pub condition: Expr,
    /// Its words.
    pub words: Text,
    /// All of it.
    pub span: Span,
}

/// `param`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// `by …`
    pub key: Option<Kind>,
    /// Its type.
    pub kind: Option<Kind>,
    /// Its value or rows.
    pub body: ParamBody,
    /// The clause it implements.
    pub source: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// The value of a param.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamBody {
    /// `= …`
    Single(Expr),
    /// `{ … -> … }`
    Rows(Vec<ParamRow>),
}

/// A row of a param.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamRow {
    /// When or for what it applies.
    pub selector: ParamSelector,
    /// The value.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// When or for what a row of a param applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamSelector {
    /// `from 2023-01-01`
    From(Date),
    /// A key.
    Pattern(Box<Pattern>),
}

/// `let` and `output`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Whether it is an `output`.
    pub output: bool,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its type.
    pub kind: Option<Kind>,
    /// How it is computed.
    pub value: Expr,
    /// The clause it implements.
    pub source: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// `function`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The type of its result.
    pub kind: Option<Kind>,
    /// How it is computed.
    pub body: Expr,
    /// All of it.
    pub span: Span,
}

/// A parameter of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub kind: Kind,
    /// What its values lie in.
    pub range: Option<Interval>,
}

/// `table`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Types of the key columns.
    pub keys: Vec<Kind>,
    /// The header cells.
    pub header: Vec<HeaderCell>,
    /// Where the header row stands.
    pub header_span: Span,
    /// The rows.
    pub rows: Vec<GridRow>,
    /// The document it comes from.
    pub source: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// A header cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderCell {
    /// The name of the column; empty where the cell is blank.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// The type of its cells.
    pub kind: Option<Kind>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRow {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// All of it.
    pub span: Span,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub content: CellContent,
    /// Where.
    pub span: Span,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellContent {
    /// Nothing, `-` or `—`.
    Blank,
    /// `*`
    Star,
    /// `missing`
    Missing,
    /// An interval.
    Interval(Interval),
    /// `>= 5`
    Shortcut(Comparison, Expr),
    /// One or several expressions.
    Values(Vec<Expr>),
}

/// `decision`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// The type of its result.
    pub kind: Option<Kind>,
    /// What it looks at, each with the unit of bare numbers below.
    pub inputs: Vec<(Expr, Option<Kind>)>,
    /// Where the header row stands.
    pub header_span: Span,
    /// The rows; the last cell of each is the result.
    pub rows: Vec<GridRow>,
    /// The clause it implements.
    pub source: Option<Text>,
    /// All of it.
    pub span: Span,
}
