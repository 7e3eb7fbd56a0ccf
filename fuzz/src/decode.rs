//! Bytes through the reader of delimited text.
//!
//! In: bytes as a file would hold them. Out: nothing; a broken promise panics.

use ics::compile::compile;
use ics::data::input::Source;
use ics::data::options::{Format, Options};
use ics::data::reader::{self, Row};
use ics::data::rejects::RowReject;
use ics::diagnostic::Lang;
use ics::ir::Program;
use ics::ir::record::{Field, FieldKind};
use ics::source::Sources;
use ics::value::Value;
use std::sync::LazyLock;

/// A field of every kind.
const SCHEMA: &str = "policy decode \"读取\" { source \"示例\" }
enum stage_kind \"阶段\" { startup \"初创期\" code \"1\", growth \"成长期\" code \"2\" }
record enterprise \"企业\" {
  key id   \"统一社会信用代码\" : text
  staff    \"职工总数\" : 人 [1, 100000]
  sales    \"营业收入\" : 万元 [0, 1000000] decimals 6
  share    \"占比\" : %? [-100%, 100%] decimals 2
  founded  \"成立日期\" : date?
  resident \"境内注册\" : bool?
  stage    \"阶段\" : stage_kind?
  remark   \"备注\" : text?
}
output size : 人 = staff
";

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let file = sources.add("schema.ics", SCHEMA);
    let compiled = compile(sources, file, &[]);
    compiled.program.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
});

/// Every row keeps the schema or says why not, the counts add up, and a second reading finds the same.
pub fn decode_csv(bytes: &[u8]) {
    let found = read(bytes);
    assert_eq!(found, read(bytes), "two readings of one file");
}

/// All rows, or what is wrong with the file, as text.
fn read(bytes: &[u8]) -> String {
    let source = Source::Bytes { name: "fuzz.csv".to_owned(), bytes: bytes.to_vec() };
    let options = Options { format: Some(Format::Csv), ..Options::default() };
    let mut reader = match reader::open(&source, &PROGRAM.record, &PROGRAM.enums, &options) {
        Ok(reader) => reader,
        Err(errors) => {
            assert!(!errors.is_empty(), "refused without a reason");
            let speaks = |lang| errors.iter().all(|error| !error.words(lang).headline.is_empty());
            assert!(speaks(Lang::En) && speaks(Lang::Zh), "{errors:?}");
            return format!("{errors:?}");
        }
    };
    let (mut rows, mut rejected, mut last, mut found) = (0, 0, 0, String::new());
    for row in reader.by_ref() {
        match row {
            Ok(row) => {
                assert!(row.number > last, "row {} after row {last}", row.number);
                (rows, last) = (rows + 1, row.number);
                rejected += u64::from(row.outcome.is_err());
                keeps_the_schema(&row);
                found.push_str(&format!("{row:?}\n"));
            }
            Err(error) => {
                assert!(!error.words(Lang::En).headline.is_empty() && !error.words(Lang::Zh).headline.is_empty(), "{error:?}");
                found.push_str(&format!("{error:?}\n"));
            }
        }
    }
    let report = reader.report();
    assert_eq!((report.rows, report.rejected), (rows, rejected), "counts of rows");
    assert!(report.header_row.unwrap_or(0) + rows + report.blank >= last, "rows are lost");
    assert_eq!(reader.headers().len(), reader.fields().len());
    format!("{found}{report:?}")
}

fn keeps_the_schema(row: &Row) {
    let fields = &PROGRAM.record.fields;
    match &row.outcome {
        Ok(values) => {
            assert_eq!(values.len(), fields.len(), "values of row {}", row.number);
            let wrong = fields.iter().zip(values).find(|(field, value)| !fits(field, value));
            assert!(wrong.is_none(), "row {}: {wrong:?}", row.number);
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "row {} is rejected without a reason", row.number);
            for problem in problems {
                let reject = RowReject::new(row, problem);
                assert!(!reject.sentence(Lang::En).is_empty() && !reject.sentence(Lang::Zh).is_empty(), "{problem:?}");
            }
        }
    }
}

fn fits(field: &Field, value: &Value) -> bool {
    match (&field.kind, value) {
        (_, Value::Missing) => field.optional,
        (FieldKind::Number { range, .. }, Value::Number(mantissa)) => range.contains(*mantissa),
        (FieldKind::Date { range }, Value::Date(day)) => range.contains(i128::from(day.0)),
        (FieldKind::Enum(id), Value::Member(member)) => (*member as usize) < PROGRAM.enumeration(*id).members.len(),
        (FieldKind::Bool, Value::Bool(_)) | (FieldKind::Text, Value::Text(_)) => true,
        (FieldKind::Number { .. } | FieldKind::Date { .. } | FieldKind::Enum(_) | FieldKind::Bool | FieldKind::Text, _) => false,
    }
}
