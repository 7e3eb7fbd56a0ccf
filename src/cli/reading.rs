//! How data files are read.
//!
//! In: the options of a command. Out: a reader for each file. What is wrong with an option is said here, what is wrong with a
//! file by the data layer.

use super::problem::{CliProblem, Failure};
use super::usage::Usage;
use crate::bulk::manifest::ReadingChoices;
use crate::data::feed::{self, Feed};
use crate::data::input::Source;
use crate::data::options::{Encoding, Format, Options};
use crate::data::reader::{self, Reader};
use crate::data::record_feed::RecordFeed;
use crate::ir::Program;
use clap::ArgMatches;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// The choices about files as they were written.
#[must_use]
pub fn choices(matches: &ArgMatches) -> ReadingChoices {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    ReadingChoices {
        format_in: text("format-in"),
        sheet: text("sheet"),
        header_row: matches.get_one::<u32>("header-row").copied(),
        encoding: text("encoding"),
        delimiter: text("delimiter"),
        missing_word: matches.get_many::<String>("missing-word").into_iter().flatten().cloned().collect(),
    }
}

/// What the choices mean.
///
/// # Errors
/// An encoding or a delimiter that there is not.
pub fn options(choices: &ReadingChoices, command: &str) -> Result<Options, CliProblem> {
    let bad = |option: &str, value: &str, possible: &[&str]| CliProblem::Usage {
        usage: Usage::BadValue {
            option: option.to_owned(),
            value: value.to_owned(),
            possible: possible.iter().map(|one| (*one).to_owned()).collect(),
        },
        command: command.to_owned(),
    };
    let mut options = Options { format: choices.format_in.as_deref().and_then(Format::named), ..Options::default() };
    options.sheet = choices.sheet.clone();
    options.header_row = choices.header_row;
    if let Some(name) = choices.encoding.as_deref() {
        let encoding = Encoding::named(name).ok_or_else(|| bad("--encoding", name, &["utf-8", "gb18030", "utf-16le", "utf-16be"]))?;
        options.encoding = Some(encoding);
    }
    if let Some(word) = choices.delimiter.as_deref() {
        options.delimiter = Some(delimiter(word).ok_or_else(|| bad("--delimiter", word, &[",", ";", "tab", "|"]))?);
    }
    options.missing_words.extend(choices.missing_word.iter().cloned());
    Ok(options)
}

/// A reader of records for the policy; `-` is standard input.
///
/// # Errors
/// A file that cannot be understood.
pub fn open(program: &Program, path: &Path, options: &Options) -> Result<Reader, Failure> {
    let source = Source::from_argument(&path.to_string_lossy());
    reader::open(&source, &program.record, &program.enums, options).map_err(|errors| Failure::data(&source.name(), errors))
}

/// All files opened, to be read by several threads; no more than the first `limit` records, where there is a limit.
///
/// # Errors
/// A file that cannot be understood.
pub fn feeds(program: &Program, paths: &[PathBuf], options: &Options, limit: Option<u64>) -> Result<Vec<Box<dyn Feed>>, Failure> {
    let record = Arc::new(program.record.clone());
    let left = limit.map(|limit| Arc::new(AtomicU64::new(limit)));
    let feed = |path: &PathBuf| -> Result<Box<dyn Feed>, Failure> {
        match &left {
            // Row by row, so that nothing behind the last record is looked at.
            Some(left) => Ok(Box::new(RecordFeed::new(open(program, path, options)?, record.clone()).limited(left.clone()))),
            None => {
                let source = Source::from_argument(&path.to_string_lossy());
                feed::open(&source, &record, &program.enums, options).map_err(|errors| Failure::data(&source.name(), errors))
            }
        }
    };
    paths.iter().map(feed).collect()
}

fn delimiter(word: &str) -> Option<u8> {
    match (word, word.as_bytes()) {
        ("tab" | "\\t", _) => Some(b'\t'),
        (_, [byte]) if byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'"' => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::delimiter;

    #[test]
    fn a_delimiter_is_one_sign() {
        assert_eq!(["tab", "\\t", "\t", ";", ",", "|"].map(delimiter), [Some(9), Some(9), Some(9), Some(b';'), Some(b','), Some(b'|')]);
        assert_eq!(["", "a", "\"", "，", ",,"].map(delimiter), [None; 5]);
    }
}
