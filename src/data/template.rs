//! An empty table for collecting data.
//!
//! In: the record schema. Out: a CSV file with a row of remarks above the headers, or a workbook with drop-down lists, limits,
//! and a second sheet that says what belongs into each column. What people fill in is read back by
//! [`crate::data::reader::open`] as it is.

use super::atomic::{Output, Target};
use super::cell::{near_limit, shown_in};
use super::column::{labelled, yes_no};
use super::error::DataError;
use super::sink::{OutFormat, csv_writer, finish_csv, write_record};
use super::workbook_sink::{header_format, sheet_name, timeless_book, unwritable};
use crate::diagnostic::Lang;
use crate::ir;
use crate::ir::record::{Field, FieldKind, Record};
use crate::value::calendar::{self, Day};
use crate::value::range::Range;
use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, Formula, Worksheet, XlsxError};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// So many rows of a template have lists and limits.
const PREPARED_ROWS: u32 = 20_000;

/// What is said about a field.
struct Remark {
    header: String,
    kind: String,
    range: String,
    required: &'static str,
    notes: String,
}

/// Writes a template; what is no workbook is written as CSV.
///
/// # Errors
/// Why it cannot be written.
pub fn write(target: Target, record: &Record, enums: &[ir::Enum], format: OutFormat, lang: Lang) -> Result<(), DataError> {
    let remarks: Vec<Remark> = record.fields.iter().map(|field| Remark::of(field, enums, lang)).collect();
    let mut output = Output::create(target)?;
    match format {
        OutFormat::Csv | OutFormat::Json | OutFormat::Ndjson | OutFormat::Table | OutFormat::Parquet | OutFormat::Arrow => {
            let mut writer = csv_writer(output, b',', true)?;
            write_record(&mut writer, &remarks.iter().map(|remark| remark.line(lang)).collect::<Vec<String>>())?;
            write_record(&mut writer, &remarks.iter().map(|remark| remark.header.clone()).collect::<Vec<String>>())?;
            finish_csv(writer)
        }
        OutFormat::Xlsx => {
            let bytes = workbook(record, enums, &remarks, lang).map_err(|error| unwritable(&output, &error))?;
            output.write_all(&bytes).map_err(|error| output.failed(&error))?;
            output.finish()
        }
    }
}

fn workbook(record: &Record, enums: &[ir::Enum], remarks: &[Remark], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let (notes_name, lists_name) = match lang {
        Lang::En => ("notes", "lists"),
        Lang::Zh => ("填写说明", "选项"),
    };
    let (mut data, mut lists) = (Worksheet::new(), Worksheet::new());
    data.set_name(sheet_name(&record.label))?;
    lists.set_name(lists_name)?.set_hidden(true);
    data.set_freeze_panes(1, 0)?;
    for ((field, remark), column) in record.fields.iter().zip(remarks).zip(0u16..) {
        data.write_string_with_format(0, column, &remark.header, &header_format())?;
        data.set_column_width(column, u32::try_from(remark.header.width().clamp(10, 30) + 2).unwrap_or(12))?;
        if let Some(code) = column_code(&field.kind) {
            data.set_column_format(column, &Format::new().set_num_format(code))?;
        }
        if let Some(rule) = validation(field, enums, &mut lists, lists_name, column, lang)? {
            data.add_data_validation(1, column, PREPARED_ROWS, column, &rule)?;
        }
    }
    let mut book = timeless_book()?;
    book.push_worksheet(data);
    book.push_worksheet(notes_sheet(notes_name, remarks, lang)?);
    book.push_worksheet(lists);
    book.save_to_buffer()
}

fn notes_sheet(name: &str, remarks: &[Remark], lang: Lang) -> Result<Worksheet, XlsxError> {
    let titles = match lang {
        Lang::En => ["heading of the column", "what it holds", "range", "required", "remarks"],
        Lang::Zh => ["列标题", "内容", "范围", "是否必填", "备注"],
    };
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let mut widths = titles.map(UnicodeWidthStr::width);
    for (title, column) in titles.iter().zip(0u16..) {
        sheet.write_string_with_format(0, column, *title, &header_format())?;
    }
    let wrapped = Format::new().set_text_wrap();
    for (remark, row) in remarks.iter().zip(1u32..) {
        // The mark keeps the heading from being taken for the headers of data.
        let cells = [format!("· {}", remark.header), remark.kind.clone(), remark.range.clone(), remark.required.to_owned(), remark.notes.clone()];
        for ((cell, column), width) in cells.iter().zip(0u16..).zip(&mut widths) {
            sheet.write_string_with_format(row, column, cell, &wrapped)?;
            *width = (*width).max(cell.width().min(60));
        }
    }
    for (width, column) in widths.into_iter().zip(0u16..) {
        sheet.set_column_width(column, u32::try_from(width + 2).unwrap_or(12))?;
    }
    Ok(sheet)
}

/// Long ids stay texts, and dates look like dates.
fn column_code(kind: &FieldKind) -> Option<&'static str> {
    match kind {
        FieldKind::Text => Some("@"),
        FieldKind::Date { .. } => Some("yyyy-mm-dd"),
        FieldKind::Number { .. } | FieldKind::Bool | FieldKind::Enum(_) => None,
    }
}

