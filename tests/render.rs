//! The three renderers of diagnostics: terminal, one line, JSON. Snapshots show the drawings; a property checks that carets stand
//! under what they mark.

mod random;

use ics::diagnostic::terminal::{self, Style};
use ics::diagnostic::{Diagnostic, Fix, Lang, Severity, Words, json, short};
use ics::source::{FileId, Sources, Span};
use random::Random;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const POLICY: &str = "policy 科技型中小企业评价 {
  source \"国科发政〔2017〕115号\"
}

indicator 研发投入 out of 50 {
  points when {
    口径 = 占销售收入 -> 研发费用总额 + 成立日期
    otherwise -> 0
  }
}
";

/// One file with a text.
fn one(name: &str, text: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    (sources, file)
}

/// The place of `part` in the file: its first occurrence.
fn find(sources: &Sources, file: FileId, part: &str) -> Span {
    let start = sources.file(file).text.find(part).unwrap() as u32;
    Span { file, start, end: start + part.len() as u32 }
}

fn at(file: FileId, start: usize, end: usize) -> Span {
    Span { file, start: start as u32, end: end as u32 }
}

fn error(spans: Vec<Span>, en: Words, zh: Words) -> Diagnostic {
    Diagnostic { code: "E0304", severity: Severity::Error, spans, en, zh, fixes: Vec::new(), arguments: Default::default() }
}

/// An error with the same words in both languages.
fn plain(spans: Vec<Span>, labels: &[&str]) -> Diagnostic {
    let words = labels.iter().fold(Words::new("a headline"), |words, label| words.label(*label));
    error(spans, words.clone(), words)
}

fn money_and_date(sources: &Sources, file: FileId) -> Diagnostic {
    let spans = vec![find(sources, file, "+"), find(sources, file, "研发费用总额"), find(sources, file, "成立日期")];
    let en = Words::new("cannot add money and a date").label("").label("money, in 万元").label("a date");
    let en = en.help("add months or years with `add_months(成立日期, 12)`; to compare dates write `成立日期 < 2024-01-01`");
    let zh = Words::new("金额不能与日期相加").label("").label("金额，单位万元").label("日期");
    let zh = zh.help("日期加月数请写「加月(成立日期, 12)」；比较日期请写「成立日期 < 2024-01-01」，年、月、日都要写全");
    error(spans, en, zh)
}

const ZH: Style = Style { lang: Lang::Zh, color: false, unicode: true, width: 100 };
const EN: Style = Style { lang: Lang::En, ..ZH };
const NARROW: Style = Style { width: 60, ..EN };
const ASCII: Style = Style { unicode: false, ..EN };

#[test]
fn both_languages_and_themes() {
    let (sources, file) = one("policies/评价.ics", POLICY);
    let diagnostic = money_and_date(&sources, file);
    let styles = [EN, ZH, ASCII, Style { width: 60, ..ZH }];
    let drawn: Vec<String> = styles.iter().map(|style| terminal::render(&diagnostic, &sources, style)).collect();
    insta::assert_snapshot!(drawn.join("\n"));
}

#[test]
fn colours() {
    let (sources, file) = one("评价.ics", POLICY);
    let warning = Diagnostic { code: "W0401", severity: Severity::Warning, ..money_and_date(&sources, file) };
    let drawn = terminal::render(&money_and_date(&sources, file), &sources, &Style { color: true, ..EN });
    let warned = terminal::render(&warning, &sources, &Style { color: true, unicode: false, ..ZH });
    insta::assert_snapshot!(format!("{drawn}\n{warned}").replace('\u{1b}', "␛"));
}

#[test]
fn tabs_full_width_and_joined_characters() {
    let text = "\t研发\t= ｒｄ＿ｅｘｐ， 𠮷野 e\u{301}x ＋ y\n";
    let (sources, file) = one("tabs.ics", text);
    let drawn: Vec<String> = ["研发", "=", "ｒｄ＿ｅｘｐ", "𠮷野", "e\u{301}x", "＋", "y"]
        .iter()
        .map(|part| terminal::render(&plain(vec![find(&sources, file, part)], &["这里"]), &sources, &EN))
        .collect();
    insta::assert_snapshot!(drawn.concat());
}

#[test]
fn line_ends_of_windows() {
    let text = "甲 = 1\r\n乙 = 甲 +\r\n丙 = 3\r\n";
    let (sources, file) = one("crlf.ics", text);
    let plus = find(&sources, file, "+");
    let over = Span { end: find(&sources, file, "3").end, ..plus };
    let line = Span { start: find(&sources, file, "乙").start, end: find(&sources, file, "丙").start, file };
    let drawn = [
        terminal::render(&plain(vec![plus], &["sum"]), &sources, &EN),
        terminal::render(&plain(vec![plus.after()], &["an operand is missing here"]), &sources, &EN),
        terminal::render(&plain(vec![over], &["two lines"]), &sources, &EN),
        terminal::render(&plain(vec![line], &["one line with its end"]), &sources, &EN),
    ];
    assert!(drawn.iter().all(|text| !text.contains('\r')));
    insta::assert_snapshot!(drawn.concat());
}

