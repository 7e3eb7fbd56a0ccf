//! Reports on populations: what they count is what a slow count of record after record finds, whatever the threads, the files and their formats.

mod support;

use ics::analyse::figures::{Source, figure_edges};
use ics::ir::Program;
use ics::value::Value;
use ics::value::calendar::Day;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use support::{HEADER, Scored, firms, folder, ics, naive, report};

const BY: [&str; 2] = ["--by", "region,city,listed,founded,large,rank"];

fn count(json: &Json) -> u64 {
    json["count"].as_u64().unwrap()
}

/// How many scored records are so.
fn how_many(scored: &[Scored], is: impl Fn(&Scored) -> bool) -> u64 {
    scored.iter().filter(|one| is(one)).count() as u64
}

#[test]
fn counts_are_those_of_a_slow_count() {
    let text = firms(1500, 11);
    let folder = folder(&[("firms.csv", &text)]);
    let told = report(folder.path(), &[&["firms.csv"], &BY[..]].concat());
    let (program, scored, rejected) = naive(&text);
    let all = scored.len() as u64;
    assert_eq!((told["records"]["scored"].as_u64(), told["records"]["rejected"].as_u64()), (Some(all), Some(rejected)));
    assert!(all > 800 && rejected > 20);

    let totals: Vec<i128> = scored.iter().map(|one| one.slot(&program, "total").mantissa().unwrap()).collect();
    let score = &told["scores"][0];
    let sum = totals.iter().sum::<i128>();
    let scale = scale(&program, "total");
    assert_eq!(score["sum"]["exact"], decimal(sum, scale));
    // The mean is the sum over the count, rounded to two places more.
    assert_eq!(score["mean"]["exact"], decimal((sum * 200 + i128::from(all)) / (2 * i128::from(all)), scale + 2));
    let bars = score["bars"].as_array().unwrap();
    assert_eq!(bars.iter().map(count).sum::<u64>(), all);
    let median = {
        let mut sorted = totals.clone();
        sorted.sort_unstable();
        sorted[(sorted.len() - 1) / 2]
    };
    assert_eq!(score["quartiles"][2]["exact"], decimal(median, scale));
    let passes: Vec<&str> = score["passes"].as_array().unwrap().iter().map(|pass| pass["at"]["exact"].as_str().unwrap()).collect();
    assert_eq!(passes, ["80", "40", "50"]);
    for (position, name) in ["inventive", "grown"].into_iter().enumerate() {
        let sum: i128 = scored.iter().map(|one| one.slot(&program, name).mantissa().unwrap()).sum();
        assert_eq!(score["parts"][position]["sum"]["exact"], decimal(sum, self::scale(&program, name)), "{name}");
    }

    for (position, member) in told["grades"][0]["members"].as_array().unwrap().iter().enumerate() {
        let expected = how_many(&scored, |one| one.slot(&program, "rank") == Value::Member(position as u32));
        assert_eq!(count(&member["records"]), expected);
    }
    eligibilities(&told, &program, &scored);
    let blanks = told["blanks"]["fields"].as_array().unwrap();
    assert_eq!(blanks.len(), 4);
    for field in blanks {
        let name = field["name"].as_str().unwrap();
        assert_eq!(count(&field["blank"]), how_many(&scored, |one| one.field(&program, name).is_missing()), "{name}");
    }
    groups(&told, &program, &scored);
}

/// The conditions of the first eligibility, without which nobody has it.
fn unmet(program: &Program, one: &Scored) -> Vec<(&'static str, Option<bool>)> {
    let total = one.slot(program, "total").mantissa().unwrap();
    let founded = one.field(program, "founded");
    let Value::Date(founded) = founded else { panic!("{founded:?}") };
    let places = program.record.fields.iter().find(|field| field.name == "sales").unwrap().kind.value_type().scale();
    let sales = one.field(program, "sales").mantissa().map(|sales| sales >= 5_000_000 * 10_i128.pow(u32::from(places)));
    let first = ics::value::calendar::Day::from_civil(2015, 6, 30).unwrap();
    let listed = one.field(program, "listed").truth().map(|listed| !listed);
    let met = [
        ("总分不低于50", Some(total >= 50 * 10_i128.pow(u32::from(scale(program, "total"))))),
        ("2015年6月底前成立", Some(founded <= first)),
        ("收入500万元以上", sales),
        ("已上市", listed),
    ];
    met.into_iter().filter(|(_, met)| *met != Some(true)).collect()
}

