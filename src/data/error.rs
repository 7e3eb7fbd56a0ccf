//! What can be wrong with a whole file, with its words in both languages.
//!
//! In: facts about a file, its columns, or writing it. Out: a stable code and words. One cell's problems are in
//! [`crate::data::problem`].

use super::options::{Encoding, Format};
use crate::diagnostic::{Lang, Words, quote};
use std::io;

/// The name standard output has as a file.
pub(crate) const STDOUT: &str = "-";

/// Why a file cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataError {
    /// The file cannot be opened or read.
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        reason: Reason,
    },
    /// The file is of a kind that is not read.
    Kind {
        /// The file.
        file: String,
        /// What it is.
        kind: FileKind,
    },
    /// There is nothing in the file.
    Empty {
        /// The file.
        file: String,
    },
    /// No row looks like the headers.
    NoHeader {
        /// The first row that is not blank.
        first_row: Vec<String>,
        /// Labels of the fields that were looked for.
        wanted: Vec<String>,
    },
    /// The header row asked for does not exist.
    HeaderRow {
        /// The row asked for.
        row: u32,
    },
    /// Required fields have no column.
    MissingColumns {
        /// One for each field.
        columns: Vec<MissingColumn>,
    },
    /// Two columns are the same field.
    RepeatedColumn {
        /// The label of the field.
        label: String,
        /// The headers, in the order of the file.
        headers: Vec<String>,
    },
    /// A header says another unit than the field's.
    HeaderUnit {
        /// The header, or the remark above the table.
        header: String,
        /// The unit it says.
        found: String,
        /// The label of the field.
        label: String,
        /// The unit of the field; empty for a plain number.
        expected: String,
    },
    /// Bytes that stand for no character.
    Undecodable {
        /// The encoding tried.
        encoding: Encoding,
        /// The line, from 1.
        line: u64,
    },
    /// A quotation mark that is never closed.
    UnclosedQuote {
        /// The line it stands on, from 1.
        line: u64,
    },
    /// The workbook has no such sheet.
    NoSheet {
        /// The sheet asked for; empty where the workbook has none at all.
        wanted: String,
        /// The sheets there are.
        sheets: Vec<String>,
    },
    /// The workbook is damaged.
    BrokenWorkbook {
        /// What the reader says.
        reason: Said,
    },
    /// The file is not JSON.
    BrokenJson {
        /// The line, from 1.
        line: u64,
        /// What the reader says.
        reason: Said,
    },
    /// The result cannot be written.
    Unwritable {
        /// The file.
        file: String,
        /// What the system says.
        reason: Reason,
    },
    /// More rows or columns than a sheet of Excel can hold.
    SheetFull {
        /// The greatest number of rows.
        rows: u32,
    },
    /// A Parquet or Arrow file is damaged, or is none.
    BrokenColumns {
        /// What it should be.
        format: Format,
        /// What the reader says.
        reason: Said,
    },
    /// A Parquet or Arrow file is written in a way that is not read.
    UnreadColumns {
        /// What it is.
        format: Format,
        /// Why it is not read.
        why: Unread,
    },
}

/// Why a sound file of columns is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is encrypted.
    Encrypted,
    /// It is compressed with a codec of this name.
    Codec(String),
    /// Something else, in the words of the reader.
    Other(String),
}

/// What a reader of a format says, in both languages; its own English where there is no translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Said {
    /// A text in both languages.
    #[must_use]
    pub fn new(en: &str, zh: &str) -> Said {
        Said { en: en.to_owned(), zh: zh.to_owned() }
    }

    /// A text that has no translation.
    #[must_use]
    pub fn same(text: &str) -> Said {
        Said::new(text, text)
    }
}

/// Why the system refuses a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There is no such file or folder.
    NotFound,
    /// It may not be read or written.
    Denied,
    /// It is a folder.
    IsFolder,
    /// The disk is full.
    Full,
    /// A value lies outside what its column can hold.
    Misfit,
    /// The format is made of whole columns, and rows were given.
    RowByRow,
    /// Arrow files know no such compression.
    Compression,
    /// Something else, in the words of the system.
    Other(String),
}

