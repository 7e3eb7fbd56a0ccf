//! Parquet files in stretches of rows.
//!
//! In: the bytes of a file, and which columns are wanted. Out: stretches of one row group, of several small ones, or of a part of a
//! huge one. Columns are asked for in the shape that is cheapest to convert. Knows no cell.

use super::batch_table::BATCH_ROWS;
use super::column_feed::{Batches, Chosen, Opened, PIECE_ROWS, Stretch, Stretches};
use super::columns::Matcher;
use super::error::{DataError, Said, Unread};
use super::options::Format;
use super::shared::Shared;
use crate::ir::record::{FieldKind, Record};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector};
use parquet::basic::{Compression, Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use std::ops::Range;
use std::sync::Arc;

/// A row group with more rows is cut into parts of at most so many: every part unpacks the dictionaries anew.
const HUGE_GROUP: u64 = 524_288;
/// A text column that takes fewer bytes a value repeats its texts.
const REPEATED: i64 = 4;
/// The greatest precision of decimals in 64 bits.
const NARROW: u8 = 18;

/// What all stretches of a file share.
struct File {
    bytes: Shared,
    metadata: ArrowReaderMetadata,
    columns: ProjectionMask,
}

/// Row groups, or a part of one.
struct Groups {
    file: Arc<File>,
    groups: Range<usize>,
    /// How many rows are left out before those that are read.
    skipped: u64,
    rows: u64,
}

struct AllGroups {
    stretches: std::vec::IntoIter<Groups>,
    rows: u64,
}

/// Opens a Parquet file.
///
/// # Errors
/// Everything that is wrong with the file as a whole; never empty.
pub(crate) fn open(bytes: Shared, record: &Record, matcher: &Matcher) -> Result<Opened, Vec<DataError>> {
    let one = |error: DataError| vec![error];
    let plain = metadata(&bytes).map_err(one)?;
    let names: Vec<String> = plain.schema().fields().iter().map(|field| field.name().clone()).collect();
    let chosen = Chosen::of(matcher, &names)?;
    let known = plain.metadata().clone();
    readable(&known, &chosen).map_err(one)?;
    let metadata = shaped(&known, &plain, record, &chosen).unwrap_or(plain);
    let columns = ProjectionMask::roots(metadata.parquet_schema(), chosen.places.iter().copied());
    let file = Arc::new(File { bytes, metadata, columns });
    let stretches = cut(&file);
    let rows = stretches.iter().map(|stretch| stretch.rows).sum();
    Ok(Opened { chosen, stretches: Box::new(AllGroups { stretches: stretches.into_iter(), rows }), format: Format::Parquet })
}

/// Reads the table of contents.
fn metadata(bytes: &Shared) -> Result<ArrowReaderMetadata, DataError> {
    let end = bytes.length().checked_sub(4).and_then(|start| bytes.stretch(start, 4).ok()).unwrap_or_default();
    match end.as_slice() {
        b"PAR1" => {}
        b"PARE" => return Err(DataError::UnreadColumns { format: Format::Parquet, why: Unread::Encrypted }),
        _ => {
            let reason = Said::new("the file ends before its table of contents", "文件在目录之前就结束了");
            return Err(DataError::BrokenColumns { format: Format::Parquet, reason });
        }
    }
    ArrowReaderMetadata::load(bytes, ArrowReaderOptions::new())
        // What writers of Arrow say about types is advice.
        .or_else(|_| ArrowReaderMetadata::load(bytes, ArrowReaderOptions::new().with_skip_arrow_metadata(true)))
        .map_err(|error| problem(&error))
}

/// Whether the codecs of the columns that are read are known.
fn readable(metadata: &ParquetMetaData, chosen: &Chosen) -> Result<(), DataError> {
    let schema = metadata.file_metadata().schema_descr();
    for column in metadata.row_groups().iter().flat_map(|group| group.columns().iter().enumerate()) {
        let (leaf, column) = column;
        let codec = match column.compression() {
            Compression::BROTLI(_) => "BROTLI",
            Compression::LZO => "LZO",
            _ => continue,
        };
        if leaf < schema.num_columns() && chosen.places.contains(&schema.get_column_root_idx(leaf)) {
            return Err(DataError::UnreadColumns { format: Format::Parquet, why: Unread::Codec(codec.to_owned()) });
        }
    }
    Ok(())
}

/// The metadata with the columns in the shapes that are cheapest to convert.
fn shaped(known: &Arc<ParquetMetaData>, plain: &ArrowReaderMetadata, record: &Record, chosen: &Chosen) -> Option<ArrowReaderMetadata> {
    let schema = plain.schema();
    let mut fields: Vec<Arc<Field>> = schema.fields().iter().cloned().collect();
    for (place, id) in chosen.places.iter().zip(&chosen.columns.fields) {
        let (Some(field), Some(id)) = (fields.get_mut(*place), id) else { continue };
        if let Some(data) = shape(known, *place, field.data_type(), &record.field(*id).kind, record.field(*id).key) {
            *field = Arc::new(field.as_ref().clone().with_data_type(data));
        }
    }
    let wanted = Schema::new_with_metadata(fields, schema.metadata().clone());
    ArrowReaderMetadata::try_new(known.clone(), ArrowReaderOptions::new().with_schema(Arc::new(wanted))).ok()
}

/// The shape to ask for, where it is not the usual one.
fn shape(known: &ParquetMetaData, place: usize, data: &DataType, kind: &FieldKind, is_key: bool) -> Option<DataType> {
    let schema = known.file_metadata().schema_descr();
    let leaf = (0..schema.num_columns()).find(|leaf| schema.get_column_root_idx(*leaf) == place)?;
    let stored = schema.column(leaf).physical_type();
    let listed = |entry: DataType| Some(DataType::Dictionary(Box::new(DataType::Int32), Box::new(entry)));
    match data {
        DataType::Decimal128(precision, scale) if *precision <= NARROW && stored != Type::BYTE_ARRAY => Some(DataType::Decimal64(*precision, *scale)),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Binary | DataType::LargeBinary | DataType::BinaryView => {
            let entry = match data {
                DataType::Binary | DataType::LargeBinary | DataType::BinaryView => DataType::Binary,
                _ => DataType::Utf8,
            };
            match kind {
                FieldKind::Text if is_key || !is_repeated(known, leaf) => Some(entry),
                FieldKind::Text | FieldKind::Enum(_) | FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Number { .. } => listed(entry),
            }
        }
        _ => None,
    }
}

/// Whether few texts stand in a column, each many times.
fn is_repeated(known: &ParquetMetaData, leaf: usize) -> bool {
    let chunks = || known.row_groups().iter().filter_map(|group| group.columns().get(leaf));
    let bytes: i64 = chunks().map(|chunk| chunk.uncompressed_size()).sum();
    let values: i64 = chunks().map(|chunk| chunk.num_values()).sum();
    chunks().all(|chunk| chunk.dictionary_page_offset().is_some()) && bytes < values.saturating_mul(REPEATED)
}

/// Cuts a file by its row groups.
fn cut(file: &Arc<File>) -> Vec<Groups> {
    let mut stretches: Vec<Groups> = Vec::new();
    for (group, about) in file.metadata.metadata().row_groups().iter().enumerate() {
        let rows = u64::try_from(about.num_rows()).unwrap_or(0);
        match stretches.last_mut() {
            Some(last) if last.skipped == 0 && last.groups.end == group && last.rows + rows <= PIECE_ROWS => {
                last.groups.end = group + 1;
                last.rows += rows;
            }
            _ => {
                let parts = rows.div_ceil(HUGE_GROUP).max(1);
                let part = rows.div_ceil(parts).next_multiple_of(BATCH_ROWS as u64);
                let starts = (0..parts).map(|number| number * part).filter(|start| *start < rows.max(1));
                let new = starts.map(|skipped| Groups { file: file.clone(), groups: group..group + 1, skipped, rows: part.min(rows - skipped) });
                stretches.extend(new);
            }
        }
    }
    stretches
}

impl Stretches for AllGroups {
    fn rows(&self) -> Option<u64> {
        Some(self.rows)
    }

    fn next(&mut self) -> Result<Option<Arc<dyn Stretch>>, DataError> {
        Ok(self.stretches.next().map(|stretch| Arc::new(stretch) as Arc<dyn Stretch>))
    }
}

impl Groups {
    /// The rows to read, where they are not all.
    fn selection(&self) -> Option<RowSelection> {
        let groups = self.file.metadata.metadata().row_groups();
        let all: i64 = groups.get(self.groups.clone()).unwrap_or_default().iter().map(|group| group.num_rows()).sum();
        let size = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
        let is_part = u64::try_from(all).is_ok_and(|all| all != self.rows);
        is_part.then(|| RowSelection::from(vec![RowSelector::skip(size(self.skipped)), RowSelector::select(size(self.rows))]))
    }
}

impl Stretch for Groups {
    fn rows(&self) -> u64 {
        self.rows
    }

    fn batches(&self) -> Result<Batches, DataError> {
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.bytes.clone(), self.file.metadata.clone())
            .with_batch_size(BATCH_ROWS)
            .with_row_groups(self.groups.clone().collect())
            .with_projection(self.file.columns.clone());
        let reader = match self.selection() {
            Some(selection) => reader.with_row_selection(selection),
            None => reader,
        };
        let batches = reader.build().map_err(|error| problem(&error))?;
        Ok(Box::new(batches.map(|batch| batch.map_err(|error| unreadable(&error)))))
    }
}

/// What the reader says about the file.
fn problem(error: &ParquetError) -> DataError {
    let text = error.to_string();
    match error {
        ParquetError::NYI(what) => DataError::UnreadColumns { format: Format::Parquet, why: Unread::Other(what.clone()) },
        _ if text.contains("ncrypt") => DataError::UnreadColumns { format: Format::Parquet, why: Unread::Encrypted },
        _ => broken(&text),
    }
}

fn unreadable(error: &ArrowError) -> DataError {
    broken(&error.to_string())
}

/// Without what layers of the library put in front.
fn broken(text: &str) -> DataError {
    let mut text = text.trim();
    while let Some(rest) = ["Parquet error: ", "Parquet argument error: ", "Arrow: ", "EOF: ", "External: ", "Io error: "]
        .iter()
        .find_map(|front| text.strip_prefix(front))
    {
        text = rest;
    }
    DataError::BrokenColumns { format: Format::Parquet, reason: Said::same(text) }
}
