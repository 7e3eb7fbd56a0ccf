//! What `ics check` prints for programs: SARIF judged by its schema, workflow commands, JUnit XML, JSON.

mod support;

use ics::source::{FileId, Sources};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

fn command(lang: &str, format: &str, paths: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(["check", "--format", format, "--lang", lang]).args(paths).current_dir(support::root()).env("NO_COLOR", "1");
    command
}

fn check(lang: &str, format: &str, paths: &[&str]) -> Output {
    command(lang, format, paths).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// All faulty policies but two that take long.
static FAULTY: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = support::files("tests/cases/faulty", "ics").into_iter();
    let names = files.map(|path| path.strip_prefix(support::root()).unwrap().to_string_lossy().replace('\\', "/"));
    names.filter(|name| !name.contains("too_large") && !name.contains("too_many")).collect()
});

fn faulty() -> Vec<&'static str> {
    FAULTY.iter().map(String::as_str).collect()
}

#[test]
fn sarif_keeps_its_schema() {
    let published = support::read(&support::root().join("tests/schemas/sarif-2.1.0.json"));
    // Two published patterns have a bracket too many, which strict regular expressions refuse.
    let (wrong, right) = ("\"^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$\"", "\"^[a-zA-Z]{2}(-[a-zA-Z]{2})?$\"");
    assert_eq!(published.matches(wrong).count(), 2);
    let schema: Value = serde_json::from_str(&published.replace(wrong, right)).unwrap();
    let validator = jsonschema::draft7::options().should_validate_formats(true).build(&schema).unwrap();
    for (lang, paths, unread) in [("en", faulty(), 0), ("zh", faulty(), 0), ("zh", vec!["tests/cli/check.in/mixed"], 1), ("en", vec!["policies"], 0)]
    {
        let document: Value = serde_json::from_str(&text(&check(lang, "sarif", &paths))).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{lang} {paths:?}:\n{}", wrong.join("\n"));
        let invocation = &document["runs"][0]["invocations"][0];
        assert_eq!(invocation["toolExecutionNotifications"].as_array().unwrap().len(), unread);
        assert_eq!(invocation["executionSuccessful"], unread == 0);
    }
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{}] })));
}

#[test]
fn sarif_says_the_same_as_json() {
    let sarif: Value = serde_json::from_str(&text(&check("en", "sarif", &faulty()))).unwrap();
    let json: Value = serde_json::from_str(&text(&check("en", "json", &faulty()))).unwrap();
    let run = &sarif["runs"][0];
    let (results, diagnostics) = (run["results"].as_array().unwrap(), json["diagnostics"].as_array().unwrap());
    assert_eq!(results.len(), diagnostics.len());
    for (result, diagnostic) in results.iter().zip(diagnostics) {
        assert_eq!(result["ruleId"], diagnostic["code"]);
        assert_eq!(result["level"], diagnostic["severity"]);
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], diagnostic["code"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with(&format!("# {}", diagnostic["code"].as_str().unwrap())));
        let none = Vec::new();
        let others = result["relatedLocations"].as_array().unwrap_or(&none);
        let places: Vec<&Value> = result["locations"].as_array().unwrap().iter().chain(others).collect();
        let spans = diagnostic["spans"].as_array().unwrap();
        assert_eq!(places.len(), spans.len());
        for (place, span) in places.iter().zip(spans) {
            let region = &place["physicalLocation"]["region"];
            assert_eq!(region["startLine"], span["start"]["line"]);
            assert_eq!(region["startColumn"], span["start"]["utf16_column"]);
            assert_eq!(region["endColumn"], span["end"]["utf16_column"]);
        }
        assert_eq!(result["fixes"].is_array(), !diagnostic["fixes"].as_array().unwrap().is_empty());
    }
}

#[test]
fn offsets_find_the_text_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let whole = "\u{feff}policy a \"𠮷\" { source \"s\" }\r\nrecord r \"甲\" { key id \"id\" : text, staff \"人\" : 人 [1, 10] }\r\noutput 𠮷 \"乙\" : bool = stafff > 1 人\r\n";
    let path = folder.path().join("甲 1.ics");
    std::fs::write(&path, whole).unwrap();
    let document: Value = serde_json::from_str(&text(&check("en", "sarif", &[path.to_str().unwrap()]))).unwrap();
    let location = &document["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = location["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("file:///") && uri.ends_with("/%E7%94%B2%201.ics"), "{uri}");
    let number = |name: &str| location["region"][name].as_u64().unwrap() as usize;
    assert_eq!(&whole[number("byteOffset")..number("byteOffset") + number("byteLength")], "stafff");
    let units: Vec<u16> = whole.trim_start_matches('\u{feff}').encode_utf16().collect();
    assert_eq!(String::from_utf16(&units[number("charOffset")..number("charOffset") + number("charLength")]).unwrap(), "stafff");
    let line: Vec<u16> = whole.lines().nth(number("startLine") - 1).unwrap().encode_utf16().collect();
    assert_eq!(String::from_utf16(&line[number("startColumn") - 1..number("endColumn") - 1]).unwrap(), "stafff");
}

