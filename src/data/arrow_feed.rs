//! Arrow IPC files and streams in stretches of batches.
//!
//! In: the bytes of a file, and which columns are wanted. Out: stretches of a few batches: those of a file are decoded by whoever
//! takes them, those of a stream, which has no table of contents, one after the other. Knows no cell.

use super::column_feed::{Batches, Chosen, Opened, PIECE_ROWS, Stretch, Stretches};
use super::columns::Matcher;
use super::error::{DataError, Said};
use super::options::Format;
use super::shared::{Cursor, Shared};
use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::{FileDecoder, StreamReader, read_footer_length};
use arrow_ipc::{Block, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, Schema};
use std::io::BufReader;
use std::sync::Arc;

/// What stands before the schema of a file.
const MAGIC: &[u8] = b"ARROW1";
/// What stands before a message since version 0.15.
const CONTINUATION: [u8; 4] = [0xff; 4];
/// The footer's length, and the magic once more.
const TRAILER: u64 = 10;

/// What all stretches of a file share.
struct File {
    bytes: Shared,
    decoder: FileDecoder,
}

/// Some batches of a file.
struct Blocks {
    file: Arc<File>,
    blocks: Vec<Block>,
    rows: u64,
}

struct AllBlocks {
    stretches: std::vec::IntoIter<Blocks>,
    rows: u64,
}

/// Some batches of a stream, decoded.
struct Decoded {
    batches: Vec<RecordBatch>,
}

struct Stream {
    reader: StreamReader<BufReader<Cursor>>,
}

/// Opens an Arrow file or stream.
///
/// # Errors
/// Everything that is wrong with the file as a whole; never empty.
pub(crate) fn open(bytes: &Shared, matcher: &Matcher) -> Result<Opened, Vec<DataError>> {
    let begins = |magic: &[u8]| bytes.stretch(0, magic.len()).is_ok_and(|start| start == magic);
    if begins(MAGIC) { open_file(bytes, matcher) } else { open_stream(bytes, matcher) }
}

fn names(schema: &Schema) -> Vec<String> {
    schema.fields().iter().map(|field| field.name().clone()).collect()
}

fn open_stream(bytes: &Shared, matcher: &Matcher) -> Result<Opened, Vec<DataError>> {
    let reader = |places| StreamReader::try_new(BufReader::new(bytes.cursor(0)), places).map_err(|error| vec![broken(&error)]);
    let chosen = Chosen::of(matcher, &names(&reader(None)?.schema()))?;
    let reader = reader(Some(chosen.places.clone()))?;
    Ok(Opened { chosen, stretches: Box::new(Stream { reader }), format: Format::Arrow })
}

fn open_file(bytes: &Shared, matcher: &Matcher) -> Result<Opened, Vec<DataError>> {
    let one = |error: ArrowError| vec![broken(&error)];
    let footer = footer(bytes).map_err(|error| vec![error])?;
    let footer = root_as_footer(&footer).map_err(|error| one(ArrowError::ParseError(error.to_string())))?;
    let schema = footer.schema().ok_or_else(|| vec![damaged()])?;
    let schema = Arc::new(try_fb_to_schema(schema).map_err(one)?);
    let chosen = Chosen::of(matcher, &names(&schema))?;
    let mut decoder = FileDecoder::new(schema, footer.version());
    for block in footer.dictionaries().iter().flatten() {
        let buffer = read(bytes, block).map_err(|error| vec![error])?;
        decoder.read_dictionary(block, &buffer).map_err(one)?;
    }
    let file = Arc::new(File { bytes: bytes.clone(), decoder: decoder.with_projection(chosen.places.clone()) });
    let mut stretches: Vec<Blocks> = Vec::new();
    for block in footer.recordBatches().iter().flatten() {
        let rows = rows(bytes, block).map_err(|error| vec![error])?;
        match stretches.last_mut().filter(|last| last.rows + rows <= PIECE_ROWS) {
            Some(last) => {
                last.blocks.push(*block);
                last.rows += rows;
            }
            None => stretches.push(Blocks { file: file.clone(), blocks: vec![*block], rows }),
        }
    }
    let rows = stretches.iter().map(|stretch| stretch.rows).sum();
    Ok(Opened { chosen, stretches: Box::new(AllBlocks { stretches: stretches.into_iter(), rows }), format: Format::Arrow })
}