impl Reason {
    fn words(&self, lang: Lang) -> &str {
        match (self, lang) {
            (Reason::NotFound, Lang::En) => "no such file or folder",
            (Reason::NotFound, Lang::Zh) => "没有这个文件或文件夹",
            (Reason::Denied, Lang::En) => "permission denied",
            (Reason::Denied, Lang::Zh) => "没有权限",
            (Reason::IsFolder, Lang::En) => "it is a folder",
            (Reason::IsFolder, Lang::Zh) => "这是一个文件夹",
            (Reason::Full, Lang::En) => "no space left on the disk",
            (Reason::Full, Lang::Zh) => "磁盘空间不足",
            (Reason::Misfit, Lang::En) => "a value lies outside what its column can hold",
            (Reason::Misfit, Lang::Zh) => "有数值超出该列可表示的范围",
            (Reason::RowByRow, Lang::En) => "Parquet and Arrow files are made of whole columns, and these results come row by row",
            (Reason::RowByRow, Lang::Zh) => "Parquet 与 Arrow 文件按整列写出，而这里的结果是逐行给出的",
            (Reason::Compression, Lang::En) => "an Arrow file cannot be compressed with snappy",
            (Reason::Compression, Lang::Zh) => "Arrow 文件不能用 snappy 压缩",
            (Reason::Other(text), Lang::En | Lang::Zh) => text,
        }
    }

    /// What to do about a file that cannot be written.
    fn remedy(&self, lang: Lang) -> Option<&'static str> {
        match (self, lang) {
            (Reason::NotFound, Lang::En) => Some("make the folder first"),
            (Reason::NotFound, Lang::Zh) => Some("请先建好文件夹"),
            (Reason::Denied, Lang::En) => Some("close the file if Excel has it open, or write to another folder"),
            (Reason::Denied, Lang::Zh) => Some("若文件正在 Excel 中打开，请先关闭；或换一个文件夹"),
            (Reason::IsFolder, Lang::En) => Some("name a file in it"),
            (Reason::IsFolder, Lang::Zh) => Some("请写明其中的文件名"),
            (Reason::Full, Lang::En) => Some("make room, or write to another disk"),
            (Reason::Full, Lang::Zh) => Some("请腾出空间，或换一个磁盘"),
            (Reason::Misfit | Reason::RowByRow, Lang::En) => Some("write CSV instead: `--output results.csv`"),
            (Reason::Misfit | Reason::RowByRow, Lang::Zh) => Some("请改写 CSV：`--output results.csv`"),
            (Reason::Compression, Lang::En) => Some("choose lz4, zstd or none"),
            (Reason::Compression, Lang::Zh) => Some("请选 lz4、zstd 或 none"),
            (Reason::Other(_), Lang::En | Lang::Zh) => None,
        }
    }
}

impl From<&io::Error> for Reason {
    fn from(error: &io::Error) -> Reason {
        match error.kind() {
            io::ErrorKind::NotFound => Reason::NotFound,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Reason::Denied,
            io::ErrorKind::IsADirectory => Reason::IsFolder,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Reason::Full,
            _ => Reason::Other(error.to_string()),
        }
    }
}

/// Kinds of file that are recognised, and refused with advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A folder.
    Folder,
    /// A workbook of Excel 97–2003, or one with a password.
    OldExcel,
    /// A web page saved with the name of a workbook.
    WebPage,
    /// Bytes that are no text.
    Binary,
}

/// A required field without a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingColumn {
    /// The name of the field.
    pub name: String,
    /// The label of the field.
    pub label: String,
    /// A header that may be meant.
    pub nearest: Option<String>,
}

