//! Several files under one row of headers.
//!
//! In: the headers of each file and the fields they are. Out: one list of headers, and the cells of a row of any file in its
//! order. Columns of one field share a column whatever they are called; columns that are no field share one by their header.

use super::fold;
use crate::ir::record::FieldId;
use std::sync::Arc;

/// The headers of several files as one list.
#[derive(Debug, Clone, Default)]
pub struct Union {
    headers: Vec<String>,
    /// For each file the place of each of its columns.
    places: Vec<Vec<usize>>,
}

/// The headers of one file.
#[derive(Debug, Clone, Copy)]
pub struct Headed<'a> {
    /// As they stand in the file.
    pub headers: &'a [Arc<str>],
    /// The field of each, where it is one.
    pub fields: &'a [Option<FieldId>],
}

/// What a column is known by.
#[derive(PartialEq, Eq)]
enum Known {
    Field(FieldId),
    Header(String),
}

impl Union {
    /// Puts the headers of files together; the first file to have a column names it.
    #[must_use]
    pub fn of(files: &[Headed<'_>]) -> Union {
        let (mut union, mut known) = (Union::default(), Vec::new());
        for Headed { headers, fields } in files {
            let mut places: Vec<usize> = Vec::new();
            for (position, header) in headers.iter().enumerate() {
                let column = match fields.get(position).copied().flatten() {
                    Some(field) => Known::Field(field),
                    None => Known::Header(fold::header(header)),
                };
                // Two columns of one file stay two, though both are called the same.
                let shared = known.iter().enumerate().find(|(place, other)| **other == column && !places.contains(place));
                let place = shared.map_or(known.len(), |(place, _)| place);
                if place == known.len() {
                    union.headers.push(header.to_string());
                    known.push(column);
                }
                places.push(place);
            }
            union.places.push(places);
        }
        union
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The cells of a row of a file under the headers. Cells beyond the file's own headers, which may be what is wrong with the
    /// row, stand at the end.
    #[must_use]
    pub fn cells<'a>(&self, file: usize, original: &'a [String]) -> Vec<&'a str> {
        let places = self.places.get(file).map_or(&[][..], Vec::as_slice);
        let mut cells = vec![""; self.headers.len()];
        for (place, text) in places.iter().zip(original) {
            if let Some(cell) = cells.get_mut(*place) {
                *cell = text;
            }
        }
        cells.extend(original.iter().skip(places.len()).map(String::as_str));
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldId, Headed, Union};
    use std::sync::Arc;

    fn texts(texts: &[&str]) -> Vec<Arc<str>> {
        texts.iter().map(|text| Arc::from(*text)).collect()
    }

    #[test]
    fn columns_of_one_field_share_a_place_whatever_they_are_called() {
        let (first, second) = (texts(&["编号", "营业收入（万元）", "备注"]), texts(&["备 注", "sales", "id", "电话"]));
        let fields = [vec![Some(FieldId(0)), Some(FieldId(1)), None], vec![None, Some(FieldId(1)), Some(FieldId(0)), None]];
        let union = Union::of(&[Headed { headers: &first, fields: &fields[0] }, Headed { headers: &second, fields: &fields[1] }]);
        assert_eq!(union.headers(), ["编号", "营业收入（万元）", "备注", "电话"]);
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
        assert_eq!(union.cells(0, &row(&["A", "1", "好", "x"])), ["A", "1", "好", "", "x"]);
        assert_eq!(union.cells(1, &row(&["坏", "2", "B"])), ["B", "2", "坏", ""]);
    }

    #[test]
    fn two_columns_of_one_file_stay_two() {
        let headers = texts(&["备注", "备注"]);
        let union = Union::of(&[Headed { headers: &headers, fields: &[None, None] }; 2]);
        assert_eq!(union.headers(), ["备注", "备注"]);
    }
}
