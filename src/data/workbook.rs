//! Rows of an Excel workbook.
//!
//! In: the bytes of an `.xlsx` file. Out: the headers and rows of one sheet, numbered as Excel numbers them, each cell with what its
//! number format says about it: whether people see a date or a percentage. The sheet is the one asked for, else the visible
//! one on which the most headers are recognised.

use super::columns::{HEAD_ROWS, Matcher};
use super::delimited::{Head, no_header};
use super::error::{DataError, Said};
use super::fold;
use super::input::Bytes;
use super::raw::{Raw, RawRow};
use super::sheet_rows::SheetRows;
use crate::value::calendar::Day;
use calamine::{Data, DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use std::io::BufReader;
use std::ops::ControlFlow;

/// An open workbook.
pub(crate) type Book = Xlsx<BufReader<Box<dyn Bytes>>>;

/// The sheet with the records.
pub(crate) struct Sheet {
    /// Its name.
    pub name: String,
    /// Other sheets on which as many headers are recognised.
    pub rivals: Vec<String>,
    /// Its headers.
    pub head: Head,
    /// The rows below the headers that have cells.
    pub rows: SheetRows,
}

/// The first rows of a sheet.
struct Top {
    name: String,
    rows: Vec<Vec<String>>,
    /// Whether a cell of the row reaches down into the next.
    reaches_down: Vec<bool>,
}

/// Finds the sheet with the records and its headers.
pub(crate) fn read(bytes: Box<dyn Bytes>, wanted: Option<&str>, header_row: Option<u32>, matcher: &Matcher) -> Result<Sheet, DataError> {
    let mut book: Book = Xlsx::new(BufReader::new(bytes)).map_err(broken)?;
    let names = candidates(&book, wanted)?;
    let rows_wanted = header_row.map_or(HEAD_ROWS, |row| row as usize);
    let mut tops = names.into_iter().map(|name| top(&mut book, name, rows_wanted)).collect::<Result<Vec<Top>, DataError>>()?;
    let score = |top: &Top| match header_row {
        Some(row) => (row as usize).checked_sub(1).and_then(|at| top.rows.get(at)).map_or(0, |cells| matcher.score(cells)),
        None => matcher.header_row(&top.rows).map_or(0, |(_, score)| score),
    };
    let scores: Vec<usize> = tops.iter().map(score).collect();
    let best = scores.iter().copied().max().unwrap_or(0);
    let Some(chosen) = scores.iter().position(|score| *score == best) else {
        return Err(DataError::NoSheet { wanted: String::new(), sheets: Vec::new() });
    };
    let rivals = tops.iter().zip(&scores).enumerate().filter(|(at, (_, score))| *at != chosen && **score == best && best > 0);
    let rivals = rivals.map(|(_, (top, _))| top.name.clone()).collect();
    let top = tops.swap_remove(chosen);
    let name = top.name.clone();
    let head = head(top, header_row, matcher)?;
    let rows = SheetRows::new(book, name.clone(), head.row);
    Ok(Sheet { name, rivals, head, rows })
}

/// The sheets that may be meant: by name, else by number, else all visible ones.
fn candidates(book: &Book, wanted: Option<&str>) -> Result<Vec<String>, DataError> {
    let sheets: Vec<_> = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let Some(wanted) = wanted else {
        let visible = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
        return Ok(visible.map(|sheet| sheet.name.clone()).collect());
    };
    let by_name = sheets.iter().find(|sheet| fold::header(&sheet.name) == fold::header(wanted));
    let by_number = || wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).and_then(|at| sheets.get(at));
    match by_name.or_else(by_number) {
        Some(sheet) => Ok(vec![sheet.name.clone()]),
        None => Err(DataError::NoSheet { wanted: wanted.to_owned(), sheets: sheets.iter().map(|sheet| sheet.name.clone()).collect() }),
    }
}

/// The first rows. A header cell that spans several rows counts in each of them, so that a table with two header rows is
/// understood.
fn top(book: &mut Book, name: String, count: usize) -> Result<Top, DataError> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let (row, column) = cell.get_position();
        if row as usize >= count {
            break;
        }
        let raw = raw(cell.get_value(), is_percent(&reader, style));
        if !raw.is_blank() {
            put(&mut rows, row as usize, column as usize, raw.text().into_owned());
        }
    }
    drop(reader);
    let mut reaches_down = vec![false; rows.len()];
    for merged in book.merge_cells_by_sheet_name(&name).map_err(broken)? {
        let ((first, column), (last, _)) = (merged.start, merged.end);
        let text = rows.get(first as usize).and_then(|row| row.get(column as usize)).cloned();
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        for row in first..last.min(count as u32) {
            if let Some(reaches) = reaches_down.get_mut(row as usize) {
                *reaches = true;
                put(&mut rows, row as usize + 1, column as usize, text.clone());
            }
        }
    }
    Ok(Top { name, rows, reaches_down })
}

/// Puts a text into a grid that grows as needed.
fn put(rows: &mut Vec<Vec<String>>, row: usize, column: usize, text: String) {
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    let Some(cells) = rows.get_mut(row) else { return };
    if cells.len() <= column {
        cells.resize_with(column + 1, String::new);
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = text;
    }
}