impl DataError {
    /// A file of columns whose lengths, counts or codes cannot all be right.
    pub(crate) fn contradictory(format: Format) -> DataError {
        DataError::BrokenColumns { format, reason: Said::new("what it says about itself does not fit together", "内部记载自相矛盾") }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            DataError::Unreadable { .. } => "E0501",
            DataError::Kind { .. } => "E0502",
            DataError::Empty { .. } => "E0503",
            DataError::NoHeader { .. } => "E0504",
            DataError::HeaderRow { .. } => "E0505",
            DataError::MissingColumns { .. } => "E0506",
            DataError::RepeatedColumn { .. } => "E0507",
            DataError::HeaderUnit { .. } => "E0508",
            DataError::Undecodable { .. } => "E0509",
            DataError::UnclosedQuote { .. } => "E0510",
            DataError::NoSheet { .. } => "E0511",
            DataError::BrokenWorkbook { .. } => "E0512",
            DataError::BrokenJson { .. } => "E0513",
            DataError::Unwritable { .. } => "E0514",
            DataError::SheetFull { .. } => "E0515",
            DataError::BrokenColumns { .. } => "E0520",
            DataError::UnreadColumns { .. } => "E0521",
        }
    }

    /// Whether the words name the file; those of others are better read with the file before them.
    #[must_use]
    pub fn names_file(&self) -> bool {
        match self {
            DataError::Unreadable { .. } | DataError::Kind { .. } | DataError::Empty { .. } | DataError::Unwritable { .. } => true,
            DataError::NoHeader { .. }
            | DataError::HeaderRow { .. }
            | DataError::MissingColumns { .. }
            | DataError::RepeatedColumn { .. }
            | DataError::HeaderUnit { .. }
            | DataError::Undecodable { .. }
            | DataError::UnclosedQuote { .. }
            | DataError::NoSheet { .. }
            | DataError::BrokenWorkbook { .. }
            | DataError::BrokenJson { .. }
            | DataError::SheetFull { .. }
            | DataError::BrokenColumns { .. }
            | DataError::UnreadColumns { .. } => false,
        }
    }

    /// The words in one language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => self.en(),
            Lang::Zh => self.zh(),
        }
    }

    fn en(&self) -> Words {
        let q = |text: &str| quote(Lang::En, text);
        match self {
            DataError::Unreadable { file, reason } => Words::new(format!("cannot read {}: {}", q(file), reason.words(Lang::En))),
            DataError::Kind { file, kind } => {
                let (what, help) = match kind {
                    FileKind::Folder => ("is a folder", "name a file in it"),
                    FileKind::OldExcel => {
                        ("is a workbook of Excel 97–2003, or has a password", "open it in Excel and save it as .xlsx without a password")
                    }
                    FileKind::WebPage => ("is a web page, whatever its name says", "open it in Excel and save it as .xlsx"),
                    FileKind::Binary => {
                        ("is not a text file", "give a CSV, Excel or JSON file; UTF-16 text needs a byte-order mark or `--encoding utf-16le`")
                    }
                };
                Words::new(format!("{} {what}", q(file))).help(help)
            }
            DataError::Empty { file } => Words::new(format!("{} is empty", q(file))).help("the first row must hold the headers"),
            DataError::NoHeader { first_row, wanted } => Words::new(format!("no header row found; the first row is: {}", listed(first_row, ", ")))
                .help(format!("one of the first 20 rows must hold headers such as: {}", listed(wanted, ", "))),
            DataError::HeaderRow { row } => {
                Words::new(format!("there is no row {row} to take the headers from")).help("rows are counted from 1, as a spreadsheet shows them")
            }
            DataError::MissingColumns { columns } => {
                let names: Vec<String> = columns.iter().map(|column| q(&column.label)).collect();
                let count = columns.len();
                let headline = if count == 1 { "a required column is missing".to_owned() } else { format!("{count} required columns are missing") };
                let hints = columns.iter().filter_map(|c| c.nearest.as_ref().map(|near| format!("{} may be meant for {}", q(near), q(&c.label))));
                let hints: Vec<String> = hints.collect();
                let help = if hints.is_empty() {
                    "add the columns, or give the field the header of the file as an alias: `column \"header\"`".to_owned()
                } else {
                    format!("{}; correct the header, or declare it as an alias", hints.join("; "))
                };
                Words::new(format!("{headline}: {}", names.join(", "))).help(help)
            }
            DataError::RepeatedColumn { label, headers } => Words::new(format!("more than one column holds {}: {}", q(label), listed(headers, ", ")))
                .help("delete or rename all but the one that is meant"),
            DataError::HeaderUnit { header, found, label, expected } if expected.is_empty() => {
                Words::new(format!("{} says {}, but {} is a plain number", q(header), q(found), q(label)))
                    .help("correct the header, or the unit in the policy")
            }
            DataError::HeaderUnit { header, found, label, expected } => {
                Words::new(format!("{} says {}, but {} is in {}", q(header), q(found), q(label), q(expected)))
                    .help(format!("give the figures in {} and correct the header; they are not converted silently", q(expected)))
            }
            DataError::Undecodable { encoding, line } => Words::new(format!("line {line} is not {} text", encoding.name()))
                .help("save the file as UTF-8, or name its encoding with `--encoding`"),
            DataError::UnclosedQuote { line } => Words::new(format!("the quotation mark on line {line} is never closed"))
                .help("close it, or write it twice where the mark belongs to the text"),
            DataError::NoSheet { wanted, sheets } if wanted.is_empty() && sheets.is_empty() => Words::new("the workbook has no sheet"),
            DataError::NoSheet { wanted, sheets } => {
                Words::new(format!("there is no sheet {}", q(wanted))).help(format!("the sheets are: {}", listed(sheets, ", ")))
            }
            DataError::BrokenWorkbook { reason } => {
                Words::new(format!("the workbook cannot be read: {}", reason.en)).help("open it in Excel and save it again as .xlsx")
            }
            DataError::BrokenJson { line, reason } => {
                Words::new(format!("line {line} is not JSON: {}", reason.en)).help("give an array of objects, or one object a line")
            }
            DataError::Unwritable { file, reason } => {
                let file = if file == STDOUT { "standard output".to_owned() } else { q(file) };
                Words { help: reason.remedy(Lang::En).map(str::to_owned), ..Words::new(format!("cannot write {file}: {}", reason.words(Lang::En))) }
            }
            DataError::SheetFull { rows } => {
                Words::new(format!("more rows than the {rows} a sheet of Excel holds")).help("write CSV instead: `--output results.csv`")
            }
            DataError::BrokenColumns { format, reason } => Words::new(format!("the {} file cannot be read: {}", title(*format), reason.en))
                .help("write it again, and see that it has been copied whole"),
            DataError::UnreadColumns { format, why } => match why {
                Unread::Encrypted => Words::new(format!("the {} file is encrypted", title(*format))).help("write it without encryption"),
                Unread::Codec(codec) => Words::new(format!("the {} file is compressed with {codec}, which is not read", title(*format)))
                    .help("write it with zstd, snappy, lz4, gzip or no compression"),
                Unread::Other(said) => Words::new(format!("the {} file uses what is not read: {said}", title(*format)))
                    .help("write it with plain columns of numbers, texts, dates and truth values"),
            },
        }
    }

    fn zh(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            DataError::Unreadable { file, reason } => Words::new(format!("无法读取{}：{}", q(file), reason.words(Lang::Zh))),
            DataError::Kind { file, kind } => {
                let (what, help) = match kind {
                    FileKind::Folder => ("是文件夹", "请指定其中的文件"),
                    FileKind::OldExcel => ("是 Excel 97–2003 旧格式，或设有密码", "请用 Excel 打开，去掉密码，另存为 .xlsx"),
                    FileKind::WebPage => ("其实是网页，只是扩展名像工作簿", "请用 Excel 打开，另存为 .xlsx"),
                    FileKind::Binary => ("不是文本文件", "请提供 CSV、Excel 或 JSON；UTF-16 文本须有字节顺序标记，或加 `--encoding utf-16le`"),
                };
                Words::new(format!("{}{what}", q(file))).help(help)
            }
            DataError::Empty { file } => Words::new(format!("{}是空文件", q(file))).help("第一行应为表头"),
            DataError::NoHeader { first_row, wanted } => Words::new(format!("找不到表头；第一行是：{}", listed(first_row, "、")))
                .help(format!("前 20 行内应有表头，例如：{}", listed(wanted, "、"))),
            DataError::HeaderRow { row } => Words::new(format!("没有第 {row} 行，无法作为表头")).help("行号从 1 起，与表格软件所示一致"),
            DataError::MissingColumns { columns } => {
                let names: Vec<String> = columns.iter().map(|column| q(&column.label)).collect();
                let hints = columns.iter().filter_map(|c| c.nearest.as_ref().map(|near| format!("{}可能就是{}", q(near), q(&c.label))));
                let hints: Vec<String> = hints.collect();
                let help = if hints.is_empty() {
                    "请补上这些列，或在政策中把文件的表头声明为该字段的别名：`列名 \"表头\"`".to_owned()
                } else {
                    format!("{}；请更正表头，或把它声明为别名", hints.join("；"))
                };
                Words::new(format!("缺少 {} 个必填列：{}", columns.len(), names.join("、"))).help(help)
            }
            DataError::RepeatedColumn { label, headers } => {
                Words::new(format!("有多列都是{}：{}", q(label), listed(headers, "、"))).help("请只保留所指的一列，其余删除或改名")
            }
            DataError::HeaderUnit { header, found, label, expected } if expected.is_empty() => {
                Words::new(format!("{}写的是{}，而{}是无单位的数", q(header), q(found), q(label))).help("请更正表头，或更正政策中的单位")
            }
            DataError::HeaderUnit { header, found, label, expected } => {
                Words::new(format!("{}写的是{}，而{}的单位是{}", q(header), q(found), q(label), q(expected)))
                    .help(format!("请按{}填写数值并更正表头；不会悄悄换算", q(expected)))
            }
            DataError::Undecodable { encoding, line } => {
                Words::new(format!("第 {line} 行不是 {} 文本", encoding.name())).help("请另存为 UTF-8，或用 `--encoding` 指明编码")
            }
            DataError::UnclosedQuote { line } => {
                Words::new(format!("第 {line} 行的双引号没有配对")).help("请补上右引号；若引号属于内容本身，请写两遍")
            }
            DataError::NoSheet { wanted, sheets } if wanted.is_empty() && sheets.is_empty() => Words::new("工作簿中没有工作表"),
            DataError::NoSheet { wanted, sheets } => {
                Words::new(format!("没有工作表{}", q(wanted))).help(format!("现有工作表：{}", listed(sheets, "、")))
            }
            DataError::BrokenWorkbook { reason } => Words::new(format!("无法读取工作簿：{}", reason.zh)).help("请用 Excel 打开后重新另存为 .xlsx"),
            DataError::BrokenJson { line, reason } => {
                Words::new(format!("第 {line} 行不是 JSON：{}", reason.zh)).help("应为对象组成的数组，或每行一个对象")
            }
            DataError::Unwritable { file, reason } => {
                let file = if file == STDOUT { "标准输出".to_owned() } else { q(file) };
                Words { help: reason.remedy(Lang::Zh).map(str::to_owned), ..Words::new(format!("无法写入{file}：{}", reason.words(Lang::Zh))) }
            }
            DataError::SheetFull { rows } => Words::new(format!("行数超过 Excel 工作表的上限 {rows} 行")).help("请改写 CSV：`--output results.csv`"),
            DataError::BrokenColumns { format, reason } => {
                Words::new(format!("无法读取 {} 文件：{}", title(*format), reason.zh)).help("请重新生成该文件，并确认复制完整")
            }
            DataError::UnreadColumns { format, why } => match why {
                Unread::Encrypted => Words::new(format!("{} 文件已加密", title(*format))).help("请写成不加密的文件"),
                Unread::Codec(codec) => {
                    Words::new(format!("{} 文件用 {codec} 压缩，不支持读取", title(*format))).help("请改用 zstd、snappy、lz4、gzip 压缩，或不压缩")
                }
                Unread::Other(said) => {
                    Words::new(format!("{} 文件中有不支持读取的内容：{said}", title(*format))).help("请只用普通的数字、文本、日期和布尔列")
                }
            },
        }
    }
}

impl std::fmt::Display for DataError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code(), self.words(Lang::En).headline)
    }
}

impl std::error::Error for DataError {}

/// The proper name of a format of columns.
fn title(format: Format) -> &'static str {
    match format {
        Format::Parquet => "Parquet",
        Format::Arrow => "Arrow",
        Format::Csv | Format::Xlsx | Format::Json | Format::Ndjson => format.name(),
    }
}

/// At most twelve of a list.
fn listed(items: &[String], separator: &str) -> String {
    let mut shown: Vec<&str> = items.iter().map(String::as_str).filter(|item| !item.is_empty()).take(12).collect();
    if items.len() > 12 {
        shown.push("…");
    }
    shown.join(separator)
}
