//! Results, rejects and templates.

use crate::schema::{enums, open, record, rows, value};
use ics::data::atomic::Target;
use ics::data::column::{Cell, CellKind, Headers, OutColumn};
use ics::data::error::DataError;
use ics::data::input::Source;
use ics::data::options::Options;
use ics::data::rejects::{Mark, RejectsFormat, RejectsWriter};
use ics::data::sink::{OutFormat, Sink, SinkOptions, Written};
use ics::data::union::{Headed, Union};
use ics::data::{reader, template};
use ics::diagnostic::Lang;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::decimal::Decimal;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Bytes written to it can be looked at afterwards.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    pub fn target(&self) -> Target {
        Target::Writer(Box::new(self.clone()))
    }
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
    fn text(&self) -> String {
        String::from_utf8(self.bytes()).unwrap()
    }
}

fn columns() -> Vec<OutColumn> {
    let column = |name: &str, label: &str, unit: &str, kind| OutColumn { name: name.into(), label: label.into(), unit: unit.into(), kind };
    vec![
        column("id", "企业名称", "", CellKind::Text),
        column("total", "综合得分", "", CellKind::Number),
        column("sales", "销售收入", "万元", CellKind::Number),
        column("intensity", "研发强度", "%", CellKind::Percent),
        column("passed", "是否合格", "", CellKind::Bool),
        column("founded", "成立日期", "", CellKind::Date),
    ]
}

fn data() -> Vec<Vec<Cell>> {
    let number = |mantissa, scale| Cell::Number(Decimal::new(mantissa, scale));
    vec![
        vec![
            Cell::Text("北京甲科技".into()),
            number(8050, 2),
            number(340025, 2),
            number(1397, 2),
            Cell::Bool(true),
            Cell::Date(Day::from_civil(2019, 5, 6).unwrap()),
        ],
        vec![
            Cell::Text("B \"quoted\", Ltd".into()),
            number(-5, 1),
            number(123_456_789_012_345_678, 6),
            Cell::Missing,
            Cell::Bool(false),
            Cell::Missing,
        ],
    ]
}

fn written(format: OutFormat, change: impl FnOnce(&mut SinkOptions)) -> (String, Written) {
    let shared = Shared::default();
    let mut options = SinkOptions::new(format, Lang::Zh);
    change(&mut options);
    let mut sink = Sink::create(shared.target(), columns(), &options).unwrap();
    data().iter().for_each(|row| sink.write_row(row).unwrap());
    let summary = sink.finish().unwrap();
    (shared.text(), summary)
}

#[test]
fn csv_has_labels_with_units_and_a_mark_where_asked_for() {
    let (text, summary) = written(OutFormat::Csv, |_| {});
    assert_eq!(
        text,
        "企业名称,综合得分,销售收入（万元）,研发强度（%）,是否合格,成立日期\n北京甲科技,80.50,3400.25,13.97,是,2019-05-06\n\"B \"\"quoted\"\", Ltd\",-0.5,123456789012.345678,,否,\n"
    );
    assert_eq!(summary.rows, 2);
    let (text, _) = written(OutFormat::Csv, |options| (options.bom, options.headers, options.lang) = (true, Headers::Names, Lang::En));
    assert!(text.starts_with("\u{feff}id,total,sales,intensity,passed,founded\n北京甲科技,80.50,3400.25,13.97,yes,"));
}

#[test]
fn json_keeps_every_digit() {
    let (text, _) = written(OutFormat::Ndjson, |_| {});
    assert_eq!(
        text,
        "{\"id\": \"北京甲科技\", \"total\": 80.50, \"sales\": 3400.25, \"intensity\": 13.97, \"passed\": true, \"founded\": \"2019-05-06\"}\n\
         {\"id\": \"B \\\"quoted\\\", Ltd\", \"total\": -0.5, \"sales\": 123456789012.345678, \"intensity\": null, \"passed\": false, \"founded\": null}\n"
    );
    let (array, _) = written(OutFormat::Json, |_| {});
    let parsed: serde_json::Value = serde_json::from_str(&array).unwrap();
    assert_eq!(parsed[0]["total"].to_string(), "80.50");
    let shared = Shared::default();
    Sink::create(shared.target(), columns(), &SinkOptions::new(OutFormat::Json, Lang::En)).unwrap().finish().unwrap();
    assert_eq!(shared.text(), "[]\n");
}