fn validation(
    field: &Field,
    enums: &[ir::Enum],
    lists: &mut Worksheet,
    lists_name: &str,
    column: u16,
    lang: Lang,
) -> Result<Option<DataValidation>, XlsxError> {
    let rule = DataValidation::new();
    let rule = match &field.kind {
        FieldKind::Text => return Ok(None),
        FieldKind::Number { unit, .. } if unit.is_percent() => return Ok(None),
        FieldKind::Bool => rule.allow_list_strings(&[yes_no(true, lang), yes_no(false, lang)])?,
        FieldKind::Enum(id) => {
            let members = enums.get(id.0 as usize).map_or(&[][..], |list| &list.members);
            for (member, row) in members.iter().zip(0u32..) {
                lists.write_string(row, column, &member.label)?;
            }
            let letters = rust_xlsxwriter::utility::column_number_to_name(column);
            rule.allow_list_formula(Formula::new(format!("='{lists_name}'!${letters}$1:${letters}${}", members.len().max(1))))
        }
        FieldKind::Number { unit, scale, range, .. } => {
            let bound = |mantissa: i128| Formula::new(format!("={}", shown_in(unit, *scale, mantissa)));
            let between = DataValidationRule::Between(bound(range.low), bound(range.high));
            if unit.whole { rule.allow_whole_number_formula(between) } else { rule.allow_decimal_number_formula(between) }
        }
        FieldKind::Date { range } => {
            let (first, last) = days(*range);
            let bound = |day: Day| {
                let (year, month, day) = day.max(Day::from_civil(1900, 3, 1).unwrap_or(calendar::FIRST)).civil();
                Formula::new(format!("=DATE({year},{month},{day})"))
            };
            rule.allow_date_formula(DataValidationRule::Between(bound(first), bound(last)))
        }
    };
    Ok(Some(rule))
}

impl Remark {
    fn of(field: &Field, enums: &[ir::Enum], lang: Lang) -> Remark {
        let unit = match &field.kind {
            FieldKind::Number { unit, .. } => unit.name.as_str(),
            FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => "",
        };
        let required = match (field.optional, lang) {
            (true, Lang::En) => "optional",
            (true, Lang::Zh) => "选填",
            (false, Lang::En) => "required",
            (false, Lang::Zh) => "必填",
        };
        let between = match lang {
            Lang::En => "; ",
            Lang::Zh => "；",
        };
        Remark {
            header: labelled(&field.label, unit, lang),
            kind: kind_words(&field.kind, enums, lang),
            range: range_words(&field.kind, lang),
            required,
            notes: field.notes.join(between),
        }
    }

    fn line(&self, lang: Lang) -> String {
        let parts = [self.kind.as_str(), &self.range, self.required, &self.notes].into_iter().filter(|part| !part.is_empty());
        let between = match lang {
            Lang::En => "; ",
            Lang::Zh => "；",
        };
        parts.collect::<Vec<&str>>().join(between)
    }
}

fn kind_words(kind: &FieldKind, enums: &[ir::Enum], lang: Lang) -> String {
    match (kind, lang) {
        (FieldKind::Number { unit, decimals: 0, .. }, Lang::En) if unit.whole => "whole number".to_owned(),
        (FieldKind::Number { unit, decimals: 0, .. }, Lang::Zh) if unit.whole => "整数".to_owned(),
        (FieldKind::Number { decimals, .. }, Lang::En) => format!("number, up to {decimals} decimal places"),
        (FieldKind::Number { decimals, .. }, Lang::Zh) => format!("数值，最多 {decimals} 位小数"),
        (FieldKind::Bool, Lang::En) => "yes or no".to_owned(),
        (FieldKind::Bool, Lang::Zh) => "是或否".to_owned(),
        (FieldKind::Date { .. }, Lang::En) => "date, such as 2024-08-13".to_owned(),
        (FieldKind::Date { .. }, Lang::Zh) => "日期，如 2024-08-13".to_owned(),
        (FieldKind::Text, Lang::En) => "text".to_owned(),
        (FieldKind::Text, Lang::Zh) => "文本".to_owned(),
        (FieldKind::Enum(id), lang) => {
            let members = enums.get(id.0 as usize).map_or(&[][..], |list| &list.members);
            let mut shown: Vec<&str> = members.iter().take(20).map(|member| member.label.as_str()).collect();
            if members.len() > shown.len() {
                shown.push("…");
            }
            match lang {
                Lang::En => format!("one of: {}", shown.join(", ")),
                Lang::Zh => format!("下列之一：{}", shown.join("、")),
            }
        }
    }
}

fn range_words(kind: &FieldKind, lang: Lang) -> String {
    let (low, high) = match kind {
        FieldKind::Number { unit, scale, range, .. } => (near_limit(unit, *scale, range.low), near_limit(unit, *scale, range.high)),
        FieldKind::Date { range } => {
            let (first, last) = days(*range);
            let inside = |day: Day| (day > calendar::FIRST && day < calendar::LAST).then(|| day.to_string());
            (inside(first), inside(last))
        }
        FieldKind::Bool | FieldKind::Text | FieldKind::Enum(_) => (None, None),
    };
    match (low, high, lang) {
        (None, None, _) => String::new(),
        (Some(low), None, Lang::En) => format!("at least {low}"),
        (Some(low), None, Lang::Zh) => format!("不小于 {low}"),
        (None, Some(high), Lang::En) => format!("at most {high}"),
        (None, Some(high), Lang::Zh) => format!("不大于 {high}"),
        (Some(low), Some(high), Lang::En) => format!("from {low} to {high}"),
        (Some(low), Some(high), Lang::Zh) => format!("{low} 至 {high}"),
    }
}

fn days(range: Range) -> (Day, Day) {
    let day = |value: i128, otherwise: Day| i32::try_from(value).map_or(otherwise, Day);
    (day(range.low, calendar::FIRST), day(range.high, calendar::LAST))
}
