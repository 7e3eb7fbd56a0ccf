//! The syntax tree: what was written, in the order it was written.
//!
//! In: nothing. Out: plain data with a span on every node. Names are still text; nothing is resolved.

use crate::source::Span;
use crate::value::calendar::Day;
use crate::value::comparison::Comparison;
use crate::value::decimal::Decimal;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Its declarations.
    pub items: Vec<Item>,
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
#[expect(clippy::large_enum_variant, reason = "a tree of one policy is small; plain fields read better")]
pub enum ParamSelector {
    /// `from 2023-01-01`
    From(Date),
    /// A key.
    Pattern(Pattern),
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

/// `indicator`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// `out of N`
    pub out_of: Option<Figure>,
    /// `value` clauses; more than one is an error.
    pub values: Vec<(Expr, Option<Kind>)>,
    /// `points` clauses; exactly one is right.
    pub points: Vec<Expr>,
    /// Clauses it implements.
    pub sources: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// What a score or group says of its total.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traits {
    /// `out of N`
    pub out_of: Option<Figure>,
    /// `up to N`
    pub up_to: Option<Figure>,
    /// `at least N`
    pub at_least: Option<Figure>,
    /// `round N`
    pub round: Option<Figure>,
    /// One that stands twice.
    pub repeated: Option<Span>,
}

/// `score`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// What it says of its total.
    pub traits: Traits,
    /// Indicators outside groups.
    pub items: Vec<Name>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Weights.
    pub weights: Vec<Weights>,
    /// Clauses it implements.
    pub sources: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// What a group does to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupRole {
    /// Part of the base score.
    Base,
    /// `bonus`
    Bonus,
    /// `deduct`
    Deduct,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it does.
    pub role: GroupRole,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// What it says of its subtotal.
    pub traits: Traits,
    /// Its indicators.
    pub items: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// `weights`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights {
    /// `by …`
    pub by: Option<Expr>,
    /// `from …`
    pub from: Option<Date>,
    /// Column heads.
    pub columns: Vec<Name>,
    /// Rows.
    pub rows: Vec<WeightRow>,
    /// Where the header row stands.
    pub header_span: Span,
    /// All of it.
    pub span: Span,
}

/// A row of weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightRow {
    /// The indicator.
    pub indicator: Name,
    /// One weight per column; `None` where the cell is blank.
    pub weights: Vec<Option<Figure>>,
    /// All of it.
    pub span: Span,
}

/// `grade`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// The enum it gives.
    pub kind: Name,
    /// What is graded, in bands.
    pub band: Band,
    /// The clause it implements.
    pub source: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// `eligibility`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// Documents.
    pub sources: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// A clause of an eligibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// `require`, `any`, `all`
    Require(Condition),
    /// `veto`
    Veto(Condition),
    /// `direct`
    Direct(Condition),
}

/// A condition or a combination of conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What.
    pub kind: ConditionKind,
    /// Its words.
    pub words: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// What a condition is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionKind {
    /// An expression.
    Single(Expr),
    /// `any { … }`
    Any(Vec<Condition>),
    /// `all { … }`
    All(Vec<Condition>),
}

/// `example`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// The example it changes.
    pub base: Option<Name>,
    /// Its values.
    pub values: Vec<Assignment>,
    /// All of it.
    pub span: Span,
}

/// `field = value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The field.
    pub field: Name,
    /// The value.
    pub value: Expr,
}

/// `test`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Its words.
    pub name: Text,
    /// The reference date.
    pub as_of: Option<Date>,
    /// The example it starts from.
    pub base: Option<Name>,
    /// Its values.
    pub values: Vec<Assignment>,
    /// Where `given` stands.
    pub given_span: Span,
    /// What it expects.
    pub expect: Expect,
    /// All of it.
    pub span: Span,
}

/// What a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// `expect rejected`
    Rejected(Span),
    /// `expect { … }`
    All(Vec<Expr>),
}