fn eligibilities(told: &Json, program: &Program, scored: &[Scored]) {
    let grant = &told["eligibilities"][0];
    let verdict = |one: &Scored| one.slot(program, "grant").truth();
    for (name, truth) in [("eligible", Some(true)), ("ineligible", Some(false)), ("undetermined", None)] {
        assert_eq!(count(&grant["verdicts"][name]), how_many(scored, |one| verdict(one) == truth), "{name}");
    }
    let mut expected: BTreeMap<(String, bool), (u64, u64)> = BTreeMap::new();
    for one in scored.iter().filter(|one| verdict(one) != Some(true)) {
        let unmet = unmet(program, one);
        let decided = unmet.iter().any(|(_, met)| met.is_some());
        for (words, met) in unmet.iter().filter(|(_, met)| met.is_some() || !decided) {
            let (times, alone) = expected.entry(((*words).to_owned(), met.is_none())).or_default();
            *times += 1;
            *alone += u64::from(unmet.len() == 1 && met.is_some());
        }
    }
    let found = grant["refusals"].as_array().unwrap().iter().map(|refusal| {
        let key = (refusal["words"].as_str().unwrap().to_owned(), refusal["undetermined"].as_bool().unwrap());
        (key, (count(&refusal["records"]), refusal["alone"].as_u64().unwrap()))
    });
    assert_eq!(found.collect::<BTreeMap<(String, bool), (u64, u64)>>(), expected);
    assert!(expected.values().any(|(_, alone)| *alone > 0));
}

fn groups(told: &Json, program: &Program, scored: &[Scored]) {
    let key = |one: &Scored, name: &str| -> Option<String> {
        let value = if program.record.fields.iter().any(|field| field.name == name) { one.field(program, name) } else { one.slot(program, name) };
        let list = |names: [&str; 3], member: u32| Some(names[member as usize].to_owned());
        match value {
            Value::Missing => None,
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Text(text) => Some(text.to_string()),
            Value::Date(day) => Some(day.civil().0.to_string()),
            Value::Member(member) if name == "region" => list(["north", "south", "west"], member),
            Value::Member(member) => list(["high", "middle", "low"], member),
            Value::Number(_) => panic!("{name}"),
        }
    };
    for (position, name) in ["region", "city", "listed", "founded", "large", "rank"].into_iter().enumerate() {
        let by = &told["by"][position];
        assert_eq!(by["name"], name);
        let mut expected: BTreeMap<Option<String>, Vec<&Scored>> = BTreeMap::new();
        scored.iter().for_each(|one| expected.entry(key(one, name)).or_default().push(one));
        let listed = by["groups"].as_array().unwrap();
        assert_eq!(listed.len(), expected.len(), "{name}");
        for (place, group) in listed.iter().enumerate() {
            let members = &expected[&group["value"].as_str().map(str::to_owned)];
            assert_eq!(count(&group["records"]), members.len() as u64);
            for (position, name) in ["grant", "loan"].into_iter().enumerate() {
                let eligible = members.iter().filter(|one| one.slot(program, name).truth() == Some(true)).count() as u64;
                assert_eq!(count(&group["verdicts"][position]["eligible"]), eligible);
            }
            let mut totals: Vec<i128> = members.iter().map(|one| one.slot(program, "total").mantissa().unwrap()).collect();
            totals.sort_unstable();
            assert_eq!(group["scores"][0]["sum"]["exact"], decimal(totals.iter().sum(), scale(program, "total")));
            assert_eq!(group["scores"][0]["quartiles"][1]["exact"], decimal(totals[totals.len().div_ceil(4) - 1], scale(program, "total")));
            for (field, blank) in
                told["blanks"]["fields"].as_array().unwrap().iter().zip(told["blanks"]["by"][position]["groups"][place].as_array().unwrap())
            {
                let blanks = members.iter().filter(|one| one.field(program, field["name"].as_str().unwrap()).is_missing()).count() as u64;
                assert_eq!(count(blank), blanks);
            }
        }
    }
}

