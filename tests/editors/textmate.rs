//! The TextMate grammar, for VS Code and what reads its grammars.
//!
//! In: token rules and words. Out: JSON. Brackets nest and declarations end at the next one at the start of a line, so that what is
//! not finished does not colour the rest of the file.

use crate::rules::{Dialect, Rules, escaped};
use crate::words::{Role, functions, keywords, role, spellings};
use ics::syntax::keyword::KEYWORDS;
use serde_json::{Map, Value, json};

const DIALECT: Dialect = Dialect::Oniguruma;

/// Blanks within a line; a tab ends a cell, but no keyword.
const BLANK: &str = "[ \\t\\x{3000}]";
const NAME: &str = "[\\p{XID_Start}_]\\p{XID_Continue}*";
const WORD_START: &str = "(?<!\\p{XID_Continue})";
const WORD_END: &str = "(?!\\p{XID_Continue})";

/// Words as one expression, the longest first: blanks in them may be any.
pub fn words<T: AsRef<str>>(words: &[T]) -> String {
    let mut sorted: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    sorted.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), *word));
    let one = |word: &&str| word.split(' ').map(|part| escaped(part, DIALECT)).collect::<Vec<_>>().join(&format!("{BLANK}+"));
    format!("(?:{})", sorted.iter().map(one).collect::<Vec<_>>().join("|"))
}

fn whole(list: &[&str]) -> String {
    format!("{WORD_START}{}{WORD_END}", words(list))
}

/// A name that is declared: any word that is not reserved.
fn declared_name() -> String {
    let reserved: Vec<&str> = [Role::Constant, Role::Operator, Role::Control].into_iter().flat_map(keywords).collect();
    format!("(?!{}{WORD_END}){NAME}", words(&reserved))
}

fn scope(name: &str) -> String {
    format!("{name}.ics-policy")
}

fn rule(name: &str, pattern: &str) -> Value {
    json!({ "name": scope(name), "match": pattern })
}

fn captures(names: &[&str]) -> Value {
    let numbered = names.iter().enumerate().filter(|(_, name)| !name.is_empty());
    Value::Object(numbered.map(|(at, name)| ((at + 1).to_string(), json!({ "name": scope(name) }))).collect::<Map<String, Value>>())
}

fn include(names: &[&str]) -> Value {
    Value::Array(names.iter().map(|name| json!({ "include": name })).collect())
}

/// The scope of a declared name, by the keyword that declares it.
fn declared(english: &str) -> &'static str {
    match english {
        "policy" => "entity.name.namespace",
        "unit" => "entity.name.type.unit",
        "enum" => "entity.name.type.enum",
        "record" => "entity.name.type.record",
        "param" => "variable.other.constant.param",
        "let" | "output" | "example" => "variable.other.definition",
        "function" => "entity.name.function",
        "table" | "decision" => "entity.name.type.table",
        _ => "entity.name.function.result",
    }
}

/// The grammar of policies.
pub fn grammar(rules: &Rules) -> String {
    let regex = |name: &str| rules.regex(name, DIALECT);
    let declarations = words(&keywords(Role::Declaration));
    // A declaration at the start of a line ends whatever is open.
    let next = format!("^(?={declarations}{BLANK}+[\\p{{XID_Start}}_\"“”＂])");
    let mut repository = Map::new();
    let mut add = |name: &str, value: Value| repository.insert(name.to_string(), value);

    add("comment", rule("comment.line.number-sign", &format!("{}.*$", rules.first("comment", DIALECT))));
    add(
        "text",
        json!({
            "name": scope("string.quoted.double"), "begin": regex("quote"), "end": format!("{}|$", regex("unquote")),
            "patterns": [rule("constant.character.escape", "\\\\.")],
        }),
    );
    add("date", rule("constant.numeric.date", &regex("date")));
    add("number", number(rules));
    add("declaration", declaration());
    add("enum", members(&next, rules));
    add("record", block("record", "meta.record", &next, &["#comment", "#text", "#field", "#main"], rules));
    add("table", grid(&next, rules));
    add("braces", json!({ "begin": regex("lbrace"), "end": format!("{}|{next}", regex("rbrace")), "patterns": include(&["#main"]) }));
    add("field", field(rules));
    add("kind", kind(rules));
    add("words", reserved(rules));
    add("function", known(rules));
    add("call", call(rules));
    add("signs", signs(rules));
    add("name", rule("variable.other", &format!("{WORD_START}{NAME}")));
    add(
        "main",
        json!({ "patterns": include(&[
            "#comment", "#text", "#enum", "#record", "#table", "#declaration", "#kind", "#date", "#number", "#function", "#words", "#call",
            "#signs", "#braces", "#name",
        ]) }),
    );
    let grammar = json!({
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "comment": "Generated from grammar/ics.pest and the tables of the program: ICS_UPDATE=1 cargo test --test editors",
        "name": "ICS policy",
        "scopeName": "source.ics-policy",
        "fileTypes": ["ics"],
        "firstLineMatch": first_line(),
        "patterns": include(&["#main"]),
        "repository": repository,
    });
    pretty(&grammar)
}

