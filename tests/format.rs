//! The layout of policies: cases with their snapshots, and what holds for every text: the same tree, the same comments, the same
//! text the second time, keywords there and back.

mod policy_text;
#[allow(dead_code, reason = "the printer is tested elsewhere")]
#[path = "../fuzz/src/round_trip.rs"]
mod round_trip;
mod support;

use ics::diagnostic::Lang;
use ics::format::{Edit, Options, Refused, format, format_range};
use ics::syntax::lexicon::{TokenKind, tokens};
use policy_text::Choices;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::test_runner::RngSeed;
use round_trip::{read, same};
use std::io::Write;
use std::process::{Command, Stdio};

const AS_WRITTEN: Options = Options { keywords: None };
const EN: Options = Options { keywords: Some(Lang::En) };
const ZH: Options = Options { keywords: Some(Lang::Zh) };

#[test]
fn cases() {
    insta::glob!("cases/format/*.ics", |path| {
        let text = support::read(path);
        let after = laid_out(&text);
        holds(&text);
        let shown = |text: &str| text.replace('\u{feff}', "<mark>").replace("\r\n", "<return>\n").replace('\t', "<tab>");
        insta::assert_snapshot!(format!("{}\n── laid out ──\n{}", shown(&text), shown(&after)));
    });
}

#[test]
fn every_policy_of_the_repository_keeps_what_it_says() {
    let mut kept = 0;
    for folder in ["policies", "examples", "tests", "src"] {
        for path in support::files(folder, "ics") {
            // Among the data of tests are files in other encodings, and broken ones.
            let Ok(text) = String::from_utf8(std::fs::read(&path).unwrap()) else { continue };
            match format(&text, &AS_WRITTEN) {
                Ok(_) => {
                    holds(&text);
                    kept += 1;
                }
                Err(Refused::Broken { diagnostics, .. }) => assert!(!diagnostics.is_empty(), "{}", path.display()),
                Err(Refused::Changed) => panic!("{}: the layout says something else", path.display()),
            }
        }
    }
    assert!(kept > 100, "{kept} policies found");
}

/// Two are written with the full-width signs of a Chinese input method, to show that they are read. In the third a long `if` would
/// stand on three lines, of which a slip in the first would be told on each.
const AS_TYPED: [&str; 3] = ["tech_sme_2017_zh.ics", "tech_sme_2017_zh_test.ics", "huangyan_2022.ics"];

#[test]
fn our_own_policies_are_laid_out() {
    let mut others = Vec::new();
    for path in ["policies", "examples", "src"].iter().flat_map(|folder| support::files(folder, "ics")) {
        let is_typed = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| AS_TYPED.contains(&name));
        let text = support::read(&path);
        if !is_typed && laid_out(&text) != text {
            others.push(path.display().to_string());
        }
    }
    assert!(others.is_empty(), "run `ics fmt` on {}", others.join(" "));
}

#[test]
fn keywords_there_and_back() {
    let folders = ["policies", "examples", "src", "tests/cases/sound"];
    let mut there = 0;
    for path in folders.iter().flat_map(|folder| support::files(folder, "ics")) {
        let Ok(english) = format(&support::read(&path), &EN) else { continue };
        let chinese = format(&english, &ZH).unwrap_or_else(|_| panic!("{}: not in Chinese", path.display()));
        let back = format(&chinese, &EN).unwrap_or_else(|_| panic!("{}: not back in English", path.display()));
        assert_eq!(back, english, "{}", path.display());
        there += usize::from(chinese != english);
    }
    assert!(there > 20, "{there} policies have keywords");
}

#[test]
fn names_of_the_language_follow_its_keywords_and_names_of_the_writer_stay() {
    let text = "record r { key id : text, year : number }\nindicator i { value year\n points max(value, 0) }\noutput o = min(year, 1) + age\n\
                eligibility fund { require days_between(id, as_of) > 0 }\n";
    let chinese = format(text, &ZH).expect("parses");
    for part in ["year : 数值", "得分 最大(取值, 0)", "最小(year, 1) + age", "天数(id, 基准日)"] {
        let plain = chinese.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(part), "{part} in\n{chinese}");
    }
    // Elsewhere an eligibility may be called like an outcome: only what stands on the right is one.
    let test = "test \"t\" { given { year = 1 } expect { eligible = eligible } }\n";
    assert_eq!(format(test, &ZH).expect("parses"), "测试 \"t\" { 给定 { year = 1 } 期望 { eligible = 符合 } }\n");
    // A name that the file declares is the writer's, in either spelling.
    let own = "param 取值 = 1\nindicator i { points value + 取值 }\nfunction 最大(a : number) = a\noutput o = max(1, 2) + 最大(1)\n";
    let chinese = format(own, &ZH).expect("parses");
    assert!(chinese.contains("得分 value + 取值") && chinese.contains("max(1, 2) + 最大(1)"), "{chinese}");
}

#[test]
fn what_does_not_parse_is_refused_with_its_problems() {
    let refused = format("let a = \nlet b = 1\n", &AS_WRITTEN).expect_err("does not parse");
    let Refused::Broken { diagnostics, sources } = refused else { panic!("{refused:?}") };
    let place = diagnostics.first().and_then(|one| one.primary()).expect("a place");
    assert_eq!(sources.file(place.file).position(place.start).line, 1);
}

#[test]
fn a_text_without_declarations_keeps_its_comments() {
    assert_eq!(laid_out(""), "");
    assert_eq!(laid_out("\n\n \n"), "");
    assert_eq!(laid_out("\n  # only\n\n\n # this"), "# only\n\n# this\n");
}

