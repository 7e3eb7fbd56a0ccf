//! Populations through a policy: the same results, rejected records and counts whatever the threads and the pieces.

mod support;

use ics::bulk::pipeline::{Ending, Failure};
use ics::bulk::plan::Summing;
use ics::data::sink::OutFormat;
use ics::explain;
use ics::ir::SlotKind;
use support::{Choice, HEADER, Ran, firms, garbage, open, program, score};

/// A run over some texts with usual choices but for these.
fn run(texts: &[&str], choice: Choice) -> Ran {
    score(texts, choice).unwrap_or_else(|failure| panic!("{failure:?}"))
}

#[test]
fn threads_and_pieces_change_nothing() {
    let (first, second) = (firms(1200, 1), firms(300, 2));
    let texts = [first.as_str(), &second];
    let expected = run(&texts, Choice::default());
    assert_eq!(expected.outcome.ending, Ending::Whole);
    assert!(expected.outcome.rejected.rows > 50 && expected.outcome.scored > 500);
    for threads in [1, 2, 5] {
        for piece in [1, 7, 100, 8192] {
            let found = run(&texts, Choice { threads, piece, ..Choice::default() });
            assert_eq!(found.results, expected.results, "{threads} threads, pieces of {piece}");
            assert_eq!(found.rejects, expected.rejects);
            assert_eq!(found.outcome.summary, expected.outcome.summary);
            assert_eq!(found.outcome.rejected, expected.outcome.rejected);
            assert_eq!(format!("{:?}", found.outcome.reports), format!("{:?}", expected.outcome.reports));
        }
    }
}

#[test]
fn every_record_gets_what_the_reference_evaluator_gives_it() {
    let text = firms(800, 3);
    let found = run(&[&text], Choice { threads: 2, piece: 50, ..Choice::default() });
    let program = program();
    let day = support::day();
    let (mut lines, mut totals, mut eligible, mut scored) = (Vec::new(), Vec::new(), 0, 0);
    let total = program.slots.iter().position(|slot| slot.kind == SlotKind::Score).unwrap();
    let total = ics::ir::SlotId(total as u32);
    for row in open("0.csv", &text) {
        let row = row.unwrap();
        let Ok(values) = row.outcome else { continue };
        if explain::check_record(&program, &values, day).unwrap().is_some() {
            continue;
        }
        let evaluation = explain::evaluate(&program, &values, day).unwrap();
        scored += 1;
        totals.extend(evaluation.slot(total).mantissa());
        eligible += u64::from(evaluation.slot(program.eligibilities[0].slot).truth() == Some(true));
        lines.push(format!("{},{},", row.number, row.key.unwrap()));
    }
    let summary = found.outcome.summary.unwrap();
    assert_eq!((summary.scored, summary.eligibilities[0].eligible), (scored, eligible));
    totals.sort_unstable();
    let counted: Vec<i128> = summary.scores[0].counts.pairs().into_iter().flat_map(|(number, count)| vec![number; count as usize]).collect();
    assert_eq!(counted, totals);
    let written: Vec<&str> = found.results.lines().skip(1).collect();
    assert_eq!(written.len(), lines.len());
    written.iter().zip(&lines).for_each(|(line, start)| assert!(line.starts_with(start.as_str()), "{line} for {start}"));
}