/// A first line that only a policy has: a declaration, or a comment that names the mode. It is read by JavaScript too.
pub fn first_line() -> String {
    let blank = "[ \\t\u{3000}]";
    let mark = "\u{FEFF}?";
    // The English words start lines of many other files.
    let declarations = KEYWORDS.iter().filter(|keyword| role(keyword) == Role::Declaration).map(|keyword| keyword.chinese);
    let named = declarations.chain(["policy"]).collect::<Vec<&str>>().join("|");
    format!("^{mark}{blank}*(?:(?:{named}){blank}+[^\\s{{}}=]|[#＃].*-\\*-.*\\bics-policy\\b.*-\\*-)")
}

fn number(rules: &Rules) -> Value {
    let words = words(&KEYWORDS.iter().flat_map(|keyword| [keyword.english, keyword.chinese]).collect::<Vec<_>>());
    let unit = format!("(?:[%％‰]|(?!{words}{WORD_END}){NAME})");
    let division = rules.regex("op_div", DIALECT);
    json!({
        "match": format!("{WORD_START}({})(?:{BLANK}*({unit}(?:{division}{unit})*))?", rules.regex("number", DIALECT)),
        "captures": captures(&["constant.numeric", "keyword.other.unit"]),
    })
}

fn declaration() -> Value {
    // The others have rules of their own, or no name.
    let plain = |english: &str| !["enum", "record", "table", "decision", "ensure", "test"].contains(&english);
    let kinds = KEYWORDS.iter().filter(|keyword| role(keyword) == Role::Declaration && plain(keyword.english));
    let named = kinds.map(|keyword| {
        json!({
            "match": format!("{WORD_START}({}){BLANK}+({})", words(&[keyword.english, keyword.chinese]), declared_name()),
            "captures": captures(&[&format!("keyword.declaration.{}", keyword.english), declared(keyword.english)]),
        })
    });
    let alone = rule("keyword.declaration", &format!("{}(?!{BLANK}*[=＝:：])", whole(&keywords(Role::Declaration))));
    json!({ "patterns": named.chain([alone]).collect::<Vec<Value>>() })
}

/// A declaration whose braces hold something of their own.
fn block(english: &str, name: &str, next: &str, inside: &[&str], rules: &Rules) -> Value {
    let (open, close) = (rules.regex("lbrace", DIALECT), rules.regex("rbrace", DIALECT));
    json!({
        "name": scope(name),
        "begin": format!("{WORD_START}({}){BLANK}+({})", words(&spellings(english)), declared_name()),
        "beginCaptures": captures(&[&format!("keyword.declaration.{english}"), declared(english)]),
        "end": format!("(?<={close})|{next}"),
        "patterns": [
            { "include": "#comment" },
            { "include": "#text" },
            { "begin": open, "end": format!("{close}|{next}"), "patterns": include(inside) },
        ],
    })
}

fn members(next: &str, rules: &Rules) -> Value {
    let mut enumeration = block("enum", "meta.enum", next, &["#comment", "#text"], rules);
    let code = format!("{}(?={BLANK}*[\"“”＂])", whole(&spellings("code")));
    if let Some(patterns) = enumeration.pointer_mut("/patterns/2/patterns").and_then(Value::as_array_mut) {
        patterns.push(rule("keyword.other.clause", &code));
        patterns.push(rule("variable.other.enummember", &format!("{WORD_START}{NAME}")));
        patterns.push(rule("punctuation.separator", &rules.regex("comma", DIALECT)));
    }
    enumeration
}

/// Tables: the row of titles is told from the others.
fn grid(next: &str, rules: &Rules) -> Value {
    let (open, close) = (rules.regex("lbrace", DIALECT), rules.regex("rbrace", DIALECT));
    let named = words(&[spellings("table"), spellings("decision")].concat());
    let (weights, behind) = (words(&spellings("weights")), words(&[spellings("by"), spellings("from")].concat()));
    let titles = json!({
        "name": scope("meta.table.header"),
        "begin": format!("(?<={open})(?!{BLANK}*{close})"), "end": format!("(?<=[^\\s{{｛]){BLANK}*$|(?={close})|{next}"),
        "patterns": [
            { "include": "#comment" }, { "include": "#text" }, { "include": "#kind" }, { "include": "#words" }, { "include": "#signs" },
            rule("variable.parameter.column", &format!("{WORD_START}{NAME}")),
            { "include": "#main" },
        ],
    });
    json!({
        "name": scope("meta.table"),
        "begin": format!("{WORD_START}(?:({named}){BLANK}+({})|({weights})(?={BLANK}*(?:{open}|{behind}{WORD_END})))", declared_name()),
        "beginCaptures": captures(&["keyword.declaration.table", declared("table"), "keyword.other.clause"]),
        "end": format!("(?<={close})|{next}"),
        "patterns": [
            { "begin": open, "end": format!("{close}|{next}"), "patterns": [titles, { "include": "#main" }] },
            { "include": "#comment" }, { "include": "#text" }, { "include": "#kind" }, { "include": "#date" }, { "include": "#number" },
            { "include": "#function" }, { "include": "#words" }, { "include": "#call" }, { "include": "#signs" }, { "include": "#name" },
        ],
    })
}

