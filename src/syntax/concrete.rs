//! The tokens of a text in the shape of the grammar: nothing is left out but blanks and comments.
//!
//! In: one text that parses. Out: plain nodes with places in bytes; a token is a node without children. Knows no meaning; what
//! stands between two tokens is blank or comment, for whoever needs it to read.

use super::grammar::{Grammar, Rule};
use super::keyword::{self, Keyword};
use pest::Parser;
use pest::iterators::Pair;

/// A node: what it is, where it stands, and its parts in order.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where its first token starts.
    pub start: usize,
    /// Where its last token ends.
    pub end: usize,
    /// Its parts; a token has none.
    pub children: Vec<Node>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole file.
    File,
    /// A declaration.
    Item(Item),
    /// A keyword and what it says: `source "…"`, `value …`, `given …`.
    Clause,
    /// A member of an enum.
    Member,
    /// A field of a record.
    Field,
    /// A check of a record.
    Check,
    /// A row with an arrow: of a param, `band`, `when` or `linear`.
    Arrowed,
    /// `require` or `veto`.
    Demand,
    /// `direct`, `any` or `all` with a block of conditions.
    Conditions,
    /// A condition with its words.
    Condition,
    /// A group of a score.
    Group,
    /// Weights of a score.
    Weights,
    /// `field = value`
    Assignment,
    /// A line of `expect`.
    Expectation,
    /// `= 10000 元` of a unit.
    Base,
    /// `decimals 2`, `whole`, `out of 100`: what is said of a declaration or field in two words.
    Trait,
    /// `column "…", "…"`
    Column,
    /// `by kind` of a param.
    Key,
    /// A parameter of a function.
    Parameter,
    /// `rises with …`, `implies …`
    Tail,
    /// `assume "…"`
    Assumed,
    /// A type.
    Type,
    /// A unit with its operators.
    Unit,
    /// The braces of a table and its rows.
    Grid,
    /// A row of a table, cells between bars or tabs.
    GridRow,
    /// A cell that is not blank.
    Cell,
    /// What a row of a band takes.
    Pattern,
    /// An expression that ends at the line end.
    Expr,
    /// An expression inside brackets.
    OpenExpr,
    /// `( … )`
    Paren,
    /// A name with what belongs to it: arguments, keys, a column.
    Reference,
    /// `(a, b)` or `[a, b]` behind a name.
    Arguments,
    /// A number with its unit.
    Quantity,
    /// A sign or word before an operand.
    Prefix,
    /// A test behind an operand.
    Postfix,
    /// `{ a, b }`
    Members,
    /// `[a, b)`
    Interval,
    /// `if`
    If,
    /// `when`, `band`, `linear`
    Choice,
    /// An operator between two operands.
    Operator,
    /// A token.
    Token(Token),
}

/// What is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the declarations of the language, by their keyword")]
pub enum Item {
    Policy,
    Unit,
    Enum,
    Record,
    Param,
    Definition,
    Function,
    Table,
    Decision,
    Indicator,
    Score,
    Grade,
    Eligibility,
    Example,
    Test,
    Ensure,
}

/// Operators from loose to tight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the operators of the language, by name")]
pub enum Order {
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Default,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// A keyword, a word among operators included.
    Keyword(&'static str),
    /// A name.
    Name,
    /// The name of a unit.
    UnitName,
    /// A quoted text.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// An operator that is no word.
    Operator,
    /// A minus before its operand.
    Minus,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `=` of a declaration
    Equals,
    /// `->`
    Arrow,
    /// `..`
    Dots,
    /// `.`
    Dot,
    /// `|`
    Bar,
    /// A tab between cells.
    Tab,
    /// `*` for any value.
    Star,
    /// `-` for no value.
    Dash,
    /// `?`
    Question,
    /// What could not be read.
    Junk,
}

impl Node {
    /// The token a node is, if it is one.
    #[must_use]
    pub fn token(&self) -> Option<Token> {
        match self.kind {
            Kind::Token(token) => Some(token),
            _ => None,
        }
    }

