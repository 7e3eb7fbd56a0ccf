//! Bytes that several threads read at once, each at its own place.
//!
//! In: a file or bytes in memory. Out: any stretch of them, on any thread. Knows no format.

use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

/// So much is read at once where what follows is short.
const SHORT: usize = 1024;

/// Bytes that can be read by several threads at once; a clone is cheap.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    store: Store,
    length: u64,
}

#[derive(Debug, Clone)]
enum Store {
    File(Arc<File>),
    Memory(Arc<[u8]>),
}

/// Reads shared bytes from a place of its own.
#[derive(Debug, Clone)]
pub(crate) struct Cursor {
    bytes: Shared,
    at: u64,
}

impl Shared {
    /// The bytes of a file.
    pub(crate) fn of_file(file: File) -> io::Result<Shared> {
        let length = file.metadata()?.len();
        Ok(Shared { store: Store::File(Arc::new(file)), length })
    }

    /// Bytes in memory.
    pub(crate) fn of_bytes(bytes: Vec<u8>) -> Shared {
        let length = bytes.len() as u64;
        Shared { store: Store::Memory(Arc::from(bytes)), length }
    }

    /// How many bytes there are.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// So many bytes from a place; an error where there are fewer.
    pub(crate) fn stretch(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("the file ends before byte {}", start.saturating_add(length as u64))));
        }
        let mut bytes = vec![0; length];
        self.cursor(start).read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads from a place on.
    pub(crate) fn cursor(&self, at: u64) -> Cursor {
        Cursor { bytes: self.clone(), at }
    }

    fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        match &self.store {
            Store::File(file) => positional(file, into, at),
            Store::Memory(bytes) => {
                let mut rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                rest.read(into)
            }
        }
    }
}

/// Several threads share one open file, and with it one position; so the position is left alone.
#[cfg(unix)]
fn positional(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

#[cfg(windows)]
fn positional(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, at)
}

impl Read for Cursor {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read_at(into, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Cursor {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.bytes.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a place before the first byte"))?;
        Ok(self.at)
    }
}

impl Length for Shared {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Shared {
    type T = BufReader<Cursor>;

    fn get_read(&self, start: u64) -> Result<BufReader<Cursor>> {
        Ok(BufReader::with_capacity(SHORT, self.cursor(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        Ok(self.stretch(start, length)?.into())
    }
}