#[test]
fn several_lines_and_very_many() {
    let (sources, file) = one("评价.ics", POLICY);
    let body = Span { end: find(&sources, file, "otherwise -> 0").end, ..find(&sources, file, "points when") };
    let inner = find(&sources, file, "占销售收入");
    let many: String = (1..=60).map(|row| format!("  第{row}行\n")).collect();
    let (long, long_file) = one("long.ics", &format!("table {{\n{many}}}\nend\n"));
    let whole = at(long_file, 0, long.file(long_file).text.find("end").unwrap() - 1);
    let drawn = [
        terminal::render(&plain(vec![body], &["this chain has no case for 占成本费用支出"]), &sources, &EN),
        terminal::render(&plain(vec![inner, body], &["compared here", "in this chain"]), &sources, &EN),
        terminal::render(&plain(vec![body], &[""]), &sources, &ASCII),
        terminal::render(&plain(vec![whole], &["这张表"]), &long, &ZH),
        terminal::render(&plain(vec![whole], &[""]), &long, &EN),
        terminal::render(
            &plain(vec![find(&long, long_file, "第3行"), find(&long, long_file, "第55行"), find(&long, long_file, "第57行")], &["a", "b", "c"]),
            &long,
            &EN,
        ),
        terminal::render(&plain(vec![find(&long, long_file, "第55行"), find(&long, long_file, "第3行")], &["again", "first"]), &long, &EN),
    ];
    insta::assert_snapshot!(drawn.concat());
}

#[test]
fn the_end_of_the_file() {
    let mut drawn = String::new();
    for text in ["", "\n", "甲", "甲\n", "甲\n乙 {", "甲\r\n"] {
        let (sources, file) = one("end.ics", text);
        let end = text.len();
        drawn += &format!("--- {text:?}\n");
        drawn += &terminal::render(&plain(vec![at(file, end, end)], &["expected `}`"]), &sources, &EN);
    }
    // Past the end, and inside a character.
    let (sources, file) = one("end.ics", "甲乙\n");
    drawn += &terminal::render(&plain(vec![at(file, 90, 99)], &["past the end"]), &sources, &EN);
    drawn += &terminal::render(&plain(vec![at(file, 1, 4)], &["whole characters"]), &sources, &EN);
    insta::assert_snapshot!(drawn);
}

#[test]
fn points_of_insertion() {
    let (sources, file) = one("甲.ics", "规则 得分 { 当 注册资本 > 则 5 }\n");
    let gap = find(&sources, file, "则").before();
    let start = at(file, 0, 0);
    let drawn = [
        terminal::render(&plain(vec![gap], &["这里缺一个数"]), &sources, &ZH),
        terminal::render(&plain(vec![gap, find(&sources, file, ">")], &["这里缺一个数", "大于什么？"]), &sources, &ZH),
        terminal::render(&plain(vec![start], &["at the start"]), &sources, &ASCII),
    ];
    insta::assert_snapshot!(drawn.concat());
}

#[test]
fn long_lines_are_cut_around_what_is_marked() {
    let cells = (0..400).map(|cell| format!("第{cell}列 | ")).collect::<String>();
    let (sources, file) = one("wide.ics", &format!("| {cells}\n| {cells}\n"));
    let middle = find(&sources, file, "第200列");
    let drawn = [
        terminal::render(&plain(vec![middle], &["not a number"]), &sources, &NARROW),
        terminal::render(&plain(vec![find(&sources, file, "第0列")], &["not a number"]), &sources, &NARROW),
        terminal::render(
            &plain(vec![find(&sources, file, "第399列")], &["not a number, and the words about it are long enough to need several lines"]),
            &sources,
            &NARROW,
        ),
        terminal::render(
            &plain(vec![middle, find(&sources, file, "第3列"), find(&sources, file, "第390列")], &["here", "far left", "far right"]),
            &sources,
            &NARROW,
        ),
        terminal::render(
            &plain(vec![Span { end: middle.end + 900, ..middle }], &["longer than the terminal is wide"]),
            &sources,
            &Style { unicode: false, ..NARROW },
        ),
    ];
    let is_source = |line: &&str| line.starts_with([' ', '1', '2']) && line.contains("列");
    assert!(drawn.iter().flat_map(|text| text.lines()).filter(is_source).all(|line| line.width() <= 60), "{}", drawn.concat());
    insta::assert_snapshot!(drawn.concat());
}

