//! The editor modes are those of the language: what is generated is current, snippets are policies, and the modes load.
//!
//! Grammars and lists of words under `editors/` come from `grammar/ics.pest` and the tables of the program. With `ICS_UPDATE=1`
//! they are written anew.

mod emacs;
mod headless;
mod kinds;
mod rules;
mod snippets;
#[path = "../support/mod.rs"]
mod support;
mod textmate;
mod vim;
mod words;

use rules::Rules;
use serde_json::json;
use std::fs;
use std::sync::OnceLock;
use support::{read, root};
use words::{Role, keywords, role};

/// The texts whose colours are compared with the tokens of the program.
const SAMPLES: [&str; 4] =
    ["policies/tech_sme_2017.ics", "policies/tech_sme_2017_zh.ics", "editors/samples/words_en.ics", "editors/samples/words_zh.ics"];

/// All that is generated: path and text.
fn generated() -> Vec<(String, String)> {
    let rules = Rules::read();
    let keywords_of = |chosen: Role| keywords(chosen);
    let all: Vec<_> = ics::syntax::keyword::KEYWORDS
        .iter()
        .map(|keyword| json!({ "english": keyword.english, "chinese": keyword.chinese, "role": format!("{:?}", role(keyword)).to_lowercase() }))
        .collect();
    let words = json!({
        "comment": "Generated: ICS_UPDATE=1 cargo test --test editors",
        "declarations": keywords_of(Role::Declaration),
        "keywords": all,
        "functions": words::functions(),
        "units": words::units(),
    });
    let mut found = vec![
        ("editors/vscode/syntaxes/ics-policy.tmLanguage.json".to_string(), textmate::grammar(&rules)),
        ("editors/vscode/src/words.json".to_string(), textmate::pretty(&words)),
        ("editors/vim/syntax/icspolicy.vim".to_string(), vim::syntax(&rules)),
        ("editors/vim/autoload/icspolicy.vim".to_string(), vim::words()),
        ("editors/emacs/ics-policy-words.el".to_string(), emacs::words(&rules)),
    ];
    for sample in SAMPLES {
        let name = sample.rsplit('/').next().unwrap_or(sample).replace(".ics", ".kinds");
        found.push((format!("editors/samples/{name}"), kinds::map(&read(&root().join(sample)))));
    }
    found
}

/// What is not as it should be; with `ICS_UPDATE=1` it is written, and nothing is left.
fn stale() -> &'static [String] {
    static STALE: OnceLock<Vec<String>> = OnceLock::new();
    let is_stale = |(name, text): &(String, String)| fs::read_to_string(root().join(name)).ok().as_ref() != Some(text);
    STALE.get_or_init(|| {
        let mut found: Vec<(String, String)> = generated().into_iter().filter(is_stale).collect();
        if std::env::var_os("ICS_UPDATE").is_some() {
            for (name, text) in found.drain(..) {
                fs::write(root().join(name), text).unwrap();
            }
        }
        found.into_iter().map(|(name, _)| name).collect()
    })
}

#[test]
fn what_is_generated_is_current() {
    assert!(stale().is_empty(), "ICS_UPDATE=1 cargo test --test editors writes anew: {}", stale().join(", "));
}

/// The samples between them have every keyword in both spellings, so that no editor misses one unnoticed.
#[test]
fn the_samples_have_every_keyword() {
    let texts: String = SAMPLES.iter().map(|sample| read(&root().join(sample))).collect();
    let found: Vec<String> = ics::syntax::lexicon::tokens(&texts)
        .iter()
        .filter(|token| matches!(token.kind, ics::syntax::lexicon::TokenKind::Keyword(_)))
        .map(|token| texts[token.start..token.end].split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let spellings = ics::syntax::keyword::KEYWORDS.iter().flat_map(|keyword| [keyword.english, keyword.chinese]);
    let absent: Vec<&str> = spellings.filter(|word| !found.iter().any(|other| other == word)).collect();
    assert!(absent.is_empty(), "no sample has {}", absent.join(", "));
}

/// VS Code chooses the language by the expression that the grammar has.
#[test]
fn the_first_line_of_the_extension_is_that_of_the_grammar() {
    let package: serde_json::Value = serde_json::from_str(&read(&root().join("editors/vscode/package.json"))).unwrap();
    let found = package.pointer("/contributes/languages/0/firstLine").and_then(|line| line.as_str());
    assert_eq!(found, Some(textmate::first_line().as_str()));
}
