//! The rows of a sheet, read while they are used.
//!
//! In: an open workbook and the sheet with the records. Out: its rows below the headers, one after another. The workbook is read by a
//! thread of its own, a few batches ahead, so that a sheet of any length needs little memory; when nobody takes rows any more, the
//! thread ends. Knows no header and no field.

use super::error::{DataError, Said};
use super::raw::RawRow;
use super::workbook::{Book, each_row};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// So many rows are handed over at once.
const BATCH: usize = 512;
/// So many batches wait to be taken.
const AHEAD: usize = 2;

/// The rows of a sheet that are still to be read.
pub(crate) struct SheetRows {
    source: Source,
    batch: std::vec::IntoIter<RawRow>,
}

enum Source {
    /// Nothing has been read.
    Waiting(Box<Sheet>),
    /// The rows come from another thread.
    Running(Receiver<Message>),
    /// There are no more.
    Done,
}

/// A sheet of which the rows below the headers are wanted.
struct Sheet {
    book: Book,
    name: String,
    header_row: u64,
}

enum Message {
    Rows(Vec<RawRow>),
    End(Result<(), DataError>),
}

impl SheetRows {
    /// The rows below the headers of a sheet.
    pub(crate) fn new(book: Book, name: String, header_row: u64) -> SheetRows {
        SheetRows { source: Source::Waiting(Box::new(Sheet { book, name, header_row })), batch: Vec::new().into_iter() }
    }

    /// The next row that has cells.
    pub(crate) fn next(&mut self) -> Result<Option<RawRow>, DataError> {
        loop {
            if let Some(row) = self.batch.next() {
                return Ok(Some(row));
            }
            match std::mem::replace(&mut self.source, Source::Done) {
                Source::Waiting(sheet) => self.source = Source::Running(start(*sheet)?),
                Source::Running(rows) => match rows.recv() {
                    Ok(Message::Rows(batch)) => {
                        self.batch = batch.into_iter();
                        self.source = Source::Running(rows);
                    }
                    Ok(Message::End(end)) => return end.map(|()| None),
                    // The thread ended without a word.
                    Err(_) => return Err(broken_off()),
                },
                Source::Done => return Ok(None),
            }
        }
    }
}

fn start(sheet: Sheet) -> Result<Receiver<Message>, DataError> {
    let (sender, receiver) = sync_channel(AHEAD);
    let started = thread::Builder::new().name("sheet".to_owned()).spawn(move || send(sheet, &sender));
    started.map(|_| receiver).map_err(|error| DataError::BrokenWorkbook { reason: Said::same(&error.to_string()) })
}

/// Sends the rows of a sheet until nobody wants them.
fn send(mut sheet: Sheet, sender: &SyncSender<Message>) {
    let mut batch = Vec::with_capacity(BATCH);
    let end = each_row(&mut sheet.book, &sheet.name, sheet.header_row, &mut |row| {
        batch.push(row);
        if batch.len() < BATCH {
            return ControlFlow::Continue(());
        }
        let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
        if sender.send(Message::Rows(full)).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    // Where this fails, nobody wants to know.
    let _ = sender.send(Message::Rows(batch)).and_then(|()| sender.send(Message::End(end)));
}

fn broken_off() -> DataError {
    DataError::BrokenWorkbook { reason: Said::new("its rows could not be read to the end", "未能读完全部行") }
}