#[test]
fn ten_megabytes_on_one_line() {
    let (sources, file) = one("huge.ics", &"研发费用+".repeat(800_000));
    let length = sources.file(file).text.len();
    assert!(length > 10_000_000);
    for start in [0, 5_200_000 / 13 * 13, length - 13] {
        let drawn = terminal::render(&plain(vec![at(file, start, start + 12)], &["here"]), &sources, &EN);
        assert!(drawn.len() < 1_000, "{} bytes drawn", drawn.len());
        assert_eq!(marked(&drawn), "研发费用");
    }
    let all = terminal::render(&plain(vec![at(file, 0, length)], &["all of it"]), &sources, &EN);
    assert!(all.len() < 1_500, "{} bytes drawn", all.len());
}

#[test]
fn other_files_follow() {
    let mut sources = Sources::default();
    let policy = sources.add("评价.ics", POLICY);
    let tests = sources.add("评价_test.ics", "test \"满分\" {\n  expect { 研发投入 = 60 }\n}\n");
    let spans = vec![find(&sources, tests, "60"), find(&sources, policy, "50")];
    let en = Words::new("`研发投入` cannot be 60").label("60 is expected").label("its maximum").help("expect at most 50");
    let zh = Words::new("「研发投入」不可能是 60").label("期望 60").label("满分在此").help("期望值不超过 50");
    let diagnostic = Diagnostic { code: "E0601", ..error(spans, en, zh) };
    insta::assert_snapshot!([EN, ZH].map(|style| terminal::render(&diagnostic, &sources, &style)).join("\n"));
}

#[test]
fn help_keeps_text_to_paste_whole() {
    let (sources, file) = one("甲.ics", "band 增长率 {\n  [0%, 10%) -> 3\n}\n");
    let en = Words::new("the band has no value for growth of 10% and more, nor for growth that is below zero, nor for growth that is missing");
    let en = en.help("add what is left out, where the figures of the notice say what it is worth:\n\n  [10%, ..)  -> 5   # this line is to be pasted, and stays whole\n  (.., 0%)   -> 0");
    let zh = Words::new("分段没有覆盖增长率大于等于 10% 的情形，也没有覆盖增长率小于零的情形，也没有覆盖增长率缺失的情形");
    let zh = zh.help("请按通知中的数值补上缺少的分段：\n  [10%, ..)  -> 5");
    let diagnostic = error(vec![find(&sources, file, "增长率")], en.label("a share"), zh.label("比率"));
    insta::assert_snapshot!([NARROW, Style { lang: Lang::Zh, ..NARROW }].map(|style| terminal::render(&diagnostic, &sources, &style)).join("\n"));
}

