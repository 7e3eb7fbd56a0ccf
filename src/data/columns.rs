//! Which column is which field.
//!
//! In: the headers of a file and the record. Out: a field for each column, or everything that is wrong with the headers at
//! once. Headers are compared without regard to blanks, width and case; a unit behind a header must be the field's own.

use super::cell::known_units;
use super::error::{DataError, MissingColumn};
use super::fold;
use super::report::MatchedColumn;
use super::unit_word::{Agreement, agreement};
use crate::diagnostic::suggest;
use crate::ir::record::{FieldId, FieldKind, Record};
use crate::value::unit::Unit;
use std::collections::HashMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// How many rows from the top may come before the headers, and the headers themselves.
pub const HEAD_ROWS: usize = 20;

/// The columns of a file.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Their headers, in the order of the file, as written there.
    pub headers: Vec<Arc<str>>,
    /// The field of each column.
    pub fields: Vec<Option<FieldId>>,
    /// The column of each field.
    pub column_of: Vec<Option<usize>>,
}

/// Recognises headers.
#[derive(Debug, Clone)]
pub(crate) struct Matcher {
    full: HashMap<String, usize>,
    bare: HashMap<String, usize>,
    fields: Vec<Known>,
    units: Vec<Arc<Unit>>,
}

#[derive(Debug, Clone)]
struct Known {
    name: String,
    label: String,
    optional: bool,
    unit: Option<Arc<Unit>>,
}

/// A header that is a field, and the remarks behind it.
struct Found {
    field: usize,
    remarks: Vec<String>,
}

impl Columns {
    /// The columns of a file that names none.
    pub(crate) fn unmatched(record: &Record) -> Columns {
        Columns { column_of: vec![None; record.fields.len()], ..Columns::default() }
    }

    /// Columns without headers that stand in the order of the fields.
    pub(crate) fn in_order(record: &Record) -> Columns {
        Columns { column_of: (0..record.fields.len()).map(Some).collect(), ..Columns::default() }
    }

    /// The labels of optional fields without a column.
    pub(crate) fn absent(&self, record: &Record) -> Vec<String> {
        let absent = record.fields.iter().zip(&self.column_of).filter(|(field, column)| field.optional && column.is_none());
        absent.map(|(field, _)| field.label.clone()).collect()
    }

    /// The fields, given by name and label, that have a column.
    pub(crate) fn matched<'a>(&self, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<MatchedColumn> {
        let matched = fields.zip(&self.column_of).filter_map(|((name, label), column)| {
            let header = self.headers.get((*column)?)?;
            Some(MatchedColumn { name: name.to_owned(), label: label.to_owned(), header: fold::trim(header).to_owned() })
        });
        matched.collect()
    }

    /// Adds a column.
    pub(crate) fn add(&mut self, header: &str, field: Option<FieldId>) {
        if let Some(column) = field.and_then(|field| self.column_of.get_mut(field.0 as usize)) {
            *column = Some(self.headers.len());
        }
        self.headers.push(Arc::from(header));
        self.fields.push(field);
    }
}

impl Matcher {
    /// Prepares the recognition of a record's headers.
    pub(crate) fn new(record: &Record) -> Matcher {
        let (mut full, mut bare) = (HashMap::new(), HashMap::new());
        let mut fields = Vec::new();
        for (position, field) in record.fields.iter().enumerate() {
            for text in [&field.label, &field.name].into_iter().chain(&field.aliases) {
                full.entry(fold::header(text)).or_insert(position);
                bare.entry(fold::header(&split_remarks(text).0)).or_insert(position);
            }
            let unit = match &field.kind {
                FieldKind::Number { unit, .. } => Some(unit.clone()),
                FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => None,
            };
            fields.push(Known { name: field.name.clone(), label: field.label.clone(), optional: field.optional, unit });
        }
        Matcher { full, bare, fields, units: known_units(record) }
    }

    /// The position of the field with this name, label or further heading.
    pub(crate) fn named(&self, heading: &str) -> Option<usize> {
        self.full.get(heading).or_else(|| self.full.get(&fold::header(heading))).copied()
    }

