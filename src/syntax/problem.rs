//! Syntax errors and their words.
//!
//! In: facts found while parsing. Out: codes E01…, words in both languages.

use super::keyword::{Class, KEYWORDS, is_word};
use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::suggest::{is_one_letter_off, is_slip};
use crate::diagnostic::{Fix, Lang, Problem, Words, quote};
use crate::source::Span;
use serde::Serialize;

/// What one place expected, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// In English.
    #[serde(rename = "en")]
    pub english: String,
    /// In Chinese.
    #[serde(rename = "zh")]
    pub chinese: String,
}

/// A syntax error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum SyntaxProblem {
    /// The file is a calendar.
    Calendar {
        /// Its first line.
        span: Span,
    },
    /// Something else was expected here.
    Unexpected {
        /// What stands here, shortened; empty at the end of the file.
        found: String,
        /// Where.
        span: Span,
        /// What could stand here.
        expected: Vec<Expected>,
    },
    /// No declaration starts with this word.
    UnknownItem {
        /// The word.
        word: String,
        /// Where.
        span: Span,
        /// A keyword spelled much like it.
        nearest: Option<&'static str>,
    },
    /// A bracket is never closed.
    Unclosed {
        /// The bracket.
        bracket: char,
        /// Where it opens.
        span: Span,
        /// Where the text ends or stops making sense.
        at: Span,
    },
    /// A bracket closes nothing.
    Unopened {
        /// The bracket.
        bracket: char,
        /// Where.
        span: Span,
    },
    /// A quotation mark is never closed on its line.
    UnclosedText {
        /// From the mark to the line end.
        span: Span,
    },
    /// A keyword is used as a name.
    ReservedName {
        /// The keyword.
        word: String,
        /// Where.
        span: Span,
    },
    /// A keyword with a slip in it.
    Misspelt {
        /// As written.
        word: String,
        /// Where.
        span: Span,
        /// The keyword.
        nearest: &'static str,
    },
    /// A word has a blank in it.
    Parted {
        /// As written.
        word: String,
        /// Without the blank.
        whole: String,
        /// Where.
        span: Span,
    },
    /// A date as other programs write it.
    DateForm {
        /// As written.
        text: String,
        /// As this language writes it.
        date: String,
        /// Where.
        span: Span,
    },
    /// A range of cells of a sheet.
    CellRange {
        /// As written.
        text: String,
        /// Where.
        span: Span,
    },
    /// A text in other quotation marks.
    OtherQuotes {
        /// The opening mark.
        mark: char,
        /// The text within, where its end is found.
        text: Option<String>,
        /// Where.
        span: Span,
    },
    /// A row from one amount to another without brackets.
    RangeForm {
        /// The lower end.
        low: String,
        /// The upper end.
        high: String,
        /// Where.
        span: Span,
    },
    /// Something without which the line makes sense.
    Surplus {
        /// As written.
        found: String,
        /// Where.
        span: Span,
    },
    /// A sign is lacking, and with it the line makes sense.
    Lacking {
        /// The sign.
        sign: &'static str,
        /// What stands in its place.
        instead: Option<char>,
        /// Where.
        span: Span,
    },
    /// An operator of another language.
    ForeignOperator {
        /// As written.
        found: &'static str,
        /// What this language writes, in English keywords.
        english: &'static str,
        /// The same in Chinese keywords.
        chinese: &'static str,
        /// What to put in its place, blanks included, in the language of the declaration; none where that is not certain.
        mended: Option<String>,
        /// Where.
        span: Span,
    },
    /// A number with separators.
    NumberWithSeparators {
        /// Where.
        span: Span,
        /// Without them.
        plain: String,
    },
    /// A number has more than 38 digits.
    NumberTooLong {
        /// Where.
        span: Span,
    },
    /// There is no such day.
    NoSuchDate {
        /// As written.
        text: String,
        /// Where.
        span: Span,
    },
    /// An expression nests too deep.
    TooDeep {
        /// Where.
        span: Span,
    },
    /// A bound without a limit is marked as included.
    ClosedInfinity {
        /// The interval.
        span: Span,
        /// The brackets that claim to include an end there is not, and what to write for each.
        #[serde(skip)]
        brackets: Vec<(Span, &'static str)>,
    },
    /// A clause stands twice.
    ClauseTwice {
        /// Its English keyword.
        english: &'static str,
        /// Its Chinese keyword.
        chinese: &'static str,
        /// The second.
        span: Span,
    },
    /// `f(x).name`
    MemberOfCall {
        /// The name.
        span: Span,
    },
}

