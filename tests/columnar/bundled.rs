//! Every policy there is: those of the project, the cases of other tests that are accepted, and the examples of the manual.

use crate::agreement::agree;
use crate::blocks::{self, Kind};
use crate::support;
use ics::compile::{compile, compile_with};
use ics::ir::Program;
use ics::source::Sources;
use std::path::PathBuf;
use std::sync::Arc;

/// How many records are tried, all policies together, unless more are asked for.
const CASES: usize = 18_000;

/// Policies with the place they come from.
type Named = (String, Arc<Program>);

fn policies(folder: &str) -> Vec<PathBuf> {
    let mut files = support::files(folder, "ics");
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    files.retain(|path| !name(path).ends_with("_test.ics") && name(path) != "prelude.ics");
    files
}

fn agreed(named: &[Named], cases: usize) {
    let (each, mut scored, mut broken) = (crate::cases(cases).div_ceil(named.len()), 0, 0);
    for (seed, (name, program)) in named.iter().enumerate() {
        match agree(program, seed as u64, each) {
            Ok(counts) => (scored, broken) = (scored + counts.0, broken + counts.1),
            Err(problem) => panic!("{name}: {problem}"),
        }
    }
    assert!(scored > each * named.len() / 2, "only {scored} records keep the rules");
    println!("{} policies, {scored} records scored, {broken} broke a rule", named.len());
}

#[test]
fn policies_of_the_project() {
    let compiled = |path: PathBuf| {
        let mut sources = Sources::default();
        let file = sources.add("policy.ics", support::read(&path));
        (path.display().to_string(), Arc::new(compile(sources, file, &[]).program.unwrap()))
    };
    let named: Vec<Named> = ["policies", "examples"].into_iter().flat_map(policies).map(compiled).collect();
    assert!(named.len() >= 16, "only {} policies", named.len());
    agreed(&named, CASES);
}

#[test]
fn cases_of_other_tests() {
    let mut named: Vec<Named> = Vec::new();
    // Those that are too large or too deep are refused, after long thought.
    let is_modest = |path: &PathBuf| !path.file_name().unwrap().to_string_lossy().starts_with("too_");
    for path in policies("tests/cases").into_iter().filter(is_modest) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let mut sources = Sources::default();
        let file = sources.add("policy.ics", text);
        let program = compile_with(sources, file, &[], &support::levels_of(&path)).program;
        named.extend(program.map(|program| (path.display().to_string(), Arc::new(program))));
    }
    assert!(named.len() >= 40, "only {} are accepted", named.len());
    agreed(&named, CASES / 6);
}

#[test]
fn examples_of_the_manual() {
    let blocks = blocks::of(&support::read(&support::root().join("docs/language.md")));
    let standard = blocks.iter().find(|block| block.kind == Kind::Standard).map(|block| block.text.clone()).unwrap();
    let mut named: Vec<Named> = Vec::new();
    for block in &blocks {
        let expression = |(position, line): (usize, &str)| Some(format!("let e{position} = {}\n", line.split_once("# =")?.0));
        let behind = match &block.kind {
            Kind::Fragment => block.text.clone(),
            Kind::Expressions => block.text.lines().enumerate().filter_map(expression).collect(),
            Kind::Standard | Kind::Policy | Kind::Finds(_) | Kind::Unknown(_) => continue,
        };
        let mut sources = Sources::default();
        let file = sources.add("policy.ics", format!("{standard}\n{behind}"));
        let compiled = compile(sources, file, &[]);
        let Some(program) = compiled.program else { panic!("line {}: {:#?}", block.line, compiled.diagnostics) };
        named.push((format!("line {} of the manual", block.line), Arc::new(program)));
    }
    assert!(named.len() >= 20);
    agreed(&named, CASES / 6);
}