#[test]
fn tables_line_up_by_display_width() {
    let (text, summary) = written(OutFormat::Table, |_| {});
    let expected = "\
企业名称         综合得分     销售收入（万元）  研发强度（%）  是否合格  成立日期
---------------  --------  -------------------  -------------  --------  ----------
北京甲科技          80.50              3400.25          13.97  是        2019-05-06
B \"quoted\", Ltd      -0.5  123456789012.345678              -  否        -
";
    assert_eq!(text, expected);
    assert!(summary.left_out.is_empty());
}

#[test]
fn columns_that_do_not_fit_are_told_to_the_caller() {
    let (text, summary) = written(OutFormat::Table, |options| options.width = Some(48));
    assert_eq!(summary.left_out, ["研发强度（%）", "是否合格", "成立日期"]);
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 48), "{text}");
    assert!(!text.contains("研发强度"), "{text}");
}

/// What is created when it is written must not say so: the seconds of two runs are told apart by waiting for the next one.
#[test]
fn a_workbook_does_not_depend_on_the_hour() {
    let bytes = || {
        let shared = Shared::default();
        let mut sink = Sink::create(shared.target(), columns(), &SinkOptions::new(OutFormat::Xlsx, Lang::Zh)).unwrap();
        data().iter().for_each(|row| sink.write_row(row).unwrap());
        sink.finish().unwrap();
        let form = Shared::default();
        template::write(form.target(), &record(), &enums(), OutFormat::Xlsx, Lang::Zh).unwrap();
        [shared, form].map(|written| written.0.lock().unwrap().clone())
    };
    let first = bytes();
    std::thread::sleep(std::time::Duration::from_millis(1001));
    assert!(first == bytes());
}

#[test]
fn workbooks_hold_numbers_as_numbers_and_long_ones_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("结果.xlsx");
    let mut sink = Sink::create(Target::Path(path.clone()), columns(), &SinkOptions::new(OutFormat::Xlsx, Lang::Zh)).unwrap();
    data().iter().for_each(|row| sink.write_row(row).unwrap());
    assert!(!path.exists(), "nothing stands there before the end");
    assert_eq!(sink.finish().unwrap(), Written { rows: 2, left_out: vec![], as_text: 1 });
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "结果").unwrap();
    let cell = |row, column| sheet.get_value((row, column)).unwrap().to_string();
    assert_eq!((cell(0, 2), cell(1, 2), cell(2, 2)), ("销售收入（万元）".into(), "3400.25".into(), "123456789012.345678".into()));
    assert_eq!(sheet.get_value((1, 3)), Some(&calamine::Data::Float(0.1397)));
    assert_eq!((cell(1, 4), cell(2, 4)), ("是".into(), "否".into()));
    assert!(matches!(sheet.get_value((1, 5)), Some(calamine::Data::DateTime(_))));
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    std::fs::write(&path, "old").unwrap();
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    let start = || {
        let mut sink = Sink::create(Target::Path(path.clone()), columns(), &SinkOptions::new(OutFormat::Csv, Lang::En)).unwrap();
        sink.write_row(&data()[0]).unwrap();
        sink
    };
    drop(start());
    assert_eq!((std::fs::read_to_string(&path).unwrap().as_str(), names()), ("old", 1));
    start().finish().unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().contains("80.50"));
    assert_eq!(names(), 1);
}

#[cfg(unix)]
#[test]
fn new_files_are_readable_by_others_and_old_ones_keep_their_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let write =
        |path: &Path| Sink::create(Target::Path(path.into()), columns(), &SinkOptions::new(OutFormat::Csv, Lang::En)).unwrap().finish().unwrap();
    let (plain, fresh) = (folder.path().join("plain"), folder.path().join("fresh"));
    std::fs::write(&plain, "").unwrap();
    write(&fresh);
    assert_eq!(mode(&fresh), mode(&plain));
    std::fs::set_permissions(&plain, PermissionsExt::from_mode(0o640)).unwrap();
    write(&plain);
    assert_eq!(mode(&plain), 0o640);
}

