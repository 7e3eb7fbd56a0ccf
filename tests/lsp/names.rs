//! Every name of the bundled policies stands for something.

use ics::ide::Analysis;
use ics::ide::analysis::Main;
use ics::ide::symbol::Role;
use ics::lint::levels::Choices;
use ics::source::Sources;
use ics::syntax::lexicon::{TokenKind, tokens};

#[test]
fn every_name_of_the_bundled_policies_stands_for_something() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".ics") || name.ends_with("_test.ics") || name == "prelude.ics" {
            continue;
        }
        let mut sources = Sources::default();
        let policy = sources.add(name.clone(), std::fs::read_to_string(&path).unwrap());
        let analysis = Analysis::new(sources, &[], &Choices::default(), Main::Policy, None);
        let text = analysis.text(policy).to_owned();
        // A word that is no keyword, and stands where none is known, is the head of a grid or the title of a decision's result.
        for token in tokens(&text) {
            let is_name = token.kind == TokenKind::Name;
            let line = text[..token.start].rsplit('\n').next().unwrap_or("");
            let is_head = line.trim_start().starts_with(['|', '｜']) && analysis.index.at(policy, token.start as u32).is_none();
            let is_word_of_the_place = matches!(&text[token.start..token.end], "as_of" | "基准日" | "last_day" | "next_day" | "月末" | "次日");
            let is_lint = ["allow", "warn", "deny", "允许", "提示", "禁止"].contains(&line.trim());
            if !is_name || is_head || is_word_of_the_place || is_lint {
                continue;
            }
            seen += 1;
            let found = analysis.index.at(policy, token.start as u32);
            assert!(found.is_some(), "{name}: `{}` in {line:?}", &text[token.start..token.end]);
        }
        let declared = analysis.index.of_file(policy).filter(|found| found.role == Role::Declares).count();
        assert!(declared > 10, "{name}");
    }
    assert!(seen > 1_000, "only {seen} names");
}
