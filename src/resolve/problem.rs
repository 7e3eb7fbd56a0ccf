//! Errors of names and their words.
//!
//! In: facts found while collecting and looking up names. Out: codes E02…, words in both languages.

use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::suggest::is_slip;
use crate::diagnostic::{Fix, Lang, Problem, Words, quote};
use crate::source::Span;
use serde::Serialize;

/// A kind of thing that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The header.
    Policy,
    /// The record.
    Record,
    /// A unit.
    Unit,
    /// An enum.
    Enum,
    /// A type.
    Type,
    /// A named value.
    Value,
    /// A function.
    Function,
    /// A table.
    Table,
    /// A column of a table.
    Column,
    /// An indicator.
    Indicator,
    /// A field.
    Field,
    /// A member of an enum.
    Member,
    /// An example.
    Example,
    /// A claim.
    Claim,
    /// What an eligibility can come to.
    Outcome,
}

impl What {
    /// Its name in a language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        let (english, chinese) = match self {
            What::Policy => ("`policy` declaration", "「政策」声明"),
            What::Record => ("`record` declaration", "「记录」声明"),
            What::Unit => ("unit", "单位"),
            What::Enum => ("enum", "枚举"),
            What::Type => ("type or unit", "类型或单位"),
            What::Value => ("value", "值"),
            What::Function => ("function", "函数"),
            What::Table => ("table", "表"),
            What::Column => ("column", "列"),
            What::Indicator => ("indicator", "指标"),
            What::Field => ("field", "字段"),
            What::Member => ("member", "成员"),
            What::Example => ("example", "示例"),
            What::Claim => ("claim", "保证"),
            What::Outcome => ("result of an eligibility", "资格结论"),
        };
        match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        }
    }
}

/// One step of a cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What uses the next one.
    pub name: String,
    /// Where it uses it.
    pub span: Span,
}

/// An error of names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum NameProblem {
    /// A name is declared twice.
    Duplicate {
        /// The name.
        name: String,
        /// The second declaration.
        span: Span,
        /// The first.
        first: Span,
    },
    /// There may be only one.
    SecondOfOne {
        /// Of what.
        what: What,
        /// The second.
        span: Span,
        /// The first.
        first: Span,
    },
    /// There must be one.
    NoneOfOne {
        /// Of what.
        what: What,
        /// The start of the file.
        span: Span,
    },
    /// A name stands for nothing.
    Unknown {
        /// What it should name.
        what: What,
        /// The name.
        name: String,
        /// Where.
        span: Span,
        /// A name spelled much like it.
        nearest: Option<String>,
        /// All names it could be, where they are few.
        choices: Vec<String>,
    },
    /// A name stands for something else.
    WrongKind {
        /// The name.
        name: String,
        /// What it names.
        is: What,
        /// What was expected.
        expected: What,
        /// Where.
        span: Span,
    },
    /// A function that spreadsheets have.
    ForeignFunction {
        /// The name.
        name: String,
        /// What this language writes, in English keywords.
        english: String,
        /// The same in Chinese keywords.
        chinese: String,
        /// Where.
        span: Span,
    },
    /// A bound in words: `10人以上`.
    BoundInWords {
        /// The word.
        word: &'static str,
        /// The amount without it.
        amount: String,
        /// The sign that includes it.
        including: &'static str,
        /// The sign that leaves it out.
        excluding: &'static str,
        /// All of it.
        span: Span,
    },
    /// Declarations use each other in a ring.
    Cycle {
        /// The ring.
        steps: Vec<Step>,
    },
    /// A value and a member of an enum have the same name.
    ValueAndMember {
        /// The name.
        name: String,
        /// The value.
        span: Span,
        /// The member.
        member: Span,
    },
    /// A member name belongs to several enums and nothing says which is meant.
    AmbiguousMember {
        /// The name.
        name: String,
        /// The enums.
        enums: Vec<String>,
        /// Where.
        span: Span,
    },
    /// A function has the name of a built-in one.
    BuiltinName {
        /// The name.
        name: String,
        /// Its shape.
        shape: String,
        /// Where.
        span: Span,
    },
    /// A declaration stands in a file of tests.
    Misplaced {
        /// What it declares.
        what: What,
        /// Where.
        span: Span,
    },
    /// A record check uses something other than fields.
    OnlyFields {
        /// The name.
        name: String,
        /// Where.
        span: Span,
    },
}