    /// Whether the node is a token of this kind.
    #[must_use]
    pub fn is(&self, token: Token) -> bool {
        self.kind == Kind::Token(token)
    }

    /// Its first token.
    #[must_use]
    pub fn first(&self) -> &Node {
        self.children.first().map_or(self, Node::first)
    }

    /// Its last token.
    #[must_use]
    pub fn last(&self) -> &Node {
        self.children.last().map_or(self, Node::last)
    }

    /// Its tokens in order.
    pub fn tokens<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        match self.kind {
            Kind::Token(_) => visit(self),
            _ => self.children.iter().for_each(|child| child.tokens(visit)),
        }
    }
}

/// The tree of a file; none where nothing of the text can be read.
#[must_use]
pub fn file(text: &str) -> Option<Node> {
    let pair = Grammar::parse(Rule::file, text).ok()?.next()?;
    Some(Node { kind: Kind::File, start: 0, end: text.len(), children: children(pair) })
}

fn children(pair: Pair<'_, Rule>) -> Vec<Node> {
    let mut nodes = Vec::new();
    pair.into_inner().for_each(|child| add(child, &mut nodes));
    nodes
}

fn add(pair: Pair<'_, Rule>, nodes: &mut Vec<Node>) {
    let rule = pair.as_rule();
    let span = pair.as_span();
    if let Some(token) = token(rule) {
        nodes.push(Node { kind: Kind::Token(token), start: span.start(), end: span.end(), children: Vec::new() });
        return;
    }
    let Some(kind) = kind(rule) else {
        // Of no shape of its own: its parts stand in its place.
        pair.into_inner().for_each(|child| add(child, nodes));
        return;
    };
    let children = children(pair);
    // A node without tokens is an empty cell.
    let (Some(first), Some(last)) = (children.first(), children.last()) else { return };
    nodes.push(Node { kind, start: first.start, end: last.end, children });
}

fn token(rule: Rule) -> Option<Token> {
    let word = |rule: Rule| keyword::of_rule(rule).map(|keyword: &Keyword| Token::Keyword(keyword.english));
    match rule {
        Rule::ident => Some(Token::Name),
        Rule::unit_name => Some(Token::UnitName),
        Rule::text => Some(Token::Text),
        Rule::number | Rule::integer => Some(Token::Number),
        Rule::date => Some(Token::Date),
        Rule::op_le
        | Rule::op_ge
        | Rule::op_ne
        | Rule::op_lt
        | Rule::op_gt
        | Rule::op_eq
        | Rule::op_add
        | Rule::op_sub
        | Rule::op_mul
        | Rule::op_div => Some(Token::Operator),
        Rule::op_and => word(Rule::k_and),
        Rule::op_or => word(Rule::k_or),
        Rule::op_not => word(Rule::k_not),
        Rule::op_default => word(Rule::k_default),
        Rule::op_neg | Rule::minus => Some(Token::Minus),
        Rule::lbrace => Some(Token::OpenBrace),
        Rule::rbrace => Some(Token::CloseBrace),
        Rule::lparen | Rule::lbracket => Some(Token::Open),
        Rule::rparen | Rule::rbracket => Some(Token::Close),
        Rule::comma => Some(Token::Comma),
        Rule::colon => Some(Token::Colon),
        Rule::equals => Some(Token::Equals),
        Rule::arrow => Some(Token::Arrow),
        Rule::dots => Some(Token::Dots),
        Rule::dot => Some(Token::Dot),
        Rule::bar => Some(Token::Bar),
        Rule::tab => Some(Token::Tab),
        Rule::star => Some(Token::Star),
        Rule::dash => Some(Token::Dash),
        Rule::question => Some(Token::Question),
        Rule::junk => Some(Token::Junk),
        _ => word(rule),
    }
}

