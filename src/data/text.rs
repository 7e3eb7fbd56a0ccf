//! Bytes of a text file as UTF-8, a piece at a time.
//!
//! In: bytes that can be read twice. Out: UTF-8 pieces, and the encoding found: a byte-order mark, else strict UTF-8 over
//! the whole file, else GB 18030. A byte that stands for no character is an error with its line, never a replacement mark.

use super::error::{DataError, FileKind, Reason};
use super::input::Bytes;
use super::options::Encoding;
use encoding_rs::{Decoder, DecoderResult};
use std::borrow::Cow;
use std::io::{Read, Seek, SeekFrom};

const PIECE: usize = 1 << 16;
/// So many characters outside ASCII in valid UTF-8 are no accident: what follows is damaged, not GB 18030.
const SURE: usize = 64;

/// A text file being decoded.
pub(crate) struct Text {
    bytes: Box<dyn Bytes>,
    name: String,
    /// Where the text begins, behind the mark.
    start: u64,
    encoding: Encoding,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_used: usize,
    out: Vec<u8>,
    out_length: usize,
    used: usize,
    lines: u64,
    at_end: bool,
    done: bool,
}

impl Text {
    /// Starts decoding; the encoding is found unless it is given.
    pub(crate) fn open(mut bytes: Box<dyn Bytes>, name: &str, wanted: Option<Encoding>) -> Result<Text, DataError> {
        let mut start = [0u8; 3];
        let mut length = 0;
        while let Some(rest) = start.get_mut(length..).filter(|rest| !rest.is_empty()) {
            match bytes.read(rest).map_err(|error| unreadable(name, &error))? {
                0 => break,
                count => length += count,
            }
        }
        let (mark, skip) = match start {
            [0xef, 0xbb, 0xbf] => (Some(Encoding::Utf8), 3),
            [0xff, 0xfe, _] => (Some(Encoding::Utf16Le), 2),
            [0xfe, 0xff, _] => (Some(Encoding::Utf16Be), 2),
            _ => (None, 0),
        };
        // A mark is certain; `utf-16` asked for without the byte order is settled by it too.
        let encoding = match mark.or(wanted) {
            Some(encoding) => encoding,
            None => detect(bytes.as_mut(), name)?,
        };
        bytes.seek(SeekFrom::Start(skip)).map_err(|error| unreadable(name, &error))?;
        let decoder = rules(encoding).new_decoder_without_bom_handling();
        Ok(Text {
            bytes,
            name: name.to_owned(),
            start: skip,
            encoding,
            decoder,
            raw: Vec::new(),
            raw_used: 0,
            out: vec![0; PIECE * 3 + 16],
            out_length: 0,
            used: 0,
            lines: 0,
            at_end: false,
            done: false,
        })
    }

    /// The encoding used.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The bytes as they stand in the file, and where the text begins.
    pub(crate) fn into_bytes(self) -> (Box<dyn Bytes>, u64) {
        (self.bytes, self.start)
    }

    /// What is decoded and not yet consumed; empty at the end of the file only.
    pub(crate) fn fill(&mut self) -> Result<&[u8], DataError> {
        while self.used == self.out_length && !self.done {
            self.decode()?;
        }
        Ok(self.out.get(self.used..self.out_length).unwrap_or(&[]))
    }

    /// Marks so many bytes as used.
    pub(crate) fn consume(&mut self, count: usize) {
        self.used = (self.used + count).min(self.out_length);
    }

