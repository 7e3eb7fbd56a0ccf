//! What can be wrong with one row, with its words in both languages.
//!
//! In: facts about a cell. Out: a stable code and words: what is wrong, and what to do. Places are rows and columns, never
//! spans of a policy.

use super::error::Said;
use crate::diagnostic::{Lang, Words, quote};
use crate::ir::record::FieldId;
use crate::value::calendar::Day;
use std::sync::Arc;

/// What is wrong with a cell, or with a row as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// The field, where it concerns one.
    pub field: Option<FieldId>,
    /// The name of the field; empty where it concerns the whole row.
    pub name: Arc<str>,
    /// The label of the field; empty where it concerns the whole row.
    pub label: Arc<str>,
    /// The header of the column, where there is one.
    pub header: Option<Arc<str>>,
    /// The cell as it stands in the file.
    pub value: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// The ways in which a cell or row can be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The key is blank.
    KeyBlank,
    /// A required cell is blank, or says that there is no figure.
    Blank,
    /// Not written as a number.
    NotNumber,
    /// Thousands separators in places where no thousands end.
    Grouping,
    /// More digits than can be kept exactly.
    TooLong,
    /// A figure in another unit than the field's.
    WrongUnit {
        /// The unit written.
        found: String,
        /// The unit of the field; empty for a plain number.
        expected: String,
    },
    /// A fraction of something that only comes whole.
    NotWhole {
        /// The unit of the field.
        unit: String,
    },
    /// A figure outside the declared range.
    OutOfRange {
        /// The least allowed, in the field's unit; none where the limit is far away and not the one crossed.
        low: Option<String>,
        /// The greatest allowed, likewise.
        high: Option<String>,
        /// The unit of the field; empty for a plain number.
        unit: String,
    },
    /// Neither yes nor no.
    NotBool,
    /// Not written as a date.
    NotDate {
        /// The day it would be, were it an Excel serial number.
        serial: Option<Day>,
    },
    /// A date with a time of day.
    TimeOfDay,
    /// A date outside the declared range.
    DateOutOfRange {
        /// The first day allowed.
        first: Day,
        /// The last day allowed.
        last: Day,
    },
    /// A date where something else is expected.
    UnexpectedDate,
    /// No member of the enum.
    NotMember {
        /// The label of the enum.
        list: Arc<str>,
        /// The nearest member, where one is near.
        nearest: Option<String>,
        /// The first members, to show what is expected.
        members: Arc<[String]>,
    },
    /// An error value of Excel.
    SheetError,
    /// An object or array where a single value is expected.
    Nested,
    /// Cells to the right of the last header.
    ExtraCells {
        /// How many of them are not blank.
        count: usize,
    },
    /// An element that is not a JSON object.
    NotObject,
    /// An object that names a field twice.
    RepeatedName,
    /// A line that is not JSON.
    BrokenJson {
        /// What the JSON reader says.
        reason: Said,
    },
}

impl CellProblem {
    /// A problem of the row as a whole.
    #[must_use]
    pub fn of_row(value: impl Into<String>, fault: Fault) -> CellProblem {
        let none: Arc<str> = Arc::from("");
        CellProblem { field: None, name: none.clone(), label: none, header: None, value: value.into(), fault }
    }

    /// A name that stands twice in one record; it is shown as the label.
    pub(crate) fn repeated_name(name: &str) -> CellProblem {
        CellProblem { label: Arc::from(name), header: Some(Arc::from(name)), ..CellProblem::of_row("", Fault::RepeatedName) }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.fault {
            Fault::KeyBlank => "E0530",
            Fault::Blank => "E0531",
            Fault::NotNumber => "E0532",
            Fault::Grouping => "E0533",
            Fault::TooLong => "E0534",
            Fault::WrongUnit { .. } => "E0535",
            Fault::NotWhole { .. } => "E0536",
            Fault::OutOfRange { .. } => "E0537",
            Fault::NotBool => "E0538",
            Fault::NotDate { .. } => "E0539",
            Fault::TimeOfDay => "E0540",
            Fault::DateOutOfRange { .. } => "E0541",
            Fault::UnexpectedDate => "E0542",
            Fault::NotMember { .. } => "E0543",
            Fault::SheetError => "E0544",
            Fault::Nested => "E0545",
            Fault::ExtraCells { .. } => "E0546",
            Fault::NotObject => "E0547",
            Fault::RepeatedName => "E0548",
            Fault::BrokenJson { .. } => "E0549",
        }
    }