impl Problem for SyntaxProblem {
    fn code(&self) -> &'static str {
        match self {
            SyntaxProblem::Unexpected { .. } => "E0101",
            SyntaxProblem::UnknownItem { .. } => "E0102",
            SyntaxProblem::Unclosed { .. } => "E0103",
            SyntaxProblem::Unopened { .. } => "E0104",
            SyntaxProblem::UnclosedText { .. } => "E0105",
            SyntaxProblem::ReservedName { .. } => "E0106",
            SyntaxProblem::ForeignOperator { .. } => "E0107",
            SyntaxProblem::NumberWithSeparators { .. } => "E0108",
            SyntaxProblem::NumberTooLong { .. } => "E0109",
            SyntaxProblem::NoSuchDate { .. } => "E0110",
            SyntaxProblem::TooDeep { .. } => "E0111",
            SyntaxProblem::ClosedInfinity { .. } => "E0112",
            SyntaxProblem::ClauseTwice { .. } => "E0113",
            SyntaxProblem::MemberOfCall { .. } => "E0114",
            SyntaxProblem::Calendar { .. } => "E0115",
            SyntaxProblem::Misspelt { .. } => "E0116",
            SyntaxProblem::Lacking { .. } => "E0117",
            SyntaxProblem::Parted { .. } => "E0118",
            SyntaxProblem::DateForm { .. } => "E0119",
            SyntaxProblem::CellRange { .. } => "E0120",
            SyntaxProblem::OtherQuotes { .. } => "E0121",
            SyntaxProblem::RangeForm { .. } => "E0122",
            SyntaxProblem::Surplus { .. } => "E0123",
        }
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            SyntaxProblem::Unclosed { span, at, .. } => vec![*span, *at],
            SyntaxProblem::Calendar { span }
            | SyntaxProblem::Unexpected { span, .. }
            | SyntaxProblem::UnknownItem { span, .. }
            | SyntaxProblem::Unopened { span, .. }
            | SyntaxProblem::UnclosedText { span }
            | SyntaxProblem::ReservedName { span, .. }
            | SyntaxProblem::Misspelt { span, .. }
            | SyntaxProblem::Lacking { span, .. }
            | SyntaxProblem::Parted { span, .. }
            | SyntaxProblem::DateForm { span, .. }
            | SyntaxProblem::CellRange { span, .. }
            | SyntaxProblem::OtherQuotes { span, .. }
            | SyntaxProblem::RangeForm { span, .. }
            | SyntaxProblem::Surplus { span, .. }
            | SyntaxProblem::ForeignOperator { span, .. }
            | SyntaxProblem::NumberWithSeparators { span, .. }
            | SyntaxProblem::NumberTooLong { span }
            | SyntaxProblem::NoSuchDate { span, .. }
            | SyntaxProblem::TooDeep { span }
            | SyntaxProblem::ClosedInfinity { span, .. }
            | SyntaxProblem::ClauseTwice { span, .. }
            | SyntaxProblem::MemberOfCall { span } => vec![*span],
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
            SyntaxProblem::ForeignOperator { mended: Some(mended), span, .. } => vec![Fix { span: *span, replacement: mended.clone() }],
            SyntaxProblem::NumberWithSeparators { span, plain } => vec![Fix { span: *span, replacement: plain.clone() }],
            SyntaxProblem::UnknownItem { word, span, .. } => {
                only_item_near(word).map(|keyword| Fix { span: *span, replacement: keyword.to_owned() }).into_iter().collect()
            }
            SyntaxProblem::ClosedInfinity { brackets, .. } => {
                brackets.iter().map(|(span, round)| Fix { span: *span, replacement: (*round).to_owned() }).collect()
            }
            SyntaxProblem::Misspelt { span, nearest, .. } => {
                vec![Fix { span: *span, replacement: (*nearest).to_string() }]
            }
            SyntaxProblem::DateForm { date, span, .. } => vec![Fix { span: *span, replacement: date.clone() }],
            SyntaxProblem::OtherQuotes { text: Some(text), span, .. } => vec![Fix { span: *span, replacement: format!("\"{text}\"") }],
            SyntaxProblem::Surplus { span, .. } => vec![Fix { span: *span, replacement: String::new() }],
            SyntaxProblem::Parted { whole, span, .. } => vec![Fix { span: *span, replacement: whole.clone() }],
            SyntaxProblem::Lacking { sign, instead, span } => {
                let gap = if instead.is_none() && *sign != "," { " " } else { "" };
                vec![Fix { span: *span, replacement: format!("{sign}{gap}") }]
            }
            _ => Vec::new(),
        }
    }
}

