//! Where data comes from, and what kind of file it is.
//!
//! In: a path, standard input, or bytes. Out: something that can be read twice, and its format. Standard input is kept in
//! an unnamed temporary file, because finding the encoding and reading a workbook both need to go back.

use super::error::{DataError, FileKind, Reason, Said, Unread};
use super::options::Format;
use super::shared::Shared;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Where data comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// Bytes in memory, with a name for messages and for the format.
    Bytes {
        /// The name; its ending counts as that of a file.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Source {
    /// The source of a command-line argument: `-` is standard input.
    #[must_use]
    pub fn from_argument(argument: &str) -> Source {
        if argument == "-" { Source::Stdin } else { Source::Path(PathBuf::from(argument)) }
    }

    /// The name shown to people.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Source::Path(path) => path.display().to_string(),
            Source::Stdin => "-".to_owned(),
            Source::Bytes { name, .. } => name.clone(),
        }
    }

    fn ending(&self) -> Option<Format> {
        let path = match self {
            Source::Path(path) => path.as_path(),
            Source::Stdin => return None,
            Source::Bytes { name, .. } => Path::new(name),
        };
        path.extension().and_then(|ending| ending.to_str()).and_then(Format::named)
    }
}

/// Bytes that can be read again from the start.
pub(crate) trait Bytes: Read + Seek + Send {
    /// The same for several threads at once.
    fn shared(self: Box<Self>) -> io::Result<Shared>;
}

impl Bytes for File {
    fn shared(self: Box<File>) -> io::Result<Shared> {
        Shared::of_file(*self)
    }
}

impl Bytes for Cursor<Vec<u8>> {
    fn shared(self: Box<Cursor<Vec<u8>>>) -> io::Result<Shared> {
        Ok(Shared::of_bytes(self.into_inner()))
    }
}

/// An opened source.
pub(crate) struct Input {
    /// The name shown to people.
    pub name: String,
    /// Its bytes, at the start.
    pub bytes: Box<dyn Bytes>,
    /// Its format.
    pub format: Format,
}

/// Opens a source and finds its format: as asked for, else by its first bytes, else by its name, else by its text.
pub(crate) fn open(source: &Source, wanted: Option<Format>) -> Result<Input, DataError> {
    let name = source.name();
    let unreadable = |error: io::Error| DataError::Unreadable { file: source.name(), reason: Reason::from(&error) };
    let mut bytes: Box<dyn Bytes> = match source {
        Source::Path(path) if path.is_dir() => return Err(DataError::Kind { file: name, kind: FileKind::Folder }),
        Source::Path(path) => {
            let file = File::open(path).map_err(unreadable)?;
            if file.metadata().map_err(unreadable)?.is_file() { Box::new(file) } else { Box::new(spool(file).map_err(unreadable)?) }
        }
        Source::Stdin => Box::new(spool(io::stdin().lock()).map_err(unreadable)?),
        Source::Bytes { bytes, .. } => Box::new(Cursor::new(bytes.clone())),
    };
    let mut start = Vec::new();
    (&mut bytes).take(4096).read_to_end(&mut start).map_err(unreadable)?;
    bytes.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let format = format_of(&start, source.ending(), wanted, &name)?;
    Ok(Input { name, bytes, format })
}

fn spool(mut from: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut from, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

fn format_of(start: &[u8], ending: Option<Format>, wanted: Option<Format>, name: &str) -> Result<Format, DataError> {
    let kind = |kind| Err(DataError::Kind { file: name.to_owned(), kind });
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let opening = text.get(..text.len().min(256)).unwrap_or(text).to_ascii_lowercase();
    if start.is_empty() {
        return Err(DataError::Empty { file: name.to_owned() });
    }
    if start.starts_with(b"PK\x03\x04") {
        return Ok(Format::Xlsx);
    }
    if start.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    // What is encrypted as a whole ends, and begins, with a magic of its own.
    if start.starts_with(b"PARE") {
        return Err(DataError::UnreadColumns { format: Format::Parquet, why: Unread::Encrypted });
    }
    // The magic of an Arrow file; a stream has none, and begins with the length of its schema.
    if start.starts_with(b"ARROW1") || start.starts_with(b"\xff\xff\xff\xff") {
        return Ok(Format::Arrow);
    }
    if start.starts_with(b"\xd0\xcf\x11\xe0") {
        return kind(FileKind::OldExcel);
    }
    if [b"<html".as_slice(), b"<!doctype html", b"<table"].iter().any(|tag| opening.starts_with(tag)) {
        return kind(FileKind::WebPage);
    }
    if let Some(format) = wanted.or(ending) {
        return match format {
            Format::Xlsx => Err(DataError::BrokenWorkbook {
                reason: Said::new("not a zip archive, whatever its name says", "不是工作簿，只是扩展名像"),
            }),
            Format::Parquet | Format::Arrow => Err(DataError::BrokenColumns {
                format,
                reason: Said::new("it does not begin as one, whatever its name says", "开头不是这种格式，只是扩展名像"),
            }),
            Format::Csv | Format::Json | Format::Ndjson => Ok(format),
        };
    }
    match text.first() {
        Some(b'[') => Ok(Format::Json),
        Some(b'{') => Ok(Format::Ndjson),
        _ => Ok(Format::Csv),
    }
}