    /// How many different fields a row would be headers of.
    pub(crate) fn score(&self, row: &[String]) -> usize {
        let mut found: Vec<usize> = row.iter().filter_map(|text| self.find(text)).map(|found| found.field).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }

    /// The row that is the headers of the most fields, the first of equals.
    pub(crate) fn header_row(&self, rows: &[Vec<String>]) -> Option<(usize, usize)> {
        let scored = rows.iter().take(HEAD_ROWS).enumerate().map(|(position, row)| (position, self.score(row)));
        scored.filter(|(_, score)| *score > 0).max_by_key(|(position, score)| (*score, usize::MAX - position))
    }

    /// Labels to show where no header was found.
    pub(crate) fn wanted(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.label.clone()).collect()
    }

    /// The field of a header that turned up after the others, if it has no column yet.
    pub(crate) fn late(&self, header: &str, columns: &Columns) -> Option<FieldId> {
        let found = self.find(header)?;
        let free = columns.column_of.get(found.field).is_none_or(Option::is_none);
        (free && self.unit_problem(header, &found).is_none()).then_some(FieldId(found.field as u32))
    }

    /// The columns under these headers; `above` are the rows above, which may name a unit for all figures.
    pub(crate) fn columns(&self, headers: &[String], above: &[Vec<String>]) -> Result<Columns, Vec<DataError>> {
        let mut errors = Vec::new();
        let mut columns_of: Vec<Vec<usize>> = vec![Vec::new(); self.fields.len()];
        let sheet_unit = sheet_unit(above);
        for (column, header) in headers.iter().enumerate() {
            let Some(found) = self.find(header) else { continue };
            if let Some(list) = columns_of.get_mut(found.field) {
                list.push(column);
            }
            errors.extend(self.unit_problem(header, &found));
            errors.extend(sheet_unit.as_ref().and_then(|(cell, words)| self.sheet_unit_problem(cell, words, &found)));
        }
        let written = |column: &usize| headers.get(*column).cloned().unwrap_or_default();
        for (known, list) in self.fields.iter().zip(&columns_of) {
            if list.len() > 1 {
                errors.push(DataError::RepeatedColumn { label: known.label.clone(), headers: list.iter().map(written).collect() });
            }
        }
        let unused: Vec<&str> = headers.iter().map(String::as_str).filter(|header| self.find(header).is_none()).collect();
        let missing = self.fields.iter().zip(&columns_of).filter(|(known, list)| list.is_empty() && !known.optional);
        let missing: Vec<MissingColumn> = missing.map(|(known, _)| known.missing(&unused)).collect();
        if !missing.is_empty() {
            errors.push(DataError::MissingColumns { columns: missing });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let column_of: Vec<Option<usize>> = columns_of.iter().map(|list| list.first().copied()).collect();
        let field_at = |column: usize| column_of.iter().position(|at| *at == Some(column)).map(|field| FieldId(field as u32));
        let fields = (0..headers.len()).map(field_at).collect();
        Ok(Columns { headers: headers.iter().map(|header| Arc::from(header.as_str())).collect(), fields, column_of })
    }

    fn find(&self, header: &str) -> Option<Found> {
        if fold::trim(header).is_empty() {
            return None;
        }
        if let Some(field) = self.full.get(&fold::header(header)) {
            return Some(Found { field: *field, remarks: Vec::new() });
        }
        let (base, remarks) = split_remarks(header);
        if let Some(field) = self.look_up(&base) {
            return Some(Found { field, remarks });
        }
        // 「研发费用/万元」, `sales_万元`: only where what follows is a unit.
        let (front, back) = base.rsplit_once(['/', '_', '-', ' '])?;
        let field = self.look_up(front)?;
        let unit = self.fields.get(field).and_then(|known| known.unit.as_ref())?;
        (agreement(back, unit, &self.units) != Agreement::NotAUnit).then(|| Found { field, remarks: vec![back.to_owned()] })
    }

    fn look_up(&self, base: &str) -> Option<usize> {
        let folded = fold::header(base);
        self.full.get(&folded).or_else(|| self.bare.get(&folded)).copied()
    }

    fn unit_problem(&self, header: &str, found: &Found) -> Option<DataError> {
        let known = self.fields.get(found.field)?;
        let unit = known.unit.as_ref()?;
        let other = found.remarks.iter().flat_map(|remark| unit_words(remark)).find(|word| match agreement(word, unit, &self.units) {
            Agreement::OtherScale | Agreement::OtherDimension => true,
            Agreement::Same | Agreement::NotAUnit => false,
        })?;
        Some(known.header_unit(header, other, unit))
    }

    fn sheet_unit_problem(&self, cell: &str, words: &[String], found: &Found) -> Option<DataError> {
        let known = self.fields.get(found.field)?;
        let unit = known.unit.as_ref()?;
        let says = |word: &str| agreement(word, unit, &self.units);
        let own = found.remarks.iter().flat_map(|remark| unit_words(remark)).any(|word| says(&word) != Agreement::NotAUnit);
        if own || words.iter().any(|word| says(word) == Agreement::Same) {
            return None;
        }
        let other = words.iter().find(|word| says(word) == Agreement::OtherScale)?;
        Some(known.header_unit(cell, other.clone(), unit))
    }
}