#[test]
fn reasons_and_rejected_records_in_words() {
    let text = format!(
        "{HEADER}A,small,20,1000,2015-01-01,no\nB,large,5,0,,\nC,small,3,900,2022-01-01,yes\nD,small,20,0,2015-01-01,no\nE,big,x,1,2015-01-01,no,1\n"
    );
    let found = run(&[&text], Choice { piece: 2, threads: 2, ..Choice::default() });
    assert_eq!(
        found.results,
        "row,id,total,rank,entitled,entitled_reasons,kind,fined,founded\n\
         2,A,100,high,eligible,,small,false,2015-01-01\n\
         3,B,0,low,ineligible,10人以上; 总分20分,large,,\n\
         4,C,100,high,ineligible,10人以上; 2020年前成立; 受过处罚,small,true,2022-01-01\n"
    );
    let lines: Vec<&str> = found.rejects.lines().collect();
    assert_eq!(lines[0], format!("row,key,column,value,code,reason,{}", HEADER.trim()));
    assert_eq!(lines[1], "5,D,营业收入 / 职工总数,0万元 / 20人,E0560,超过5人的企业应有收入,D,small,20,0,2015-01-01,no");
    assert!(lines[2].starts_with("6,E,kind | staff | ,big | x | 1,E0543 | E0532 | E0546,"), "{}", lines[2]);
    assert!(lines[2].ends_with(",E,big,x,1,2015-01-01,no,1"), "{}", lines[2]);
    assert_eq!(lines.len(), 3);
    let verdicts = &found.outcome.summary.unwrap().eligibilities[0];
    let reasons: Vec<(&str, u64)> = verdicts.reasons.iter().map(|(reason, count)| (reason.words.as_str(), *count)).collect();
    assert_eq!(reasons, [("10人以上", 2), ("2020年前成立", 1), ("总分20分", 1), ("受过处罚", 1)]);
    assert_eq!((verdicts.eligible, verdicts.ineligible, verdicts.undetermined), (1, 2, 0));
}

#[test]
fn without_a_summary_the_results_are_the_same() {
    let text = firms(300, 4);
    let with = run(&[&text], Choice::default());
    let without = run(&[&text], Choice { summing: Summing::LeftOut, ..Choice::default() });
    assert_eq!((without.outcome.summary, without.results), (None, with.results));
}

#[test]
fn a_limit_counts_records_of_all_files_and_nothing_behind_it() {
    let (first, second) = (firms(100, 5), firms(100, 6));
    let whole = run(&[&first, &second], Choice::default());
    let lines = |text: &str| text.lines().count() as u64;
    for limit in [0, 1, 37, 100, 101, 150, 500] {
        for piece in [3, 8192] {
            let found = run(&[&first, &second], Choice { limit: Some(limit), piece, threads: 3, ..Choice::default() });
            let read = found.outcome.scored + found.outcome.rejected.rows;
            assert_eq!(read, limit.min(200));
            assert!(whole.results.starts_with(&found.results) && whole.rejects.starts_with(&found.rejects));
            assert_eq!(lines(&found.results), found.outcome.scored + 1);
            let rows: Vec<u64> = found.outcome.reports.iter().map(|report| report.rows).collect();
            assert_eq!(rows, [limit.min(100), limit.saturating_sub(100).min(100)]);
        }
    }
    // The last record but one has a figure that is rounded.
    let text = format!("{HEADER}A,small,2,1,,\nB,small,2,1.12345678,,\nC,small,2,1.12345678,,\n");
    let rounded = |limit| {
        let found = run(&[&text], Choice { limit: Some(limit), ..Choice::default() });
        found.outcome.reports[0].warnings.iter().map(|warning| warning.words(ics::diagnostic::Lang::En).headline).collect::<Vec<String>>()
    };
    assert_eq!(rounded(1), Vec::<String>::new());
    assert_eq!(rounded(2), ["`营业收入` was rounded to 6 decimal places in 1 cell, in row 3"]);
}

#[test]
fn only_the_first_results_are_shown_where_that_is_asked_for() {
    let text = firms(400, 7);
    let whole = run(&[&text], Choice::default());
    let head: String = whole.results.split_inclusive('\n').take(21).collect();
    for piece in [1, 15, 8192] {
        let found = run(&[&text], Choice { most: Some(20), piece, threads: 2, ..Choice::default() });
        assert_eq!(found.results, head);
        assert_eq!(found.outcome.scored, whole.outcome.scored);
        assert_eq!(found.outcome.written.rows, 20);
    }
}