/// One case in every format and both languages: two errors, one with a fix; a place in another file; a file that cannot be read.
const SHOWN: [&str; 3] = ["tests/cases/faulty/unknown_english.ics", "tests/cases/faulty/never_missing.ics", "tests/cli/check.in/mixed/gbk.ics"];

#[test]
fn each_format_in_both_languages() {
    for format in ["sarif", "github", "junit"] {
        for lang in ["en", "zh"] {
            let output = check(lang, format, &SHOWN);
            assert_eq!(output.status.code(), Some(2), "one file cannot be read");
            let mut shown = text(&output);
            if format == "sarif" {
                let mut document: Value = serde_json::from_str(&shown).unwrap();
                // The pages are judged elsewhere, and the version changes.
                let driver = document["runs"][0]["tool"]["driver"].as_object_mut().unwrap();
                driver["version"] = "x".into();
                driver["semanticVersion"] = "x".into();
                for rule in driver["rules"].as_array_mut().unwrap() {
                    rule["help"] = "…".into();
                    rule["properties"]["page"] = "…".into();
                }
                shown = format!("{document:#}\n");
            }
            insta::with_settings!({ omit_expression => true }, {
                insta::assert_snapshot!(format!("{format}_{lang}"), shown);
            });
        }
    }
}

#[test]
fn json_is_one_shape_for_any_number_of_files() {
    let document: Value = serde_json::from_str(&text(&check("en", "json", &SHOWN[..2]))).unwrap();
    assert_eq!(document["schema_version"], 1);
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("json", format!("{document:#}\n"));
    });
}

#[test]
fn every_problem_of_a_policy_gives_its_facts_by_name() {
    /// The numbers of spans among the facts: what stands under the names that places have.
    fn places(value: &Value, found: &mut Vec<u64>) {
        match value {
            Value::Object(fields) => {
                assert!(!fields.contains_key("file"), "a place that is no number: {value}");
                for (name, value) in fields {
                    match value.as_u64() {
                        Some(number) if name.ends_with("span") || matches!(name.as_str(), "first" | "declared" | "subject") => found.push(number),
                        _ => places(value, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| places(item, found)),
            _ => {}
        }
    }
    let document: Value = serde_json::from_str(&text(&check("en", "json", &faulty()))).unwrap();
    for diagnostic in document["diagnostics"].as_array().unwrap() {
        assert!(!diagnostic["arguments"].as_object().unwrap().is_empty(), "{diagnostic:#}");
        let mut found = Vec::new();
        places(&diagnostic["arguments"], &mut found);
        let spans = diagnostic["spans"].as_array().unwrap().len() as u64;
        assert!(found.iter().all(|number| *number < spans), "{diagnostic:#}");
    }
}

#[test]
fn workflow_commands_are_escaped() {
    let mut sources = Sources::default();
    let file: FileId = sources.add("a,b:c%.ics", "x");
    let words = ics::diagnostic::Words::new("50% of\r\nit: a, b");
    let span = ics::source::Span { file, start: 0, end: 1 };
    let severity = ics::diagnostic::Severity::Warning;
    let one = ics::diagnostic::Diagnostic {
        code: "W0301",
        severity,
        spans: vec![span],
        en: words.clone(),
        zh: words,
        fixes: Vec::new(),
        arguments: Default::default(),
    };
    assert_eq!(
        ics::diagnostic::github::line(&one, &sources, ics::diagnostic::Lang::En),
        "::warning file=a%2Cb%3Ac%25.ics,line=1,endLine=1,col=1,endColumn=2,title=W0301::50%25 of%0D%0Ait: a, b"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    for format in ["human", "short", "json", "sarif", "github", "junit"] {
        let mut child = command("en", format, &faulty()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("error") && !said.contains("panic"), "{format}: {said}");
        assert!(matches!(output.status.code(), Some(0)), "{format}: {:?}", output.status);
        assert!(!first.is_empty(), "{format}");
    }
}