/// The keyword of a declaration that differs from the word by one letter, or by capitals, where there is only one. A Chinese character more or
/// less makes another word.
fn only_item_near(word: &str) -> Option<&'static str> {
    let spellings = KEYWORDS.iter().filter(|keyword| keyword.class == Class::Item).flat_map(|keyword| [keyword.english, keyword.chinese]);
    let mut near = spellings.filter(|spelling| is_slip(word, spelling) || is_one_letter_off(word, spelling));
    let length = word.chars().count();
    near.next().filter(|only| near.next().is_none() && if word.is_ascii() { length >= 4 } else { only.chars().count() == length })
}

impl SyntaxProblem {
    fn english(&self) -> Words {
        let q = |text: &str| quote(Lang::En, text);
        match self {
            SyntaxProblem::Calendar { .. } => Words::new("this is a calendar file, not a policy")
                .label("an iCalendar file starts like this")
                .help("calendar programs use the ending .ics too; a policy starts with `policy name \"title\" {`"),
            SyntaxProblem::Unexpected { found, expected, .. } => {
                let headline = match found.as_str() {
                    "" => "the declaration ends too early".to_string(),
                    "\n" => "the line ends too early".to_string(),
                    found => format!("unexpected {}", q(found)),
                };
                let list: Vec<&str> = expected.iter().map(|e| e.english.as_str()).collect();
                Words::new(headline).label(if list.is_empty() {
                    "not understood from here".to_string()
                } else {
                    format!("expected {}", either(&list, " or "))
                })
            }
            SyntaxProblem::UnknownItem { word, nearest, .. } => {
                let words = Words::new(format!("no declaration starts with {}", q(word))).label("expected a declaration");
                words.help(match nearest {
                    None if matches!(word.as_str(), "=" | "＝") => "give the formula a name: `output name \"title\" = …`".to_string(),
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => "a declaration starts with one of: policy, unit, enum, record, param, let, output, function, table, decision, indicator, score, grade, eligibility, example, test, ensure".to_string(),
                })
            }
            SyntaxProblem::Unclosed { bracket, .. } => Words::new(format!("this {} is never closed", q(&bracket.to_string())))
                .label("opens here")
                .label("still open here")
                .help(match bracket {
                    '[' | '［' => "add `]`, which includes the end, or `)`, which leaves it out".to_string(),
                    _ => format!("add the closing {}", q(&closing(*bracket).to_string())),
                }),
            SyntaxProblem::Unopened { bracket, .. } => Words::new(format!("this {} closes nothing", q(&bracket.to_string())))
                .label("no bracket is open here")
                .help("remove it, or add the opening bracket before"),
            SyntaxProblem::UnclosedText { .. } => Words::new("this text has no closing quotation mark")
                .label("starts here; a text ends on its own line")
                .help("add `\"` where the text ends"),
            SyntaxProblem::ReservedName { word, .. } => Words::new(format!("{} is a word of the language and cannot be a name", q(word)))
                .label("expected a name")
                .help(format!("choose another name, such as `{word}_1`, and keep the wording in the label")),
            SyntaxProblem::Misspelt { word, nearest, .. } if is_word(word) => {
                Words::new(format!("a row does not start with {}", q(word))).label("starts a row").help(format!("did you mean `{nearest}`?"))
            }
            SyntaxProblem::Misspelt { word, nearest, .. } => {
                Words::new(format!("{} is no word of the language", q(word))).label("expected a keyword").help(format!("did you mean `{nearest}`?"))
            }
            SyntaxProblem::DateForm { text, date, .. } => {
                Words::new(format!("{} is not how a date is written", q(text))).label("meant as a date").help(format!("write `{date}`"))
            }
            SyntaxProblem::CellRange { text, .. } => Words::new(format!("{} is a range of cells, and a policy has no cells", q(text)))
                .label("cells of a sheet have no place here")
                .help("write the names of the fields: `sum(domestic, abroad)`"),
            SyntaxProblem::OtherQuotes { mark, text, .. } => Words::new(format!("{} is not a quotation mark of this language", q(&mark.to_string())))
                .label("a text stands between `\"` and `\"`, or “ and ”")
                .help(format!("write `\"{}\"`", text.as_deref().unwrap_or("…"))),
            SyntaxProblem::RangeForm { low, high, .. } => Words::new("a row from one amount to another is an interval with brackets")
                .label("the brackets say whether each end is included")
                .help(format!("write `[{low}, {high})`, without {high}, or `[{low}, {high}]`, with it")),
            SyntaxProblem::Surplus { found, .. } => {
                Words::new(format!("{} has no place here", q(found))).label("the line is complete without it").help("remove it")
            }
            SyntaxProblem::Parted { word, whole, .. } => {
                Words::new(format!("{} has a blank inside", q(word))).label("a blank ends a word").help(format!("write `{whole}`"))
            }
            SyntaxProblem::Lacking { sign, instead: None, .. } => {
                Words::new(format!("a {} is missing", q(sign))).label(format!("expected {} here", q(sign)))
            }
            SyntaxProblem::Lacking { sign, instead: Some(found), .. } => {
                Words::new(format!("{} stands where {} belongs", q(&found.to_string()), q(sign))).label(format!("write {}", q(sign)))
            }
            SyntaxProblem::ForeignOperator { found, english, .. } => {
                let kind = if found.chars().all(char::is_alphabetic) { "a word" } else { "an operator" };
                Words::new(format!("{} is not {kind} of this language", q(found))).label(format!("write {}", q(english)))
            }
            SyntaxProblem::NumberWithSeparators { plain, .. } => Words::new("a number has no separators")
                .label("a comma separates values")
                .help(format!("write `{plain}`, or group the digits with `_`")),
            SyntaxProblem::NumberTooLong { .. } => Words::new("this number has more than 38 digits")
                .label("too long")
                .help("write it with a larger unit, such as `亿元`, or with fewer digits"),
            SyntaxProblem::NoSuchDate { text, .. } => {
                if text.ends_with('月') {
                    return Words::new(format!("{} is a month, not a date", q(text)))
                        .label("the day is missing")
                        .help(format!("write the day as well: `{text}1日`"));
                }
                Words::new(format!("there is no date {}", q(text))).label("not a day of the calendar between 1800-01-01 and 2299-12-31")
            }
            SyntaxProblem::TooDeep { .. } => Words::new("this expression nests too deep")
                .label("more than 64 levels, or 256 operators in a row")
                .help("give parts of it a name with `let`, or add up with `sum(…)`"),
            SyntaxProblem::ClosedInfinity { .. } => {
                Words::new("an end without a limit cannot be included").label("`..` needs a round bracket").help("write `(.., b)` or `[a, ..)`")
            }
            SyntaxProblem::ClauseTwice { english, .. } => {
                Words::new(format!("{} stands twice", q(english))).label("the second one").help("keep one of them")
            }
            SyntaxProblem::MemberOfCall { .. } => Words::new("the result of a function has no columns")
                .label("only tables and indicators have names after a dot")
                .help("give the result a name with `let`"),
        }
    }

