//! How long it takes from text to checked program: `cargo bench --bench checker`.

mod policies;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ics::check;
use ics::cli::files::tests_of;
use ics::compile::{PRELUDE, PRELUDE_NAME, compile};
use ics::diagnostic::Problems;
use ics::resolve::{self, Part};
use ics::source::{FileId, Sources, Span};
use ics::syntax;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Measures one policy with its tests; it must be accepted, or something else would be measured.
fn measure(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, texts: &[String]) {
    let lines = texts.iter().map(|text| text.lines().count() as u64).sum();
    let load = || {
        let mut sources = Sources::default();
        let files: Vec<FileId> = texts.iter().map(|text| sources.add("policy.ics", text.as_str())).collect();
        (sources, files)
    };
    let run = |(sources, files): (Sources, Vec<FileId>)| match files.split_first() {
        Some((policy, tests)) => compile(sources, *policy, tests),
        None => unreachable!("a policy has a text"),
    };
    let first = run(load());
    // What is measured need not be used.
    let remark = first.diagnostics.iter().find(|diagnostic| !diagnostic.code.starts_with("W08"));
    assert!(first.program.is_some() && remark.is_none(), "{name}: {remark:?}");
    group.throughput(Throughput::Elements(lines));
    group.bench_function(BenchmarkId::from_parameter(name), |bencher| bencher.iter_batched(load, run, BatchSize::PerIteration));
}

/// The same kind of policy in several sizes: the time for a line must not grow with them.
fn sizes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("realistic");
    group.sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
    for lines in [1_000, 3_000, 10_000, 30_000] {
        measure(&mut group, &format!("{lines} lines"), &[policies::realistic(lines)]);
    }
    measure(&mut group, "10000 one-line indicators", &[policies::one_line_indicators(10_000)]);
    group.finish();
}

/// The three steps of the way, each by itself.
fn steps(criterion: &mut Criterion) {
    for (name, text) in [("10000 lines", policies::realistic(10_000)), ("10000 one-line indicators", policies::one_line_indicators(10_000))] {
        let mut group = criterion.benchmark_group(format!("steps of {name}"));
        group.sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
        let mut sources = Sources::default();
        let prelude = sources.add(PRELUDE_NAME, PRELUDE);
        let policy = sources.add("policy.ics", text);
        let (prelude_tree, _) = syntax::parse(&sources, prelude);
        let (tree, _) = syntax::parse(&sources, policy);
        let files = [(Part::Prelude, &prelude_tree), (Part::Policy, &tree)];
        let (names, _) = resolve::resolve(&files);
        let start = Span { file: policy, start: 0, end: 0 };
        group.bench_function("parse", |bencher| bencher.iter_with_large_drop(|| syntax::parse(&sources, policy)));
        group.bench_function("resolve", |bencher| bencher.iter_with_large_drop(|| resolve::resolve(&files)));
        group.bench_function("check", |bencher| {
            bencher.iter_with_large_drop(|| check::check(&names, &sources, start, Problems::default()));
        });
        group.finish();
    }
}

/// What takes the checker longest for its length.
fn coverage(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("coverage");
    group.sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
    measure(&mut group, "decision of 500 rows, 6 columns", &[policies::wide_decision()]);
    measure(&mut group, "decision that forces another order", &[policies::reordered_decision()]);
    measure(&mut group, "lookup by 5000 members", &[policies::lookup(5_000)]);
    group.finish();
}

/// The policies of the project, each with its tests.
fn bundled(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bundled");
    group.sample_size(20).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(200));
    for path in bundled_policies() {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let texts: Vec<String> = std::iter::once(path.clone()).chain(tests_of(&path)).map(|path| fs::read_to_string(path).unwrap()).collect();
        measure(&mut group, &name, &texts);
    }
    group.finish();
}

fn bundled_policies() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.ends_with(".ics") && !name.ends_with("_test.ics") && name != "prelude.ics"
    });
    found.sort();
    found
}

criterion_group!(benches, sizes, steps, coverage, bundled);
criterion_main!(benches);
