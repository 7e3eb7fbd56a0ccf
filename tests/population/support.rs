//! Made-up firms, runs of the program over them, and a slow count of what it should find.

use ics::compile::compile;
use ics::data::input::Source;
use ics::data::options::Options;
use ics::data::reader;
use ics::explain::{self, Evaluation};
use ics::ir::Program;
use ics::source::Sources;
use ics::value::Value;
use ics::value::calendar::Day;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const HEADER: &str = "id,region,city,listed,founded,staff,sales,rd\n";

/// The policy of these tests.
pub fn policy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/population/policy.ics")
}

/// So many firms; some cannot be read, some break the rule between fields, many lie at an edge.
pub fn firms(count: u64, seed: u64) -> String {
    let mut state = seed;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut text = HEADER.to_owned();
    for number in 0..count {
        let region = ["north", "南方", "west", "east"][random(3) as usize + usize::from(random(40) == 0)];
        let city = if random(9) == 0 { String::new() } else { format!("C{:02}", random(8) * random(8)) };
        let listed = ["no", "no", "yes", ""][random(4) as usize];
        let founded = format!("{}-0{}-15", 2012 + random(8), 1 + random(9));
        let staff = if random(30) == 0 { "many".to_owned() } else { [random(150), 20, 99, 100][random(4) as usize].to_string() };
        let sales = if random(10) == 0 { String::new() } else { format!("{}.{:02}", [random(1200), 500, 499][random(3) as usize], random(100)) };
        let rd = if random(7) == 0 { String::new() } else { format!("{}.{}", random(60), random(10)) };
        text.push_str(&format!("F{seed}-{number:06},{region},{city},{listed},{founded},{staff},{sales},{rd}\n"));
        if random(100) == 0 {
            text.push('\n');
        }
    }
    text
}

/// A folder of its own with these files.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, text)| std::fs::write(folder.path().join(name), text).unwrap());
    folder
}

/// Runs `ics score` in a folder; status, standard output, standard error.
pub fn ics(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.current_dir(folder).env("ICS_LANG", "en").env("NO_COLOR", "1").arg("score").arg(policy()).args(arguments);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The report on these arguments, as JSON.
pub fn report(folder: &Path, arguments: &[&str]) -> Json {
    let (status, out, err) = ics(folder, &[arguments, &["--report", "report.json"]].concat());
    assert!(status < 2, "{err}");
    assert_eq!(out, "", "nothing but the report is written");
    serde_json::from_str(&std::fs::read_to_string(folder.join("report.json")).unwrap()).unwrap()
}

/// A scored record.
pub struct Scored {
    pub values: Vec<Value>,
    pub evaluation: Evaluation,
}

/// Every record one by one through the reference evaluator: the scored ones, how many were rejected.
pub fn naive(text: &str) -> (Program, Vec<Scored>, u64) {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", std::fs::read_to_string(policy()).unwrap());
    let program = compile(sources, file, &[]).program.unwrap();
    let source = Source::Bytes { name: "firms.csv".to_owned(), bytes: text.as_bytes().to_vec() };
    let day = Day::from_civil(2024, 6, 30).unwrap();
    let (mut scored, mut rejected) = (Vec::new(), 0);
    for row in reader::open(&source, &program.record, &program.enums, &Options::default()).unwrap() {
        match row.unwrap().outcome {
            Ok(values) if explain::check_record(&program, &values, day).unwrap().is_none() => {
                let evaluation = explain::evaluate(&program, &values, day).unwrap();
                scored.push(Scored { values, evaluation });
            }
            Ok(_) | Err(_) => rejected += 1,
        }
    }
    (program, scored, rejected)
}

impl Scored {
    /// A field by its name.
    pub fn field(&self, program: &Program, name: &str) -> Value {
        let position = program.record.fields.iter().position(|field| field.name == name).unwrap();
        self.values[position].clone()
    }

    /// A named value.
    pub fn slot(&self, program: &Program, name: &str) -> Value {
        self.evaluation.slot(program.find(name).unwrap()).clone()
    }
}