impl Problem for NameProblem {
    fn code(&self) -> &'static str {
        match self {
            NameProblem::Duplicate { .. } => "E0201",
            NameProblem::SecondOfOne { .. } => "E0202",
            NameProblem::NoneOfOne { .. } => "E0203",
            NameProblem::Unknown { .. } => "E0204",
            NameProblem::WrongKind { .. } => "E0205",
            NameProblem::Cycle { .. } => "E0206",
            NameProblem::ValueAndMember { .. } => "E0207",
            NameProblem::AmbiguousMember { .. } => "E0208",
            NameProblem::BuiltinName { .. } => "E0209",
            NameProblem::Misplaced { .. } => "E0210",
            NameProblem::OnlyFields { .. } => "E0211",
            NameProblem::ForeignFunction { .. } => "E0212",
            NameProblem::BoundInWords { .. } => "E0213",
        }
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            NameProblem::Duplicate { span, first, .. } | NameProblem::SecondOfOne { span, first, .. } => vec![*span, *first],
            NameProblem::ValueAndMember { span, member, .. } => vec![*span, *member],
            NameProblem::Cycle { steps } => steps.iter().map(|step| step.span).collect(),
            NameProblem::NoneOfOne { span, .. }
            | NameProblem::Unknown { span, .. }
            | NameProblem::WrongKind { span, .. }
            | NameProblem::AmbiguousMember { span, .. }
            | NameProblem::BuiltinName { span, .. }
            | NameProblem::Misplaced { span, .. }
            | NameProblem::ForeignFunction { span, .. }
            | NameProblem::BoundInWords { span, .. }
            | NameProblem::OnlyFields { span, .. } => vec![*span],
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
            NameProblem::Unknown { span, name, nearest: Some(nearest), .. } if is_slip(name, nearest) => {
                vec![Fix { span: *span, replacement: nearest.clone() }]
            }
            _ => Vec::new(),
        }
    }
}

/// With its article.
fn article(what: What) -> String {
    let name = what.name(Lang::En);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// Quoted names in a row.
fn list(lang: Lang, names: &[String]) -> String {
    let joint = match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    };
    names.iter().map(|name| quote(lang, name)).collect::<Vec<String>>().join(joint)
}

impl NameProblem {
    fn english(&self) -> Words {
        let q = |text: &str| quote(Lang::En, text);
        match self {
            NameProblem::Duplicate { name, .. } => Words::new(format!("{} is declared twice", q(name)))
                .label("declared again here")
                .label("first declared here")
                .help("give one of them another name"),
            NameProblem::SecondOfOne { what, .. } => Words::new(format!("a second {}", what.name(Lang::En)))
                .label("only one is allowed in a policy")
                .label("the first one")
                .help("remove it, or move it to a file of its own"),
            NameProblem::NoneOfOne { what, .. } => {
                Words::new(format!("this file has no {}", what.name(Lang::En))).label("expected before anything is used").help(match what {
                    What::Policy => "start the file with `policy name \"title\" { source \"…\" }`",
                    _ => "declare what an enterprise's record holds: `record enterprise { key id : text … }`",
                })
            }
            NameProblem::Unknown { what, name, nearest, choices, .. } => {
                let words = Words::new(format!("there is no {} {}", what.name(Lang::En), q(name))).label("not declared");
                match (nearest, choices.as_slice()) {
                    (Some(nearest), _) => words.help(format!("did you mean `{nearest}`?")),
                    (None, []) => words,
                    (None, choices) => words.help(format!("it can be one of: {}", list(Lang::En, choices))),
                }
            }
            NameProblem::WrongKind { name, is, expected, .. } => {
                let words = Words::new(format!("{} is {}, not {}", q(name), article(*is), article(*expected)));
                let words = words.label(format!("expected {}", article(*expected)));
                match expected {
                    What::Indicator => words.help(format!("declare `indicator {name} out of 10 {{ points … }}`, or name an indicator")),
                    What::Table => words.help("only a table, or a param with rows by key, is looked up with `[…]`"),
                    What::Function => words.help(format!("write `{name}` without brackets, or `{name} * (…)` to multiply")),
                    What::Field => words.help("a record is given by its fields; what is computed belongs to `expect`"),
                    _ => words,
                }
            }
            NameProblem::ForeignFunction { name, english, .. } => Words::new(format!("{} is a function of spreadsheets", q(name)))
                .label("not a function of this language")
                .help(format!("write `{english}`")),
            NameProblem::BoundInWords { word, amount, including, excluding, .. } => {
                Words::new(format!("a bound is written with a sign, not with {}", q(word)))
                    .label("read as a unit, and there is none of this name")
                    .help(format!("write `{including} {amount}`; where {amount} itself does not count, `{excluding} {amount}`"))
            }
            NameProblem::Cycle { steps } => {
                let path: Vec<&str> = steps.iter().chain(steps.first()).map(|step| step.name.as_str()).collect();
                if let [only] = steps.as_slice() {
                    return Words::new(format!("{} is computed from itself", q(&only.name)))
                        .label("used in its own declaration")
                        .help("use another name here, or compute it from fields");
                }
                let words = Words::new(format!("declarations depend on each other in a ring: {}", path.join(" → ")));
                let words = steps.iter().fold(words, |words, step| words.label(format!("used by {}", q(&step.name))));
                words.help("break the ring: compute one of them from fields only")
            }
            NameProblem::ValueAndMember { name, .. } => Words::new(format!("{} names both a value and a member of an enum", q(name)))
                .label("the value")
                .label("the member")
                .help("rename one of them, so that the name means one thing"),
            NameProblem::AmbiguousMember { name, enums, .. } => Words::new(format!("{} is a member of several enums", q(name)))
                .label(format!("of {}", list(Lang::En, enums)))
                .help("compare it with a field of the enum that is meant"),
            NameProblem::BuiltinName { name, shape, .. } => {
                Words::new(format!("{} is a built-in function", q(name))).label(format!("built in as `{shape}`")).help("choose another name")
            }
            NameProblem::Misplaced { what, .. } => Words::new(format!("a file of tests cannot declare {}", article(*what)))
                .label("only `example` and `test` belong here")
                .help("move it to the policy"),
            NameProblem::OnlyFields { name, .. } => Words::new(format!("a record check can use fields only, not {}", q(name)))
                .label("computed later, from records that passed the checks")
                .help("state the rule with fields and figures"),
        }
    }

