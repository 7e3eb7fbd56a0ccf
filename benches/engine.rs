//! How long scoring takes once records are in memory: `cargo bench --bench engine`. One thread.
//!
//! Firms are made as in the national workload: amounts spread over five decades, ratios that often stand exactly on an edge, three
//! in a hundred figures not reported.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ics::Policy;
use ics::bulk::scorer::{Scored, Scorer};
use ics::cli::files::tests_of;
use ics::compile::compile;
use ics::data::table::Table;
use ics::ir::{Program, SlotId};
use ics::source::{FileId, Sources};
use ics::value::Value;
use ics::value::calendar::Day;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a table, as files hand them out.
const ROWS: usize = 8192;
/// How many different tables go round, so that figures come from memory and not from the nearest cache.
const TABLES: u64 = 16;
/// What is computed: the columns the workload asks for.
const WANTED: [&str; 5] = ["total", "g1", "g2", "g3", "eligible"];

/// Random numbers that are the same in every run.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, many: i128) -> i128 {
        i128::from(self.next()) % many.max(1)
    }

    fn per_mille(&mut self, share: i128) -> bool {
        self.below(1000) < share
    }

    /// From one decade, each as likely as the others.
    fn spread(&mut self, least: i128, decades: u32) -> i128 {
        let low = least * 10_i128.pow(self.next() as u32 % decades);
        low + self.below(9 * low)
    }

    /// Exactly one of some shares of an amount, in a hundredth, or any share up to the greatest, in a ten-thousandth.
    fn share(&mut self, of: i128, exact: i128, edges: &[i128], greatest: i128) -> i128 {
        let edge = edges[self.next() as usize % edges.len()];
        if self.per_mille(exact) { of * edge / 100 } else { of * self.below(greatest) / 10_000 }
    }
}

/// A firm, in the order of the fields: amounts in fen.
fn firm(draw: &mut Draw, id: i128) -> Vec<Value> {
    let revenue = if draw.per_mille(10) { [2_000, 5_000, 20_000, 40_000][draw.next() as usize % 4] * 1_000_000 } else { draw.spread(30_000_000, 5) };
    let before = if draw.per_mille(30) { revenue * 100 / 110 } else { revenue * 10_000 / (8_000 + draw.below(6_000)) };
    let rd = draw.share(revenue, 50, &[3, 4, 5, 10], 1_600);
    let rd_before = if draw.per_mille(30) { rd * 100 / 110 } else { rd * 10_000 / (8_000 + draw.below(6_000)) };
    let assets = if draw.per_mille(20) { -revenue / 5 } else { revenue * (2_000 + draw.below(16_000)) / 10_000 };
    let staff = 1 + revenue / (30_000_000 + draw.below(120_000_000));
    let money = [
        revenue,
        before,
        rd,
        rd_before,
        draw.share(revenue, 100, &[0, 15], 2_500),
        draw.share(revenue, 100, &[20, 40, 60, 80], 10_000),
        if draw.per_mille(10) { [1, 5, 10, 50][draw.next() as usize % 4] * 10_000_000 } else { rd / 8 },
        draw.share(revenue, 100, &[2, 5, 10, 15], 2_000) - revenue / 40,
        assets,
        if draw.per_mille(600) { 0 } else { draw.spread(50_000_000, 3) },
    ];
    let share_of_staff = draw.below(6_000);
    let counts = [
        staff * share_of_staff / 10_000,
        staff,
        draw.below(13),
        draw.below(4),
        staff * draw.below(1_500) / 10_000,
        draw.below(4),
        draw.below(5),
        draw.below(6),
    ];
    let mut record = vec![
        Value::Number(id),
        Value::Member(draw.below(31) as u32),
        Value::Member(draw.below(20) as u32),
        Value::Date(Day(9_500 + draw.below(10_900) as i32)),
    ];
    for figure in money.into_iter().chain(counts) {
        record.push(if draw.per_mille(30) { Value::Missing } else { Value::Number(figure) });
    }
    record
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/national/national.ics")
}