#[test]
fn the_first_unreadable_file_is_named_and_nothing_is_written() {
    let good = firms(200, 8);
    let broken = format!("{good}\"Z,small");
    for threads in [1, 4] {
        let failed = score(&[&good, &good, &broken, &format!("{broken},")], Choice { threads, piece: 10, ..Choice::default() });
        match failed {
            Err(Failure::Input { file, error }) => assert_eq!((file.as_str(), error.code()), ("2.csv", "E0510")),
            other => panic!("{:?}", other.map(|ran| ran.outcome)),
        }
    }
}

#[test]
fn garbage_leaves_only_counts_and_the_first_reasons() {
    let text = garbage(2000);
    let found = run(&[&text], Choice { rejects: false, threads: 2, piece: 64, ..Choice::default() });
    assert_eq!((found.outcome.scored, found.outcome.rejected.rows), (0, 2000));
    assert_eq!(found.outcome.rejected.first.len(), 5);
    assert!(found.outcome.rejected.first.iter().all(|reason| reason.row <= 3 && reason.file.is_none()));
    let listed = run(&[&text], Choice { threads: 2, piece: 64, ..Choice::default() });
    // A record stands in the list once, however many reasons there are.
    assert_eq!(listed.rejects.lines().count() as u64, listed.outcome.rejected.rows + 1);
    assert!(listed.outcome.rejected.reasons > listed.outcome.rejected.rows);
    assert_eq!(listed.rejects.matches(" | ").count() as u64, 4 * (listed.outcome.rejected.reasons - listed.outcome.rejected.rows));
    assert_eq!(found.outcome.rejected.reasons, listed.outcome.rejected.reasons);
}

#[test]
fn repeated_keys_are_found_across_pieces_and_files_and_in_rejected_rows() {
    let first = format!("{HEADER}A,small,2,1,,\nB,small,x,1,,\nC,small,2,1,,\nA,small,2,1,,\n");
    let second = format!("{HEADER}D,small,2,1,,\nB,small,2,1,,\n");
    for (piece, threads) in [(1, 1), (2, 3), (100, 2)] {
        let found = run(&[&first, &second], Choice { piece, threads, ..Choice::default() });
        let words = found.outcome.reports.iter().flat_map(|report| &report.warnings).filter(|warning| warning.code() == "W0501");
        let words: Vec<String> = words.map(|warning| warning.words(ics::diagnostic::Lang::En).headline).collect();
        assert_eq!(words, ["a key stands twice: `A` in row 2 and row 5", "a key stands twice: `B` in row 3 of 0.csv and row 3 of 1.csv"]);
        assert_eq!(found.outcome.compared, None);
    }
}

#[test]
fn files_without_records_give_headers_alone() {
    let found = run(&[HEADER, HEADER], Choice { threads: 3, ..Choice::default() });
    assert_eq!(found.results, "row,id,total,rank,entitled,entitled_reasons,kind,fined,founded\n");
    assert_eq!((found.outcome.scored, found.outcome.reports.len()), (0, 2));
}

#[test]
fn every_format_keeps_the_order() {
    let text = firms(500, 9);
    for format in [OutFormat::Json, OutFormat::Ndjson, OutFormat::Table, OutFormat::Csv] {
        let one = run(&[&text], Choice { format, ..Choice::default() });
        let many = run(&[&text], Choice { format, threads: 4, piece: 9, ..Choice::default() });
        assert_eq!(one.results, many.results);
    }
}

#[test]
fn a_stop_ends_the_run_without_an_account() {
    let text = firms(2000, 10);
    for threads in [1, 3] {
        let found = run(&[&text], Choice { threads, piece: 10, stop_after: Some(100), ..Choice::default() });
        assert_eq!(found.outcome.ending, Ending::Stopped);
        assert_eq!(found.outcome.written.rows, 0);
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_run() {
    let text = firms(3000, 11);
    let found = run(&[&text], Choice { threads: 2, piece: 100, gone_after: Some(5000), ..Choice::default() });
    assert_eq!(found.outcome.ending, Ending::Closed);
    assert!(found.outcome.scored < 1500, "{}", found.outcome.scored);
}
