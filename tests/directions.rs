//! How values move with a field: what is found for one construct each.

use ics::compile::compile;
use ics::prove::depends::depends;
use ics::prove::direction::{Direction, direction};
use ics::region::{Region, World};
use ics::source::Sources;

/// The direction of `x` with the field `a`.
fn found(rest: &str) -> Direction {
    let text = format!(
        "policy p \"试\" {{ }}\nenum stage {{ startup, growth, mature }}\nrecord firm {{\n  key id : text\n  a : 万元 [0, 1000000] decimals 2\n  \
         b : 万元 [0, 1000000]\n  part : 万元 [0, 1000000]\n  whole : 万元 [0, 1000000]\n  maybe : 万元? [0, 1000000]\n  n : 人 [1, 100000]\n  born : date\n  \
         s : stage\n  yes : bool\n  check part <= whole \"部分不大于整体\"\n  check a <= whole \"甲不大于整体\"\n}}\n{rest}\n"
    );
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let compiled = compile(sources, file, &[]);
    let Some(program) = compiled.program else { panic!("{rest}: {:#?}", compiled.diagnostics.iter().map(|one| &one.en).collect::<Vec<_>>()) };
    let world = World::of(&program);
    let id = program.record.fields.iter().position(|field| field.name == "a").unwrap();
    let slot = program.slot(program.find("x").unwrap());
    direction(world, &Region::valid(world), &slot.expr, ics::ir::record::FieldId(id as u32)).direction()
}

#[track_caller]
fn is(expected: Direction, rests: &[&str]) {
    let wrong: Vec<(&str, Direction)> = rests.iter().map(|rest| (*rest, found(rest))).filter(|(_, found)| *found != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rises() {
    is(
        Direction::Rising,
        &[
            "let x = a * 2 + b",
            "let x = 3 * a - a",
            "let x = a * part",
            "let x = a / n",
            "let x = a / (a + b + 1万元)",
            "let x = a / whole",
            "let x = (a / b) default 0",
            "let x = (a / maybe) default 0",
            "let x = min(a, b) + max(a, part) + clamp(a, 0, 5万元) + round(a)",
            "let x = band a { >= 600万元 -> 20, [100万元, 600万元) -> 10, < 100万元 -> 0 }",
            "let x = band a { >= 600万元 -> 20 + yes_points, [100万元, 600万元) -> 10, < 100万元 -> 0 }\nlet yes_points = if yes then 5 else 1",
            "let x = band a { [100万元, 600万元) -> 10, >= 600万元 -> 12, otherwise -> 3 }",
            "let x = if a >= 100万元 then b + 5万元 else b",
            "let x = if a > b then a else b",
            "let x = if a > b then b else a",
            "let x = if a >= 100万元 and yes then 2 else 1",
            "let x = when { a >= 600万元 -> 3, a >= 100万元 -> 2, yes -> 1, otherwise -> 1 }",
            "let x = when { s = startup -> a * 2, s = growth -> a, otherwise -> 0元 }",
            "let x = band s { startup -> a * 2, growth -> a, mature -> a / 2 }",
            "let x = linear a { 0万元 -> 0, 100万元 -> 5, 200万元 -> 5, 300万元 -> 9 }",
            "let x = a >= 5万元 and b >= 3万元 or yes",
            "let x = not (a < 5万元)",
            "let x = a in [10万元, ..)",
            "let x = count(a >= 5万元, a >= 10万元, yes)",
            "decision x { | a | yes | -> |\n | >= 600万元 | true | 9 |\n | >= 600万元 | false | 5 |\n | < 600万元 | true | 7 |\n | < 600万元 | false | 1 |\n }",
            "param p by 万元 { [0万元, 10万元) -> 1, [10万元, ..) -> 2 }\nlet x = p[a]",
            "function f(v: 万元, w: 万元) = if v > w then 2 else 1\nlet x = f(a, b)",
            "param rate : number { from 2000-01-01 -> 2, from 2020-01-01 -> 3 }\nlet x = rate * a",
            "let share = a / whole\nlet x = band share { >= 60% -> 20, [30%, 60%) -> 10, < 30% -> 0, missing -> 0 }",
            "indicator i out of 10 { points band a { >= 600万元 -> 10, < 600万元 -> 0 } }\nindicator j out of 5 { points if yes then 5 else 0 }\nscore x out of 100 { i, j weights by s { | | startup | growth | mature |\n | i | 50 | 60 | 70 |\n | j | 50 | 40 | 30 | } }",
            "eligibility x { require a >= 5万元 require yes veto b > 100万元 direct { a > 100万元 } }",
            "let x = sum_present(a, maybe)",
            "let x = sqrt(a / 1万元)",
        ],
    );
}

#[test]
fn falls() {
    is(
        Direction::Falling,
        &[
            "let x = b - a",
            "let x = -2 * a",
            "let x = b / (a + 1万元)",
            "let x = b / (a + b)",
            "let x = whole - a",
            "let x = band a { >= 600万元 -> 0, < 600万元 -> 10 }",
            "let x = a < 5万元 and yes",
            "let x = max(0元, b - a)",
        ],
    );
}

#[test]
fn stays() {
    is(
        Direction::Constant,
        &[
            "let x = b * 2",
            "let x = a - a + b",
            "let x = if a < 0元 then 1 else 2",
            "let x = band s { startup -> 1, growth -> 2, mature -> 3 }",
            "let x = a is missing",
            "let x = if yes and not yes then a else b",
        ],
    );
}

#[test]
fn is_not_settled() {
    is(
        Direction::Unknown,
        &[
            "let x = a * (b - part)",
            "let x = (b / a) default 0",
            "let x = band a { >= 600万元 -> 5, [100万元, 600万元) -> 10, < 100万元 -> 0 }",
            "let x = when { s = startup -> a, otherwise -> -a }",
            "let x = a = b",
        ],
    );
}

#[test]
fn what_a_value_reads() {
    let text =
        "policy p { }\nrecord firm { key id : text\n a : number\n b : number\n c : number }\nlet y = a + b\noutput x = if c > 0 then y else 1\n";
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let program = compile(sources, file, &[]).program.unwrap();
    let of = |name: &str| {
        let slot = program.slot(program.find(name).unwrap());
        depends(World::of(&program), &slot.expr).into_iter().map(|id| program.record.field(id).name.clone()).collect::<Vec<String>>()
    };
    assert_eq!(of("x"), ["a", "b", "c"]);
    assert_eq!(of("y"), ["a", "b"]);
}
