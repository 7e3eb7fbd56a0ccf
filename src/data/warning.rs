//! What is odd about a file that can still be read, with its words in both languages.
//!
//! In: what the reader counted. Out: a stable code and words. A warning never changes a value.

use crate::diagnostic::{Lang, Words, quote};

/// Something odd about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataWarning {
    /// Rows share their key.
    RepeatedKeys {
        /// How many rows have the key of an earlier row.
        count: u64,
        /// The first of them.
        examples: Vec<RepeatedKey>,
    },
    /// Texts stored as numbers of more than 15 digits, of which Excel keeps only 15.
    DigitsLost {
        /// The label of the field.
        label: String,
        /// How many.
        count: u64,
        /// The first such row.
        row: u64,
    },
    /// Figures with more decimal places than the field keeps.
    Rounded {
        /// The label of the field.
        label: String,
        /// How many.
        count: u64,
        /// The first such row.
        row: u64,
        /// How many places are kept.
        decimals: u8,
    },
    /// Every figure of a percent field lies between -1 and 1.
    Fractions {
        /// The label of the field.
        label: String,
        /// How many figures.
        count: u64,
    },
    /// Other sheets have such columns too.
    OtherSheets {
        /// The sheet read.
        read: String,
        /// The others.
        others: Vec<String>,
    },
    /// Optional fields without a column: their values are all missing.
    AbsentFields {
        /// Their labels.
        labels: Vec<String>,
    },
}

/// A row with the key of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedKey {
    /// The key.
    pub key: String,
    /// The row.
    pub row: u64,
    /// Its file, where several are read.
    pub file: Option<String>,
    /// The earlier row.
    pub first: u64,
    /// Its file, where several are read.
    pub first_file: Option<String>,
}

impl RepeatedKey {
    fn place(&self, lang: Lang, row: u64, file: &Option<String>) -> String {
        match (lang, file) {
            (Lang::En, None) => format!("row {row}"),
            (Lang::En, Some(file)) => format!("row {row} of {file}"),
            (Lang::Zh, None) => format!("第 {row} 行"),
            (Lang::Zh, Some(file)) => format!(" {file} 第 {row} 行"),
        }
    }
}

/// How many cells, and where the first stands.
fn cells(count: u64, row: u64) -> String {
    if count == 1 { format!("1 cell, in row {row}") } else { format!("{count} cells, first in row {row}") }
}

fn zh_cells(count: u64, row: u64) -> String {
    if count == 1 { format!("1 个单元格，在第 {row} 行") } else { format!("{count} 个单元格，首见第 {row} 行") }
}

impl DataWarning {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            DataWarning::RepeatedKeys { .. } => "W0501",
            DataWarning::DigitsLost { .. } => "W0502",
            DataWarning::Rounded { .. } => "W0503",
            DataWarning::Fractions { .. } => "W0504",
            DataWarning::OtherSheets { .. } => "W0505",
            DataWarning::AbsentFields { .. } => "W0506",
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
            DataWarning::RepeatedKeys { count, examples } => {
                let shown: Vec<String> = examples
                    .iter()
                    .map(|e| format!("{} in {} and {}", q(&e.key), e.place(Lang::En, e.first, &e.first_file), e.place(Lang::En, e.row, &e.file)))
                    .collect();
                let head = match count {
                    1 => "a key stands twice".to_owned(),
                    _ => format!("keys stand more than once ({count} rows repeat one)"),
                };
                Words::new(format!("{head}: {}{}", shown.join("; "), if *count > shown.len() as u64 { "; …" } else { "" }))
                    .help("every such row gets its own result; keep one row for each key")
            }
            DataWarning::DigitsLost { label, count, row } => Words::new(format!(
                "{} is stored as a number of more than 15 digits ({}); the last digits may be lost",
                q(label),
                cells(*count, *row)
            ))
            .help("give the column the format Text and enter the numbers again"),
            DataWarning::Rounded { label, count, row, decimals } => {
                let places = if *decimals == 1 { "1 decimal place".to_owned() } else { format!("{decimals} decimal places") };
                Words::new(format!("{} was rounded to {places} in {}", q(label), cells(*count, *row)))
            }
            DataWarning::Fractions { label, count } => {
                Words::new(format!("all {count} figures of {} lie between -1 and 1, and are read as percent", q(label)))
                    .help("if 0.25 means 25%, give the cells a percent format or multiply them by 100")
            }
            DataWarning::OtherSheets { read, others } => {
                let others: Vec<String> = others.iter().map(|name| q(name)).collect();
                Words::new(format!("sheet {} was read; {} could be meant too", q(read), others.join(", "))).help("name the sheet with `--sheet`")
            }
            DataWarning::AbsentFields { labels } => {
                let labels: Vec<String> = labels.iter().map(|label| q(label)).collect();
                Words::new(format!("optional fields without a column, taken as missing: {}", labels.join(", ")))
            }
        }
    }

    fn zh(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            DataWarning::RepeatedKeys { count, examples } => {
                let shown: Vec<String> = examples
                    .iter()
                    .map(|e| format!("{}见于{}和{}", q(&e.key), e.place(Lang::Zh, e.first, &e.first_file), e.place(Lang::Zh, e.row, &e.file)))
                    .collect();
                Words::new(format!("主键重复（{count} 行）：{}{}", shown.join("；"), if *count > shown.len() as u64 { "……" } else { "" }))
                    .help("各行分别计算；请每个主键只保留一行")
            }
            DataWarning::DigitsLost { label, count, row } => {
                Words::new(format!("{}以超过 15 位的数值存储（{}），末几位可能已丢失", q(label), zh_cells(*count, *row)))
                    .help("请把该列设为文本格式后重新录入")
            }
            DataWarning::Rounded { label, count, row, decimals } => {
                Words::new(format!("{}四舍五入到 {decimals} 位小数（{}）", q(label), zh_cells(*count, *row)))
            }
            DataWarning::Fractions { label, count } => Words::new(format!("{}的 {count} 个数值都在 -1 与 1 之间，均按百分数读入", q(label)))
                .help("若 0.25 表示 25%，请把单元格设为百分比格式，或乘以 100"),
            DataWarning::OtherSheets { read, others } => {
                let others: Vec<String> = others.iter().map(|name| q(name)).collect();
                Words::new(format!("读取了工作表{}；{}也有这些列", q(read), others.join("、"))).help("请用 `--sheet` 指明工作表")
            }
            DataWarning::AbsentFields { labels } => {
                let labels: Vec<String> = labels.iter().map(|label| q(label)).collect();
                Words::new(format!("以下选填项没有对应的列，均按缺失处理：{}", labels.join("、")))
            }
        }
    }
}