#[test]
fn line_ends_and_marks_stay() {
    assert_eq!(laid_out("\u{feff}let a=1\r\n# x\r\nlet b = 2"), "\u{feff}let a = 1\r\n# x\r\nlet b = 2\r\n");
    assert_eq!(laid_out("let a=1\r\nlet b=2\nlet c=3\n"), "let a = 1\nlet b = 2\nlet c = 3\n");
    assert_eq!(laid_out("let a=1 # x\rlet b=2"), "let a = 1  # x\nlet b = 2\n");
}

#[test]
fn a_range_changes_the_declarations_it_touches() {
    let text = "let a=1\n\n# second\nlet b=2 # two\nlet c=3\n";
    let place = text.find("b=").expect("is there");
    let edits = format_range(text, place..place + 1, &AS_WRITTEN).expect("parses");
    assert_eq!(edits, [Edit { range: 8..32, text: "\n# second\nlet b = 2  # two\n".to_owned() }]);
    let all = format_range(text, 0..text.len(), &AS_WRITTEN).expect("parses");
    assert_eq!(applied(text, &all), laid_out(text));
    assert!(format_range(&laid_out(text), 0..10, &AS_WRITTEN).expect("parses").is_empty());
    // A byte-order mark, line ends of Windows, no line end at all, comments at both ends.
    for text in ["\u{feff}let a=1\r\nlet b=2\r\n", "let a=1\nlet b=2", "# x\nlet a=1 # y\n# z"] {
        let all = format_range(text, 0..text.len(), &AS_WRITTEN).expect("parses");
        assert_eq!(applied(text, &all), laid_out(text));
    }
}

/// What editors do: a text on standard input, its layout on standard output.
#[test]
fn standard_input_is_laid_out_on_standard_output() {
    assert_eq!(piped("let a=1\n", &["fmt", "-"]), (Some(0), "let a = 1\n".to_owned()));
    assert_eq!(piped("let a=1\n", &["fmt", "-", "--check"]), (Some(1), "-\n".to_owned()));
    assert_eq!(piped("let a = 1\n", &["fmt", "-", "--check"]), (Some(0), String::new()));
    let (status, difference) = piped("let a=1\n", &["fmt", "-", "--diff"]);
    assert_eq!(status, Some(1));
    assert!(difference.contains("-let a=1\n+let a = 1\n"), "{difference}");
    assert_eq!(piped("let a = = 1\n", &["fmt", "-"]), (Some(1), String::new()));
}

fn piped(text: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("starts");
    child.stdin.take().expect("is piped").write_all(text.as_bytes()).expect("is read");
    let output = child.wait_with_output().expect("ends");
    (output.status.code(), String::from_utf8(output.stdout).expect("is text"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, max_shrink_iters: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(20261122), ..ProptestConfig::default() })]

    #[test]
    fn random_policies_keep_what_they_say(choices in prop::collection::vec(any::<u16>(), 0..900)) {
        let text = policy_text::policy(&mut Choices::new(choices));
        holds(&text);
    }

    /// Comments, blanks and line ends between any two tokens: where the text still parses, nothing is lost.
    #[test]
    fn sprinkled_policies_keep_what_they_say(choices in prop::collection::vec(any::<u16>(), 0..500), places in prop::collection::vec((any::<prop::sample::Index>(), 0..SPRINKLES.len()), 1..6)) {
        let text = policy_text::policy(&mut Choices::new(choices));
        let tokens = tokens(&text);
        let mut places: Vec<(usize, &str)> = places
            .iter()
            .filter(|_| !tokens.is_empty())
            .map(|(index, sprinkle)| (tokens[index.index(tokens.len())].start, SPRINKLES[*sprinkle]))
            .collect();
        places.sort_unstable();
        let mut sprinkled = text.clone();
        for (place, sprinkle) in places.iter().rev() {
            sprinkled.insert_str(*place, sprinkle);
        }
        match format(&sprinkled, &AS_WRITTEN) {
            Ok(_) => holds(&sprinkled),
            Err(Refused::Broken { .. }) => {}
            Err(Refused::Changed) => panic!("the layout says something else:\n{sprinkled}"),
        }
    }
}

const SPRINKLES: [&str; 9] = [" # 说明\n", "\n# own\n", "\n", "\n\n\n", "   ", "\u{3000}", "\n\n# a\n\n# b\n", " # x # y\n# z\n", "＃ 全\r\n"];

/// What holds for every text that parses.
fn holds(text: &str) {
    let after = laid_out(text);
    let (before, problems) = read(text);
    assert!(problems.iter().all(|problem| !problem.is_error()));
    let (again, _) = read(&after);
    same(&format!("{text}\n── laid out\n{after}"), &before, &again);
    assert_eq!(comments(text), comments(&after), "comments of\n{text}");
    assert_eq!(laid_out(&after), after, "not the same the second time");
    let plain = after.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    assert!(plain.lines().all(|line| line.trim_end() == line), "blanks at the end of a line:\n{after}");
    assert!(!plain.contains("\n\n\n") && !plain.starts_with('\n') && !plain.ends_with("\n\n"), "blank lines:\n{after}");
}

fn laid_out(text: &str) -> String {
    format(text, &AS_WRITTEN).unwrap_or_else(|refused| panic!("{refused:?}\n{text}"))
}

/// The comments of a text, without the blanks behind them, with the usual sign.
fn comments(text: &str) -> Vec<String> {
    let found = tokens(text).into_iter().filter(|token| token.kind == TokenKind::Comment);
    found.map(|token| text[token.start..token.end].trim_end().replacen('＃', "#", 1)).map(|comment| comment.trim_start().to_owned()).collect()
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    text
}