fn head(mut top: Top, header_row: Option<u32>, matcher: &Matcher) -> Result<Head, DataError> {
    if !top.rows.iter().flatten().any(|cell| !cell.is_empty()) {
        return Err(DataError::Empty { file: top.name });
    }
    let at = match header_row {
        Some(row) => (row as usize).checked_sub(1).filter(|at| *at < top.rows.len()).ok_or(DataError::HeaderRow { row })?,
        None => {
            let (mut at, score) = matcher.header_row(&top.rows).ok_or_else(|| no_header(&top.rows, &top.name, matcher))?;
            let lower = |at: usize| top.reaches_down.get(at) == Some(&true) && top.rows.get(at + 1).is_some_and(|row| matcher.score(row) >= score);
            while lower(at) {
                at += 1;
            }
            at
        }
    };
    top.rows.truncate(at + 1);
    let headers = top.rows.pop().unwrap_or_default();
    Ok(Head { row: at as u64 + 1, headers, above: top.rows })
}

/// Hands out the rows below the headers that have cells, until `take` says stop.
pub(crate) fn each_row(book: &mut Book, name: &str, header_row: u64, take: &mut dyn FnMut(RawRow) -> ControlFlow<()>) -> Result<(), DataError> {
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut row = RawRow { number: 0, cells: Vec::new(), fault: None };
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let (number, column) = cell.get_position();
        let (number, column) = (u64::from(number) + 1, column as usize);
        if number <= header_row {
            continue;
        }
        let raw = raw(cell.get_value(), is_percent(&reader, style));
        if raw == Raw::Blank {
            continue;
        }
        if row.number != number {
            let width = row.cells.len();
            let next = RawRow { number, cells: Vec::with_capacity(width), fault: None };
            let whole = std::mem::replace(&mut row, next);
            if width > 0 && take(whole).is_break() {
                return Ok(());
            }
        }
        if row.cells.len() <= column {
            row.cells.resize(column + 1, Raw::Blank);
        }
        if let Some(cell) = row.cells.get_mut(column) {
            *cell = raw;
        }
    }
    if !row.cells.is_empty() {
        // There is no further row that could be unwanted.
        let _ = take(row);
    }
    Ok(())
}

fn is_percent<R: std::io::Read + std::io::Seek>(reader: &calamine::XlsxCellReader<'_, R>, style: usize) -> bool {
    let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
    format.is_some_and(|format| shows_percent(&format.format_code))
}

/// Whether a number format shows a hundredfold with a percent sign: an unquoted, unescaped `%` in its first section.
fn shows_percent(code: &str) -> bool {
    let (mut quoted, mut skip) = (false, false);
    for c in code.chars() {
        match c {
            _ if skip => skip = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => skip = true,
            ';' => return false,
            '%' => return true,
            _ => {}
        }
    }
    false
}

fn raw(value: &DataRef<'_>, percent: bool) -> Raw {
    match value {
        DataRef::Int(number) => Raw::SheetNumber { digits: number.to_string(), percent },
        DataRef::Float(number) => sheet_number(*number, percent),
        DataRef::String(text) => Raw::Text(text.clone()),
        DataRef::SharedString(text) => Raw::Text((*text).to_owned()),
        DataRef::Bool(truth) => Raw::Bool(*truth),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Raw::Text(text.clone()),
        DataRef::Error(error) => Raw::SheetError(Data::Error(error.clone()).to_string()),
        DataRef::Empty => Raw::Blank,
    }
}

/// Excel stores numbers as binary doubles. Their shortest digits that read back as the same double are what was typed, as
/// long as it had at most 15 significant digits. No arithmetic is done on the double.
fn sheet_number(number: f64, percent: bool) -> Raw {
    if number.is_finite() { Raw::SheetNumber { digits: number.to_string(), percent } } else { Raw::Text(number.to_string()) }
}

/// Excel stores a date as the number of days since the end of 1899 (or 1903), which calamine counts back.
fn date(moment: &ExcelDateTime) -> Raw {
    let (year, month, day, hour, minute, second, millisecond) = moment.to_ymd_hms_milli();
    let whole_days = moment.is_datetime() && moment.as_f64() >= 1.0;
    let day = Day::from_civil(i32::from(year), i32::from(month), i32::from(day)).filter(|_| whole_days);
    let time = [u16::from(hour), u16::from(minute), u16::from(second), millisecond].iter().any(|part| *part != 0);
    Raw::SheetDate { day, time, clock: format!("{hour:02}:{minute:02}:{second:02}"), digits: moment.as_f64().to_string() }
}

fn broken(error: calamine::XlsxError) -> DataError {
    DataError::BrokenWorkbook { reason: Said::same(&error.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::shows_percent;

    #[test]
    fn sees_percent_formats_only_where_they_multiply() {
        for code in ["0%", "0.00%", "[Red]0.0%;-0%", "\"约\"0%"] {
            assert!(shows_percent(code), "{code}");
        }
        for code in ["General", "0.00", "0.00\"%\"", "0\\%", "0;0%", "@"] {
            assert!(!shows_percent(code), "{code}");
        }
    }
}