impl Known {
    fn missing(&self, unused: &[&str]) -> MissingColumn {
        let near = |text: &str| suggest::nearest(text, unused.iter().copied()).map(str::to_owned);
        // The header may differ from the label by its unit only.
        let bare = || {
            let bases: Vec<String> = unused.iter().map(|header| split_remarks(header).0).collect();
            let base = suggest::nearest(&self.label, bases.iter().map(String::as_str))?;
            bases.iter().position(|known| known == base).and_then(|position| unused.get(position)).map(|header| (*header).to_owned())
        };
        let nearest = near(&self.label).or_else(|| near(&self.name)).or_else(bare);
        MissingColumn { name: self.name.clone(), label: self.label.clone(), nearest }
    }

    fn header_unit(&self, header: &str, found: String, unit: &Unit) -> DataError {
        DataError::HeaderUnit { header: fold::trim(header).to_owned(), found, label: self.label.clone(), expected: unit.name.clone() }
    }
}

/// A header without the remarks behind it: brackets of any kind, and what follows 「单位：」.
fn split_remarks(header: &str) -> (String, Vec<String>) {
    let mut base: String = header.nfkc().collect();
    let mut remarks = Vec::new();
    loop {
        let trimmed = base.trim_end_matches(|c: char| fold::is_blank(c) || matches!(c, ',' | ';' | '、' | ':' | '*')).len();
        base.truncate(trimmed);
        let opening = match base.chars().last() {
            Some(')') => '(',
            Some(']') => '[',
            Some('】') => '【',
            Some('〕') => '〔',
            _ => '\0',
        };
        let cut = base.rfind(opening).or_else(|| base.find("单位:")).filter(|position| *position > 0);
        let Some(cut) = cut else { return (base, remarks) };
        remarks.push(base.get(cut..).unwrap_or("").to_owned());
        base.truncate(cut);
    }
}

/// The words of a remark that may be units: `(单位:万元,保留两位小数)` has two.
fn unit_words(remark: &str) -> Vec<String> {
    let inner = remark.trim_matches(|c: char| fold::is_blank(c) || matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕'));
    let words = inner.split([',', ';', '、', '，', '；']).map(|word| word.rsplit_once(':').map_or(word, |(_, unit)| unit));
    words.map(|word| fold::trim(word).to_owned()).filter(|word| !word.is_empty()).collect()
}

/// A remark above the table such as 「单位：万元」: the cell, and its words.
fn sheet_unit(above: &[Vec<String>]) -> Option<(String, Vec<String>)> {
    let cells = above.iter().flatten().map(|cell| cell.nfkc().collect::<String>());
    let mut remarks = cells.filter_map(|cell| {
        let at = cell.find("单位:").or_else(|| cell.find("单位 :"))?;
        let words = unit_words(cell.get(at..)?.trim_end_matches([')', ']', '】', '〕']));
        Some((cell, words))
    });
    remarks.next()
}