/// `ensure`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ensure {
    /// What is claimed.
    pub claim: Claim,
    /// Its words.
    pub words: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// What is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The condition always holds.
    Always(Expr),
    /// `never …`
    Never(Expr),
    /// `… implies …`
    Implies(Expr, Expr),
    /// `… rises with …`
    Rises(Expr, Expr),
    /// `… falls with …`
    Falls(Expr, Expr),
    /// `… does not depend on …`
    Independent(Expr, Expr),
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What.
    pub kind: ExprKind,
    /// All of it.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// A number with or without a unit, which is written without spaces: `450000 元/人`.
    Quantity(Figure, Option<UnitType>),
    /// A date.
    Date(Date),
    /// A text.
    Text(Text),
    /// A truth value.
    Truth(bool),
    /// `missing`
    Missing,
    /// A name, with `.column` or `.value` where written.
    Reference(Name, Option<Name>),
    /// A function and its arguments.
    Call(Name, Vec<Expr>),
    /// A table, its keys, and the column where written.
    Lookup(Name, Vec<Expr>, Option<Name>),
    /// Parentheses.
    Paren(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// Two operands.
    Binary(Box<Binary>),
    /// `a < b <= c`
    Chain(Box<Chain>),
    /// `x in …`, `x not in …`
    Membership(Box<Membership>),
    /// `x starts with …`
    StartsWith(Box<Expr>, Vec<Expr>),
    /// `x is missing`; `true` for `x is not missing`
    MissingTest(Box<Expr>, Negation),
    /// `if … then … else …`
    If(Box<If>),
    /// `when { … }`
    When(When),
    /// `band … { … }`
    Band(Box<Band>),
    /// `linear … { … }`
    Linear(Box<Linear>),
}

/// Whether a test is turned round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Negation {
    /// As it stands.
    Plain,
    /// With `not`.
    Negated,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `and`
    And,
    /// `or`
    Or,
    /// `default`
    Default,
}

/// Two operands and what joins them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    /// What joins them.
    pub operator: Operator,
    /// Where it stands.
    pub operator_span: Span,
    /// On its left.
    pub left: Expr,
    /// On its right.
    pub right: Expr,
}

/// A chain of comparisons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The first operand.
    pub first: Expr,
    /// Each comparison, where it stands, and its right operand.
    pub rest: Vec<(Comparison, Span, Expr)>,
}

/// `x in …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// What is tested.
    pub subject: Expr,
    /// `not in`
    pub negation: Negation,
    /// What it should be in.
    pub set: Set,
}

/// What a membership test looks in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a tree of one policy is small; plain fields read better")]
pub enum Set {
    /// An interval.
    Interval(Interval),
    /// `{ a, b }`
    Members(Vec<Expr>),
}

/// An interval; `None` for an open end without a bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The lower bound.
    pub low: Option<Expr>,
    /// Whether it is included.
    pub low_closed: bool,
    /// The upper bound.
    pub high: Option<Expr>,
    /// Whether it is included.
    pub high_closed: bool,
    /// All of it.
    pub span: Span,
}

/// `if`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct If {
    /// The condition.
    pub condition: Expr,
    /// The value where it holds.
    pub then: Expr,
    /// The value where it does not.
    pub otherwise: Expr,
}

/// `when`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Its rows.
    pub rows: Vec<WhenRow>,
}

/// A row of `when`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenRow {
    /// When it is taken.
    pub guard: Guard,
    /// Its value.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// When a row is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// A condition.
    Condition(Expr),
    /// `otherwise`
    Otherwise(Span),
    /// `missing`
    Missing(Span),
}

/// `band`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// What is looked at.
    pub subject: Expr,
    /// Its rows.
    pub rows: Vec<BandRow>,
    /// The braces and what is between.
    pub body_span: Span,
}

/// A row of `band`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandRow {
    /// What it takes.
    pub pattern: Pattern,
    /// Its value.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// What a row takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What.
    pub kind: PatternKind,
    /// Where it stands.
    pub span: Span,
}

/// What a row takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternKind {
    /// `otherwise`
    Otherwise,
    /// `missing`
    Missing,
    /// An interval.
    Interval(Interval),
    /// `>= 5`
    Shortcut(Comparison, Expr),
    /// Values.
    Values(Vec<Expr>),
}

/// `linear`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linear {
    /// What is interpolated over.
    pub subject: Expr,
    /// Knots: `x -> y`.
    pub knots: Vec<(Expr, Expr)>,
    /// The `missing` row.
    pub missing: Option<Expr>,
    /// A second `missing` row.
    pub repeated_missing: Option<Span>,
}