/// The decimal places of a named value.
fn scale(program: &Program, name: &str) -> u8 {
    program.slot(program.find(name).unwrap()).expr.ty.scale()
}

/// A mantissa as the report writes it.
fn decimal(mantissa: i128, scale: u8) -> String {
    ics::value::decimal::Decimal::new(mantissa, scale).normalized().to_string()
}

#[test]
fn edges_are_counted_on_both_sides() {
    let text = firms(1500, 5);
    let folder = folder(&[("firms.csv", &text)]);
    let told = report(folder.path(), &["firms.csv"]);
    let (program, scored, _) = naive(&text);
    let edges = told["edges"]["strongest"].as_array().unwrap();
    let staff =
        |low: i128, high: i128| how_many(&scored, |one| one.field(&program, "staff").mantissa().is_some_and(|staff| (low..high).contains(&staff)));
    let mut seen = 0;
    for edge in edges.iter().filter(|edge| edge["name"] == "staff") {
        let at: i128 = edge["at"]["exact"].as_str().unwrap().parse().unwrap();
        assert_eq!(edge["width"]["exact"], "1");
        assert_eq!((edge["below"].as_u64(), edge["above"].as_u64()), (Some(staff(at - 1, at)), Some(staff(at, at + 1))));
        for (step, part) in edge["parts"].as_array().unwrap().iter().enumerate() {
            let low = at - i128::from(edge["parts_below"].as_u64().unwrap()) + step as i128;
            assert_eq!(part.as_u64(), Some(staff(low, low + 1)));
        }
        seen += 1;
    }
    assert_eq!(seen, 2);
    // The window of 500万元 is a hundredth of it, and many firms were made to lie just above and just below.
    let sales = edges.iter().find(|edge| edge["name"] == "sales").unwrap();
    assert_eq!((&sales["at"]["exact"], &sales["width"]["exact"]), (&Json::from("500"), &Json::from("5")));
    assert!(sales["above"].as_u64().unwrap() > 100 && sales["below"].as_u64().unwrap() > 100);
    // A condition and a band at one edge are told together.
    let shared = edges.iter().find(|edge| edge["name"] == "staff" && edge["at"]["exact"] == "20").unwrap();
    assert_eq!(shared["rules"], serde_json::json!(["规模", "20人以上"]));
}

