//! What came of the claims of policies, in a line.
//!
//! In: outcomes. Out: counts in words. Prints nothing.

use crate::diagnostic::Lang;
use crate::prove::outcome::{Outcome, Verdict};
use std::path::Path;

/// What came of the claims of a policy; `None` where it makes none.
#[must_use]
pub fn line(claims: &[Outcome], lang: Lang) -> Option<String> {
    let count = |test: fn(&Verdict) -> bool| claims.iter().filter(|outcome| test(&outcome.verdict)).count();
    let proved = count(|verdict| matches!(verdict, Verdict::Proved | Verdict::Vacuous));
    let assumed = count(|verdict| matches!(verdict, Verdict::Assumed(_)));
    let refuted = count(|verdict| matches!(verdict, Verdict::Refuted(_)));
    let open = count(|verdict| matches!(verdict, Verdict::Open(_)));
    let words = match lang {
        Lang::En => ["proved", "assumed", "refuted", "not decided"],
        Lang::Zh => ["已证明", "假定", "不成立", "未判定"],
    };
    let parts: Vec<(usize, &str)> = [proved, assumed, refuted, open].into_iter().zip(words).filter(|(count, _)| *count > 0).collect();
    if parts.is_empty() {
        return None;
    }
    Some(match lang {
        Lang::En => {
            let noun = if parts.first().is_some_and(|(count, _)| *count == 1) { "claim" } else { "claims" };
            let all = parts.iter().enumerate().map(|(position, (count, word))| match position {
                0 => format!("{count} {noun} {word}"),
                _ => format!("{count} {word}"),
            });
            all.collect::<Vec<String>>().join(", ")
        }
        Lang::Zh => format!("保证：{}", parts.iter().map(|(count, word)| format!("{word} {count} 项")).collect::<Vec<String>>().join("，")),
    })
}

/// Which file is spoken of, where there are several.
#[must_use]
pub fn of(path: &Path, files: usize, lang: Lang) -> String {
    match (files, lang) {
        (1, _) => String::new(),
        (_, Lang::En) => format!("{}: ", path.display()),
        (_, Lang::Zh) => format!("{}：", path.display()),
    }
}
