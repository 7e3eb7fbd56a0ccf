//! Results as an Arrow file.
//!
//! In: result columns, block after block. Out: batches of typed arrays, made on whichever thread has the rows, and a file to which they
//! are appended.

use super::atomic::{Output, Target};
use super::error::{DataError, Reason};
use super::pile::{Grouping, Pile, Piled};
use super::results::ResultColumn;
use super::sink::{Compression, SinkOptions};
use super::typed::{Misfit, Typed};
use crate::value::column::Column;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_schema::{ArrowError, Metadata, Schema, SchemaRef};
use std::io;
use std::sync::Arc;

/// The compression where none is asked for: what an Arrow file is for is to be mapped into memory as it is.
const USUAL: Compression = Compression::None;

/// Makes batches, on any thread.
pub(crate) struct ArrowMaker {
    columns: Vec<Typed>,
    schema: SchemaRef,
    options: IpcWriteOptions,
    file: String,
}

/// An Arrow file being written.
pub(crate) struct ArrowResults {
    writer: FileWriter<Output>,
    pile: Pile,
    maker: Arc<ArrowMaker>,
}

impl ArrowMaker {
    /// Prepares batches of `columns`; messages name `file`.
    pub(crate) fn new(columns: &[ResultColumn], options: &SinkOptions, file: &str) -> Result<ArrowMaker, DataError> {
        let name = |column: &ResultColumn| column.column.header(options.headers, options.lang);
        let columns: Vec<Typed> = columns.iter().map(|column| Typed::new(column, name(column), options.lang)).collect();
        let fields: Vec<_> = columns.iter().map(Typed::field).collect();
        let schema = Schema::new(fields).with_metadata(options.notes.iter().cloned().collect::<Metadata>());
        let compression = match options.compression.unwrap_or(USUAL) {
            Compression::None => None,
            Compression::Lz4 => Some(CompressionType::LZ4_FRAME),
            Compression::Zstd => Some(CompressionType::ZSTD),
            Compression::Snappy => return Err(DataError::Unwritable { file: file.to_owned(), reason: Reason::Compression }),
        };
        let options = IpcWriteOptions::default().try_with_compression(compression).map_err(|error| unwritable(file, &error))?;
        Ok(ArrowMaker { columns, schema: Arc::new(schema), options, file: file.to_owned() })
    }
}

impl Grouping for ArrowMaker {
    type Group = RecordBatch;

    fn encode(&self, columns: &[Column]) -> Result<RecordBatch, DataError> {
        let arrays: Result<Vec<ArrayRef>, Misfit> = self.columns.iter().zip(columns).map(|(column, lanes)| column.array(lanes)).collect();
        let arrays = arrays.map_err(|Misfit| DataError::Unwritable { file: self.file.clone(), reason: Reason::Misfit })?;
        RecordBatch::try_new(self.schema.clone(), arrays).map_err(|error| unwritable(&self.file, &error))
    }
}

impl ArrowResults {
    /// Starts a file.
    pub(crate) fn create(target: Target, maker: Arc<ArrowMaker>) -> Result<ArrowResults, DataError> {
        let output = Output::create(target)?;
        let writer = FileWriter::try_new_with_options(output, &maker.schema, maker.options.clone());
        let writer = writer.map_err(|error| unwritable(&maker.file, &error))?;
        Ok(ArrowResults { writer, pile: Pile::default(), maker })
    }

    /// Appends a part.
    pub(crate) fn append(&mut self, part: Piled<RecordBatch>) -> Result<(), DataError> {
        let ArrowResults { writer, pile, maker } = self;
        part.append_to(pile, maker.as_ref(), |batch| writer.write(&batch).map_err(|error| unwritable(&maker.file, &error)))
    }

    /// Whether the reader of the output went away.
    pub(crate) fn is_closed(&self) -> bool {
        self.writer.get_ref().is_closed()
    }

    /// Writes what is left and the description of the file, and puts it into its place.
    pub(crate) fn finish(mut self) -> Result<(), DataError> {
        let failed = |error: &ArrowError| unwritable(&self.maker.file, error);
        if let Some(columns) = self.pile.take_all() {
            let batch = self.maker.encode(&columns)?;
            self.writer.write(&batch).map_err(|error| failed(&error))?;
        }
        let output = self.writer.into_inner().map_err(|error| failed(&error))?;
        output.finish()
    }
}

/// The error of a file that cannot be written.
fn unwritable(file: &str, error: &ArrowError) -> DataError {
    let reason = match error {
        ArrowError::IoError(_, error) => Reason::from(error as &io::Error),
        _ => Reason::Other(error.to_string()),
    };
    DataError::Unwritable { file: file.to_owned(), reason }
}
