//! How long the loops of the columnar engine take for a block of 1024 lanes: `cargo bench --bench kernels`.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use ics::batch::kernel::{arithmetic, band, cells, compare, divide, line, mark, scale, select};
use ics::value::comparison::Comparison;
use ics::value::decimal::Rounding;
use std::hint::black_box;
use std::time::Duration;

const LANES: usize = 1024;

/// Whole numbers below a limit, the same in every run.
fn numbers(seed: u64, limit: u64) -> impl Iterator<Item = u64> {
    let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    std::iter::successors(Some(seed), next).skip(1).map(move |state| (state >> 20) % limit).take(LANES)
}

fn amounts(seed: u64) -> Vec<i64> {
    numbers(seed, 10_000_000_000).map(|amount| amount as i64 + 1).collect()
}

fn codes(seed: u64, limit: u64) -> Vec<u8> {
    numbers(seed, limit).map(|code| code as u8).collect()
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(LANES as u64));
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    group
}

fn numeric(criterion: &mut Criterion) {
    let (a, b) = (amounts(1), amounts(2));
    let mut out = vec![0; LANES];
    let mut group = group(criterion, "numbers");
    group.bench_function("add", |bencher| bencher.iter(|| arithmetic::add(black_box(&a), black_box(&b), black_box(&mut out))));
    group.bench_function("multiply", |bencher| bencher.iter(|| arithmetic::multiply(black_box(&a), black_box(&b), black_box(&mut out))));
    for places in [4, -2] {
        let shift = divide::Shift::new(places);
        let name = format!("divide, {places} places");
        let quotients = |out: &mut [i64]| divide::divide(black_box(&a), black_box(&b), shift, -10_000_000, 10_000_000, out);
        group.bench_function(name, |bencher| bencher.iter(|| quotients(black_box(&mut out))));
    }
    for rounding in [Rounding::HalfAway, Rounding::HalfEven, Rounding::Floor, Rounding::Ceil, Rounding::Truncate] {
        let name = format!("scale down, {rounding:?}");
        let scaled = |out: &mut [i64]| scale::scale_down(black_box(&a), 1000, rounding, 10_000_000_000, out);
        group.bench_function(name, |bencher| bencher.iter(|| scaled(black_box(&mut out))));
    }
    let plain = |out: &mut [i64]| scale::scale_down(black_box(&a), 1000, Rounding::HalfAway, i64::MAX, out);
    group.bench_function("scale down, any number", |bencher| bencher.iter(|| plain(black_box(&mut out))));
    for segments in [1, 4] {
        let knots: Vec<(i128, i128)> = (0..=segments).map(|at| (at * 2_000_000_000, at * at * 700)).collect();
        let line = line::Line::new(&knots);
        let name = format!("line of {segments}");
        group.bench_function(name, |bencher| bencher.iter(|| line::heights(black_box(&a), &line, black_box(&mut out))));
    }
}

fn coded(criterion: &mut Criterion) {
    let (a, b, present) = (amounts(1), amounts(2), codes(3, 2));
    let mut out = vec![0; LANES];
    let mut group = group(criterion, "codes");
    for cuts in [1, 4, 16, 40, 200] {
        let at: Vec<i64> = (1..=cuts).map(|cut| cut * (8_000_000_000 / cuts)).collect();
        let bands = |out: &mut [u8]| band::band(black_box(&a), black_box(&at), Some(black_box(&present)), out);
        group.bench_function(format!("band, {cuts} cuts"), |bencher| bencher.iter(|| bands(black_box(&mut out))));
    }
    let compared = |out: &mut [u8]| compare::compare(black_box(&a), black_box(&b), Comparison::AtLeast, Some(black_box(&present)), out);
    group.bench_function("compare", |bencher| bencher.iter(|| compared(black_box(&mut out))));
    group.bench_function("both", |bencher| bencher.iter(|| mark::both(black_box(&present), black_box(&present), black_box(&mut out))));
    group.bench_function("any equal", |bencher| bencher.iter(|| mark::any_equal(black_box(&present), 2)));
    let mut chosen = vec![0; LANES];
    let select = |out: &mut [i64]| select::select(black_box(&present), black_box(&a), black_box(&b), out);
    group.bench_function("select", |bencher| bencher.iter(|| select(black_box(&mut chosen))));
}

fn looked_up(criterion: &mut Criterion) {
    let mut group = group(criterion, "tables");
    let parts: Vec<Vec<u8>> = (0..4).map(|seed| codes(seed, 6)).collect();
    let parts: Vec<(&[u8], u16)> = parts.iter().map(Vec::as_slice).zip([1, 6, 36, 216]).collect();
    let mut index = vec![0; LANES];
    for count in 1..=4 {
        let parts: Vec<(&[u8], u16)> = parts.iter().take(count).copied().collect();
        group.bench_function(format!("index of {count}"), |bencher| bencher.iter(|| cells::index(black_box(&parts), black_box(&mut index))));
    }
    let (mut points, mut codes) = (vec![0i64; LANES], vec![0u8; LANES]);
    for entries in [6u16, 216, 1296] {
        let index: Vec<u16> = numbers(9, u64::from(entries)).map(|at| at as u16).collect();
        let table = cells::Padded::new(&(0..i64::from(entries)).collect::<Vec<i64>>(), 0);
        let name = format!("cells, {entries} entries");
        group.bench_function(name, |bencher| bencher.iter(|| cells::cells(black_box(&index), &table, black_box(&mut points))));
        let name = format!("cells added, {entries} entries");
        group.bench_function(name, |bencher| bencher.iter(|| cells::cells_add(black_box(&index), &table, black_box(&mut points))));
        let table = cells::Padded::new(&(0..entries).map(|entry| entry as u8).collect::<Vec<u8>>(), 0);
        let name = format!("cells of a byte, {entries} entries");
        group.bench_function(name, |bencher| bencher.iter(|| cells::cells(black_box(&index), &table, black_box(&mut codes))));
    }
}

criterion_group!(benches, numeric, coded, looked_up);
criterion_main!(benches);
