//! Results as a Parquet file.
//!
//! In: result columns, block after block. Out: row groups, encoded and compressed on whichever thread has the rows, and a file to which
//! they are appended. No clock and no thread leaves a trace in the file.

use super::atomic::{Output, Target};
use super::error::{DataError, Reason};
use super::pile::{Grouping, Pile, Piled};
use super::results::ResultColumn;
use super::sink::{Compression, SinkOptions};
use super::typed::Typed;
use crate::value::column::Column;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression as Codec, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use std::io::{self, Write};
use std::sync::Arc;

/// The compression where none is asked for: every reader knows it, and it costs little.
const USUAL: Compression = Compression::Snappy;

/// A row group, ready to be appended.
pub(crate) type Group = Vec<ArrowColumnChunk>;

/// Encodes row groups, on any thread.
pub(crate) struct ParquetMaker {
    columns: Vec<Typed>,
    schema: SchemaRef,
    properties: Arc<WriterProperties>,
    /// For columns whose values repeat.
    listed: ArrowRowGroupWriterFactory,
    /// For all others.
    plain: ArrowRowGroupWriterFactory,
    file: String,
}

/// A Parquet file being written.
pub(crate) struct ParquetResults {
    writer: SerializedFileWriter<Output>,
    pile: Pile,
    maker: Arc<ParquetMaker>,
}

/// Whether values that repeat are listed once and then named by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listing {
    Off,
    On,
}

impl ParquetMaker {
    /// Prepares the encoding of `columns`; messages name `file`.
    pub(crate) fn new(columns: &[ResultColumn], options: &SinkOptions, file: &str) -> Result<ParquetMaker, DataError> {
        let name = |column: &ResultColumn| column.column.header(options.headers, options.lang);
        let columns: Vec<Typed> = columns.iter().map(|column| Typed::new(column, name(column), options.lang)).collect();
        let schema: SchemaRef = Arc::new(Schema::new(columns.iter().map(Typed::field).collect::<Vec<_>>()));
        let properties = Arc::new(properties(&columns, options, Listing::Off));
        let factory = |properties: Arc<WriterProperties>| {
            let writer = file_writer(io::sink(), &schema, properties)?;
            Ok(ArrowRowGroupWriterFactory::new(&writer, schema.clone()))
        };
        let made = factory(Arc::new(self::properties(&columns, options, Listing::On))).and_then(|listed| Ok((listed, factory(properties.clone())?)));
        let (listed, plain) = made.map_err(|error| unwritable(file, &error))?;
        Ok(ParquetMaker { columns, schema, properties, listed, plain, file: file.to_owned() })
    }

    fn chunks(&self, lanes: &[Column]) -> Result<Group, ParquetError> {
        let writers = self.listed.create_column_writers(0)?.into_iter().zip(self.plain.create_column_writers(0)?);
        let mut group = Vec::with_capacity(lanes.len());
        for (((column, lanes), field), (listed, plain)) in self.columns.iter().zip(lanes).zip(self.schema.fields()).zip(writers) {
            let mut writer = if column.repeats(lanes) { listed } else { plain };
            let array = column.array(lanes).map_err(|misfit| ParquetError::External(Box::new(misfit)))?;
            for leaf in compute_leaves(field, &array)? {
                writer.write(&leaf)?;
            }
            group.push(writer.close()?);
        }
        Ok(group)
    }
}

impl Grouping for ParquetMaker {
    type Group = Group;

    fn encode(&self, columns: &[Column]) -> Result<Group, DataError> {
        self.chunks(columns).map_err(|error| unwritable(&self.file, &error))
    }
}

impl ParquetResults {
    /// Starts a file.
    pub(crate) fn create(target: Target, maker: Arc<ParquetMaker>) -> Result<ParquetResults, DataError> {
        let output = Output::create(target)?;
        let writer = file_writer(output, &maker.schema, maker.properties.clone()).map_err(|error| unwritable(&maker.file, &error))?;
        Ok(ParquetResults { writer, pile: Pile::default(), maker })
    }

    /// Appends a part.
    pub(crate) fn append(&mut self, part: Piled<Group>) -> Result<(), DataError> {
        let ParquetResults { writer, pile, maker } = self;
        part.append_to(pile, maker.as_ref(), |group| write(writer, group).map_err(|error| unwritable(&maker.file, &error)))
    }

    /// Whether the reader of the output went away.
    pub(crate) fn is_closed(&self) -> bool {
        self.writer.inner().is_closed()
    }

    /// Writes what is left and the description of the file, and puts it into its place.
    pub(crate) fn finish(mut self) -> Result<(), DataError> {
        let failed = |error: &ParquetError| unwritable(&self.maker.file, error);
        if let Some(columns) = self.pile.take_all() {
            let group = self.maker.encode(&columns)?;
            write(&mut self.writer, group).map_err(|error| failed(&error))?;
        }
        let output = self.writer.into_inner().map_err(|error| failed(&error))?;
        output.finish()
    }
}

fn write(writer: &mut SerializedFileWriter<Output>, group: Group) -> Result<(), ParquetError> {
    let mut open = writer.next_row_group()?;
    for chunk in group {
        chunk.append_to_row_group(&mut open)?;
    }
    open.close().map(|_| ())
}

/// A writer without the Arrow schema in its file, so that readers see the types of Parquet alone.
fn file_writer<W: Write + Send>(output: W, schema: &Schema, properties: Arc<WriterProperties>) -> Result<SerializedFileWriter<W>, ParquetError> {
    let described = ArrowSchemaConverter::new().schema_root("results").convert(schema)?;
    SerializedFileWriter::new(output, described.root_schema_ptr(), properties)
}

fn properties(columns: &[Typed], options: &SinkOptions, listing: Listing) -> WriterProperties {
    let codec = match options.compression.unwrap_or(USUAL) {
        Compression::None => Codec::UNCOMPRESSED,
        Compression::Snappy => Codec::SNAPPY,
        Compression::Lz4 => Codec::LZ4_RAW,
        Compression::Zstd => Codec::ZSTD(ZstdLevel::default()),
    };
    let notes: Vec<KeyValue> = options.notes.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    let mut builder = WriterProperties::builder()
        .set_compression(codec)
        .set_dictionary_enabled(listing == Listing::On)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata((!notes.is_empty()).then_some(notes));
    // An encoding is chosen by name, so that it must suit every column of that name.
    let suits = |name: &str| columns.iter().filter(|column| column.name == name).all(Typed::is_whole);
    for column in columns.iter().filter(|column| suits(&column.name)) {
        builder = builder.set_column_encoding(ColumnPath::from(column.name.as_str()), Encoding::DELTA_BINARY_PACKED);
    }
    builder.build()
}

/// The error of a file that cannot be written.
fn unwritable(file: &str, error: &ParquetError) -> DataError {
    DataError::Unwritable { file: file.to_owned(), reason: reason(error) }
}

fn reason(error: &ParquetError) -> Reason {
    match error {
        ParquetError::External(inner) => match inner.downcast_ref::<io::Error>() {
            Some(error) => Reason::from(error),
            None if inner.is::<super::typed::Misfit>() => Reason::Misfit,
            None => Reason::Other(error.to_string()),
        },
        _ => Reason::Other(error.to_string()),
    }
}
