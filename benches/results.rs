//! How long it takes from columns to the bytes of a result: `cargo bench --bench results`.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ics::data::atomic::Target;
use ics::data::column::{CellKind, OutColumn};
use ics::data::results::{ResultColumn, Results, What};
use ics::data::sink::{Compression, OutFormat, SinkOptions};
use ics::diagnostic::Lang;
use ics::value::column::{Column, Lanes};
use ics::value::range::Range;
use ics::value::unit::Unit;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// As many rows as a row group has.
const ROWS: usize = 122_880;
/// As many rows as come at once.
const BLOCK: usize = 4_096;

/// Counts bytes and forgets them.
struct Counted(Arc<AtomicU64>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn number(name: &str, scale: u8, high: i128) -> ResultColumn {
    let column = OutColumn { name: name.to_owned(), label: name.to_owned(), unit: String::new(), kind: CellKind::Number };
    ResultColumn { column, what: What::Number { scale, unit: Arc::new(Unit::plain()), range: Range { low: 0, high } } }
}

fn columns() -> Vec<ResultColumn> {
    let eligible = OutColumn { name: "eligible".to_owned(), label: String::new(), unit: String::new(), kind: CellKind::Bool };
    vec![
        number("id", 0, 9_999_999_999),
        number("total", 2, 10_000),
        number("g1", 4, 560_000),
        number("g2", 4, 400_000),
        number("g3", 4, 170_000),
        ResultColumn { column: eligible, what: What::Verdict(["true", "false", "undetermined"]) },
    ]
}

/// Rows whose groups are sums of a few weighted bands, as points are, and one in eight eligible.
fn blocks() -> Vec<Vec<Column>> {
    let mut state: u64 = 20_261_121;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as i64
    };
    let number = |lanes| Column { lanes: Lanes::Number(lanes), present: None };
    let mut list = Vec::new();
    for start in (0..ROWS).step_by(BLOCK) {
        let mut sums = [const { Vec::new() }; 3];
        let mut totals = Vec::new();
        let mut eligible = Vec::new();
        for _ in 0..BLOCK {
            let mut total = 0;
            for (sum, (bands, linears, weight)) in sums.iter_mut().zip([(6, 2, 14_000), (2, 4, 13_000), (3, 1, 8_500)]) {
                let stepped: i64 = (0..bands).map(|_| random(6) * weight / 5).sum();
                let exact: i64 = (0..linears).map(|_| (random(10_000) * weight / 20_000).min(weight)).sum();
                sum.push(stepped + exact);
                total += stepped + exact;
            }
            totals.push(total / 100);
            eligible.push(random(8) == 0);
        }
        let [g1, g2, g3] = sums;
        let ids = (start..start + BLOCK).map(|id| id as i64 + 4_300_000_000).collect();
        let truths = Column { lanes: Lanes::Bool(eligible), present: None };
        list.push(vec![number(ids), number(totals), number(g1), number(g2), number(g3), truths]);
    }
    list
}

fn results(criterion: &mut Criterion) {
    let blocks = blocks();
    let ways = [
        (OutFormat::Csv, None),
        (OutFormat::Ndjson, None),
        (OutFormat::Parquet, Some(Compression::None)),
        (OutFormat::Parquet, Some(Compression::Snappy)),
        (OutFormat::Parquet, Some(Compression::Lz4)),
        (OutFormat::Parquet, Some(Compression::Zstd)),
        (OutFormat::Arrow, Some(Compression::None)),
        (OutFormat::Arrow, Some(Compression::Lz4)),
        (OutFormat::Arrow, Some(Compression::Zstd)),
    ];
    let mut group = criterion.benchmark_group("results");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(300));
    for (format, compression) in ways {
        let options = SinkOptions { compression, ..SinkOptions::new(format, Lang::En) };
        let bytes = Arc::new(AtomicU64::new(0));
        let open = || match Results::create(Target::Writer(Box::new(Counted(bytes.clone()))), columns(), &options) {
            Ok(results) => results,
            Err(error) => unreachable!("{error}"),
        };
        let make = |results: &Results| {
            let mut making = results.maker().begin();
            let added = blocks.iter().try_for_each(|lanes| making.add(lanes));
            match added.and_then(|()| making.finish()) {
                Ok(part) => part,
                Err(error) => unreachable!("{error}"),
            }
        };
        let name = format!("{format:?} {}", compression.map_or_else(String::new, |compression| format!("{compression:?}")));
        let mut whole = open();
        let part = make(&whole);
        if let Err(error) = whole.append(part).and_then(|()| whole.finish().map(|_| ())) {
            unreachable!("{error}");
        }
        println!("{name}: {:.2} bytes a row", bytes.load(Ordering::Relaxed) as f64 / ROWS as f64);
        let maker = open();
        group.bench_function(BenchmarkId::new("made", &name), |bencher| bencher.iter(|| make(&maker)));
        let both = || {
            let mut results = open();
            let part = make(&results);
            (results.append(part), results.finish())
        };
        group
            .bench_function(BenchmarkId::new("made and written", &name), |bencher| bencher.iter_batched(|| (), |()| both(), BatchSize::PerIteration));
    }
    group.finish();
}

criterion_group!(benches, results);
criterion_main!(benches);