#[test]
fn nothing_depends_on_threads_files_or_formats() {
    let (first, second) = (firms(2500, 1), firms(700, 2));
    let together = format!("{first}{}", second.split_once('\n').unwrap().1);
    let folder = folder(&[("all.csv", &together)]);
    let path = folder.path();
    let whole = report(path, &[&["all.csv", "--threads", "1"], &BY[..]].concat());
    let page = |name: &str, arguments: &[&str]| {
        let (status, _, err) = ics(path, &[arguments, &BY[..], &["--report", name]].concat());
        assert!(status < 2, "{err}");
        std::fs::read_to_string(path.join(name)).unwrap()
    };
    let one = page("one.html", &["all.csv", "--threads", "1"]);
    assert!(one == page("five.html", &["all.csv", "--threads", "5"]), "the page depends on the threads");
    // As Parquet, Excel and NDJSON, of the records that can be read.
    let fields = ["--columns", "id,region,city,listed,founded,staff,sales,rd"];
    let results = |name: &str| assert!(ics(path, &[&["all.csv", "-o", name], &fields[..]].concat()).0 < 2);
    ["good.parquet", "good.xlsx", "good.ndjson", "good.csv"].into_iter().for_each(results);
    let parts = |json: &Json| ["scores", "grades", "eligibilities", "by", "blanks", "edges"].map(|name| json[name].clone());
    for name in ["good.parquet", "good.xlsx", "good.ndjson", "good.csv"] {
        let told = report(path, &[&[name], &BY[..]].concat());
        assert_eq!(parts(&told), parts(&whole), "{name}");
        assert_eq!(told["records"]["rejected"], 0);
    }
    std::fs::write(path.join("1.csv"), &first).unwrap();
    std::fs::write(path.join("2.csv"), &second).unwrap();
    let several = report(path, &[&["1.csv", "2.csv", "--threads", "3"], &BY[..]].concat());
    assert_eq!(parts(&several), parts(&whole));
    let limited = report(path, &[&["all.csv", "--limit", "100"], &BY[..]].concat());
    assert_eq!(limited["records"]["read"], 100);
    // Beside results and the record of a run.
    let (status, _, err) = ics(
        path,
        &["all.csv", "-o", "out.csv", "--manifest", "run.json", "--report", "beside.json", "-q", "--by", "region,city,listed,founded,large,rank"],
    );
    assert!(status < 2, "{err}");
    let beside: Json = serde_json::from_str(&std::fs::read_to_string(path.join("beside.json")).unwrap()).unwrap();
    assert_eq!(parts(&beside), parts(&whole));
    assert_eq!(std::fs::read_to_string(path.join("out.csv")).unwrap().lines().count() as u64, whole["records"]["scored"].as_u64().unwrap() + 1);
}

#[test]
fn a_field_with_a_value_for_each_record_is_not_told_apart() {
    let line = |number: u32| format!("F{number},north,town {number},no,2014-01-01,{},600,10\n", number % 200);
    let many: String = std::iter::once(HEADER.to_owned()).chain((0..30_000).map(line)).collect();
    let few: String = std::iter::once(HEADER.to_owned()).chain((0..100).map(line)).collect();
    let folder = folder(&[("many.csv", &many), ("few.csv", &few)]);
    let told = report(folder.path(), &["many.csv", "--by", "city", "--threads", "3"]);
    assert_eq!(told["records"]["scored"], 30_000);
    assert_eq!((&told["by"][0]["values"], &told["by"][0]["groups"]), (&Json::Null, &Json::from(Vec::<Json>::new())));
    let told = report(folder.path(), &["few.csv", "--by", "city"]);
    assert_eq!(told["by"][0]["values"], 100);
    assert_eq!(told["by"][0]["groups"].as_array().unwrap().len(), 40);
    assert_eq!(count(&told["by"][0]["others"]["records"]), 60);
    let (_, _, err) = ics(folder.path(), &["many.csv", "--by", "city", "--report", "page.html"]);
    assert!(std::fs::read_to_string(folder.path().join("page.html")).unwrap().contains("more different values"), "{err}");
}