fn tables(program: &Program) -> Vec<Table> {
    let mut draw = Draw(20_261_121);
    let mut table = || {
        let mut table = Table::new(&program.record);
        (0..ROWS as u64).for_each(|row| table.push(row, &firm(&mut draw, i128::from(row) + 1)));
        table
    };
    (0..TABLES).map(|_| table()).collect()
}

fn tables_of_records(criterion: &mut Criterion) {
    let policy = Policy::load(path()).unwrap();
    let program = Arc::new(policy.program().clone());
    let wanted: Vec<SlotId> = WANTED.iter().map(|name| program.find(name).unwrap()).collect();
    let scorer = Scorer::new(program.clone(), policy.as_of().unwrap(), wanted);
    let (mut scratch, mut scored) = (scorer.scratch(), Scored::default());
    let tables = tables(&program);
    let mut group = criterion.benchmark_group("national");
    group.throughput(Throughput::Elements(ROWS as u64));
    let mut next = tables.iter().cycle();
    group.bench_function("a table of 8192 rows", |bencher| {
        bencher.iter(|| {
            if let Some(table) = next.next() {
                scorer.score(&mut scratch, table, &mut scored);
            }
            scored.columns.len()
        });
    });
    group.bench_function("prepare a policy for tables", |bencher| {
        bencher.iter_with_large_drop(|| Scorer::new(program.clone(), policy.as_of().unwrap(), program.results.clone()));
    });
    group.finish();
}

fn single_records(criterion: &mut Criterion) {
    let policy = Policy::load(path()).unwrap();
    let mut draw = Draw(7);
    let fields = &policy.program().record.fields;
    let record = |id: i128| {
        let cells = fields.iter().zip(firm(&mut draw, id));
        let cell = |(field, value): (&ics::ir::record::Field, Value)| {
            let text = ics::explain::exact(&value, &field.kind.value_type(), policy.program());
            (field.name.clone(), text)
        };
        let cells: Vec<(String, String)> = cells.map(cell).collect();
        let record = cells.iter().fold(policy.record(), |record, (name, text)| record.set(name, text.as_str()));
        record.build().unwrap()
    };
    let records: Vec<_> = (1..=1000).map(record).collect();
    let mut next = records.iter().cycle();
    let mut group = criterion.benchmark_group("one record");
    group.bench_function("evaluate", |bencher| {
        bencher.iter_batched(|| next.next().unwrap(), |record| policy.evaluate(record).unwrap(), BatchSize::SmallInput);
    });
    group.bench_function("explain", |bencher| {
        bencher.iter_batched(|| next.next().unwrap(), |record| policy.explain(record).unwrap(), BatchSize::SmallInput);
    });
    let program = policy.program();
    let as_of = policy.as_of().unwrap();
    group.bench_function("trace", |bencher| {
        bencher.iter_batched(|| next.next().unwrap(), |record| ics::explain::trace(program, record.values(), as_of).unwrap(), BatchSize::SmallInput);
    });
    let json =
        r#"{"id": 3, "province": "51", "industry": "制造业", "founded": "2021-01-01", "revenue_ty": 19999999.99, "rd_ty": 1000000, "staff": 45}"#;
    group.bench_function("read from JSON", |bencher| bencher.iter(|| policy.record_from_json(json).unwrap()));
    group.finish();
}

fn from_text(criterion: &mut Criterion) {
    let texts: Vec<String> = std::iter::once(path()).chain(tests_of(&path())).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let run = |texts: &[String]| {
        let mut sources = Sources::default();
        let files: Vec<FileId> = texts.iter().map(|text| sources.add("national.ics", text.as_str())).collect();
        let compiled = compile(sources, files[0], &files[1..]);
        assert!(compiled.program.is_some());
        compiled
    };
    let mut group = criterion.benchmark_group("parse and check");
    group.bench_function("the national policy", |bencher| bencher.iter_with_large_drop(|| run(&texts[..1])));
    group.bench_function("with its tests", |bencher| bencher.iter_with_large_drop(|| run(&texts)));
    group.finish();
}

criterion_group!(benches, tables_of_records, single_records, from_text);
criterion_main!(benches);
