//! What must hold whatever the bytes are: a body for each fuzz target.
//!
//! In: bytes. Out: nothing; a broken promise panics. `tests/fuzz.rs` runs the same bodies over the corpus in every test run, and
//! the promises of evaluation are those of `tests/soundness`.

mod decode;
#[path = "../../tests/soundness/promises.rs"]
mod promises;
#[path = "../../tests/random/mod.rs"]
mod random;
#[path = "../../tests/soundness/records.rs"]
mod records;
pub mod round_trip;

pub use decode::decode_csv;
use ics::compile::{Compiled, compile};
use ics::diagnostic::Lang;
use ics::diagnostic::terminal::{Style, render};
use ics::source::{FileId, Sources, Span};
use ics::syntax;

/// How many records each policy is tried on.
const RECORDS: usize = 8;

/// What parts the text of a policy from the bytes its records are drawn from.
const SEED_LINE: &str = "\n# seed ";

/// Any text parses the same way twice, and what has no problem comes back when printed.
pub fn parse(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut sources = Sources::default();
    let file = sources.add("fuzz.ics", text);
    let (tree, problems) = syntax::parse(&sources, file);
    let (again, problems_again) = syntax::parse(&sources, file);
    assert_eq!(format!("{tree:?}"), format!("{again:?}"), "two trees of one text");
    let (found, found_again) = (problems.sorted(), problems_again.sorted());
    assert_eq!(found, found_again, "two lists of problems of one text");
    found.iter().flat_map(|problem| &problem.spans).for_each(|span| lies_in(*span, &sources));
    if found.is_empty() {
        round_trip::comes_back(text, &tree);
    }
}

/// Any text gives a program or an error, the same one twice, and everything said can be drawn in both languages.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let first = compiled(text);
    assert_eq!(first.diagnostics, compiled(text).diagnostics, "two lists of problems of one text");
    assert_eq!(first.program.is_none(), first.diagnostics.iter().any(|problem| problem.is_error()), "a program beside an error, or neither");
    for problem in &first.diagnostics {
        assert!(problem.primary().is_some(), "{}: no place", problem.code);
        problem.spans.iter().for_each(|span| lies_in(*span, &first.sources));
        for lang in [Lang::En, Lang::Zh] {
            let words = problem.words(lang);
            assert!(!words.headline.is_empty() && words.labels.len() == problem.spans.len(), "{}: {words:?}", problem.code);
            assert!(!render(problem, &first.sources, &Style { lang, color: false, unicode: true, width: 80 }).is_empty());
        }
    }
}

/// A policy that checks keeps the promises of the checker on records drawn from the bytes behind its last `# seed ` line.
pub fn evaluate(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let seed = text.rsplit_once(SEED_LINE).map_or(text, |(_, seed)| seed);
    if let Some(program) = &compiled(text).program
        && let Err(problem) = promises::kept_by_all(program, seed_of(seed.as_bytes()), RECORDS)
    {
        panic!("{problem}\n{text}");
    }
}

fn compiled(text: &str) -> Compiled {
    let mut sources = Sources::default();
    let file: FileId = sources.add("fuzz.ics", text);
    compile(sources, file, &[])
}

fn lies_in(span: Span, sources: &Sources) {
    let text = &sources.file(span.file).text;
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no place in the text");
}

/// All bytes as one number: the first 64-bit FNV hash.
fn seed_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}