    fn chinese(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            NameProblem::Duplicate { name, .. } => {
                Words::new(format!("{}重复声明", q(name))).label("此处再次声明").label("首次声明处").help("请为其中之一改名")
            }
            NameProblem::SecondOfOne { what, .. } => Words::new(format!("出现了第二个{}", what.name(Lang::Zh)))
                .label("一份政策只能有一个")
                .label("第一个")
                .help("请删去，或移到另一个文件"),
            NameProblem::NoneOfOne { what, .. } => Words::new(format!("文件缺少{}", what.name(Lang::Zh))).label("应先行声明").help(match what {
                What::Policy => "文件请以 `政策 名称 \"标题\" { 依据 \"…\" }` 开头",
                _ => "请声明企业记录包含哪些字段：`记录 企业 { 主键 编号 : 文本 … }`",
            }),
            NameProblem::Unknown { what, name, nearest, choices, .. } => {
                let words = Words::new(format!("没有名为{}的{}", q(name), what.name(Lang::Zh))).label("未声明");
                match (nearest, choices.as_slice()) {
                    (Some(nearest), _) => words.help(format!("是否要写「{nearest}」？")),
                    (None, []) => words,
                    (None, choices) => words.help(format!("可以是：{}", list(Lang::Zh, choices))),
                }
            }
            NameProblem::WrongKind { name, is, expected, .. } => {
                let words = Words::new(format!("{}是{}，不是{}", q(name), is.name(Lang::Zh), expected.name(Lang::Zh)));
                let words = words.label(format!("应为{}", expected.name(Lang::Zh)));
                match expected {
                    What::Indicator => words.help(format!("请声明 `指标 {name} 满分 10 {{ 得分 … }}`，或改写指标的名称")),
                    What::Table => words.help("只有表，或按键分行的参数，才能用 `[…]` 查找"),
                    What::Function => words.help(format!("请去掉括号，写「{name}」；相乘请写 `{name} * (…)`")),
                    What::Field => words.help("给定的是记录的字段；计算的结果写在「期望」中"),
                    _ => words,
                }
            }
            NameProblem::ForeignFunction { name, chinese, .. } => {
                Words::new(format!("{}是电子表格的函数", q(name))).label("本语言没有这个函数").help(format!("请写 `{chinese}`"))
            }
            NameProblem::BoundInWords { word, amount, including, excluding, .. } => Words::new(format!("界限用符号表示，不写{}", q(word)))
                .label("被当作单位，而没有这个单位")
                .help(format!("请写 `{including} {amount}`；不含{amount}本身时写 `{excluding} {amount}`")),
            NameProblem::Cycle { steps } => {
                let path: Vec<&str> = steps.iter().chain(steps.first()).map(|step| step.name.as_str()).collect();
                if let [only] = steps.as_slice() {
                    return Words::new(format!("{}由它自己计算", q(&only.name))).label("在自己的声明中被使用").help("请改用其他名称，或由字段计算");
                }
                let words = Words::new(format!("声明之间循环依赖：{}", path.join(" → ")));
                let words = steps.iter().fold(words, |words, step| words.label(format!("被{}使用", q(&step.name))));
                words.help("请断开循环：让其中一项只由字段计算")
            }
            NameProblem::ValueAndMember { name, .. } => {
                Words::new(format!("{}既是值又是枚举成员", q(name))).label("值").label("枚举成员").help("请为其中之一改名，使一个名称只有一个含义")
            }
            NameProblem::AmbiguousMember { name, enums, .. } => {
                Words::new(format!("{}是多个枚举的成员", q(name))).label(format!("属于{}", list(Lang::Zh, enums))).help("请与所指枚举的字段比较")
            }
            NameProblem::BuiltinName { name, shape, .. } => {
                Words::new(format!("{}是内置函数", q(name))).label(format!("内置为 `{shape}`")).help("请改用其他名称")
            }
            NameProblem::Misplaced { what, .. } => {
                Words::new(format!("测试文件中不能声明{}", what.name(Lang::Zh))).label("这里只能有「示例」和「测试」").help("请移到政策文件中")
            }
            NameProblem::OnlyFields { name, .. } => {
                Words::new(format!("记录核对只能使用字段，不能使用{}", q(name))).label("它在记录通过核对之后才计算").help("请只用字段和数字表述")
            }
        }
    }
}
