//! Results as an Excel workbook.
//!
//! In: rows of cells. Out: one sheet with a fixed header row. Figures of at most 15 digits are numbers; longer ones are texts,
//! because Excel would lose digits. Percent figures are percentages, so that 13.97 in percent is the number 0.1397 seen as
//! 13.97%.

use super::atomic::Output;
use super::column::{Cell, CellKind, OutColumn};
use super::error::{DataError, Reason};
use super::sink::SinkOptions;
use crate::diagnostic::Lang;
use crate::value::calendar::Day;
use crate::value::decimal::Decimal;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// The number of rows a sheet of Excel holds.
const SHEET_ROWS: u32 = 1_048_576;
const WIDEST: usize = 50;

/// A workbook being made. Rows go to a temporary file, so that the longest sheet needs no more memory than a short one; texts stand
/// in their cells, for a list of a million different ones would not.
pub(crate) struct WorkbookSink {
    output: Output,
    book: Workbook,
    sheet: Worksheet,
    columns: Vec<OutColumn>,
    widths: Vec<usize>,
    styles: Styles,
    lang: Lang,
    next_row: u32,
    as_text: u64,
}

/// Cell formats by decimal places, so that each is made once.
struct Styles {
    numbers: Vec<Format>,
    percents: Vec<Format>,
    date: Format,
    text: Format,
    right: Format,
}

impl WorkbookSink {
    /// A workbook with these columns.
    pub(crate) fn new(output: Output, columns: Vec<OutColumn>, options: &SinkOptions) -> Result<WorkbookSink, DataError> {
        let failed = |error: XlsxError| unwritable(&output, &error);
        let mut book = timeless_book().map_err(failed)?;
        let mut sheet = book.new_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(sheet_name(&options.sheet)).map_err(failed)?;
        let mut widths = Vec::new();
        for (column, number) in columns.iter().zip(0u16..) {
            let header = column.header(options.headers, options.lang);
            sheet.write_string_with_format(0, number, &header, &header_format()).map_err(failed)?;
            widths.push(header.width());
        }
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        let (styles, lang) = (Styles::new(), options.lang);
        Ok(WorkbookSink { output, book, sheet, columns, widths, styles, lang, next_row: 1, as_text: 0 })
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, cells: &[Cell]) -> Result<(), DataError> {
        if self.next_row >= SHEET_ROWS {
            return Err(DataError::SheetFull { rows: SHEET_ROWS });
        }
        for (position, cell) in cells.iter().enumerate() {
            let kind = self.columns.get(position).map_or(CellKind::Text, |column| column.kind);
            let column = u16::try_from(position).map_err(|_| DataError::SheetFull { rows: SHEET_ROWS })?;
            let shown = cell.text(self.lang);
            if let Some(width) = self.widths.get_mut(position) {
                *width = (*width).max(shown.width() + usize::from(kind == CellKind::Percent));
            }
            let written = write_cell(&mut self.sheet, (self.next_row, column), cell, kind, &shown, &self.styles);
            self.as_text += u64::from(written.map_err(|error| unwritable(&self.output, &error))? == Kept::AsText);
        }
        self.next_row += 1;
        Ok(())
    }

    /// Ends the workbook: how many figures became text.
    pub(crate) fn finish(self) -> Result<u64, DataError> {
        let WorkbookSink { mut output, mut book, mut sheet, widths, as_text, .. } = self;
        for (width, column) in widths.into_iter().zip(0u16..) {
            let width = u32::try_from(width.min(WIDEST) + 2).unwrap_or(10);
            sheet.set_column_width(column, width).map_err(|error| unwritable(&output, &error))?;
        }
        book.push_worksheet(sheet);
        let saved = book.save_to_writer(&mut output);
        saved.map_err(|error| unwritable(&output, &error))?;
        output.finish().map(|()| as_text)
    }
}

impl Styles {
    fn new() -> Styles {
        let coded = |suffix: &str| (0..=18).map(|places| Format::new().set_num_format(number_code(places, suffix))).collect();
        let right = Format::new().set_num_format("@").set_align(FormatAlign::Right);
        let (date, text) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("@"));
        Styles { numbers: coded(""), percents: coded("%"), date, text, right }
    }

    fn figure(&self, kind: CellKind, scale: u8) -> &Format {
        let formats = if kind == CellKind::Percent { &self.percents } else { &self.numbers };
        formats.get(usize::from(scale)).or(formats.last()).unwrap_or(&self.text)
    }
}

/// How a cell is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    AsItIs,
    AsText,
}

fn write_cell(sheet: &mut Worksheet, place: (u32, u16), cell: &Cell, kind: CellKind, shown: &str, styles: &Styles) -> Result<Kept, XlsxError> {
    let (row, column) = place;
    match cell {
        Cell::Missing => {}
        Cell::Number(number) => {
            let stored = if kind == CellKind::Percent { number.multiply(Decimal::PERCENT) } else { Some(*number) };
            if let Some(double) = stored.and_then(as_double) {
                sheet.write_number_with_format(row, column, double, styles.figure(kind, number.scale))?;
            } else {
                let sign = if kind == CellKind::Percent { "%" } else { "" };
                sheet.write_string_with_format(row, column, format!("{shown}{sign}"), &styles.right)?;
                return Ok(Kept::AsText);
            }
        }
        Cell::Date(day) => match as_excel_date(*day) {
            Some(date) => drop(sheet.write_datetime_with_format(row, column, &date, &styles.date)?),
            None => drop(sheet.write_string_with_format(row, column, shown, &styles.text)?),
        },
        Cell::Bool(_) | Cell::Text(_) => drop(sheet.write_string_with_format(row, column, shown, &styles.text)?),
    }
    Ok(Kept::AsItIs)
}

/// The binary number of a decimal of at most 15 digits, which reads back as the same decimal. Excel knows no other numbers.
fn as_double(number: Decimal) -> Option<f64> {
    let digits = number.normalized().mantissa.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    if digits <= 15 { number.to_string().parse().ok() } else { None }
}

/// Days before 1900-03-01 count differently in Excel, which has a 29 February 1900; they stay texts.
fn as_excel_date(day: Day) -> Option<ExcelDateTime> {
    let (year, month, date) = day.civil();
    if day < Day::from_civil(1900, 3, 1)? {
        return None;
    }
    ExcelDateTime::from_ymd(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(date).ok()?).ok()
}

fn number_code(places: usize, suffix: &str) -> String {
    let point = if places > 0 { "." } else { "" };
    format!("0{point}{}{suffix}", "0".repeat(places))
}

/// A workbook that does not say when it was made: the same results are the same bytes at any hour.
pub(crate) fn timeless_book() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    Ok(book)
}

/// The format of header cells.
pub(crate) fn header_format() -> Format {
    let format = Format::new().set_bold().set_background_color(Color::RGB(0xE8_EE_F4)).set_border_bottom(FormatBorder::Thin);
    format.set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

/// A name Excel accepts: at most 31 characters, none of `[]:*?/\`.
pub(crate) fn sheet_name(name: &str) -> String {
    let allowed = name.chars().map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { '_' } else { c });
    let name: String = allowed.take(31).collect();
    if name.is_empty() { "Sheet1".to_owned() } else { name }
}

/// The error of a workbook that cannot be made.
pub(crate) fn unwritable(output: &Output, error: &XlsxError) -> DataError {
    if let XlsxError::IoError(error) = error {
        return output.failed(error);
    }
    match output.failed(&std::io::Error::other(error.to_string())) {
        DataError::Unwritable { file, .. } => DataError::Unwritable { file, reason: Reason::Other(error.to_string()) },
        other => other,
    }
}
