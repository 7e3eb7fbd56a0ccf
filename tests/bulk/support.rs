//! A policy, made-up firms, and a run over them in memory.

use ics::bulk::columns::{Column, Manner, Origin};
use ics::bulk::pipeline::{self, Failure, Outcome, Outputs, Progress, Running};
use ics::bulk::plan::{Plan, Summing, Wanted};
use ics::compile::compile;
use ics::data::atomic::Target;
use ics::data::column::Headers;
use ics::data::feed::Feed;
use ics::data::input::Source;
use ics::data::options::Options;
use ics::data::reader::{self, Reader};
use ics::data::record_feed::RecordFeed;
use ics::data::rejects::{Mark, RejectsFormat, RejectsWriter};
use ics::data::results::Results;
use ics::data::sink::{OutFormat, SinkOptions};
use ics::diagnostic::Lang;
use ics::ir::Program;
use ics::ir::record::FieldId;
use ics::source::Sources;
use ics::value::calendar::Day;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The headers of the firms.
pub const HEADER: &str = "id,kind,staff,sales,founded,fined\n";

/// How a run is made.
#[derive(Clone, Copy)]
pub struct Choice {
    pub threads: usize,
    pub piece: usize,
    pub limit: Option<u64>,
    pub most: Option<u64>,
    pub summing: Summing,
    pub format: OutFormat,
    pub rejects: bool,
    pub stop_after: Option<u64>,
    pub gone_after: Option<usize>,
}

impl Default for Choice {
    fn default() -> Choice {
        Choice {
            threads: 1,
            piece: 1 << 20,
            limit: None,
            most: None,
            summing: Summing::Wanted,
            format: OutFormat::Csv,
            rejects: true,
            stop_after: None,
            gone_after: None,
        }
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    pub results: String,
    pub rejects: String,
    pub outcome: Outcome,
}

/// Bytes that can be looked at afterwards; where a size is set, the reader goes away after so many.
#[derive(Clone, Default)]
struct Shared {
    bytes: Arc<Mutex<Vec<u8>>>,
    gone_after: Option<usize>,
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut own = self.bytes.lock().unwrap();
        if self.gone_after.is_some_and(|size| own.len() > size) {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe));
        }
        own.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    fn target(&self) -> Target {
        Target::Writer(Box::new(self.clone()))
    }

    fn text(&self) -> String {
        String::from_utf8(self.bytes.lock().unwrap().clone()).unwrap()
    }
}

/// The policy of these tests.
pub fn program() -> Arc<Program> {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", include_str!("policy.ics"));
    let compiled = compile(sources, file, &[]);
    Arc::new(compiled.program.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics)))
}

/// The reference date.
pub fn day() -> Day {
    Day::from_civil(2024, 8, 13).unwrap()
}

/// A reader of a text.
pub fn open(name: &str, text: &str) -> Reader {
    let program = program();
    let source = Source::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    reader::open(&source, &program.record, &program.enums, &Options::default()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The texts as the files `0.csv`, `1.csv`, … through the policy.
pub fn score(texts: &[&str], choice: Choice) -> Result<Ran, Failure> {
    let program = program();
    let record = Arc::new(program.record.clone());
    let left = choice.limit.map(|limit| Arc::new(AtomicU64::new(limit)));
    let feed = |(position, text): (usize, &&str)| -> Box<dyn Feed> {
        let feed = RecordFeed::new(open(&format!("{position}.csv"), text), record.clone()).in_pieces(choice.piece);
        Box::new(match &left {
            Some(left) => feed.limited(left.clone()),
            None => feed,
        })
    };
    let feeds: Vec<Box<dyn Feed>> = texts.iter().enumerate().map(feed).collect();
    let columns = columns(&program);
    let manner = if choice.format == OutFormat::Csv { Manner::Names } else { Manner::Json };
    let written = columns.iter().map(|column| column.written(&program, manner, Lang::En)).collect();
    let (results, rejects) = (Shared { gone_after: choice.gone_after, ..Shared::default() }, Shared::default());
    let options = SinkOptions { headers: Headers::Names, ..SinkOptions::new(choice.format, Lang::En) };
    let format = RejectsFormat::new(Lang::En, pipeline::headers(&feeds), pipeline::names(&feeds));
    let outputs = Outputs {
        results: Results::create(results.target(), written, &options).unwrap().into(),
        most: choice.most,
        rejects: choice.rejects.then(|| RejectsWriter::create(rejects.target(), format, Mark::LeftOut).unwrap()),
    };
    let plan = Plan::new(
        &program,
        day(),
        Wanted { columns: &columns, words: None, summing: choice.summing, totals: choice.summing, report: None, lang: Lang::En },
    );
    let stop = AtomicBool::new(false);
    let running = Running { threads: choice.threads, stop: &stop };
    let outcome = pipeline::run(&plan, running, feeds, outputs, &mut |progress: Progress| {
        if choice.stop_after.is_some_and(|count| progress.records >= count) {
            stop.store(true, Ordering::SeqCst);
        }
    })?;
    Ok(Ran { results: results.text(), rejects: rejects.text(), outcome })
}

fn columns(program: &Program) -> Vec<Column> {
    let column = |name: &str, origin| Column { name: name.to_owned(), label: name.to_owned(), origin };
    let field = |name: &str| {
        let position = program.record.fields.iter().position(|field| field.name == name).unwrap();
        column(name, Origin::Field(FieldId(position as u32)))
    };
    let slot = |name: &str| column(name, Origin::Slot(program.find(name).unwrap()));
    vec![
        column("row", Origin::Row),
        field("id"),
        slot("total"),
        slot("rank"),
        column("entitled", Origin::Verdict(0)),
        column("entitled_reasons", Origin::Reasons(0)),
        field("kind"),
        field("fined"),
        field("founded"),
    ]
}

/// Firms as CSV: most are good, some break the schema, some a rule, some keys repeat, some rows are blank.
pub fn firms(count: u64, seed: u64) -> String {
    let mut state = seed;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut text = HEADER.to_owned();
    for number in 0..count {
        let id = if random(50) == 0 { number / 2 } else { number };
        let kind = ["small", "大型", "tiny"][usize::from(random(3) > 0) + usize::from(random(20) == 0)];
        let staff = if random(30) == 0 { "many".to_owned() } else { (1 + random(60)).to_string() };
        let sales = if random(15) == 0 { "0".to_owned() } else { format!("{}.{:07}", random(2500), random(10_000_000)) };
        let founded = if random(10) == 0 { String::new() } else { format!("{}-0{}-15", 2012 + random(12), 1 + random(9)) };
        let fined = ["no", "no", "no", "yes", ""][random(5) as usize];
        text.push_str(&format!("F{seed}-{id:06},{kind},{staff},{sales},{founded},{fined}\n"));
        if random(100) == 0 {
            text.push('\n');
        }
    }
    text
}

/// Rows of which none can be used.
pub fn garbage(count: u64) -> String {
    (0..count).fold(HEADER.to_owned(), |text, number| text + &format!("G{number},\"what, then\",x,y,z,{number}\n"))
}
