//! JSON arrays, objects one after another, and one object a line.

use crate::schema::{codes, errors, open, rows, text, value};
use ics::data::error::DataError;
use ics::diagnostic::Lang;
use ics::value::Value;

#[test]
fn numbers_keep_their_digits() {
    let found = rows(
        "a.json",
        r#"[{"id": "A", "staff": 5, "sales": 99999999999.999999, "ratio": 1.5E-1}, {"id": "B", "staff": 1E2, "sales": "1,200万元", "resident": true}]"#,
    );
    assert_eq!((value(&found[0], 2), value(&found[0], 4)), (Value::Number(99_999_999_999_999_999), Value::Number(1500)));
    assert_eq!(
        (value(&found[1], 1), value(&found[1], 2), value(&found[1], 6)),
        (Value::Number(100), Value::Number(1_200_000_000), Value::Bool(true))
    );
    assert_eq!((found[0].number, found[1].number), (1, 2));
    assert_eq!(found[1].original[2..], ["1,200万元", "", "TRUE"]);
}

#[test]
fn null_is_missing_and_nesting_is_refused() {
    let found = rows(
        "a.json",
        r#"[{"信用代码": "A", "职工总数": null, "sales": [1]}, {"信用代码": "B", "职工总数": 2, "sales": 3, "remark": null, "x": {"y": "},["}}]"#,
    );
    assert_eq!(codes(&found[0]), ["E0531", "E0545"]);
    assert_eq!((value(&found[1], 0), value(&found[1], 8)), (text("B"), Value::Missing));
}

#[test]
fn lines_are_read_one_by_one_and_a_broken_line_costs_only_itself() {
    let text = "{\"id\":\"A\",\"staff\":1,\"sales\":2}\n\n{\"id\":\"B\",\n[1]\n{\"id\":\"C\",\"staff\":1,\"sales\":2,\"staff\":3}\n{\"id\":\"D\",\"staff\":1,\"sales\":2,\"late\":1,\"ratio\":0.5}";
    for name in ["a.ndjson", "a.jsonl", "-"] {
        let found = rows(name, text);
        let numbers: Vec<u64> = found.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 4, 5, 6]);
        let all: Vec<_> = found.iter().flat_map(codes).collect();
        assert_eq!(all, ["E0549", "E0547", "E0548"]);
        assert_eq!(value(&found[4], 4), Value::Number(5000));
    }
}

#[test]
fn names_that_turn_up_late_are_still_recognised() {
    let lines: String = (0..1500)
        .map(|n| {
            if n == 1400 {
                "{\"id\":\"Z\",\"staff\":1,\"sales\":2,\"系数\":\"25%\"}\n".to_owned()
            } else {
                format!("{{\"id\":\"A{n}\",\"staff\":1,\"sales\":2}}\n")
            }
        })
        .collect();
    let mut reader = open("a.ndjson", &lines).unwrap_or_else(|errors| panic!("{errors:?}"));
    let late = reader.by_ref().map(|row| row.expect("a row")).find(|row| row.key.as_deref() == Some("Z")).expect("the late row");
    assert_eq!(value(&late, 4), Value::Number(2500));
    assert_eq!(reader.headers().len(), 4);
}

#[test]
fn shapes_and_breaks() {
    assert_eq!(rows("a.json", "[]").len(), 0);
    assert_eq!(rows("a.json", "\u{feff} [ ]\n").len(), 0);
    assert_eq!(rows("a.json", "{\"id\":\"A\",\n\"staff\":1,\"sales\":2}").len(), 1);
    assert_eq!(rows("a.json", "{\"id\":\"A\",\"staff\":1,\"sales\":2}\n{\"id\":\"B\",\"staff\":1,\"sales\":2}\n").len(), 2);
    let broken = |text: &str| match &errors("a.json", text)[..] {
        [DataError::BrokenJson { line, .. }] => *line,
        other => panic!("{text}: {other:?}"),
    };
    let reason = |text: &str| errors("a.json", text)[0].words(Lang::Zh).headline;
    assert_eq!(reason("[{\"id\":\"A\"}\n"), "第 2 行不是 JSON：数组没有结束，文件可能不完整");
    assert_eq!(reason("[{\"id\":\"A\",}]"), "第 1 行不是 JSON：最后一项之后多了逗号");
    assert_eq!(reason("[{id:\"A\"}]"), "第 1 行不是 JSON：字段名要用双引号括起来");
    assert_eq!(broken("[\n{\"id\":\"A\"},\n{\"id\" \"B\"}\n]"), 3);
    assert_eq!(broken("[{\"id\":\"A\"}\n"), 2);
    assert_eq!(broken("[{\"id\":\"A\"}] x"), 1);
    assert_eq!(broken("[{\"id\":\"A\"},]"), 1);
    assert_eq!(broken("id"), 1);
    assert!(
        matches!(&errors("a.json", "[{\"id\":\"A\",\"stafff\":1,\"sales\":2}]")[..], [DataError::MissingColumns { columns }] if columns[0].nearest.as_deref() == Some("stafff"))
    );
    assert!(matches!(&errors("a.json", "[{\"id\":\"A\",\"staff\":1,\"sales（元）\":2}]")[..], [DataError::HeaderUnit { .. }]));
}