#[test]
fn folders_that_cannot_be_written_are_named() {
    let fails = |path: &Path| match Sink::create(Target::Path(path.into()), columns(), &SinkOptions::new(OutFormat::Csv, Lang::En)) {
        Err(error @ DataError::Unwritable { .. }) => error.words(Lang::Zh).headline,
        other => panic!("{:?}", other.map(drop)),
    };
    let folder = tempfile::tempdir().unwrap();
    assert!(fails(&folder.path().join("none/out.csv")).ends_with("：没有这个文件或文件夹"));
    assert!(fails(folder.path()).starts_with("无法写入"));
    let mut permissions = std::fs::metadata(folder.path()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(folder.path(), permissions).unwrap();
    if tempfile::tempfile_in(folder.path()).is_ok() {
        eprintln!("skipped: this user may write to read-only folders");
        return;
    }
    assert!(fails(&folder.path().join("out.csv")).ends_with("：没有权限"));
}

#[test]
fn a_reader_that_goes_away_ends_the_output_quietly() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::BrokenPipe))
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::Error::from(io::ErrorKind::BrokenPipe))
        }
    }
    for format in [OutFormat::Csv, OutFormat::Json, OutFormat::Ndjson, OutFormat::Table, OutFormat::Xlsx] {
        let mut sink = Sink::create(Target::Writer(Box::new(Gone)), columns(), &SinkOptions::new(format, Lang::En)).unwrap();
        for _ in 0..5000 {
            sink.write_row(&data()[0]).unwrap();
        }
        assert_eq!(sink.is_closed(), format != OutFormat::Xlsx, "{format:?}");
        sink.finish().unwrap();
    }
}

#[test]
fn rejects_name_the_reason_and_keep_the_row() {
    let table = "信用代码,职工总数,年销售收入,备注\nA1,x,-3,\"甲,乙\"\nB2,5,6\n";
    let reader = open("a.csv", table).unwrap_or_else(|errors| panic!("{errors:?}"));
    let shared = Shared::default();
    let headers = Union::of(&[Headed { headers: reader.headers(), fields: reader.fields() }]);
    let format = RejectsFormat::new(Lang::Zh, headers, Vec::new());
    let mut writer = RejectsWriter::create(shared.target(), format, Mark::LeftOut).unwrap();
    let mut lines = writer.format().begin(0);
    for row in reader {
        let row = row.unwrap();
        lines.problems(&row, row.outcome.as_ref().err().map_or(&[], Vec::as_slice));
    }
    writer.append(&lines.finish()).unwrap();
    writer.finish().unwrap();
    assert_eq!(
        shared.text(),
        "行号,主键,列,值,代码,原因,信用代码,职工总数,年销售收入,备注\n\
         2,A1,职工总数 | 年销售收入,x | -3,E0532 | E0537,\"「职工总数」不是数字：「x」；只写数字，例如 1234.5 | 「年销售收入」超出允许范围 [0, ..) 万元：「-3」；请更正，并核对单位是否用对\",A1,x,-3,\"甲,乙\"\n"
    );
    // Mended, the file is read again as it is, each record once.
    let mended = rows("rejects.csv", shared.text().replace(",x,-3,", ",7,3,"));
    assert_eq!((mended.len(), value(&mended[0], 1)), (1, Value::Number(7)));
}

#[test]
fn a_full_disk_is_named_with_the_file() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
    }
    for format in [OutFormat::Csv, OutFormat::Json, OutFormat::Ndjson, OutFormat::Table, OutFormat::Xlsx] {
        let mut sink = Sink::create(Target::Writer(Box::new(Full)), columns(), &SinkOptions::new(format, Lang::Zh)).unwrap();
        let written = sink.write_row(&data()[0]);
        let failed = written.and_then(|()| sink.finish()).unwrap_err();
        assert_eq!(failed.words(Lang::Zh).headline, "无法写入标准输出：磁盘空间不足", "{format:?}");
    }
}

#[test]
fn templates_are_read_back_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    for (name, format) in [("t.csv", OutFormat::Csv), ("t.xlsx", OutFormat::Xlsx)] {
        for lang in [Lang::En, Lang::Zh] {
            let path = folder.path().join(name);
            template::write(Target::Path(path.clone()), &record(), &enums(), format, lang).unwrap();
            let mut reader =
                reader::open(&Source::Path(path), &record(), &enums(), &Options::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
            assert_eq!(reader.by_ref().count(), 0);
            let report = reader.report();
            assert_eq!((report.matched.len(), report.unused.len(), report.warnings.len()), (9, 0, 0), "{name} {lang:?}: {report:?}");
        }
    }
    let shared = Shared::default();
    template::write(shared.target(), &record(), &enums(), OutFormat::Csv, Lang::Zh).unwrap();
    let text = shared.text();
    assert!(text.starts_with("\u{feff}文本；必填,整数；不小于 1；必填,数值，最多 6 位小数；"), "{text}");
    assert!(text.contains("统一社会信用代码,职工总数（人）,年销售收入（万元）,研发强度（%）"), "{text}");
}