#[test]
fn little_or_nothing_can_be_reported_on() {
    let one = "F1,north,,no,2014-01-01,50,600,70\n";
    let bad = "F2,nowhere,,no,2014-01-01,50,600,70\n";
    let files = [("empty.csv", HEADER.to_owned()), ("one.csv", format!("{HEADER}{one}")), ("bad.csv", format!("{HEADER}{bad}"))];
    let folder = folder(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    for (name, records) in [("empty.csv", (0, 0)), ("one.csv", (1, 0)), ("bad.csv", (0, 1))] {
        let told = report(folder.path(), &[name, "--by", "region"]);
        assert_eq!((told["records"]["scored"].as_u64().unwrap(), told["records"]["rejected"].as_u64().unwrap()), records, "{name}");
        for lang in ["en", "zh"] {
            let (status, _, err) = ics(folder.path(), &[name, "--by", "region", "--report", "page.html", "--lang", lang]);
            assert!(status < 2, "{err}");
            let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
            assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
        }
    }
    assert_eq!(report(folder.path(), &["bad.csv"])["rejections"][0]["code"], "E0543");
    assert_eq!(report(folder.path(), &["one.csv"])["scores"][0]["quartiles"][0]["exact"], "85.5");
}

#[test]
fn a_policy_without_scores_is_reported_on_too() {
    let policy = "policy plain \"简单\" { source \"虚构\" }\nrecord firm \"企业\" { key id \"编号\" : text  staff \"人数\" : 人 [0, 1000] }\noutput large \"大\" = staff >= 10 人\n";
    let folder = folder(&[("plain.ics", policy), ("firms.csv", "id,staff\nA,9\nB,10\n")]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ics"));
    let output =
        command.current_dir(folder.path()).args(["score", "plain.ics", "firms.csv", "--by", "large", "--report", "report.json"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Json = serde_json::from_str(&std::fs::read_to_string(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!((told["scores"].as_array().unwrap().len(), told["eligibilities"].as_array().unwrap().len()), (0, 0));
    assert_eq!(told["by"][0]["groups"].as_array().unwrap().len(), 2);
}

#[test]
fn pages_in_both_languages() {
    let text = firms(60, 3);
    let folder = folder(&[("firms.csv", &text)]);
    for lang in ["en", "zh"] {
        let (_, _, err) = ics(folder.path(), &["firms.csv", "--by", "region,founded", "--report", "page.html", "--lang", lang]);
        let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap_or_else(|_| panic!("{err}"));
        assert!(!["<script", "http://", "https://fonts", "src="].iter().any(|word| page.replace("http://www.w3.org/2000/svg", "").contains(word)));
        // The style is that of every page, and has tests of its own.
        let (before, rest) = page.split_once("<style>").unwrap();
        let (_, after) = rest.split_once("</style>").unwrap();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("page_{lang}"), format!("{before}{after}"));
        });
    }
}

#[test]
fn what_cannot_be_grouped_by_is_said() {
    let folder = folder(&[("firms.csv", &format!("{HEADER}F1,north,,no,2014-01-01,50,600,70\n"))]);
    for (name, code, word) in
        [("staff", "E0741", "which is a number"), ("id", "E0741", "which is their key"), ("regoin", "E0713", "is `region` meant?")]
    {
        let (status, _, err) = ics(folder.path(), &["firms.csv", "--report", "page.html", "--by", name]);
        assert_eq!(status, 2);
        assert!(err.contains(code) && err.contains(word), "{err}");
        assert!(!folder.path().join("page.html").exists());
    }
    let (status, _, err) = ics(folder.path(), &["firms.csv", "--report", "page.doc"]);
    assert!(status == 2 && err.contains("end it in .html or .json"), "{err}");
    let (status, _, err) = ics(folder.path(), &["firms.csv", "--by", "region"]);
    assert!(status == 2 && err.contains("--report"), "{err}");
}

#[test]
fn the_edges_of_a_policy_are_found_with_their_figures() {
    let program = |path: &str| {
        let mut sources = ics::source::Sources::default();
        let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let file = sources.add("policy.ics", text);
        ics::compile::compile(sources, file, &[]).program.unwrap()
    };
    let national = program("examples/national/national.ics");
    let edges = figure_edges(&national, Day::from_civil(2026, 1, 1).unwrap());
    let name = |source: Source| match source {
        Source::Field(id) => national.record.field(id).name.clone(),
        Source::Slot(id) => national.slot(id).name.clone(),
    };
    let at = |figure: &str| -> Vec<i128> { edges.iter().filter(|edge| name(edge.source) == figure).map(|edge| edge.below + 1).collect() };
    assert_eq!(at("patents"), [10, 6, 3, 1]);
    assert_eq!(at("total"), [6000]);
    // Bounds by industry apply to that industry only.
    let sizes = program("policies/sme_size_2011.ics");
    assert!(figure_edges(&sizes, Day::from_civil(2012, 1, 1).unwrap()).iter().any(|edge| !edge.cases.is_empty()));
}