    fn chinese(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            SyntaxProblem::Calendar { .. } => Words::new("这是日历文件，不是政策文件")
                .label("iCalendar 日历文件以此开头")
                .help("日历软件也使用 .ics 后缀；政策文件以 `政策 名称 \"标题\" {` 开头"),
            SyntaxProblem::Unexpected { found, expected, .. } => {
                let headline = match found.as_str() {
                    "" => "声明不完整".to_string(),
                    "\n" => "本行提前结束".to_string(),
                    found => format!("此处不应出现{}", q(found)),
                };
                let list: Vec<&str> = expected.iter().map(|e| e.chinese.as_str()).collect();
                Words::new(headline).label(if list.is_empty() {
                    "从这里起无法理解".to_string()
                } else {
                    format!("应为{}", either(&list, "或"))
                })
            }
            SyntaxProblem::UnknownItem { word, nearest, .. } => {
                let words = Words::new(format!("没有以{}开头的声明", q(word))).label("应为一项声明");
                words.help(match nearest {
                    None if matches!(word.as_str(), "=" | "＝") => "请为算式命名：`输出 名称 \"标题\" = …`".to_string(),
                    Some(nearest) => format!("是否要写「{nearest}」？"),
                    None => {
                        "声明以下列词语之一开头：政策、单位、枚举、记录、参数、设、输出、函数、表、决策表、指标、评分、等级、资格、示例、测试、保证"
                            .to_string()
                    }
                })
            }
            SyntaxProblem::Unclosed { bracket, .. } => {
                Words::new(format!("括号{}没有配对", q(&bracket.to_string()))).label("在此打开").label("到此仍未关闭").help(match bracket {
                    '[' | '［' => "请补上 `]`（包含端点）或 `)`（不包含端点）".to_string(),
                    _ => format!("补上{}", q(&closing(*bracket).to_string())),
                })
            }
            SyntaxProblem::Unopened { bracket, .. } => {
                Words::new(format!("多余的{}", q(&bracket.to_string()))).label("此处没有未关闭的括号").help("删去它，或在前面补上左括号")
            }
            SyntaxProblem::UnclosedText { .. } => Words::new("文字缺少右引号").label("从这里开始；文字须在本行内结束").help("在文字结束处补上引号"),
            SyntaxProblem::ReservedName { word, .. } => Words::new(format!("{}是语言的关键字，不能用作名称", q(word)))
                .label("应为名称")
                .help(format!("请改用其他名称，如「{word}_1」，原来的说法可写在标签中")),
            SyntaxProblem::Misspelt { word, nearest, .. } if is_word(word) => {
                Words::new(format!("一行不能以{}开头", q(word))).label("位于行首").help(format!("是否要写「{nearest}」？"))
            }
            SyntaxProblem::Misspelt { word, nearest, .. } => {
                Words::new(format!("{}不是语言的关键字", q(word))).label("应为关键字").help(format!("是否要写「{nearest}」？"))
            }
            SyntaxProblem::DateForm { text, date, .. } => {
                Words::new(format!("日期不能写作{}", q(text))).label("应为日期").help(format!("请写 `{date}`"))
            }
            SyntaxProblem::CellRange { text, .. } => Words::new(format!("{}是单元格区域，政策中没有单元格", q(text)))
                .label("此处不能引用表格的单元格")
                .help("请写字段的名称：`求和(境内收入, 境外收入)`"),
            SyntaxProblem::OtherQuotes { mark, text, .. } => Words::new(format!("`{mark}` 不能用作引号"))
                .label("文字写在 `\"` 与 `\"` 或 “ 与 ” 之间")
                .help(format!("请写 `\"{}\"`", text.as_deref().unwrap_or("…"))),
            SyntaxProblem::RangeForm { low, high, .. } => Words::new("从一个数到另一个数，应写成带括号的区间")
                .label("括号说明是否包含端点")
                .help(format!("请写 `[{low}, {high})`，不含{high}；或 `[{low}, {high}]`，含{high}")),
            SyntaxProblem::Surplus { found, .. } => Words::new(format!("此处多了{}", q(found))).label("没有它，本行就是完整的").help("请删去"),
            SyntaxProblem::Parted { word, whole, .. } => {
                Words::new(format!("{}中间多了空格", q(word))).label("词语中间不能有空格").help(format!("请写「{whole}」"))
            }
            SyntaxProblem::Lacking { sign, instead: None, .. } => Words::new(format!("缺少{}", q(sign))).label(format!("此处应有{}", q(sign))),
            SyntaxProblem::Lacking { sign, instead: Some(found), .. } => {
                Words::new(format!("此处应为{}，不是{}", q(sign), q(&found.to_string()))).label(format!("请写{}", q(sign)))
            }
            SyntaxProblem::ForeignOperator { found, chinese, .. } => {
                let kind = if found.chars().all(char::is_alphabetic) { "用语" } else { "运算符" };
                Words::new(format!("{}不是本语言的{kind}", q(found))).label(format!("请写{}", q(chinese)))
            }
            SyntaxProblem::NumberWithSeparators { plain, .. } => {
                Words::new("数字中不能有分隔逗号").label("逗号用于分隔多个值").help(format!("请写「{plain}」，也可以用 `_` 分组"))
            }
            SyntaxProblem::NumberTooLong { .. } => Words::new("数字超过 38 位").label("过长").help("请改用较大的单位（如亿元），或减少位数"),
            SyntaxProblem::NoSuchDate { text, .. } => {
                if text.ends_with('月') {
                    return Words::new(format!("{}是月份，不是日期", q(text))).label("缺少日").help(format!("请写到日，如 `{text}1日`"));
                }
                Words::new(format!("没有{}这一天", q(text))).label("不是 1800-01-01 至 2299-12-31 之间的日期")
            }
            SyntaxProblem::TooDeep { .. } => {
                Words::new("表达式嵌套过深").label("超过 64 层，或连续 256 个运算符").help("用「设」为其中一部分命名，或用「求和(…)」相加")
            }
            SyntaxProblem::ClosedInfinity { .. } => {
                Words::new("没有界限的一端不能包含在内").label("`..` 一侧应为圆括号").help("请写 `(.., b)` 或 `[a, ..)`")
            }
            SyntaxProblem::ClauseTwice { chinese, .. } => Words::new(format!("{}重复", q(chinese))).label("第二处").help("只保留一处"),
            SyntaxProblem::MemberOfCall { .. } => Words::new("函数的结果没有列").label("只有表和指标可以用点号取列").help("先用「设」为结果命名"),
        }
    }
}

fn either(list: &[&str], or: &str) -> String {
    let comma = if or == "或" { "、" } else { ", " };
    match list {
        [] => String::new(),
        [one] => (*one).to_string(),
        [rest @ .., last] => format!("{}{or}{last}", rest.join(comma)),
    }
}

fn closing(bracket: char) -> char {
    match bracket {
        '{' => '}',
        '｛' => '｝',
        '(' => ')',
        '（' => '）',
        '［' => '］',
        _ => ']',
    }
}
