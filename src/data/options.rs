//! How a caller wants a file to be read.
//!
//! In: choices, mostly left open. Out: plain data for [`crate::data::reader::open`]. What is left open is found out from
//! the file and reported.

/// The shape of an input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text with one record a row: comma, tab, semicolon or bar between cells.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A JSON array of objects.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// An Apache Parquet file.
    Parquet,
    /// Apache Arrow IPC: a file (Feather 2) or a stream.
    Arrow,
}

impl Format {
    /// The format of a name as options give it: `csv`, `tsv`, `xlsx`, `json`, `ndjson`, `jsonl`, `parquet`, `arrow`, ….
    #[must_use]
    pub fn named(name: &str) -> Option<Format> {
        match name.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "tab" | "txt" => Some(Format::Csv),
            "xlsx" | "xlsm" => Some(Format::Xlsx),
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "parquet" | "pq" => Some(Format::Parquet),
            "arrow" | "arrows" | "ipc" | "feather" => Some(Format::Arrow),
            _ => None,
        }
    }

    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Parquet => "parquet",
            Format::Arrow => "arrow",
        }
    }
}

/// How the bytes of a text file stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB 18030, which includes GBK and GB 2312.
    Gb18030,
}

impl Encoding {
    /// The encoding of a name as options give it: `utf-8`, `gbk`, `gb2312`, `gb18030`, `utf-16le`, …
    #[must_use]
    pub fn named(name: &str) -> Option<Encoding> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.to_ascii_lowercase().as_str() {
            "utf8" | "utf8bom" | "utf8sig" => Some(Encoding::Utf8),
            "utf16" | "utf16le" => Some(Encoding::Utf16Le),
            "utf16be" => Some(Encoding::Utf16Be),
            "gb18030" | "gbk" | "gb2312" | "cp936" | "936" => Some(Encoding::Gb18030),
            _ => None,
        }
    }

    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Gb18030 => "GB18030",
        }
    }
}

/// Words that stand for a figure that is not there; compared without regard to width and ASCII case.
pub const MISSING_WORDS: [&str; 15] = ["", "-", "--", "—", "——", "–", "/", "N/A", "#N/A", "NA", "n.a.", "无", "空", "null", "none"];

/// Choices about one file; the default leaves everything to the file.
#[derive(Debug, Clone)]
pub struct Options {
    /// The shape; by the content and the file name where it is open.
    pub format: Option<Format>,
    /// The sheet of a workbook: a name, or a number from 1.
    pub sheet: Option<String>,
    /// The row of the headers, from 1; found by its headers where it is open.
    pub header_row: Option<u32>,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// What stands between the cells of a text file; an ASCII character.
    pub delimiter: Option<u8>,
    /// Words that stand for a missing value in figures, dates, enums and yes/no fields. Texts are only missing where blank.
    pub missing_words: Vec<String>,
}

impl Default for Options {
    fn default() -> Options {
        let missing_words = MISSING_WORDS.iter().map(|word| (*word).to_owned()).collect();
        Options { format: None, sheet: None, header_row: None, encoding: None, delimiter: None, missing_words }
    }
}