/// A field: a name, perhaps a label, and a colon.
fn field(rules: &Rules) -> Value {
    let (quote, unquote) = (rules.regex("quote", DIALECT), rules.regex("unquote", DIALECT));
    let label = format!("(?:{quote}(?:[^\"“”＂\\\\]|\\\\.)*{unquote})?");
    json!({
        "match": format!("(?:{WORD_START}({}){BLANK}+)?{WORD_START}({NAME})(?={BLANK}*{label}{BLANK}*{})", words(&spellings("key")), rules.regex("colon", DIALECT)),
        "captures": captures(&["keyword.other.clause", "variable.other.property"]),
    })
}

/// A type behind a colon.
fn kind(rules: &Rules) -> Value {
    let types = words(&keywords(Role::Type));
    let sign = rules.regex("op_div", DIALECT);
    let times = rules.regex("op_mul", DIALECT);
    json!({
        "match": format!("({}){BLANK}*(?:({types}){WORD_END}|((?:[%％‰]|{NAME})(?:{BLANK}*(?:{sign}|{times}){BLANK}*(?:[%％‰]|{NAME}))*))({})?", rules.regex("colon", DIALECT), rules.regex("question", DIALECT)),
        "captures": captures(&["punctuation.separator.type", "support.type.primitive", "entity.name.type", "keyword.operator.optional"]),
    })
}

fn reserved(rules: &Rules) -> Value {
    // Words that are keywords only in their place are names before `=` and `:`.
    let name_after = format!("(?!{BLANK}*(?:{}|{}))", rules.regex("equals", DIALECT), rules.regex("colon", DIALECT));
    // The longest first: `is not` is one operator, and `does not depend on` a clause.
    let list = |role: Role| whole(&keywords(role));
    json!({ "patterns": [
        rule("keyword.other.clause", &format!("{}{name_after}", list(Role::Clause))),
        rule("keyword.operator.word", &list(Role::Operator)),
        rule("constant.language", &list(Role::Constant)),
        rule("keyword.control", &list(Role::Control)),
        rule("support.type.primitive", &format!("{}{name_after}", list(Role::Type))),
    ] })
}

/// Functions that every policy has; some are spelt as a clause is, so they come before keywords.
fn known(rules: &Rules) -> Value {
    rule("support.function", &format!("{WORD_START}{}(?={})", words(&functions()), rules.regex("lparen", DIALECT)))
}

fn call(rules: &Rules) -> Value {
    let open = rules.regex("lparen", DIALECT);
    json!({ "patterns": [
        rule("entity.name.function.call", &format!("{WORD_START}{NAME}(?={open})")),
        {
            "match": format!("({})(?:({}){WORD_END}|({NAME}))", rules.regex("dot", DIALECT), words(&[spellings("value"), spellings("points")].concat())),
            "captures": captures(&["punctuation.accessor", "keyword.other.clause", "variable.other.property"]),
        },
    ] })
}

fn signs(rules: &Rules) -> Value {
    let any = |names: &[&str]| names.iter().map(|name| rules.regex(name, DIALECT)).collect::<Vec<_>>().join("|");
    json!({ "patterns": [
        rule("keyword.operator.arrow", &any(&["arrow"])),
        rule("keyword.operator.range", &any(&["dots"])),
        rule("keyword.operator.comparison", &any(&["op_le", "op_ge", "op_ne", "op_lt", "op_gt", "op_eq"])),
        rule("keyword.operator.arithmetic", &any(&["op_add", "minus", "op_mul", "op_div"])),
        rule("keyword.other.unit", "[%％‰]"),
        rule("keyword.operator.optional", &any(&["question"])),
        rule("punctuation.separator.table", &any(&["bar"])),
        rule("punctuation.separator", &any(&["comma"])),
        rule("punctuation.separator.type", &any(&["colon"])),
        rule("punctuation.bracket", &any(&["lparen", "rparen", "lbracket", "rbracket"])),
    ] })
}

/// JSON with two blanks of indentation and a last line end.
pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON") + "\n"
}