    fn decode(&mut self) -> Result<(), DataError> {
        if self.raw_used == self.raw.len() && !self.at_end {
            self.raw.clear();
            self.raw_used = 0;
            let count = (&mut self.bytes).take(PIECE as u64).read_to_end(&mut self.raw).map_err(|error| unreadable(&self.name, &error))?;
            self.at_end = count == 0;
        }
        let rest = self.raw.get(self.raw_used..).unwrap_or(&[]);
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(rest, &mut self.out, self.at_end);
        let decoded = self.out.get(..written).unwrap_or(&[]);
        if decoded.contains(&0) {
            return Err(DataError::Kind { file: self.name.clone(), kind: FileKind::Binary });
        }
        self.lines += count_lines(decoded);
        self.raw_used += read;
        self.out_length = written;
        self.used = 0;
        match result {
            DecoderResult::Malformed(..) => Err(DataError::Undecodable { encoding: self.encoding, line: self.lines + 1 }),
            DecoderResult::InputEmpty => {
                self.done = self.at_end;
                Ok(())
            }
            DecoderResult::OutputFull => Ok(()),
        }
    }
}

/// A whole text, or part of one that begins and ends between characters.
///
/// # Errors
/// How many line feeds stand before the first byte that stands for no character.
pub(crate) fn whole(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, u64> {
    if encoding == Encoding::Utf8 {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| count_lines(bytes.get(..error.valid_up_to()).unwrap_or(&[])));
    }
    if let Some(text) = rules(encoding).decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text);
    }
    let mut text = String::with_capacity(bytes.len() * 3);
    let (_, read) = rules(encoding).new_decoder_without_bom_handling().decode_to_string_without_replacement(bytes, &mut text, true);
    Err(count_lines(bytes.get(..read).unwrap_or(&[])))
}

fn rules(encoding: Encoding) -> &'static encoding_rs::Encoding {
    match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Gb18030 => encoding_rs::GB18030,
    }
}

fn detect(bytes: &mut dyn Bytes, name: &str) -> Result<Encoding, DataError> {
    let Some(damage) = first_damage(bytes, name, encoding_rs::UTF_8)? else {
        return Ok(Encoding::Utf8);
    };
    let undecodable = DataError::Undecodable { encoding: Encoding::Utf8, line: damage.line };
    if damage.wide_before >= SURE {
        return Err(undecodable);
    }
    match first_damage(bytes, name, encoding_rs::GB18030)? {
        None => Ok(Encoding::Gb18030),
        Some(other) if other.wide_before >= SURE => Err(DataError::Undecodable { encoding: Encoding::Gb18030, line: other.line }),
        Some(_) => Err(undecodable),
    }
}

struct Damage {
    line: u64,
    /// Characters outside ASCII before it, at least.
    wide_before: usize,
}

/// The first byte that is not of an encoding.
fn first_damage(bytes: &mut dyn Bytes, name: &str, rules: &'static encoding_rs::Encoding) -> Result<Option<Damage>, DataError> {
    bytes.seek(SeekFrom::Start(0)).map_err(|error| unreadable(name, &error))?;
    let mut decoder = rules.new_decoder_without_bom_handling();
    let (mut raw, mut out) = (vec![0u8; PIECE], vec![0u8; PIECE * 3 + 16]);
    let (mut line, mut wide_before) = (1, 0);
    loop {
        let count = bytes.read(&mut raw).map_err(|error| unreadable(name, &error))?;
        let mut rest = raw.get(..count).unwrap_or(&[]);
        if rest.contains(&0) {
            return Err(DataError::Kind { file: name.to_owned(), kind: FileKind::Binary });
        }
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut out, count == 0);
            let decoded = out.get(..written).unwrap_or(&[]);
            line += count_lines(decoded);
            if wide_before < SURE {
                wide_before += decoded.iter().filter(|byte| **byte >= 0xc0).count();
            }
            rest = rest.get(read..).unwrap_or(&[]);
            match result {
                DecoderResult::Malformed(..) => return Ok(Some(Damage { line, wide_before })),
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
            }
        }
        if count == 0 {
            return Ok(None);
        }
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// The error of a file that cannot be read.
pub(crate) fn unreadable(name: &str, error: &std::io::Error) -> DataError {
    DataError::Unreadable { file: name.to_owned(), reason: Reason::from(error) }
}