fn kind(rule: Rule) -> Option<Kind> {
    let item = |item: Item| Some(Kind::Item(item));
    match rule {
        Rule::policy => item(Item::Policy),
        Rule::unit => item(Item::Unit),
        Rule::enumeration => item(Item::Enum),
        Rule::record => item(Item::Record),
        Rule::param => item(Item::Param),
        Rule::definition => item(Item::Definition),
        Rule::function => item(Item::Function),
        Rule::table => item(Item::Table),
        Rule::decision => item(Item::Decision),
        Rule::indicator => item(Item::Indicator),
        Rule::score => item(Item::Score),
        Rule::grade => item(Item::Grade),
        Rule::eligibility => item(Item::Eligibility),
        Rule::example => item(Item::Example),
        Rule::test => item(Item::Test),
        Rule::ensure => item(Item::Ensure),
        Rule::source
        | Rule::note
        | Rule::effective
        | Rule::as_of_clause
        | Rule::lint_level
        | Rule::value_clause
        | Rule::points_clause
        | Rule::given
        | Rule::expect => Some(Kind::Clause),
        Rule::member => Some(Kind::Member),
        Rule::field => Some(Kind::Field),
        Rule::record_check => Some(Kind::Check),
        Rule::param_row | Rule::when_row | Rule::band_row | Rule::knot => Some(Kind::Arrowed),
        Rule::require | Rule::veto => Some(Kind::Demand),
        Rule::direct | Rule::any_of | Rule::all_of => Some(Kind::Conditions),
        Rule::condition => Some(Kind::Condition),
        Rule::group => Some(Kind::Group),
        Rule::weights => Some(Kind::Weights),
        Rule::assignment => Some(Kind::Assignment),
        Rule::expectation => Some(Kind::Expectation),
        Rule::unit_base => Some(Kind::Base),
        Rule::unit_trait | Rule::decimals | Rule::out_of | Rule::score_trait => Some(Kind::Trait),
        Rule::column => Some(Kind::Column),
        Rule::param_key => Some(Kind::Key),
        Rule::parameter => Some(Kind::Parameter),
        Rule::claim_tail => Some(Kind::Tail),
        Rule::assumed => Some(Kind::Assumed),
        Rule::kind => Some(Kind::Type),
        Rule::unit_type | Rule::unit_literal => Some(Kind::Unit),
        Rule::grid | Rule::decision_grid | Rule::weight_grid => Some(Kind::Grid),
        Rule::header_row | Rule::grid_row | Rule::decision_head | Rule::weight_head | Rule::weight_row => Some(Kind::GridRow),
        Rule::header_cell | Rule::plain_cell | Rule::cell | Rule::input_head | Rule::weight_cell => Some(Kind::Cell),
        Rule::pattern | Rule::pattern_item | Rule::shortcut | Rule::plain_shortcut => Some(Kind::Pattern),
        Rule::expr => Some(Kind::Expr),
        Rule::open_expr => Some(Kind::OpenExpr),
        Rule::paren => Some(Kind::Paren),
        Rule::reference => Some(Kind::Reference),
        Rule::arguments | Rule::keys => Some(Kind::Arguments),
        Rule::quantity | Rule::unit_amount => Some(Kind::Quantity),
        Rule::prefix => Some(Kind::Prefix),
        Rule::postfix => Some(Kind::Postfix),
        Rule::members => Some(Kind::Members),
        Rule::interval => Some(Kind::Interval),
        Rule::conditional => Some(Kind::If),
        Rule::when | Rule::band | Rule::linear => Some(Kind::Choice),
        Rule::infix | Rule::leading => Some(Kind::Operator),
        _ => None,
    }
}

impl Order {
    /// How tight an operator binds, by its first token as written.
    #[must_use]
    pub fn of(token: Token, written: &str) -> Order {
        match token {
            Token::Keyword("or") => Order::Or,
            Token::Keyword("and") => Order::And,
            Token::Keyword("default") => Order::Default,
            _ if matches!(written, "+" | "＋" | "-" | "－" | "−") => Order::Sum,
            _ if matches!(written, "*" | "×" | "＊" | "/" | "÷" | "／") => Order::Product,
            _ => Order::Comparison,
        }
    }
}