#[test]
fn what_could_deceive_is_made_visible() {
    let (sources, file) = one("甲.ics", "a\u{1b}[31m \u{202e}= b\u{200b}c\u{0} d\n");
    let drawn = terminal::render(&plain(vec![find(&sources, file, "d")], &["here"]), &sources, &EN);
    assert!(!drawn.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\u{0}']));
    insta::assert_snapshot!(drawn);
}

#[test]
fn no_place_at_all() {
    let diagnostic = plain(Vec::new(), &[]);
    assert_eq!(terminal::render(&diagnostic, &Sources::default(), &EN), "error[E0304]: a headline\n");
    assert_eq!(short::line(&diagnostic, &Sources::default(), Lang::Zh), "error[E0304]: a headline");
}

/// The text that stands above the underline of a drawing with one label.
fn marked(drawn: &str) -> String {
    let lines: Vec<&str> = drawn.lines().collect();
    let after = |line: &str, mark: &str| line.split_once(mark).map(|(_, rest)| rest.strip_prefix(' ').unwrap_or(rest).to_owned());
    let is_underline = |line: &&str| after(line, "·").is_some_and(|rest| !rest.is_empty() && rest.trim().chars().all(|c| "─┬▲".contains(c)));
    let row = lines.iter().position(is_underline).unwrap();
    let (source, underline) = (after(lines[row - 1], "│").unwrap(), after(lines[row], "·").unwrap());
    let (low, high) = (underline.chars().take_while(|c| *c == ' ').count(), underline.trim_end().chars().count());
    let mut column = 0;
    source
        .chars()
        .filter(|character| {
            let from = column;
            column += character.width().unwrap_or(0);
            from >= low && column <= high && column > from || (column == from && from > low && from <= high)
        })
        .collect()
}

#[test]
fn carets_stand_under_what_they_mark() {
    const LETTERS: [&str; 16] = ["a", "研", "发", "，", "（", "ｘ", " ", "9", "𠮷", "%", "％", "é", "→", "k", "元", "_"];
    let mut random = Random(7);
    for _ in 0..3_000 {
        let mut letters = |most: i32| (0..random.between(0, most)).map(|_| LETTERS[random.between(0, 15) as usize]).collect::<String>();
        let (above, before, inside, behind) = (letters(20), letters(90), format!("x{}y", letters(6)), letters(90));
        let tabs = "\t".repeat(random.between(0, 2) as usize);
        let text = format!("{above}\n{tabs}{before}{inside}{behind}{}", ["", "\n", "\r\nz"][random.between(0, 2) as usize]);
        let start = above.len() + 1 + tabs.len() + before.len();
        let (sources, file) = one("a.ics", &text);
        let style = Style { width: random.between(30, 120) as usize, ..EN };
        let drawn = terminal::render(&plain(vec![at(file, start, start + inside.len())], &["here"]), &sources, &style);
        assert_eq!(marked(&drawn), inside, "{text:?}\n{drawn}");
        let is_source = |line: &&str| line.starts_with(" 1 │") || line.starts_with(" 2 │");
        assert!(drawn.lines().filter(is_source).all(|line| line.width() <= style.width), "{} columns\n{drawn}", style.width);
        let column = tabs.chars().count() + before.chars().count() + 1;
        assert!(drawn.contains(&format!("[a.ics:2:{column}]")), "{drawn}");
    }
}

#[test]
fn any_spans_at_all_are_drawn() {
    const LETTERS: [&str; 8] = ["a", "研", "\n", "\r\n", "\t", "𠮷", " ", "\r"];
    let mut random = Random(8);
    for _ in 0..6_000 {
        let text: String = (0..random.between(0, 60)).map(|_| LETTERS[random.between(0, 7) as usize]).collect();
        let (sources, file) = one("a.ics", &text);
        let mut point = || random.between(0, text.len() as i32 + 2) as usize;
        let spans: Vec<Span> = [(point(), point()), (point(), point()), (point(), point())].map(|(a, b)| at(file, a.min(b), a.max(b))).into();
        let style = Style { width: random.between(0, 50) as usize, unicode: random.next().is_multiple_of(2), ..EN };
        let drawn = terminal::render(&plain(spans.clone(), &["first", "", "third"]), &sources, &style);
        assert!(drawn.contains("first") && drawn.contains("third"), "{text:?} {spans:?}\n{drawn}");
        let place = sources.file(file).position(spans[0].start);
        assert!(drawn.contains(&format!("[a.ics:{}:{}]", place.line, place.column)), "{text:?} {spans:?}\n{drawn}");
    }
}

#[test]
fn summaries() {
    let both = |errors, warnings| [Lang::En, Lang::Zh].map(|lang| terminal::summary(errors, warnings, lang));
    assert_eq!(both(2, 1), ["2 errors, 1 warning", "2 个错误，1 个警告"]);
    assert_eq!(both(1, 0), ["1 error", "1 个错误"]);
    assert_eq!(both(0, 3), ["3 warnings", "3 个警告"]);
    assert_eq!(both(0, 0), ["no errors", "没有错误"]);
}

#[test]
fn one_line_each() {
    let (sources, file) = one("policies/评价.ics", POLICY);
    let diagnostic = money_and_date(&sources, file);
    assert_eq!(short::line(&diagnostic, &sources, Lang::En), "policies/评价.ics:7:26: error[E0304]: cannot add money and a date");
    assert_eq!(short::line(&diagnostic, &sources, Lang::Zh), "policies/评价.ics:7:26: error[E0304]: 金额不能与日期相加");
    let broken = plain(vec![at(file, 0, 0)], &[""]);
    let broken = Diagnostic { code: "W0001", severity: Severity::Warning, en: Words::new("two\n  lines"), ..broken };
    assert_eq!(short::line(&broken, &sources, Lang::En), "policies/评价.ics:1:1: warning[W0001]: two lines");
}

#[test]
fn as_json() {
    let mut sources = Sources::default();
    let file = sources.add("甲.ics", "\u{feff}甲 = 1\r\n𠮷 = 甲 ＋ 2\n");
    let other = sources.add("b.ics", "甲\n");
    let plus = find(&sources, file, "＋");
    let words = |headline: &str, label: &str| Words::new(headline).label(label).label("");
    let diagnostic = Diagnostic {
        arguments: [("name".to_owned(), "甲".into()), ("span".to_owned(), 0.into())].into_iter().collect(),
        fixes: vec![Fix { span: plus, replacement: "+".to_owned() }, Fix { span: plus.after(), replacement: " ".to_owned() }],
        ..error(vec![plus, at(other, 0, 3)], words("full-width plus", "here").help("write `+`"), words("全角加号", "此处").help("请写「+」"))
    };
    let bare = Diagnostic { code: "W0101", severity: Severity::Warning, ..plain(Vec::new(), &[]) };
    let value = json::to_json(&[diagnostic, bare], &sources);
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
    assert_eq!(json::to_json(&[], &sources).to_string(), r#"{"schema_version":1,"diagnostics":[]}"#);
}
