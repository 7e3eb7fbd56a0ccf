//! The first record in which two CSV files differ.
//!
//! In: two files, read side by side. Out: the key of the record, the column and both cells. A file that is no CSV shows nothing.

use crate::bulk::difference::{Difference, Side};
use csv::{Reader, ReaderBuilder, StringRecord};
use std::fs::File;
use std::path::Path;

/// The first difference between the file of a run and that of the run made again.
#[must_use]
pub fn between(then: &str, now: &Path) -> Option<Difference> {
    let delimiter = if then.to_ascii_lowercase().ends_with(".tsv") { b'\t' } else { b',' };
    let open = |path: &Path| ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_path(path).ok();
    let (mut before, mut after) = (open(Path::new(then))?, open(now)?);
    let path = then.to_owned();
    let mut headers = None;
    loop {
        match (next(&mut before)?, next(&mut after)?) {
            (None, None) => return None,
            (Some(old), Some(new)) if old == new => {
                headers.get_or_insert(new);
            }
            (Some(old), Some(new)) => {
                let cell = |record: &StringRecord, place: usize| record.get(place).unwrap_or_default().to_owned();
                let place = (0..old.len().max(new.len())).find(|place| old.get(*place) != new.get(*place))?;
                let column = headers.as_ref().map_or_else(String::new, |headers| plain(&cell(headers, place)));
                return Some(Difference::Record { path, key: plain(&cell(&new, 0)), column, then: cell(&old, place), now: cell(&new, place) });
            }
            (Some(old), None) => return Some(Difference::Rest { path, key: plain(old.get(0)?), side: Side::Then }),
            (None, Some(new)) => return Some(Difference::Rest { path, key: plain(new.get(0)?), side: Side::Now }),
        }
    }
}

/// The next record, none at the end; nothing at all where the file cannot be read.
fn next(reader: &mut Reader<File>) -> Option<Option<StringRecord>> {
    let mut record = StringRecord::new();
    reader.read_record(&mut record).ok().map(|more| more.then_some(record))
}

/// A header without a byte-order mark.
fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}').to_owned()
}

#[cfg(test)]
mod tests {
    use super::between;
    use crate::diagnostic::Lang;

    fn said(then: &str, now: &str) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let (before, after) = (folder.path().join("then.csv"), folder.path().join("now.csv"));
        std::fs::write(&before, then).unwrap();
        std::fs::write(&after, now).unwrap();
        let name = before.display().to_string();
        between(&name, &after).map(|difference| difference.words(Lang::En).replace(&name, "r.csv"))
    }

    #[test]
    fn names_the_record_by_its_key_and_the_column_by_its_header() {
        let words = said("\u{feff}id,total\nA,1\nB,\"2,5\"\nC,3\n", "\u{feff}id,total\nA,1\nB,3\nC,4\n");
        assert_eq!(words.as_deref(), Some("`r.csv`: the first record that differs is `B`: total `2,5` then, `3` now"));
    }

    #[test]
    fn records_may_be_lacking_at_the_end() {
        assert_eq!(said("id\nA\nB\n", "id\nA\n").as_deref(), Some("`r.csv`: the records from `B` on are not written now"));
        assert_eq!(said("id\nA\n", "id\nA\nB\n").as_deref(), Some("`r.csv`: the records from `B` on were not written then"));
    }

    #[test]
    fn the_same_records_do_not_differ() {
        assert_eq!(said("id\nA\n", "id\r\nA\r\n"), None);
    }
}