/// The table of contents at the end of a file.
fn footer(bytes: &Shared) -> Result<Vec<u8>, DataError> {
    let end = bytes.length().checked_sub(TRAILER).ok_or_else(damaged)?;
    let trailer: [u8; 10] = bytes.stretch(end, 10).ok().and_then(|trailer| trailer.try_into().ok()).ok_or_else(damaged)?;
    let length = read_footer_length(trailer).map_err(|_| damaged())?;
    let start = end.checked_sub(length as u64).ok_or_else(damaged)?;
    bytes.stretch(start, length).map_err(|_| damaged())
}

/// The lengths of a block's message and body.
fn lengths(block: &Block) -> Option<(usize, usize)> {
    let message = usize::try_from(block.metaDataLength()).ok().filter(|length| *length >= 8)?;
    let body = usize::try_from(block.bodyLength()).ok()?;
    Some((message, body))
}

/// A block: its message and its body.
fn read(bytes: &Shared, block: &Block) -> Result<Buffer, DataError> {
    let length = lengths(block).and_then(|(message, body)| message.checked_add(body));
    let start = u64::try_from(block.offset()).ok();
    let (Some(length), Some(start)) = (length, start) else { return Err(damaged()) };
    bytes.stretch(start, length).map(Buffer::from_vec).map_err(|error| broken(&error.into()))
}

/// How many rows a block says it has.
fn rows(bytes: &Shared, block: &Block) -> Result<u64, DataError> {
    let (message, _) = lengths(block).ok_or_else(damaged)?;
    let start = u64::try_from(block.offset()).map_err(|_| damaged())?;
    let message = bytes.stretch(start, message).map_err(|_| damaged())?;
    let front = if message.starts_with(&CONTINUATION) { 8 } else { 4 };
    let message = message.get(front..).and_then(|message| root_as_message(message).ok()).ok_or_else(damaged)?;
    let batch = message.header_as_record_batch().ok_or_else(damaged)?;
    u64::try_from(batch.length()).map_err(|_| damaged())
}

impl Stretches for AllBlocks {
    fn rows(&self) -> Option<u64> {
        Some(self.rows)
    }

    fn next(&mut self) -> Result<Option<Arc<dyn Stretch>>, DataError> {
        Ok(self.stretches.next().map(|stretch| Arc::new(stretch) as Arc<dyn Stretch>))
    }
}

impl Stretch for Blocks {
    fn rows(&self) -> u64 {
        self.rows
    }

    fn batches(&self) -> Result<Batches, DataError> {
        let file = self.file.clone();
        let batches = self.blocks.clone().into_iter().map(move |block| {
            let buffer = read(&file.bytes, &block)?;
            file.decoder.read_record_batch(&block, &buffer).map_err(|error| broken(&error))?.ok_or_else(damaged)
        });
        Ok(Box::new(batches))
    }
}

impl Stretches for Stream {
    fn rows(&self) -> Option<u64> {
        None
    }

    fn next(&mut self) -> Result<Option<Arc<dyn Stretch>>, DataError> {
        let mut decoded = Decoded { batches: Vec::new() };
        while decoded.rows() < PIECE_ROWS / 2 {
            let Some(batch) = self.reader.next() else { break };
            decoded.batches.push(batch.map_err(|error| broken(&error))?);
        }
        Ok((!decoded.batches.is_empty()).then(|| Arc::new(decoded) as Arc<dyn Stretch>))
    }
}

impl Stretch for Decoded {
    fn rows(&self) -> u64 {
        self.batches.iter().map(|batch| batch.num_rows() as u64).sum()
    }

    fn batches(&self) -> Result<Batches, DataError> {
        Ok(Box::new(self.batches.clone().into_iter().map(Ok)))
    }
}

fn damaged() -> DataError {
    let reason = Said::new("its table of contents is damaged or missing", "目录损坏或缺失");
    DataError::BrokenColumns { format: Format::Arrow, reason }
}

/// Without what layers of the library put in front.
fn broken(error: &ArrowError) -> DataError {
    let text = error.to_string();
    let fronts = ["Ipc error: ", "Parser error: ", "Io error: ", "Invalid argument error: ", "External error: "];
    let text = fronts.iter().find_map(|front| text.strip_prefix(front)).unwrap_or(&text);
    DataError::BrokenColumns { format: Format::Arrow, reason: Said::same(text) }
}