    /// The words in one language; they name the field and the cell, but not the row.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => self.en(),
            Lang::Zh => self.zh(),
        }
    }

    fn en(&self) -> Words {
        let (label, value) = (quote(Lang::En, &self.label), quote(Lang::En, &self.value));
        match &self.fault {
            Fault::KeyBlank => Words::new(format!("the key {label} is blank")).help("every row needs a key, so that its result can be found again"),
            Fault::Blank if !self.value.is_empty() => Words::new(format!("{label} is required, and the cell only says {value}"))
                .help("fill the figure in; where it may be unknown, the policy declares the field optional with `?`"),
            Fault::Blank => Words::new(format!("{label} is required, and the cell is blank"))
                .help("fill the cell in; where the figure may be unknown, the policy declares the field optional with `?`"),
            Fault::NotNumber => Words::new(format!("{label} is not a number: {value}")).help("write digits only, such as 1234.5"),
            Fault::Grouping => Words::new(format!("{label} has thousands separators out of place: {value}"))
                .help("leave the separators out, and use a point for decimals: 1234.5"),
            Fault::TooLong => Words::new(format!("{label} has too many digits: {value}")).help("a figure has at most 38 digits"),
            Fault::WrongUnit { found, expected } if expected.is_empty() => {
                Words::new(format!("{label} is a plain number, but the cell says {}: {value}", quote(Lang::En, found)))
                    .help("leave the unit out if the figure has none; otherwise correct the figure")
            }
            Fault::WrongUnit { found, expected } => {
                Words::new(format!("{label} is in {}, but the cell says {}: {value}", quote(Lang::En, expected), quote(Lang::En, found)))
                    .help(format!("give the figure in {}; it is not converted silently", quote(Lang::En, expected)))
            }
            Fault::NotWhole { unit } => Words::new(format!("{label} must be a whole number of {}: {value}", quote(Lang::En, unit)))
                .help("correct the figure; it is not rounded"),
            Fault::OutOfRange { low, high, unit } => Words::new(format!("{label} lies outside {}{}: {value}", interval(low, high), spaced(unit)))
                .help("correct the figure, and check that it is in the right unit"),
            Fault::NotBool => Words::new(format!("{label} is neither yes nor no: {value}")).help("write yes or no, true or false, 1 or 0, 是 or 否"),
            Fault::NotDate { serial: Some(day) } => Words::new(format!("{label} is a number, not a date: {value}"))
                .help(format!("as an Excel serial number it would be {day}; if that is meant, give the cell a date format or write {day}")),
            Fault::NotDate { serial: None } => {
                Words::new(format!("{label} is not a date: {value}")).help("write it as 2024-08-13, 2024/8/13 or 2024年8月13日")
            }
            Fault::TimeOfDay => Words::new(format!("{label} has a time of day: {value}")).help("keep the date only"),
            Fault::DateOutOfRange { first, last } => Words::new(format!("{label} lies outside {first} to {last}: {value}")).help("correct the date"),
            Fault::UnexpectedDate => Words::new(format!("{label} is a date, and a date is not expected here: {value}"))
                .help("if Excel made a date of the figure, give the cell the format General and type the figure again"),
            Fault::NotMember { list, nearest, members } => {
                let help = match nearest {
                    Some(nearest) => format!("perhaps {} is meant", quote(Lang::En, nearest)),
                    None => format!("expected one of: {}", members.join(", ")),
                };
                Words::new(format!("{label}: {value} is none of {}", quote(Lang::En, list))).help(help)
            }
            Fault::SheetError => {
                Words::new(format!("{label} is an Excel error: {value}")).help("mend the formula in the workbook, or clear the cell")
            }
            Fault::Nested => {
                Words::new(format!("{label} is an object or array: {value}")).help("give one value: a text, a number, true or false, or null")
            }
            Fault::ExtraCells { count } => Words::new(format!("{} than the header has columns: {value}", more_cells(*count)))
                .help("a separator inside a cell needs quotation marks around the cell"),
            Fault::NotObject => Words::new(format!("not an object: {value}")).help("each record is an object: {\"field\": value, …}"),
            Fault::RepeatedName => Words::new(format!("{label} stands twice in one object")).help("keep the one that is right"),
            Fault::BrokenJson { reason } => Words::new(format!("not JSON: {}: {value}", reason.en)).help("each line is one whole object"),
        }
    }

    fn zh(&self) -> Words {
        let (label, value) = (quote(Lang::Zh, &self.label), quote(Lang::Zh, &self.value));
        match &self.fault {
            Fault::KeyBlank => Words::new(format!("主键{label}为空")).help("每行都要有主键，结果才能对应回企业"),
            Fault::Blank if !self.value.is_empty() => {
                Words::new(format!("必填项{label}没有数据，只写了{value}")).help("请补填；确实可以缺失的，由政策在字段类型后加 `?` 声明为选填")
            }
            Fault::Blank => Words::new(format!("必填项{label}为空")).help("请补填；确实可以缺失的，由政策在字段类型后加 `?` 声明为选填"),
            Fault::NotNumber => Words::new(format!("{label}不是数字：{value}")).help("只写数字，例如 1234.5"),
            Fault::Grouping => Words::new(format!("{label}的千分位分隔符位置不对：{value}")).help("去掉分隔符，小数点用英文句点，例如 1234.5"),
            Fault::TooLong => Words::new(format!("{label}位数过多：{value}")).help("一个数最多 38 位"),
            Fault::WrongUnit { found, expected } if expected.is_empty() => {
                Words::new(format!("{label}是无单位的数，单元格却写着{}：{value}", quote(Lang::Zh, found)))
                    .help("数值本身无误就去掉单位，否则请更正数值")
            }
            Fault::WrongUnit { found, expected } => {
                Words::new(format!("{label}的单位是{}，单元格却写着{}：{value}", quote(Lang::Zh, expected), quote(Lang::Zh, found)))
                    .help(format!("请按{}填写；不会悄悄换算", quote(Lang::Zh, expected)))
            }
            Fault::NotWhole { unit } => Words::new(format!("{label}应为整数（{unit}）：{value}")).help("请更正；这类数不作四舍五入"),
            Fault::OutOfRange { low, high, unit } => {
                Words::new(format!("{label}超出允许范围 {}{}：{value}", interval(low, high), spaced(unit))).help("请更正，并核对单位是否用对")
            }
            Fault::NotBool => Words::new(format!("{label}既不是「是」也不是「否」：{value}")).help("请填 是/否、yes/no、true/false 或 1/0"),
            Fault::NotDate { serial: Some(day) } => Words::new(format!("{label}是数字，不是日期：{value}"))
                .help(format!("若这是 Excel 日期序列号，则为 {day}；请把单元格设为日期格式，或直接写 {day}")),
            Fault::NotDate { serial: None } => Words::new(format!("{label}不是日期：{value}")).help("请写成 2024-08-13、2024/8/13 或 2024年8月13日"),
            Fault::TimeOfDay => Words::new(format!("{label}带有时刻：{value}")).help("只保留日期"),
            Fault::DateOutOfRange { first, last } => Words::new(format!("{label}不在 {first} 至 {last} 之间：{value}")).help("请更正日期"),
            Fault::UnexpectedDate => {
                Words::new(format!("{label}是日期，而这里不应是日期：{value}")).help("若是 Excel 自动改成了日期，请把单元格设为「常规」后重新输入")
            }
            Fault::NotMember { list, nearest, members } => {
                let help = match nearest {
                    Some(nearest) => format!("是不是{}？", quote(Lang::Zh, nearest)),
                    None => format!("可选项：{}", members.join("、")),
                };
                Words::new(format!("{label}的{value}不是{}的选项", quote(Lang::Zh, list))).help(help)
            }
            Fault::SheetError => Words::new(format!("{label}是 Excel 错误值：{value}")).help("请在工作簿中修正公式，或清空该单元格"),
            Fault::Nested => Words::new(format!("{label}是对象或数组：{value}")).help("请只给一个值：文本、数字、true/false 或 null"),
            Fault::ExtraCells { count } => {
                Words::new(format!("比表头多出 {count} 个单元格：{value}")).help("单元格内含分隔符时，要用双引号把整个单元格括起来")
            }
            Fault::NotObject => Words::new(format!("不是对象：{value}")).help("每条记录是一个对象：{\"字段\": 值, …}"),
            Fault::RepeatedName => Words::new(format!("同一对象中{label}出现两次")).help("请只保留正确的一个"),
            Fault::BrokenJson { reason } => Words::new(format!("不是 JSON，{}：{value}", reason.zh)).help("每行应是一个完整的对象"),
        }
    }
}

fn interval(low: &Option<String>, high: &Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("[{low}, {high}]"),
        (Some(low), None) => format!("[{low}, ..)"),
        (None, Some(high)) => format!("(.., {high}]"),
        (None, None) => "(.., ..)".to_owned(),
    }
}

fn spaced(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}

fn more_cells(count: usize) -> String {
    if count == 1 { "one more cell".to_owned() } else { format!("{count} more cells") }
}
