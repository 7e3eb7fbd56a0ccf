//! Errors of types and units, and their words.
//!
//! In: facts found while typing expressions. Out: codes E03… and W03…, words in both languages.

use super::arithmetic::Doing;
use super::describe::Phrase;
use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::{Fix, Lang, Problem, Words, quote};
use crate::source::Span;
use serde::Serialize;

/// An error of types or units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum TypeProblem {
    /// Something else stands where another type is wanted.
    WrongType {
        /// What stands there.
        found: Phrase,
        /// What is wanted.
        expected: Phrase,
        /// Where.
        span: Span,
        /// What makes it wanted.
        because: Option<Span>,
    },
    /// Two quantities do not measure the same thing.
    UnitsDiffer {
        /// What was tried.
        doing: Doing,
        /// The first.
        left: Phrase,
        /// The second.
        right: Phrase,
        /// Where the first stands.
        left_span: Span,
        /// Where the second stands.
        right_span: Span,
        /// Where they meet.
        operator: Span,
        /// What to write where only a unit is lacking.
        hint: Option<String>,
    },
    /// A condition is wanted.
    NotCondition {
        /// What stands there.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// A number is wanted.
    NotNumber {
        /// What stands there.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// A text is wanted.
    NotText {
        /// What stands there.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// A member of an enum is wanted.
    NotEnum {
        /// What stands there.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// Points are plain numbers.
    NotPoints {
        /// What stands there.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// A number stands before a name.
    MissingTimes {
        /// The number.
        number: String,
        /// The name.
        name: String,
        /// Both.
        span: Span,
    },
    /// A value where a unit should stand, behind a slash without spaces.
    DividedUnit {
        /// The quantity.
        left: String,
        /// The divisor.
        right: String,
        /// The value.
        name: String,
        /// All of it.
        span: Span,
    },
    /// Dates are not added.
    DateArithmetic {
        /// Whether both operands are dates.
        both: bool,
        /// Whether they were added.
        adding: bool,
        /// Where.
        span: Span,
    },
    /// `x = missing`
    ComparedWithMissing {
        /// Where.
        span: Span,
        /// The question that is meant, where it is a plain name that is compared.
        meant: Option<String>,
    },
    /// `missing` where something is calculated or told apart.
    NoValue {
        /// Where.
        span: Span,
    },
    /// `!= "…"` in a row over texts.
    TextsExcept {
        /// The text.
        text: String,
        /// Where.
        span: Span,
    },
    /// The values have no order.
    NoOrder {
        /// What they are.
        found: Phrase,
        /// The operator.
        operator: &'static str,
        /// Where.
        span: Span,
    },
    /// The two sides are of different kinds.
    CannotCompare {
        /// The first.
        left: Phrase,
        /// The second.
        right: Phrase,
        /// Where the first stands.
        left_span: Span,
        /// Where the second stands.
        right_span: Span,
        /// A part, and what is meant in its place.
        remedy: Option<(Span, String)>,
    },
    /// An interval over something without an order.
    IntervalOver {
        /// What it is.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// The unit has no root.
    NoRoot {
        /// What it is.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// Something is asked for missing that never is.
    NeverMissing {
        /// Where.
        span: Span,
    },
    /// A `missing` row that is never taken.
    UselessMissingRow {
        /// Where.
        span: Span,
    },
}

impl Problem for TypeProblem {
    fn code(&self) -> &'static str {
        match self {
            TypeProblem::WrongType { .. } => "E0301",
            TypeProblem::UnitsDiffer { .. } => "E0302",
            TypeProblem::NotCondition { .. } => "E0303",
            TypeProblem::NotNumber { .. } => "E0304",
            TypeProblem::NotText { .. } => "E0305",
            TypeProblem::NotEnum { .. } => "E0306",
            TypeProblem::NotPoints { .. } => "E0307",
            TypeProblem::MissingTimes { .. } => "E0308",
            TypeProblem::DateArithmetic { .. } => "E0309",
            TypeProblem::ComparedWithMissing { .. } => "E0310",
            TypeProblem::NoOrder { .. } => "E0311",
            TypeProblem::CannotCompare { .. } => "E0312",
            TypeProblem::IntervalOver { .. } => "E0313",
            TypeProblem::NoRoot { .. } => "E0314",
            TypeProblem::DividedUnit { .. } => "E0315",
            TypeProblem::NoValue { .. } => "E0316",
            TypeProblem::TextsExcept { .. } => "E0317",
            TypeProblem::NeverMissing { .. } => "W0301",
            TypeProblem::UselessMissingRow { .. } => "W0302",
        }
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            TypeProblem::UnitsDiffer { left_span, right_span, operator, .. } => {
                let mut spans = vec![*operator];
                spans.extend([*left_span, *right_span].into_iter().filter(|span| span != operator));
                spans
            }
            TypeProblem::CannotCompare { left_span, right_span, .. } => vec![*right_span, *left_span],
            TypeProblem::WrongType { span, because, .. } => std::iter::once(*span).chain(*because).collect(),
            TypeProblem::NotCondition { span, .. }
            | TypeProblem::NotNumber { span, .. }
            | TypeProblem::NotText { span, .. }
            | TypeProblem::NotEnum { span, .. }
            | TypeProblem::NotPoints { span, .. }
            | TypeProblem::MissingTimes { span, .. }
            | TypeProblem::DividedUnit { span, .. }
            | TypeProblem::DateArithmetic { span, .. }
            | TypeProblem::ComparedWithMissing { span, .. }
            | TypeProblem::NoValue { span }
            | TypeProblem::TextsExcept { span, .. }
            | TypeProblem::NoOrder { span, .. }
            | TypeProblem::IntervalOver { span, .. }
            | TypeProblem::NoRoot { span, .. }
            | TypeProblem::NeverMissing { span }
            | TypeProblem::UselessMissingRow { span } => vec![*span],
        }
    }

    fn arguments(&self) -> Arguments {
        arguments::of(self, &self.spans())
    }

    fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => self.english(),
            Lang::Zh => self.chinese(),
        }
    }

    fn fixes(&self) -> Vec<Fix> {
        match self {
            TypeProblem::MissingTimes { number, name, span } => vec![Fix { span: *span, replacement: format!("{number} * {name}") }],
            TypeProblem::ComparedWithMissing { span, meant: Some(meant) } => vec![Fix { span: *span, replacement: meant.clone() }],
            TypeProblem::DividedUnit { left, right, span, .. } => vec![Fix { span: *span, replacement: format!("{left} / {right}") }],
            TypeProblem::CannotCompare { remedy: Some((span, replacement)), .. } => vec![Fix { span: *span, replacement: replacement.clone() }],
            _ => Vec::new(),
        }
    }
}

impl TypeProblem {
    fn english(&self) -> Words {
        match self {
            TypeProblem::WrongType { found, expected, because, .. } => {
                let words = Words::new(format!("expected {}, found {}", expected.english, found.english)).label(format!("this is {}", found.english));
                if because.is_some() { words.label(format!("{} is expected because of this", expected.english)) } else { words }
            }
            TypeProblem::UnitsDiffer { doing, left, right, left_span, right_span, operator, hint } => {
                let headline = match doing {
                    Doing::Add => format!("cannot add {} and {}", left.english, right.english),
                    Doing::Subtract => format!("cannot subtract {} from {}", right.english, left.english),
                    Doing::Compare => format!("cannot compare {} with {}", left.english, right.english),
                    Doing::Choose => format!("expected {}, found {}", left.english, right.english),
                };
                let words = Words::new(headline);
                let words = if operator == left_span || operator == right_span {
                    let first = if operator == right_span { right } else { left };
                    let words = words.label(format!("this is {}", first.english));
                    if left_span == right_span { words } else { words.label(format!("this is {}", left.english)) }
                } else {
                    words.label("they measure different things").label(left.english.clone()).label(right.english.clone())
                };
                match hint {
                    Some(hint) => words.help(format!("write the unit: `{hint}`")),
                    None => {
                        words.help("only quantities of one dimension can be added, subtracted, compared or chosen between; divide to make a ratio")
                    }
                }
            }
            TypeProblem::NotCondition { found, .. } => Words::new(format!("expected a condition, found {}", found.english))
                .label(format!("this is {}", found.english))
                .help("compare it with something, for example `x >= 5`"),
            TypeProblem::NotNumber { found, .. } => {
                Words::new(format!("expected a number, found {}", found.english))
                    .label(format!("this is {}", found.english))
                    .help("only numbers and quantities are calculated with; `if … then 1 else 0` turns a condition into a number")
            }
            TypeProblem::NotText { found, .. } => Words::new(format!("expected a text, found {}", found.english))
                .label(format!("this is {}", found.english))
                .help("`starts with` takes quoted texts: `code starts with \"C3\"`"),
            TypeProblem::NotEnum { found, .. } => Words::new(format!("expected a member of an enum, found {}", found.english))
                .label(format!("this is {}", found.english))
                .help("weights are chosen by a field or value whose type is an enum"),
            TypeProblem::NotPoints { found, .. } => Words::new(format!("points are plain numbers, not {}", found.english))
                .label(format!("this is {}", found.english))
                .help("divide by a unit, as in `x / 1 万元`, or use `band` or `linear` to turn it into points"),
            TypeProblem::MissingTimes { number, name, .. } => Words::new(format!("`{name}` is not a unit"))
                .label("a number and a name next to each other")
                .help(format!("to multiply, write `{number} * {name}`")),
            TypeProblem::DividedUnit { left, right, name, .. } => Words::new(format!("`{name}` is a value, not a unit"))
                .label("without spaces this reads as a unit")
                .help(format!("to divide, write spaces: `{left} / {right}`")),
            TypeProblem::DateArithmetic { both, adding, .. } => {
                let words = Words::new("dates are not added or subtracted with `+` and `-`");
                let words = words.label(if *both { "both sides are dates" } else { "one side is a date" });
                match (both, adding) {
                    (true, _) => words.help("use `days_between(from, to)`, `months_between(from, to)` or `years_between(from, to)`"),
                    (false, true) => words.help("use `add_days(d, n 天)`, `add_months(d, n 月, last_day)` or `add_years(d, n 年, last_day)`"),
                    (false, false) => words.help("use `add_days(d, -n 天)`, `add_months(d, -n 月, last_day)` or `add_years(d, -n 年, last_day)`"),
                }
            }
            TypeProblem::ComparedWithMissing { .. } => {
                Words::new("a comparison with `missing` is never true").label("the result is always missing").help("write `x is missing` or `x is not missing`")
            }
            TypeProblem::NoValue { .. } => Words::new("`missing` stands where a value is needed")
                .label("there is no value to work with")
                .help("write the figure that is meant; whether a field is blank is asked with `x is missing`"),
            TypeProblem::TextsExcept { text, .. } => Words::new("a row over texts lists texts; it cannot say `!=`")
                .label("everything but one text")
                .help(format!("give the text a row of its own, and the rest another: `{text} -> …` and `otherwise -> …`")),
            TypeProblem::NoOrder { found, operator, .. } => Words::new(format!("`{operator}` needs an order, and {} has none", found.english))
                .label("only `=`, `!=` and `in` work here")
                .help("list the values that are meant: `x in { a, b }`"),
            TypeProblem::CannotCompare { left, right, remedy, .. } => Words::new(format!("cannot compare {} with {}", left.english, right.english))
                .label(format!("this is {}", right.english))
                .label(format!("this is {}", left.english))
                .help(match remedy {
                    Some((_, remedy)) => format!("write `{remedy}`"),
                    None => "compare things of one kind: a member is written without quotation marks, a date as `2024-01-31`, a text in quotation marks".to_string(),
                }),
            TypeProblem::IntervalOver { found, .. } => Words::new(format!("{} has no order, so it cannot lie in an interval", found.english))
                .label("an interval")
                .help("list the values that are meant: `x in { a, b }`, or a row each"),
            TypeProblem::NoRoot { found, .. } => Words::new(format!("{} has no square root", found.english))
                .label("the unit would be a half power")
                .help("divide to make a ratio first"),
            TypeProblem::NeverMissing { .. } => Words::new("this is never missing")
                .label("always has a value")
                .help("remove the test or the `default`, or declare the field with `?`; to answer for a whole calculation, put it in brackets: `(a / b) default 0`"),
            TypeProblem::UselessMissingRow { .. } => {
                Words::new("this `missing` row is never taken").label("nothing here can be missing").help("remove the row")
            }
        }
    }

    fn chinese(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            TypeProblem::WrongType { found, expected, because, .. } => {
                let words = Words::new(format!("应为{}，实为{}", expected.chinese, found.chinese)).label(format!("这是{}", found.chinese));
                if because.is_some() { words.label(format!("因此处要求{}", expected.chinese)) } else { words }
            }
            TypeProblem::UnitsDiffer { doing, left, right, left_span, right_span, operator, hint } => {
                let headline = match doing {
                    Doing::Add => format!("{}与{}不能相加", left.chinese, right.chinese),
                    Doing::Subtract => format!("{}与{}不能相减", left.chinese, right.chinese),
                    Doing::Compare => format!("{}与{}不能比较", left.chinese, right.chinese),
                    Doing::Choose => format!("应为{}，实为{}", left.chinese, right.chinese),
                };
                let words = Words::new(headline);
                let words = if operator == left_span || operator == right_span {
                    let first = if operator == right_span { right } else { left };
                    let words = words.label(format!("这是{}", first.chinese));
                    if left_span == right_span { words } else { words.label(format!("这是{}", left.chinese)) }
                } else {
                    words.label("量纲不同").label(left.chinese.clone()).label(right.chinese.clone())
                };
                match hint {
                    Some(hint) => words.help(format!("请写明单位：「{hint}」")),
                    None => words.help("只有量纲相同的量才能相加、相减、比较或并列；相除可得比值"),
                }
            }
            TypeProblem::NotCondition { found, .. } => {
                Words::new(format!("应为条件，实为{}", found.chinese)).label(format!("这是{}", found.chinese)).help("请写成比较，例如 `x >= 5`")
            }
            TypeProblem::NotNumber { found, .. } => Words::new(format!("应为数，实为{}", found.chinese))
                .label(format!("这是{}", found.chinese))
                .help("只有数和量才能计算；条件可用 `若 … 则 1 否则 0` 化为数"),
            TypeProblem::NotText { found, .. } => Words::new(format!("应为文本，实为{}", found.chinese))
                .label(format!("这是{}", found.chinese))
                .help("「开头为」之后是引号中的文字：`代码 开头为 \"C3\"`"),
            TypeProblem::NotEnum { found, .. } => Words::new(format!("应为枚举成员，实为{}", found.chinese))
                .label(format!("这是{}", found.chinese))
                .help("权重须按类型为枚举的字段或值选取"),
            TypeProblem::NotPoints { found, .. } => Words::new(format!("得分是无单位的数，不能是{}", found.chinese))
                .label(format!("这是{}", found.chinese))
                .help("请除以一个单位，如 `x / 1 万元`，或用「分档」「线性」换算成得分"),
            TypeProblem::MissingTimes { number, name, .. } => {
                Words::new(format!("{}不是单位", q(name))).label("数字与名称相连").help(format!("相乘请写 `{number} * {name}`"))
            }
            TypeProblem::DividedUnit { left, right, name, .. } => {
                Words::new(format!("{}是值，不是单位", q(name))).label("没有空格时会被当作单位").help(format!("相除请加空格：`{left} / {right}`"))
            }
            TypeProblem::DateArithmetic { both, adding, .. } => {
                let words = Words::new("日期不能用 `+`、`-` 加减").label(if *both { "两边都是日期" } else { "其中一边是日期" });
                match (both, adding) {
                    (true, _) => words.help("请用 `天数(自, 至)`、`整月数(自, 至)` 或 `整年数(自, 至)`"),
                    (false, true) => words.help("请用 `加天(日期, n 天)`、`加月(日期, n 月, 月末)` 或 `加年(日期, n 年, 月末)`"),
                    (false, false) => words.help("请用 `加天(日期, -n 天)`、`加月(日期, -n 月, 月末)` 或 `加年(日期, -n 年, 月末)`"),
                }
            }
            TypeProblem::ComparedWithMissing { .. } => {
                Words::new("与「缺失」比较永不成立").label("结果总是缺失").help("请写 `x 为 缺失` 或 `x 不为 缺失`")
            }
            TypeProblem::NoValue { .. } => {
                Words::new("此处需要一个值，不能写「缺失」").label("没有可供计算的值").help("请写出具体的数；判断字段是否留空，请写 `x 为 缺失`")
            }
            TypeProblem::TextsExcept { text, .. } => Words::new("按文本分档只能列出文本，不能用 `!=`")
                .label("除此之外的所有文本")
                .help(format!("请为该文本单列一行，其余另列一行：`{text} -> …`、`其余 -> …`")),
            TypeProblem::NoOrder { found, operator, .. } => Words::new(format!("「{operator}」需要大小顺序，而{}没有大小", found.chinese))
                .label("这里只能用 `=`、`!=`、「属于」")
                .help("请列出所指的值：`x 属于 { a, b }`"),
            TypeProblem::CannotCompare { left, right, remedy, .. } => Words::new(format!("{}与{}不能比较", left.chinese, right.chinese))
                .label(format!("这是{}", right.chinese))
                .label(format!("这是{}", left.chinese))
                .help(match remedy {
                    Some((_, remedy)) => format!("请写 `{remedy}`"),
                    None => "只能比较同类的值：枚举成员不加引号，日期写作 `2024-01-31`，文本加引号".to_string(),
                }),
            TypeProblem::IntervalOver { found, .. } => Words::new(format!("{}没有大小，不能落在区间内", found.chinese))
                .label("区间")
                .help("请列出所指的值：`x 属于 { a, b }`，或每个值各写一行"),
            TypeProblem::NoRoot { found, .. } => {
                Words::new(format!("{}不能开平方", found.chinese)).label("单位会出现半次幂").help("请先相除得到比值")
            }
            TypeProblem::NeverMissing { .. } => Words::new("此值不会缺失")
                .label("总有值")
                .help("请删去判断或「缺省」，或在字段类型后加 `?`；要对整个算式作答，请加括号：`(a / b) 缺省 0`"),
            TypeProblem::UselessMissingRow { .. } => Words::new("这一「缺失」行不会用到").label("此处没有可能缺失的值").help("请删去此行"),
        }
    }
}
