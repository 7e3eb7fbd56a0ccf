//! The rules of the house that the compiler does not know: layers, sizes, headers, and what may stand nowhere.

mod support;

use std::collections::BTreeSet;

/// Modules and their layers; a layer imports its own and lower ones. Layers are tenths, so that some lie between.
const LAYERS: [(&str, u32); 29] = [
    ("source", 0),
    ("diagnostic", 0),
    ("value", 10),
    ("page", 10),
    ("chart", 10),
    ("syntax", 20),
    ("builtins", 30),
    ("ir", 40),
    ("region", 40),
    ("resolve", 40),
    ("check", 40),
    ("explain", 45),
    ("prove", 46),
    ("lint", 47),
    ("compile", 48),
    ("analyse", 50),
    ("narrate", 50),
    ("document", 50),
    ("batch", 50),
    ("format", 50),
    ("ide", 50),
    ("testing", 58),
    ("data", 60),
    ("bulk", 65),
    ("policy", 66),
    ("population", 67),
    ("cli", 70),
    ("repl", 70),
    ("lsp", 70),
];

/// Imports that the layers allow and the design does not: siblings, and trees that must stay apart.
const APART: [(&str, &[&str]); 10] = [
    ("ir", &["resolve", "check", "syntax", "region"]),
    ("region", &["resolve", "check", "syntax"]),
    ("resolve", &["check"]),
    ("explain", &["syntax", "resolve", "check", "region"]),
    ("prove", &["syntax", "resolve", "check"]),
    ("analyse", &["syntax", "resolve", "check", "compile"]),
    ("batch", &["syntax", "resolve", "check", "explain"]),
    ("data", &["syntax", "builtins", "resolve", "check", "compile", "explain", "batch", "format", "ide"]),
    ("diagnostic", &["value", "syntax", "ir"]),
    ("page", &["chart", "value"]),
];

/// Words that stand nowhere in the sources.
const NOWHERE: [&str; 6] = ["todo!(", "unimplemented!(", "#[ignore", "TODO", "FIXME", "dbg!("];

struct Source {
    path: String,
    module: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = support::root();
    let read = |path: &std::path::PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let below = relative.strip_prefix("src/").unwrap_or(&relative);
        let module = below.split(['/', '.']).next().unwrap_or("").to_string();
        Source { path: relative, module, text: support::read(path) }
    };
    support::files("src", "rs").iter().map(read).collect()
}

/// Code without comments and texts, so that words in them count for nothing.
fn code(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let mut rest = line;
        let mut in_text = false;
        while let Some(letter) = rest.chars().next() {
            match letter {
                '\\' if in_text => rest = rest.get(1..).unwrap_or(""),
                '"' => in_text = !in_text,
                '/' if !in_text && rest.starts_with("//") => break,
                letter if !in_text => kept.push(letter),
                _ => {}
            }
            let mut letters = rest.chars();
            letters.next();
            rest = letters.as_str();
        }
        kept.push('\n');
    }
    kept
}

/// The modules of the crate that code names.
fn imports(code: &str) -> BTreeSet<&str> {
    let word = |text| -> &str {
        let text: &str = text;
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("")
    };
    let mut found: BTreeSet<&str> = code.split("crate::").skip(1).map(word).collect();
    for group in code.split("crate::{").skip(1) {
        let inside = group.split('}').next().unwrap_or("");
        found.extend(inside.split(',').map(|name| word(name.trim_start())));
    }
    found.remove("");
    found
}

#[test]
fn lower_layers_do_not_import_higher_ones() {
    let layer = |module: &str| LAYERS.iter().find(|(known, _)| *known == module).map(|(_, layer)| *layer);
    let mut wrong = Vec::new();
    for source in sources() {
        if matches!(source.module.as_str(), "lib" | "main") {
            continue;
        }
        let Some(own) = layer(&source.module) else {
            wrong.push(format!("{}: `{}` is in no layer of tests/architecture.rs", source.path, source.module));
            continue;
        };
        let apart = APART.iter().find(|(module, _)| *module == source.module).map_or(&[][..], |(_, apart)| *apart);
        let code = code(&source.text);
        for import in imports(&code) {
            let higher = layer(import).is_some_and(|layer| layer > own);
            if higher || apart.contains(&import) {
                wrong.push(format!("{}: imports `{import}`", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > 600 {
            wrong.push(format!("{}: {lines} lines", source.path));
        }
        if !source.text.starts_with("//!") {
            wrong.push(format!("{}: does not start with `//!`", source.path));
        }
        if code(&source.text).lines().any(|line| line.trim_start().trim_start_matches("pub ").starts_with("use ") && line.contains("::*")) {
            wrong.push(format!("{}: imports everything of a module", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn some_things_stand_nowhere() {
    let mut wrong = Vec::new();
    let tests = support::files("tests", "rs").into_iter().filter(|path| !path.ends_with("architecture.rs"));
    let texts = sources().into_iter().map(|source| (source.path, source.text));
    for (path, text) in texts.chain(tests.map(|path| (path.display().to_string(), support::read(&path)))) {
        wrong.extend(NOWHERE.iter().filter(|word| text.contains(*word)).map(|word| format!("{path}: {word}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn floating_point_stays_at_the_edge() {
    // Estimates of exact quotients, which whole numbers settle.
    let estimates = "src/batch/kernel/divide.rs";
    let allowed =
        |source: &Source| source.module == "data" || source.path.contains("progress") || source.path == "src/main.rs" || source.path == estimates;
    let names_float = |code: &str| code.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| matches!(word, "f64" | "f32"));
    let wrong: Vec<String> =
        sources().into_iter().filter(|source| !allowed(source) && names_float(&code(&source.text))).map(|source| source.path).collect();
    assert!(wrong.is_empty(), "floating point in {}", wrong.join(", "));
}

#[test]
fn no_snapshot_waits_for_review() {
    let left: Vec<_> = support::files("tests", "new").into_iter().chain(support::files("src", "new")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_scanner_reads_imports() {
    let text = "use crate::{source::Span, value};\n// crate::cli\nlet x = \"crate::cli\"; crate::ir::walk::each(y);\nuse crate::syntax::ast;";
    assert_eq!(imports(&code(text)), BTreeSet::from(["ir", "source", "syntax", "value"]));
    assert_eq!(code("a \"b // c\\\" d\" e // f"), "a  e \n");
}
